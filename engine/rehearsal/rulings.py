"""Rulings and steps in columns: every table that is asked, where it is asked, and what follows from its rows.

As in `engine.play.adjudicate`: a step reads one state, its effects are combined, what they run is a wave.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from engine.play.adjudicate import overruled
from engine.rehearsal.columns import Runs, Site
from engine.rehearsal.combination import Push, combine, weighed
from engine.rehearsal.dice import throws
from engine.rehearsal.masks import Array, Column, Mask, both, chosen, either, fitting, some, without
from engine.rehearsal.trees import Look
from engine.rules.effects import Effects
from engine.rules.exercise import Call, History, Order
from engine.rules.verbs import RunTable


class Deed(NamedTuple):
    """Effects without a table, with where they apply."""

    where: Mask
    effects: Effects
    path: str
    history: History = ()
    order: Order | None = None
    answer: str = "none"
    settled: bool = False
    """Whether formulas and terms are read before the facts: of an agreement that ends."""


class Asking(NamedTuple):
    """A table that is asked, with where."""

    where: Mask
    site: Site


class Source(NamedTuple):
    """What can run tables and make offers: effects, with where they apply and what they follow from."""

    where: Mask
    effects: Effects
    path: str
    order: Order | None
    answer: str
    look: Look | None


def step(
    runs: Runs, deeds: Iterable[Deed] = (), asked: Iterable[Asking] = (), facts: list[Column] | None = None
) -> None:
    """Rule on everything asked, combine all effects, apply them; then the waves this called.

    `facts` are the state with what is set before the effects.
    """
    before, after = runs.state, list(facts or runs.state)
    look = runs.look(before)
    settled = runs.look(after) if facts else look
    sources: list[Source] = []
    happened: list[tuple[Mask, History]] = []
    for deed in deeds:
        early = look if deed.settled else None
        sources.append(Source(deed.where, deed.effects, deed.path, deed.order, deed.answer, early))
        happened.append((deed.where, deed.history))
    for where, site in asked:
        for index, hit in rule(runs, site, where, look):
            row = site.call.rows[index]
            path = f"{site.path}.{row.row.id}" if site.call.collects else site.path
            sources += [
                Source(hit, effects, path, site.order, site.answer, None) for effects in site.rows[index]
            ]
            happened.append((hit, row.history))
            runs.count(f"row {site.call.table_id}.{row.row.id}", hit)
            if runs.watcher:
                runs.watcher(runs.turn, path, row, hit)
    combine(runs, before, after, [Push(each.where, each.effects, each.look or settled) for each in sources])
    remember(runs, after, happened)
    runs.state = after
    waves = list(follow(runs, sources))
    if waves:
        step(runs, asked=shared(runs, waves))


def follow(runs: Runs, sources: list[Source]) -> Iterator[Asking]:
    """The offers that effects make, and the tables that they run."""
    for where, effects, path, order, answer, look in sources:
        for offer in effects.offers:
            offers = runs.next_offers if offer.next else runs.offers
            for move in offer.moves:
                make_offer(runs, offers, (offer.to, move), where, offer.cost)
        for run in effects.runs:
            yield from wave(runs, where, run, path, order, answer, look.state if look else runs.state)


def make_offer(
    runs: Runs, offers: dict[tuple[str, str], Array], what: tuple[str, str], where: Mask, cost: int
) -> None:
    """Offer a move; of two offers, the lower cost holds."""
    known = offers.get(what)
    if known is None:
        known = np.full(runs.size, -1, np.int16)
    dearer = (known < 0) | (known > cost)
    offers[what] = chosen(both(where, dearer), cost, known)


def wave(
    runs: Runs, where: Mask, run: RunTable, path: str, order: Order | None, answer: str, state: list[Column]
) -> Iterator[Asking]:
    """The calls that one `run` makes: one for each word that a term among its arguments holds somewhere."""
    words = runs.exercise.words
    ways: list[tuple[Mask, tuple[str, ...]]] = [(where, ())]
    for part in run.arguments:
        if isinstance(part, str):
            ways = [(place, (*found, part)) for place, found in ways]
            continue
        column = np.broadcast_to(state[part], runs.size)
        ways = [
            (both(place, column == code), (*found, words[code]))
            for place, found in ways
            for code in np.unique(column[np.broadcast_to(place, runs.size)]).tolist()
        ]
    for place, found in ways:
        call = runs.exercise.call(run.table, found, order.role if order else None, answer if order else None)
        asked = call.key if run.apart else run.table
        yield Asking(place, runs.book.site(call, f"{path}>{asked}", order, answer))


def shared(runs: Runs, asked: Iterable[Asking]) -> list[Asking]:
    """Calls of a shared table made one; none where it was ruled on this turn."""
    found: list[Asking] = []
    merged: dict[str, tuple[Call, Mask]] = {}
    for asking in asked:
        call = asking.site.call
        if call.table.shared:
            _, where = merged.get(call.key, (call, False))
            merged[call.key] = call, either(where, asking.where)
        else:
            found.append(asking)
    for key, (call, where) in merged.items():
        known = runs.ruled.get(key, False)
        runs.ruled[key] = either(known, where)
        found.append(Asking(without(where, known), runs.book.site(call, f"turn>{key}")))
    return found


def remember(runs: Runs, after: list[Column], happened: list[tuple[Mask, History]]) -> None:
    """Count everything that has happened in this turn."""
    times: dict[int, Column] = {}
    last: dict[int, Mask] = {}
    for where, history in happened:
        one = np.asarray(where).astype(np.int16)
        for counted, dated in history:
            times[counted] = one + times.get(counted, 0)
            last[dated] = either(last.get(dated, False), where)
    for slot, number in times.items():
        after[slot] = after[slot] + number
    for slot, where in last.items():
        after[slot] = chosen(where, runs.turn, after[slot])


def rule(runs: Runs, site: Site, where: Mask, look: Look) -> Iterator[tuple[int, Mask]]:
    """The rows that apply, each with where; only those that apply somewhere."""
    call, tree = site.call, runs.book.tree
    rest: Mask = both(where, runs.alive)
    if not some(rest):
        return
    for index, row in enumerate(call.rows):
        if row.row.roll is not None and not call.collects:
            continue
        hit = both(rest, look.holds(tree(row.test.node)))
        if some(hit):
            yield index, hit
            if not call.collects:
                rest = without(rest, hit)
                if not some(rest):
                    return
    if call.collects or not call.banded:
        return
    modifier = total(runs, call, look)
    thrown = dice(runs, site, rest)
    yield from banded(runs, site, rest, modifier, thrown)


def total(runs: Runs, call: Call, look: Look) -> Column:
    """The sum of the modifiers that hold, clipped."""
    found: Column = 0
    kind = np.int8 if sum(abs(modifier.amount) for modifier in call.modifiers) <= 127 else np.int16
    for modifier in call.modifiers:
        found = weighed(look.holds(runs.book.tree(modifier.test.node)), modifier.amount, kind) + found
    cap = call.table.cap
    if cap is None:
        return found
    if isinstance(found, int):
        return max(-cap, min(cap, found))
    return np.minimum(np.maximum(found, fitting(-cap, found)), fitting(cap, found))


def dice(runs: Runs, site: Site, where: Mask) -> Array:
    """The sum of the dice where they are thrown; 0 elsewhere."""
    places = np.flatnonzero(where)
    found = np.zeros(runs.size, np.int16)
    keys = runs.keys if len(places) == runs.size else runs.keys[places]
    if site.call.faces:
        thrown = throws(keys, site.path, site.call.faces)
        found[places] = sum(thrown[1:], thrown[0])
    if site.path in runs.typed:
        typed, sums = runs.typed[site.path]
        found = np.where(both(where, typed), sums, found)
    return found


def banded(
    runs: Runs, site: Site, where: Mask, modifier: Column, thrown: Array
) -> Iterator[tuple[int, Mask]]:
    """The rows of the totals, or those that control chose instead."""
    call, rest, rolled = site.call, where, thrown + modifier
    hits: list[tuple[int, Mask]] = []
    for index in call.banded[:-1]:
        below = rolled <= call.rows[index].top
        hits.append((index, both(rest, below)))
        rest = without(rest, below)
    hits.append((call.banded[-1], rest))
    if call.faces and site.path in runs.overridden:
        hits = override(runs, site, hits, modifier)
    for index, hit in hits:
        if some(hit):
            yield index, hit


def override(
    runs: Runs, site: Site, hits: list[tuple[int, Mask]], modifier: Column
) -> list[tuple[int, Mask]]:
    """The rows with control's overrides, where what they replace still stands."""
    which, choices = runs.overridden[site.path]
    rows = np.full(runs.size, -1, np.int16)
    for index, hit in hits:
        rows = np.where(hit, np.int16(index), rows)
    modifiers = np.broadcast_to(modifier, runs.size)
    for place in np.flatnonzero((which >= 0) & (rows >= 0)).tolist():
        replaces, row = choices[which[place]]
        found = overruled(site.call, int(rows[place]), int(modifiers[place]), replaces, row)
        if found is not None:
            rows[place] = found
    return [
        (index, rows == index)
        for index in dict.fromkeys((*(index for index, _ in hits), *rows.tolist()))
        if index >= 0
    ]
