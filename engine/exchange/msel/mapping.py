"""A mapping file: which heading of somebody's sheet is which column of ours, and what their words mean."""

from pathlib import Path

import msgspec
from msgspec import Struct

from engine.exchange.msel.aliases import folded
from engine.exchange.msel.columns import columns
from engine.rules.composer import Composer
from engine.rules.problems import ExerciseError, Problem, suggest
from engine.rules.read import read_text, text_of
from engine.words.language import Language
from engine.words.locale import SOURCE, languages

Value = str | int | list[str]


class Mapping(Struct, frozen=True, forbid_unknown_fields=True):
    """What a mapping file says."""

    columns: dict[str, str] = {}
    """By column of ours, their heading."""
    fixed: dict[str, Value] = {}
    """By column of ours, what stands where their sheet says nothing."""
    values: dict[str, dict[str, Value]] = {}
    """By column of ours, what their words mean: names of roles, kinds of inject, turns."""
    language: str = ""
    """In which language their sheet is."""
    startex: str = ""
    """The time of day at which the exercise starts, for sheets that give times of day."""
    first_day: int = 0
    """The number of the day that is turn 1, for sheets that count days: D+0, or D+1."""


NOTHING = Mapping()


def read(path: Path) -> Mapping:
    """The mapping in a file, its columns by our names. Raises ExerciseError with every fault and its line."""
    composer = Composer(str(path))
    data, place = read_text(text_of(path), composer)
    try:
        found = msgspec.convert(data, Mapping)
    except msgspec.ValidationError as fault:
        keys = ", ".join(Mapping.__struct_fields__)
        message = f"{fault}. Possible: {keys}"
        raise ExerciseError([Problem(str(path), 1, 1, "error", "mapping", message)]) from None
    problems: list[Problem] = []
    parts: dict[str, dict[str, object]] = {}
    for part in ("columns", "fixed", "values"):
        parts[part] = {}
        for name, value in getattr(found, part).items():
            key = known(name)
            if key:
                parts[part][key] = value
                continue
            mark = place.parts[part].keys[name].start_mark
            names = [column.key for column in columns(Language(SOURCE))]
            right = suggest(name, names) or f" Possible: {', '.join(names)}"
            message = f"'{name}' is no column.{right}"
            problems.append(Problem(str(path), mark.line + 1, mark.column + 1, "error", "mapping", message))
    if problems:
        raise ExerciseError(problems)
    return msgspec.structs.replace(found, **parts)


def known(name: str) -> str:
    """A column by its name or one of its headings, with its language if it names one; else nothing."""
    base, _, language = name.partition(".")
    for code in languages():
        for column in columns(Language(code)):
            if base == column.key or folded(base) == folded(column.heading):
                return f"{column.key}.{language}" if language else column.key
    return name if base == "team" else ""


def text_of_value(value: Value) -> str:
    """A value of a mapping as it would stand in a cell."""
    return ", ".join(value) if isinstance(value, list) else str(value)
