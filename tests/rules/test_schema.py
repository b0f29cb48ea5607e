"""The types and the JSON Schema refuse the same documents, and what they refuse is said in full."""

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from jsonschema import Draft202012Validator

from engine.rules.argued import with_default_table
from engine.rules.load import examine, from_data, load, shipped
from engine.rules.model import ExerciseFile
from engine.rules.problems import ExerciseError
from engine.rules.read import Document, read
from engine.rules.schema import convert, json_schema

SOUND = Path(__file__).parent / "broken" / "sound.yaml"
EXERCISES = {
    "sound": SOUND,
    **{folder.name: folder for folder in sorted(shipped().iterdir()) if folder.is_dir()},
}
VALIDATOR = Draft202012Validator(json_schema(verbs=False))
QUICK = jsonschema_rs.Draft202012Validator(json_schema(verbs=False))
"""The same schema as another library reads it, eighty times as fast; few documents are held to both."""
VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 2, 41, 999_999_999, -999_999_999),
    *("", "a", "all", "none", "control", "1", "a b", "Ä", "x" * 61, "roles", "never", "situation", "lunch"),
    *(
        [],
        {},
        [[]],
        ["a"],
        [1],
        [None],
        {"en": "a"},
        {"en": 1},
        {"a": {"en": "b"}},
        {"a": {"en": {"b": "c"}}},
    ),
    *({"a": []}, [{}], ["a", "b"], ["a", "b", "c"], [1, 2], [1, 2, 3]),
]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert json_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where everything in a document stands."""
    yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from paths(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from paths(part, (*path, index))


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def mutated(whole: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A document with one value replaced, dropped, renamed, added or taken from elsewhere."""
    data, places = deepcopy(whole), list(paths(whole))[1:]
    path = chance.choice(places)
    around, step = at(data, path[:-1]), path[-1]
    match chance.choice(("value", "value", "drop", "rename", "add", "elsewhere")):
        case "value":
            around[step] = deepcopy(chance.choice(VALUES))
        case "drop":
            del around[step]
        case "rename" if isinstance(around, dict):
            around[f"{step}s"] = around.pop(step)
        case "add" if isinstance(around, dict):
            around[chance.choice(("extra", "if", "then", "text", "title", "", "lunch"))] = chance.choice(
                VALUES
            )
        case _:
            around[step] = deepcopy(at(whole, chance.choice(places)))
    return data


def taken(data: Any) -> bool:
    """Whether the types take a document."""
    try:
        msgspec.convert(data, ExerciseFile)
    except msgspec.ValidationError:
        return False
    return True


BOTH = 200
"""Of how many documents, at most, both libraries are asked."""


def agree(name: str, number: int, seed: int) -> None:
    chance, whole = random.Random(seed), read(EXERCISES[name]).data
    verdicts = {True: 0, False: 0}
    for _ in range(number):
        data = mutated(whole, chance)
        verdict = taken(data)
        assert verdict == QUICK.is_valid(data), list(VALIDATOR.iter_errors(data))[:3]
        assert number > BOTH or verdict == VALIDATOR.is_valid(data)
        if not verdict:
            with pytest.raises(ExerciseError):
                convert(Document.from_data(data))
        verdicts[verdict] += 1
    assert min(verdicts.values()) > number // 20, verdicts


def test_types_and_schema_agree_on_a_small_exercise() -> None:
    agree("sound", 200, seed=1)


MANY_MORE = pytest.mark.parametrize(
    ("name", "part"), [(name, part) for name in EXERCISES for part in range(4 if name == "sound" else 1)]
)
"""The small exercise in parts, so that several processes share them."""


@pytest.mark.long
@MANY_MORE
def test_types_and_schema_agree_on_many_more(name: str, part: int) -> None:
    agree(name, 800 if name == "sound" else 200, seed=20 + part)


@pytest.mark.parametrize("name", EXERCISES)
def test_types_and_schema_take_what_ships(name: str) -> None:
    data = read(EXERCISES[name]).data
    assert taken(data)
    assert list(VALIDATOR.iter_errors(data)) == []


def test_every_fault_of_the_types_is_reported_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "exercise.yaml"
    faults = {
        "start: 5": "start: five",
        "code: NOR": "cod: NOR",
        "dice: 2d6": "dice: 3d6",
        "turns: 2": "turns: 0",
    }
    text = SOUND.read_text(encoding="utf-8")
    for old, new in faults.items():
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ExerciseError) as raised:
        load(file)
    assert [(problem.line, problem.code) for problem in raised.value.problems] == [
        (10, "bounds"),
        (14, "type"),
        (41, "unknown-key"),
        (90, "unknown-value"),
    ]


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_comes_back_from_its_data(name: str) -> None:
    exercise = load(EXERCISES[name])
    again = from_data(msgspec.json.decode(msgspec.json.encode(exercise.data)))
    assert again.file == exercise.file
    assert again.data == exercise.data
    assert again.names == exercise.names
    assert list(again.orders) == list(exercise.orders)
    assert list(again.calls) == list(exercise.calls)


def examined(name: str, number: int, seed: int, folder: Path) -> None:
    """What the types take is examined to its end, and what is sound can be taken from its data again."""
    chance, whole, file = random.Random(seed), read(EXERCISES[name]).data, folder / "exercise.yaml"
    for _ in range(number):
        data = mutated(mutated(whole, chance), chance)
        file.write_text(json.dumps(data, indent=1), encoding="utf-8")
        try:
            sound = examine(file)[1].errors == []
        except ExerciseError:
            continue
        if sound:
            assert from_data(data).data == with_default_table(data)


def test_what_the_types_take_is_examined_to_its_end(tmp_path: Path) -> None:
    examined("sound", 150, seed=3, folder=tmp_path)


@pytest.mark.long
@MANY_MORE
def test_much_more_of_what_the_types_take_is_examined_to_its_end(
    name: str, part: int, tmp_path: Path
) -> None:
    examined(name, 250 if name == "sound" else 60, seed=40 + part, folder=tmp_path)
