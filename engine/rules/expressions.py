"""Conditions and formulas: a safe subset of Python's expression syntax, parsed, typed and bounded.

Text is parsed with `ast` and read into `Node` trees against the exercise's own vocabulary. Nothing
from a file is ever evaluated as Python: `engine.rules.emit` writes code from these trees only.
"""

import ast
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from engine.rules.notation import NotationFault, parse
from engine.rules.problems import among, clip, suggest
from engine.rules.vocabulary import Vocabulary, choices

LIMIT = 10**9
MOST_CHARACTERS = 2000
MOST_DEPTH = 40
"""Levels inside each other, with those of the definitions an expression names."""
MOST_PARTS = 4000
"""Parts of an expression, with those of the definitions it names."""
SINCE_NEVER = 99
"""What `since(x)` reads while x has never happened."""


class ExpressionFault(Exception):
    """What is wrong with an expression, and at which character of it.

    `within` are the definitions that the fault is in, where it is not in the expression itself.
    """

    def __init__(
        self, message: str, offset: int = 0, code: str = "expression", within: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.message, self.offset, self.code, self.within = message, offset, code, within


class Node(Struct, frozen=True):
    """One operation with its parts.

    `op` is one of: const, read, played, times, since, held, not, and, or, if, neg, min, max, and the
    operators `+ - * // % < <= > >= == !=`. `kind` is number, condition or word. `low..high` bounds the value.
    """

    op: str
    kind: str
    parts: tuple["Node", ...] = ()
    value: int = 0
    key: str = ""
    low: int = 0
    high: int = 1
    words: tuple[str, ...] = ()

    @property
    def fixed(self) -> bool:
        return self.op == "const"


ALLOWED = (
    "names, whole numbers, comparisons, and, or, not, in, + - * // %, 'a if c else b', "
    "min, max, played, times, since, held, in_force"
)
HAPPENINGS = "a move, table.row, an inject, an agreement, breach.agreement, overdue.token or tag.name"

TRUE = Node("const", "condition", value=1)
FALSE = Node("const", "condition", value=0)


class Scope(Struct, frozen=True):
    """What the names of one expression stand for beyond the vocabulary.

    `arguments` maps a name to its word; `terms` maps a bare term to its slot; `numbers` maps a name
    to a slot (`income`). `own` names an agreement whose proposal is read by `agreement.term`.
    """

    arguments: Mapping[str, str] = {}
    domains: Mapping[str, tuple[str, ...]] = {}
    terms: Mapping[str, str] = {}
    numbers: Mapping[str, str] = {}


PLAIN = Scope()
"""The vocabulary and nothing more."""


def number(value: int) -> Node:
    return Node("const", "number", value=value, low=value, high=value)


@lru_cache(maxsize=8192)
def syntax(text: str) -> ast.expr:
    """The checked syntax tree of an expression. Raises ExpressionFault."""
    if len(text) > MOST_CHARACTERS:
        raise ExpressionFault(
            f"the expression is longer than {MOST_CHARACTERS} characters; name parts of it under 'define'"
        )
    if not text.strip():
        raise ExpressionFault("the expression is empty; leave the key out if it always holds")
    try:
        return parse(text.strip())
    except NotationFault as fault:
        raise ExpressionFault(fault.message, fault.offset + _lead(text)) from None


def _lead(text: str) -> int:
    """How many spaces stand before a text."""
    return len(text) - len(text.lstrip())


def condition(text: str | bool, vocabulary: Vocabulary, scope: Scope = PLAIN) -> Node:
    """An expression that holds or does not. Raises ExpressionFault."""
    if isinstance(text, bool):
        return TRUE if text else FALSE
    node = Reader(vocabulary, scope).read(text)
    if node.kind != "condition":
        raise ExpressionFault(
            f"'{clip(text)}' is an amount; a condition holds or not, as in {clip(text)} >= 1"
            if node.kind == "number"
            else f"'{clip(text)}' is a value; a condition holds or not, as in mood == {clip(text)}"
        )
    return node


def amount(text: str | int, vocabulary: Vocabulary, scope: Scope = PLAIN) -> Node:
    """An expression whose value is a number. Raises ExpressionFault."""
    if isinstance(text, int) and not isinstance(text, bool):
        return number(text)
    node = Reader(vocabulary, scope).read(str(text))
    if node.kind != "number":
        raise ExpressionFault(
            f"'{clip(text)}' is not an amount; write a number or a sum such as 2 + tension // 3"
        )
    return node


def word(text: str, vocabulary: Vocabulary, domain: tuple[str, ...], scope: Scope = PLAIN) -> Node:
    """An expression whose value is one of `domain`. Raises ExpressionFault."""
    node = Reader(vocabulary, scope).read(text, domain)
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
CALCULATE: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


class Reader:
    """Reads one expression against a vocabulary and a scope."""

    def __init__(self, vocabulary: Vocabulary, scope: Scope) -> None:
        self.vocabulary, self.scope = vocabulary, scope
        self.defining: tuple[str, ...] = ()
        self.depth = self.deepest = self.lead = self.parts = 0

    def read(self, text: str, domain: tuple[str, ...] = ()) -> Node:
        """The tree of a text. Raises ExpressionFault."""
        self.text, self.domain, self.lead = text.strip(), domain, _lead(text)
        return self.visit(syntax(text))

    def fault(self, at: ast.AST, message: str, code: str = "expression") -> ExpressionFault:
        return ExpressionFault(message, getattr(at, "col_offset", 0) + self.lead, code)

    def visit(self, at: ast.expr) -> Node:
        self.spend(at, parts=1, levels=1)
        self.depth += 1
        try:
            return self.part(at)
        finally:
            self.depth -= 1

    def spend(self, at: ast.AST, parts: int, levels: int) -> None:
        """Count parts and levels inside each other; too many are a fault."""
        self.parts += parts
        self.deepest = max(self.deepest, self.depth + levels)
        if self.deepest > MOST_DEPTH or self.parts > MOST_PARTS:
            message = "the expression, with what it names, is too large or nested too deeply"
            raise self.fault(at, message, "too-large")

    def part(self, at: ast.expr) -> Node:
        match at:
            case ast.Constant(value=int(value)):
                if abs(value) > LIMIT:
                    raise self.fault(at, f"{clip(value, 30)} is beyond what the engine counts to ({LIMIT})")
                return number(value)
            case ast.Name():
                return self.name(at)
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
            case ast.Compare():
                return self.compare(at)
            case ast.IfExp():
                return self.choose(at)
        raise self.fault(at, f"'{self.source(at)}' is not allowed in an expression; it takes {ALLOWED}")

    def source(self, at: ast.AST) -> str:
        return (ast.get_source_segment(self.text, at) or self.text)[:60]

    def expect(self, at: ast.expr, kind: str) -> Node:
        node = self.visit(at)
        if node.kind != kind:
            found = {"number": "an amount", "condition": "a condition", "word": "a value"}[node.kind]
            wanted = {"number": "an amount", "condition": "a condition"}[kind]
            raise self.fault(at, f"'{self.source(at)}' is {found} where {wanted} belongs", "type")
        return node

    def name(self, at: ast.Name) -> Node:
        name, scope, known = at.id, self.scope, self.vocabulary
        if name in scope.arguments:
            return self.constant_word(scope.arguments[name])
        if name in scope.terms:
            return self.slot(scope.terms[name])
        if name in scope.numbers:
            return self.slot(scope.numbers[name])
        if name in ("turn", "month"):
            return self.slot(name)
        file = known.file
        if name in file.tracks or name in file.flags or name in file.tokens:
            family = known.family(name)
            if family is not None:
                members = " or ".join(known.members(name)) or f"{name}(…)"
                raise self.fault(at, f"'{name}' is a family: write {members}")
            return self.slot(name)
        if name in file.derived:
            return self.definition(at, name, file.derived[name].value, "number")
        if name in file.define:
            return self.definition(at, name, file.define[name], "condition")
        if name in known.words:
            return self.constant_word(name)
        names = (
            *file.tracks,
            *file.flags,
            *file.tokens,
            *file.derived,
            *file.define,
            *scope.arguments,
            *scope.terms,
            *known.words,
            "turn",
            "month",
        )
        right = suggest(name, names) or " It is no track, flag, token, definition or value of this exercise"
        raise self.fault(at, f"unknown name '{clip(name)}'.{right}", "unknown-name")

    def definition(self, at: ast.AST, name: str, text: str | bool, kind: str) -> Node:
        if name in self.defining:
            circle = self.defining[self.defining.index(name) :]
            message = f"'{name}' is defined by itself: {' -> '.join((*circle, name))}"
            raise ExpressionFault(message, code="cycle", within=circle)
        if isinstance(text, bool):
            return TRUE if text else FALSE
        node, parts, levels = self.vocabulary.definitions.get(name) or self.defined(at, name, text)
        self.spend(at, parts, levels)
        if node.kind != kind:
            raise self.fault(
                at, f"'{name}' should be {'an amount' if kind == 'number' else 'a condition'}", "type"
            )
        return node

    def defined(self, at: ast.AST, name: str, text: str) -> tuple[Node, int, int]:
        """A definition with its parts and levels, read at its first use."""
        inner = Reader(self.vocabulary, PLAIN)
        inner.defining = (*self.defining, name)
        inner.depth = inner.deepest = self.depth
        try:
            node = inner.read(text)
        except ExpressionFault as fault:
            within = fault.within or (name,)
            if fault.code == "too-large" and not fault.within:
                within = (name,) if name in self.vocabulary.oversized else ()
            offset = getattr(at, "col_offset", 0) + self.lead
            raise ExpressionFault(fault.message, offset, fault.code, within) from None
        found = self.vocabulary.definitions[name] = (node, inner.parts, inner.deepest - self.depth)
        return found

    def constant_word(self, name: str) -> Node:
        return Node("const", "word", value=self.vocabulary.word(name), words=(name,))

    def slot(self, key: str) -> Node:
        index = self.vocabulary.slots[key]
        low, high = self.vocabulary.bounds[index]
        if key in self.vocabulary.domains:
            return Node("read", "word", key=key, low=low, high=high, words=self.vocabulary.domains[key])
        name = key.partition("(")[0]
        kind = (
            "condition"
            if name in self.vocabulary.file.flags or name in self.vocabulary.file.tokens
            else "number"
        )
        return Node("read", kind, key=key, low=low, high=high)

    def attribute(self, at: ast.Attribute) -> Node:
        if isinstance(at.value, ast.Name):
            agreement = self.vocabulary.file.agreements.get(at.value.id)
            if agreement is None:
                right = among(at.value.id, self.vocabulary.file.agreements)
                message = f"a dot stands between an agreement and its term; '{at.value.id}' is no agreement"
                raise self.fault(at, f"{message}.{right}", "unknown-name")
            if at.attr not in agreement.terms:
                raise self.fault(
                    at,
                    f"'{at.value.id}' has no term '{at.attr}'.{among(at.attr, agreement.terms)}",
                    "unknown-name",
                )
            return self.slot(f"{at.value.id}.{at.attr}")
        raise self.fault(
            at,
            f"'{self.source(at)}' is not allowed; a dot stands between an agreement and its term",
            "expression",
        )

    def member(self, at: ast.expr, name: str, argument: ast.expr) -> str:
        """The slot or history name of one member of a family, its argument resolved."""
        family = self.vocabulary.family(name) or ()
        if not isinstance(argument, ast.Name):
            raise self.fault(at, f"write {name}(…) with one name in the brackets")
        word = self.scope.arguments.get(argument.id, argument.id)
        if word not in family:
            raise self.fault(
                argument,
                f"'{name}' has no member '{word}'; it has: {', '.join(family)}.{suggest(word, family)}",
                "unknown-name",
            )
        return f"{name}({word})"

    def call(self, at: ast.Call) -> Node:
        if not isinstance(at.func, ast.Name) or at.keywords:
            raise self.fault(at, f"'{self.source(at)}' is not allowed in an expression", "expression")
        name, arguments = at.func.id, at.args
        if name in ("min", "max"):
            return self.extreme(at, name)
        if name == "held":
            return self.held(at)
        if name in ("played", "times", "since", "in_force"):
            if len(arguments) != 1:
                raise self.fault(at, f"{name}(…) takes one thing")
            return self.history(name, arguments[0])
        file = self.vocabulary.file
        if name in file.tracks or name in file.flags or name in file.tokens:
            if self.vocabulary.family(name) is None:
                raise self.fault(at, f"'{name}' is not a family; write it without brackets")
            if len(arguments) != 1:
                raise self.fault(at, f"{name}(…) takes one name")
            return self.slot(self.member(at, name, arguments[0]))
        families = [
            known for known in (*file.tracks, *file.flags, *file.tokens) if self.vocabulary.family(known)
        ]
        functions = (*families, "min", "max", "played", "times", "since", "held", "in_force")
        raise self.fault(at, f"unknown function '{name}'.{suggest(name, functions)}", "unknown-name")

    def extreme(self, at: ast.Call, name: str) -> Node:
        if len(at.args) < 2:
            raise self.fault(at, f"{name}(…) takes at least two amounts")
        parts = tuple(self.expect(part, "number") for part in at.args)
        pick = min if name == "min" else max
        if all(part.fixed for part in parts):
            return number(pick(part.value for part in parts))
        return Node(
            name,
            "number",
            parts,
            low=pick(part.low for part in parts),
            high=pick(part.high for part in parts),
        )

    def held(self, at: ast.Call) -> Node:
        if (
            len(at.args) != 2
            or not isinstance(at.args[1], ast.Constant)
            or not isinstance(at.args[1].value, int)
        ):
            raise self.fault(at, "held takes a condition and a whole number: held(tension >= 10, 2)")
        if at.args[1].value < 1:
            raise self.fault(at.args[1], "held counts end checks from 1 on", "bounds")
        inner = self.expect(at.args[0], "condition")
        local = {*self.scope.arguments, *self.scope.terms, *self.scope.numbers}
        for part in ast.walk(at.args[0]):
            if isinstance(part, ast.Name) and part.id in local:
                message = f"held counts for the whole exercise; '{part.id}' differs from call to call"
                raise self.fault(part, message)
        key = f"held({ast.unparse(at.args[0])})"
        self.vocabulary.slot(key, 0, (0, 99))
        return Node("held", "condition", (inner,), value=at.args[1].value, key=key)

    def history(self, kind: str, at: ast.expr) -> Node:
        key = self.happening(at)
        if kind == "in_force":
            if key not in self.vocabulary.file.agreements:
                raise self.fault(
                    at,
                    f"in_force takes an agreement.{suggest(key, self.vocabulary.file.agreements)}",
                    "unknown-name",
                )
            return Node("read", "condition", key=f"in_force({key})")
        self.vocabulary.slot(f"times({key})", 0, (0, 999))
        self.vocabulary.slot(f"last({key})", -1000)
        if kind == "played":
            return Node("played", "condition", key=key)
        return Node(kind, "number", key=key, low=0, high=SINCE_NEVER if kind == "since" else 999)

    def happening(self, at: ast.expr) -> str:
        """The name of something that can have happened."""
        file = self.vocabulary.file
        match at:
            case ast.Name(id=name):
                if name in file.moves or name in file.injects or name in file.agreements:
                    return name
                right = (
                    suggest(name, (*file.moves, *file.injects, *file.agreements))
                    or f" Possible: {HAPPENINGS}"
                )
                raise self.fault(at, f"unknown move, inject or agreement '{name}'.{right}", "unknown-name")
            case ast.Attribute(value=ast.Name(id="tag"), attr=name):
                return self.known(at, "tag", name, self.vocabulary.tags)
            case ast.Attribute(value=ast.Name(id="breach"), attr=name):
                return self.known(at, "breach", name, file.agreements)
            case ast.Attribute(value=ast.Name(id="overdue"), attr=name):
                return self.known(at, "overdue", name, file.tokens)
            case ast.Attribute(value=ast.Name(id=table), attr=row):
                if table not in file.tables:
                    raise self.fault(
                        at, f"unknown table '{table}'.{suggest(table, file.tables)}", "unknown-name"
                    )
                return self.known(at, table, row, [known.id for known in file.tables[table].rows])
            case ast.Call(func=ast.Attribute(value=ast.Name(id="overdue"), attr=name), args=[argument]) if (
                name in file.tokens
            ):
                return f"overdue.{self.member(at, name, argument)}"
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in file.moves:
                return self.ordered(at, name, arguments)
        message = f"'{self.source(at)}' is nothing that can happen; write {HAPPENINGS}"
        raise self.fault(at, message, "unknown-name")

    def known(self, at: ast.expr, group: str, name: str, names: object) -> str:
        listed = list(names)  # type: ignore[call-overload]
        if name not in listed:
            raise self.fault(at, f"unknown '{group}.{name}'.{suggest(name, listed)}", "unknown-name")
        return f"{group}.{name}"

    def ordered(self, at: ast.expr, name: str, arguments: list[ast.expr]) -> str:
        move = self.vocabulary.file.moves[name]
        options = list(choices(move.to, move.choose).values())
        words = [
            self.scope.arguments.get(part.id, part.id) if isinstance(part, ast.Name) else ""
            for part in arguments
        ]
        if len(words) != len(options) or any(
            word not in option for word, option in zip(words, options, strict=False)
        ):
            right = " and ".join(", ".join(option) for option in options) or "no arguments"
            raise self.fault(
                at, f"'{self.source(at)}' is not an order: '{name}' takes {right}", "unknown-name"
            )
        return f"{name}({', '.join(words)})" if words else name

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


def negate(node: Node) -> Node:
    """`not` a condition."""
    if node.fixed:
        return FALSE if node.value else TRUE
    return Node("not", "condition", (node,))


def connect(op: str, parts: list[Node]) -> Node:
    """`and` or `or` of conditions, with what is already settled left out."""
    absorbing = 0 if op == "and" else 1
    rest = []
    for part in parts:
        if part.fixed:
            if part.value == absorbing:
                return FALSE if op == "and" else TRUE
        else:
            rest.append(part)
    if not rest:
        return TRUE if op == "and" else FALSE
    return rest[0] if len(rest) == 1 else Node(op, "condition", tuple(rest))
