"""What goes on between the seats: words and agreements as they happen, orders, answers, the turn's report."""

from typing import Any

from engine.words.language import Language
from web.served import Picture

SPOKEN = ("message", "statement", "reply", "request", "chair")
SIGNED = ("proposal", "signature", "announced", "leaving")
TALK = (*SPOKEN, *SIGNED)
FILTERS = {"words": ("message", "statement"), "agreements": SIGNED, "control": ("request", "reply")}


def work(view: Picture, language: Language) -> dict[str, Any]:
    """What consultation, orders and report show."""
    found: dict[str, Any] = {"talk": talk(view), "questions": questions(view)}
    found["delivered"] = {
        fact["details"]["id"] for fact in view["story"] if fact["details"].get("delivered") is True
    }
    found["texts_of"] = {
        fact["details"]["id"]: fact["details"].get("text", "")
        for fact in view["story"]
        if fact["kind"] == "message" and fact["details"].get("carry")
    }
    if view["phase"] == "report" or view["finished"]:
        found["report"] = report(view)
    return found


def marked(view: Picture) -> list[dict[str, Any]]:
    """What was said and signed in the whole run, each statement with the mark it got."""
    marks = {
        fact["details"].get("statement"): fact["details"].get("title") or fact["text"]
        for fact in view["story"]
        if fact["kind"] == "mark"
    }
    facts = [fact for fact in view["story"] if fact["kind"] in TALK]
    return [{**fact, "marked": marks.get(fact["details"].get("statement"), "")} for fact in facts]


def talk(view: Picture) -> list[dict[str, Any]]:
    """What was said and signed this turn, the newest first."""
    return [fact for fact in reversed(marked(view)) if fact["turn"] == view["turn"]]


def questions(view: Picture) -> list[dict[str, Any]]:
    """Questions put this turn, those without an answer first."""
    return sorted(view["all_questions"], key=lambda entry: bool(entry["answer"]))


def report(view: Picture) -> dict[str, Any]:
    """What the turn that was published last has done."""
    facts = [fact for fact in view["story"] if fact["turn"] == view["turn"]]
    published = [fact for fact in facts if fact["phase"] in ("rulings", "report")]
    rulings = [fact for fact in published if fact["kind"] == "ruling"]
    return {
        "moved": moved(view, published),
        "drift": [fact for fact in rulings if fact["details"].get("path", "").startswith("drift")],
        "rulings": [fact for fact in rulings if not fact["details"].get("path", "").startswith("drift")],
        "told": [fact for fact in published if fact["kind"] in ("overdue", "red_line", "brink", "agreement")],
    }


def moved(view: Picture, facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each track that moved: where it began, every value it took, and all causes once."""
    titles = {track["id"]: track["title"] for track in view["tracks"]}
    found: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if fact["kind"] == "track":
            more = fact["details"]
            first = {
                "title": titles.get(more["track"], more["track"]),
                "course": [more["before"]],
                "causes": [],
            }
            entry = found.setdefault(more["track"], first)
            entry["course"].append(more["after"])
            entry["causes"] += [cause for cause in more["causes"] if cause not in entry["causes"]]
    return list(found.values())
