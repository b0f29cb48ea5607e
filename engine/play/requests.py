"""What roles have asked control for. Requests are named in their order, which only control learns."""

from typing import NamedTuple, cast

from engine.play.events import Requested
from engine.play.state import State


class Request(NamedTuple):
    """A request with the moment it was made in."""

    turn: int
    phase: str
    event: Requested


def requests(state: State) -> dict[str, Request]:
    """Every request of the run by its name."""
    return {
        f"R{number:02d}": Request(moment.turn, moment.phase, cast(Requested, moment.event))
        for number, moment in enumerate(state.room.requests, 1)
    }
