"""Control rates an objective of the exercise in the terminal, during play and after ENDEX."""

import pytest

from engine.record.run import Run
from engine.rules.load import from_data, load
from tests.console.conftest import Whitecell


def test_control_rates_what_it_saw(whitecell: Whitecell) -> None:
    """In one line, or by answering; the latest rating stands; notes can be written after the end, too."""
    path = "run.jsonl"
    assert whitecell("start", "grey-strait", path, "--seed", "3").exit_code == 0
    lines = ("", "rate E1 M They waited.", "rate", "2", "S", "Nobody shouted.", "finish", "y")
    found = whitecell(
        "play", path, "--as", "control", lines=(*lines, "rate e1 P In the end.", "note Coffee.", "quit")
    )
    assert found.exit_code == 0, found.stderr
    assert found.stdout.count("Rated.") == 3
    assert "Performed with some challenges" in found.stdout
    room = Run.open(path).state.room
    ratings = {name: (event.rating, event.text) for name, event in room.ratings.items()}
    assert ratings == {"E1": ("P", "In the end."), "E2": ("S", "Nobody shouted.")}
    assert room.history[-1].event.text == "Coffee."  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_an_exercise_without_objectives(whitecell: Whitecell, language: str, path: str) -> None:
    data = {**load("grey-strait").data}
    data.pop("evaluation")
    Run.start(from_data(data), path, seed=1)
    found = whitecell("play", str(path), "--as", "control", "--lang", language, lines=("rate", "quit"))
    assert {"en": "names no objectives", "pl": "nie ma własnych celów"}[language] in found.stdout.replace(
        "\u00a0", " "
    )


def test_a_rating_rests_on_an_event_that_was_found(whitecell: Whitecell) -> None:
    """The number of an event is found by words; what it points at is read back; a note is pinned to it."""
    path = "run.jsonl"
    assert whitecell("start", "grey-strait", path, "--seed", "3").exit_code == 0
    assert whitecell("auto", path, "--turns", "1").exit_code == 0
    found = whitecell("play", path, "--as", "control", lines=("find ruling turn 1", "quit"))
    number = next(line.split()[0] for line in found.stdout.splitlines() if "  turn 1  ruling: " in line)
    typed = (f"rate E1 M {number} They waited.", f"note {number} Here.", "find zzz", "quit")
    found = whitecell("play", path, "--as", "control", lines=typed)
    assert "  ruling: " in found.stdout
    assert "Nothing is found by these words." in found.stdout
    room = Run.open(path).state.room
    assert (room.ratings["E1"].events, room.ratings["E1"].text) == ([number], "They waited.")
    note = room.history[-1].event
    assert f"{note.line}.{note.event} {note.text}" == f"{number} Here."  # type: ignore[attr-defined]
