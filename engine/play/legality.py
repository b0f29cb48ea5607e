"""What a role may order now, at what cost, and why the rest is not allowed."""

from typing import NamedTuple

from engine.play.combine import State as Vector
from engine.play.events import Opened
from engine.rules.exercise import Exercise, Order
from engine.rules.vocabulary import NEVER, TURN


class Pick(NamedTuple):
    """An order with the cost it is given at; `offered` stands beyond the limit of orders."""

    order: Order
    cost: int
    offered: bool = False


LIMITS = ("paid", "free", "capital")
"""Codes of refusals that say which limit an order is over."""


class Excess(NamedTuple):
    """Orders that are together more than there is: what they come to, and what there is."""

    paid: int
    most_paid: int
    free: int
    most_free: int
    cost: int
    capital: int


TOO_MUCH = (
    "Too much to seal. Paid orders: {paid} of at most {most_paid}. "
    "Free orders: {free} of at most {most_free}. Capital: {cost} of {capital}."
)
"""How an excess is said."""


class Budget:
    """What one role can still order this turn. Taking an order uses it up."""

    def __init__(
        self,
        exercise: Exercise,
        role: str,
        vector: Vector,
        offers: list[Opened],
        used: set[tuple[str, str, int]],
        withdrawn: frozenset[str] = frozenset(),
    ) -> None:
        rules = exercise.file.capital
        self.exercise, self.role, self.vector, self.withdrawn = exercise, role, vector, withdrawn
        self.capital = vector[exercise.slots[f"capital({role})"]]
        self.paid, self.free = rules.paid, rules.free
        turn = vector[TURN]
        self.offers = standing(offers, used, role, turn) if offers else {}
        self.picks: list[Pick] = []
        self.slots: set[tuple[str, str]] = set()
        self.moves: set[str] = set()
        self.excluded: set[str] = set()

    def refusal(self, order: Order, *, conditions: bool = True) -> str:
        """Why an order is not allowed, as a code; empty when it is.

        Codes: withdrawn, ordered, excluded, every, run, condition, paid, free, capital.
        """
        if order.move_id in self.withdrawn:
            return "withdrawn"
        if order.slot in self.slots:
            return "ordered"
        if order.move_id in self.excluded or order.excludes & self.moves:
            return "excluded"
        limit = order.move.limit
        if limit:
            slots, name = self.exercise.slots, order.move_id
            last = self.vector[slots[f"last({name})"]]
            if limit.every and last != NEVER and self.vector[TURN] - last < limit.every:
                return "every"
            if limit.run and self.vector[slots[f"times({name})"]] >= limit.run:
                return "run"
        if conditions and not order.allowed.always and not order.allowed.holds(self.vector):
            return "condition"
        cost = self.cost(order)
        if order.move_id not in self.offers:
            if cost and not self.paid:
                return "paid"
            if not cost and not self.free:
                return "free"
        return "capital" if cost > self.capital else ""

    def cost(self, order: Order) -> int:
        """What it costs now."""
        offered = self.offers.get(order.move_id)
        return order.costs(self.vector) if offered is None else offered

    def take(self, order: Order) -> Pick:
        """Order it: an offered move at its offered cost, any other against the limits."""
        offered, cost = order.move_id in self.offers, self.cost(order)
        if offered:
            del self.offers[order.move_id]
        elif cost:
            self.paid -= 1
        else:
            self.free -= 1
        self.capital -= cost
        self.slots.add(order.slot)
        self.moves.add(order.move_id)
        self.excluded |= order.excludes
        pick = Pick(order, cost, offered)
        self.picks.append(pick)
        return pick


def standing(offers: list[Opened], used: set[tuple[str, str, int]], role: str, turn: int) -> dict[str, int]:
    """The moves that are offered to a role this turn and not taken yet, each at the lowest cost offered."""
    found: dict[str, int] = {}
    for offer in offers:
        if offer.role == role and offer.turn == turn:
            for move in offer.moves:
                if (role, move, turn) not in used:
                    found[move] = min(offer.cost, found.get(move, offer.cost))
    return found


def excess(able: Budget, orders: list[Order]) -> Excess | None:
    """What of these orders is more than a fresh budget has; None where they fit. Uses the budget up."""
    rules, capital, over = able.exercise.file.capital, able.capital, list[Order]()
    for order in orders:
        reason = able.refusal(order)
        if reason in LIMITS:
            over.append(order)
        elif not reason:
            able.take(order)
    if not over:
        return None
    counted = [*(pick.order for pick in able.picks if not pick.offered), *over]
    cost = sum(pick.cost for pick in able.picks) + sum(able.cost(order) for order in over)
    paid = sum(bool(order.costs(able.vector)) for order in counted)
    return Excess(paid, rules.paid, len(counted) - paid, rules.free, cost, capital)
