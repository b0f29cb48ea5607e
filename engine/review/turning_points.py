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

from collections.abc import Iterator, Sequence

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
from engine.record.run import Run
from engine.rehearsal.odds import Odds, Worth
from engine.review.lived import Lived, lived
from engine.review.weighed import Choice, Counted, Counterfactuals, Throw, Told, Weighing, compared

RUNS = 1_000
"""Runs by which the odds after a line are found: a share lies within three points of the truth (95 %)."""
FEWEST, MOST = 3, 7
"""Turning points that are told, if there are so many."""
LEAST = 0.03
"""The share of runs that something must turn to be told beyond the first ones."""


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


def course(run: Run, told: Told = lambda done, of: None, runs: int = RUNS) -> Course:
    """The odds of a run as it went, and what moved them."""
    steps, other_rules = list(lived(run)), run.log.lines[0].data.get("rules") != RULES
    passed, progress = Weighing(runs), Counted(told)
    before = [
        steps[at - 1].after if at and step.first(Undone) is None else step.before
        for at, step in enumerate(steps)
    ]
    passed.want(*(step.after for step in steps), *before)
    found = compared(run, steps, passed, not other_rules, progress)
    points = [
        point
        for at, step in enumerate(steps)
        for point in happened(step, passed[step.after].less(passed[before[at]]), found)
    ]
    progress.finish()
    moments = [Moment(step.line.seq, *step.place, passed[step.after]) for step in steps]
    return Course(moments, points, runs, other_rules)


def happened(step: Lived, left: Worth, found: Counterfactuals) -> Iterator[Point]:
    """What happened in a line, one by one, and what is left of all that it did."""
    throws, choices = found.throws.get(step.line.seq, []), found.choices.get(step.line.seq, [])
    for point in (*by_ruling(step, throws), *by_seat(step, choices)):
        left = left.plus(point.worth, -1)
        yield point
    kind, by, role, subject = named(step)
    if left.moves:
        yield Point(step.line.seq, 0, *step.place, kind, by, role, subject, left, left.size)


def by_ruling(step: Lived, throws: Sequence[Throw]) -> Iterator[Point]:
    """What the dice of a line were worth, and what control made of them."""
    for throw in throws:
        event, luck, moved = throw.found.event, throw.luck, throw.moved
        head = event.path.partition(">")[0].partition(".")[0]
        role = head if head in step.before.exercise.roles else ""
        place = (step.line.seq, throw.found.at, *step.place)
        others = [
            Instead(odds, row=row, chance=event.odds[row])
            for row, odds in throw.rows.items()
            if row != throw.natural
        ]
        yield Point(*place, "ruling", "dice", role, event.path, luck, luck.size, others)
        if moved:
            dice = Instead(throw.rows[throw.natural], row=throw.natural)
            yield Point(*place, "override", "control", role, event.path, moved, moved.size, [dice])


def by_seat(step: Lived, choices: Sequence[Choice]) -> Iterator[Point]:
    """What each seat's orders were worth beside its best alternative."""
    locked = step.first(Locked)
    if locked is None:
        return
    for choice in choices:
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
            choice.given.less(choice.best),
            choice.given.less(choice.expected).size,
            [Instead(choice.best, orders=choice.orders)],
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
