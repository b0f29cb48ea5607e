"""A track as a gauge, as the line so far and as what changed."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from engine.pictures.marks import hatch
from engine.pictures.svg import box, disc, element, heard, hidden, line, path, picture, points, span, trimmed
from engine.words.language import Language
from engine.words.numbers import minus

Track = Mapping[str, Any]
MOST_TICKS = 12


def gauge(track: Track, language: Language, width: float = 92, height: float = 18) -> Markup:
    """The scale with where the turn began and where it stands; `after` is what publication makes of it."""
    scale = height / 18
    label = sentence(track, language)
    middle, pad = height / 2, 5 * scale
    if track.get("value") is None and not whole(told(track)):
        area = box(
            0.5,
            middle - 5.5 * scale,
            width - 1,
            11 * scale,
            "stroke-outline",
            stroke_width=1,
            stroke_dasharray="3 2",
            fill=hatch("unknown"),
        )
        return picture(width, height, label, area, class_="gauge")
    low, high = int(track["min"]), int(track["max"])

    def at(value: float) -> float:
        return pad + (min(max(value, low), high) - low) / max(high - low, 1) * (width - 2 * pad)

    drawn = [ruler(track, at, middle, scale)]
    for edge in track.get("edges") or []:
        drawn.append(stub(at(low if edge == "low" else high), middle, scale))
    start, now = span_of(track)
    if now is not None:
        if start is not None and start != now:
            bar = box(
                at(min(start, now)),
                middle - 2 * scale,
                at(max(start, now)) - at(min(start, now)),
                4 * scale,
                "fill-mark",
            )
            drawn += [
                bar,
                disc(at(start), middle, 3.5 * scale, "fill-ground stroke-ink", stroke_width=1.3 * scale),
            ]
        drawn.append(disc(at(now), middle, 4.4 * scale, "dot fill-ink"))
    elif track.get("value") is not None:
        first, last = bounds(track)
        left, right = at(first) - 4 * scale, at(last) + 4 * scale
        drawn.append(
            box(
                left,
                middle - 5 * scale,
                right - left,
                10 * scale,
                "fill-surface stroke-ink",
                rx=5 * scale,
                stroke_width=1.5 * scale,
            )
        )
    if whole(told(track)):
        drawn.append(
            disc(
                at(told(track)),
                middle,
                3.9 * scale,
                "fill-ground stroke-ink",
                stroke_width=1.3 * scale,
                stroke_dasharray=f"{trimmed(1.9 * scale)} {trimmed(1.2 * scale)}",
            )
        )
    return picture(width, height, label, *drawn, class_="gauge")


def ruler(track: Track, at: Any, middle: float, scale: float) -> Markup:
    """The hairline with a tick for each step, taller at the ends."""
    low, high = track["min"], track["max"]
    stride = max(1, -(-(high - low) // MOST_TICKS))
    d = f"M{trimmed(at(low))} {trimmed(middle)}H{trimmed(at(high))}"
    for value in sorted({*range(low, high + 1, stride), high}):
        half = (5 if value in (low, high) else 2.2) * scale
        d += f"M{trimmed(at(value))} {trimmed(middle - half)}v{trimmed(2 * half)}"
    return path(d, "fill-none stroke-outline", stroke_width=scale)


def stub(x: float, middle: float, scale: float) -> Markup:
    """The hatched end of a scale where an ending lies."""
    frame = {"x": x - 3 * scale, "y": middle - 7 * scale, "width": 6 * scale, "height": 14 * scale}
    return element(
        "g",
        box(kind="fill-edge-soft", **frame),
        box(kind="stroke-edge", fill=hatch("edge"), stroke_width=scale, **frame),
    )


def line_so_far(
    track: Track, language: Language, width: float = 46, height: float = 16, turns: int = 8
) -> Markup:
    """One step a turn over the floor of the scale, with the values in words."""
    series = list(track.get("series") or [])
    scale, low, reach = height / 16, track["min"], max(track["max"] - track["min"], 1)
    floor, stride = height - 1.5 * scale, (width - 5 * scale) / max(turns, len(series), 1)
    drawn = [line(0, floor, width, floor, "stroke-line", 1.2 * scale)]
    known = [(turn, value) for turn, value in enumerate(series) if whole(value)]
    pairs: list[tuple[float, float]] = []
    for turn, value in known:
        y = floor - 2.5 * scale - (value - low) / reach * (height - 6.5 * scale)
        if pairs:
            pairs.append((turn * stride, pairs[-1][1]))
        pairs.append((turn * stride, y))
    if pairs:
        pairs.append((pairs[-1][0] + stride * 0.75, pairs[-1][1]))
        drawn.append(path(points(pairs), "fill-none stroke-ink-2", stroke_width=1.3 * scale))
        drawn.append(disc(*pairs[-1], 2.1 * scale, "fill-ink"))
    values = ", ".join(minus(value) if whole(value) else "?" for value in series)
    words = language.say("so far: {values}", values=values) if known else language.say("not known")
    return picture(width, height, words, *drawn, class_="line-so-far")


def change(track: Track, language: Language) -> Markup:
    """What moved: an amber tag, or a middle dot for nothing."""
    start, now = span_of(track)
    if start is not None and now is not None and start != now:
        amount = now - start
        words = language.say("up {number}" if amount > 0 else "down {number}", number=abs(amount))
        return span("change moved", hidden(f"{'▲' if amount > 0 else '▼'}{abs(amount)}"), heard(words))
    before, value = track.get("before"), track.get("value")
    if now is None and value is not None and before is not None and value != before:
        return span(
            "change moved", hidden(language.say("changed")), heard(language.say("moved to another band"))
        )
    return span("change still", hidden("·"), heard(language.say("no change")))


def shown(track: Track, language: Language | None = None) -> str:
    """The value as it is written: a number, a band's words, what was told, or a question mark."""
    _, now = span_of(track)
    if now is not None:
        return minus(now)
    if track.get("value") is not None:
        return str(track.get("band") or track["value"])
    entry = track.get("told")
    return minus(entry.get("text", entry.get("value"))) if entry else "?"


def sentence(track: Track, language: Language) -> str:
    """The text equivalent of the gauge."""
    title, low, high = track.get("title", ""), track["min"], track["max"]
    start, now = span_of(track)
    if now is not None and start is not None and start != now:
        text = language.say(
            "{title}: {value}, it was {before}, on a scale of {low} to {high}",
            title=title,
            value=now,
            before=start,
            low=low,
            high=high,
        )
    elif now is not None:
        text = language.say(
            "{title}: {value} on a scale of {low} to {high}", title=title, value=now, low=low, high=high
        )
    elif track.get("value") is not None:
        first, last = bounds(track)
        text = language.say(
            "{title}: {band}, between {first} and {last} on a scale of {low} to {high}",
            title=title,
            band=shown(track),
            first=first,
            last=last,
            low=low,
            high=high,
        )
    elif track.get("told"):
        text = language.say(
            "{title}: not known now; told in turn {turn}: {value}",
            title=title,
            turn=track["told"].get("turn", "?"),
            value=shown(track),
        )
    else:
        text = language.say("{title}: not known here", title=title)
    for edge in track.get("edges") or []:
        text += "; " + language.say("an ending lies at {value}", value=low if edge == "low" else high)
    return text + "."


def span_of(track: Track) -> tuple[int | None, int | None]:
    """Where it began and where it stands, as far as both are numbers."""
    value, after = track.get("value"), track.get("after")
    if not whole(value):
        return None, None
    if whole(after):
        return value, after
    return (track["before"] if whole(track.get("before")) else None), value


def bounds(track: Track) -> tuple[int, int]:
    """The ends of the band a track is known by; `..3` and `7..` run to the ends of the scale."""
    first, _, last = str(track.get("range") or "..").partition("..")
    low, high = track["min"], track["max"]
    return (int(first) if first else low), (int(last) if last else high)


def told(track: Track) -> Any:
    return (track.get("told") or {}).get("value")


def whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
