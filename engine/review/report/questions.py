"""The questions of the debrief with their evidence."""

from collections.abc import Iterator

from engine.review.pieces import Piece, RowsPiece
from engine.review.report.blocks import Block, Figures, Heading, Paragraph, TableBlock
from engine.review.report.overview import drawing
from engine.review.report.source import ReportSource
from engine.words.numbers import signed

MOST_ROWS = 4
"""Rows of one piece of evidence; the rest are in the turns, the appendix and the data."""


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


def pieces(source: ReportSource, found: list[Piece], most: int = MOST_ROWS) -> Iterator[Block]:
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
            yield from rows_of(source, piece, rows, most)
        else:
            empty.append(piece["title"])
    if empty:
        yield Paragraph(source.say("Nothing of this in the log: {pieces}", pieces="; ".join(empty)), "quiet")


def rows_of(source: ReportSource, piece: RowsPiece, rows: list[list[str]], most: int) -> Iterator[Block]:
    """One piece of evidence as rows."""
    say = source.say
    yield Heading(3, piece["title"])
    turns = turns_of(piece)
    if turns is not None:
        listed = ", ".join(map(str, turns)) or say("none")
        yield Paragraph(say("Turns: {turns}", turns=listed))
    if rows:
        yield TableBlock([""] * len(rows[0]), rows[:most], [9, 37, 54] if len(rows[0]) == 3 else [9, 91])
    if len(rows) > most:
        yield Paragraph(say("and {number} more", number=len(rows) - most), "quiet")


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
        yield [source.when(row["turn"]), text, *([row["detail"]] if detailed else [])]
