"""What many runs come to: shares with their intervals, where scores lie, a track as a fan over the turns."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from engine.pictures.courses import Plane, ground
from engine.pictures.svg import box, disc, line, path, picture, points, text_width, words
from engine.words.language import Language
from engine.words.numbers import minus, percent

WHISKER = 3.5
"""Half the height of the end of an interval."""


def share_bar(
    found: Mapping[str, Any], title: str, language: Language, width: float = 150, height: float = 14
) -> Markup:
    """A share of runs `{part, low, high}`, each 0 to 1, with the interval that holds the true one."""
    middle, room = height / 2, width - 2
    ends = [1 + found[name] * room for name in ("low", "high")]
    drawn = [
        line(1, middle, 1 + room, middle, "stroke-line", 1),
        box(1, middle - 3, found["part"] * room, 6, "fill-ink-2"),
        *whiskers(ends[0], ends[1], middle),
        line(1, 1, 1, height - 1, "stroke-ink", 1),
    ]
    return picture(width, height, share_words(found, title, language), *drawn, class_="share fits")


def whiskers(low: float, high: float, middle: float) -> list[Markup]:
    """An interval: a line with ends, over a rim that parts it from the bar it lies on."""
    d = f"M{low:.1f} {middle:.1f}H{high:.1f}M{low:.1f} {middle - WHISKER:.1f}v{2 * WHISKER}"
    d += f"M{high:.1f} {middle - WHISKER:.1f}v{2 * WHISKER}"
    return [
        path(d, "fill-none stroke-surface", stroke_width=3),
        path(d, "fill-none stroke-ink", stroke_width=1.2),
    ]


def share_words(found: Mapping[str, Any], title: str, language: Language) -> str:
    return language.say(
        "{title}: {share} of the runs; the interval is {low} to {high}.",
        title=title,
        share=percent(found["part"]),
        low=percent(found["low"]),
        high=percent(found["high"]),
    )


def score_bar(
    found: Mapping[str, Any],
    scale: Sequence[float],
    title: str,
    language: Language,
    width: float = 150,
    height: float = 16,
) -> Markup:
    """Scores `{mean, low, high, tenth, ninetieth}` on a scale of two ends: the mean, and eight of ten."""
    first, last = scale
    middle = height / 2

    def at(value: float) -> float:
        return 5 + (value - first) / max(last - first, 1) * (width - 10)

    drawn = [
        line(1, middle, width - 1, middle, "stroke-line", 1),
        box(
            at(found["tenth"]) - 1,
            middle - 4,
            at(found["ninetieth"]) - at(found["tenth"]) + 2,
            8,
            "fill-outline",
        ),
        *whiskers(at(found["low"]), at(found["high"]), middle),
        disc(at(found["mean"]), middle, 3.4, "fill-ink stroke-surface", stroke_width=1),
    ]
    if first < 0 < last:
        drawn.insert(1, line(at(0), 1, at(0), height - 1, "stroke-outline", 1))
    label = language.say(
        "{title}: {mean} points on average, the interval is {low} to {high}; eight runs of ten lie between "
        "{tenth} and {ninetieth}.",
        title=title,
        **{name: minus(language.number(f"{found[name]:.1f}")) for name in ("mean", "low", "high")},
        **{name: minus(round(found[name])) for name in ("tenth", "ninetieth")},
    )
    return picture(width, height, label, *drawn, class_="score fits")


def difference_bar(
    found: Mapping[str, Any],
    most: float,
    title: str,
    language: Language,
    width: float = 150,
    height: float = 16,
) -> Markup:
    """A difference `{mean, low, high}` to the left or right of none; `most` fills half the width."""
    middle, centre = height / 2, width / 2

    def at(value: float) -> float:
        return centre + max(-1.0, min(1.0, value / most if most else 0.0)) * (centre - 5)

    left, right = sorted((centre, at(found["mean"])))
    drawn = [
        line(1, middle, width - 1, middle, "stroke-line", 1),
        box(left, middle - 3, right - left, 6, "fill-ink-2"),
        *whiskers(at(found["low"]), at(found["high"]), middle),
        line(centre, 1, centre, height - 1, "stroke-ink", 1),
    ]
    label = language.say(
        "{title}: a difference of {mean}; the interval is {low} to {high}.",
        title=title,
        **{name: minus(language.number(f"{found[name]:+.2f}")) for name in ("mean", "low", "high")},
    )
    return picture(width, height, label, *drawn, class_="share fits")


def fan(course: Mapping[str, Any], language: Language, width: float = 300, height: float = 124) -> Markup:
    """A track `{title, min, max, start, first, turns, peak, edges}`: the middle of all runs turn by turn, and
    where eight of ten lie. `turns` are three percentiles at the end of each turn from `first` on; the turn in
    which most runs had their highest value is named.
    """
    turns: Sequence[Sequence[float]] = course["turns"]
    plane = Plane(int(course["min"]), int(course["max"]), len(turns) + 1, width, height)
    ends = [(plane.x(place + 1.5), values) for place, values in enumerate(turns)]
    begin = (plane.x(0.5), (course["start"],) * 3)
    all_ = [begin, *ends]
    drawn = [*ground({**course, "edges": course.get("edges")}, plane, 0), *numbers(course, plane)]
    if turns:
        around = [(x, plane.y(values[2])) for x, values in all_]
        around += [(x, plane.y(values[0])) for x, values in reversed(all_)]
        drawn.append(path(points(around) + "Z", "fill-line"))
    middle = [(x, plane.y(values[1])) for x, values in all_]
    drawn.append(path(points(middle), "fill-none stroke-ink", stroke_width=2))
    drawn += [disc(x, y, 2.6, "fill-ink") for x, y in middle]
    drawn += peak(course, plane, language)
    return picture(width, height, fan_words(course, language), *drawn, class_="fan fits")


def numbers(course: Mapping[str, Any], plane: Plane) -> list[Markup]:
    """The turns below their ends; the start has none. Every second where they are many."""
    count = len(course["turns"])
    every = 1 if count <= 12 else 2 if count <= 24 else 5
    found = [line(plane.x(0.5), y, plane.x(count + 0.5), y, "stroke-line", 1) for y in scale_lines(plane)]
    for place in range(0, count, every):
        x = plane.x(place + 1.5)
        found.append(words(x, plane.floor + 14, course["first"] + place, 11, "fill-ink-3", anchor="middle"))
    return found


def scale_lines(plane: Plane) -> tuple[float, float, float]:
    return plane.y(plane.low), plane.y((plane.low + plane.high) / 2), plane.y(plane.high)


def peak(course: Mapping[str, Any], plane: Plane, language: Language) -> list[Markup]:
    """The turn in which most runs had their highest value, in amber at the top of it."""
    place = int(course["peak"]) - int(course["first"])
    if not 0 <= place < len(course["turns"]):
        return []
    x, text = plane.x(place + 1.5), language.say("peak")
    wide = text_width(text, 11, bold=True) + 10
    left = min(max(x - wide / 2, 0), plane.width - wide)
    y = plane.y(course["turns"][place][1])
    return [
        line(x, 15, x, y - 4, "stroke-ink-2", 1),
        box(left, 0, wide, 16, "fill-mark", rx=3),
        words(left + wide / 2, 12, text, 11, "fill-on-mark", anchor="middle", weight=650),
    ]


def fan_words(course: Mapping[str, Any], language: Language) -> str:
    """The fan in words."""
    middles = ", ".join(minus(round(values[1])) for values in course["turns"]) or "–"
    said = language.say(
        "{title}: {start} at the start; the middle of the runs turn by turn from {first}: {values}.",
        title=course["title"],
        start=minus(course["start"]),
        first=course["first"],
        values=middles,
    )
    if course["turns"]:
        low, _, high = course["turns"][-1]
        said += " " + language.say(
            "At the end eight runs of ten lie between {low} and {high}.",
            low=minus(round(low)),
            high=minus(round(high)),
        )
    if course["peak"]:
        said += " " + language.say("Most runs have their highest value in turn {turn}.", turn=course["peak"])
    return said
