"""When a run began: at STARTEX, which is the first line only where no ready room waited for it."""

from engine.play.events import Started
from engine.play.state import State


def startex(state: State) -> int:
    """The line of STARTEX; 0 where it is still to come."""
    if state.room.ready:
        return 0
    return next((moment.line for moment in state.room.history if isinstance(moment.event, Started)), 1)
