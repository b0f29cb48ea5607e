"""What adjudication works on: orders carried out, agreements entering, decisions, and calls that wait."""

from typing import NamedTuple

from engine.rules.argued import ORDINARY
from engine.rules.effects import Effects
from engine.rules.exercise import AgreementRule, Call, History, Order


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


class Plea(NamedTuple):
    """An argued order as it is ruled on, with what control made of it."""

    carry: Carry
    effect: str
    amount: int
    wanted: int
    cost: int
    title: str
    reasons: tuple[str, ...]
    counters: dict[str, str]
    """By role, the counter-argument it gave."""
    counts: tuple[str, ...] = ()
    """The arguments that count; each once, in the order of their names."""
    difficulty: str = ORDINARY
    weighed: bool = False
    inadmissible: bool = False
    reason: str = ""

    @property
    def pro(self) -> int:
        """How many reasons count."""
        return sum(name not in self.counters for name in self.counts)

    @property
    def con(self) -> int:
        """How many counter-arguments count."""
        return sum(name in self.counters for name in self.counts)


class Turn(NamedTuple):
    """Everything the rulings of one turn work on."""

    carried: tuple[Carry, ...] = ()
    entering: tuple[Entry, ...] = ()
    leaving: tuple[tuple[AgreementRule, str], ...] = ()
    answers: tuple[Deed, ...] = ()
    """What the answers to questions of injects do."""
    last: bool = False
    pleas: tuple[Plea, ...] = ()
    """Argued orders."""
