"""JSON Schema made from declared types: typed dictionaries with what each key means, and unions of them."""

from types import UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from msgspec import Meta

from web.api.kinds import Schema

PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
REF = "#/components/schemas/"


def schemas(*roots: type) -> dict[str, Schema]:
    """By name, every typed dictionary that can be reached from some, with no key beside those it declares."""
    found: dict[str, Schema] = {}
    waiting = list(roots)
    while waiting:
        kind = waiting.pop()
        if kind.__name__ not in found:
            found[kind.__name__] = keys_of(kind, waiting)
    return dict(sorted(found.items()))


def keys_of(kind: type, waiting: list[type]) -> Schema:
    """One typed dictionary; those it holds are put among those that wait."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        "type": "object",
        "description": kind.__doc__ or "",
        "properties": {key: schema_of(hint, waiting) for key, hint in hints.items()},
        "required": [key for key in hints if key in kind.__required_keys__],  # type: ignore[attr-defined]
        "additionalProperties": False,
    }


def schema_of(hint: Any, waiting: list[type]) -> Schema:
    """A type as it stands beside a key."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is NotRequired:
        return schema_of(parts[0], waiting)
    if origin is Annotated:
        found = schema_of(parts[0], waiting)
        for said in hint.__metadata__:
            found |= said_of(said)
        return found
    if is_typeddict(hint):
        waiting.append(hint)
        return {"$ref": f"{REF}{hint.__name__}"}
    if origin in (Union, UnionType):
        return any_of(parts, waiting)
    if origin is Literal:
        return {"enum": list(parts)}
    if origin is list:
        return {"type": "array", "items": schema_of(parts[0], waiting)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(parts[1], waiting)}
    return {"type": PLAIN[hint]}


def any_of(parts: tuple[Any, ...], waiting: list[type]) -> Schema:
    """One of several types; several typed dictionaries are told apart by their `kind`."""
    if all(part in PLAIN for part in parts):
        return {"type": [PLAIN[part] for part in parts]}
    found: Schema = {"anyOf": [schema_of(part, waiting) for part in parts]}
    maps = [part for part in parts if is_typeddict(part)]
    if len(maps) > 1:
        found["discriminator"] = {"propertyName": "kind", "mapping": mapping(maps)}
    return found


def mapping(kinds: list[Any]) -> dict[str, str]:
    """By `kind`, the typed dictionary that has it."""
    found: dict[str, str] = {}
    for kind in kinds:
        hint = get_type_hints(kind)["kind"]
        found |= dict.fromkeys(get_args(hint), f"{REF}{kind.__name__}")
    return found


def said_of(said: Any) -> Schema:
    """What is said of a type: its meaning, its words, its range."""
    if not isinstance(said, Meta):
        return {}
    found: Schema = {"description": said.description} if said.description else {}
    bounds = {"minimum": said.ge, "maximum": said.le}
    return (
        found | {name: at for name, at in bounds.items() if at is not None} | (said.extra_json_schema or {})
    )
