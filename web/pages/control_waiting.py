"""What waits for control, as links: each leads to where it can be dealt with."""

from typing import TypedDict

from engine.views.seen import AskedQuestion, ControlView, Request, Waiting
from engine.words.language import Language
from web.open_run import OpenRun
from web.rendering import Query

MOST = 8
"""Entries that stand in the rail at once."""
DUTY = {
    "question": "answer",
    "answer": "answer",
    "sought": "decide",
    "late": "look",
    "weigh": "weigh",
    "marks": "mark",
    "token": "due now",
    "inject": "release",
    "lapsed": "decide",
}
"""By kind, what there is to do about it in a word."""


class Way(TypedDict):
    """Where an entry leads."""

    open: dict[str, str]
    """What is opened on the page."""
    then: str
    """What then has the focus."""


class Entry(Waiting, Way):
    """Something that waits, as a link."""

    duty: str
    asked_at: str
    """When it was asked; empty where nobody asked."""


class WaitingList(TypedDict):
    """What waits, and what of it is open."""

    entries: list[Entry]
    number: int
    more: int
    """How many do not stand in the rail."""
    request: Request | None
    question: AskedQuestion | None


def listed(open_run: OpenRun, view: ControlView, language: Language, query: Query) -> WaitingList:
    """The entries, each with the changes of the page's address that open it, and the one that is open.

    Seats that have not sealed wait only when the time is over: until then their chips say it.
    """
    times = open_run.times()
    entries: list[Entry] = [
        {
            **entry,
            "duty": language.say(DUTY[duty(entry)]),
            "asked_at": times[entry["line"] - 1] if entry["kind"] in ("question", "sought") else "",
            **way(view, entry),
        }
        for entry in view["waiting"]
        if not (entry["kind"] == "late" and entry["role"] and view["clock"]["left"] >= 0)
    ]
    asked = query.get("ask", "")
    return {
        "entries": entries[: None if query.get("all") == "waiting" else MOST],
        "number": len(entries),
        "more": max(0, len(entries) - MOST) if query.get("all") != "waiting" else 0,
        "request": next((found for found in view["requests"] if found["id"] == asked), None),
        "question": next(
            (found for found in view["all_questions"] if found["id"] == asked and found["to"] == "control"),
            None,
        ),
    }


def duty(entry: Waiting) -> str:
    """As what kind of duty it counts: a request for an order is decided, not answered."""
    return "sought" if entry["kind"] == "question" and entry.get("order") else entry["kind"]


def way(view: ControlView, entry: Waiting) -> Way:
    """Where an entry leads."""
    kind = entry["kind"]
    if kind in ("question", "answer"):
        asked = entry["request"] if kind == "question" else entry["question"]
        return {"open": {"ask": asked}, "then": "#asked"}
    if kind in ("sought", "inject"):
        name = entry["inject"]
        if view["phase"] == "situation" and any(found["inject"] == name for found in view["tray"]):
            return {"open": {"open": name}, "then": f"#inject-{name}"}
        return {"open": {"panel": "msel", "inject": name}, "then": f"#msel-{name} .whole"}
    if kind == "weigh":
        return {"open": {"plea": entry["order"]}, "then": f"#plea-{entry['role']}"}
    if kind == "late" and entry["role"]:
        return {"open": {}, "then": f"#orders-{entry['role']}"}
    if kind == "late":
        return {"open": {"panel": "log"}, "then": "#panel"}
    if kind == "marks":
        return {"open": {"panel": "words", "of": "statements"}, "then": "#panel"}
    if kind == "lapsed":
        return {"open": {"ruling": entry["ruling"]}, "then": f"#open-{entry['ruling']}"}
    return {"open": {"panel": "tracks"}, "then": "#panel"}
