"""`python -m docs.reference.write`: write the reference of the exercise format from the format's own types.

The types stand in `engine/rules/model.py`, with what every key means below it.
"""

import inspect
import json
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import NODEFAULT, Meta, Struct

from engine.rules import model
from engine.rules.meanings import example, kinds, meanings
from engine.rules.model import ExerciseFile
from engine.rules.schema import json_schema
from engine.rules.verbs import VERBS

HERE = Path(__file__).parent
PAGE, SCHEMA = HERE / "exercise-format.md", HERE / "exercise.schema.json"
PART = HERE / "exercise-part.schema.json"
ALIASES = {
    "text": model.Text,
    "condition": model.Condition,
    "amount": model.Amount,
    "effects": model.Effects,
    "claims": model.Because,
    "id": model.Id,
}
"""Types that have a name of their own in the format."""
HEAD = """# The exercise format

*Written by `make reference` from the types in `engine/rules/model.py`; change those, not this page. The guide
that grows an exercise is [for authors](../authors.md).*

An exercise is one YAML file, or a folder of YAML files whose top-level keys add up to one. The same as JSON
Schema, for an editor that checks and explains while you write: [exercise.schema.json](exercise.schema.json)
(`whitecell schema`) for an exercise in one file, [exercise-part.schema.json](exercise-part.schema.json)
(`whitecell schema --part`) for one of several.

Ranges are written as in the format: `0..10`, `1..` (no upper end), `..4`. Whole numbers have at most nine
digits. Most examples are from The Grey Strait.

| Word | What stands there |
|---|---|
| **text** | a string, or a map by language (`{en: Talks, pl: Rozmowy}`) or by argument value, then language |
| **condition** | an expression that holds or does not: `tension >= 8 and not played(contact)` |
| **amount** | a whole number, or an expression that gives one |
| **effects** | a map of tracks with their change, and `VERBS` |
| **claims** | the ids of claims under `sources` that this rests on, or the word `judgement` |
| **id** | a letter, then letters, digits and `_`, at most 60 characters |
"""


def page() -> str:
    """The reference as Markdown."""
    parts = [HEAD.replace("VERBS", " ".join(VERBS))]
    for kind in kinds():
        own, said = meanings()[kind.__name__][""], meanings()[kind.__name__]
        parts.append(f"\n## {kind.__name__}\n\n{own.text}\n\n")
        if kind is not ExerciseFile:
            parts.append(f"Example: `{example(kind)}`\n\n")
        parts.append("| Key | Type | Default | Meaning | Example |\n|---|---|---|---|---|\n")
        hints = get_type_hints(kind, include_extras=True)
        for field in msgspec.structs.fields(kind):
            key = field.encode_name
            shown = f"`{said[key].example}`" if said[key].example else ""
            row = (f"`{key}`", words(hints[field.name]), default(field), said[key].text, shown)
            parts.append("| " + " | ".join(row).replace("\n", " ") + " |\n")
    return "".join(parts)


def schema(*, part: bool = False) -> str:
    """The JSON Schema as it is written down."""
    return json.dumps(json_schema(part=part), indent=1, ensure_ascii=False) + "\n"


def words(hint: Any) -> str:
    """A type as it is said in the table."""
    for name, alias in ALIASES.items():
        if hint == alias:
            return name
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return words(inner[0]) + "".join(limits(extra) for extra in inner[1:] if isinstance(extra, Meta))
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if origin in (Union, UnionType):
        named = [name for name, alias in ALIASES.items() if set(get_args(alias)) < set(inner)][:1]
        covered = {NoneType, *(part for name in named for part in get_args(ALIASES[name]))}
        return " or ".join([*named, *(words(part) for part in inner if part not in covered)])
    if origin is list:
        return f"list of {words(inner[0])}"
    if origin is dict:
        return f"map of {words(inner[1])}"
    if inspect.isclass(hint) and issubclass(hint, Struct):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return {int: "number", str: "string", bool: "`true` or `false`"}.get(hint, "anything")


def limits(meta: Meta) -> str:
    """The bounds of a value, in words."""
    found = []
    if meta.ge is not None or meta.le is not None:
        found.append(f"{'' if meta.ge is None else meta.ge}..{'' if meta.le is None else meta.le}")
    if meta.min_length is not None:
        exact = meta.min_length == meta.max_length
        found.append(f"{'exactly' if exact else 'at least'} {meta.min_length}")
    return f" ({', '.join(found)})" if found else ""


def default(field: msgspec.structs.FieldInfo) -> str:
    """What stands where a key is left out."""
    if field.default is NODEFAULT and field.default_factory is NODEFAULT:
        return "*needed*"
    value = field.default if field.default is not NODEFAULT else field.default_factory()
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return "" if value is None or value in ("", [], {}) or isinstance(value, Struct) else f"`{value}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    SCHEMA.write_text(schema(), encoding="utf-8")
    PART.write_text(schema(part=True), encoding="utf-8")
    print(f"Written: {PAGE.name}, {SCHEMA.name}, {PART.name}")
