"""Commands are types: what is wrong with one is said by its field; a forgotten place is named."""

from typing import Any

import pytest

from engine.play.commands import COMMANDS, Command, Refusal
from engine.play.commands.ask import DECIDERS
from engine.play.commands.declared import Decline, Fields, Release, Seen
from engine.play.commands.reading import asked, read_again, sendable, struct_of
from tests.play.tiny import Table, exercise, inject


def test_every_command_has_a_function_that_decides_it() -> None:
    for name, kind in COMMANDS.items():
        assert kind in DECIDERS, f"nothing decides '{name}': a function needs @decides"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_type_says_what_it_is(name: str) -> None:
    kind, fields = COMMANDS[name], sendable(struct_of(COMMANDS[name]))
    assert kind.__doc__ not in (None, *(base.__doc__ for base in kind.__mro__[1:])), f"what does {name} do?"
    assert {*kind.shown, *([kind.edits] if kind.edits else [])} <= set(fields), name
    edits = any("edited" in vars(base) for base in kind.__mro__[:-1] if base is not Fields)
    assert not edits or kind.changed or kind is Decline, f"{name} is stale without a word"


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("statement", {}, "'text' takes a text of at most 5000 characters. Given: nothing."),
    ("statement", {"text": "x" * 5001}, "'text' takes a text of at most 5000 characters. Given: xxx"),
    ("statement", {"text": "x", "loud": True}, "There is no field 'loud' here. Possible: role, text."),
    (
        "seat",
        {"seat": "north", "by": "cat"},
        "'by' takes one of these: bot, empty, person, program. Given: cat.",
    ),
    ("clock", {"minutes": 31}, "'minutes' takes a whole number from -30 to 30. Given: 31."),
    ("clock", {"minutes": True}, "'minutes' takes a whole number from -30 to 30. Given: True."),
    ("counting", {"drafts": "yes"}, "'drafts' takes true or false. Given: yes."),
    ("release", {"inject": "M1", "to": "north"}, "'to' takes a list of at most 40. Given: north."),
    ("release", {"inject": "M1", "choices": {"a": 1}}, "'choices.a' takes a text of at most 120"),
    ("orders", {"orders": [{"order": "a"}, {"secret": True}]}, "'orders 2.order' takes a text"),
    ("orders", {"orders": [{"order": "a", "cost": 1}]}, "There is no field 'orders 1.cost' here."),
    ("improvise", {"text": {"en": 7}}, "'text.en' takes a text"),
    ("propose", {"terms": []}, "'terms' takes a map. Given: []."),
    ("advance", {"x": 1}, "There is no field 'x' here. Possible: –."),
    ("pause", {"seen": {"turn": "1"}}, "'turn' takes a whole number from 0 to 1000. Given: 1."),
]


@pytest.mark.parametrize(("name", "data", "sentence"), WRONG, ids=str)
def test_what_is_wrong_names_the_field_and_what_it_takes(
    name: str, data: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        Table(exercise()).do(name, **data)
    assert str(refused.value).startswith(sentence)


def test_a_line_of_an_earlier_whitecell_is_read_as_it_was_meant() -> None:
    data = {"inject": "M1", "to": "north", "kind": "political", "reason": "x" * 6000, "choices": None}
    found = read_again("release", data)
    assert found == Release(inject="M1", to=["north"], reason="x" * 5000)
    with pytest.raises(Refusal):
        asked(Release, data)


def test_a_command_of_a_type_is_what_was_sent() -> None:
    assert Command.of(Release(inject="M1"), "north") == Command("release", "north", {"inject": "M1"})
    seen = Command.of(Release(inject="M1"), seen=Seen(turn=2, phase="orders")).data["seen"]
    assert seen == {"turn": 2, "phase": "orders"}
    table = Table(exercise(injects={"M1": inject(mode="offered")}))
    assert Command.of(read_again("hold", {"inject": "M1", "reason": ""})).data == {"inject": "M1"}
    table.do("hold", inject="M1")


def test_without_lines_there_is_nothing_to_undo() -> None:
    """Play decides an undo like everything else; what can be undone is handed in with it."""
    with pytest.raises(Refusal, match="There is nothing to undo"):
        Table(exercise()).do("undo")
