"""What seats decided in the run that this one was forked from: they decide so again, as far as they may.

It counts for seats that nobody plays, in the turns it holds; what people decide is their own.
"""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

Orders = list[dict[str, Any]]


class Offer(Struct, frozen=True):
    """An agreement that a role put on the table."""

    role: str
    agreement: str
    terms: dict[str, int] = {}


class ScriptedTurn(Struct, frozen=True, omit_defaults=True):
    """What was decided in a turn."""

    orders: dict[str, Orders] = {}
    """By role, as they were locked."""
    answers: dict[str, str] = {}
    """By question."""
    offers: list[Offer] = []
    signed: dict[str, list[str]] = {}
    """By role, the agreements it signed."""
    leaving: dict[str, list[str]] = {}
    """By role, the agreements it left."""
    argued: list[dict[str, Any]] = []
    """Argued orders, as they were written."""
    counters: dict[str, str] = {}
    """By question, the counter-argument it was answered with."""
    weighings: list[dict[str, Any]] = []
    """How control weighed them, as it stood at last."""


class Script(Struct, frozen=True, omit_defaults=True):
    """The decisions of a run by turn, and what is to be otherwise, as it was said."""

    turns: dict[str, ScriptedTurn] = {}
    changed: list[str] = []

    def turn(self, number: int) -> ScriptedTurn | None:
        """What it holds of a turn."""
        return self.turns.get(f"{number}")

    def orders(self, turn: int, role: str) -> Orders | None:
        """What a role ordered; None in a turn of which it knows nothing."""
        found = self.turn(turn)
        return None if found is None else found.orders.get(role, [])

    def answer(self, turn: int, question: str, options: Iterable[str]) -> str:
        """How a question was answered; empty where it was not asked or is asked otherwise."""
        found = self.turn(turn)
        answer = found.answers.get(question, "") if found else ""
        return answer if answer in (*options, "none") else ""
