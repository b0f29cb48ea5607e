"""The rulings before they are published: lines with one card open, and what the turn would come to."""

from typing import Any

from engine.views.seen import Card, ControlView, ForetoldRuling

Ruled = dict[str, Any]
"""A ruling with what its line on the page needs."""
TOLD_BELOW = (
    "refused",
    "told",
    "overdue",
    "brink",
    "red_line",
    "agreement",
    "endex",
    "offer",
    "override",
    "lapsed",
)
"""Kinds of facts that are neither orders nor rulings nor tracks."""


def work(view: ControlView, opened: str) -> dict[str, Any]:
    """What the rulings phase shows; every track has what publication would make of it in the view."""
    if view["phase"] != "rulings":
        return {}
    facts = view["rulings"]
    ruled = [line(view, fact, number) for number, fact in enumerate(facts) if fact["kind"] == "ruling"]
    drift = [entry for entry in ruled if entry["drift"]]
    main = [entry for entry in ruled if not entry["drift"]]
    known = any(entry["path"] == opened for entry in main)
    return {
        "moves": [fact for fact in facts if fact["kind"] == "order" and fact["effects"]],
        "ruled": main,
        "drift": drift,
        "told": [fact for fact in facts if fact["kind"] in TOLD_BELOW],
        "ruling_open": "" if opened == "none" else opened if known else first(main),
    }


def first(entries: list[Ruled]) -> str:
    """The ruling that is open when none was chosen: the first with dice."""
    return next((str(entry["path"]) for entry in entries if entry.get("dice")), "")


def line(view: ControlView, fact: ForetoldRuling, number: int) -> Ruled:
    """A ruling with who called it, its place on the page, and its ladder around the row that stands."""
    card = fact["card"]
    order = card["order"]
    hit = [row for row in card["rows"] if row["state"] == "hit"]
    numbers = {row["id"]: row["number"] for row in card["rows"]}
    entry: Ruled = {
        **fact,
        "id": f"ruling-{number}",
        "role": order["role"] if order else "",
        "asked": order["title"] if order else fact["cause"] or fact["table"],
        "number": hit[0]["number"] if hit else 0,
        "holding": [modifier for modifier in card["modifiers"] if modifier["holds"]],
        "resting": [modifier for modifier in card["modifiers"] if not modifier["holds"]],
        "also": view["also_changed"].get(fact["path"], []),
        "dice_spec": card["dice"],
    }
    return entry | {"choices": choices(fact, numbers), "moved_from": moved_from(card, numbers)}


def moved_from(card: Card, numbers: dict[str, int]) -> int:
    """The number of the row that control's override replaces; 0 where there is none."""
    return numbers.get(card["replaced"]["row"], 0) if card["replaced"] else 0


def choices(entry: ForetoldRuling, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """What control can rule: the row the table says, and its neighbours on the ladder."""
    ladder, replaced = entry.get("ladder") or [], entry["card"]["replaced"]
    stands = replaced["row"] if replaced else entry["row"]
    at = next((index for index, rung in enumerate(ladder) if rung["row"] == stands), None)
    if at is None or len(ladder) < 2:
        return []
    return [
        {
            "row": "" if index == at else ladder[index]["row"],
            "number": numbers.get(ladder[index]["row"], index + 1),
            "title": ladder[index]["title"],
            "table": index == at,
            "chosen": ladder[index]["row"] == entry["row"],
        }
        for index in (at - 1, at, at + 1)
        if 0 <= index < len(ladder)
    ]
