"""Paired rehearsals, drawn for the terminal: each question with both its sides and what differs."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from console.layout import part
from console.leverage import arms, grid, said
from engine.rehearsal.paired import Paired
from engine.review.paired import (
    difference_written,
    figure_named,
    interval_written,
    paired_said,
    value_written,
)
from engine.rules.exercise import Exercise
from engine.words.language import Language

WIDEST, ARM = 30, 5
"""The widest name of a figure, and the cells on each side of its bar: a row fits into 80 signs."""


def pair(found: Paired, exercise: Exercise, language: Language) -> RenderableType:
    """One question: in words, its sides, and a row for each figure with its picture."""
    entry, text = exercise.file.rehearsals[found.id], language.text
    about = [
        text(exercise.file.formats[found.format].title),
        language.count(found.runs, "run", "runs"),
        ", ".join(claim for claim in entry.because if claim in exercise.file.sources),
    ]
    table = grid("left", "right", "left", "right", "right", widest=WIDEST)
    for shown in found.figures:
        change, most = shown.difference, widest(found, shares=shown.is_share)
        table.add_row(
            figure_named(shown.id, exercise, language),
            " → ".join(value_written(shown, value, language) for value in (shown.first, shown.other)),
            arms(change.mean if change.sure else 0, most, ARM),
            difference_written(shown, change.mean, language),
            Text(interval_written(shown, language), "quiet"),
        )
    return part(
        text(entry.title),
        Text(text(entry.ask), "world"),
        Text(f"1: {text(entry.first.says)}"),
        Text(f"2: {text(entry.other.says)}"),
        Text(" · ".join(filter(None, about)), "quiet"),
        table,
        *said(paired_said(found, exercise, language)),
    )


def widest(found: Paired, *, shares: bool) -> float:
    """The largest difference among the shares, or among the others: what fills an arm."""
    return max(abs(shown.difference.mean) for shown in found.figures if shown.is_share == shares)


def pairs(found: Sequence[Paired], exercise: Exercise, language: Language) -> list[RenderableType]:
    """All of them."""
    return [pair(entry, exercise, language) for entry in found]
