"""Adjudication: one step after another on a state, each combined, its waves run, its trace written.

A step reads one snapshot; its effects are combined; what its rows run is a wave on the state it left.
`engine.play.steps` takes a whole turn through here. With `traced=False` the same rules move the state
and tell nothing, which is how thousands of runs are rehearsed.
"""

from collections.abc import Iterable

from engine.play.combine import State, combine, difference, remember
from engine.play.dice import throw, turn_key
from engine.play.events import Delivered, Event, Exposed, Opened, Stepped
from engine.play.messages import readers
from engine.play.trace import Tracer
from engine.play.work import Asking, Carry, Decisions, Deed
from engine.rules.effects import Effects
from engine.rules.exercise import Call, Exercise, History, RowRule
from engine.rules.verbs import RunTable
from engine.rules.vocabulary import TURN

RULES = 4
"""Raised whenever adjudication could give another result for the same commands."""

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
        self.ruled_once: set[str] = set()
        """Calls of shared tables that have had their ruling of this turn."""
        self.read: dict[str, State] = {}
        """By ruling, the state it was read on; kept only where the rulings are told."""
        self.lapsed: list[str] = []
        self.met: set[str] = set()
        """Overrides whose ruling was asked for, with dice."""
        self.ending = ""
        self.format = exercise.default_format
        self.everybody = exercise.roles

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
            touched = {slot for history in histories for pair in history for slot in pair}
            touched.update(facts or (), (effect.slot for effects in sources for effect in effects.changes))
            self.record(name, before, self.tracer.causes(causes, before, after), noted, touched)
        waves: list[Asking] = []
        for effects, path, carry, knows in said:
            if effects.tells or effects.offers or effects.deliver:
                self.speak(effects, path, carry, before)
            for run in effects.runs:
                waves.append(self.wave(run, path, carry, knows))
        if waves:
            self.step(name, (), self.shared(waves))

    def wave(self, run: RunTable, path: str, carry: Carry | None, knows: tuple[str, ...]) -> Asking:
        words = tuple(
            part if isinstance(part, str) else self.exercise.words[self.state[part]] for part in run.arguments
        )
        actor, answer = (carry.order.role, carry.answer) if carry else (None, None)
        call = self.exercise.call(run.table, words, actor, answer)
        asked = call.key if run.apart else run.table
        return Asking(call, f"{path}>{asked}", knows, path, carry)

    def rule(self, step: str, asking: Asking) -> list[tuple[RowRule, str]]:
        """The rows that apply, each with its path."""
        call, state = asking.call, self.state
        if self.tracer:
            self.read[asking.path] = state
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
            self.met.add(asking.path)
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
        found = overruled(call, index, modifier, replaces, chosen)
        if found is None:
            self.lapsed.append(path)
            return index, "", ""
        return found, replaces, reason

    def shared(self, asked: list[Asking]) -> list[Asking]:
        """Calls of a shared table made one, known to all who know any of them; none once ruled on.

        It is nobody's order that is ruled on then: who asked first makes no difference.
        """
        result: list[Asking] = []
        places: dict[str, int] = {}
        for asking in asked:
            key = asking.call.key
            if not asking.call.table.shared:
                result.append(asking)
            elif key in places:
                place = places[key]
                known = {*result[place].knows, *asking.knows}
                result[place] = result[place]._replace(knows=tuple(sorted(known)), cause="turn")
            elif key not in self.ruled_once:
                places[key] = len(result)
                result.append(asking._replace(path=f"turn>{key}", carry=None))
        self.ruled_once.update(places)
        return result

    # What a step tells

    def tell(self, event: Event) -> None:
        """Something only people want to know: the state does not rest on it."""
        if self.tracer:
            self.events.append(event)

    def record(
        self,
        step: str,
        before: State,
        causes: dict[str, list[str]],
        noted: dict[str, int] | None = None,
        touched: set[int] | None = None,
    ) -> None:
        if not self.tracer:
            return
        changes = difference(self.exercise, before, self.state, touched)
        changes.update(noted or {})
        if changes:
            self.events.append(Stepped(step=step, changes=changes, causes=causes))

    def speak(self, effects: Effects, path: str, carry: Carry | None, before: State) -> None:
        """Everything said to somebody: offers, values told, messages delivered or exposed."""
        for offer in effects.offers:
            turn = before[TURN] + (1 if offer.next else 0)
            opened = Opened(role=offer.to, moves=list(offer.moves), cost=offer.cost, turn=turn, source=path)
            self.events.append(opened)
        if not self.tracer:
            return
        if effects.deliver and carry and carry.message:
            self.deliver(carry, before)
        for told in effects.tells:
            if told.what == "message":
                if carry and carry.message:
                    self.events.append(Exposed(message=carry.message, to=list(told.to)))
                continue
            once = f"{path.partition('>')[0]}>{told.what}>{','.join(told.to)}" if told.once else ""
            if once not in self.told_once:
                self.events.append(self.tracer.told(told, path, before, once, self.key, self.format))
            if once:
                self.told_once.add(once)

    def deliver(self, carry: Carry, before: State) -> None:
        """A carried message arrives; whoever an agreement lets read between the two reads it, too."""
        order, to = carry.order, list(carry.order.targets)
        self.events.append(Delivered(message=carry.message, to=to, invites=True))
        sender = order.arguments.get(order.move.carries or "", order.role)
        others = readers(self.exercise, before, sender, to)
        if others:
            self.events.append(Exposed(message=carry.message, to=others))


def overruled(call: Call, index: int, modifier: int, replaces: str, chosen: str) -> int | None:
    """The row that control chose; None where what it replaces no longer stands or it is not one step away."""
    ladder = call.ladder(modifier)
    ids = [call.rows[rung].row.id for rung in ladder]
    stands = (
        call.rows[index].row.id == replaces
        and chosen in ids
        and abs(ids.index(chosen) - ladder.index(index)) == 1
    )
    return ladder[ids.index(chosen)] if stands else None
