"""How lines are set: parts under their headings, and labels with words that stay to the right of them."""

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text


def heading(title: str) -> Rule:
    """The start of a part."""
    return Rule(Text(title, style="title"), align="left", style="quiet")


def part(title: str, *body: RenderableType) -> RenderableType:
    """A part of a report, with a line before it."""
    return Group(Text(""), heading(title), *body)


def hanging(label: str | Text, body: str | Text, *, width: int = 0, style: str = "") -> Table:
    """A label with its words; where they need more than one line, the label's column stays empty."""
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, min_width=width or None)
    table.add_column(ratio=1)
    table.add_row(
        Text(label, style=style) if isinstance(label, str) else label,
        Text(body, style=style) if isinstance(body, str) else body,
    )
    return table
