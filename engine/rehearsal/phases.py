"""A turn of many runs, phase by phase, as automatic control takes a run through it."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from engine.play.injects import offerable
from engine.rehearsal.budget import Budget
from engine.rehearsal.columns import Runs, Tabled
from engine.rehearsal.masks import Array, Mask, both, chosen, either, fitting, some, without
from engine.rehearsal.policies import OPEN, Offering, Playing
from engine.rehearsal.rulings import Deed, step
from engine.rehearsal.steps import Carried, take_turn
from engine.rehearsal.trees import Look
from engine.rules.exercise import AgreementRule, Order
from engine.rules.vocabulary import MONTH, TURN

Seats = Mapping[str, Playing]
"""By role and for control, who answers and orders."""
SIGNED_LATER = 1_000_000
"""Above the number of any proposal: what bots sign is announced after what was announced before."""


def begin(runs: Runs) -> None:
    """What happens before the first turn."""
    step(runs, [Deed(runs.alive, runs.exercise.start, "start")])


def open_turn(runs: Runs) -> None:
    """The next turn: lifetimes end, the calendar moves, incomes are paid, proposals lapse."""
    exercise, before, state = runs.exercise, runs.state, list(runs.state)
    runs.turn += 1
    state[TURN] = runs.turn
    for slot, rest, stamp in exercise.expiring:
        over: Mask = True if stamp < 0 else before[stamp] < runs.turn - 1
        ends = both(over, state[slot] != rest)
        if some(ends):
            state[slot] = chosen(ends, rest, state[slot])
    rules, capital = exercise.formats[runs.book.format], exercise.file.capital
    tree = runs.book.tree
    state[MONTH] = runs.look(state).value(tree(rules.month.node))
    income = exercise.slots["income"]
    for slot, own, final in rules.incomes:
        state[income] = runs.look(state).value(tree(own.node))
        more = runs.look(state).value(tree(final.node))
        left = runs.column(slot)
        faded = np.zeros(runs.size, bool) if capital.fades is None else left >= capital.fades
        full: Array = np.subtract(left, faded, dtype=np.int32)  # beyond the bank: a column has no room for it
        full = np.add(full, more, dtype=np.int32)
        state[slot] = np.minimum(full, fitting(capital.bank, full)).astype(runs.book.kinds[slot])
        lost = (np.maximum(full - capital.bank, 0) + faded)[runs.alive]
        runs.lost[slot] = runs.lost.get(slot, 0) + int(lost.sum())
    state[income] = 0
    runs.state = state
    runs.turn_keys()
    runs.offers, runs.next_offers = runs.next_offers, {}
    runs.given, runs.lettered, runs.orders, runs.costs = {}, {}, {}, {}
    runs.answers, runs.leaving, runs.sealed, runs.laid = {}, {}, {}, {}
    runs.typed, runs.overridden = {}, {}
    for tabled in tables(runs):
        if some(tabled.open):
            tabled.open = both(tabled.open, tabled.turn + 1 >= runs.turn)


def tables(runs: Runs) -> Iterator[Tabled]:
    """Every place for a proposal."""
    for places in runs.tabled.values():
        yield from places


# Situation: injects


def situation(runs: Runs, seats: Seats) -> None:
    """Injects that roles asked for, those of the timetable and deferred ones, then one that is triggered.

    Then one that is offered, where control's policy releases them.
    """
    for name, shelf in runs.shelves.items():
        if some(shelf.sought):
            release(runs, name, both(both(shelf.sought, runs.alive), left(runs, name)))
    for name in runs.book.msel.get(runs.turn, ()):
        planned(runs, name, without(runs.alive, runs.shelves[name].touched))
    for name, shelf in runs.shelves.items():
        if some(shelf.waiting):
            planned(runs, name, both(runs.alive, both(shelf.waiting, shelf.deferred <= runs.turn)))
    release_first(runs, runs.exercise.file.triggered)
    if isinstance(seats["control"], Offering):
        release_first(runs, offerable(runs.exercise))
        release_first(runs, runs.exercise.file.triggered)  # what was offered may have brought one about


def release_first(runs: Runs, names: Sequence[str]) -> None:
    """The first of these injects that can be released, where none of them was in this turn."""
    free: Mask = runs.alive
    for name in names:
        free = without(free, runs.state[runs.exercise.slots[f"last({name})"]] == runs.turn)
    for name in names:
        shelf = runs.shelves[name]
        waits = without(both(free, left(runs, name)), either(shelf.held, shelf.waiting))
        waits = without(waits, blocked(runs, name))
        if some(waits):
            release(runs, name, waits)
            free = without(free, waits)


def left(runs: Runs, name: str) -> Mask:
    """Where an inject can still be released: as often as it says, never twice a turn, not once skipped."""
    slots, rule = runs.exercise.slots, runs.exercise.injects[name]
    found: Mask = runs.state[slots[f"last({name})"]] != runs.turn
    found = both(found, runs.state[slots[f"times({name})"]] < rule.inject.times)
    return without(found, runs.shelves[name].skipped)


def blocked(runs: Runs, name: str) -> Mask:
    """Where one of its conditions speaks against an inject."""
    rule, look = runs.exercise.injects[name], runs.look()
    found: Mask = False
    if rule.offers_when is not None:
        holds = look.holds(runs.book.tree(rule.offers_when.node))
        found = without(True, holds)
    if rule.unless is not None:
        found = either(found, look.holds(runs.book.tree(rule.unless.node)))
    return found


def planned(runs: Runs, name: str, where: Mask) -> None:
    """An inject whose turn has come: released, or skipped for good where its conditions speak against it."""
    if not some(where):
        return
    shelf, against = runs.shelves[name], both(where, blocked(runs, name))
    shelf.skipped = either(shelf.skipped, against)
    shelf.deferred = chosen(against, 0, shelf.deferred)
    release(runs, name, without(where, against))


def release(runs: Runs, name: str, where: Mask) -> None:
    """A step of its own, adjudicated at once, then its question."""
    if not some(where):
        return
    rule, shelf = runs.exercise.injects[name], runs.shelves[name]
    shelf.released = either(shelf.released, where)
    shelf.held, shelf.sought = without(shelf.held, where), without(shelf.sought, where)
    shelf.deferred = chosen(where, 0, shelf.deferred)
    runs.count(f"inject {name}", where)
    first = tuple(options[0] for options in rule.inject.choose.values())
    runs.ruled = {}
    step(runs, [Deed(where, rule.effects[first], f"inject.{name}", rule.history)])
    if rule.inject.asks:
        for role in rule.inject.asks.of:
            put(runs, name, role, where)


def put(runs: Runs, source: str, to: str, where: Mask) -> None:
    """Put a question, unanswered."""
    asked, codes = runs.answers.get((source, to), (False, np.full(runs.size, OPEN, np.int16)))
    runs.answers[source, to] = either(asked, where), chosen(where, OPEN, codes)


# Consultation: agreements


def consultation(runs: Runs, seats: Seats) -> None:
    """Seats leave what they leave, propose on the view as the phase opened, then sign at once."""
    runs.opening = runs.state
    look = runs.look()
    for role in runs.book.bots:
        for where, name in seats[role].leaves(runs, role, look):
            if some(where):
                runs.leaving[name, role] = either(runs.leaving.get((name, role), False), where)
    for role in runs.book.bots:
        for where, name, terms in seats[role].proposals(runs, role, look, runs.alive):
            if name not in runs.book.barred:
                propose(runs, role, runs.exercise.agreements[name], terms, where)
    for tabled in tables(runs):
        if some(tabled.open):
            sign(runs, seats, tabled, look)


def propose(runs: Runs, role: str, rule: AgreementRule, terms: dict[str, int], where: Mask) -> None:
    """Put an agreement on the table with all its terms, where none of its kind lies there."""
    places = runs.tabled[rule.id]
    where = without(where, runs.state[rule.in_force] != 0)
    for other in places:
        where = without(where, other.standing)
    if not some(where):
        return
    tabled, start = places[0], runs.exercise.vocabulary.start
    tabled.open = either(tabled.open, where)
    tabled.turn = chosen(where, runs.turn, tabled.turn)
    tabled.made = chosen(where, runs.proposed, tabled.made)
    runs.proposed = runs.proposed + where
    for term, slot in rule.terms.items():
        tabled.terms[term] = chosen(where, terms.get(term, start[slot]), tabled.terms[term])
    for signatory, signed in tabled.signed.items():
        tabled.signed[signatory] = either(signed, where) if signatory == role else without(signed, where)
        tabled.invited[signatory] = either(tabled.invited[signatory], where)
    announce(runs, tabled, where, 0)


def sign(runs: Runs, seats: Seats, tabled: Tabled, look: Look) -> None:
    """Every seat whose signature is sought signs or does not, on the view as the phase opened."""
    rule = runs.exercise.agreements[tabled.agreement]
    state = list(look.state)
    for term, slot in rule.terms.items():
        state[slot] = chosen(tabled.open, tabled.terms[term], state[slot])
    proposed, asked = runs.look(state) if rule.terms else look, tabled.open
    possible = without(runs.look().holds(runs.book.tree(rule.allowed.node)), runs.state[rule.in_force] != 0)
    needs = rule.agreement.needs
    for role in (*needs, *rule.agreement.may):
        if role not in runs.book.bots:
            continue
        where = both(
            without(both(asked, runs.alive), tabled.signed[role]),
            seats[role].signs(runs, role, rule.id, proposed),
        )
        if role in needs:
            last: Mask = True
            for other in needs:
                if other != role:
                    last = both(last, tabled.signed[other])
            where = both(where, either(possible, without(True, last)))
        else:
            where = both(where, tabled.invited[role])
        tabled.signed[role] = either(tabled.signed[role], where)
    announce(runs, tabled, asked, SIGNED_LATER)


def announce(runs: Runs, tabled: Tabled, where: Mask, later: int) -> None:
    """A full set of signatures is announced at once."""
    full = both(where, tabled.open)
    for role in runs.exercise.agreements[tabled.agreement].agreement.needs:
        full = both(full, tabled.signed[role])
    if some(full):
        tabled.open, tabled.announced = without(tabled.open, full), either(tabled.announced, full)
        tabled.rank = chosen(full, tabled.made + later, tabled.rank)


# Orders


def orders(runs: Runs, seats: Seats) -> None:
    """Lock what is ordered; then put its questions, and answer all."""
    lock(runs, seats)
    ask(runs)
    answer(runs, seats)


def lock(runs: Runs, seats: Seats) -> None:
    """Settle legality and costs, once; argued orders pay first."""
    lay(runs)
    opening, now = runs.look(runs.opening), runs.look()
    capital: dict[int, Array] = {}
    for role in runs.exercise.roles:
        budget = Budget(runs, role, now)
        given, entries = runs.given.get(role, (False, []))
        for key, where in entries:
            order = runs.exercise.orders[key]
            budget.take(order, budget.allowed(order, both(where, runs.alive)))
        if role in runs.book.bots:
            seats[role].orders(runs, role, opening, budget, without(runs.alive, given))
        runs.orders |= budget.picks
        runs.costs |= budget.costs
        if some(budget.spent):
            capital[runs.exercise.slots[f"capital({role})"]] = budget.capital
        idle: Mask = runs.alive
        for key, where in budget.picks.items():
            runs.count(f"order {key}", where)
            idle = without(idle, where)
        runs.count(f"idle {role}", idle)
    state = list(runs.state)
    for slot, value in capital.items():
        state[slot] = value.astype(runs.book.kinds[slot])
    runs.state = state


def lay(runs: Runs) -> None:
    """Lock the argued orders that people have sealed, where they can be paid."""
    state = list(runs.state)
    for claim in sorted(runs.sealed, key=lambda claim: claim.order.path):
        slot = runs.exercise.slots[f"capital({claim.order.role})"]
        able = both(both(runs.sealed[claim], runs.alive), state[slot] >= claim.cost)
        runs.laid[claim] = either(runs.laid.get(claim, False), able)
        left = chosen(able, state[slot] - claim.cost, state[slot])
        state[slot] = np.asarray(left).astype(runs.book.kinds[slot])
    runs.state, runs.sealed = state, {}


def ask(runs: Runs) -> None:
    """Put the questions of the locked orders."""
    for order, where in ordered(runs):
        for asked, options in order.asked:
            put(runs, order.key, asked, where)
            if order.consent and order.key in runs.lettered:
                everywhere, codes = runs.answers[order.key, asked]
                consent = runs.exercise.vocabulary.words[options[0]]
                runs.answers[order.key, asked] = (
                    everywhere,
                    chosen(runs.lettered[order.key], consent, codes),
                )


def ordered(runs: Runs) -> Iterator[tuple[Order, Mask]]:
    """The locked orders with where."""
    for key, where in runs.orders.items():
        yield runs.exercise.orders[key], where


def answer(runs: Runs, seats: Seats) -> None:
    """Answer what is open, on the view as orders opened."""
    look, words = runs.look(runs.opening), runs.exercise.vocabulary.words
    for (source, to), (asked, codes) in runs.answers.items():
        waiting = both(asked, codes == OPEN)
        if not some(waiting):
            continue
        order = runs.exercise.orders.get(source)
        if order is None:
            asks = runs.exercise.injects[source].inject.asks
            assert asks is not None
            options, silence, about = list(asks.answers), "none", source
        else:
            options = list(next(options for role, options in order.asked if role == to))
            silence, about = options[-1] if order.consent else "none", order.move_id
        found = seats[to].answer(runs, to, about, options, look)
        found = chosen(found == OPEN, words[silence], found)
        runs.answers[source, to] = asked, chosen(waiting, found, codes)


# Rulings


def refused(runs: Runs, order: Order) -> Mask:
    """Where the consent that an order needs was refused."""
    found: Mask = False
    if order.consent:
        for asked, options in order.asked:
            _, codes = runs.answers[order.key, asked]
            found = either(found, codes != runs.exercise.vocabulary.words[options[0]])
    return found


def give_back(runs: Runs) -> None:
    """Refused consent returns the cost."""
    state = list(runs.state)
    for order, where in ordered(runs):
        back = both(where, refused(runs, order))
        if some(back):
            slot = runs.exercise.slots[f"capital({order.role})"]
            state[slot] = chosen(back, state[slot] + runs.costs[order.key], state[slot])
            state[slot] = np.asarray(state[slot]).astype(runs.book.kinds[slot])
    runs.state = state


def rulings(runs: Runs) -> None:
    """Carry out what was ordered and decided, and publish."""
    words = runs.exercise.vocabulary.words
    carried: Carried = []
    for order, where in ordered(runs):
        going = without(both(where, runs.alive), refused(runs, order))
        if order.consent or not order.asked:
            carried.append((order, "none", going))
            continue
        _, codes = runs.answers[order.key, order.asked[-1][0]]
        for word in dict.fromkeys(("none", *(option for _, options in order.asked for option in options))):
            here = both(going, codes == words[word])
            if some(here):
                carried.append((order, word, here))
    answers = list(inject_answers(runs))
    runs.opening, runs.orders, runs.costs, runs.answers = [], {}, {}, {}  # they take room
    take_turn(runs, [entry for entry in carried if some(entry[2])], answers)


def inject_answers(runs: Runs) -> Iterator[Deed]:
    """What the answers to questions of injects do: joint ones must agree, else the default stands."""
    words = runs.exercise.vocabulary.words
    for name, rule in runs.exercise.injects.items():
        asks = rule.inject.asks
        given = [runs.answers[name, role] for role in asks.of if (name, role) in runs.answers] if asks else []
        if not asks or not given:
            continue
        asked: Mask = False
        for where, _ in given:
            asked = either(asked, where)
        agreed: Mask = True
        for where, codes in given:
            agreed = both(agreed, both(where, codes == given[0][1]))
        decided: Mask = False
        picked: dict[str, Mask] = {}
        for word in asks.answers:
            said: Mask = False
            for where, codes in given:
                said = either(said, both(where, codes == words[word]))
            picked[word] = both(said, agreed) if asks.joint else said
            decided = either(decided, picked[word])
        picked[asks.default] = either(picked[asks.default], without(asked, decided))
        for word, where in picked.items():
            where = both(both(where, asked), runs.alive)
            if some(where):
                yield Deed(where, rule.answers[word], f"inject.{name}:{word}")
