"""The marks of roles and the patterns that go with them: who somebody is, in ink and without colour."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from markupsafe import Markup

from engine.pictures.svg import box, element, path, picture

SHAPES = {
    "square": "M3 3H13V13H3Z",
    "triangle": "M8 2.4L14.2 13.2H1.8Z",
    "hexagon": "M4.9 2.6H11.1L14.3 8L11.1 13.4H4.9L1.7 8Z",
    "diamond": "M8 1.7L14.3 8L8 14.3L1.7 8Z",
    "disc": "M8 2.4A5.6 5.6 0 1 1 8 13.6A5.6 5.6 0 1 1 8 2.4Z",
    "bars": "M2.6 2.8H7V13.2H2.6ZM9 2.8H13.4V13.2H9Z",
    "arch": "M2.2 13.4V7.8A5.8 5.8 0 0 1 13.8 7.8V13.4H10.2V7.8A2.2 2.2 0 0 0 5.8 7.8V13.4Z",
    "cross": "M5.9 2.4H10.1V5.9H13.6V10.1H10.1V13.6H5.9V10.1H2.4V5.9H5.9Z",
    "ring": "M8 2A6 6 0 1 1 8 14A6 6 0 1 1 8 2ZM8 5.2A2.8 2.8 0 1 0 8 10.8A2.8 2.8 0 1 0 8 5.2Z",
    "chevron": "M8 2.8L14 8.6V13.2L8 7.6L2 13.2V8.6Z",
    "pentagon": "M8 1.8L14.2 6.5L11.8 13.6H4.2L1.8 6.5Z",
    "star": "M8 1.2L9.9 5.9L15 6.2L11.1 9.5L12.4 14.4L8 11.7L3.6 14.4L4.9 9.5L1 6.2L6.1 5.9Z",
    "control": "M2.2 2.2H13.8V13.8H2.2ZM5 5V11H11V5Z",
}
"""Each in a box of 16 units; `control` is the white cell and belongs to no role."""
MARKS = tuple(shape for shape in SHAPES if shape != "control")
"""The twelve that roles may have, in the order in which they are given by default."""
PATTERNS = {
    "square": (6, 0, "M0 0H6V6H0Z", 0),
    "triangle": (4, 45, "M0 0V4", 1.9),
    "hexagon": (4, 0, "M0 2H4", 1.2),
    "diamond": (4.6, 45, "M0 0V4.6M0 2.3H4.6", 1),
    "disc": (6, 0, "M1.5 1.5h.01M4.5 4.5h.01", 1.7),
    "bars": (3.4, 0, "M1.7 0V3.4", 1.1),
    "arch": (4.6, -45, "M0 0V4.6", 1),
    "cross": (7, 0, "M2 .5V3.5M.5 2H3.5M5.5 4V7M4 5.5H7", 0.9),
    "ring": (7, 0, "M3.5 1.5A2 2 0 1 1 3.5 5.5A2 2 0 1 1 3.5 1.5Z", 0.9),
    "chevron": (7, 0, "M0 5L3.5 1.5L7 5", 1.1),
    "pentagon": (6, 0, "M0 0V6M0 3H6", 0.9),
    "star": (6, 45, "M0 0V6M2 0V6", 0.9),
}
"""Per shape: the tile, how it is turned, its strokes and their width; none means filled."""
HATCHES = {
    "edge": (4.2, 45, "M0 0V4.2", 2.1, "stroke-edge"),
    "unknown": (4.6, 45, "M0 0V4.6", 1, "stroke-unknown"),
    "crisis": (5, 45, "M0 0V5", 2.2, "stroke-edge"),
    "dots": (5, 0, "M1.2 1.2h.01M3.7 3.7h.01", 1.3, "stroke-ink"),
    "across": (4, 0, "M0 2H4", 0.8, "stroke-ink"),
    "upright": (4, 0, "M2 0V4", 0.8, "stroke-ink"),
}
"""The hatchings that stand for something else than a role."""


def mark(shape: str, size: float = 14, label: str = "", hollow: bool = False) -> Markup:
    """A role's mark, in the colour of the text around it; hollow where it is not known whose it is."""
    return picture(size, size, label, glyph(shape, hollow=hollow), class_="mark", box="0 0 16 16")


def glyph(shape: str, kind: str = "fill-own", hollow: bool = False, **more: Any) -> Markup:
    """The bare shape in its box of 16, to be placed in a larger drawing."""
    drawn = SHAPES.get(shape, SHAPES["disc"])
    if hollow:
        return path(drawn, "fill-none stroke-own", stroke_width=1.1, **more)
    return path(drawn, kind, fill_rule="evenodd", **more)


def placed(shape: str, x: float, y: float, size: float, kind: str = "fill-ink") -> Markup:
    """A shape with its middle at a point."""
    scale = size / 16
    return glyph(
        shape, kind, transform=f"translate({x - size / 2:.2f} {y - size / 2:.2f}) scale({scale:.3f})"
    )


@cache
def logo(size: float = 22, label: str = "") -> Markup:
    """Nine cells, the one in the middle white."""
    cells = [
        box(
            column * 8,
            row * 8,
            6,
            6,
            "fill-on-strip" if column == row == 1 else "fill-on-strip-2",
            opacity=None if column == row == 1 else 0.62,
        )
        for row in range(3)
        for column in range(3)
    ]
    return picture(size, size, label, *cells, class_="logo", box="0 0 22 22")


def marks_of(view: Mapping[str, Any]) -> dict[str, str]:
    """The shape of every role of a view: its own, else the first that is free."""
    taken = {role["mark"] for role in view["roles"] if role.get("mark")}
    free = iter([shape for shape in MARKS if shape not in taken] * len(view["roles"]))
    found = {role["id"]: role.get("mark") or next(free) for role in view["roles"]}
    return found | {"control": "control"}


def pattern(shape: str) -> str:
    """What to fill an area with that belongs to a role; `defs()` must stand on the page."""
    return f"url(#pattern-{shape if shape in PATTERNS else 'square'})"


def hatch(name: str) -> str:
    """What to fill an area with that stands for an ending or for what is not known."""
    return f"url(#hatch-{name})"


def swatch(shape: str, width: float = 70, height: float = 16) -> Markup:
    """A piece of a role's pattern."""
    area = box(0.5, 0.5, width - 1, height - 1, "stroke-ink-2", stroke_width=1, fill=pattern(shape))
    return picture(width, height, "", area)


@cache
def defs() -> Markup:
    """The patterns, once on every page that has pictures."""
    tiles = [
        tile(f"pattern-{name}", side, turn, d, width, "stroke-pattern" if width else "fill-pattern")
        for name, (side, turn, d, width) in PATTERNS.items()
    ] + [tile(f"hatch-{name}", *entry) for name, entry in HATCHES.items()]
    return element(
        "svg",
        element("defs", *tiles),
        xmlns="http://www.w3.org/2000/svg",
        class_="picture-defs",
        width=0,
        height=0,
        aria_hidden="true",
        focusable="false",
    )


def tile(name: str, side: float, turn: float, d: str, width: float, kind: str) -> Markup:
    return element(
        "pattern",
        path(d, kind, stroke_width=width or None, stroke_linecap="round" if ".01" in d else None),
        id=name,
        width=side,
        height=side,
        patternUnits="userSpaceOnUse",
        patternTransform=f"rotate({turn})" if turn else None,
    )
