"""What exercises that ship expect of themselves is stated, and what fails is told with by how much;
`make check` holds them to it.
"""

import pytest
from msgspec.structs import replace

from engine.rehearsal.expectations import held
from engine.rules.exercise import Exercise
from engine.rules.load import from_data


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
