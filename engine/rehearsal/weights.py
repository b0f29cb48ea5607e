"""The weight of seats: how much of what comes of an exercise hangs on how each seat is played, and on dice.

In every run a coin for each seat says whether it plays as asked or by chance; so seats and dice vary without
regard to each other, and the variance of an outcome can be shared out among them (Sobol, 1993). Shares are
estimated from two ensembles and one more for each seat and the dice, in which that alone is drawn anew:
`alone` as Saltelli and others (2010) do it, `total` as Jansen (1999).
"""

from collections.abc import Iterator
from math import atanh, sqrt, tanh

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from engine.play.scores import objectives
from engine.play.state import Game
from engine.rehearsal.columns import Rulebook
from engine.rehearsal.ensemble import Outcome, roles
from engine.rehearsal.figures import DEVIATIONS
from engine.rehearsal.policies import DOCTRINE, Play
from engine.rehearsal.question import Progress, Question, outcomes

DICE = "dice"
"""The name of the dice beside those of seats."""
ANEW = 2**61
"""Added to the seeds of what is drawn anew; far from any other seed, and within 64 bits with `LOOK_AHEAD`."""
BACK = 2**64 - ANEW
"""What takes it away again."""
LEAST = 4
"""Runs from which on a correlation has an interval."""
Values = NDArray[np.float64]
"""A row for each outcome, a column for each run."""
Name = tuple[str, str]
"""The kind of an outcome, and its id."""


class Estimate(Struct, frozen=True):
    """A share of a variance, 0 to 1, with its interval (95 %)."""

    share: float
    low: float
    high: float


class Portion(Struct, frozen=True):
    """What hangs on one seat, or on the dice."""

    source: str
    """A role, or `dice`."""
    total: Estimate
    """What varies with it, also with others: 0 where it moves nothing. They may sum to more than 1."""
    alone: Estimate
    """What it explains by itself, whatever others do. These sum to 1 at most."""


class Weight(Struct, frozen=True):
    """An outcome that is not the same in all runs, and what it hangs on."""

    kind: str
    """`group` or `ending` (whether a run comes to it), `score` of a role, `common`."""
    id: str
    mean: float
    portions: list[Portion]

    def portion(self, source: str) -> Portion:
        return next(portion for portion in self.portions if portion.source == source)


class Pair(Struct, frozen=True):
    """How the scores of two seats go together, as the seats are asked to play."""

    one: str
    other: str
    """A role, or the common score by its id."""
    correlation: float
    """-1 to 1, with its interval (95 %, Fisher)."""
    low: float
    high: float


class Weights(Struct, frozen=True):
    """What hangs on whom."""

    runs: int
    outcomes: list[Weight]
    pairs: list[Pair]
    at_start: dict[str, list[str]]
    """By role, its objectives that are met before anybody has ordered anything."""


def ensembles(question: Question) -> int:
    """How many ensembles `weights` plays."""
    return len(played(question)) + 4


def weights(question: Question, told: Progress = lambda number: None) -> Weights:
    """Play the ensembles and share the variance of each outcome out."""
    seats = played(question)
    names = list(named(question))
    first, second = values(drawn(question, seats), told), values(anew(drawn(question, seats)), told)
    middle = (first.mean(axis=1, keepdims=True) + second.mean(axis=1, keepdims=True)) / 2
    spread = ((first - middle) ** 2 + (second - middle) ** 2) / 2
    portions: list[list[Portion]] = [[] for _ in names]
    for source in (*seats, DICE):
        other = values(redrawn(question, seats, source), told)
        total, alone = (first - other) ** 2 / 2, (second - middle) * (other - first)
        for place, found in enumerate(portions):
            if spread[place].any():
                whole = spread[place]
                found.append(Portion(source, part(total[place], whole), part(alone[place], whole)))
    return Weights(
        question.runs,
        [
            Weight(*name, float(middle[place, 0]), found)
            for place, (name, found) in enumerate(zip(names, portions, strict=True))
            if found
        ],
        list(pairs(names, values(question, told))),
        at_start(question),
    )


def played(question: Question) -> tuple[str, ...]:
    """The seats whose play varies: those that bots play."""
    return Rulebook(question.exercise, question.format, question.preset).bots


def drawn(question: Question, seats: tuple[str, ...]) -> Question:
    """The question with each of these seats playing as asked or by chance."""
    ways = {role: question.plays.get(role, DOCTRINE) for role in seats}
    return question._replace(
        plays={**question.plays, **{role: Play("drawn", way=way) for role, way in ways.items()}}
    )


def anew(question: Question) -> Question:
    """The question on other seeds."""
    return question._replace(seed=question.seed + ANEW)


def redrawn(question: Question, seats: tuple[str, ...], source: str) -> Question:
    """The first ensemble with one thing as in the second: how one seat plays, or the dice."""
    asked = drawn(question, seats)
    moved = dict.fromkeys(seats, BACK) if source == DICE else {source: ANEW}
    plays = {role: apart(way, moved.get(role, 0)) for role, way in asked.plays.items()}
    asked = asked._replace(plays=plays)
    return anew(asked) if source == DICE else asked


def apart(play: Play, offset: int) -> Play:
    """A way to play with luck of its own."""
    way = play.way._replace(apart=offset) if play.way else None
    return play._replace(apart=offset, way=way)


def scored(question: Question) -> list[str]:
    """The roles that are scored."""
    return roles(Rulebook(question.exercise, question.format, question.preset))


def named(question: Question) -> Iterator[Name]:
    """What is weighed: the groups of endings, each ending, the scores."""
    exercise = question.exercise
    groups = dict.fromkeys(rule.ending.group for rule in exercise.endings if rule.ending.group)
    yield from (("group", group) for group in groups)
    yield from (("ending", rule.ending.id) for rule in exercise.endings)
    yield from (("score", role) for role in scored(question))
    if exercise.file.common_score:
        yield "common", exercise.file.common_score


def values(question: Question, told: Progress) -> Values:
    """What came of every run, in the order of `named`."""
    return np.concatenate([np.stack(list(rows(outcome))) for outcome in outcomes(question, told)], axis=1)


def rows(outcome: Outcome) -> Iterator[NDArray[np.float64]]:
    """What came of some runs."""
    endings = outcome.exercise.endings
    for group in dict.fromkeys(rule.ending.group for rule in endings if rule.ending.group):
        codes = [code for code, rule in enumerate(endings) if rule.ending.group == group]
        yield np.isin(outcome.endings, codes).astype(float)
    for code in range(len(endings)):
        yield (outcome.endings == code).astype(float)
    for score in outcome.scores.values():
        yield score.astype(float)
    if outcome.common is not None:
        yield outcome.common.astype(float)


def part(shared: NDArray[np.float64], whole: NDArray[np.float64]) -> Estimate:
    """The ratio of two means over the same runs, with its interval by the delta method."""
    ratio = float(shared.mean() / whole.mean())
    half = DEVIATIONS * float((shared - ratio * whole).std() / whole.mean()) / sqrt(len(whole))
    return Estimate(*(min(1.0, max(0.0, value)) for value in (ratio, ratio - half, ratio + half)))


def pairs(names: list[Name], found: Values) -> Iterator[Pair]:
    """The correlations of the scores, each pair once."""
    scores = [
        (name, row) for (kind, name), row in zip(names, found, strict=True) if kind in ("score", "common")
    ]
    scores = [(name, row) for name, row in scores if row.std() and len(row) >= LEAST]
    for place, (one, row) in enumerate(scores):
        for other, beside in scores[place + 1 :]:
            value = float(np.corrcoef(row, beside)[0, 1])
            if abs(value) > 1 - 1e-9:
                yield Pair(one, other, round(value), round(value), round(value))
                continue
            half = DEVIATIONS / sqrt(len(row) - LEAST + 1)
            yield Pair(one, other, value, tanh(atanh(value) - half), tanh(atanh(value) + half))


def at_start(question: Question) -> dict[str, list[str]]:
    """By role, the objectives that are met where the runs begin."""
    game = question.start.game if question.start else Game(question.exercise)
    if not question.start:
        game.format = question.format or question.exercise.default_format
    met = objectives(question.exercise, game)
    return {
        role: [goal.id for goal in question.exercise.objectives if goal.role == role and met.get(goal.id)]
        for role in scored(question)
    }
