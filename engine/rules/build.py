"""Gives an exercise file its meaning: names resolved, calls and orders enumerated, code compiled."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import prod
from typing import Any

import msgspec

from engine.rules.effects import EffectReader, Effects, parse_call
from engine.rules.emit import Emitter
from engine.rules.exercise import (
    AgreementRule,
    Call,
    DoctrineRule,
    EndingRule,
    Exercise,
    FormatRule,
    Goal,
    InjectRule,
    Modifier,
    Order,
    RowRule,
    Step,
    Test,
    TriggerRule,
)
from engine.rules.expressions import (
    FALSE,
    TRUE,
    ExpressionFault,
    Node,
    Scope,
    amount,
    condition,
    connect,
    word,
)
from engine.rules.findings import Findings, Path, listed
from engine.rules.model import ExerciseFile, Move
from engine.rules.problems import suggest
from engine.rules.readers import assign_readers
from engine.rules.vocabulary import FOREVER, Vocabulary, choices

MODIFIER = re.compile(r"^\s*([+-]?\d+)\s+if\s+(.+)$", re.DOTALL)
BAND = re.compile(r"^(?:(-?\d+)?\.\.(-?\d+)?|(-?\d+))$")
MOST_COMBINATIONS = 500
"""Orders of a move, calls of a table or ways to release an inject."""
KEYWORDS = ("agreements", "moves", "breaches", "drift", "endings")
"""Steps that are not tables. The step `drift` runs the table of that name, where there is one."""


def band(text: str) -> tuple[int, int]:
    """The lowest and highest total of `..4`, `5..6`, `10..` or `7`. Raises ExpressionFault."""
    match = BAND.match(text.strip())
    if not match or text.strip() == "..":
        raise ExpressionFault(f"'{text}' is not a band of totals; write ..4, 5..6, 10.. or 7", code="band")
    low, high, single = match.groups()
    if single is not None:
        return int(single), int(single)
    return (-FOREVER if low is None else int(low)), (FOREVER if high is None else int(high))


def split_modifier(text: str) -> tuple[int, str]:
    """`-2 if tension >= 8` as its amount and condition. Raises ExpressionFault."""
    match = MODIFIER.match(text)
    if not match:
        raise ExpressionFault(f"'{text}' is not a modifier; write it as '+1 if condition'", code="modifier")
    return int(match[1]), match[2]


class Builder:
    """Builds one exercise; problems are collected in `findings`."""

    def __init__(self, file: ExerciseFile, findings: Findings) -> None:
        self.file, self.findings = file, findings
        self.vocabulary = Vocabulary(file)
        self.vocabulary.slot("income", 0, (0, 99))
        self.emitter = Emitter(self.vocabulary.slots)
        self.effects = EffectReader(self.vocabulary, self.emitter, findings)
        self.exercise = Exercise(file, findings.document.data, self.vocabulary)
        self.marked: list[Any] = []

    def build(self) -> Exercise:
        """The exercise as far as it makes sense; raise nothing, report everything."""
        self.exercise.uses = self.implicit_uses()
        if self.cyclic():
            return self.exercise
        self.steps()
        self.start()
        self.moves()
        self.injects()
        self.agreements()
        self.triggers()
        self.marks()
        self.goals()
        self.endings()
        self.doctrines()
        self.formats()
        self.lifetimes()
        self.finish()
        return self.exercise

    @classmethod
    def again(cls, exercise: Exercise, findings: Findings) -> "Builder":
        """A builder that adds to an exercise already built: effects written on the spot."""
        builder = cls.__new__(cls)
        builder.file, builder.findings, builder.vocabulary, builder.exercise = (
            exercise.file,
            findings,
            exercise.vocabulary,
            exercise,
        )
        builder.emitter = Emitter(exercise.slots)
        builder.effects = EffectReader(exercise.vocabulary, builder.emitter, findings)
        builder.marked = []
        return builder

    def improvise(self, effects: dict[str, Any]) -> Effects:
        """Effects written during play. Raises ExerciseError when they make no sense."""
        result = self.read(effects, ("effects",))
        self.findings.raise_errors()
        for entry in self.marked:
            entry.history = self.history(entry.names)
        self.emitter.compile()
        assign_readers(self.exercise)
        return result

    # Conditions and effects

    def test(self, text: str | bool | None, path: Path, scope: Scope = Scope(), *, key: bool = False) -> Test:
        """A condition compiled; what is wrong with it is reported and it never holds."""
        node = FALSE
        with self.findings.at(path, key=key):
            node = condition(True if text is None else text, self.vocabulary, scope)
        return self.tested(node)

    def tested(self, node: Node) -> Test:
        test = Test(node)
        self.emitter.value(test, "holds", node)
        return test

    def combinations(self, domains: Iterable[Sequence[str]], path: Path) -> Iterator[tuple[str, ...]]:
        """Every combination of words; too many of them are reported instead."""
        domains = list(domains)
        number = prod(len(words) for words in domains)
        if number > MOST_COMBINATIONS:
            message = f"these choices make {number} combinations; {MOST_COMBINATIONS} are allowed"
            self.findings.add(path, "too-large", message, key=True)
            return iter(())
        return product(*domains)

    def read(self, effects: dict[str, Any], path: Path, scope: Scope = Scope()) -> Effects:
        result = self.effects.read(effects, path, scope)
        self.enumerate(result, path, scope)
        return result

    def enumerate(self, effects: Effects, path: Path, scope: Scope) -> None:
        """Make every call these effects can make; a term stands for each of its words."""
        for run in effects.runs:
            domains = list(self.file.tables[run.table].given.values())
            options = [
                [part] if isinstance(part, str) else domain
                for part, domain in zip(run.arguments, domains, strict=True)
            ]
            for words in self.combinations(options, path):
                self.call(
                    run.table, tuple(words), scope.arguments.get("actor"), scope.arguments.get("answer")
                )

    # Tables

    def implicit_uses(self) -> dict[str, frozenset[str]]:
        """Which tables read `actor` or `answer`, themselves or through a table they run."""
        texts = {name: _strings(msgspec.to_builtins(table)) for name, table in self.file.tables.items()}
        runs = {
            name: {_called(run) for row in table.rows for run in _runs(row.then)}
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
            name: [(index, _called(run)) for index, row in enumerate(table.rows) for run in _runs(row.then)]
            for name, table in self.file.tables.items()
        }
        found = False
        for start in runs:
            trail: list[tuple[str, tuple[str, ...]]] = [(start, (start,))]
            while trail:
                name, way = trail.pop()
                for index, other in runs.get(name, []):
                    if other == start:
                        path = ("tables", name, "rows", index, "then", "run")
                        self.findings.add(
                            path, "cycle", f"tables run each other in a circle: {' -> '.join((*way, start))}"
                        )
                        found = True
                    elif other not in way:
                        trail.append((other, (*way, other)))
        return found

    def call(self, name: str, words: tuple[str, ...], actor: str | None, answer: str | None) -> Call:
        """The specialised call of a table, made at its first use."""
        uses = self.exercise.uses[name]
        key = (name, words, actor if "actor" in uses else None, answer if "answer" in uses else None)
        if key not in self.exercise.calls:
            self.exercise.calls[key] = self.make_call(*key)
        return self.exercise.calls[key]

    def make_call(self, name: str, words: tuple[str, ...], actor: str | None, answer: str | None) -> Call:
        table, path = self.file.tables[name], ("tables", name)
        arguments = dict(zip(table.given, words, strict=True))
        implicit = {key: value for key, value in (("actor", actor), ("answer", answer)) if value is not None}
        scope = Scope({**arguments, **implicit}, {key: tuple(domain) for key, domain in table.given.items()})
        call = Call(name, table, arguments, actor, answer)
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
            at = (*path, "modifiers", text)
            with self.findings.at(at, key=True):
                value, holds = split_modifier(text)
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
                readers = tuple(role for name in row.to for role in self.effects.roles(name, scope))
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

    # Elements

    def steps(self) -> None:
        for index, entry in enumerate(self.file.steps):
            names = [entry] if isinstance(entry, str) else entry
            tables = tuple(name for name in names if name in self.file.tables)
            for name in names:
                if name not in self.file.tables and (len(names) > 1 or name not in KEYWORDS):
                    self.findings.add(
                        ("steps", index),
                        "unknown-name",
                        f"unknown step '{name}'; a step is a table or one of: {listed(KEYWORDS)}.{suggest(name, (*self.file.tables, *KEYWORDS))}",
                    )
                if name in self.exercise.step_of:
                    self.findings.add(("steps", index), "duplicate", f"'{name}' stands in the steps twice")
                self.exercise.step_of[name] = index
            self.exercise.steps.append(Step(names[0] if names else "", tables))
        for keyword in ("moves", "endings"):
            if keyword not in self.exercise.step_of:
                self.findings.add(("steps",), "missing-step", f"the steps lack '{keyword}'")
        if "drift" in self.file.tables and "drift" in self.exercise.step_of:
            if self.file.tables["drift"].given:
                message = "the table 'drift' is run by its step, so nothing can be given to it"
                self.findings.add(("tables", "drift", "given"), "arguments", message, key=True)
            else:
                self.call("drift", (), None, None)

    def start(self) -> None:
        self.exercise.start = self.read(self.file.start, ("start",))

    def moves(self) -> None:
        for name, move in self.file.moves.items():
            path = ("moves", name)
            if move.by not in self.file.roles:
                self.findings.add(
                    (*path, "by"),
                    "unknown-name",
                    f"unknown role '{move.by}'.{suggest(move.by, self.file.roles)}",
                )
                continue
            arguments = choices(move.to, move.choose)
            for words in self.combinations(arguments.values(), path):
                self.order(name, move, dict(zip(arguments, words, strict=True)), path)

    def order(self, name: str, move: Move, arguments: dict[str, str], path: Path) -> None:
        targets, target = self.targets(move, arguments, (*path, "to"))
        order = Order(name, move, arguments, targets, target)
        scope = Scope(
            {**arguments, "actor": move.by},
            {key: tuple(words) for key, words in choices(move.to, move.choose).items()},
        )
        order.allowed = self.test(move.if_, (*path, "if"), scope)
        order.warns = tuple(
            self.test(text, (*path, "warns", index), scope) for index, text in enumerate(move.warns)
        )
        order.then = self.read(move.then, (*path, "then"), scope)
        order.on = {
            outcome: self.read(effects, (*path, "on", outcome), scope) for outcome, effects in move.on.items()
        }
        order.asked, order.consent = self.asked(move, scope, path), bool(move.consent)
        words = (
            ()
            if order.consent
            else tuple(dict.fromkeys(word for _, options in order.asked for word in options))
        )
        runs = [move.run] if isinstance(move.run, str) else move.run
        for answer in ("none", *words):
            context = Scope({**scope.arguments, "answer": answer}, scope.domains)
            order.calls[answer] = tuple(
                call for run in runs if (call := self.run(run, (*path, "run"), context))
            )
        for run in runs:
            table = _called(run)
            if table in self.file.tables and table not in self.exercise.step_of:
                self.findings.add(
                    (*path, "run"),
                    "missing-step",
                    f"'{name}' runs '{table}', which no step lists; add it to 'steps'",
                )
        order.names = tuple(dict.fromkeys((name, order.key, *(f"tag.{tag}" for tag in move.tags))))
        self.vocabulary.slot(f"times({name})", 0, (0, 999))
        self.vocabulary.slot(f"last({name})", -1000)
        self.marked.append(order)
        self.exercise.orders[order.key] = order
        self.exercise.orders_of[move.by].append(order)

    def run(self, text: str, path: Path, scope: Scope) -> Call | None:
        with self.findings.at(path):
            run = self.effects.run(text, scope)
            words = tuple(str(part) for part in run.arguments)
            return self.call(run.table, words, scope.arguments.get("actor"), scope.arguments.get("answer"))
        return None

    def targets(self, move: Move, arguments: dict[str, str], path: Path) -> tuple[tuple[str, ...], str]:
        if isinstance(move.to, dict):
            name = next(iter(move.to), "")
            return (arguments.get(name, ""),), arguments.get(name, "")
        if move.to == "all":
            return self.vocabulary.roles, ""
        if move.to == "self":
            return (move.by,), ""
        roles = (move.to,) if isinstance(move.to, str) else tuple(move.to)
        for role in roles:
            if role not in self.file.roles:
                self.findings.add(
                    path,
                    "unknown-name",
                    f"unknown role '{role}'.{suggest(role, (*self.file.roles, 'all', 'self'))}",
                )
        return roles, ""

    def asked(self, move: Move, scope: Scope, path: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
        found = []
        for field in ("asks", "consent"):
            for name, words in getattr(move, field).items():
                role = scope.arguments.get(name, name)
                if role != "control" and role not in self.file.roles:
                    self.findings.add(
                        (*path, field, name),
                        "unknown-name",
                        f"'{role}' cannot be asked; name a role, an argument or control.{suggest(role, self.file.roles)}",
                        key=True,
                    )
                found.append((role, tuple(words)))
        return tuple(found)

    def injects(self) -> None:
        for name, inject in self.file.injects.items():
            path, rule = ("injects", name), InjectRule(name, inject)
            rule.offers_when = self.test(inject.if_, (*path, "if")) if inject.if_ is not None else None
            rule.unless = self.test(inject.unless, (*path, "unless")) if inject.unless is not None else None
            for words in self.combinations(inject.choose.values(), path):
                scope = Scope(
                    dict(zip(inject.choose, words, strict=True)),
                    {key: tuple(found) for key, found in inject.choose.items()},
                )
                rule.effects[words] = self.read(inject.then, (*path, "then"), scope)
            if inject.asks:
                rule.answers = {
                    answer: self.read(entry.then, (*path, "asks", "answers", answer, "then"))
                    for answer, entry in inject.asks.answers.items()
                }
            rule.names = (name, *(f"tag.{tag}" for tag in inject.tags))
            self.vocabulary.slot(f"times({name})", 0, (0, 999))
            self.vocabulary.slot(f"last({name})", -1000)
            self.marked.append(rule)
            self.exercise.injects[name] = rule

    def agreements(self) -> None:
        for name, agreement in self.file.agreements.items():
            path, rule = ("agreements", name), AgreementRule(name, agreement, self.vocabulary)
            scope = Scope(terms={term: f"{name}.{term}" for term in agreement.terms})
            rule.allowed = self.test(agreement.if_, (*path, "if"))
            rule.then = self.read(agreement.then, (*path, "then"), scope)
            rule.may = {
                role: self.read(may.then, (*path, "may", role, "then"), scope)
                for role, may in agreement.may.items()
            }
            rule.leave = {
                role: self.read(effects, (*path, "leave", role), scope)
                for role, effects in agreement.leave.items()
            }
            if agreement.while_:
                self.holding(rule, (*path, "while"))
            if agreement.after:
                rule.after = self.read(agreement.after.then, (*path, "after", "then"), scope)
                rule.unless = self.test(
                    agreement.after.unless if agreement.after.unless is not None else False,
                    (*path, "after", "unless"),
                )
            if agreement.breach:
                rule.breach = self.read(agreement.breach.then, (*path, "breach", "then"), scope)
                rule.breach_test = self.test(agreement.breach.if_, (*path, "breach", "if"))
            rule.names = (name, *(f"tag.{tag}" for tag in agreement.tags))
            self.marked.append(rule)
            self.exercise.agreements[name] = rule

    def holding(self, rule: AgreementRule, path: Path) -> None:
        entry = rule.agreement.while_
        assert entry is not None
        freezes = []
        for text in [entry.freeze] if isinstance(entry.freeze, str) else entry.freeze:
            track, _, test = text.partition(" if ")
            with self.findings.at((*path, "freeze")):
                slots = self.held_tracks(track.strip())
                freezes += [(slot, self.test(test.strip() or True, (*path, "freeze"))) for slot in slots]
        floors = []
        for track, value in entry.floor.items():
            with self.findings.at((*path, "floor", track), key=True):
                floors += [(slot, value) for slot in self.held_tracks(track)]
        rule.freezes, rule.floors = tuple(freezes), tuple(floors)

    def held_tracks(self, name: str) -> list[int]:
        return [self.vocabulary.slots[self.effects.thing(name, "tracks", Scope())]]

    def triggers(self) -> None:
        for index, trigger in enumerate(self.file.triggers):
            path = ("triggers", index)
            step = self.exercise.step_of.get(trigger.step)
            if step is None:
                self.findings.add(
                    (*path, "step"),
                    "unknown-name",
                    f"unknown step '{trigger.step}'.{suggest(trigger.step, self.exercise.step_of)}",
                )
                continue
            call = self.run(trigger.run, (*path, "run"), Scope())
            times = (
                self.vocabulary.slot(f"times(trigger.{trigger.id})", 0, (0, 999)),
                self.vocabulary.slot(f"last(trigger.{trigger.id})", -1000),
            )
            if call:
                rule = TriggerRule(trigger, call, self.test(trigger.if_, (*path, "if")), step, times)
                self.exercise.steps[step].triggers.append(rule)

    def marks(self) -> None:
        roles = self.vocabulary.roles
        for name, mark in self.file.marks.items():
            for author in roles:
                for other in roles if mark.of else (None,):
                    scope = Scope({"author": author, **({"role": other} if other else {})})
                    self.exercise.marks[name, author, other] = self.read(
                        mark.then, ("marks", name, "then"), scope
                    )

    def goals(self) -> None:
        for role, entry in self.file.roles.items():
            for index, objective in enumerate(entry.objectives):
                test = self.test(objective.if_, ("roles", role, "objectives", index, "if"))
                self.exercise.objectives.append(Goal(role, objective, test))
            for index, line in enumerate(entry.red_lines):
                test = self.test(line.if_, ("roles", role, "red_lines", index, "if"))
                self.exercise.red_lines.append(
                    Goal(role, line, test, self.vocabulary.slots[f"crossed({line.id})"])
                )

    def endings(self) -> None:
        for index, ending in enumerate(self.file.endings):
            test = self.test(ending.if_, ("endings", index, "if"))
            early = self.tested(_earlier(test.node)) if ending.kind == "stop" else self.tested(FALSE)
            self.exercise.endings.append(EndingRule(ending, test, early))

    def doctrines(self) -> None:
        for role, entry in self.file.roles.items():
            path, rule, doctrine = ("roles", role, "doctrine"), DoctrineRule(), entry.doctrine
            rule.orders = self.doctrine_rows(rule, "rows", doctrine.orders, role, (*path, "orders"))
            if doctrine.urgent:
                rule.urgent = self.test(doctrine.urgent.if_, (*path, "urgent", "if"))
                rule.urgent_orders = self.doctrine_rows(
                    rule, "urgent_rows", doctrine.urgent.orders, role, (*path, "urgent", "orders")
                )
            for index, proposal in enumerate(doctrine.proposes):
                self.proposes(rule, proposal, (*path, "proposes", index))
            for name, text in doctrine.signs.items():
                if self.known_agreement(name, (*path, "signs", name)):
                    rule.signs[name] = self.test(text, (*path, "signs", name))
            for name, text in doctrine.leaves.items():
                if self.known_agreement(name, (*path, "leaves", name)):
                    rule.leaves[name] = self.test(text, (*path, "leaves", name))
            for name, text in doctrine.answers.items():
                self.answer(rule, role, name, text, (*path, "answers", name))
            self.exercise.doctrines[role] = rule
        self.exercise.control_answers = dict(self.file.control.answers)

    def known_agreement(self, name: str, path: Path) -> bool:
        if name in self.file.agreements:
            return True
        self.findings.add(
            path,
            "unknown-name",
            f"unknown agreement '{name}'.{suggest(name, self.file.agreements)}",
            key=True,
        )
        return False

    def doctrine_rows(
        self, rule: DoctrineRule, attribute: str, rows: list[Any], role: str, path: Path
    ) -> list[Order]:
        conditions: list[tuple[int, Node]] = []
        orders: list[Order] = []
        for index, row in enumerate(rows):
            with self.findings.at((*path, index, "order")):
                name, words = parse_call(row.order)
                key = f"{name}({', '.join(words)})" if words else name
                order = self.exercise.orders.get(key)
                if order is None or order.role != role:
                    known = [known.key for known in self.exercise.orders_of[role]]
                    raise ExpressionFault(
                        f"'{row.order}' is no order of {role}.{suggest(key, known)}", code="unknown-name"
                    )
                test = self.test(row.if_, (*path, index, "if"))
                conditions.append((len(orders), connect("and", [test.node, order.allowed.node])))
                orders.append(order)
        self.emitter.later(rule, attribute, self.emitter.all_rows(conditions))
        return orders

    def proposes(self, rule: DoctrineRule, proposal: Any, path: Path) -> None:
        if not self.known_agreement(proposal.agreement, (*path, "agreement")):
            return
        terms = self.terms(proposal.agreement, proposal.terms, (*path, "terms"))
        rule.proposes.append((self.test(proposal.if_, (*path, "if")), proposal.agreement, terms))

    def terms(self, name: str, terms: dict[str, Any], path: Path) -> dict[str, int]:
        """The terms of a proposal as they stand in the state: numbers, and codes of words."""
        agreement, found = self.file.agreements[name], {}
        for term, value in terms.items():
            domain = agreement.terms.get(term)
            if domain is None:
                self.findings.add(
                    (*path, term),
                    "unknown-name",
                    f"'{name}' has no term '{term}'.{suggest(term, agreement.terms)}",
                    key=True,
                )
            elif isinstance(domain, list):
                if value not in domain:
                    self.findings.add(
                        (*path, term), "unknown-value", f"'{value}' is not one of: {listed(domain)}"
                    )
                found[term] = self.vocabulary.word(str(value))
            else:
                low, high = self.vocabulary.bounds[self.vocabulary.slots[f"{name}.{term}"]]
                if not isinstance(value, int) or not low <= value <= high:
                    self.findings.add((*path, term), "bounds", f"{value} is outside {domain}")
                    continue
                found[term] = value
        return found

    def answer(self, rule: DoctrineRule, role: str, name: str, text: str, path: Path) -> None:
        domain: tuple[str, ...] = ()
        if name in self.file.moves:
            asked = {**self.file.moves[name].asks, **self.file.moves[name].consent}
            domain = tuple(asked.get(role) or next(iter(asked.values()), []))
        elif name in self.file.injects and (asks := self.file.injects[name].asks):
            domain = tuple(asks.answers)
        if not domain:
            self.findings.add(
                path,
                "unknown-name",
                f"'{name}' asks nothing.{suggest(name, (*self.file.moves, *self.file.injects))}",
                key=True,
            )
            return
        with self.findings.at(path):
            answer = _Value()
            self.emitter.value(answer, "holds", word(text, self.vocabulary, domain))
            rule.answers[name] = answer

    def formats(self) -> None:
        for name, entry in self.file.formats.items():
            path, rule = ("formats", name), FormatRule()
            with self.findings.at((*path, "month")):
                self.emitter.value(rule, "month", amount(entry.month, self.vocabulary))
            for role, seat in self.file.roles.items():
                own, final = _Value(), _Value()
                with self.findings.at(("roles", role, "income")):
                    self.emitter.value(own, "holds", amount(seat.income, self.vocabulary))
                with self.findings.at((*path, "income")):
                    self.emitter.value(
                        final,
                        "holds",
                        amount(entry.income, self.vocabulary, Scope(numbers={"income": "income"})),
                    )
                rule.incomes.append((self.vocabulary.slots[f"capital({role})"], own, final))
            self.exercise.formats[name] = rule
        for name, derived in self.file.derived.items():
            value = _Value()
            with self.findings.at(("derived", name, "value")):
                self.emitter.value(value, "holds", amount(derived.value, self.vocabulary))
            self.exercise.derived[name] = value

    def lifetimes(self) -> None:
        vocabulary = self.vocabulary
        for name, flag in self.file.flags.items():
            if flag.lasts == "run":
                continue
            for member in vocabulary.members(name):
                slot = vocabulary.slots[member]
                stamp = vocabulary.slots.get(f"set({member})", -1)
                self.exercise.expiring.append((slot, vocabulary.start[slot], stamp))

    # The end: slots are settled, so histories can be looked up and code compiled.

    def finish(self) -> None:
        for entry in self.marked:
            entry.history = self.history(entry.names)
        for name in self.file.agreements:
            self.exercise.breaches[name] = self.history((f"breach.{name}",))
        for name in self.file.tokens:
            for member in self.vocabulary.members(name):
                slot = self.vocabulary.slots[member]
                self.exercise.tokens.append(
                    (member, slot, self.history((f"overdue.{member}", f"overdue.{name}")))
                )
        self.held()
        if not self.findings.errors:
            self.emitter.compile()
            assign_readers(self.exercise)

    def history(self, names: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
        slots = self.vocabulary.slots
        return tuple(
            (slots[f"times({name})"], slots[f"last({name})"]) for name in names if f"times({name})" in slots
        )

    def held(self) -> None:
        reader = [name for name in self.vocabulary.slots if name.startswith("held(")]
        for name in reader:
            with self.findings.at(("endings",)):
                node = condition(name[5:-1], self.vocabulary)
                self.exercise.held.append((self.vocabulary.slots[name], self.tested(node)))


class _Value:
    """A compiled amount or word."""

    __slots__ = ("holds",)
    holds: Any


def _earlier(node: Node) -> Node:
    """A stop ending's condition one end check before: every `held(…, n)` asks for one less."""
    if node.op == "held":
        return msgspec.structs.replace(node, value=node.value - 1) if node.value > 1 else TRUE
    return (
        msgspec.structs.replace(node, parts=tuple(_earlier(part) for part in node.parts))
        if node.parts
        else node
    )


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


def _called(run: str) -> str:
    return run.partition("(")[0].strip()
