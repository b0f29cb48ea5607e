"""Bars and discs that are counted at a glance: capital, months, time, shares."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from engine.pictures.marks import hatch
from engine.pictures.svg import box, disc, picture, text_width, words
from engine.words.language import Language

MOST_DISCS = 16
SHARES = {
    "crisis": ("fill-edge-soft", "crisis"),
    "hot": ("fill-mark-soft", "dots"),
    "impasse": ("fill-impasse", ""),
    "bargain": ("fill-bargain", "across"),
    "deal": ("fill-deal", "upright"),
    "durable": ("fill-act", ""),
    "other": ("fill-sunken", ""),
}
"""Per kind of ending: the ground and the hatching over it."""


def capital(spent: int, left: int, cap: int, language: Language, size: float = 14) -> Markup:
    """One disc a point: amber spent, full left, hollow below the cap."""
    spent, left = max(spent, 0), max(left, 0)
    label = language.say(
        "capital: {spent} spent, {left} left, {cap} at most", spent=spent, left=left, cap=cap
    )
    kinds = ["fill-mark"] * spent + ["fill-ink"] * left + ["fill-none"] * max(cap - spent - left, 0)
    if len(kinds) > MOST_DISCS:
        return counted(spent, left, label, size)
    step, radius = size + 2, size / 2 - 1
    drawn = [
        disc(index * step + size / 2, size / 2, radius, f"{kind} stroke-ink", stroke_width=1.5)
        for index, kind in enumerate(kinds)
    ]
    return picture(max(len(kinds) * step - 2, 1), size, label, *drawn, class_="capital")


def counted(spent: int, left: int, label: str, size: float) -> Markup:
    """More points than can be told apart: one disc of each kind with its number."""
    x, drawn = 0.0, []
    for amount, kind in ((spent, "fill-mark"), (left, "fill-ink")):
        drawn.append(disc(x + size / 2, size / 2, size / 2 - 1, f"{kind} stroke-ink", stroke_width=1.5))
        drawn.append(words(x + size + 3, size * 0.82, amount, size * 0.92, weight=650))
        x += size + 10 + text_width(str(amount), size, bold=True)
    return picture(x, size, label, *drawn, class_="capital")


def month_ticks(
    turn: int, turns: int, language: Language, width: float = 36, height: float = 3, gap: float = 3
) -> Markup:
    """A tick a turn: past, now in amber, coming dim. The months stand below it as text."""
    label = language.say("turn {turn} of {turns}", turn=turn, turns=turns)
    drawn = [
        box(
            index * (width + gap),
            0,
            width,
            height,
            "fill-mark" if index + 1 == turn else "fill-on-strip-2",
            opacity=None if index + 1 <= turn else 0.3,
            rx=height / 5,
        )
        for index in range(turns)
    ]
    return picture(turns * (width + gap) - gap, height, label, *drawn, class_="months")


def shares(
    parts: Sequence[Mapping[str, Any]], language: Language, width: float = 190, height: float = 16
) -> Markup:
    """A stacked bar of `{title, share, kind}`; a share is 0 to 1 and written as so many in 100."""
    total = sum(part["share"] for part in parts) or 1.0
    label = "; ".join(
        language.say("{title}: {share} in 100", title=part["title"], share=round(part["share"] / total * 100))
        for part in parts
    )
    x, drawn = 0.0, []
    for part in parts:
        kind, over = SHARES.get(part.get("kind", "other"), SHARES["other"])
        wide = part["share"] / total * width
        drawn.append(box(x, 0.5, wide, height - 1, kind))
        if over:
            drawn.append(box(x, 0.5, wide, height - 1, "", fill=hatch(over)))
        drawn.append(box(x, 0.5, wide, height - 1, "fill-none stroke-outline", stroke_width=0.8))
        drawn.extend(share_number(part, x, wide, height, total, bool(over), kind))
        x += wide
    return picture(width, height, label, *drawn, class_="shares")


def share_number(
    part: Mapping[str, Any], x: float, wide: float, height: float, total: float, hatched: bool, kind: str
) -> list[Markup]:
    """The number in its part, on a plain ground, where it fits."""
    text, size = str(round(part["share"] / total * 100)), min(11.0, height * 0.7)
    needed = text_width(text, size, bold=True) + 4
    if wide < needed + 2:
        return []
    middle = x + wide / 2
    ground = [box(middle - needed / 2, 2.5, needed, height - 5, "fill-surface", rx=2)] if hatched else []
    own = "fill-on-act" if kind == "fill-act" else "fill-ink"
    return [*ground, words(middle, height / 2 + size * 0.36, text, size, own, anchor="middle", weight=650)]
