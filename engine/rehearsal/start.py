"""Where many runs begin: at the start of an exercise, or where runs of people stand, in any phase."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.play.arguing import pleas
from engine.play.legality import standing
from engine.play.messages import letter_of
from engine.play.questions import refusals
from engine.play.state import Game, Proposal, State
from engine.rehearsal.columns import Claim, Rulebook, Runs, Tabled, Times
from engine.rehearsal.dice import Keys
from engine.rehearsal.masks import Column, Mask, constant
from engine.rehearsal.policies import OPEN
from engine.rehearsal.trees import LONG_AGO
from engine.rules.argued import ORDINARY, call_of, order_of
from engine.rules.vocabulary import NEVER, TURN


class Place(NamedTuple):
    """What has to be alike in runs that go on together."""

    turn: int
    phase: str
    locked: bool
    ended: bool
    sought: tuple[str, ...]
    shelf: tuple[str, ...]


def place(state: State) -> Place:
    """Where in a turn a run stands, and in which order control's injects wait."""
    game = state.game
    waiting = tuple(name for name, (status, _) in game.shelf.items() if status == "deferred")
    return Place(game.turn, game.phase, game.locked, bool(game.ending), tuple(game.sought), waiting)


def stood(book: Rulebook, states: Sequence[State], seeds: Keys) -> Runs:
    """Runs that stand where these states do, one each, under these seeds. All are at one `place`."""
    runs, games = Runs(book, seeds), [state.game for state in states]
    runs.turn = games[0].turn
    runs.state = vectors(book, [game.vector for game in games])
    runs.opening = vectors(book, [game.opening for game in games])
    runs.turn_keys()
    for index, game in enumerate(games):
        offered(runs, game, index)
    shelves(runs, games)
    proposals(runs, games)
    if games[0].phase in ("orders", "rulings"):
        questions(runs, games)
    if games[0].locked:
        locked(runs, games)
    else:
        given(runs, states)
        questions(runs, games)
    for index, game in enumerate(games):
        for name, role in game.leaving:
            known = runs.leaving.get((name, role), False)
            runs.leaving[name, role] = with_place(known, runs.size, index)
    claims(runs, games)
    decisions(runs, games)
    codes = [book.ending_codes.get(game.ending, -1) for game in games]
    runs.ended = np.array(codes, np.int8)
    return runs


def spread(book: Rulebook, states: Sequence[State], seeds: Keys, numbers: Sequence[int] = ()) -> Runs:
    """As many runs for each state as there are seeds for it: first those of the first state.

    As many for one as for another, or the `numbers` that are named.
    """
    found = stood(book, states, seeds[: len(states)])
    times: Times = np.array(numbers) if numbers else len(seeds) // len(states)
    if len(seeds) == len(states) and not numbers:
        return found
    many = Runs(book, seeds)
    many.turn, many.alive = found.turn, np.repeat(found.alive, times)
    games, size = [state.game for state in states], len(seeds)
    many.state = widened(found.state, times, size, alike([game.vector for game in games]))
    many.opening = []
    if games[0].phase == "orders":  # else it is another by the time it is read
        many.opening = widened(found.opening, times, size, alike([game.opening for game in games]))
    many.proposed, many.ended = np.repeat(found.proposed, times), np.repeat(found.ended, times)
    many.offers, many.next_offers = by_name(found.offers, times), by_name(found.next_offers, times)
    many.orders, many.costs = by_name(found.orders, times), by_name(found.costs, times)
    many.sealed, many.laid = by_name(found.sealed, times), by_name(found.laid, times)
    many.lettered, many.leaving = by_name(found.lettered, times), by_name(found.leaving, times)
    many.answers = {
        what: (np.repeat(asked, times), np.repeat(codes, times))
        for what, (asked, codes) in found.answers.items()
    }
    many.given = {
        role: (np.repeat(sealed, times), [(key, np.repeat(where, times)) for key, where in entries])
        for role, (sealed, entries) in found.given.items()
    }
    many.tabled = {name: [tabled.spread(times) for tabled in places] for name, places in found.tabled.items()}
    many.shelves = {name: shelf.spread(times) for name, shelf in found.shelves.items()}
    many.typed = {
        path: (np.repeat(where, times), np.repeat(sums, times)) for path, (where, sums) in found.typed.items()
    }
    many.overridden = {
        path: (np.repeat(which, times), choices) for path, (which, choices) in found.overridden.items()
    }
    many.turn_keys()
    return many


def alike(vectors: Sequence[Sequence[int]]) -> list[bool]:
    """By slot, whether all states hold the same there."""
    whole = np.array(vectors, np.int64)
    found: list[bool] = (whole == whole[0]).all(axis=0).tolist()
    return found


def widened(columns: list[Column], times: Times, size: int, same: list[bool]) -> list[Column]:
    """Columns of few runs as columns of many; where all hold the same, the one column of that."""
    return [
        column
        if isinstance(column, int)
        else constant(int(column[0]), column.dtype, size)
        if alike
        else np.repeat(column, times)
        for column, alike in zip(columns, same, strict=True)
    ]


Name = TypeVar("Name")
Part = TypeVar("Part")


def by_name(columns: dict[Name, Part], times: Times) -> dict[Name, Part]:
    """Columns of few runs as columns of many."""
    return {name: np.repeat(np.asarray(column), times) for name, column in columns.items()}  # type: ignore[misc]


def vectors(book: Rulebook, found: Sequence[Sequence[int]]) -> list[Column]:
    """States as columns. What has never happened happened long ago, which fits a byte."""
    whole = np.array(found, np.int64)
    whole[whole == NEVER] = LONG_AGO
    columns: list[Column] = [column.astype(kind) for column, kind in zip(whole.T, book.kinds, strict=True)]
    columns[TURN] = int(whole[0, TURN])
    return columns


def offered(runs: Runs, game: Game, index: int) -> None:
    """The moves that a run has offered in this turn and the next."""
    for offers, turn in ((runs.offers, game.turn), (runs.next_offers, game.turn + 1)):
        for role in runs.exercise.roles:
            for move, cost in standing(game.offers, game.used, role, turn).items():
                known = offers.setdefault((role, move), np.full(runs.size, -1, np.int16))
                known[index] = cost


def shelves(runs: Runs, games: Sequence[Game]) -> None:
    """What control has done with the injects of the exercise; those that it wrote stay with it."""
    order = [name for name, (status, _) in games[0].shelf.items() if status == "deferred"]
    names = dict.fromkeys((*games[0].sought, *order, *runs.shelves))
    runs.shelves = {name: runs.shelves[name] for name in names if name in runs.shelves}
    for name, shelf in runs.shelves.items():
        status = [game.shelf.get(name, ("", 0)) for game in games]
        shelf.held = np.array([word == "held" for word, _ in status])
        shelf.skipped = np.array([word == "skipped" for word, _ in status])
        shelf.released = np.array([word == "released" for word, _ in status])
        shelf.deferred = np.array([until if word == "deferred" else 0 for word, until in status], np.int16)
        shelf.sought = np.array([name in game.sought for game in games])


def proposals(runs: Runs, games: Sequence[Game]) -> None:
    """What lies on the table: as many places of a kind as one run needs."""
    for index, game in enumerate(games):
        used: dict[str, int] = {}
        for number, proposal in enumerate(game.proposals.values()):
            name = proposal.agreement
            if name is None or proposal.status not in ("open", "announced"):
                continue
            places = runs.tabled[name]
            if used.setdefault(name, 0) == len(places):
                places.append(runs.place(name))
            table(places[used[name]], runs.size, index, number, proposal)
            used[name] += 1
        runs.proposed[index] = len(game.proposals)


def table(tabled: Tabled, size: int, index: int, number: int, proposal: Proposal) -> None:
    """One proposal of one run."""
    tabled.open = with_place(tabled.open, size, index, holds=proposal.status == "open")
    tabled.announced = with_place(tabled.announced, size, index, holds=proposal.status == "announced")
    tabled.turn[index], tabled.made[index], tabled.rank[index] = proposal.turn, number, number
    for term, value in proposal.terms.items():
        tabled.terms[term][index] = value
    for role, signed in tabled.signed.items():
        tabled.signed[role] = with_place(signed, size, index, holds=role in proposal.signed)
        invited = role in proposal.invites or role in proposal.parties
        tabled.invited[role] = with_place(tabled.invited[role], size, index, holds=invited)


def with_place(mask: Mask, size: int, index: int, *, holds: bool = True) -> NDArray[np.bool_]:
    """A mask with one place set."""
    found = np.array(np.broadcast_to(mask, size))
    found[index] = holds
    return found


def given(runs: Runs, states: Sequence[State]) -> None:
    """Orders given and not locked yet, without those whose letter is none; where a letter goes with one."""
    for role in runs.exercise.roles:
        orders: list[list[str]] = []
        for index, state in enumerate(states):
            orders.append([])
            for entry in state.game.orders.get(role, ()):
                order = runs.exercise.orders[entry["order"]]
                letter = letter_of(state, order, entry.get("message", ""))
                if letter is not None:
                    orders[-1].append(order.key)
                if letter:
                    known = runs.lettered.get(order.key, False)
                    runs.lettered[order.key] = with_place(known, runs.size, index)
        entries: list[tuple[str, Mask]] = []
        for number in range(max(map(len, orders), default=0)):
            for key in dict.fromkeys(listed[number] for listed in orders if number < len(listed)):
                where = np.array([number < len(listed) and listed[number] == key for listed in orders])
                entries.append((key, where))
        sealed = np.array([role in state.game.orders for state in states])
        if sealed.any():
            runs.given[role] = sealed, entries


def locked(runs: Runs, games: Sequence[Game]) -> None:
    """Orders as they were locked, with what they cost."""
    for index, game in enumerate(games):
        for entries in game.orders.values():
            for entry in entries:
                order = runs.exercise.orders[entry["order"]]
                if game.phase == "rulings" and refusals(game, order):
                    continue  # its cost was returned as the answers were closed
                runs.orders[order.key] = with_place(runs.orders.get(order.key, False), runs.size, index)
                costs = np.array(runs.costs.get(order.key, np.zeros(runs.size, np.int16)))
                costs[index] = entry["cost"]
                runs.costs[order.key] = costs


def claims(runs: Runs, games: Sequence[Game]) -> None:
    """Argued orders, sealed or locked: policies argue none, and these hold."""
    for index, game in enumerate(games):
        for path in game.argued:
            entry = game.argued[path]
            rules = runs.exercise.file.argued
            order = order_of(runs.exercise, entry.role, entry.effect, entry.amount)
            call = call_of(runs.exercise, entry.role, 0, 0, ORDINARY)
            claim = Claim(order, call, rules.cost if rules else 0)
            runs.sealed[claim] = with_place(runs.sealed.get(claim, False), runs.size, index)
        for plea in pleas(game, blind=False):
            order = plea.carry.order
            asked = call_of(runs.exercise, order.role, plea.pro, plea.con, plea.difficulty)
            claim = Claim(order, None if plea.inadmissible else asked, plea.cost)
            runs.laid[claim] = with_place(runs.laid.get(claim, False), runs.size, index)


def questions(runs: Runs, games: Sequence[Game]) -> None:
    """Questions that were put, with the answers there are."""
    words = runs.exercise.vocabulary.words
    for index, game in enumerate(games):
        for question in game.questions.values():
            if question.free:
                continue  # nobody weighs what is still to be said
            source = question.source
            what = (source, question.to)
            asked, codes = runs.answers.get(what, (False, np.full(runs.size, OPEN, np.int16)))
            codes = codes.copy()
            codes[index] = words[question.answer] if question.answer else OPEN
            runs.answers[what] = with_place(asked, runs.size, index), codes


def decisions(runs: Runs, games: Sequence[Game]) -> None:
    """Dice that control typed and rows that it chose, for the rulings of this turn."""
    for index, game in enumerate(games):
        for path, dice in game.dice.items():
            typed, sums = runs.typed.get(path, (False, np.zeros(runs.size, np.int16)))
            sums = sums.copy()
            sums[index] = sum(dice)
            runs.typed[path] = with_place(typed, runs.size, index), sums
        for path, (replaces, chosen, _) in game.overrides.items():
            which, choices = runs.overridden.get(path, (np.full(runs.size, -1, np.int16), []))
            which = which.copy()
            if (replaces, chosen) not in choices:
                choices = [*choices, (replaces, chosen)]
            which[index] = choices.index((replaces, chosen))
            runs.overridden[path] = which, choices
