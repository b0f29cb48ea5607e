"""Who is in the room: a chip for each seat with one phrase and one state."""

from typing import Any

from engine.language import Language
from web.served import Picture, Served

Chip = dict[str, Any]


def chips(served: Served, view: Picture, language: Language) -> dict[str, Any]:
    """The chips of all roles, and how many of the seats of people are here."""
    found = [chip(served, view, role["id"], language) for role in view["roles"]]
    people = [entry for entry in found if entry["by"] == "person"]
    say = language.say
    if view["phase"] == "orders" and not view["locked"]:
        sealed = sum(entry["state"] == "ready" for entry in people)
        summary = say("{sealed} of {people} sealed", sealed=sealed, people=len(people))
    else:
        here = sum(entry["here"] > 0 for entry in people)
        summary = say("{here} of {people} here", here=here, people=len(people))
    return {"entries": found, "summary": summary if people else say("bots play")}


def chip(served: Served, view: Picture, role: str, language: Language) -> Chip:
    """One seat: who has it, and what control needs to know of it now."""
    by = view["seats"][role]
    here, away = served.present.count(role), served.present.away(role)
    found = {"role": role, "by": by, "here": here}
    if by == "bot":
        return found | {"phrase": language.say("bot"), "state": "bot"}
    if by == "empty":
        return found | {"phrase": language.say("nobody"), "state": "empty"}
    phrase, state = work(view, role, language)
    if not here and state != "ready":
        phrase, state = absent(away, language)
    elif not phrase:
        phrase = language.count(here, "person", "people") if here else absent(away, language)[0]
    return found | {"phrase": phrase, "state": state or ("here" if here else "absent")}


def absent(away: int | None, language: Language) -> tuple[str, str]:
    """Somebody who left is late for everything; somebody who never came may be on the way."""
    if away is None:
        return language.say("not here yet"), "absent"
    return language.say("away {minutes} min", minutes=away), "late"


def work(view: Picture, role: str, language: Language) -> tuple[str, str]:
    """What a team still has to do in this phase; nothing where there is nothing."""
    if view["phase"] != "orders":
        return "", ""
    if view["locked"]:
        mine = [entry for entry in view["all_questions"] if entry["to"] == role]
        unanswered = sum(not entry["answer"] for entry in mine)
        if unanswered:
            return language.count(unanswered, "question", "questions"), "writing"
        return (language.say("answered") if mine else ordered(view, role, language)), "ready"
    if role in view["all_sealed"]:
        return ordered(view, role, language), "ready"
    if view["clock"]["left"] < 0:
        return language.say("late"), "late"
    return language.say("writing"), "writing"


def ordered(view: Picture, role: str, language: Language) -> str:
    return language.count(len(view["all_orders"][role]), "order", "orders")
