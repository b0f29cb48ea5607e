"""What was said and written, as threads: with one role or several, with control, and the statements."""

from collections.abc import Mapping
from typing import Any

from engine.views.seen import Fact, RoleView

KINDS = ("message", "statement", "request", "reply")
SENT = "&sent="
"""Ends the query that a form goes on with where the page is to show what was sent; its number is added."""


MOST_SHOWN = 40
"""How many words of a thread are shown, the newest; the rest when it is asked for."""
MOST_COUNTED = 99
"""How many incoming words of a thread a page counts as new at most."""


class Correspondence:
    """Everything said, written and asked that one seat knows of, read on from where it was read to.

    The facts of a story stay the same objects for as long as nothing in them changes.
    """

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.words: list[dict[str, Any] | None] = []
        """By fact; none of a fact that is no word."""

    def read(self, view: RoleView) -> list[dict[str, Any]]:
        """The words, the oldest first."""
        story = view["story"]
        pairs = enumerate(zip(self.facts, story, strict=False))
        same = next(
            (index for index, (old, new) in pairs if old is not new), min(len(self.facts), len(story))
        )
        self.facts, new = list(story), story[same:]
        self.words[same:] = [word(view, fact) if fact["kind"] in KINDS else None for fact in new]
        return [word for word in self.words if word is not None]


def newest_own(view: RoleView) -> int:
    """The number of the newest word this seat wrote; 0 where it wrote none."""
    for fact in reversed(view["story"]):
        if fact["kind"] in KINDS and word(view, fact)["mine"]:
            return fact["number"]
    return 0


def sent(words: list[dict[str, Any]], number: str) -> dict[str, Any] | None:
    """The word that was just sent, by the number in the address of the page."""
    return next((entry for entry in words if entry["mine"] and str(entry["number"]) == number), None)


def word(view: RoleView, fact: Fact) -> dict[str, Any]:
    """One message, statement, question to control or its answer."""
    details: Mapping[str, Any] = fact["details"]
    me = view["seat"]
    sender = {"statement": details.get("role"), "reply": "control", "request": me}.get(
        fact["kind"], details.get("sender")
    )
    to, through = list(details.get("to", ())), details.get("through") or ""
    carry = bool(details.get("carry") or details.get("sealed"))
    delivered = fact["kind"] == "message" and "to" not in details
    return {
        "number": fact["number"],
        "turn": fact["turn"],
        "phase": fact["phase"],
        "kind": fact["kind"],
        "sender": sender,
        "to": [me] if delivered else to or ([through] if carry and through else []),
        "through": "" if carry else through,
        "by": through if through != me else "",
        "carry": carry and not delivered,
        "exposed": delivered and not through,
        "sealed": bool(details.get("sealed")),
        "text": details.get("text") or after_colon(fact["text"]),
        "mine": sender == me,
        "key": key_of(fact["kind"], sender, [me] if delivered else to, through if carry else "", me),
    }


def key_of(kind: str, sender: Any, to: list[str], carrier: str, me: str) -> str:
    """The thread a word belongs to: the others in it, or `statements`, or `control`."""
    if kind == "statement":
        return "statements"
    if kind in ("request", "reply"):
        return "control"
    others = {str(sender), *to, carrier} - {me, ""}
    return "+".join(sorted(others)) or me


def after_colon(text: str) -> str:
    """A sentence without who says it."""
    return text.partition(": ")[2] or text


def fresh(entry: dict[str, Any], view: RoleView) -> bool:
    """Whether it came from others in the phase that stands."""
    return not entry["mine"] and entry["turn"] == view["turn"] and entry["phase"] == view["phase"]


def threads(words: list[dict[str, Any]], view: RoleView) -> list[dict[str, Any]]:
    """The words by thread, the thread with the newest word first."""
    by_key: dict[str, list[dict[str, Any]]] = {}
    for entry in words:
        by_key.setdefault(entry["key"], []).append(entry)
    found = []
    for key, own in by_key.items():
        incoming = [entry["number"] for entry in own if not entry["mine"]]
        found.append(
            {
                "key": key,
                "words": own,
                "last": own[-1],
                "others": [role["id"] for role in view["roles"] if role["id"] in key.split("+")],
                "newest": max(incoming, default=0),
                "incoming": incoming[-MOST_COUNTED:],
                "fresh": sum(fresh(entry, view) for entry in own),
            }
        )
    return sorted(found, key=lambda thread: -int(thread["last"]["number"]))
