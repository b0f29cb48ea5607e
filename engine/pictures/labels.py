"""The words of the map: codes beside discs, values in pills, names beside lines, each where there is room."""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from engine.language import Language
from engine.pictures.geometry import Area, Point, Sheet, along, length_of
from engine.pictures.routes import RADIUS, Route, Size
from engine.pictures.svg import box, group, path, points, text_width, words
from engine.pictures.ties import Tie, name_of

Labels = dict[int, tuple[Area, Markup]]
SHARES = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74)


def code(text: str, at: Point, sheet: Sheet, size: Size) -> Markup:
    """A role's code: right, left, above or below its disc."""
    (x, y), font = at, size.font
    wide, high, off = text_width(text, font, bold=True), font, (RADIUS + 3) * size.unit
    sides = [
        (x + off + wide / 2, y),
        (x - off - wide / 2, y),
        (x, y - off - high / 2),
        (x, y + off + high / 2),
    ]
    choices = [(Area.around(cx, cy, wide, high * 0.9), rank * 3.0) for rank, (cx, cy) in enumerate(sides)]
    area = sheet.best(choices)
    return words(
        (area.left + area.right) / 2,
        area.bottom - high * 0.09,
        text,
        font,
        "fill-ink rim",
        anchor="middle",
        weight=700,
        stroke_width=2.6 * size.unit,
    )


def pills(laid: Sequence[Route], at: Mapping[str, Point], sheet: Sheet, size: Size) -> Labels:
    """A pill with its value on every relation that has one; the widest look for room first."""
    found: Labels = {}
    known = [index for index, route in enumerate(laid) if route.tie.text]
    for index in sorted(
        known, key=lambda index: (laid[index].tie.drawn != "tension", -len(laid[index].tie.text))
    ):
        tie, curve = laid[index].tie, laid[index].points
        area = sheet.best(list(pill_places(tie, curve, at, size)), curve)
        found[index] = (area, pill(tie, area, size))
    return found


def pill_places(
    tie: Tie, curve: Sequence[Point], at: Mapping[str, Point], size: Size
) -> Iterator[tuple[Area, float]]:
    """Where a pill may stand: on its line, at an end of a saw across, or inside its triangle."""
    wide, high = pill_size(tie.text, size)
    if tie.drawn == "tension":
        for rank, (end, inner) in enumerate(((curve[-1], curve[-4]), (curve[0], curve[3]))):
            step = max(abs(end[0] - inner[0]), abs(end[1] - inner[1]), 0.01)
            dx, dy = (end[0] - inner[0]) / step, (end[1] - inner[1]) / step
            yield Area.around(end[0] + dx * wide * 0.3, end[1] + dy * high * 0.3, wide, high), rank * 2.0
        yield Area.around(*along(curve, 0.5)[0], wide, high), 12.0
        return
    if tie.third and tie.third in at:
        corners = [at[tie.ends[0]], at[tie.ends[1]], at[tie.third]]
        for rank, (a, b, c) in enumerate(
            ((1, 1, 1), (2, 2, 1), (3, 3, 1), (3, 2, 1), (2, 3, 1), (1, 2, 1), (2, 1, 1))
        ):
            parts = [a / (a + b + c), b / (a + b + c), c / (a + b + c)]
            x = sum(part * corner[0] for part, corner in zip(parts, corners, strict=True))
            y = sum(part * corner[1] for part, corner in zip(parts, corners, strict=True))
            yield Area.around(x, y, wide, high), rank * 4.0
    for share in SHARES:
        x, y = along(curve, share)[0]
        yield Area.around(x, y, wide, high), abs(share - 0.5) * 60 + (60 if tie.third else 0)
    for share in SHARES[:7]:
        (x, y), (dx, dy) = along(curve, share)
        reach = abs(dy) * wide / 2 + abs(dx) * high / 2 + size.unit
        for side in (1, -1):
            place = Area.around(x - dy * side * reach, y + dx * side * reach, wide, high)
            yield place, 14 + abs(share - 0.5) * 60


def pill_size(text: str, size: Size) -> tuple[float, float]:
    font, high = size.font * 0.96, (16.5 if not size.named else 17.2) * size.unit
    return max(text_width(text, font, bold=True) + 7.5 * size.unit, high), high


def pill(tie: Tie, area: Area, size: Size) -> Markup:
    """The value: plain as it stands, amber with an arrow when it moved, dashed when it was only told."""
    high, font = area.bottom - area.top, size.font * 0.96
    kind = "fill-mark stroke-ink" if tie.moved else "fill-surface stroke-outline"
    frame = box(
        area.left,
        area.top,
        area.right - area.left,
        high,
        kind,
        rx=high / 2,
        stroke_width=(1 if tie.moved else 0.9) * size.unit,
        stroke_dasharray=None if tie.now else f"{2 * size.unit} {1.6 * size.unit}",
    )
    text = words(
        (area.left + area.right) / 2,
        (area.top + area.bottom) / 2 + font * 0.36,
        tie.text,
        font,
        "fill-on-mark" if tie.moved else "fill-ink",
        anchor="middle",
        weight=700,
    )
    return group([frame, text])


def captions(
    laid: Sequence[Route], labels: Labels, sheet: Sheet, language: Language, size: Size
) -> list[Markup]:
    """The short name of every line, beside its pill or the line itself; a triangle speaks for itself."""
    drawn = []
    for index, route in enumerate(laid):
        if route.tie.third:
            continue
        text = name_of(route.tie, language)
        wide, high = text_width(text, size.font), size.font
        beside = labels[index][0] if index in labels else None
        choices = list(name_places(route.points, beside, wide, high, size))
        area = sheet.best(choices)
        drawn.append(
            words(
                (area.left + area.right) / 2,
                area.bottom - high * 0.2,
                text,
                size.font,
                "fill-ink-2 rim",
                anchor="middle",
                stroke_width=3 * size.unit,
            )
        )
    return drawn


def name_places(
    curve: Sequence[Point], pill: Area | None, wide: float, high: float, size: Size
) -> Iterator[tuple[Area, float]]:
    """Right, left, below or above a pill; along the line where there is none, or no room there."""
    air = 3.5 * size.unit
    if pill is not None:
        x, y = (pill.left + pill.right) / 2, (pill.top + pill.bottom) / 2
        tall = (pill.bottom - pill.top + high) / 2
        for shift in (0, 0.45, -0.45):
            yield Area.around(pill.right + air + wide / 2, y + shift * high, wide, high), abs(shift) * 6
            yield Area.around(pill.left - air - wide / 2, y + shift * high, wide, high), abs(shift) * 6
            yield Area.around(x + shift * wide, y + tall + air * 0.3, wide, high), 3 + abs(shift) * 6
            yield Area.around(x + shift * wide, y - tall - air * 0.3, wide, high), 3 + abs(shift) * 6
    if length_of(curve) < wide * 0.3:
        return
    for share in (*SHARES, 0.2, 0.8):
        (x, y), (dx, dy) = along(curve, share)
        reach = abs(dy) * wide / 2 + abs(dx) * high / 2 + air
        for side in (1, -1):
            place = Area.around(x - dy * side * reach, y + dx * side * reach, wide, high)
            yield place, abs(share - 0.5) * 20 + (30 if pill is not None else 0)


def broken(route: Route, role: str, sheet: Sheet, size: Size) -> Markup:
    """Two short strokes across the line of a role that stands off the map."""
    curve = route.points if route.tie.ends[0] == role else route.points[::-1]
    (x, y), (dx, dy) = along(curve, min(0.4, 13 * size.unit / max(length_of(curve), 1)))
    half, apart = 5 * size.unit, 2 * size.unit
    d = ""
    for side in (-1, 1):
        cx, cy = x + dx * apart * side, y + dy * apart * side
        lean = (-dy + dx * 0.35, dx + dy * 0.35)
        d += points([(cx - lean[0] * half, cy - lean[1] * half), (cx + lean[0] * half, cy + lean[1] * half)])
    sheet.areas.append(Area.around(x, y, 3 * half, 2 * half))
    return path(d, "fill-none stroke-ink-3", stroke_width=1.1 * size.unit)
