"""An exercise and the log of a run of it with every id renamed, together."""

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from engine.play.commands.declared import ChairAct
from engine.record.chain import BEGINNING, compose
from engine.record.log import Log
from engine.rules.checks.names import BUILT_IN
from engine.rules.digest import digest
from engine.rules.model import DIFFICULTIES, ExerciseFile, Text
from engine.rules.verbs import VERBS

VERBAL = ("settlement", "open_door", "closing", "set_back", "clearing", "opening", "closed", "clear_up")
"""Names that begin as verbs do, for whatever verbs can change."""
HOSTILE = (
    *("setup", "running", "telling", "offering", "capital_city", "deliverance", "in_forced", "turned"),
    *("brinkmanship", "drifting", "triggered", "inject", "agreement", "starting", "marked", "tagged"),
    *(
        "timeset",
        "lasting",
        "breached",
        "overdue_bill",
        "effects",
        "least",
        "most",
        "raised",
        "add",
        "monthly",
    ),
)
"""Names that are nearly those that the engine has, for everything else."""
ARGUED = ("argument", "pro", "con", *DIFFICULTIES, "difficulty")
"""What the rules of argued orders name, which have a table of that name unless an exercise says otherwise."""
KEPT = {*VERBS, *BUILT_IN, *ARGUED, *get_args(ChairAct), "drift", "nothing", "en", "pl"}
"""What means something to the engine wherever it stands, and languages."""
GROUPS = (
    "roles",
    "tracks",
    "flags",
    "tokens",
    "derived",
    "define",
    "tables",
    "moves",
    "agreements",
    "injects",
)
LABELS = ("marks", "questions", "evaluation", "templates", "triggered")
WORD = re.compile(r"[A-Za-z_]\w*")
Names = dict[str, str]


def ids(data: dict[str, Any]) -> list[str]:
    """Every id of an exercise, once, in the order in which they stand."""
    return [name for name in dict.fromkeys(found(data)) if name not in KEPT]


def found(data: dict[str, Any]) -> Iterator[str]:
    for group in (*GROUPS, *LABELS):
        yield from data.get(group, ())
    for table in data["tables"].values():
        for row in table["rows"]:
            yield row["id"]
            yield from row.get("tags", ())
        for name, words in table.get("given", {}).items():
            yield from (name, *(words if isinstance(words, list) else ()))
    for role in data["roles"].values():
        yield from (entry["id"] for part in ("objectives", "red_lines") for entry in role.get(part, ()))
    for part in ("endings", "triggers"):
        yield from (entry["id"] for entry in data.get(part, ()))
    for flag in data.get("flags", {}).values():
        yield from flag.get("one_of", ())
    for group in ("moves", "injects", "agreements"):
        for entry in data.get(group, {}).values():
            yield from entry.get("tags", ())
            for part in ("to", "choose", "asks", "consent", "terms"):
                if isinstance(entry.get(part), dict):
                    for name, words in entry[part].items():
                        yield from words if isinstance(words, list) else ()
                        yield from (name,) if part in ("to", "choose", "terms") else ()
            yield from entry.get("asks", {}).get("answers", ()) if group == "injects" else ()


def names(data: dict[str, Any]) -> tuple[Names, Names]:
    """Two names for every id: one like nothing else, and a hostile one. Both are sorted alike."""
    known = ids(data)
    changed = [name for group in ("tracks", "flags", "tokens") for name in data.get(group, ())]
    taken, hostile = set(known) | KEPT, Names()
    for some, stock in ((changed, VERBAL), ([name for name in known if name not in changed], HOSTILE)):
        fresh = (f"{name}_{number}" if number else name for number in count() for name in stock)
        hostile |= dict(zip(some, (name for name in fresh if name not in taken), strict=False))
    order = {name: place for place, name in enumerate(sorted(hostile.values()))}
    return {name: f"zq{order[other]:04}" for name, other in hostile.items()}, hostile


def said(text: str, renaming: Names) -> str:
    """A text with the ids in it renamed."""
    return WORD.sub(lambda word: renaming.get(word[0], word[0]), text)


def everywhere(value: Any, renaming: Names) -> Any:
    """Plain data with every id in it renamed."""
    if isinstance(value, dict):
        return {said(str(key), renaming): everywhere(entry, renaming) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [everywhere(entry, renaming) for entry in value]
    return said(value, renaming) if isinstance(value, str) else value


def exercise_renamed(value: Any, hint: Any, renaming: Names) -> Any:
    """A part of an exercise, by the type of the format that it has; texts and words of the format stay."""
    if hint == Text or hint == Text | None:
        return (
            {renaming.get(key, key): text for key, text in value.items()}
            if isinstance(value, dict)
            else value
        )
    if get_origin(hint) is Literal:
        return value
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    for option in options:
        option = get_args(option)[0] if hasattr(option, "__metadata__") else option
        origin, parts = get_origin(option), get_args(option)
        if isinstance(value, dict) and isinstance(option, type) and issubclass(option, msgspec.Struct):
            hints = get_type_hints(option)
            keys = dict(zip(option.__struct_encode_fields__, option.__struct_fields__, strict=True))
            return {key: exercise_renamed(part, hints[keys[key]], renaming) for key, part in value.items()}
        if isinstance(value, dict) and origin is dict:
            return {
                key if get_origin(parts[0]) is Literal else said(key, renaming): exercise_renamed(
                    part, parts[1], renaming
                )
                for key, part in value.items()
            }
        if isinstance(value, list) and origin is list:
            return [exercise_renamed(part, parts[0], renaming) for part in value]
        if origin is Literal and value in parts:
            return value
    return everywhere(value, renaming)


SPOKEN = {"type", "text", "title", "phase", "kind", "status", "form", "why", "how", "capacity", "verb"}
"""Keys of events whose values are words of the engine, or of people."""


SITTING = {"person", "program", "bot", "empty", "doctrine", "message", "silence"}
"""Who takes a seat or answers, where that is no role."""
FIELDS = {"order", "secret", "cost", "message", "answer", "verb", "slot", "amount", "word", "bound"}
"""Keys of orders and changes within events."""


def event_renamed(value: dict[str, Any], renaming: Names) -> dict[str, Any]:
    """An event, or the data of a command: its own keys are the engine's, those of maps in it are ids."""
    return {
        key: part
        if isinstance(part, str) and (key in SPOKEN or (key == "by" and part in SITTING))
        else within(part, renaming)
        for key, part in value.items()
    }


def within(value: Any, renaming: Names) -> Any:
    if isinstance(value, dict) and value.keys() <= FIELDS:
        return event_renamed(value, renaming)
    if isinstance(value, dict):
        return {said(key, renaming): within(part, renaming) for key, part in value.items()}
    if isinstance(value, list):
        return [within(part, renaming) for part in value]
    return said(value, renaming) if isinstance(value, str) else value


def log_renamed(path: Path, other: Path, renaming: Names) -> None:
    """A log of which everything is renamed and the chain made anew."""
    raw, prev = b"", BEGINNING
    for line in Log.open(path).lines:
        plain = msgspec.to_builtins(line)
        data = dict(plain["data"])
        exercise = data.pop("exercise", None)
        data = event_renamed(data, renaming)
        if exercise:
            exercise = exercise_renamed(exercise, ExerciseFile, renaming)
            data |= {"exercise": exercise, "digest": digest(exercise)}
        events = [event_renamed(event, renaming) for event in plain["events"]]
        entry = {name: plain[name] for name in ("id", "at", "capacity", "command")}
        actor = renaming.get(plain["actor"], plain["actor"])
        spelled, written = compose(
            {**entry, "actor": actor, "data": data, "events": events}, plain["seq"], prev
        )
        raw, prev = raw + spelled, written.hash
    other.write_bytes(raw)
