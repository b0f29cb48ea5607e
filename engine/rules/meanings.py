"""What the keys of the format mean, as it is said below them in `engine.rules.model`.

The reference, the JSON Schema with what an editor shows, and the messages of `check` take it from here.
"""

import ast
import inspect
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import msgspec
from msgspec import NODEFAULT, Struct

from engine.rules import model
from engine.rules.composer import Composer
from engine.rules.read import read_text

MARK = "Example:"


class Meaning(NamedTuple):
    """What a key or a struct is, and a value for it as it would stand between braces in a file."""

    text: str
    example: str


@cache
def kinds() -> tuple[type[Struct], ...]:
    """Every struct of the format, the whole file first and then as it comes upon them."""
    found: list[type[Struct]] = []

    def visit(hint: Any) -> None:
        if inspect.isclass(hint) and issubclass(hint, Struct) and hint not in found:
            found.append(hint)
            for inner in get_type_hints(hint).values():
                visit(inner)
        for inner in get_args(hint):
            visit(inner)

    visit(model.ExerciseFile)
    return (*found, model.Verbs, model.Tell, model.Offer)


@cache
def meanings() -> dict[str, dict[str, Meaning]]:
    """What each key means, by the name of its struct; a struct's own meaning stands under the empty key.

    Of a key that holds structs the example is empty: theirs stand with them.
    """
    body = ast.parse(inspect.getsource(model)).body
    types = {name: below for name, _, below in _said(body)}
    classes = {node.name: node for node in body if isinstance(node, ast.ClassDef)}
    found = {}
    for kind in kinds():
        said = {
            name: below or next((types[word] for word in named if types.get(word)), "")
            for name, named, below in _said(classes[kind.__name__].body)
        }
        keys = {field.encode_name: _parted(said[field.name]) for field in msgspec.structs.fields(kind)}
        found[kind.__name__] = {"": _parted(inspect.getdoc(kind) or ""), **keys}
    return found


def _said(body: Iterable[ast.stmt]) -> Iterator[tuple[str, list[str], str]]:
    """Each name that is declared, the names in its type, and what is said below it."""
    body = list(body)
    for node, below in zip(body, [*body[1:], ast.Pass()], strict=True):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if not isinstance(target, ast.Name):
            continue
        hint = node.annotation if isinstance(node, ast.AnnAssign) else None
        named = [part.id for part in ast.walk(hint) if isinstance(part, ast.Name)] if hint else []
        text = below.value if isinstance(below, ast.Expr) else None
        yield target.id, named, str(text.value) if isinstance(text, ast.Constant) else ""


def _parted(text: str) -> Meaning:
    """A text as its meaning and its example."""
    about, _, example = inspect.cleandoc(text).partition(MARK)
    return Meaning(about.strip(), " ".join(example.split()))


def in_short(kind: type[Struct], key: str) -> str:
    """What a key means in a sentence, with its range and an example, for who has it missing or wrong."""
    said = meanings()[kind.__name__][key]
    field = next(field for field in msgspec.structs.fields(kind) if field.encode_name == key)
    hint = get_type_hints(kind, include_extras=True)[field.name]
    limits = [part for part in get_args(hint) if isinstance(part, msgspec.Meta) and part.ge is not None]
    about = " ".join(said.text.split()).partition(". ")[0].rstrip(".")
    about += "".join(f", {limit.ge}..{limit.le}" for limit in limits)
    return f"{about}; for example {key}: {said.example}" if said.example else about


def example(kind: type[Struct]) -> str:
    """A struct as it could stand between braces: its own example, or one of the keys it needs."""
    said = meanings()[kind.__name__]
    needed = (field for field in msgspec.structs.fields(kind) if field.default is NODEFAULT)
    hints = get_type_hints(kind)
    return said[""].example or "{{{}}}".format(
        ", ".join(
            f"{field.encode_name}: {said[field.encode_name].example or _inside(hints[field.name])}"
            for field in needed
            if field.default_factory is NODEFAULT
        )
    )


def _inside(hint: Any) -> str:
    """An example of what holds structs."""
    if inspect.isclass(hint) and issubclass(hint, Struct):
        return example(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is list:
        return f"[{_inside(inner[0])}]"
    return f"{{name: {_inside(inner[1])}}}" if origin is dict else _inside(inner[0])


def value(text: str) -> Any:
    """An example as the value that a file with it holds."""
    return read_text(f"{{example: {text}}}", Composer("example"))[0]["example"]
