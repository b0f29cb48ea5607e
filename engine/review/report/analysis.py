"""What is made of it: objectives of the exercise, scores, luck, overrides, questions, the plan."""

from collections.abc import Iterator
from typing import Any

from engine.review.chances import swings
from engine.review.report.blocks import Block, Bullets, Figures, Heading, Paragraph, Table
from engine.review.report.overview import drawing
from engine.review.report.source import Progress, Source, percent, signed

MOST_ROWS = 12
"""Rows of one piece of evidence; the rest are in the appendix and in the data."""
LEAST_LIKELY = 10


def evaluation(source: Source) -> Iterator[Block]:
    """The objectives of the exercise with their ratings, and the findings under each; control's alone."""
    found = source.view.get("evaluation")
    if not found or not (found["objectives"] or found["findings"]):
        return
    say = source.say
    yield Heading(1, say("Analysis by objective"))
    yield Table(
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


def aim_of(source: Source, aim: dict[str, Any], found: dict[str, Any]) -> Iterator[Block]:
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
    yield from findings(source, [entry for entry in found["findings"] if entry["objective"] == aim["id"]])


def links(source: Source, found: list[dict[str, Any]]) -> Iterator[Block]:
    """The moments it rests on."""
    if found:
        rows = [[source.when(link["turn"], link["phase"]), link["text"]] for link in found]
        yield Table([source.say("When"), source.say("What it rests on")], rows, [24, 76])


def findings(source: Source, found: list[dict[str, Any]]) -> Iterator[Block]:
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


def observed(source: Source, notes: list[dict[str, Any]]) -> Iterator[Block]:
    """What observers and control wrote down, at its moment."""
    rows = [
        [source.when(note["turn"], note["phase"]), note.get("about_words") or note["about"], note["text"]]
        for note in notes
        if note["kind"] != "discussion"
    ]
    if rows:
        yield Heading(2, source.say("Observations and notes"))
        yield Table([source.say("When"), source.say("About"), source.say("Observation")], rows, [20, 24, 56])


def scores(source: Source) -> Iterator[Block]:
    """Points, objectives and red lines of every role whose they may be read."""
    say, view = source.say, source.view
    roles = view.get("all_objectives") or ({source.eyes: view["objectives"]} if "objectives" in view else {})
    lines = view.get("all_red_lines") or {source.eyes: view.get("red_lines", [])}
    if not roles:
        return
    yield Heading(1, say("Scores and objectives of the roles"))
    points = {entry["role"]: entry["score"] for entry in (view["outcome"] or {}).get("scores", [])}
    for role, goals in roles.items():
        title = next((entry["title"] for entry in view["roles"] if entry["id"] == role), role)
        score = f": {source.count(points[role], 'point', 'points')}" if role in points else ""
        yield Heading(2, f"{title}{score}")
        rows = [
            [goal["title"], say("met") if goal["met"] else say("not met"), signed(goal["points"])]
            for goal in goals
        ]
        rows += [
            [
                say("Red line: {line}", line=line["title"]),
                say("crossed") if line["crossed"] else say("holds"),
                signed(line["points"]),
            ]
            for line in lines.get(role, [])
        ]
        yield Table([say("Objective"), say("At the end"), say("Points")], rows, [64, 22, 14])


def chance(source: Source, progress: Progress | None) -> Iterator[Block]:
    """The luck ledger: how likely what happened was, and what hung on dice."""
    ledger = source.luck
    thrown = [row for row in ledger["rows"] if row["dice"]]
    if not thrown:
        return
    say = source.say
    yield Heading(1, say("Dice and decisions"))
    yield Paragraph(ledger["run"]["words"])
    if source.control:
        yield from worth(source, progress)
    rows = sorted(thrown, key=lambda row: float(row["chance"]))[:LEAST_LIKELY]
    yield Heading(2, say("The least likely results"))
    yield Table(
        [
            say("When"),
            say("Role"),
            say("Ruling and result"),
            say("Chance"),
            say("This or better"),
            say("Hung on"),
        ],
        [
            [
                source.when(row["turn"]),
                source.code(row["role"]) if row["role"] else "",
                f"{row['table']}: {row['result']}",
                percent(row["chance"]),
                percent(row["or_better"]),
                ", ".join(say(word) for word in row["hung"]),
            ]
            for row in rows
        ],
        [13, 9, 42, 10, 12, 14],
    )


def worth(source: Source, progress: Progress | None) -> Iterator[Block]:
    """What the dice were worth to each role in points."""
    say = source.say
    found = swings(source.run, source.language.code, progress)
    if found["empty"] or not found["roles"]:
        yield Paragraph(found["empty"], "quiet")
        return
    yield Heading(2, say("What the dice were worth"))
    yield Table(
        [say("Role"), say("Start"), say("Dice"), say("Control"), say("Decisions"), say("Score")],
        [
            [
                entry["title"],
                *(signed(entry[part], 1) for part in ("start", "dice", "control", "decisions")),
                str(round(entry["score"])).replace("-", "−"),
            ]
            for entry in found["roles"]
        ],
        [30, 14, 14, 14, 14, 14],
    )
    yield Paragraph(
        say(
            "In points of each role's score as it stood at the end of the turn: the row that came, less the mean "
            "of all rows that could have come, each weighed with its chance."
        ),
        "quiet",
    )


def overrides(source: Source) -> Iterator[Block]:
    """Rulings that control moved, with what the table said and why."""
    moved = [fact for fact in source.facts("ruling") if fact["details"].get("replaced")]
    if not moved:
        return
    say = source.say
    yield Heading(1, say("Rulings that control moved"))
    rows = [
        [
            source.when(fact["turn"]),
            fact["details"]["table"],
            hit_before(fact["details"]),
            fact["text"],
            fact["details"]["reason"],
        ]
        for fact in moved
    ]
    yield Table(
        [say("When"), say("Table"), say("What the dice gave"), say("What control ruled"), say("Reason")],
        rows,
        [11, 19, 24, 24, 22],
    )


def hit_before(details: dict[str, Any]) -> str:
    """The row that the table gave, by its words where they are known."""
    return str(details.get("replaced_words") or details["replaced"])


def questions(source: Source) -> Iterator[Block]:
    """The questions of the debrief with their evidence and what was said."""
    asked = source.questions
    if not asked:
        return
    yield Heading(1, source.say("Questions for the debrief"))
    for question in asked:
        yield Heading(2, question["ask"])
        for piece in question["evidence"]:
            yield from evidence(source, piece)
        for note in question["notes"]:
            yield Paragraph(source.say("Discussion: {text}", text=note["text"]), "lead")


def evidence(source: Source, piece: dict[str, Any]) -> Iterator[Block]:
    """One piece of evidence: a chart, or rows."""
    say = source.say
    if piece["empty"]:
        yield Paragraph(f"{piece['title']}: {piece['empty']}", "quiet")
        return
    yield Heading(3, piece["title"])
    if piece.get("series"):
        yield Figures([drawing(source, track) for track in piece["series"]])
        return
    if piece["kind"] == "modifiers":
        rows = [
            [signed(row["amount"]), row["reason"], say("{times} of {of}", times=row["times"], of=row["of"])]
            for row in piece["rows"]
        ]
        yield Table([say("Modifier"), say("Reason"), say("How often it held")], rows, [14, 60, 26])
        return
    if "turns" in piece:
        listed = ", ".join(str(turn) for turn in piece["turns"]) or say("none")
        yield Paragraph(say("Turns: {turns}", turns=listed))
    rows = [
        [
            source.when(row["turn"]),
            source.code(row["role"]) if row.get("role") else "",
            row["text"],
            row.get("detail") or "",
        ]
        for row in piece.get("rows", [])
    ]
    if rows:
        yield Table([say("When"), say("Role"), say("What"), say("Detail")], rows[:MOST_ROWS], [12, 9, 41, 38])
    if len(rows) > MOST_ROWS:
        yield Paragraph(say("and {number} more", number=len(rows) - MOST_ROWS), "quiet")


def improvement(source: Source) -> Iterator[Block]:
    """The improvement plan, in HSEEP's columns."""
    found = source.view.get("evaluation")
    if not found or not (found["plan"] or found["findings"]):
        return
    say = source.say
    yield Heading(1, say("Improvement plan"))
    areas = {entry["id"]: entry for entry in found["findings"]}
    aims = {aim["id"]: aim["capability"] for aim in found["objectives"]}
    elements = {entry["code"]: entry["title"] for entry in found["elements"]}
    statuses = {entry["code"]: entry["title"] for entry in found["statuses"]}
    rows = []
    for step in found["plan"]:
        area = areas.get(step["finding"], {})
        owner = f"{step['owner']}\n{step['contact']}" if step["contact"] else step["owner"]
        dates = "\n".join(filter(None, (step["start"], step["due"])))
        rows.append(
            [
                aims.get(area.get("objective", ""), ""),
                area.get("title", ""),
                step["action"],
                elements.get(step["element"], step["element"]),
                owner,
                dates,
                statuses.get(step["status"], step["status"]),
            ]
        )
    head = [
        say("Capability"),
        say("Area for improvement"),
        say("Corrective action"),
        say("Element"),
        say("Responsible and contact"),
        say("Start and completion"),
        say("Status"),
    ]
    if rows:
        yield Table(head, rows, [14, 18, 22, 12, 14, 11, 9])
    else:
        yield Paragraph(say("No step has been planned yet."), "quiet")
