"""Cells within a seat: each has a chat of its own, which the whole seat and control read, and nobody else."""

from pathlib import Path
from typing import cast

import pytest

from engine.play.commands import Command, Refusal
from engine.record.run import Run
from engine.review.verify import verify
from engine.rules.load import load
from engine.views import view
from engine.views.seen import RoleView
from web.pages.seat_words import Correspondence, threads

WORDS = "Keep the cutters in harbour tonight."


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run of The Grey Strait in its first consultation; Halmar has two cells, Brenia none."""
    people = ["control", "halmar", "brenia"]
    found = Run.start(load("grey-strait"), tmp_path / "run.jsonl", seed=1, people=people)
    found.do(Command("advance"))
    return found


def write(run: Run, actor: str, **data: object) -> None:
    run.do(Command("message", actor, {"to": [actor], "text": WORDS, **data}))


def test_a_message_to_a_cell_stays_within_the_seat(run: Run) -> None:
    """Law: what is written to a cell is read by its own seat and control alone."""
    write(run, "halmar", cell="captains")
    assert WORDS in str(view(run.state, "halmar")["story"])
    assert "Halmar: Captains: Keep the cutters" in str(view(run.state, "control")["story"])
    for seat in ("brenia", "commission", "public"):
        assert WORDS not in str(view(run.state, seat))
    assert verify(run.log.path) == (None, True)


def test_each_cell_has_a_thread_of_its_own(run: Run) -> None:
    """Law: words to a cell stand together, apart from those to the whole seat, under the cell's name."""
    write(run, "halmar", cell="captains")
    write(run, "halmar", cell="minister")
    write(run, "halmar")
    seen = cast(RoleView, view(run.state, "halmar"))
    found = threads(Correspondence().read(seen)[0], seen)
    assert [(entry.cell, entry.among_us, len(entry.words)) for entry in found] == [
        ("", True, 1),
        ("Minister", True, 1),
        ("Captains", True, 1),
    ]


def test_a_cell_is_one_of_ones_own_seat(run: Run) -> None:
    """Law: no message goes to a cell of another seat, or to one that the exercise does not name."""
    for data in ({"cell": "admirals"}, {"cell": "captains", "to": ["brenia"]}):
        with pytest.raises(Refusal):
            write(run, "halmar", **data)
    with pytest.raises(Refusal):
        write(run, "brenia", cell="captains")
