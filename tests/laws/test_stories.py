"""Running stories: what is told bit by bit is what is told from the start."""

from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from engine.record.folded import Record
from engine.record.run import Run
from engine.rules.exercise import Exercise
from engine.views import CONTROL, PUBLIC, Stories, view
from engine.views.stories import Recent
from tests.laws.people import People


def played(exercise: Exercise, path: Path, seed: int) -> Run:
    """A run of people, taken back several times; control discloses everything at its end."""
    run = Run.start(exercise, path, seed=seed, people=list(exercise.roles))
    people = People(run, seed)
    for _ in range(5):
        people.play(most=15)
        people.attempt(people.undo())
    people.play()
    return run


def hold(run: Run, every: int, languages: int = 2) -> None:
    """The law at every so-manieth line, for all seats in so many languages; some run behind the others.

    With one language, every other seat reads Polish.
    """
    exercise = run.exercise
    record = Record(exercise, run.state.seed)
    stories = Stories(record.state)
    for number, events in enumerate(run.record.events, 1):
        record.take(SimpleNamespace(seq=number), events)  # type: ignore[arg-type]
        if number % every and number != len(run.record.events):
            continue
        for index, seat in enumerate((*exercise.roles, CONTROL, PUBLIC)):
            if number % (1 + index % 3) and number != len(run.record.events):
                continue
            for language in (("en", "pl") * 2)[index % 2 :][:languages]:
                running = view(record.state, seat, language, stories)
                fresh = view(record.state, seat, language)
                assert msgspec.json.encode(running) == msgspec.json.encode(fresh), f"line {number}: {seat}"


@pytest.mark.parametrize("seed", [1, 2])
def test_a_running_story_is_the_story(exercise: Exercise, path: Path, seed: int) -> None:
    """Law: through everything people do, with games taken back, for every seat."""
    hold(played(exercise, path, seed), 7)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3, 4))
def test_a_running_story_is_the_story_at_every_line(exercise: Exercise, path: Path, seed: int) -> None:
    """The same law at every line, each seat in one language: what is told of a line does not hang on it."""
    hold(played(exercise, path, seed), 1, languages=1)


def test_stories_of_another_state_begin_anew(exercise: Exercise, tmp_path: Path) -> None:
    """One that was folded afresh, as after a command that the disk refused, or another run."""
    one, other = (played(exercise, tmp_path / f"{seed}.jsonl", seed) for seed in (6, 7))
    stories = Stories(one.state)
    for run in (one, other, one):
        assert view(run.state, CONTROL, "en", stories) == view(run.state, CONTROL)


def test_the_recent_story_is_the_end_of_the_story(exercise: Exercise, path: Path) -> None:
    """Law: whoever looks once reads what the whole story says of the turn that stands, and the same news."""
    run = played(exercise, path, 8)
    record = Record(exercise, run.state.seed)
    for number, events in enumerate(run.record.events, 1):
        record.take(SimpleNamespace(seq=number), events)  # type: ignore[arg-type]
        if number % 23 and number != len(run.record.events):
            continue
        for seat in (exercise.roles[number % len(exercise.roles)], CONTROL, PUBLIC):
            whole, recent = view(record.state, seat), view(record.state, seat, "en", Recent())
            told = [fact for fact in whole["story"] if fact["turn"] == whole["turn"]]
            words = [[{**fact, "number": 0} for fact in story] for story in (recent["story"], told)]
            assert words[0] == words[1], f"line {number}: {seat}"
            assert {**recent, "story": []} == {**whole, "story": []}, f"line {number}: {seat}"
