"""What goes on between the seats: words and agreements as they happen, orders, answers, the turn's report."""

from typing import NamedTuple, NotRequired, TypedDict

from engine.views.moved import moved_in
from engine.views.seen import AskedQuestion, ControlView, Details, Fact, Moved, RulingFact

SPOKEN = ("message", "notebook", "promise", "statement", "reply", "request", "chair", "text")
SIGNED = ("proposal", "signature", "announced", "leaving")
MOST_SHOWN = 30
"""How much of it the page shows, the newest; all of it stands in the panel with the words."""
TALK = (*SPOKEN, *SIGNED)
FILTERS = {"words": ("message", "statement"), "agreements": SIGNED, "control": ("request", "reply")}


class Talked(NamedTuple):
    """What was said or signed."""

    number: int
    line: int
    turn: int
    kind: str
    text: str
    details: Details
    marked: str
    """The mark that a statement got; empty without."""
    at: str = ""
    """When, where times are shown."""


class Report(TypedDict):
    """What the turn that was published last has done."""

    moved: list[Moved]
    drift: list[RulingFact]
    rulings: list[RulingFact]
    told: list[Fact]


class Goings(TypedDict):
    """What consultation, orders and report show."""

    talk: list[Talked]
    """The newest of what was said and signed in this turn."""
    talk_all: int
    questions: list[AskedQuestion]
    delivered: set[str]
    """The letters that have arrived, by their ids."""
    texts_of: dict[str, str]
    """By its id, the text of each letter that was handed to a carrier."""
    report: NotRequired[Report]


def work(view: ControlView, only: str) -> Goings:
    """What consultation, orders and report show; `only` is the kind of what is said that is looked at."""
    said = talk(view, only)
    letters = [fact["details"] for fact in view["story"] if fact["kind"] == "message"]
    found: Goings = {
        "talk": said[:MOST_SHOWN],
        "talk_all": len(said),
        "questions": questions(view),
        "delivered": {letter["id"] for letter in letters if letter.get("delivered")},
        "texts_of": {letter["id"]: letter.get("text", "") for letter in letters if letter.get("carry")},
    }
    if view["phase"] == "report" or view["finished"]:
        found["report"] = report(view)
    return found


def marked(view: ControlView) -> list[Talked]:
    """What was said and signed in the whole run, each statement with the mark it got."""
    marks = {
        fact["details"]["statement"]: fact["details"]["title"]
        for fact in view["story"]
        if fact["kind"] == "mark"
    }
    facts = [fact for fact in view["story"] if fact["kind"] in TALK]
    return [
        Talked(
            fact["number"],
            fact["line"],
            fact["turn"],
            fact["kind"],
            fact["text"],
            fact["details"],
            marks.get(fact["details"]["statement"], "") if fact["kind"] == "statement" else "",
        )
        for fact in facts
    ]


def talk(view: ControlView, only: str = "") -> list[Talked]:
    """What was said and signed this turn, the newest first."""
    kinds = FILTERS.get(only, TALK)
    return [fact for fact in reversed(marked(view)) if fact.turn == view["turn"] and fact.kind in kinds]


def questions(view: ControlView) -> list[AskedQuestion]:
    """Questions put this turn, those without an answer first."""
    return sorted(view["all_questions"], key=lambda entry: bool(entry["answer"]))


def report(view: ControlView) -> Report:
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
