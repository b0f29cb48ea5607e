"""Whether plain data is what its declared type says, and whether each key of a type has a meaning."""

from collections.abc import Iterable, Iterator
from functools import cache
from types import UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from msgspec import Meta


@cache
def keys_of(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def bare(kind: Any) -> tuple[Any, list[Meta]]:
    """A type without what is said of it, and that."""
    said: list[Meta] = []
    while get_origin(kind) in (Annotated, NotRequired, Required):
        if get_origin(kind) is Annotated:
            said += [part for part in kind.__metadata__ if isinstance(part, Meta)]
        kind = get_args(kind)[0]
    return kind, said


def faults(value: Any, kind: Any, at: str, met: set[tuple[str, str]]) -> Iterator[str]:
    """Where a value is not of a type; `met` takes the keys of types that were there."""
    kind, said = bare(kind)
    for meta in said:
        known = (meta.extra_json_schema or {}).get("enum")
        if known and value not in known:
            yield f"{at}: {value!r} is none of {known}"
        if (meta.ge is not None and value < meta.ge) or (meta.le is not None and value > meta.le):
            yield f"{at}: {value!r} is out of range"
    origin = get_origin(kind)
    if is_typeddict(kind):
        yield from faults_of_keys(value, kind, at, met)
    elif origin in (Union, UnionType):
        yield from faults_of_one(value, get_args(kind), at, met)
    elif origin is Literal:
        if value not in get_args(kind):
            yield f"{at}: {value!r} is none of {get_args(kind)}"
    elif origin is list:
        if type(value) is not list:
            yield f"{at}: {type(value).__name__} is no list"
            return
        for entry in value:
            yield from faults(entry, get_args(kind)[0], f"{at}[]", met)
    elif origin is tuple:
        if type(value) is not tuple or len(value) != len(get_args(kind)):
            yield f"{at}: {value!r} is no {kind}"
            return
        for entry, part in zip(value, get_args(kind), strict=True):
            yield from faults(entry, part, f"{at}()", met)
    elif origin is dict:
        if type(value) is not dict:
            yield f"{at}: {type(value).__name__} is no dict"
            return
        for key, entry in value.items():
            yield from faults(key, get_args(kind)[0], f"{at} key", met)
            yield from faults(entry, get_args(kind)[1], f"{at}.*", met)
    elif type(value) is not kind and not (kind is float and type(value) is int):
        yield f"{at}: {type(value).__name__} is no {getattr(kind, '__name__', kind)}"


def faults_of_keys(value: Any, kind: Any, at: str, met: set[tuple[str, str]]) -> Iterator[str]:
    if type(value) is not dict:
        yield f"{at}: {type(value).__name__} is no dict"
        return
    known = keys_of(kind)
    for key in value.keys() - known.keys():
        yield f"{at}.{key}: {kind.__name__} does not know it"
    for key in kind.__required_keys__ - value.keys():
        yield f"{at}.{key}: {kind.__name__} needs it"
    for key in value.keys() & known.keys():
        met.add((kind.__name__, key))
        yield from faults(value[key], known[key], f"{at}.{key}", met)


def faults_of_one(value: Any, kinds: tuple[Any, ...], at: str, met: set[tuple[str, str]]) -> Iterator[str]:
    """Of a union: of several maps the one that its `kind` names, else any that fits."""
    maps = [kind for kind in kinds if is_typeddict(kind)]
    if len(maps) > 1 and isinstance(value, dict) and all("kind" in keys_of(kind) for kind in maps):
        named = [kind for kind in maps if value.get("kind") in get_args(bare(keys_of(kind)["kind"])[0])]
        if not named:
            yield f"{at}: no type for the kind {value.get('kind')!r}"
            return
        kinds, at = (named[0],), f"{at}<{value['kind']}>"
    found = []
    for kind in kinds:
        inner: set[tuple[str, str]] = set()
        found.append(list(faults(value, kind, at, inner)))
        if not found[-1]:
            met |= inner
            return
    yield from min(found, key=len)


def reachable(roots: Iterable[Any]) -> list[type]:
    """Every map that can be reached from some types."""
    found: dict[type, None] = {}

    def look(kind: Any) -> None:
        kind = bare(kind)[0]
        if is_typeddict(kind):
            if kind not in found:
                found[kind] = None
                for part in keys_of(kind).values():
                    look(part)
        else:
            for part in get_args(kind):
                look(part)

    for root in roots:
        look(root)
    return list(found)


def without_meaning(kinds: Iterable[type]) -> Iterator[str]:
    """What has no sentence of its own or of its type; the docstring of a type is one."""
    for kind in kinds:
        if not kind.__doc__:
            yield f"{kind.__name__} does not say what it is"
        for key, said in keys_of(kind).items():
            plain, metas = bare(said)
            if is_typeddict(plain) or get_origin(plain) is Literal:  # the docstring of the type says it
                continue
            sentences = [meta.description or "" for meta in metas]
            if not sentences or not all(len(found) > 7 and found.endswith(".") for found in sentences):
                yield f"{kind.__name__}.{key} says {sentences}"


def never_met(kinds: Iterable[type], met: set[tuple[str, str]], rare: set[str]) -> list[str]:
    """The keys of some types that no value had, but for those that are known to be rare."""
    known = {f"{kind.__name__}.{key}" for kind in kinds for key in keys_of(kind)}
    return sorted(known - {f"{name}.{key}" for name, key in met} - rare)
