"""Paired rehearsals that an exercise names: both sides as they are written, and what is told of them."""

from copy import deepcopy
from typing import Any

import pytest

from engine.rehearsal.comparison import compare
from engine.rehearsal.paired import paired, plays
from engine.rehearsal.policies import DOCTRINE, Play
from engine.rehearsal.question import Question, answer, changed
from engine.rules.exercise import Exercise
from engine.rules.load import from_data, load

RUNS, SEED = 300, 5


def with_rehearsal(first: dict[str, Any], other: dict[str, Any], figures: list[str]) -> Exercise:
    """The Grey Strait with one paired rehearsal."""
    data = deepcopy(load("grey-strait").data)
    entry = {"title": "T", "ask": "A", "because": ["judgement"], "figures": figures}
    data["rehearsals"] = {"one": {**entry, "first": {"says": "1", **first}, "other": {"says": "2", **other}}}
    return from_data(data)


def test_a_pair_says_what_a_comparison_says() -> None:
    """Law: of the same sides and seeds, each figure and its difference are those of `compare`."""
    figures = [
        *("tension", "trust(halmar)", "calm", "ending.dark_isles", "group.deal", "score.brenia"),
        *("objective.hal_bank", "red_line.bre_dark"),
    ]
    other = {"play": {"halmar": ["patrol"], "brenia": "pass"}, "set": {"tension": 5}, "without": ["cut_nets"]}
    exercise = with_rehearsal({"never": ["extra_sailing"]}, other, figures)
    (found,) = paired(exercise, RUNS, SEED)
    first = Question(exercise, RUNS, SEED, exercise.default_format, forbidden=("extra_sailing",))
    ways = {"halmar": Play("first", orders=("patrol",)), "brenia": Play("passing"), "commission": DOCTRINE}
    second = Question(
        changed(exercise, {"tension": 5}),
        RUNS,
        SEED,
        exercise.default_format,
        plays=ways,
        without=("cut_nets",),
    )
    expected = compare(first, second)
    shown = {entry.id: entry.difference for entry in found.figures}
    told = {entry.id: entry for entry in (*expected.tracks, *expected.scores, *expected.endings)}
    goals = {entry.id: entry for entry in (*expected.objectives, *expected.red_lines)}
    for name, key in (
        *(("tension", "tension"), ("trust(halmar)", "trust(halmar)"), ("score.brenia", "brenia")),
        ("ending.dark_isles", "dark_isles"),
    ):
        assert (shown[name].mean, shown[name].low) == (told[key].mean, told[key].low), name
    for name in ("hal_bank", "bre_dark"):
        kind = "objective" if name == "hal_bank" else "red_line"
        assert shown[f"{kind}.{name}"].mean == goals[name].mean, name
    assert expected.first.common
    assert expected.other.common
    calm = next(entry for entry in found.figures if entry.id == "calm")
    assert (calm.first, calm.other) == (expected.first.common.mean, expected.other.common.mean)
    assert found.changed == pytest.approx(1 - expected.alike)


def test_what_never_comes_does_not_come() -> None:
    """Law: a move under `never` is not made, an agreement under it not proposed, and it was before."""
    exercise = load("grey-strait")
    as_it_is = {(entry.kind, entry.id): entry.number for entry in answer(Question(exercise, RUNS)).came}
    names = ("winter_arrangement", "extra_sailing")
    barred = {
        (entry.kind, entry.id): entry.number
        for entry in answer(Question(exercise, RUNS, forbidden=names)).came
    }
    for key in (("agreement", "winter_arrangement"), ("order", "extra_sailing")):
        assert as_it_is[key] > 0
        assert barred[key] == 0


def test_how_a_side_is_played() -> None:
    """Law: `all` stands for the seats that are not named; orders are those of the seat, however spaced."""
    exercise = load("grey-strait")
    ways = plays(exercise, {"all": "pass", "halmar": [" offer_share( half )".strip()], "brenia": "mixed"})
    assert ways["commission"] == Play("passing")
    assert ways["brenia"] == Play("mixed", share=50)
    assert ways["halmar"].kind == "first"
    assert set(plays(exercise, {}).values()) == {DOCTRINE}


@pytest.mark.parametrize("name", load("korea-2025").file.rehearsals)
def test_what_korea_asks_of_the_brief_makes_a_difference(name: str) -> None:
    """Law: each of the paired questions of Korea 2025 moves something for sure."""
    (found,) = paired(load("korea-2025"), 400, names=(name,))
    assert any(entry.difference.sure for entry in found.figures)
