"""What Whitecell does beside its peers."""

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from time import perf_counter

from bench.fold import TEXT, again, fold
from bench.fold import write as write_log
from bench.measure import Side
from bench.runs import instead, without_log
from engine.play.commands import Command
from engine.play.draft import Draft
from engine.play.events import Event, Locked
from engine.record.run import Run
from engine.rules.exercise import Exercise

AT_ONCE = 20
"""Messages kept one after the other, before another has its turn."""


def deciding(exercise: Exercise, runs: int) -> Side:
    """Whole runs of bots without a log. Only orders count, though much else is decided beside them."""
    seeds = range(runs)
    return Side(partial(without_log, exercise, seeds), orders(exercise, seeds))


def orders(exercise: Exercise, seeds: range) -> int:
    """How many orders these runs decide."""
    found = [0]

    def emit(draft: Draft, event: Event) -> None:
        if isinstance(event, Locked):
            found[0] += sum(map(len, event.orders.values()))
        emitted(draft, event)

    emitted = Draft.emit
    with instead(Draft, "emit", emit):
        without_log(exercise, seeds)
    return found[0]


def replaying(exercise: Exercise, path: Path) -> Side:
    """A log of bots read with its chain, folded, and all decided afresh and compared."""
    run = Run.start(exercise, path, seed=2025)
    while not run.state.game.finished:
        run.press_on()
    run.log.close()
    events = (event for line in run.log.lines for event in line.events if isinstance(event, Locked))
    number = sum(len(ordered) for event in events for ordered in event.orders.values())
    return Side(lambda: again(fold(exercise, path)), number)


def written(exercise: Exercise, path: Path, lines: int) -> int:
    """A long log in which people talk. How many events it has."""
    write_log(exercise, path, lines)
    return sum(len(line.events) for line in Run.open(path).log.lines)


def reading(exercise: Exercise, path: Path, events: int) -> Side:
    """The state of a long log, read with its chain and folded."""
    return Side(partial(fold, exercise, path), events)


def keeping(held: ExitStack, exercise: Exercise, folder: Path) -> Side:
    """Messages on an open run, each on disk before the next one."""
    first, *_, second = exercise.roles  # two who may write to each other
    run = Run.start(exercise, folder / "kept.jsonl", seed=2025, people=[first])
    held.callback(run.log.close)
    command = Command("message", first, {"to": [second], "text": TEXT})

    def messages() -> None:
        for _ in range(AT_ONCE):
            run.do(command)

    messages()  # the first line has the whole exercise in it, and is no measure of the others
    return Side(messages, AT_ONCE, perf_counter)
