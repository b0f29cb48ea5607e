"""A paired rehearsal on one sheet: its two sides in words, and each figure as it goes from one to the other.

The sheet is as narrow as a phone, so that it is read there as it is and grows with whatever shows it. For a
wall its figures stand in two columns.
"""

from collections.abc import Iterator
from typing import TypedDict

from markupsafe import Markup

from engine.pictures.svg import box, disc, in_lines, line, path, picture, text_width, words
from engine.words.language import Language

WIDE, GAP = 360, 44
"""The width of a column, and what parts two of them."""
LEFT, LENGTH = 30, 142
"""Where the scales begin, with room for what their lower ends are called, and how long they are."""
CHANGE = 262
"""Where the differences end; their intervals end with the column."""
HEADING, SIDE, NAME, TEXT = 15, 12.5, 13, 11
"""Sizes of words."""
DOT = 4.6
TAG = 15
"""The height of the tag that says where a run ended."""


class DrawnFigure(TypedDict):
    """A figure of both sides on its own scale, with everything of it as it is written."""

    name: str
    scale: tuple[float, float]
    ends: tuple[str, str]
    at: tuple[float, float]
    """What it is on each side."""
    values: tuple[str, str]
    difference: str
    interval: str
    sure: bool
    run: float | None
    """Where a run ended, if one is shown that has this figure."""
    run_value: str


class DrawnPair(TypedDict):
    """A paired rehearsal, and how a run ended, if one is shown."""

    title: str
    sides: tuple[str, str]
    run: str
    """How the run ended; empty where none is shown."""
    figures: list[DrawnFigure]
    note: str


class Sheet:
    """What is drawn so far, from above."""

    def __init__(self) -> None:
        self.drawn: list[Markup] = []
        self.y = 0.0

    def text(self, lines: list[str], x: float, size: float, kind: str, weight: int = 400) -> None:
        """Lines of words below what stands there."""
        for text in lines:
            self.drawn.append(words(x, self.y + size, text, size, kind, weight=weight))
            self.y += round(size * 1.34)


def paired_sheet(found: DrawnPair, language: Language, columns: int = 1, headed: bool = True) -> Markup:
    """The whole sheet; without its heading where that stands above it already."""
    width = columns * WIDE + (columns - 1) * GAP
    sheet = Sheet()
    if headed:
        sheet.text(in_lines(found["title"], width, HEADING, bold=True), 0, HEADING, "fill-ink", 650)
        sheet.y += 6
    key(sheet, found, width, language)
    figures, marked = found["figures"], bool(found["run"])
    each, top = -(-len(figures) // columns), sheet.y
    bottom = top
    for column in range(columns):
        sheet.y = top
        for figure in figures[column * each : (column + 1) * each]:
            row(sheet, figure, column * (WIDE + GAP), marked=marked)
        bottom = max(bottom, sheet.y)
    sheet.y = bottom + 4
    sheet.drawn.append(line(0, sheet.y, width, sheet.y, "stroke-line", 1))
    sheet.y += 6
    sheet.text(in_lines(found["note"], width, TEXT), 0, TEXT, "fill-ink-3")
    return picture(
        width,
        sheet.y + 3,
        sentence(found, language),
        *sheet.drawn,
        class_="paired fits",
        preserveAspectRatio="xMinYMin",
    )


def key(sheet: Sheet, found: DrawnPair, width: float, language: Language) -> None:
    """What the signs stand for: each side in its words, and how the run ended."""
    for place, side in enumerate(found["sides"]):
        sheet.drawn.append(dot(DOT + 1, sheet.y + 8.5, filled=place == 1))
        sheet.text(in_lines(side, width - 18, SIDE), 18, SIDE, "fill-ink" if place else "fill-ink-2")
        sheet.y += 2
    if found["run"]:
        said = language.say("this run")
        wide = text_width(said, TEXT, bold=True) + 10
        sheet.y += 2
        sheet.drawn += tag(said, wide / 2, sheet.y, wide)
        sheet.text(in_lines(found["run"], width - wide - 8, SIDE), wide + 8, SIDE, "fill-ink")
        sheet.y += 2
    sheet.y += 4
    sheet.drawn.append(line(0, sheet.y, width, sheet.y, "stroke-line", 1))
    sheet.y += 8


def dot(x: float, y: float, *, filled: bool) -> Markup:
    """The sign of a side."""
    return disc(x, y, DOT, "fill-ink stroke-ink" if filled else "fill-surface stroke-ink", stroke_width=1.5)


def row(sheet: Sheet, figure: DrawnFigure, left: float, *, marked: bool) -> None:
    """A figure: what it is called and comes to, and below it on its scale with the difference."""
    values, right = " → ".join(figure["values"]), left + WIDE
    room = WIDE - text_width(values, NAME, bold=True) - 10
    value = words(right, sheet.y + NAME, values, NAME, "fill-ink", anchor="end", weight=650)
    sheet.drawn.append(value)
    sheet.text(in_lines(figure["name"], room, NAME), left, NAME, "fill-ink")
    middle = sheet.y + 10
    sheet.drawn += scale(figure, left, middle)
    sheet.drawn += change(figure, left, middle + 4)
    sheet.y = middle + 9
    if marked:
        sheet.drawn += ended(figure, left, middle)
        sheet.y += TAG + 1
    sheet.y += 9


def place_on(figure: DrawnFigure, value: float, left: float) -> float:
    """Where a value lies on the scale of its figure."""
    low, high = figure["scale"]
    share = (min(max(value, low), high) - low) / (high - low) if high > low else 0.5
    return left + LEFT + share * LENGTH


def scale(figure: DrawnFigure, left: float, middle: float) -> Iterator[Markup]:
    """The scale with its ends in figures, and the way from one side to the other."""
    begin, end = left + LEFT, left + LEFT + LENGTH
    low, high = figure["ends"]
    yield words(begin - 9, middle + 4, low, TEXT, "fill-ink-3", anchor="end")
    yield words(end + 9, middle + 4, high, TEXT, "fill-ink-3")
    yield path(
        f"M{begin} {middle}H{end}M{begin} {middle - 5}v10M{end} {middle - 5}v10",
        "fill-none stroke-outline",
        stroke_width=1,
    )
    first, other = (place_on(figure, value, left) for value in figure["at"])
    dashes = None if figure["sure"] else "2 2"
    yield line(first, middle, other, middle, "stroke-ink-2", 3, stroke_dasharray=dashes)
    yield dot(first, middle, filled=False)
    yield dot(other, middle, filled=True)


def change(figure: DrawnFigure, left: float, base: float) -> Iterator[Markup]:
    """The difference with its interval; one that is not sure has its sign and stands back."""
    said, kind, weight = figure["difference"], "fill-ink", 650
    if not figure["sure"]:
        said, kind, weight = f"≈ {said}", "fill-ink-3", 400
    yield words(left + CHANGE, base, said, SIDE, kind, anchor="end", weight=weight)
    yield words(left + WIDE, base, figure["interval"], TEXT, "fill-ink-3", anchor="end")


def ended(figure: DrawnFigure, left: float, middle: float) -> Iterator[Markup]:
    """Where the run ended: a line through the scale, and a tag below it."""
    if figure["run"] is None:
        return
    x, said = place_on(figure, figure["run"], left), figure["run_value"]
    wide = max(text_width(said, TEXT, bold=True) + 10, 18)
    yield line(x, middle - 8, x, middle + 10, "stroke-ink", 1.6)
    yield from tag(said, max(x, left + wide / 2), middle + 9, wide)


def tag(said: str, middle: float, top: float, wide: float) -> Iterator[Markup]:
    """Words in amber."""
    yield box(middle - wide / 2, top, wide, TAG, "fill-mark", rx=3)
    yield words(middle, top + 11.5, said, TEXT, "fill-on-mark", anchor="middle", weight=650)


def sentence(found: DrawnPair, language: Language) -> str:
    """The sheet in words."""
    say = language.say
    parts = [f"{found['title']}.", f"1: {found['sides'][0]}.", f"2: {found['sides'][1]}."]
    if found["run"]:
        parts.append(say("This run: {how}.", how=found["run"].rstrip(".")))
    for figure in found["figures"]:
        first, other = figure["values"]
        told = say(
            "{name}: {first} on side 1, {other} on side 2; a difference of {difference}, its interval "
            "{interval}",
            name=figure["name"],
            first=first,
            other=other,
            difference=figure["difference"],
            interval=figure["interval"],
        )
        if not figure["sure"]:
            told += f" ({say('no clear difference')})"
        if figure["run"] is not None:
            told += "; " + say("this run: {value}", value=figure["run_value"])
        parts.append(f"{told}.")
    return " ".join(parts)
