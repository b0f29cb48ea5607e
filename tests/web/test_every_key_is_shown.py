"""A key of a view is for people: console and pages both read it, or it stands here that one does not."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest
from jinja2 import Environment, nodes

from engine.views.seen import VIEWS

ROOT = Path(__file__).parents[2]
FACES = {"console": ("console",), "web": ("web", "web/pages")}
LEFT_OUT = {
    "console": {
        *("exercise", "language", "languages", "heading", "subtitle", "about", "summary", "calendar"),
        *("format", "format_title", "preset", "phase_title", "drafts_count", "minutes", "turn_minutes"),
        *("journal", "routes", "all_sealed", "all_objectives", "all_red_lines"),
        *("clock", "ending_reached", "lapsed", "bulletin_texts", "versions"),
    },
    "web": {"last_turn", "bulletin_turn", "carriers", "sought", "all_sealed", "lapsed"},
}
"""Keys that a face does without: it says them by others, takes them from the run, or does not say them."""


def read_in_python(folder: str) -> Iterator[str]:
    """The keys that the modules of a folder read: `view["key"]` and `view.get("key")`."""
    for path in sorted((ROOT / folder).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            key: ast.expr | None = None
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
                key = None if isinstance(node.value, ast.Name) and node.value.id == "Literal" else node.slice
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                key = node.args[0] if node.func.attr == "get" else None
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value


def read_in_templates() -> Iterator[str]:
    """The keys that templates read of what they know as `view` or `seen`."""
    for path in sorted((ROOT / "web/templates").rglob("*.html")):
        for node in Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Getattr):
            if isinstance(node.node, nodes.Name) and node.node.name in ("view", "seen"):
                yield node.attr


@pytest.mark.parametrize("face", FACES)
def test_a_face_reads_every_key_or_leaves_it_out_knowingly(face: str) -> None:
    """What `engine.views` and `engine.pictures` read of a view they read for both."""
    read = {
        key for folder in ("engine/views", "engine/pictures", *FACES[face]) for key in read_in_python(folder)
    }
    read |= set(read_in_templates()) if face == "web" else set()
    known = {key for kind in VIEWS.values() for key in get_type_hints(kind)}
    forgotten = known - read - LEFT_OUT[face]
    assert not forgotten, (
        f"{face} shows no {sorted(forgotten)} of a view: read it there, or leave it out here"
    )
    assert not (shown := LEFT_OUT[face] & read), f"{face} does read {sorted(shown)}: take it from LEFT_OUT"
    assert LEFT_OUT[face] <= known
