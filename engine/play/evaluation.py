"""What evaluators record, folded into the room: of each thing the latest stands."""

from collections.abc import Callable
from typing import Any

from engine.play.state import Room


def _rated(room: Room, event: Any) -> None:
    room.ratings[event.objective] = event


def _found(room: Room, event: Any) -> None:
    room.findings[event.finding] = event


def _planned(room: Room, event: Any) -> None:
    room.actions[event.action] = event


def _covered(room: Room, event: Any) -> None:
    room.cover = event


EVALUATION: dict[str, Callable[[Room, Any], None]] = {
    "Rated": _rated,
    "Found": _found,
    "Planned": _planned,
    "Covered": _covered,
}
