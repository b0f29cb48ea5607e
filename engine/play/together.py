"""What people write together, folded into the room: notebooks, promises, the text before the parties."""

from collections.abc import Callable
from typing import Any

from engine.play.state import JointText, Room


def _jotted(room: Room, event: Any) -> None:
    room.notebooks[event.role] = event.text


def _promised(room: Room, event: Any) -> None:
    room.promises.append(room.history[-1])


def _worded(room: Room, event: Any) -> None:
    room.joint = JointText(event.chair, event.parties, event.text, event.role)


def _initialled(room: Room, event: Any) -> None:
    if room.joint is not None:
        room.joint.initials.append(event.role)


TOGETHER: dict[str, Callable[[Room, Any], None]] = {
    "Jotted": _jotted,
    "Promised": _promised,
    "Worded": _worded,
    "Initialled": _initialled,
}
