"""Where a track stands on its scale, in words."""

from engine.rules.model import Track
from engine.words.language import Language
from engine.words.numbers import minus


def rung(track: Track, value: int, language: Language) -> str:
    """The name a scale gives to a value; empty where it gives none."""
    return next((language.text(text) for low, high, text in track.stretches() if low <= value <= high), "")


def stands(track: Track, value: int, language: Language) -> str:
    """What a value means, and what the next stretches up and down would be; empty where none has a name."""
    say, text, found = language.say, language.text, track.stretches()
    place = next((index for index, (low, high, _) in enumerate(found) if low <= value <= high), None)
    if place is None:
        return ""
    parts = [say("{value}: {words}", value=minus(value), words=text(found[place][2]))]
    if place + 1 < len(found):
        low, _, words = found[place + 1]
        parts.append(say("from {value} up: {words}", value=minus(low), words=text(words)))
    if place:
        _, high, words = found[place - 1]
        parts.append(say("{value} and less: {words}", value=minus(high), words=text(words)))
    return "; ".join(parts)
