"""The figures of a rehearsal as tidy CSV."""

from collections.abc import Iterable
from csv import writer
from pathlib import Path

from engine.exchange.levers import Sheet
from engine.rehearsal.figures import Figures


def write_figures(folder: Path, found: Figures, more: Iterable[Sheet] = ()) -> None:
    """A file for each kind of figure, and for each sheet more."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, tuple[list[str], Iterable[tuple[object, ...]]]] = {
        "endings": (
            ["ending", "runs", "share", "low", "high"],
            ((e.id, e.share.number, e.share.part, e.share.low, e.share.high) for e in found.endings),
        ),
        "objectives": (
            ["objective", "role", "share", "low", "high", "at_start"],
            ((g.id, g.role, g.share.part, g.share.low, g.share.high, g.at_start) for g in found.objectives),
        ),
        "red_lines": (
            ["red_line", "role", "share", "low", "high"],
            ((g.id, g.role, g.share.part, g.share.low, g.share.high) for g in found.red_lines),
        ),
        "seats": (
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
        ),
        "tracks": (
            ["track", "turn", "tenth", "middle", "ninetieth"],
            ((c.track, number, *values) for c in found.courses for number, values in enumerate(c.turns, 1)),
        ),
        "came": (["kind", "id", "by_run"], ((c.kind, c.id, c.number) for c in found.came)),
    }
    for name, columns, rows in (*((name, *sheet) for name, sheet in tables.items()), *more):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            sheet = writer(file, lineterminator="\n")
            sheet.writerow(columns)
            sheet.writerows(rows)
