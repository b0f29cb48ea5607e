"""A message on an open run, on disk when it is acknowledged, against write and fsync of the same bytes."""

import os
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.fold import TEXT
from bench.measure import Figure, least, rate, seconds
from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.exercise import Exercise

DURABLE = least("a message, durable", 0.85, wall=True)


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure]:
    """Messages a second, each fsynced, one of ours and one bare write in turn."""
    first, *_, second = exercise.roles  # two who may write to each other
    command = Command("message", first, {"to": [second], "text": TEXT})
    with TemporaryDirectory() as folder:
        run = Run.start(exercise, Path(folder) / "run.jsonl", seed=2025, people=[first])
        run.do(Command("advance"))
        raw = Path(folder) / "raw.jsonl"
        descriptor = os.open(raw, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        ours, theirs = [], []
        for _ in range(200 if quick else 3000):
            ours.append(seconds(lambda: run.do(command)))
            line = last_line(run)
            theirs.append(seconds(lambda line=line: bare(descriptor, line)))  # type: ignore[misc]
        os.close(descriptor)
        run.log.close()
    ratio = median(theirs) / median(ours)
    yield DURABLE.figure(rate(1 / median(ours)), rate(1 / median(theirs)) + " write+fsync", ratio)


def last_line(run: Run) -> bytes:
    """The bytes of the line just written."""
    with run.log.path.open("rb") as file:
        file.seek(-2000, os.SEEK_END)
        return file.read().splitlines(keepends=True)[-1]


def bare(descriptor: int, line: bytes) -> None:
    """What no durable log can do without."""
    os.write(descriptor, line)
    os.fsync(descriptor)
