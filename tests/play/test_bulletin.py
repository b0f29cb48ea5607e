"""Control's own words: the bulletin, notes and observations; and who may take a seat."""

import pytest

from engine.play.commands import Refusal
from engine.play.refusal import Stale
from engine.views import view
from tests.play.tiny import Table, exercise, inject, move, table

STEPS = ["agreements", "moves", "push", "breaches", "drift", "endings"]


def room(**parts: object) -> Table:
    rows = {
        "id": "hit",
        "if": True,
        "say": {"en": "Heat rises", "pl": "Robi się gorąco"},
        "then": {"heat": 1},
    }
    moves = {"push": move(run="pushed")}
    return Table(
        exercise(
            moves=moves,
            tables={"pushed": table(rows)},
            steps=[step.replace("push", "pushed") for step in STEPS],
            languages=["en", "pl"],
            **parts,
        )
    )


def published() -> Table:
    found = room()
    found.to("orders")
    found.order("north", "push")
    found.to("report")
    return found


def texts(found: Table, seat: str, language: str = "en") -> list[str]:
    return [item["text"] for item in view(found.state, seat, language)["bulletin"]]


def test_what_is_a_headline_comes_before_other_rulings() -> None:
    """Law: the bulletin has room for few, and a row can say that it is one of them; a plain one does not."""
    plain = {"if": True, "then": {"heat": 1}}
    rows = [{"id": f"row{number}", "say": f"News {number}", **plain} for number in range(6)]
    rows[5] |= {"headline": True, "then": {}}
    found = Table(
        exercise(
            moves={"push": move(run="pushed")},
            tables={"pushed": table(*rows, hit="collect")},
            steps=[step.replace("push", "pushed") for step in STEPS],
        )
    )
    found.to("orders")
    found.order("north", "push")
    found.to("report")
    assert texts(found, "public") == ["News 5", "News 0", "News 1", "News 2"]


def test_a_language_that_says_two_things_alike_keeps_none_from_another() -> None:
    """Law: whoever edits the bulletin finds every item that some language has."""
    rows = [
        {"id": name, "if": True, "say": {"en": "Heat", "pl": word}, "then": {"heat": 1}}
        for name, word in (("one", "Upał"), ("two", "Skwar"))
    ]
    found = Table(
        exercise(
            moves={"push": move(run="pushed")},
            tables={"pushed": table(*rows, hit="collect")},
            steps=[step.replace("push", "pushed") for step in STEPS],
            languages=["en", "pl"],
        )
    )
    found.to("orders")
    found.order("north", "push")
    found.to("report")
    assert view(found.state, "control")["bulletin_texts"] == [{"en": "Heat", "pl": "Upał"}, {"pl": "Skwar"}]


def test_control_writes_the_bulletin_in_its_own_words() -> None:
    found = published()
    assert (texts(found, "public"), view(found.state, "public")["bulletin_turn"]) == (["Heat rises"], 1)
    control = view(found.state, "control")
    assert control["bulletin_texts"] == [{"en": "Heat rises", "pl": "Robi się gorąco"}]
    data = {"items": [{"en": "It is hot.", "pl": "Jest gorąco."}, "Both sides wait."]}
    found.do("bulletin", **data, seen={"version": control["versions"]["bulletin"]})
    for seat in ("public", "north", "control"):
        assert texts(found, seat) == ["It is hot.", "Both sides wait."]
        assert texts(found, seat, "pl") == ["Jest gorąco.", "Both sides wait."]
    assert {item["kind"] for item in view(found.state, "north")["bulletin"]} == {"edited"}
    assert view(found.state, "control")["bulletin_texts"][1] == dict.fromkeys(
        ("en", "pl"), "Both sides wait."
    )
    with pytest.raises(Stale, match="bulletin has changed"):
        found.do("bulletin", **data, seen={"version": control["versions"]["bulletin"]})
    found.do("bulletin", items=[])
    assert texts(found, "public") == ["Heat rises"], "an empty one gives the automatic one back"


def test_a_bulletin_belongs_to_its_turn() -> None:
    """It can be written until the next report, and is not taken for that one."""
    found = published()
    found.to("consultation")
    found.do("bulletin", items=["Late news."])
    assert (texts(found, "public"), view(found.state, "public")["bulletin_turn"]) == (["Late news."], 1)
    found.to("report")
    assert (texts(found, "public"), view(found.state, "public")["bulletin_turn"]) == ([], 2)


def test_a_senseless_bulletin_is_refused() -> None:
    with pytest.raises(Refusal, match="No turn"):
        room().do("bulletin", items=["x"])
    found = published()
    for items in (None, "x", [""], [{}], [1], ["x"] * 7, ["x" * 301], [{"en": "x" * 301}], [{"xx": "x"}]):
        with pytest.raises(Refusal):
            found.do("bulletin", items=items)
    with pytest.raises(Refusal, match="control"):
        found.do("bulletin", "north", items=["x"])


def test_an_observation_is_about_something() -> None:
    found = room(injects={"M1": inject()})
    found.do("note", text="They waited.", kind="observation", about="M1")
    found.do("note", text="Coffee.")
    facts = [fact["details"] for fact in view(found.state, "control")["story"] if fact["kind"] == "note"]
    assert facts == [{"note": "observation", "about": "M1"}, {"note": "note", "about": ""}]
    for data in ({"kind": "rumour"}, {"about": "x" * 81}, {"about": ["M1"]}):
        with pytest.raises(Refusal):
            found.do("note", text="x", **data)
    with pytest.raises(Refusal, match="control"):
        found.do("note", "north", text="x")


def test_a_person_takes_the_seat_of_its_own_role_and_no_other() -> None:
    found = Table(exercise(), people=())
    found.do("seat", "north", seat="north", by="person")
    assert found.state.seat("north") == "person"
    for data in (
        {"seat": "north", "by": "bot"},
        {"seat": "south", "by": "person"},
        {"seat": "control", "by": "person"},
    ):
        with pytest.raises(Refusal, match="control"):
            found.do("seat", "north", **data)
