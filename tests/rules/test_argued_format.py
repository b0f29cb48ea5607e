"""What an exercise may say of argued orders: the table that ships, and faults told where they stand."""

from copy import deepcopy
from typing import Any

import pytest

from engine.rules.argued import CAP, call_of, default_table, with_default_table
from engine.rules.exercise import Exercise
from engine.rules.load import from_data, load
from engine.rules.problems import ExerciseError


@pytest.fixture(scope="module")
def strait() -> Exercise:
    return load("grey-strait")


def changed(found: Exercise, **argued: Any) -> dict[str, Any]:
    """The data of The Grey Strait with other words for what may be argued."""
    data = deepcopy(found.data)
    data["argued"] |= argued
    return data


def faults(data: dict[str, Any]) -> str:
    try:
        from_data(data, thorough=True)
    except ExerciseError as error:
        return "\n".join(problem.message for problem in error.problems)
    return ""


def test_the_table_that_ships_is_data_of_the_exercise(strait: Exercise) -> None:
    """Law: it goes into the log, so that a later one changes no run; an exercise's own stays as it is."""
    assert strait.data["tables"]["argument"] == default_table(["en", "pl"], 3)
    assert strait.file.tables["argument"].cap == CAP
    own = {**strait.data, "tables": {**strait.data["tables"], "argument": {"title": "Own"}}}
    assert with_default_table(own) is own
    without = {name: part for name, part in strait.data.items() if name != "argued"}
    assert with_default_table(without) is without


@pytest.mark.parametrize(
    "wrong", [None, [], "x", {"argued": 3}, {"argued": {}, "tables": []}, {"argued": {}}]
)
def test_no_nonsense_breaks_it(wrong: Any) -> None:
    assert with_default_table(wrong) is wrong


def test_languages_that_it_does_not_speak_read_english() -> None:
    title = default_table(["ja", "pl"], 2)["title"]
    assert title == {"ja": "Argued order", "pl": "Decyzja z uzasadnieniem"}


@pytest.mark.parametrize(
    ("argued", "said"),
    [
        ({"by": []}, "nobody may argue"),
        ({"by": ["halmr"]}, "Did you mean 'halmar'?"),
        ({"effects": {}}, "there is nothing to argue for"),
        ({"effects": {"tracks": {"tensoin": 1}}}, "Did you mean 'tension'?"),
        ({"effects": {"tracks": {"night_boats": 4}}}, "has no room for 4"),
        ({"effects": {"flags": ["goodwil"]}}, "Did you mean 'goodwill'?"),
        ({"effects": {"flags": ["goodwill", "goodwill"]}}, "twice"),
        ({"table": "argumnt"}, "unknown table 'argumnt'"),
        ({"table": "reply"}, "is given con, difficulty, pro"),
    ],
)
def test_what_is_wrong_is_said(strait: Exercise, argued: dict[str, Any], said: str) -> None:
    assert said in faults(changed(strait, **argued))


def test_what_is_wrong_with_its_table_is_said(strait: Exercise) -> None:
    data = changed(strait)
    table = data["tables"]["argument"]
    table["given"] = {"pro": "0..2", "con": "1..3", "difficulty": ["easy", "hard"]}
    table["rows"][3]["outcome"] = "hole"
    found = faults(data)
    for said in (
        "write pro: 0..3",
        "write a range from 0 up",
        "[easy, ordinary, hard, very_hard]",
        "'whole'",
    ):
        assert said in found
    data = changed(strait)
    data["steps"].remove("argument")
    assert "no step lists" in faults(data)


def test_more_arguments_than_a_table_knows_count_as_the_most(strait: Exercise) -> None:
    call = call_of(strait, "halmar", 9, 9, "hard")
    assert call.arguments == {"pro": "3", "con": "2", "difficulty": "hard"}


def test_numbers_of_a_range_compare_as_numbers(strait: Exercise) -> None:
    data = deepcopy(strait.data)
    data["tables"]["watch"]["given"] = {"boats": "0..10"}
    data["moves"]["radar_watch"]["run"] = "watch(10)"
    data["tables"]["watch"]["modifiers"] = {"+1 if boats >= 9": {"en": "many", "pl": "wiele"}}
    found = from_data(data)
    call = found.call("watch", ("10",), None, None)
    assert [modifier.test.always for modifier in call.modifiers] == [True]
