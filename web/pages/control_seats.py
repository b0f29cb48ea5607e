"""Who is in the room: a chip for each seat with one phrase and one state."""

from typing import TypedDict

from engine.play.state import PLAYERS
from engine.views.seen import ControlView
from engine.words.language import Language
from web.open_run import OpenRun

STATES = {"sealed": "ready", "changed": "writing", "draft": "writing", "left": "writing", "nothing": "idle"}
"""By how a seat stands before the lock, the sign beside it."""


class Sitting(TypedDict):
    """Who is to play a seat, and on how many devices somebody is there."""

    by: str
    here: int


class Chip(Sitting):
    """One seat with one phrase and one state."""

    role: str
    phrase: str
    state: str


class Chips(TypedDict):
    """All of them, and what they come to."""

    entries: list[Chip]
    summary: str


def chips(open_run: OpenRun, view: ControlView, language: Language) -> Chips:
    """The chips of all roles, and how many of the seats that are played are here or have sealed."""
    found = [chip(open_run, view, role["id"], language) for role in view["roles"]]
    waited = [entry for entry in found if entry["role"] not in view["control_roles"]]
    played = [entry for entry in waited if entry["by"] in PLAYERS]
    say = language.say
    if before_lock(view):
        stands = [at_lock(view, entry["role"]) for entry in played]
        sealed = sum(state == "sealed" for state in stands)
        drafts = sum(state in ("draft", "left", "changed") for state in stands)
        summary = say("{sealed} of {people} sealed", sealed=sealed, people=len(played))
        if drafts:
            summary += f", {language.count(drafts, 'draft', 'drafts')}"
    else:
        here = sum(entry["here"] > 0 for entry in played)
        summary = say("{here} of {people} here", here=here, people=len(played))
    return {"entries": found, "summary": summary if played else say("bots play")}


def at_lock(view: ControlView, role: str) -> str:
    """How a seat stands before the lock; empty where nobody waits for it."""
    found = view["all_at_lock"].get(role)
    return found["state"] if found else ""


def before_lock(view: ControlView) -> bool:
    return bool(view["phase"] == "orders" and not view["locked"] and not view["finished"])


def chip(open_run: OpenRun, view: ControlView, role: str, language: Language) -> Chip:
    """One seat: who has it, and what control needs to know of it now."""
    by, here = view["seats"][role], open_run.present.count(role)
    if open_run.holds_control(role):
        phrase = language.say("is control")
        state = "here" if here else "absent" if by in PLAYERS else "empty"
    elif by == "bot":
        phrase, state = language.say("bot"), "bot"
    elif by == "empty":
        phrase, state = language.say("nobody"), "empty"
    else:
        phrase, state = team(view, role, here, open_run.present.away(role), language)
    return {"role": role, "by": by, "here": here, "phrase": phrase, "state": state}


def team(view: ControlView, role: str, here: int, away: int | None, language: Language) -> tuple[str, str]:
    """What people or a program still have to do, and whether they are there to do it."""
    by = view["seats"][role]
    phrase, state = work(view, role, language)
    if not here and state != "ready":
        told, sign = absent(away, by, language)
        phrase, state = f"{phrase}, {told}" if phrase else told, sign
    elif not phrase:
        phrase = language.count(here, "device", "devices") if here else absent(away, by, language)[0]
    return phrase, state or ("here" if here else "absent")


def absent(away: int | None, by: str, language: Language) -> tuple[str, str]:
    """Somebody who left is late for everything; somebody who never came may be on the way. A program need not
    keep anything open.
    """
    if by == "program":
        return language.say("program"), "here"
    if away is None:
        return language.say("not here yet"), "absent"
    return language.say("away {minutes} min", minutes=away), "late"


def work(view: ControlView, role: str, language: Language) -> tuple[str, str]:
    """What a team still has to do in this phase; nothing where there is nothing."""
    if view["phase"] != "orders" or view["finished"]:
        return "", ""
    if view["locked"]:
        mine = [entry for entry in view["all_questions"] if entry["to"] == role]
        unanswered = sum(not entry["answer"] for entry in mine)
        if unanswered:
            return language.count(unanswered, "question", "questions"), "writing"
        return (language.say("answered") if mine else ordered(view, role, language)), "ready"
    stands = at_lock(view, role) or "nothing"
    if stands == "sealed":
        return ordered(view, role, language), "ready"
    said = {
        "changed": language.say("sealed, then changed"),
        "draft": language.say("draft"),
        "left": language.say("draft"),
    }.get(stands, language.say("nothing yet"))
    late = view["clock"]["left"] < 0
    return (language.say("late: {what}", what=said), "late") if late else (said, STATES[stands])


def ordered(view: ControlView, role: str, language: Language) -> str:
    return language.count(len(view["all_orders"][role]), "order", "orders")
