"""What became of a seat's own orders, by their keys: one answer for page and console."""

from collections.abc import Sequence
from typing import NamedTuple

from engine.rules.argued import effect_of
from engine.views.seen import CarriedOrder, Fact, JudgedFact, ReturnedFact, RoleView, RulingFact


class OwnOrder(NamedTuple):
    """An order of a seat in this turn, and what became of it."""

    order: str
    title: str
    secret: bool
    carried: CarriedOrder | None = None
    """Where it was carried out: what it led to."""
    returned: ReturnedFact | None = None
    """Where it lacked a consent: what was told of it."""
    reason: str = ""
    """Where it was refused before the lock, or at it: why."""

    @property
    def why(self) -> str:
        """Why it was not carried out, as far as that is known."""
        return self.returned["text"] if self.returned else self.reason


def own_orders(view: RoleView) -> list[OwnOrder]:
    """The orders of this turn as they were locked, and what became of each; then those that were refused."""
    facts = [fact for fact in view["story"] if fact["turn"] == view["turn"]]
    carried = {fact["details"]["order"]: fact for fact in carried_orders(facts, view["seat"])}
    returned = {
        fact["details"]["order"]: fact
        for fact in returned_orders(facts)
        if fact["details"]["role"] == view["seat"]
    }
    given = {entry["order"]: (entry["title"], entry["secret"]) for entry in view["orders"]}
    for key, fact in carried.items():
        given.setdefault(key, (fact["title"], fact["details"]["secret"]))
    locked = [
        OwnOrder(key, title, secret, carried.get(key), returned.get(key))
        for key, (title, secret) in given.items()
    ]
    refused = [
        OwnOrder(entry["order"], entry["title"], False, reason=entry["reason"])
        for entry in view["refused_orders"]
        if entry["order"] not in given
    ]
    return locked + refused


def carried_orders(facts: Sequence[Fact], role: str) -> list[CarriedOrder]:
    """The orders of a role that were carried out in some facts of a turn, each with the rulings it led to."""
    rulings = [fact for fact in facts if fact["kind"] == "ruling" and fact["details"]["role"] == role]
    return [
        {
            **fact,
            "title": fact["details"]["title"],
            "rulings": [
                ruling for ruling in rulings if ruling["details"]["order"] == fact["details"]["order"]
            ],
        }
        for fact in facts
        if fact["kind"] == "order" and fact["details"]["role"] == role
    ]


class Pleaded(NamedTuple):
    """An argued order that was judged, and what its table decided."""

    judged: JudgedFact
    ruling: RulingFact | None


def pleaded(facts: Sequence[Fact]) -> list[Pleaded]:
    """The argued orders among some facts of a turn."""
    rulings = {
        f"{fact['details']['role']}.{fact['details']['order']}": fact
        for fact in facts
        if fact["kind"] == "ruling" and effect_of(fact["details"]["order"])
    }
    return [Pleaded(fact, rulings.get(fact["details"]["path"])) for fact in facts if fact["kind"] == "judged"]


def returned_orders(facts: Sequence[Fact]) -> list[ReturnedFact]:
    """The orders among some facts that were not carried out for want of a consent."""
    return [fact for fact in facts if fact["kind"] == "refused"]


def other_rulings(facts: Sequence[Fact], role: str) -> list[RulingFact]:
    """The rulings among some facts that no order of a role has led to."""
    return [fact for fact in facts if fact["kind"] == "ruling" and fact["details"]["role"] != role]
