"""What moves what, and which move beats another: on made exercises whose answer is known by hand."""

from pathlib import Path
from typing import Any

import pytest

from engine.record.run import Run
from engine.rehearsal.comparison import Difference
from engine.rehearsal.leverage import Forced, dominated, forced
from engine.rehearsal.question import Question
from engine.rehearsal.sensitivity import Change, changes, sensitivity
from engine.rules.exercise import Exercise
from engine.rules.load import load
from tests.play import tiny


def unheard(name: str) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def made() -> Exercise:
    """Calm comes of two dice: one modifier always holds, one never does; heat counts only where it is 6."""
    return tiny.exercise(
        turns=1,
        msel={"1": ["storm"]},
        injects={
            "storm": tiny.inject("timetable", then={"cold": "+1"}),
            "fog": tiny.inject("offered", then={"cold": "+5"}),
        },
        tracks={"idle": tiny.track()},
        flags={"calm": {"lasts": "run"}},
        tables={
            "drift": tiny.table(
                {"id": "bad", "roll": "..7"},
                {"id": "good", "roll": "8..", "then": {"set": "calm"}},
                dice="1d6",
                modifiers={"+2 if cold >= 6": "storm", "+9 if heat >= 6": "heat", "-3 if cold >= 9": "frost"},
            )
        },
        endings=[{"id": "peace", "title": "Peace", "kind": "final", "if": "calm", "because": tiny.WHY}],
    )


def effects(found: list[Change]) -> dict[tuple[str, str, int | None], float]:
    """By change, what it does to peace."""
    return {(entry.kind, entry.modifier or entry.id, entry.other): entry.endings[0].mean for entry in found}


def test_each_change_does_what_is_known_by_hand(made: Exercise) -> None:
    """Law: peace comes by one die of six, by all where it is hot, by none without storm or its modifier."""
    question = Question(made, 600)
    assert all(entry.endings[0].id == "peace" for entry in sensitivity(question, unheard))
    found = effects(list(sensitivity(question, unheard)))
    assert found == {
        ("start", "heat", 4): 0,
        ("start", "heat", 6): pytest.approx(5 / 6, abs=0.05),
        ("start", "cold", 4): pytest.approx(-1 / 6, abs=0.05),
        ("start", "cold", 6): 0,
        ("start", "idle", 4): 0,
        ("start", "idle", 6): 0,
        ("modifier", "+2 if cold >= 6", None): pytest.approx(-1 / 6, abs=0.05),
        ("modifier", "+9 if heat >= 6", None): 0,
        ("modifier", "-3 if cold >= 9", None): 0,
        ("inject", "storm", None): pytest.approx(-1 / 6, abs=0.05),
    }


def test_a_change_without_effect_is_exactly_none(made: Exercise) -> None:
    """Law: what is not felt in any run is told so; what is, is a difference."""
    for entry in sensitivity(Question(made, 600), unheard):
        moved = bool(entry.endings[0].mean)
        assert bool(entry.changed) == moved
        assert bool(entry.most) == moved


def test_the_bar_knows_how_many_changes_there_are(made: Exercise) -> None:
    """Law: as many are told as are announced."""
    told = list[str]()
    question = Question(made, 2)
    list(sensitivity(question, told.append))
    assert len(told) == changes(question)


def test_a_run_that_has_left_its_start_has_no_other_start(tmp_path: Path) -> None:
    exercise, told = load("grey-strait"), list[str]()
    run = Run.start(exercise, tmp_path / "run.jsonl", seed=3)
    while run.state.game.turn < 2:
        run.press_on()
    game = run.state.game
    question = Question(exercise, 3, format=game.format, preset=game.preset, start=run.state)
    found = list(sensitivity(question, told.append))
    assert {entry.kind for entry in found} == {"modifier", "inject"}
    assert len(told) == changes(question)


def entry(move: str, always: tuple[float, float], never: tuple[float, float], cost: int) -> Forced:
    def difference(ends: tuple[float, float]) -> Difference:
        return Difference("north", sum(ends) / 2, *ends)

    return Forced(move, "north", difference(always), difference(never), 0.0, cost)


@pytest.mark.parametrize(
    ("better", "worse", "beaten"),
    [
        (entry("a", (1, 2), (0, 0), 1), entry("b", (-1, 0), (0, 0), 1), True),
        (entry("a", (1, 2), (0, 0), 2), entry("b", (-1, 0), (0, 0), 1), False),
        (entry("a", (1, 2), (0, 0), 1), entry("b", (0, 1.5), (0, 0), 1), False),
        (entry("a", (1, 2), (0, 0), 1), entry("b", (-1, 0), (-3, -1), 1), False),
    ],
    ids=["better and as cheap", "dearer", "perhaps not better", "missed where it is forbidden"],
)
def test_a_move_is_beaten_by_what_is_worth_more_and_costs_no_more(
    better: Forced, worse: Forced, beaten: bool
) -> None:
    assert [(found.move, found.by) for found in dominated([better, worse])] == [("b", "a")] * beaten


def test_the_better_of_two_moves_is_named() -> None:
    """Law: of a made exercise in which one move is worth a point and another nothing."""
    move: dict[str, Any] = {"cost": 1}
    made = tiny.exercise(
        turns=1,
        moves={
            "good": tiny.move(then={"heat": "+1"}, **move),
            "idle": tiny.move(then={"cold": "+1"}, **move),
        },
        north={
            "objectives": [{"id": "hot", "points": 1, "title": "Hot", "if": "heat > 5", "because": tiny.WHY}]
        },
    )
    found = list(forced(Question(made, 50), unheard))
    assert {(beaten.move, beaten.by) for beaten in dominated(found)} == {("idle", "good")}
