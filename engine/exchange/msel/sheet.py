"""A sheet that has been read: its rows with the columns of ours, and whatever else stands in them."""

from pathlib import Path
from typing import NamedTuple

from engine.exchange.msel import grids, headings, mapping
from engine.exchange.msel.aliases import folded
from engine.exchange.msel.faults import Remarks, SheetPlace
from engine.exchange.msel.headings import Headings
from engine.exchange.msel.mapping import NOTHING, Mapping
from engine.words.language import Language


class SheetRow(NamedTuple):
    """One row: cells by our columns, and by their headings where we have none."""

    sheet: str
    number: int
    cells: dict[str, str]
    others: dict[str, str]
    headings: Headings

    def place(self, column: str = "") -> SheetPlace:
        """Where a cell of it stands."""
        return SheetPlace(self.sheet, self.number, self.headings.written.get(column, column))


class Sheet(NamedTuple):
    """Everything that stands on the lists of a file."""

    name: str
    rows: list[SheetRow]
    headings: list[Headings]
    """Of each list."""
    about: dict[str, str]
    """What a workbook of ours says about itself: `format` and `language`."""
    mapping: Mapping


def read_sheet(path: str | Path, mapped: Path | Mapping | None = None, language: str = "en") -> Sheet:
    """The lists in an XLSX or CSV file, with headings of any kind that is known or that a mapping names.

    Raises SheetError with everything that cannot be read, ExerciseError for a mapping file without sense.
    """
    report = Remarks(Language(language))
    found = read(Path(path), mapping.read(mapped) if isinstance(mapped, Path) else mapped or NOTHING, report)
    report.raise_faults()
    return found


def read(path: Path, mapped: Mapping, report: Remarks) -> Sheet:
    """The lists in a file; what is wrong is reported."""
    book = grids.read(path, report)
    rows: list[SheetRow] = []
    known: list[Headings] = []
    without = []
    for grid in book.grids:
        found = headings.find(grid, mapped)
        if found is None:
            without.append(grid.name)
            continue
        known.append(found)
        rows += [
            row for number in grid.rows if number > found.row and (row := taken(grid, number, found, mapped))
        ]
        formulas(grid, found, report)
    unread(path, known, without, report)
    for key, heading in mapped.columns.items():
        if known and not any(folded(heading) == folded(one.written.get(key, "")) for one in known):
            text = report.say("the mapping names a column '{heading}', and there is none", heading=heading)
            report.fault(SheetPlace(path.name), text)
    return Sheet(path.name, rows, known, book.about, mapped)


def taken(grid: grids.Grid, number: int, found: Headings, mapped: Mapping) -> SheetRow | None:
    """A row of a list; None where nothing stands in it."""
    line = grid.rows[number]
    if not any(text.strip() for text in line.values()):
        return None
    cells = {name: line.get(column, "") for column, name in found.columns.items()}
    others = {head: line[column] for column, head in found.others.items() if line.get(column, "").strip()}
    for column in line:
        if column not in found.columns and column not in found.others and line[column].strip():
            others[column_name(column)] = line[column]
    for key, words in mapped.values.items():
        meant = {folded(word): value for word, value in words.items()}
        if folded(cells.get(key, "")) in meant and cells.get(key):
            cells[key] = mapping.text_of_value(meant[folded(cells[key])])
    for key, value in mapped.fixed.items():
        if not cells.get(key, "").strip():
            cells[key] = mapping.text_of_value(value)
    return SheetRow(grid.name, number, cells, others, found)


def column_name(number: int) -> str:
    """A column without a heading, by its letters."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def formulas(grid: grids.Grid, found: Headings, report: Remarks) -> None:
    """Cells that would have to be calculated first are faults."""
    text = report.say("here is a formula, and nothing is calculated; put its value here as text")
    for row, column in sorted(grid.formulas):
        if row >= found.row:
            written = found.written.get(found.columns.get(column, ""), "") or found.others.get(column, "")
            report.fault(SheetPlace(grid.name, row, written or column_name(column)), text)


def unread(path: Path, known: list[Headings], without: list[str], report: Remarks) -> None:
    """Sheets that are no lists: a fault where there is no list at all."""
    if known:
        for name in without:
            report.notice(
                SheetPlace(name), report.say("this sheet has no headings that are known, and is not read")
            )
    elif not report.faults:
        right = report.say(
            "no row has headings that are known, such as Event #, Move/Turn, To, Subject, Inject text; "
            "name them in a mapping file"
        )
        report.fault(SheetPlace(path.name), right)
