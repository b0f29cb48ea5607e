"""Conditions and formulas: a safe subset of Python's expression syntax, parsed, typed and bounded.

Text is parsed with `ast` and read into `Node` trees against the exercise's own vocabulary. Nothing
from a file is ever evaluated as Python: `engine.rules.emit` writes code from these trees only.
"""

import ast
import re
from functools import lru_cache
from itertools import pairwise

from engine.rules.names import ALLOWED, LIMIT, NameReader
from engine.rules.nodes import (
    CALCULATE,
    FALSE,
    PLAIN,
    TRUE,
    ExpressionFault,
    Node,
    Scope,
    connect,
    negate,
    number,
)
from engine.rules.notation import QUOTED
from engine.rules.problems import clip, suggest
from engine.rules.vocabulary import Vocabulary

WORD = re.compile(r"\w+")
COMPARE: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}


def condition(text: str | bool, vocabulary: Vocabulary, scope: Scope = PLAIN) -> Node:
    """An expression that holds or does not. Raises ExpressionFault."""
    if isinstance(text, bool):
        return TRUE if text else FALSE
    plain = not scope.names or words_of(text).isdisjoint(scope.names)
    if plain and text in vocabulary.conditions:
        known: Node = vocabulary.conditions[text]
        return known
    node = ExpressionReader(vocabulary, scope).read(text)
    if node.kind != "condition":
        raise ExpressionFault(
            f"'{clip(text)}' is an amount; a condition holds or not, as in {clip(text)} >= 1"
            if node.kind == "number"
            else f"'{clip(text)}' is a value; a condition holds or not, as in mood == {clip(text)}"
        )
    if plain:
        vocabulary.conditions[text] = node
    return node


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    """The words in a text: one that names nothing of its scope means the same in each."""
    return frozenset(WORD.findall(text))


def amount(text: str | int, vocabulary: Vocabulary, scope: Scope = PLAIN) -> Node:
    """An expression whose value is a number. Raises ExpressionFault."""
    if isinstance(text, int) and not isinstance(text, bool):
        return number(text)
    node = ExpressionReader(vocabulary, scope).read(str(text))
    if node.kind != "number":
        raise ExpressionFault(
            f"'{clip(text)}' is not an amount; write a number or a sum such as 2 + tension // 3"
        )
    return node


def word(text: str, vocabulary: Vocabulary, domain: tuple[str, ...], scope: Scope = PLAIN) -> Node:
    """An expression whose value is one of `domain`. Raises ExpressionFault."""
    node = ExpressionReader(vocabulary, scope).read(text, domain)
    if node.kind != "word":
        raise ExpressionFault(f"'{clip(text)}' does not give one of: {', '.join(domain)}")
    _within(node, domain, 0)
    return node


def _within(node: Node, domain: tuple[str, ...], offset: int) -> None:
    for name in node.words:
        if name not in domain:
            raise ExpressionFault(
                f"'{name}' is not one of: {', '.join(domain)}.{suggest(name, domain)}",
                offset,
                "unknown-value",
            )


class ExpressionReader(NameReader):
    """Reads one expression against a vocabulary and a scope."""

    def part(self, at: ast.expr) -> Node:
        match at:  # the most frequent first
            case ast.Name():
                return self.name(at)
            case ast.Constant(value=int(value)):
                if abs(value) > LIMIT:
                    raise self.fault(at, f"{clip(value, 30)} is beyond what the engine counts to ({LIMIT})")
                return number(value)
            case ast.Compare():
                return self.compare(at)
            case ast.Constant(value=str()) | ast.JoinedStr():
                raise self.fault(at, QUOTED)
            case ast.Attribute():
                return self.attribute(at)
            case ast.Call():
                return self.call(at)
            case ast.BoolOp():
                return self.connect(at)
            case ast.UnaryOp(op=ast.Not()):
                return negate(self.expect(at.operand, "condition"))
            case ast.UnaryOp(op=ast.USub()):
                return self.calculate(at, "-", number(0), self.expect(at.operand, "number"))
            case ast.UnaryOp(op=ast.UAdd()):
                return self.expect(at.operand, "number")
            case ast.BinOp():
                return self.operate(at)
            case ast.IfExp():
                return self.choose(at)
        raise self.fault(at, f"'{self.source(at)}' is not allowed in an expression; it takes {ALLOWED}")

    def expect(self, at: ast.expr, kind: str) -> Node:
        node = self.visit(at)
        if node.kind != kind:
            found = {"number": "an amount", "condition": "a condition", "word": "a value"}[node.kind]
            wanted = {"number": "an amount", "condition": "a condition"}[kind]
            raise self.fault(at, f"'{self.source(at)}' is {found} where {wanted} belongs", "type")
        return node

    def connect(self, at: ast.BoolOp) -> Node:
        op = "and" if isinstance(at.op, ast.And) else "or"
        parts = [self.expect(part, "condition") for part in at.values]
        return connect(op, parts)

    def operate(self, at: ast.BinOp) -> Node:
        op = ARITHMETIC.get(type(at.op))
        if op is None:
            right = (
                "// divides and drops the rest" if isinstance(at.op, ast.Div) else "amounts take + - * // %"
            )
            raise self.fault(at, f"'{self.source(at)}' is not allowed; {right}")
        left, divisor = self.expect(at.left, "number"), self.expect(at.right, "number")
        if op in ("//", "%") and not (divisor.fixed and divisor.value > 0):
            raise self.fault(at.right, f"divide by a positive whole number, not by '{self.source(at.right)}'")
        return self.calculate(at, op, left, divisor)

    def calculate(self, at: ast.AST, op: str, left: Node, right: Node) -> Node:
        if left.fixed and right.fixed:
            result = number(CALCULATE[op](left.value, right.value))
        elif op == "%":
            result = Node(op, "number", (left, right), low=0, high=right.value - 1)
        else:
            corners = [CALCULATE[op](a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
            result = Node(op, "number", (left, right), low=min(corners), high=max(corners))
        if max(abs(result.low), abs(result.high)) > LIMIT:
            raise self.fault(at, f"'{self.source(at)}' can grow beyond what the engine counts to ({LIMIT})")
        return result

    def compare(self, at: ast.Compare) -> Node:
        sides = [at.left, *at.comparators]
        parts = []
        for (left, right), operator in zip(pairwise(sides), at.ops, strict=True):
            if isinstance(operator, ast.In | ast.NotIn):
                found = self.among(at, left, right)
                parts.append(found if isinstance(operator, ast.In) else negate(found))
            else:
                parts.append(self.pair(at, COMPARE[type(operator)], left, right))
        return connect("and", parts)

    def among(self, at: ast.Compare, left: ast.expr, right: ast.expr) -> Node:
        """`a in (b, c)`: equal to one of them."""
        if not isinstance(right, ast.Tuple) or not right.elts:
            message = f"'in' takes what is possible in brackets: {self.source(left)} in (quiet, angry)"
            raise self.fault(right, message)
        return connect("or", [self.pair(at, "==", left, option) for option in right.elts])

    def pair(self, at: ast.Compare, op: str, first: ast.expr, second: ast.expr) -> Node:
        left, right = self.side(first, second), self.side(second, first)
        if left.kind != right.kind or left.kind == "condition":
            raise self.unlike(at, (first, left), (second, right))
        if left.kind == "word":
            if op not in ("==", "!="):
                message = f"'{self.source(at)}': words have no order; compare them with == or !="
                raise self.fault(at, message, "type")
            self.same_domain(first, second, left, right)
        if left.fixed and right.fixed:
            return TRUE if CALCULATE[op](left.value, right.value) else FALSE
        return Node(op, "condition", (left, right))

    def side(self, at: ast.expr, other: ast.expr) -> Node:
        """One side of a comparison; an unknown name is measured against what the other side can be."""
        try:
            return self.visit(at)
        except ExpressionFault as fault:
            name = at.id if isinstance(at, ast.Name) and not fault.within else ""
            domain = self.domain_of(other, None) if name and isinstance(other, ast.Name) else ()
            if not domain or fault.code != "unknown-name":
                raise
            message = f"'{clip(name)}' is not one of: {', '.join(domain)}.{suggest(name, domain)}"
            raise self.fault(at, message, "unknown-value") from None

    def unlike(self, at: ast.AST, *sides: tuple[ast.expr, Node]) -> ExpressionFault:
        """What to say of a comparison of two things that cannot be compared."""
        for part, node in sides:
            if node.kind == "condition":
                name = self.source(part)
                message = f"'{name}' holds or not and is not compared; write {name}, or not {name}"
                return self.fault(at, message, "type")
        (first, left), (second, right) = sides
        kinds = {"number": "a number", "word": "a word"}
        message = (
            f"'{self.source(first)}' is {kinds[left.kind]} and '{self.source(second)}' {kinds[right.kind]}"
        )
        words = next((node.words for _, node in sides if node.kind == "word" and not node.fixed), ())
        wanted = f"; write one of: {', '.join(words)}" if words else "; they cannot be compared"
        return self.fault(at, message + wanted, "type")

    def same_domain(self, first: ast.expr, second: ast.expr, left: Node, right: Node) -> None:
        """Refuse a word that what it is compared with can never be."""
        for at, read, other, node in ((first, left, second, right), (second, right, first, left)):
            domain = self.domain_of(at, read)
            if domain and node.fixed and not self.domain_of(other, node):
                _within(node, domain, getattr(other, "col_offset", 0) + self.lead)

    def domain_of(self, at: ast.expr, node: Node | None) -> tuple[str, ...]:
        """The words that a side of a comparison can be, where it is not a word itself."""
        if isinstance(at, ast.Name) and at.id in self.scope.domains:
            return self.scope.domains[at.id]
        if isinstance(at, ast.Name) and at.id in self.scope.arguments:
            return ()
        node = self.visit(at) if node is None else node
        return node.words if node.op == "read" else ()

    def choose(self, at: ast.IfExp) -> Node:
        test = self.expect(at.test, "condition")
        then, other = self.visit(at.body), self.visit(at.orelse)
        if then.kind != other.kind:
            raise self.fault(
                at, f"'{self.source(at)}': both sides of 'if … else' must be of one kind", "type"
            )
        if test.fixed:
            return then if test.value else other
        words = tuple(dict.fromkeys((*then.words, *other.words)))
        return Node(
            "if",
            then.kind,
            (test, then, other),
            low=min(then.low, other.low),
            high=max(then.high, other.high),
            words=words,
        )
