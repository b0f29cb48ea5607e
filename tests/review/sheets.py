"""Sheets for tests: written from rows, and exercises written out and read again."""

import csv
import io
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from engine.exchange.msel import commas, workbook
from engine.exchange.msel.columns import SheetColumn, columns
from engine.exchange.msel.plan import Plan, Row
from engine.rules.load import load
from engine.words.language import Language

SAMPLES = Path(__file__).parent / "msel"
FORMS = ("xlsx", "csv")


class Typed(Plan):
    """A list with the rows that a test wants."""

    def __init__(self, rows: list[Row], language: str = "en") -> None:
        super().__init__(load("grey-strait"), Language(language))
        self.wanted = rows

    def rows(self) -> list[Row]:
        return self.wanted

    def columns(self, rows: list[Row]) -> list[SheetColumn]:
        return columns(self.language)


def written(plan: Plan, form: str) -> bytes:
    return workbook.written(plan) if form == "xlsx" else commas.written(plan)


def saved(folder: Path, plan: Plan, form: str) -> Path:
    """A list as a file."""
    path = folder / f"sheet.{form}"
    path.write_bytes(written(plan, form))
    return path


def sheet(folder: Path, lines: list[list[Any]], form: str = "xlsx", title: str = "Injects") -> Path:
    """A file with these lines, as somebody else's program would write it."""
    path = folder / f"theirs.{form}"
    if form == "csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows(lines)
        path.write_text(text.getvalue(), encoding="utf-8")
        return path
    book = Workbook()
    assert book.active is not None
    book.active.title = title
    for line in lines:
        book.active.append(line)
    book.save(path)
    return path


def sample(name: str, folder: Path, form: str) -> Path:
    """One of the sample sheets, as it is or as a workbook."""
    path = SAMPLES / f"{name}.csv"
    if form == "csv":
        return path
    text = path.read_text(encoding="utf-8")
    delimiter = ";" if text.splitlines()[-1].count(";") > 5 else ","
    book = Workbook()
    assert book.active is not None
    book.active.title = name
    for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
        for column, value in enumerate(line, 1):
            cell = book.active.cell(number, column)
            cell.value, cell.data_type = value, "s"
    made = folder / f"{name}.xlsx"
    book.save(made)
    return made


def cells(row: Row) -> Row:
    """The cells of a row in which something stands."""
    return {key: text for key, text in row.items() if text}


def shown(plan: Plan) -> list[Row]:
    """The rows of a list as they stand on its sheet."""
    rows = plan.rows()
    names = [column.cell for column in plan.columns(rows)]
    return [cells({name: row.get(name, "") for name in names}) for row in rows]
