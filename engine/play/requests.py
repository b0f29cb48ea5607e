"""What roles have asked control for. Requests are named in their order, which only control learns."""

from typing import NamedTuple

from engine.play.events import Requested
from engine.play.state import State


class Request(NamedTuple):
    """A request with the moment it was made in."""

    turn: int
    phase: str
    event: Requested


def requests(state: State) -> dict[str, Request]:
    """Every request of the run by its name."""
    found: dict[str, Request] = {}
    for moment in state.room.history:
        if isinstance(moment.event, Requested):
            found[f"R{len(found) + 1:02d}"] = Request(moment.turn, moment.phase, moment.event)
    return found
