"""Where the roles of a map stand and how its lines run, parted from each other and clear of other roles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from engine.pictures.geometry import Point, along, crossings, curve, distance, inside, trimmed_ends
from engine.pictures.ties import Tie

CANVAS = (1000, 700)
RADIUS = 9.6
"""Of a role's disc, in units."""
BENDS: dict[str, tuple[float, ...]] = {
    "closeness": (0, 0.1, -0.1, 0.18, -0.18, 0.28, -0.28),
    "trust": (0, 0.1, -0.1, 0.18, -0.18, 0.28, -0.28),
    "shared": (0, 0.1, -0.1, 0.18, -0.18),
    "channel": (0, 0.1, -0.1, 0.18, -0.18, 0.28, -0.28, 0.4, -0.4),
    "rivalry": (0.1, -0.1, 0.16, -0.16, 0, 0.24, -0.24, 0.32, -0.32),
    "dialogue": (0.22, -0.22, 0.3, -0.3, 0.14, -0.14, 0.38, -0.38, 0.46, -0.46),
}
"""How far a line of each kind may bend, the liked ones first."""
ORDER = ("trust", "shared", "closeness", "tension", "channel", "dialogue", "rivalry")
FAR = 0.48
"""A role at the rim this share of the diagonal away from the middle of the others stands outside."""


@dataclass(frozen=True)
class Size:
    """A drawing: its page, and how much its strokes and words are enlarged."""

    width: float
    height: float
    unit: float
    font: float
    named: bool = False


@dataclass(frozen=True)
class Route:
    """A relation with its curve, cut at the discs of its ends."""

    tie: Tie
    points: list[Point]


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


def routes(ties: list[Tie], at: Mapping[str, Point], size: Size) -> list[Route]:
    """A curve for every relation, in the order of the map."""
    bare = tuple(replace(tie, track=None, name="") for tie in ties)
    curves = laid(bare, tuple(at.items()), size)
    return [Route(tie, points) for tie, points in zip(ties, curves, strict=True)]


@lru_cache(maxsize=64)
def laid(ties: tuple[Tie, ...], places: tuple[tuple[str, Point], ...], size: Size) -> list[list[Point]]:
    """The curves, which no value changes: they are kept from one picture to the next."""
    at = dict(places)
    corners = [[at[role] for role in (*tie.ends, tie.third)] for tie in ties if tie.third in at]
    chosen: dict[int, list[Point]] = {}
    for index in sorted(range(len(ties)), key=lambda index: ORDER.index(ties[index].drawn)):
        tie = ties[index]
        if tie.drawn == "tension":
            chosen[index] = across(tie, at, size)
            continue
        others = [(ties[other].ends, points) for other, points in chosen.items()]
        best: tuple[float, list[Point]] | None = None
        for place, bend in enumerate(BENDS[tie.drawn] if not tie.third else (0.0,)):
            points = curve(at[tie.ends[0]], at[tie.ends[1]], bend)
            worth = place * 1.2 + cost(points, bend, tie, others, corners, at, size)
            if best is None or worth < best[0]:
                best = (worth, points)
        assert best is not None
        chosen[index] = trimmed_ends(best[1], (RADIUS + 1.5) * size.unit)
    return [chosen[index] for index in range(len(ties))]


def cost(
    points: list[Point],
    bend: float,
    tie: Tie,
    others: list[tuple[tuple[str, str], list[Point]]],
    triangles: list[list[Point]],
    at: Mapping[str, Point],
    size: Size,
) -> float:
    """How bad a curve is: through a role or a triangle, across or along other lines, off the page."""
    unit, total = size.unit, 30 * abs(bend)
    for role, place in at.items():
        if role not in tie.ends and min(distance(place, point) for point in points) < (RADIUS + 6) * unit:
            total += 60
    inner = trimmed_ends(points, RADIUS * unit * 2.2)
    for ends, other in others:
        total += 9 * crossings(points, other)
        near = sum(any(distance(one, two) < 7 * unit for two in other) for one in inner)
        total += near * (4 if set(ends) == set(tie.ends) else 1.4)
    if tie.drawn not in ("trust", "shared"):
        total += sum(inside(point, corners) for point in inner for corners in triangles)
    rim = 6 * unit
    outside = sum(not (rim < x < size.width - rim and rim < y < size.height - rim) for x, y in points)
    return total + 8 * outside


def across(tie: Tie, at: Mapping[str, Point], size: Size) -> list[Point]:
    """A short line that parts two roles, away from any third one that stands between them."""
    start, end = at[tie.ends[0]], at[tie.ends[1]]
    apart = distance(start, end)
    half = min(apart * 0.32, 30 * size.unit)
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
