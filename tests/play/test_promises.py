"""Promises: who hears of one, and whether it was kept, as each can tell."""

from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command, Refusal
from engine.record.run import Run
from engine.review.report import report
from engine.review.report.to_markdown import markdown
from engine.review.verify import verify
from engine.rules.load import load
from engine.views import view
from tests.conftest import Play

OPEN = "reassure(rok)"


@pytest.fixture
def run(path: Path) -> Run:
    return Run.start(load("korea-2025"), path, seed=3, people=["control", "usa", "rok", "japan"])


def on(run: Run, turn: int, phase: str) -> None:
    while (run.state.game.turn, run.state.game.phase) != (turn, phase):
        run.do(Command("advance"))


def promise(run: Run, **data: Any) -> None:
    run.do(Command("promise", "usa", {"to": ["rok"], **data}))


def states(run: Run, seat: str) -> list[str]:
    return [entry["state"] for entry in view(run.state, seat)["promises"]]


def secret_order(run: Run) -> str:
    """An order of the USA that can be carried out unseen."""
    return next(
        o.key for o in run.exercise.orders_of["usa"] if o.move.secret in ("optional", "yes", "covert")
    )


def test_a_promise_is_between_those_it_names(run: Run) -> None:
    promise(run, order=OPEN, turn=2, text="Before the summit.")
    for seat in ("usa", "rok", "control"):
        assert states(run, seat) == ["open"]
        assert "Before the summit." in str(view(run.state, seat)["story"])
    for seat in ("japan", "public"):
        assert not view(run.state, seat).get("promises")
        assert "Before the summit." not in str(view(run.state, seat))


def test_kept_and_broken(run: Run) -> None:
    promise(run, order=OPEN, turn=1)
    promise(run, order="enforce_sanctions", turn=1)
    promise(run, agreement="trilateral_compact", turn=2)
    on(run, 1, "orders")
    run.do(Command("orders", "usa", {"orders": [{"order": OPEN}]}))
    on(run, 1, "rulings")
    assert states(run, "rok") == ["open"] * 3, "nothing is public before it is published"
    on(run, 1, "report")
    assert states(run, "usa") == states(run, "rok") == ["kept", "broken", "open"]
    on(run, 2, "report")
    assert states(run, "control") == ["kept", "broken", "broken"]
    assert "Of 3 promises 1 were kept and 2 broken." in markdown(report(run))
    assert verify(run.log.path) == (None, True)


def test_what_may_be_kept_unseen_is_not_called_broken(run: Run) -> None:
    """Law: of an order that can be secret only its giver and control hear that it was not carried out."""
    promise(run, order=secret_order(run), turn=1)
    on(run, 1, "report")
    assert (states(run, "usa"), states(run, "rok"), states(run, "control")) == (
        ["broken"],
        ["unseen"],
        ["broken"],
    )
    run.do(Command("finish"))
    run.do(Command("disclose", data={"what": "all"}))
    assert states(run, "rok") == ["broken"]


def test_a_promise_is_for_what_one_can_do_and_for_a_turn_to_come(run: Run) -> None:
    for data in (
        {"turn": 1},
        {"turn": 1, "order": OPEN, "agreement": "trilateral_compact"},
        {"turn": 1, "order": "short_test"},
        {"turn": 0, "order": OPEN},
        {"turn": 99, "order": OPEN},
        {"turn": 1, "order": OPEN, "to": ["usa"]},
    ):
        with pytest.raises(Refusal):
            promise(run, **data)
    on(run, 1, "report")
    with pytest.raises(Refusal, match="from 2 to"):
        promise(run, order=OPEN, turn=1)


def test_an_undo_takes_back_what_kept_it(run: Run, play_on: Play) -> None:
    promise(run, order=OPEN, turn=1)
    on(run, 1, "orders")
    line = len(run.lines)
    run.do(Command("orders", "usa", {"orders": [{"order": OPEN}]}))
    on(run, 1, "report")
    assert states(run, "rok") == ["kept"]
    run.do(Command("undo", data={"line": line}))
    assert states(run, "rok") == ["open"]
    run.do(Command("orders", "usa", {"orders": []}))
    on(run, 1, "report")
    assert states(run, "rok") == ["broken"]
