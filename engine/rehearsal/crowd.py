"""Many states of one run and its forks, each played on many times, all in as few passes as there are turns.

A pass over columns costs about the same for a few runs as for thousands. So runs that stand in different
phases play their own turn to its end, each phase by itself, and then go on together with those that began
turns before; those that have ended get off. What comes of a run depends on nobody beside it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.play.state import State
from engine.rehearsal import phases
from engine.rehearsal.columns import Runs, Shelf, Tabled
from engine.rehearsal.dice import Keys
from engine.rehearsal.ensemble import MOST_TURNS, Ensemble, Outcome, roles
from engine.rehearsal.masks import Array, Column, Mask
from engine.rehearsal.start import Place, place, spread

MOST = 24_000
"""Runs that go on together: more are hardly faster each. So many take some ninety megabytes."""
FILLED = 0.7
"""The share of places with runs that go on from which on it is not worth while to line them up anew."""
Progress = Callable[[int], None]
"""Is told how many more turns have been played: one for each state in each turn."""
Places = NDArray[np.intp]


class Ends:
    """How many runs have ended: first those of the first state."""

    def __init__(self, ensemble: Ensemble, size: int) -> None:
        self.endings: Array = np.full(size, -1, np.int8)
        """The place of the ending in the exercise's list."""
        self.scores: dict[str, Array] = {role: np.zeros(size, np.int16) for role in roles(ensemble.book)}

    def take(self, outcome: Outcome, places: Places) -> None:
        """Note how those of a part have ended that have."""
        ended = np.flatnonzero(outcome.endings >= 0)
        self.endings[places[ended]] = outcome.endings[ended]
        for role, scores in outcome.scores.items():
            self.scores[role][places[ended]] = scores[ended]


class Aboard(NamedTuple):
    """Runs at the end of a turn, and where each stands among all."""

    runs: Runs
    places: Places


class Crowd:
    """States that none of has ended, and how often each is played on, on dice that others have, too."""

    def __init__(
        self, ensemble: Ensemble, states: Sequence[State], numbers: Sequence[int], first_seed: int
    ) -> None:
        self.ensemble, self.states, self.numbers = ensemble, states, numbers
        self.begins = np.concatenate([[0], np.cumsum(numbers)]).astype(np.intp)
        self.seeds: Keys = np.arange(max(numbers, default=0), dtype=np.uint64) + np.uint64(first_seed)
        self.ends = Ends(ensemble, int(self.begins[-1]))

    def play(self, told: Progress = lambda number: None) -> Ends:
        """All of them to their end."""
        alike: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[Place, list[int]]] = {}
        for index, state in enumerate(self.states):
            at = place(state)
            alike.setdefault((at.sought, at.shelf), {}).setdefault(at, []).append(index)
        for standing in alike.values():
            self.go_on(standing, told)
        return self.ends

    def go_on(self, standing: dict[Place, list[int]], told: Progress) -> None:
        """Turn after turn, with those that stand in it; all have control's injects in one order."""
        aboard, last = list[Aboard](), max(at.turn for at in standing)
        for turn in range(min(at.turn for at in standing), MOST_TURNS):
            for part in aboard:
                outcome = Outcome(part.runs, whole=False)
                self.ensemble.turn(part.runs, outcome)
                self.ends.take(outcome, part.places)
            for at, indices in standing.items():
                if at.turn == turn:
                    aboard += [self.boarded(chosen) for chosen in self.portions(indices)]
            told(sum(len(indices) for at, indices in standing.items() if at.turn <= turn))
            aboard = list(packed(aboard))
            if not aboard and turn >= last:
                break

    def portions(self, indices: Sequence[int]) -> Iterator[list[int]]:
        """As many states at once as have not too many runs together."""
        chosen, size = list[int](), 0
        for index in indices:
            if chosen and size + self.numbers[index] > MOST:
                yield chosen
                chosen, size = [], 0
            chosen.append(index)
            size += self.numbers[index]
        yield chosen

    def boarded(self, indices: Sequence[int]) -> Aboard:
        """Runs from states at one place, at the end of their turn."""
        states, numbers = [self.states[index] for index in indices], [self.numbers[at] for at in indices]
        seeds = np.concatenate([self.seeds[:number] for number in numbers])
        where = np.concatenate([np.arange(self.begins[at], self.begins[at + 1]) for at in indices])
        game = states[0].game
        if game.phase:
            runs = spread(self.ensemble.book, states, seeds, numbers)
            self.ensemble.withhold(runs)
            outcome = Outcome(runs, whole=False)
            self.ensemble.finish_turn(runs, outcome, game)
            self.ends.take(outcome, where)
        else:
            runs = Runs(self.ensemble.book, seeds)
            self.ensemble.withhold(runs)
            phases.begin(runs)
        return Aboard(runs, where)


def packed(parts: Sequence[Aboard]) -> Iterator[Aboard]:
    """Those of some parts that go on, as many together as may be; what is well filled stays as it is."""
    waiting, size = list[Aboard](), 0
    for part in parts:
        going = int(np.count_nonzero(part.runs.alive))
        if going >= MOST * FILLED and going >= part.runs.size * FILLED:
            yield part
        elif going:
            if waiting and size + going > MOST:
                yield together(waiting)
                waiting, size = [], 0
            waiting.append(part)
            size += going
    if waiting:
        yield together(waiting)


def together(parts: Sequence[Aboard]) -> Aboard:
    """Runs at the end of one turn as one part, without those that have ended."""
    if len(parts) == 1 and parts[0].runs.alive.all():
        return parts[0]
    line = Line([np.flatnonzero(part.runs.alive) for part in parts])
    each = [part.runs for part in parts]
    many = Runs(each[0].book, np.concatenate([line.of(runs.seeds, at) for at, runs in enumerate(each)]))
    many.turn = each[0].turn
    many.state = [line.column(columns) for columns in zip(*(runs.state for runs in each), strict=True)]
    many.opening = []  # nobody reads it between two turns
    for what in dict.fromkeys(what for runs in each for what in runs.next_offers):
        costs = [runs.next_offers.get(what, np.full(runs.size, -1, np.int16)) for runs in each]
        many.next_offers[what] = line.array(costs)
    many.proposed = line.array([runs.proposed for runs in each])
    many.tabled = {name: line.tabled(name, each) for name in many.tabled}
    many.shelves = {name: line.shelf([runs.shelves[name] for runs in each]) for name in each[0].shelves}
    many.turn_keys()
    return Aboard(many, np.concatenate([line.of(part.places, at) for at, part in enumerate(parts)]))


class Line:
    """Lines up those places of several parts that go on."""

    def __init__(self, going: Sequence[Places]) -> None:
        self.going = going

    def of(self, part: NDArray[np.generic], at: int) -> NDArray[np.generic]:
        """Those of one part."""
        return part if len(part) == len(self.going[at]) else part[self.going[at]]

    def array(self, parts: Sequence[Array]) -> Array:
        return np.concatenate([self.of(part, at) for at, part in enumerate(parts)])

    def column(self, parts: Sequence[Column]) -> Column:
        """A column of all; a plain number where it is the same in all."""
        first = parts[0]
        if isinstance(first, int) and all(isinstance(part, int) and part == first for part in parts):
            return first
        kind = next(part.dtype for part in parts if not isinstance(part, int))
        sizes = [len(going) for going in self.going]
        return np.concatenate(
            [
                np.full(sizes[at], part, kind) if isinstance(part, int) else self.of(part, at)
                for at, part in enumerate(parts)
            ]
        )

    def mask(self, parts: Sequence[Mask]) -> Mask:
        """A mask of all; a plain one where it is the same in all."""
        first = parts[0]
        if isinstance(first, bool) and all(part is first for part in parts):
            return first
        sizes = [len(going) for going in self.going]
        return np.concatenate(
            [
                np.full(sizes[at], part) if isinstance(part, bool) else self.of(part, at)
                for at, part in enumerate(parts)
            ]
        )

    def tabled(self, name: str, each: Sequence[Runs]) -> list[Tabled]:
        """The places for proposals of an agreement: as many as the part has that has most."""
        number = max(len(runs.tabled[name]) for runs in each)
        places = [(*runs.tabled[name], *(runs.place(name) for _ in range(number))) for runs in each]
        return [self.one_tabled([listed[at] for listed in places]) for at in range(number)]

    def one_tabled(self, parts: Sequence[Tabled]) -> Tabled:
        found = Tabled(0, parts[0].agreement, {}, ())
        found.open = self.mask([part.open for part in parts])
        found.announced = self.mask([part.announced for part in parts])
        found.turn = self.array([part.turn for part in parts])
        found.made = self.array([part.made for part in parts])
        found.rank = self.array([part.rank for part in parts])
        found.terms = {term: self.array([part.terms[term] for part in parts]) for term in parts[0].terms}
        found.signed = {role: self.mask([part.signed[role] for part in parts]) for role in parts[0].signed}
        found.invited = {role: self.mask([part.invited[role] for part in parts]) for role in parts[0].invited}
        return found

    def shelf(self, parts: Sequence[Shelf]) -> Shelf:
        found = Shelf()
        for name in ("held", "skipped", "released", "sought"):
            setattr(found, name, self.mask([getattr(part, name) for part in parts]))
        found.deferred = self.column([part.deferred for part in parts])
        return found
