"""Replay: every stop shows the run as it stood, and a role no more than it was told."""

from pathlib import Path
from typing import Any

import pytest

from engine.play.views import CONTROL, PUBLIC, Stories, view
from engine.record.run import Record, Run
from engine.review.replay import Replay
from engine.rules.exercise import Exercise
from tests.laws.people import People


def played(exercise: Exercise, path: Path, seed: int, preset: str | None = None) -> Run:
    """A run of people, taken back several times; control discloses everything at its end."""
    run = Run.start(exercise, path, seed=seed, people=list(exercise.roles), preset=preset)
    people = People(run, seed)
    for _ in range(4):
        people.play(most=12)
        people.attempt(people.undo())
    people.play()
    assert run.state.game.finished
    return run


def of_its_turn(picture: dict[str, Any]) -> dict[str, Any]:
    """A view with the story of its turn alone, as a replay gives it."""
    return picture | {"story": [fact for fact in picture["story"] if fact["turn"] == picture["turn"]]}


def own(picture: dict[str, Any]) -> dict[str, Any]:
    """A picture of a replay without what is the replay's own."""
    return {name: part for name, part in picture.items() if name not in ("stop", "stops", "fresh")}


def hold(run: Run, every: int) -> None:
    """The law at every so-manieth line, for control, all roles and the public."""
    replay, record = Replay(run), Record(run.exercise, run.state.seed)
    stories = Stories(record.state)
    ends = {entry["line"]: entry["stop"] for entry in replay.stops(CONTROL)}
    lasts = {}
    for eyes in (*run.exercise.roles, PUBLIC):
        for stop in replay.listed(eyes, "en"):
            lasts[eyes, stop.chapter.places[stop.first][0]] = stop.entry["stop"]
    for line in run.log.lines:
        record.take(line, line.events)
        if line.seq % every:
            continue
        for eyes in (CONTROL, *run.exercise.roles, PUBLIC):
            stop = ends.get(line.seq) if eyes == CONTROL else lasts.get((eyes, line.seq))
            if stop is not None:
                live = of_its_turn(view(record.state, eyes, "en", stories))
                assert own(replay.picture(stop, eyes)) == live, f"line {line.seq}: {eyes}"


@pytest.mark.parametrize("seed", [1])
def test_a_stop_shows_the_run_as_it_stood(exercise: Exercise, path: Path, seed: int) -> None:
    """Law: after the last event of a line, replay and live view are equal."""
    hold(played(exercise, path, seed), 3)
