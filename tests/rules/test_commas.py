"""A comma in a text without quotes, in braces: seen where it cut the text, and nowhere else."""

from typing import Any

import pytest

from engine.rules.composer import Composer
from engine.rules.problems import ExerciseError
from engine.rules.read import read_text

CUT = {
    "{say: Refused, in principle}": ["'in principle'"],
    "{say: Refused, in principle }": ["'in principle'"],
    "{say: Refused, in principle, after all}": ["'in principle'", "'after all'"],
    "{say: Refused, in principle, then: x}": ["'in principle'"],
    "{say: Refused,\n  in principle}": ["'in principle'"],
    "{say: Refused\n  again, in principle\n  , then: x}": ["'in principle'"],
    "{say: 5, of them}": ["'of them'"],
    "[{id: x, if: held(water == 0, 2)}]": ["'2)'"],
    "{a: {say: Refused, in principle}, b: {say: No, never}}": ["'in principle'", "'never'"],
}
"""What is written, and what became a key of its own."""

WHOLE: dict[str, Any] = {
    "\n  a: x\n  b:\n  c: y": {"a": "x", "b": None, "c": "y"},
    "\n  a: x\n  b:": {"a": "x", "b": None},
    "{a: x, b: }": {"a": "x", "b": None},
    "{a: x, b: , c: 1}": {"a": "x", "b": None, "c": 1},
    "{a: x, b: ''}": {"a": "x", "b": ""},
    "{a: x, b: null}": {"a": "x", "b": None},
    "{a: x, 'b'}": {"a": "x", "b": None},
    "{a, b}": {"a": None, "b": None},
    "{a: 'x', b}": {"a": "x", "b": None},
    "{a: [x, y], b}": {"a": ["x", "y"], "b": None},
    "{a: x, }": {"a": "x"},
    "[Refused, in principle]": ["Refused", "in principle"],
    "[a: x, b]": [{"a": "x"}, "b"],
}
"""What is written, and what it is: whether a value may be missing is not the reader's business."""


@pytest.mark.parametrize("written", CUT)
def test_a_comma_that_cuts_a_text_is_recognised(written: str) -> None:
    with pytest.raises(ExerciseError) as raised:
        read_text(f"a: {written}\n", Composer("exercise.yaml"))
    assert [problem.code for problem in raised.value.problems] == ["comma"] * len(CUT[written])
    for problem, key in zip(raised.value.problems, CUT[written], strict=True):
        assert f"makes {key} a key without a value" in problem.message


@pytest.mark.parametrize("written", WHOLE)
def test_a_comma_or_an_empty_value_that_is_meant_is_left_alone(written: str) -> None:
    assert read_text(f"a: {written}\n", Composer("exercise.yaml"))[0]["a"] == WHOLE[written]
