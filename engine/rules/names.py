"""The names in an expression: what each stands for in an exercise and in its scope."""

import ast
from functools import lru_cache

from engine.rules.nodes import (
    FALSE,
    PLAIN,
    TRUE,
    ExpressionFault,
    Node,
    Scope,
    number,
)
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


ALLOWED = (
    "names, whole numbers, comparisons, and, or, not, in, + - * // %, 'a if c else b', "
    "min, max, played, times, since, held, in_force, crossed"
)
HAPPENINGS = "a move, table.row, an inject, an agreement, breach.agreement, overdue.token or tag.name"


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
        raise ExpressionFault(fault.message, fault.offset + lead(text)) from None


def lead(text: str) -> int:
    """How many spaces stand before a text."""
    return len(text) - len(text.lstrip())


class NameReader:
    """Reads names, members, calls and happenings. `engine.rules.expressions` adds the operators."""

    def __init__(self, vocabulary: Vocabulary, scope: Scope) -> None:
        self.vocabulary, self.scope = vocabulary, scope
        self.defining: tuple[str, ...] = ()
        self.depth = self.deepest = self.lead = self.parts = 0
        self.text = ""
        self.domain: tuple[str, ...] = ()

    def read(self, text: str, domain: tuple[str, ...] = ()) -> Node:
        """The tree of a text. Raises ExpressionFault."""
        self.text, self.domain, self.lead = text.strip(), domain, lead(text)
        return self.visit(syntax(text))

    def visit(self, at: ast.expr) -> Node:
        self.parts += 1
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)
        try:
            if self.deepest > MOST_DEPTH or self.parts > MOST_PARTS:
                self.spend(at, parts=0, levels=0)
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
        """The tree of one part, whatever it is."""
        raise NotImplementedError

    def fault(self, at: ast.AST, message: str, code: str = "expression") -> ExpressionFault:
        return ExpressionFault(message, getattr(at, "col_offset", 0) + self.lead, code)

    def source(self, at: ast.AST) -> str:
        return (ast.get_source_segment(self.text, at) or self.text)[:60]

    def expect(self, at: ast.expr, kind: str) -> Node:
        """The tree of a part that must be of one kind."""
        raise NotImplementedError

    def name(self, at: ast.Name) -> Node:
        name, scope, known = at.id, self.scope, self.vocabulary
        if name in scope.arguments:
            value = scope.arguments[name]
            return number(int(value)) if value.isdigit() else self.constant_word(value)
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
        right = suggest(name, names) or (
            " It is no track, flag, token, definition or value of this exercise; "
            "a table names what it takes under 'given', a move under 'choose'"
        )
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
        inner = type(self)(self.vocabulary, PLAIN)
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
                right = among(at.attr, agreement.terms) or f" Settle it there: terms: {{{at.attr}: 0..2}}"
                raise self.fault(at, f"'{at.value.id}' has no term '{at.attr}'.{right}", "unknown-name")
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
        if name == "crossed":
            return self.crossed(at)
        if name in ("played", "times", "since", "in_force"):
            if len(arguments) != 1:
                raise self.fault(at, f"{name}(…) takes one thing")
            return self.history(name, arguments[0])
        file = self.vocabulary.file
        if name in file.tracks or name in file.flags or name in file.tokens:
            if self.vocabulary.family(name) is None:
                right = f"write it without brackets, or give '{name}' its members: each: […]"
                raise self.fault(at, f"'{name}' is not a family; {right}")
            if len(arguments) != 1:
                raise self.fault(at, f"{name}(…) takes one name")
            return self.slot(self.member(at, name, arguments[0]))
        families = [
            known for known in (*file.tracks, *file.flags, *file.tokens) if self.vocabulary.family(known)
        ]
        functions = (*families, "min", "max", "played", "times", "since", "held", "in_force", "crossed")
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

    def crossed(self, at: ast.Call) -> Node:
        """Whether a red line has been crossed: latched at an end check, before endings are read."""
        lines = [line.id for role in self.vocabulary.file.roles.values() for line in role.red_lines]
        if len(at.args) != 1 or not isinstance(at.args[0], ast.Name):
            raise self.fault(at, "crossed(…) takes the id of one red line")
        name = at.args[0].id
        if name not in lines:
            raise self.fault(at.args[0], f"unknown red line '{name}'.{among(name, lines)}", "unknown-name")
        return Node("read", "condition", key=f"crossed({name})")

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
            tagged = f" Nothing has this tag yet; give it to a move: tags: [{name}]" * (group == "tag")
            right = suggest(name, listed) or tagged
            raise self.fault(at, f"unknown '{group}.{name}'.{right}", "unknown-name")
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
