"""Whatever a file holds: it is read, or refused with its problems, quickly and without much memory."""

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.rules.composer import Composer
from engine.rules.load import examine
from engine.rules.problems import ExerciseError
from engine.rules.read import Document, read, read_text

SOUND = (Path(__file__).parent / "broken" / "sound.yaml").read_text(encoding="utf-8")
HOSTILE = """
[ | { | -  | a:  | &a  | ?  | a: [ | a: { | - -  | ? -  | *a  | !  | !!a  | " | ' | > | # | % | ---~ | ...~
:  | ,  | , | -~ | ?~ | :~ | a~ | a:~  | {a, | [a, | &a [ | {?  | {a:  | "\\n | [*a, | a: 'b'~ | {[ | [[],
[{a: b}, | <<:  | ? | [? | {a: &a  | &a~ | !a~ | a: b~ | a: "b\\~ | a: >~ b~ | a,b,c  | a#b  | a:b  | a: *b~
%YAML 1.1~ | %TAG ! a:~ | - &a [*a]~ | a: &a {b: *a}~ | {a:b, | "a",  | "a":  | [a]:  | {}:  | - a: - b~
~ a:~ | a: "~ | a: '~ | a | é | 🐢 | {"a": | - !a &b c~ | ? - a~: b~ | "a": b,  | a: #b~ | \\u0000 | a: [~
""".replace("\n", " | ")
PATTERNS = ["|", "a: |\n", *sorted({part.replace("~", "\n") for part in HOSTILE.split(" | ") if part})]

ATTACK = """
import pathlib, sys, time
from engine.rules.problems import ExerciseError
from engine.rules.read import read
file = pathlib.Path(sys.argv[1])
for pattern in eval(sys.stdin.read()):
    file.write_text(pattern * (SIZE // len(pattern)))
    began = time.perf_counter()
    try:
        read(file)
    except ExerciseError as error:
        assert 0 < len(error.problems) <= 100
    print(f"{time.perf_counter() - began:.3f} {pattern!r}")
"""


def attack(patterns: list[str], size: int, folder: Path) -> list[tuple[float, str]]:
    """How long each pattern takes, in a process of its own with little memory and time."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (600 * 2**20, 600 * 2**20))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))

    done = subprocess.run(
        [sys.executable, "-c", ATTACK.replace("SIZE", str(size)), str(folder / "hostile.yaml")],
        input=repr(patterns),
        capture_output=True,
        text=True,
        preexec_fn=limit,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, (done.returncode, done.stderr[-2000:], done.stdout[-200:])
    lines = [line.split(" ", 1) for line in done.stdout.splitlines()]
    assert len(lines) == len(patterns)
    return [(float(seconds), pattern) for seconds, pattern in lines]


def test_what_is_repeated_a_hundred_thousand_times_neither_crashes_nor_hangs(tmp_path: Path) -> None:
    slow = [found for found in attack(PATTERNS, 100_000, tmp_path) if found[0] > 3]
    assert slow == []


@pytest.mark.long
def test_what_fills_the_largest_file_neither_crashes_nor_hangs(tmp_path: Path) -> None:
    pairs = [first + second for first in PATTERNS for second in PATTERNS[::5]]
    slow = [found for found in attack(PATTERNS + pairs[::7], 2_000_000, tmp_path) if found[0] > 10]
    assert slow == []


# Random files


def survives(path: Path) -> None:
    """Loading ends, with an exercise or with problems that can be shown."""
    try:
        problems: Any = examine(path)[1].problems
    except ExerciseError as error:
        problems = error.problems
        assert problems
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message.isprintable()
        assert len(problem.message) < 1000
    assert list(problems) == sorted(
        problems, key=lambda problem: (problem.file, problem.line, problem.column)
    )


QUICK = settings(
    max_examples=100,
    deadline=5000,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LONG = settings(QUICK, max_examples=500)
LETTERS = st.sampled_from("[]{}:,-?*&!|>'\"%@`#~ \t\nab01.<=>()+_żé\u2028\x07")
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "insert", "drop", "double", "swap", "cut", "shift", "word"]),
        st.integers(0, len(SOUND) - 1),
        st.integers(0, len(SOUND) - 1),
        LETTERS,
    ),
    min_size=1,
    max_size=4,
)
WORDS = (
    "water",
    "north",
    "none",
    "agree",
    "flood",
    "actor",
    "answer",
    "0..2",
    "-1",
    "{}",
    "[]",
    "null",
    "true",
    "all",
)


def mutated(edits: list[tuple[str, int, int, str]]) -> str:
    """The sound file with a few faults of the kind that fingers and editors make."""
    text = SOUND
    for kind, first, second, letter in edits:
        lines = text.split("\n")
        at, other = first % max(len(text), 1), second % len(lines)
        line = first % len(lines)
        if kind == "flip":
            text = text[:at] + letter + text[at + 1 :]
        elif kind == "insert":
            text = text[:at] + letter + text[at:]
        elif kind == "cut":
            text = text[:at] + text[at + second % 40 :]
        elif kind == "word":
            words = text.split(" ")
            words[first % len(words)] = WORDS[second % len(WORDS)]
            text = " ".join(words)
        else:
            if kind == "drop":
                del lines[line]
            elif kind == "double":
                lines.insert(line, lines[other])
            elif kind == "swap":
                lines[line], lines[other] = lines[other], lines[line]
            else:
                lines[line] = " " * (second % 3) + lines[line]
            text = "\n".join(lines)
    return text


def tried(content: bytes, folder: Path) -> None:
    file = folder / "exercise.yaml"
    file.write_bytes(content)
    survives(file)


@given(content=st.binary(max_size=300))
@QUICK
def test_random_bytes_are_refused(content: bytes, tmp_path: Path) -> None:
    tried(content, tmp_path)


@given(text=st.text(st.one_of(LETTERS, st.characters(exclude_categories=["Cs"])), max_size=200))
@QUICK
def test_random_text_is_refused(text: str, tmp_path: Path) -> None:
    tried(text.encode(), tmp_path)


@given(edits=EDITS)
@QUICK
def test_a_mutated_file_is_read_or_refused(edits: list[tuple[str, int, int, str]], tmp_path: Path) -> None:
    tried(mutated(edits).encode(), tmp_path)


@pytest.mark.long
@given(edits=EDITS)
@LONG
def test_many_mutated_files_are_read_or_refused(
    edits: list[tuple[str, int, int, str]], tmp_path: Path
) -> None:
    tried(mutated(edits).encode(), tmp_path)


PARTS = """
water stores mood trust(north) dry quiet 1 99999999 ( ) , . + - * // % ** < == != >= and or not in if else
min( max( held( since( times( played( tag.contact flood.wave treaty.share in_force( open_dam(small) turn
lambda : := [ ] ' is True calm size actor answer overdue.complaint breach.treaty # ; \\ é ≥ 0 007 1.5
"""
EXPRESSIONS = st.lists(st.sampled_from(PARTS.split()), max_size=24).map(" ".join)


@given(expression=EXPRESSIONS)
@QUICK
def test_a_random_expression_is_read_or_refused(expression: str, tmp_path: Path) -> None:
    text = SOUND.replace("if: stores >= 1", "if: " + quoted(expression))
    tried(
        text.replace("{value: water + trust(north) // 2}", f"{{value: {quoted(expression)}}}").encode(),
        tmp_path,
    )


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def test_nothing_in_a_file_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one of the ways in which text has become code opens a file, imports or evaluates."""
    witness = tmp_path / "witness"
    code = f"__import__('pathlib').Path('{witness}').touch()"
    monkeypatch.setattr(os, "system", lambda command: witness.touch())
    texts = [
        f'title: !!python/object/apply:os.system ["{code}"]',
        f'title: !!python/object/new:os.system ["{code}"]',
        "title: !!python/name:os.system",
        "title: !!python/module:os",
        *(
            SOUND.replace(old, quoted(code))
            for old in (
                "stores >= 1",
                "water + trust(north) // 2",
                "flood(size)",
                "open_dam(small)",
                "+1 up to 4",
            )
        ),
        SOUND.replace("+1 if size == large:", f"{quoted('+1 if ' + code)}:"),
        SOUND.replace("dry: water", f"{quoted(code)}: water"),
        SOUND.replace("share: 0..2", f"share: {quoted(code)}"),
    ]
    for text in texts:
        file = tmp_path / "exercise.yaml"
        file.write_text(text, encoding="utf-8")
        survives(file)
    assert not witness.exists()


# What a sound file becomes


def data(text: str) -> Any:
    return read_text(text, Composer("file"))[0]


def test_plain_values_mean_what_they_mean_in_yaml_1_2() -> None:
    text = (
        "{a: no, b: on, c: 12:30, d: 010, e: 1_000, f: 0x1F, g: 2025-06-01, h: 1.5, i: 1e3, j: .inf, "
        "k: yes, l: off, m: +7, n: -0, o: true, p: ~, q: null, r: '7', s: 'true', t: =}"
    )
    assert data(text) == {
        **{"a": "no", "b": "on", "c": "12:30", "d": 10, "e": "1_000", "f": "0x1F", "g": "2025-06-01"},
        **{"h": "1.5", "i": "1e3", "j": ".inf", "k": "yes", "l": "off", "m": 7, "n": 0, "o": True},
        **{"p": None, "q": None, "r": "7", "s": "true", "t": "="},
    }


def test_keys_are_always_texts() -> None:
    assert data("{1: a, true: b, ~: c, on: d}") == {"1": "a", "true": "b", "~": "c", "on": "d"}


def test_a_value_may_be_repeated_by_an_alias() -> None:
    assert data("a: &a [1, {b: c}]\nd: *a\ne: [*a]") == {
        "a": [1, {"b": "c"}],
        "d": [1, {"b": "c"}],
        "e": [[1, {"b": "c"}]],
    }


def test_every_value_and_key_has_its_place(tmp_path: Path) -> None:
    file = tmp_path / "exercise.yaml"
    file.write_text("top:\n  list: [a, 'b c', {key: 'x > y'}]\n  text: |\n    long\n", encoding="utf-8")
    document = read(file)

    def place(*path: str | int, **options: Any) -> tuple[int, int]:
        return document.mark(path, **options)[1:]

    assert place("top") == (1, 1)
    assert place("top", "list") == (2, 9)
    assert place("top", "list", key=True) == (2, 3)
    assert place("top", "list", 1) == (2, 13)
    assert place("top", "list", 2, "key") == (2, 26)
    assert place("top", "list", 2, "key", key=True) == (2, 21)
    assert place("top", "list", 2, "key", offset=4) == (2, 31)
    assert place("top", "text", offset=4) == (3, 9)
    assert place("top", "missing", "deeper") == (1, 1)
    assert place("missing") == (1, 1)


def test_data_without_a_file_has_no_places() -> None:
    assert Document.from_data({"a": 1}).mark(("a",)) == ("<run>", 1, 1)
