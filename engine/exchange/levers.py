"""What was asked beside a rehearsal as tidy tables: weights of seats, sensitivity, limits, moves, replies."""

from collections.abc import Iterable, Iterator, Sequence

from engine.rehearsal.best_reply import Reply
from engine.rehearsal.comparison import Comparison
from engine.rehearsal.leverage import Forced, Limit, dominated
from engine.rehearsal.sensitivity import Change
from engine.rehearsal.weights import Weights

Sheet = tuple[str, list[str], Iterable[tuple[object, ...]]]
"""Its name, the names of its columns, its rows."""


def of_weights(found: Weights) -> Iterator[Sheet]:
    """What hangs on whom; how scores go together."""
    yield (
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
    yield (
        "correlations",
        ["one", "other", "correlation", "low", "high"],
        ((pair.one, pair.other, pair.correlation, pair.low, pair.high) for pair in found.pairs),
    )


def of_sensitivity(found: Sequence[Change]) -> Iterator[Sheet]:
    """A row for each change and each thing that it moves."""
    yield (
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


def of_limits(found: Sequence[Limit]) -> Iterator[Sheet]:
    yield (
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


def of_moves(found: Sequence[Forced]) -> Iterator[Sheet]:
    """Each move always and never, and which other one beats it."""
    better = {entry.move: entry.by for entry in dominated(found)}
    yield (
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


def of_replies(found: Sequence[Reply]) -> Iterator[Sheet]:
    yield (
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


def of_comparison(found: Comparison) -> Iterator[Sheet]:
    """What a change was worth."""
    kinds = {
        "ending": found.endings,
        "score": found.scores,
        "objective": found.objectives,
        "red_line": found.red_lines,
        "track": found.tracks,
    }
    yield (
        "differences",
        ["kind", "id", "difference", "low", "high"],
        (
            (kind, entry.id, entry.mean, entry.low, entry.high)
            for kind, entries in kinds.items()
            for entry in entries
        ),
    )
