"""Finds the row of headings on a sheet, and which column of ours each of them is."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from engine.exchange.msel.aliases import HEADINGS, folded
from engine.exchange.msel.columns import WORDED, columns
from engine.exchange.msel.grids import Grid
from engine.exchange.msel.mapping import Mapping
from engine.words.language import Language
from engine.words.locale import SOURCE, languages

LAST = 40
"""Headings stand in one of so many first rows; above them are titles."""
FEWEST = 3
"""A row is one of headings if so many of its cells are."""
SUFFIX = re.compile(r"(?s)(.*\S)\s*\(([a-z]{2,3}(?:-[A-Za-z]+)?)\)\s*")


class Headings(NamedTuple):
    """A row of headings, understood."""

    row: int
    kind: str
    """Whose headings most of them are."""
    language: str
    columns: dict[int, str]
    """By column of the sheet, the name of ours: `text`, or `text.pl`."""
    others: dict[int, str]
    """By column, a heading that is none of ours."""
    written: dict[str, str]
    """By column of ours, the heading as it is written."""

    @property
    def own(self) -> bool:
        """Whether it is a sheet that Whitecell wrote, or one like it."""
        return self.kind.startswith("Whitecell")


class HeadingTable(NamedTuple):
    """The headings of one kind of sheet."""

    language: str
    names: dict[str, tuple[str, ...]]
    """By column, as they are compared."""


def tables() -> dict[str, HeadingTable]:
    """By kind of sheet, its headings: `Whitecell pl` is a list of ours, `pl` one of whoever speaks it."""
    return tables_in(tuple(languages()))


@lru_cache(maxsize=8)
def tables_in(codes: tuple[str, ...]) -> dict[str, HeadingTable]:
    found: dict[str, HeadingTable] = {}
    for code in codes:
        own = columns(Language(code))
        found[f"Whitecell {code}"] = HeadingTable(
            code, {column.key: (folded(column.heading),) for column in own}
        )
    found |= {kind: HeadingTable(SOURCE, compared(table)) for kind, table in HEADINGS.items()}
    theirs = {code: languages()[code].sheets.headings for code in codes}
    return found | {code: HeadingTable(code, compared(table)) for code, table in theirs.items() if table}


def compared(headings: dict[str, tuple[str, ...]] | dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(map(folded, names)) for key, names in headings.items()}


def find(grid: Grid, mapping: Mapping) -> Headings | None:
    """The row of headings; None where no row of the sheet is one."""
    best: Headings | None = None
    for number in [row for row in grid.rows if row <= LAST]:
        found = understood(number, grid.rows[number], mapping)
        if best is None or len(found.columns) > len(best.columns):
            best = found
    enough = best is not None and len(best.columns) >= (1 if mapping.columns else FEWEST)
    return best if enough else None


def understood(row: int, cells: dict[int, str], mapping: Mapping) -> Headings:
    """The cells of a row as headings."""
    spelled = {column: tidy(text) for column, text in cells.items() if tidy(text)}
    parted = {column: part(text) for column, text in spelled.items()}
    kind, table = max(tables().items(), key=lambda entry: score(parted.values(), entry[1].names))
    found: dict[int, str] = {}
    for key, heading in mapping.columns.items():
        place(found, {c: (folded(text), "") for c, text in spelled.items()}, key, folded(heading))
    for known in (table, *tables().values()):
        for key, candidates in known.names.items():
            for candidate in candidates:
                place(found, parted, key, candidate)
    return Headings(
        row,
        kind,
        mapping.language or table.language,
        found,
        {column: text for column, text in spelled.items() if column not in found},
        {name: spelled[column] for column, name in found.items()},
    )


def tidy(text: str) -> str:
    return " ".join(text.split())


def part(heading: str) -> tuple[str, str]:
    """A heading as it is compared, and the language it names: `Subject (pl)`."""
    match = SUFFIX.fullmatch(heading)
    return (folded(match[1]), match[2]) if match else (folded(heading), "")


def score(headings: Iterable[tuple[str, str]], table: dict[str, tuple[str, ...]]) -> int:
    """How many columns of a kind of sheet some headings name."""
    said = {heading for heading, _ in headings}
    return sum(any(name in said for name in names) for names in table.values())


def place(found: dict[int, str], parted: dict[int, tuple[str, str]], key: str, wanted: str) -> None:
    """Take the columns with a heading for one of ours, if that is not taken; in other languages, each."""
    for column, (heading, language) in parted.items():
        if heading != wanted or column in found or (language and key not in WORDED):
            continue
        name = f"{key}.{language}" if language else key
        if name not in found.values():
            found[column] = name
