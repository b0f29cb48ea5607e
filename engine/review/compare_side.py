"""One of two runs that are compared: what it decided, in order, and what happened in it turn by turn."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import msgspec

from engine.play import events as happened
from engine.play.events import Event
from engine.play.state import Moment
from engine.record.run import Run
from engine.review.evidence_told import Heard, Hearing
from engine.review.learned import RunInShort
from engine.rules.argued import key_of
from engine.views import CONTROL
from engine.views.picture import Picture
from engine.views.seated import who_plays
from engine.views.seen import RulingDetails
from engine.words.language import Language

DECISIVE: dict[str, tuple[str, ...]] = {
    "TurnBegan": ("turn",),
    "PhaseBegan": ("phase",),
    "Ruled": ("path", "row"),
    "Released": ("inject", "to", "choices"),
    "Improvised": ("inject", "to", "text", "effects"),
    "Shelved": ("inject", "status", "until"),
    "Locked": ("orders",),
    "Laid": ("role", "effect", "amount", "title", "reasons", "secret"),
    "Judged": ("role", "effect", "amount", "counts", "difficulty", "inadmissible"),
    "Answered": ("question", "answer", "text"),
    "Proposed": ("proposal", "agreement", "by", "terms", "invites", "parties", "text"),
    "Signed": ("proposal", "role"),
    "Unsigned": ("proposal", "role"),
    "Leaving": ("agreement", "role"),
    "Stamped": ("statement", "mark", "role"),
    "Finished": ("ending",),
}
"""The events by which a game is told from another, and which of their fields count.

Of dice it is the row they gave, of orders those that were locked. Who sits where decides nothing by itself.
"""
NAME = re.compile(r"(proposal|message|statement|promise)-[0-9a-f]{8}")
"""Names that are made from the seed: two runs have other ones for the same thing."""
RULED = (happened.Ruled,)
INJECTS = (happened.Released, happened.Improvised, happened.Shelved)
AGREEMENTS = (happened.Announced, happened.Entered, happened.Ended)


class Side:
    """One of the two runs, as control reads it."""

    def __init__(self, run: Run, language: Language) -> None:
        self.run, self.state, self.game = run, run.state, run.state.game
        self.exercise, self.language = run.exercise, language
        self.picture = Picture(run.state, CONTROL, CONTROL, language.code)
        self.wording = self.picture.wording

    @cached_property
    def hearing(self) -> Hearing:
        return Hearing(self.state, CONTROL, self.language)

    def summary(self) -> RunInShort:
        """How this run went, in short."""
        outcome, script = self.picture.outcome(), self.state.room.script
        rulings = [heard.event for heard in self.hearing.of(*RULED)]
        return {
            "name": self.run.log.path.stem,
            "ending": outcome["title"] if outcome else "",
            "finished": outcome is not None,
            "scores": outcome["scores"] if outcome else [],
            "common": outcome.get("common") if outcome else None,
            "turns": len(self.game.chronicle) - 1,
            "turn": self.game.turn,
            "phase": self.game.phase,
            "overrides": sum(bool(event.replaced) for event in rulings),
            "seats": who_plays(self.state, self.language),
            "again": script is not None,
            "changed": script.changed if script else [],
        }

    def decided(self) -> list[tuple[Moment, str]]:
        """What tells this game from another, in order, with the names of things by their order."""
        names: dict[str, str] = {}

        def plain(found: re.Match[str]) -> str:
            return names.setdefault(found[0], f"{found[1]} {len(names)}")

        return [
            (moment, NAME.sub(plain, msgspec.json.encode(decisive(moment.event)).decode()))
            for moment in self.game.history
            if type(moment.event).__name__ in DECISIVE
        ]

    def told(self, moment: Moment) -> str:
        """A moment in words."""
        say, event = self.language.say, moment.event
        if isinstance(event, happened.TurnBegan):
            return say("Turn {turn} begins", turn=event.turn)
        if isinstance(event, happened.PhaseBegan):
            return say("On to: {phase}", phase=say(event.phase))
        place = moment.line, moment.index
        facts = [heard.fact for heard in self.hearing.heard if heard.place == place]
        if isinstance(event, happened.Ruled):
            details = facts[0].read(RulingDetails)
            return f"{details['cause']}, {details['table']}: {facts[0].text}"
        return "; ".join(fact.text for fact in facts)

    def by_turn(self, *kinds: type) -> dict[int, list[Heard]]:
        found: dict[int, list[Heard]] = {}
        for heard in self.hearing.of(*kinds):
            found.setdefault(heard.fact.turn, []).append(heard)
        return found

    @cached_property
    def orders(self) -> dict[int, dict[str, list[str]]]:
        """By turn and role, the orders that were locked."""
        found: dict[int, dict[str, list[str]]] = {}
        for moment in self.game.history:
            ordered, event = found.setdefault(moment.turn, {}), moment.event
            if isinstance(event, happened.Locked):
                for role, entries in event.orders.items():
                    ordered.setdefault(role, []).extend(self.order(entry) for entry in entries)
            elif isinstance(event, happened.Laid):
                argued = {"order": key_of(event.effect), "secret": event.secret}
                ordered.setdefault(event.role, []).append(f"{self.order(argued)}: {event.title}")
        return found

    def order(self, entry: Mapping[str, Any]) -> str:
        words = self.wording.order(entry["order"])
        return f"{words} ({self.language.say('secret')})" if entry.get("secret") else words

    @cached_property
    def rulings(self) -> dict[int, dict[tuple[str, str], list[Heard]]]:
        """By turn, and by what called them and which table, the rulings."""
        found: dict[int, dict[tuple[str, str], list[Heard]]] = {}
        for turn, told in self.by_turn(*RULED).items():
            for heard in told:
                key = heard.event.cause, heard.event.call
                found.setdefault(turn, {}).setdefault(key, []).append(heard)
        return found

    @cached_property
    def injects(self) -> dict[int, list[str]]:
        """By turn, what became of injects."""
        return {
            turn: [str(heard.fact.details.get("title") or heard.fact.text) for heard in told]
            for turn, told in self.by_turn(*INJECTS).items()
        }

    @cached_property
    def agreements(self) -> dict[int, list[str]]:
        """By turn, what became of agreements."""
        return {turn: [heard.fact.text for heard in told] for turn, told in self.by_turn(*AGREEMENTS).items()}


def decisive(event: Event) -> list[Any]:
    """An event by what it decided."""
    if isinstance(event, happened.Locked):
        return [choices(event)]
    name = type(event).__name__
    return [name, *(getattr(event, field) for field in DECISIVE[name])]


def choices(event: happened.Locked) -> dict[str, list[tuple[str, bool]]]:
    """What each role ordered, and whether in secret, however it was put."""
    return {
        role: sorted((entry["order"], bool(entry.get("secret"))) for entry in entries)
        for role, entries in event.orders.items()
    }
