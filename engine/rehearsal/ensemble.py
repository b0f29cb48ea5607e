"""An ensemble: many runs played to their end, and what came of each."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.play.scores import scored
from engine.play.state import Game, State
from engine.rehearsal import phases
from engine.rehearsal.columns import Noted, Rulebook, Runs, Watcher
from engine.rehearsal.masks import Array, Mask, both, chosen, fitting, some
from engine.rehearsal.policies import DOCTRINE, Play
from engine.rehearsal.start import spread
from engine.rehearsal.trees import LONG_AGO
from engine.rules.exercise import Exercise, Goal
from engine.rules.vocabulary import NEVER

MOST_TURNS = 1000
"""After so many turns nothing will end a run any more."""


class Outcome:
    """What came of many runs, a place for each in every array."""

    def __init__(self, runs: Runs, *, whole: bool) -> None:
        exercise, size = runs.exercise, runs.size
        self.exercise, self.size = exercise, size
        self.endings: Array = np.full(size, -1, np.int8)
        """The place of the ending in the exercise's list."""
        self.turns: Array = np.zeros(size, np.int16)
        self.met: dict[str, NDArray[np.bool_]] = {
            goal.id: np.zeros(size, bool) for goal in exercise.objectives_in(runs.book.format)
        }
        self.crossed: dict[str, NDArray[np.bool_]] = {
            line.id: np.zeros(size, bool) for line in exercise.red_lines
        }
        self.scores: dict[str, Array] = {role: np.zeros(size, np.int16) for role in roles(runs.book)}
        self.common: NDArray[np.int32] | None = None
        self.unspent: dict[str, Array] = {role: np.zeros(size, np.int16) for role in exercise.roles}
        """Capital left at the end, by role."""
        self.format, self.preset, self.first_turn = runs.book.format, runs.book.preset, runs.turn + 1
        self.starts: dict[str, int] = {}
        """Tracks as they stood in the first run before anything was played."""
        self.tracks: list[dict[str, Array]] = []
        """By turn from `first_turn`, the tracks of all runs; they mean nothing after a run's last turn."""
        self.counts: Counter[str] = Counter()
        """How often each row, order, inject and agreement came, all runs together."""
        self.final: NDArray[np.int16] | None = (
            np.zeros((len(exercise.slots), size), np.int16) if whole else None
        )
        """The whole state as each run ended."""

    def begin(self, runs: Runs) -> None:
        """Note how tracks stand before anything is played."""
        kinds, slots = self.exercise.vocabulary.kinds, self.exercise.slots
        tracks = [name for name, kind in kinds.items() if kind == "track"]
        self.starts = {name: int(runs.column(slots[name])[0]) for name in tracks}

    def vector(self, index: int) -> list[int]:
        """The state in which a run ended, as the ordinary engine has it."""
        assert self.final is not None
        found: list[int] = self.final[:, index].tolist()
        for name, slot in self.exercise.slots.items():
            if found[slot] == LONG_AGO and name.partition("(")[0] in ("last", "entered", "set"):
                found[slot] = NEVER
        return found


def roles(book: Rulebook) -> list[str]:
    """The roles that are scored."""
    game = Game(book.exercise)
    game.preset = book.preset
    return scored(book.exercise, game)


class Ensemble:
    """Plays many runs of an exercise, a format and a preset by policies."""

    def __init__(
        self,
        exercise: Exercise,
        format_id: str = "",
        preset: str | None = None,
        plays: Mapping[str, Play] | None = None,
        without: Collection[str] = (),
        forbidden: Collection[str] = (),
    ) -> None:
        """`plays` by role and for control, doctrine where none is named; without some injects and moves."""
        self.without = without
        self.book = Rulebook(exercise, format_id, preset)
        self.book.forbid(forbidden)
        chosen = plays or {}
        self.seats = {name: chosen.get(name, DOCTRINE).many() for name in (*exercise.roles, "control")}

    def start(
        self,
        seeds: Sequence[int],
        *,
        whole: bool = False,
        watcher: Watcher | None = None,
        noted: Noted | None = None,
    ) -> Outcome:
        """Runs from the start, one for each seed."""
        runs = Runs(self.book, np.array(seeds, np.uint64))
        self.withhold(runs)
        runs.watcher, runs.noted = watcher, noted
        outcome = Outcome(runs, whole=whole)
        phases.begin(runs)
        outcome.begin(runs)
        self.play(runs, outcome)
        return outcome

    def go_on(
        self,
        states: Sequence[State],
        seeds: Sequence[int],
        *,
        whole: bool = False,
        watcher: Watcher | None = None,
        takes: Mapping[int, int] | None = None,
    ) -> Outcome:
        """Runs on from states at one `place`, each under as many seeds: first those of the first state.

        `takes` says by turn which throw of its dice counts, where that is not the first.
        """
        keys = np.array(seeds, np.uint64)
        runs = spread(self.book, states, keys)
        if takes:
            runs.takes = takes
            runs.turn_keys()
        self.withhold(runs)
        runs.watcher = watcher
        outcome, game = Outcome(runs, whole=whole), states[0].game
        outcome.begin(runs)
        if game.phase != "report":
            outcome.first_turn -= 1
        self.finish_turn(runs, outcome, game)
        self.play(runs, outcome)
        return outcome

    def finish_turn(self, runs: Runs, outcome: Outcome, game: Game) -> None:
        """Play the turn to its end, for runs that stand in it where this game does."""
        if game.phase == "situation":
            phases.situation(runs, self.seats)
            phases.consultation(runs, self.seats)
        if game.phase in ("situation", "consultation"):
            runs.opening = runs.state
        if game.phase in ("situation", "consultation", "orders"):
            if game.locked:
                phases.answer(runs, self.seats)
            else:
                phases.orders(runs, self.seats)
            phases.give_back(runs)
        if game.phase != "report":
            phases.rulings(runs)
            self.publish(runs, outcome)
        else:
            self.close(runs, outcome)

    def withhold(self, runs: Runs) -> None:
        """Leave out the injects that nobody is to have."""
        for name in self.without:
            runs.shelves[name].skipped = np.ones(runs.size, bool)

    def play(self, runs: Runs, outcome: Outcome) -> None:
        """Turn after turn, until every run has ended."""
        while runs.alive.any() and runs.turn < MOST_TURNS:
            self.turn(runs, outcome)
        for role in runs.exercise.roles:
            runs.counts[f"lost {role}"] += runs.lost.get(runs.exercise.slots[f"capital({role})"], 0)
        outcome.counts = runs.counts

    def turn(self, runs: Runs, outcome: Outcome) -> None:
        """One turn, of runs that have ended the one before."""
        phases.open_turn(runs)
        phases.situation(runs, self.seats)
        phases.consultation(runs, self.seats)
        runs.opening = runs.state
        phases.orders(runs, self.seats)
        phases.give_back(runs)
        phases.rulings(runs)
        self.publish(runs, outcome)

    def publish(self, runs: Runs, outcome: Outcome) -> None:
        """Keep what the turn left, and the outcome of runs that have ended in it."""
        slots = runs.exercise.slots
        outcome.tracks.append({name: runs.column(slots[name]) for name in outcome.starts})
        self.close(runs, outcome)

    def close(self, runs: Runs, outcome: Outcome) -> None:
        """Keep what came of the runs that have ended."""
        ended = runs.alive & (runs.ended >= 0)
        if not ended.any():
            return
        runs.alive = runs.alive & ~ended
        outcome.endings = chosen(ended, runs.ended, outcome.endings)
        outcome.turns = chosen(ended, runs.turn, outcome.turns)
        settle(runs, outcome, ended)
        if outcome.final is not None:
            places = np.flatnonzero(ended)
            for slot, column in enumerate(runs.state):
                outcome.final[slot, places] = column if isinstance(column, int) else column[places]


def settle(runs: Runs, outcome: Outcome, ended: NDArray[np.bool_]) -> None:
    """Objectives, red lines and scores of the runs that have ended: `engine.play.scores` in columns."""
    exercise, look, tree = runs.exercise, runs.look(), runs.book.tree
    points: dict[str, Array] = {role: np.zeros(runs.size, np.int16) for role in outcome.scores}
    for goal in exercise.objectives_in(outcome.format):
        holds = look.holds(tree(goal.test.node))
        outcome.met[goal.id] |= both(ended, holds)
        add(points, goal, holds)
    for line in exercise.red_lines:
        crossed: Mask = look.state[line.slot] != 0
        outcome.crossed[line.id] |= both(ended, crossed)
        add(points, line, crossed)
    for code, rule in enumerate(exercise.endings):
        capped = ended & (runs.ended == code)
        if rule.ending.score_cap is not None and some(capped):
            points = {
                role: chosen(capped, np.minimum(found, fitting(rule.ending.score_cap, found)), found)
                for role, found in points.items()
            }
    for role, left in outcome.unspent.items():
        capital = runs.column(exercise.slots[f"capital({role})"])
        outcome.unspent[role] = chosen(ended, capital.astype(np.int16), left)
    for role, found in points.items():
        outcome.scores[role] = chosen(ended, found, outcome.scores[role])
    if exercise.file.common_score:
        value = look.value(tree(exercise.derived[exercise.file.common_score].node))
        known = np.zeros(runs.size, np.int32) if outcome.common is None else outcome.common
        outcome.common = np.where(ended, value, known).astype(np.int32)


def add(points: dict[str, Array], goal: Goal, where: Mask) -> None:
    """Add the points of an objective met or a red line crossed."""
    if goal.role in points:
        points[goal.role] = points[goal.role] + np.multiply(where, goal.points, dtype=np.int16)
