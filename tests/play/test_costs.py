"""Costs that are formulas: what an order costs follows the state, and rises where it is repeated."""

from typing import Any

import pytest

from engine.play.commands import Refusal
from engine.play.legality import Budget
from engine.rehearsal.best_reply import best_reply
from engine.rehearsal.comparison import whole
from engine.rehearsal.policies import Play
from engine.rehearsal.question import Question, changed
from engine.rules.exercise import Exercise
from engine.views import decision, view
from engine.words.handbook import Handbook
from tests.play.tiny import Table, exercise, move, role
from tests.rehearsal.equality import parting_of_wholes


def priced(cost: Any, **more: Any) -> Exercise:
    """North may push, at a cost."""
    return exercise(moves={"push": move(cost=cost, then={"heat": 1}, **more)}, turns=4, capital={"bank": 6})


def shown(room: Table) -> dict[str, Any]:
    """The move as the page of north shows it."""
    return next(entry for entry in view(room.state, "north")["moves"] if entry["move"] == "push")


def test_a_price_rises_with_repetition() -> None:
    """Law: what is shown, what the card says, what is paid at lock and what is locked are one price."""
    room = Table(priced("1 + times(push)"))
    for price in (1, 2, 3):
        room.to("orders")
        capital = room["capital(north)"]
        assert shown(room)["cost"] == price
        card = decision(room.state, "north", "push")
        assert (card["cost"], card["left"]) == (price, capital - price)
        room.order("north", "push")
        room.to("report")
        assert room.told("Locked")[-1].orders["north"] == [{"order": "push", "cost": price}]
        assert room["capital(north)"] == capital - price


def test_unspent_capital_fades() -> None:
    """Law: what lies unspent is worth less the longer it lies, in both engines, and the pages say so."""
    found = exercise(turns=5, capital={"bank": 30, "fades": 3})  # an income of 3
    room, kept = Table(found), []
    for _ in range(5):
        room.to("orders")
        kept.append(room["capital(north)"])
        room.to("report")
    assert kept == [3, 5, 7, 9, 11], "1 of what lay there is lost in each turn but the first, beside 3 each"
    assert "leaves 3 or more unspent loses 1" in view(room.state, "north")["limits"]["said"]
    assert "loses 1" not in view(Table(exercise()).state, "north")["limits"]["said"]
    assert (
        "leaves 3 or more unspent loses 1"
        in Handbook(found, found.default_format, "", "en").frame()["limits"]
    )
    assert not parting_of_wholes(found, range(5), "", "", {})
    lost = whole(Question(found, runs=4, plays={"north": Play("passing")})).counts["lost north"]
    assert lost == 4 * (1 + 1 + 1 + 1)


def test_what_it_comes_to_says_which_limit_counts() -> None:
    """Law: at 0 an order is free and counts so; dearer than the capital, it is not allowed."""
    room = Table(priced("0 if heat <= 5 else 99 * heat"))
    room.to("orders")
    room.order("north", "push")
    room.to("orders", 2)
    entry = shown(room)
    assert (entry["cost"], entry["allowed"]) == (99, False)
    assert "capital" in entry["reason"]
    with pytest.raises(Refusal):
        room.order("north", "push")
    found = priced("2 - heat")
    able = Budget(found, "north", list(found.vocabulary.start), [], set())
    order = found.orders["push"]
    assert (able.cost(order), able.take(order).cost, able.free, able.paid) == (0, 0, 0, 2)


def test_columns_pay_what_the_ordinary_engine_pays() -> None:
    """Law: run for run, with orders tried in every turn, of every kind of price."""
    for cost in ("1 + times(push)", "heat - 5", "3 if since(push) <= 1 else 0", "turn // 2"):
        found = priced(cost)
        plays = {"north": Play("first", orders=("push",)), "south": Play("chance")}
        assert not parting_of_wholes(found, range(6), found.default_format, found.default_preset, plays)
    one = whole(Question(priced("1 + times(push)"), 3, plays=plays))
    other = whole(Question(changed(priced("1 + times(push)"), {"cost.push": 1}), 3, plays=plays))
    assert one.unspent["north"].tolist() != other.unspent["north"].tolist()
    assert best_reply(Question(priced("heat - 5"), 20), "north").orders is not None


def test_a_price_is_printed_with_how_it_is_worked_out() -> None:
    """Law: the card of a role says what it costs at the start, and the formula in words."""
    found = priced("1 + times(push)")
    (card,) = [
        entry
        for entry in Handbook(found, found.default_format, "", "en").pack("north")["moves"]
        if entry["order"] == "push"
    ]
    assert (card["cost"], card["price"]) == (1, "1 + times of “Move”")


def test_only_who_can_read_a_price_learns_it() -> None:
    """Law: a move that control plays on request is priced for others as at the start."""
    found = exercise(
        east=role(),
        moves={"push": move("east", cost="capital_left", then={"heat": 1})},
        tracks={
            "capital_left": {
                **{"title": "T", "min": 0, "max": 9, "start": 2, "because": ["judgement"]},
                "seen_by": ["east"],
            }
        },
        presets={"p": {"title": "P", "seats": {"east": {"is": "control", "on_request": ["push"]}}}},
    )
    assert found.orders["push"].readers == {"east"}
