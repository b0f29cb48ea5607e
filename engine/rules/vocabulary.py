"""The words an exercise knows, and the slot of the state vector in which each of them lives.

The state is one flat list of integers. A slot has a name in the exercise's own words
(`tension`, `credibility(rok)`, `times(tag.test)`), so that a log can be read without the engine.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any

from engine.rules.model import Agreement, ExerciseFile, Inject, Move

TURN, MONTH, BRINK = 0, 1, 2
NEVER = -1000
"""What `last(x)` holds before x has happened."""
FOREVER = 9999
"""The due turn of a token that never falls due."""


class Vocabulary:
    """Names of one exercise: slots with their start values and bounds, and codes of words."""

    def __init__(self, file: ExerciseFile) -> None:
        self.file = file
        self.roles = tuple(file.roles)
        self.slots: dict[str, int] = {}
        self.start: list[int] = []
        self.bounds: list[tuple[int, int]] = []
        self.words: dict[str, int] = {"none": 0}
        self.domains: dict[str, tuple[str, ...]] = {}
        """Slots that hold a word, with the words they may hold."""
        self.kinds: dict[str, str] = {}
        """What an effect can touch, by its slot: a track, flag or token, or the capital of a role."""
        self.definitions: dict[str, Any] = {}
        """Definitions as they were read, kept by the reader of expressions."""
        self.conditions: dict[str, Any] = {}
        """Conditions as they were read that name nothing of their scope, by their text."""
        self.oversized: set[str] = set()
        """Definitions that are too large by themselves, so that what reads them is not to blame."""
        self.tags = _tags(file)
        for name in ("turn", "month", "brink"):
            self.slot(name, 0, (0, 99))
        self._tracks()
        self._flags()
        self._tokens()
        self._agreements()
        for role in self.roles:
            self.word(role)
            self.slot(f"capital({role})", 0, (0, file.capital.bank))
            self.kinds[f"capital({role})"] = "capital"
            for line in file.roles[role].red_lines:
                self.slot(f"crossed({line.id})", 0, (0, 1))
        for word in _words(file):
            self.word(word)

    def apart(self) -> "Vocabulary":
        """The same words and slots, for a reader who may ask for more: this one stays as it is."""
        found = copy(self)
        found.slots, found.start, found.bounds = dict(self.slots), list(self.start), list(self.bounds)
        found.words = dict(self.words)
        return found

    def slot(self, name: str, start: int = 0, bounds: tuple[int, int] = (-(10**9), 10**9)) -> int:
        """The index of a slot, made at its first use."""
        index = self.slots.get(name)
        if index is None:
            index = self.slots[name] = len(self.start)
            self.start.append(start)
            self.bounds.append(bounds)
        return index

    def word(self, word: str) -> int:
        """The code of a word (a value, a role)."""
        return self.words.setdefault(word, len(self.words))

    def spell(self, code: int) -> str:
        """The word of a code."""
        return next(word for word, known in self.words.items() if known == code)

    def family(self, name: str) -> tuple[str, ...] | None:
        """The members of a family of tracks, flags or tokens; None where it is not one."""
        entry = self.file.tracks.get(name) or self.file.flags.get(name) or self.file.tokens.get(name)
        each = entry.each if entry else None
        if each is None:
            return None
        return self.roles if each == "roles" else tuple(each)

    def members(self, name: str) -> list[str]:
        """The slot names that a track, flag or token stands for."""
        family = self.family(name)
        return [name] if family is None else [f"{name}({member})" for member in family]

    def _tracks(self) -> None:
        for name, track in self.file.tracks.items():
            for member in self.members(name):
                self.slot(member, track.start, (track.min, track.max))
                self.kinds[member] = "track"

    def _flags(self) -> None:
        for name, flag in self.file.flags.items():
            words = tuple(flag.one_of or ())
            codes = [self.word(word) for word in words]
            for member in self.members(name):
                self.kinds[member] = "flag"
                low, high = (min(codes), max(codes)) if codes else (0, 1)
                self.slot(member, codes[0] if codes else 0, (low, high))
                if words:
                    self.domains[member] = words
                if flag.lasts == "next":
                    self.slot(f"set({member})", NEVER)

    def _tokens(self) -> None:
        for name in self.file.tokens:
            for member in self.members(name):
                self.slot(member, 0, (0, FOREVER))
                self.kinds[member] = "token"

    def _agreements(self) -> None:
        for name, agreement in self.file.agreements.items():
            self.slot(f"in_force({name})", 0, (0, 1))
            self.slot(f"entered({name})", NEVER)
            for term, domain in agreement.terms.items():
                key = f"{name}.{term}"
                if isinstance(domain, list):
                    codes = [self.word(word) for word in domain]
                    self.domains[key] = tuple(domain)
                    self.slot(key, codes[0] if codes else 0, (min(codes, default=0), max(codes, default=0)))
                else:
                    try:
                        low, high = term_range(domain)
                    except ValueError:  # reported by the check of agreements
                        low, high = 0, 0
                    self.slot(key, 0 if low <= 0 <= high else low, (low, high))


def term_range(text: str) -> tuple[int, int]:
    """The bounds of `0..2`. Raises ValueError when the text is not a range."""
    low, dots, high = text.partition("..")
    if not dots or int(low) > int(high):
        raise ValueError(text)
    return int(low), int(high)


def choices(to: object, choose: dict[str, list[str]]) -> dict[str, list[str]]:
    """The arguments of a move with their values: its target first, where that is a choice."""
    return {**(to if isinstance(to, dict) else {}), **choose}


def _words(file: ExerciseFile) -> list[str]:
    found: list[str] = []
    for move in file.moves.values():
        for values in (*choices(move.to, move.choose).values(), *move.asks.values(), *move.consent.values()):
            found += values
    for table in file.tables.values():
        for domain in table.given.values():
            found += domain if isinstance(domain, list) else []
    for inject in file.injects.values():
        for values in inject.choose.values():
            found += values
        if inject.asks:
            found += inject.asks.answers
    return found


def _tags(file: ExerciseFile) -> frozenset[str]:
    found: set[str] = set()
    for table in file.tables.values():
        for row in table.rows:
            found.update(row.tags)
    groups: tuple[Iterable[Move | Inject | Agreement], ...] = (
        file.moves.values(),
        file.injects.values(),
        file.agreements.values(),
    )
    for group in groups:
        for element in group:
            found.update(element.tags)
    return frozenset(found)
