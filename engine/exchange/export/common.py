"""What the tables of control and of the other seats have in common: rows made of what a view holds."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from msgspec import to_builtins

from engine.play.events import Carried, Event, Improvised, Ruled
from engine.record.sentences import sentence
from engine.views.seen import Objective, RedLine, RulingDetails, View
from engine.words.wording import Wording

Row = dict[str, Any]
Rows = dict[str, list[Row]]
Goals = dict[str, tuple[list[Objective], list[RedLine]]]
"""By role, its objectives and its red lines."""


def spaced(ids: Iterable[str]) -> str:
    """Ids in one cell."""
    return " ".join(ids)


def spelled(value: Any) -> str:
    """A structure in one cell."""
    return json.dumps(value, ensure_ascii=False)


def plain(event: Event) -> dict[str, Any]:
    """An event as plain data: effects as sentences, as ever, and beside them the values."""
    found: dict[str, Any] = to_builtins(event)
    if isinstance(event, Ruled | Carried | Improvised) and event.effects:
        found |= {"effects": [sentence(change) for change in event.effects], "changes": found["effects"]}
    return found


def tracks(view: View, words: Callable[[str, str], str]) -> list[Row]:
    """Every track at the start, at the end of each turn, and as it stands in a turn still open.

    `words` says a band of a track.
    """
    found = []
    for entry in view["tracks"]:
        series = [(turn, "report" if turn else "", value) for turn, value in enumerate(entry["series"])]
        if view["turn"] >= len(series):
            series.append((view["turn"], view["phase"], entry["value"]))
        before = None
        for turn, phase, value in series:
            if value is not None:
                row = {"turn": turn, "phase": phase, "track": entry["id"], "title": entry["title"]}
                row |= {"min": entry["min"], "max": entry["max"]}
                if isinstance(value, str):
                    row |= {"band": value, "band_text": words(entry["id"], value)}
                else:
                    row |= {"value": value}
                if isinstance(value, int) and isinstance(before, int):
                    row |= {"before": before, "change": value - before}
                found.append(row)
            before = value
    return sorted(found, key=lambda row: row["turn"])


def ruling(text: str, details: RulingDetails) -> Row:
    """A ruling as a fact tells it; dice and odds only where they may be read."""
    row: Row = {
        "table_title": details["table"],
        "caller_text": details["cause"],
        "text": text,
        "effects": "; ".join(details["effects"]),
        "changes": spelled(details["changes"]),
        "replaced": details.get("replaced") or "",
        "reason": details.get("reason", ""),
    }
    if "dice" not in details:
        return row
    return row | {
        "dice": " ".join(map(str, details["dice"])),
        "sum": details["sum"],
        "total": details["total"],
        "typed": bool(details["typed"]),
        "chance": next((odds["chance"] for odds in details["odds"] if odds["hit"]), None),
        "odds": spelled(details["odds"]),
        "modifiers": spelled(details["modifiers"]),
    }


def scores(view: View, goals: Goals) -> list[Row]:
    """Ending and scores as a view has them, and the objectives and red lines of roles."""
    place = {"turn": view["turn"], "phase": view["phase"]}
    titles = {role["id"]: role["title"] for role in view["roles"]}
    outcome, found = view["outcome"], list[Row]()
    if outcome:
        found.append({**place, "kind": "ending", "id": outcome["ending"], "title": outcome["title"]})
        if "common" in outcome:
            common = outcome["common"]
            found.append({**place, "kind": "common", "title": common["title"], "score": common["score"]})
        for entry in outcome["scores"]:
            whose = {"role": entry["role"], "role_title": entry["title"]}
            if entry["cap"]:
                cap = {"id": outcome["ending"], "title": outcome["title"], "points": entry["cap"]}
                found.append({**place, "kind": "cap", **whose, **cap})
            found.append({**place, "kind": "score", **whose, "score": entry["score"]})
    for role, (objectives, red_lines) in goals.items():
        whose = {"role": role, "role_title": titles[role]}
        wanted: list[tuple[str, Objective | RedLine, bool]] = [
            *(("objective", goal, goal["met"]) for goal in objectives),
            *(("red_line", line, line["crossed"]) for line in red_lines),
        ]
        for kind, aim, met in wanted:
            told = {"id": aim["id"], "title": aim["title"], "met": met}
            found.append({**place, "kind": kind, **whose, **told, "points": aim["points"]})
    return found


def seats(view: View, wording: Wording) -> list[Row]:
    """Who sits where."""
    place = {"turn": view["turn"], "phase": view["phase"]}
    return [
        {**place, "seat": seat, "title": wording.role(seat), "by": by} for seat, by in view["seats"].items()
    ]
