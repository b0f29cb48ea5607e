"""What evaluators made of it, for control: objectives of the exercise, ratings, findings, the plan."""

from collections.abc import Iterator

from engine.review.report.blocks import Block, Bullets, Heading, Paragraph, TableBlock
from engine.review.report.questions import pieces
from engine.review.report.source import ReportSource
from engine.views.seen import Aim, Evaluation, Finding, Link, Observation, is_control

EMPTY_ROWS = 6
"""Rows of an improvement plan that is still to be written."""


def evaluation(source: ReportSource) -> Iterator[Block]:
    """The objectives of the exercise with their ratings, and the findings under each; control's alone."""
    if not is_control(source.view):
        return
    found = source.view["evaluation"]
    if not (found["objectives"] or found["findings"]):
        return
    say = source.say
    yield Heading(1, say("Analysis by objective"))
    yield TableBlock(
        [say("Objective of the exercise"), say("Capability"), *("P", "S", "M", "U")],
        [
            [aim["objective"], aim["capability"], *("×" if aim["rating"] == code else "" for code in "PSMU")]
            for aim in found["objectives"]
        ],
        [46, 30, 6, 6, 6, 6],
    )
    yield Paragraph("; ".join(f"{entry['code']}: {entry['title']}" for entry in found["ratings"]), "quiet")
    for aim in found["objectives"]:
        yield from aim_of(source, aim, found)
    others = [entry for entry in found["findings"] if not entry["objective"]]
    if others:
        yield Heading(2, say("Other findings"))
        yield from findings(source, others)
    yield from observed(source, found["observations"])


def aim_of(source: ReportSource, aim: Aim, found: Evaluation) -> Iterator[Block]:
    """One objective: tasks, rating and why, what it rests on, findings."""
    say = source.say
    yield Heading(2, aim["objective"])
    rating = f"{aim['rating']}: {aim['rating_words']}" if aim["rating"] else say("not rated")
    yield Paragraph(say("Rating: {rating}", rating=rating), "lead" if aim["rating"] else "quiet")
    if aim["text"]:
        yield Paragraph(aim["text"])
    if aim["tasks"]:
        yield Paragraph(say("Critical tasks:"))
        yield Bullets(aim["tasks"])
    yield from links(source, aim["links"])
    shown = list(pieces(source, source.pieces(aim["id"])))
    if shown:
        yield Heading(3, say("What the log shows"))
        yield from shown
    yield from findings(source, [entry for entry in found["findings"] if entry["objective"] == aim["id"]])


def links(source: ReportSource, found: list[Link]) -> Iterator[Block]:
    """The moments it rests on."""
    if found:
        rows = [[source.when(link["turn"], link["phase"]), link["text"]] for link in found]
        yield Heading(3, source.say("What it rests on"))
        yield TableBlock(["", ""], rows, [20, 80])


def findings(source: ReportSource, found: list[Finding]) -> Iterator[Block]:
    """Strengths first, then areas for improvement, each with its analysis."""
    say = source.say
    for kind, title in (("strength", "Strengths"), ("improvement", "Areas for improvement")):
        mine = [entry for entry in found if entry["kind"] == kind]
        if mine:
            yield Heading(3, say(title))
        for entry in mine:
            yield Paragraph(entry["title"], "lead")
            if entry["analysis"]:
                yield Paragraph(say("Analysis: {text}", text=entry["analysis"]))
            if entry["recommendation"]:
                yield Paragraph(say("Recommendation: {text}", text=entry["recommendation"]))
            yield from links(source, entry["links"])


def observed(source: ReportSource, notes: list[Observation]) -> Iterator[Block]:
    """What observers and control wrote down, at its moment."""
    rows = [
        [
            source.when(note["turn"], note["phase"]),
            note["author"],
            note["about_words"] or note["about"],
            note["text"],
        ]
        for note in notes
        if note["kind"] != "discussion"
    ]
    if rows:
        yield Heading(2, source.say("Observations and notes"))
        say = source.say
        heads = [say("When"), say("Written by"), say("About"), say("Observation")]
        yield TableBlock(heads, rows, [18, 14, 22, 46])


def improvement(source: ReportSource) -> Iterator[Block]:
    """The improvement plan in HSEEP's columns; an area that nobody has a step for yet stands in it, too."""
    if not is_control(source.view):
        return
    found, say = source.view["evaluation"], source.say
    areas = {entry["id"]: entry for entry in found["findings"]}
    aims = {aim["id"]: aim["capability"] for aim in found["objectives"]}
    taken = {step["finding"] for step in found["plan"]}

    def row(finding: str, *step: str) -> list[str]:
        area = areas.get(finding)
        return [aims.get(area["objective"], ""), area["title"], *step] if area else ["", "", *step]

    rows = [
        row(
            step["finding"],
            step["action"],
            step["element_words"],
            step["owner"],
            step["contact"],
            step["start"],
            step["due"],
            step["status_words"],
        )
        for step in found["plan"]
    ]
    rows += [
        row(name, *[""] * 7)
        for name, entry in areas.items()
        if entry["kind"] == "improvement" and name not in taken
    ]
    head = [
        say("Capability"),
        say("Area for improvement"),
        say("Corrective action"),
        say("Element"),
        say("Responsible organisation"),
        say("Point of contact"),
        say("Start"),
        say("Completion"),
        say("Status"),
    ]
    yield Heading(1, source.appendix(say("Improvement plan")))
    if not rows:
        yield Paragraph(say("No step has been planned yet: the rows are to be filled in by hand."), "quiet")
    yield TableBlock(head, rows or [[""] * len(head)] * EMPTY_ROWS, [12, 15, 18, 10, 11, 10, 8, 8, 8])
