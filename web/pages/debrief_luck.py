"""The luck ledger: how likely what happened was, and what hung on dice and what on decisions."""

from typing import TypedDict

from flask import request

from engine.review.learned import LedgerRow, RoleWorth, SwungRow
from web.pages.debrief_visit import Visit, show, visit

SORTS = ("chance", "swing")
"""By what the ledger can be sorted, besides as it happened."""


class Swung(TypedDict):
    """What a roll was worth, and to whom."""

    swing: float
    swung: str
    by_control: dict[str, int]
    """What control's moving the ruling was worth, by role."""


class ShownRow(LedgerRow, Swung):
    """A ruling with what its roll was worth."""


class ShownRole(RoleWorth):
    """A role with what the dice were worth to it."""

    rolled: float


class Worth(TypedDict):
    """What the dice were worth: rulings by number, roles, and the ends of both scales."""

    rows: dict[int, SwungRow]
    roles: list[ShownRole]
    most: float
    most_swing: float
    empty: str


def luck(run: str, seat: str) -> str:
    """Ruling by ruling, and by role."""
    found = visit(run, seat)
    by, thrown = request.args.get("by", ""), request.args.get("all") != "1"
    ledger = found.open_debrief.luck(found.eyes, found.language.code)
    worth = worth_of(found)
    rows: list[ShownRow] = [
        {**row, **swing(worth["rows"].get(row["number"]), row["role"])}
        for row in ledger["rows"]
        if row["dice"] or not thrown
    ]
    if by == "chance":
        rows.sort(key=lambda row: row["chance"])
    elif by == "swing":
        rows.sort(key=lambda row: -abs(row["swing"]))
    return show(
        found,
        "debrief/luck.html",
        "luck",
        ledger=ledger,
        rows=rows,
        thrown=thrown,
        by=by if by in SORTS else "",
        worth=worth,
        stop_of=found.open_debrief.stop_of(found.eyes),
    )


def worth_of(found: Visit) -> Worth:
    """What the dice were worth, for control's eyes."""
    if not found.open_debrief.sees_all(found.eyes):
        return {"rows": {}, "roles": [], "most": 0.0, "most_swing": 0.0, "empty": ""}
    known = found.open_debrief.swings(found.language.code)
    roles: list[ShownRole] = [{**role, "rolled": role["dice"]} for role in known["roles"]]
    sums = [abs(value) for role in roles for value in (role["rolled"], role["decisions"])]
    every = [abs(points) for row in known["rows"] for points in row["points"].values()]
    return {
        "rows": {row["number"]: row for row in known["rows"]},
        "roles": roles,
        "most": max(sums, default=0.0),
        "most_swing": max(every, default=0.0),
        "empty": known["empty"],
    }


def swing(worth: SwungRow | None, actor: str) -> Swung:
    """The points of a throw: to whoever acted, else to the role it moved most."""
    if worth is None:
        return {"swing": 0.0, "swung": "", "by_control": {}}
    points = worth["points"]
    role = actor if actor in points else max(points, key=lambda name: abs(points[name]), default="")
    moved = {name: number for name, number in worth["control"].items() if number}
    return {"swing": points.get(role, 0.0), "swung": role, "by_control": moved}
