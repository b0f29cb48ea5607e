"""The facts of a run as one viewer may know them, in order and numbered for that viewer alone."""

from typing import Any

from msgspec import Struct

from engine.play.events import TurnBegan
from engine.play.state import Moment
from engine.play.views.agreements import AgreementTeller
from engine.play.views.course import CourseTeller
from engine.play.views.rulings import RulingTeller
from engine.play.views.words import WordTeller


class Fact(Struct):
    """One released fact: its number for this seat, when, what kind, and the words."""

    number: int
    turn: int
    phase: str
    kind: str
    text: str
    details: dict[str, Any] = {}


class Story(RulingTeller, AgreementTeller, CourseTeller, WordTeller):
    """Tells one viewer's facts from the moments of a run; each event has a method of its name."""

    def tell(self) -> list[Fact]:
        """The facts released to this viewer, numbered from 1."""
        return self.go_on(self.moments(), 0)

    def go_on(self, moments: list[Moment], told: int) -> list[Fact]:
        """The facts of the moments that come next, numbered on from those told before."""
        found: list[Fact] = []
        for moment in moments:
            if isinstance(moment.event, TurnBegan):
                self.paths.clear()  # who knew an order last turn says nothing of the same order now
            teller = getattr(self, type(moment.event).__name__.lower(), None)
            for kind, text, details in teller(moment.event) if teller else ():
                number = told + len(found) + 1
                found.append(Fact(number, moment.turn, moment.phase, kind, text, details))
            changes = getattr(moment.event, "changes", None)
            if changes:
                self.values.update(changes)
        return found

    def moments(self) -> list[Moment]:
        game, room = self.state.game.history, self.state.room.history
        return sorted((*game, *room), key=lambda moment: (moment.line, moment.index))
