"""What exercises that ship expect of themselves is stated, and what fails is told with by how much;
`make check` holds them to it.
"""

import pytest
from msgspec.structs import replace

from engine.rehearsal.comparison import apart, whole
from engine.rehearsal.expectations import Held, by_seat, held
from engine.rehearsal.question import Question, changed
from engine.rehearsal.weights import Weights, weights
from engine.rules.exercise import Exercise
from engine.rules.load import from_data
from engine.rules.model import Expectation


def test_every_exercise_expects_something_in_every_format(exercise: Exercise) -> None:
    """Law: every shipped exercise states what is expected of it, and of each length of play."""
    assert set(exercise.file.expect) == set(exercise.file.formats)
    assert all(ending.group for ending in exercise.file.endings)


def test_what_fails_is_told_with_by_how_much(exercise: Exercise) -> None:
    """Law: exit code 1, the share that was found, and how far off it is."""
    name, group = exercise.default_format, exercise.file.endings[-1].group
    data = {**exercise.data, "expect": {name: {"doctrine": {group: "0..1"}}}}
    (entry,) = held(from_data(data), 300, 0)
    assert not entry.holds
    assert entry.off == pytest.approx(entry.found - 1)
    assert replace(entry, high=100.0).holds
    assert replace(entry, high=100.0).off == 0


def test_what_hangs_on_seats_and_limits_is_held_to(exercise: Exercise) -> None:
    """Law: the shares are those of `weights`; a limit is asked on the same dice, with one less, a
    cost with one more.
    """
    name = exercise.default_format
    group = exercise.endings[0].ending.group
    cost = next(f"cost.{move}" for move, told in exercise.file.moves.items() if told.cost == 1)
    expected = {"own_score": "0..100", "alone": {group: 100}, "binds": {"paid": 0, cost: 0}}
    data = {**exercise.data, "expect": {name: expected}}
    found: dict[str, list[Held]] = {}
    for entry in held(from_data(data), 400, 0):
        found.setdefault(entry.kind, []).append(entry)
    asked = Question(exercise, 400, 0, name)
    told = weights(asked)
    scores = {outcome.id: outcome for outcome in told.outcomes if outcome.kind == "score"}
    assert {entry.id for entry in found["own_score"]} == set(scores)
    for entry in found["own_score"]:
        assert entry.found == pytest.approx(100 * scores[entry.id].portion(entry.id).total.share)
    one = whole(asked)
    for entry, value in zip(found["binds"], (exercise.file.capital.paid - 1, 2), strict=True):
        two = whole(asked._replace(exercise=changed(exercise, {entry.id: value})))
        assert entry.found == pytest.approx(100 * apart(one, two).changed)
    (alone,) = found["alone"]
    portions = [
        outcome.portions for outcome in told.outcomes if (outcome.kind, outcome.id) == ("group", group)
    ]
    seats = {portion.source: portion.alone.share for portion in portions[0] if portion.source != "dice"}
    assert alone.found == pytest.approx(100 * max(seats.values()))
    assert seats[alone.id.removeprefix(f"{group}: ")] == max(seats.values())


def test_what_is_the_same_in_all_runs_hangs_on_nobody(exercise: Exercise) -> None:
    """Law: an expectation of a seat whose score never moves is not dropped, but fails; a group of endings
    that never comes is decided by nobody.
    """
    expected, group = Expectation(own_score="5..100", alone={"none": 1}), "none"
    still = Weights(10, [], [], {})
    found = list(by_seat("long", expected, list(exercise.roles), still))
    assert [(entry.id, entry.found, entry.holds) for entry in found[:-1]] == [
        (role, 0.0, False) for role in exercise.roles
    ]
    assert (found[-1].id, found[-1].found, found[-1].holds) == (group, 0.0, True)
