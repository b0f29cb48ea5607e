"""What people of a seat say together, folded into the room: notebooks, promises, guesses, the text before the
parties.
"""

from collections.abc import Callable
from typing import Any

from engine.play.state import JointText, Room


def _jotted(room: Room, event: Any) -> None:
    room.notebooks[event.role] = event.text


def _promised(room: Room, event: Any) -> None:
    room.promises.append(room.history[-1])


def _guessed(room: Room, event: Any) -> None:
    for card, value in event.guesses.items():
        room.guesses[event.role, card] = value
        if not value:
            del room.guesses[event.role, card]


def _worded(room: Room, event: Any) -> None:
    room.joint = JointText(event.chair, event.parties, event.text, event.role)


def _initialled(room: Room, event: Any) -> None:
    if room.joint is not None:
        room.joint.initials.append(event.role)


TOGETHER: dict[str, Callable[[Room, Any], None]] = {
    "Jotted": _jotted,
    "Promised": _promised,
    "Guessed": _guessed,
    "Worded": _worded,
    "Initialled": _initialled,
}
