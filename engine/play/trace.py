"""What the log says of a ruling: inputs, modifiers, odds, dice, and what each effect was."""

from engine.play.combine import State, value
from engine.play.dice import mix, slot_key
from engine.play.events import Carried, Ruled, Told
from engine.play.work import Asking
from engine.rules.effects import Effects, Formula
from engine.rules.effects import Told as Telling
from engine.rules.exercise import Exercise, Order
from engine.rules.nodes import Node
from engine.rules.vocabulary import FOREVER


class Tracer:
    """Writes the events that explain rulings of one exercise."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.names = exercise.names

    def ruled(
        self,
        step: str,
        asking: Asking,
        index: int,
        state: State,
        dice: list[int] | None = None,
        modifier: int = 0,
        typed: bool = False,
        replaced: str = "",
        reason: str = "",
        path: str = "",
    ) -> Ruled:
        """The trace of one ruling."""
        call = asking.call
        rule = call.rows[index]
        carry = asking.carry
        found = [rule.effects]
        if carry and rule.row.outcome in carry.order.on:
            found.append(carry.order.on[rule.row.outcome])
        rolled = bool(dice)
        held = [modifier.index for modifier in call.modifiers if modifier.test.holds(state)] if rolled else []
        nodes = [modifier.test.node for modifier in call.modifiers] if rolled else []
        nodes += [row.test.node for row in call.rows if row.row.roll is None and not call.collects]
        return Ruled(
            step=step,
            path=path or asking.path,
            call=call.key,
            table=call.table_id,
            row=rule.row.id,
            knows=list(asking.knows),
            to=None if rule.to is None else list(rule.to),
            cause=asking.cause,
            modifiers=held,
            sum=modifier,
            dice=list(dice or []),
            total=sum(dice) + modifier if dice else None,
            odds=call.odds(modifier) if rolled else {},
            typed=typed,
            replaced=replaced or None,
            reason=reason,
            told=bool(carry and carry.order.move.told and any(effects.tells for effects in found)),
            effects=[line for effects in found for line in self.lines(effects, state)],
            inputs=self.inputs(nodes if not call.collects else [rule.test.node], state),
        )

    def carried(self, order: Order, secret: bool, knows: tuple[str, ...], state: State) -> Carried:
        """An order carried out, with its own effects."""
        return Carried(
            role=order.role,
            order=order.key,
            secret=secret,
            knows=list(knows),
            effects=self.lines(order.then, state),
        )

    def inputs(self, nodes: list[Node], state: State) -> dict[str, int]:
        """What the conditions read, by slot, as it stood."""
        found: dict[str, int] = {}
        stack = list(nodes)
        while stack:
            node = stack.pop()
            stack.extend(node.parts)
            if node.op == "read":
                found[node.key] = state[self.exercise.slots[node.key]]
            elif node.op in ("times", "since", "played"):
                name = f"times({node.key})" if node.op == "times" else f"last({node.key})"
                found[name] = state[self.exercise.slots[name]]
        return dict(sorted(found.items()))

    def lines(self, effects: Effects, state: State, *, promised: bool = False) -> list[str]:
        """Effects as a person would write them: `tension +1`, `dialogue at least 1`.

        What changes nothing on this state is left out, unless it is only promised.
        """
        names, lines = self.names, []
        for slot, amount in effects.adds:
            lines.append(f"{names[slot]} {_amount(amount, state):+d}")
        lines += [f"{names[slot]} {amount:+d} up to {ceiling}" for slot, amount, ceiling in effects.raises]
        lines += [f"{names[slot]} at least {limit}" for slot, limit in effects.leasts]
        lines += [f"{names[slot]} at most {limit}" for slot, limit in effects.mosts]
        for slot, word, _ in effects.sets:
            spelled = (
                self.exercise.words[value(word, state)]
                if names[slot] in self.exercise.vocabulary.domains
                else ""
            )
            lines.append(f"set {names[slot]} {spelled}".rstrip())
        lines += [f"clear {names[slot]}" for slot, rest in effects.clears if promised or state[slot] != rest]
        lines += [f"close {names[slot]}" for slot in effects.closes if promised or state[slot]]
        lines += [f"open {names[slot]}" for slot, _ in effects.opens]
        lines += [f"{names[slot]} {amount:+d}" for slot, amount in effects.capital]
        return lines

    def causes(self, sources: list[tuple[Effects, str]], before: State, after: State) -> dict[str, list[str]]:
        """By track that moved, the paths of everything that pushed it."""
        found: dict[str, list[str]] = {}
        for effects, path in sources:
            pushed: list[tuple[int, ...]] = [*effects.raises, *effects.leasts, *effects.mosts]
            slots = [*(slot for slot, _ in effects.adds), *(entry[0] for entry in pushed)]
            for slot in slots:
                if before[slot] != after[slot] and path not in found.setdefault(self.names[slot], []):
                    found[self.names[slot]].append(path)
        return found

    def told(self, told: Telling, path: str, state: State, once: str, key: int) -> Told:
        """A value as it is told: exact, as its band, or another value of the band the reader sees."""
        if told.what == "objective":
            goals = [goal for goal in self.exercise.objectives if goal.role == told.of and not goal.bonus]
            first = next((goal.id for goal in goals if not goal.test.holds(state)), None)
            return Told(to=list(told.to), what="objective", value=first, form="exact", path=path, once=once)
        now = state[self.exercise.slots[told.what]]
        if told.form == "band":
            track = self.exercise.file.tracks[told.what.partition("(")[0]]
            return Told(
                to=list(told.to),
                what=told.what,
                value=band_of(track.told_as or track.others_see or {}, now),
                form="band",
                path=path,
                once=once,
            )
        if told.form == "false":
            return Told(
                to=list(told.to),
                what=told.what,
                value=self.falsehood(told.what, now, path, key),
                form="exact",
                path=path,
                false=True,
                once=once,
            )
        return Told(to=list(told.to), what=told.what, value=now, form="exact", path=path, once=once)

    def falsehood(self, track: str, now: int, path: str, key: int) -> int:
        """Another value of the band outsiders see, picked by a keyed die; the truth if there is no other."""
        bands = self.exercise.file.tracks[track.partition("(")[0]].others_see or {}
        for text in bands.values():
            low, high = (int(part) for part in text.split(".."))
            if low <= now <= high and low < high:
                others = [value for value in range(low, high + 1) if value != now]
                return others[mix(key ^ slot_key(f"{path}>tell")) % len(others)]
        return now


def band_of(bands: dict[str, str], now: int) -> str | None:
    """The name of the band a value lies in."""
    for name, text in bands.items():
        low, _, high = text.partition("..")
        if (int(low) if low else -FOREVER) <= now <= (int(high) if high else FOREVER):
            return name
    return None


def _amount(amount: int | Formula, state: State) -> int:
    return value(amount, state)
