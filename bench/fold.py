"""A long log folded with its chain, and decided afresh, against parsing its lines and no more."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from bench.measure import Figure, in_turn, least, rate
from bench.runs import MEMORY
from engine.play.commands import Command
from engine.record.log import Log, uncollected
from engine.record.migration import Reader
from engine.record.run import Run, now
from engine.review.verify import readjudicate
from engine.rules.exercise import Exercise

FOLD = least("a log folded with its chain", 0.35)
AFRESH = least("the same decided afresh", 0.15)
TEXT = "We could live with a pause in exercises if inspectors come first; say so to nobody else yet."


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure]:
    """Lines a second, for a whole run between whose moves people talk."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        path = Path(folder) / "long.jsonl"
        lines = write(exercise, path, 500 if quick else 5000)
        run = Run.open(path)
        ours, afresh, theirs = in_turn(
            partial(fold, exercise, path),
            partial(again, run),
            partial(parse, path),
            rounds=3 if quick else 11,
        )
    parsed = rate(lines / theirs) + " parsed only"
    yield FOLD.figure(rate(lines / ours), parsed, theirs / ours, size=f"{lines} lines")
    yield AFRESH.figure(rate(lines / afresh), parsed, theirs / afresh)


def write(exercise: Exercise, path: Path, lines: int) -> int:
    """A run that is played to its end, with messages and notes in between. How many lines it has."""
    first, *_, second = exercise.roles  # two who may write to each other
    run = Run.start(exercise, path, seed=2025, people=[first])
    talk = max(1, lines // 80)
    while not run.state.game.finished:
        for number in range(talk):
            if number % 4:
                run.do(Command("message", first, {"to": [second], "text": TEXT}))
            else:
                run.do(Command("note", data={"text": TEXT}))
        run.press_on()
    run.log.close()
    return len(run.log.lines)


def fold(exercise: Exercise, path: Path) -> Run:
    """Read, verify and fold; the exercise is loaded already, for that is another figure."""
    log = Log.open(path, Reader())
    run = Run(log, exercise, now)
    with uncollected(log.lines):
        run.catch_up(log.lines)
    return run


def again(run: Run) -> None:
    """Decide every command anew and compare what it causes, as `whitecell verify` does after the fold."""
    assert readjudicate(run) is None


def parse(path: Path) -> None:
    """Parse every line."""
    with path.open("rb") as file:
        for line in file:
            msgspec.json.decode(line)
