"""An evening of forty rooms in one process: what it holds at its end beyond its logs and its first turn."""

import subprocess
import sys
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from bench.measure import Figure, most
from bench.runs import MEMORY
from engine.rules.exercise import Exercise

GROWN = most(
    "an evening of forty rooms: memory after turn 1",
    0.1,
    why="Pages, words and stories as they were told, and lines as they were read, stay for the whole run.",
)
"""As a part of what is held after the first turn; the bytes that the logs have grown by are not counted."""
ROOMS, TURNS = 40, 8


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure]:
    """Played in a process of its own, in which time goes by as it is told to."""
    rooms, turns = (3, 2) if quick else (ROOMS, TURNS)
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        command = [sys.executable, "-m", "bench.evening_hall", folder, str(rooms), str(turns)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    (held, logs), *_, (end, all_logs) = ([float(word) for word in row.split()] for row in said.splitlines())
    beyond = (end - held) - (all_logs - logs)
    yield GROWN.figure(
        f"{beyond:+.1f} MB",
        f"{held:.0f} MB after turn 1",
        beyond / held,
        size=f"{rooms} rooms, {turns} turns, {all_logs:.0f} MB of logs",
    )
