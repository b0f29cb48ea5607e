"""How seats are played in columns: the policies of `engine.play.doctrine`, run for run the same."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from engine.play import doctrine
from engine.play.doctrine import Policy
from engine.rehearsal.budget import Budget
from engine.rehearsal.columns import Runs
from engine.rehearsal.combination import weighed
from engine.rehearsal.masks import Array, Column, Mask, both, either, some, without
from engine.rehearsal.trees import Look
from engine.rules.exercise import Exercise

Proposals = Iterator[tuple[Mask, str, dict[str, int]]]
OPEN = -1
"""The answer of a seat that leaves a question open."""


class Playing(Protocol):
    """Plays a seat in many runs. `look` is the state as the phase opened."""

    def orders(self, runs: Runs, role: str, look: Look, budget: Budget, where: Mask) -> None:
        """Take orders from the budget."""

    def proposals(self, runs: Runs, role: str, look: Look, where: Mask) -> Proposals:
        """Agreements to propose, each with where, and its terms."""

    def signs(self, runs: Runs, role: str, agreement: str, look: Look) -> Mask:
        """Where to sign; `look` has the proposed terms in it."""

    def answer(self, runs: Runs, role: str, source: str, options: Sequence[str], look: Look) -> Array:
        """The codes of the answers to a move or inject; `OPEN` where it is left open."""

    def leaves(self, runs: Runs, role: str, look: Look) -> Iterator[tuple[Mask, str]]:
        """Agreements in force to leave, each with where."""


class Doctrine:
    """Plays by the doctrine tables of the exercise."""

    def orders(self, runs: Runs, role: str, look: Look, budget: Budget, where: Mask) -> None:
        rule, tree = runs.exercise.doctrines[role], runs.book.tree
        urgent: Mask = both(where, look.holds(tree(rule.urgent.node))) if rule.urgent else False
        for place, orders, tests in (
            (urgent, rule.urgent_orders, rule.urgent_tests),
            (without(where, urgent), rule.orders, rule.tests),
        ):
            if not some(place):
                continue
            for order, test in zip(orders, tests, strict=True):
                wanted = both(place, look.holds(tree(test)))
                if some(wanted):
                    budget.take(order, budget.allowed(order, wanted))

    def proposals(self, runs: Runs, role: str, look: Look, where: Mask) -> Proposals:
        for test, name, terms in runs.exercise.doctrines[role].proposes:
            yield both(where, look.holds(runs.book.tree(test.node))), name, terms

    def signs(self, runs: Runs, role: str, agreement: str, look: Look) -> Mask:
        test = runs.exercise.doctrines[role].signs.get(agreement)
        return False if test is None else look.holds(runs.book.tree(test.node))

    def answer(self, runs: Runs, role: str, source: str, options: Sequence[str], look: Look) -> Array:
        exercise, found = runs.exercise, OPEN
        if role == "control":
            word = exercise.control_answers.get(source, "")
            return np.full(runs.size, exercise.vocabulary.words[word] if word else OPEN, np.int16)
        if (value := exercise.doctrines[role].answers.get(source)) is not None:
            codes = look.value(runs.book.tree(value.node))
            return np.full(runs.size, codes, np.int16) if isinstance(codes, int) else codes.astype(np.int16)
        return np.full(runs.size, found, np.int16)

    def leaves(self, runs: Runs, role: str, look: Look) -> Iterator[tuple[Mask, str]]:
        for name, test in runs.exercise.doctrines[role].leaves.items():
            in_force = look.state[runs.exercise.agreements[name].in_force] != 0
            yield both(in_force, look.holds(runs.book.tree(test.node))), name


class Chance:
    """Uniformly random legal play within the limits; answers and signatures by coin; no proposals."""

    def __init__(self, apart: int = 0) -> None:
        """`apart` is added to the seeds for its luck."""
        self.apart = apart

    def pick(self, runs: Runs, what: str, among: Column) -> Array:
        """A number below `among` in each run."""
        return runs.pick(what, among, self.apart)

    def orders(self, runs: Runs, role: str, look: Look, budget: Budget, where: Mask) -> None:
        number, orders = 0, runs.exercise.orders_of[role]
        kind: type[np.signedinteger] = np.int8 if len(orders) <= 127 else np.int16
        going = both(where, budget.room)
        while some(going):
            number += 1
            allowed = [(order, mask) for order in orders if some(mask := budget.allowed(order, going))]
            counts: Array = np.zeros(runs.size, kind)
            for _, mask in allowed:
                counts = counts + weighed(mask, 1, kind)
            before, picked = np.zeros_like(counts), self.pick(runs, f"{role}.order.{number}", counts)
            for order, mask in allowed:
                budget.take(order, both(mask, before == picked))
                before = before + weighed(mask, 1, kind)
            going = both(both(going, counts > 0), budget.room)

    def proposals(self, runs: Runs, role: str, look: Look, where: Mask) -> Proposals:
        return iter(())

    def signs(self, runs: Runs, role: str, agreement: str, look: Look) -> Mask:
        coin: Mask = self.pick(runs, f"{role}.signs.{agreement}", 2) == 1
        return coin

    def answer(self, runs: Runs, role: str, source: str, options: Sequence[str], look: Look) -> Array:
        codes = np.array([runs.exercise.vocabulary.words[word] for word in options], np.int16)
        return codes[self.pick(runs, f"{role}.answers.{source}", len(options))]

    def leaves(self, runs: Runs, role: str, look: Look) -> Iterator[tuple[Mask, str]]:
        return iter(())


class Mixed:
    """Chance for a share of all turns of a role, keyed by the seed; doctrine for the others."""

    def __init__(self, share: int, apart: int = 0) -> None:
        self.share, self.chance = share, Chance(apart)
        self.doctrine: Playing = Doctrine()

    def careless(self, runs: Runs, role: str) -> Mask:
        key = role, self.chance.apart
        if key not in runs.careless:
            runs.careless[key] = self.chance.pick(runs, f"{role}.mixed", 100) < self.share
        return runs.careless[key]

    def orders(self, runs: Runs, role: str, look: Look, budget: Budget, where: Mask) -> None:
        careless = self.careless(runs, role)
        self.doctrine.orders(runs, role, look, budget, without(where, careless))
        self.chance.orders(runs, role, look, budget, both(where, careless))

    def proposals(self, runs: Runs, role: str, look: Look, where: Mask) -> Proposals:
        return self.doctrine.proposals(runs, role, look, without(where, self.careless(runs, role)))

    def signs(self, runs: Runs, role: str, agreement: str, look: Look) -> Mask:
        careless = self.careless(runs, role)
        by_coin = both(careless, self.chance.signs(runs, role, agreement, look))
        return either(by_coin, without(self.doctrine.signs(runs, role, agreement, look), careless))

    def answer(self, runs: Runs, role: str, source: str, options: Sequence[str], look: Look) -> Array:
        by_coin = self.chance.answer(runs, role, source, options, look)
        return np.where(
            self.careless(runs, role), by_coin, self.doctrine.answer(runs, role, source, options, look)
        )

    def leaves(self, runs: Runs, role: str, look: Look) -> Iterator[tuple[Mask, str]]:
        careless = self.careless(runs, role)
        for where, name in self.doctrine.leaves(runs, role, look):
            yield without(where, careless), name


class Offering(Doctrine):
    """Control that releases offered injects, too, one a turn, as they are listed; it answers by doctrine."""


class Drawn(Mixed):
    """A whole run by chance or another way to play, by a coin for each role: what its play is worth."""

    def __init__(self, way: Playing, apart: int) -> None:
        """`way` is the other way to play; `apart` is added to the seeds for its luck."""
        self.doctrine, self.chance = way, Chance(apart)

    def careless(self, runs: Runs, role: str) -> Mask:
        careless: Mask = runs.pick(f"{role}.drawn", 2, self.chance.apart, turn=0) == 1
        return careless


class Passing:
    """Does nothing: no order, no proposal, no signature, no answer."""

    def orders(self, runs: Runs, role: str, look: Look, budget: Budget, where: Mask) -> None:
        """None."""

    def proposals(self, runs: Runs, role: str, look: Look, where: Mask) -> Proposals:
        return iter(())

    def signs(self, runs: Runs, role: str, agreement: str, look: Look) -> Mask:
        return False

    def answer(self, runs: Runs, role: str, source: str, options: Sequence[str], look: Look) -> Array:
        return np.full(runs.size, OPEN, np.int16)

    def leaves(self, runs: Runs, role: str, look: Look) -> Iterator[tuple[Mask, str]]:
        return iter(())


class First(Doctrine):
    """Some orders are tried first in every turn, those of its role; for what is left, doctrine."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.wanted = wanted

    def orders(self, runs: Runs, role: str, look: Look, budget: Budget, where: Mask) -> None:
        for key in self.wanted:
            order = runs.exercise.orders[key]
            if order.role == role:
                budget.take(order, budget.allowed(order, where))
        super().orders(runs, role, look, budget, where)


class Replayed(Doctrine):
    """The orders of a run, turn by turn, as far as they are allowed; after its last turn, doctrine."""

    def __init__(self, script: Mapping[int, Sequence[str]]) -> None:
        self.script = script

    def orders(self, runs: Runs, role: str, look: Look, budget: Budget, where: Mask) -> None:
        if runs.turn not in self.script:
            return super().orders(runs, role, look, budget, where)
        for key in self.script[runs.turn]:
            order = runs.exercise.orders[key]
            if order.role == role:
                budget.take(order, budget.allowed(order, where))
        return None


class Play(NamedTuple):
    """How a seat is played, for both engines.

    `doctrine`, `chance`, `mixed`, `passing`, `first`, `run` or `drawn`; control by `doctrine`, which is the
    timetable, or `offered`.
    """

    kind: str = "doctrine"
    share: int = 0
    """Of a hundred turns, those that `mixed` leaves to chance."""
    orders: tuple[str, ...] = ()
    """What `first` tries before doctrine, the most wanted first."""
    script: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Of a `run`, by turn the orders of all its roles."""
    way: "Play | None" = None
    """What `drawn` plays where it does not play by chance; doctrine where none is named."""
    apart: int = 0
    """What is added to the seeds for what it leaves to chance, below 2**64."""

    def many(self) -> Playing:
        """It in columns."""
        if self.kind == "mixed":
            return Mixed(self.share, self.apart)
        if self.kind == "first":
            return First(self.orders)
        if self.kind == "run":
            return Replayed(dict(self.script))
        if self.kind == "drawn":
            return Drawn((self.way or DOCTRINE).many(), self.apart)
        if self.kind == "offered":
            return Offering()
        if self.kind == "chance":
            return Chance(self.apart)
        return Passing() if self.kind == "passing" else Doctrine()

    def one(self, exercise: Exercise, seed: int) -> Policy:
        """It in one run of the ordinary engine."""
        own = seed + self.apart
        if self.kind == "mixed":
            return doctrine.Mixed(exercise, own, self.share)
        if self.kind == "first":
            return doctrine.First(exercise, self.orders)
        if self.kind == "run":
            return doctrine.Replayed(exercise, dict(self.script))
        if self.kind == "drawn":
            way = (self.way or DOCTRINE).one(exercise, seed)
            return doctrine.Drawn(exercise, own, way)
        if self.kind == "offered":
            return doctrine.Offering(exercise)
        if self.kind == "chance":
            return doctrine.Chance(exercise, own)
        return doctrine.Passing() if self.kind == "passing" else doctrine.Doctrine(exercise)


DOCTRINE = Play()
