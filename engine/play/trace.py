"""What the log says of a ruling: inputs, modifiers, odds, dice, and what each effect was."""

from engine.play.combine import State
from engine.play.dice import mix, slot_key
from engine.play.events import Carried, Ruled, Told
from engine.play.work import Asking
from engine.rules.changes import Change
from engine.rules.effects import Effects
from engine.rules.exercise import Exercise, Order
from engine.rules.verbs import TellRoles as Telling
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
        slots = self.exercise.slots
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
            effects=[change for effects in found for change in self.changes(effects, state)],
            inputs={name: state[slots[name]] for name in call.reads(index, rolled)},
        )

    def carried(self, order: Order, secret: bool, knows: tuple[str, ...], state: State) -> Carried:
        """An order carried out, with its own effects."""
        return Carried(
            role=order.role,
            order=order.key,
            secret=secret,
            knows=list(knows),
            effects=self.changes(order.then, state),
        )

    def changes(self, effects: Effects, state: State, *, promised: bool = False) -> list[Change]:
        """What effects do on this state. What changes nothing is left out, unless it is only promised."""
        names, words = self.names, self.exercise.words
        done = [effect.settled(state) for effect in effects.changes if promised or not effect.idle(state)]
        return [change for effect in done if (change := effect.change(names, words)) is not None]

    def causes(self, sources: list[tuple[Effects, str]], before: State, after: State) -> dict[str, list[str]]:
        """By track that moved, the paths of everything that pushed it."""
        found: dict[str, list[str]] = {}
        kinds, names = self.exercise.vocabulary.kinds, self.names
        for effects, path in sources:
            for effect in effects.changes:
                if before[effect.slot] == after[effect.slot]:
                    continue
                slot = names[effect.slot]
                if kinds.get(slot) == "track" and path not in found.setdefault(slot, []):
                    found[slot].append(path)
        return found

    def told(self, told: Telling, path: str, state: State, once: str, key: int, format_id: str) -> Told:
        """A value as it is told: exact, as its band, or another value of the band the reader sees."""
        if told.what == "objective":
            own = self.exercise.objectives_in(format_id)
            goals = [goal for goal in own if goal.role == told.of and not goal.bonus]
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
