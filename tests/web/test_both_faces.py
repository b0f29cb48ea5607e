"""What both faces decide is decided once: console and page give the same answers to the same view."""

from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from console import orders, report
from console.control import step
from engine.record.run import Run
from engine.rules.exercise import Exercise
from engine.views import view
from engine.views.carried import carried_orders, other_rulings
from engine.views.seen import Fact, is_control, is_role
from engine.words.language import Language
from tests.play.tiny import Table, move
from tests.play.tiny import exercise as exercise_of
from web.pages.control_room import report as report_of_control
from web.pages.seat_orders import groups
from web.pages.seat_story import this_turn


def words(drawn: Any) -> str:
    """What the console shows, in one line."""
    console = Console(width=10_000, record=True, file=None, quiet=False)
    with console.capture() as captured:
        console.print(drawn)
    return " ".join(captured.get().split())


def ruling(number: int, order: str, role: str = "north") -> Fact:
    details: Any = {"table": "Talks", "effects": [], "cause": "N: Talks", "role": role, "order": order}
    return {
        "number": number,
        "turn": 1,
        "phase": "rulings",
        "text": f"ruling {number}",
        "kind": "ruling",
        "details": {**details, "drift": False},
    }


def carried(number: int, order: str, title: str) -> Fact:
    return {
        "number": number,
        "turn": 1,
        "phase": "rulings",
        "text": f"North: {title}",
        "kind": "order",
        "details": {"role": "north", "order": order, "title": title, "effects": [], "secret": False},
    }


def test_rulings_follow_the_key_of_their_order_and_not_its_title() -> None:
    """With *Talks* and *Offer: Talks* the page laid one ruling under the first, the console two."""
    facts = [carried(1, "talks", "Talks"), carried(2, "offer", "Offer: Talks"), ruling(3, "talks")]
    facts += [ruling(4, "offer"), ruling(5, "", ""), ruling(6, "talks", "south")]
    found = {entry["order"]: entry["rulings"] for entry in map(by_order, carried_orders(facts, "north"))}
    assert {order: [fact["number"] for fact in told] for order, told in found.items()} == {
        "talks": [3],
        "offer": [4],
    }
    assert [fact["number"] for fact in other_rulings(facts, "north")] == [5, 6]


def by_order(entry: Any) -> Any:
    return {"order": entry["details"]["order"], "rulings": entry["rulings"]}


@pytest.mark.parametrize("language", ["en", "pl"])
def test_both_faces_tell_the_same_of_a_turn(exercise: Exercise, path: Path, language: str) -> None:
    """At every report, of every role: its own orders with their rulings, and what moved with its causes."""
    run, told = Run.start(exercise, path, seed=5), Language(language)
    while not run.state.game.finished:
        run.press_on()
        if run.state.game.phase != "report":
            continue
        for role in exercise.roles:
            found = view(run.state, role, language)
            assert is_role(found)
            page, console = this_turn(found), words(report.own_orders(found, told))
            done = {entry["details"]["order"]: entry for entry in page["own"]}
            for order in found["orders"]:
                entry = done.get(order["order"])
                rulings = "; ".join(fact["text"] for fact in entry["rulings"]) if entry else ""
                became = rulings or told.say("carried out" if entry else "not carried out")
                assert " ".join(f"{order['title']}: {became}".split()) in console
            for track in page["moved"]:
                if track["known"] == "exact" and track.get("change"):
                    assert track["now"] == track["value"], "the report of a turn is its end"


def test_both_faces_have_the_same_next_step(exercise: Exercise, path: Path) -> None:
    run = Run.start(exercise, path, seed=5, people=["control"])
    for _ in range(60):
        found = view(run.state, "control")
        assert is_control(found)
        if found["step"] is None:
            break
        assert step(found).about.startswith(found["step"]["label"])
        if run.state.game.phase == "report":
            assert all(entry["causes"] for entry in report_of_control(found)["moved"])
        run.press_on()


def test_both_faces_call_a_variant_by_its_own_title() -> None:
    """The view says it: whoever cuts it out of the order's whole title loses brackets of its own."""
    cut = move(title="Cut (trade)", choose={"part": ["third", "half"]})
    words_of = {"third": "a third (of all)", "half": "half"}
    table = Table(exercise_of(moves={"cut": cut}, words=words_of))
    found = view(table.state, "north", "en")
    assert is_role(found)
    variants = [entry for entry in found["moves"] if entry["move"] == "cut"]
    assert [entry["variant"] for entry in variants] == list(words_of.values())
    assert "Cut (trade): a third (of all) / half" in orders.about(found, variants, Language("en")).plain
    group = next(entry for entry in groups(found) if entry["move"] == "cut")
    assert [entry["variant"] for entry in group["variants"]] == list(words_of.values())
    alone = next(entry for entry in found["moves"] if entry["move"] == "wait")
    assert alone["variant"] == alone["title"], "a move without arguments has one variant: itself"
