"""Single events of a log by name: `12.3` is the third event of line 12, as evaluators point at it.

An event of its own is what a finding rests on: all rulings of a turn are one line.
"""

import re
from typing import NamedTuple

WRITTEN = re.compile(r"([1-9][0-9]{0,7})(?:\.([1-9][0-9]{0,4}))?", re.ASCII)


class Reference(NamedTuple):
    """An event of a log: its line, and which of that line's it is, from 1; 0 is the whole line."""

    line: int
    event: int = 0

    def __str__(self) -> str:
        return f"{self.line}.{self.event}" if self.event else f"{self.line}"


def reference(text: str) -> Reference | None:
    """What a name points at; None where it is none."""
    found = WRITTEN.fullmatch(text.strip())
    return Reference(int(found[1]), int(found[2] or 0)) if found else None
