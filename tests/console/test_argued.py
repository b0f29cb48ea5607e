"""Argued orders in the terminal: written, answered and weighed by what is typed."""

from pathlib import Path

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.load import load
from tests.console.conftest import Whitecell, sit

PATH = "halmar.argued(tension)"


@pytest.fixture
def run(path: Path) -> Run:
    """The Grey Strait in its first orders, with two teams and control."""
    found = Run.start(load("grey-strait"), path, seed=5, people=["control", "halmar", "brenia"])
    while found.state.game.phase != "orders":
        found.do(Command("advance"))
    return found


def test_all_of_it_can_be_typed(whitecell: Whitecell, run: Run) -> None:
    words = ("argue A hot line", "Both coast guards share a line.", "1", "1", "Fog.", "Both lost boats.")
    told = sit(whitecell, run, "halmar", *words, "", "no")
    assert "Technical detail of weapons is not for this table" in told
    (sealed,) = run.state.game.argued.values()
    assert (sealed.effect, sealed.amount, sealed.reasons) == ("tension", -1, ["Fog.", "Both lost boats."])
    for role in ("halmar", "brenia"):
        run.do(Command("orders", role, {"orders": []}))
    run.do(Command("advance"))
    asked = sit(whitecell, run, "brenia", "No ship listens.")
    assert "Both lost boats." in asked
    assert run.state.game.questions[f"{PATH}?brenia"].text == "No ship listens."
    run.do(Command("advance"))
    seen = sit(whitecell, run, "control", "weigh", "yes", "yes", "no", "yes", "hard")
    assert "not thrown until the weights are fixed" in seen
    weighing = run.state.game.weighings[PATH]
    assert (weighing.counts, weighing.difficulty) == (["1", "brenia"], "hard")
    read = sit(whitecell, run, "control", "dalej", language="pl")
    assert "No ship listens." in read
    assert "nie liczy się" in read


def test_one_is_taken_back_and_another_not_admitted(whitecell: Whitecell, run: Run) -> None:
    data = {"effect": "tension", "amount": 1, "title": "A drill", "reasons": ["We can."], "secret": True}
    run.do(Command("argue", "halmar", data))
    sit(whitecell, run, "halmar", "argue", "yes")
    assert not run.state.game.argued
    run.do(Command("argue", "halmar", data))
    for role in ("halmar", "brenia"):
        run.do(Command("orders", role, {"orders": []}))
    run.do(Command("advance"))
    sit(whitecell, run, "control", "weigh", "no", "It names a warhead.")
    assert run.state.game.weighings[PATH].inadmissible
