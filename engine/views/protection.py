"""The protective marking of a run's documents: all that others than control learn of the report's cover."""

from typing import NamedTuple

from engine.play.state import State


class Protection(NamedTuple):
    """What stands on every page of every copy, whoever it is for."""

    marking: str
    handling: str
    """To whom it may be given, and how it is kept."""


def protection(state: State) -> Protection:
    """As control has set it; empty where it has set none."""
    return Protection(state.room.cover.marking, state.room.cover.handling)
