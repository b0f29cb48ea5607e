"""Drafts lie in a file that anybody with an editor can reach: whatever stands there, a run goes on."""

from pathlib import Path

import pytest

from engine.play.commands import Command, Refusal, Stale
from engine.play.events import Locked
from engine.record.log import LogError
from engine.record.run import Run
from engine.rules.load import load
from engine.views import view

STRANGE = {
    "not text": b"\xff\xfe",
    "empty": b"",
    "no order": b'{"usa":{"turn":1,"orders":[{"x":1}]}}',
    "a number": b'{"usa":{"turn":1,"orders":[{"order":5}]}}',
    "a map": b'{"usa":{"turn":1,"orders":[{"order":{"a":1}}]}}',
    "unknown": b'{"usa":{"turn":1,"orders":[{"order":"nothing_of_the_kind"}]}}',
    "of another role": b'{"usa":{"turn":1,"orders":[{"order":"signal_readiness"}]}}',
    "no role": b'{"nobody":{"turn":1,"orders":[]}}',
    "of another turn": b'{"usa":{"turn":2,"orders":[{"order":"reassure(rok)"}]}}',
}


@pytest.mark.parametrize("kind", STRANGE)
def test_whatever_stands_in_the_file_the_run_goes_on_and_counts_nothing(kind: str, tmp_path: Path) -> None:
    run = Run.start(load("korea-2025"), tmp_path / "run.jsonl", seed=1, people=["usa", "control"])
    while run.state.game.phase != "orders":
        run.do(Command("advance", "control"))
    (tmp_path / "run.jsonl.drafts").write_bytes(STRANGE[kind])
    run.refresh()
    assert view(run.state, "usa")["phase"] == view(run.state, "control")["phase"] == "orders"
    given = {"drafts": {"usa": [{"order": "reassure(rok)"}]}, "left": ["usa"]}
    line = run.do(Command("advance", "control", given))
    locked = next(event for event in line.events if isinstance(event, Locked))
    assert not locked.orders.get("usa"), "what a client says of drafts is not asked"
    assert not line.data.get("left")


REASSURE, SANCTIONS = {"order": "reassure(rok)"}, {"order": "enforce_sanctions"}


def opened(path: Path, *people: str) -> Run:
    """A run in its first orders phase."""
    run = Run.start(load("korea-2025"), path, seed=1, people=["control", *people])
    to_orders(run, 1)
    return run


def to_orders(run: Run, turn: int) -> None:
    while run.place != (turn, "orders"):
        run.do(Command("advance"))


def draft(run: Run, *orders: dict[str, str], actor: str = "usa", **more: object) -> None:
    run.draft(Command("orders", actor, {"orders": list(orders), **more}))


def test_only_a_seat_itself_or_control_chooses_for_it(tmp_path: Path) -> None:
    run = opened(tmp_path / "run.jsonl", "usa")
    for actor in ("observer", "nobody", "public"):
        with pytest.raises(Refusal):
            draft(run, REASSURE, actor=actor, role="usa")
    with pytest.raises(Refusal, match="A bot sits here"):
        draft(run, REASSURE, actor="control", role="japan")
    assert run.state.drafts == {}


def test_another_run_at_the_same_path_has_no_drafts(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    draft(opened(path, "usa"), REASSURE)
    path.rename(tmp_path / "mailed.jsonl")
    assert opened(path, "usa").state.drafts == {}


def test_unticked_and_ticked_again_is_what_is_sealed(tmp_path: Path) -> None:
    run = opened(tmp_path / "run.jsonl", "usa")
    run.do(Command("orders", "usa", {"orders": [REASSURE, SANCTIONS]}))
    draft(run, SANCTIONS)
    assert view(run.state, "usa")["at_lock"]["state"] == "changed"
    draft(run, SANCTIONS, {**REASSURE, "secret": True})
    assert view(run.state, "usa")["at_lock"]["state"] == "sealed"


def test_an_undo_brings_back_what_had_been_chosen(tmp_path: Path) -> None:
    """Also where the seat has chosen in a later turn meanwhile, and what it had sealed."""
    run = opened(tmp_path / "run.jsonl", "usa", "dprk")
    draft(run, REASSURE)
    run.do(Command("orders", "dprk", {"orders": [{"order": "signal_readiness"}]}))
    sealed = len(run.lines)
    run.do(Command("advance"))
    to_orders(run, 2)
    draft(run, SANCTIONS)
    run.do(Command("undo", data={"line": sealed - 1}))
    assert run.state.drafts == {"usa": [REASSURE], "dprk": [{"order": "signal_readiness"}]}


def test_a_turn_played_again_has_no_draft_of_the_one_taken_back(tmp_path: Path) -> None:
    run = opened(tmp_path / "run.jsonl", "usa")
    before = len(run.lines)
    run.do(Command("advance"))
    to_orders(run, 2)
    draft(run, REASSURE)
    run.do(Command("undo", data={"line": before}))
    to_orders(run, 2)
    assert run.state.drafts == {}


def test_a_file_that_cannot_be_read_or_written_stops_nobody(tmp_path: Path) -> None:
    run = opened(tmp_path / "run.jsonl", "usa")
    run.drafts.path.mkdir()
    run.refresh()
    run.do(Command("orders", "usa", {"orders": [REASSURE]}))
    assert view(run.state, "usa")["at_lock"]["state"] == "sealed"
    with pytest.raises(LogError):
        draft(run, SANCTIONS)


def test_a_seal_does_not_drop_what_another_of_the_seat_chose_meanwhile(tmp_path: Path) -> None:
    run = opened(tmp_path / "run.jsonl", "usa")
    draft(run, REASSURE, base=[])
    with pytest.raises(Stale):
        run.do(Command("orders", "usa", {"orders": [SANCTIONS], "base": []}))
    run.do(Command("orders", "usa", {"orders": [SANCTIONS], "base": ["reassure(rok)"]}))
    assert [entry["order"] for entry in run.state.game.orders["usa"]] == ["enforce_sanctions"]
