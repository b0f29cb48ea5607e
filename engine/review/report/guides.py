"""Exercise evaluation guides, as HSEEP has them: a sheet for each objective, to be filled in by hand."""

from collections.abc import Iterator

from engine.review.report.blocks import Block, Break, Heading, Paragraph, Room, TableBlock
from engine.review.report.source import ReportSource
from engine.views.seen import Aim, Code, is_control

LINES = 2
"""Lines to write on, for each thing that is asked: a guide is one page."""
TALL = "\u00a0\n\u00a0\n\u00a0"
"""A cell that is high enough to be written in."""


def guides(source: ReportSource) -> Iterator[Block]:
    """A guide for each objective of the exercise; control's alone."""
    if not is_control(source.view):
        return
    found = source.view["evaluation"]
    if not found["objectives"]:
        return
    yield Heading(1, source.appendix(source.say("Exercise evaluation guides")))
    for place, aim in enumerate(found["objectives"]):
        if place:
            yield Break()
        yield from guide(source, aim, found["ratings"])


def guide(source: ReportSource, aim: Aim, ratings: list[Code]) -> Iterator[Block]:
    """One guide: what is watched for, task by task, what was seen, and the rating."""
    say = source.say
    yield Heading(2, aim["objective"])
    head = [[say("Capability"), aim["capability"]], [say("Evaluator"), ""], [say("Place and time"), ""]]
    yield TableBlock(["", ""], head, [28, 72], key=True)
    tasks = aim["tasks"] or [aim["objective"]]
    yield TableBlock(
        [say("Critical task"), say("Observed: what, by whom, when"), *(entry["code"] for entry in ratings)],
        [[task, TALL, *[""] * len(ratings)] for task in tasks],
        [34, 46, *[5] * len(ratings)],
    )
    yield Paragraph("; ".join(f"{entry['code']}: {entry['title']}" for entry in ratings), "quiet")
    for asked in (say("Strengths"), say("Areas for improvement"), say("Why this rating")):
        yield Heading(3, asked)
        yield Room(LINES)
