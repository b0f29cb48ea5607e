"""How a relation is drawn: the kind of a line says what it is, its size how much."""

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from engine.pictures.geometry import Point, along, beside, saw
from engine.pictures.svg import path, picture, points, trimmed
from engine.pictures.ties import Tie

Curve = tuple[Point, ...]


def line_of(tie: Tie, curve: Curve, unit: float) -> Sequence[Markup]:
    """A relation along its curve; thin and dashed where it is only known to exist."""
    if tie.third:
        dashes = f"{trimmed(1.4 * unit)} {trimmed(2.4 * unit)}"
        kind = "fill-none stroke-act" if tie.now else "fill-none stroke-outline"
        return [path(points(curve), kind, stroke_width=unit, stroke_dasharray=dashes)]
    level = tie.level
    if level is None or not tie.now:
        return [unknown(curve, unit)]
    return stroke(tie.drawn, level, curve, unit, tie.rungs)


def unknown(curve: Sequence[Point], unit: float) -> Markup:
    dashes = f"{trimmed(2 * unit)} {trimmed(3 * unit)}"
    return path(points(curve), "fill-none stroke-outline", stroke_width=0.9 * unit, stroke_dasharray=dashes)


@lru_cache(maxsize=1024)
def stroke(
    drawn: str, level: float, curve: Curve, unit: float, rungs: tuple[int, int] = (0, 6)
) -> Sequence[Markup]:
    """A line of a kind at a strength between 0 and 10. It is kept: most lines of a map stand as they did."""
    if drawn == "closeness":
        return [path(points(curve), "fill-none stroke-ink-2", stroke_width=(0.6 + 0.62 * level) * unit)]
    if drawn in ("trust", "shared"):
        return rails(level, curve, unit)
    if drawn == "rivalry":
        teeth = saw(curve, (1 + 0.42 * level) * unit, 8 * unit)
        return [path(points(teeth), "fill-none stroke-ink-2", stroke_width=1.1 * unit)]
    if drawn == "tension":
        return front(level, curve, unit)
    if drawn == "dialogue":
        return ladder(curve, unit, *rungs)
    return [
        path(
            points(curve),
            "fill-none stroke-ink-2",
            stroke_width=1.9 * unit,
            stroke_linecap="round",
            stroke_dasharray=f"0 {trimmed(4.2 * unit)}",
        )
    ]


def front(level: float, curve: Sequence[Point], unit: float) -> list[Markup]:
    """The line that parts two roles: the heaviest of a map, whatever crosses it is cut."""
    teeth = points(saw(curve, (2 + 0.42 * level) * unit, 7 * unit))
    return [
        path(teeth, "fill-none stroke-ground", stroke_width=5.2 * unit, stroke_linejoin="round"),
        path(teeth, "fill-none stroke-edge", stroke_width=2.2 * unit, stroke_linejoin="round"),
    ]


def rails(level: float, curve: Sequence[Point], unit: float) -> list[Markup]:
    """Two rails, the further apart the more trust there is."""
    wide = (2.6 + 0.5 * level) * unit
    drawn = [path(points(curve), "fill-none stroke-surface", stroke_width=wide)]
    for side in (-1, 1):
        rail = beside(curve, side * (wide - 1.2 * unit) / 2)
        drawn.append(path(points(rail), "fill-none stroke-act", stroke_width=1.2 * unit))
    return drawn


def ladder(curve: Sequence[Point], unit: float, reached: int, rungs: int) -> list[Markup]:
    """A thin line with a rung for every step, those reached thick."""
    drawn = [path(points(curve), "fill-none stroke-outline", stroke_width=unit)]
    for index in range(rungs):
        (x, y), (dx, dy) = along(curve, (index + 0.8) / (rungs + 0.6))
        done = index < reached
        half = (4.6 if done else 3.4) * unit
        d = points([(x + dy * half, y - dx * half), (x - dy * half, y + dx * half)])
        kind = "fill-none stroke-ink" if done else "fill-none stroke-outline"
        drawn.append(path(d, kind, stroke_width=(2.6 if done else 1.0) * unit))
    return drawn


def sample(
    drawn: str, width: float = 26, height: float = 12, level: float = 5, rungs: tuple[int, int] = (2, 4)
) -> Markup:
    """A piece of a line for the legend; `unknown` is the one that is only known to exist."""
    middle = height / 2
    curve = tuple((1 + (width - 2) * step / 20, middle) for step in range(21))
    if drawn == "unknown":
        return picture(width, height, "", unknown(curve, 1), class_="sample")
    if drawn == "shared":
        corners = points([(2, height - 1.5), (width / 2, 1.5), (width - 2, height * 0.62)]) + "Z"
        tint = path(
            corners,
            "fill-act stroke-act",
            fill_opacity=tinted(level),
            stroke_width=1,
            stroke_dasharray="1.4 2.4",
        )
        return picture(width, height, "", tint, class_="sample")
    return picture(width, height, "", *stroke(drawn, level, curve, 1, rungs), class_="sample")


def tinted(level: float) -> float:
    """How strong the tint of three-way work is."""
    return 0.05 + 0.022 * level
