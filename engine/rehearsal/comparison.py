"""Paired questions: two ensembles on the same dice, and what the change between them was worth."""

from collections.abc import Collection, Mapping
from math import sqrt
from typing import Any

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
    objectives: list[Difference]
    """Of the share of runs that met each objective of both, 0 to 1."""
    red_lines: list[Difference]
    """Of the share of runs that crossed each red line of both, 0 to 1."""
    tracks: list[Difference]
    """Of each track of both as its runs ended."""
    alike: float
    """The share of runs with the same ending, the same scores and the same number of turns."""


class Apart(Struct, frozen=True):
    """What one change does, run by run on the same dice."""

    endings: list[Difference]
    groups: list[Difference]
    """Of the share of each group of endings, 0 to 1."""
    scores: list[Difference]
    changed: float
    """The share of runs that are not the same."""


def compare(first: Question, other: Question, told: Progress = lambda number: None) -> Comparison:
    """Ask both on the same seeds."""
    one, two = whole(first, told), whole(other, told)
    return compared(
        one,
        two,
        figures(one, first.seed, first.start.game if first.start else None),
        figures(two, other.seed, other.start.game if other.start else None),
    )


def compared(one: Outcome, two: Outcome, first: Figures, other: Figures) -> Comparison:
    """Two ensembles on the same dice, with what each says."""
    found = apart(one, two)
    return Comparison(
        first,
        other,
        found.endings,
        found.scores,
        of_both(one.met, two.met),
        of_both(one.crossed, two.crossed),
        of_both(last(one), last(two)),
        1 - found.changed,
    )


def whole(question: Question, told: Progress = lambda number: None) -> Outcome:
    """The outcome of all runs of a question."""
    return joined(list(outcomes(question, told)))


def apart(one: Outcome, two: Outcome) -> Apart:
    """What two ensembles on the same seeds differ in."""
    roles = [role for role in one.scores if role in two.scores]
    same = (one.turns == two.turns) & (spelled(one) == spelled(two))
    for role in roles:
        same &= one.scores[role] == two.scores[role]
    names = dict.fromkeys((*possible(one), *possible(two)))
    groups = dict.fromkeys((*in_groups(one), *in_groups(two)))
    return Apart(
        [difference(name, ended(two, (name,)), ended(one, (name,))) for name in names],
        [
            difference(
                name, ended(two, in_groups(two).get(name, [])), ended(one, in_groups(one).get(name, []))
            )
            for name in groups
        ],
        [difference(role, two.scores[role], one.scores[role]) for role in roles],
        1 - float(same.mean()),
    )


def of_both(one: Mapping[str, NDArray[Any]], two: Mapping[str, NDArray[Any]]) -> list[Difference]:
    """The differences in what both have."""
    return [difference(name, two[name], one[name]) for name in one if name in two]


def last(outcome: Outcome) -> dict[str, NDArray[np.integer]]:
    """Each track as every run ended."""
    turns, every = np.clip(outcome.turns - outcome.first_turn, 0, None), np.arange(outcome.size)
    return {
        name: np.stack([tracks[name] for tracks in outcome.tracks])[turns, every]
        for name in (outcome.starts if outcome.tracks else ())
    }


def in_groups(outcome: Outcome) -> dict[str, list[str]]:
    """The endings of each group."""
    found: dict[str, list[str]] = {}
    for rule in outcome.exercise.endings:
        if rule.ending.group:
            found.setdefault(rule.ending.group, []).append(rule.ending.id)
    return found


def endings(outcome: Outcome) -> list[str]:
    return [rule.ending.id for rule in outcome.exercise.endings]


def possible(outcome: Outcome) -> list[str]:
    """The endings of this length of play."""
    return [rule.ending.id for rule in outcome.exercise.endings if rule.comes_in(outcome.format)]


def ended(outcome: Outcome, names: Collection[str]) -> NDArray[np.int8]:
    """Which runs came to one of these endings."""
    codes = [code for code, name in enumerate(endings(outcome)) if name in names]
    return np.isin(outcome.endings, codes).astype(np.int8)


def spelled(outcome: Outcome) -> NDArray[np.str_]:
    """The endings by name, which two versions of an exercise have in common."""
    return np.array([*endings(outcome), ""])[outcome.endings]


def difference(name: str, two: NDArray[Any], one: NDArray[Any]) -> Difference:
    """The mean difference, run by run."""
    more = two.astype(np.int32) - one
    mean, half = float(more.mean()), DEVIATIONS * float(more.std()) / sqrt(len(more))
    return Difference(name, mean, mean - half, mean + half)
