"""Roles without direct contact: a message between them goes by a carrier, or not at all."""

import json
from pathlib import Path
from typing import cast

import pytest

from engine.play.commands import Command, Refusal
from engine.play.state import State
from engine.record.run import Run
from engine.rules.load import from_data, load
from engine.views import view
from engine.views.seen import RoleView

LETTER = "Only through Warsaw: what would a first step be?"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Korea 2025 in its first consultation: the two have no contact yet."""
    people = ["control", "usa", "dprk", "poland", "china"]
    found = Run.start(load("korea-2025"), tmp_path / "run.jsonl", seed=1, people=people)
    found.do(Command("advance"))
    return found


def seen(state: State, seat: str) -> RoleView:
    return cast(RoleView, view(state, seat))


def reached(run: Run, seat: str) -> bool:
    return LETTER in str(view(run.state, seat)["story"])


@pytest.mark.parametrize(("sender", "other"), [("usa", "dprk"), ("dprk", "usa")])
def test_neither_writes_to_the_other(run: Run, sender: str, other: str) -> None:
    """Law: who is named is refused, and nothing is sent to anybody beside it."""
    with pytest.raises(Refusal, match="No direct contact with"):
        run.do(Command("message", sender, {"to": ["china", other], "text": LETTER}))
    assert not reached(run, "china")
    assert not reached(run, other)
    assert [entry["role"] for entry in seen(run.state, sender)["no_direct_contact"]] == [other]
    assert seen(run.state, "china")["no_direct_contact"] == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("promise", {"order": "reassure(rok)", "turn": 2, "text": LETTER}),
        ("propose", {"text": LETTER}),
    ],
)
def test_no_other_words_go_round_it(run: Run, name: str, data: dict[str, object]) -> None:
    """Law: a promise or a proposal in free words is no way to write where a message is none."""
    with pytest.raises(Refusal, match="No direct contact with"):
        run.do(Command(name, "usa", {"to": ["dprk"], **data}))
    run.do(Command(name, "usa", {"to": ["china"], **data}))
    assert not reached(run, "dprk")


def test_who_sits_at_one_table_may_answer_there(run: Run) -> None:
    """Law: what a third party put before both is answered before both."""
    run.do(Command("propose", "poland", {"to": ["usa", "dprk"], "text": "Meet in Warsaw."}))
    (first,) = run.state.game.proposals
    run.do(Command("propose", "usa", {"counters": first, "text": LETTER}))
    assert LETTER in str(seen(run.state, "dprk")["proposals"])


def test_a_message_to_all_goes_to_somebody(tmp_path: Path) -> None:
    """Law: where nobody is left to write to, that is said, and no message is sent to nobody."""
    data = json.loads(load("grey-strait").text)
    one, *others = data["roles"]
    apart = {"if": "turn >= 1", "say": {"en": "No.", "pl": "Nie."}, "because": ["judgement"]}
    data["no_direct_contact"] = [{"between": [one, other], **apart} for other in others]
    run = Run.start(from_data(data), tmp_path / "run.jsonl", seed=1, people=[one, *others])
    run.do(Command("advance"))
    with pytest.raises(Refusal, match="No direct contact with"):
        run.do(Command("message", one, {"to": ["all"], "text": LETTER}))
    assert not run.state.room.messages


def test_all_are_those_with_whom_there_is_contact(run: Run) -> None:
    """Law: a message to all goes to everybody who can be written to."""
    run.do(Command("message", "usa", {"to": ["all"], "text": LETTER}))
    assert {seat: reached(run, seat) for seat in ("china", "poland", "dprk")} == {
        "china": True,
        "poland": True,
        "dprk": False,
    }


def test_a_letter_can_still_be_handed_over(run: Run) -> None:
    """Law: what goes through a carrier is not a message between the two."""
    run.do(Command("message", "usa", {"carry": True, "through": "poland", "text": LETTER}))
    assert reached(run, "poland")


def test_with_working_contacts_they_write(run: Run) -> None:
    """Law: it lasts as long as its condition holds, as the phase began."""
    slot = run.state.exercise.slots["dialogue"]
    run.state.game.vector[slot] = run.state.game.opening[slot] = 2
    assert seen(run.state, "usa")["no_direct_contact"] == []
    run.do(Command("message", "usa", {"to": ["dprk"], "text": LETTER}))
    assert reached(run, "dprk")
