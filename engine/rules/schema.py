"""The JSON Schema of the exercise format, generated from its types, and its complaints in an author's words.

A sound document is converted by msgspec alone, which is fast. Only when that fails is jsonschema asked
what exactly is wrong, everywhere at once; a test keeps the two verdicts the same.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from engine.rules.model import ExerciseFile
from engine.rules.problems import ExerciseError, Problem, suggest
from engine.rules.read import Document

NAMES = {"integer": "a whole number", "string": "a text", "boolean": "true or false", "array": "a list", "object": "a map (keys with values)", "null": "nothing"}


@lru_cache(maxsize=1)
def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an exercise file."""
    schema = msgspec.json.schema(ExerciseFile)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:whitecell:exercise:1",
        "title": "Whitecell exercise",
        **schema,
    }


def convert(document: Document) -> ExerciseFile:
    """The typed values of a document. Raises ExerciseError with everything its types refuse."""
    try:
        return msgspec.convert(document.data, ExerciseFile)
    except msgspec.ValidationError as fault:
        problems = list(complaints(document)) or [_unexplained(document, fault)]
        raise ExerciseError(problems) from None


def complaints(document: Document) -> Iterator[Problem]:
    """What the schema refuses, each at its place."""
    from jsonschema import Draft202012Validator  # costs more to import than a sound exercise to load

    for error in Draft202012Validator(json_schema()).iter_errors(document.data):
        yield from Complaint(document, error).problems()


class Complaint:
    """One error of jsonschema, in our words."""

    def __init__(self, document: Document, error: Any) -> None:
        self.document, self.error = document, error
        self.path = tuple(error.absolute_path)

    def problem(self, code: str, message: str, path: tuple[str | int, ...] | None = None, *, key: bool = False) -> Problem:
        where = self.path if path is None else path
        file, line, column = self.document.mark(where, key=key)
        return Problem(file, line, column, "error", code, message)

    def problems(self) -> Iterator[Problem]:
        kind, error = self.error.validator, self.error
        if kind == "additionalProperties":
            yield from self.unknown_keys()
        elif kind == "required":
            yield from self.missing_key()
        elif kind == "anyOf":
            yield from self.branches()
        elif kind == "type":
            yield self.problem("type", f"{self.where()} takes {_or(error.validator_value)}, not {_found(error.instance)}")
        elif kind in ("enum", "const"):
            yield self.choice(list(error.validator_value) if kind == "enum" else [error.validator_value])
        elif kind == "pattern":
            yield self.problem("id", f"'{str(error.instance)[:60]}' is not a name: begin with a letter, then letters, digits and {'-' if '-' in error.validator_value else '_'}")
        elif kind in ("minimum", "maximum"):
            bound = "at least" if kind == "minimum" else "at most"
            yield self.problem("bounds", f"{self.where()} is {bound} {error.validator_value}, not {error.instance}")
        elif kind in ("minItems", "maxItems"):
            bound = "at least" if kind == "minItems" else "at most"
            yield self.problem("length", f"{self.where()} takes {bound} {error.validator_value} entries, not {len(error.instance)}")
        elif kind in ("maxLength", "minLength"):
            yield self.problem("length", f"{self.where()} is longer than {error.validator_value} characters")
        else:
            yield self.problem("type", f"{self.where()}: {error.message[:200]}")

    def where(self) -> str:
        """The name of what is wrong, as it stands in the file."""
        names = [step for step in self.path if isinstance(step, str)]
        if not names:
            return "the file"
        return f"an entry of '{names[-1]}'" if self.path and isinstance(self.path[-1], int) else f"'{names[-1]}'"

    def unknown_keys(self) -> Iterator[Problem]:
        known = list(self.error.schema.get("properties", {}))
        for key in self.error.instance:
            if key not in known:
                place = f" in '{self.path[-1]}'" if self.path and isinstance(self.path[-1], str) else ""
                yield self.problem("unknown-key", f"unknown key '{key}'{place}.{suggest(key, known)} Possible: {', '.join(known)}", (*self.path, key), key=True)

    def missing_key(self) -> Iterator[Problem]:
        for key in self.error.validator_value:
            if key not in self.error.instance and f"'{key}'" in self.error.message:
                about = self.error.schema.get("properties", {}).get(key, {}).get("description", "")
                yield self.problem("missing-key", f"{self.where()} lacks '{key}'{f': {about}' if about else ''}")

    def branches(self) -> Iterator[Problem]:
        """The branch of an `anyOf` that the author was on: the one whose type fits."""
        fitting = [inner for inner in self.error.context or [] if inner.validator != "type" or len(inner.path)]
        if fitting:
            for inner in fitting:
                yield from Complaint(self.document, inner).problems()
            return
        types = [name for branch in self.error.validator_value for name in _types(branch)]
        literal = [value for branch in self.error.validator_value for value in branch.get("enum", [])]
        options = _or(list(dict.fromkeys(types))) if types else ""
        words = f" ({', '.join(map(str, literal))})" if literal else ""
        yield self.problem("type", f"{self.where()} takes {options}{words}, not {_found(self.error.instance)}")

    def choice(self, allowed: list[Any]) -> Problem:
        words = [str(value) for value in allowed]
        found = self.error.instance
        close = suggest(found, words) if isinstance(found, str) else ""
        return self.problem("unknown-value", f"{self.where()} is {' or '.join(words)}, not {_found(found)}.{close}")


def _types(branch: dict[str, Any]) -> list[str]:
    if "type" in branch:
        found = branch["type"]
        return found if isinstance(found, list) else [found]
    if "enum" in branch:
        return ["string"]
    return ["object"] if "$ref" in branch else []


def _or(types: str | list[str]) -> str:
    names = [NAMES[name] for name in ([types] if isinstance(types, str) else types) if name != "null"]
    return " or ".join(names) or "nothing"


def _found(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"'{str(value).lower()}'"
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    return f"the number {value}" if isinstance(value, int) else f"the text '{str(value)[:60]}'"


def _unexplained(document: Document, fault: msgspec.ValidationError) -> Problem:
    file, line, column = document.mark(())
    return Problem(file, line, column, "error", "type", str(fault))
