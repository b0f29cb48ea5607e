"""A report as Markdown. Pictures stand as the sentence that says what they show."""

from collections.abc import Iterator

from engine.review.report.blocks import (
    Block,
    Break,
    Bullets,
    Cell,
    Figures,
    Heading,
    Paragraph,
    Report,
    Room,
    SideBySide,
    TableBlock,
)
from engine.review.report.plain import cell
from engine.review.report.plain import markdown as plain


def markdown(report: Report) -> str:
    """The whole report."""
    parts = [
        f"*{plain(report.marking)}*",
        *([f"*{plain(report.handling)}*"] if report.handling else []),
        f"# {plain(report.title)}: {plain(report.subtitle)}",
        f"**{plain(report.whose)}**",
        "\n".join(f"- {plain(name)}: {plain(value)}" for name, value in report.about),
    ]
    for block in report.blocks:
        parts += list(written(block))
    parts.append(f"*{plain(report.marking)}*")
    return "\n\n".join(parts) + "\n"


def written(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {one_line(block.text)}"
    elif isinstance(block, Paragraph):
        text = plain(block.text).replace("\n", "  \n")
        yield {"lead": f"**{text}**", "world": f"> {text}".replace("\n", "\n> "), "quiet": f"*{text}*"}.get(
            block.kind, text
        )
    elif isinstance(block, Bullets):
        yield bullets(block.items)
    elif isinstance(block, Room):
        yield "…"
    elif isinstance(block, TableBlock):
        if block.rows:
            yield table(block)
    elif isinstance(block, Figures):
        yield bullets([drawing.sentence for drawing in block.drawings])
    elif isinstance(block, SideBySide):
        yield from (one_line(block.title), bullets(block.items)) if block.items else ()
    elif isinstance(block, Break):
        yield "---"


def bullets(items: list[str]) -> str:
    return "\n".join(f"- {one_line(item)}" for item in items)


def one_line(text: str) -> str:
    return " ".join(plain(text).split())


def table(block: TableBlock) -> str:
    """A table without the columns that hold pictures alone: what they show stands beside them in words."""
    kept = [
        column
        for column in range(len(block.head))
        if any(isinstance(cells[column], str) for cells in block.rows)
    ]
    rows = [[words(cells[column]) for column in kept] for cells in (block.head, *block.rows)]
    rows.insert(1, ["---"] * len(kept))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def words(entry: Cell) -> str:
    return cell(entry) if isinstance(entry, str) else ""
