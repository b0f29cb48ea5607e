"""Injects that control writes: now, into the tray, for a later turn, from a template, and tried out first."""

from typing import Any

import pytest

from engine.play import injects
from engine.play.commands import Refusal
from engine.play.events import Released
from engine.views import draft_preview, inject_preview, view
from tests.play.tiny import WHY, Table, exercise, inject, table

CALM = table({"id": "calm", "if": True, "then": {"cold": -1}})
TEMPLATE = {
    "title": {"en": "A storm", "pl": "Burza"},
    "text": {"en": "A storm rises.", "pl": "Zrywa się burza."},
    "from": {"en": "Coast guard", "pl": "Straż przybrzeżna"},
    "group": {"en": "Weather", "pl": "Pogoda"},
    "type": "humanitarian",
    "to": ["north", "south"],
    "then": {"heat": 2, "run": "calm"},
    "because": WHY,
}


def room(**parts: Any) -> Table:
    offered = {
        "hot": inject(title="Hot", **{"if": "heat >= 6"}),
        "cool": inject(title="Cool", **{"if": "heat <= 5"}),
    }
    steps = ["agreements", "moves", "calm", "breaches", "drift", "endings"]
    languages = {"languages": ["en", "pl"], "templates": {"storm": TEMPLATE}, "injects": offered}
    return Table(exercise(tables={"calm": CALM}, steps=steps, **languages, **parts))


def tray(found: Table) -> dict[str, str]:
    return {due.inject: due.why for due in injects.tray(found.state) if due.inject.startswith("X")}


def story(found: Table, seat: str, language: str = "en") -> list[dict[str, Any]]:
    return [fact for fact in view(found.state, seat, language)["story"] if fact["kind"] == "inject"]


def test_a_text_is_read_in_the_language_of_its_reader() -> None:
    found = room()
    found.do("improvise", text={"en": "Hello.", "pl": "Dzień dobry."}, title="T", expect="They answer.")
    assert [story(found, "north", language)[0]["text"] for language in ("en", "pl")] == [
        "Hello.",
        "Dzień dobry.",
    ]
    assert "expect" not in story(found, "north")[0]["details"]
    assert story(found, "control")[0]["details"]["expect"] == "They answer."
    with pytest.raises(Refusal, match="empty"):
        found.do("improvise", text={"en": " "})
    with pytest.raises(Refusal, match="by language"):
        found.do("improvise", text={"de": "Hallo."})


def test_the_text_of_an_inject_may_depend_on_what_was_chosen() -> None:
    """By the value of its first choice, then by language."""
    text = {"rain": {"en": "It rains.", "pl": "Pada."}, "snow": {"en": "It snows.", "pl": "Sypie."}}
    weather = inject(text=text, choose={"sky": ["rain", "snow"]})
    found = Table(exercise(injects={"M1": weather}, languages=["en", "pl"]))
    assert view(found.state, "control")["msel"][0]["text"] == "It rains."
    found.do("release", inject="M1", choices={"sky": "snow"})
    assert [story(found, "south", code)[0]["text"] for code in ("en", "pl")] == ["It snows.", "Sypie."]


def test_an_inject_waits_in_the_tray_until_it_is_released() -> None:
    """Released out of the tray it is a step of its own, and it can go to others than planned."""
    found = room()
    found.do("improvise", text="Later.", title="T", to=["north"], effects={"heat": 2}, when="tray")
    assert (tray(found), found["heat"], story(found, "north")) == ({"X01": "written"}, 5, [])
    entry = next(entry for entry in view(found.state, "control")["msel"] if entry["inject"] == "X01")
    assert (entry["mode"], entry["status"], entry["planned"], entry["to"]) == ("written", "", None, ["north"])
    assert entry["draft"]["effects"] == {"heat": 2}
    found.do("release", inject="X01", to=["south"])
    assert (tray(found), found["heat"]) == ({}, 7)
    assert (story(found, "north"), story(found, "south")[0]["text"]) == ([], "Later.")
    for name in ("release", "hold", "skip"):
        with pytest.raises(Refusal, match="not known"):
            found.do(name, inject="X01")


def test_an_inject_for_a_later_turn_comes_then() -> None:
    found = room()
    with pytest.raises(Refusal, match="turn from 1 to 6"):
        found.do("improvise", text="Later.", when=7)
    for turn in (0, True, "soon"):
        with pytest.raises(Refusal, match=r"'when' takes one of these: now, tray, 1\.\.100"):
            found.do("improvise", text="Later.", when=turn)
    found.do("improvise", text="Later.", when=2)
    found.do("improvise", text="Now.")
    assert tray(found) == {}
    found.to("situation")
    assert tray(found) == {"X01": "written"}
    found.do("defer", inject="X01")
    assert tray(found) == {}
    found.to("situation")
    assert tray(found) == {"X01": "deferred"}
    found.do("hold", inject="X01", reason="not yet")
    assert tray(found) == {"X01": "held"}
    found.do("skip", inject="X01")
    assert tray(found) == {}
    assert [event.inject for event in found.told("Written")] == ["X01"]
    assert [event.inject for event in found.told("Improvised")] == ["X02"]


def test_why_control_did_something_with_an_inject_is_kept() -> None:
    """Law: the reason given stands in what happened, of planned and of written ones, without spaces."""
    found = room()
    found.do("improvise", text="Later.", when="tray")
    acts = {"X01": ("hold", "defer", "release"), "cool": ("hold", "defer", "skip"), "hot": ("release",)}
    for key, names in acts.items():
        for name in names:
            found.do(name, inject=key, reason=f" {name} {key} ")
    assert [(event.status, event.reason) for event in found.told("Shelved")] == [
        ("held", "hold X01"),
        ("deferred", "defer X01"),
        ("held", "hold cool"),
        ("deferred", "defer cool"),
        ("skipped", "skip cool"),
    ]
    assert [event.reason for event in found.told("Released")] == ["release hot"]
    assert [event.reason for event in found.told("Improvised")] == ["release X01"]


def test_what_was_written_can_be_written_again_until_it_is_released() -> None:
    found = room()
    found.do("improvise", text="First.", when=3)
    found.do("improvise", inject="X01", text="Second.")
    kept = found.state.game.written["X01"]
    assert (kept.text, kept.turn) == ("Second.", 3), "it stays where it lay unless it is moved"
    found.do("improvise", inject="X01", text="Third.", when="tray")
    assert tray(found) == {"X01": "written"}
    found.do("improvise", inject="X01", text="Fourth.", when="now")
    assert [event.text for event in found.told("Improvised")] == ["Fourth."]
    for name in ("X01", "hot", "X99"):
        with pytest.raises(Refusal, match="not known"):
            found.do("improvise", inject=name, text="Fifth.")


def test_senseless_effects_are_refused_when_they_are_written() -> None:
    """With the place and the reason, and nothing is kept."""
    found = room()
    for effects, place in (({"heet": 1}, "heet"), ({"heat": "x y"}, "heat"), ({"run": "calmer"}, "run")):
        for data in ({"when": 2}, {}):
            with pytest.raises(Refusal, match=f"make no sense: {place}: "):
                found.do("improvise", text="x", effects=effects, **data)
        with pytest.raises(Refusal, match=place):
            draft_preview(found.state, {"effects": effects})
    assert (found.state.game.written, found.told("Improvised")) == ({}, [])


def test_a_template_gives_what_the_command_leaves_out() -> None:
    found = room()
    template = view(found.state, "control")["templates"][0]
    assert (template["template"], template["group"], template["texts"]["pl"]) == (
        "storm",
        "Weather",
        "Zrywa się burza.",
    )
    assert (template["effects"], template["raw"]) == (["Track +2", "Table"], TEMPLATE["then"])
    found.do("improvise", template="storm", text="A gale rises.", because=["judgement"])
    event = found.told("Improvised")[0]
    assert (event.text, event.title, event.to, event.kind) == (
        "A gale rises.",
        TEMPLATE["title"],
        ["north", "south"],
        "humanitarian",
    )
    assert (found["heat"], found["cold"]) == (7, 4)
    assert story(found, "south", "pl")[0]["details"]["title"] == "Burza"
    assert not found.told("Released"), "a template is no inject"
    with pytest.raises(Refusal, match="not known"):
        found.do("improvise", template="flood", text="x")


def test_a_draft_can_be_tried_out() -> None:
    """What it would do: its facts, the tracks it moves, the injects that it wakes or puts to sleep."""
    found = room()
    before = list(found.state.game.vector)
    foreseen = draft_preview(found.state, {"template": "storm", "to": ["north"]})
    assert [fact["kind"] for fact in foreseen["facts"]] == ["track", "ruling", "track"]
    assert foreseen["tracks"] == [
        {"id": "heat", "title": "Track", "before": 5, "after": 7},
        {"id": "cold", "title": "Track", "before": 5, "after": 4},
    ]
    assert foreseen["wakes"] == {"starts": ["Hot"], "stops": ["Cool"]}
    assert draft_preview(found.state, {})["facts"] == []
    found.do("improvise", template="storm", when=2)
    assert inject_preview(found.state, "X01", {})["tracks"] == foreseen["tracks"]
    assert inject_preview(found.state, "hot", {})["tracks"] == []
    assert found.state.game.vector == before
    assert not any(isinstance(event, Released) for event in found.happened)


def test_what_is_written_leaves_the_exercise_as_it_is() -> None:
    """Runs share an exercise: a call that only one of them makes is none of the exercise's own."""
    calm = table({"id": "calm", "if": True, "then": {"cold": -1}}, given={"how": ["hard", "soft"]})
    template = {**TEMPLATE, "then": {"run": "calm(hard)"}}
    found = Table(
        exercise(
            tables={"calm": calm},
            templates={"storm": template},
            injects={"hot": inject()},
            languages=["en", "pl"],
        )
    )
    own = dict(found.state.exercise.calls)
    found.do("improvise", text="Now.", effects={"run": "calm(soft)"})
    assert found.told("Ruled")[0].call == "calm(soft)"
    assert found.state.exercise.calls == own
    assert [key[1] for key in found.state.exercise.written] == [("soft",)]
    assert view(found.state, "control")["story"]


def test_what_the_exercise_does_not_count_cannot_be_asked_for_during_play() -> None:
    """A state is as long as it was when the run began, and so is that of every run of the exercise."""
    found = room()
    slots = dict(found.state.exercise.slots)
    assert "times(calm.calm)" not in slots
    with pytest.raises(Refusal, match=r"the exercise keeps no times\(calm.calm\)"):
        found.do("improvise", text="x", effects={"heat": "times(calm.calm)"})
    assert found.state.exercise.slots == slots
    assert len(found.state.exercise.vocabulary.start) == len(slots)
    found.do("improvise", text="x", effects={"heat": 1})
