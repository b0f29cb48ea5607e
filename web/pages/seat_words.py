"""What was said and written, as threads: with one role or several, with control, and the statements."""

from collections.abc import Mapping
from typing import Any

from engine.views.seen import Fact, RoleView

KINDS = ("message", "statement", "request", "reply")
SENT = "&sent="
"""Ends the query that a form goes on with where the page is to show what was sent; its number is added."""


def words(view: RoleView) -> list[dict[str, Any]]:
    """Everything said, written and asked that this seat knows of, the oldest first."""
    return [word(view, fact) for fact in view["story"] if fact["kind"] in KINDS]


def newest_own(view: RoleView) -> int:
    """The number of the newest word this seat wrote; 0 where it wrote none."""
    return max((entry["number"] for entry in words(view) if entry["mine"]), default=0)


def sent(view: RoleView, number: str) -> dict[str, Any] | None:
    """The word that was just sent, by the number in the address of the page."""
    return next((entry for entry in words(view) if entry["mine"] and str(entry["number"]) == number), None)


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
        "fresh": sender != me and fact["turn"] == view["turn"] and fact["phase"] == view["phase"],
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


def threads(view: RoleView) -> list[dict[str, Any]]:
    """The words by thread, the thread with the newest word first."""
    found: dict[str, dict[str, Any]] = {}
    for entry in words(view):
        thread = found.setdefault(entry["key"], {"key": entry["key"], "words": [], "others": []})
        thread["words"].append(entry)
    for key, thread in found.items():
        last = thread["words"][-1]
        thread |= {
            "last": last,
            "others": [role["id"] for role in view["roles"] if role["id"] in key.split("+")],
            "newest": max((entry["number"] for entry in thread["words"] if not entry["mine"]), default=0),
            "fresh": sum(entry["fresh"] for entry in thread["words"]),
        }
    return sorted(found.values(), key=lambda thread: -int(thread["last"]["number"]))
