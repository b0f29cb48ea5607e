"""How logs that earlier versions wrote are read, for good: line by line, into what the engine knows today.

A log says in line 1 by which version of its format it is written (`log`). A field that is added with a
default needs nothing here. Whatever is renamed, split or dropped, in a line, an event or the exercise in
line 1, raises `LOG` and gets a migration, which is kept for ever. What was written is never written anew; a
line that is added to a log of an earlier version is written as that version has it, where it can be.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from engine.play.adjudicate import RULES
from engine.play.events import KINDS, Event, write_events
from engine.record.chain import PLAIN, Line, Strange
from engine.record.sentences import parsed, sentence
from engine.rules.changes import Change
from engine.rules.digest import digest

LOG = 7
"""The version of the log's format. Raised too when kinds of events are added, so that an older Whitecell
says that it is too old instead of stumbling in the middle of a log."""

Migration = Callable[[dict[str, Any]], dict[str, Any]]


def effects(turned: Callable[[Any], Any]) -> Migration:
    """A migration that turns each effect that the events of a line tell of."""

    def turn(line: dict[str, Any]) -> dict[str, Any]:
        events = [
            {**event, "effects": [turned(effect) for effect in event["effects"]]}
            if event["type"] in EFFECTIVE and "effects" in event
            else event
            for event in line["events"]
        ]
        return {**line, "events": events}

    return turn


EFFECTIVE = ("ruled", "carried", "improvised")
"""Kinds of events that tell of effects: up to version 3 as sentences, from version 4 on as values."""
MIGRATIONS: dict[int, Migration] = {3: effects(lambda text: msgspec.to_builtins(parsed(text)))}
"""By version, what turns a plain line of it into one of the next, where anything must be turned."""
RETURNS: dict[int, Migration] = {3: effects(lambda plain: sentence(msgspec.convert(plain, Change)))}
"""By version, what turns a plain line of the next into one of it. With all of them, such a log goes on."""

LINES: msgspec.json.Decoder[Line[Any]] = msgspec.json.Decoder(Line[list[KINDS]])
"""Reads lines of today's version, their events as what the engine knows as events."""
TYPES = frozenset(kind.__struct_config__.tag for kind in KINDS.__args__)
COUNTED = re.compile(r"[a-z]+-\d{1,7}")
"""A name as versions gave it that only counted; names drawn from the seed have eight digits and letters."""


class Reader:
    """Reads the lines of one log from its first to its last, whichever version wrote it."""

    def __init__(self) -> None:
        self.decode: Callable[[bytes], Line[list[Event]]] = self.first
        self.steps: list[Migration] = []
        """What the lines of this log go through."""
        self.returns: list[Migration] | None = []
        """What a new line goes through to stand in this log; None where it cannot."""

    @property
    def alike(self) -> bool:
        """Whether what goes into this log comes back from it as it was: events of today, and plain data."""
        return self.returns == []

    def first(self, raw: bytes) -> Line[list[Event]]:
        """Line 1, which tells how to read the others. Raises ValueError."""
        line = None
        with suppress(msgspec.ValidationError):
            line = LINES.decode(raw)
        version = written_by(line or PLAIN.decode(raw))
        passed = [number for number in range(version, LOG) if number in MIGRATIONS]
        self.steps = [MIGRATIONS[number] for number in passed]
        if all(number in RETURNS for number in passed):
            self.returns = [RETURNS[number] for number in reversed(passed)]
        else:
            self.returns = None
        self.decode = self.migrated if self.steps else known
        return line if line and not self.steps else self.decode(raw)

    def written(self, events: list[Event]) -> list[Any]:
        """Events as they go into this log. It must not be of a version that is only read."""
        line = {"events": write_events(events) if self.returns else events}
        for step in self.returns or ():
            line = step(line)
        return line["events"]

    def migrated(self, raw: bytes) -> Line[list[Event]]:
        """A line as today's version would have it. Raises ValueError."""
        plain = msgspec.to_builtins(PLAIN.decode(raw))
        exercise = plain["data"].get("exercise") if plain["seq"] == 1 else None
        sound = exercise is not None and digest(exercise) == plain["data"].get("digest")
        try:
            for step in self.steps:
                plain = step(plain)
        except (KeyError, TypeError, AttributeError, IndexError) as fault:  # it was written for sound lines
            raise ValueError(f"it is not a line of the version that line 1 says: {fault!r}") from None
        if sound:
            plain["data"]["digest"] = digest(plain["data"]["exercise"])
        return known(msgspec.json.encode(plain))


def known(raw: bytes) -> Line[list[Event]]:
    """A line of today's version. Raises ValueError, and says so where it holds an event nobody knows here."""
    try:
        return LINES.decode(raw)
    except msgspec.ValidationError:
        for event in PLAIN.decode(raw).events:
            if str(event.get("type")) not in TYPES:
                reason = f"it holds an event that this Whitecell does not know ('{event.get('type')}')"
                raise Strange(f"{reason}: a newer one wrote it; update to read it") from None
        raise


def written_by(line: Line[Any]) -> int:
    """The version of the format of a log, from its first line. Raises ValueError for one still to come."""
    version = line.data.get("log") if isinstance(line.data, dict) else None
    if not isinstance(version, int):
        return LOG  # no run; what it is instead is said where the run is made of it
    if version > LOG:
        engine = line.data.get("engine")
        raise Strange(f"it was written by a newer Whitecell ({engine}); update to read it")
    return version


def rules_of(lines: Iterable[Line[Any]]) -> int:
    """The number of the rules that a log was decided under.

    Before the first release, rules changed while the number in line 1 stayed 1. The last of those changes
    was that messages, statements and proposals are no longer named by counting: such logs are of rules 0.
    """
    first, *others = lines
    for line in others:
        for event in line.events:
            names = (getattr(event, kind, None) for kind in ("message", "statement", "proposal"))
            if any(isinstance(name, str) and COUNTED.fullmatch(name) for name in names):
                return 0
    return int(first.data["rules"])


def decided_from(lines: Sequence[Line[Any]]) -> int:
    """The number of the line from which on a log was decided under today's rules; 0 where it never was.

    A fork that today's version made of an older run was, from its first own line on.
    """
    if rules_of(lines) == RULES:
        return 1
    forked = lines[0].data.get("forked", {})
    return int(forked["line"]) if forked.get("rules") == RULES else 0
