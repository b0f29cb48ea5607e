"""Paired questions: two ensembles on the same dice, and what the change between them was worth."""

from math import sqrt

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from engine.rehearsal.ensemble import Outcome
from engine.rehearsal.figures import DEVIATIONS, Figures, figures, joined
from engine.rehearsal.question import Progress, Question, outcomes


class Difference(Struct, frozen=True):
    """The other ensemble less the first, run by run on the same dice, with its interval (95 %)."""

    id: str
    mean: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether the interval leaves nothing out but a difference."""
        return self.low > 0 or self.high < 0


class Comparison(Struct, frozen=True):
    """Two ensembles on the same dice."""

    first: Figures
    other: Figures
    endings: list[Difference]
    """Of the share of each ending of either, 0 to 1."""
    scores: list[Difference]
    """By role, in points."""
    alike: float
    """The share of runs with the same ending, the same scores and the same number of turns."""


def compare(first: Question, other: Question, told: Progress = lambda number: None) -> Comparison:
    """Ask both on the same seeds."""
    one, two = joined(list(outcomes(first, told))), joined(list(outcomes(other, told)))
    names = dict.fromkeys((*endings(one), *endings(two)))
    roles = [role for role in one.scores if role in two.scores]
    same = (one.turns == two.turns) & (spelled(one) == spelled(two))
    for role in roles:
        same &= one.scores[role] == two.scores[role]
    return Comparison(
        figures(one, first.seed, first.start.game if first.start else None),
        figures(two, other.seed, other.start.game if other.start else None),
        [difference(name, ended(two, name), ended(one, name)) for name in names],
        [difference(role, two.scores[role], one.scores[role]) for role in roles],
        float(same.mean()),
    )


def endings(outcome: Outcome) -> list[str]:
    return [rule.ending.id for rule in outcome.exercise.endings]


def ended(outcome: Outcome, name: str) -> NDArray[np.int8]:
    """Which runs came to an ending."""
    known = endings(outcome)
    code = known.index(name) if name in known else -2
    found: NDArray[np.int8] = (outcome.endings == code).astype(np.int8)
    return found


def spelled(outcome: Outcome) -> NDArray[np.str_]:
    """The endings by name, which two versions of an exercise have in common."""
    return np.array([*endings(outcome), ""])[outcome.endings]


def difference(name: str, two: NDArray[np.integer], one: NDArray[np.integer]) -> Difference:
    """The mean difference, run by run."""
    apart = two.astype(np.int32) - one
    mean, half = float(apart.mean()), DEVIATIONS * float(apart.std()) / sqrt(len(apart))
    return Difference(name, mean, mean - half, mean + half)
