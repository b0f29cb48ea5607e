"""What roles have asked control for. Requests are named in their order, which only control learns.

A request may name an order of a role that control plays: then control can give that order as it stands.
"""

from collections.abc import Iterator
from typing import NamedTuple, cast

from engine.play.events import Locked, Ordered, Requested, Settled
from engine.play.messages import sender_of
from engine.play.permissions import seat_under
from engine.play.state import State
from engine.rules.exercise import Order


class Request(NamedTuple):
    """A request with the moment it was made in."""

    turn: int
    phase: str
    event: Requested
    line: int
    done: str
    """How control has done with it: answered, aside, aloud or ordered; empty where it waits, also where what
    was ordered for it no longer stands.
    """

    @property
    def waits(self) -> bool:
        """Whether nobody has answered it or ordered it; what was put aside can still be."""
        return self.done in ("", "aside")


def requests(state: State) -> dict[str, Request]:
    """Every request of the run by its name."""
    found = {}
    for number, moment in enumerate(state.room.requests, 1):
        name = f"R{number:02d}"
        how = state.room.answered.get(name, "")
        event = cast(Requested, moment.event)
        if how in ("ordered", "withdrawn"):
            how = "ordered" if stands(state, event.order, moment.line) else ""
        found[name] = Request(moment.turn, moment.phase, event, moment.line, how)
    return found


def stands(state: State, key: str, since: int) -> bool:
    """Whether an order was given after a line and never taken back: neither by later orders of its role, nor
    at the lock, nor by an undo.
    """
    role, turns = state.exercise.orders[key].role, dict[int, bool]()
    for moment in state.game.history:
        event = moment.event
        if moment.line > since and isinstance(event, Ordered | Locked):
            if isinstance(event, Locked):
                given = event.orders.get(role, [])
            elif event.role == role:
                given = event.orders
            else:
                continue
            turns[moment.turn] = any(entry["order"] == key for entry in given)
    return any(turns.values())


def settled_anew(state: State) -> Iterator[Settled]:
    """What the authors of requests are still to be told: that their order was taken back, or stands again."""
    for number, moment in enumerate(state.room.requests, 1):
        name, event = f"R{number:02d}", cast(Requested, moment.event)
        told = state.room.answered.get(name, "")
        if told in ("ordered", "withdrawn"):
            how = "ordered" if stands(state, event.order, moment.line) else "withdrawn"
            if how != told:
                yield Settled(request=name, role=event.role, how=how, order=event.order)


def on_request(state: State, role: str) -> list[Order]:
    """Orders of roles that control plays for this role to ask for; a letter is its sender's to send."""
    return [
        order
        for played in state.control_roles
        if played != role
        for order in state.exercise.orders_of[played]
        if order.move_id in seat_under(state, played).on_request and sender_of(order) in ("", role)
    ]
