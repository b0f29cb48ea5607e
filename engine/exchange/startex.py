"""When a run began, and how long it was played: from STARTEX to ENDEX.

STARTEX is the first line only where no ready room waited for it. What is written after ENDEX is no play.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from engine.play.events import Finished
from engine.play.state import State


def startex(state: State) -> int:
    """The line of STARTEX; 0 where it is still to come."""
    return 0 if state.room.ready else state.room.startex


def played_minutes(state: State, lines: Sequence[Any]) -> int:
    """Whole minutes from STARTEX to ENDEX, or to the last line of a run that goes on."""
    if not lines:
        return 0
    ended = [moment.line for moment in state.game.history if isinstance(moment.event, Finished)]
    first, last = startex(state) or len(lines), ended[-1] if ended else len(lines)
    begun, over = (datetime.fromisoformat(lines[number - 1].at) for number in (first, last))
    return round((over - begun).total_seconds() / 60)
