"""The parts of the bench in the order in which they are measured, and all their rows."""

from collections.abc import Iterator
from typing import Protocol

from bench import (
    debrief,
    documents,
    evening,
    fold,
    growth,
    loading,
    many,
    message,
    pages,
    peers,
    rehearsal,
    room,
    runs,
    table,
)
from bench.measure import Figure, LeftOut, Row
from engine.rules.exercise import Exercise


class Part(Protocol):
    """A module whose rows are constants of it."""

    def figures(self, exercise: Exercise, quick: bool, /) -> Iterator[Figure | LeftOut]:
        """What it measures, as it is measured."""


PEERS = "peers"
PARTS: dict[str, Part] = {
    "table": table,
    "runs": runs,
    "rehearsal": rehearsal,
    "fold": fold,
    "message": message,
    "loading": loading,
    "many": many,
    "evening": evening,
    "growth": growth,
    "pages": pages,
    "room": room,
    "debrief": debrief,
    "documents": documents,
    PEERS: peers,
}


def rows(part: str) -> list[Row]:
    """The rows of a part."""
    return [value for value in vars(PARTS[part]).values() if isinstance(value, Row)]
