"""Sitting down, getting up and coming back: whose seat it is, and what is said of it."""

import pytest

from console.prompt import Prompt
from engine.play.commands import Command
from engine.record.run import Run
from tests.console.conftest import Whitecell

HELD = "whitecell play run.jsonl --as"


def start(whitecell: Whitecell, *people: str, options: tuple[str, ...] = ()) -> str:
    seats = [part for person in people for part in ("--human", person)]
    found = whitecell("start", "korea-2025", "run.jsonl", "--seed", "7", *seats, *options)
    assert found.exit_code == 0, found.stderr
    return "run.jsonl"


def test_coming_back_goes_on_in_the_seat_of_the_one_person(whitecell: Whitecell) -> None:
    """Law: no question, and nobody becomes control who did not ask for it."""
    path = start(whitecell, "japan")
    whitecell("play", path, "--as", "japan", lines=("done", "consult", "quit"))
    found = whitecell("play", path, lines=("quit",))
    assert found.exit_code == 0, found.stderr
    assert f"Play on with: {HELD} japan" in found.stdout
    assert "Tray" not in found.stdout
    assert "Japan · turn 1 of 8 · June 2025 · orders" in found.stdout
    state = Run.open(path).state
    assert (state.seat("control"), state.seat("japan")) == ("bot", "person")


def test_coming_back_is_three_lines_and_says_what_waits(whitecell: Whitecell) -> None:
    path = start(whitecell, "japan")
    whitecell("play", path, "--as", "japan", lines=("done", "Trilateral work", "quit"))
    said = whitecell("play", path, lines=("quit",)).stdout
    before, _, _ = said.partition("> quit")
    assert (
        "1 order chosen. Not sealed: the draft counts, as far as it is allowed and fits the limits."
        in " ".join(before.split())
    )
    assert len([line for line in before.splitlines() if line.strip()]) <= 6


def test_with_several_people_the_last_one_goes_on_and_it_is_said(whitecell: Whitecell) -> None:
    path = start(whitecell, "usa", "japan", "control")
    assert Run.open(path).state.room.ready
    whitecell("play", path, "--as", "usa", lines=("ask May we?", "quit"))
    whitecell("play", path, "--as", "japan", lines=("ask And we?", "quit"))
    found = whitecell("play", path, lines=("quit",))
    said = " ".join(found.stdout.split())
    assert f"Going on as Japan, who played last. Another seat: {HELD} ROLE" in said


def test_where_nobody_has_played_it_asks_and_takes_nothing_by_itself(whitecell: Whitecell) -> None:
    """Law: whoever leaves the question has changed nothing, and reads how to name a seat."""
    path = start(whitecell)
    for lines in (("back",), ("quit",), ()):
        found = whitecell("play", path, lines=lines)
        assert found.exit_code == 0, found.stderr
        assert "Control: lead the exercise" in found.stdout
        assert f"Nobody sat down. Name the seat with: {HELD} ROLE" in found.stdout
    assert len(Run.open(path).lines) == 1
    assert Run.open(path).state.seat("control") == "bot"
    whitecell("play", path, lines=("control", "quit"))
    assert Run.open(path).state.seat("control") == "person"


def test_a_seat_that_was_kept_says_so_until_somebody_has_played_it(whitecell: Whitecell) -> None:
    path = start(whitecell, "japan", "control")
    kept = "This seat is kept for you: nobody has taken it yet."
    assert kept in whitecell("play", path, "--as", "japan", lines=("ask Hello?", "quit")).stdout
    assert kept not in whitecell("play", path, "--as", "japan", lines=("quit",)).stdout
    Run.open(path).do(Command("seat", data={"seat": "usa", "by": "program"}))
    found = whitecell("play", path, "--as", "usa", lines=("quit",))
    assert "A program plays this seat. You join it." in found.stdout
    assert Run.open(path).state.seat("usa") == "program"


@pytest.mark.parametrize("seat", ["japan", ""])
def test_ctrl_c_says_how_to_go_on(whitecell: Whitecell, monkeypatch: pytest.MonkeyPatch, seat: str) -> None:
    """Law: at the table and at the question for a seat; the exit code is that of an interrupt."""

    def interrupted(*_: object) -> str:
        raise KeyboardInterrupt

    path = start(whitecell, *([seat] if seat else []))
    monkeypatch.setattr(Prompt, "line", interrupted)
    found = whitecell("play", path)
    assert found.exit_code == 130
    assert f"{HELD} {seat or 'ROLE'}" in found.stdout


def test_start_says_by_which_preset_the_roles_sit(whitecell: Whitecell) -> None:
    """And which orders count, where that is not as usual."""
    found = whitecell("start", "korea-2025", "a.jsonl", "--preset", "mediator", "--only-sealed").stdout
    assert "Seating: Poland as mediator." in found
    assert "Only sealed orders count." in found
    found = whitecell("start", "korea-2025", "b.jsonl").stdout
    assert "Seating: Poland as facilitator." in found
    assert "Only sealed orders" not in found


def test_before_startex_the_prompt_says_ready_room(whitecell: Whitecell) -> None:
    path = start(whitecell, "japan", "control")
    said = whitecell("play", path, "--as", "japan", lines=("message usa Hello", "", "quit")).stdout
    assert "JPN · ready room · Enter: Look whether control has pressed STARTEX" in said
    assert "Turn 1 of 8, ready room." in said
    said = whitecell("play", path, "--as", "control", lines=("quit",)).stdout
    assert "Ready room: the clock stands until control presses STARTEX." in said


def test_nobody_goes_on_as_control_because_it_made_the_run(whitecell: Whitecell) -> None:
    """Line 1 is control's; that is no reason to sit down there."""
    path = start(whitecell, "usa", "control")
    said = whitecell("play", path, lines=("quit",)).stdout
    assert "who played last" not in said
    assert "Nobody sat down." in said


def test_a_short_run_is_played_to_endex_and_read_again(whitecell: Whitecell) -> None:
    """The last report is read before ENDEX; then Enter shows how it ended, also to whoever comes back."""
    path = start(whitecell, "japan", options=("--format", "short"))
    turn = ("done", "seal", "y", "next")
    found = whitecell("play", path, lines=(*turn * 4, "", "quit"))
    assert found.exit_code == 0, found.stderr
    before, _, end = found.stdout.partition("> next")[2].rpartition("Enter: See how it ends\n")
    assert "ENDEX follows their report" in before
    assert "ENDEX: " not in before
    assert "ENDEX: " in end
    assert "Report, turn 4" in end, "Enter reads the report again"
    assert "Nothing new so far." not in end
    assert "whitecell replay run.jsonl" in end
    again = whitecell("play", path, lines=("", "quit")).stdout
    assert "Japan · turn 4 of 4 · " in again
    assert "Report, turn 4" in again
