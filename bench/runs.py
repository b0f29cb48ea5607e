"""Bot-played runs a second: without a log, against a loop that only throws the same dice and copies the same
state; with one in memory, against the same runs without it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from bench.measure import Figure, in_turn, least, rate
from engine.play import adjudicate
from engine.play.automatic import play_out
from engine.play.combine import State as Vector
from engine.play.dice import throw
from engine.play.draft import Draft
from engine.play.events import PhaseBegan
from engine.record.run import Run
from engine.rules.exercise import Exercise

PLAIN = least(
    "bot-played runs, no log",
    1000,
    " /s",
    why="Every order, answer and step is an event that is made and folded, one run after the other; "
    "thousands of runs go through `engine/rehearsal`, whose rows are its own.",
)
LOGGED = least(
    "bot-played runs, log in memory",
    0.4,
    why="A line has each ruling with its trace and its chances, which nobody reckons where there is no log; "
    "then it is hashed and written by itself.",
)
MEMORY = Path("/dev/shm")


class Work(NamedTuple):
    """What no program could do without: the dice of a run, and how often it copies its state."""

    throws: list[tuple[int, str, tuple[int, ...]]]
    copies: int


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure]:
    """Runs without a log, and with one in memory."""
    seeds = range(20 if quick else 200)
    works = [needed(exercise, seed) for seed in seeds]
    start = exercise.vocabulary.start
    ours, theirs = in_turn(
        partial(without_log, exercise, seeds), partial(bare, works, start), rounds=2 if quick else 7
    )
    bare_runs = rate(len(seeds) / theirs) + " dice and copies"
    yield PLAIN.figure(rate(len(seeds) / ours), bare_runs, theirs / ours, measured=len(seeds) / ours)
    few = seeds[: len(seeds) // 10]
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        ours, theirs = in_turn(
            partial(with_log, exercise, few, Path(folder)),
            partial(without_log, exercise, few),
            rounds=2 if quick else 7,
        )
    yield LOGGED.figure(rate(len(few) / ours), rate(len(few) / theirs) + " without a log", theirs / ours)


def without_log(exercise: Exercise, seeds: range) -> None:
    """Whole runs that leave nothing behind."""
    for seed in seeds:
        play_out(exercise, seed)


def with_log(exercise: Exercise, seeds: range, folder: Path) -> None:
    """Whole runs with every command through the one door, each line hashed and written."""
    for seed in seeds:
        path = folder / f"{seed}.jsonl"
        run = Run.start(exercise, path, seed=seed)
        while not run.state.game.finished:
            run.press_on()
        run.log.close()
        path.unlink()


def bare(works: list[Work], start: Vector) -> None:
    """The dice and the copies, and no rule."""
    for work in works:
        for key, slot, faces in work.throws:
            throw(key, slot, faces)
        vector = start
        for _ in range(work.copies):
            vector = list(vector)


def needed(exercise: Exercise, seed: int) -> Work:
    """The dice a run throws, and one copy of the state for each pass, step, wave and phase."""
    throws: list[tuple[int, str, tuple[int, ...]]] = []
    copies = [0]

    def thrown(key: int, slot: str, faces: tuple[int, ...]) -> list[int]:
        throws.append((key, slot, faces))
        return throw(key, slot, faces)

    class Counted(adjudicate.Adjudication):
        def step(self, *words: Any, **named: Any) -> None:
            copies[0] += 1
            super().step(*words, **named)

    def adjudication(draft: Draft, *words: Any) -> adjudicate.Adjudication:
        copies[0] += 1
        found = original(draft, *words)
        found.__class__ = Counted
        return found

    def emit(draft: Draft, event: Any) -> None:
        copies[0] += isinstance(event, PhaseBegan)
        emitted(draft, event)

    original, emitted = Draft.adjudication, Draft.emit
    with (
        instead(adjudicate, "throw", thrown),
        instead(Draft, "adjudication", adjudication),
        instead(Draft, "emit", emit),
    ):
        play_out(exercise, seed)
    return Work(throws, copies[0])


@contextmanager
def instead(owner: Any, name: str, other: Any) -> Iterator[None]:
    """Something else in its place for a while."""
    kept = getattr(owner, name)
    setattr(owner, name, other)
    try:
        yield
    finally:
        setattr(owner, name, kept)
