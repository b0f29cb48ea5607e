"""The JSON Schema of the exercise format, generated from its types, and its complaints in an author's words.

A sound document is converted by msgspec alone, which is fast. Only when that fails is jsonschema asked
what exactly is wrong, everywhere at once; a test keeps the two verdicts the same.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, get_args, get_type_hints

import msgspec

from engine.rules.composer import MOST_PROBLEMS
from engine.rules.model import Effects, ExerciseFile, Format, Verbs
from engine.rules.problems import ExerciseError, Problem, clip, suggest
from engine.rules.read import Document

NAMES = {
    "integer": "a whole number",
    "string": "a text",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys with values",
}
MEANT = {
    frozenset(("string", "boolean")): "a condition such as tension >= 3, or true",
    frozenset(("integer", "string")): "a whole number, or a formula such as 2 + tension // 3",
}
WRITE = {"yes": "true", "on": "true", "no": "false", "off": "false"}

TRACK = {
    "description": "A track with its change: an amount, or how far it goes.",
    "examples": ["+1", -1, "+1 up to 8", "at least 2", "at most 3", "share - 2"],
}
"""What an editor shows of the keys of effects that are no verbs."""


@lru_cache(maxsize=4)
def json_schema(*, part: bool = False, verbs: bool = True) -> dict[str, Any]:
    """The JSON Schema (2020-12) of an exercise file, or of one of several that add up to an exercise.

    With `verbs` it says of effects what they take, too. Their types leave that open: `check` reads them with
    the names of the exercise, and has its own words for what is wrong.
    """
    schema = msgspec.json.schema(ExerciseFile)
    if verbs:
        schema = with_verbs(schema)
    phases, _ = get_args(get_type_hints(Format)["minutes"])
    # What msgspec enforces and leaves out of the schema it writes: the words a key may be.
    schema["$defs"]["Format"]["properties"]["minutes"]["propertyNames"] = {"enum": list(get_args(phases))}
    explain(schema["$defs"])
    if part:
        del schema["$defs"]["ExerciseFile"]["required"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:whitecell:exercise{'-part' * part}:1",
        "title": f"{'Part of a ' * part}Whitecell exercise",
        **schema,
    }


def with_verbs(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that has for all effects the verbs with their fields, and any track beside them."""
    _, known = msgspec.json.schema_components([Verbs], ref_template="#/$defs/{name}")
    tracks = msgspec.json.schema(Effects)["additionalProperties"]

    def swapped(piece: Any) -> Any:
        if isinstance(piece, list):
            return [swapped(entry) for entry in piece]
        if not isinstance(piece, dict):
            return piece
        if piece.get("additionalProperties") == tracks:
            return {**({"default": {}} if "default" in piece else {}), "$ref": "#/$defs/Verbs"}
        return {name: swapped(entry) for name, entry in piece.items()}

    found: dict[str, Any] = swapped(schema)
    for name, entry in known.items():
        entry["properties"] = {key: without_default(value) for key, value in entry["properties"].items()}
        found["$defs"][name] = {**entry, "additionalProperties": tracks | TRACK} if name == "Verbs" else entry
    return found


def without_default(entry: dict[str, Any]) -> dict[str, Any]:
    """A verb that is not there does nothing: an editor should not put an empty one in its place."""
    return {name: value for name, value in entry.items() if (name, value) != ("default", [])}


def explain(structs: dict[str, Any]) -> None:
    """Write into a schema what everything means, with examples: what an editor shows and offers."""
    from engine.rules.meanings import example, kinds, meanings, value  # read where a schema is wanted

    for kind in kinds():
        if kind.__name__ not in structs:
            continue
        schema, (own, *_) = structs[kind.__name__], (said := meanings()[kind.__name__]).values()
        schema["description"] = own.text
        if kind is not ExerciseFile:
            schema["examples"] = [value(example(kind))]
            snippet = {
                "label": f"{kind.__name__}, whole",
                "description": own.text,
                "body": schema["examples"][0],
            }
            schema["defaultSnippets"] = [snippet]
        for key, entry in schema["properties"].items():
            entry["description"] = said[key].text
            if said[key].example:
                entry["examples"] = [value(said[key].example)]


def convert(document: Document) -> ExerciseFile:
    """The typed values of a document. Raises ExerciseError with everything its types refuse."""
    try:
        return msgspec.convert(document.data, ExerciseFile)
    except msgspec.ValidationError as fault:
        problems = list(islice(complaints(document), MOST_PROBLEMS)) or [_unexplained(document, fault)]
        raise ExerciseError(problems) from None


def complaints(document: Document) -> Iterator[Problem]:
    """What the schema refuses, each at its place."""
    from jsonschema import Draft202012Validator  # costs more to import than a sound exercise to load

    for error in Draft202012Validator(json_schema(verbs=False)).iter_errors(document.data):
        yield from Complaint(document, error).problems()


class Complaint:
    """One error of jsonschema, in our words."""

    def __init__(self, document: Document, error: Any) -> None:
        self.document, self.error = document, error
        self.path = tuple(error.absolute_path)

    def problem(self, code: str, message: str, *, key: str | None = None) -> Problem:
        path = self.path if key is None else (*self.path, key)
        file, line, column = self.document.mark(path, key=key is not None)
        return Problem(file, line, column, "error", code, message)

    def problems(self) -> Iterator[Problem]:
        kind = self.error.validator
        if kind == "additionalProperties":
            yield from self.unknown_keys()
        elif kind == "required":
            yield from self.missing_key()
        elif kind == "anyOf":
            yield from self.branches()
        elif kind == "type":
            yield self.mistaken([self.error.validator_value], [])
        elif kind in ("enum", "const"):
            yield self.choice()
        elif kind == "pattern":
            yield self.problem("id", self.name())
        elif kind in ("minimum", "maximum"):
            yield self.problem("bounds", self.bound())
        else:
            yield self.problem("length", self.length())

    def where(self) -> str:
        """The name of what is wrong, as it stands in the file."""
        names = [clip(step) for step in self.path if isinstance(step, str)]
        if not names:
            return "the exercise"
        return f"an entry of '{names[-1]}'" if isinstance(self.path[-1], int) else f"'{names[-1]}'"

    # Keys

    @property
    def known(self) -> list[str]:
        return list(self.error.schema.get("properties", {}))

    def unknown_keys(self) -> Iterator[Problem]:
        inside = f" in {self.where()}" if self.path else ""
        for key in self.error.instance:
            if key not in self.known:
                right = suggest(key, self.known) or f" Possible: {', '.join(self.known)}"
                yield self.problem("unknown-key", f"unknown key '{clip(key)}'{inside}.{right}", key=key)

    def missing_key(self) -> Iterator[Problem]:
        key, found = self.error.message.split("'")[1], self.error.instance
        if any(
            suggest(other, self.known) == suggest(key, [key]) for other in found if other not in self.known
        ):
            return  # it is there, misspelt, and reported as an unknown key
        from engine.rules.meanings import in_short, kinds

        kind = next(kind for kind in kinds() if kind.__name__ == self.error.schema["title"])
        yield self.problem("missing-key", f"{self.where()} lacks '{key}': {in_short(kind, key)}")

    # Values

    def branches(self) -> Iterator[Problem]:
        """The branch of an `anyOf` that the author was on: the one whose type fits."""
        inside = [
            inner for inner in self.error.context if inner.path or inner.validator not in ("type", "enum")
        ]
        for inner in inside:
            yield from Complaint(self.document, inner).problems()
        if not inside:
            branches = self.error.validator_value
            words = [str(word) for branch in branches for word in branch.get("enum", [])]
            yield self.mistaken([_type(branch) for branch in branches if "enum" not in branch], words)

    def mistaken(self, types: list[str], words: list[str]) -> Problem:
        """A value of another type, with the types and words that fit."""
        found, types = self.error.instance, [name for name in types if name != "null"]
        takes = f"takes {self.wanted(types, words)}"
        if found is None:
            return self.problem("type", f"{self.where()} has no value; it {takes}{self.such()}")
        close = suggest(found, words) if isinstance(found, str) else ""
        right = f".{close}" if close else _mend(found, types)
        return self.problem("type", f"{self.where()} {takes}, not {_found(found)}{right}")

    def such(self) -> str:
        """An example of what belongs here."""
        from engine.rules.meanings import example, kinds

        schema = self.error.schema
        found = [example(kind) for kind in kinds() if kind.__name__ == schema.get("title")]
        found += [str(one) for one in schema.get("examples", ()) if isinstance(one, int | str)]
        return f", such as {found[0]}" if found else ""

    def wanted(self, types: list[str], words: list[str]) -> str:
        """What fits here."""
        text = _text()
        if self.error.validator == "anyOf":
            branches = [branch for branch in self.error.validator_value if branch != {"type": "null"}]
            if branches == text:
                return "a text, or one for each language, {en: …}"
            if branches == text[1]["additionalProperties"]["anyOf"]:
                return "a text"
        if not words and frozenset(types) in MEANT:
            return MEANT[frozenset(types)]
        return " or ".join([f"the word {word}" for word in words] + [NAMES[name] for name in types])

    def choice(self) -> Problem:
        found, allowed = self.error.instance, self.error.validator_value
        words = [str(word) for word in (allowed if isinstance(allowed, list) else [allowed])]
        if self.path == ("whitecell",):
            message = f"this program reads exercise files of version {words[0]}; write whitecell: {words[0]}"
            return self.problem("version", message)
        if "propertyNames" in self.error.schema_path:
            return self.problem("unknown-key", self.key_of(found, words), key=found)
        takes = f"one of: {', '.join(words)};" if len(words) > 1 else f"only {words[0]},"
        close = suggest(found, words) if isinstance(found, str) else ""
        message = f"{self.where()} takes {takes} not {_found(found)}{'.' * bool(close)}{close}"
        return self.problem("unknown-value", message)

    def key_of(self, found: str, words: list[str]) -> str:
        right = suggest(found, words) or f" Possible: {', '.join(words)}"
        return f"unknown key '{clip(found)}' in {self.where()}.{right}"

    def name(self) -> str:
        found = clip(self.error.instance)
        if "_" in self.error.validator_value:
            return f"'{found}' cannot be a name; begin with a letter, then letters, digits and _"
        small = re.sub("[^a-z0-9]+", "-", found.lower()).lstrip("-0123456789").rstrip("-")
        return (
            f"'{found}' cannot be an id; write small letters, digits and -, such as {small or 'my-exercise'}"
        )

    def bound(self) -> str:
        bound = "at least" if self.error.validator == "minimum" else "at most"
        return f"{self.where()} is {bound} {self.error.validator_value}, not {self.error.instance}"

    def length(self) -> str:
        kind, number, schema = self.error.validator, self.error.validator_value, self.error.schema
        if kind == "maxLength":
            return f"{self.where()} has more than {number} characters; choose a shorter one"
        often = "exactly" if schema.get("minItems") == schema.get("maxItems") else "at least"
        entries = "one entry" if number == 1 else f"{number} entries"
        return f"{self.where()} takes {often} {entries}, not {len(self.error.instance)}"


def _text() -> Any:
    """What the schema says of a text."""
    return json_schema()["$defs"]["Source"]["properties"]["claim"]["anyOf"]


def _type(branch: dict[str, Any]) -> str:
    return str(branch.get("type", "object"))


def _found(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"'{str(value).lower()}'"
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, list):
        return "a list"
    return f"the number {value}" if isinstance(value, int) else f"the text '{clip(value)}'"


def _mend(found: Any, types: list[str]) -> str:
    """What would make the value fit, where that is plain to see."""
    if isinstance(found, int) and "string" in types:
        fits = {"boolean"} if isinstance(found, bool) else {"boolean", "integer"}
        return "" if fits & {*types} else "; put it in quotes"
    if not isinstance(found, str):
        return ""
    if types == ["boolean"] and found.lower() in WRITE:
        return f"; write {WRITE[found.lower()]}"
    if types == ["integer"] and re.fullmatch("[-+]?[0-9]+", found):
        return "; take the quotes away"
    return f"; write [{clip(found)}]" if types == ["array"] else ""


def _unexplained(document: Document, fault: msgspec.ValidationError) -> Problem:
    file, line, column = document.mark(())
    return Problem(file, line, column, "error", "type", str(fault))
