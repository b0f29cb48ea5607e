"""What became of a seat's own orders, by their keys: one answer for page and console."""

from collections.abc import Sequence

from engine.views.seen import CarriedOrder, Fact, RulingFact


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


def other_rulings(facts: Sequence[Fact], role: str) -> list[RulingFact]:
    """The rulings among some facts that no order of a role has led to."""
    return [fact for fact in facts if fact["kind"] == "ruling" and fact["details"]["role"] != role]
