"""Everything that happens, as typed events. State is only ever the fold of these.

Each field is either a fact for everybody who may know the event or belongs to somebody alone; who
reads what is decided in `engine.views` and nowhere else. Adding a field with a default keeps
old logs readable; an unknown event is refused.
"""

from typing import Any

import msgspec
from msgspec import Struct

from engine.play.script import Script
from engine.rules.changes import Change

Words = str | dict[str, str]
"""A text that somebody wrote during play, alone or in several languages."""

Changes = dict[str, int]
"""Slots by name with their new values."""


class Event(
    Struct,
    frozen=True,
    tag_field="type",
    tag=lambda name: name.lower(),
    omit_defaults=True,
    kw_only=True,
    gc=False,
):
    """Something that happened."""


# The course of play


class Began(Event, frozen=True):
    """The run exists, with its format, preset and seats.

    One that begins in the ready room waits for STARTEX; any other has begun with this.
    """

    format: str
    preset: str
    seats: dict[str, str]
    changes: Changes = {}
    ready: bool = False
    drafts: bool = True
    """Whether what a seat has chosen and not sealed counts at the lock."""
    script: Script | None = None
    """What seats decide again that nobody plays, in a fork that keeps it."""


class TurnBegan(Event, frozen=True):
    """A turn opened: lifetimes ended, incomes paid."""

    turn: int
    changes: Changes


class PhaseBegan(Event, frozen=True):
    """The phase that is now open."""

    phase: str


class Ruled(Event, frozen=True):
    """A table's answer with its trace."""

    step: str
    path: str
    call: str
    table: str
    row: str
    knows: list[str]
    """Roles that know the call."""
    to: list[str] | None = None
    """Roles that read this row instead, where the row says so."""
    cause: str = ""
    """What called it: an order, inject, agreement, trigger, or the step."""
    modifiers: list[int] = []
    sum: int = 0
    dice: list[int] = []
    total: int | None = None
    odds: dict[str, float] = {}
    typed: bool = False
    """The dice were thrown on the table and typed in."""
    replaced: str | None = None
    """The row this one replaces by control's override."""
    reason: str = ""
    told: bool = False
    """The actor reads the move's own text, because the row may tell falsely."""
    effects: list[Change] = []
    inputs: dict[str, int] = {}


class Carried(Event, frozen=True):
    """An order carried out."""

    role: str
    order: str
    secret: bool = False
    knows: list[str] = []
    effects: list[Change] = []
    capacity: str = "role"


class Returned(Event, frozen=True):
    """An order not carried out for lack of consent; its cost is returned."""

    role: str
    order: str
    cost: int
    refused_by: list[str]
    knows: list[str] = []


class Stepped(Event, frozen=True):
    """A step or wave changed the state; `causes` names what moved each track."""

    step: str
    changes: Changes
    causes: dict[str, list[str]] = {}


class Told(Event, frozen=True):
    """A value, given to somebody and dated."""

    to: list[str]
    what: str
    value: int | str | None
    form: str
    path: str
    false: bool = False
    once: str = ""


class Delivered(Event, frozen=True):
    """A carried message reached its receiver."""

    message: str
    to: list[str]
    invites: bool = False


class Exposed(Event, frozen=True):
    """A carried message became known to somebody it was not for."""

    message: str
    to: list[str]


class Opened(Event, frozen=True):
    """Moves offered to a role at a cost for a turn, beyond its limit of orders."""

    role: str
    moves: list[str]
    cost: int
    turn: int
    source: str


class Overdue(Event, frozen=True):
    """A token fell due unanswered."""

    token: str


class Brink(Event, frozen=True):
    """A stop ending stands for the first time; the next turn decides."""

    endings: list[str]


class Crossed(Event, frozen=True):
    """A red line was crossed; it stays crossed."""

    role: str
    line: str


class Finished(Event, frozen=True):
    """ENDEX: the run ended."""

    ending: str
    scores: dict[str, int]
    objectives: dict[str, bool]
    common: int | None = None
    cut: bool = False
    """Control ended it before its rulings did."""
    said: list[int] = []
    """The sentences that were true then, by their place: the ending's own, then those of every one."""


class Ordered(Event, frozen=True):
    """A seat's orders for the turn, replacing what it ordered before."""

    role: str
    orders: list[dict[str, Any]]
    sealed: bool = False
    capacity: str = "role"


class Rejected(Event, frozen=True):
    """An order that is not allowed, with the reason."""

    role: str
    order: str
    reason: str


class Locked(Event, frozen=True):
    """Orders are locked: legality settled and costs paid, once.

    The seats that people hold and nobody had sealed are named: those whose `drafts` were taken, those whose
    draft was `left` because only sealed orders count, and those that had chosen nothing (`silent`).
    """

    orders: dict[str, list[dict[str, Any]]]
    changes: Changes = {}
    drafts: list[str] = []
    left: list[str] = []
    silent: list[str] = []


class Asked(Event, frozen=True):
    """A question that a locked order or an inject puts to a role (or control)."""

    question: str
    to: str
    options: list[str]
    source: str
    by: str = ""
    knows: list[str] = []
    consent: bool = False
    free: bool = False
    """Whether it is answered in free text: with a counter-argument to an argued order."""


class Answered(Event, frozen=True):
    """The answer to a question."""

    question: str
    answer: str
    by: str = "person"
    """person, doctrine, script (as in the run this one was forked from), message (a letter handed over
    beforehand is consent) or silence."""
    message: str = ""
    text: str = ""
    """The answer to a question that is answered in free text."""


class Argument(Event, frozen=True):
    """An order in a team's own words: what is done, the effect it wants, and the reasons why it would."""

    role: str
    effect: str
    """A track or a flag that argued orders may move, by its slot."""
    amount: int = 1
    """How far the track is to move; 1 for a flag, which is to be set."""
    title: str = ""
    text: str = ""
    reasons: list[str] = []
    secret: bool = False


class Argued(Argument, frozen=True):
    """An argued order as its team has sealed it, replacing one for the same effect; or it is taken back."""

    withdrawn: bool = False
    capacity: str = "role"


class Laid(Argument, frozen=True):
    """An argued order that is locked, its cost paid: whoever may know of it reads it from now on."""

    cost: int = 0
    knows: list[str] = []
    changes: Changes = {}


class Weighed(Event, frozen=True):
    """Control's weighing of an argued order, which stands until another comes, or an undo."""

    order: str
    """By its path: `rok.argued(tension)`."""
    title: str = ""
    counts: list[str] = []
    """The arguments that count: reasons by their number from 1, counter-arguments by the role."""
    difficulty: str = "ordinary"
    amount: int | None = None
    """The effect as control has made it smaller."""
    inadmissible: bool = False
    reason: str = ""
    by: str = ""
    """The seat that did so, where it is not control's; `script` where it is as in the run forked from."""


class Judged(Event, frozen=True):
    """What was made of an argued order, told as it is ruled on: its arguments, and which of them counted."""

    role: str
    effect: str
    amount: int
    wanted: int
    """What it wanted, before control made it smaller."""
    title: str = ""
    reasons: list[str] = []
    counters: dict[str, str] = {}
    """By role, the counter-argument it gave."""
    counts: list[str] = []
    difficulty: str = "ordinary"
    weighed: bool = False
    inadmissible: bool = False
    reason: str = ""
    cost: int = 0
    """What came back of its cost."""
    knows: list[str] = []


class Stamped(Event, frozen=True):
    """Control's mark on a statement, with what it does at once."""

    statement: str
    mark: str
    role: str | None = None
    changes: Changes = {}


class Overridden(Event, frozen=True):
    """Control's choice of another row of the ladder."""

    ruling: str
    replaces: str
    row: str
    reason: str
    call: str = ""
    """The table as it was called, with its arguments."""
    by: str = ""
    """The seat that did so, where it is not control's."""


class Typed(Event, frozen=True):
    """Dice thrown on the table instead of drawn."""

    ruling: str
    dice: list[int]
    call: str = ""
    by: str = ""
    """The seat that did so, where it is not control's."""


class LapsedOverride(Event, frozen=True):
    """An override whose row changed under it, taken away with a notice; or one that control took back."""

    ruling: str
    replaces: str
    row: str = ""
    """The row it had chosen."""
    call: str = ""
    withdrawn: bool = False


class Published(Event, frozen=True):
    """The rulings of a turn were published."""

    turn: int
    ending: str = ""
    """The ending they reached. It stays with control until ENDEX, which follows the report."""


class Edited(Event, frozen=True):
    """The bulletin of a turn as control wrote it; without items, as it writes itself."""

    turn: int
    items: list[Words]


class Disclosed(Event, frozen=True):
    """What ENDEX releases to the roles: nothing, the traces, or all."""

    what: str


# Injects


class Released(Event, frozen=True):
    """An inject reached its readers."""

    inject: str
    to: list[str]
    knows: list[str] = []
    choices: dict[str, str] = {}
    capacity: str = "control"
    reason: str = ""
    """Why it was released so, for control."""


class Improvised(Event, frozen=True):
    """An inject written on the spot."""

    inject: str
    text: Words
    to: list[str]
    sender: Words = ""
    effects: list[Change] = []
    title: Words = ""
    kind: str = ""
    expect: Words = ""
    because: list[str] = []
    reason: str = ""


class Written(Event, frozen=True):
    """An inject that control wrote and keeps: it lies in the tray from its turn on (0: at once)."""

    inject: str
    text: Words
    to: list[str]
    sender: Words = ""
    title: Words = ""
    kind: str = ""
    expect: Words = ""
    because: list[str] = []
    effects: dict[str, Any] = {}
    """As an exercise file would write them."""
    turn: int = 0


class Sought(Event, frozen=True):
    """A role asks control to release an inject that it may release with control's approval."""

    inject: str
    role: str


class Declined(Event, frozen=True):
    """Control does not release an inject that a role asked for."""

    inject: str
    role: str
    reason: str = ""


class Shelved(Event, frozen=True):
    """Control held, deferred or skipped an inject."""

    inject: str
    status: str
    until: int = 0
    reason: str = ""


# Agreements, from the proposal to the end


class Entered(Event, frozen=True):
    """An agreement entered into force."""

    agreement: str
    terms: dict[str, int]
    signed: list[str]


class Barred(Event, frozen=True):
    """A signed agreement whose condition no longer held when it was to enter into force."""

    agreement: str
    signed: list[str]


class Ended(Event, frozen=True):
    """An agreement ended: left, breached or run out."""

    agreement: str
    why: str
    by: str = ""
    stays: bool = False


class Proposed(Event, frozen=True):
    """An agreement proposed, seen by those whose signature is sought."""

    proposal: str
    agreement: str | None
    by: str
    terms: dict[str, int] = {}
    invites: list[str] = []
    text: str = ""
    parties: list[str] = []
    counters: str = ""
    """The proposal that it answers, which is off the table."""


class Signed(Event, frozen=True):
    """A signature, needed or optional."""

    proposal: str
    role: str


class Unsigned(Event, frozen=True):
    """A signature taken back before lock."""

    proposal: str
    role: str


class Announced(Event, frozen=True):
    """A proposal has every signature it needs; it enters into force with the rulings."""

    proposal: str


class Lapsed(Event, frozen=True):
    """A proposal nobody completed in time, or which a party took off the table to propose something else."""

    proposal: str
    by: str = ""
    """Who did so."""


class Leaving(Event, frozen=True):
    """A signatory declares that it leaves; it takes effect with the rulings."""

    agreement: str
    role: str


# The room: words, seats, the clock. An undo of the game leaves all of it as it is


class Said(Event, frozen=True):
    """A public statement."""

    statement: str
    role: str
    text: str


class Messaged(Event, frozen=True):
    """A private text. `carry` asks the carrier to take it on; `sealed` keeps it from the carrier."""

    message: str
    sender: str
    to: list[str]
    text: str
    carry: bool = False
    sealed: bool = False
    through: str = ""
    read_by: list[str] = []
    """Others who read it, because an agreement in force lets them."""
    stock: str = ""
    """The move whose stock text a bot writes; the exercise holds it in every language."""
    topic: str = ""
    """What it is about, as its sender says."""
    cell: str = ""
    """Within a seat, the cell that it is for."""
    says: int = 0
    """Of a bot's answer, which line of its doctrine, from 1; -1 where none is for this sender now. The
    exercise holds it in every language."""


class Jotted(Event, frozen=True):
    """The notebook of a seat, as its people have it now."""

    role: str
    text: str


class Promised(Event, frozen=True):
    """A role promised others an order of its own, or an agreement, by a turn."""

    promise: str
    role: str
    to: list[str]
    turn: int
    order: str = ""
    agreement: str = ""
    text: str = ""


class Guessed(Event, frozen=True):
    """What a role takes cards of others to have been, after ENDEX: of each card the latest stands."""

    role: str
    guesses: dict[str, str]
    """By card, the value it takes it to hold; empty where it no longer says."""


class Noted(Event, frozen=True):
    """A note of control's or of an observer, pinned to the moment or to an earlier one."""

    text: str
    by: str = "control"
    kind: str = ""
    """`observation` for what an evaluator saw, `discussion` for what was said in the debrief."""
    about: str = ""
    """What it is about: a ruling by its path, an inject, objective, finding or question by its id."""
    line: int = 0
    """The line of the log it is pinned to; 0 for its own."""
    event: int = 0
    """Which event of that line it is pinned to, from 1; 0 for the whole line."""
    observer: int = 0
    """Which of the observers wrote it, by number; whose number it is stands beside the run, never here."""
    note: int = 0
    """The line of an earlier note that this one stands in for; 0 for a new one."""
    withdrawn: bool = False
    """The earlier note no longer stands, and this one has no words."""


class Chaired(Event, frozen=True):
    """The chair set the agenda, gave the floor or called a recess."""

    role: str
    act: str
    text: str = ""


class Worded(Event, frozen=True):
    """The joint text of talks as it now reads: laid on the table by the chair, or amended. Initials lapse."""

    role: str
    """Who worded it so."""
    chair: str
    parties: list[str]
    text: str


class Initialled(Event, frozen=True):
    """A party has initialled the joint text as it stands."""

    role: str
    chair: str
    parties: list[str]


class Presided(Event, frozen=True):
    """What an act of the chair counts for in this exercise, at once."""

    act: str
    changes: Changes = {}


class Requested(Event, frozen=True):
    """A role asked control for something."""

    role: str
    text: str
    order: str = ""
    """The order it asks control to give, of a role that control plays on request."""


class Replied(Event, frozen=True):
    """Control answered a role's request, or wrote to it."""

    to: list[str]
    text: str
    request: str = ""
    """The request it answers, where it answers one."""


class Settled(Event, frozen=True):
    """What became of a request without an answer in writing: control put it `aside`, answered it `aloud`, or
    gave the order (`ordered`); or the order was taken back (`withdrawn`), and the request waits again.
    """

    request: str
    role: str
    how: str
    order: str = ""
    """What control ordered as it was asked to, or what no longer is."""


class Withdrawn(Event, frozen=True):
    """Control has withdrawn a public statement. What its marks did stands."""

    statement: str
    role: str


class Started(Event, frozen=True):
    """STARTEX: the ready room is over."""


class Counting(Event, frozen=True):
    """From now on drafts count at the lock, or only what is sealed."""

    drafts: bool


class Forecasting(Event, frozen=True):
    """From now on control is told what may come of this run, or it is not."""

    on: bool


class Paused(Event, frozen=True):
    """PAUSEX, or play goes on."""

    paused: bool


class Timed(Event, frozen=True):
    """Control gave the present phase more minutes, or took some."""

    minutes: int


class Seated(Event, frozen=True):
    """A seat is taken by a person, a program, a bot or nobody."""

    seat: str
    by: str


class Undone(Event, frozen=True):
    """The game stands again as it stood after an earlier line."""

    line: int
    reason: str
    takes: dict[str, int] = {}
    """By turn whose published rulings are undone, the take that counts from now on."""
    told: Words = ""
    """What control tells the room about it; the reason is control's own."""
    lines: list[int] = []
    """The lines that it takes from the game."""
    turn: int = 0
    phase: str = ""
    """Where the game stands again."""


# What evaluators record. An undo of the game leaves it


class Rated(Event, frozen=True):
    """How an objective of the exercise was met, as its evaluators see it; the latest stands."""

    objective: str
    rating: str = ""
    """P, S, M or U; empty where it is not rated, or no longer."""
    text: str = ""
    links: list[int] = []
    """Lines of the log that bear it out."""
    events: list[str] = []
    """Single events that do: `12.3` is the third of line 12."""


class Concluded(Event, frozen=True):
    """What evaluators conclude of a turning point or the ending: the executive summary."""

    about: str
    """`ending`, or a turning point as the debrief names it."""
    text: str
    """The latest stands; empty where it no longer does."""


class Found(Event, frozen=True):
    """A strength, or something to improve. The same name again is the finding as it was edited."""

    finding: str
    kind: str
    title: str
    objective: str = ""
    analysis: str = ""
    recommendation: str = ""
    links: list[int] = []
    events: list[str] = []
    withdrawn: bool = False


class Planned(Event, frozen=True):
    """A step of the improvement plan. The same name again is the step as it was edited."""

    action: str
    text: str
    finding: str = ""
    """The finding it answers."""
    element: str = ""
    """The element of the capability it belongs to: planning, training and so on."""
    owner: str = ""
    """The organisation or office that sees to it."""
    contact: str = ""
    start: str = ""
    """Dates are written as in ISO 8601: 2025-06-30."""
    due: str = ""
    status: str = "open"
    withdrawn: bool = False


class Covered(Event, frozen=True):
    """What stands on the cover of the report and at the head of its pages, and the evaluators' summary."""

    sponsor: str = ""
    contact: str = ""
    organisations: str = ""
    participants: str = ""
    """How many took part, and as what."""
    marking: str = ""
    """The protective marking: it stands on every page of every copy."""
    handling: str = ""
    """To whom it may be given, and how it is kept; as the marking."""
    summary: str = ""


KINDS = (
    Began
    | TurnBegan
    | PhaseBegan
    | Ruled
    | Carried
    | Returned
    | Stepped
    | Told
    | Delivered
    | Exposed
    | Opened
    | Entered
    | Barred
    | Ended
    | Overdue
    | Brink
    | Crossed
    | Finished
    | Released
    | Improvised
    | Written
    | Shelved
    | Sought
    | Declined
    | Ordered
    | Rejected
    | Locked
    | Asked
    | Answered
    | Argued
    | Laid
    | Weighed
    | Judged
    | Proposed
    | Signed
    | Unsigned
    | Announced
    | Lapsed
    | Leaving
    | Stamped
    | Overridden
    | Typed
    | LapsedOverride
    | Published
    | Edited
    | Disclosed
    | Said
    | Messaged
    | Jotted
    | Promised
    | Guessed
    | Noted
    | Rated
    | Concluded
    | Found
    | Planned
    | Covered
    | Chaired
    | Worded
    | Initialled
    | Presided
    | Requested
    | Replied
    | Settled
    | Withdrawn
    | Started
    | Counting
    | Forecasting
    | Paused
    | Timed
    | Seated
    | Undone
)


class Happened(Struct, frozen=True):
    """The events of a line, as a struct: msgspec works a struct out once and a bare union every time."""

    events: list[KINDS]


def read_events(events: list[dict[str, Any]]) -> list[Event]:
    """Events as they stand in a log. Raises msgspec.ValidationError for an unknown or malformed one."""
    found: list[Event] = [*msgspec.convert({"events": events}, Happened).events]
    return found


def write_events(events: list[Event]) -> list[dict[str, Any]]:
    """Events as they go into a log."""
    return msgspec.to_builtins(events)  # type: ignore[no-any-return]
