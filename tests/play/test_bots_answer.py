"""A bot answers a message with one line of its doctrine, which tells its sender nothing new."""

from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.review.verify import verify
from engine.rules.load import from_data, load
from engine.views import view
from tests.rules.samples import sound


def messages(run: Run, seat: str, language: str = "en") -> list[dict[str, Any]]:
    """What a seat was written, with whether a bot did so by its doctrine."""
    story = view(run.state, seat, language)["story"]
    return [fact["details"] for fact in story if fact["kind"] == "message"]


@pytest.fixture
def run(path: Path) -> Run:
    return Run.start(load("grey-strait"), path, seed=5, people=["control", "halmar"])


def write(run: Run, *to: str, text: str = "What would you sign?", **more: Any) -> None:
    run.do(Command("message", "halmar", {"to": list(to), "text": text, **more}))


def test_a_bot_answers_whoever_writes_to_it(run: Run) -> None:
    write(run, "brenia", "commission", topic="the Bank")
    said = [letter for letter in messages(run, "halmar") if letter.get("by_doctrine")]
    assert [(letter["sender"], letter["to"], letter["topic"]) for letter in said] == [
        ("brenia", ["halmar"], "the Bank"),
        ("commission", ["halmar"], "the Bank"),
    ]
    assert all(letter["text"] for letter in said)
    polish = [letter["text"] for letter in messages(run, "halmar", "pl") if letter.get("by_doctrine")]
    assert polish != [letter["text"] for letter in said], "in the language of whoever reads"
    assert len(messages(run, "brenia")) == 2, "the others' answers are not its to read"
    assert verify(run.log.path) == (None, True)


def test_what_is_written_is_not_read(run: Run) -> None:
    for text in ("Peace?", "War!"):
        write(run, "brenia", text=text)
    first, second = (letter["text"] for letter in messages(run, "halmar") if letter.get("by_doctrine"))
    assert first == second


def test_a_person_answers_in_person(run: Run) -> None:
    run.do(Command("seat", data={"seat": "brenia", "by": "person"}))
    write(run, "brenia")
    assert len(messages(run, "halmar")) == 1
    assert view(run.state, "halmar")["speaks"] == ["commission"]


def test_where_no_line_is_for_the_sender_it_does_not_negotiate(path: Path) -> None:
    data = sound()
    data["roles"]["north"]["doctrine"]["says"] = [{"text": "At a price.", "to": ["envoy"]}]
    run = Run.start(from_data(data), path, seed=1, people=["control", "south", "envoy"])
    for role in ("south", "envoy"):
        run.do(Command("message", role, {"to": ["north"], "text": "Well?"}))
    assert messages(run, "south")[-1]["text"] == "We do not negotiate about this now."
    assert messages(run, "envoy")[-1]["text"] == "At a price."
    run.do(Command("message", "envoy", {"to": ["south"], "text": "Well?"}))
    assert messages(run, "envoy")[-1]["sender"] == "envoy", "a person's seat says nothing by itself"


def test_a_bot_without_such_lines_is_silent_and_said_to_be(path: Path) -> None:
    data = sound()
    data["roles"]["north"]["doctrine"].pop("says", None)
    run = Run.start(from_data(data), path, seed=1, people=["control", "south"])
    run.do(Command("message", "south", {"to": ["north"], "text": "Well?"}))
    assert len(messages(run, "south")) == 1
    assert "north" not in view(run.state, "south")["speaks"]


def test_every_shipped_role_says_what_it_would_sign() -> None:
    """Each of them has a line for whoever writes to it, whatever holds."""
    for name in ("grey-strait", "korea-2025"):
        exercise = load(name)
        for role, rule in exercise.doctrines.items():
            for sender in (other for other in exercise.roles if other != role):
                assert any(test.always and sender in to for test, to in rule.says), (role, sender)
