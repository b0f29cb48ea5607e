"""The odds of the endings through a run, as bands that fill the height, with its turning points marked."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from markupsafe import Markup

from engine.pictures.bars import SHARES, shares
from engine.pictures.marks import hatch
from engine.pictures.svg import box, disc, line, path, picture, points, text_width, words
from engine.words.language import Language
from engine.words.numbers import signed

HEAD, FOOT, TEXT, DISC = 38, 22, 12, 11
"""Room over the bands for the marks, and under them for the turns; the size of words, and of marks."""
ORDER = ("deal", "", "impasse", "crisis")
"""Groups of endings from above; those of an exercise's own stand where the empty one is."""
VARIANTS = {
    "deal": ("durable", "deal", "deal"),
    "impasse": ("impasse", "bargain", "hot"),
    "crisis": ("crisis",),
}
"""By group, how its endings are drawn: of deals the first, of impasses the last comes first."""
Points = list[tuple[float, float]]


class Band(NamedTuple):
    """An ending with its place in the picture."""

    id: str
    title: str
    kind: str


def bands(endings: Sequence[Mapping[str, Any]]) -> list[Band]:
    """The endings from above, each with its look."""
    found: list[Band] = []
    groups = {group: [entry for entry in endings if place(entry) == group] for group in ORDER}
    for group, members in groups.items():
        looks = VARIANTS.get(group, ("other",))
        ordered = members[::-1] if group == "impasse" else members
        drawn = [
            Band(entry["id"], entry["title"], looks[min(number, len(looks) - 1)])
            for number, entry in enumerate(ordered)
        ]
        found += drawn[::-1] if group == "impasse" else drawn
    return found


def place(entry: Mapping[str, Any]) -> str:
    return entry["group"] if entry["group"] in ORDER else ""


def odds_course(
    decided: Mapping[str, Any],
    turns: Sequence[str],
    language: Language,
    width: float = 1334,
    height: float = 318,
) -> Markup:
    """The bands of `decided`, one step for each moment; `turns` are the words under each turn."""
    moments, endings = decided["before"], bands(decided["endings"])
    if not moments:
        return Markup()
    places = spots(moments, max(len(turns), moments[-1]["turn"], 1), width)
    top, floor = HEAD, height - FOOT
    drawn: list[Markup] = []
    above = [0.0] * len(moments)
    labels: list[Markup] = []
    for band in endings:
        under = [
            sofar + moment["odds"].get(band.id, 0.0) for sofar, moment in zip(above, moments, strict=True)
        ]
        area = steps(places, above, top, floor, width) + steps(places, under, top, floor, width)[::-1]
        if max(low - high for low, high in zip(under, above, strict=True)) > 0:
            kind, over = SHARES[band.kind]
            drawn.append(path(f"{points(area)}Z", kind))
            if over:
                drawn.append(path(f"{points(area)}Z", "", fill=hatch(over)))
            drawn.append(
                path(
                    points(steps(places, under, top, floor, width)),
                    "fill-none stroke-surface",
                    stroke_width=1.5,
                )
            )
            labels += label(band, above, under, places, (top, floor, width))
        above = under
    half = (top + floor) / 2
    drawn.append(line(0, half, width, half, "stroke-ink-3", 0.8, stroke_dasharray="2 4"))
    drawn += calendar(turns, moments, floor, width)
    marks = marked(decided["points"], moments, places, (top, floor, width))
    return picture(
        width, height, sentence(decided, language), *drawn, *labels, *marks, class_="odds-course fits"
    )


def ending_bar(
    rows: Sequence[Mapping[str, Any]], which: str, language: Language, width: float = 250, height: float = 22
) -> Markup:
    """The shares of the endings side by side, looking as in the course of the odds."""
    parts = {row["id"]: row[which].part for row in rows}
    drawn = [
        {"title": band.title, "share": parts[band.id], "kind": band.kind}
        for band in reversed(bands(rows))
        if parts[band.id]
    ]
    return shares(drawn, language, width, height)


def spots(moments: Sequence[Mapping[str, Any]], turns: int, width: float) -> list[float]:
    """Where each moment begins: those of a turn share its width."""
    stride, found = width / turns, list[float]()
    for moment in moments:
        turn = max(moment["turn"], 1)
        mates = [other for other in moments if max(other["turn"], 1) == turn]
        found.append((turn - 1 + mates.index(moment) / len(mates)) * stride)
    return found


def steps(places: Sequence[float], shares: Sequence[float], top: float, floor: float, width: float) -> Points:
    """A boundary between two bands: level from each moment to the next."""
    found: Points = []
    for (left, right), share in zip(pairwise([*places, width]), shares, strict=True):
        y = top + share * (floor - top)
        found += [(left, y), (right, y)]
    return found


def label(
    band: Band,
    above: Sequence[float],
    under: Sequence[float],
    places: Sequence[float],
    frame: tuple[float, float, float],
) -> Iterator[Markup]:
    """The name of an ending where its band is high enough for the longest stretch; none where it never is."""
    top, floor, width = frame
    need = (TEXT + 8) / (floor - top)
    wide = text_width(band.title, TEXT, bold=True) + 12
    stretch, best = list[int](), list[int]()
    for number, (low, high) in enumerate(zip(under, above, strict=True)):
        inside = [*stretch, number]
        room = min(under[at] for at in inside) - max(above[at] for at in inside)
        stretch = inside if room >= need else ([number] if low - high >= need else [])
        if length(stretch, places, width) > length(best, places, width):
            best = stretch
    if not best or length(best, places, width) < wide + 12:
        return
    x = places[best[0]] + 12
    middle = (min(under[at] for at in best) + max(above[at] for at in best)) / 2
    y = top + middle * (floor - top)
    yield box(x, y - 9, wide, 18, "fill-surface", rx=3)
    yield words(x + 6, y + 4, band.title, TEXT, "fill-ink", weight=650)


def length(stretch: Sequence[int], places: Sequence[float], width: float) -> float:
    if not stretch:
        return 0.0
    after = stretch[-1] + 1
    return (places[after] if after < len(places) else width) - places[stretch[0]]


def calendar(
    turns: Sequence[str], moments: Sequence[Mapping[str, Any]], floor: float, width: float
) -> Iterator[Markup]:
    """A line at each turn, with its number and its month."""
    number = max(len(turns), moments[-1]["turn"], 1)
    for turn in range(number):
        x = turn * width / number
        if turn:
            yield line(x, HEAD, x, floor, "stroke-outline", 0.6)
        month = turns[turn] if turn < len(turns) else ""
        yield words(x + 4, floor + 16, f"{turn + 1}", TEXT, "fill-ink", weight=700)
        yield words(x + 18, floor + 16, month, TEXT, "fill-ink-2")


def marked(
    found: Sequence[Mapping[str, Any]],
    moments: Sequence[Mapping[str, Any]],
    places: Sequence[float],
    frame: tuple[float, float, float],
) -> Iterator[Markup]:
    """The turning points: a line through the bands where each was, and its number over them, side by side."""
    top, floor, width = frame
    at = {moment["line"]: x for moment, x in zip(moments, places, strict=True)}
    free = 0.0
    for point in sorted(found, key=lambda point: (at.get(point["line"], 0.0), point["rank"])):
        if point["line"] not in at:
            continue
        x = min(max(at[point["line"]], 1), width - 1)
        over = min(max(x, free + DISC, DISC), width - DISC)
        yield path(
            points([(over, DISC + 4), (over, top - 6), (x, top), (x, floor)]),
            "fill-none stroke-ink",
            stroke_width=1.6,
        )
        yield disc(over, DISC + 4, DISC, "fill-ink")
        yield words(over, DISC + 8, point["rank"], TEXT, "fill-ground", anchor="middle", weight=700)
        free = over + DISC + 3


def sentence(decided: Mapping[str, Any], language: Language) -> str:
    """The picture in words."""
    told = "; ".join(
        language.say(
            "{rank}, turn {turn}: {title} ({ending} {moved} in 100)",
            rank=point["rank"],
            turn=point["turn"],
            title=point["title"],
            ending=point["ending_title"],
            moved=signed(round(100 * point["moved"])),
        )
        for point in decided["points"]
    )
    head = language.say("Odds of each ending through the run. {headline}.", headline=decided["headline"])
    return f"{head} {told}" if told else head
