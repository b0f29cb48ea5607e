"""The data of a run as tidy tables: CSV files in a folder, or in one ZIP file."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.exchange.archive import packed
from engine.exchange.delivery import deliver
from engine.exchange.export.anonymity import anonymous as without_texts
from engine.exchange.export.columns import TABLES, columns
from engine.exchange.export.control import ControlTables, Progress
from engine.exchange.export.dictionary import as_markdown, dictionary
from engine.exchange.export.seat import SeatTables
from engine.exchange.export.source import ExportSource
from engine.exchange.msel.cells import guard
from engine.record.run import Run
from engine.views import CONTROL, effective

Tables = dict[str, tuple[list[str], list[list[Any]]]]
"""By name of a table its columns and its rows."""


def tables(
    run: Run,
    eyes: str,
    language: str = "en",
    anonymous: bool = False,
    progress: Progress | None = None,
) -> Tables:
    """Every table as these eyes may have it: control's from the log, a role's or the public's from its view.

    With `anonymous`, without what people wrote, and without times of day. `progress` hears of lines done and
    of how many. Works on a run that goes on.
    """
    control = effective(run.state, eyes) == CONTROL
    source = without_texts(ExportSource.of(run)) if anonymous else ExportSource.of(run)
    if control:
        rows = ControlTables(source, language).tables(progress)
    else:
        rows = SeatTables(source, eyes, language).tables()
    found: Tables = {}
    for name in TABLES:
        names = [column.name for column in columns(name, control=control, anonymous=anonymous)]
        found[name] = names, [[row.get(column) for column in names] for row in rows.get(name, [])]
    return found


def files(
    run: Run, eyes: str, language: str, anonymous: bool, progress: Progress | None = None
) -> Iterator[tuple[str, bytes]]:
    """Every file of the export with its name: the tables, and the dictionary that explains them."""
    for name, (names, rows) in tables(run, eyes, language, anonymous, progress).items():
        yield f"{name}.csv", spelled([names, *rows])
    control = effective(run.state, eyes) == CONTROL
    yield "dictionary.csv", spelled(dictionary(control=control, anonymous=anonymous))
    yield "dictionary.md", as_markdown(control=control, anonymous=anonymous).encode()


def write_tables(
    run: Run,
    eyes: str,
    language: str,
    anonymous: bool,
    folder: Path,
    progress: Progress | None = None,
    force: bool = False,
) -> list[Path]:
    """Write every file into a folder, which is made where it is missing. Raises Refusal where somebody has
    changed one of them, and OSError.
    """
    made = files(run, eyes, language, anonymous, progress)
    return deliver(((folder / name, content) for name, content in made), force)


def tables_zip(run: Run, eyes: str, language: str, anonymous: bool) -> bytes:
    """The same files in a ZIP file, which says nothing of when it was made."""
    return packed(files(run, eyes, language, anonymous))


def spelled(rows: list[list[Any]]) -> bytes:
    """A table as CSV that any spreadsheet program opens, and takes no text in it for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def cell(value: Any) -> Any:
    """A value as it stands in a file: nothing, a number, 1 or 0, or a text."""
    if isinstance(value, bool):
        return int(value)
    return guard(value) if isinstance(value, str) else value
