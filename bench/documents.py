"""What the debrief hands out after an evening: its report as a page, and for a word processor.

The page against deciding the same log afresh, since chances and luck are reckoned from it; the document
against drawing each of its pictures once, since a word processor reads no SVG.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import astuple

from bench.debrief import EVENING
from bench.debrief import write as write_log
from bench.fold import again
from bench.measure import Figure, in_turn, milliseconds, most
from bench.runs import MEMORY
from engine.pictures.dots import png
from engine.record.run import Run
from engine.review.report import report
from engine.review.report.blocks import Drawing, Report
from engine.review.report.to_html import html
from engine.review.report.to_word import dots, word
from engine.rules.exercise import Exercise

DRAWN = "The file is packed twice: the library writes into it when it was made."
RECKONED = (
    "Nothing is sampled: every row that could have come of a ruling is decided, with its line of the log."
)
PAGE = most("the report of an evening, as HTML", 1, " s", why=RECKONED)
DOCUMENT = most("the same as DOCX", 1.5, why=DRAWN)


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure]:
    """The report as control reads it: as a page with all that is reckoned for it, then as a document."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        path = Path(folder) / "evening.jsonl"
        size = f"{write_log(exercise, path, EVENING // 10 if quick else EVENING)} events"
        run = Run.open(path)
        made = report(run)
        different = {drawing.svg for drawing in drawings(made)}
        page, afresh, document, drawn = in_turn(
            lambda: html(report(run)),
            partial(again, run),
            partial(document_of, made),
            lambda: [png(svg) for svg in different],
            rounds=1 if quick else 5,
        )
    decided = milliseconds(afresh) + " decided afresh"
    yield PAGE.figure(milliseconds(page), decided, page / afresh, measured=page, size=size)
    once = f"{milliseconds(drawn)} its {len(different)} pictures"
    yield DOCUMENT.figure(milliseconds(document), once, document / drawn)


def document_of(made: Report) -> bytes:
    """The document, when none of its pictures was drawn for another one before."""
    dots.cache_clear()
    return word(made)


def drawings(part: object) -> Iterator[Drawing]:
    """Every picture in a report, wherever it stands."""
    if isinstance(part, Drawing):
        yield part
    elif isinstance(part, Struct):
        yield from drawings(astuple(part))
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from drawings(inner)
