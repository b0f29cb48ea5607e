"""What an ensemble says: shares with their intervals, scores, courses of tracks, and what never came."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from engine.play.scores import objectives
from engine.play.state import Game
from engine.rehearsal.ensemble import Outcome
from engine.rules.exercise import Exercise

DEVIATIONS = 1.96
"""Standard deviations on each side that hold 95 of 100."""
SPREAD = (10, 50, 90)
"""The percentiles that a course shows."""


class Share(Struct, frozen=True):
    """How many runs of how many, with the interval (95 %) in which the true share lies."""

    number: int
    of: int
    low: float
    """0 to 1, by Wilson's score interval (Wilson, 1927), which holds near 0 and 1, too."""
    high: float

    @property
    def part(self) -> float:
        """0 to 1; 0 where there are no runs."""
        return self.number / self.of if self.of else 0.0


class Mean(Struct, frozen=True):
    """A mean over runs, with its interval (95 %) and how far single runs lie from it."""

    mean: float
    low: float
    high: float
    deviation: float
    tenth: float
    """Below it lie ten of a hundred runs; as many lie above `ninetieth`."""
    ninetieth: float


class Ending(Struct, frozen=True):
    """How often an ending came."""

    id: str
    share: Share


class Goal(Struct, frozen=True):
    """How often an objective was met or a red line crossed."""

    id: str
    role: str
    share: Share
    at_start: bool
    """Whether that was so before the first order."""


class Course(Struct, frozen=True):
    """A track over the turns: the percentiles of `SPREAD` at the end of each, of the runs that got so far."""

    track: str
    start: int
    turns: list[tuple[float, float, float]]
    peak: int
    """The turn in which most runs had their highest value for the first time; 0 where none rose."""


class Seat(Struct, frozen=True):
    """How a seat fared."""

    role: str
    score: Mean | None
    """None where this seating does not score it."""
    unspent: Mean
    """Capital left at the end."""
    lost: float
    """Capital that did not fit the bank, by run."""
    idle: float
    """Turns without an order, by run."""


class Came(Struct, frozen=True):
    """How often something came, by run. `kind` is row, order, inject or agreement."""

    kind: str
    id: str
    number: float


class Figures(Struct, frozen=True):
    """What came of many runs of one exercise."""

    exercise: str
    format: str
    preset: str
    runs: int
    seed: int
    turns: Mean
    endings: list[Ending]
    objectives: list[Goal]
    red_lines: list[Goal]
    seats: list[Seat]
    common: Mean | None
    """The common score, where the exercise has one."""
    courses: list[Course]
    came: list[Came]


def share(number: int, of: int) -> Share:
    """A share with its interval (Wilson, 1927)."""
    if not of:
        return Share(0, 0, 0.0, 1.0)
    part, square = number / of, DEVIATIONS**2
    middle = (part + square / (2 * of)) / (1 + square / of)
    half = DEVIATIONS / (1 + square / of) * sqrt(part * (1 - part) / of + square / (4 * of**2))
    # At the ends the interval begins or ends there exactly, whatever rounding makes of it.
    return Share(number, of, middle - half if number else 0.0, middle + half if number < of else 1.0)


def mean(values: NDArray[np.integer] | NDArray[np.floating]) -> Mean:
    """A mean with its interval."""
    middle, deviation = float(values.mean()), float(values.std())
    half = DEVIATIONS * deviation / sqrt(len(values))
    tenth, ninetieth = np.percentile(values, (SPREAD[0], SPREAD[-1])).tolist()
    return Mean(middle, middle - half, middle + half, deviation, tenth, ninetieth)


def figures(outcome: Outcome, seed: int, start: Game | None = None) -> Figures:
    """What an outcome says; `start` is the game that all its runs went on from, if it is not the start."""
    exercise, size = outcome.exercise, outcome.size
    begun = Game(exercise)
    begun.format = outcome.format
    before = objectives(exercise, start or begun)
    return Figures(
        exercise=exercise.id,
        format=outcome.format,
        preset=outcome.preset,
        runs=size,
        seed=seed,
        turns=mean(outcome.turns),
        endings=[
            Ending(rule.ending.id, share(int((outcome.endings == code).sum()), size))
            for code, rule in enumerate(exercise.endings)
            if rule.comes_in(outcome.format)
        ],
        objectives=[
            Goal(goal.id, goal.role, share(int(outcome.met[goal.id].sum()), size), before[goal.id])
            for goal in exercise.objectives_in(outcome.format)
        ],
        red_lines=[
            Goal(line.id, line.role, share(int(outcome.crossed[line.id].sum()), size), at_start=False)
            for line in exercise.red_lines
        ],
        seats=[seat(outcome, role) for role in exercise.roles],
        common=None if outcome.common is None else mean(outcome.common),
        courses=list(courses(outcome)),
        came=list(came(exercise, outcome.counts, size)),
    )


def seat(outcome: Outcome, role: str) -> Seat:
    return Seat(
        role,
        mean(outcome.scores[role]) if role in outcome.scores else None,
        mean(outcome.unspent[role]),
        outcome.counts[f"lost {role}"] / outcome.size,
        outcome.counts[f"idle {role}"] / outcome.size,
    )


def courses(outcome: Outcome) -> Iterable[Course]:
    """Every track over the turns."""
    first = outcome.first_turn
    for name, start in outcome.starts.items():
        turns, highest = list[tuple[float, float, float]](), np.full(outcome.size, start, np.int32)
        peak = np.zeros(outcome.size, np.int16)
        for number, tracks in enumerate(outcome.tracks):
            going = outcome.turns >= first + number
            values = tracks[name][going]
            low, middle, high = np.percentile(values, SPREAD).tolist()
            turns.append((low, middle, high))
            higher = going & (tracks[name] > highest)
            highest = np.where(higher, tracks[name], highest)
            peak = np.where(higher, np.int16(first + number), peak)
        risen = peak[peak > 0]
        yield Course(name, start, turns, int(np.bincount(risen).argmax()) if len(risen) else 0)


def came(exercise: Exercise, counts: Mapping[str, int], size: int) -> Iterable[Came]:
    """How often everything came that can come, also what never did."""
    file = exercise.file
    known = {
        "row": [f"{table}.{row.id}" for table, entry in file.tables.items() for row in entry.rows],
        "order": list(exercise.orders),
        "inject": list(file.injects),
        "agreement": list(file.agreements),
    }
    for kind, names in known.items():
        for name in names:
            yield Came(kind, name, counts.get(f"{kind} {name}", 0) / size)


def joined(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcomes of parts as that of the whole, in the order of the parts."""
    if len(outcomes) == 1:
        return outcomes[0]
    whole = outcomes[0]
    longest = max(len(part.tracks) for part in outcomes)
    for part in outcomes:
        part.tracks += [part.tracks[-1]] * (longest - len(part.tracks))
    whole.tracks = [
        {name: np.concatenate([part.tracks[turn][name] for part in outcomes]) for name in whole.starts}
        for turn in range(longest)
    ]
    whole.counts = sum((part.counts for part in outcomes), Counter())
    for columns in ("met", "crossed", "scores", "unspent"):
        parts = [getattr(part, columns) for part in outcomes]
        setattr(whole, columns, {name: np.concatenate([part[name] for part in parts]) for name in parts[0]})
    whole.endings = np.concatenate([part.endings for part in outcomes])
    whole.turns = np.concatenate([part.turns for part in outcomes])
    whole.size = len(whole.turns)
    if whole.common is not None:
        whole.common = np.concatenate([part.common for part in outcomes if part.common is not None])
    return whole
