"""Whole sittings through prepared lines: as a role, with a carried letter, and as control."""

from pathlib import Path

import pytest

from console.prompt import Prompt
from console.screen import make_console
from console.table import Table
from engine.play.events import Timed
from engine.record.run import Run
from engine.words.language import Language
from tests.console.conftest import Whitecell

TURN = ("done", "seal", "y", "next")


def start(whitecell: Whitecell, *people: str, seed: int = 7) -> str:
    options = [part for person in people for part in ("--human", person)]
    assert whitecell("start", "korea-2025", "run.jsonl", "--seed", str(seed), *options).exit_code == 0
    return "run.jsonl"


def orders_of(path: str, role: str, turn: int) -> list[dict[str, object]]:
    """What a role had ordered when the orders of a turn were locked."""
    locked = [
        moment.event
        for moment in Run.open(path).state.game.history
        if type(moment.event).__name__ == "Locked" and moment.turn == turn
    ]
    return locked[0].orders.get(role, [])  # type: ignore[attr-defined, no-any-return]


def test_two_turns_as_the_united_states(whitecell: Whitecell) -> None:
    path = start(whitecell, "usa")
    found = whitecell(
        "play", path, "--as", "usa",
        lines=(
            "statement We want talks.", "message rok,jpn We should talk.", "done",
            "reassure", "rok", "enforce", "reveiw", "review", "seal", "n", "seal", "y", "2", "2", "2", "next",
            "done", "consult", "n", "remove 1", "consult", "n", "seal", "y", "2", "2", "next", "quit",
        ),
    )  # fmt: skip
    assert found.exit_code == 0, found.stderr
    assert "Sent to ROK, JPN." in found.stdout
    assert "Did you mean 'review'?" in found.stdout
    assert "Report, turn 1" in found.stdout
    assert "Report, turn 2" in found.stdout
    assert "Turn 3 of 8, consultation. The run is kept." in found.stdout
    assert [entry["order"] for entry in orders_of(path, "usa", 1)] == ["reassure(rok)", "enforce_sanctions"]
    assert [entry["order"] for entry in orders_of(path, "usa", 2)] == ["consult_allies"]


def test_two_turns_as_the_dprk_with_a_secret_order(whitecell: Whitecell) -> None:
    path = start(whitecell, "dprk")
    found = whitecell(
        "play", path, "--as", "dprk",
        lines=("done", "support_russia", "y", "seal", "y", "next", "done", "seal", "y", "2", "next", "quit"),
    )  # fmt: skip
    assert found.exit_code == 0, found.stderr
    assert orders_of(path, "dprk", 1)[0]["secret"] is True
    assert "[secret]" in found.stdout
    assert Run.open(path).state.game.turn == 3


def test_an_offer_is_put_and_answered(whitecell: Whitecell) -> None:
    path = start(whitecell, "usa", "dprk")
    whitecell("play", path, "--as", "usa", lines=("done", "y", "offer_talks(open)", "n", "seal", "y", "quit"))
    found = whitecell("play", path, "--as", "dprk", lines=("seal", "y", "maybe", "2", "quit"))
    assert found.exit_code == 0, found.stderr
    assert "? " in found.stdout
    assert "'maybe' is not here." in found.stdout
    answers = [
        moment.event.answer  # type: ignore[attr-defined]
        for moment in Run.open(path).state.game.history
        if type(moment.event).__name__ == "Answered" and moment.event.by == "person"  # type: ignore[attr-defined]
    ]
    assert answers == ["refuse"]


def test_poland_carries_a_letter(whitecell: Whitecell) -> None:
    path = start(whitecell, "usa", "poland")
    handed = whitecell(
        "play", path, "--as", "usa", lines=("carry We would listen.", "y", "done", "y", "seal", "y", "quit")
    )
    assert "Handed to POL" in handed.stdout
    found = whitecell("play", path, "--as", "poland", lines=("carry_message(usa)", "seal", "y", "quit"))
    assert found.exit_code == 0, found.stderr
    assert "United States hands over a sealed letter" in found.stdout
    assert "We would listen." not in found.stdout
    assert orders_of(path, "poland", 1)[0]["message"]


def test_control_releases_overrides_publishes_and_takes_back(whitecell: Whitecell) -> None:
    path = start(whitecell)
    found = whitecell(
        "play", path, "--as", "control",
        lines=(
            "", "release 1", "1", "y", "hold 1", "tray", "next", "note Quiet.", "next", "orders", "next",
            "override", "1", "back", "override", "1", "1", "The room disagrees.", "next",
            "undo", "y", "Too soon.", "Once more.", "pause", "next", "", "log 1", "quit",
        ),
    )  # fmt: skip
    assert found.exit_code == 0, found.stderr
    run = Run.open(path)
    assert run.state.seat("control") == "person"
    assert run.state.game.phase == "rulings"
    (undone,) = (line for line in run.lines if line.command == "undo")
    assert (undone.data["reason"], undone.data["told"]) == ("Too soon.", "Once more.")
    assert "The exercise is paused." in found.stdout
    assert "Left as it was." in found.stdout
    assert len(run.state.game.overrides) == 1


def test_control_writes_an_inject_with_effects(whitecell: Whitecell) -> None:
    path = start(whitecell)
    before = Run.open(path).state.game.track("tension")
    found = whitecell(
        "play", path, "--as", "control",
        lines=(
            "", "improvise A ship is missing.", "A lost ship", "Coast guard", "rok,japan", "at once",
            "tension plenty", "tension +1", "improvise A bell rings.", "", "", "all", "into the tray", "",
            "tray", "quit",
        ),
    )  # fmt: skip
    assert "'tension plenty' is not an effect." in found.stdout
    assert "Released: A lost ship." in found.stdout
    state = Run.open(path).state
    assert state.game.track("tension") == before + 1
    assert [(inject.text, inject.turn) for inject in state.game.written.values()] == [("A bell rings.", 0)]


def test_control_has_what_the_exercise_keeps_ready(whitecell: Whitecell) -> None:
    """A template is shown with what it would do; it comes at once, or lies in the tray of a later turn."""
    path = start(whitecell)
    found = whitecell(
        "play",
        path,
        "--as",
        "control",
        lines=("", "template short", "1", "template short", "3", "msel", "quit"),
    )
    assert found.exit_code == 0, found.stderr
    assert "Released now, it does this:" in found.stdout
    game = Run.open(path).state.game
    assert [inject.turn for inject in game.written.values()] == [2]
    assert [type(moment.event).__name__ for moment in game.history].count("Improvised") == 1


def test_control_moves_the_clock_and_writes_the_bulletin(whitecell: Whitecell) -> None:
    """The bulletin has its command once there is something to write about."""
    path = start(whitecell)
    found = whitecell(
        "play", path, "--as", "control",
        lines=(
            "", "clock 5", "clock −2", "clock soon", "bulletin", "next", "y", *["next"] * 4,
            "bulletin All is well.", "", "quit",
        ),
    )  # fmt: skip
    assert found.exit_code == 0, found.stderr
    run = Run.open(path)
    assert (run.timer.added, run.state.game.published) == (0, 1)
    assert [event.minutes for line in run.lines for event in line.events if isinstance(event, Timed)] == [
        5,
        -2,
    ]
    assert "Name minutes from -30 to 30, not 0." in found.stdout
    assert run.state.game.bulletins == {1: ["All is well."]}


def test_a_bots_seat_is_given_and_said(whitecell: Whitecell) -> None:
    path = start(whitecell)
    found = whitecell("play", path, "--as", "china", lines=("quit",))
    assert "This seat was a bot's; now a person sits here." in found.stdout
    assert Run.open(path).state.seat("china") == "person"


def test_play_with_nothing_to_read_stops_and_keeps_the_run(whitecell: Whitecell) -> None:
    path = start(whitecell, "usa")
    found = whitecell("play", path, "--as", "usa")
    assert found.exit_code == 0
    assert "Input has ended; the run is kept." in found.stdout
    assert f"whitecell play {path} --as usa" in found.stdout


def test_play_without_a_run_begins_one_and_finds_it_again(whitecell: Whitecell, tmp_path: Path) -> None:
    found = whitecell("play", lines=("pl", "japonia", "1", "wyjdź"))
    assert found.exit_code == 0, found.stderr
    assert "Lepiej nie będzie" in found.stdout
    assert len(list((tmp_path / "runs").glob("*.jsonl"))) == 1
    again = whitecell("play", "--lang", "en", lines=("1", "japan", "quit"))
    assert "turn 1 of 8, consultation" in again.stdout
    assert whitecell("play").exit_code == 0


def test_a_whole_run_ends_with_its_ending(whitecell: Whitecell) -> None:
    path = "short.jsonl"
    whitecell("start", "korea-2025", path, "--seed", "5", "--format", "short", "--human", "japan")
    found = whitecell("play", path, "--as", "japan", lines=TURN * 5)
    assert found.exit_code == 0, found.stderr
    assert "ENDEX" in found.stdout
    assert Run.open(path).state.game.finished


def test_player_text_is_never_obeyed(whitecell: Whitecell) -> None:
    path = start(whitecell, "usa", "japan")
    whitecell("play", path, "--as", "usa", lines=("message japan [red]x[/] \x1b[2J\x9b31m\u202e", "quit"))
    for command in (("play", path, "--as", "japan"), ("replay", path, "--as", "japan"), ("replay", path)):
        found = whitecell(*command)
        assert "[red]x[/] [2J31m" in found.stdout
        assert not {"\x1b", "\x9b", "\u202e"} & set(found.stdout)


@pytest.mark.parametrize("seat", ["usa", "poland", "control"])
@pytest.mark.parametrize("language", ["en", "pl"])
def test_nonsense_is_answered_and_never_fails(whitecell: Whitecell, seat: str, language: str) -> None:
    path = start(whitecell, "usa", "poland")
    nonsense = (
        "", "", "99", "-1", "xyzzy", "message", "back", "propose", "x", "back", "order 99", "back", "undo x",
        "back", "mark", "seat", "back", "ask", "back", "log 77", "release 99", "back", "dice 1 x", "back",
        "help",
        "more", "[red]", "\x1b[31m", "ż" * 3000, "message all " + "x" * 6000,
    )  # fmt: skip
    found = whitecell("play", path, "--as", seat, "--lang", language, lines=nonsense)
    assert found.exit_code == 0, found.stderr
    assert found.exception is None or isinstance(found.exception, SystemExit)


def test_every_fact_of_a_whole_run_can_be_read_at_80_columns(whitecell: Whitecell) -> None:
    path = start(whitecell)
    whitecell("auto", path)
    for seat in ("control", "usa", "dprk", "public"):
        for language in ("en", "pl"):
            found = whitecell("replay", path, "--as", seat, "--lang", language)
            assert found.exit_code == 0, found.stderr
            assert all(len(line) <= 80 for line in found.stdout.splitlines())


def test_a_table_speaks_for_a_stream(tmp_path: Path, whitecell: Whitecell) -> None:
    import io

    path = start(whitecell, "usa")
    console = make_console(width=80)
    console.file = io.StringIO()
    prompt = Prompt(console, Language("en"), io.StringIO("quit\n"))
    Table(Run.open(path), "usa", Language("en"), console, prompt).play()
    assert "The run is kept." in console.file.getvalue()


def test_a_team_writes_to_all_of_itself(whitecell: Whitecell) -> None:
    """Law: what is chosen from a list is taken, also where it stands for no cell at all."""
    path = start(whitecell, "usa")
    found = whitecell("play", path, "--as", "usa", lines=("team", "1", "Let us wait.", "quit"))
    assert "Written to your own team." in found.stdout
    (message,) = [entry for entry in Run.open(path).state.room.messages.values() if entry.sender == "usa"]
    assert (message.to, message.cell, message.text) == (["usa"], "", "Let us wait.")
