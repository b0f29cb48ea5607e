"""A search among all that happened, for whoever is to point at one event of it."""

from collections.abc import Iterable

from engine.review.learned import StopEntry
from engine.views.kinds import KINDS, kind_words
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
