"""The odds bar: every equal chance side by side, grouped by sum and by row, then where the dice fell."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from engine.pictures.chances import Part, details_of, hit, parts, rolled, spec
from engine.pictures.svg import box, path, picture, span, text_width, trimmed, words
from engine.words.language import Language
from engine.words.numbers import minus, percent, signed

GAP = 1.5
"""Between rows."""
TICKS = 3.0
"""A single chance narrower than this gets no tick."""
Line = tuple[int, float, float]
"""A line of words under the bar: which, and its left and right end."""


def odds_bar(ruling: Mapping[str, Any], language: Language, width: float = 560, words: bool = True) -> Markup:
    """The bar of a card: sums in their cells, percent and row below where they fit."""
    if not details_of(ruling).get("odds"):
        return no_dice(language)
    top = 9.0 if rolled(ruling) is not None else 1.0
    labels, lines = below(ruling, width, top + 28) if words else ([], 0)
    drawn = bar(ruling, width, top, 28, numbers=True) + labels
    return picture(
        width,
        top + 29 + 13 * lines + (3 if lines else 0),
        sentence(ruling, language),
        *drawn,
        class_="odds fits",
    )


def odds_list(
    ruling: Mapping[str, Any], language: Language, width: float = 168, height: float = 14
) -> Markup:
    """The bar of a list, without words."""
    if not details_of(ruling).get("odds"):
        return no_dice(language)
    return picture(
        width, height, sentence(ruling, language), *bar(ruling, width, 0.7, height - 1.4), class_="odds"
    )


def no_dice(language: Language) -> Markup:
    return span("no-dice", language.say("no dice"))


def spans(ruling: Mapping[str, Any], width: float) -> list[tuple[Part, float, float]]:
    """Each part with its left and right edge."""
    found, x = [], 0.7
    drawn = parts(ruling)
    room = width - 1.4 - GAP * max(len(drawn) - 1, 0)
    for part in drawn:
        found.append((part, x, x + part.chance * room))
        x += part.chance * room + GAP
    return found


def bar(
    ruling: Mapping[str, Any], width: float, top: float, height: float, numbers: bool = False
) -> list[Markup]:
    """Cells, ticks, numbers, the row hit and the sum rolled."""
    row, total = hit(ruling), rolled(ruling)
    drawn: list[Markup] = []
    over: list[Markup] = []
    for part, left, right in spans(ruling, width):
        struck = part.row == row
        drawn.append(box(left, top, right - left, height, "fill-mark-soft" if struck else "fill-sunken"))
        drawn += cells(part, left, right, top, height, total, numbers)
        frame = "fill-none stroke-mark-ink" if struck else "fill-none stroke-outline"
        edge = box(left, top, right - left, height, frame, stroke_width=1.4 if struck else 1)
        (over if struck else drawn).append(edge)
    return drawn + over


def cells(
    part: Part, left: float, right: float, top: float, height: float, total: int | None, numbers: bool
) -> list[Markup]:
    """The sums of one part; the one rolled is filled and has a pointer above it."""
    unit = (right - left) / max(part.ways, 1)
    bottom, x = top + height, left
    fill: list[Markup] = []
    cuts = ticks = ""
    text: list[Markup] = []
    for index, cell in enumerate(part.cells):
        wide = cell.ways * unit
        now = cell.total == total
        if now:
            fill.append(box(x, top, wide, height, "fill-mark"))
            if numbers:
                middle = x + wide / 2
                d = f"M{trimmed(middle - 5)} {trimmed(top - 8)}h10l-5 6.5z"
                fill.append(path(d, "fill-ink"))
        if index:
            cuts += f"M{trimmed(x)} {trimmed(top + (0 if numbers else height * 0.28))}V{trimmed(bottom)}"
        if unit >= TICKS and not now:
            ticks += "".join(
                f"M{trimmed(x + unit * step)} {trimmed(bottom)}v-3" for step in range(1, cell.ways)
            )
        if numbers and wide >= text_width(str(cell.total), 12) - 1:
            kind, weight = ("fill-on-mark", 700) if now else ("fill-ink-2", 500)
            label = minus(cell.total)
            text.append(
                words(x + wide / 2, top + height / 2 + 4.2, label, 12, kind, anchor="middle", weight=weight)
            )
        x += wide
    lines = [
        path(d, "fill-none stroke-ink-3", stroke_width=size, opacity=0.75)
        for d, size in ((cuts, 0.9), (ticks, 0.8))
        if d
    ]
    return fill + lines + text


def below(ruling: Mapping[str, Any], width: float, top: float) -> tuple[list[Markup], int]:
    """Percent and name of each row under it, and how many lines that takes.

    The row hit always has both, if need be under its neighbours, who drop what finds no room beside it.
    """
    rows, row = details_of(ruling)["odds"], hit(ruling)
    taken: list[Line] = []
    drawn = []
    for part, left, right in sorted(spans(ruling, width), key=lambda entry: entry[0].row != row):
        struck, room = part.row == row, right - left + GAP
        share = percent(part.chance)
        name = folded(str(rows[part.row].get("row", "")), room, width, struck)
        for first, texts in ((0, [share]), (1, name)):
            lines = lines_under(texts, first, (left + right) / 2, width, struck)
            if not struck and not (text_width(share, 11) <= room + 4 and clear(lines, taken)):
                break
            taken += lines
            for text, line in zip(texts, lines, strict=True):
                drawn.append(told(text, line, top, struck))
    return drawn, 1 + max((index for index, _, _ in taken), default=-1)


def lines_under(texts: list[str], first: int, middle: float, width: float, bold: bool) -> list[Line]:
    """Where the lines of a label stand: under the middle of its part, but not over the edge of the bar."""
    found = []
    for index, text in enumerate(texts, start=first):
        half = text_width(text, 11, bold) / 2
        at = min(max(middle, half), width - half)
        found.append((index, at - half, at + half))
    return found


def clear(lines: list[Line], taken: list[Line]) -> bool:
    """Whether no line of a label touches another label."""
    return not any(
        index == other and left < end + 4 and start - 4 < right
        for index, left, right in lines
        for other, start, end in taken
    )


def told(text: str, line: Line, top: float, struck: bool) -> Markup:
    """One line of a label, that of the row hit in bold."""
    index, left, right = line
    kind = "fill-ink" if struck else "fill-ink-3" if index else "fill-ink-2"
    weight = 650 if struck else 400
    return words((left + right) / 2, top + 12 + 13 * index, text, 11, kind, anchor="middle", weight=weight)


def folded(name: str, room: float, width: float, struck: bool) -> list[str]:
    """A name on at most two lines under its part, or nothing; that of the row hit as wide as it must be."""
    if not struck:
        return wrapped(name, room, bold=False)
    for wide in (room, 110.0, 150.0, 200.0, width):
        lines = wrapped(name, max(wide, room), bold=True)
        if lines:
            return lines
    return wrapped(name, width, bold=True, most=9)


def wrapped(name: str, room: float, bold: bool, most: int = 2) -> list[str]:
    """A name in at most so many lines, or nothing where it does not fit."""
    lines: list[str] = []
    for word in name.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, 11, bold) <= room - 6:
            lines[-1] = longer
        else:
            lines.append(word)
    fits = len(lines) <= most and all(text_width(text, 11, bold) <= room - 6 for text in lines)
    return lines if fits and name else []


def sentence(ruling: Mapping[str, Any], language: Language) -> str:
    """The text equivalent: the chances of the row hit and what was rolled, or of all rows before the roll."""
    known = details_of(ruling)
    rows = known.get("odds") or []
    if not rows:
        return language.say("no dice")
    row, total = hit(ruling), rolled(ruling)
    if row is not None and total is not None:
        text = language.say(
            "{chance} for {row}; rolled {total}.",
            chance=in_all(rows[row]["chance"], language),
            row=named(rows[row], language),
            total=signless(total),
        )
        return text
    each = "; ".join(
        language.say(
            "{chance} for {row}", chance=in_all(entry["chance"], language), row=named(entry, language)
        )
        for entry in rows
    )
    return f"{each}."


def in_all(chance: float, language: Language) -> str:
    return language.say("{number} in 100", number=round(chance * 100))


def named(entry: Mapping[str, Any], language: Language) -> str:
    if entry.get("number"):
        return language.say("row {number}", number=entry["number"])
    return language.say("“{row}”", row=str(entry.get("row", "")).rstrip("."))


def roll_words(ruling: Mapping[str, Any], language: Language) -> str:
    """The sum as it is said: 5 + 4 = 9, and +1."""
    known = details_of(ruling)
    faces, shift = known.get("dice") or [], int(known.get("sum") or 0)
    if not faces:
        return language.say("no dice") if not known.get("odds") else ""
    text = " + ".join(str(face) for face in faces)
    if len(faces) > 1:
        text += f" = {sum(faces)}"
    if shift:
        text = language.say("{roll}, and {modifiers}", roll=text, modifiers=signed(shift))
    if known.get("typed"):
        text = language.say("{roll}, typed in", roll=text)
    return text


def dice_words(ruling: Mapping[str, Any], language: Language) -> str:
    """How many equal chances the bar shows."""
    count, sides = spec(ruling)
    return language.count(sides**count, "equal chance", "equal chances")


def signless(total: int) -> str:
    return minus(total)
