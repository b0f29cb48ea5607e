"""Argued orders are people's: runs that go on from there treat them as settled, in columns as one by one."""

from collections.abc import Sequence

import pytest

from engine.play.arguing import pleas
from engine.play.events import Weighed
from engine.play.state import State
from engine.rehearsal.ensemble import Ensemble
from engine.rehearsal.policies import DOCTRINE
from engine.rehearsal.travel import without_words
from engine.rules.exercise import Exercise
from engine.rules.load import load
from tests.play.tiny import Table
from tests.rehearsal.equality import everywhere, parting_of_continuations

PATH, KEPT = "halmar.argued(tension)", ("situation", "consultation", "orders", "locked", "rulings", "weighed")


@pytest.fixture(scope="module")
def strait() -> Exercise:
    return load("grey-strait")


def table(found: Exercise, upto: str, *, inadmissible: bool = False, **more: object) -> State:
    """A run that two teams have argued in, up to a place of its first turn."""
    at = Table(found, seed=7, people=("halmar", "brenia", "control"))
    at.do("argue", "halmar", effect="tension", amount=-1, title="A line", reasons=["one", "two"], **more)
    at.do("argue", "brenia", effect="goodwill", title="A gift", reasons=["one"])
    if upto in ("consultation", "orders"):
        at.to(upto)
    elif upto != "situation":
        at.to("orders")
        for role in ("halmar", "brenia"):
            at.do("orders", role, orders=[])
        at.do("advance")
        assert at.state.game.locked
        if not more.get("secret"):
            at.do("answer", "brenia", question=f"{PATH}?brenia", answer="against", text="No")
    if upto in ("rulings", "weighed"):
        at.to("rulings")
    if upto == "weighed":
        counts = ["1", "2"] if more.get("secret") else ["1", "2", "brenia"]
        data = {"order": PATH, "counts": counts, "difficulty": "easy", "inadmissible": inadmissible}
        at.do("weigh", **data, reason="why" if inadmissible else "")
    return at.state


def continuations(found: Exercise) -> Sequence[State]:
    states = [table(found, upto) for upto in KEPT for _ in range(3)]
    states += [table(found, "weighed", inadmissible=True), table(found, "weighed", secret=True)]
    return states


def test_runs_go_on_from_argued_orders_as_the_ordinary_engine_does(strait: Exercise) -> None:
    for seed in (1, 2, 3):
        assert parting_of_continuations(continuations(strait), seed, everywhere(strait, DOCTRINE)) == []


def test_what_is_argued_makes_a_difference(strait: Exercise) -> None:
    """Else the equality above would show nothing."""
    ends = []
    for counts in ([], ["1", "2"]):
        state = table(strait, "rulings")
        state.game.weighings.clear()
        at = state.game
        at.weighings[PATH] = Weighed(order=PATH, counts=counts, difficulty="easy" if counts else "very_hard")
        seeds = range(200)
        outcome = Ensemble(strait, at.format, at.preset, everywhere(strait, DOCTRINE)).go_on(
            [state] * 200, seeds
        )
        ends.append(sum(outcome.counts[f"row argument.{row}"] for row in ("works", "in_part")))
    assert ends[0] < ends[1]


def test_what_travels_has_no_words_and_the_same_weights(strait: Exercise) -> None:
    state = table(strait, "weighed")
    bare = without_words(state)
    assert "A line" not in repr(vars(bare.game))
    bare.game.exercise = strait
    found, known = pleas(bare.game, blind=False), pleas(state.game, blind=False)
    assert [(one.pro, one.con, one.difficulty) for one in found] == [
        (one.pro, one.con, one.difficulty) for one in known
    ]
