"""The paired rehearsals that an exercise names: both sides on the same dice, and what differs."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from engine.rehearsal.comparison import Difference, apart, difference, ended, in_groups, last, whole
from engine.rehearsal.ensemble import Outcome
from engine.rehearsal.policies import DOCTRINE, Play
from engine.rehearsal.question import Crew, Progress, Question, changed
from engine.rules.exercise import Exercise
from engine.rules.model import Side, Way

WAYS = {
    "doctrine": DOCTRINE,
    "chance": Play("chance"),
    "mixed": Play("mixed", share=50),
    "pass": Play("passing"),
}
SHARES = ("ending", "group", "objective", "red_line")
"""Kinds of figures that are shares of runs, 0 to 1; all others are means."""


class Shown(Struct, frozen=True):
    """One figure on both sides."""

    id: str
    first: float
    other: float
    difference: Difference

    @property
    def is_share(self) -> bool:
        """Whether it says of how many runs something is so."""
        kind, dot, _ = self.id.partition(".")
        return bool(dot) and kind in SHARES


class Paired(Struct, frozen=True):
    """A paired rehearsal and what came of it."""

    id: str
    format: str
    runs: int
    figures: list[Shown]
    changed: float
    """The share of runs that are not the same on both sides."""


def paired(
    exercise: Exercise,
    runs: int,
    seed: int = 0,
    names: Collection[str] = (),
    told: Progress = lambda number: None,
    crew: Crew | None = None,
) -> Iterator[Paired]:
    """What comes of the rehearsals of an exercise, or of those that are named."""
    for name, entry in exercise.file.rehearsals.items():
        if names and name not in names:
            continue
        format_id = entry.format or exercise.default_format
        question = Question(exercise, runs, seed, format_id, crew=crew)
        first = whole(asked(question, entry.first), told)
        other = whole(asked(question, entry.other), told)
        shown = [figure(name, first, other) for name in entry.figures]
        yield Paired(name, format_id, runs, shown, apart(first, other).changed)


def asked(question: Question, side: Side) -> Question:
    """One side as a question."""
    return question._replace(
        exercise=changed(question.exercise, side.set),
        plays=plays(question.exercise, side.play),
        without=tuple(side.without),
        forbidden=tuple(side.never),
    )


def plays(exercise: Exercise, ways: Mapping[str, Way]) -> dict[str, Play]:
    """How each seat is played; `all` stands for those that are not named."""
    return {
        role: way_of(exercise, role, ways.get(role, ways.get("all", "doctrine"))) for role in exercise.roles
    }


def way_of(exercise: Exercise, role: str, way: Way) -> Play:
    """How one seat is played."""
    if isinstance(way, str):
        return WAYS[way]
    keys = {order.key.replace(" ", ""): order.key for order in exercise.orders_of[role]}
    written = [key.replace(" ", "") for key in way]
    orders = tuple(keys[key] for key in written if key in keys)
    return Play("first", orders=orders) if orders else DOCTRINE


def figure(name: str, first: Outcome, other: Outcome) -> Shown:
    """One figure of both sides."""
    one, two = values(name, first), values(name, other)
    return Shown(name, float(one.mean()), float(two.mean()), difference(name, two, one))


def values(name: str, outcome: Outcome) -> NDArray[Any]:
    """A figure run by run."""
    kind, dot, of = name.partition(".")
    if not dot:
        if name == outcome.exercise.file.common_score:
            assert outcome.common is not None
            return outcome.common
        return last(outcome)[name]
    if kind == "ending":
        return ended(outcome, (of,))
    if kind == "group":
        return ended(outcome, in_groups(outcome).get(of, []))
    if kind == "objective":
        return outcome.met[of].astype(np.int8)
    if kind == "red_line":
        return outcome.crossed[of].astype(np.int8)
    return outcome.scores[of]
