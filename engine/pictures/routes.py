"""Where the roles of a map stand and how its lines run, parted from each other and clear of other roles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from engine.pictures.geometry import (
    Area,
    Point,
    along,
    crossings,
    curve,
    distance,
    inside,
    length_of,
    trimmed_ends,
)
from engine.pictures.ties import Tie

CANVAS = (1000, 700)
RADIUS = 9.6
"""Of a role's disc, in units."""
BENDS: dict[str, tuple[float, ...]] = {
    "closeness": (0, 0.1, -0.1, 0.18, -0.18, 0.28, -0.28),
    "trust": (0, 0.1, -0.1, 0.18, -0.18, 0.28, -0.28),
    "shared": (0, 0.1, -0.1, 0.18, -0.18),
    "channel": (0, 0.1, -0.1, 0.18, -0.18, 0.28, -0.28, 0.36, -0.36, 0.44, -0.44, 0.5, -0.5, 0.56, -0.56),
    "rivalry": (0.1, -0.1, 0.16, -0.16, 0, 0.24, -0.24, 0.32, -0.32),
    "dialogue": (0.22, -0.22, 0.3, -0.3, 0.14, -0.14, 0.38, -0.38, 0.46, -0.46, 0.52, -0.52),
}
"""How far a line of each kind may bend, the liked ones first."""
ORDER = ("trust", "shared", "closeness", "tension", "channel", "dialogue", "rivalry")
CODE, FRONT = 60.0, 26.0
"""Units that a line had better leave free: beside a role for its code, around a line across for its pill."""
FAR = 0.42
"""A role at the rim this share of the diagonal away from the middle of the others stands outside."""


@dataclass(frozen=True)
class Size:
    """A drawing: its page, and how much its strokes and words are enlarged."""

    width: float
    height: float
    unit: float
    font: float
    named: bool = False


NARROW = Size(358, 262, 1.0, 12)
"""The page with the least room: its lines bend where they would on none of the others."""


@dataclass(frozen=True, eq=False)
class Routes:
    """The roles of a map and the line of every relation, in its order, cut at the discs of its ends.

    No value changes them: they are kept from one picture to the next, and so may be what hangs on them.
    """

    size: Size
    at: Mapping[str, Point]
    far: frozenset[str]
    ties: tuple[Tie, ...]
    lines: tuple[tuple[Point, ...], ...]


def positions(places: Mapping[str, Sequence[float]], size: Size) -> dict[str, Point]:
    """The canvas of an exercise laid on the page, with room for discs and codes at the rim."""
    side, top = (RADIUS + 12) * size.unit, (RADIUS + 9) * size.unit
    wide, high = size.width / CANVAS[0], size.height / CANVAS[1]
    return {
        role: (
            min(max(x * wide, side), size.width - side),
            min(max(y * high, top), size.height - top),
        )
        for role, (x, y) in places.items()
    }


def far_roles(drawn: Mapping[str, Any]) -> set[str]:
    """Roles that stand off the map: those it names, else any at the rim and far from all others."""
    if "far" in drawn:
        return set(drawn["far"])
    places, found = drawn.get("places", {}), set()
    for role, (x, y) in places.items():
        others = [place for other, place in places.items() if other != role]
        if len(others) < 3 or not (x < 100 or x > 900 or y < 70 or y > 630):
            continue
        middle = (sum(p[0] for p in others) / len(others), sum(p[1] for p in others) / len(others))
        if distance((x, y), middle) > FAR * distance((0, 0), CANVAS):
            found.add(role)
    return found


def routes(ties: Sequence[Tie], drawn: Mapping[str, Any], size: Size) -> Routes:
    """The lines of a map whose places are all roles of the view."""
    bare = tuple(replace(tie, track=None, name="") for tie in ties)
    places = tuple((role, (float(x), float(y))) for role, (x, y) in drawn["places"].items())
    return laid(bare, places, frozenset(far_roles(drawn)), size)


@lru_cache(maxsize=64)
def laid(
    ties: tuple[Tie, ...], places: tuple[tuple[str, Point], ...], far: frozenset[str], size: Size
) -> Routes:
    """A line for each relation on a page, bent as on every other page."""
    at, lines = positions(dict(places), size), list[tuple[Point, ...]]()
    for tie, bend in zip(ties, bends(ties, places), strict=True):
        if tie.drawn == "tension":
            lines.append(tuple(across(tie, at, size)))
            continue
        points = curve(at[tie.ends[0]], at[tie.ends[1]], bend)
        lines.append(tuple(trimmed_ends(points, (RADIUS + 1.5) * size.unit)))
    return Routes(size, at, far, ties, tuple(lines))


@lru_cache(maxsize=64)
def bends(ties: tuple[Tie, ...], places: tuple[tuple[str, Point], ...]) -> tuple[float, ...]:
    """How far each line bends, found where there is least room: the kinds that may bend least come first."""
    size = NARROW
    at = positions(dict(places), size)
    corners = [[at[role] for role in (*tie.ends, tie.third)] for tie in ties if tie.third in at]
    chosen: dict[int, tuple[float, list[Point]]] = {}
    for index in sorted(range(len(ties)), key=lambda index: ORDER.index(ties[index].drawn)):
        tie = ties[index]
        if tie.drawn == "tension":
            chosen[index] = (0.0, across(tie, at, size))
            continue
        others = [(ties[other], points) for other, (_, points) in chosen.items()]
        best: tuple[float, float, list[Point]] | None = None
        for place, bend in enumerate((0.0,) if side(tie, ties) else BENDS[tie.drawn]):
            points = curve(at[tie.ends[0]], at[tie.ends[1]], bend)
            worth = place * 1.2 + cost(points, bend, tie, others, corners, at, size)
            if best is None or worth < best[0]:
                best = (worth, bend, points)
        assert best is not None
        chosen[index] = best[1], trimmed_ends(best[2], (RADIUS + 1.5) * size.unit)
    return tuple(chosen[index][0] for index in range(len(ties)))


def side(tie: Tie, ties: Sequence[Tie]) -> bool:
    """Whether a line is a side of a triangle, which are straight."""
    return any(other.third and set(tie.ends) <= {*other.ends, other.third} for other in ties)


def cost(
    points: list[Point],
    bend: float,
    tie: Tie,
    others: Sequence[tuple[Tie, list[Point]]],
    triangles: list[list[Point]],
    at: Mapping[str, Point],
    size: Size,
) -> float:
    """How bad a curve is: through a role or a triangle, across or along other lines, off the page."""
    unit, total = size.unit, 20 * abs(bend)
    for role, place in at.items():
        if role not in tie.ends:
            apart = min(distance(place, point) for point in points) / unit - RADIUS
            total += 60 if apart < 6 else max(CODE - apart, 0)
    inner = trimmed_ends(points, RADIUS * unit * 2.2)
    for other, line in others:
        pair = set(other.ends) == set(tie.ends)
        if pair and other.drawn == "tension":
            continue  # whatever joins two that a line parts must cross it
        total += 14 * crossings(points, line)
        air = (FRONT if other.drawn == "tension" else 7) * unit
        around = Area.about(line)
        near = sum(around.holds(one, air) and any(distance(one, two) < air for two in line) for one in inner)
        total += near * (4 if pair else 1.4)
    if tie.drawn not in ("trust", "shared"):
        total += 2 * sum(inside(point, corners) for point in inner for corners in triangles)
    rim = (8 if tie.drawn == "rivalry" else 4) * unit
    outside = sum(not (rim < x < size.width - rim and rim < y < size.height - rim) for x, y in points)
    return total + 8 * outside


def across(tie: Tie, at: Mapping[str, Point], size: Size) -> list[Point]:
    """A short line that parts two roles, away from any third one that stands between them."""
    start, end = at[tie.ends[0]], at[tie.ends[1]]
    apart = distance(start, end)
    half = min(apart * 0.4, 38 * size.unit)
    straight = curve(start, end, 0)
    best: tuple[float, list[Point]] | None = None
    for place, share in enumerate((0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)):
        (x, y), (dx, dy) = along(straight, share)
        # Slanted a little, so that it is no axis of the page.
        nx, ny = -dy * 0.96 + dx * 0.2, dx * 0.96 + dy * 0.2
        points = curve((x - nx * half, y - ny * half), (x + nx * half, y + ny * half), 0)
        hit = sum(
            max((RADIUS + 8) * size.unit - min(distance(other, point) for point in points), 0)
            for other in at.values()
        )
        if best is None or hit + place * 0.5 < best[0]:
            best = (hit + place * 0.5, points)
    assert best is not None
    return best[1]


def break_of(points: Sequence[Point], start: bool, size: Size) -> tuple[Point, Point]:
    """Where the line of a role that stands off the map is broken, and the direction it has there."""
    seen = points if start else points[::-1]
    return along(seen, min(0.4, 13 * size.unit / max(length_of(seen), 1)))
