"""The steps of a turn's rulings, in the exercise's own order."""

from engine.play.adjudicate import Adjudication
from engine.play.combine import State, remember
from engine.play.events import Barred, Brink, Crossed, Ended, Entered, Judged, Opened, Overdue
from engine.play.work import Asking, Carry, Deed, Plea, Turn
from engine.rules.argued import call_of, cost_back
from engine.rules.effects import NOTHING
from engine.rules.exercise import AgreementRule, Step
from engine.rules.vocabulary import BRINK, NEVER, TURN


def take_turn(passing: Adjudication, work: Turn) -> None:
    """All steps, each with its waves and then its triggers."""
    waiting = calls(passing, work)
    for index, step in enumerate(passing.exercise.steps):
        if step.name == "agreements":
            agreements(passing, work)
        elif step.name == "moves":
            moves(passing, work.carried, work.pleas)
        elif step.name == "breaches":
            breaches(passing)
        elif step.name == "drift":
            drift(passing)
        elif step.name == "endings":
            endings(passing, work.last)
        elif index in waiting:
            passing.step(step.name, (), passing.shared(waiting[index]))
        if step.triggers:
            triggers(passing, step)
    passing.lapsed += [path for path in passing.decisions.overrides if path not in passing.met]


def calls(passing: Adjudication, work: Turn) -> dict[int, list[Asking]]:
    """What the orders ask of tables, by the step that lists the table."""
    waiting: dict[int, list[Asking]] = {}
    for carry in work.carried:
        order, knows = carry.order, known(passing, carry)
        for path, call in order.asks(carry.answer):
            asking = Asking(call, path, knows, order.path, carry)
            waiting.setdefault(passing.exercise.step_of[call.table_id], []).append(asking)
    for plea in work.pleas:
        if not plea.inadmissible:
            order, knows = plea.carry.order, known(passing, plea.carry)
            call = call_of(passing.exercise, order.role, plea.pro, plea.con, plea.difficulty)
            asking = Asking(call, f"{order.path}>{call.table_id}", knows, order.path, plea.carry)
            waiting.setdefault(passing.exercise.step_of[call.table_id], []).append(asking)
    return waiting


def known(passing: Adjudication, carry: Carry) -> tuple[str, ...]:
    """Who knows an order; nobody asks when nothing is told."""
    return carry.order.knowers(carry.secret, passing.everybody) if passing.tracer else ()


def triggers(passing: Adjudication, step: Step) -> None:
    """The triggers of a step, all read on the state that the step and its waves left."""
    turn = passing.state[TURN]
    held = [
        trigger
        for trigger in step.triggers
        if passing.state[trigger.times[1]] != turn
        and not (trigger.once == "run" and passing.state[trigger.times[0]])
        and trigger.test.holds(passing.state)
    ]
    if not held:
        return
    asked: list[Asking] = []
    noted: dict[str, int] = {}
    for trigger in held:
        path = f"trigger.{trigger.id}"
        asked.append(Asking(trigger.call, f"{path}>{trigger.call.table_id}", passing.everybody, path))
        remember(passing.state, ((trigger.times,),))
        noted |= {f"times({path})": passing.state[trigger.times[0]], f"last({path})": turn}
    passing.step(step.name, (), passing.shared(asked), noted)


def agreements(passing: Adjudication, work: Turn) -> None:
    """Answers to injects, agreements that enter together, and those that are left."""
    everybody, state = passing.everybody, passing.state
    deeds = list(work.answers)
    facts: dict[int, int] = {}
    for rule, role in work.leaving:
        facts.update(over(passing, rule))
        leave = rule.leave.get(role) or rule.leave.get("any") or NOTHING
        leave = leave.settled(state, passing.exercise.words)
        deeds.append(Deed(leave, (), f"agreement.{rule.id}", everybody))
        passing.tell(Ended(agreement=rule.id, why="left", by=role))
    for rule, terms, optional in work.entering:
        if not stands(rule, state, facts):
            passing.events.append(Barred(agreement=rule.id, signed=[*rule.agreement.needs, *optional]))
            continue
        facts[rule.in_force], facts[rule.entered] = 1, state[TURN]
        facts.update({rule.terms[term]: value for term, value in terms.items()})
        path = f"agreement.{rule.id}"
        deeds.append(Deed(rule.then, rule.history, path, everybody))
        deeds += [Deed(rule.may[role], (), path, everybody) for role in optional]
        signed = [*rule.agreement.needs, *optional]
        passing.events.append(Entered(agreement=rule.id, terms=terms, signed=signed))
    if deeds:
        passing.step("agreements", deeds, [], facts=facts)


def stands(rule: AgreementRule, state: State, facts: dict[int, int]) -> bool:
    """Whether the condition of a signed agreement still holds, with what leaves and enters before it."""
    if rule.allowed.always:
        return True
    found = list(state)
    for slot, value in facts.items():
        found[slot] = value
    return bool(rule.allowed.holds(found))


def moves(passing: Adjudication, carried: tuple[Carry, ...], pleas: tuple[Plea, ...] = ()) -> None:
    """The effects that orders have of themselves; and the cost of what control rules inadmissible."""
    deeds = []
    for plea in pleas:
        knows = known(passing, plea.carry)
        passing.tell(judged(plea, knows))
        if plea.inadmissible:
            back = cost_back(passing.exercise, plea.carry.order.role, plea.cost)
            deeds.append(Deed(back, (), plea.carry.order.path, knows, plea.carry))
    for carry in carried:
        knows = known(passing, carry)
        deeds.append(Deed(carry.order.then, carry.order.history, carry.order.path, knows, carry))
        if passing.tracer:
            passing.tell(passing.tracer.carried(carry.order, carry.secret, knows, passing.state))
    if deeds:
        passing.step("moves", deeds, [])


def judged(plea: Plea, knows: tuple[str, ...]) -> Judged:
    """What was made of an argued order, as it is told."""
    return Judged(
        role=plea.carry.order.role,
        effect=plea.effect,
        amount=plea.amount,
        wanted=plea.wanted,
        title=plea.title,
        reasons=list(plea.reasons),
        counters=plea.counters,
        counts=list(plea.counts),
        difficulty=plea.difficulty,
        weighed=plea.weighed,
        inadmissible=plea.inadmissible,
        reason=plea.reason,
        cost=plea.cost if plea.inadmissible else 0,
        knows=list(knows),
    )


def breaches(passing: Adjudication) -> None:
    """Agreements broken, and those whose time is up. One that ends takes its freezes with it."""
    state, deeds, facts = passing.state, list[Deed](), dict[int, int]()
    for rule in passing.exercise.agreements.values():
        if not state[rule.in_force]:
            continue
        path, after, broken = f"agreement.{rule.id}", rule.agreement.after, rule.agreement.breach
        if broken and rule.breach_test and rule.breach_test.holds(state):
            history = passing.exercise.breaches[rule.id]
            deeds.append(
                Deed(rule.breach.settled(state, passing.exercise.words), history, path, passing.everybody)
            )
            passing.tell(Ended(agreement=rule.id, why="breach", stays=not broken.ends))
            if broken.ends:
                facts.update(over(passing, rule))
                continue
        if after and state[TURN] - state[rule.entered] >= after.turns:
            if rule.unless is None or not rule.unless.holds(state):
                done = rule.after.settled(state, passing.exercise.words)
                deeds.append(Deed(done, (), path, passing.everybody))
            if after.ends:
                facts.update(over(passing, rule))
                passing.tell(Ended(agreement=rule.id, why="time"))
    if deeds or facts:
        passing.step("breaches", deeds, [], facts=facts)


def over(passing: Adjudication, rule: AgreementRule) -> dict[int, int]:
    """The slots of an agreement that is no longer in force."""
    start = passing.exercise.vocabulary.start
    return {rule.in_force: 0, rule.entered: NEVER, **{slot: start[slot] for slot in rule.terms.values()}}


def drift(passing: Adjudication) -> None:
    """Tokens that fall due unanswered, then the drift table."""
    exercise, state = passing.exercise, passing.state
    due = [token for token in exercise.tokens if 0 < state[token[1]] <= state[TURN]]
    if due:
        before = list(state)
        for name, slot, history in due:
            state[slot] = 0
            remember(state, (history,))
            passing.tell(Overdue(token=name))
        passing.record("drift", before, {})
    if "drift" in exercise.file.tables:
        call = exercise.call("drift", (), None, None)
        passing.step("drift", (), [Asking(call, "drift", passing.everybody, "drift")])


def endings(passing: Adjudication, last: bool) -> None:
    """The end check: conditions held, red lines latched, endings read, the brink announced."""
    exercise, state, before = passing.exercise, passing.state, list(passing.state)
    for slot, test in exercise.held:
        state[slot] = before[slot] + 1 if test.holds(before) else 0
    for line in exercise.red_lines:
        if not state[line.slot] and line.test.holds(state):
            state[line.slot] = 1
            passing.tell(Crossed(role=line.role, line=line.id))
    near = []
    for rule in exercise.endings:
        kind = rule.ending.kind
        if not rule.comes_in(passing.format):
            continue
        if (kind == "stop" or last) and rule.test.holds(state):
            passing.ending = rule.ending.id
            break
        if kind == "stop" and rule.early.holds(state):
            near.append(rule.ending.id)
    state[BRINK] = 0
    if near and not passing.ending and not last:
        brink(passing, near)
    passing.record("endings", before, {})


def brink(passing: Adjudication, near: list[str]) -> None:
    """The brink turn: capital for every role, and moves opened for the next turn."""
    exercise, state = passing.exercise, passing.state
    rules, bank = exercise.file.brink, exercise.file.capital.bank
    state[BRINK] = 1
    passing.tell(Brink(endings=near))
    tag = (rules.offer or "").removeprefix("tag.")
    for role in passing.everybody:
        slot = exercise.slots[f"capital({role})"]
        state[slot] = min(bank, state[slot] + rules.capital)
        opened = [name for name, move in exercise.file.moves.items() if move.by == role and tag in move.tags]
        if opened:
            turn = state[TURN] + 1
            passing.events.append(Opened(role=role, moves=opened, cost=0, turn=turn, source="brink"))
