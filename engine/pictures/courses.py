"""The course of a track, turn by turn: one step a turn on its scale, for one run or for two."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from engine.pictures.marks import hatch
from engine.pictures.svg import box, disc, line, path, picture, points, words
from engine.pictures.tracks import whole
from engine.words.language import Language
from engine.words.numbers import minus

LEFT, TOP, BELOW = 26, 10, 18
"""Room for the ends of the scale, over the highest value, and for the turns."""
Series = Sequence[Any]
Pairs = list[tuple[float, float]]


class Plane:
    """Where a turn and a value lie."""

    def __init__(self, low: int, high: int, turns: int, width: float, height: float) -> None:
        self.low, self.high, self.turns = low, max(high, low + 1), max(turns, 1)
        self.width, self.floor = width, height - BELOW
        self.stride = (width - LEFT - 12) / self.turns

    def x(self, turn: float) -> float:
        return LEFT + turn * self.stride

    def y(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.floor - 4 - share * (self.floor - TOP - 4)


def course(
    track: Mapping[str, Any],
    language: Language,
    others: Series | None = None,
    turns: int = 8,
    width: float = 440,
    height: float = 104,
) -> Markup:
    """The steps of a series that begins before the first turn; with `others`, those of a second run, dashed.

    What is known only as a band, or not at all, has no step. Values stand where they change.
    """
    series = list(track.get("series") or [])
    longest = max(len(series), len(others or ()), turns + 1)
    plane = Plane(int(track["min"]), int(track["max"]), longest, width, height)
    drawn = [*ground(track, plane, longest)]
    if others is not None:
        drawn += between(series, others, plane)
        drawn += steps(others, plane, "fill-none stroke-ink-2", "fill-ground stroke-ink-2", dashed=True)
    drawn += steps(series, plane, "fill-none stroke-ink", "fill-ink stroke-ink")
    drawn += figures(series, plane, others)
    return picture(width, height, sentence(track, series, others, language), *drawn, class_="course fits")


def ground(track: Mapping[str, Any], plane: Plane, longest: int) -> list[Markup]:
    """The scale: its ends, a hairline for each turn with its number, and where an ending lies."""
    low, high = plane.y(plane.low), plane.y(plane.high)
    found = [
        line(LEFT, y, plane.x(longest), y, "stroke-line", 1)
        for y in (low, plane.y((plane.low + plane.high) / 2), high)
    ]
    for edge in track.get("edges") or []:
        y = low if edge == "low" else high
        frame = {"x": LEFT - 6, "y": y - 5, "width": 5, "height": 10}
        found += [
            box(kind="fill-edge-soft", **frame),
            box(kind="stroke-edge", fill=hatch("edge"), stroke_width=0.8, **frame),
        ]
    for value, y in ((plane.low, low), (plane.high, high)):
        text = minus(value)
        found.append(words(LEFT - 9, y + 4, text, 11, "fill-ink-3", anchor="end"))
    for turn in range(longest):
        found.append(line(plane.x(turn), plane.floor, plane.x(turn), plane.floor + 4, "stroke-outline", 1))
        if turn:
            middle = plane.x(turn + 0.5)
            found.append(words(middle, plane.floor + 14, turn, 11, "fill-ink-3", anchor="middle"))
    return found


def known(series: Series) -> list[tuple[int, int]]:
    return [(turn, value) for turn, value in enumerate(series) if whole(value)]


def corners(series: Series, plane: Plane) -> Pairs:
    """The points of the step line."""
    found: Pairs = []
    for turn, value in known(series):
        found += [(plane.x(turn), plane.y(value)), (plane.x(turn + 1), plane.y(value))]
    return found


def steps(series: Series, plane: Plane, kind: str, dot: str, dashed: bool = False) -> list[Markup]:
    """The line, and a dot at its end."""
    pairs = corners(series, plane)
    if not pairs:
        return []
    dashes = "5 3" if dashed else None
    drawn = path(points(pairs), kind, stroke_width=2.2 if not dashed else 1.8, stroke_dasharray=dashes)
    return [drawn, disc(*pairs[-1], 3.6, dot, stroke_width=1.4)]


def between(series: Series, others: Series, plane: Plane) -> list[Markup]:
    """Where two runs differ."""
    found = []
    for turn, (one, other) in enumerate(zip(series, others, strict=False)):
        if whole(one) and whole(other) and one != other:
            high, low = plane.y(max(one, other)), plane.y(min(one, other))
            found.append(box(plane.x(turn), high, plane.stride, low - high, "fill-mark-soft"))
    return found


def figures(series: Series, plane: Plane, others: Series | None) -> list[Markup]:
    """Each value over its step where it is new; under it where the other run lies above."""
    found, before = [], None
    for turn, value in known(series):
        if value != before:
            other = others[turn] if others is not None and turn < len(others) else None
            above = other if isinstance(other, int) else value
            under = above > value or plane.y(value) < TOP + 8
            y = plane.y(value) + (13 if under else -5)
            text = minus(value)
            found.append(words(plane.x(turn + 0.5), y, text, 11, "rim", anchor="middle", weight=650))
        before = value
    return found


def sentence(track: Mapping[str, Any], series: Series, others: Series | None, language: Language) -> str:
    """The course in words."""
    mine = ", ".join(str(value) for _, value in known(series)) or "–"
    if others is None:
        return language.say(
            "{title}, turn by turn from the start: {values}", title=track["title"], values=mine
        )
    return language.say(
        "{title}, turn by turn from the start: {values}; in the other run: {others}",
        title=track["title"],
        values=mine,
        others=", ".join(str(value) for _, value in known(others)) or "–",
    )
