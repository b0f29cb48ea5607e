"""How much a workbook holds, seen as it is unpacked and before anything is made of it.

Reading stops where the limit is: a file of a million rows is refused as fast as any other.
"""

import zipfile
from contextlib import suppress
from xml.parsers.expat import ExpatError, ParserCreate

MOST_UNPACKED = 64 * 1024 * 1024
MOST_CELLS = 300_000
"""Of all sheets together, empty ones with a format among them."""
PIECE = 64 * 1024


class TooLarge(Exception):
    """The workbook is no list of injects."""


class TooLong(Exception):
    """A sheet has too many rows."""


def measure(packed: zipfile.ZipFile, most_rows: int) -> None:
    """Go through the sheets of a workbook. Raises TooLarge, TooLong or BadZipFile."""
    entries = packed.infolist()
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise TooLarge
    cells = 0
    for entry in entries:
        cells += Part(packed, entry, most_rows, MOST_CELLS - cells).cells


class Part:
    """A part of the package: if it is a sheet, its cells are counted."""

    def __init__(
        self, packed: zipfile.ZipFile, entry: zipfile.ZipInfo, most_rows: int, most_cells: int
    ) -> None:
        self.most_rows, self.most_cells = most_rows, most_cells
        self.root = ""
        self.row = self.cells = 0
        self.parser = ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.begin
        with (
            packed.open(entry) as part,
            suppress(ExpatError),
        ):  # the library says what is broken
            while self.root in ("", "worksheet") and (piece := part.read(PIECE)):
                self.parser.Parse(piece)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element: a row, a cell of one, or the first, which says what this part is."""
        name = name.rpartition(" ")[2]
        self.root = self.root or name
        if name == "row":
            self.row = number(attributes.get("r", "")) or self.row + 1
        elif name == "c":
            self.cells += 1
            if (number(attributes.get("r", "")) or self.row) > self.most_rows:
                raise TooLong
            if self.cells > self.most_cells:
                raise TooLarge


def number(reference: str) -> int:
    """The row of a cell (`B12`), or of a row (`12`); 0 where there is none."""
    digits = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0
