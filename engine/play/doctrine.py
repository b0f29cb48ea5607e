"""How a seat is played without a person: by doctrine, by chance for rehearsals of careless play, by both,
not at all, by orders that are tried first, or by those of a run.

All read the state as the phase opened and nothing of what others do this turn.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from engine.play.combine import State as Vector
from engine.play.dice import MASK, mix, slot_key
from engine.play.legality import Budget
from engine.rules.exercise import Exercise
from engine.rules.vocabulary import TURN


class Policy(Protocol):
    """Plays a seat."""

    def orders(self, role: str, opening: Vector, budget: Budget) -> None:
        """Take orders from the budget."""

    def proposals(self, role: str, opening: Vector) -> list[tuple[str, dict[str, int]]]:
        """Agreements to propose, with their terms."""

    def signs(self, role: str, agreement: str, terms: dict[str, int], opening: Vector) -> bool:
        """Whether to sign these terms."""

    def answer(self, role: str, source: str, options: Sequence[str], opening: Vector) -> str:
        """The answer to a move or inject; empty to leave it open."""

    def leaves(self, role: str, opening: Vector) -> list[str]:
        """Agreements in force to leave."""


class Doctrine:
    """Plays by the doctrine tables of the exercise."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise

    def orders(self, role: str, opening: Vector, budget: Budget) -> None:
        """The first row that can be ordered, again and again.

        Conditions are fixed while the phase is open and a budget only shrinks, so one pass from top
        to bottom takes the same rows as beginning again after each.
        """
        rule = self.exercise.doctrines[role]
        if rule.urgent and rule.urgent.holds(opening):
            rows, table = rule.urgent_rows(opening), rule.urgent_orders
        else:
            rows, table = rule.rows(opening), rule.orders
        unchanged = budget.vector == opening
        for index in rows:
            order = table[index]
            if not budget.refusal(order, conditions=not unchanged):
                budget.take(order)
                if not budget.paid and not budget.free and not budget.offers:
                    return

    def proposals(self, role: str, opening: Vector) -> list[tuple[str, dict[str, int]]]:
        return [
            (name, terms)
            for test, name, terms in self.exercise.doctrines[role].proposes
            if test.holds(opening)
        ]

    def signs(self, role: str, agreement: str, terms: dict[str, int], opening: Vector) -> bool:
        test = self.exercise.doctrines[role].signs.get(agreement)
        if test is None:
            return False
        proposed = list(opening)
        for term, value in terms.items():
            proposed[self.exercise.agreements[agreement].terms[term]] = value
        return bool(test.holds(proposed))

    def answer(self, role: str, source: str, options: Sequence[str], opening: Vector) -> str:
        if role == "control":
            return self.exercise.control_answers.get(source, "")
        value = self.exercise.doctrines[role].answers.get(source)
        return self.exercise.words[value.holds(opening)] if value else ""

    def leaves(self, role: str, opening: Vector) -> list[str]:
        rules = self.exercise.doctrines[role].leaves
        return [
            name
            for name, test in rules.items()
            if opening[self.exercise.agreements[name].in_force] and test.holds(opening)
        ]


def pick(seed: int, turn: int, what: str, among: int) -> int:
    """A number below `among`, keyed by a seed, a turn and a subject."""
    return mix(mix(seed & MASK) ^ slot_key(f"chance.{turn}.{what}")) % among


class Chance:
    """Uniformly random legal play within the limits; answers and signatures by coin; no proposals."""

    def __init__(self, exercise: Exercise, seed: int) -> None:
        self.exercise, self.seed = exercise, seed

    def pick(self, turn: int, what: str, among: int) -> int:
        """A number below `among`, keyed by turn and subject."""
        return pick(self.seed, turn, what, among)

    def orders(self, role: str, opening: Vector, budget: Budget) -> None:
        turn, number = budget.vector[TURN], 0
        while allowed := [order for order in self.exercise.orders_of[role] if not budget.refusal(order)]:
            number += 1
            budget.take(allowed[self.pick(turn, f"{role}.order.{number}", len(allowed))])

    def proposals(self, role: str, opening: Vector) -> list[tuple[str, dict[str, int]]]:
        return []

    def signs(self, role: str, agreement: str, terms: dict[str, int], opening: Vector) -> bool:
        return self.pick(opening[TURN], f"{role}.signs.{agreement}", 2) == 1

    def answer(self, role: str, source: str, options: Sequence[str], opening: Vector) -> str:
        return options[self.pick(opening[TURN], f"{role}.answers.{source}", len(options))]

    def leaves(self, role: str, opening: Vector) -> list[str]:
        return []


class Mixed:
    """Chance for a share of all turns of a role, keyed by the seed; doctrine for the others."""

    def __init__(self, exercise: Exercise, seed: int, share: int) -> None:
        """`share` of a hundred turns are played by chance."""
        self.doctrine, self.chance, self.share = Doctrine(exercise), Chance(exercise, seed), share

    def of(self, role: str, turn: int) -> Policy:
        """What plays this role in this turn."""
        careless = self.chance.pick(turn, f"{role}.mixed", 100) < self.share
        return self.chance if careless else self.doctrine

    def orders(self, role: str, opening: Vector, budget: Budget) -> None:
        self.of(role, opening[TURN]).orders(role, opening, budget)

    def proposals(self, role: str, opening: Vector) -> list[tuple[str, dict[str, int]]]:
        return self.of(role, opening[TURN]).proposals(role, opening)

    def signs(self, role: str, agreement: str, terms: dict[str, int], opening: Vector) -> bool:
        return self.of(role, opening[TURN]).signs(role, agreement, terms, opening)

    def answer(self, role: str, source: str, options: Sequence[str], opening: Vector) -> str:
        return self.of(role, opening[TURN]).answer(role, source, options, opening)

    def leaves(self, role: str, opening: Vector) -> list[str]:
        return self.of(role, opening[TURN]).leaves(role, opening)


class Offering(Doctrine):
    """Control that releases offered injects, too, one a turn, as they are listed; it answers by doctrine."""


class Drawn(Mixed):
    """A whole run by chance or another way to play, by a coin for each role: what its play is worth."""

    def __init__(self, exercise: Exercise, seed: int, way: Policy) -> None:
        """`way` is the other way to play."""
        self.chance, self.way = Chance(exercise, seed), way

    def of(self, role: str, turn: int) -> Policy:
        """What plays this role in this run."""
        return self.chance if self.chance.pick(0, f"{role}.drawn", 2) else self.way


class Passing:
    """Does nothing: no order, no proposal, no signature, no answer."""

    def orders(self, role: str, opening: Vector, budget: Budget) -> None:
        """None."""

    def proposals(self, role: str, opening: Vector) -> list[tuple[str, dict[str, int]]]:
        return []

    def signs(self, role: str, agreement: str, terms: dict[str, int], opening: Vector) -> bool:
        return False

    def answer(self, role: str, source: str, options: Sequence[str], opening: Vector) -> str:
        return ""

    def leaves(self, role: str, opening: Vector) -> list[str]:
        return []


class First(Doctrine):
    """Some orders are tried first in every turn, those of its role; for what is left, doctrine."""

    def __init__(self, exercise: Exercise, orders: Sequence[str]) -> None:
        """`orders` by their keys, the most wanted first."""
        super().__init__(exercise)
        self.wanted = [exercise.orders[key] for key in orders]

    def orders(self, role: str, opening: Vector, budget: Budget) -> None:
        for order in self.wanted:
            if order.role == role and not budget.refusal(order):
                budget.take(order)
        super().orders(role, opening, budget)


class Replayed(Doctrine):
    """The orders of a run, turn by turn, as far as they are allowed; after its last turn, doctrine."""

    def __init__(self, exercise: Exercise, script: Mapping[int, Sequence[str]]) -> None:
        """`script` by turn the keys of its orders, of all roles."""
        super().__init__(exercise)
        self.script = script

    def orders(self, role: str, opening: Vector, budget: Budget) -> None:
        turn = opening[TURN]
        if turn not in self.script:
            return super().orders(role, opening, budget)
        for key in self.script[turn]:
            order = self.exercise.orders[key]
            if order.role == role and not budget.refusal(order):
                budget.take(order)
        return None
