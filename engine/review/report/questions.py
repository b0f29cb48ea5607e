"""The questions of the debrief with their evidence."""

from collections.abc import Iterator
from typing import Any

from engine.review.report.blocks import Block, Figures, Heading, Paragraph, Table
from engine.review.report.overview import drawing
from engine.review.report.source import Source, signed

MOST_ROWS = 4
"""Rows of one piece of evidence; the rest are in the turns, the appendix and the data."""


def questions(source: Source) -> Iterator[Block]:
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


def pieces(source: Source, found: list[dict[str, Any]], most: int = MOST_ROWS) -> Iterator[Block]:
    """Pieces of evidence: charts first, then rows, at last what nothing was found of."""
    drawn = [drawing(source, track) for piece in found for track in piece.get("series", [])]
    if drawn:
        yield Figures(drawn, 3)
    empty = []
    for piece in found:
        rows = list(told(source, piece))
        if rows or piece.get("turns"):
            yield from rows_of(source, piece, rows, most)
        elif not piece.get("series"):
            empty.append(piece["title"])
    if empty:
        yield Paragraph(source.say("Nothing of this in the log: {pieces}", pieces="; ".join(empty)), "quiet")


def rows_of(source: Source, piece: dict[str, Any], rows: list[list[str]], most: int) -> Iterator[Block]:
    """One piece of evidence as rows."""
    say = source.say
    yield Heading(3, piece["title"])
    if "turns" in piece:
        listed = ", ".join(str(turn) for turn in piece["turns"]) or say("none")
        yield Paragraph(say("Turns: {turns}", turns=listed))
    if rows:
        yield Table([""] * len(rows[0]), rows[:most], [9, 37, 54] if len(rows[0]) == 3 else [9, 91])
    if len(rows) > most:
        yield Paragraph(say("and {number} more", number=len(rows) - most), "quiet")


def told(source: Source, piece: dict[str, Any]) -> Iterator[list[str]]:
    """The rows in words; modifiers are those that held, the most frequent first."""
    if piece["kind"] == "modifiers":
        held = [row for row in piece["rows"] if row["times"]]
        for row in sorted(held, key=lambda row: -int(row["times"])):
            times = source.say("held {times} of {of} times", times=row["times"], of=row["of"])
            yield [signed(row["amount"]), row["reason"], times]
        return
    rows = piece.get("rows", [])
    detailed = any(row.get("detail") for row in rows)
    for row in rows:
        role = source.code(row["role"]) if row.get("role") else ""
        text = f"{role}: {row['text']}" if role else row["text"]
        yield [source.when(row["turn"]), text, *([row.get("detail") or ""] if detailed else [])]
