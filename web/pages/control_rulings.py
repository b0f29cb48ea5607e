"""The rulings before they are published: lines with one card open, and what the turn would come to."""

from typing import TypedDict

from engine.views.seen import Card, CardModifier, ControlView, Foreseen, ForetoldOrder, ForetoldRuling

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


class Choice(TypedDict):
    """A row that control can rule."""

    row: str
    """The row by its id; empty for the one that the table says."""
    number: int
    title: str
    table: bool
    """Whether it is what the table says."""
    chosen: bool
    misleads: bool
    """Whether it tells the seat something false that reads like a success."""


class CardParts(TypedDict):
    """A card as it is laid out: its dice, its modifiers parted into those that hold and the rest."""

    dice_spec: str
    holding: list[CardModifier]
    resting: list[CardModifier]
    moved_from: int
    """The number of the row that control's override replaces; 0 where there is none."""


class Ruled(ForetoldRuling, CardParts):
    """A ruling with what its line on the page needs."""

    id: str
    asked: str
    """What called it."""
    number: int
    """The number of the row that stands; 0 for none."""
    also: list[str]
    """What else its override changes this turn."""
    choices: list[Choice]


class Rulings(TypedDict, total=False):
    """What the rulings phase shows; nothing in any other."""

    moves: list[ForetoldOrder]
    ruled: list[Ruled]
    drift: list[Ruled]
    told: list[Foreseen]
    ruling_open: str


def work(view: ControlView, opened: str) -> Rulings:
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
    return next((entry["path"] for entry in entries if entry.get("dice")), "")


def line(view: ControlView, fact: ForetoldRuling, number: int) -> Ruled:
    """A ruling with who called it, its place on the page, and its ladder around the row that stands."""
    card = fact["card"]
    order = card["order"]
    hit = [row for row in card["rows"] if row["state"] == "hit"]
    return {
        **fact,
        **parts_of(card),
        "id": f"ruling-{number}",
        "role": order["role"] if order else "",
        "asked": order["title"] if order else fact["cause"] or fact["table"],
        "number": hit[0]["number"] if hit else 0,
        "also": view["also_changed"].get(fact["path"], []),
        "choices": choices(fact, numbers_of(card)),
    }


def parts_of(card: Card) -> CardParts:
    """What every page lays out of a card."""
    replaced = card["replaced"]
    return {
        "dice_spec": card["dice"],
        "holding": [modifier for modifier in card["modifiers"] if modifier["holds"]],
        "resting": [modifier for modifier in card["modifiers"] if not modifier["holds"]],
        "moved_from": numbers_of(card)[replaced["row"]] if replaced else 0,
    }


def numbers_of(card: Card) -> dict[str, int]:
    """By its id, the number of each row."""
    return {row["id"]: row["number"] for row in card["rows"]}


def choices(entry: ForetoldRuling, numbers: dict[str, int]) -> list[Choice]:
    """What control can rule: the row the table says, and its neighbours on the ladder."""
    ladder, replaced = entry.get("ladder") or [], entry["card"]["replaced"]
    stands = replaced["row"] if replaced else entry["row"]
    at = next((index for index, rung in enumerate(ladder) if rung["row"] == stands), None)
    if at is None or len(ladder) < 2:
        return []
    return [
        {
            "row": "" if index == at else ladder[index]["row"],
            "number": numbers[ladder[index]["row"]],
            "title": ladder[index]["title"],
            "table": index == at,
            "chosen": ladder[index]["row"] == entry["row"],
            "misleads": "misleads" in ladder[index],
        }
        for index in (at - 1, at, at + 1)
        if 0 <= index < len(ladder)
    ]
