"""Argued orders: written, locked, answered, weighed, decided by a table; and the laws that hold for them."""

import json
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.play import phases
from engine.play.adjudicate import Adjudication
from engine.play.commands import Command, Refusal
from engine.play.draft import Draft
from engine.play.events import Event
from engine.record.run import Run
from engine.review.fork import Seating, fork
from engine.review.verify import verify
from engine.review.what_if import script_of, see
from engine.rules.argued import call_of, order_of, scaled, wanted
from engine.rules.exercise import Exercise
from engine.rules.load import load
from engine.rules.model import DIFFICULTIES
from engine.views import view
from tests.play.tiny import Table

PATH, RULING = "halmar.argued(tension)", "halmar.argued(tension)>argument"
PEOPLE = ("halmar", "brenia", "commission", "control")
ARGUED: dict[str, Any] = {
    "effect": "tension",
    "amount": -1,
    "title": "A hot line",
    "text": "Both coast guards share a line.",
    "reasons": ["Fog.", "Both lost boats.", "It costs nothing."],
}


@pytest.fixture(scope="module")
def strait() -> Exercise:
    return load("grey-strait")


def at_the_table(found: Exercise, upto: str = "orders", **more: Any) -> Table:
    """A table at which Halmar argues, up to a place of the first turn: orders, locked, rulings."""
    at = Table(found, seed=more.pop("seed", 1), people=PEOPLE)
    at.to("orders")
    at.do("argue", "halmar", **{**ARGUED, **more})
    for role in PEOPLE[:3]:
        at.do("orders", role, orders=[])
    if upto in ("locked", "rulings"):
        at.do("advance")
    if upto == "rulings":
        for role, text in (("brenia", "No ship listens."), ("commission", "Radar sees them.")):
            if not more.get("secret"):
                at.do("answer", role, question=f"{PATH}?{role}", answer="against", text=text)
        at.to("rulings")
    return at


def foreseen(at: Table) -> Adjudication:
    """The rulings as control would see them now."""
    return phases.rule(Draft(at.state))


def rulings(events: list[Event], path: str = RULING) -> list[Any]:
    return [event for event in events if getattr(event, "path", "") == path]


# From the seat to the table


def test_it_is_sealed_costs_and_can_be_taken_back(strait: Exercise) -> None:
    at = at_the_table(strait)
    mine = view(at.state, "halmar")["arguing"]
    assert [entry["title"] for entry in mine["orders"]] == ["A hot line"]
    assert (mine["left"], mine["reserved"]) == (0, 1)
    at.do("argue", "halmar", **{**ARGUED, "title": "Another line"})
    assert [entry.title for entry in at.state.game.argued.values()] == ["Another line"], (
        "it replaces its like"
    )
    at.do("argue", "halmar", effect="tension", withdrawn=True)
    assert not at.state.game.argued
    assert view(at.state, "halmar")["arguing"]["left"] == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"amount": -2}, "more than an argued order may want"),
        ({"amount": 0}, "more than an argued order may want"),
        ({"effect": "fuel"}, "not known here"),
        ({"title": " "}, "says in a title"),
        ({"reasons": [" ", ""]}, "has a reason at least"),
        ({"effect": "sailings"}, "Take one back first"),
        ({"reasons": ["x"] * 4}, "at most 3"),
        ({"reasons": ["x" * 301]}, "at most 300"),
    ],
)
def test_what_is_no_argued_order_is_refused(strait: Exercise, data: dict[str, Any], said: str) -> None:
    at = at_the_table(strait)
    with pytest.raises(Refusal) as refusal:
        at.do("argue", "halmar", **{**ARGUED, **data})
    assert said in str(refusal.value)


def test_it_is_paid_for_before_the_other_orders(strait: Exercise) -> None:
    """What it costs is not there for the others; and with all spent, none can be argued."""
    at = Table(strait, people=PEOPLE)
    at.to("orders")
    capital = at["capital(halmar)"]
    at.do("argue", "halmar", **ARGUED)
    assert phases.budget(Draft(at.state), "halmar").capital == capital - 1
    at.do("advance")
    assert at["capital(halmar)"] == capital - 1
    poor = Table(strait, people=PEOPLE)
    poor.to("orders")
    poor.state.game.vector[strait.slots["capital(halmar)"]] = 0
    with pytest.raises(Refusal, match="costs"):
        poor.do("argue", "halmar", **ARGUED)


def test_an_open_one_is_answered_by_people_and_a_secret_one_by_nobody(strait: Exercise) -> None:
    at = at_the_table(strait, "locked")
    asked = view(at.state, "brenia")["questions"]
    assert [entry["argued"]["reasons"] for entry in asked] == [ARGUED["reasons"]]
    assert not view(at.state, "halmar")["questions"]
    with pytest.raises(Refusal, match="empty"):
        at.do("answer", "brenia", question=f"{PATH}?brenia", answer="against")
    with pytest.raises(Refusal, match="at most"):
        at.do("answer", "brenia", question=f"{PATH}?brenia", answer="against", text="x" * 301)
    secret = at_the_table(strait, "locked", secret=True)
    assert secret.state.game.phase == "rulings", "nobody is asked, so nobody is waited for"
    assert "A hot line" not in json.dumps([view(secret.state, seat) for seat in ("brenia", "public")])
    assert "A hot line" in json.dumps(view(secret.state, "halmar"))


def test_counters_are_controls_until_publishing(strait: Exercise) -> None:
    """Then whoever knows the order reads them, with their author."""
    at = at_the_table(strait, "rulings")
    text = "No ship listens."
    assert text in json.dumps(view(at.state, "control"))
    for seat in ("halmar", "commission", "public"):
        assert text not in json.dumps(view(at.state, seat))
    at.to("report")
    for seat in ("halmar", "commission", "public"):
        (fact,) = (fact for fact in view(at.state, seat)["story"] if fact["kind"] == "judged")
        assert ("brenia", text) in [(one["role"], one["text"]) for one in fact["details"]["arguments"]]


# Weighing


def test_no_dice_are_seen_before_the_weights_are_fixed(strait: Exercise) -> None:
    at = at_the_table(strait, "rulings")
    assert not rulings(foreseen(at).events)
    assert "weigh" in [entry["kind"] for entry in view(at.state, "control")["waiting"]]
    assert view(at.state, "control")["step"]["question"]
    with pytest.raises(Refusal, match="no ruling"):
        at.do("dice", ruling=RULING, dice=[6, 6])
    at.do("weigh", order=PATH, counts=["1"], difficulty="hard")
    (ruled,) = rulings(foreseen(at).events)
    assert ruled.dice
    assert ruled.call == "argument(1, 0, hard)"
    assert "weigh" not in [entry["kind"] for entry in view(at.state, "control")["waiting"]]


def test_weights_change_with_a_reason_and_take_an_override_along(strait: Exercise) -> None:
    at = at_the_table(strait, "rulings")
    at.do("weigh", order=PATH)
    at.do("dice", ruling=RULING, dice=[4, 3])
    at.do("override", ruling=RULING, row="nothing", reason="Nobody was at sea.")
    with pytest.raises(Refusal, match="takes a reason"):
        at.do("weigh", order=PATH, counts=["1", "2", "3"], difficulty="easy")
    at.do("weigh", order=PATH, counts=["1", "2", "3"], difficulty="easy", reason="We had misread it.")
    assert RULING not in at.state.game.overrides, "the row it replaced is no longer the row"
    assert at.told("LapsedOverride")


def test_what_nobody_weighs_counts_nothing(strait: Exercise) -> None:
    at = at_the_table(strait, "rulings")
    (ruled,) = rulings(at.to("report"))
    assert (ruled.call, ruled.sum) == ("argument(0, 0, ordinary)", 0)
    (judged,) = at.told("Judged")
    assert not judged.weighed


def test_the_bulletin_says_what_was_argued(strait: Exercise) -> None:
    """Law: whoever reads of a row reads whose argued order it was about; of a secret one nobody else does."""
    for secret in (False, True):
        at = at_the_table(strait, "locked" if secret else "rulings", secret=secret)
        at.do("weigh", order=PATH, counts=["1", "2", "3"], difficulty="easy")
        (ruled,) = rulings(at.to("report"))
        assert ruled.row in ("works", "in_part")
        named = [
            item["text"]
            for item in view(at.state, "public", "en")["bulletin"]
            if "A hot line" in item["text"]
        ]
        assert bool(named) == (not secret)
        assert all(text.startswith("HAL: A hot line: ") for text in named)


def test_what_is_inadmissible_comes_to_nothing_and_gives_its_cost_back(strait: Exercise) -> None:
    at = at_the_table(strait, "rulings")
    capital = at["capital(halmar)"]
    with pytest.raises(Refusal, match="has a reason"):
        at.do("weigh", order=PATH, inadmissible=True)
    at.do("weigh", order=PATH, inadmissible=True, reason="It names a warhead.")
    assert at["capital(halmar)"] == capital, "nothing is public before publishing"
    assert not rulings(at.to("report"))
    assert at["capital(halmar)"] == capital + 1
    assert "warhead" in json.dumps(view(at.state, "halmar"))
    assert "warhead" not in json.dumps(view(at.state, "brenia"))


def test_an_effect_is_cut_and_never_turned_round() -> None:
    korea = load("korea-2025")
    at = Table(korea, people=("rok", "control"))
    at.to("orders")
    at.do("argue", "rok", effect="armistice", amount=2, title="A line", reasons=["Floods."])
    at.do("orders", "rok", orders=[])
    at.to("rulings")
    for amount in (3, -1, 0):
        with pytest.raises(Refusal, match="smaller"):
            at.do("weigh", order="rok.argued(armistice)", amount=amount)
    at.do("weigh", order="rok.argued(armistice)", amount=1)
    at.do("dice", ruling="rok.argued(armistice)>argument", dice=[6, 6])
    (ruled,) = rulings(foreseen(at).events, "rok.argued(armistice)>argument")
    assert [change.amount for change in ruled.effects] == [1]


@pytest.mark.parametrize(
    ("amount", "whole", "half", "backlash"), [(1, 1, 1, -1), (2, 2, 1, -2), (3, 3, 1, -3), (-5, -5, -2, 5)]
)
def test_outcomes_scale_the_effect(amount: int, whole: int, half: int, backlash: int) -> None:
    found = [scaled(amount, outcome) for outcome in ("whole", "half", "none", "backlash")]
    assert found == [whole, half, 0, backlash]
    assert [scaled(1, outcome, flag=True) for outcome in ("whole", "half", "backlash")] == [1, 0, 0]


def test_bots_do_not_argue(strait: Exercise, path: Path) -> None:
    run = Run.start(strait, path, seed=1)
    while not run.state.game.finished:
        run.press_on()
    kinds = {type(event).__name__ for events in run.record.events for event in events}
    assert not kinds & {"Argued", "Laid", "Judged"}


# Laws


def test_the_order_of_arguments_changes_nothing(strait: Exercise) -> None:
    """Law: neither the order in which a team lists them, nor that of weighing, nor who answered first."""
    found = set()
    for order in permutations(range(3)):
        at = at_the_table(strait, "rulings", reasons=[ARGUED["reasons"][place] for place in order])
        counts = [str(order.index(0) + 1), str(order.index(2) + 1), "commission"]
        for listed in (counts, counts[::-1]):
            trial = at.state.copy()
            at.do("weigh", order=PATH, counts=listed, difficulty="hard")
            passing = foreseen(at)
            (ruled,) = rulings(passing.events)
            found.add((ruled.call, ruled.row, tuple(ruled.dice), tuple(passing.state)))
            at.state.become(trial)
    assert len(found) == 1


@given(
    counts=st.lists(st.sampled_from(["1", "2", "3", "brenia", "commission"]), unique=True),
    difficulty=st.sampled_from(DIFFICULTIES),
    dice=st.tuples(st.integers(1, 6), st.integers(1, 6)),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_table_is_asked_for_what_counts(
    strait: Exercise, counts: list[str], difficulty: str, dice: tuple[int, int]
) -> None:
    """Law: the sum is one for each reason, less one for each counter-argument, and the difficulty, capped."""
    at = at_the_table(strait, "rulings")
    at.do("weigh", order=PATH, counts=counts, difficulty=difficulty)
    at.do("dice", ruling=RULING, dice=list(dice))
    (ruled,) = rulings(foreseen(at).events)
    pro = sum(name.isdigit() for name in counts)
    hard = {"easy": 1, "ordinary": 0, "hard": -1, "very_hard": -2}[difficulty]
    total = max(-4, min(4, 2 * pro - len(counts) + hard))
    assert (ruled.sum, ruled.total) == (total, sum(dice) + total)
    assert sum(ruled.odds.values()) == pytest.approx(1)


@pytest.mark.parametrize("name", ["grey-strait", "korea-2025"])
def test_odds_sum_to_one_and_more_reasons_never_hurt(name: str) -> None:
    """Law: for every call that argued orders can make; of more arguments than a table knows, the most."""
    found, seats = load(name), len(load(name).roles)
    state, chances = found.vocabulary.start, {}
    for pro, con, difficulty in product(range(4), range(seats + 3), DIFFICULTIES):
        call = call_of(found, found.roles[0], pro, con, difficulty)
        odds = call.odds(int(call.total(state)))
        assert sum(odds.values()) == pytest.approx(1)
        chances[pro, con, difficulty] = odds["works"] + odds["in_part"]
    for (pro, con, difficulty), chance in chances.items():
        assert chance <= chances.get((pro + 1, con, difficulty), 1)
        assert chance >= chances.get((pro, con + 1, difficulty), 0)


def test_every_effect_can_be_ordered_and_has_words(exercise: Exercise) -> None:
    for effect in wanted(exercise).values():
        for amount in effect.amounts:
            order = order_of(exercise, exercise.roles[0], effect.id, amount)
            assert order.path == f"{exercise.roles[0]}.argued({effect.id})"
            assert "whole" in order.on


# The log


def argued_run(path: Path) -> Run:
    """A run with an argued order, counter-arguments and weights, to the report of its first turn."""
    run = Run.start(load("grey-strait"), path, seed=5, people=[*PEOPLE])
    while run.state.game.phase != "orders":
        run.do(Command("advance"))
    run.do(Command("argue", "halmar", dict(ARGUED)))
    for role in PEOPLE[:3]:
        run.do(Command("orders", role, {"orders": []}))
    run.do(Command("advance"))
    said = {"question": f"{PATH}?brenia", "answer": "against", "text": "No ship listens."}
    run.do(Command("answer", "brenia", said))
    run.do(Command("answer", "commission", {"question": f"{PATH}?commission", "answer": "no_argument"}))
    run.do(Command("advance"))
    run.do(Command("weigh", data={"order": PATH, "counts": ["1", "2", "brenia"], "difficulty": "easy"}))
    run.do(Command("advance"))
    return run


def test_it_is_replayed_undone_and_verified(path: Path) -> None:
    """Law: fold and re-adjudication agree; an undo takes weights, answers and the order back in turn."""
    run = argued_run(path)
    assert verify(path) == (None, True)
    for name, standing in (("weighed", True), ("unweighed", False)):
        run.do(Command("undo", data={"reason": name}))
        assert run.state.game.phase == "rulings"
        assert (PATH in run.state.game.weighings) is standing
    run.do(Command("undo"))
    run.do(Command("undo"))
    assert not run.state.game.questions[f"{PATH}?commission"].answer
    again = Run.open(path)
    assert again.state.game.laid == run.state.game.laid
    assert verify(path) == (None, True)


def test_a_fork_keeps_weights_with_the_old_orders_only(path: Path, tmp_path: Path) -> None:
    run = argued_run(path)
    again, refused = see(run, tmp_path / "again.jsonl", 1, [], Seating("bot"))
    assert not refused
    assert again.state.game.track("tension") == run.state.game.track("tension")
    judged = [event for line in again.record.events for event in line if type(event).__name__ == "Judged"]
    (old,) = (event for line in run.record.events for event in line if type(event).__name__ == "Judged")
    assert judged[:1] == [old]
    assert verify(again.log.path) == (None, True)
    fresh = fork(run, tmp_path / "fresh.jsonl", 1)
    assert not fresh.state.game.argued
    assert script_of(run, 1).turns["1"].weighings
