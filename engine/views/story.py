"""The facts of a run as one viewer may know them, in order and numbered for that viewer alone."""

from bisect import bisect_left
from typing import TypeVar, cast

from msgspec import Struct

from engine.play.events import Carried, Event, Improvised, Judged, Laid, Released, Ruled, TurnBegan
from engine.play.state import Moment
from engine.rules.argued import path_of
from engine.views import seen
from engine.views.agreements import AgreementTeller
from engine.views.argued import ArguedTeller
from engine.views.audience import audience
from engine.views.course import CourseTeller
from engine.views.rulings import RulingTeller
from engine.views.teller import Told
from engine.views.words import WordTeller

Place = tuple[int, int]
"""A line of the log, and the event in it."""

Kind = TypeVar("Kind")
TELLERS: dict[type[Event], str] = {}
"""By kind of event, the name of the method that tells it."""


class Fact(Struct, gc=False):
    """One released fact: its number for this seat, when, what kind, and the words."""

    number: int
    turn: int
    phase: str
    kind: str
    text: str
    details: seen.Details = {}
    line: int = 0
    """Of the log; for control alone."""

    def read(self, kind: type[Kind]) -> Kind:
        """Its details, for whoever has asked what kind it is."""
        return cast(Kind, self.details)

    def plain(self) -> seen.Fact:
        """As a view holds it: read, and never written."""
        found = {
            "number": self.number,
            "turn": self.turn,
            "phase": self.phase,
            "kind": self.kind,
            "text": self.text,
            "details": self.details,
        }
        return cast(seen.Fact, {"line": self.line, **found} if self.line else found)


class Story(RulingTeller, ArguedTeller, AgreementTeller, CourseTeller, WordTeller):
    """Tells one viewer's facts from the moments of a run; each event has a method of its name."""

    def tell(self) -> list[Fact]:
        """The facts released to this viewer, numbered from 1."""
        return self.go_on(self.moments(), 0)

    def go_on(self, moments: list[Moment], told: int) -> list[Fact]:
        """The facts of the moments that come next, numbered on from those told before."""
        found: list[Fact] = []
        for moment in moments:
            event = moment.event
            if type(event) is TurnBegan:
                self.pleas.clear()
                self.paths.clear()  # who knew an order last turn says nothing of the same order now
            for kind, text, details in self.told_of(event):
                number = told + len(found) + 1
                line = moment.line if self.viewer.control else 0
                found.append(Fact(number, moment.turn, moment.phase, kind, text, details, line))
            if changes := getattr(event, "changes", None):
                self.values.update(changes)
        return found

    def told_of(self, event: Event) -> Told:
        """What one event gives this viewer; nothing where others alone hear of it."""
        self.remember(event)
        if not self.viewer.control and not audience(self.state, event).includes(self.viewer):
            return ()
        happened = type(event)
        if happened not in TELLERS:
            TELLERS[happened] = happened.__name__.lower()
        teller = getattr(self, TELLERS[happened], None)
        return teller(event) if teller else ()

    def remember(self, event: Event) -> None:
        """Who heard of what can be named as a cause later."""
        if isinstance(event, Ruled):
            self.called[event.path] = event.cause
        if isinstance(event, Laid | Judged):
            self.pleas[path_of(event.role, event.effect)] = event.title
        if path := caused(event):
            self.paths[path] = audience(self.state, event).roles

    def moments(self) -> list[Moment]:
        return merged(self.state.game.history, self.state.room.history)


def caused(event: Event) -> str:
    """As what an event is named where it is the cause of another; most are none."""
    match event:
        case Ruled():
            return event.path
        case Carried():
            return f"{event.role}.{event.order}"
        case Laid():
            return path_of(event.role, event.effect)
        case Released() | Improvised():
            return f"inject.{event.inject}"
    return ""


def place_of(moment: Moment) -> Place:
    return moment.line, moment.index


def merged(game: list[Moment], room: list[Moment]) -> list[Moment]:
    """The moments of a game and of the room in the order they happened. The shorter list is woven in."""
    few, many = sorted((game, room), key=len)
    found, at = list[Moment](), 0
    for moment in few:
        until = bisect_left(many, place_of(moment), lo=at, key=place_of)
        found += many[at:until]
        found.append(moment)
        at = until
    return found + many[at:]
