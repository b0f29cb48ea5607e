"""The questions of the debrief, each with its evidence from this log, and room for what is said about it."""

from collections.abc import Iterator
from typing import cast

from flask import abort, request

from engine.review.pieces import DebriefQuestion, EvidenceRow, RowsPiece
from engine.views import CONTROL
from engine.views.seen import is_control
from web.pages.debrief_visit import Visit, show, visit
from web.rendering import Refused

MOST_PROJECTED = 8
"""Rows of a piece of evidence on the wall."""


def questions(run: str, seat: str, refused: Refused | None = None) -> str:
    """All questions, and which have evidence; and who saw through whom."""
    found = visit(run, seat)
    context = {
        "questions": [{**question, "pieces": pieces(question)} for question in asked_of(found)],
        "paper": paper(found),
        "paper_address": lambda role: found.address("questions", guess_for=role),
    }
    return show(found, "debrief/questions.html", "questions", refused, **context)


def paper(found: Visit) -> str:
    """The role for which control enters what it has guessed on paper; empty where none is asked for."""
    role = request.args.get("guess_for", "")
    return role if is_control(found.view) and role in found.view["all_guessing"] else ""


def question(run: str, seat: str, question: str, refused: Refused | None = None) -> str:
    """One question, to be discussed or to be projected. 404 where there is no such question."""
    found = visit(run, seat)
    asked = asked_of(found)
    at = next((index for index, entry in enumerate(asked) if entry["id"] == question), None)
    if at is None:
        abort(404)
    projected = request.args.get("project") == "1"
    context = {
        "question": asked[at],
        "number": at + 1,
        "all": len(asked),
        "before": asked[at - 1]["id"] if at else "",
        "after": asked[at + 1]["id"] if at + 1 < len(asked) else "",
        "stop_of": found.open_debrief.stop_of(found.eyes),
        "events": list(events(found, asked[at])) if found.is_control else [],
        "most": MOST_PROJECTED if projected else 0,
        "turns_played": found.open_debrief.view(found.eyes, found.language.code)["turns"],
    }
    template = "debrief/project.html" if projected else "debrief/question.html"
    return show(found, template, "questions", refused, theme="dark" if projected else "", **context)


def asked_of(found: Visit) -> list[DebriefQuestion]:
    """The questions as these eyes read them. What was noted about them is the seat's own to know."""
    asked = found.open_debrief.questions(found.eyes, found.language.code)
    if not found.sees_all:
        return asked
    told = found.open_debrief.questions(CONTROL, found.language.code)
    notes = {question["id"]: question["notes"] for question in told}
    return [{**question, "notes": notes[question["id"]]} for question in asked]


def events(found: Visit, asked: DebriefQuestion) -> Iterator[tuple[str, int, str]]:
    """What the evidence of a question holds, for a note to be pinned to: as what, its turn and its words."""
    if not found.open_debrief.sees_all(found.eyes):
        return
    stop_of, seen = found.open_debrief.stop_of(found.eyes), set[int]()
    for piece in asked["evidence"]:
        if piece["kind"] in ("series", "derived", "modifiers"):
            continue
        for row in cast(list[EvidenceRow], cast(RowsPiece, piece)["rows"]):
            stop = stop_of(row["number"] or 0)
            if stop and stop not in seen:
                seen.add(stop)
                yield found.open_debrief.pointed("en").reference(stop), row["turn"], row["text"]


def pieces(asked: DebriefQuestion) -> dict[str, int]:
    """How many pieces of evidence a question has, and how many of them show something."""
    told = sum(not piece["empty"] for piece in asked["evidence"])
    return {"all": len(asked["evidence"]), "told": told}
