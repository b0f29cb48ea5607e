"""The terminal where two roles have no direct contact."""

from engine.play.commands import Command
from engine.record.run import Run
from tests.console.conftest import Whitecell


def test_the_list_has_nobody_who_cannot_be_written_to(whitecell: Whitecell) -> None:
    """Law: the terminal says why, as the page does."""
    whitecell("start", "korea-2025", "run.jsonl", "--seed", "7", "--human", "usa", "--human", "control")
    run = Run.open("run.jsonl")
    run.do(Command("startex"))
    run.do(Command("advance"))
    said = whitecell("play", "run.jsonl", "--as", "usa", lines=("message", "", "quit")).stdout
    _told, _, offered = said.partition("have no working contacts")
    assert "China" in offered
    assert "DPRK" not in offered
