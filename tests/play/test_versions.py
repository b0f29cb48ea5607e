"""Versions: a command is stale when what it edits has changed, and only then."""

from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command
from engine.play.commands.versions import version
from engine.play.refusal import Stale
from engine.record.run import Run
from engine.views import view
from tests.play.tiny import Table, exercise, inject, move, table

LADDER = table(
    {"id": "low", "roll": "..4"}, {"id": "middle", "roll": "5..8"}, {"id": "high", "roll": "9.."}, dice="2d6"
)


STEPS = ["agreements", "moves", "odds", "breaches", "drift", "endings"]


def room() -> Table:
    """A table with two moves, a question, an inject and a ruling with dice."""
    moves = {
        "push": move(run="odds"),
        "ask": move(to="south", asks={"south": ["accept", "refuse"]}),
    }
    return Table(
        exercise(moves=moves, tables={"odds": LADDER}, steps=STEPS, injects={"M1": inject(mode="offered")})
    )


def seen(table: Table, name: str, actor: str, **data: Any) -> dict[str, Any]:
    return {**data, "seen": {"version": version(table.state, name, actor, data)}}


def test_orders_are_stale_once_they_were_replaced() -> None:
    """Somebody's own orders, changed on another screen or by control; what others do makes no difference."""
    table = room()
    table.to("orders")
    data = seen(table, "orders", "north", orders=[{"order": "push"}])
    assert data["seen"]["version"] == view(table.state, "north")["versions"]["orders"]
    assert data["seen"]["version"] == view(table.state, "control")["versions"]["orders"]["north"]
    table.do("statement", "south", text="x")
    table.do("orders", "south", orders=[])
    table.do("orders", "north", **data)
    with pytest.raises(Stale, match="orders have changed"):
        table.do("orders", "north", **data)
    again = seen(table, "orders", "control", role="north", orders=[], seal=True)
    table.do("orders", "control", **again)
    with pytest.raises(Stale):
        table.do("orders", "control", **again)


def test_an_answer_is_stale_once_it_was_given() -> None:
    table = room()
    table.to("orders")
    table.order("north", "ask")
    table.do("advance")
    question = view(table.state, "south")["questions"][0]
    data = {"question": question["id"], "answer": "accept", "seen": {"version": question["version"]}}
    stranger = version(table.state, "answer", "east", {"question": question["id"]})
    assert stranger == "", "a question of others has no version"
    table.do("answer", "south", **data)
    with pytest.raises(Stale, match="answered"):
        table.do("answer", "south", **data)


def test_an_inject_is_stale_once_it_was_dealt_with() -> None:
    table = room()
    entry = next(entry for entry in view(table.state, "control")["msel"] if entry["inject"] == "M1")
    data = {"inject": "M1", "seen": {"version": entry["version"]}}
    table.do("hold", **data)
    for name in ("release", "hold", "defer", "skip"):
        with pytest.raises(Stale, match="dealt with"):
            table.do(name, **data)
    assert version(table.state, "release", "north", {"inject": "M1"}) == "", "a seat is told of no shelf"


def test_rulings_phases_seats_and_the_clock() -> None:
    table = room()
    table.to("orders")
    table.order("north", "push")
    table.to("rulings")
    ruling = next(entry for entry in view(table.state, "control")["rulings"] if entry.get("ladder"))
    data = {"ruling": ruling["path"], "dice": [1, 1], "seen": {"version": ruling["version"]}}
    table.do("dice", **data)
    with pytest.raises(Stale, match="ruling has changed"):
        table.do("dice", **data)
    del data["dice"]
    with pytest.raises(Stale, match="ruling has changed"):
        table.do("override", **data)
    versions = view(table.state, "control")["versions"]
    table.do("pause", seen={"version": versions["pause"]})
    with pytest.raises(Stale):
        table.do("resume", seen={"version": versions["resume"]})
    table.do("resume")
    table.do("seat", seat="east", by="empty", seen={"version": versions["seats"]["east"]})
    with pytest.raises(Stale):
        table.do("seat", seat="east", by="bot", seen={"version": versions["seats"]["east"]})
    table.do("advance", seen={"version": versions["advance"]})
    with pytest.raises(Stale):
        table.do("advance", seen={"version": versions["advance"]})


def test_undo_is_stale_once_the_game_has_moved(path: Path) -> None:
    """Words do not move the game; an undo does, so that two of the same click are one."""
    run = Run.start(exercise(), path, seed=1)
    run.do(Command("advance"))
    data = {"seen": {"version": run.undo_version}}
    run.do(Command("note", data={"text": "x"}))
    assert run.undo_version == data["seen"]["version"]
    run.do(Command("undo", data=data))
    with pytest.raises(Stale):
        run.do(Command("undo", data=data))
    assert Run.open(path).undo_version == run.undo_version == "4"
