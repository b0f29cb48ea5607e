"""The odds of what may come of states: of each ending, and the points that each role may expect."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from engine.play.state import State
from engine.rehearsal.crowd import Crowd, Ends, Progress
from engine.rehearsal.ensemble import Ensemble
from engine.rehearsal.policies import Play
from engine.rehearsal.question import LOOK_AHEAD
from engine.rules.exercise import Exercise


class Odds(Struct, frozen=True):
    """What may come of a state."""

    endings: dict[str, float]
    """By ending, 0 to 1, in the order of the exercise; together 1."""
    points: dict[str, float]
    """By role that is scored, its mean score."""

    def less(self, other: "Odds") -> "Worth":
        """What this is worth beside another."""
        return Worth(
            {name: share - other.endings[name] for name, share in self.endings.items()},
            {role: score - other.points[role] for role, score in self.points.items()},
        )


class Worth(Struct, frozen=True):
    """How far something moves odds: a difference of two."""

    endings: dict[str, float]
    """By ending, -1 to 1; together 0."""
    points: dict[str, float]
    """By role."""

    @property
    def size(self) -> float:
        """The share of runs that end otherwise for it, 0 to 1."""
        return sum(map(abs, self.endings.values())) / 2

    @property
    def moves(self) -> bool:
        """Whether it moves anything."""
        return any(self.endings.values()) or any(self.points.values())

    @property
    def most(self) -> str:
        """The ending that it moves most."""
        return max(self.endings, key=lambda name: abs(self.endings[name]), default="")

    def plus(self, other: "Worth", sign: int = 1) -> "Worth":
        """Both together; with sign -1, this without the other."""
        return Worth(
            {name: part + sign * other.endings[name] for name, part in self.endings.items()},
            {role: part + sign * other.points[role] for role, part in self.points.items()},
        )


def mean(weighed: Iterable[tuple[float, Odds]]) -> Odds:
    """Odds of which each has a chance; the chances sum to 1."""
    endings: dict[str, float] = {}
    points: dict[str, float] = {}
    for chance, odds in weighed:
        for name, share in odds.endings.items():
            endings[name] = endings.get(name, 0.0) + chance * share
        for role, score in odds.points.items():
            points[role] = points.get(role, 0.0) + chance * score
    return Odds(endings, points)


def odds_of(
    states: Sequence[State],
    runs: int | Sequence[int],
    plays: Mapping[str, Play] | None = None,
    told: Progress = lambda number: None,
) -> list[Odds]:
    """The odds of states of one run or its forks, by as many runs of each on the same dice; or as many as is
    said of each.

    A state after ENDEX has its own ending and scores; of one before the first line it is the exercise that
    is played.
    """
    going = [index for index, state in enumerate(states) if not state.game.finished]
    found = {index: settled(state) for index, state in enumerate(states) if state.game.finished}
    if going:
        begun = next((state for state in states if state.game.phase), states[0])
        ensemble = Ensemble(begun.exercise, begun.game.format, begun.game.preset, plays)
        numbers = [runs if isinstance(runs, int) else runs[index] for index in going]
        crowd = Crowd(ensemble, [states[index] for index in going], numbers, LOOK_AHEAD)
        ends = crowd.play(told)
        for at, index in enumerate(going):
            found[index] = read(ends, begun.exercise, slice(crowd.begins[at], crowd.begins[at + 1]))
    return [found[index] for index in range(len(states))]


def work(states: Sequence[State]) -> int:
    """How many turns are to be played, one for each state in each turn, as `odds_of` tells them."""
    return sum(max(1, state.game.turns - state.game.turn + 1) for state in states if not state.game.finished)


def settled(state: State) -> Odds:
    """Of a run that has ended nothing is left open."""
    finished = state.game.finished
    assert finished is not None
    endings = {name: float(name == finished.ending) for name in names(state.exercise)}
    return Odds(endings, {role: float(score) for role, score in finished.scores.items()})


def read(ends: Ends, exercise: Exercise, runs: slice) -> Odds:
    """The odds that some of many runs show."""
    codes, size = ends.endings[runs], runs.stop - runs.start
    numbers = np.bincount(codes[codes >= 0], minlength=len(exercise.endings))
    endings = {name: int(numbers[code]) / size for code, name in enumerate(names(exercise))}
    return Odds(endings, {role: float(scores[runs].mean()) for role, scores in ends.scores.items()})


def names(exercise: Exercise) -> list[str]:
    return [rule.ending.id for rule in exercise.endings]
