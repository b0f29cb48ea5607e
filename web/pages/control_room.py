"""What goes on between the seats: words and agreements as they happen, orders, answers, the turn's report."""

from typing import Any

from engine.views.moved import moved_in
from engine.views.seen import AskedQuestion, ControlView
from engine.words.language import Language

SPOKEN = ("message", "statement", "reply", "request", "chair")
SIGNED = ("proposal", "signature", "announced", "leaving")
TALK = (*SPOKEN, *SIGNED)
FILTERS = {"words": ("message", "statement"), "agreements": SIGNED, "control": ("request", "reply")}


def work(view: ControlView, language: Language) -> dict[str, Any]:
    """What consultation, orders and report show."""
    found: dict[str, Any] = {"talk": talk(view), "questions": questions(view)}
    letters = [fact["details"] for fact in view["story"] if fact["kind"] == "message"]
    found["delivered"] = {letter["id"] for letter in letters if letter.get("delivered")}
    found["texts_of"] = {letter["id"]: letter.get("text", "") for letter in letters if letter.get("carry")}
    if view["phase"] == "report" or view["finished"]:
        found["report"] = report(view)
    return found


def marked(view: ControlView) -> list[dict[str, Any]]:
    """What was said and signed in the whole run, each statement with the mark it got."""
    marks = {
        fact["details"]["statement"]: fact["details"]["title"]
        for fact in view["story"]
        if fact["kind"] == "mark"
    }
    facts = [fact for fact in view["story"] if fact["kind"] in TALK]
    return [
        {**fact, "marked": marks.get(fact["details"]["statement"], "") if fact["kind"] == "statement" else ""}
        for fact in facts
    ]


def talk(view: ControlView) -> list[dict[str, Any]]:
    """What was said and signed this turn, the newest first."""
    return [fact for fact in reversed(marked(view)) if fact["turn"] == view["turn"]]


def questions(view: ControlView) -> list[AskedQuestion]:
    """Questions put this turn, those without an answer first."""
    return sorted(view["all_questions"], key=lambda entry: bool(entry["answer"]))


def report(view: ControlView) -> dict[str, Any]:
    """What the turn that was published last has done."""
    facts = [fact for fact in view["story"] if fact["turn"] == view["turn"]]
    published = [fact for fact in facts if fact["phase"] in ("rulings", "report")]
    rulings = [fact for fact in published if fact["kind"] == "ruling"]
    return {
        "moved": moved_in(view, view["turn"]),
        "drift": [fact for fact in rulings if fact["details"]["drift"]],
        "rulings": [fact for fact in rulings if not fact["details"]["drift"]],
        "told": [fact for fact in published if fact["kind"] in ("overdue", "red_line", "brink", "agreement")],
    }
