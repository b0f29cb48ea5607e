"""All that came of an inquiry, as tidy sheets and as plain data."""

from collections.abc import Iterator

from msgspec import to_builtins

from engine.exchange import levers
from engine.exchange.figures import sheets
from engine.rehearsal.inquiry import Findings
from engine.rehearsal.leverage import dominated

DIFFERENCES = ("endings", "scores", "objectives", "red_lines", "tracks", "alike")


def all_sheets(found: Findings, first_turn: int = 1) -> Iterator[levers.Sheet]:
    """A sheet for each kind of figure, and one for each thing that was looked into beside."""
    yield from sheets(found.figures, first_turn)
    if found.comparison:
        yield from levers.of_comparison(found.comparison)
    if found.replies:
        yield from levers.of_replies(found.replies)
    if found.limits:
        yield from levers.of_limits(found.limits)
    if found.moves:
        yield from levers.of_moves(found.moves)


def plain(found: Findings) -> dict[str, object]:
    """Everything as plain data, as the command line writes it."""
    result: dict[str, object] = {"figures": to_builtins(found.figures)}
    if found.comparison:
        compared = found.comparison
        result["other"] = to_builtins(compared.other)
        result["differences"] = {name: to_builtins(getattr(compared, name)) for name in DIFFERENCES}
    for name, entries in (
        ("best_replies", found.replies),
        ("limits", found.limits),
        ("moves", found.moves),
        ("dominated", list(dominated(found.moves))),
    ):
        if entries:
            result[name] = to_builtins(entries)
    return result
