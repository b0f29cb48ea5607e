"""The page of an observer: it sees what control sees, and writes down what it saw. It decides nothing."""

from typing import Any

from web.served import Picture

UNLISTED = ("track", "phase", "clock", "pause", "note")
"""Kinds of facts that do not stand in the course of the turn; what was observed has its own list."""


def build(view: Picture, query: Any) -> dict[str, Any]:
    """What the template needs beyond the view."""
    evaluation = view["evaluation"]
    notes = [entry for entry in evaluation["observations"] if entry["kind"] != "discussion"]
    return {
        "course": [
            fact
            for fact in reversed(view["story"])
            if fact["turn"] == view["turn"] and fact["kind"] not in UNLISTED
        ],
        "objectives": evaluation["objectives"],
        "observed": notes[::-1],
    }
