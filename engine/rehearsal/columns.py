"""Many runs of one exercise, held in columns, all in the same turn and phase."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.play.dice import slot_key
from engine.play.phases import withdrawn
from engine.rehearsal.dice import Keys, mix, turn_keys
from engine.rehearsal.masks import Array, Column, Mask, constant, either, fitting
from engine.rehearsal.trees import LONG_AGO, Look, Trees
from engine.rules.effects import Effects
from engine.rules.exercise import Call, Exercise, Order, RowRule
from engine.rules.nodes import Node
from engine.rules.vocabulary import NEVER, TURN

LONGEST_IN_BYTES = 27
"""Turns up to which a turn less `LONG_AGO` fits a byte."""


class Site(NamedTuple):
    """A call of a table at one path."""

    call: Call
    path: str
    order: Order | None
    answer: str
    rows: tuple[tuple[Effects, ...], ...]
    """By row, what it does, with what its order adds to the outcome."""


class Claim(NamedTuple):
    """An argued order as people sealed it and control weighed it; policies argue none."""

    order: Order
    call: Call | None
    """The table as it is asked; none of what control ruled inadmissible."""
    cost: int


class Rulebook:
    """What is the same for all runs of an exercise, a format and a preset."""

    def __init__(self, exercise: Exercise, format_id: str = "", preset: str | None = None) -> None:
        self.exercise = exercise
        self.format = format_id or exercise.default_format
        self.preset = exercise.default_preset if preset is None else preset
        self.turns = exercise.file.formats[self.format].turns
        self.trees = Trees(exercise.slots)
        self.kinds = kinds(exercise, self.turns)
        seats = exercise.file.presets[self.preset].seats if self.preset in exercise.file.presets else {}
        self.bots = tuple(
            role for role in exercise.roles if role not in seats or seats[role].is_ != "control"
        )
        """Roles that policies play: the others are control's."""
        self.withdrawn = {role: withdrawn(exercise, self.preset, role) for role in exercise.roles}
        self.msel = {int(turn): names for turn, names in exercise.file.formats[self.format].msel.items()}
        self.barred: frozenset[str] = frozenset()
        """Agreements that nobody proposes."""
        self.sites: dict[tuple[int, str, str, str], Site] = {}
        self.ending_codes = {rule.ending.id: code for code, rule in enumerate(exercise.endings)}

    def forbid(self, names: Collection[str]) -> None:
        """Take moves from everybody, as a preset can, and agreements, which nobody then proposes."""
        self.barred = frozenset(names) & frozenset(self.exercise.agreements)
        self.withdrawn = {role: taken | frozenset(names) for role, taken in self.withdrawn.items()}

    def tree(self, node: Node) -> int:
        """The number of a tree."""
        return self.trees.number(node)

    def site(self, call: Call, path: str, order: Order | None = None, answer: str = "none") -> Site:
        """A call at a path, made at its first use."""
        key = (id(call), path, order.key if order else "", answer)
        found = self.sites.get(key)
        if found is None:
            rows = tuple(effects_of(row, order) for row in call.rows)
            found = self.sites[key] = Site(call, path, order, answer, rows)
        return found


def effects_of(row: RowRule, order: Order | None) -> tuple[Effects, ...]:
    """What a row does, with what the order that asked adds to its outcome."""
    if order and row.row.outcome in order.on:
        return row.effects, order.on[row.row.outcome]
    return (row.effects,)


def kinds(exercise: Exercise, turns: int) -> list[type[np.signedinteger]]:
    """By slot, the smallest type that holds all it can come to hold."""
    found: list[type[np.signedinteger]] = []
    for name, (low, high) in zip(exercise.slots, exercise.vocabulary.bounds, strict=False):
        head = name.partition("(")[0]
        if head in ("last", "entered", "set"):
            found.append(np.int8 if turns <= LONGEST_IN_BYTES else np.int16)
        elif head == "times" or head in exercise.file.tokens:
            found.append(np.int16)
        elif low >= -128 and high <= 127:
            found.append(np.int8)
        else:
            found.append(np.int16 if low >= -(2**15) and high < 2**15 else np.int32)
    return found


Times = int | NDArray[np.integer]
"""How many runs stand where one does; where that differs, by its place."""


def repeated(mask: Mask, times: Times) -> Mask:
    """That of few runs, for many."""
    return mask if isinstance(mask, bool) else np.repeat(mask, times)


class Tabled:
    """One place for a proposal of an agreement; each run may have one there."""

    def __init__(
        self,
        size: int,
        agreement: str,
        terms: Mapping[str, type[np.signedinteger]],
        signatories: Sequence[str],
    ) -> None:
        self.agreement = agreement
        self.open: Mask = False
        self.announced: Mask = False
        self.turn: Array = np.zeros(size, np.int16)
        self.made: Array = np.zeros(size, np.int32)
        """Its number among the proposals of its run."""
        self.rank: Array = np.zeros(size, np.int32)
        """The order in which announced proposals enter into force."""
        self.terms: dict[str, Array] = {term: np.zeros(size, kind) for term, kind in terms.items()}
        self.signed: dict[str, Mask] = dict.fromkeys(signatories, False)
        self.invited: dict[str, Mask] = dict.fromkeys(signatories, False)

    @property
    def standing(self) -> Mask:
        return either(self.open, self.announced)

    def spread(self, times: Times) -> "Tabled":
        """Each place so many times: for runs that stand where few do."""
        found = copy(self)
        found.open, found.announced = repeated(self.open, times), repeated(self.announced, times)
        found.turn, found.made, found.rank = (
            np.repeat(part, times) for part in (self.turn, self.made, self.rank)
        )
        found.terms = {term: np.repeat(value, times) for term, value in self.terms.items()}
        found.signed = {role: repeated(signed, times) for role, signed in self.signed.items()}
        found.invited = {role: repeated(invited, times) for role, invited in self.invited.items()}
        return found


class Shelf:
    """What control has done with one inject, by run."""

    def __init__(self) -> None:
        self.held: Mask = False
        self.skipped: Mask = False
        self.released: Mask = False
        self.deferred: Column = 0
        """The turn it waits for; 0 where it does not."""
        self.sought: Mask = False

    def spread(self, times: Times) -> "Shelf":
        """Each place so many times: for runs that stand where few do."""
        found = copy(self)
        for name, part in vars(self).items():
            setattr(found, name, part if isinstance(part, int) else np.repeat(part, times))
        return found

    @property
    def touched(self) -> Mask:
        """Where the timetable leaves it alone."""
        return either(either(self.held, self.skipped), either(self.released, self.waiting))

    @property
    def waiting(self) -> Mask:
        """Where it was put off."""
        return self.deferred > 0


Watcher = Callable[[int, str, RowRule, Mask], None]
"""Is told of every row that applies: the turn, its path, and where."""
Noted = Callable[[str, Mask], None]
"""Is told of everything that is counted, and where."""


class Runs:
    """Many runs of one exercise. Columns are never written in place: whoever keeps one keeps what it was."""

    def __init__(self, book: Rulebook, seeds: Keys) -> None:
        self.book, self.exercise, self.size, self.seeds = book, book.exercise, len(seeds), seeds
        self.turn = 0
        self.state: list[Column] = [
            constant(LONG_AGO if start == NEVER else start, np.dtype(kind), self.size)
            for start, kind in zip(self.exercise.vocabulary.start, book.kinds, strict=False)
        ]
        self.state[TURN] = 0
        self.opening = self.state
        """The state as the phase opened: what doctrine reads."""
        self.alive: NDArray[np.bool_] = np.ones(self.size, bool)
        self.offers: dict[tuple[str, str], Array] = {}
        """By role and move, its cost where it is offered this turn; -1 elsewhere."""
        self.next_offers: dict[tuple[str, str], Array] = {}
        self.given: dict[str, tuple[Mask, list[tuple[str, Mask]]]] = {}
        """What a role has ordered before the lock: where, and each order in turn with where it stands so."""
        self.lettered: dict[str, Mask] = {}
        """Where an order that was given carries a letter handed over before: that is its consent."""
        self.orders: dict[str, Mask] = {}
        self.costs: dict[str, Column] = {}
        self.answers: dict[tuple[str, str], tuple[Mask, Array]] = {}
        """By what asks (an order's key or an inject) and whom: where it is asked, and the word or -1."""
        self.sealed: dict[Claim, Mask] = {}
        """Argued orders that are not locked."""
        self.laid: dict[Claim, Mask] = {}
        """Argued orders that are locked, their cost paid."""
        self.leaving: dict[tuple[str, str], Mask] = {}
        self.proposed: Array = np.zeros(self.size, np.int32)
        """How many proposals each run has had."""
        self.tabled: dict[str, list[Tabled]] = {name: [self.place(name)] for name in self.exercise.agreements}
        self.shelves: dict[str, Shelf] = {name: Shelf() for name in self.exercise.injects}
        self.typed: dict[str, tuple[Mask, Array]] = {}
        """By path, where control typed dice, and their sum."""
        self.overridden: dict[str, tuple[Array, list[tuple[str, str]]]] = {}
        """By path, which of its overrides a run has (-1: none): the row replaced and the row chosen."""
        self.ended: NDArray[np.int8] = np.full(self.size, -1, np.int8)
        """The ending that rulings have reached, by its place in the exercise."""
        self.ruled: dict[str, Mask] = {}
        """Where a shared table has had its ruling of this turn."""
        self.counts: Counter[str] = Counter()
        """How often rows, orders, injects and agreements came, by kind and name, all runs together."""
        self.lost: dict[int, int] = {}
        """By slot, the capital that did not fit the bank, all runs together."""
        self.watcher: Watcher | None = None
        self.noted: Noted | None = None
        self.takes: Mapping[int, int] = {}
        """By turn, which throw of its dice counts, where an undo has had them thrown again."""
        self.turn_keys()

    @cached_property
    def chance_keys(self) -> Keys:
        """Of what is picked by chance, where anything is."""
        return mix(self.seeds)

    def place(self, agreement: str) -> Tabled:
        rule = self.exercise.agreements[agreement]
        terms = {term: self.book.kinds[slot] for term, slot in rule.terms.items()}
        return Tabled(self.size, agreement, terms, [*rule.agreement.needs, *rule.agreement.may])

    def turn_keys(self) -> None:
        """The keys of this turn's dice."""
        self.keys = turn_keys(self.seeds, self.turn, self.takes.get(self.turn, 0))
        self.careless: dict[tuple[str, int], Mask] = {}
        """Where a role leaves this turn to chance, for a policy that does so in some of them."""

    def pick(self, what: str, among: Column, apart: int = 0, turn: int | None = None) -> Array:
        """A number below `among` in each run, keyed by turn and subject, as `Chance` picks; 0 among none.

        `apart` is added to the seeds: luck of a seat's own, which nothing else in the runs shares.
        """
        keys = mix(self.seeds + np.uint64(apart)) if apart else self.chance_keys
        key = np.uint64(slot_key(f"chance.{self.turn if turn is None else turn}.{what}"))
        if isinstance(among, int):
            return (mix(keys ^ key) % np.uint64(among)).astype(np.int16)
        found, places = np.zeros_like(among), np.flatnonzero(among)
        found[places] = mix(keys[places] ^ key) % among[places].astype(np.uint64)
        return found

    def look(self, state: list[Column] | None = None) -> Look:
        """The state as conditions read it."""
        return Look(self.book.trees, self.state if state is None else state, self.turn)

    def kept(self, slot: int, value: Column) -> Array:
        """A value within the scale of its slot, in the type of its column."""
        low, high = self.exercise.vocabulary.bounds[slot]
        if isinstance(value, int):
            return np.full(self.size, min(max(value, low), high), self.book.kinds[slot])
        value = np.minimum(np.maximum(value, fitting(low, value)), fitting(high, value))
        return value if value.dtype == self.book.kinds[slot] else value.astype(self.book.kinds[slot])

    def column(self, slot: int) -> Array:
        """A slot as a column, also where it is the same in all runs."""
        value = self.state[slot]
        return np.full(self.size, value, self.book.kinds[slot]) if isinstance(value, int) else value

    def count(self, what: str, where: Mask) -> None:
        """Count something that happened."""
        if self.noted:
            self.noted(what, where)
        self.counts[what] += int(np.count_nonzero(where))
