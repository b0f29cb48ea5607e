"""The facilitator page: everything one person needs to run the room."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from engine.language import Language
from web.pages import control_injects as injects
from web.pages import control_journal as journal
from web.pages import control_links as links
from web.pages import control_room as room
from web.pages import control_rulings as rulings
from web.pages import control_seats as seats
from web.pages import control_write as write
from web.rendering import Refused
from web.served import Picture, Served

PANELS = ("msel", "write", "ready", "note", "log", "tracks", "objectives", "map", "seats")
OF_PANELS = ("panel", "inject", "template", "line", "find", "status", "mode")
KEPT = (*OF_PANELS, "ruling", "open", "only", "tab")
"""What the address of the page may say of what is open on it."""


class Here:
    """The address of this page, with something opened or closed."""

    def __init__(self, run: str, seat: str, query: Any) -> None:
        self.page = url_for("room.page", run=run, seat=seat)
        self.open: dict[str, str] = {name: query[name][:200] for name in KEPT if query.get(name)}

    def then(self, **changes: str | None) -> str:
        """What stands behind the question mark, for forms to go on with."""
        return urlencode({name: value for name, value in {**self.open, **changes}.items() if value})

    def __call__(self, **changes: str | None) -> str:
        query = self.then(**changes)
        return f"{self.page}?{query}" if query else self.page

    def without_panel(self) -> str:
        """What goes on being open when a panel is closed."""
        return self.then(**dict.fromkeys(OF_PANELS))

    def closed(self) -> str:
        """The page without its panel."""
        return self(**dict.fromkeys(OF_PANELS))

    def panel(self, name: str) -> str:
        """The page with another panel."""
        return self(**{**dict.fromkeys(OF_PANELS), "panel": name})


def builder(
    served: Served, seat: str, refused: Refused | None = None
) -> Callable[[Picture, Any], dict[str, Any]]:
    """What the template needs beyond the view, for this run."""

    def build(view: Picture, query: Any) -> dict[str, Any]:
        language = Language(view["language"])
        panel = query.get("panel", "")
        found: dict[str, Any] = {
            "here": Here(served.name, seat, query),
            "panel": panel if panel in PANELS else "",
            "months": months(view),
            "chips": seats.chips(served, view, language),
            "step": step(view, language),
            "beside": injects.beside(view, query.get("find", "")),
            "ready_label": injects.ready_label(view, language),
        }
        found |= journal.work(view, query) | links.ways(served)
        found |= injects.work(served, view, query, refused)
        found |= room.work(view, language)
        found |= rulings.work(view, query.get("ruling", ""))
        found |= write.work(served, view, query, refused, language)
        if panel == "seats":
            found["places"] = links.places(served, view)
        found["filters"] = room.FILTERS
        found["foretold"] = foretold(view, found)
        found["seen"] = {**view, "tracks": found["foretold"]}
        return found

    return build


def months(view: Picture) -> list[str]:
    """Short names of the turns for the strip; numbers where the names do not tell them apart."""
    names = [str(name).split()[0][:3] if str(name).split() else "" for name in view.get("calendar", ())]
    if len(names) != view["turns"] or len(set(names)) != len(names):
        return [str(turn) for turn in range(1, view["turns"] + 1)]
    return names


def foretold(view: Picture, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Every track, with what publication or the inject being looked at would make of it."""
    preview = found.get("preview") or found.get("tray_preview")
    if view["phase"] == "rulings" or not preview:
        return list(view["tracks"])
    after = {entry["id"]: entry["after"] for entry in preview["tracks"]}
    return [{**track, "after": after.get(track["id"], track["value"])} for track in view["tracks"]]


def step(view: Picture, language: Language) -> dict[str, str] | None:
    """The one next step: its verb and count, what stands beside it, and what is asked before."""
    if view["finished"]:
        return None
    say, count = language.say, language.count
    phase = view["phase"]
    beside, ask = "", ""
    if phase == "situation":
        due = sum(entry["why"] in injects.DUE and not entry["blocked"] for entry in view["tray"])
        lying = sum(entry["why"] != "offered" for entry in view["tray"]) - due
        beside = count(due, "inject due", "injects due") if due else say("Nothing is due")
        if lying:
            beside += f", {say('{number} may come', number=lying)}"
        if due:
            left = count(due, "inject", "injects")
            ask = say("In the tray for this turn: {injects}. Go on without?", injects=left)
        label = say("Open consultation")
    elif phase == "consultation":
        waiting = sum(not entry.get("answered") for entry in view.get("requests", ()))
        beside = count(waiting, "request waits", "requests wait") if waiting else ""
        label = say("Open orders")
    elif phase == "orders":
        label, beside, ask = orders_step(view, language)
    elif phase == "rulings":
        number = sum(entry["kind"] == "ruling" for entry in view["rulings"])
        beside = say("Nothing is public yet")
        label = say("Publish {rulings}", rulings=count(number, "ruling", "rulings"))
    else:
        label = say("Begin turn {turn}", turn=view["turn"] + 1)
    if view["paused"]:
        beside = say("Paused: nothing goes on before play does")
    return {"label": label, "beside": beside, "ask": ask}


def orders_step(view: Picture, language: Language) -> tuple[str, str, str]:
    """The step of the orders: first they are locked, then the answers are closed."""
    say, count = language.say, language.count
    if view["locked"]:
        unanswered = sum(not entry["answer"] for entry in view["all_questions"])
        beside = count(unanswered, "question is open", "questions are open") if unanswered else ""
        ask = ""
        if unanswered:
            ask = say("{questions}; doctrine answers for whoever is silent. Close them?", questions=beside)
        return say("Open rulings"), beside or say("All questions are answered"), ask
    people = [role for role, by in view["seats"].items() if by == "person" and role in view["all_orders"]]
    sealed = [role for role in people if role in view["all_sealed"]]
    beside = say("{sealed} of {people} sealed", sealed=len(sealed), people=len(people)) if people else ""
    ask = ""
    if len(sealed) < len(people):
        codes = {role["id"]: role["code"] for role in view["roles"]}
        late = ", ".join(codes[role] for role in people if role not in sealed)
        ask = say("Not sealed: {seats}. What is written so far counts. Lock the orders?", seats=late)
    return say("Lock orders"), beside, ask
