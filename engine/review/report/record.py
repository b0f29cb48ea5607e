"""The log in words, line by line, for control: also what was taken back, and what was said to few."""

from collections.abc import Iterator

from engine.exchange.export.source import ExportSource, walk
from engine.review.report.blocks import Block, Heading, Paragraph, TableBlock
from engine.review.report.source import ReportSource
from engine.views.journal import Journal
from engine.views.seen import RulingDetails

WITHIN = ("question", "answer", "message", "sought", "told", "overdue", "rejected", "agreement")
"""Kinds of facts that a line has beside the words for it."""
GONE = (*WITHIN, "ruling", "order", "inject", "refused", "brink", "red_line")
"""The same of a line that was taken back: no other chapter tells of them."""


def record(source: ReportSource) -> Iterator[Block]:
    """Every line of the log with what it caused."""
    if not source.own:
        return
    say = source.say
    yield Heading(1, source.appendix(say("The log, line by line")))
    yield Paragraph(
        say("All that anybody did, in its order. What was taken back stands here, too, and is marked."),
        "quiet",
    )
    beside = told_beside(source)
    journal = Journal(source.run.state, source.language.code)
    rows = []
    for line in reversed(journal.tell(source.run.log.lines, whole=True)):
        more = [text for text in beside.get(line["seq"], []) if text not in line["text"]]
        text = "\n".join([line["text"], *more])
        back = "" if line["standing"] else say("taken back")
        rows.append([str(line["seq"]), source.when(line["turn"], line["phase"]), line["code"], text, back])
    head = [say("Line"), say("When"), say("Who"), say("What"), ""]
    yield TableBlock(head, rows, [5, 16, 9, 60, 10])


def told_beside(source: ReportSource) -> dict[int, list[str]]:
    """By line, what it told beside its own words, as control was told of it then."""
    found: dict[int, list[str]] = {}
    for moment in walk(ExportSource.of(source.run), source.language.code):
        kinds = WITHIN if moment.standing else GONE
        told = [
            f"{fact.read(RulingDetails)['table']}: {fact.text}" if fact.kind == "ruling" else fact.text
            for fact in moment.facts
            if fact.kind in kinds
        ]
        found.setdefault(moment.line.seq, []).extend(told)
    return found
