"""The one place where the console is made, and where text of people is made harmless before it is shown."""

import os
import re
import sys
from typing import Any, TypeVar, cast

from rich.console import Console
from rich.theme import Theme

STYLES = {
    "act": "bold cyan",  # what can be done next
    "mark": "black on yellow",  # what moved, always with a sign of its own
    "moved": "yellow",  # the part of a bar that moved; always shaded, too
    "hit": "bold yellow",  # the row the dice hit; always with a pointer
    "edge": "bold red",  # an ending lies there; always hatched
    "quiet": "dim",
    "title": "bold not dim",
    "world": "italic",  # texts of the world, apart from those of the engine
}
WIDEST = 132
"""Lines longer than this are hard to read; a wider window stays empty at the right."""

# Control characters of both sets, and those that turn the direction of writing, but for tab and newline.
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def make_console(*, errors: bool = False, width: int | None = None) -> Console:
    """The console of this process. Markup is off: what people wrote is never read as instructions."""
    stream = sys.stderr if errors else sys.stdout
    console = Console(
        file=stream,
        theme=Theme(STYLES),
        markup=False,
        highlight=False,
        emoji=False,
        width=width,
        no_color=True if os.environ.get("NO_COLOR") else None,
    )
    if console.width > WIDEST:
        console.width = WIDEST
    return console


Plain = TypeVar("Plain")


def clean(text: str) -> str:
    """A text without the characters a terminal would obey."""
    return HARMFUL.sub("", text)


def clean_all(value: Plain) -> Plain:
    """Plain data with every text in it made harmless."""
    return cast(Plain, cleaned(value))


def cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {cleaned(key): cleaned(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(entry) for entry in value]
    return value
