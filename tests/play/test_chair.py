"""The chair of talks: what it does is heard, one text is amended and initialled, and tables can count it."""

from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command, Refusal, Stale
from engine.record.run import Run
from engine.review.verify import verify
from engine.rules.load import load
from engine.views import view

FIRST, SECOND = "Both halt their tests until spring.", "Both halt all tests until spring."


@pytest.fixture
def run(path: Path) -> Run:
    found = Run.start(load("korea-2025"), path, seed=3, people=["control", "usa", "dprk", "rok", "poland"])
    found.do(Command("advance"))
    return found


def do(run: Run, name: str, actor: str, **data: Any) -> None:
    run.do(Command(name, actor, data))


def flags(run: Run) -> set[str]:
    return {flag["id"] for flag in view(run.state, "control")["flags"]}


def test_one_text_is_amended_and_initialled(run: Run) -> None:
    """Law: parties and chair read it; an amendment asks everybody anew; what all initialled counts."""
    do(run, "chair", "poland", act="text", to=["usa", "dprk"], text=FIRST)
    for seat in ("poland", "usa", "dprk"):
        assert view(run.state, seat)["joint"]["text"] == FIRST
    for seat in ("rok", "public"):
        assert not view(run.state, seat).get("joint")
        assert FIRST not in str(view(run.state, seat))
    do(run, "initial", "usa")
    do(run, "amend", "dprk", text=SECOND)
    assert view(run.state, "usa")["joint"]["initials"] == [], "the other text was initialled, not this one"
    do(run, "initial", "dprk")
    assert "text_initialled" not in flags(run)
    do(run, "initial", "usa")
    assert "text_initialled" in flags(run)
    assert verify(run.log.path) == (None, True)


def test_whoever_saw_another_text_initials_nothing(run: Run) -> None:
    do(run, "chair", "poland", act="text", to=["usa", "dprk"], text=FIRST)
    seen = {"version": view(run.state, "usa")["joint"]["version"]}
    do(run, "amend", "dprk", text=SECOND)
    for name, data in (("initial", {}), ("amend", {"text": "Something else."})):
        with pytest.raises(Stale, match="changed meanwhile"):
            do(run, name, "usa", **data, seen=seen)


def test_who_may_do_what_with_the_text(run: Run) -> None:
    for name, actor, data in (
        ("initial", "usa", {}),
        ("amend", "usa", {"text": FIRST}),
        ("chair", "usa", {"act": "text", "to": ["rok", "dprk"], "text": FIRST}),
        ("chair", "poland", {"act": "text", "to": ["usa"], "text": FIRST}),
        ("chair", "poland", {"act": "speakers"}),
    ):
        with pytest.raises(Refusal):
            do(run, name, actor, **data)
    do(run, "chair", "poland", act="text", to=["usa", "dprk"], text=FIRST)
    for name, actor, data in (
        ("initial", "rok", {}),
        ("initial", "poland", {}),
        ("amend", "rok", {"text": SECOND}),
        ("amend", "usa", {"text": FIRST}),
    ):
        with pytest.raises(Refusal):
            do(run, name, actor, **data)


def test_a_text_without_those_it_is_about_counts_nothing(run: Run) -> None:
    do(run, "chair", "poland", act="text", to=["usa", "rok"], text=FIRST)
    for role in ("usa", "rok"):
        do(run, "initial", role)
    assert "text_initialled" not in flags(run)


def test_an_act_counts_once_a_turn_and_before_lock(run: Run) -> None:
    """Law: an undo takes back what it counted, and never the words."""
    line = len(run.lines)
    do(run, "chair", "poland", act="agenda", text="Relief first.")
    assert "agenda_set" in flags(run)
    counted = run.lines[-1].events
    assert [type(event).__name__ for event in counted] == ["Chaired", "Presided"]
    do(run, "chair", "poland", act="agenda", text="Inspections first.")
    assert [type(event).__name__ for event in run.lines[-1].events] == ["Chaired"]
    do(run, "undo", "control", line=line)
    assert "agenda_set" not in flags(run)
    while run.state.game.phase != "rulings":
        run.do(Command("advance"))
    do(run, "chair", "poland", act="agenda", text="Too late.")
    assert "agenda_set" not in flags(run)
    assert "Too late." in str(view(run.state, "rok")["story"])
