"""The steps of a turn's rulings in columns, in the exercise's own order, as in `engine.play.steps`."""

from collections.abc import Iterator

import numpy as np

from engine.rehearsal.columns import Claim, Runs, Tabled
from engine.rehearsal.masks import Array, Column, Mask, both, chosen, either, some, without
from engine.rehearsal.rulings import Asking, Deed, make_offer, remember, shared, step
from engine.rehearsal.trees import LONG_AGO
from engine.rules.argued import cost_back
from engine.rules.effects import NOTHING, Effects
from engine.rules.exercise import AgreementRule, Order, Step
from engine.rules.vocabulary import BRINK

Carried = list[tuple[Order, str, Mask]]
"""Orders carried out with the answer they had, and where."""


def take_turn(runs: Runs, carried: Carried, answers: list[Deed]) -> None:
    """All steps, each with its waves and then its triggers."""
    runs.ruled = {}
    waiting: dict[int, list[Asking]] = {}
    for order, answer, where in carried:
        for path, call in order.asks(answer):
            asking = Asking(where, runs.book.site(call, path, order, answer))
            waiting.setdefault(runs.exercise.step_of[call.table_id], []).append(asking)
    for claim, where in runs.laid.items():
        if claim.call is not None:
            path = f"{claim.order.path}>{claim.call.table_id}"
            asking = Asking(both(where, runs.alive), runs.book.site(claim.call, path, claim.order))
            waiting.setdefault(runs.exercise.step_of[claim.call.table_id], []).append(asking)
    for index, entry in enumerate(runs.exercise.steps):
        if entry.name == "agreements":
            agreements(runs, answers)
        elif entry.name == "moves":
            deeds = [
                Deed(where, order.then, order.path, order.history, order, answer)
                for order, answer, where in carried
            ]
            deeds += [
                Deed(
                    both(where, runs.alive),
                    given_back(runs, claim),
                    claim.order.path,
                )
                for claim, where in runs.laid.items()
                if claim.call is None
            ]
            if deeds:
                step(runs, deeds)
        elif entry.name == "breaches":
            breaches(runs)
        elif entry.name == "drift":
            drift(runs)
        elif entry.name == "endings":
            endings(runs)
        elif index in waiting:
            step(runs, asked=shared(runs, waiting[index]))
        if entry.triggers:
            triggers(runs, entry)


def given_back(runs: Runs, claim: Claim) -> Effects:
    """The cost of what control rules inadmissible."""
    return cost_back(runs.exercise, claim.order.role, claim.cost)


def triggers(runs: Runs, entry: Step) -> None:
    """The triggers of a step, all read on the state that the step and its waves left."""
    look, state = runs.look(), list(runs.state)
    asked: list[Asking] = []
    for trigger in entry.triggers:
        times, last = trigger.times
        where = both(runs.alive, look.state[last] != runs.turn)
        if trigger.once == "run":
            where = both(where, look.state[times] == 0)
        where = both(where, look.holds(runs.book.tree(trigger.test.node)))
        if some(where):
            remember(runs, state, [(where, (trigger.times,))])
            path = f"trigger.{trigger.id}>{trigger.call.table_id}"
            asked.append(Asking(where, runs.book.site(trigger.call, path)))
    if asked:
        runs.state = state
        step(runs, asked=shared(runs, asked))


def agreements(runs: Runs, answers: list[Deed]) -> None:
    """Answers to injects, agreements that are left, and those that enter together."""
    deeds, state = list(answers), list(runs.state)
    for (name, role), where in runs.leaving.items():
        rule = runs.exercise.agreements[name]
        left = both(both(where, runs.alive), runs.state[rule.in_force] != 0)
        if some(left):
            over(runs, rule, left, state)
            effects = rule.leave.get(role) or rule.leave.get("any") or NOTHING
            deeds.append(Deed(left, effects, f"agreement.{name}", settled=True))
    for tabled, where in entering(runs):
        enter(runs, tabled, where, deeds, state)
    if deeds:
        step(runs, deeds, facts=state)


def entering(runs: Runs) -> Iterator[tuple[Tabled, Mask]]:
    """Announced agreements, in the order of their last needed signatures; of two of a kind, the first."""
    waiting = [
        (tabled, both(tabled.announced, runs.alive)) for places in runs.tabled.values() for tabled in places
    ]
    waiting = [(tabled, where) for tabled, where in waiting if some(where)]
    taken: dict[str, Mask] = {}
    while waiting:
        first: Array = np.full(runs.size, np.iinfo(np.int32).max, np.int32)
        for tabled, where in waiting:
            first = chosen(where, np.minimum(first, tabled.rank), first)
        later = []
        for tabled, where in waiting:
            now = both(where, tabled.rank == first)
            fresh = without(now, taken.get(tabled.agreement, False))
            taken[tabled.agreement] = either(taken.get(tabled.agreement, False), now)
            if some(fresh):
                yield tabled, fresh
            rest = without(where, now)
            if some(rest):
                later.append((tabled, rest))
        waiting = later
    for name, where in taken.items():
        for tabled in runs.tabled[name]:
            tabled.announced = without(tabled.announced, where)


def enter(runs: Runs, tabled: Tabled, where: Mask, deeds: list[Deed], state: list[Column]) -> None:
    """One agreement enters where its condition still holds, with what leaves and enters before it."""
    rule = runs.exercise.agreements[tabled.agreement]
    if not rule.allowed.always:
        where = both(where, runs.look(state).holds(runs.book.tree(rule.allowed.node)))
    if not some(where):
        return
    runs.count(f"agreement {rule.id}", where)
    entered: list[tuple[int, Column]] = [(rule.in_force, 1), (rule.entered, runs.turn)]
    for slot, value in [*entered, *((slot, tabled.terms[term]) for term, slot in rule.terms.items())]:
        state[slot] = chosen(where, value, state[slot])
    path = f"agreement.{rule.id}"
    deeds.append(Deed(where, rule.then, path, rule.history))
    for role, effects in rule.may.items():
        joined = both(where, both(tabled.invited[role], tabled.signed[role]))
        if some(joined):
            deeds.append(Deed(joined, effects, path))


def over(runs: Runs, rule: AgreementRule, where: Mask, state: list[Column]) -> None:
    """The slots of an agreement that is no longer in force."""
    start = runs.exercise.vocabulary.start
    ended: list[tuple[int, Column]] = [(rule.in_force, 0), (rule.entered, LONG_AGO)]
    for slot, value in [*ended, *((slot, start[slot]) for slot in rule.terms.values())]:
        state[slot] = chosen(where, value, state[slot])


def breaches(runs: Runs) -> None:
    """Agreements broken, and those whose time is up. One that ends takes its freezes with it."""
    look, deeds, state = runs.look(), list[Deed](), list(runs.state)
    for rule in runs.exercise.agreements.values():
        standing = both(runs.alive, look.state[rule.in_force] != 0)
        if not some(standing):
            continue
        path, after, broken = f"agreement.{rule.id}", rule.agreement.after, rule.agreement.breach
        if broken and rule.breach_test:
            breached = both(standing, look.holds(runs.book.tree(rule.breach_test.node)))
            if some(breached):
                history = runs.exercise.breaches[rule.id]
                deeds.append(Deed(breached, rule.breach, path, history, settled=True))
                if broken.ends:
                    over(runs, rule, breached, state)
                    standing = without(standing, breached)
        if after:
            due = both(standing, look.state[rule.entered] <= runs.turn - after.turns)
            if not some(due):
                continue
            spared = look.holds(runs.book.tree(rule.unless.node)) if rule.unless else False
            deeds.append(Deed(without(due, spared), rule.after, path, settled=True))
            if after.ends:
                over(runs, rule, due, state)
    if deeds:
        step(runs, deeds, facts=state)


def drift(runs: Runs) -> None:
    """Tokens that fall due unanswered, then the drift table."""
    state = list(runs.state)
    for _, slot, history in runs.exercise.tokens:
        due = both(runs.alive, (runs.state[slot] > 0) & (runs.state[slot] <= runs.turn))
        if some(due):
            state[slot] = chosen(due, 0, state[slot])
            remember(runs, state, [(due, history)])
    runs.state = state
    if "drift" in runs.exercise.file.tables:
        site = runs.book.site(runs.exercise.call("drift", (), None, None), "drift")
        step(runs, asked=[Asking(runs.alive, site)])


def endings(runs: Runs) -> None:
    """The end check: conditions held, red lines latched, endings read, the brink announced."""
    exercise, book, state, last = runs.exercise, runs.book, list(runs.state), runs.turn >= runs.book.turns
    before = runs.look()
    for slot, test in exercise.held:
        state[slot] = runs.kept(slot, chosen(before.holds(book.tree(test.node)), before.state[slot] + 1, 0))
    for line in exercise.red_lines:
        crossed = runs.look(state).holds(book.tree(line.test.node))
        state[line.slot] = state[line.slot] | crossed
    look = runs.look(state)
    free: Mask = runs.alive
    near: Mask = False
    ended = runs.ended
    for code, rule in enumerate(exercise.endings):
        if not rule.comes_in(book.format):
            continue
        stop = rule.ending.kind == "stop"
        if stop or last:
            reached = both(free, look.holds(book.tree(rule.test.node)))
            if some(reached):
                ended = chosen(reached, code, ended)  # type: ignore[assignment]
                free = without(free, reached)
        if stop:
            near = either(near, look.holds(book.tree(rule.early.node)))
    runs.ended = ended
    state[BRINK] = runs.kept(BRINK, 0)
    close = False if last else both(near, free)
    if some(close):
        brink(runs, state, close)
    runs.state = state


def brink(runs: Runs, state: list[Column], where: Mask) -> None:
    """The brink turn: capital for every role, and moves opened for the next turn."""
    exercise = runs.exercise
    rules, bank = exercise.file.brink, exercise.file.capital.bank
    state[BRINK] = chosen(where, 1, state[BRINK])
    tag = (rules.offer or "").removeprefix("tag.")
    for role in exercise.roles:
        slot = exercise.slots[f"capital({role})"]
        more = np.minimum(np.add(state[slot], rules.capital, dtype=np.int32), bank)
        state[slot] = chosen(where, more.astype(runs.book.kinds[slot]), state[slot])
        for name, move in exercise.file.moves.items():
            if move.by == role and tag in move.tags:
                make_offer(runs, runs.next_offers, (role, name), where, 0)
