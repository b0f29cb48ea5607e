"""Problems of an exercise file: where, what is wrong, and what would be right."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import force_setattr

MOST_CHARACTERS = 700
"""Of a message: what a file says about itself is quoted in it, and a file may say anything."""

FEW = 8
"""As many names as can be listed in a message."""


class Problem(Struct, frozen=True):
    """One fault, at its place. Lines and columns count from 1; `code` is a stable word for scripts."""

    file: str
    line: int
    column: int
    severity: Literal["error", "warning"]
    code: str
    message: str

    def __post_init__(self) -> None:
        if len(self.message) > MOST_CHARACTERS or not self.message.isprintable():
            force_setattr(self, "message", clip(self.message, MOST_CHARACTERS))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


def clip(text: object, length: int = 60) -> str:
    """A text as it can stand in a message: one line, not too long, what cannot be seen by its number."""
    line = "".join(letter if letter.isprintable() else _unseen(letter) for letter in str(text)[: 4 * length])
    line = " ".join(line.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def _unseen(letter: str) -> str:
    return " " if letter in "\t\n\r" else f"<U+{ord(letter):04X}>"


def place(problem: Problem) -> tuple[str, int, int]:
    """What problems are sorted by."""
    return problem.file, problem.line, problem.column


class ExerciseError(Exception):
    """An exercise that cannot be used, with every problem found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=place))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def suggest(name: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` where something known is close, else nothing."""
    found = close(name, known)
    return f" Did you mean '{found}'?" if found else ""


def close(name: str, known: Iterable[str]) -> str:
    """What is known that is closest to a name; nothing where nothing is close."""
    from difflib import get_close_matches  # costs to import, and a sound exercise needs no advice

    return next(iter(get_close_matches(str(name)[:80], [word[:80] for word in known], 1)), "")


def among(name: str, known: Iterable[str]) -> str:
    """The same, or everything there is where that is little."""
    known = list(known)
    everything = f" There is: {', '.join(known)}" if 0 < len(known) <= FEW else ""
    return suggest(name, known) or everything
