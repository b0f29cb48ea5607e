"""The page of an observer: it sees what control sees, and writes down what it saw. It decides nothing."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from web.pages.seat_story import taken_back
from web.served import Picture

UNLISTED = ("track", "phase", "clock", "pause", "note")
"""Kinds of facts that do not stand in the course of the turn; what was observed has its own list."""


def newest_first(view: Picture) -> list[Any]:
    """What has happened in this turn."""
    told = [fact for fact in view["story"] if fact["turn"] == view["turn"] and fact["kind"] not in UNLISTED]
    return told[::-1]


def build(view: Picture, query: Any) -> dict[str, Any]:
    """What the template needs beyond the view."""
    evaluation = view["evaluation"]
    notes = [entry for entry in evaluation["observations"] if entry["kind"] != "discussion"]
    return {
        "course": [(phase, list(facts)) for phase, facts in groupby(newest_first(view), itemgetter("phase"))],
        "objectives": evaluation["objectives"],
        "observed": notes[::-1],
        "taken_back": taken_back(view),
    }
