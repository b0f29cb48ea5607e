"""Where a run stands: the game, which undo takes back, and the room, which it does not.

Both are only ever the fold of events. `Game.vector` is the flat state the rules read.
"""

from collections import ChainMap
from collections.abc import MutableMapping
from typing import Any, TypedDict

from msgspec import Struct
from msgspec.structs import replace

from engine.play import events as happened
from engine.play.combine import State as Vector
from engine.play.events import Changes, Event
from engine.play.script import Script
from engine.rules.exercise import Exercise
from engine.rules.vocabulary import TURN

PLAYERS = ("person", "program")
"""Who can sit in a seat and be waited for."""
PHASES = ("situation", "consultation", "orders", "rulings", "report")


class Moment(Struct, frozen=True, gc=False):
    """An event with its place: the log line, its position there, the turn and the phase."""

    line: int
    index: int
    turn: int
    phase: str
    event: Event


class Question(Struct):
    """A question put to a seat."""

    id: str
    to: str
    options: list[str]
    source: str
    by: str
    knows: list[str]
    consent: bool
    free: bool = False
    """Whether it asks for a counter-argument, in free text."""
    text: str = ""
    answer: str = ""
    answered_by: str = ""
    message: str = ""


class Proposal(Struct):
    """An agreement on the table."""

    id: str
    agreement: str | None
    by: str
    terms: dict[str, int]
    invites: list[str]
    parties: list[str]
    """Whose signature it needs."""
    text: str
    turn: int
    signed: list[str]
    status: str = "open"
    """open, announced, entered, lapsed."""
    counters: str = ""
    """The proposal that it answers."""


class JointText(Struct):
    """The one text that the parties of talks amend and initial."""

    chair: str
    parties: list[str]
    text: str
    by: str
    """Who worded it last."""
    initials: list[str] = []


class Game:
    """Everything that undo takes back."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.vector: Vector = list(exercise.vocabulary.start)
        self.opening: Vector = list(self.vector)
        """The state as the phase opened: what doctrine reads."""
        self.format = exercise.default_format
        self.preset = exercise.default_preset
        self.phase = ""
        self.locked = False
        self.orders: dict[str, list[dict[str, Any]]] = {}
        self.sealed: set[str] = set()
        self.questions: dict[str, Question] = {}
        self.proposals: dict[str, Proposal] = {}
        self.leaving: list[tuple[str, str]] = []
        self.shelf: dict[str, tuple[str, int]] = {}
        """Injects control has dealt with: status and, for a deferred one, the turn it waits for."""
        self.written: dict[str, happened.Written] = {}
        """Injects control wrote and kept."""
        self.bulletins: dict[int, list[happened.Words]] = {}
        """Bulletins control wrote itself, by turn."""
        self.offers: list[happened.Opened] = []
        self.used: set[tuple[str, str, int]] = set()
        """Offered moves already taken: role, move, turn."""
        self.dice: dict[str, list[int]] = {}
        self.overrides: dict[str, tuple[str, str, str]] = {}
        self.argued: dict[str, happened.Argued] = {}
        """Argued orders that are sealed and not locked, by their path."""
        self.laid: dict[str, happened.Laid] = {}
        """Argued orders that are locked, by their path."""
        self.weighings: dict[str, happened.Weighed] = {}
        """By path of an argued order, how control has weighed it."""
        self.once: set[str] = set()
        self.history: list[Moment] = []
        self.chronicle: list[tuple[int, Vector]] = []
        """The state at the end of each turn; turn 0 is the start."""
        self.ending = ""
        """The ending that published rulings have reached; ENDEX follows their report."""
        self.finished: happened.Finished | None = None
        self.sought: dict[str, str] = {}
        """Injects that a role has asked control to release, with the role."""
        self.disclosed = "nothing"
        self.counter = 0

    @property
    def turn(self) -> int:
        return self.vector[TURN]

    @property
    def published(self) -> int:
        """The turn whose rulings were last published; 0 before the first."""
        return self.turn if self.phase == "report" else self.turn - 1

    @property
    def turns(self) -> int:
        return self.exercise.file.formats[self.format].turns

    def change(self, changes: Changes) -> None:
        """Set slots to their new values."""
        slots = self.exercise.slots
        for name, value in changes.items():
            self.vector[slots[name]] = value

    def capital(self, role: str) -> int:
        """What a role has in hand."""
        return self.vector[self.exercise.slots[f"capital({role})"]]

    def track(self, name: str) -> int:
        """A slot by its name."""
        return self.vector[self.exercise.slots[name]]

    def copy(self, history: list[Moment] | None = None) -> "Game":
        """A game that can go its own way, with a copy of the history, or with the one that is given."""
        found = Game.__new__(Game)
        found.__dict__ = containers(self, "history")
        found.history = list(self.history) if history is None else history
        found.questions = {name: replace(question) for name, question in self.questions.items()}
        found.proposals = {
            name: replace(proposal, signed=list(proposal.signed)) for name, proposal in self.proposals.items()
        }
        return found


class Room:
    """Everything that stays when the game is undone: words, seats, the clock, the evaluation."""

    def __init__(self) -> None:
        self.seats: dict[str, str] = {}
        """By role and for control: person, program, bot or empty."""
        self.ready = False
        """Whether everybody waits in the ready room for STARTEX."""
        self.startex = 1
        """The line of STARTEX, once nobody waits for it: the first where there was no ready room."""
        self.script: Script | None = None
        """What seats that nobody plays decide again, in a fork that keeps it."""
        self.drafts_count = True
        """Whether what a seat has chosen and not sealed counts at the lock."""
        self.forecasts = True
        """Whether control is told what may come."""
        self.messages: MutableMapping[str, happened.Messaged] = {}
        self.statements: MutableMapping[str, happened.Said] = {}
        self.history: list[Moment] = []
        self.paused = False
        self.takes: dict[int, int] = {}
        """By turn, how often its published rulings were undone."""
        self.sent: MutableMapping[str, int] = {}
        """By message, the turn it was sent in."""
        self.letters: MutableMapping[str, happened.Messaged] = {}
        """Messages that were handed to a carrier."""
        self.notebooks: dict[str, str] = {}
        """By role, what the people of its seat have written down for each other."""
        self.joint: JointText | None = None
        """The text on the table of talks."""
        self.promises: list[Moment] = []
        """What roles promised each other."""
        self.guesses: dict[tuple[str, str], str] = {}
        """By role and card, what the role takes that card to have been."""
        self.requests: list[Moment] = []
        """What roles asked control for."""
        self.answered: dict[str, str] = {}
        """What became of requests: answered, aside, aloud, ordered, or withdrawn: ordered no longer."""
        self.withdrawn: set[str] = set()
        """Statements that control has withdrawn."""
        self.notes: list[Moment] = []
        self.ratings: dict[str, happened.Rated] = {}
        """By objective of the exercise, the rating that stands."""
        self.paragraphs: dict[str, str] = {}
        """What evaluators conclude, by what it is about: the executive summary."""
        self.findings: dict[str, happened.Found] = {}
        self.actions: dict[str, happened.Planned] = {}
        """Steps of the improvement plan."""
        self.cover = happened.Covered()
        self.gone: dict[int, list[Moment]] = {}
        """What undos took from the game, by line: evaluators can still point at it, and who knew is told."""

    def take(self, turn: int) -> int:
        return self.takes.get(turn, 0)

    def copy(self, *left_out: str) -> "Room":
        """A room that can go its own way; what is left out begins afresh in it."""
        found = Room()
        found.__dict__ |= containers(self, *left_out)
        if found.joint is not None:
            found.joint = replace(found.joint, initials=list(found.joint.initials))
        return found


CONTAINERS = frozenset((list, dict, set, ChainMap))


def containers(whole: Game | Room, *left_out: str) -> dict[str, Any]:
    """What it is made of, with lists, maps and sets of its own."""
    found = vars(whole).copy()
    for name in left_out:
        del found[name]
    for name, part in found.items():
        if type(part) in CONTAINERS:
            found[name] = part.copy()
    return found


class Comment(TypedDict):
    """What somebody of a seat says of its draft."""

    order: str
    """The order it is about; empty for the whole."""
    text: str


Orders = list[dict[str, Any]]
"""What a seat orders: by order its key, with `secret` and `message` where they are said."""


class State:
    """A run as it stands."""

    def __init__(self, exercise: Exercise, seed: int) -> None:
        self.exercise, self.seed = exercise, seed
        self.game, self.room = Game(exercise), Room()
        self.drafts: dict[str, Orders] = {}
        """What seats have chosen in this turn and not sealed: no event, but beside the log till the lock."""
        self.comments: dict[str, list[Comment]] = {}
        """By role, what the people of its seat say of that draft: beside it, and read by them alone."""

    def copy(self) -> "State":
        """A state that can go its own way."""
        found = State.__new__(State)
        found.exercise, found.seed, found.drafts = self.exercise, self.seed, dict(self.drafts)
        found.comments = dict(self.comments)
        found.game, found.room = self.game.copy(), self.room.copy()
        return found

    def become(self, other: "State") -> None:
        """Go where a copy of it has gone."""
        self.game, self.room = other.game, other.room

    def seat(self, name: str) -> str:
        return self.room.seats.get(name, "bot")

    def played(self, name: str) -> bool:
        """Whether somebody plays this seat who can be waited for: a person, or a program."""
        return self.seat(name) in PLAYERS

    @property
    def bots(self) -> tuple[str, ...]:
        """Roles whose seats doctrine plays: nobody sits there, and the preset does not make them control."""
        taken, control = self.room.seats, self.control_roles
        return tuple(
            role for role in self.exercise.roles if taken.get(role) not in PLAYERS and role not in control
        )

    @property
    def control_roles(self) -> tuple[str, ...]:
        """Roles whose seats the preset makes control."""
        preset = self.exercise.file.presets.get(self.game.preset)
        seats = preset.seats if preset else {}
        return tuple(role for role in self.exercise.roles if role in seats and seats[role].is_ == "control")

    @property
    def controlled(self) -> bool:
        """Whether somebody holds control, in its own seat or in one that the preset makes control."""
        return any(self.played(seat) for seat in ("control", *self.control_roles))
