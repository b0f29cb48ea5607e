"""Paired rehearsals, drawn for the terminal: each question with both its sides and what differs."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from console.layout import part
from console.leverage import arms, grid
from console.leverage import said as listed
from engine.rehearsal.paired import Paired, Shown
from engine.review.claims import Ended, comparable, ending_titled, run_written, said
from engine.review.paired import (
    difference_written,
    figure_named,
    interval_written,
    value_written,
)
from engine.rules.exercise import Exercise
from engine.words.language import Language

WIDEST, ARM = 30, 5
"""The widest name of a figure, and the cells on each side of its bar: a row fits into 80 signs."""
BESIDE_RUN = 27, 3
"""The same where it says how a run ended, too."""
SIGN = "◂"
"""Stands before how a run ended."""


def pair(found: Paired, exercise: Exercise, language: Language, ended: Ended | None = None) -> RenderableType:
    """One question: in words, its sides, and a row for each figure with its picture and how a run ended."""
    run = ended if ended and comparable(found, ended) else None
    entry, text = exercise.file.rehearsals[found.id], language.text
    about = [
        text(exercise.file.formats[found.format].title),
        language.count(found.runs, "run", "runs"),
        ", ".join(claim for claim in entry.because if claim in exercise.file.sources),
    ]
    widest_name, arm = BESIDE_RUN if run else (WIDEST, ARM)
    table = grid("left", "right", *(["right"] if run else []), "left", "right", "right", widest=widest_name)
    for shown in found.figures:
        change, most = shown.difference, widest(found, shares=shown.is_share)
        table.add_row(
            figure_named(shown.id, exercise, language),
            " → ".join(value_written(shown, value, language) for value in (shown.first, shown.other)),
            *([of_run(shown, run, language)] if run else []),
            arms(change.mean if change.sure else 0, most, arm),
            difference_written(shown, change.mean, language),
            Text(interval_written(shown, language), "quiet"),
        )
    return part(
        text(entry.title),
        Text(text(entry.ask), "world"),
        Text(f"1: {text(entry.first.says)}"),
        Text(f"2: {text(entry.other.says)}"),
        Text(" · ".join(filter(None, about)), "quiet"),
        *([how_it_ended(run, exercise, language)] if run else []),
        table,
        *listed(said(found, exercise, language, ended)),
    )


def of_run(shown: Shown, run: Ended, language: Language) -> Text:
    """Where a run ended, if it has this figure."""
    value = run.values.get(shown.id)
    return Text("" if value is None else f"{SIGN}{run_written(shown, value, language)}", "mark")


def how_it_ended(run: Ended, exercise: Exercise, language: Language) -> Text:
    """What the sign of the run stands for."""
    how = ending_titled(run.ending, exercise, language)
    return Text.assemble((SIGN, "mark"), " ", language.say("This run: {how}.", how=how.rstrip(".")))


def widest(found: Paired, *, shares: bool) -> float:
    """The largest difference among the shares, or among the others: what fills an arm."""
    return max(abs(shown.difference.mean) for shown in found.figures if shown.is_share == shares)


def pairs(
    found: Sequence[Paired], exercise: Exercise, language: Language, ended: Ended | None = None
) -> list[RenderableType]:
    """All of them."""
    return [pair(entry, exercise, language, ended) for entry in found]
