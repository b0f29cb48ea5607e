"""What a seat could have ordered instead, in a turn whose orders were locked."""

from collections.abc import Iterator

from engine.play.doctrine import Doctrine
from engine.play.draft import Draft
from engine.play.phases import budget
from engine.play.state import Orders, State
from engine.rules.exercise import Order


def as_locked(before: State, after: State) -> State:
    """The run before its lock, with what was locked as the orders that every seat has given."""
    found = before.copy()
    found.drafts = {}
    found.game.orders = {
        role: [sealed(found, role, entry) for entry in after.game.orders.get(role, ())]
        for role in found.exercise.roles
    }
    found.game.sealed = set(found.exercise.roles)
    return found


def sealed(state: State, role: str, entry: dict[str, object]) -> dict[str, object]:
    """An order that was locked, as it had been given."""
    given = (known for known in state.game.orders.get(role, ()) if known["order"] == entry["order"])
    return next(given, {name: part for name, part in entry.items() if name in ("order", "secret", "message")})


def instead(state: State, role: str, orders: Orders) -> State:
    """The run with other orders of one seat."""
    found = state.copy()
    found.game.orders = {**state.game.orders, role: orders}
    return found


def alternatives(state: State, role: str) -> list[Orders]:
    """Lists of orders that a seat could have given, without the one it gave: none at all, what its doctrine
    wanted, its own with one left out, and its own after one of all others, as far as both were allowed.
    """
    own = state.game.orders[role]
    found = [list(orders) for orders in candidates(state, role, own)]
    taken = {keys(own)}
    fresh = []
    for orders in found:
        if keys(orders) not in taken:
            taken.add(keys(orders))
            fresh.append(orders)
    return fresh


def candidates(state: State, role: str, own: Orders) -> Iterator[Orders]:
    yield []
    yield doctrine(state, role)
    for entry in own:
        yield [other for other in own if other is not entry]
    exercise = state.exercise
    for order in exercise.orders_of[role]:
        able = budget(Draft(state, traced=False), role)
        if able.refusal(order):
            continue
        able.take(order)
        kept = [{"order": order.key}]
        for entry in own:
            known: Order = exercise.orders[entry["order"]]
            if not able.refusal(known):
                able.take(known)
                kept.append(entry)
        yield kept


def doctrine(state: State, role: str) -> Orders:
    """What a bot in this seat would have ordered."""
    able = budget(Draft(state, traced=False), role)
    Doctrine(state.exercise).orders(role, state.game.opening, able)
    return [{"order": pick.order.key} for pick in able.picks]


def keys(orders: Orders) -> frozenset[str]:
    """What orders come to: their order among themselves decides nothing."""
    return frozenset(entry["order"] for entry in orders)
