"""All that was asked of a rehearsal, answered: drawn, as plain data, and as tidy tables."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
from rich.console import RenderableType

from console.leverage import always_and_never, best_replies, binding, differences, tornado
from console.weights import weighing
from engine.exchange import levers
from engine.rehearsal.best_reply import Reply
from engine.rehearsal.comparison import Comparison
from engine.rehearsal.figures import Figures
from engine.rehearsal.leverage import Forced, Limit, dominated
from engine.rehearsal.sensitivity import Change
from engine.rehearsal.weights import Weights
from engine.rules.exercise import Exercise
from engine.words.language import Language


class Found(NamedTuple):
    """What came of it."""

    figures: Figures
    compared: Comparison | None = None
    replies: Sequence[Reply] = ()
    limits: Sequence[Limit] = ()
    moves: Sequence[Forced] = ()
    weights: Weights | None = None
    sensitivity: Sequence[Change] = ()


def beside(found: Found, exercise: Exercise, language: Language) -> Iterator[RenderableType]:
    """What was asked beside the rehearsal, each with its heading."""
    if found.compared:
        yield differences(found.compared, exercise, language)
    if found.replies:
        yield best_replies(found.replies, exercise, language)
    if found.limits:
        yield binding(list(found.limits), exercise, language)
    if found.moves:
        yield always_and_never(list(found.moves), exercise, language)
    if found.weights:
        yield from weighing(found.weights, exercise, language)
    if found.sensitivity:
        yield tornado(found.sensitivity, exercise, language)


def sheets(found: Found) -> Iterator[levers.Sheet]:
    """The same as tidy tables."""
    if found.compared:
        yield from levers.of_comparison(found.compared)
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


def plain(found: Found) -> dict[str, object]:
    """Everything as plain data."""
    result: dict[str, object] = {"figures": msgspec.to_builtins(found.figures)}
    if found.compared:
        result["other"] = msgspec.to_builtins(found.compared.other)
        names = ("endings", "scores", "objectives", "red_lines", "tracks", "alike")
        result["differences"] = {name: msgspec.to_builtins(getattr(found.compared, name)) for name in names}
    for name, entries in (
        ("best_replies", found.replies),
        ("limits", found.limits),
        ("moves", found.moves),
        ("dominated", list(dominated(found.moves))),
        ("weights", found.weights),
        ("sensitivity", found.sensitivity),
    ):
        if entries:
            result[name] = msgspec.to_builtins(entries)
    return result
