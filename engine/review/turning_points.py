"""What decided a run: the odds of each ending after everything that happened, and what moved them most.

Odds come from look-ahead: from a state many runs are played to their end by doctrine, on dice that the run
does not have. What each thing that happened is *worth* is a difference of odds, by ending and by role:

- *Orders of a seat*: with what it ordered, beside its best alternative by its own expected points, the
  orders of others as they were locked and questions answered by doctrine.
- *A ruling with dice*: with the row that came, beside the mean over all rows, each weighed with its chance;
  everything else of its line is decided again as it was. That is luck. An override is worth the row that
  control chose beside the row of the dice.
- *Anything else* (an inject, an answer, a signature, a mark): after it, beside before it; where dice fell in
  it, the luck is taken out and stands by itself.
- *Together* is what is left of a phase: rows that change each other's worth, the calendar, drift.

So the worths of a phase add up to what it did. What an undo took back does not count; the undo does, beside
the state that it left. Nothing here may be seen by a seat before ENDEX has released all.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from engine.play.adjudicate import RULES
from engine.play.events import (
    Answered,
    Argued,
    Finished,
    Improvised,
    Leaving,
    Locked,
    Proposed,
    Published,
    Released,
    Shelved,
    Signed,
    Stamped,
    Undone,
    Unsigned,
    Weighed,
)
from engine.play.state import State
from engine.record.run import Run
from engine.rehearsal.odds import Odds, Progress, Worth, mean, odds_of
from engine.review.alternatives import alternatives, as_locked, doctrine, instead, keys
from engine.review.chances import Thrown, decided, thrown, throws
from engine.review.lived import Lived, lived

RUNS = 1_000
"""Runs by which the odds after a line are found: a share lies within three points of the truth (95 %)."""
COMPARED = 300
"""Runs by which what was is compared with what could have been, on the same dice."""
SIFTED = 60
"""Runs by which the best alternative of a seat is picked among all."""
FEWEST, MOST = 3, 7
"""Turning points that are told, if there are so many."""
LEAST = 0.03
"""The share of runs that something must turn to be told beyond the first ones."""
Told = Callable[[int, int], None]
"""Is told how many states are done, and of how many."""


class Instead(Struct, frozen=True):
    """What could have been, and the odds then."""

    odds: Odds
    orders: list[str] = []
    """By key, where a seat could have ordered otherwise."""
    row: str = ""
    chance: float | None = None
    """Of the row."""


class Point(Struct, frozen=True):
    """Something that happened, and what it is worth."""

    line: int
    index: int
    """The event within its line."""
    turn: int
    phase: str
    kind: str
    """orders, ruling, override, inject, agreement, answer, mark, undo or together."""
    by: str
    """team, control, doctrine, dice, silence or exercise."""
    role: str
    """Whose orders, or whose order was ruled on; empty elsewhere."""
    subject: str
    """The orders' keys, the path of a ruling, the id of an inject, agreement or question."""
    worth: Worth
    moved: float
    """How far it moved the odds as they then stood, 0 to 1. What was to be expected moved nothing: of orders
    this is what they did beside those of the seat's doctrine.
    """
    instead: list[Instead] = []


class Moment(Struct, frozen=True):
    """The odds after a line."""

    line: int
    turn: int
    phase: str
    odds: Odds


class Course(Struct, frozen=True):
    """The odds of a run as it went, and what moved them."""

    moments: list[Moment]
    points: list[Point]
    """All of them, in the order in which they happened."""
    runs: int
    """By which each state's odds were found."""
    assumes_rules: bool
    """Whether the run was played under other rules than those it is played on by here."""

    def turning(self) -> list[Point]:
        """The three to seven that moved the odds most, the weightiest first."""
        ranked = sorted(self.points, key=lambda point: -point.moved)
        single = [point for point in ranked if point.kind != "together" and point.moved > 0]
        told = [point for point in single if point.moved >= LEAST][:MOST]
        return told if len(told) >= FEWEST else single[:FEWEST]


class Weighing:
    """States whose odds are wanted, asked all together."""

    def __init__(self, runs: int) -> None:
        self.runs = runs
        self.states: list[State] = []
        self.places: dict[int, int] = {}
        self.known: list[Odds] = []

    def want(self, state: State) -> int:
        """The place at which its odds will be found."""
        place = self.places.setdefault(id(state), len(self.states))
        if place == len(self.states):
            self.states.append(state)
        return place

    def weigh(self, told: Progress) -> None:
        """Find them."""
        self.known = odds_of(self.states, self.runs, told=told)

    def __getitem__(self, place: int) -> Odds:
        return self.known[place]


class Choice(NamedTuple):
    """A seat's orders of a turn, and what they are compared with: places of their odds."""

    role: str
    given: int
    expected: int
    """With the orders of its doctrine."""
    best: int
    """With its best alternative."""
    orders: list[str]
    """The best alternative."""


class Roll(NamedTuple):
    """A ruling with dice: by row, the place of the odds that it would have led to."""

    found: Thrown
    rows: dict[str, int]
    natural: str
    """The row of the dice."""


def course(run: Run, told: Told = lambda done, of: None, runs: int = RUNS) -> Course:
    """The odds of a run as it went, and what moved them."""
    steps, other_rules = list(lived(run)), run.log.lines[0].data.get("rules") != RULES
    passed, compared = Weighing(runs), Weighing(min(COMPARED, runs))
    after = [passed.want(step.after) for step in steps]
    before = [
        after[at - 1] if at and step.first(Undone) is None else passed.want(step.before)
        for at, step in enumerate(steps)
    ]
    best = sifted(steps, min(SIFTED, runs))
    choices = {at: [chosen(compared, *entry) for entry in found] for at, found in best.items()}
    rolls = {} if other_rules else rolled(run, steps, compared)
    progress = Counted(told, len(passed.states) + len(compared.states))
    passed.weigh(progress)
    compared.weigh(progress)
    points = [
        point
        for at, step in enumerate(steps)
        for point in happened(
            step, (passed[before[at]], passed[after[at]]), choices.get(at, []), rolls.get(at, []), compared
        )
    ]
    moments = [Moment(step.line.seq, *step.place, passed[after[at]]) for at, step in enumerate(steps)]
    return Course(moments, points, runs, other_rules)


class Counted:
    """Tells how many states of all are done."""

    def __init__(self, told: Told, of: int) -> None:
        self.told, self.of, self.done = told, of, 0

    def __call__(self, number: int) -> None:
        self.done += number
        self.told(self.done, self.of)


Sifted = tuple[State, State, str, State]
"""The run as it was locked, with the orders of a seat's doctrine, the seat, and with its best alternative."""


def sifted(steps: Sequence[Lived], runs: int) -> dict[int, list[Sifted]]:
    """By lock, for each seat that had a choice, the alternative that is best for it."""
    tried, waiting = Weighing(runs), list[tuple[int, State, str, list[State]]]()
    for at, step in enumerate(steps):
        if step.first(Locked):
            given = as_locked(step.before, step.after)
            for role in step.before.exercise.roles:
                states = [instead(given, role, orders) for orders in alternatives(given, role)]
                if states:
                    waiting.append((at, given, role, states))
                for state in states:
                    tried.want(state)
    tried.weigh(lambda number: None)
    found: dict[int, list[Sifted]] = {}
    for at, given, role, states in waiting:
        best = max(states, key=lambda state: tried[tried.want(state)].points.get(role, 0.0))
        wanted = doctrine(given, role)
        bot = given if keys(wanted) == keys(given.game.orders[role]) else instead(given, role, wanted)
        found.setdefault(at, []).append((given, bot, role, best))
    return found


def chosen(compared: Weighing, given: State, expected: State, role: str, best: State) -> Choice:
    """What a seat chose and could have chosen."""
    orders = [entry["order"] for entry in best.game.orders[role]]
    return Choice(role, compared.want(given), compared.want(expected), compared.want(best), orders)


def rolled(run: Run, steps: Sequence[Lived], compared: Weighing) -> dict[int, list[Roll]]:
    """By step, its rulings with dice, and what each row would have led to."""
    at = {step.line.seq: number for number, step in enumerate(steps)}
    found: dict[int, list[Roll]] = {}
    for entry in thrown(run):
        if entry.line.seq in at and len(entry.event.odds) > 1:
            before = steps[at[entry.line.seq]].before
            rows = {
                row: compared.want(decided(entry, before, faces))
                for row, faces in throws(entry.call, entry.event.sum).items()
            }
            natural = entry.call.rows[entry.call.band(entry.event.total or 0)].row.id
            found.setdefault(at[entry.line.seq], []).append(Roll(entry, rows, natural))
    return found


def happened(
    step: Lived, passed: tuple[Odds, Odds], choices: list[Choice], rolls: list[Roll], compared: Weighing
) -> Iterator[Point]:
    """What happened in a line, one by one, and what is left of it."""
    left = passed[1].less(passed[0])
    for point in (*by_ruling(step, rolls, compared), *by_seat(step, choices, compared)):
        left = left.plus(point.worth, -1)
        yield point
    kind, by, role, subject = named(step)
    if left.moves:
        yield Point(step.line.seq, 0, *step.place, kind, by, role, subject, left, left.size)


def by_ruling(step: Lived, rolls: list[Roll], compared: Weighing) -> Iterator[Point]:
    """What the dice of a line were worth, and what control made of them."""
    for roll in rolls:
        event, came = roll.found.event, compared[roll.rows[roll.natural]]
        head = event.path.partition(">")[0].partition(".")[0]
        role = head if head in step.before.exercise.roles else ""
        place = (step.line.seq, roll.found.at, *step.place)
        others = [
            Instead(compared[at], row=row, chance=event.odds[row])
            for row, at in roll.rows.items()
            if row != roll.natural
        ]
        luck = came.less(mean((event.odds[row], compared[at]) for row, at in roll.rows.items()))
        yield Point(*place, "ruling", "dice", role, event.path, luck, luck.size, others)
        if event.row != roll.natural and event.row in roll.rows:
            over, dice = compared[roll.rows[event.row]].less(came), Instead(came, row=roll.natural)
            yield Point(*place, "override", "control", role, event.path, over, over.size, [dice])


def by_seat(step: Lived, choices: list[Choice], compared: Weighing) -> Iterator[Point]:
    """What each seat's orders were worth beside its best alternative."""
    locked = step.first(Locked)
    if locked is None:
        return
    for choice in choices:
        given, best = compared[choice.given], compared[choice.best]
        orders = ", ".join(entry["order"] for entry in locked.orders.get(choice.role, ()))
        by = "silence" if choice.role in locked.silent else "doctrine"
        if by == "doctrine" and step.before.played(choice.role):
            by = "team"
        yield Point(
            step.line.seq,
            step.line.events.index(locked),
            *step.place,
            "orders",
            by,
            choice.role,
            orders,
            given.less(best),
            given.less(compared[choice.expected]).size,
            [Instead(best, orders=choice.orders)],
        )


def named(step: Lived) -> tuple[str, str, str, str]:
    """Kind, by whom, role and subject of what a line as a whole did."""
    if step.first(Locked, Published, Finished):
        return "together", "exercise", "", ""
    person = "control" if step.before.played("control") else "exercise"
    for event in step.line.events:
        match event:
            case Undone():
                return "undo", "control", "", f"{event.line}"
            case Released() | Improvised() | Shelved():
                return "inject", person, "", event.inject
            case Answered():
                question = step.after.game.questions[event.question]
                by = {"person": "team", "silence": "silence"}.get(event.by, "doctrine")
                return "answer", by, question.to, event.question
            case Argued():
                return "together", player(step, event.role), event.role, event.effect
            case Weighed():
                return "together", "control", "", event.order
            case Stamped():
                return "mark", "control", event.role or "", event.statement
            case Proposed() | Signed() | Unsigned():
                role = event.by if isinstance(event, Proposed) else event.role
                agreement = step.after.game.proposals[event.proposal].agreement or ""
                return "agreement", player(step, role), role, agreement
            case Leaving():
                return "agreement", player(step, event.role), event.role, event.agreement
    return "together", "exercise", "", ""


def player(step: Lived, role: str) -> str:
    """Who acts for a role."""
    return "team" if step.before.played(role) else "doctrine"
