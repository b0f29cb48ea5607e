"""The journal: every line of a log in words, and where the game could be taken back to."""

from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.exercise import Exercise
from engine.views.journal import Journal
from tests.laws.people import People
from tests.play.tiny import agreement, exercise, inject


def lines(path: Path) -> Run:
    run = Run.start(
        exercise(agreements={"pact": agreement()}, injects={"M1": inject()}), path, seed=1, people=["north"]
    )
    for name, actor, data in (
        ("release", "control", {"inject": "M1"}),
        ("advance", "control", {}),
        ("note", "control", {"text": "They talk."}),
        ("propose", "north", {"agreement": "pact"}),
        ("undo", "control", {"reason": "too early"}),
        ("advance", "control", {}),
        ("orders", "north", {"orders": [{"order": "wait"}, {"order": "nonsense"}], "seal": True}),
        ("advance", "control", {}),
        ("advance", "control", {}),
        ("advance", "control", {}),
    ):
        run.do(Command(name, actor, data))
    return run


def journal(run: Run, language: str = "en", most: int = 0) -> list[dict[str, Any]]:
    return Journal(run.state, language).tell(run.log.lines, most)


def test_every_line_is_told_in_words(path: Path) -> None:
    run = lines(path)
    told = journal(run)
    assert [row["seq"] for row in told] == list(range(len(run.lines), 0, -1))
    assert {row["seq"]: row["text"] for row in told} == {
        1: "STARTEX",
        2: "Released: M1 Inject (everybody)",
        3: "On to: consultation",
        4: "Note: They talk.",
        5: "Role proposes: Agreement",
        6: "Taken back to line 4 (turn 1, consultation): too early",
        7: "On to: orders",
        8: "Role: Move (sealed). Not allowed: nonsense: there is no such order",
        9: "Orders are locked",
        10: "The rulings of turn 1 are published",
        11: "Turn 2 begins",
    }
    places = {row["seq"]: (row["turn"], row["phase"]) for row in told}
    assert (places[6], places[10], places[11]) == ((1, "consultation"), (1, "report"), (2, "situation"))
    assert [row["seq"] for row in told if not row["standing"]] == [5]
    assert [row["seq"] for row in told if not row["undoable"]] == [5, 4, 1], "words are not taken back"
    assert (told[-1]["actor"], told[6]["actor"], told[6]["code"]) == ("control", "north", "ROL")
    assert [row["seq"] for row in journal(run, most=2)] == [11, 10]
    assert journal(run, "pl")[0]["text"] == "Początek tury 2"


@pytest.mark.parametrize("seed", [1, 2])
def test_any_run_has_a_journal(exercise: Exercise, path: Path, seed: int) -> None:
    """Law: every line has its words, whatever was taken back, and can be taken back where it says so."""
    run = Run.start(exercise, path, seed=seed, people=list(exercise.roles))
    people = People(run, seed)
    for _ in range(3):
        people.play(most=12)
        people.attempt(people.undo())
    people.play(most=12)
    told = journal(run)
    assert len(told) == len(run.lines)
    assert all(row["text"] and row["text"] != row["command"] for row in told)
    standing = set(run.record.standing())
    for row in told:
        if row["undoable"] and row["command"] != "undo":
            assert row["seq"] in standing
    back = next(row for row in told if row["undoable"] and row["turn"] == 1 and row["command"] != "undo")
    run.do(Command("undo", data={"line": back["seq"] - 1}))
    assert run.state.game.turn <= 1
