"""An exercise with its meaning: everything compiled once, ready to be played.

`engine.rules.build` makes these values from an `ExerciseFile`. Function attributes take the state
vector; they are set when the whole exercise has been compiled. Indexes are slots of that vector.
"""

from collections import Counter
from functools import cached_property
from itertools import product
from typing import Any

import msgspec

from engine.rules.digest import digest
from engine.rules.effects import NOTHING, Effects
from engine.rules.emit import Function
from engine.rules.model import Agreement, Ending, ExerciseFile, Inject, Move, Row, Sentence, Table, Trigger
from engine.rules.nodes import FALSE, TRUE, Node, read_by
from engine.rules.vocabulary import Vocabulary

History = tuple[tuple[int, int], ...]
"""Pairs of slots (how often, last turn) of everything that has then happened."""

FACES = {"none": (), "1d6": (6,), "2d6": (6, 6)}
WAYS = {
    name: dict(Counter(sum(thrown) for thrown in product(*(range(1, sides + 1) for sides in faces))))
    for name, faces in FACES.items()
}


class Test:
    """A condition, as a tree for those who ask what it reads and as a function for play."""

    __slots__ = ("holds", "node")
    holds: Function

    def __init__(self, node: Node) -> None:
        self.node = node

    @property
    def always(self) -> bool:
        return self.node == TRUE

    @property
    def never(self) -> bool:
        return self.node == FALSE


class Value:
    """An amount or word, as a tree and as a function."""

    __slots__ = ("holds", "node")
    holds: Function

    def __init__(self, node: Node) -> None:
        self.node = node


class Price(Value):
    """What a move costs, kept within what can be asked; `said` is the formula as it is written."""

    __slots__ = ("said",)

    def __init__(self, node: Node, said: Node) -> None:
        super().__init__(node)
        self.said = said


class RowRule:
    """A row of a call: what applies and who reads it."""

    __slots__ = ("effects", "history", "names", "row", "test", "to", "top")

    def __init__(
        self,
        row: Row,
        test: Test,
        effects: Effects,
        names: tuple[str, ...],
        to: tuple[str, ...] | None,
        top: int,
    ) -> None:
        self.row, self.test, self.effects, self.names, self.to, self.top = row, test, effects, names, to, top
        self.history: History = ()


class Modifier:
    """A modifier of a call."""

    __slots__ = ("amount", "index", "test")

    def __init__(self, index: int, amount: int, test: Test) -> None:
        self.index, self.amount, self.test = index, amount, test


class Call:
    """A table with its arguments: one specialised rule, the thing that is ruled on."""

    __slots__ = (
        "_odds",
        "_reads",
        "actor",
        "all_rows",
        "answer",
        "arguments",
        "banded",
        "faces",
        "fixed",
        "key",
        "modifiers",
        "readers",
        "row",
        "rows",
        "table",
        "table_id",
        "total",
    )
    fixed: Function
    """The row above the bands that holds, or -1."""
    all_rows: Function
    """All rows that hold, for a table that collects."""
    total: Function
    """The sum of the modifiers, clipped."""
    row: Function
    """The row for the state and the sum of the dice: the whole table in one function."""

    def __init__(
        self, table_id: str, table: Table, arguments: dict[str, str], actor: str | None, answer: str | None
    ) -> None:
        self.table_id, self.table, self.arguments, self.actor, self.answer = (
            table_id,
            table,
            arguments,
            actor,
            answer,
        )
        self.key = f"{table_id}({', '.join(arguments.values())})" if arguments else table_id
        self.faces = FACES[table.dice]
        self.rows: tuple[RowRule, ...] = ()
        self.modifiers: tuple[Modifier, ...] = ()
        self.banded: tuple[int, ...] = ()
        self.readers: frozenset[str] = frozenset()
        self._odds: dict[int, dict[str, float]] = {}
        self._reads: dict[tuple[int, bool], tuple[str, ...]] = {}

    @property
    def collects(self) -> bool:
        return self.table.hit == "collect"

    def band(self, total: int) -> int:
        """The index of the row whose band holds this total."""
        for index in self.banded:
            if total <= self.rows[index].top:
                return index
        return self.banded[-1]

    def ways(self) -> dict[int, int]:
        """How many throws give each sum of the dice."""
        return WAYS[self.table.dice]

    def odds(self, modifier: int) -> dict[str, float]:
        """The chance of each banded row when the modifiers sum to this."""
        if modifier not in self._odds:
            self._odds[modifier] = self._reckon(modifier)
        return dict(self._odds[modifier])

    def _reckon(self, modifier: int) -> dict[str, float]:
        counts = self.ways()
        throws = sum(counts.values())
        odds = dict.fromkeys((self.rows[index].row.id for index in self.banded), 0)
        for thrown, ways in counts.items():
            odds[self.rows[self.band(thrown + modifier)].row.id] += ways
        return {row: ways / throws for row, ways in odds.items()}

    def reads(self, row: int, rolled: bool) -> tuple[str, ...]:
        """The slots that are read to come to a row: by its own condition in a table that collects; else by
        all conditions above the bands, and by the modifiers where it was rolled for.
        """
        key = (row if self.collects else 0, rolled)
        if key not in self._reads:
            above = (rule for rule in self.rows if rule.row.roll is None)
            rows = [self.rows[row]] if self.collects else above
            tests = [part.test for part in (*rows, *(self.modifiers if rolled else ()))]
            self._reads[key] = read_by(test.node for test in tests)
        return self._reads[key]

    def ladder(self, modifier: int) -> list[int]:
        """The rows these modifiers allow over the range of totals, lowest first."""
        rungs: list[int] = []
        for thrown in sorted(self.ways()):
            index = self.band(thrown + modifier)
            if index not in rungs:
                rungs.append(index)
        return rungs


class Order:
    """A move with its arguments: one thing a role can order."""

    __slots__ = (
        "allowed",
        "arguments",
        "asked",
        "calls",
        "consent",
        "excludes",
        "history",
        "key",
        "move",
        "move_id",
        "names",
        "on",
        "path",
        "price",
        "readers",
        "role",
        "slot",
        "targets",
        "then",
        "warns",
    )

    def __init__(
        self,
        move_id: str,
        move: Move,
        arguments: dict[str, str],
        targets: tuple[str, ...],
        target: str,
        price: Price,
    ) -> None:
        self.price = price
        """What it costs; see `costs`."""
        self.move_id, self.move, self.arguments, self.role, self.targets = (
            move_id,
            move,
            arguments,
            move.by,
            targets,
        )
        words = ", ".join(arguments.values())
        self.key = f"{move_id}({words})" if words else move_id
        self.path = f"{move.by}.{self.key}"
        self.slot = (move_id, target)
        """Each move once per turn and target."""
        self.allowed = Test(TRUE)
        self.readers: frozenset[str] = frozenset()
        """Roles that can tell whether its condition and its limit allow it, and what it costs."""
        self.warns: tuple[Test, ...] = ()
        self.then: Effects = NOTHING
        self.on: dict[str, Effects] = {}
        self.calls: dict[str, tuple[Call, ...]] = {}
        """By answer; `none` where nobody is asked or nobody answers."""
        self.asked: tuple[tuple[str, tuple[str, ...]], ...] = ()
        """Roles (or control) with the words they can answer."""
        self.consent = False
        self.excludes: frozenset[str] = frozenset(move.excludes)
        self.names: tuple[str, ...] = ()
        self.history: History = ()

    def costs(self, state: list[int]) -> int:
        """The capital that it costs as things stand, where nothing special is offered."""
        price = self.price
        return price.node.value if price.node.fixed else int(price.holds(state))

    def asks(self, answer: str) -> list[tuple[str, Call]]:
        """The tables it asks when answered so, each with its path; one asked twice, with its arguments."""
        calls = self.calls.get(answer) or self.calls["none"]
        tables = [call.table_id for call in calls]
        return [
            (f"{self.path}>{call.key if tables.count(call.table_id) > 1 else call.table_id}", call)
            for call in calls
        ]

    def knowers(self, secret: bool, roles: tuple[str, ...]) -> tuple[str, ...]:
        """The roles that know this order once it is carried out."""
        if not secret:
            return roles
        known = {self.role, *(role for role, _ in self.asked)}
        if self.move.secret != "covert":
            known.update(self.targets)
        return tuple(role for role in roles if role in known)


class AgreementRule:
    """An agreement with its effects."""

    __slots__ = (
        "after",
        "agreement",
        "allowed",
        "breach",
        "breach_test",
        "entered",
        "floors",
        "freezes",
        "history",
        "id",
        "in_force",
        "leave",
        "may",
        "names",
        "terms",
        "then",
        "unless",
    )

    def __init__(self, agreement_id: str, agreement: Agreement, vocabulary: Vocabulary) -> None:
        self.id, self.agreement = agreement_id, agreement
        self.in_force = vocabulary.slots[f"in_force({agreement_id})"]
        self.entered = vocabulary.slots[f"entered({agreement_id})"]
        self.terms = {term: vocabulary.slots[f"{agreement_id}.{term}"] for term in agreement.terms}
        self.allowed = Test(TRUE)
        self.then: Effects = NOTHING
        self.freezes: tuple[tuple[int, Test], ...] = ()
        self.floors: tuple[tuple[int, int], ...] = ()
        self.after: Effects = NOTHING
        self.unless: Test | None = None
        self.breach: Effects = NOTHING
        self.breach_test: Test | None = None
        self.leave: dict[str, Effects] = {}
        self.may: dict[str, Effects] = {}
        self.names: tuple[str, ...] = ()
        self.history: History = ()


class InjectRule:
    """An inject with its effects, by the values control chooses at release."""

    __slots__ = ("answers", "effects", "history", "id", "inject", "names", "offers_when", "unless")

    def __init__(self, inject_id: str, inject: Inject) -> None:
        self.id, self.inject = inject_id, inject
        self.offers_when: Test | None = None
        self.unless: Test | None = None
        self.effects: dict[tuple[str, ...], Effects] = {}
        self.answers: dict[str, Effects] = {}
        self.names: tuple[str, ...] = ()
        self.history: History = ()

    def knowers(self, roles: tuple[str, ...], to: list[str] | None = None) -> tuple[str, ...]:
        """The roles that learn of it when it goes to `to` (as the exercise has it, if not said)."""
        addressed = self.inject.to if to is None else to
        if addressed == "all":
            return roles
        known = {*addressed, *self.inject.notice, *self.inject.also}
        return tuple(role for role in roles if role in known)


class TriggerRule:
    """A trigger with its call."""

    __slots__ = ("call", "id", "once", "step", "test", "times")

    def __init__(self, trigger: Trigger, call: Call, test: Test, step: int, times: tuple[int, int]) -> None:
        self.id, self.once, self.call, self.test, self.step, self.times = (
            trigger.id,
            trigger.once,
            call,
            test,
            step,
            times,
        )


class Goal:
    """An objective or red line."""

    __slots__ = ("bonus", "formats", "id", "points", "public", "role", "slot", "test", "title")

    def __init__(self, role: str, entry: Any, test: Test, slot: int = -1) -> None:
        self.role, self.id, self.points, self.title, self.test, self.slot = (
            role,
            entry.id,
            entry.points,
            entry.title,
            test,
            slot,
        )
        self.bonus = getattr(entry, "bonus", False)
        self.public = getattr(entry, "public", False)
        self.formats: tuple[str, ...] = tuple(getattr(entry, "formats", ()))

    def counts_in(self, format_id: str) -> bool:
        """Whether it counts in a length of play."""
        return not self.formats or format_id in self.formats


class SentenceRule:
    """A sentence of an ending with its condition, and who can tell by themselves whether it is true."""

    __slots__ = ("readers", "sentence", "test")

    def __init__(self, sentence: Sentence, test: Test) -> None:
        self.sentence, self.test = sentence, test
        self.readers: frozenset[str] = frozenset()


class EndingRule:
    """An ending with its condition; `early` is the same condition at its first end check."""

    __slots__ = ("early", "ending", "sentences", "test")

    def __init__(self, ending: Ending, test: Test, early: Test) -> None:
        self.ending, self.test, self.early = ending, test, early
        self.sentences: tuple[SentenceRule, ...] = ()

    def comes_in(self, format_id: str) -> bool:
        """Whether a run of a length of play can end so."""
        return not self.ending.formats or format_id in self.ending.formats


class DoctrineRule:
    """How a bot plays a role."""

    __slots__ = (
        "answers",
        "leaves",
        "orders",
        "proposes",
        "rows",
        "says",
        "signs",
        "tests",
        "urgent",
        "urgent_orders",
        "urgent_rows",
        "urgent_tests",
    )
    rows: Function
    """Indexes of the rows that hold and whose move is allowed."""
    urgent_rows: Function

    def __init__(self) -> None:
        self.urgent: Test | None = None
        self.orders: list[Order] = []
        self.tests: list[Node] = []
        """By row, when it is played: its own condition and that of its move."""
        self.urgent_orders: list[Order] = []
        self.urgent_tests: list[Node] = []
        self.proposes: list[tuple[Test, str, dict[str, int]]] = []
        self.signs: dict[str, Test] = {}
        self.answers: dict[str, Value] = {}
        self.leaves: dict[str, Test] = {}
        self.says: list[tuple[Test, frozenset[str]]] = []
        """By line that it answers a message with: when, and to whom."""


class FormatRule:
    """A length of play: its formulas compiled."""

    __slots__ = ("incomes", "month")

    def __init__(self, month: Value) -> None:
        self.month = month
        self.incomes: list[tuple[int, Value, Value]] = []
        """By role the slot of its capital, its own income, and what this length of play makes of it."""


class Step:
    """A step of the rulings: a keyword, or tables that read one snapshot."""

    __slots__ = ("name", "tables", "triggers")

    def __init__(self, name: str, tables: tuple[str, ...]) -> None:
        self.name, self.tables = name, tables
        self.triggers: list[TriggerRule] = []


class Exercise:
    """Everything an exercise is. Immutable once built, but for what is written during play."""

    def __init__(self, file: ExerciseFile, data: dict[str, Any], vocabulary: Vocabulary) -> None:
        self.file, self.data, self.vocabulary = file, data, vocabulary
        self.roles = vocabulary.roles
        self.slots = vocabulary.slots
        self.orders: dict[str, Order] = {}
        self.orders_of: dict[str, list[Order]] = {role: [] for role in self.roles}
        self.calls: dict[tuple[str, tuple[str, ...], str | None, str | None], Call] = {}
        self.written: dict[tuple[str, tuple[str, ...], str | None, str | None], Call] = {}
        """Calls that only effects written during play make. They follow from the exercise and their arguments
        alone, so that runs which share the exercise share them, too; the exercise itself stays as it is."""
        self.steps: list[Step] = []
        self.step_of: dict[str, int] = {}
        self.agreements: dict[str, AgreementRule] = {}
        self.injects: dict[str, InjectRule] = {}
        self.templates: dict[str, Effects] = {}
        self.marks: dict[tuple[str, str, str | None], Effects] = {}
        self.chair: dict[str, Effects] = {}
        """By what the chair of talks does, what it counts for."""
        self.no_direct_contact: list[Test] = []
        """Beside the entries of the file."""
        self.objectives: list[Goal] = []
        self.red_lines: list[Goal] = []
        self.endings: list[EndingRule] = []
        self.held: list[tuple[int, Test]] = []
        self.doctrines: dict[str, DoctrineRule] = {}
        self.control_answers: dict[str, str] = {}
        self.formats: dict[str, FormatRule] = {}
        self.start: Effects = NOTHING
        self.derived: dict[str, Value] = {}
        self.breaches: dict[str, History] = {}
        self.tokens: list[tuple[str, int, History]] = []
        """Slot name, slot and the history of its falling overdue."""
        self.expiring: list[tuple[int, int, int]] = []
        """Slot, value at rest, slot that remembers when it was set (-1: lasts one turn)."""
        self.uses: dict[str, frozenset[str]] = {}

    @property
    def id(self) -> str:
        return self.file.id

    @cached_property
    def digest(self) -> str:
        """The digest of its data."""
        return digest(self.data)

    @cached_property
    def text(self) -> bytes:
        """Its data as they stand in the first line of a run."""
        return msgspec.json.encode(self.data)

    @cached_property
    def words(self) -> list[str]:
        """Words by their code."""
        return list(self.vocabulary.words)

    @cached_property
    def names(self) -> list[str]:
        """Names of the slots by their index."""
        return list(self.slots)

    def objectives_in(self, format_id: str) -> list[Goal]:
        """The objectives that count in a length of play."""
        return [goal for goal in self.objectives if goal.counts_in(format_id)]

    def call(self, table: str, arguments: tuple[str, ...], actor: str | None, answer: str | None) -> Call:
        """The specialised call; actor and answer count only for a table that reads them."""
        uses = self.uses[table]
        key = (table, arguments, actor if "actor" in uses else None, answer if "answer" in uses else None)
        found = self.calls.get(key)
        return self.written[key] if found is None else found

    @cached_property
    def default_format(self) -> str:
        return next(
            (name for name, entry in self.file.formats.items() if entry.default),
            next(iter(self.file.formats)),
        )

    @cached_property
    def default_preset(self) -> str:
        chosen = [name for name, entry in self.file.presets.items() if entry.default]
        return (chosen or list(self.file.presets) or [""])[0]
