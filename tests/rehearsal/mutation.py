"""Changes one token of a module of `engine.rehearsal`, and asks whether the tests of equality notice.

Run as a program: `python -m tests.rehearsal.mutation SEED NUMBER` says a line for each change, and exits.
Each change is tried in a process of its own, forked from one that has everything imported and loaded.
"""

import io
import os
import signal
import sys
import token
import tokenize
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module, util
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, NamedTuple

from engine import rehearsal

FOLDER = Path(rehearsal.__file__).parent
MODULES = (
    "budget",
    "columns",
    "combination",
    "masks",
    "phases",
    "policies",
    "rulings",
    "start",
    "steps",
    "trees",
)
SECONDS = 60
"""After these a change that makes everything run on counts as noticed."""
OTHER = {
    **{"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "+": "-", "-": "+"},
    **{"&": "|", "|": "&", "and": "or", "or": "and", "True": "False", "False": "True"},
    **{"both": "either", "either": "both", "without": "both", "minimum": "maximum", "maximum": "minimum"},
    **{"le": "lt", "lt": "le", "ge": "gt", "gt": "ge", "eq": "ne", "ne": "eq", "min": "max", "max": "min"},
    **{"next_offers": "offers", "opening": "state", "before": "after"},
}
"""What a token becomes; a number becomes the next one."""


class Change(NamedTuple):
    """One token of one module that is another."""

    module: str
    line: int
    place: int
    now: str
    then: str
    text: str
    """The line as it stands."""


def changes(module: str, reached: set[int]) -> Iterator[Change]:
    """Every change of one token in the lines that are reached."""
    source = (FOLDER / f"{module}.py").read_text()
    for found in tokenize.generate_tokens(io.StringIO(source).readline):
        line, place = found.start
        number = found.type == token.NUMBER and found.string.isdigit()
        then = str(int(found.string) + 1) if number else OTHER.get(found.string)
        if line in reached and then and "strict=" not in found.line[place - 7 : place]:
            yield Change(module, line, place, found.string, then, found.line.strip())


def changed(change: Change) -> str:
    """The source of a module with its change."""
    lines = (FOLDER / f"{change.module}.py").read_text().splitlines(keepends=True)
    line, end = lines[change.line - 1], change.place + len(change.now)
    lines[change.line - 1] = line[: change.place] + change.then + line[end:]
    return "".join(lines)


class Replaced(MetaPathFinder, Loader):
    """Imports one module from a source of its own."""

    def __init__(self, name: str, source: str) -> None:
        self.name, self.source = name, source

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        return util.spec_from_loader(fullname, self) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, f"{self.name} changed", "exec"), module.__dict__)


EXERCISES = (3, 12, 5, 8, 0, 9, 11, 13)


def noticed() -> bool:
    """Whether runs in columns differ anywhere from those of the ordinary engine."""
    partings = import_module("tests.rehearsal.test_generated").partings
    return any(any(True for _ in partings(LOADED[number], number, 8, 10)) for number in EXERCISES)


LOADED: dict[int, Any] = {}


def tried(change: Change) -> bool:
    """Whether a change is noticed, tried in a process of its own."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    signal.alarm(SECONDS)
    sys.stderr = sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (till the process ends)
    found = True
    try:
        for name in [
            name for name in sys.modules if name.startswith(("engine.rehearsal", "tests.rehearsal"))
        ]:
            if name != __name__:
                del sys.modules[name]
        sys.meta_path.insert(0, Replaced(f"engine.rehearsal.{change.module}", changed(change)))
        found = noticed()
    finally:
        os._exit(int(found))


def reached() -> dict[str, set[int]]:
    """By module, the lines that the tests come to."""
    found: dict[str, set[int]] = {str(FOLDER / f"{module}.py"): set() for module in MODULES}

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        lines = found.get(frame.f_code.co_filename)
        if lines is None:
            return None
        if event == "line":
            lines.add(frame.f_lineno)
        return trace

    sys.settrace(trace)
    try:
        assert not noticed()
    finally:
        sys.settrace(None)
    return {Path(path).stem: lines for path, lines in found.items()}


def lot(seed: int, change: Change) -> str:
    """By what changes are drawn: the same ones whatever else is written anew around them."""
    text = f"{seed} {change.module} {change.text} {change.place} {change.then}"
    return sha256(text.encode()).hexdigest()


def main(seed: int, number: int) -> None:
    generated = import_module("tests.rehearsal.test_generated")
    LOADED.update((entry, generated.exercise_of(entry)) for entry in EXERCISES)
    every = [change for module, lines in reached().items() for change in changes(module, lines)]
    for change in sorted(every, key=lambda change: lot(seed, change))[:number]:
        what = "noticed" if tried(change) else "unnoticed"
        print(
            what,
            change.module,
            f"{change.now}>{change.then}",
            f"{change.line}:{change.place}",
            change.text,
            sep="\t",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
