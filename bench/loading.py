"""Loading, checking and compiling Korea 2025, and `whitecell check` as a process."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import yaml

from bench.measure import Figure, in_turn, milliseconds, most
from engine.rules import names
from engine.rules.exercise import Exercise
from engine.rules.load import examine, locate
from engine.rules.read import LOADER

EXERCISE = "korea-2025"
LOAD = most(
    "load, check and compile",
    3.0,
    why="Every key keeps its place, so that whoever is told of a fault is told where, and all conditions and "
    "effects are checked and compiled.",
)
CHECK = most(
    "whitecell check, the process",
    2.2,
    why="Python begins with what the terminal needs; what is left is the load above.",
)
SURROUNDINGS = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Compiled modules are kept between processes, as they are wherever a program is installed."""


def figures(_: Exercise, quick: bool) -> Iterator[Figure]:
    """The load against the plain YAML library; the process against one that only imports what it needs."""
    rounds = 3 if quick else 11
    texts = [path.read_text(encoding="utf-8") for path in sorted(locate(EXERCISE).glob("*.yaml"))]
    ours, theirs, process, start = in_turn(load, partial(plain, texts), check, python, rounds=rounds)
    yield LOAD.figure(milliseconds(ours), milliseconds(theirs) + " CSafeLoader", ours / theirs)
    imported = milliseconds(start) + " import of PyYAML and jsonschema"
    yield CHECK.figure(milliseconds(process), imported, process / start)


def load(exercise: str | Path = EXERCISE) -> object:
    """As a new process does it: nothing is remembered of the time before."""
    names.syntax.cache_clear()
    return examine(exercise)


def plain(texts: list[str]) -> object:
    """The same text as data, and nothing checked."""
    return [yaml.load(text, LOADER) for text in texts]


def check() -> None:
    """The command."""
    command = [str(Path(sys.executable).with_name("whitecell")), "check", EXERCISE]
    subprocess.run(command, check=True, capture_output=True, env=SURROUNDINGS)


def python() -> None:
    """The start of Python with the two libraries every loader of checked YAML needs."""
    subprocess.run([sys.executable, "-c", "import yaml, jsonschema"], check=True, env=SURROUNDINGS)
