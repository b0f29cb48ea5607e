"""What lists of the debrief show beside their words: turns, bars from zero, what a result hung on."""

from collections.abc import Sequence

from markupsafe import Markup

from engine.pictures.svg import box, disc, line, path, picture, words
from engine.words.language import Language


def chosen(size: float = 16) -> Markup:
    """The sign of a decision: a disc with a tick. A die stands for chance."""
    drawn = [
        disc(8, 8, 6.8, "fill-surface stroke-ink", stroke_width=1.4),
        path("M4.8 8.3L7.2 10.7L11.4 5.8", "fill-none stroke-ink", stroke_width=1.6),
    ]
    return picture(size, size, "", *drawn, class_="chosen", box="0 0 16 16")


def turn_cells(
    turns: Sequence[int], of: Sequence[int], language: Language, size: float = 24, title: str = ""
) -> Markup:
    """A cell for each turn that was played, filled for those that are meant."""
    label = ", ".join(str(turn) for turn in turns) or language.say("none")
    drawn = []
    for index, turn in enumerate(of):
        meant = turn in turns
        x = index * (size + 3)
        drawn.append(
            box(
                x + 0.5,
                0.5,
                size - 1,
                size - 1,
                "fill-ink stroke-ink" if meant else "fill-none stroke-outline",
                rx=2,
            )
        )
        kind = "fill-surface" if meant else "fill-ink-3"
        drawn.append(words(x + size / 2, size / 2 + 4, turn, 11, kind, anchor="middle", weight=650))
    width = max(len(of) * (size + 3) - 3, 1)
    return picture(width, size, f"{title}: {label}" if title else label, *drawn, class_="turn-cells fits")


def part_of(share: float, most: float, kind: str, width: float = 150, height: float = 12) -> Markup:
    """A bar from zero, as long as its share of the most; the number stands beside it."""
    long = abs(share) / most * (width - 2) if most else 0.0
    fill = "fill-mark" if kind == "dice" else "fill-ink-2"
    drawn = [line(1, 0, 1, height, "stroke-outline", 1), box(1, 1, long, height - 2, fill)]
    return picture(width, height, "", *drawn, class_="part-of fits")


def swing(
    dice: float,
    own: float,
    most: float,
    language: Language,
    title: str,
    width: float = 220,
    height: float = 24,
) -> Markup:
    """Two bars from zero: what the dice were worth, and what decisions were; `most` ends the scale."""
    middle, reach = width / 2, (width / 2 - 2) / max(most, 0.1)
    drawn = [line(middle, 0, middle, height, "stroke-outline", 1)]
    for value, kind, y in ((dice, "fill-mark", 3), (own, "fill-ink-2", height / 2 + 1)):
        long = abs(value) * reach
        drawn.append(box(middle if value >= 0 else middle - long, y, long, height / 2 - 4, kind))
    label = language.say(
        "{title}: dice {dice}, decisions {own}",
        title=title,
        dice=language.tenths(dice),
        own=language.tenths(own),
    )
    return picture(width, height, label, *drawn, class_="swing fits")
