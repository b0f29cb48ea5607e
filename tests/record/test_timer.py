"""The clock of a phase: pauses stop it, control moves it, an undo only touches it with the phase."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command, Refusal
from engine.record.run import Run
from engine.review.fork import fork
from engine.words.language import Language
from tests.play.tiny import exercise

START = datetime(2025, 6, 3, 9, 0, tzinfo=UTC)


class Watch:
    """A run with a clock that goes on when it is told to."""

    def __init__(self, path: Path) -> None:
        self.now, self.path = START, path
        self.run = Run.start(exercise(), path, seed=1, clock=lambda: self.now)

    def after(self, wait: float, name: str, **data: Any) -> None:
        self.now += timedelta(minutes=wait)
        self.run.do(Command(name, data=data))

    def picture(self) -> dict[str, Any]:
        """The clock of a phase of ten minutes; whoever opens the run now reads the same."""
        found = self.run.timer.picture(10, self.now)
        assert Run.open(self.path).timer.picture(10, self.now) == found
        return found

    def left(self) -> float:
        return float(self.picture()["left"]) / 60


@pytest.fixture
def watch(path: Path) -> Watch:
    return Watch(path)


def test_the_clock_runs_from_the_opening_of_a_phase(watch: Watch) -> None:
    watch.after(3, "note", text="x")
    assert watch.picture() == {
        "total": 600,
        "left": 420,
        "paused": False,
        "paused_at": None,
        "added": 0,
        "ends": int((START + timedelta(minutes=10)).timestamp()),
    }
    watch.after(9, "note", text="y")
    assert watch.left() == -2
    watch.after(0, "advance")
    assert watch.left() == 10


def test_a_pause_stops_it(watch: Watch) -> None:
    watch.after(2, "pause")
    watch.after(5, "note", text="x")
    found = watch.picture()
    assert (found["left"], found["paused"], found["ends"]) == (480, True, None)
    assert found["paused_at"] == "2025-06-03T09:02:00.000Z"
    watch.after(1, "resume")
    watch.after(1, "note", text="y")
    assert (watch.left(), watch.picture()["paused"]) == (7, False)
    assert watch.picture()["ends"] == int((START + timedelta(minutes=16)).timestamp())


def test_control_gives_and_takes_minutes(watch: Watch) -> None:
    watch.after(2, "clock", minutes=5)
    watch.after(0, "clock", minutes=-1)
    found = watch.picture()
    assert (found["total"], found["left"], found["added"]) == (840, 720, 4)
    watch.after(0, "advance")
    assert watch.picture()["added"] == 0, "what was given was given to that phase"
    for minutes in (0, 31, -31, True, "5", None):
        with pytest.raises(Refusal, match="minutes"):
            watch.run.do(Command("clock", data={"minutes": minutes}))
    with pytest.raises(Refusal, match="control"):
        watch.run.do(Command("clock", "north", {"minutes": 1}))


def test_an_undo_moves_the_clock_only_with_the_phase(watch: Watch) -> None:
    watch.after(0, "advance")
    watch.after(4, "propose", role="north", to=["south"], text="x")
    watch.after(1, "undo")
    assert watch.left() == 5, "the phase is the same, and so is its clock"
    watch.after(1, "undo", line=1)
    assert (watch.run.state.game.phase, watch.left()) == ("situation", 10)


def test_the_clock_of_a_fork_begins_with_the_fork(watch: Watch, tmp_path: Path) -> None:
    for _ in range(5):
        watch.after(20, "advance")
    watch.now += timedelta(days=1)
    forked = fork(watch.run, tmp_path / "fork.jsonl", 2, lambda: watch.now)
    watch.now += timedelta(minutes=3)
    assert forked.timer.picture(10, watch.now)["left"] == 420


def test_an_undo_in_a_pause_leaves_the_clock_still(watch: Watch) -> None:
    watch.after(0, "advance")
    watch.after(4, "pause")
    watch.after(1, "undo", line=1)
    watch.after(9, "note", text="x")
    assert (watch.left(), watch.picture()["paused_at"]) == (10, "2025-06-03T09:04:00.000Z")
    watch.after(0, "resume")
    watch.after(2, "note", text="y")
    assert watch.left() == 8


@pytest.mark.parametrize("back", [timedelta(days=1), timedelta(days=22_000), timedelta(minutes=2)])
def test_a_clock_set_back_is_told_and_costs_no_phase_its_time(watch: Watch, back: timedelta) -> None:
    """The lines keep what the computer showed; what the phase had used stays used, and no more."""
    watch.after(3, "note", text="x")
    assert watch.run.timer.set_back is None
    watch.now -= back
    watch.after(0, "note", text="y")
    assert watch.left() == 7
    watch.after(2, "note", text="z")
    assert watch.left() == 5
    found = watch.run.timer.set_back
    assert found is not None
    assert found.line == 3
    assert found.before > found.at
    again = Run.open(watch.path)
    assert again.timer.set_back == found
    assert [line.data.get("text") for line in again.lines[1:]] == ["x", "y", "z"]
    assert "line 3" in found.words(Language("en").say)


def test_a_pause_over_a_clock_set_back(watch: Watch) -> None:
    watch.after(4, "pause")
    watch.now -= timedelta(days=1)
    watch.after(5, "resume")
    watch.after(1, "note", text="x")
    assert watch.left() == 5


def test_a_clock_that_is_put_right_by_a_little_is_no_news(watch: Watch) -> None:
    watch.after(3, "note", text="x")
    watch.now -= timedelta(seconds=2)
    watch.after(0, "note", text="y")
    assert watch.run.timer.set_back is None
    assert watch.left() == 7
