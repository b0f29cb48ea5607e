"""What happens to injects: those of the exercise, and those that control writes."""

from typing import Any

from engine.play.event import Event

Words = str | dict[str, str]
"""A text that somebody wrote during play, alone or in several languages."""


class Released(Event, frozen=True):
    """An inject reached its readers."""

    inject: str
    to: list[str]
    knows: list[str] = []
    choices: dict[str, str] = {}
    capacity: str = "control"
    reason: str = ""
    """Why it was released so, for control."""


class Improvised(Event, frozen=True):
    """An inject written on the spot."""

    inject: str
    text: Words
    to: list[str]
    sender: Words = ""
    effects: list[str] = []
    title: Words = ""
    kind: str = ""
    expect: Words = ""
    because: list[str] = []
    reason: str = ""


class Written(Event, frozen=True):
    """An inject that control wrote and keeps: it lies in the tray from its turn on (0: at once)."""

    inject: str
    text: Words
    to: list[str]
    sender: Words = ""
    title: Words = ""
    kind: str = ""
    expect: Words = ""
    because: list[str] = []
    effects: dict[str, Any] = {}
    """As an exercise file would write them."""
    turn: int = 0


class Sought(Event, frozen=True):
    """A role asks control to release an inject that it may release with control's approval."""

    inject: str
    role: str


class Declined(Event, frozen=True):
    """Control does not release an inject that a role asked for."""

    inject: str
    role: str
    reason: str = ""


class Shelved(Event, frozen=True):
    """Control held, deferred or skipped an inject."""

    inject: str
    status: str
    until: int = 0
    reason: str = ""
