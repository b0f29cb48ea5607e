"""What a seat could have ordered instead, in a turn whose orders were locked."""

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
    """What a seat could have ordered with none of the orders that it gave: nothing, what its doctrine wanted,
    and each other order first, with what its doctrine wanted as far as both were allowed.
    """
    own = keys(state.game.orders[role])
    wanted = [entry for entry in doctrine(state, role) if entry["order"] not in own]
    others = [order for order in state.exercise.orders_of[role] if order.key not in own]
    found = [*([[]] if own else []), wanted, *(allowed(state, role, order, wanted) for order in others)]
    fresh = {keys(orders): orders for orders in reversed(found)}
    fresh.pop(own, None)
    return list(fresh.values())[::-1]


def allowed(state: State, role: str, first: Order, more: Orders) -> Orders:
    """Orders as far as a seat may give them, in this turn."""
    able, found = budget(Draft(state, traced=False), role), Orders()
    for key in (first.key, *(entry["order"] for entry in more)):
        order = state.exercise.orders[key]
        if not able.refusal(order):
            able.take(order)
            found.append({"order": key})
    return found


def doctrine(state: State, role: str) -> Orders:
    """What a bot in this seat would have ordered."""
    able = budget(Draft(state, traced=False), role)
    Doctrine(state.exercise).orders(role, state.game.opening, able)
    return [{"order": pick.order.key} for pick in able.picks]


def keys(orders: Orders) -> frozenset[str]:
    """What orders come to: their order among themselves decides nothing."""
    return frozenset(entry["order"] for entry in orders)
