"""Everything that was said and signed, with its time, to be searched: a panel of control's page."""

from typing import Any

from engine.views.seen import ControlView
from web.open_run import OpenRun
from web.pages.control_room import SIGNED, SPOKEN, marked

KINDS = {
    "messages": ("message",),
    "statements": ("statement",),
    "agreements": SIGNED,
    "control": ("request", "reply"),
}
"""By word of the address, the kinds of facts that are shown."""
MOST = 200


def work(open_run: OpenRun, view: ControlView, query: Any) -> dict[str, Any]:
    """What was said in the whole run, the newest first, as it was searched and filtered."""
    times, seat = open_run.times(), query.get("mode", "")
    kinds = KINDS.get(query.get("of", ""), (*SPOKEN, *SIGNED))
    words = query.get("find", "").lower().split()
    facts = [fact for fact in marked(view) if fact["kind"] in kinds]
    found = [
        fact for fact in facts if (not seat or seat in involved(fact)) and all(w in text(fact) for w in words)
    ]
    shown = [fact | {"at": times[fact["line"] - 1]} for fact in reversed(found)]
    return {"said": shown[:MOST], "said_all": len(facts), "said_found": len(found), "said_seat": seat}


def text(fact: dict[str, Any]) -> str:
    """What a search looks through."""
    return f"{fact['text']} {fact['details'].get('text', '')}".lower()


def involved(fact: dict[str, Any]) -> list[str]:
    """The seats that said it, carried it, or were meant."""
    more = fact["details"]
    one = [more.get(name) for name in ("sender", "role", "through", "by")]
    many = [role for name in ("to", "meant", "roles") for role in more.get(name) or []]
    return [seat for seat in (*one, *many) if isinstance(seat, str)]
