"""The data of a command read into its type: strictly at the door, leniently from a line of an old log."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, inspect

from engine.play.commands.declared import COMMANDS, MOST_TEXT, Fields, Seen
from engine.play.refusal import Refusal

MOST_SHOWN = 40
"""Characters of a wrong value that a refusal repeats."""
Kind = TypeVar("Kind", bound=msgspec.Struct)


def kind_of(name: str) -> type[Fields]:
    """The type of a command. Raises Refusal."""
    if name not in COMMANDS:
        raise Refusal("There is no command '{name}'.", name=name)
    return COMMANDS[name]


def read(kind: type[Kind], data: Any) -> Kind:
    """What was sent, as its type. Raises Refusal: the first field that is wrong, and what it takes."""
    try:
        return msgspec.convert(data, kind, strict=True)
    except msgspec.ValidationError as error:
        found = fault(data, inspect.type_info(kind), "")
        raise found or Refusal("This cannot be recorded: {why}", why=error) from None


def seen_of(data: Mapping[str, Any]) -> Seen:
    """What the author of a command saw, where they say so. Raises Refusal."""
    return read(Seen, data.get("seen") or {})


def asked(kind: type[Fields], data: Mapping[str, Any]) -> Fields:
    """The fields of a command, apart from what its author saw. Raises Refusal."""
    if "seen" in data:
        data = {name: value for name, value in data.items() if name != "seen"}
    return read(kind, data)


def read_again(name: str, data: Mapping[str, Any]) -> Fields:
    """A command from a line of a log. What an earlier Whitecell recorded and did not look at is passed over;
    it took a lone word for a list of one, and cut a text that was too long. Raises Refusal.
    """
    kind = kind_of(name)
    with suppress(msgspec.ValidationError):
        return msgspec.convert(data, kind, strict=True)
    found: dict[str, Any] = {}
    for field in struct_of(kind).fields:
        value = data.get(field.encode_name)
        cut = value[:MOST_TEXT] if isinstance(value, str) else value
        meant = [one for one in (value, [value], cut) if fault(one, field.type, "") is None]
        if meant:
            found[field.encode_name] = meant[0]
    return read(kind, found)


@cache
def struct_of(kind: type[msgspec.Struct]) -> inspect.StructType:
    """A type with its fields, as data."""
    found = inspect.type_info(kind)
    assert isinstance(found, inspect.StructType)
    return found


def sendable(kind: inspect.StructType) -> list[str]:
    """The fields of a type without those that whoever holds the run fills in."""
    return [
        field.encode_name
        for field in kind.fields
        if not (isinstance(field.type, inspect.Metadata) and (field.type.extra or {}).get("house"))
    ]


def bare(kind: inspect.Type) -> inspect.Type:
    """A type without what is said of it."""
    return bare(kind.type) if isinstance(kind, inspect.Metadata) else kind


def fault(value: Any, kind: inspect.Type, place: str) -> Refusal | None:
    """The first thing that is wrong with a value, with its place and with what would be right."""
    kind = bare(kind)
    possible = [bare(part) for part in kind.types] if isinstance(kind, inspect.UnionType) else [kind]
    found = [inside(value, part, place) for part in possible]
    if [] in found:
        return None
    return next((faults[0] for faults in found if faults), None) or wrong(value, possible, place)


def inside(value: Any, kind: inspect.Type, place: str) -> list[Refusal] | None:
    """What is wrong within a value of a type; None where it is something else."""
    parts: list[Refusal | None] = []
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        parts = of_struct(value, kind, f"{place}." if place else "")
    elif isinstance(kind, inspect.ListType) and isinstance(value, list) and few(value, kind.max_length):
        parts = [fault(part, kind.item_type, f"{place} {number}") for number, part in enumerate(value, 1)]
    elif isinstance(kind, inspect.DictType) and isinstance(value, dict) and few(value, kind.max_length):
        parts = [fault(name, kind.key_type, place) for name in value]
        parts += [fault(part, kind.value_type, f"{place}.{name}") for name, part in value.items()]
    elif not fits(value, kind):
        return None
    return [part for part in parts if part]


def of_struct(value: dict[Any, Any], kind: inspect.StructType, place: str) -> list[Refusal | None]:
    """What is wrong with each field of a map."""
    known = {field.encode_name: field for field in kind.fields}
    possible = ", ".join(sendable(kind)) or "–"
    strange = "There is no field '{field}' here. Possible: {known}."
    found: list[Refusal | None] = [
        Refusal(strange, field=place + shown(name), known=possible) for name in value if name not in known
    ]
    return found + [
        fault(value.get(name, UNSET), field.type, place + name)
        for name, field in known.items()
        if field.required or name in value
    ]


def few(value: Any, most: int | None) -> bool:
    return most is None or len(value) <= most


def fits(value: Any, kind: inspect.Type) -> bool:
    """Whether a value without parts is of a type."""
    if isinstance(kind, inspect.StrType):
        return isinstance(value, str) and few(value, kind.max_length)
    if isinstance(kind, inspect.IntType):
        low, high = kind.ge, kind.le
        return type(value) is int and (low is None or low <= value) and (high is None or value <= high)
    if isinstance(kind, inspect.LiteralType):
        return isinstance(value, str) and value in kind.values
    return isinstance(kind, inspect.AnyType) or (isinstance(kind, inspect.BoolType) and type(value) is bool)


def wrong(value: Any, possible: list[inspect.Type], place: str) -> Refusal:
    """That a value is none of what is possible, and what that is."""
    said = {"field": place or "data", "given": "nothing" if value is UNSET else shown(value)}
    words = [str(word) for part in possible if isinstance(part, inspect.LiteralType) for word in part.values]
    spans = [f"{part.ge}..{part.le}" for part in possible if isinstance(part, inspect.IntType)]
    first = possible[0]
    if words:
        known = ", ".join(word for word in words + spans if word)
        return Refusal("'{field}' takes one of these: {known}. Given: {given}.", **said, known=known)
    if isinstance(first, inspect.StrType):
        sentence = "'{field}' takes a text of at most {most} characters. Given: {given}."
        return Refusal(sentence, **said, most=first.max_length)
    if isinstance(first, inspect.IntType):
        sentence = "'{field}' takes a whole number from {low} to {high}. Given: {given}."
        return Refusal(sentence, **said, low=first.ge, high=first.le)
    if isinstance(first, inspect.BoolType):
        return Refusal("'{field}' takes true or false. Given: {given}.", **said)
    if isinstance(first, inspect.ListType):
        sentence = "'{field}' takes a list of at most {most}. Given: {given}."
        return Refusal(sentence, **said, most=first.max_length)
    return Refusal("'{field}' takes a map. Given: {given}.", **said)


def shown(value: Any) -> str:
    """A value as a refusal repeats it."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
