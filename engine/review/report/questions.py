"""The questions of the debrief with their evidence."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.review.pieces import Piece, RowsPiece
from engine.review.report.blocks import Block, Figures, Heading, Paragraph, TableBlock
from engine.review.report.overview import drawing
from engine.review.report.source import ReportSource
from engine.words.numbers import signed

MOST_ROWS = 4
"""Rows of one piece of evidence in a copy that is not control's: those that moved most. The rest are in the
turns and the data. Control's copy has them all.
"""
NEVER_CUT = ("ending", "overrides")
UNANSWERED = 3
"""What it weighs that something was left unanswered, beside steps of tracks."""


def questions(source: ReportSource) -> Iterator[Block]:
    """The questions of the debrief with their evidence and what was said."""
    asked = source.questions
    if not asked:
        return
    yield Heading(1, source.say("Questions for the debrief"))
    for question in asked:
        yield Heading(2, question["ask"])
        for note in question["notes"]:
            yield Paragraph(source.say("Discussion: {text}", text=note["text"]), "lead")
        yield from pieces(source, question["evidence"])


def pieces(source: ReportSource, found: list[Piece]) -> Iterator[Block]:
    """Pieces of evidence: charts first, then rows, at last what nothing was found of."""
    drawn = [
        drawing(source, track)
        for piece in found
        if piece["kind"] == "series" or piece["kind"] == "derived"
        for track in piece["series"]
    ]
    if drawn:
        yield Figures(drawn, 3)
    empty = []
    for piece in found:
        if piece["kind"] == "series" or piece["kind"] == "derived":
            empty += [] if piece["series"] else [piece["title"]]
            continue
        rows = list(told(source, piece))
        if rows or turns_of(piece):
            yield from rows_of(source, piece, rows)
        else:
            empty.append(piece["title"])
    if empty:
        yield Paragraph(source.say("Nothing of this in the log: {pieces}", pieces="; ".join(empty)), "quiet")


def rows_of(source: ReportSource, piece: RowsPiece, rows: list[list[str]]) -> Iterator[Block]:
    """One piece of evidence as rows; where some are left out, those that moved least."""
    say, kept = source.say, weightiest(source, piece, len(rows))
    yield Heading(3, piece["title"])
    turns = turns_of(piece)
    if turns is not None:
        listed = ", ".join(map(str, turns)) or say("none")
        yield Paragraph(say("Turns: {turns}", turns=listed))
    if rows:
        shown = [rows[place] for place in kept]
        yield TableBlock([""] * len(rows[0]), shown, [9, 37, 54] if len(rows[0]) == 3 else [9, 91])
    if len(rows) > len(kept):
        left = say("and {number} more that moved less", number=len(rows) - len(kept))
        yield Paragraph(left, "quiet")


def weightiest(source: ReportSource, piece: RowsPiece, number: int) -> list[int]:
    """The places of the rows that are shown, in the order of time. Modifiers come the most frequent first."""
    places = list(range(number))
    if source.control or piece["kind"] in NEVER_CUT:
        return places
    if piece["kind"] != "modifiers":
        places.sort(key=lambda place: (-weight(piece["rows"][place]), -place))
    return sorted(places[:MOST_ROWS])


def weight(row: Mapping[str, Any]) -> int:
    """How much a row moved: steps of a track, effects of a ruling or an order, something left unanswered."""
    if row.get("change") == "overdue" or ("until" in row and row["until"] is None):
        return UNANSWERED
    before, after = row.get("before"), row.get("after")
    if isinstance(before, int) and isinstance(after, int):
        return abs(after - before)
    return len(row.get("effects", ()))


def turns_of(piece: RowsPiece) -> list[int] | None:
    """The turns that a piece is about, where it is about turns."""
    return piece["turns"] if piece["kind"] == "without" or piece["kind"] == "together" else None


def told(source: ReportSource, piece: RowsPiece) -> Iterator[list[str]]:
    """The rows in words; modifiers are those that held, the most frequent first."""
    if piece["kind"] == "modifiers":
        held = [row for row in piece["rows"] if row["times"]]
        for modifier in sorted(held, key=lambda row: -row["times"]):
            times = source.say("held {times} of {of} times", times=modifier["times"], of=modifier["of"])
            yield [signed(modifier["amount"]), modifier["reason"], times]
        return
    detailed = any(row["detail"] for row in piece["rows"])
    for row in piece["rows"]:
        role = source.code(row["role"]) if row["role"] else ""
        text = f"{role}: {row['text']}" if role else row["text"]
        then = str(row.get("then", ""))
        detail = f"{row['detail']}: {then}" if then else row["detail"]
        if piece["kind"] == "overrides":
            before, reason = row.get("before"), row.get("reason")
            text = f"{before} → {text}" if before else text
            detail = " · ".join(filter(None, (detail, str(reason))))
        yield [source.when(row["turn"]), text, *([detail] if detailed else [])]
