"""Control in the terminal: whatever it can do on its page, asked in the same words."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from console import control, tray
from engine.play.commands import COMMANDS, Command
from engine.play.events import Finished
from engine.record.run import Run
from engine.rules.load import from_data, load
from engine.views import view
from tests.console.conftest import Whitecell

OF_SEATS = {
    *("chair", "request", "orders", "message", "notebook", "promise", "amend", "initial", "statement"),
    *("propose", "sign", "unsign", "leave", "argue"),
}
"""Commands that seats give, and control on no page."""
OF_THE_DEBRIEF = {"finding", "action", "conclude"}
"""Commands that are given where the run is looked back on, and in no terminal."""
TYPED = {
    "advance": {"next"},
    "counting": {"drafts"},
    "forecasting": {"forecast"},
    "improvise": {"improvise", "template"},
    "note": {"note", "observation"},
    "reply": {"reply", "tell"},
}
"""By command, the words for it in the terminal, where they are not its own."""


@pytest.fixture
def run(path: Path) -> Run:
    """Korea 2025 before STARTEX; what Poland may release in it, control has to approve."""
    data = deepcopy(load("korea-2025").data)
    data["presets"]["facilitator"]["seats"]["poland"]["may"] = [
        {"release": "poland_may_release", "approve": True}
    ]
    return Run.start(from_data(data), path, seed=7, people=["control", "usa", "poland"], ready=True)


def play(whitecell: Whitecell, run: Run, *lines: str, language: str = "en") -> str:
    """What control reads who types these lines, with long ones in one."""
    found = whitecell(
        "play", str(run.log.path), "--as", "control", "--lang", language, lines=(*lines, "quit")
    )
    assert found.exit_code == 0, found.stderr
    run.refresh()
    return " ".join(found.stdout.split())


def moments(run: Run) -> Iterator[dict[str, Any]]:
    """Control's view at everything that a run goes through."""
    yield view(run.state, "control")
    run.do(Command("startex"))
    run.do(Command("pause"))
    yield view(run.state, "control")
    run.do(Command("resume"))
    while not run.state.game.finished:
        if run.state.game.turn == 3 and run.state.game.phase == "situation":
            run.do(Command("release", "poland", {"inject": "M06"}))
        if (run.state.game.turn, run.state.game.phase, run.state.game.locked) == (1, "orders", False):
            plea = {"effect": "tension", "amount": -1, "title": "A line", "reasons": ["Fog."]}
            run.do(Command("argue", "usa", plea))
        yield view(run.state, "control")
        run.do(Command("advance"))
    yield view(run.state, "control")


def test_every_act_of_control_can_be_typed(run: Run) -> None:
    """Law: what control does on its page, it can do in the terminal; the next step is that of the view."""
    typed: set[str] = set()
    for seen in moments(run):
        here = control.actions(seen)
        typed |= {action.name for action in here}
        if seen["step"] and not seen["paused"]:
            assert here[0].about.startswith(seen["step"]["label"])
            assert seen["step"]["beside"] in here[0].about
    hosted = Run.start(load("korea-2025"), run.log.path.with_name("hosted.jsonl"), seed=7, preset="host")
    typed |= {action.name for action in control.actions(view(hosted.state, "control"))}
    for name in {*COMMANDS, "undo"} - OF_SEATS - OF_THE_DEBRIEF:
        assert TYPED.get(name, {name}) <= typed, name


def test_the_step_asks_what_the_view_asks(whitecell: Whitecell, run: Run) -> None:
    """Law: nothing that is due is passed over, and no seat locked, without the question of the page."""
    said = play(whitecell, run, "", "next", "n")
    assert run.state.game.phase == "situation"
    assert view(run.state, "control")["step"]["question"] in said
    said = play(whitecell, run, "next", "y", "next", "next", "n")
    step = view(run.state, "control")["step"]
    assert (run.state.game.phase, run.state.game.locked) == ("orders", False)
    for sentence in (*step["notes"], step["question"]):
        assert sentence in said


@pytest.mark.parametrize("language", ["en", "pl"])
def test_an_early_end_says_what_the_view_says(whitecell: Whitecell, run: Run, language: str) -> None:
    """Law: the notes and the question are those of the page, whatever the moment."""
    run.do(Command("startex"))
    run.do(Command("pause"))
    early = view(run.state, "control", language)["early_end"]
    said = play(whitecell, run, "finish", {"en": "n", "pl": "nie"}[language], language=language)
    assert not run.state.game.finished
    for sentence in (*early["notes"], early["question"]):
        assert " ".join(sentence.replace("\u00a0", " ").split()) in said.replace("\u00a0", " ")
    play(whitecell, run, "finish", "y")
    assert run.state.game.finished
    assert run.state.game.finished.cut


def test_finish_in_the_last_report_is_endex(whitecell: Whitecell, run: Run) -> None:
    """Law: once the last rulings are published, nothing is cut: the end is announced."""
    run.do(Command("startex"))
    while not run.state.game.ending:
        run.do(Command("advance"))
    said = play(whitecell, run, "finish", "y")
    assert "Every page then shows how it ended" in said
    assert [event.cut for event in run.lines[-1].events if isinstance(event, Finished)] == [False]


def test_questions_are_answered_and_settled(whitecell: Whitecell, run: Run) -> None:
    """In the ready room, too. One that was put aside can still be answered; an answered one is done with."""
    for text in ("May we?", "When?", "Where?"):
        run.do(Command("request", "usa", {"text": text}))
    said = play(
        whitecell, run, "waiting", "reply R01 You may.", "settle R02 aloud", "settle R03 aside", "waiting",
        "reply R03 Here.", "settle",
    )  # fmt: skip
    assert run.state.room.answered == {"R01": "answered", "R02": "aloud", "R03": "answered"}
    assert "USA asks May we?" in said
    assert said.count("asks May we?") == 1, "what is answered waits no more"
    assert "No question waits." in said
    story = view(run.state, "usa")["story"]
    assert "Control: You may." in [fact["text"] for fact in story]
    assert not any("You may." in fact["text"] for fact in view(run.state, "poland")["story"])


def test_an_inject_that_a_seat_asks_for_is_released_or_declined(whitecell: Whitecell, run: Run) -> None:
    run.do(Command("startex"))
    while run.state.game.turn < 3:
        run.do(Command("advance"))
    run.do(Command("release", "poland", {"inject": "M06"}))
    said = play(whitecell, run, "tray", "waiting", "decline m06 Not yet.")
    assert "POL asks for it" in said
    assert "POL asks for M06" in said
    assert not run.state.game.sought
    assert "Control does not release: Floods in the North. Not yet." in said
    run.do(Command("release", "poland", {"inject": "M06"}))
    said = play(whitecell, run, "release m06", "y")
    assert "Released: Floods in the North." in said
    assert not run.state.game.sought


def test_a_statement_is_withdrawn_from_every_page(whitecell: Whitecell, run: Run) -> None:
    run.do(Command("startex"))
    run.do(Command("statement", "usa", {"text": "Nobody asked us."}))
    said = play(whitecell, run, "withdraw", "y", "withdraw")
    assert "Withdraw it from every page and the screen?" in said
    assert "No statement has been made so far." in said
    assert "Nobody asked us." not in str(view(run.state, "public"))


def test_a_seat_goes_to_a_program_and_drafts_may_not_count(whitecell: Whitecell, run: Run) -> None:
    play(whitecell, run, "seat usa program", "drafts sealed")
    assert run.state.seat("usa") == "program"
    assert not run.state.room.drafts_count


def test_an_undo_names_the_line_that_is_taken_back(whitecell: Whitecell, run: Run) -> None:
    """Law: as on the page, to before the line named; a second undo takes the first one back."""
    run.do(Command("startex"))
    run.do(Command("advance"))
    run.do(Command("advance"))
    last = len(run.lines)
    assert run.state.game.phase == "orders"
    said = play(whitecell, run, f"undo {last - 1}", "y", "A slip.", "It comes again.")
    assert run.state.game.phase == "situation"
    assert f"Back to before line {last - 1}" in said
    assert "The game goes back to turn 1, situation." in said
    assert "It comes again." in view(run.state, "public")["story"][-1]["text"]
    assert "A slip." not in str(view(run.state, "usa"))
    play(whitecell, run, "undo", "y", "No.", "")
    assert run.state.game.phase == "orders"
    said = play(whitecell, run, "undo 1")
    assert "Line 1 has moved nothing that could be taken back." in said


def test_an_override_that_lapsed_is_told_and_waits(whitecell: Whitecell, run: Run) -> None:
    """Law: dice that are typed in may move the row under an override; then control reads of it."""
    run.do(Command("startex"))
    while run.state.game.phase != "rulings":
        run.do(Command("advance"))
    said = play(
        whitecell, run, "override 1", "1", "The room disagrees.", "dice 1 6 6", "dice 1 1 1", "waiting"
    )
    assert not run.state.game.overrides
    assert "Your override lapsed" in said


def test_a_pause_is_ended_by_enter(whitecell: Whitecell, run: Run) -> None:
    """Law: Enter does what the prompt says, in a pause too."""
    run.do(Command("startex"))
    said = play(whitecell, run, "pause", "")
    assert "Enter: Go on after a pause" in said
    assert not run.state.room.paused


def test_after_the_lock_injects_are_written_for_later(whitecell: Whitecell, run: Run) -> None:
    run.do(Command("startex"))
    while not run.state.game.locked:
        run.do(Command("advance"))
    seen = view(run.state, "control")
    assert not {"release"} & {action.name for action in tray.actions(seen)}
    play(whitecell, run, "improvise A bell rings.", "", "", "all", "1", "")
    assert [inject.text for inject in run.state.game.written.values()] == ["A bell rings."]


def test_an_observation_is_noted_for_the_debrief(whitecell: Whitecell, run: Run) -> None:
    play(whitecell, run, "observation They wait for each other.")
    assert (run.lines[-1].command, run.lines[-1].data["kind"]) == ("note", "observation")


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("without it", "with it")), ("pl", ("bez tego", "z tym"))]
)
def test_what_is_about_to_be_done_is_looked_at_and_not_done(
    whitecell: Whitecell, run: Run, language: str, words: tuple[str, str]
) -> None:
    """Law: an inject, an override and dice are asked for as ever, their odds told, and nothing done."""
    run.do(Command("startex"))
    lines = len(run.log.lines)
    name = view(run.state, "control")["tray"][0]["inject"]
    release = {"en": f"forecast release {name}", "pl": f"prognoza wprowadź {name}"}[language]
    said = play(whitecell, run, release, "1", language=language).replace("\u00a0", " ")
    assert all(word in said for word in words), said
    assert len(run.log.lines) == lines
    while run.state.game.phase != "rulings" or not any(
        entry.get("ladder") for entry in view(run.state, "control")["rulings"]
    ):
        run.do(Command("advance"))
    lines, entries = len(run.log.lines), view(run.state, "control")["rulings"]
    number, entry = next(
        (at, entry)
        for at, entry in enumerate((entry for entry in entries if entry["kind"] == "ruling"), 1)
        if len(entry.get("ladder", [])) > 1
    )
    faces = " ".join(["6"] * len(entry["dice"]))
    typed = {
        "en": (f"forecast dice {number} {faces}", f"forecast override {number}", "1"),
        "pl": (f"prognoza kości {number} {faces}", f"prognoza zmień {number}", "1"),
    }
    said = play(whitecell, run, *typed[language], language=language).replace("\u00a0", " ")
    assert said.count(words[0]) >= 2
    assert len(run.log.lines) == lines
