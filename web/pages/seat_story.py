"""A seat's own story: this turn with its report, and the turns before, each in a few lines."""

from typing import Any

from engine.views.carried import carried_orders, other_rulings, own_orders, returned_orders
from engine.views.moved import moved_in
from engine.views.seen import Fact, RoleView, UndoFact, View

QUIET = ("phase", "clock", "pause", "seat", "startex", "counting", "message", "statement", "request", "reply")
"""Kinds that the story leaves out: they stand elsewhere on the page, or are no news."""
MOST_TAGS = 2


def this_turn(view: RoleView) -> dict[str, Any]:
    """What this turn has brought so far: what was read, told, done, ruled and moved."""
    facts = [fact for fact in view["story"] if fact["turn"] == view["turn"]]
    ruled = [fact for fact in facts if fact["phase"] == "rulings"]
    return {
        "injects": [fact for fact in facts if fact["kind"] == "inject"],
        "told": [fact for fact in facts if fact["kind"] in ("told", "offer")],
        "chaired": [fact for fact in facts if fact["kind"] == "chair"],
        "own": own_orders(view),
        "refused": [fact for fact in returned_orders(facts) if fact["details"]["role"] != view["seat"]],
        "rulings": other_rulings(ruled, view["seat"]),
        "others": [
            fact for fact in facts if fact["kind"] == "order" and fact["details"]["role"] != view["seat"]
        ],
        "news": [fact for fact in facts if fact["kind"] in ("agreement", "red_line", "overdue", "brink")],
        "moved": moved_tracks(view, view["turn"]),
    }


def taken_back(view: View) -> UndoFact | None:
    """The undo that this page has still to speak of: until play goes on to its next phase."""
    for fact in reversed(view["story"]):
        if fact["kind"] == "phase":
            return None
        if fact["kind"] == "undo":
            return fact
    return None


def moved_tracks(view: RoleView, turn: int) -> list[dict[str, Any]]:
    """The tracks that a turn has moved, with what moved them, as pictures draw them."""
    known = {track["id"]: track for track in view["tracks"]}
    found = [(known[entry["id"]], entry) for entry in moved_in(view, turn)]
    # A picture reads `after` as what is yet to come, and this has come.
    return [{**track, **entry, "value": entry["after"], "after": None} for track, entry in found]


def turns(view: RoleView) -> list[dict[str, Any]]:
    """The turns that have been, the newest first: a headline, what moved, and every fact."""
    found = []
    for turn in range(view["turn"], -1, -1):
        all_facts = [fact for fact in view["story"] if fact["turn"] == turn]
        facts = [fact for fact in all_facts if fact["kind"] not in QUIET]
        if facts:
            most = sorted(moved_tracks(view, turn), key=lambda track: -abs(track["change"]))[:MOST_TAGS]
            found.append({"turn": turn, "facts": facts, "headline": headline(view, facts), "moved": most})
    return found


def headline(view: RoleView, facts: list[Fact]) -> str:
    """What a turn was about for this seat: what its own orders led to, else the first thing it read."""
    own = carried_orders(facts, view["seat"])
    told = [ruling["text"] for entry in own for ruling in entry["rulings"]] or [
        fact["details"]["title"] for fact in facts if fact["kind"] == "inject"
    ]
    return str(told[0] if told else own[0]["title"] if own else facts[0]["text"])
