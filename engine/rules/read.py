"""Reads YAML strictly and safely: plain data, every value with its place, every fault reported.

Files are read as a stream of events, and data are built from the events here: nothing of the YAML
library that constructs, resolves or recurses is used, so a hostile file can neither run code nor
exhaust the stack. Scalars mean what they mean in YAML 1.2: `no`, `12:30` and `010` are what they look like.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from engine.rules.problems import ExerciseError, Problem

MOST_BYTES = 2 * 1024 * 1024
MOST_FOLDER = 4 * 1024 * 1024
MOST_FILES = 64
MOST_DEPTH = 40
MOST_NODES = 200_000
MOST_ALIASES = 100
MOST_DIGITS = 9
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
INTEGER = re.compile(r"[-+]?[0-9]+")
TRUE, FALSE, NULL = {"true", "True", "TRUE"}, {"false", "False", "FALSE"}, {"", "~", "null", "Null", "NULL"}
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

Steps = tuple[str | int, ...]


class Place:
    """Where a value stands, with the places of its parts and of their keys."""

    __slots__ = ("keys", "mark", "parts")

    def __init__(self, mark: Any, collection: bool = False) -> None:
        self.mark = mark
        self.parts: Any = {} if collection else None
        self.keys: dict[str, Any] = {}


class Document:
    """The data of an exercise with the place of every value."""

    def __init__(self, name: str, data: Any, parts: dict[str, tuple[str, Any, Place]]) -> None:
        self.name, self.data, self.parts = name, data, parts

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Document":
        """Data that comes from a run log: it has no places."""
        return cls("<run>", data, {})

    def mark(self, path: Steps, *, key: bool = False) -> tuple[str, int, int]:
        """File, line and column (from 1) of the value at a path, or of its key; of what is around it where it does not exist."""
        if not path or path[0] not in self.parts:
            return (self.parts and next(iter(self.parts.values()))[0]) or self.name, 1, 1
        file, top, place = self.parts[path[0]]  # type: ignore[index]
        mark = top if key or len(path) == 1 and place.parts is not None else place.mark
        for step in path[1:]:
            found = place.parts.get(step) if place.parts else None
            if found is None:
                break
            mark = place.keys.get(step, found.mark) if key else found.mark  # type: ignore[arg-type]
            place = found
        return file, mark.line + 1, mark.column + 1


class Builder:
    """Builds data and places from the events of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Any, Place, int]] = {}
        self.nodes = self.aliases = self.documents = 0
        self.data: Any = None
        self.place: Place | None = None
        self.stack: list[tuple[Any, Place, str | None, int]] = []
        """Open collections: data, place, anchor, and how many nodes there were before."""
        self.keys: list[ScalarEvent | None] = []
        self.comma: list[ScalarEvent | None] = []
        """The last plain value of each open flow map: what a stray comma would have cut."""

    def fault(self, mark: Any, code: str, message: str) -> None:
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, "error", code, message))

    def stop(self, mark: Any, code: str, message: str) -> None:
        """A fault after which nothing more of this file is read."""
        self.fault(mark, code, message)
        raise ExerciseError(self.problems)

    def take(self, event: Event) -> None:
        """One event of the stream."""
        if isinstance(event, ScalarEvent):
            self.scalar(event)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self.open(event)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self.close()
        elif isinstance(event, AliasEvent):
            self.alias(event)
        elif isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.stop(event.start_mark, "several-documents", "the file holds several documents; remove the line '---' and what does not belong here")

    def count(self, mark: Any, number: int = 1) -> None:
        self.nodes += number
        if self.nodes > MOST_NODES:
            self.stop(mark, "too-large", f"the file holds more than {MOST_NODES} values; that is no exercise")

    def tagged(self, event: Any) -> None:
        if event.tag and not (isinstance(event, ScalarEvent) and event.tag == "!"):
            self.fault(event.start_mark, "tag", f"the tag '{event.tag}' is not allowed; write the plain value")

    def open(self, event: Any) -> None:
        mapping = isinstance(event, MappingStartEvent)
        if len(self.stack) >= MOST_DEPTH:
            self.stop(event.start_mark, "too-deep", f"more than {MOST_DEPTH} levels inside each other; that is no exercise")
        if self.stack and isinstance(self.stack[-1][0], dict) and self.keys[-1] is None:
            self.stop(event.start_mark, "key", "a key must be plain text; a list or a map cannot be a key (braces in a text need quotes)")
        self.tagged(event)
        self.count(event.start_mark)
        data: Any = {} if mapping else []
        place = Place(event.start_mark, collection=True)
        self.stack.append((data, place, event.anchor, self.nodes))
        self.keys.append(None)
        self.comma.append(None)
        if event.anchor:
            self.anchors[event.anchor] = (None, place, 0)

    def close(self) -> None:
        data, place, anchor, before = self.stack.pop()
        self.keys.pop()
        self.comma.pop()
        if anchor:
            self.anchors[anchor] = (data, place, self.nodes - before + 1)
        self.add(data, place, None)

    def alias(self, event: AliasEvent) -> None:
        if event.anchor not in self.anchors:
            self.stop(event.start_mark, "alias", f"'*{event.anchor}' refers to nothing; if a star begins a text, put the text in quotes")
        data, place, size = self.anchors[event.anchor]
        if size == 0:
            self.stop(event.start_mark, "alias", f"'*{event.anchor}' stands inside what it refers to")
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            self.stop(event.start_mark, "alias", f"more than {MOST_ALIASES} aliases; write the values out")
        self.count(event.start_mark, size)
        if self.stack and isinstance(self.stack[-1][0], dict) and self.keys[-1] is None:
            self.stop(event.start_mark, "key", "a key must be plain text, not an alias")
        self.add(data, place, None)

    def scalar(self, event: ScalarEvent) -> None:
        self.tagged(event)
        self.count(event.start_mark)
        if self.stack and isinstance(self.stack[-1][0], dict) and self.keys[-1] is None:
            self.key(event)
            return
        value = self.value(event) if event.implicit[0] else event.value
        place = Place(event.start_mark)
        if event.anchor:
            self.anchors[event.anchor] = (value, place, 1)
        self.add(value, place, event)

    def key(self, event: ScalarEvent) -> None:
        data, place = self.stack[-1][:2]
        name = event.value
        if name == "<<" and event.implicit[0]:
            self.fault(event.start_mark, "merge-key", "merge keys '<<' are not allowed; write the values out")
        if name in data:
            first = place.keys[name]
            self.fault(event.start_mark, "duplicate-key", f"'{name}' stands here twice; the first is in line {first.line + 1}")
        place.keys[name] = event.start_mark
        self.keys[-1] = event

    def value(self, event: ScalarEvent) -> Any:
        """A plain scalar by the meaning it has in YAML 1.2."""
        text = event.value
        if INTEGER.fullmatch(text):
            if len(text.lstrip("+-0")) > MOST_DIGITS:
                self.fault(event.start_mark, "too-large", f"{text[:30]} is beyond what the engine counts to; numbers have at most {MOST_DIGITS} digits")
                return 0
            return int(text)
        if text in TRUE:
            return True
        if text in FALSE:
            return False
        return None if text in NULL else text

    def add(self, value: Any, place: Place, event: ScalarEvent | None) -> None:
        if not self.stack:
            self.data, self.place = value, place
            return
        data, parent = self.stack[-1][:2]
        if isinstance(data, list):
            parent.parts[len(data)] = place
            data.append(value)
            return
        key = self.keys[-1]
        assert key is not None
        self.keys[-1] = None
        if self.cut(key, event):
            before = self.comma[-1]
            assert before is not None
            self.fault(key.start_mark, "comma", f"a comma ended the text '{before.value}' and made '{key.value}' a key of its own; put the whole text in quotes")
            return
        self.comma[-1] = event if event is not None and event.implicit[0] and event.value else None
        if key.value not in data:
            data[key.value] = value
            parent.parts[key.value] = place

    def cut(self, key: ScalarEvent, event: ScalarEvent | None) -> bool:
        """Whether a comma inside an unquoted text made its second half a key without a value."""
        bare = event is not None and event.implicit[0] and event.value == "" and event.start_mark.index == event.end_mark.index
        return bare and self.comma[-1] is not None and bool(key.implicit[0]) and event.start_mark.line == key.end_mark.line  # type: ignore[union-attr]


def read(path: Path) -> Document:
    """The document of a file, or of a folder whose files' top-level keys add up to one.

    Raises ExerciseError with every fault of the text.
    """
    problems: list[Problem] = []
    data: dict[str, Any] = {}
    parts: dict[str, tuple[str, Any, Place]] = {}
    for file in files(path):
        name = str(file)
        try:
            found, place = read_text(text_of(file), name)
        except ExerciseError as error:
            problems += error.problems
            continue
        for key, value in found.items():
            mark = place.keys[key]
            if key in parts:
                first = parts[key]
                problems.append(Problem(name, mark.line + 1, mark.column + 1, "error", "duplicate-key", f"'{key}' stands in {first[0]} already (line {first[1].line + 1}); a top-level key belongs to one file"))
                continue
            data[key], parts[key] = value, (name, mark, place.parts[key])
    if problems:
        raise ExerciseError(problems)
    return Document(str(path), data, parts)


def files(path: Path) -> list[Path]:
    """The YAML files of a path. Raises ExerciseError."""
    if not path.is_dir():
        if not path.exists():
            _refuse(path, "not-found", "there is no such file or folder")
        return [path]
    found = sorted(entry for entry in path.iterdir() if entry.suffix in (".yaml", ".yml") and entry.is_file())
    if not found:
        _refuse(path, "empty", "the folder holds no YAML file (*.yaml)")
    if len(found) > MOST_FILES:
        _refuse(path, "too-large", f"the folder holds more than {MOST_FILES} YAML files")
    if sum(entry.stat().st_size for entry in found) > MOST_FOLDER:
        _refuse(path, "too-large", f"the files of this folder are larger than {MOST_FOLDER // 1024} KiB together")
    return found


def text_of(path: Path) -> str:
    """The text of a file. Raises ExerciseError when it is not readable UTF-8 text of sensible size."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as fault:
        _refuse(path, "not-readable", f"it cannot be read: {fault.strerror}")
    if len(raw) > MOST_BYTES:
        _refuse(path, "too-large", f"the file is larger than {MOST_BYTES // 1024} KiB")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(path, "encoding", "the file is written in UTF-16; save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = raw[: fault.start].decode("utf-8", "replace")
        _refuse(path, "encoding", "this byte is not UTF-8; save the file as UTF-8", *_position(before))
    forbidden = FORBIDDEN.search(text)
    if forbidden:
        _refuse(path, "character", f"the character U+{ord(forbidden[0]):04X} does not belong in a text file", *_position(text[: forbidden.start()]))
    return text


def read_text(text: str, name: str) -> tuple[dict[str, Any], Place]:
    """The data and places of one file's text. Raises ExerciseError."""
    builder = Builder(name)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.YAMLError as fault:
        builder.problems.append(_syntax(fault, name))
    if builder.problems:
        raise ExerciseError(builder.problems)
    if builder.place is None or builder.data is None:
        raise ExerciseError([Problem(name, 1, 1, "error", "empty", "the file is empty; an exercise begins with 'whitecell: 1'")])
    if not isinstance(builder.data, dict):
        raise ExerciseError([Problem(name, 1, 1, "error", "type", "the file must hold keys with values ('whitecell: 1', 'id: …'), not a list or a single text")])
    return builder.data, builder.place


def _events(text: str) -> Iterator[Any]:
    return yaml.parse(text, Loader=LOADER)  # type: ignore[no-any-return]


ADVICE = (
    ("found character '\\t'", "a tab cannot indent; use spaces"),
    ("found character that cannot start any token", "this character cannot begin a plain text; put the text in quotes"),
    ("mapping values are not allowed", "a colon followed by a space makes a key; put the text in quotes, or see the indentation"),
    ("did not find expected ',' or ']'", "the list that begins with '[' is not closed, or a text in it needs quotes"),
    ("did not find expected ',' or '}'", "the map that begins with '{' is not closed, or a text in it needs quotes"),
    ("did not find expected key", "a key was expected here; see the indentation, and quotes that were not closed"),
    ("did not find expected '-' indicator", "a list item ('- …') was expected here; see the indentation"),
    ("could not find expected ':'", "a key needs a colon after it"),
    ("found unexpected end of stream", "a quoted text is not closed before the file ends"),
    ("unknown escape character", "in double quotes a backslash begins an escape; write \\\\ for a backslash"),
    ("found undefined tag handle", "tags ('!…') are not allowed; put the text in quotes"),
    ("found unknown escape", "in double quotes a backslash begins an escape; write \\\\ for a backslash"),
    ("found undefined alias", "a star begins an alias; put the text in quotes"),
)


def _syntax(fault: yaml.YAMLError, name: str) -> Problem:
    """A syntax error in an author's words."""
    mark = getattr(fault, "problem_mark", None)
    said = str(getattr(fault, "problem", "") or fault).splitlines()[0]
    advice = next((right for wrong, right in ADVICE if wrong in said), said)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem(name, line, column, "error", "syntax", f"this is not YAML: {advice}")


def _position(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _refuse(path: Path, code: str, message: str, line: int = 1, column: int = 1) -> Any:
    raise ExerciseError([Problem(str(path), line, column, "error", code, message)])
