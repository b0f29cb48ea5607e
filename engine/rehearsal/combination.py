"""How the effects of one step combine in columns: the laws are those of `engine.play.combine`."""

from typing import Any, NamedTuple

import numpy as np

from engine.rehearsal.columns import Runs
from engine.rehearsal.masks import Array, Column, Mask, both, chosen, fitting, inverse, ones, some
from engine.rehearsal.trees import Look
from engine.rules import changes
from engine.rules.changes import Effect
from engine.rules.effects import Effects
from engine.rules.references import Formula


class Push(NamedTuple):
    """Effects with where they apply, and the state that their formulas read."""

    where: Mask
    effects: Effects
    look: Look


def least(now: Column, effect: changes.Least, where: Mask, turn: int) -> Column:
    return chosen(where, np.maximum(now, fitting(effect.limit, now)), now)


def most(now: Column, effect: changes.Most, where: Mask, turn: int) -> Column:
    return chosen(where, np.minimum(now, fitting(effect.limit, now)), now)


def stamp(now: Column, effect: changes.Stamp, where: Mask, turn: int) -> Column:
    return chosen(where, turn, now)


def clear(now: Column, effect: changes.Clear, where: Mask, turn: int) -> Column:
    return chosen(where, effect.rest, now)


def close(now: Column, effect: changes.Close, where: Mask, turn: int) -> Column:
    return weighed(inverse(where), now)


def opened(now: Column, effect: changes.Open, where: Mask, turn: int) -> Column:
    return chosen(both(where, now == 0), effect.apply(0, turn), now)


APPLIED: dict[type[Effect], Any] = {
    changes.Least: least,
    changes.Most: most,
    changes.Stamp: stamp,
    changes.Clear: clear,
    changes.Close: close,
    changes.Open: opened,
}
"""By verb, what a slot comes to hold: of its value, an effect of this verb, where it applies, and the turn.

Effects of one verb on one slot may follow each other in any order.
"""


class Combination:
    """The effects of one step, gathered by slot."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs
        self.added: dict[int, Column] = {}
        self.reach: dict[int, int] = {}
        """How far what is added can move each slot: as long as that fits a byte, sums are bytes."""
        self.raised: dict[int, dict[int, Column]] = {}
        self.set: dict[int, Array] = {}
        self.others: dict[int, list[tuple[int, Effect, Mask]]] = {}

    def gather(self, push: Push) -> None:
        """Take in what a source does."""
        for effect in push.effects.changes:
            slot = effect.slot
            if isinstance(effect, changes.Add | changes.AddCapital):
                amount = self.amount(effect.amount, push.look)
                more = weighed(push.where, amount, self.kind(slot, amount))
                self.added[slot] = more + self.added[slot] if slot in self.added else more
            elif isinstance(effect, changes.Raise):
                rises = self.raised.setdefault(slot, {})
                more = weighed(push.where, effect.amount, self.kind(slot, effect.amount))
                rises[effect.ceiling] = more + rises.get(effect.ceiling, 0)
            elif isinstance(effect, changes.Set):
                unset = fitting(-1, self.runs.column(slot))
                found = chosen(push.where, self.amount(effect.code, push.look), unset)
                self.set[slot] = np.maximum(found, self.set[slot]) if slot in self.set else found
            else:
                self.others.setdefault(slot, []).append((effect.rank, effect, push.where))

    def kind(self, slot: int, amount: Column) -> type[np.signedinteger]:
        """The type of what is added to a slot: a byte, as long as everything added fits one with the slot."""
        if not isinstance(amount, int):
            return np.int32  # the bounds of a formula may be far from what it comes to
        low, high = self.runs.exercise.vocabulary.bounds[slot]
        self.reach[slot] = self.reach.get(slot, max(-low, high)) + abs(amount)
        return next(kind for kind in (np.int8, np.int16, np.int32) if self.reach[slot] <= np.iinfo(kind).max)

    def amount(self, amount: int | Formula, look: Look) -> Column:
        return amount if isinstance(amount, int) else look.value(self.runs.book.tree(amount.node))

    def moved(self, after: list[Column]) -> dict[int, Column]:
        """What each slot comes to hold, before freezes, floors and scales."""
        found: dict[int, Column] = {}
        for slot in {**self.added, **self.raised, **self.set, **self.others}:
            now = after[slot]
            if slot in self.added:
                now = self.added[slot] + now
            for ceiling, rise in sorted(self.raised.get(slot, {}).items()):
                risen = now + rise
                now = np.maximum(now, np.minimum(risen, fitting(ceiling, risen)))
            if slot in self.set:
                now = chosen(self.set[slot] >= 0, self.set[slot], now)
            for _, effect, where in sorted(self.others.get(slot, ()), key=by_rank):
                now = APPLIED[type(effect)](now, effect, where, self.runs.turn)
            found[slot] = now
        return found


def by_rank(entry: tuple[int, Effect, Mask]) -> int:
    return entry[0]


def weighed(where: Mask, amount: Column, kind: type[np.signedinteger] = np.int16) -> Column:
    """An amount where the mask holds, 0 elsewhere, in a type that holds the sums it goes into."""
    if isinstance(where, bool):
        return amount if where else 0
    if not isinstance(amount, int):
        return amount.astype(kind) * ones(where, np.dtype(kind))
    one = ones(where, np.dtype(kind))
    if amount == 1:
        return one
    found: Array = np.negative(one) if amount == -1 else np.multiply(one, fitting(amount, one))
    return found


def combine(runs: Runs, before: list[Column], after: list[Column], pushes: list[Push]) -> None:
    """Apply the effects of a step, decided on `before`, to `after`, which has the step's facts in it."""
    combination = Combination(runs)
    for push in pushes:
        if push.effects.changes:
            combination.gather(push)
    moved = combination.moved(after)
    if not moved:
        return
    look = runs.look(list(after))
    for rule in runs.exercise.agreements.values():
        freezes = [(slot, test) for slot, test in rule.freezes if slot in moved]
        floors = [(slot, floor) for slot, floor in rule.floors if slot in moved]
        if not freezes and not floors:
            continue
        in_force = look.state[rule.in_force] != 0
        if not some(in_force):
            continue
        for slot, test in freezes:
            frozen = both(in_force, look.holds(runs.book.tree(test.node)))
            if some(frozen):
                moved[slot] = chosen(frozen, np.minimum(moved[slot], before[slot]), moved[slot])
        for slot, floor in floors:
            held = np.maximum(moved[slot], np.minimum(before[slot], fitting(floor, before[slot])))
            moved[slot] = chosen(in_force, held, moved[slot])
    for slot, now in moved.items():
        after[slot] = runs.kept(slot, now)
