"""Every command as the API takes it: its type as JSON Schema, with an example of a body."""

from inspect import cleandoc
from typing import Any

import msgspec

from engine.play.commands.declared import COMMANDS as COMMANDS
from engine.play.commands.declared import Fields, Seen
from engine.play.commands.reading import sendable, struct_of
from web.api.kinds import Schema


def schema_of(kind: type[msgspec.Struct]) -> Schema:
    """A type as JSON Schema that stands alone, as far as it is for others to fill in."""
    _, known = msgspec.json.schema_components([kind], ref_template="{name}")
    found = dict(whole(known[kind.__name__], known))
    found["properties"] = {name: found["properties"][name] for name in sendable(struct_of(kind))}
    return {name: part for name, part in found.items() if name != "title" and part != []}


def whole(part: Any, known: Schema) -> Any:
    """A piece of a schema with what it refers to in its place."""
    if isinstance(part, list):
        return [whole(entry, known) for entry in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return whole(known[part["$ref"]], known)
    return {name: whole(entry, known) for name, entry in part.items()}


def in_words(kind: type[msgspec.Struct]) -> str:
    """What a type says of itself, in one line."""
    return " ".join(cleandoc(kind.__doc__ or "").split())


def example(kind: type[Fields]) -> dict[str, object]:
    """The data of a command, as one would send it."""
    found = schema_of(kind)
    shown = (*found.get("required", ()), *kind.shown)
    return {name: part["examples"][0] for name, part in found["properties"].items() if name in shown}


def body_of(kind: type[Fields]) -> Schema:
    """The body of a command: its data, what its author saw, and a name of its own."""
    data, given = schema_of(kind), example(kind)
    found: Schema = {
        "type": "object",
        "properties": {"data": data, "id": ID, "seen": schema_of(Seen)},
        "additionalProperties": False,
        "examples": [{"data": given} if given else {}],
    }
    return found | ({"required": ["data"]} if data.get("required") else {})


ID: Schema = {
    "type": "string",
    "pattern": "^[!-~]{1,64}$",
    "description": "A name for this command: sent twice, it is done once.",
}
