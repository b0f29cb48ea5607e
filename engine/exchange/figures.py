"""The figures of a rehearsal as tidy tables: CSV in a folder, or one sheet at a time; and as plain data."""

from collections.abc import Iterable, Iterator
from csv import writer
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from msgspec import to_builtins

from engine.rehearsal.comparison import Comparison
from engine.rehearsal.figures import Figures
from engine.rehearsal.inquiry import Findings

Cells = tuple[object, ...]


class TidyTable(NamedTuple):
    """A tidy table."""

    name: str
    columns: list[str]
    rows: Iterable[Cells]

    def csv(self) -> str:
        """It as CSV."""
        text = StringIO(newline="")
        lines = writer(text, lineterminator="\n")
        lines.writerow(self.columns)
        lines.writerows(self.rows)
        return text.getvalue()


def sheets(found: Figures, first_turn: int = 1) -> Iterator[TidyTable]:
    """A sheet for each kind of figure."""
    yield TidyTable(
        "endings",
        ["ending", "runs", "share", "low", "high"],
        ((e.id, e.share.number, e.share.part, e.share.low, e.share.high) for e in found.endings),
    )
    yield TidyTable(
        "objectives",
        ["objective", "role", "share", "low", "high", "at_start"],
        ((g.id, g.role, g.share.part, g.share.low, g.share.high, g.at_start) for g in found.objectives),
    )
    yield TidyTable(
        "red_lines",
        ["red_line", "role", "share", "low", "high"],
        ((g.id, g.role, g.share.part, g.share.low, g.share.high) for g in found.red_lines),
    )
    yield TidyTable(
        "seats",
        ["role", "score", "low", "high", "unspent", "lost", "idle"],
        (
            (
                s.role,
                *((s.score.mean, s.score.low, s.score.high) if s.score else ("", "", "")),
                s.unspent.mean,
                s.lost,
                s.idle,
            )
            for s in found.seats
        ),
    )
    yield TidyTable(
        "tracks",
        ["track", "turn", "tenth", "middle", "ninetieth"],
        (
            (c.track, number, *values)
            for c in found.courses
            for number, values in enumerate(c.turns, first_turn)
        ),
    )
    yield TidyTable("came", ["kind", "id", "by_run"], ((c.kind, c.id, c.number) for c in found.came))


def more_sheets(found: Findings, first_turn: int = 1) -> Iterator[TidyTable]:
    """Those, and one for each thing that was looked into beside."""
    yield from sheets(found.figures, first_turn)
    if found.comparison:
        yield TidyTable(
            "differences", ["kind", "id", "difference", "low", "high", "sure"], differences(found.comparison)
        )
    if found.replies:
        yield TidyTable(
            "best_replies",
            ["role", "orders", "doctrine", "score", "gain", "low", "high"],
            (
                (r.role, ", ".join(r.orders), r.doctrine, r.score, r.gain.mean, r.gain.low, r.gain.high)
                for r in found.replies
            ),
        )
    if found.limits:
        yield TidyTable(
            "limits",
            ["name", "value", "other", "changed", "role", "difference"],
            (
                (e.name, e.value, e.other, e.changed, *((e.most.id, e.most.mean) if e.most else ("", "")))
                for e in found.limits
            ),
        )
    if found.moves:
        yield TidyTable(
            "moves",
            ["move", "role", "always", "always_sure", "never", "never_sure", "other_endings"],
            (
                (m.move, m.role, m.always.mean, m.always.sure, m.never.mean, m.never.sure, m.endings)
                for m in found.moves
            ),
        )


def differences(found: Comparison) -> Iterator[Cells]:
    """Each difference of a comparison."""
    for kind, entries in (("ending", found.endings), ("score", found.scores)):
        for entry in entries:
            yield kind, entry.id, entry.mean, entry.low, entry.high, entry.sure


def plain(found: Findings) -> dict[str, object]:
    """Everything as plain data."""
    result: dict[str, object] = {"figures": to_builtins(found.figures)}
    if found.comparison:
        result["other"] = to_builtins(found.comparison.other)
        result["differences"] = {
            "endings": to_builtins(found.comparison.endings),
            "scores": to_builtins(found.comparison.scores),
            "alike": found.comparison.alike,
        }
    for name, entries in (("best_replies", found.replies), ("limits", found.limits), ("moves", found.moves)):
        if entries:
            result[name] = to_builtins(entries)
    return result


def write_figures(folder: Path, found: Figures) -> None:
    """A file for each kind of figure."""
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in sheets(found):
        (folder / f"{sheet.name}.csv").write_text(sheet.csv(), encoding="utf-8", newline="")
