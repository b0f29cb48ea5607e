"""A forecast: control learns nothing of dice to come, and everything of those that have been thrown."""

from pathlib import Path

import pytest

from engine.play.automatic import play_on as played_on
from engine.play.commands import Command, Refusal
from engine.record.run import Run
from engine.rehearsal.forecast import after, forecast, outlook
from engine.rehearsal.question import LOOK_AHEAD
from engine.rules.exercise import Exercise
from tests.conftest import Play

RUNS = 60


def standing(exercise: Exercise, path: Path, play_on: Play, phase: str, turn: int = 2) -> Run:
    """A run of bots, led by hand, as it stands in a phase."""
    run = Run.start(exercise, path, seed=8)
    while (run.state.game.turn, run.state.game.phase) != (turn, phase):
        assert not run.state.game.finished
        run.press_on()
    return run


@pytest.mark.parametrize("phase", ["situation", "consultation", "orders", "report"])
def test_a_forecast_knows_nothing_of_the_dice_of_the_run(
    exercise: Exercise, path: Path, play_on: Play, phase: str
) -> None:
    """Law: the same state under another seed has the same odds, also with an inject that lets dice fall."""
    run = standing(exercise, path, play_on, phase, turn=1)
    other = run.state.copy()
    other.seed += 1
    assert forecast(run.state, runs=RUNS) == forecast(other, runs=RUNS)
    if phase != "report":
        for inject in exercise.injects:
            command = Command("release", data={"inject": inject})
            try:
                one = forecast(run.state, command, runs=RUNS)
            except Refusal:
                continue
            assert one == forecast(other, command, runs=RUNS)


def test_in_rulings_it_knows_what_control_sees(exercise: Exercise, path: Path, play_on: Play) -> None:
    """The rulings as they would be published count, for control reads them before it publishes."""
    run = standing(exercise, path, play_on, "rulings", turn=1)
    before = forecast(run.state, runs=RUNS).figures
    run.press_on()
    assert forecast(run.state, runs=RUNS).figures == before


def test_what_is_done_is_tried_run_by_run(exercise: Exercise, path: Path, play_on: Play) -> None:
    """With an inject and without it, both are what the ordinary engine comes to on the same seeds: without it
    also where the timetable would have released it.
    """
    run = standing(exercise, path, play_on, "situation")
    for inject in exercise.injects:
        command = Command("release", data={"inject": inject})
        try:
            found = forecast(run.state, command, runs=32).other
            states = after(run.state, command)
        except Refusal:
            continue
        assert found is not None
        each, number = 32 // len(states), len(states)
        games = [
            played_on(state, LOOK_AHEAD + at + number * time)
            for at, state in enumerate(states)
            for time in range(each)
        ]
        for entry in found.other.endings:
            came = sum(game.finished is not None and game.finished.ending == entry.id for game in games)
            assert entry.share.number == came
        without = [
            played_on(outlook(run.state, command).now, LOOK_AHEAD + at + number * time)
            for at in range(number)
            for time in range(each)
        ]
        for entry in found.first.endings:
            came = sum(game.finished is not None and game.finished.ending == entry.id for game in without)
            assert entry.share.number == came
        return
    raise AssertionError("there is nothing to release")


def test_what_is_refused_has_no_forecast(exercise: Exercise, path: Path, play_on: Play) -> None:
    run = standing(exercise, path, play_on, "situation")
    lines = len(run.log.lines)
    with pytest.raises(Refusal):
        forecast(run.state, Command("release", data={"inject": "no_such"}), runs=RUNS)
    assert len(run.log.lines) == lines
