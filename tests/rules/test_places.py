"""Every value, key and problem has its place in the file, whichever library reads it; odd paths have none."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.rules import load
from engine.rules import read as reader
from engine.rules.problems import ExerciseError, Problem, suggest
from engine.rules.read import Document, read

TEXT = """\
title: River
tracks:
  water: {min: 0,
          max: 10}
  "trust": {min: 1}
steps:
- moves
- [reply,
   drift]
"""


@pytest.fixture
def river(tmp_path: Path) -> Document:
    (tmp_path / "exercise.yaml").write_text(TEXT, encoding="utf-8")
    return read(tmp_path / "exercise.yaml")


VALUES: dict[tuple[str | int, ...], tuple[int, int]] = {
    ("title",): (1, 8),
    ("tracks",): (2, 1),  # what begins below its key is found at the key
    ("tracks", "water"): (3, 10),
    ("tracks", "water", "max"): (4, 16),
    ("tracks", "trust", "min"): (5, 18),
    ("steps",): (6, 1),
    ("steps", 0): (7, 3),
    ("steps", 1): (8, 3),
    ("steps", 1, 1): (9, 4),
    ("title", "en"): (1, 8),  # and what is not there at what is around it
    ("tracks", "water", "start"): (3, 10),
    ("tracks", "fire", "start", 3): (2, 1),
    ("steps", 7): (6, 1),
    ("roles", "north"): (1, 1),
    (): (1, 1),
}
KEYS: dict[tuple[str | int, ...], tuple[int, int]] = {
    ("title",): (1, 1),
    ("tracks", "water"): (3, 3),
    ("tracks", "water", "max"): (4, 11),
    ("tracks", "trust"): (5, 3),
    ("title", "en"): (1, 1),
}


@pytest.mark.parametrize("path", VALUES)
def test_a_value_has_its_place(path: tuple[str | int, ...], river: Document) -> None:
    assert river.mark(path) == (river.name, *VALUES[path])


@pytest.mark.parametrize("path", KEYS)
def test_a_key_has_its_place(path: tuple[str | int, ...], river: Document) -> None:
    assert river.mark(path, key=True) == (river.name, *KEYS[path])


def test_places_name_the_file_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: x\n")
    (tmp_path / "b.yml").write_text("# y\nsteps: [moves]\n")
    found = read(tmp_path)
    assert found.data == {"title": "x", "steps": ["moves"]}
    assert found.mark(("steps", 0)) == (str(tmp_path / "b.yml"), 2, 9)
    assert found.mark(("roles",)) == (str(tmp_path), 1, 1)


# Whole exercises


def every(found: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of everything in some data."""
    parts = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return [path, *(inner for step, part in parts for inner in every(part, (*path, step)))]


@pytest.mark.parametrize("name", load.names())
def test_every_key_of_an_exercise_stands_where_it_is_said_to(name: str) -> None:
    found = read(load.locate(name))
    lines: dict[str, list[str]] = {}
    for path in every(found.data)[1:]:
        file, line, column = found.mark(path, key=True)
        text = lines.setdefault(file, Path(file).read_text(encoding="utf-8").splitlines())[line - 1]
        if isinstance(path[-1], str):
            assert text[column - 1 :].lstrip("\"'").startswith(path[-1][:20]), (path, text)


@pytest.mark.parametrize("name", load.names())
def test_without_the_fast_library_all_is_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = load.locate(name)
    fast = read(path)
    monkeypatch.setattr(reader, "LOADER", yaml.SafeLoader)
    slow = read(path)
    assert slow.data == fast.data
    paths = every(fast.data)
    assert [slow.mark(step) for step in paths] == [fast.mark(step) for step in paths]
    assert [slow.mark(step, key=True) for step in paths] == [fast.mark(step, key=True) for step in paths]


@pytest.mark.parametrize("name", load.names())
def test_nothing_is_added_or_lost_on_the_way(name: str) -> None:
    path = load.locate(name)
    text = "\n".join(file.read_text(encoding="utf-8") for file in reader.files(path))
    assert spelt(read(path).data) == spelt(yaml.load(text, Loader=yaml.BaseLoader))


def spelt(found: Any) -> Any:
    """Data with every value as text: what is left when nobody interprets it."""
    if isinstance(found, dict):
        return {key: spelt(part) for key, part in found.items()}
    if isinstance(found, list):
        return [spelt(part) for part in found]
    return str(found).lstrip("+").lower()


# Problems

PIECES = [
    *"[]{}:,-?\"'|>&*!%#\\@`~<=.1x\n\t\r\x00\x07\x85\u2028\ufeffé🐢",
    *("\r\n", "\n\n", "\n  ", "\n    ", "  ", "    ", ": ", ", ", "- ", "? "),
    *("---", "...", "&a ", "*a ", "!x ", "!!int ", "<<: ", "%TAG ", "%YAML "),
    *("null", "true", "010", "1e3", "99999999999", "x: "),
]


def problems(path: Path) -> tuple[Problem, ...]:
    """What is wrong with a file."""
    try:
        read(path)
    except ExerciseError as error:
        return error.problems
    return ()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("places") / "exercise.yaml"


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example("[")
@example("{a: x,\n")
@example("a: [1,")
@example("'")
@example("a: |\n\t")
@example("\n\n? ")
@example("a: 1\r  b: [")
@settings(max_examples=300, deadline=None)
def test_a_problem_stands_in_the_file_and_not_behind_it(file: Path, text: str) -> None:
    file.write_bytes(text.encode("utf-8"))
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems(file):
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem


def test_a_problem_is_a_line_in_the_order_of_the_file() -> None:
    places = [("b", 1, 1), ("a", 10, 2), ("a", 9, 7), ("a", 9, 3)]
    error = ExerciseError(Problem(*place, "error", "type", "it is wrong") for place in places)
    assert str(error).splitlines() == [
        "a:9:3: it is wrong",
        "a:9:7: it is wrong",
        "a:10:2: it is wrong",
        "b:1:1: it is wrong",
    ]


def test_what_a_file_says_of_itself_cannot_disturb_a_message() -> None:
    message = Problem("a", 1, 1, "error", "type", "x\x1b[2J\ny" + "z" * 5000).message
    assert message.isprintable()
    assert len(message) < 1000


def test_something_known_is_suggested_if_it_is_close() -> None:
    assert suggest("tensoin", ["tension", "posture"]) == " Did you mean 'tension'?"
    assert suggest("capital", ["tension", "posture"]) == ""


# Paths


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "exercise.yaml")
    with pytest.raises(ExerciseError, match="neither a file nor a folder"):
        read(tmp_path / "exercise.yaml")
    with pytest.raises(ExerciseError, match="holds no YAML file"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["missing.yaml", "x" * 5000, "a\0b"])
def test_a_path_that_cannot_be_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExerciseError) as raised:
        read(tmp_path / name)
    assert raised.value.problems[0].code in ("not-found", "not-readable")


def test_a_link_in_a_circle_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "exercise.yaml").symlink_to("exercise.yaml")
    with pytest.raises(ExerciseError):
        read(tmp_path / "exercise.yaml")


def test_folders_in_a_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").mkdir()
    (tmp_path / "old.yaml" / "exercise.yaml").write_text("title: old\n")
    (tmp_path / "new.yaml").write_text("title: new\n")
    assert read(tmp_path).data == {"title": "new"}


def test_many_directives_take_no_long_time(tmp_path: Path) -> None:
    text = "".join(f"%TAG !a{number}! x\n" for number in range(60_000)) + "--- a\n"
    (tmp_path / "exercise.yaml").write_text(text)
    (problem,) = problems(tmp_path / "exercise.yaml")
    assert (problem.line, problem.column, problem.code) == (1, 1, "syntax")
