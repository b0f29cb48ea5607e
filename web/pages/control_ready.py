"""The ready room as control sees it: who is in, how others reach the server, what STARTEX begins."""

from collections.abc import Sequence
from typing import TypedDict

from engine.play.state import PLAYERS
from engine.views.seen import ControlView, InjectInTray, RoleName
from engine.words.language import Language
from web.open_run import OpenRun
from web.pages.control_seats import Chip, Sitting, chip


class RoomSeat(RoleName, Chip):
    """A seat of the ready room."""


class ReadyRoom(TypedDict, total=False):
    """What the ready room shows; nothing after STARTEX."""

    room_seats: list[RoomSeat]
    room_summary: str
    missing: list[RoomSeat]
    due_first: list[InjectInTray]
    total: str
    """How long the exercise takes; empty without a clock."""


def work(open_run: OpenRun, view: ControlView, language: Language) -> ReadyRoom:
    """Every seat with who is in, the people at the table, and what begins."""
    if not view["ready"]:
        return {}
    seats: list[RoomSeat] = [{**chip(open_run, view, role["id"], language), **role} for role in view["roles"]]
    return {
        "room_seats": seats,
        "room_summary": summary(seats, view["control_roles"], language),
        "missing": [seat for seat in seats if seat["id"] in missing(open_run, view)],
        "due_first": [entry for entry in view["tray"] if entry["why"] == "timetable"],
        "total": total(view, language),
    }


def missing(open_run: OpenRun, view: ControlView) -> list[str]:
    """Roles kept for people of whom nobody is here; whoever looks is control, so that one is here."""
    kept = [role["id"] for role in view["roles"] if view["seats"][role["id"]] in PLAYERS]
    return [role for role in kept if role not in view["control_roles"] and not open_run.present.count(role)]


def summary(seats: list[RoomSeat], control: list[str], language: Language) -> str:
    """Eight devices at five of seven seats, and who plays the others."""
    waited = [seat for seat in seats if seat["id"] not in control]
    found = [at_table(waited, language)] if any(seat["by"] in PLAYERS for seat in waited) else []
    bots, empty = (sum(seat["by"] == by for seat in waited) for by in ("bot", "empty"))
    if bots:
        found.append(language.count(bots, "bot", "bots"))
    if empty:
        found.append(language.count(empty, "empty seat", "empty seats"))
    return " · ".join(found)


def at_table(seats: Sequence[Sitting], language: Language) -> str:
    """How many devices are in, at how many of the seats that are waited for; control's are not among them."""
    waited = [seat["here"] for seat in seats if seat["by"] in PLAYERS]
    if not waited:
        return language.say("bots play")
    return language.say(
        "{people} at {taken} of {seats} seats",
        people=language.count(sum(waited), "device", "devices"),
        taken=sum(here > 0 for here in waited),
        seats=len(waited),
    )


def total(view: ControlView, language: Language) -> str:
    """How long the exercise takes by its clock: 8 × 17 min = 2 h 16 min."""
    minutes = view["turn_minutes"]
    if not minutes:
        return ""
    return language.say(
        "{turns} × {minutes} min = {total}",
        turns=view["turns"],
        minutes=minutes,
        total=hours(view["turns"] * minutes, language),
    )


def hours(minutes: int, language: Language) -> str:
    """A length in hours and minutes."""
    if minutes < 60:
        return language.say("{minutes} min", minutes=minutes)
    return language.say("{hours} h {minutes} min", hours=minutes // 60, minutes=f"{minutes % 60:02d}")
