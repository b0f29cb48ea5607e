"""Texts in cells: what people wrote stays text in any spreadsheet program, and comes back as it was.

A program that opens a CSV file takes a cell that begins with `=` for a formula. Such a cell gets an
apostrophe before it, and so does one whose apostrophes would otherwise be taken for ours. Workbooks say which
cell is text, but cannot hold every character; they write those as `_x0007_`.
"""

import re
from datetime import date, datetime, time, timedelta

DANGEROUS = "=+\\-@\t\r\n＝＋－＠"
"""What a formula can begin with, in any spreadsheet program."""
TEMPTING = re.compile(f"'*[{DANGEROUS}]")
GUARDED = re.compile(f"'+[{DANGEROUS}]")
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
WRITTEN_OUT = re.compile("_x([0-9A-Fa-f]{4})_")
MOST_CHARACTERS = 32767
"""Of a cell in a workbook."""


def guard(text: str) -> str:
    """A text as a cell of a CSV file."""
    return f"'{text}" if TEMPTING.match(text) else text


def unguard(text: str) -> str:
    """The text of a cell of a CSV file."""
    return text[1:] if GUARDED.match(text) else text


def encode(text: str) -> str:
    """A text as a cell of a workbook; cut where a cell cannot hold it."""
    written = UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return written if len(written) <= MOST_CHARACTERS else written[: MOST_CHARACTERS - 1] + "…"


def decode(text: str) -> str:
    """The text of a cell of a workbook."""
    return WRITTEN_OUT.sub(lambda found: chr(int(found[1], 16)), text)


def spelled(value: object) -> str:
    """A value of a cell as a person would read it: numbers, times and dates in plain form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)
