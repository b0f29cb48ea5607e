"""What roles have asked control for. Requests are named in their order, which only control learns.

A request may name an order of a role that control plays: then control can give that order as it stands.
"""

from typing import NamedTuple, cast

from engine.play.events import Ordered, Requested
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
    """How control has done with it: answered, aside, aloud or ordered; empty where it waits."""

    @property
    def waits(self) -> bool:
        """Whether nobody has answered it or ordered it; what was put aside can still be."""
        return self.done in ("", "aside")


def requests(state: State) -> dict[str, Request]:
    """Every request of the run by its name."""
    room, found = state.room, {}
    history = state.game.history if room.ordered else []
    ordered = {moment.line for moment in history if type(moment.event) is Ordered}
    for number, moment in enumerate(room.requests, 1):
        name = f"R{number:02d}"
        how = room.answered.get(name, "")
        if how == "ordered" and room.ordered[name] not in ordered:  # taken back by an undo: it waits again
            how = ""
        event = cast(Requested, moment.event)
        found[name] = Request(moment.turn, moment.phase, event, moment.line, how)
    return found


def on_request(state: State, role: str) -> list[Order]:
    """Orders of roles that control plays for this role to ask for; a letter is its sender's to send."""
    return [
        order
        for played in state.control_roles
        if played != role
        for order in state.exercise.orders_of[played]
        if order.move_id in seat_under(state, played).on_request and sender_of(order) in ("", role)
    ]
