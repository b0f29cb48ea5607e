"""The data dictionary: what every table and column means, in every language."""

from engine.exchange.export.columns import ALL, TABLES, Column, columns
from engine.words.language import Language
from engine.words.locale import languages

ABOUT = (
    "Files are UTF-8 with a byte order mark; commas part the cells. Words are in the language that was asked "
    "for, ids are the same in any. Yes is 1 and no is 0.",
    "A text that begins with = + - @, a tab or a line break has an apostrophe (') before it, so that no "
    "spreadsheet program takes it for a formula. So has one that begins with such apostrophes; to read a "
    "text, take the first one away.",
)
"""What holds for every file."""


def dictionary(*, control: bool, anonymous: bool) -> list[list[str]]:
    """The dictionary of one export as a table: a row for each table, and one for each column."""
    rows = [["table", "column", "type", "unit", "range", *(f"meaning_{code}" for code in languages())]]
    for name, table in TABLES.items():
        rows.append([name, "", "", "", "", *spoken(table.row)])
        for column in columns(name, control=control, anonymous=anonymous):
            told = [column.type, column.unit, column.range]
            rows.append([name, column.name, *told, *spoken(column.meaning)])
    return rows


def as_markdown(*, control: bool, anonymous: bool) -> str:
    """The same to be read, with what holds for every file."""
    parts = ["# Data dictionary\n\n", introduction()]
    for name in TABLES:
        parts.append(section(name, columns(name, control=control, anonymous=anonymous)))
    return "".join(parts)


def introduction() -> str:
    """What holds for every file."""
    return "".join(f"{' '.join(Language(code).say(part) for part in ABOUT)}\n\n" for code in languages())


def section(name: str, shown: list[Column], *, whose: bool = False) -> str:
    """One table to be read; `whose` says of each column in whose exports it is."""
    about = " ".join(spoken(TABLES[name].row))
    head = ["Column", "Type", "Range", *spoken("Meaning")]
    lines = [f"## {name}.csv\n\n{about}\n\n", row(head), row(["---"] * len(head))]
    for column in shown:
        type_ = f"{column.type} ({column.unit})" if column.unit else column.type
        if whose and column.whose != ALL:
            type_ += f"; {WHOSE[column.whose]}"
        lines.append(row([f"`{column.name}`", type_, column.range, *spoken(column.meaning)]))
    return "".join(lines) + "\n"


WHOSE = {"control": "control's alone", "seat": "of roles and the public"}


def row(cells: list[str]) -> str:
    return "| " + " | ".join(cells).replace("\n", " ") + " |\n"


def spoken(sentence: str) -> list[str]:
    """A sentence in each language."""
    return [Language(code).say(sentence) for code in languages()]
