"""Effects as sentences: as logs of formats 1 to 3 hold them, and as exports of the log still say them."""

import re
from typing import assert_never

from engine.rules.changes import Change

SENTENCE = re.compile(
    r"(?P<verb>set|clear|open|close) (?P<thing>[^ (]+(?:\([^)]*\))?)(?: (?P<word>[^ ]+))?"
    r"|(?P<slot>.+?) (?:at (?P<limits>least|most) (?P<limit>-?\d+)"
    r"|(?P<amount>[+-]\d+)(?: up to (?P<ceiling>-?\d+))?)"
)
"""No track is called as the first four verbs are, so only theirs begin with one."""


def sentence(change: Change) -> str:
    """An effect as a person would write it: `tension +1 up to 8`, `set sweetener`."""
    slot = change.slot
    match change.verb:
        case "add" | "capital":
            return f"{slot} {change.amount:+d}"
        case "raise":
            return f"{slot} {change.amount:+d} up to {change.bound}"
        case "least" | "most":
            return f"{slot} at {change.verb} {change.bound}"
        case "set":
            return f"set {slot} {change.word}".rstrip()
        case "clear" | "open" | "close":
            return f"{change.verb} {slot}"
    assert_never(change.verb)


def parsed(text: str) -> Change:
    """The effect that a sentence tells of. Raises ValueError."""
    found = SENTENCE.fullmatch(text)
    if found is None:
        raise ValueError(f"'{text}' is no effect")
    if found["verb"]:
        return Change(found["verb"], found["thing"], word=found["word"] or "")  # type: ignore[arg-type]
    if found["limits"]:
        return Change(found["limits"], found["slot"], bound=int(found["limit"]))  # type: ignore[arg-type]
    amount = int(found["amount"])
    if found["ceiling"]:
        return Change("raise", found["slot"], amount, bound=int(found["ceiling"]))
    return Change("capital" if found["slot"].startswith("capital(") else "add", found["slot"], amount)
