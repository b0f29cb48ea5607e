"""A seat's own story: this turn with its report, and the turns before, each in a few lines.

It is told from a view whose story is without words: those stand elsewhere on the page, and there are many.
"""

from typing import NamedTuple, TypedDict

from engine.rules.argued import effect_of
from engine.views.carried import (
    OwnOrder,
    Pleaded,
    carried_orders,
    other_rulings,
    own_orders,
    pleaded,
    returned_orders,
)
from engine.views.moved import come_back, moved_of
from engine.views.seen import (
    CarriedOrder,
    Fact,
    InjectFact,
    Moved,
    OrderFact,
    ReturnedFact,
    RoleView,
    RulingFact,
    Track,
    UndoFact,
    View,
)

QUIET = ("phase", "clock", "pause", "seat", "startex", "counting", "notebook", "guess")
"""Kinds that the story leaves out: they stand elsewhere on the page, or are no news."""
MOST_TAGS = 2


class MovedTrack(Track):
    """A track with what moved it; `before` and `change` are those of the facts that say so."""

    before_words: str
    after_words: str
    causes: list[str]


class Capital(TypedDict):
    """What one of the other roles did in a turn, as far as this seat knows."""

    role: str
    orders: list[CarriedOrder]


class ThisTurn(TypedDict):
    """What a turn has brought a seat so far."""

    facts: list[Fact]
    """All that this turn has brought but for words."""
    injects: list[InjectFact]
    told: list[Fact]
    chaired: list[Fact]
    own: list[OwnOrder]
    refused: list[ReturnedFact]
    rulings: list[RulingFact]
    pleas: list[Pleaded]
    """Argued orders that were judged, of whoever this seat knows."""
    others: list[OrderFact]
    news: list[Fact]
    moved: list[MovedTrack]
    came_back: list[Moved]
    """Tracks that moved and stand again where the turn found them."""
    capitals: list[Capital]


class TurnTold(NamedTuple):
    """A turn that has been."""

    turn: int
    facts: list[Fact]
    headline: str
    moved: list[MovedTrack]
    capitals: list[Capital]


def this_turn(view: RoleView) -> ThisTurn:
    """What this turn has brought so far: what was read, told, done, ruled and moved."""
    facts = [fact for fact in view["story"] if fact["turn"] == view["turn"]]
    ruled = [fact for fact in facts if fact["phase"] == "rulings"]
    return {
        "facts": facts,
        "injects": [fact for fact in facts if fact["kind"] == "inject"],
        "told": [fact for fact in facts if fact["kind"] in ("told", "offer")],
        "chaired": [fact for fact in facts if fact["kind"] == "chair"],
        "own": own_orders(view),
        "refused": [fact for fact in returned_orders(facts) if fact["details"]["role"] != view["seat"]],
        "pleas": pleaded(facts),
        "rulings": unordered(other_rulings(ruled, view["seat"]), facts),
        "others": [
            fact for fact in facts if fact["kind"] == "order" and fact["details"]["role"] != view["seat"]
        ],
        "news": [fact for fact in facts if fact["kind"] in ("agreement", "red_line", "overdue", "brink")],
        "moved": moved_tracks(view, facts),
        "came_back": come_back(view, facts),
        "capitals": capitals(view, facts),
    }


def unordered(rulings: list[RulingFact], facts: list[Fact]) -> list[RulingFact]:
    """The rulings that no order known here has led to: what orders led to stands with them."""
    orders = {
        (fact["details"]["role"], fact["details"]["order"]) for fact in facts if fact["kind"] == "order"
    }
    return [
        one
        for one in rulings
        if (one["details"]["role"], one["details"]["order"]) not in orders
        and not effect_of(one["details"]["order"])
    ]


def capitals(view: RoleView, facts: list[Fact]) -> list[Capital]:
    """The orders of each other role in some facts of a turn, with what came of them."""
    others = [role["id"] for role in view["roles"] if role["id"] != view["seat"]]
    found = [Capital(role=role, orders=carried_orders(facts, role)) for role in others]
    return [entry for entry in found if entry["orders"]]


def taken_back(view: View) -> UndoFact | None:
    """The undo that this page has still to speak of: until play goes on to its next phase."""
    for fact in reversed(view["story"]):
        if fact["kind"] == "phase":
            return None
        if fact["kind"] == "undo":
            return fact
    return None


def moved_tracks(view: RoleView, facts: list[Fact]) -> list[MovedTrack]:
    """The tracks that these facts of a turn have moved, with what moved them, as pictures draw them."""
    known = {track["id"]: track for track in view["tracks"]}
    return [
        {
            **known[entry["id"]],
            "title": entry["title"],
            "value": entry["after"],
            "before": entry["before"],
            "before_words": entry["before_words"],
            "after_words": entry["after_words"],
            "change": entry["change"],
            "causes": entry["causes"],
        }
        for entry in moved_of(view, facts)
    ]


def turns(view: RoleView) -> list[TurnTold]:
    """The turns that have been, the newest first: a headline, what moved, and every fact."""
    by_turn: dict[int, list[Fact]] = {}
    for fact in view["story"]:
        by_turn.setdefault(fact["turn"], []).append(fact)
    found = list[TurnTold]()
    for turn in range(view["turn"], -1, -1):
        all_facts = by_turn.get(turn, [])
        facts = [fact for fact in all_facts if fact["kind"] not in QUIET]
        if facts:
            most = sorted(moved_tracks(view, all_facts), key=lambda track: -abs(track["change"]))[:MOST_TAGS]
            did = capitals(view, facts)
            found.append(TurnTold(turn, facts, headline(view, facts), most, did))
    return found


def headline(view: RoleView, facts: list[Fact]) -> str:
    """What a turn was about for this seat: what its own orders led to, else the first thing it read."""
    own = carried_orders(facts, view["seat"])
    told = [ruling["text"] for entry in own for ruling in entry["rulings"]] or [
        fact["details"]["title"] for fact in facts if fact["kind"] == "inject"
    ]
    return str(told[0] if told else own[0]["title"] if own else facts[0]["text"])
