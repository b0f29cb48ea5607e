"""The odds of a table for every sum of its modifiers, a bar each: white, grey, hatched, black."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from engine.pictures.marks import hatch
from engine.pictures.svg import box, group, picture, text_width, words
from engine.words.language import Language
from engine.words.numbers import percent

PATTERNS = {
    1: ("plain",),
    2: ("plain", "black"),
    3: ("plain", "grey", "black"),
    4: ("plain", "grey", "hatched", "black"),
    5: ("plain", "dots", "grey", "hatched", "black"),
}
MANY = ("plain", "dots", "grey", "upright", "hatched", "across", "black")
GROUNDS = {"grey": "fill-sunken", "black": "fill-ink-2"}
OVER = {"hatched": "unknown", "dots": "dots", "upright": "upright", "across": "across"}


def pattern_of(index: int, rows: int) -> str:
    """The pattern of a row among so many, the lowest first."""
    names: Sequence[str] = PATTERNS.get(rows, MANY)
    return names[min(index, len(names) - 1)]


def area(pattern: str, x: float, y: float, width: float, height: float) -> list[Markup]:
    """A piece of a bar."""
    drawn = [box(x, y, width, height, GROUNDS.get(pattern, "fill-surface"))]
    if pattern in OVER:
        drawn.append(box(x, y, width, height, "", fill=hatch(OVER[pattern])))
    return [*drawn, box(x, y, width, height, "fill-none stroke-ink", stroke_width=1)]


def odds_ladder_bar(
    chances: Sequence[float],
    titles: Sequence[str],
    language: Language,
    width: float = 504,
    height: float = 18,
) -> Markup:
    """One sum's bar, its parts as wide as they are likely, in percent where that fits."""
    total, x, drawn = sum(chances) or 1.0, 0.5, []
    label = "; ".join(
        language.say("{title}: {share} in 100", title=title, share=round(chance / total * 100))
        for title, chance in zip(titles, chances, strict=True)
        if chance > 0
    )
    for index, chance in enumerate(chances):
        wide = chance / total * (width - 1)
        if wide <= 0:
            continue
        pattern = pattern_of(index, len(chances))
        drawn += area(pattern, x, 0.5, wide, height - 1)
        drawn += likelihood(pattern, percent(chance / total), x, wide, height)
        x += wide
    return picture(width, height, label, group(drawn), class_="ladder fits")


def likelihood(pattern: str, text: str, x: float, wide: float, height: float) -> list[Markup]:
    """How likely a part is, on a patch of white where it is hatched."""
    middle = x + wide / 2
    half = text_width(text, 11, True) / 2 + 3
    if 2 * half > wide:
        return []
    kind = "fill-surface" if pattern == "black" else "fill-ink"
    patch = [box(middle - half, 2.5, 2 * half, height - 5, "fill-surface")] if pattern in OVER else []
    return [*patch, words(middle, height / 2 + 4, text, 11, kind, anchor="middle", weight=600)]


def odds_key(index: int, rows: int) -> Markup:
    """A sample of a row's pattern, to stand before its name."""
    return picture(24, 14, "", *area(pattern_of(index, rows), 0.5, 0.5, 23, 13), class_="key")


def sample(language: Language) -> Mapping[str, Any]:
    """A ruling that explains the odds bar: two dice, a sum of +1, a roll of 10."""
    rows = (
        (language.say("Refusal"), "..6"),
        (language.say("No answer"), "7..9"),
        (language.say("Acceptance"), "10.."),
    )
    ways = [(10, False), (16, False), (10, True)]
    return {
        "odds": [
            {"row": title, "roll": roll, "chance": count / 36, "hit": hit}
            for (title, roll), (count, hit) in zip(rows, ways, strict=True)
        ],
        "dice": [5, 4],
        "sum": 1,
        "total": 10,
        "modifiers": [],
    }
