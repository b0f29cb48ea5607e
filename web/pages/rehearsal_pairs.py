"""A paired rehearsal as a table for its page: both sides, and what differs, with its picture."""

from typing import TYPE_CHECKING

from engine.pictures.fans import difference_bar
from web.pages.rehearsal_tables import Cell, Column, Table, Tables

if TYPE_CHECKING:
    from engine.rehearsal.paired import Paired, Shown


def of_pair(tables: Tables, found: "Paired") -> Table:
    """A paired question: its sides, and what differs."""
    from engine.review.paired import paired_said

    say, text, entry = tables.say, tables.language.text, tables.exercise.file.rehearsals[found.id]
    titles = ("1", "2", say("difference"), say("interval"))
    columns = [Column(say("Figure")), Column("", drawn=True), *(Column(title, True) for title in titles)]
    told = paired_said(found, tables.exercise, tables.language)
    sides = f"1: {text(entry.first.says)}. 2: {text(entry.other.says)}."
    note = " ".join((text(entry.ask), sides, *told))
    rows = [cells(tables, found, shown) for shown in found.figures]
    return Table(f"paired-{found.id}", text(entry.title), note, columns, rows, "paired")


def cells(tables: Tables, found: "Paired", shown: "Shown") -> list[Cell]:
    """One figure: its picture, both sides, the difference and its interval."""
    from engine.review.paired import difference_written, figure_named, interval_written, value_written

    spoken, change = tables.language, shown.difference
    name = figure_named(shown.id, tables.exercise, spoken)
    alike = [other.difference for other in found.figures if other.is_share == shown.is_share]
    most = max(max(abs(other.low), abs(other.high)) for other in alike)
    ends = {"mean": change.mean, "low": change.low, "high": change.high}
    return [
        Cell(name),
        Cell(difference_bar(ends, most, name, spoken)),
        Cell(value_written(shown, shown.first, spoken), shown.first),
        Cell(value_written(shown, shown.other, spoken), shown.other),
        Cell(difference_written(shown, change.mean, spoken), change.mean, not change.sure),
        Cell(interval_written(shown, spoken), change.low, quiet=True),
    ]
