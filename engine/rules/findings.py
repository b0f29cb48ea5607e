"""Collects what is wrong with an exercise, each finding at its place in the file."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from engine.rules.nodes import ExpressionFault
from engine.rules.problems import ExerciseError, Problem
from engine.rules.read import Document

Path = tuple[str | int, ...]


class Findings:
    """Problems of one document; the same fault at the same place is kept once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: dict[tuple[Path, str], Problem] = {}

    def add(
        self,
        path: Path,
        code: str,
        message: str,
        *,
        offset: int = 0,
        key: bool = False,
        severity: str = "error",
    ) -> None:
        """Report a problem at the value (or the key) of a path, `offset` characters into it."""
        if (path, message) in self.found:
            return
        file, line, column = self.document.mark(path, key=key, offset=offset)
        self.found[path, message] = Problem(file, line, column, severity, code, message)  # type: ignore[arg-type]

    def warn(self, path: Path, code: str, message: str, *, key: bool = False) -> None:
        """Report something that is allowed and probably not meant."""
        self.add(path, code, message, key=key, severity="warning")

    @contextmanager
    def at(self, path: Path, *, key: bool = False, shift: int = 0) -> Iterator[None]:
        """Report an expression fault raised inside as a problem at this path.

        The expression begins `shift` characters into the value. A fault of a definition is reported
        where it is defined and not at everything that reads it.
        """
        try:
            yield
        except ExpressionFault as fault:
            own = path[0] in ("define", "derived") and path[1] in fault.within
            if own or not fault.within:
                self.add(path, fault.code, fault.message, offset=fault.offset + shift, key=key)

    @property
    def problems(self) -> list[Problem]:
        return sorted(self.found.values(), key=lambda problem: (problem.file, problem.line, problem.column))

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    def raise_errors(self) -> None:
        """Raise ExerciseError if anything found is an error."""
        if self.errors:
            raise ExerciseError(tuple(self.problems))


def listed(words: Iterable[str]) -> str:
    """Words as they stand in a message."""
    return ", ".join(words)
