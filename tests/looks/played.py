"""The runs that are looked at: the same on every machine, with a clock and ids of their own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.record.run import Run
from engine.rules.load import load
from tests.laws.people import People

BEGIN = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
MOMENTS = 6


class Ticking:
    """A clock that goes on by seventeen seconds at every look."""

    def __init__(self) -> None:
        self.moment = BEGIN

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=17)
        return self.moment


def played(name: str, folder: Path) -> Iterator[tuple[Run, int]]:
    """A run of people who do at random what they may, some of it taken back: as it is at some moments, with
    their number, and when it has ended.
    """
    exercise = load(name)
    run = Run.start(
        exercise, folder / f"{name}.jsonl", seed=8, people=list(exercise.roles), ready=True, clock=Ticking()
    )
    people = People(run, 8)
    for number in range(1, MOMENTS + 1):
        people.play(acts=5, most=7)
        if run.state.game.finished:
            break
        if run.state.game.phase == "rulings":
            people.attempt(people.override())
        if number == 3:
            people.attempt(people.undo())
        yield run, number
    people.play(acts=4)
    yield run, 0
