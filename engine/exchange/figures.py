"""The figures of a rehearsal as tidy CSV."""

from collections.abc import Iterable, Iterator
from csv import writer
from io import StringIO
from pathlib import Path

from engine.exchange.delivery import deliver
from engine.exchange.levers import Sheet
from engine.rehearsal.figures import Figures


def write_figures(folder: Path, found: Figures, more: Iterable[Sheet] = (), force: bool = False) -> None:
    """A file for each kind of figure, and for each sheet more. Raises Refusal where somebody has changed one
    of them, and OSError.
    """
    whole = (*sheets(found), *more)
    deliver(((folder / f"{name}.csv", sheet(columns, rows)) for name, columns, rows in whole), force)


def sheet(columns: list[str], rows: Iterable[tuple[object, ...]]) -> bytes:
    """A table as the bytes of a file."""
    made = StringIO(newline="")
    found = writer(made, lineterminator="\n")
    found.writerow(columns)
    found.writerows(rows)
    return made.getvalue().encode()


def sheets(found: Figures, first_turn: int = 1) -> Iterator[Sheet]:
    """A sheet for each kind of figure."""
    yield (
        "endings",
        ["ending", "runs", "share", "low", "high"],
        ((e.id, e.share.number, e.share.part, e.share.low, e.share.high) for e in found.endings),
    )
    yield (
        "objectives",
        ["objective", "role", "share", "low", "high", "at_start"],
        ((g.id, g.role, g.share.part, g.share.low, g.share.high, g.at_start) for g in found.objectives),
    )
    yield (
        "red_lines",
        ["red_line", "role", "share", "low", "high"],
        ((g.id, g.role, g.share.part, g.share.low, g.share.high) for g in found.red_lines),
    )
    yield (
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
    yield (
        "tracks",
        ["track", "turn", "tenth", "middle", "ninetieth"],
        (
            (c.track, number, *values)
            for c in found.courses
            for number, values in enumerate(c.turns, first_turn)
        ),
    )
    yield "came", ["kind", "id", "by_run"], ((c.kind, c.id, c.number) for c in found.came)
