"""Tables specialised by their arguments: every call an exercise can make."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import prod
from typing import Any

import msgspec

from engine.rules.effects import EffectReader, Effects
from engine.rules.emit import Emitter
from engine.rules.exercise import (
    Call,
    Exercise,
    Modifier,
    RowRule,
    Test,
)
from engine.rules.expressions import condition
from engine.rules.findings import Findings, Path
from engine.rules.model import ExerciseFile
from engine.rules.nodes import FALSE, PLAIN, ExpressionFault, Node, Scope
from engine.rules.problems import ExerciseError, clip
from engine.rules.verbs import RunTable
from engine.rules.vocabulary import FOREVER, Vocabulary

MODIFIER = re.compile(r"^\s*([+-]?[0-9]{1,3})\s+if\s+(.+)$", re.DOTALL)
BAND = re.compile(r"^(?:(-?[0-9]{1,4})?\.\.(-?[0-9]{1,4})?|(-?[0-9]{1,4}))$")
MOST_COMBINATIONS = 500
"""Orders of a move, calls of a table or ways to release an inject."""
MOST_RULES = 20_000
"""Rows and combinations of all moves, tables and injects, each for the arguments it is called with."""


def band(text: str) -> tuple[int, int]:
    """The lowest and highest total of `..4`, `5..6`, `10..` or `7`. Raises ExpressionFault."""
    match = BAND.match(text.strip())
    if not match or text.strip() == "..":
        message = f"'{clip(text)}' is not a band of totals; write ..4, 5..6, 10.. or 7"
        raise ExpressionFault(message, code="band")
    low, high, single = match.groups()
    if single is not None:
        return int(single), int(single)
    return (-FOREVER if low is None else int(low)), (FOREVER if high is None else int(high))


def split_modifier(text: str) -> tuple[int, str]:
    """`-2 if tension >= 8` as its amount and condition. Raises ExpressionFault."""
    match = MODIFIER.match(text)
    if not match:
        message = (
            f"'{clip(text)}' is not a modifier; write a whole number and a condition: +1 if tension >= 3"
        )
        raise ExpressionFault(message, code="modifier")
    return int(match[1]), match[2]


class TableBuilder:
    """Builds calls, and holds what all builders share: effects call tables, and tables have effects."""

    def __init__(self, file: ExerciseFile, findings: Findings) -> None:
        self.file, self.findings = file, findings
        self.vocabulary = Vocabulary(file)
        self.vocabulary.slot("income", 0, (0, 99))
        self.emitter = Emitter(self.vocabulary.slots)
        self.effects = EffectReader(self.vocabulary, self.emitter, findings)
        self.exercise = Exercise(file, findings.document.data, self.vocabulary)
        self.made = self.exercise.calls
        """Where a call goes that is made."""
        self.marked: list[Any] = []
        self.rules = 0

    def test(self, text: str | bool | None, path: Path, scope: Scope = PLAIN, *, key: bool = False) -> Test:
        """A condition compiled; what is wrong with it is reported and it never holds."""
        node = FALSE
        with self.findings.at(path, key=key):
            node = condition(True if text is None else text, self.vocabulary, scope)
        return self.tested(node)

    def tested(self, node: Node) -> Test:
        test = Test(node)
        self.emitter.value(test, "holds", node)
        return test

    def read(self, effects: dict[str, Any], path: Path, scope: Scope = PLAIN) -> Effects:
        result = self.effects.read(effects, path, scope)
        self.enumerate(result, path, scope)
        return result

    def run(self, text: str, path: Path, scope: Scope) -> Call | None:
        with self.findings.at(path):
            run = RunTable.of(text, self.effects.names, scope)
            words = tuple(str(part) for part in run.arguments)
            return self.call(run.table, words, scope.arguments.get("actor"), scope.arguments.get("answer"))
        return None

    def call(self, name: str, words: tuple[str, ...], actor: str | None, answer: str | None) -> Call:
        """The specialised call of a table, made at its first use."""
        uses = self.exercise.uses[name]
        key = (name, words, actor if "actor" in uses else None, answer if "answer" in uses else None)
        found = self.exercise.calls.get(key) or self.made.get(key)
        if found is None:
            found = self.made[key] = self.make_call(*key)
        return found

    def history(self, names: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
        slots = self.vocabulary.slots
        return tuple(
            (slots[f"times({name})"], slots[f"last({name})"]) for name in names if f"times({name})" in slots
        )

    def enumerate(self, effects: Effects, path: Path, scope: Scope) -> None:
        """Make every call these effects can make; a term stands for each of its words."""
        for run in effects.runs:
            domains = list(self.file.tables[run.table].domains.values())
            options = [
                [part] if isinstance(part, str) else domain
                for part, domain in zip(run.arguments, domains, strict=True)
            ]
            for words in self.combinations(options, path):
                self.call(
                    run.table, tuple(words), scope.arguments.get("actor"), scope.arguments.get("answer")
                )

    def combinations(self, domains: Iterable[Sequence[str]], path: Path) -> Iterator[tuple[str, ...]]:
        """Every combination of words; too many of them are reported instead."""
        domains = list(domains)
        number = prod(len(words) for words in domains)
        if number > MOST_COMBINATIONS:
            message = f"these choices make {number} combinations; {MOST_COMBINATIONS} are allowed"
            self.findings.add(path, "too-large", message, key=True)
            return iter(())
        self.count(number, path)
        return product(*domains)

    def count(self, number: int, path: Path) -> None:
        """Count what is spelt out. Raises ExerciseError where it is too much for one exercise."""
        self.rules += number
        if self.rules > MOST_RULES:
            message = f"with this, moves and tables come to more than {MOST_RULES} rules; take choices away"
            self.findings.add(path, "too-large", message, key=True)
            raise ExerciseError(self.findings.problems)

    def implicit_uses(self) -> dict[str, frozenset[str]]:
        """Which tables read `actor` or `answer`, themselves or through a table they run."""
        texts = {name: _strings(msgspec.to_builtins(table)) for name, table in self.file.tables.items()}
        runs = {
            name: {table_of(run) for row in table.rows for run in _runs(row.then)}
            for name, table in self.file.tables.items()
        }
        uses = {
            name: {
                used for used in ("actor", "answer") if any(re.search(rf"\b{used}\b", text) for text in found)
            }
            for name, found in texts.items()
        }
        for _ in uses:
            for name, called in runs.items():
                for other in called & set(uses):
                    uses[name] |= uses[other]
        return {name: frozenset(found) for name, found in uses.items()}

    def cyclic(self) -> bool:
        """Report a table that comes to run itself."""
        runs = {
            name: [(index, table_of(run)) for index, row in enumerate(table.rows) for run in _runs(row.then)]
            for name, table in self.file.tables.items()
        }
        found = False
        for start in runs:
            ways: dict[str, tuple[str, ...]] = {start: (start,)}
            trail = [start]
            while trail:
                name = trail.pop(0)
                for index, other in runs[name]:
                    if other == start:
                        path = ("tables", name, "rows", index, "then", "run")
                        circle = " -> ".join((*ways[name], start))
                        self.findings.add(path, "cycle", f"tables run each other in a circle: {circle}")
                        found = True
                    elif other in runs and other not in ways:
                        ways[other] = (*ways[name], other)
                        trail.append(other)
        return found

    def make_call(self, name: str, words: tuple[str, ...], actor: str | None, answer: str | None) -> Call:
        table, path = self.file.tables[name], ("tables", name)
        arguments = dict(zip(table.given, words, strict=True))
        implicit = {key: value for key, value in (("actor", actor), ("answer", answer)) if value is not None}
        scope = Scope(
            {**arguments, **implicit}, {key: tuple(domain) for key, domain in table.domains.items()}
        )
        call = Call(name, table, arguments, actor, answer)
        self.count(len(table.rows) + len(table.modifiers), path)
        call.modifiers = tuple(self.modifiers(table.modifiers, path, scope))
        call.rows = tuple(
            self.row(index, call, (*path, "rows", index), scope) for index in range(len(table.rows))
        )
        call.banded = tuple(index for index, row in enumerate(call.rows) if row.row.roll is not None)
        self.emit(call)
        return call

    def modifiers(self, modifiers: dict[str, Any], path: Path, scope: Scope) -> list[Modifier]:
        found = []
        for index, text in enumerate(modifiers):
            at, holds = (*path, "modifiers", text), ""
            with self.findings.at(at, key=True):
                value, holds = split_modifier(text)
            if not holds:
                continue
            with self.findings.at(at, key=True, shift=len(text) - len(holds)):
                found.append(Modifier(index, value, self.tested(condition(holds, self.vocabulary, scope))))
        return found

    def row(self, index: int, call: Call, path: Path, scope: Scope) -> RowRule:
        row, top = call.table.rows[index], FOREVER
        test = self.test(row.if_, (*path, "if"), scope)
        if row.roll is not None:
            with self.findings.at((*path, "roll")):
                top = band(row.roll)[1]
        readers = None
        if row.to is not None:
            with self.findings.at((*path, "to")):
                readers = tuple(role for name in row.to for role in self.effects.names.roles(name, scope))
        names = (f"{call.table_id}.{row.id}", *(f"tag.{tag}" for tag in row.tags))
        rule = RowRule(row, test, self.read(row.then, (*path, "then"), scope), names, readers, top)
        self.marked.append(rule)
        return rule

    def emit(self, call: Call) -> None:
        fixed = [(index, row.test.node) for index, row in enumerate(call.rows) if row.row.roll is None]
        modifiers = [(modifier.amount, modifier.test.node) for modifier in call.modifiers]
        if call.collects:
            self.emitter.later(call, "all_rows", self.emitter.all_rows(fixed))
            return
        tops = [(index, call.rows[index].top) for index in call.banded]
        self.emitter.later(call, "fixed", self.emitter.first_row(fixed))
        self.emitter.later(call, "total", self.emitter.total(modifiers, call.table.cap))
        self.emitter.later(call, "row", self.emitter.row(fixed, modifiers, call.table.cap, tops), "s,d=0")


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [
            text
            for key, part in value.items()
            if key not in ("say", "title", "because")
            for text in (str(key), *_strings(part))
        ]
    return [text for part in value for text in _strings(part)] if isinstance(value, list) else []


def _runs(effects: dict[str, Any]) -> list[str]:
    runs = effects.get("run", [])
    return [str(run) for run in runs] if isinstance(runs, list) else [str(runs)]


def run_by_outcome(file: ExerciseFile, outcome: str) -> frozenset[str]:
    """The tables that rows of this outcome run: what an order adds to the outcome has the same path."""
    rows = (row for table in file.tables.values() for row in table.rows if row.outcome == outcome)
    return frozenset(table_of(run) for row in rows for run in _runs(row.then))


def table_of(run: str) -> str:
    return run.partition("(")[0].strip()
