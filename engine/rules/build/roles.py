"""Objectives, red lines, endings, doctrine and formats."""

from typing import Any

import msgspec

from engine.rules.build.tables import TableBuilder
from engine.rules.exercise import (
    DoctrineRule,
    EndingRule,
    FormatRule,
    Goal,
    Order,
    SentenceRule,
    Test,
    Value,
)
from engine.rules.expressions import amount, condition, word
from engine.rules.findings import Path, listed
from engine.rules.model import Ending, Says, Sentence
from engine.rules.nodes import FALSE, TRUE, ExpressionFault, Node, Scope, connect, number
from engine.rules.problems import among, clip, suggest
from engine.rules.references import parse_call
from engine.rules.vocabulary import term_range


class RoleBuilder(TableBuilder):
    """Builds what roles want, how bots play them, and how long a run is."""

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
        common = self.sentences(self.file.sentences, ("sentences",))
        for index, ending in enumerate(self.file.endings):
            test = self.stopping(ending, self.test(ending.if_, ("endings", index, "if")))
            waits = ending.kind == "stop" and ending.after != 1
            early = self.tested(_earlier(test.node) if waits else FALSE)
            rule = EndingRule(ending, test, early)
            own = self.sentences(ending.sentences, ("endings", index, "sentences"))
            rule.sentences = (*own, *common)
            self.exercise.endings.append(rule)

    def stopping(self, ending: Ending, test: Test) -> Test:
        """A stop ending's condition with the end checks at which it must hold, unless it counts them."""
        if ending.kind != "stop" or test.node.fixed or counted(test.node) or ending.after == 1:
            return test
        return self.tested(condition(f"held({ending.if_}, {ending.after or CHECKS})", self.vocabulary))

    def sentences(self, entries: list[Sentence], path: Path) -> tuple[SentenceRule, ...]:
        """Sentences of an ending, or of every ending."""
        return tuple(
            SentenceRule(entry, self.test(entry.if_, (*path, place, "if")))
            for place, entry in enumerate(entries)
        )

    def doctrines(self) -> None:
        for role, entry in self.file.roles.items():
            path, rule, doctrine = ("roles", role, "doctrine"), DoctrineRule(), entry.doctrine
            rule.orders, rule.tests = self.doctrine_rows(
                rule, "rows", doctrine.orders, role, (*path, "orders")
            )
            if doctrine.urgent:
                rule.urgent = self.test(doctrine.urgent.if_, (*path, "urgent", "if"))
                rule.urgent_orders, rule.urgent_tests = self.doctrine_rows(
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
            for index, line in enumerate(doctrine.says):
                self.says(rule, role, line, (*path, "says", index))
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
            f"unknown agreement '{name}'.{among(name, self.file.agreements)}",
            key=True,
        )
        return False

    def doctrine_rows(
        self, rule: DoctrineRule, attribute: str, rows: list[Any], role: str, path: Path
    ) -> tuple[list[Order], list[Node]]:
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
                        f"'{clip(row.order)}' is no order of {role}.{among(key, known)}", code="unknown-name"
                    )
                test = self.test(row.if_, (*path, index, "if"))
                conditions.append((len(orders), connect("and", [test.node, order.allowed.node])))
                orders.append(order)
        self.emitter.later(rule, attribute, self.emitter.all_rows(conditions))
        return orders, [node for _, node in conditions]

    def proposes(self, rule: DoctrineRule, proposal: Any, path: Path) -> None:
        if not self.known_agreement(proposal.agreement, (*path, "agreement")):
            return
        terms = self.terms(proposal.agreement, proposal.terms, (*path, "terms"))
        rule.proposes.append((self.test(proposal.if_, (*path, "if")), proposal.agreement, terms))

    def says(self, rule: DoctrineRule, role: str, line: Says, path: Path) -> None:
        """A line that answers a message. Whom it is for is nobody where a name is unknown."""
        others = [name for name in self.file.roles if name != role]
        for index, name in enumerate([] if line.to == "all" else line.to):
            if name not in others:
                message = f"'{name}' is no other role.{among(name, others)}"
                self.findings.add((*path, "to", index), "unknown-name", message)
        to = others if line.to == "all" else line.to
        rule.says.append((self.test(line.if_, (*path, "if")), frozenset(to)))

    def terms(self, name: str, terms: dict[str, Any], path: Path) -> dict[str, int]:
        """The terms of a proposal as they stand in the state: numbers, and codes of words."""
        agreement, found = self.file.agreements[name], {}
        for term, value in terms.items():
            domain = agreement.terms.get(term)
            if domain is None:
                self.findings.add(
                    (*path, term),
                    "unknown-name",
                    f"'{name}' has no term '{term}'.{among(term, agreement.terms)}",
                    key=True,
                )
            elif isinstance(domain, list):
                if value not in domain:
                    self.findings.add(
                        (*path, term), "unknown-value", f"'{value}' is not one of: {listed(domain)}"
                    )
                found[term] = self.vocabulary.word(str(value))
            else:
                try:
                    low, high = term_range(domain)
                except ValueError:  # reported by the check of agreements
                    continue
                if not isinstance(value, int) or not low <= value <= high:
                    message = f"'{term}' of '{name}' is {low}..{high}, not {value}"
                    self.findings.add((*path, term), "bounds", message)
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
            known = (*self.file.moves, *self.file.injects)
            unknown = f"unknown move or inject '{name}'.{suggest(name, known)}"
            message = f"'{name}' asks nothing, so it takes no answer" if name in known else unknown
            self.findings.add(path, "unknown-name", message, key=True)
            return
        with self.findings.at(path):
            rule.answers[name] = self.valued(word(text, self.vocabulary, domain))

    def formats(self) -> None:
        for name, entry in self.file.formats.items():
            path, nothing = ("formats", name), number(0)
            self.count(len(self.file.roles), path)
            month = final = nothing
            with self.findings.at((*path, "month")):
                month = amount(entry.month, self.vocabulary)
            rule = FormatRule(self.valued(month))
            with self.findings.at((*path, "income")):
                final = amount(entry.income, self.vocabulary, Scope(numbers={"income": "income"}))
            for role, seat in self.file.roles.items():
                own = nothing
                with self.findings.at(("roles", role, "income")):
                    own = amount(seat.income, self.vocabulary)
                capital = self.vocabulary.slots[f"capital({role})"]
                rule.incomes.append((capital, self.valued(own), self.valued(final)))
            self.exercise.formats[name] = rule
        for name, derived in self.file.derived.items():
            with self.findings.at(("derived", name, "value")):
                self.exercise.derived[name] = self.valued(amount(derived.value, self.vocabulary))

    def valued(self, node: Node) -> Value:
        """An amount or word, compiled."""
        value = Value(node)
        self.emitter.value(value, "holds", node)
        return value

    def lifetimes(self) -> None:
        vocabulary = self.vocabulary
        for name, flag in self.file.flags.items():
            if flag.lasts == "run":
                continue
            for member in vocabulary.members(name):
                slot = vocabulary.slots[member]
                stamp = vocabulary.slots.get(f"set({member})", -1)
                self.exercise.expiring.append((slot, vocabulary.start[slot], stamp))


CHECKS = 2
"""End checks at which a stop ending must hold that says nothing of it: between them one can step back."""


def counted(node: Node) -> bool:
    """Whether a condition counts end checks itself."""
    return node.op == "held" or any(counted(part) for part in node.parts)


def _earlier(node: Node) -> Node:
    """A stop ending's condition one end check before: every `held(…, n)` asks for one less."""
    if node.op == "held":
        return msgspec.structs.replace(node, value=node.value - 1) if node.value > 1 else TRUE
    return (
        msgspec.structs.replace(node, parts=tuple(_earlier(part) for part in node.parts))
        if node.parts
        else node
    )
