"""Builds data from the events of a YAML text, every value with its place, within limits.

Nothing of the YAML library that constructs, resolves or recurses is used, so a hostile text can neither
run code nor exhaust the stack. Plain values mean what they mean in YAML 1.2: `no`, `12:30` and `010` are
what they look like.
"""

import re
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from engine.rules.problems import ExerciseError, Problem, clip
from engine.rules.syntax import MOST_DEPTH, QUOTES, TOO_DEEP

MOST_NODES = 100_000
MOST_ENTRIES = 1000
MOST_KEY = 1000
MOST_PROBLEMS = 100
MOST_ALIASES = 100
MOST_DIGITS = 9
DIGITS = frozenset("+-0123456789")
INTEGER = re.compile(r"[-+]?[0-9]+")
MEANT: dict[str, Any] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
}
"""What plain words mean that are no texts."""
NO_KEYS: dict[Any, Any] = {}
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that no text needs and that move a cursor, end a line or are not allowed in YAML."""


class Place:
    """Where a value stands, with the places of its parts and of their keys."""

    __slots__ = ("event", "keys", "parts")

    def __init__(self, event: Any, collection: bool = False) -> None:
        self.event = event
        self.parts: Any = {} if collection else None
        self.keys: dict[Any, Any] = {} if collection else NO_KEYS

    def below(self, key: Any) -> bool:
        """Whether this is a list or map that begins on a line after its key."""
        return self.parts is not None and self.event.start_mark.line > key.end_mark.line


def foreign(character: str) -> str:
    """What to say of a forbidden character."""
    return f"the character U+{ord(character):04X} does not belong in a text; take it out"


class Composer:
    """Builds data and places from the events of one file."""

    def __init__(self, file: str, nodes: int = 0) -> None:
        self.file, self.nodes = file, nodes
        self.text = ""
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Any, Place, int]] = {}
        self.aliases = self.documents = 0
        self.data: Any = None
        self.place: Place | None = None
        self.stack: list[tuple[Any, Place, str | None, int]] = []
        """Open collections: data, place, anchor, and how many nodes there were before."""
        self.keys: list[ScalarEvent | None] = []
        self.comma: list[ScalarEvent | None] = []
        """The last plain value of each open map in braces: what a stray comma would have cut."""

    def fault(self, at: Any, code: str, message: str) -> None:
        line, column = at.start_mark.line + 1, at.start_mark.column + 1
        self.problems.append(Problem(self.file, line, column, "error", code, message))
        if len(self.problems) >= MOST_PROBLEMS:
            raise ExerciseError(self.problems)

    def stop(self, at: Any, code: str, message: str) -> None:
        """A fault after which nothing more of this file is read."""
        self.fault(at, code, message)
        raise ExerciseError(self.problems)

    def take(self, event: Any) -> None:
        """One event of the stream; scalars first, for there are most of them."""
        kind = type(event)
        if kind is ScalarEvent:
            self.scalar(event)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self.close()
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            self.open(event)
        elif kind is AliasEvent:
            self.alias(event)
        elif kind is DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                right = "an exercise is one; take out the line '---' and what does not belong here"
                self.stop(event, "several-documents", f"a second document begins here; {right}")

    def count(self, event: Any, number: int = 1) -> None:
        self.nodes += number
        if self.nodes > MOST_NODES:
            self.stop(event, "too-large", f"there are more than {MOST_NODES} values; that is no exercise")

    def tagged(self, event: Any) -> None:
        tag = event.tag
        if not (isinstance(event, ScalarEvent) and tag == "!"):
            short = clip(tag.replace("tag:yaml.org,2002:", "!!"))
            right = "write the plain value, or put a text that begins with '!' in quotes"
            self.fault(event, "tag", f"'{short}' is a tag, which is not allowed; {right}")

    @property
    def wants_key(self) -> bool:
        """Whether what comes next is the key of an open map."""
        return bool(self.stack) and self.keys[-1] is None and type(self.stack[-1][0]) is dict

    def open(self, event: Any) -> None:
        if len(self.stack) >= MOST_DEPTH:
            self.stop(event, "too-deep", TOO_DEEP)
        if self.wants_key:
            right = "if a text begins with a bracket, put it in quotes"
            self.stop(event, "key", f"a key is plain text; a list or a map cannot be one ({right})")
        if event.tag:
            self.tagged(event)
        self.count(event)
        data: Any = {} if type(event) is MappingStartEvent else []
        place = Place(event, collection=True)
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
        name = event.anchor or ""
        if self.wants_key:
            self.stop(event, "key", f"'*{clip(name)}' cannot be a key; write the key out")
        data, place, size = self.anchors.get(name, (None, Place(event), -1))
        if size < 0:
            right = "if a star begins a text, put the text in quotes"
            self.fault(event, "alias", f"'*{clip(name)}' refers to nothing; {right}")
        elif size == 0:
            message = f"'*{clip(name)}' stands inside what it refers to; write the values out"
            self.fault(event, "alias", message)
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            message = f"more than {MOST_ALIASES} values are repeated by '*'; write them out"
            self.stop(event, "alias", message)
        self.count(event, max(size, 1))
        self.add(data, place, None)

    def scalar(self, event: ScalarEvent) -> None:
        if event.tag:
            self.tagged(event)
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.count(event, 0)
        if event.style == '"' and (found := FORBIDDEN.search(event.value)):
            self.fault(event, "character", foreign(found[0]))
        if self.stack and self.keys[-1] is None and type(self.stack[-1][0]) is dict:  # as `wants_key`
            self.key(event)
            return
        value = event.value
        if event.implicit[0]:
            value = self.value(event) if value[:1] in DIGITS else MEANT.get(value, value)
        place = Place(event)
        if event.anchor:
            if value is None:
                right = "if an ampersand begins a text, put the text in quotes"
                self.fault(event, "alias", f"'&{clip(event.anchor)}' gives a name to nothing; {right}")
            self.anchors[event.anchor] = (value, place, 1)
        self.add(value, place, event)

    def key(self, event: ScalarEvent) -> None:
        data, place = self.stack[-1][:2]
        name = event.value
        if name == "<<" and event.implicit[0]:
            self.fault(event, "merge-key", "'<<' cannot bring in the keys of another map; write them out")
        if len(name) > MOST_KEY:
            message = f"a key has at most {MOST_KEY} characters; give it a short one"
            self.stop(event, "too-large", message)
        if name in data:
            line = place.keys[name].start_mark.line + 1
            message = f"'{clip(name)}' stands here twice; the first is in line {line}"
            self.fault(event, "duplicate-key", f"{message}, and only one can count")
        elif len(data) >= MOST_ENTRIES:
            self.crowded(event)
        else:
            place.keys[name] = event
        self.keys[-1] = event

    def crowded(self, event: Any) -> None:
        message = f"more than {MOST_ENTRIES} entries in one list or map; that is no exercise"
        self.stop(event, "too-large", message)

    def value(self, event: ScalarEvent) -> Any:
        """A plain scalar by the meaning it has in YAML 1.2."""
        text = event.value
        if INTEGER.fullmatch(text):
            digits = text.lstrip("+-").lstrip("0") or "0"
            if len(digits) > MOST_DIGITS:
                right = f"numbers have at most {MOST_DIGITS} digits"
                self.fault(
                    event, "too-large", f"{clip(text, 30)} is beyond what the engine counts to; {right}"
                )
                return 0
            return -int(digits) if text[0] == "-" else int(digits)
        return MEANT.get(text, text)

    def add(self, value: Any, place: Place, event: ScalarEvent | None) -> None:
        if not self.stack:
            self.data, self.place = value, place
            return
        data, parent = self.stack[-1][:2]
        if type(data) is list:
            if len(data) >= MOST_ENTRIES:
                self.crowded(place.event)
            parent.parts[len(data)] = place
            data.append(value)
            return
        key = self.keys[-1]
        assert key is not None
        self.keys[-1] = None
        if parent.event.flow_style:
            before, self.comma[-1] = self.comma[-1], _plain(event)
            if before is not None and key.implicit[0] and self.bare(key, event):
                self.cut(before, key)
                return
        if key.value not in data:
            data[key.value] = value
            parent.parts[key.value] = place

    def bare(self, key: ScalarEvent, event: ScalarEvent | None) -> bool:
        """Whether a key stands alone: without a value, and without the colon that would ask for one."""
        if event is None or event.value or not event.implicit[0]:
            return False
        return ":" not in self.text[key.end_mark.index : event.start_mark.index]  # type: ignore[union-attr]

    def cut(self, before: ScalarEvent, key: ScalarEvent) -> None:
        """A comma in a text without quotes made the text's second half a key."""
        first, second = f"'{clip(before.value, 40)}'", f"'{clip(key.value, 40)}'"
        message = f"the comma ends the text {first} and makes {second} a key without a value; {QUOTES}"
        self.fault(key, "comma", message)
        self.comma[-1] = key


def _plain(event: ScalarEvent | None) -> ScalarEvent | None:
    """A value that is a text without quotes."""
    return event if event is not None and event.implicit[0] and event.value else None
