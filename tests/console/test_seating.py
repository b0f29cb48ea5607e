"""At the terminal, where a role's seat is control: what is sealed, what is asked for, and words in Polish."""

from pathlib import Path

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.load import load
from tests.console.conftest import Whitecell, sit


@pytest.fixture
def run(path: Path) -> Run:
    return Run.start(load("korea-2025"), path, seed=7, people=["control", "poland", "usa"], preset="host")


def test_no_seal_is_asked_about_where_control_carries(whitecell: Whitecell, run: Run) -> None:
    run.do(Command("advance"))
    said = sit(whitecell, run, "usa", "carry We can talk.", "poland")
    assert "Control plays POL and reads every letter; none can be sealed." in said
    assert "so that the carrier does not read it?" not in said
    (letter,) = run.state.room.letters.values()
    assert not letter.sealed


def test_control_reads_of_a_sealed_letter_that_it_is_sealed(whitecell: Whitecell, run: Run) -> None:
    run.do(Command("advance"))
    data = {"text": "For Pyongyang alone.", "carry": True, "through": "poland", "sealed": True}
    run.do(Command("message", "usa", data))
    said = sit(whitecell, run, "control", "log 1")
    assert "(sealed)" in said.partition("For Pyongyang alone.")[0][-200:]


def test_a_move_says_its_price_and_whether_it_is_possible(whitecell: Whitecell, run: Run) -> None:
    said = sit(whitecell, run, "usa", "request host_back_channel", "")
    assert "2 points · only control can tell whether it is possible now" in said
    said = sit(whitecell, run, "usa", "request sound_out", "")
    assert "1 point · possible now, if capital and limits allow" in said


def test_what_waits_is_named_by_the_command_of_the_language(whitecell: Whitecell, run: Run) -> None:
    """Law: whoever comes back reads a command that can be typed."""
    run.do(Command("note", "control", {"text": "Begun."}))
    assert "2 things wait for you; 'waiting' lists them." in sit(whitecell, run, "control")
    said = sit(whitecell, run, "control", "oczekujące", language="pl")
    assert "2 sprawy do załatwienia; pokazuje je „oczekujące”." in said
    assert "'waiting'" not in said


def test_automatic_control_comes_back_by_the_command_that_is_named(whitecell: Whitecell, path: Path) -> None:
    run = Run.start(load("korea-2025"), path, seed=7, people=["usa"], preset="facilitator")
    said = sit(whitecell, run, "control", "miejsce kierownictwo bot", language="pl")
    assert "„miejsce kierownictwo bot” przywraca automat." in said
    assert not run.state.played("control")


@pytest.mark.parametrize(("language", "quoted"), [("en", "“Seoul has elected”"), ("pl", "„Seul wybrał”")])
def test_an_undo_quotes_as_its_language_does(
    whitecell: Whitecell, run: Run, language: str, quoted: str
) -> None:
    run.do(Command("release", "control", {"inject": "M01"}))
    run.do(Command("undo", "control", {"line": len(run.log.lines) - 1, "reason": "too early"}))
    assert quoted in sit(whitecell, run, "control", "log 1", "status", language=language)
