"""What control reads of a ruling before it is published, and what everybody reads of the exercise."""

from typing import Any

import pytest

from engine.play.commands import Refusal
from engine.rules.problems import ExerciseError
from engine.rules.shown import SHAPES, edges, marks
from engine.views import draft_preview, inject_preview, view
from engine.views.cards import spoken_roll
from tests.play.tiny import WHY, Table, exercise, inject, move, table, track

ODDS = table(
    {"id": "cold", "if": "cold <= 1"},
    {"id": "low", "roll": "..4", "then": {"heat": -1}},
    {"id": "middle", "roll": "5..8", "then": {"heat": 1}},
    {"id": "high", "roll": "9..14", "then": {"heat": 2}},
    {"id": "far", "roll": "15.."},
    dice="2d6",
    cap=2,
    modifiers={"+1 if heat >= 5": "warm", "-1 if cold >= 9": "icy"},
)
ALL = table({"id": "one", "if": "heat >= 5"}, {"id": "two", "if": "cold >= 9"}, hit="collect")
STEPS = ["agreements", "moves", ["odds", "all"], "breaches", "drift", "endings"]


def room(**parts: Any) -> Table:
    moves = {
        "push": move(run="odds", choose={"how": ["hard", "soft"]}, secret="optional"),
        "ask": move(to="south", asks={"south": ["accept", "refuse"]}, run="all"),
    }
    return Table(exercise(moves=moves, tables={"odds": ODDS, "all": ALL}, steps=STEPS, **parts))


def cards(found: Table) -> list[dict[str, Any]]:
    return [fact for fact in view(found.state, "control")["rulings"] if fact["kind"] == "ruling"]


def states(fact: dict[str, Any]) -> dict[str, str]:
    return {row["id"]: f"{row['state']} {row['why']}".strip() for row in fact["card"]["rows"]}


def test_a_card_shows_the_whole_table() -> None:
    found = room()
    found.to("orders")
    found.order("north", "push(hard)", secret=True)
    found.to("rulings")
    path = cards(found)[0]["path"]
    found.do("dice", ruling=path, dice=[1, 1])
    fact = cards(found)[0]
    card = fact["card"]
    assert card["step"] == {"number": 3, "title": "Table · Table"}
    assert card["order"] == {
        "role": "north",
        "order": "push(hard)",
        "title": "Move (hard)",
        "arguments": ["hard"],
        "secret": True,
    }
    assert (card["hit"], card["dice"], card["cap"], card["total"]) == (
        "the first row that holds",
        "2d6",
        2,
        3,
    )
    assert states(fact) == {
        "cold": "closed its condition does not hold",
        "low": "hit",
        "middle": "possible",
        "high": "possible",
        "far": "closed out of reach with these modifiers",
    }
    rows = card["rows"]
    assert [row["roll"] for row in rows] == ["", "≤ 4", "5–8", "9–14", "≥ 15"]
    assert (rows[0]["condition"], rows[2]["effects"], rows[4]["number"]) == ("Track ≤ 1", ["Track +1"], 5)
    assert [(entry["reason"], entry["amount"], entry["holds"]) for entry in card["modifiers"]] == [
        ("warm", 1, True),
        ("icy", -1, False),
    ]
    assert (fact["overridden"], card["replaced"]) == (False, None)
    found.do("override", ruling=path, row="middle", reason="as the room played it")
    fact = cards(found)[0]
    assert (fact["overridden"], fact["card"]["replaced"]) == (True, {"row": "low", "title": "low"})
    assert states(fact)["middle"] == "hit"


def test_a_row_without_dice_closes_the_others() -> None:
    found = room(tracks={"cold": track(start=1)})
    found.to("orders")
    found.order("north", "push(soft)")
    found.to("rulings")
    closed = "closed a row without dice decides"
    assert states(cards(found)[0]) == {
        "cold": "hit",
        "low": closed,
        "middle": closed,
        "high": closed,
        "far": closed,
    }


def test_a_table_that_collects_and_an_answer() -> None:
    found = room()
    found.to("orders")
    found.order("north", "ask")
    found.do("advance")
    question = view(found.state, "south")["questions"][0]["id"]
    found.do("answer", "south", question=question, answer="refuse")
    found.to("rulings")
    fact = cards(found)[0]
    assert (fact["card"]["hit"], fact["card"]["answer"]) == ("every row that holds", "ROL: refuse")
    assert states(fact) == {"one": "hit", "two": "closed its condition does not hold"}
    order = next(fact for fact in view(found.state, "control")["rulings"] if fact["kind"] == "order")
    assert order["step"] == {"number": 2, "title": "Orders are carried out"}


def test_control_sees_where_each_track_would_stand() -> None:
    found = room()
    found.to("orders")
    found.order("north", "push(hard)")
    assert "after" not in view(found.state, "control")["tracks"][0]
    found.to("rulings")
    path = cards(found)[0]["path"]
    found.do("dice", ruling=path, dice=[6, 6])
    heat = next(entry for entry in view(found.state, "control")["tracks"] if entry["id"] == "heat")
    assert (heat["value"], heat["after"]) == (5, 7)
    assert "after" not in view(found.state, "north")["tracks"][0]


def test_a_band_of_totals_in_words() -> None:
    spoken = [spoken_roll(roll) for roll in (None, "7", "7..7", "..6", "12..", "10..11")]
    assert spoken == ["", "7", "7", "≤ 6", "≥ 12", "10–11"]


def test_every_role_has_a_mark_of_its_own() -> None:
    plain = exercise()
    assert list(marks(plain).values()) == list(SHAPES[:3])
    assert marks(exercise(south={"mark": "square"})) == {
        "north": "triangle",
        "south": "square",
        "east": "hexagon",
    }
    assert [entry["mark"] for entry in view(Table(plain).state, "public")["roles"]] == list(SHAPES[:3])
    with pytest.raises(ExerciseError, match="mark"):
        exercise(south={"mark": "blob"})


def test_the_edges_at_which_a_run_can_end() -> None:
    endings = [
        {"id": "a", "title": "A", "kind": "stop", "because": WHY, "if": "held(heat >= 10 or cold == 0, 2)"},
        {"id": "b", "title": "B", "kind": "stop", "because": WHY, "if": "not heat > 0 and fame(south) >= 9"},
        {"id": "c", "title": "C", "kind": "final", "because": WHY, "if": "cold >= 10"},
        {"id": "d", "title": "D", "kind": "stop", "because": WHY, "if": "held(cold == 5, 2)"},
    ]
    found = exercise(endings=endings, tracks={"fame": track(each=["north", "south"])})
    ends = edges(found, found.default_format)
    assert ends == {"heat": ["low", "high"], "cold": ["low"], "fame(south)": ["high"]}
    listed = {entry["id"]: entry["edges"] for entry in view(Table(found).state, "public")["tracks"]}
    assert listed == {"heat": ["low", "high"], "cold": ["low"], "fame(north)": [], "fame(south)": ["high"]}


def test_the_frame_names_what_a_page_begins_with() -> None:
    found = view(Table(exercise(id="cold-front")).state, "public")
    assert (found["subtitle"], found["format_title"], found["map"]) == (
        "Cold front",
        "Long",
        {"places": {}, "lines": [], "land": []},
    )


def test_requests_are_answered_by_name() -> None:
    found = room()
    found.do("request", "north", text="May we?")
    found.do("request", "south", text="And we?")
    found.do("reply", request="R02", text="You may.")
    assert [event.to for event in found.told("Replied")] == [["south"]]
    listed = view(found.state, "control")["requests"]
    assert [(entry["id"], entry["role"], entry["answered"]) for entry in listed] == [
        ("R01", "north", ""),
        ("R02", "south", "answered"),
    ]
    with pytest.raises(Refusal, match="not known"):
        found.do("reply", request="R03", text="x")
    found.do("reply", to=["north"], text="Later.")
    assert [entry["answered"] for entry in view(found.state, "control")["requests"]] == ["", "answered"]


def test_the_card_of_an_inject_being_tried_out() -> None:
    found = room(injects={"M1": inject(then={"run": "odds"})})
    for foreseen in (
        inject_preview(found.state, "M1", {}),
        draft_preview(found.state, {"effects": {"run": "odds"}}),
    ):
        card = next(fact for fact in foreseen["facts"] if fact["kind"] == "ruling")["card"]
        assert (card["step"]["number"], card["order"], len(card["rows"])) == (0, None, 5)


def test_a_role_reckons_its_chances_where_all_is_readable() -> None:
    """As things stand, without a throw; never for a table that reads what the role cannot."""
    veiled = {"cold": track(seen_by=["south"])}
    for parts, shown in (({}, True), ({"tracks": veiled}, False)):
        moves = view(room(**parts).state, "north")["moves"]
        listed = {entry["order"]: entry.get("chances") for entry in moves}
        assert (listed["wait"], listed["ask"]) == (None, None), "nothing is thrown, or an answer decides"
        if not shown:
            assert listed["push(hard)"] is None
            continue
        found = {entry["row"]: round(36 * entry["chance"]) for entry in listed["push(hard)"] or []}
        assert found == {"low": 3, "middle": 18, "high": 15}
