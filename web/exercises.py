"""The exercises of a server: those that ship, and those that lie in a folder of its host.

What lies in the folder is looked at anew whenever it has changed. Nothing is read that leads out of it, and
whatever is wrong with one exercise is said of that one alone.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from engine.rules import load as shipped
from engine.rules.exercise import Exercise
from engine.rules.problems import ExerciseError, Problem

OWN = "./"
"""Before the name of what lies in the folder: no exercise that ships is called so."""
YAML = (".yaml", ".yml")
MOST_OWN = 100
"""Exercises of a folder that are listed."""
Stamp = tuple[tuple[str, int, int], ...]
"""The files of an exercise with the time and the size of each: another one where any has changed."""


class Unsound(NamedTuple):
    """An exercise that cannot be played, with what is wrong with it."""

    problems: tuple[Problem, ...]


class Exercises:
    """All exercises of one server, by their names. For any thread."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._known: dict[str, tuple[Stamp, Exercise | Unsound]] = {}
        self._lock = RLock()

    def names(self) -> list[str]:
        """Every exercise there is: those that ship, then those of the folder."""
        return [*shipped.names(), *self._own()]

    def _own(self) -> Iterator[str]:
        if self.folder is None:
            return
        found: list[Path] = []
        with suppress(OSError):  # a folder that is gone holds nothing
            found = sorted(entry for entry in self.folder.iterdir() if is_exercise(entry))
        for entry in found[:MOST_OWN]:
            yield f"{OWN}{entry.name}"

    def path(self, name: str) -> Path:
        """Where an exercise lies. Raises KeyError for a name that none has."""
        if name not in self.names():
            raise KeyError(name)
        if name.startswith(OWN):
            assert self.folder is not None
            return self.folder / name.removeprefix(OWN)
        return shipped.shipped() / name

    def exercise(self, name: str) -> Exercise:
        """An exercise as it stands now. Raises KeyError, and ExerciseError where it is not sound."""
        found = self.look(name)
        if isinstance(found, Unsound):
            raise ExerciseError(found.problems)
        return found

    def look(self, name: str) -> Exercise | Unsound:
        """The same, or what is wrong with it. Raises KeyError."""
        path = self.path(name)
        with self._lock:
            now = stamp(path)
            known = self._known.get(name)
            if known is None or known[0] != now:
                known = self._known[name] = now, self._read(name, path)
            return known[1]

    def _read(self, name: str, path: Path) -> Exercise | Unsound:
        try:
            if (
                name.startswith(OWN)
                and self.folder
                and (astray := next(leading_out(path, self.folder), None))
            ):
                message = f"'{astray.name}' leads out of the folder of exercises; put a copy of it there"
                return Unsound((Problem(path.name, 1, 1, "error", "not-found", message),))
            return shipped.load(path)
        except ExerciseError as fault:
            return Unsound(tuple(within(problem, path) for problem in fault.problems))
        except Exception as fault:  # whatever somebody has put into the folder: the others are offered
            message = f"{type(fault).__name__}: {fault}"
            return Unsound((within(Problem(path.name, 1, 1, "error", "not-readable", message), path),))


def is_exercise(entry: Path) -> bool:
    """Whether something in a folder is meant to be an exercise."""
    if entry.name.startswith((".", "_")):
        return False
    try:
        if entry.is_dir():
            return any(file.suffix in YAML for file in entry.iterdir())
    except OSError:
        return True  # what is wrong with it is said
    return entry.suffix in YAML and (entry.is_file() or entry.is_symlink())


def leading_out(path: Path, folder: Path) -> Iterator[Path]:
    """What of an exercise lies elsewhere than in the folder: links can lead anywhere."""
    root = folder.resolve()
    for file in (path, *(path.iterdir() if path.is_dir() else ())):
        if not file.resolve().is_relative_to(root):
            yield file


def stamp(path: Path) -> Stamp:
    """When the files of an exercise were last changed."""
    found = []
    with suppress(OSError):
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            with suppress(OSError):
                status = file.stat()
                found.append((file.name, status.st_mtime_ns, status.st_size))
    return tuple(found)


def within(problem: Problem, path: Path) -> Problem:
    """A problem with its file as it is called in the folder: where the folder lies is nobody's business."""
    file = problem.file.replace(f"{path}/", f"{path.name}/").replace(str(path), path.name)
    message = problem.message.replace(f"{path}/", f"{path.name}/").replace(str(path), path.name)
    return Problem(file, problem.line, problem.column, problem.severity, problem.code, message)
