"""What the dice were worth: laws that hold whatever was thrown, and a case reckoned by hand."""

from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command
from engine.play.events import Finished
from engine.play.scores import scores
from engine.record.run import Run
from engine.review.chances import again, standing, states, swings, thrown
from engine.review.luck import luck
from engine.rules.exercise import Exercise
from engine.views import CONTROL
from tests.laws.people import People
from tests.play.tiny import WHY, exercise, move, table, track


def played(found: Exercise, path: Path, seed: int) -> Run:
    """A run of people who do everything, some of it taken back."""
    run = Run.start(found, path, seed=seed, people=list(found.roles))
    people = People(run, seed)
    for _ in range(2):
        people.play(most=14)
        people.attempt(people.undo())
    people.play()
    return run


@pytest.mark.parametrize(
    "seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 5))]
)
def test_swings_weigh_nothing_on_the_whole_and_add_up(exercise: Exercise, path: Path, seed: int) -> None:
    """Law: chances sum to one, swings to nothing; start, dice, control, decisions, cap to the score."""
    run = played(exercise, path, seed)
    found = swings(run)
    for row in found["rows"]:
        assert sum(entry["chance"] for entry in row["could"]) == pytest.approx(1)
        for role in row["points"]:
            mean = sum(entry["chance"] * entry["points"][role] for entry in row["could"])
            assert mean == pytest.approx(0, abs=1e-9)
        came = [entry for entry in row["could"] if entry["came"]]
        assert [entry["row"] for entry in came] == [row["result"]]
        if not row["moved"]:
            assert (row["points"], set(row["control"].values())) == (came[0]["points"], {0})
    finished = run.state.game.finished
    assert isinstance(finished, Finished)
    for role in found["roles"]:
        assert role["score"] == finished.scores[role["role"]]
        parts = role["start"] + role["dice"] + role["control"] + role["decisions"] + role["cap"]
        assert parts == pytest.approx(role["score"])
        dice = sum(row["points"][role["role"]] for row in found["rows"])
        assert role["dice"] == pytest.approx(dice, abs=1e-5)


@pytest.mark.parametrize("seed", [4, 10])
def test_the_row_that_came_decided_again_gives_the_scores_of_the_log(
    exercise: Exercise, path: Path, seed: int
) -> None:
    """Law: a line decided again with the dice of its log is the log: other dice differ by nothing else."""
    run = played(exercise, path, seed)
    rows = {row["number"]: row for row in luck(run.state, CONTROL)["rows"] if row["place"] is not None}
    told = [row for row in luck(run.state, CONTROL)["rows"] if row["dice"]]
    held = 0
    for (found, before, after), row in zip(states(run, list(thrown(run))), told, strict=True):
        if row["number"] in rows:
            assert again(found, before, found.event.dice) == standing(after)
            held += 1
    assert held == len(rows) > 0


def test_every_ruling_with_dice_is_reckoned_once_and_progress_is_told(exercise: Exercise, path: Path) -> None:
    run = played(exercise, path, 3)
    told: list[tuple[int, int]] = []
    found = swings(run, "pl", lambda done, of: told.append((done, of)))
    rolled = [row["number"] for row in luck(run.state, CONTROL)["rows"] if row["dice"]]
    assert [row["number"] for row in found["rows"]] == rolled
    assert told == [(done, len(rolled)) for done in range(1, len(rolled) + 1)]


def test_it_changes_nothing(exercise: Exercise, path: Path) -> None:
    run = played(exercise, path, 4)
    vector, lines = list(run.state.game.vector), len(run.log.lines)
    raw = path.read_bytes()
    assert swings(run) == swings(Run.open(path))
    assert (run.state.game.vector, len(run.log.lines), path.read_bytes()) == (vector, lines, raw)


def small(path: Path, dice: list[int], override: str = "") -> dict[str, Any]:
    """One order on a table of one die; north wants heat of 7, south wants none of it."""
    wants = {"id": "hot", "points": 6, "title": "Hot", "if": "heat >= 7", "because": WHY}
    shuns = {"id": "cool", "points": 3, "title": "Cool", "if": "heat < 7", "because": WHY}
    rows = (
        {"id": "low", "roll": "..2"},
        {"id": "middle", "roll": "3..4", "then": {"heat": 1}},
        {"id": "high", "roll": "5..", "then": {"heat": 2}},
    )
    found = exercise(
        moves={"push": move(run="odds")},
        tables={"odds": table(*rows, dice="1d6")},
        steps=["agreements", "moves", "odds", "breaches", "drift", "endings"],
        tracks={"heat": track(start=5)},
        north={"objectives": [wants]},
        south={"objectives": [shuns]},
        turns=1,
    )
    run = Run.start(found, path, seed=1, people=["north", "south", "east", "control"])
    while run.state.game.phase != "orders":
        run.do(Command("advance"))
    run.do(Command("orders", "north", {"orders": [{"order": "push"}]}))
    run.do(Command("advance"))
    run.do(Command("dice", data={"ruling": "north.push>odds", "dice": dice}))
    if override:
        run.do(Command("override", data={"ruling": "north.push>odds", "row": override, "reason": "so"}))
    run.do(Command("advance"))
    return swings(run)


def test_a_case_by_hand(tmp_path: Path) -> None:
    """A third of the throws is worth 6 to north and costs south 3, so the mean is 2 and 2."""
    high = small(tmp_path / "high.jsonl", [5])
    assert high["rows"][0]["points"] == pytest.approx({"north": 4, "south": -2, "east": 0})
    assert [entry["points"]["north"] for entry in high["rows"][0]["could"]] == pytest.approx([-2, -2, 4])
    low = small(tmp_path / "low.jsonl", [1])
    assert low["rows"][0]["points"] == pytest.approx({"north": -2, "south": 1, "east": 0})
    north, south, _ = high["roles"]
    assert (north["start"], north["score"], north["dice"]) == (0, 6, pytest.approx(4))
    assert (south["start"], south["score"], south["decisions"]) == (3, 0, pytest.approx(-1))


def test_what_an_override_changed_is_controls(tmp_path: Path) -> None:
    """The dice gave the middle row, worth nothing; control's choice gave north the points."""
    found = small(tmp_path / "run.jsonl", [3], override="high")
    (row,) = found["rows"]
    assert row["moved"]
    assert row["points"] == pytest.approx({"north": -2, "south": 1, "east": 0})
    assert row["control"] == {"north": 6, "south": -3, "east": 0}
    north = found["roles"][0]
    assert (north["score"], north["dice"], north["control"]) == (6, pytest.approx(-2), 6)


def test_a_run_that_goes_on_counts_the_scores_as_they_stand(exercise: Exercise, path: Path) -> None:
    run = Run.start(exercise, path, seed=5)
    while run.state.game.turn < 3:
        run.press_on()
    found = swings(run)
    _, points, _ = scores(exercise, run.state.game)
    assert {role["role"]: role["score"] for role in found["roles"]} == points
