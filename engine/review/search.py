"""A search among all that happened, for whoever is to point at one event of it."""

from collections.abc import Iterable

from engine.play.references import Reference, reference
from engine.review.learned import StopEntry
from engine.review.replay import Replay
from engine.views import CONTROL
from engine.views.kinds import KINDS, kind_words
from engine.views.lines import Lines
from engine.views.seen import Link
from engine.words.language import Language

MOST_FOUND = 40
"""Of the events that fit, so many are shown: the last of them, since an evaluator looks back."""


def search(stops: Iterable[StopEntry], words: str, language: Language) -> list[StopEntry]:
    """The stops that hold each of these words: in what they say, in their kind or their turn.

    Nothing is found by no words.
    """
    wanted = words.casefold().split()
    fits = [entry for entry in stops if entry["kind"] in KINDS and holds(entry, wanted, language)]
    return fits[-MOST_FOUND:] if wanted else []


def holds(entry: StopEntry, wanted: list[str], language: Language) -> bool:
    """Whether all of these words are in what a stop is called by."""
    turn = language.say("turn {turn}", turn=entry["turn"])
    called = f"{kind_words(language, entry['kind'])} {entry['text']} {turn}".casefold()
    return all(word in called for word in wanted)


class Pointed:
    """The events of a run as control points at them, in one language."""

    def __init__(self, replay: Replay, language: str) -> None:
        self.replay, self.language = replay, Language(language)
        self.lines = Lines(replay.run.state, self.language)

    def search(self, words: str) -> list[Link]:
        """The events that hold all of these words."""
        found = search(self.replay.stops(CONTROL, self.language.code), words, self.language)
        return [self.lines.link(entry["line"], entry["event"]) for entry in found]

    def links(self, references: Iterable[str]) -> list[Link]:
        """The events that these references name, as far as there are such events."""
        named = [found for text in references if (found := reference(text)) and self.has(found)]
        return [self.lines.link(*found) for found in named]

    def has(self, at: Reference) -> bool:
        """Whether the log has this event, or this line."""
        events = self.replay.run.record.events
        return at.line <= len(events) and at.event <= len(events[at.line - 1])

    def reference(self, stop: int) -> str:
        """As what one of control's stops is pointed at."""
        entry = self.replay.stop(stop, CONTROL, "en").entry
        return str(Reference(entry["line"], entry["event"]))
