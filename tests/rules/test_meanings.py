"""Every key of the format says what it means, in which range or unit, and what it may look like."""

from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from jsonschema import Draft202012Validator
from msgspec import Meta, Struct

from engine.rules.load import shipped
from engine.rules.meanings import Meaning, example, kinds, meanings, value
from engine.rules.model import Amount, Condition, Effects, ExerciseFile, Verbs
from engine.rules.names import syntax
from engine.rules.read import Document, files, read
from engine.rules.schema import complaints, json_schema
from engine.rules.verbs import VERBS

EVERY_KIND = pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
PARTS = [file for exercise in sorted(shipped().iterdir()) if exercise.is_dir() for file in files(exercise)]
EDITOR = "# yaml-language-server: $schema=../../docs/reference/"


def inside(hint: Any) -> list[Any]:
    """A type and all types inside it."""
    return [hint, *(part for inner in get_args(hint) for part in inside(inner))]


def keys(kind: type[Struct]) -> list[tuple[str, Meaning, Any]]:
    """The keys of a struct with what is said of each, and its type."""
    hints, said = get_type_hints(kind, include_extras=True), meanings()[kind.__name__]
    return [
        (field.encode_name, said[field.encode_name], hints[field.name])
        for field in msgspec.structs.fields(kind)
    ]


@EVERY_KIND
def test_every_key_says_what_it_means_with_an_example(kind: type[Struct]) -> None:
    """A blank is refused: say it below the key in `engine/rules/model.py`."""
    for key, said, hint in keys(kind):
        assert said.text.endswith((".", "`")), key
        assert said.example or any(is_struct(part) for part in inside(hint)), key


def is_struct(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Struct)


@EVERY_KIND
def test_every_number_says_its_range(kind: type[Struct]) -> None:
    for key, said, hint in keys(kind):
        parts = inside(hint)
        if int in parts and Effects not in parts:
            bounded = any(isinstance(part, Meta) and part.ge is not None for part in parts)
            assert bounded or ".." in said.text, key


@EVERY_KIND
def test_every_example_is_what_its_key_takes(kind: type[Struct]) -> None:
    for _, said, hint in keys(kind):
        if said.example:
            found = value(said.example)
            msgspec.convert(found, hint)
            if hint in (Condition, Condition | None, Amount):
                syntax(str(found))


@EVERY_KIND
def test_every_struct_has_an_example_that_it_takes(kind: type[Struct]) -> None:
    assert meanings()[kind.__name__][""].text
    found = value(example(kind))
    assert found
    msgspec.convert(found, kind)
    if kind.__name__ in json_schema()["$defs"]:
        schema = {"$ref": f"#/$defs/{kind.__name__}", "$defs": json_schema()["$defs"]}
        assert list(Draft202012Validator(schema).iter_errors(found)) == []


@EVERY_KIND
def test_no_struct_takes_a_key_that_it_does_not_know(kind: type[Struct]) -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.convert(value(example(kind)) | {"lunch": 1}, kind)


def test_an_editor_is_told_what_everything_means() -> None:
    for part in (False, True):
        for name, struct in json_schema(part=part)["$defs"].items():
            assert struct["description"]
            for key, entry in struct["properties"].items():
                assert entry["description"] == meanings()[name][key].text
                assert entry.get("examples") or not meanings()[name][key].example


@pytest.mark.parametrize("file", PARTS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_part_of_an_exercise_has_a_schema_that_its_editor_uses(file: Path) -> None:
    """Each shipped file names the schema for what it is, and fits it."""
    data = read(file).data
    whole = all(field.encode_name in data for field in needed())
    head = file.read_text(encoding="utf-8").partition("\n")[0]
    assert head == f"{EDITOR}exercise{'' if whole else '-part'}.schema.json"
    assert list(Draft202012Validator(json_schema(part=not whole)).iter_errors(data)) == []
    assert bool(list(complaints(Document.from_data(data)))) != whole


def needed() -> list[msgspec.structs.FieldInfo]:
    return [field for field in msgspec.structs.fields(ExerciseFile) if field.required]


def test_the_schema_of_a_part_refuses_all_but_what_is_not_there() -> None:
    part = Draft202012Validator(json_schema(part=True))
    Draft202012Validator.check_schema(json_schema(part=True))
    assert part.is_valid({"capital": {"bank": 6}})
    assert not part.is_valid({"capital": {"bank": 1000}})
    assert not part.is_valid({"captial": {"bank": 6}})
    assert not part.is_valid({"tracks": {"water": {"title": "Water"}}})


def test_every_verb_has_its_meaning() -> None:
    assert {field.encode_name for field in msgspec.structs.fields(Verbs)} == set(VERBS)


@pytest.mark.parametrize("part", [False, True])
def test_an_editor_is_told_what_stands_inside_effects(part: bool) -> None:
    """It showed nothing inside `then:`, and took everything."""
    schema = json_schema(part=part)
    for kind, key in (("Move", "then"), ("Row", "then"), ("Inject", "then"), ("ExerciseFile", "start")):
        assert schema["$defs"][kind]["properties"][key]["$ref"] == "#/$defs/Verbs"
    assert schema["$defs"]["Move"]["properties"]["on"]["additionalProperties"] == {"$ref": "#/$defs/Verbs"}
    assert "+1 up to 8" in schema["$defs"]["Verbs"]["additionalProperties"]["examples"]
    cost = schema["$defs"]["Offer"]["properties"]["cost"]
    assert (cost["minimum"], cost["maximum"], cost["examples"]) == (0, 99, [0])
    effects = Draft202012Validator({"$ref": "#/$defs/Verbs", "$defs": schema["$defs"]})
    assert effects.is_valid({"tension": "+1 up to 8", "set": {"subject": "open"}, "tell": [TELL, TELL]})
    for wrong in ({"tell": {"to": "brenia"}}, {"tell": {**TELL, "as": "bands"}}, {"deliver": "letter"}):
        assert not effects.is_valid(wrong), wrong


TELL = {"to": "brenia", "what": "night_boats"}
