"""What a role may order in each run, at what cost: `engine.play.legality` in columns."""

import numpy as np

from engine.rehearsal.columns import Runs
from engine.rehearsal.combination import weighed
from engine.rehearsal.masks import Array, Column, Mask, both, chosen, either, some, without
from engine.rehearsal.trees import LONG_AGO, Look
from engine.rules.exercise import Order


class Budget:
    """What one role can still order this turn in each run. Taking an order uses it up."""

    def __init__(self, runs: Runs, role: str, look: Look) -> None:
        rules = runs.exercise.file.capital
        self.runs, self.role, self.look = runs, role, look
        self.withdrawn = runs.book.withdrawn[role]
        self.capital: Array = runs.column(runs.exercise.slots[f"capital({role})"])
        self.paid: Array = np.full(runs.size, rules.paid, np.int8)
        self.free: Array = np.full(runs.size, rules.free, np.int8)
        self.offers = {
            move: cost for (to, move), cost in runs.offers.items() if to == role and bool((cost >= 0).any())
        }
        self.slots: dict[tuple[str, str], Mask] = {}
        self.moves: dict[str, Mask] = {}
        self.excluded: dict[str, Mask] = {}
        self.picks: dict[str, Mask] = {}
        self.costs: dict[str, Column] = {}
        self.prices: dict[str, Column] = {}
        """By move, what a formula comes to."""
        self.spent: Mask = False
        """Where anything was paid."""
        self.rules: dict[str, Mask] = {}

    def allowed(self, order: Order, where: Mask) -> Mask:
        """Where an order may be given, of the runs that ask."""
        if order.move_id in self.withdrawn:
            return False
        found = without(where, self.slots.get(order.slot, False))
        found = without(found, self.excluded.get(order.move_id, False))
        for other in order.excludes:
            found = without(found, self.moves.get(other, False))
        if not some(found):
            return False
        return both(both(found, self.ruled(order)), self.affordable(order))

    def ruled(self, order: Order) -> Mask:
        """Where its limits and its condition allow it: the same throughout a turn."""
        known = self.rules.get(order.key)
        if known is None:
            known = self.rules[order.key] = both(self.limited(order), self.held(order))
        return known

    def held(self, order: Order) -> Mask:
        return self.look.holds(self.runs.book.tree(order.allowed.node))

    def limited(self, order: Order) -> Mask:
        """Where neither its pause nor its number in a run speaks against it."""
        limit, state, slots = order.move.limit, self.look.state, self.runs.exercise.slots
        found: Mask = True
        if limit and limit.every:
            last = state[slots[f"last({order.move_id})"]]
            found = either(last <= self.runs.turn - limit.every, last == LONG_AGO)
        if limit and limit.run:
            found = both(found, state[slots[f"times({order.move_id})"]] < limit.run)
        return found

    def price(self, order: Order) -> Column:
        """What it costs where nothing special is offered: the same throughout a turn."""
        node = order.price.node
        if node.fixed:
            return node.value
        known = self.prices.get(order.move_id)
        if known is None:
            found = self.look.value(self.runs.book.tree(node))
            known = self.prices[order.move_id] = found if isinstance(found, int) else found.astype(np.int16)
        return known

    def affordable(self, order: Order) -> Mask:
        """Where a limit of orders and the capital leave room for it."""
        cost = self.price(order)
        left = chosen(cost > 0, self.paid, self.free) if not isinstance(cost, int) else None
        plain: Mask = ((self.paid if cost else self.free) if left is None else left) > 0
        if left is not None or cost:
            plain = both(plain, self.capital >= cost)
        offered = self.offers.get(order.move_id)
        if offered is None:
            return plain
        here = offered >= 0
        return either(both(here, self.capital >= offered), without(plain, here))

    def take(self, order: Order, where: Mask) -> None:
        """Order it: where it is offered at the offered cost, elsewhere against the limits."""
        if not some(where):
            return
        move, cost = order.move_id, self.price(order)
        plain: Mask = where
        price: Column = cost
        if move in self.offers:
            offered = self.offers[move]
            here = both(where, offered >= 0)
            price = chosen(offered >= 0, offered, cost)
            plain = without(where, offered >= 0)
            self.offers[move] = chosen(here, -1, offered)
        known = self.costs.get(order.key)
        self.costs[order.key] = price if known is None else chosen(where, price, known)
        paying = both(plain, cost > 0)
        self.paid = self.paid - np.asarray(paying).view(np.int8)
        self.free = self.free - np.asarray(without(plain, paying)).view(np.int8)
        if not isinstance(price, int) or price:
            self.capital = self.capital - weighed(where, price, np.int8)
            self.spent = True
        self.slots[order.slot] = either(self.slots.get(order.slot, False), where)
        self.moves[move] = either(self.moves.get(move, False), where)
        for other in order.excludes:
            self.excluded[other] = either(self.excluded.get(other, False), where)
        self.picks[order.key] = either(self.picks.get(order.key, False), where)

    @property
    def room(self) -> Mask:
        """Where anything at all can still be ordered."""
        found: Mask = (self.paid > 0) | (self.free > 0)
        for offered in self.offers.values():
            found = either(found, offered >= 0)
        return found
