"""What changes anything: limits that bind, and moves that are always or never made.

Each is the same question with one thing changed, on the same dice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from engine.rehearsal.comparison import Difference, apart, whole
from engine.rehearsal.policies import Play
from engine.rehearsal.question import Question, changed
from engine.rules.model import NUMBERS_OF_CAPITAL, Capital
from engine.rules.problems import ExerciseError

Told = Callable[[str], None]
"""Is told of each change that is tried."""


class Limit(Struct, frozen=True):
    """What another value of a limit does."""

    name: str
    """As `--set` takes it."""
    value: int
    other: int
    changed: float
    """The share of runs that are not the same."""
    most: Difference | None
    """The seat whose score it moves most; None where it moves none."""

    @property
    def binds(self) -> bool:
        return self.changed > 0


class Forced(Struct, frozen=True):
    """What a move does that is made whenever it can be, and that is never made."""

    move: str
    role: str
    always: Difference
    """Of the seat's own score."""
    never: Difference
    endings: float
    """The share of runs that come to another ending when it is always made."""
    cost: int
    """What it costs each time; at the start, where that changes."""


class Dominated(Struct, frozen=True):
    """A move that another one of the same seat beats: always made, it is worth more and costs no more."""

    move: str
    by: str
    role: str


def dominated(found: Sequence[Forced]) -> Iterator[Dominated]:
    """The moves that are beaten, each with the best of those that beat it.

    A move that its seat misses where it is forbidden is good for something, and is not told.
    """
    for entry in found:
        better = [
            other
            for other in found
            if other.role == entry.role
            and other.cost <= entry.cost
            and other.always.low > entry.always.high
            and not entry.never.high < 0
        ]
        if better:
            best = max(better, key=lambda other: other.always.mean)
            yield Dominated(entry.move, best.move, entry.role)


def limits(question: Question, told: Told) -> Iterator[Limit]:
    """Every limit, one tighter and one looser, where the exercise still makes sense so."""
    asked = whole(question)
    for name, value in numbers(question.exercise.data).items():
        for other in (value - 1, value + 1):
            if other < 0:
                continue
            told(name)
            try:
                exercise = changed(question.exercise, {name: other})
            except ExerciseError:
                continue
            found = apart(asked, whole(question._replace(exercise=exercise)))
            sure = [entry for entry in found.scores if entry.sure]
            most = max(sure, key=lambda entry: abs(entry.mean), default=None)
            yield Limit(name, value, other, found.changed, most)


def numbers(data: Mapping[str, Any]) -> dict[str, int]:
    """The limits of an exercise that are plain numbers, by the names that `--set` takes."""
    capital, usual = data.get("capital", {}), Capital()
    found = {name: capital.get(name, getattr(usual, name)) for name in NUMBERS_OF_CAPITAL}
    found |= {f"income.{role}": entry.get("income", 0) for role, entry in data["roles"].items()}
    found |= {f"cost.{move}": entry.get("cost", 0) for move, entry in data["moves"].items()}
    return {name: value for name, value in found.items() if isinstance(value, int)}


def forced(question: Question, told: Told) -> Iterator[Forced]:
    """Every move of every seat with a score, always and never."""
    exercise, asked = question.exercise, whole(question)
    for name, move in exercise.file.moves.items():
        told(name)
        own_orders = [order for order in exercise.orders_of[move.by] if order.move_id == name]
        orders = tuple(order.key for order in own_orders)
        price = max((order.costs(exercise.vocabulary.start) for order in own_orders), default=0)
        way = {**question.plays, move.by: Play("first", orders=orders)}
        always = apart(asked, whole(question._replace(plays=way)))
        never = apart(asked, whole(question._replace(forbidden=(*question.forbidden, name))))
        own = [
            next((entry for entry in found.scores if entry.id == move.by), None) for found in (always, never)
        ]
        if own[0] is not None and own[1] is not None:
            other = sum(abs(entry.mean) for entry in always.endings) / 2
            yield Forced(name, move.by, own[0], own[1], other, price)
