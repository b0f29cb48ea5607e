"""The search finds what was planted: a row behind three moves, a dead end, a run without an end, a fault."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.play import phases
from engine.play.events import Ruled
from engine.record.run import Run
from engine.rehearsal import exploration
from engine.rehearsal.ensemble import Ensemble
from engine.rehearsal.exploration import Explored, Find, Script, Wished, explore
from engine.rehearsal.question import Question
from engine.review.explored import find_said, written
from engine.review.verify import verify
from engine.rules.exercise import Exercise
from engine.rules.load import from_data
from engine.words.language import Language
from tests.play import tiny
from tests.rehearsal.equality import differences

IDLE = {f"idle_{number}": tiny.move() for number in range(40)}
"""Moves that do nothing, and among which the others are hard to find."""
CHAIN = {
    "knock": tiny.move(then={"set": "heard"}),
    "enter": tiny.move(**{"if": "heard", "then": {"set": "inside"}}),
    "sit": tiny.move(**{"if": "inside"}),
}
FLAGS = {name: {"lasts": "next", "title": name} for name in ("heard", "inside")}
ROOM = {"drift": tiny.table({"id": "seated", "if": "played(sit)"}, {"id": "other"})}


def planted(**more: Any) -> Exercise:
    return tiny.exercise(flags=FLAGS, moves={**IDLE, **CHAIN}, tables=ROOM, turns=8, **more)


def the(explored: Explored, kind: str) -> Find:
    (found,) = [entry for entry in explored.found if entry.kind == kind]
    return found


def test_it_finds_a_row_behind_three_moves_in_a_row(tmp_path: Path) -> None:
    """Law: ordinary play does not come there; the run that is written does, and is sound."""
    question = Question(planted(), 3000)
    explored = explore(question)
    found = the(explored, "row")
    assert found.id == "drift.seated"
    assert ("track", "heat 10") in explored.never
    assert ("row", "drift.seated") not in explored.never
    run = written(question, found, tmp_path / "found.run")
    assert run.state.game.finished
    ruled = [(moment.turn, moment.event) for moment in run.state.game.history]
    assert (found.turn, "seated") in [(turn, event.row) for turn, event in ruled if isinstance(event, Ruled)]
    assert verify(tmp_path / "found.run")[0] is None
    assert find_said(found, question.exercise, Language("en")) == "Rows: drift.seated"


def test_the_same_seed_searches_the_same() -> None:
    """Law: whoever reports a find can say how to come to it again."""
    question = Question(planted(), 600, 5)
    assert explore(question) == explore(question)


def test_it_finds_a_seat_without_an_order(tmp_path: Path) -> None:
    """Law: the run that is written stands where the seat cannot order anything."""
    moves = {
        "burn": tiny.move(then={"set": "heard"}),
        **{name: tiny.move(**{"if": "not heard"}) for name in ("wait", "look")},
    }
    found = tiny.exercise(flags=FLAGS, moves={**moves, "burn": {**moves["burn"], "if": "not heard"}})
    question = Question(found, 250)
    stuck = the(explore(question), "stuck")
    run = written(question, stuck, tmp_path / "stuck.run")
    assert stuck.id == "north"
    assert run.place == (stuck.turn, "orders")
    state = run.state
    assert state.game.track("heard")
    assert "no order" in find_said(stuck, found, Language("en"))


def test_it_finds_a_run_without_an_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Law: it is written as far as shows that no ending comes."""
    monkeypatch.setattr("engine.rehearsal.ensemble.MOST_TURNS", 20)
    final = {**tiny.OVER, "if": "not heard"}
    found = tiny.exercise(
        flags={"heard": {"lasts": "run", "title": "Heard"}}, moves={"knock": CHAIN["knock"]}
    )
    data = {**found.data, "endings": [final]}
    question = Question(from_data(data), 250)
    endless = the(explore(question), "endless")
    run = written(question, endless, tmp_path / "endless.run")
    assert not run.state.game.finished
    assert run.state.game.turn > run.state.game.turns


def test_it_finds_what_the_engine_fails_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Law: with its seed and its orders; the run that is written stands before it."""
    publish = phases.publish

    def failing(draft):  # type: ignore[no-untyped-def]
        if draft.game.track("inside"):
            raise ZeroDivisionError("planted")
        return publish(draft)

    monkeypatch.setattr(phases, "publish", failing)
    question = Question(planted(), 2000)
    fault = the(explore(question), "crash")
    assert fault.id == "ZeroDivisionError: planted"
    run = written(question, fault, tmp_path / "crash.run")
    assert not run.state.game.finished
    assert run.place == (fault.turn, "rulings")
    assert Run.open(tmp_path / "crash.run").place == run.place


def test_a_fault_of_the_columns_is_looked_for_in_every_script(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: what fails many runs at once ends no search."""

    def failing(*given: object, **more: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(exploration.Ensemble, "start", failing)
    monkeypatch.setattr(exploration, "ordinary", lambda question: set())
    monkeypatch.setattr(exploration, "crash", lambda question, script: ("failed", script.seed))
    explored = explore(Question(planted(), 3, 7))
    assert the(explored, "crash").turn == 7


def test_a_script_makes_the_same_run_in_both_engines(exercise: Exercise, tmp_path: Path) -> None:
    """Law: in columns, in the ordinary engine and in a log."""
    hunt = exploration.Hunt(Question(exercise, 20))
    chance = np.random.Generator(np.random.PCG64(1))
    scripts = [exploration.script(hunt, chance, seed) for seed in range(6)]
    ensemble = Ensemble(exercise)
    ensemble.seats |= dict.fromkeys(exercise.roles, exploration.Asked(scripts, hunt))
    hunt.scripts = scripts
    outcome = ensemble.start(range(6), whole=True)
    for index, script in enumerate(scripts):
        run = written(Question(exercise), Find("row", "", script), tmp_path / f"{index}.run")
        assert not differences(outcome, index, run.state.game)
        assert exploration.crash(Question(exercise), script) is None
    assert Wished(exercise, Script(0, ())).script.of(1, exercise.roles[0]) is None
