"""A question travels to other processes: the same seeds make the same runs wherever they are played."""

import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from engine.play.refusal import Refusal
from engine.record.run import Run
from engine.rehearsal import question as questions
from engine.rehearsal import travel
from engine.rehearsal.ensemble import Outcome
from engine.rehearsal.figures import joined
from engine.rehearsal.policies import Play
from engine.rehearsal.question import LOOK_AHEAD, Part, Question, answer, changed, outcomes
from engine.rules.exercise import Exercise
from tests.laws.people import People
from tests.rehearsal.test_equality import people_at

MIXED = Play("mixed", 50)


def elsewhere(parts: Iterable[Part]) -> Iterator[Outcome]:
    """Parts that go the way to another process and back."""
    for part in parts:
        sent = travel.packed(part.question)
        found = travel.played(sent, part.seeds.start, len(part.seeds))
        yield travel.returned(found, part.question.exercise)


def alike(one: Question, other: Question) -> None:
    """The outcomes of two questions are the same, array by array."""
    first, second = (joined(list(outcomes(question, lambda number: None))) for question in (one, other))
    assert same(vars(first)) == same(vars(second))


def same(part: object) -> object:
    """What can be compared: arrays with their type, maps in their order, and no exercise by identity."""
    if isinstance(part, dict):
        return [(name, same(entry)) for name, entry in part.items() if name != "exercise"]
    if isinstance(part, list):
        return [same(entry) for entry in part]
    return (part.dtype, part.tolist()) if hasattr(part, "dtype") else part


def test_a_question_travels(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: with its policies, what is left out and forbidden, in several parts, also of another exercise."""
    monkeypatch.setattr(questions, "AT_ONCE", 16)
    move, inject = next(iter(exercise.file.moves)), next(iter(exercise.file.injects))
    plays = {exercise.roles[0]: MIXED, exercise.roles[1]: Play("chance")}
    asked = Question(exercise, 40, 7, plays=plays, without=(inject,), forbidden=(move,))
    alike(asked, asked._replace(crew=elsewhere))
    other = asked._replace(exercise=changed(exercise, {"bank": 3}))
    alike(other, other._replace(crew=elsewhere))
    assert answer(asked) == answer(asked._replace(crew=elsewhere))


def test_a_state_travels(exercise: Exercise, tmp_path: Path) -> None:
    """Law: from where people stand, in every phase, what comes is the same."""
    for state in people_at(exercise, tmp_path, 3)[::4]:
        asked = Question(exercise, 12, 5, state.game.format, state.game.preset, start=state)
        alike(asked, asked._replace(crew=elsewhere))


def test_what_people_wrote_stays_here(exercise: Exercise, path: Path) -> None:
    """Law: no text that a person wrote goes to another machine; the asker's own state keeps it all."""
    run = Run.start(exercise, path, seed=1)
    people = People(run, 1)
    for _ in range(80):
        people.attempt(people.anything())
    state, written = run.state, [message.text for message in run.state.room.messages.values()]
    before = (len(state.game.history), len(state.room.messages), state.exercise)
    rest = pickle.loads(travel.packed(Question(exercise, 5, start=state)))[2]
    assert any(written)
    assert not [text for text in written if len(text) > 12 and text.encode() in rest]
    assert (len(state.game.history), len(state.room.messages), state.exercise) == before


def test_an_exercise_is_compiled_once(exercise: Exercise) -> None:
    """Law: whatever is asked of it; and nobody's dice are those of a run."""
    asked = Question(exercise, 3)
    found = [travel.unpacked(travel.packed(asked._replace(seed=seed))) for seed in range(3)]
    assert len({id(question.exercise) for question in found}) == 1
    assert found[2].seed == 2
    assert LOOK_AHEAD == 2**63


def test_another_edition_is_refused(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: a worker of another Whitecell says so, in a sentence that travels, too."""
    sent = travel.packed(Question(exercise, 3))
    monkeypatch.setattr(travel, "EDITION", "0.0, rules 1")
    with pytest.raises(Refusal) as refused:
        travel.played(sent, 0, 3)
    again = pickle.loads(pickle.dumps(refused.value))
    assert (str(again), again.message, again.values) == (
        str(refused.value),
        refused.value.message,
        refused.value.values,
    )
