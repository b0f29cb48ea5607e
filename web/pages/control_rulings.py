"""The rulings before they are published: lines with one card open, and what the turn would come to."""

from typing import Any

from engine.language import Language
from web.served import Picture

Fact = dict[str, Any]
TOLD_BELOW = ("refused", "told", "overdue", "brink", "red_line", "agreement", "endex", "offer", "override")
"""Kinds of facts that are neither orders nor rulings nor tracks."""


def work(view: Picture, opened: str, language: Language) -> dict[str, Any]:
    """What the rulings phase shows, and every track as it would stand after publication."""
    if view["phase"] != "rulings":
        return {"after": {}}
    facts = view["rulings"]
    ruled = [line(view, fact, number) for number, fact in enumerate(facts) if fact["kind"] == "ruling"]
    moved = {fact["track"]: fact["after"] for fact in facts if fact["kind"] == "track"}
    drift = [entry for entry in ruled if entry["path"].startswith("drift")]
    main = [entry for entry in ruled if entry not in drift]
    wanted = opened if any(entry["path"] == opened for entry in main) else first(main)
    if opened == "none":
        wanted = ""
    return {
        "after": moved,
        "moves": [fact for fact in facts if fact["kind"] == "order" and fact["effects"]],
        "ruled": main,
        "drift": drift,
        "told": [fact for fact in facts if fact["kind"] in TOLD_BELOW],
        "ruling_open": wanted,
    }


def first(entries: list[Fact]) -> str:
    """The ruling that is open when none was chosen: the first with dice."""
    return next((str(entry["path"]) for entry in entries if entry.get("dice")), "")


def line(view: Picture, fact: Fact, number: int) -> Fact:
    """A ruling with who called it, its number on the page, and its ladder around the row that stands."""
    head = fact["path"].partition(">")[0]
    role, _, _ = head.partition(".")
    roles = {entry["id"] for entry in view["roles"]}
    entry = {
        **fact,
        "id": f"ruling-{number}",
        "role": role if role in roles else "",
        "also": view["also_changed"].get(fact["path"], []),
        "moved_from": fact.get("replaced", ""),
    }
    return entry | {"choices": choices(entry)}


def choices(entry: Fact) -> list[Fact]:
    """What control can rule instead: the row the table says, and its neighbours on the ladder."""
    ladder = entry.get("ladder") or []
    stands = entry["moved_from"] or entry["row"]
    at = next((index for index, rung in enumerate(ladder) if rung["row"] == stands), None)
    if at is None or len(ladder) < 2:
        return []
    found = []
    for index in (at - 1, at, at + 1):
        if 0 <= index < len(ladder):
            rung = ladder[index]
            found.append(
                {
                    "row": "" if index == at else rung["row"],
                    "number": rung.get("number") or index + 1,
                    "title": rung["title"],
                    "table": index == at,
                    "chosen": rung["row"] == entry["row"],
                }
            )
    return found
