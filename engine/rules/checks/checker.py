"""What every check works with: the exercise, where to report, and the ways to say what is wrong."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from engine.rules.exercise import Call, Exercise
from engine.rules.expressions import condition
from engine.rules.findings import Findings, Path, listed
from engine.rules.nodes import ExpressionFault, Node
from engine.rules.problems import among, clip
from engine.rules.readers import Readers
from engine.rules.vocabulary import Vocabulary


class Checker:
    """One exercise under examination."""

    def __init__(self, exercise: Exercise, findings: Findings) -> None:
        self.exercise, self.findings = exercise, findings
        self.file = exercise.file
        self.readers = Readers(exercise)
        self.vocabulary = Vocabulary(exercise.file)
        """Our own, because reading an expression can add slots and the exercise is settled."""
        self.vocabulary.oversized = exercise.vocabulary.oversized
        self.members = [name for track in self.file.tracks for name in self.vocabulary.members(track)]
        self.calls: dict[str, list[Call]] = {name: [] for name in self.file.tables}
        for call in exercise.calls.values():
            self.calls[call.table_id].append(call)

    def error(self, path: Path, code: str, message: str, *, key: bool = False) -> None:
        self.findings.add(path, code, message, key=key)

    def warn(self, path: Path, code: str, message: str, *, key: bool = False) -> None:
        self.findings.warn(path, code, message, key=key)

    def known(self, path: Path, kind: str, name: str, names: Iterable[str], *, key: bool = False) -> bool:
        """Report a name that is none of `names`."""
        names = tuple(names)
        if name in names:
            return True
        self.error(path, "unknown-name", f"unknown {kind} '{clip(name)}'.{among(name, names)}", key=key)
        return False

    def roles(self, path: Path, names: Iterable[str], also: tuple[str, ...] = ()) -> None:
        """Report what is no role in a list of roles, and what stands in it twice."""
        names = list(names)
        for index, name in enumerate(names):
            self.known((*path, index), "role", name, (*self.file.roles, *also))
        self.once(path, names)

    def once(self, path: Path, names: Iterable[str], what: str = "list") -> None:
        """Report what stands in a list twice."""
        for name, count in Counter(names).items():
            if count > 1:
                self.error(path, "duplicate", f"'{name}' stands in this {what} {_times(count)}")

    def choices(self, path: Path, words: Iterable[str]) -> None:
        """Report a list of choices with nothing to choose from, or the same thing twice."""
        words = list(words)
        if not words:
            self.error(path, "bounds", "there is nothing to choose from; list at least one word")
        self.once(path, words)

    def texts(self, path: Path, names: Iterable[str], wanted: Iterable[str], kind: str) -> None:
        """Report keys of a map of texts that name nothing."""
        wanted = tuple(wanted)
        for name in names:
            self.known((*path, name), kind, name, wanted, key=True)

    def default(self, group: str, entries: Mapping[str, Any]) -> None:
        """Report unless exactly one of several entries is the default."""
        chosen = [name for name, entry in entries.items() if entry.default]
        if len(chosen) > 1:
            self.error(
                (group, chosen[1], "default"), "default", f"only one can be the default, not {listed(chosen)}"
            )
        elif not chosen and len(entries) > 1:
            names = listed(entries)
            self.error(
                (group,),
                "default",
                f"say which of {names} is played when none is named: default: true",
                key=True,
            )

    def read(self, text: str | bool) -> Node | None:
        """A condition as a tree; None where it cannot be read, which has been reported already."""
        try:
            return condition(text, self.vocabulary)
        except ExpressionFault:
            return None

    def happens(self, name: str) -> str | None:
        """What is wrong with the name of something that can have happened; None if nothing is."""
        try:
            condition(f"played({name})", self.vocabulary)
        except ExpressionFault as fault:
            return fault.message
        return None


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


# A walk over the typed file

Place = tuple[Path, Any, tuple[Struct, ...], bool]
"""Where a value stands, the value, the structs around it, and whether it is what stands when left out."""


def places(root: Struct, wanted: Any) -> list[Place]:
    """Every value of the file whose field has the type `wanted`, alone or in a list or map."""
    found = list[Place]()
    _gather(found, (wanted, wanted | None), root, type(root), (), (), False)
    return found


def _gather(
    found: list[Place],
    wanted: tuple[Any, Any],
    value: Any,
    hint: Any,
    path: Path,
    owners: tuple[Struct, ...],
    spare: bool,
) -> None:
    if value is None:
        return
    if hint in wanted:
        found.append((path, value, owners, spare))
    elif isinstance(value, Struct):
        for name, key, inner, default in _fields(type(value), wanted):
            held = getattr(value, name)
            _gather(found, wanted, held, inner, (*path, key), (*owners, value), held == default)
    elif isinstance(value, list) and (inner := _item(hint, list)):
        for index, item in enumerate(value):
            _gather(found, wanted, item, inner[0], (*path, index), owners, False)
    elif isinstance(value, dict) and (inner := _item(hint, dict)):
        for key, item in value.items():
            _gather(found, wanted, item, inner[1], (*path, key), owners, False)


@lru_cache(maxsize=512)
def _hints(kind: type[Struct]) -> dict[str, Any]:
    """The types of the fields of a struct."""
    return get_type_hints(kind)


@lru_cache(maxsize=512)
def _fields(kind: type[Struct], wanted: tuple[Any, Any]) -> tuple[tuple[str, str, Any, Any], ...]:
    """Name, key in the file, type and default of the fields of a struct that can hold a wanted value."""
    hints = _hints(kind)
    return tuple(
        (field.name, field.encode_name, hints[field.name], field.default)
        for field in msgspec.structs.fields(kind)
        if _holds(hints[field.name], wanted)
    )


@lru_cache(maxsize=2048)
def _holds(hint: Any, wanted: tuple[Any, Any]) -> bool:
    """Whether a value of this type can be, or hold, a wanted one. No struct of the format holds itself."""
    if hint in wanted:
        return True
    if isinstance(hint, type) and issubclass(hint, Struct):
        return any(_holds(inner, wanted) for inner in _hints(hint).values())
    return any(_holds(inner, wanted) for inner in get_args(hint))


@lru_cache(maxsize=512)
def _item(hint: Any, kind: type) -> tuple[Any, ...]:
    """The types inside a list or map, which may be one of several alternatives."""
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return next(
        (get_args(option) for option in options if option is not NoneType and get_origin(option) is kind), ()
    )
