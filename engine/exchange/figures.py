"""The figures of a rehearsal as tidy tables: CSV in a folder, or one sheet at a time; and as plain data."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import to_builtins

from engine.exchange import levers
from engine.exchange.delivery import deliver
from engine.exchange.levers import TidyTable
from engine.rehearsal.figures import Figures
from engine.rehearsal.inquiry import Findings
from engine.rehearsal.leverage import dominated


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
        yield from levers.of_comparison(found.comparison)
    if found.replies:
        yield from levers.of_replies(found.replies)
    if found.limits:
        yield from levers.of_limits(found.limits)
    if found.moves:
        yield from levers.of_moves(found.moves)
    if found.weights:
        yield from levers.of_weights(found.weights)
    if found.sensitivity:
        yield from levers.of_sensitivity(found.sensitivity)
    if found.paired:
        yield levers.of_paired(found.paired)


def plain(found: Findings) -> dict[str, object]:
    """Everything as plain data."""
    result: dict[str, object] = {"figures": to_builtins(found.figures)}
    if found.comparison:
        result["other"] = to_builtins(found.comparison.other)
        names = ("endings", "scores", "objectives", "red_lines", "tracks", "alike")
        result["differences"] = {name: to_builtins(getattr(found.comparison, name)) for name in names}
    for name, entries in (
        ("best_replies", found.replies),
        ("limits", found.limits),
        ("moves", found.moves),
        ("dominated", list(dominated(found.moves))),
        ("weights", found.weights),
        ("sensitivity", found.sensitivity),
        ("paired", found.paired),
    ):
        if entries:
            result[name] = to_builtins(entries)
    return result


def write_figures(folder: Path, found: Findings, first_turn: int = 1, force: bool = False) -> None:
    """A file for each table. Raises Refusal where somebody has changed one of them, and OSError."""
    tables = more_sheets(found, first_turn)
    deliver(((folder / f"{table.name}.csv", table.csv().encode()) for table in tables), force)
