"""Many states in few passes: whoever goes on beside a run, it ends as it does by itself."""

from pathlib import Path

import pytest

from engine.play.state import State
from engine.record.run import Run
from engine.rehearsal import crowd
from engine.rehearsal.crowd import Crowd
from engine.rehearsal.ensemble import Ensemble
from engine.rehearsal.odds import odds_of, work
from engine.rehearsal.question import LOOK_AHEAD
from engine.review.lived import lived
from engine.rules.exercise import Exercise
from tests.laws.people import People


@pytest.mark.parametrize("most", [37, 24_000])
def test_whoever_goes_on_beside_it_a_run_ends_as_it_does_alone(
    exercise: Exercise, path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Law: states of every phase, played by people who do everything, each as often as another number says;
    few places or many in a pass: the same endings and scores, run by run, and progress never runs over.
    """
    run = Run.start(exercise, path, seed=8, people=[*exercise.roles, "control"])
    people = People(run, 8)
    for _ in range(2):
        people.play(most=20)
        people.attempt(people.undo())
    people.play()
    states = [state for step in lived(run) for state in (step.before, step.after)]
    states = [state for state in states if not state.game.finished][::3]
    numbers = [2 + index % 5 for index in range(len(states))]
    monkeypatch.setattr(crowd, "MOST", most)
    game = next(state for state in states if state.game.phase).game
    ensemble = Ensemble(exercise, game.format, game.preset)
    told: list[int] = []
    whole = Crowd(ensemble, states, numbers, LOOK_AHEAD)
    ends = whole.play(told.append)
    for index, state in enumerate(states):
        seeds = [LOOK_AHEAD + number for number in range(numbers[index])]
        alone = ensemble.go_on([state], seeds) if state.game.phase else ensemble.start(seeds)
        mine = slice(whole.begins[index], whole.begins[index + 1])
        assert ends.endings[mine].tolist() == alone.endings.tolist()
        for role, scores in alone.scores.items():
            assert ends.scores[role][mine].tolist() == scores.tolist()
    assert {state.game.phase for state in states} > {"situation", "consultation", "orders"}
    assert sum(told) > 0
    assert work(states) > 0


def test_as_many_are_aboard_at_once_as_there_is_room_for(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: in their order, each once, full to the brim; what is too large alone goes alone."""
    monkeypatch.setattr(crowd, "MOST", 10)
    numbers = [4, 6, 1, 12, 3, 3, 3]
    states = [State(exercise, seed) for seed in range(len(numbers))]
    crew = Crowd(Ensemble(exercise), states, numbers, 0)
    assert list(crew.portions(range(len(numbers)))) == [[0, 1], [2], [3], [4, 5, 6]]


def test_a_state_after_endex_has_its_own_ending(exercise: Exercise, path: Path) -> None:
    run = Run.start(exercise, path, seed=3)
    first = run.state.copy()
    while not run.state.game.finished:
        run.press_on()
    begun, ended = odds_of([first, run.state], [5, 7])
    assert sum(begun.endings.values()) == pytest.approx(1)
    assert ended.endings[run.state.game.finished.ending] == 1
    assert ended.points == run.state.game.finished.scores
