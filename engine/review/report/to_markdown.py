"""A report as Markdown. Pictures stand as the sentence that says what they show."""

from collections.abc import Iterator

from engine.review.report.blocks import Block, Bullets, Figures, Heading, Paragraph, Report, Table
from engine.review.report.plain import cell
from engine.review.report.plain import markdown as plain


def markdown(report: Report) -> str:
    """The whole report."""
    parts = [
        f"*{plain(report.marking)}*",
        f"# {plain(report.title)}: {plain(report.subtitle)}",
        f"**{plain(report.whose)}**",
        "\n".join(f"- {plain(name)}: {plain(value)}" for name, value in report.about),
    ]
    for block in report.blocks:
        parts += list(written(block))
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
        yield "\n".join(f"- {one_line(item)}" for item in block.items)
    elif isinstance(block, Table):
        yield table(block)
    elif isinstance(block, Figures):
        yield "\n".join(f"- {one_line(drawing.sentence)}" for drawing in block.drawings)


def one_line(text: str) -> str:
    return " ".join(plain(text).split())


def table(block: Table) -> str:
    rows = [block.head, ["---"] * len(block.head), *block.rows]
    shown = [[entry if entry == "---" else cell(entry) for entry in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in shown)
