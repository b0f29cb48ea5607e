"""Adjudication: locked orders, answers and decisions in, events out. Pure, and the same every time.

A step reads one snapshot; its effects are combined; what its rows run is a wave on the state it
left; its triggers come last. With `traced=False` the same rules move the state and tell nothing,
which is how thousands of runs are rehearsed.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from engine.play.combine import State, combine, remember
from engine.play.dice import throw, turn_key
from engine.play.events import (
    Brink,
    Crossed,
    Delivered,
    Ended,
    Entered,
    Event,
    Exposed,
    Opened,
    Overdue,
    Stepped,
    Told,
)
from engine.play.trace import Tracer
from engine.rules.effects import Effects, Run
from engine.rules.exercise import AgreementRule, Call, Exercise, History, Order, RowRule
from engine.rules.vocabulary import BRINK, NEVER, TURN

RULES = 1
"""Raised whenever adjudication could give another result for the same commands."""


class Carry(NamedTuple):
    """An order that is carried out."""

    order: Order
    secret: bool = False
    answer: str = "none"
    message: str = ""


class Entry(NamedTuple):
    """An agreement that enters into force, with its terms and its optional signatories."""

    rule: AgreementRule
    terms: dict[str, int]
    optional: tuple[str, ...] = ()


class Decisions(NamedTuple):
    """What control decided about rulings: dice by path, and (row replaced, row, reason) by path."""

    dice: dict[str, list[int]]
    overrides: dict[str, tuple[str, str, str]]


class Turn(NamedTuple):
    """Everything the rulings of one turn work on."""

    carried: tuple[Carry, ...] = ()
    entering: tuple[Entry, ...] = ()
    leaving: tuple[tuple[AgreementRule, str], ...] = ()
    answers: tuple[tuple[str, Effects], ...] = ()
    """Inject answers: the path of the answer and its effects."""
    last: bool = False


class Asking(NamedTuple):
    """A call of a table that waits for its step or wave."""

    call: Call
    path: str
    knows: tuple[str, ...]
    cause: str
    carry: Carry | None = None


class Deed(NamedTuple):
    """Effects that belong to a step without a table: an order carried out, an agreement entering."""

    effects: Effects
    history: History
    path: str
    knows: tuple[str, ...]
    carry: Carry | None = None


UNDECIDED = Decisions({}, {})


class Adjudication:
    """One pass over a state. `state` is the vector as it stands; `events` what has happened so far."""

    def __init__(
        self,
        exercise: Exercise,
        state: State,
        seed: int,
        take: int = 0,
        decisions: Decisions = UNDECIDED,
        *,
        traced: bool = True,
    ) -> None:
        self.exercise, self.state, self.decisions = exercise, state, decisions
        self.key = turn_key(seed, state[TURN], take)
        self.events: list[Event] = []
        self.tracer = Tracer(exercise) if traced else None
        self.told_once: set[str] = set()
        self.lapsed: list[str] = []
        self.ending = ""
        self.everybody = exercise.roles

    # The steps of a turn

    def turn(self, work: Turn) -> None:
        """All steps of the rulings, in the exercise's order."""
        waiting: dict[int, list[Asking]] = {}
        for carry in work.carried:
            knows = carry.order.knowers(carry.secret, self.everybody) if self.tracer else ()
            for call in carry.order.calls.get(carry.answer) or carry.order.calls["none"]:
                step = self.exercise.step_of[call.table_id]
                waiting.setdefault(step, []).append(
                    Asking(call, f"{carry.order.path}>{call.table_id}", knows, carry.order.path, carry)
                )
        for index, step in enumerate(self.exercise.steps):
            if step.name == "agreements":
                self.agreements(work)
            elif step.name == "moves":
                self.moves(work.carried)
            elif step.name == "breaches":
                self.breaches()
            elif step.name == "drift":
                self.drift()
            elif step.name == "endings":
                self.endings(work.last)
            elif index in waiting:
                self.step(step.name, (), _shared(waiting[index]))
            for trigger in step.triggers:
                if not self.ending and self.triggered(trigger.once, trigger.times, trigger.test.holds):
                    path = f"trigger.{trigger.id}"
                    asking = Asking(trigger.call, f"{path}>{trigger.call.table_id}", self.everybody, path)
                    remember(self.state, ((trigger.times,),))
                    self.step(
                        step.name,
                        (),
                        [asking],
                        {f"times({path})": self.state[trigger.times[0]], f"last({path})": self.state[TURN]},
                    )

    def triggered(self, once: str, times: tuple[int, int], holds: Callable[[State], bool]) -> bool:
        if (once == "run" and self.state[times[0]]) or self.state[times[1]] == self.state[TURN]:
            return False
        return bool(holds(self.state))

    def agreements(self, work: Turn) -> None:
        """Answers to injects, agreements that enter together, and those that are left."""
        deeds, facts = (
            [Deed(effects, (), path, self.everybody) for path, effects in work.answers],
            dict[int, int](),
        )
        for rule, role in work.leaving:
            facts.update(self.over(rule))
            deeds.append(
                Deed(
                    rule.leave.get(role) or rule.leave.get("any") or Effects(),
                    (),
                    f"agreement.{rule.id}",
                    self.everybody,
                )
            )
            self.tell(Ended(agreement=rule.id, why="left", by=role))
        for rule, terms, optional in work.entering:
            facts[rule.in_force], facts[rule.entered] = 1, self.state[TURN]
            facts.update({rule.terms[term]: value for term, value in terms.items()})
            path = f"agreement.{rule.id}"
            deeds.append(Deed(rule.then, rule.history, path, self.everybody))
            deeds += [Deed(rule.may[role], (), path, self.everybody) for role in optional]
            self.events.append(
                Entered(agreement=rule.id, terms=terms, signed=[*rule.agreement.needs, *optional])
            )
        if deeds:
            self.step("agreements", deeds, [], facts=facts)

    def moves(self, carried: tuple[Carry, ...]) -> None:
        deeds = []
        for carry in carried:
            knows = carry.order.knowers(carry.secret, self.everybody) if self.tracer else ()
            deeds.append(Deed(carry.order.then, carry.order.history, carry.order.path, knows, carry))
            if self.tracer:
                self.events.append(self.tracer.carried(carry.order, carry.secret, knows, self.state))
        if deeds:
            self.step("moves", deeds, [])

    def breaches(self) -> None:
        """Agreements broken, and those whose time is up. One that ends takes its freezes with it."""
        deeds: list[Deed] = []
        facts: dict[int, int] = {}
        for rule in self.exercise.agreements.values():
            if not self.state[rule.in_force]:
                continue
            path, after, broken = f"agreement.{rule.id}", rule.agreement.after, rule.agreement.breach
            if broken and rule.breach_test and rule.breach_test.holds(self.state):
                deeds.append(Deed(rule.breach, self.exercise.breaches[rule.id], path, self.everybody))
                if broken.ends:
                    facts.update(self.over(rule))
                self.tell(Ended(agreement=rule.id, why="breach", stays=not broken.ends))
                if broken.ends:
                    continue
            if after and self.state[TURN] - self.state[rule.entered] >= after.turns:
                if rule.unless is None or not rule.unless.holds(self.state):
                    deeds.append(Deed(rule.after, (), path, self.everybody))
                if after.ends:
                    facts.update(self.over(rule))
                    self.tell(Ended(agreement=rule.id, why="time"))
        if deeds or facts:
            self.step("breaches", deeds, [], facts=facts)

    def drift(self) -> None:
        """Tokens that fall due unanswered, then the drift table."""
        due = [
            (name, slot, history)
            for name, slot, history in self.exercise.tokens
            if 0 < self.state[slot] <= self.state[TURN]
        ]
        if due:
            before = list(self.state)
            for name, slot, history in due:
                self.state[slot] = 0
                remember(self.state, (history,))
                self.tell(Overdue(token=name))
            self.record("drift", before, {})
        if "drift" in self.exercise.file.tables:
            call = self.exercise.call("drift", (), None, None)
            self.step("drift", (), [Asking(call, "drift", self.everybody, "drift")])

    def endings(self, last: bool) -> None:
        """The end check: conditions held, red lines latched, endings read, brink announced."""
        before = list(self.state)
        held = [(slot, before[slot] + 1 if test.holds(before) else 0) for slot, test in self.exercise.held]
        for slot, count in held:
            self.state[slot] = count
        for line in self.exercise.red_lines:
            if not self.state[line.slot] and line.test.holds(self.state):
                self.state[line.slot] = 1
                self.tell(Crossed(role=line.role, line=line.id))
        near = []
        for rule in self.exercise.endings:
            kind = rule.ending.kind
            if (kind == "stop" or last) and rule.test.holds(self.state):
                self.ending = rule.ending.id
                break
            if kind == "stop" and rule.early.holds(self.state):
                near.append(rule.ending.id)
        self.state[BRINK] = 0
        if near and not self.ending and not last:
            self.brink(near)
        self.record("endings", before, {})

    def brink(self, near: list[str]) -> None:
        brink, slots = self.exercise.file.brink, self.exercise.slots
        self.state[BRINK] = 1
        self.tell(Brink(endings=near))
        for role in self.everybody:
            slot = slots[f"capital({role})"]
            self.state[slot] = min(self.exercise.file.capital.bank, self.state[slot] + brink.capital)
            tag = (brink.offer or "").removeprefix("tag.")
            moves = [
                name
                for name, move in self.exercise.file.moves.items()
                if move.by == role and tag in move.tags
            ]
            if moves:
                self.events.append(
                    Opened(role=role, moves=moves, cost=0, turn=self.state[TURN] + 1, source="brink")
                )

    # One step

    def step(
        self,
        name: str,
        deeds: Iterable[Deed],
        asked: list[Asking],
        noted: dict[str, int] | None = None,
        facts: dict[int, int] | None = None,
    ) -> None:
        """Rule on everything asked, combine all effects, apply them; then the waves this called."""
        before, after = self.state, list(self.state)
        for slot, value in (facts or {}).items():
            after[slot] = value
        sources: list[Effects] = []
        histories: list[History] = []
        said: list[tuple[Effects, str, Carry | None, tuple[str, ...]]] = []
        causes: list[tuple[Effects, str]] = []
        for deed in deeds:
            sources.append(deed.effects)
            histories.append(deed.history)
            said.append((deed.effects, deed.path, deed.carry, deed.knows))
            causes.append((deed.effects, deed.path))
        for asking in asked:
            for rule, path in self.rule(name, asking):
                knows = rule.to if rule.to is not None else asking.knows
                found = [rule.effects]
                if asking.carry and rule.row.outcome in asking.carry.order.on:
                    found.append(asking.carry.order.on[rule.row.outcome])
                for effects in found:
                    sources.append(effects)
                    said.append((effects, path, asking.carry, knows))
                    causes.append((effects, path))
                histories.append(rule.history)
        combine(self.exercise, before, after, sources)
        remember(after, histories)
        self.state = after
        if self.tracer:
            self.record(name, before, self.tracer.causes(causes, before, after), noted)
        waves: list[Asking] = []
        for effects, path, carry, knows in said:
            if effects.tells or effects.offers or effects.deliver:
                self.speak(effects, path, carry, before)
            for run in effects.runs:
                waves.append(self.wave(run, path, carry, knows))
        if waves:
            self.step(name, (), _shared(waves))

    def wave(self, run: Run, path: str, carry: Carry | None, knows: tuple[str, ...]) -> Asking:
        words = tuple(
            part if isinstance(part, str) else self.exercise.words[self.state[part]] for part in run.arguments
        )
        actor, answer = (carry.order.role, carry.answer) if carry else (None, None)
        call = self.exercise.call(run.table, words, actor, answer)
        return Asking(call, f"{path}>{run.table}", knows, path, carry)

    def rule(self, step: str, asking: Asking) -> list[tuple[RowRule, str]]:
        """The rows that apply, each with its path."""
        call, state = asking.call, self.state
        if call.collects:
            rows = call.all_rows(state)
            for index in rows:
                if self.tracer:
                    self.events.append(
                        self.tracer.ruled(
                            step, asking, index, state, path=f"{asking.path}.{call.rows[index].row.id}"
                        )
                    )
            return [(call.rows[index], f"{asking.path}.{call.rows[index].row.id}") for index in rows]
        index = call.fixed(state)
        dice: list[int] = []
        modifier = 0
        if index < 0 and call.banded:
            dice = self.decisions.dice.get(asking.path) or throw(self.key, asking.path, call.faces)
            modifier = call.total(state)
            index = call.band(sum(dice) + modifier)
        if index < 0:
            return []
        replaced = reason = ""
        if asking.path in self.decisions.overrides and dice:
            replaced, chosen, reason = self.decisions.overrides[asking.path]
            index, replaced, reason = self.override(
                call, index, modifier, replaced, chosen, reason, asking.path
            )
        if self.tracer:
            self.events.append(
                self.tracer.ruled(
                    step,
                    asking,
                    index,
                    state,
                    dice,
                    modifier,
                    asking.path in self.decisions.dice,
                    replaced,
                    reason,
                )
            )
        return [(call.rows[index], asking.path)]

    def override(
        self, call: Call, index: int, modifier: int, replaces: str, chosen: str, reason: str, path: str
    ) -> tuple[int, str, str]:
        """The row control chose, if what it replaces still stands and it is one step on the ladder."""
        ladder = call.ladder(modifier)
        ids = [call.rows[rung].row.id for rung in ladder]
        stands = (
            call.rows[index].row.id == replaces
            and chosen in ids
            and abs(ids.index(chosen) - ladder.index(index)) == 1
        )
        if not stands:
            self.lapsed.append(path)
            return index, "", ""
        return ladder[ids.index(chosen)], replaces, reason

    # What a step tells

    def tell(self, event: Event) -> None:
        """Something only people want to know: the state does not rest on it."""
        if self.tracer:
            self.events.append(event)

    def record(
        self, step: str, before: State, causes: dict[str, list[str]], noted: dict[str, int] | None = None
    ) -> None:
        if not self.tracer:
            return
        names = self.exercise.names
        changes = {
            names[slot]: now
            for slot, (was, now) in enumerate(zip(before, self.state, strict=True))
            if was != now
        }
        changes.update(noted or {})
        if changes:
            self.events.append(Stepped(step=step, changes=changes, causes=causes))

    def speak(self, effects: Effects, path: str, carry: Carry | None, before: State) -> None:
        """Everything said to somebody: offers, values told, messages delivered or exposed."""
        for offer in effects.offers:
            turn = before[TURN] + (1 if offer.next else 0)
            self.events.append(
                Opened(role=offer.to, moves=list(offer.moves), cost=offer.cost, turn=turn, source=path)
            )
        if not self.tracer:
            return
        message = carry.message if carry else ""
        if effects.deliver and message and carry:
            self.events.append(Delivered(message=message, to=list(carry.order.targets), invites=True))
        for told in effects.tells:
            if told.what == "message":
                if message:
                    self.events.append(Exposed(message=message, to=list(told.to)))
                continue
            once = f"{path.partition('>')[0]}>{told.what}>{','.join(told.to)}" if told.once else ""
            if once and once in self.told_once:
                continue
            self.told_once.add(once)
            self.events.append(self.told(told, path, before, once))

    def told(self, told: "object", path: str, before: State, once: str) -> Told:
        assert self.tracer
        return self.tracer.told(told, path, before, once, self.key)  # type: ignore[arg-type]

    def over(self, rule: AgreementRule) -> dict[int, int]:
        """The slots of an agreement that is no longer in force."""
        start = self.exercise.vocabulary.start
        return {rule.in_force: 0, rule.entered: NEVER, **{slot: start[slot] for slot in rule.terms.values()}}


def _shared(asked: list[Asking]) -> list[Asking]:
    """Calls of a shared table made one, known to everybody who knows any of them."""
    result: list[Asking] = []
    places: dict[str, int] = {}
    for asking in asked:
        if not asking.call.table.shared:
            result.append(asking)
        elif asking.call.key in places:
            place = places[asking.call.key]
            known = {*result[place].knows, *asking.knows}
            result[place] = result[place]._replace(knows=tuple(role for role in sorted(known)))
        else:
            places[asking.call.key] = len(result)
            result.append(asking._replace(path=f"turn>{asking.call.table_id}"))
    return result
