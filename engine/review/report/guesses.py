"""Who saw through whom: the cards as they were and what was guessed of them, once that may be told."""

from collections.abc import Iterator

from engine.review.report.blocks import Block, Heading, Paragraph, TableBlock
from engine.review.report.source import ReportSource
from engine.views.seen import Guesses, OpenedCard, is_control, is_role


def guesses(source: ReportSource) -> Iterator[Block]:
    """A chapter of its own, where anything was guessed; the public is told of none."""
    view, say = source.view, source.say
    told = view["guesses"] if is_control(view) or is_role(view) else None
    if not told or not any(card["guessed"] for card in told["cards"]):
        return
    yield Heading(1, say("Who saw through whom"))
    yield Paragraph(
        say("After ENDEX each role guessed what the others had kept to themselves. It moves no score.")
    )
    rows = [
        [card["title"], card["truth_title"], right(source, card), wrong(source, card)]
        for card in told["cards"]
    ]
    yield TableBlock(
        [say("Card"), say("What it was"), say("Guessed right"), say("Guessed wrong")], rows, [3, 3, 2, 4]
    )
    yield Paragraph(summed(source, told))


def right(source: ReportSource, card: OpenedCard) -> str:
    """Who saw through it."""
    return ", ".join(source.code(entry["role"]) for entry in card["guessed"] if entry["right"]) or "–"


def wrong(source: ReportSource, card: OpenedCard) -> str:
    """What else it was taken for, and by whom."""
    found: dict[str, list[str]] = {}
    for entry in card["guessed"]:
        if entry["right"] is False:
            found.setdefault(entry["title"], []).append(source.code(entry["role"]))
    return "; ".join(f"{title}: {', '.join(roles)}" for title, roles in found.items()) or "–"


def summed(source: ReportSource, told: Guesses) -> str:
    """How well each role guessed that guessed at all."""
    listed = (
        f"{source.code(entry['role'])}: "
        + source.say("{right} of {all} right", right=entry["right"], all=entry["cards"])
        for entry in told["hits"]
        if entry["said"]
    )
    return f"{'; '.join(listed)}."
