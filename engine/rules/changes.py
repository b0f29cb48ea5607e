"""What effects change, a class each verb: how it is read, what it does to its slot, what a log says.

`CHANGING` lists them in the order in which the effects of a step are applied and told. How each is said
stands in `engine.words.wording`; what a seat may see of it follows from its slot alone.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal, Self

from msgspec import Struct
from msgspec.structs import replace

from engine.rules.names import MOST_CHARACTERS
from engine.rules.nodes import ExpressionFault, Scope
from engine.rules.problems import clip
from engine.rules.references import Formula, References, Scale
from engine.rules.vocabulary import FOREVER

Verb = Literal["add", "raise", "least", "most", "set", "clear", "close", "open", "capital"]
"""What can be done to a slot, as the log says it. One more raises `LOG` in `engine.record.migration`."""


class Change(Struct, frozen=True, omit_defaults=True):
    """What one effect did, as a value: the log holds these, and views pass them on beside their sentences."""

    verb: Verb
    slot: str
    """A track, flag, token or `capital(role)`."""
    amount: int = 0
    """What was added: by `add`, `raise` and `capital`."""
    word: str = ""
    """What a flag with values was set to."""
    bound: int | None = None
    """How far `raise` goes up; the limit of `least` and `most`."""


class Effect(Struct, frozen=True):
    """One thing to be done to a slot, by its index."""

    slot: int
    verb: ClassVar[Verb]
    rank: ClassVar[int]
    """The place of its verb among the effects of a step."""

    def settled(self, state: Sequence[int]) -> Self:
        """The same with its formula worked out on a state."""
        return self

    def order(self) -> tuple[int, ...]:
        """Its place among the effects of a step; where equal, the order cannot matter."""
        return (self.rank,)

    def apply(self, now: int, turn: int) -> int:
        """What its slot comes to hold."""
        raise NotImplementedError

    def idle(self, state: Sequence[int]) -> bool:
        """Whether it would change nothing, and is not worth telling."""
        return False

    def change(self, names: Sequence[str], words: Sequence[str]) -> Change | None:
        """What the log says of it, once it is settled; `words` are those of the exercise, by code."""
        return Change(self.verb, names[self.slot])


class Add(Effect, frozen=True):
    """`tension: +1`: added to a track."""

    amount: int | Formula
    verb: ClassVar[Verb] = "add"

    @classmethod
    def of(cls, track: Scale, value: Any, text: str, names: References, scope: Scope) -> Self:
        return cls(track.slot, names.delta(value, scope))

    def settled(self, state: Sequence[int]) -> Self:
        return self if type(self.amount) is int else replace(self, amount=at(self.amount, state))

    def apply(self, now: int, turn: int) -> int:
        return now + self.amount  # type: ignore[operator]  # settled

    def change(self, names: Sequence[str], words: Sequence[str]) -> Change:
        return Change(self.verb, names[self.slot], amount=self.amount)  # type: ignore[arg-type]  # settled


class Raise(Effect, frozen=True):
    """`tension: +1 up to 8`: never above its ceiling, and never lowering."""

    amount: int
    ceiling: int
    verb: ClassVar[Verb] = "raise"
    form: ClassVar[re.Pattern[str]] = re.compile(r"^(.+) up to (-?[0-9]{1,9})$")

    @classmethod
    def of(cls, track: Scale, value: Any, text: str, names: References, scope: Scope) -> Self | None:
        match = cls.form.match(text)
        if not match:
            return None
        step, ceiling = names.constant(match[1], scope), int(match[2])
        if step < 0:
            raise ExpressionFault("'up to' limits a rise; a fall takes no ceiling", code="effect")
        if not track.low <= ceiling <= track.high:
            message = (
                f"the ceiling {ceiling} is outside the scale {track.low}..{track.high} of '{track.name}'"
            )
            raise ExpressionFault(message, code="bounds")
        return cls(track.slot, step, ceiling)

    def order(self) -> tuple[int, ...]:
        return self.rank, self.ceiling, self.amount

    def apply(self, now: int, turn: int) -> int:
        return max(now, min(now + self.amount, self.ceiling))

    def change(self, names: Sequence[str], words: Sequence[str]) -> Change:
        return Change(self.verb, names[self.slot], amount=self.amount, bound=self.ceiling)


class TrackLimit(Effect, frozen=True):
    """A limit on where a track stands after the step."""

    limit: int
    form: ClassVar[re.Pattern[str]]

    @classmethod
    def of(cls, track: Scale, value: Any, text: str, names: References, scope: Scope) -> Self | None:
        match = cls.form.match(text)
        if not match:
            return None
        limit = int(match[1])
        if not track.low <= limit <= track.high:
            raise ExpressionFault(
                f"{limit} is outside the scale {track.low}..{track.high} of '{track.name}'", code="bounds"
            )
        return cls(track.slot, limit)

    def change(self, names: Sequence[str], words: Sequence[str]) -> Change:
        return Change(self.verb, names[self.slot], bound=self.limit)


class Least(TrackLimit, frozen=True):
    """`tension: at least 2`."""

    verb: ClassVar[Verb] = "least"
    form: ClassVar[re.Pattern[str]] = re.compile(r"^at least (-?[0-9]{1,9})$")

    def apply(self, now: int, turn: int) -> int:
        return max(now, self.limit)


class Most(TrackLimit, frozen=True):
    """`tension: at most 3`."""

    verb: ClassVar[Verb] = "most"
    form: ClassVar[re.Pattern[str]] = re.compile(r"^at most (-?[0-9]{1,9})$")

    def apply(self, now: int, turn: int) -> int:
        return min(now, self.limit)


class Set(Effect, frozen=True):
    """`set: sweetener`, or `set: {subject: missiles}` for a flag that holds a word."""

    code: int | Formula
    worded: bool = False
    verb: ClassVar[Verb] = "set"
    group: ClassVar[str] = "flags"

    @classmethod
    def read(cls, item: Any, names: References, scope: Scope) -> "Iterator[Set | Stamp]":
        known = names.vocabulary
        if isinstance(item, dict):
            for name, value in item.items():
                slot = names.thing(name, "flags", scope)
                domain = known.domains.get(slot)
                if domain is None:
                    other = f"give '{name}' its values: one_of: [none, {clip(value)}]"
                    raise ExpressionFault(
                        f"'{slot}' has no values; write set: {slot}, or {other}", code="effect"
                    )
                yield cls(known.slots[slot], names.word(str(value), domain, scope), True)
                yield from Stamp.beside(slot, names)
            return
        slot = names.thing(str(item), "flags", scope)
        if slot in known.domains:
            domain = known.domains[slot]
            raise ExpressionFault(
                f"'{slot}' needs one of its values: set: {{{slot}: {domain[-1]}}}", code="effect"
            )
        yield cls(known.slots[slot], 1)
        yield from Stamp.beside(slot, names)

    def settled(self, state: Sequence[int]) -> Self:
        return self if type(self.code) is int else replace(self, code=at(self.code, state))

    def order(self) -> tuple[int, ...]:
        return self.rank, self.code  # type: ignore[return-value]  # settled

    def apply(self, now: int, turn: int) -> int:
        return self.code  # type: ignore[return-value]  # settled

    def change(self, names: Sequence[str], words: Sequence[str]) -> Change:
        return Change(self.verb, names[self.slot], word=words[self.code] if self.worded else "")  # type: ignore[index]


class Stamp(Effect, frozen=True):
    """Remembers the turn in which a flag that lasts was set. No verb: the log says nothing of it."""

    rank: ClassVar[int] = 0

    @classmethod
    def beside(cls, flag: str, names: References) -> Iterator["Stamp"]:
        if f"set({flag})" in names.vocabulary.slots:
            yield cls(names.vocabulary.slots[f"set({flag})"])

    def apply(self, now: int, turn: int) -> int:
        return turn

    def change(self, names: Sequence[str], words: Sequence[str]) -> None:
        return None


class Clear(Effect, frozen=True):
    """`clear: sweetener`: back to where the flag stands at rest."""

    rest: int
    verb: ClassVar[Verb] = "clear"
    group: ClassVar[str] = "flags"

    @classmethod
    def read(cls, item: Any, names: References, scope: Scope) -> Iterator[Self]:
        index = names.vocabulary.slots[names.thing(str(item), "flags", scope)]
        yield cls(index, names.vocabulary.start[index])

    def apply(self, now: int, turn: int) -> int:
        return self.rest

    def idle(self, state: Sequence[int]) -> bool:
        return state[self.slot] == self.rest


class Close(Effect, frozen=True):
    """`close: challenge(north)`."""

    verb: ClassVar[Verb] = "close"
    group: ClassVar[str] = "tokens"

    @classmethod
    def read(cls, item: Any, names: References, scope: Scope) -> Iterator[Self]:
        yield cls(names.vocabulary.slots[names.thing(str(item), "tokens", scope)])

    def apply(self, now: int, turn: int) -> int:
        return 0

    def idle(self, state: Sequence[int]) -> bool:
        return not state[self.slot]


class Open(Effect, frozen=True):
    """`open: challenge(north)`: falls due some turns from now; one that is open stays as it is."""

    due: int
    verb: ClassVar[Verb] = "open"
    group: ClassVar[str] = "tokens"

    @classmethod
    def read(cls, item: Any, names: References, scope: Scope) -> Iterator[Self]:
        token = names.thing(str(item), "tokens", scope)
        due = names.vocabulary.file.tokens[token.partition("(")[0]].due
        yield cls(names.vocabulary.slots[token], FOREVER if due == "never" else int(due))

    def apply(self, now: int, turn: int) -> int:
        return now or (self.due if self.due == FOREVER else turn + self.due)


class AddCapital(Effect, frozen=True):
    """`capital: {north: -1}`: added to what a role may spend."""

    amount: int
    verb: ClassVar[Verb] = "capital"

    @classmethod
    def read(cls, item: Any, names: References, scope: Scope) -> Iterator[Self]:
        if not isinstance(item, dict):
            raise ExpressionFault("'capital' takes a role and an amount: capital: {actor: +1}", code="effect")
        for name, value in item.items():
            for role in names.roles(name, scope):
                if not isinstance(value, int):
                    raise ExpressionFault("'capital' takes a plain number", code="effect")
                yield cls(names.vocabulary.slots[f"capital({role})"], value)

    def apply(self, now: int, turn: int) -> int:
        return now + self.amount

    def change(self, names: Sequence[str], words: Sequence[str]) -> Change:
        return Change(self.verb, names[self.slot], amount=self.amount)


CHANGING: tuple[type[Effect], ...] = (Add, Raise, Least, Most, Set, Clear, Close, Open, AddCapital)
"""Verbs that change the state, in the order in which the effects of a step are applied."""
for place, kind in enumerate(CHANGING):
    kind.rank = place
Stamp.rank = Set.rank


def at(amount: int | Formula, state: Sequence[int]) -> int:
    """An amount as it stands on a state."""
    return amount if type(amount) is int else amount.value(state)  # type: ignore[union-attr]


def track_change(track: Scale, value: Any, names: References, scope: Scope) -> Effect:
    """What the value of a track in a map of effects does to it. Raises ExpressionFault."""
    text = " ".join(value.split()) if isinstance(value, str) and len(value) <= MOST_CHARACTERS else ""
    forms: tuple[type[Raise | TrackLimit], ...] = (Raise, Least, Most)
    found = (verb.of(track, value, text, names, scope) for verb in forms)
    return next(filter(None, found), None) or Add.of(track, value, text, names, scope)
