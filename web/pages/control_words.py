"""Everything that was said and signed, with its time, to be searched: a panel of control's page."""

from collections.abc import Mapping
from typing import TypedDict

from engine.views.seen import ControlView
from web.open_run import OpenRun
from web.pages.control_room import SIGNED, SPOKEN, Talked, marked
from web.rendering import Query

KINDS = {
    "messages": ("message",),
    "statements": ("statement",),
    "agreements": SIGNED,
    "promises": ("promise",),
    "control": ("request", "reply"),
}
"""By word of the address, the kinds of facts that are shown."""
MOST = 200


class WordsPanel(TypedDict, total=False):
    """What the panel shows; nothing while it is closed."""

    said: list[Talked]
    said_all: int
    said_found: int
    said_seat: str


def work(open_run: OpenRun, view: ControlView, query: Query) -> WordsPanel:
    """What was said in the whole run, the newest first, as it was searched and filtered."""
    if query.get("panel") != "words":
        return {}
    times, seat = open_run.times(), query.get("mode", "")
    kinds = KINDS.get(query.get("of", ""), (*SPOKEN, *SIGNED))
    words = query.get("find", "").lower().split()
    facts = [fact for fact in marked(view) if fact.kind in kinds]
    found = [
        fact for fact in facts if (not seat or seat in involved(fact)) and all(w in text(fact) for w in words)
    ]
    shown = [fact._replace(at=times[fact.line - 1]) for fact in reversed(found)]
    return {"said": shown[:MOST], "said_all": len(facts), "said_found": len(found), "said_seat": seat}


def text(fact: Talked) -> str:
    """What a search looks through."""
    more: Mapping[str, object] = fact.details
    return f"{fact.text} {more.get('text', '')}".lower()


def involved(fact: Talked) -> list[str]:
    """The seats that said it, carried it, or were meant."""
    more: Mapping[str, object] = fact.details
    one = [more.get(name) for name in ("sender", "role", "through")]
    several = [more.get(name) for name in ("to", "meant")]
    many = [role for roles in several if isinstance(roles, list) for role in roles]
    return [seat for seat in (*one, *many) if isinstance(seat, str)]
