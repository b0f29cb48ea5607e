"""What ten times as much costs: of messages in a run, of lines in a log, of text in an exercise."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from bench.fold import TEXT, fold
from bench.fold import write as write_log
from bench.loading import load
from bench.measure import Figure, Row, in_turn, milliseconds, most
from bench.runs import MEMORY
from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.exercise import Exercise
from engine.rules.load import load as load_exercise

TIMES, MOST = 10, 11.0
MESSAGES = most("growth: ten times the messages", MOST)
LINES = most("growth: ten times the lines of a log", MOST)
TEXTS = most("growth: ten times the text of an exercise", MOST)
SMALL = "grey-strait"
COPIED = ("injects", "moves", "tables")
"""Parts of an exercise whose entries can stand beside a copy of themselves."""


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure]:
    """Each as the time of much against the time of a tenth of it."""
    rounds, few = (2, 100) if quick else (7, 1000)
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        talks = [partial(say, exercise, folder, few * times) for times in (TIMES, 1)]
        yield grown(MESSAGES, in_turn(*talks, rounds=rounds), size=f"{few * TIMES} messages")
        long, short = (Path(folder) / f"log-{times}.jsonl" for times in (TIMES, 1))
        lines, fewer = (
            write_log(exercise, path, number) for path, number in ((long, few * TIMES), (short, few))
        )
        much, little = in_turn(partial(fold, exercise, long), partial(fold, exercise, short), rounds=rounds)
        yield grown(LINES, (much, little * lines / fewer / TIMES), size=f"{lines} lines")
        paths = [Path(folder) / f"{copies}.yaml" for copies in (0, 1)]
        small, large = exercises(paths)
        ours, theirs = in_turn(partial(load, paths[1]), partial(load, paths[0]), rounds=rounds)
        yield grown(TEXTS, (ours, theirs * large / small / TIMES), size=f"{large // 1000} kB")


def grown(row: Row, times: Sequence[float], size: str) -> Figure:
    """So much longer does ten times as much take."""
    much, little = times
    return row.figure(milliseconds(much), milliseconds(little) + " a tenth", much / little, size=size)


def say(exercise: Exercise, folder: str, number: int) -> None:
    """So many messages in one run."""
    first, *_, second = exercise.roles  # two who may write to each other
    path = Path(folder) / "talk.jsonl"
    run = Run.start(exercise, path, seed=2025, people=[first])
    command = Command("message", first, {"to": [second], "text": TEXT})
    for _ in range(number):
        run.do(command)
    run.log.close()
    path.unlink()


def exercises(paths: list[Path]) -> list[int]:
    """An exercise, and the same with so many copies of its entries that its text is ten times as long."""
    data = load_exercise(SMALL).data
    small, copied = (len(dump(part)) for part in (data, {name: data[name] for name in COPIED}))
    copies = round((TIMES - 1) * small / copied)
    larger = {
        name: copied_beside(entries, copies) if name in COPIED else entries for name, entries in data.items()
    }
    for path, whole in zip(paths, (data, larger), strict=True):
        path.write_text(dump(whole), encoding="utf-8")
    return [path.stat().st_size for path in paths]


def copied_beside(entries: dict[str, Any], copies: int) -> dict[str, Any]:
    """Entries, each with so many copies beside it."""
    found = {f"{name}_{copy}": entry for copy in range(1, copies + 1) for name, entry in entries.items()}
    return {**entries, **found}


def dump(data: dict[str, Any]) -> str:
    class Plain(yaml.CSafeDumper):
        """Writes a value out wherever it stands."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    return yaml.dump(data, Dumper=Plain, allow_unicode=True, sort_keys=False)
