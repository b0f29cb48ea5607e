"""Forty runs of one exercise in one process: what it takes to open them, and to hold each."""

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.loading import load
from bench.measure import Figure, in_turn, milliseconds, most
from bench.runs import MEMORY
from engine.record import shared
from engine.record.run import Run
from engine.rules.exercise import Exercise

OPENED = most("forty runs opened, in loads", 2.0)
HELD_EACH = most("memory of forty rooms, each beyond the first", 5, " MB")
RUNS, STEPS = 40, 20
HELD = """
import re, sys
from pathlib import Path
from web.runs import Runs
runs = Runs(Path(sys.argv[1]))
for name in runs.names()[: int(sys.argv[2])]:
    runs.run(name).picture("control", "en")
print(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure]:
    """Opening, against loading the exercise once; holding, against holding one of them."""
    number = 10 if quick else RUNS
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        paths = [Path(folder) / f"{place:02d}.jsonl" for place in range(number)]
        for place, path in enumerate(paths):
            write(exercise, path, place)
        ours, theirs = in_turn(partial(opened, paths), load, rounds=2 if quick else 7)
        yield OPENED.figure(
            milliseconds(ours), milliseconds(theirs) + " one load", ours / theirs, size=f"{number}"
        )
        one, all_ = held(folder, 1), held(folder, number)
        each = (all_ - one) / (number - 1)
        yield HELD_EACH.figure(
            f"{each:.1f} MB", f"{one:.0f} MB with one", each / one, measured=each, size=f"{number}"
        )


def write(exercise: Exercise, path: Path, seed: int) -> None:
    """The beginning of an evening."""
    run = Run.start(exercise, path, seed=seed, people=exercise.roles[:2])
    for _ in range(STEPS):
        run.press_on()
    run.log.close()


def opened(paths: list[Path]) -> list[Run]:
    """All of them, in a process that knows nothing yet."""
    shared.forget()
    return [Run.open(path) for path in paths]


def held(folder: str, number: int) -> float:
    """Megabytes of a server that has opened so many of them."""
    command = [sys.executable, "-c", HELD, folder, str(number)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) / 1024
