"""Problems of an exercise file: where, what is wrong, and what would be right."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal

from msgspec import Struct


class Problem(Struct, frozen=True):
    """One fault, at its place. Lines and columns count from 1; `code` is a stable word for scripts."""

    file: str
    line: int
    column: int
    severity: Literal["error", "warning"]
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class ExerciseError(Exception):
    """An exercise that cannot be used, with every problem found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def suggest(name: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` where something known is close, else nothing."""
    close = get_close_matches(str(name)[:80], list(known), 1)
    return f" Did you mean '{close[0]}'?" if close else ""
