"""From a file, a folder or a run log to an exercise that can be played."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.rules.argued import with_default_table
from engine.rules.build import Builder
from engine.rules.check import check
from engine.rules.collector import uncollected
from engine.rules.exercise import Exercise
from engine.rules.findings import Findings
from engine.rules.problems import ExerciseError, Problem, suggest
from engine.rules.read import Document, read
from engine.rules.schema import convert


def shipped() -> Path:
    """The folder of the exercises that come with Whitecell, installed or in a checkout."""
    engine = Path(__file__).resolve().parents[1]
    installed = engine / "_exercises"
    return installed if installed.is_dir() else engine.parent / "exercises"


def names() -> list[str]:
    """The ids of the shipped exercises."""
    return sorted(
        entry.name
        for entry in shipped().iterdir()
        if entry.is_dir() and not entry.name.startswith((".", "_"))
    )


def locate(name: str) -> Path:
    """A shipped id, a file or a folder as a path. Raises ExerciseError when there is no such thing."""
    if name in names():
        return shipped() / name
    path = Path(name)
    with suppress(OSError, ValueError):  # a name no file system could hold
        if path.exists():
            return path
    known = names()
    message = f"there is no exercise '{name}': name a shipped one ({', '.join(known)}), a file or a folder."
    raise ExerciseError((Problem(name, 1, 1, "error", "not-found", message + suggest(name, known)),))


def load(path: str | Path) -> Exercise:
    """Load an exercise for play. Raises ExerciseError with every problem when it is not sound."""
    exercise, findings = examine(path)
    findings.raise_errors()
    assert exercise is not None
    return exercise


def examine(path: str | Path) -> tuple[Exercise, Findings]:
    """An exercise with everything found in it. Raises ExerciseError when it cannot even be read."""
    with uncollected():
        return _examine(read(locate(str(path))), thorough=True)


def from_data(data: dict[str, Any], *, thorough: bool = False) -> Exercise:
    """The exercise a run log carries. It was checked when the run began, so only its meaning is built."""
    with uncollected():
        exercise, findings = _examine(Document.from_data(data), thorough=thorough)
    findings.raise_errors()
    return exercise


def _examine(document: Document, *, thorough: bool) -> tuple[Exercise, Findings]:
    document.data = with_default_table(document.data)
    file = convert(document)
    findings = Findings(document)
    exercise = Builder(file, findings).build()
    if thorough:
        check(exercise, findings)
    return exercise, findings
