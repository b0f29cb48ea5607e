"""The words of the map as they are drawn: codes beside discs, values in pills, names beside lines."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from engine.pictures.geometry import Area
from engine.pictures.places import MapLayout, Wanted, ground_of, layout, nearer, within
from engine.pictures.routes import Routes, Size, break_of
from engine.pictures.svg import box, group, path, points, text_width, words
from engine.pictures.ties import Tie, name_of
from engine.words.language import Language

LONG = 12
"""Letters from which the words in a pill take two lines."""


def labels(routes: Routes, ties: Sequence[Tie], codes: Mapping[str, str], language: Language) -> list[Markup]:
    """Every word of a map, each where there is room."""
    size = routes.size
    names = [name_of(tie, language) if size.named and not tie.third else "" for tie in ties]
    stand = layout(
        routes,
        tuple(
            (role, (text_width(text, size.font, bold=True), size.font * 0.9)) for role, text in codes.items()
        ),
        tuple(
            Wanted(pill_size(tie.widest, size), (text_width(name, size.font), size.font) if name else (0, 0))
            for tie, name in zip(ties, names, strict=True)
        ),
    )
    drawn = [code(text, stand.codes[role], size) for role, text in codes.items()]
    for index, (tie, name) in enumerate(zip(ties, names, strict=True)):
        drawn += relation(routes, stand, index, tie, name)
    return drawn


def relation(routes: Routes, stand: MapLayout, index: int, tie: Tie, name: str) -> list[Markup]:
    """The pill of a relation and its name, which moves up to the pill where that is narrow."""
    size, drawn = routes.size, []
    kept, area = stand.pills.get(index), None
    if kept:
        line = routes.lines[index] if tie.drawn == "tension" else ()
        area = within(kept, line, *pill_size(tie.text, size))
        drawn.append(pill(tie, area, size))
    place = stand.names.get(index)
    if place:
        if kept and area:
            place = nearer(place, kept, area, ground_of(routes))
        drawn.append(caption(name, place, size))
    return drawn


def code(text: str, area: Area, size: Size) -> Markup:
    """A role's code beside its disc."""
    return words(
        (area.left + area.right) / 2,
        area.bottom - size.font * 0.09,
        text,
        size.font,
        "fill-ink rim",
        anchor="middle",
        weight=700,
        stroke_width=2.6 * size.unit,
    )


def caption(text: str, area: Area, size: Size) -> Markup:
    """The short name of a line."""
    return words(
        (area.left + area.right) / 2,
        area.bottom - size.font * 0.2,
        text,
        size.font,
        "fill-ink-2 rim",
        anchor="middle",
        stroke_width=3 * size.unit,
    )


def pill_size(text: str, size: Size) -> tuple[float, float]:
    """How wide and high the pill of a text is; nothing for no text."""
    if not text:
        return 0, 0
    written = folded(text)
    high = size.font * (0.36 + len(written))
    wide = max(text_width(part, size.font, bold=True) for part in written)
    return max(wide + 6.5 * size.unit, high), high


def folded(text: str) -> list[str]:
    """The words of a band on two lines, as even as can be; a number on one."""
    parts = text.split(" ")
    if len(parts) < 2 or len(text) < LONG:
        return [text]
    cuts = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    return list(min(cuts, key=lambda cut: max(len(half) for half in cut)))


def pill(tie: Tie, area: Area, size: Size) -> Markup:
    """The value: plain as it stands, amber with an arrow when it moved, dashed when it was only told."""
    across = tie.drawn == "tension"
    ground = "fill-mark" if tie.moved else "fill-surface"
    rim = "stroke-edge" if across else "stroke-ink" if tie.moved else "stroke-outline"
    frame = box(
        area.left,
        area.top,
        area.right - area.left,
        area.bottom - area.top,
        f"{ground} {rim}",
        rx=size.font * 0.68,
        stroke_width=(1.6 if across else 1 if tie.moved else 0.9) * size.unit,
        stroke_dasharray=None if tie.now else f"{2 * size.unit} {1.6 * size.unit}",
    )
    written = folded(tie.text)
    middle = (area.top + area.bottom) / 2 + size.font * (0.86 - len(written) / 2)
    return group(
        [
            frame,
            *(
                words(
                    (area.left + area.right) / 2,
                    middle + line * size.font,
                    text,
                    size.font,
                    "fill-on-mark" if tie.moved else "fill-ink",
                    anchor="middle",
                    weight=700,
                )
                for line, text in enumerate(written)
            ),
        ]
    )


def broken(routes: Routes, index: int, role: str) -> Markup:
    """Two short strokes across the line of a role that stands off the map."""
    size = routes.size
    (x, y), (dx, dy) = break_of(routes.lines[index], routes.ties[index].ends[0] == role, size)
    half, apart = 5 * size.unit, 2 * size.unit
    d = ""
    for side in (-1, 1):
        cx, cy = x + dx * apart * side, y + dy * apart * side
        lean = (-dy + dx * 0.35, dx + dy * 0.35)
        d += points([(cx - lean[0] * half, cy - lean[1] * half), (cx + lean[0] * half, cy + lean[1] * half)])
    return path(d, "fill-none stroke-ink-3", stroke_width=1.1 * size.unit)
