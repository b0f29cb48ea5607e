"""How lines are set: a label, and words that stay to the right of it when they go on."""

from rich.table import Table
from rich.text import Text


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
