"""Sheets as they stand in a file: rows and columns of texts, nothing calculated, nothing understood yet."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from engine.exchange.msel.cells import decode, spelled, unguard
from engine.exchange.msel.faults import Remarks, SheetPlace
from engine.exchange.msel.sizes import TooLarge, TooLong, measure
from engine.exchange.msel.workbook import MARK

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5000, 200
DELIMITERS = (",", ";", "\t")


class Grid(NamedTuple):
    """One sheet."""

    name: str
    rows: dict[int, dict[int, str]]
    """Texts by row and column, both from 1; what is empty is not there."""
    formulas: frozenset[tuple[int, int]] = frozenset()
    """Cells that hold a formula. Nobody calculates them here."""


class Book(NamedTuple):
    """The sheets of a file that may be lists, and what the one of ours says about itself."""

    grids: list[Grid]
    about: dict[str, str]


def read(path: Path, report: Remarks) -> Book:
    """The sheets of a file. What cannot be read is reported."""
    say, place, kind = report.say, SheetPlace(path.name), path.suffix.lower()
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as fault:
        report.fault(place, say("it cannot be read: {reason}", reason=fault.strerror or str(fault)))
        return Book([], {})
    if not raw:
        small = say("the file is empty") if not size else say("the file is too large to be a list of injects")
        report.fault(place, small)
    elif kind in (".xlsx", ".xlsm"):
        return workbook(path.name, raw, report)
    elif kind in (".csv", ".tsv", ".txt"):
        return separated(path.name, raw, report)
    else:
        report.fault(place, say("this is neither a workbook nor a CSV file; save it as .xlsx or .csv"))
    return Book([], {})


def separated(name: str, raw: bytes, report: Remarks) -> Book:
    """A file of cells parted by commas, semicolons or tabs, whichever parts its first lines most."""
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        report.fault(SheetPlace(name), report.say("its text is not UTF-8; save it as 'CSV UTF-8'"))
        return Book([], {})
    found: list[Grid] = []
    for delimiter in DELIMITERS:
        try:
            found.append(grid(name, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
        except csv.Error as fault:
            report.fault(SheetPlace(name), report.say("it cannot be read: {reason}", reason=str(fault)))
            return Book([], {})
    best = max(found, key=lambda entry: max((len(row) for row in entry.rows.values()), default=0))
    if max(best.rows, default=0) > MOST_ROWS:
        too_long(name, report)
    return Book([best], {})


def grid(name: str, lines: Iterable[list[str]]) -> Grid:
    """The cells of lines, up to the first row that is one too many."""
    rows = {}
    for number, line in enumerate(lines, 1):
        cells = {column: unguard(text) for column, text in enumerate(line[:MOST_COLUMNS], 1) if text}
        if cells:
            rows[number] = cells
            if number > MOST_ROWS:
                break
    return Grid(name, rows)


def too_long(name: str, report: Remarks) -> None:
    text = report.say("it has more than {most} rows; delete the empty ones below the list", most=MOST_ROWS)
    report.fault(SheetPlace(name), text)


def workbook(name: str, raw: bytes, report: Remarks) -> Book:
    """The sheets of a workbook."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            measure(packed, MOST_ROWS)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what the library does not keep, and we do not read
            book = load_workbook(io.BytesIO(raw))
    except TooLarge:
        report.fault(SheetPlace(name), report.say("the file is too large to be a list of injects"))
        return Book([], {})
    except TooLong:
        too_long(name, report)
        return Book([], {})
    except Exception as fault:  # a broken file can fail anywhere in the library
        report.fault(
            SheetPlace(name), report.say("it is no sound workbook: {reason}", reason=str(fault)[:200])
        )
        return Book([], {})
    grids, about = [], {}
    for sheet in book.worksheets:
        found = cells_of(sheet)
        marks = {row.get(1, ""): row.get(2, "") for row in found.rows.values()}
        if MARK in marks:
            about = marks
        else:
            grids.append(found)
    return Book(grids, about)


def cells_of(sheet: Any) -> Grid:
    """The cells of a sheet; what stands in merged cells stands in each of them."""
    rows: dict[int, dict[int, str]] = {}
    formulas = set()
    columns = min(sheet.max_column, MOST_COLUMNS)
    for line in sheet.iter_rows(max_row=sheet.max_row, max_col=columns):
        for cell in line:
            if cell.value is None or cell.value == "":
                continue
            if cell.data_type == "f":
                formulas.add((cell.row, cell.column))
            text = (
                decode(cell.value)
                if cell.data_type in ("s", "f", "e") and isinstance(cell.value, str)
                else spelled(cell.value)
            )
            rows.setdefault(cell.row, {})[cell.column] = text
    for area in sheet.merged_cells.ranges:
        text = rows.get(area.min_row, {}).get(area.min_col, "")
        for row in range(area.min_row, min(area.max_row, sheet.max_row) + 1) if text else ():
            for column in range(area.min_col, min(area.max_col, columns) + 1):
                rows.setdefault(row, {})[column] = text
    return Grid(sheet.title, dict(sorted(rows.items())), frozenset(formulas))
