"""What was asked beside a rehearsal as tidy tables: weights of seats, sensitivity, limits, moves, replies."""

from collections.abc import Iterable, Iterator, Sequence
from csv import writer
from io import StringIO
from typing import NamedTuple

from engine.rehearsal.best_reply import Reply
from engine.rehearsal.comparison import Comparison
from engine.rehearsal.leverage import Forced, Limit, dominated
from engine.rehearsal.paired import Paired
from engine.rehearsal.sensitivity import Change
from engine.rehearsal.weights import Weights


class TidyTable(NamedTuple):
    """A tidy table."""

    name: str
    columns: list[str]
    rows: Iterable[tuple[object, ...]]

    def csv(self) -> str:
        """It as CSV."""
        text = StringIO(newline="")
        lines = writer(text, lineterminator="\n")
        lines.writerow(self.columns)
        lines.writerows(self.rows)
        return text.getvalue()


def of_weights(found: Weights) -> Iterator[TidyTable]:
    """What hangs on whom; how scores go together."""
    yield TidyTable(
        "weights",
        ["kind", "id", "source", "alone", "alone_low", "alone_high", "total", "total_low", "total_high"],
        (
            (
                weight.kind,
                weight.id,
                portion.source,
                *(portion.alone.share, portion.alone.low, portion.alone.high),
                *(portion.total.share, portion.total.low, portion.total.high),
            )
            for weight in found.outcomes
            for portion in weight.portions
        ),
    )
    yield TidyTable(
        "correlations",
        ["one", "other", "correlation", "low", "high"],
        ((pair.one, pair.other, pair.correlation, pair.low, pair.high) for pair in found.pairs),
    )


def of_paired(found: Sequence[Paired]) -> TidyTable:
    """A row for each figure of each paired rehearsal."""
    return TidyTable(
        "paired",
        ["rehearsal", "format", "runs", "figure", "first", "other", "difference", "low", "high"],
        (
            (
                *(entry.id, entry.format, entry.runs, shown.id, shown.first, shown.other),
                *(shown.difference.mean, shown.difference.low, shown.difference.high),
            )
            for entry in found
            for shown in entry.figures
        ),
    )


def of_sensitivity(found: Sequence[Change]) -> Iterator[TidyTable]:
    """A row for each change and each thing that it moves."""
    yield TidyTable(
        "sensitivity",
        ["change", "id", "modifier", "value", "other", "changed", "kind", "of", "difference", "low", "high"],
        (
            (
                *(change.kind, change.id, change.modifier),
                *("" if value is None else value for value in (change.value, change.other)),
                *(change.changed, kind, entry.id, entry.mean, entry.low, entry.high),
            )
            for change in found
            for kind, entries in (
                ("ending", change.endings),
                ("group", change.groups),
                ("score", change.scores),
            )
            for entry in entries
        ),
    )


def of_limits(found: Sequence[Limit]) -> Iterator[TidyTable]:
    yield TidyTable(
        "limits",
        ["name", "value", "other", "changed", "role", "difference", "low", "high"],
        (
            (
                *(limit.name, limit.value, limit.other, limit.changed),
                *(
                    (limit.most.id, limit.most.mean, limit.most.low, limit.most.high)
                    if limit.most
                    else ("", "", "", "")
                ),
            )
            for limit in found
        ),
    )


def of_moves(found: Sequence[Forced]) -> Iterator[TidyTable]:
    """Each move always and never, and which other one beats it."""
    better = {entry.move: entry.by for entry in dominated(found)}
    yield TidyTable(
        "moves",
        [
            *("move", "role", "cost", "always", "always_low", "always_high"),
            *("never", "never_low", "never_high", "other_endings", "beaten_by"),
        ],
        (
            (
                *(entry.move, entry.role, entry.cost),
                *(entry.always.mean, entry.always.low, entry.always.high),
                *(entry.never.mean, entry.never.low, entry.never.high),
                *(entry.endings, better.get(entry.move, "")),
            )
            for entry in found
        ),
    )


def of_replies(found: Sequence[Reply]) -> Iterator[TidyTable]:
    yield TidyTable(
        "best_replies",
        ["role", "orders", "doctrine", "score", "gain", "low", "high"],
        (
            (
                *(reply.role, ",".join(reply.orders), reply.doctrine, reply.score),
                *(reply.gain.mean, reply.gain.low, reply.gain.high),
            )
            for reply in found
        ),
    )


def of_comparison(found: Comparison) -> Iterator[TidyTable]:
    """What a change was worth."""
    kinds = {
        "ending": found.endings,
        "score": found.scores,
        "objective": found.objectives,
        "red_line": found.red_lines,
        "track": found.tracks,
    }
    yield TidyTable(
        "differences",
        ["kind", "id", "difference", "low", "high"],
        (
            (kind, entry.id, entry.mean, entry.low, entry.high)
            for kind, entries in kinds.items()
            for entry in entries
        ),
    )
