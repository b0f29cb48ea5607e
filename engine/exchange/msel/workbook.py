"""The list of injects as an XLSX workbook: one sheet to work with and print, and one that says what it is."""

import io
import re
from typing import Any

from engine.exchange.msel.cells import encode
from engine.exchange.msel.columns import ACTUAL, SheetColumn
from engine.exchange.msel.plan import Plan, Row

MARK = "whitecell-msel"
"""By this a sheet is known to be the one that says what the other is."""
INK, PAPER, HEAD, GREY, PLAN = "1F2933", "FFFFFF", "22384F", "EEF1F4", "5A6B7B"
TURN = re.compile("[1-9][0-9]?")
FOLDED = ("notice", "method", "objective", "controller", "evaluator", "notes", *ACTUAL[1:])
"""Columns that are folded away while nothing stands in them."""
LINE, TALLEST = 14.4, 409.0
"""Of a row, in points."""
PAGE = 820
"""What a page holds between its margins, in pixels of column widths, with some to spare for wide fonts."""
FACE = "Calibri"


def written(plan: Plan) -> bytes:
    """The file."""
    from openpyxl import Workbook

    rows = plan.rows()
    columns, title = plan.columns(rows), plan.title
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "MSEL"
    fill(sheet, columns, rows)
    shape(sheet, columns, rows)
    print_set_up(sheet, columns, len(rows), title, plan.language.say("EXERCISE EXERCISE EXERCISE"))
    explain(book.create_sheet("About"), plan)
    book.properties.title, book.properties.creator = encode(title), "Whitecell"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def fill(sheet: Any, columns: list[SheetColumn], rows: list[Row]) -> None:
    """The heading and the rows, every cell of them text or a whole number."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side(style="thin", color="C4CCD4")
    border, top = Border(bottom=line, right=line), Alignment(vertical="top", wrap_text=True)
    middle = Alignment(vertical="top", horizontal="center")
    head = Alignment(vertical="center", wrap_text=True)
    for number, column in enumerate(columns, 1):
        cell = text_cell(sheet, 1, number, column.heading)
        cell.font = Font(name=FACE, bold=True, color=PAPER, size=11)
        cell.fill = PatternFill("solid", fgColor=PLAN if column.key in ACTUAL else HEAD)
        cell.alignment, cell.border = head, border
    for line_number, row in enumerate(rows, 2):
        own = not row.get("trigger")
        for number, column in enumerate(columns, 1):
            cell = value_cell(sheet, line_number, number, column, row.get(column.cell, ""))
            cell.alignment = middle if column.key in ("turn", "actual_turn") else top
            cell.border = border
            cell.font = Font(name=FACE, size=11, color=INK, bold=column.key in ("inject", "title"))
            if own:
                cell.fill = PatternFill("solid", fgColor=GREY)


def value_cell(sheet: Any, row: int, number: int, column: SheetColumn, value: str) -> Any:
    """A cell: a turn is a number, so that the sheet sorts by it; all else is text."""
    if column.key in ("turn", "actual_turn") and TURN.fullmatch(value):
        return sheet.cell(row, number, int(value))
    return text_cell(sheet, row, number, value)


def text_cell(sheet: Any, row: int, number: int, text: str) -> Any:
    """A cell that is text whatever stands in it, also when somebody edits it later."""
    cell = sheet.cell(row, number)
    if text:
        cell.value = encode(text)
        cell.data_type = "s"  # else openpyxl makes a formula of what begins with '='
        cell.quotePrefix = True
    cell.number_format = "@"
    return cell


def shape(sheet: Any, columns: list[SheetColumn], rows: list[Row]) -> None:
    """Widths and heights, a heading that stays, a filter; what nobody has filled in is folded away."""
    from openpyxl.utils import get_column_letter

    shown = []
    for number, column in enumerate(columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        if column.key in FOLDED and not any(row.get(column.cell) for row in rows):
            dimension.outlineLevel, dimension.hidden = 1, True
        else:
            shown.append(column)
    for number, row in enumerate(rows, 2):
        lines = max(lines_of(row.get(column.cell, ""), column.width) for column in shown)
        sheet.row_dimensions[number].height = min(4 + LINE * lines, TALLEST)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.row_dimensions[1].height = 4 + 2 * LINE
    sheet.sheet_view.zoomScale = 90


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column."""
    return sum(1 + int(1.1 * len(line)) // width for line in text.split("\n"))


def print_set_up(sheet: Any, columns: list[SheetColumn], rows: int, title: str, marking: str) -> None:
    """A4 across, the heading on every page, and on every page that this is an exercise.

    A plan is one page wide. What became of it is on a second page beside it, with the number and turn again.
    """
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.pagebreak import Break, ColBreak

    setting = sheet.page_setup
    setting.orientation, setting.paperSize = "landscape", sheet.PAPERSIZE_A4
    keys = [column.key for column in columns]
    last, first_actual = keys.index("actual") + 1, keys.index("status")
    letters = [get_column_letter(number) for number in range(1, last + 1)]
    played = not sheet.column_dimensions[letters[-1]].hidden
    if played:
        wide = sum(
            5 + 7 * sheet.column_dimensions[letter].width
            for letter in letters[:first_actual]
            if not sheet.column_dimensions[letter].hidden
        )
        setting.scale, setting.pageOrder = int(100 * PAGE / wide), "overThenDown"
        sheet.col_breaks = ColBreak(brk=[Break(id=first_actual)])
        sheet.print_title_cols = "A:B"
    else:
        setting.fitToWidth, setting.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_area = f"A1:{letters[-1]}{rows + 1}"
    sheet.print_title_rows = "1:1"
    margins = sheet.page_margins
    margins.left = margins.right = 0.3
    margins.top = margins.bottom = 0.7
    margins.header = margins.footer = 0.3
    sheet.oddHeader.center.text, sheet.oddHeader.center.font = marking, "Calibri,Bold"
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = title.replace("&", "&&"), "&P / &N"


def explain(sheet: Any, plan: Plan) -> None:
    """What the list is and how it comes back into an exercise; below it, for the program, of which format."""
    from openpyxl.styles import Alignment, Font

    say, top = plan.language.say, Alignment(vertical="top", wrap_text=True)
    lines = [
        *plan.about(),
        (say("To take it back"), "whitecell msel import SHEET EXERCISE --out DIR"),
        ("", say("Rows are known by their event number; a row with a new one becomes an inject.")),
        ("", say("Columns without entries are folded away; open them with + above the sheet.")),
        ("", say("Columns can be moved or left out, and headings of other tools are understood.")),
        ("", say("What a condition or an effect is, and what became of a run, is not taken from a sheet.")),
    ]
    heading = text_cell(sheet, 1, 1, plan.title)
    heading.font = Font(name=FACE, bold=True, size=14, color=INK)
    for number, (label, text) in enumerate(lines, 3):
        text_cell(sheet, number, 1, label).font = Font(name=FACE, bold=True, size=11, color=INK)
        text_cell(sheet, number, 2, text).alignment = top
    for label, text in ((MARK, "1"), ("format", plan.format_id), ("language", plan.main)):
        sheet.append([label, text])
        for cell in sheet[sheet.max_row]:
            cell.font = Font(name=FACE, size=8, color="9AA5B1")
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 90
