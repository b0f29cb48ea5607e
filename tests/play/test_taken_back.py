"""Forms that were open while control took the game back: what they were about is not there any more."""

from pathlib import Path

import pytest

from engine.play.commands import Command, Refusal
from engine.play.commands.versions import version
from engine.record.run import Run
from engine.rules.load import load
from engine.views import view
from engine.words.language import Language

PATH = "halmar.argued(tension)"
LINE = {"effect": "tension", "amount": -1, "title": "A hot\nline", "reasons": ["Fog.", "Boats."]}
BOARD = {"effect": "tension", "amount": 1, "title": "Board their boats", "reasons": ["They fish.", "Here."]}
SEATS = ("halmar", "brenia", "commission")


@pytest.fixture
def run(path: Path) -> Run:
    found = Run.start(load("grey-strait"), path, seed=5, people=[*SEATS, "control"])
    to(found, "orders")
    return found


def to(run: Run, phase: str) -> None:
    while run.state.game.phase != phase:
        run.press_on()


def locked(run: Run, data: dict[str, object]) -> int:
    """An argued order, locked. The line before it."""
    before = len(run.log.lines)
    run.do(Command("argue", "halmar", data))
    for seat in SEATS:
        run.do(Command("orders", seat, {"orders": []}))
    run.do(Command("advance"))
    return before


def stale(run: Run, name: str, actor: str, data: dict[str, object], seen: str) -> None:
    with pytest.raises(Refusal, match="meanwhile"):
        run.do(Command(name, actor, {**data, "seen": {"version": seen}}))


def test_no_argument_lands_on_another_order(run: Run) -> None:
    """Law: neither a counter-argument nor weights that were written for one are taken for another."""
    before = locked(run, LINE)
    answer = {"question": f"{PATH}?brenia", "answer": "against", "text": "It rings in an empty room."}
    asked = version(run.state, "answer", "brenia", answer)
    weights = {"order": PATH, "counts": ["1", "2"], "difficulty": "easy"}
    weighed = version(run.state, "weigh", "control", weights)
    run.do(Command("undo", data={"line": before, "reason": "again"}))
    locked(run, BOARD)
    stale(run, "answer", "brenia", answer, asked)
    stale(run, "weigh", "control", weights, weighed)
    assert not run.state.game.weighings
    now = version(run.state, "weigh", "control", weights)
    run.do(Command("answer", "brenia", answer))
    assert version(run.state, "weigh", "control", weights) != now, "a counter-argument has come"


def test_no_override_lands_on_another_turn(run: Run) -> None:
    """Law: the same path in a later turn, or after another lock, is another ruling."""
    to(run, "rulings")
    data = {"ruling": "trigger.fleets_meet>encounter"}
    first = version(run.state, "override", "control", data)
    run.press_on()
    to(run, "rulings")
    assert version(run.state, "override", "control", data) != first


def test_whoever_is_taken_back_reads_of_it(run: Run) -> None:
    """Law: each seat is told what of its own, and of what it knew, no longer stands; and nobody else."""
    before = locked(run, {**LINE, "secret": True})
    run.do(Command("undo", data={"line": before, "reason": "again"}))
    told = {seat: view(run.state, seat)["story"][-1]["text"] for seat in (*SEATS, "control", "public")}
    assert "the argued order “A hot line”" in told["halmar"]
    assert "the argued order “A hot line”" in told["control"]
    assert not any("hot line" in told[seat] for seat in ("brenia", "commission", "public"))
    before = locked(run, LINE)
    run.do(Command("answer", "brenia", {"question": f"{PATH}?brenia", "answer": "against", "text": "No."}))
    run.do(Command("undo", data={"line": before, "reason": "again"}))
    told = {seat: view(run.state, seat)["story"][-1]["text"] for seat in SEATS}
    assert all("hot line" in text for text in told.values()), "an open one was known to all"
    answered = Language("en").say("the answer of {role}", role="Brenia")
    assert [seat for seat in SEATS if answered in told[seat]] == ["brenia"]


def test_what_was_taken_back_is_not_done_by_asking_again(run: Run) -> None:
    """Law: the same id is the same command; one that no longer stands is not acknowledged as if it did."""
    line = run.do(Command("argue", "halmar", BOARD, id="k1"))
    assert run.do(Command("argue", "halmar", BOARD, id="k1")) == line
    run.do(Command("undo", data={"line": line.seq - 1, "reason": "again"}))
    with pytest.raises(Refusal, match="taken it back"):
        run.do(Command("argue", "halmar", BOARD, id="k1"))
    run.do(Command("argue", "halmar", BOARD, id="k2"))
    assert run.state.game.argued


def test_silence_on_counter_arguments_is_said_as_it_is(run: Run) -> None:
    """Law: what closing the answers means is said of the questions that are open, and of no others."""
    locked(run, LINE)
    notes = " ".join(view(run.state, "control")["step"]["notes"])
    assert "nothing is said against" in notes
    assert "refuses consent" not in notes


def test_no_initial_lands_under_the_same_words_with_other_parties(path: Path) -> None:
    """Law: whoever initials agrees with those that the page named."""
    run = Run.start(load("korea-2025"), path, seed=3, people=["control", "poland", "usa", "dprk", "rok"])
    run.do(Command("advance"))
    words = {"act": "text", "text": "Both sides halt their tests."}
    run.do(Command("chair", "poland", {**words, "to": ["usa", "dprk"]}))
    first = version(run.state, "initial", "usa", {})
    run.do(Command("chair", "poland", {**words, "to": ["usa", "rok"]}))
    assert version(run.state, "initial", "usa", {}) not in ("", first)
    stale(run, "initial", "usa", {}, first)
