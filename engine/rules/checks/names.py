"""Ids and values: well formed, not reserved, and each meaning one thing."""

import keyword
import re
from collections.abc import Iterator

from engine.rules.checks.checker import Checker
from engine.rules.expressions import condition
from engine.rules.findings import Path, listed
from engine.rules.model import DIFFICULTIES, ExerciseFile, Inject
from engine.rules.problems import clip
from engine.rules.verbs import VERBS

WELL_FORMED = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
READ = ("turn", "month", "actor", "answer", "author", "role")
"""Names that stand for something in an expression, and so cannot be values."""
BUILT_IN = (
    *READ,
    *("min", "max", "played", "times", "since", "held", "in_force", "crossed", "tag", "breach", "overdue"),
    *("all", "self", "control", "public", "observer", "none", "any", "holder", "roles"),
    *("message", "objective"),
    *("income", "brink", "trigger", "argued"),
)
"""Names that mean something of their own somewhere in a file."""
KINDS = {
    "roles": "a role",
    "tracks": "a track",
    "flags": "a flag",
    "tokens": "a token",
    "derived": "a derived value",
    "define": "a named condition",
    "tables": "a table",
    "moves": "a move",
    "agreements": "an agreement",
    "injects": "an inject",
}
"""Things that share one space of names."""
VALUED = ("tracks", "flags", "tokens", "derived", "define")
"""Things whose bare name an expression reads."""
LABELS = ("marks", "questions", "guesses", "rehearsals", "evaluation", "formats", "presets", "templates")
"""Things that have an id of their own, read nowhere else."""


def check_names(on: Checker) -> None:
    """Report names that cannot be used, and names used for two things."""
    taken = _things(on)
    bare = {kind: taken[kind] for kind in (*VALUED, "roles")}
    for path, name, kind in _parameters(on.file):
        _reserved(on, path, name, kind)
        _distinct(on, path, name, kind, bare)
    for path, tag in _tags(on.file):
        _reserved(on, path, tag, "a tag", key=False)
    read = {name: "an argument" for _, name, _ in _arguments(on.file)}
    read |= {name: KINDS[kind] for kind in VALUED for name in taken[kind]}
    for path, value, key in _values(on.file):
        _value(on, path, value, key, read)
    _lists(on)
    _words(on)
    _defined(on)


def _things(on: Checker) -> dict[str, tuple[str, ...]]:
    taken: dict[str, tuple[str, ...]] = {}
    for group, kind in KINDS.items():
        for name in getattr(on.file, group):
            _reserved(on, (group, name), name, kind)
            _distinct(on, (group, name), name, kind, taken)
        taken[group] = tuple(getattr(on.file, group))
    for group in LABELS:
        for name in getattr(on.file, group):
            _well_formed(on, (group, name), name, key=True)
    return taken


def _well_formed(on: Checker, path: Path, name: str, *, key: bool) -> bool:
    wrong = ""
    if not WELL_FORMED.fullmatch(name):
        wrong = "cannot be a name; begin with a letter, then letters, digits and _"
    elif keyword.iskeyword(name):
        wrong = "is a keyword of the expression language; choose another name"
    if wrong:
        on.error(path, "reserved" if "keyword" in wrong else "bad-id", f"'{clip(name)}' {wrong}", key=key)
    return not wrong


def _reserved(on: Checker, path: Path, name: str, kind: str, *, key: bool = True) -> None:
    if not _well_formed(on, path, name, key=key) or name not in (*VERBS, *BUILT_IN):
        return
    why = "is an effect verb" if name in VERBS else "has a meaning of its own"
    on.error(path, "reserved", f"'{name}' {why} and cannot name {kind}; choose another name", key=key)


def _distinct(on: Checker, path: Path, name: str, kind: str, taken: dict[str, tuple[str, ...]]) -> None:
    for group, names in taken.items():
        if name in names:
            on.error(path, "clash", f"'{name}' is already {KINDS[group]}; it cannot also be {kind}", key=True)


def _value(on: Checker, path: Path, value: str, key: bool, taken: dict[str, str]) -> None:
    if not _well_formed(on, path, value, key=key):
        return
    if value in READ:
        on.error(
            path, "reserved", f"'{value}' stands for something in expressions and cannot be a value", key=key
        )
    if value in taken:
        why = "an expression could not tell them apart"
        on.error(path, "clash", f"the value '{value}' is also {taken[value]}, and {why}", key=key)


def _lists(on: Checker) -> None:
    """Ids in lists, each of which must be the only one."""
    file, seen = on.file, set[tuple[str, str]]()

    def once(path: Path, kind: str, name: str) -> None:
        if (kind, name) in seen:
            on.error(path, "duplicate", f"the id '{name}' is given to two {kind}")
        seen.add((kind, name))

    for name, table in file.tables.items():
        for index, row in enumerate(table.rows):
            once(("tables", name, "rows", index, "id"), f"rows of '{name}'", row.id)
    for role, entry in file.roles.items():
        for index, objective in enumerate(entry.objectives):
            once(("roles", role, "objectives", index, "id"), "objectives", objective.id)
        for index, line in enumerate(entry.red_lines):
            once(("roles", role, "red_lines", index, "id"), "red lines", line.id)
    for index, ending in enumerate(file.endings):
        once(("endings", index, "id"), "endings", ending.id)
    for index, trigger in enumerate(file.triggers):
        once(("triggers", index, "id"), "triggers", trigger.id)


def _words(on: Checker) -> None:
    """The names of values are names of values, and if there are any, all have one. Arguments may have one."""
    values = dict.fromkeys(value for _, value, _ in _values(on.file))
    known = (*values, *(name for _, name, _ in _arguments(on.file)), *on.exercise.vocabulary.tags)
    groups = dict.fromkeys(ending.group for ending in on.file.endings if ending.group)
    on.texts(("words",), on.file.words, (*known, *groups), "value, argument, tag or group of endings")
    named = {
        *on.file.words,
        *on.file.roles,
        *(DIFFICULTIES if on.file.argued else ()),
        *(word for entry in on.file.injects.values() for word in _titles(entry)),
    }
    missing = [value for value in values if value not in named]
    if on.file.words and missing:
        on.warn(("words",), "missing-text", f"'words' has no name for: {listed(missing)}", key=True)


def _titles(inject: Inject) -> tuple[str, ...]:
    """The values that an inject names itself."""
    return (*inject.choices, *(inject.asks.answers if inject.asks else ()))


def _defined(on: Checker) -> None:
    """Definitions make sense by themselves, whether anything reads them or not."""
    for name, text in on.file.define.items():
        with on.findings.at(("define", name)):
            condition(text, on.vocabulary)


def _arguments(file: ExerciseFile) -> Iterator[tuple[Path, str, list[str]]]:
    """Where each argument stands, its name and its values."""
    for name, move in file.moves.items():
        for field in ("to", "choose"):
            entry = getattr(move, field)
            if isinstance(entry, dict):
                yield from (
                    (("moves", name, field, argument), argument, words) for argument, words in entry.items()
                )
    for name, table in file.tables.items():
        yield from (
            (("tables", name, "given", argument), argument, words if isinstance(words, list) else [])
            for argument, words in table.given.items()
        )
    for name, inject in file.injects.items():
        yield from (
            (("injects", name, "choose", argument), argument, words)
            for argument, words in inject.choose.items()
        )


def _parameters(file: ExerciseFile) -> Iterator[tuple[Path, str, str]]:
    """Arguments and terms: names that stand for a value where they are given one."""
    yield from ((path, name, "an argument") for path, name, _ in _arguments(file))
    for name, agreement in file.agreements.items():
        yield from ((("agreements", name, "terms", term), term, "a term") for term in agreement.terms)


def _tags(file: ExerciseFile) -> Iterator[tuple[Path, str]]:
    for group in ("moves", "injects", "agreements"):
        for name, entry in getattr(file, group).items():
            yield from (((group, name, "tags", index), tag) for index, tag in enumerate(entry.tags))
    for name, table in file.tables.items():
        for at, row in enumerate(table.rows):
            yield from (
                (("tables", name, "rows", at, "tags", index), tag) for index, tag in enumerate(row.tags)
            )


def _values(file: ExerciseFile) -> Iterator[tuple[Path, str, bool]]:
    """Every word an argument, flag, term or answer can be, and whether it stands as a key."""
    groups: list[tuple[Path, list[str]]] = [(path, words) for path, _, words in _arguments(file)]
    groups += [(("flags", name, "one_of"), flag.one_of or []) for name, flag in file.flags.items()]
    for name, agreement in file.agreements.items():
        terms = agreement.terms.items()
        groups += [
            (("agreements", name, "terms", term), words) for term, words in terms if isinstance(words, list)
        ]
    for name, move in file.moves.items():
        for field in ("asks", "consent"):
            groups += [
                (("moves", name, field, asked), words) for asked, words in getattr(move, field).items()
            ]
    for path, words in groups:
        yield from (((*path, index), word, False) for index, word in enumerate(words))
    for name, inject in file.injects.items():
        if inject.asks:
            yield from (
                (("injects", name, "asks", "answers", word), word, True) for word in inject.asks.answers
            )
