"""Reads the exercise files of a path strictly: plain data, every value with its place, every fault reported.

A file is taken as a stream of events and built up by `Composer`; files and folders of a size that is no
exercise, and texts that are not text, are refused before.
"""

import re
from pathlib import Path
from typing import Any, NoReturn

import yaml
from yaml.events import ScalarEvent

from engine.rules.composer import FORBIDDEN, MOST_NODES, Composer, Place, foreign
from engine.rules.problems import ExerciseError, Problem, clip
from engine.rules.syntax import explain

MOST_BYTES = 2 * 1024 * 1024
MOST_FOLDER = 4 * 1024 * 1024
MOST_FILES = 64
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DIRECTIVE = re.compile("^%(YAML|TAG)", re.MULTILINE)
"""Lines that serve tags only; the YAML library takes quadratic time over many of them."""

Steps = tuple[str | int, ...]


class Document:
    """The data of an exercise with the place of every value."""

    def __init__(self, name: str, data: Any, parts: dict[Any, tuple[str, Any, Place]]) -> None:
        self.name, self.data, self.parts = name, data, parts

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Document":
        """Data that comes from a run log: it has no places."""
        return cls("<run>", data, {})

    def mark(self, path: Steps, *, key: bool = False, offset: int = 0) -> tuple[str, int, int]:
        """File, line and column (from 1) of the value at a path, or of its key.

        `offset` counts characters into the value. Where there is no such value, it is what is around it.
        """
        if not path or path[0] not in self.parts:
            return self.name, 1, 1
        file, head, place = self.parts[path[0]]
        at = head if key or place.below(head) else place.event
        for step in path[1:]:
            found = place.parts.get(step) if place.parts else None
            if found is None:
                offset = 0
                break
            head = place.keys.get(step)
            at = head if head is not None and (key or found.below(head)) else found.event
            place = found
        return file, at.start_mark.line + 1, at.start_mark.column + 1 + _shift(at, offset)


def _shift(at: Any, offset: int) -> int:
    """How far into a value a character of its text stands; nothing for a text of several lines."""
    several = at.start_mark.line != at.end_mark.line
    if not offset or several or not isinstance(at, ScalarEvent):
        return 0
    return offset if at.implicit[0] else offset + 1


def read(path: Path) -> Document:
    """The document of a file, or of a folder whose files' top-level keys add up to one.

    Raises ExerciseError with every fault of the text.
    """
    problems: list[Problem] = []
    data: dict[str, Any] = {}
    parts: dict[Any, tuple[str, Any, Place]] = {}
    nodes = 0
    for file in files(path):
        composer = Composer(str(file), nodes)
        try:
            found, place = read_text(text_of(file), composer)
        except ExerciseError as error:
            problems += error.problems
            continue
        finally:
            nodes = min(composer.nodes, MOST_NODES)
        for key, value in found.items():
            if key in parts:
                problems.append(_elsewhere(composer.file, key, place.keys[key], parts[key]))
                continue
            data[key], parts[key] = value, (composer.file, place.keys[key], place.parts[key])
    if problems:
        raise ExerciseError(problems)
    return Document(str(path), data, parts)


def _elsewhere(file: str, key: str, event: Any, first: tuple[str, Any, Place]) -> Problem:
    mark, where = event.start_mark, f"{first[0]}, line {first[1].start_mark.line + 1}"
    message = f"'{clip(key)}' stands in {where} already; a top-level key belongs to one file"
    return Problem(file, mark.line + 1, mark.column + 1, "error", "duplicate-key", message)


def files(path: Path) -> list[Path]:
    """The YAML files of a path. Raises ExerciseError."""
    try:
        if not path.is_dir():
            if path.exists() and not path.is_file():
                _refuse(path, "not-readable", "this is neither a file nor a folder")
            return [path]
        entries = sorted(path.iterdir())
        found = [entry for entry in entries if entry.suffix in (".yaml", ".yml") and entry.is_file()]
        size = sum(entry.stat().st_size for entry in found)
    except (OSError, ValueError) as fault:
        _refuse(path, "not-readable", f"it cannot be read: {getattr(fault, 'strerror', fault)}")
    if not found:
        _refuse(path, "empty", "the folder holds no YAML file (*.yaml)")
    if len(found) > MOST_FILES:
        _refuse(path, "too-large", f"the folder holds more than {MOST_FILES} YAML files")
    if size > MOST_FOLDER:
        kibibytes = MOST_FOLDER // 1024
        _refuse(path, "too-large", f"the files of this folder are larger than {kibibytes} KiB together")
    return found


def text_of(path: Path) -> str:
    """The text of a file. Raises ExerciseError when it is not readable UTF-8 text of sensible size."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        _refuse(path, "not-found", "there is no such file or folder")
    except (OSError, ValueError) as fault:
        _refuse(path, "not-readable", f"it cannot be read: {getattr(fault, 'strerror', fault)}")
    if len(raw) > MOST_BYTES:
        _refuse(path, "too-large", f"the file is larger than {MOST_BYTES // 1024} KiB")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        _refuse(path, "encoding", "the file is written in UTF-16 or UTF-32; save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = raw[: fault.start].decode("utf-8", "replace")
        _refuse(
            path,
            "encoding",
            "here is no UTF-8 text; save the file as plain text in UTF-8",
            *_position(before),
        )
    forbidden = FORBIDDEN.search(text)
    if forbidden:
        _refuse(path, "character", foreign(forbidden[0]), *_position(text[: forbidden.start()]))
    directive = DIRECTIVE.search(text)
    if directive:
        right = "it asks for another kind of YAML; take it out"
        _refuse(
            path,
            "syntax",
            f"a line cannot begin with '{directive[0]}'; {right}",
            *_position(text[: directive.start()]),
        )
    return text


def read_text(text: str, composer: Composer) -> tuple[dict[str, Any], Place]:
    """The data and places of one file's text. Raises ExerciseError."""
    composer.text = text
    try:
        events = LOADER(text)  # asked for one by one, which `yaml.parse` does more slowly
        try:
            while type(event := events.get_event()) is not yaml.StreamEndEvent:
                composer.take(event)
        finally:
            events.dispose()
    except yaml.YAMLError as fault:
        composer.problems.append(explain(fault, composer.file, text))
    if composer.problems:
        raise ExerciseError(composer.problems)
    if composer.data is None or composer.place is None:
        _refuse(composer.file, "empty", "the file is empty; an exercise begins with 'whitecell: 1'")
    if not isinstance(composer.data, dict):
        right = "each on a line of its own, such as 'whitecell: 1'"
        _refuse(composer.file, "type", f"a file holds keys with values, {right}; not a list or a single text")
    assert composer.place is not None
    return composer.data, composer.place


def _position(before: str) -> tuple[int, int]:
    lines = re.split("\r\n?|\n", before)
    return len(lines), len(lines[-1]) + 1


def _refuse(path: object, code: str, message: str, line: int = 1, column: int = 1) -> NoReturn:
    raise ExerciseError([Problem(str(path), line, column, "error", code, message)])
