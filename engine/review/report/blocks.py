"""What a report is made of: plain blocks, which the writers turn into HTML, Markdown and DOCX."""

from collections.abc import Sequence

from msgspec import Struct


class Heading(Struct, frozen=True):
    """A heading; level 1 begins a chapter."""

    level: int
    text: str


class Paragraph(Struct, frozen=True):
    """A paragraph. Kinds: `lead`, `world` (a text of the game's world), `quiet` (a remark); else plain."""

    text: str
    kind: str = ""


class Bullets(Struct, frozen=True):
    """A list without order."""

    items: list[str]


class Room(Struct, frozen=True):
    """Room to write in by hand: so many lines."""

    lines: int


class Drawing(Struct, frozen=True):
    """A picture as SVG, with its caption and the sentence that says what it shows."""

    svg: str
    caption: str
    sentence: str


Cell = str | Drawing


class TableBlock(Struct, frozen=True):
    """A table; `widths` are shares of the page for each column. `key` makes its first column a heading."""

    head: list[str]
    rows: Sequence[Sequence[Cell]]
    widths: list[int]
    key: bool = False


class Figures(Struct, frozen=True):
    """Pictures side by side, so many in a row."""

    drawings: list[Drawing]
    across: int = 2


class SideBySide(Struct, frozen=True):
    """A picture with a list at its side."""

    drawing: Drawing
    title: str
    items: list[str]


class Break(Struct, frozen=True):
    """A new page; those after `sideways` are wider than high, for tables of many columns."""

    sideways: bool = False


Block = Heading | Paragraph | Bullets | Room | TableBlock | Figures | SideBySide | Break


class Report(Struct, frozen=True):
    """A whole report in one language."""

    title: str
    subtitle: str
    marking: str
    """Stands at the head of every page."""
    handling: str
    """Stands at the foot of every page; may be empty."""
    whose: str
    """Whose copy it is, and what that means."""
    about: list[list[str]]
    """Name and value, for the first page."""
    language: str
    blocks: list[Block]

    @property
    def chapters(self) -> list[str]:
        return [block.text for block in self.blocks if isinstance(block, Heading) and block.level == 1]
