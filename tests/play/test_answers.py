"""Answers in a story: told by their titles, while their question stands and long after."""

from pathlib import Path

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.load import load
from engine.views import view


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("", "United States did not answer; that counts as: the fleet"),
        ("savings", "United States answers: savings"),
        ("allies", "United States answers: the allies"),
    ],
)
def test_an_answer_to_an_inject_is_told_by_its_title_whenever_it_is_told(
    path: Path, answer: str, said: str
) -> None:
    """Law: a story told anew in a later turn has the words that stood in it when it happened."""
    run = Run.start(load("korea-2025"), path, seed=3, people=["control", "usa"])
    run.do(Command("release", data={"inject": "M31"}))
    if answer:
        run.do(Command("answer", "usa", {"question": "inject.M31?usa", "answer": answer}))
    while run.state.game.turn < 3:
        run.press_on()
    told = [fact["text"] for fact in view(Run.open(path).state, "control")["story"]]
    assert said in told
