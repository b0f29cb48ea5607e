"""All that was asked beside a rehearsal, answered and drawn."""

from collections.abc import Iterator

from rich.console import RenderableType

from console.leverage import always_and_never, best_replies, binding, differences, tornado
from console.pairs import pairs
from console.weights import weighing
from engine.rehearsal.inquiry import Findings
from engine.rules.exercise import Exercise
from engine.words.language import Language


def beside(found: Findings, exercise: Exercise, language: Language) -> Iterator[RenderableType]:
    """What was asked beside the rehearsal, each with its heading."""
    if found.comparison:
        yield differences(found.comparison, exercise, language)
    if found.replies:
        yield best_replies(found.replies, exercise, language)
    if found.limits:
        yield binding(found.limits, exercise, language)
    if found.moves:
        yield always_and_never(found.moves, exercise, language)
    if found.weights:
        yield from weighing(found.weights, exercise, language)
    if found.sensitivity:
        yield tornado(found.sensitivity, exercise, language)
    yield from pairs(found.paired, exercise, language)
