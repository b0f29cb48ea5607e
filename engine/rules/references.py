"""What the names and amounts in effects refer to: tracks, flags, tokens, roles, moves."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec

from engine.rules.emit import Emitter, Function
from engine.rules.expressions import amount, word
from engine.rules.findings import listed
from engine.rules.names import MOST_CHARACTERS
from engine.rules.nodes import ExpressionFault, Node, Scope
from engine.rules.problems import among, clip, suggest
from engine.rules.vocabulary import Vocabulary

CALL = re.compile(r"^([A-Za-z_][A-Za-z0-9_]*) ?(?:\((.*)\))?$")
CHANGES = "a track takes a change: +1, -relief, '+1 up to 8', 'at least 2' or 'at most 3'"
Kind = TypeVar("Kind")


class Formula:
    """An amount worked out from the state when it is applied: as a tree, and as a function for play."""

    __slots__ = ("node", "value")
    value: Function

    def __init__(self, node: Node) -> None:
        self.node = node


class Scale(NamedTuple):
    """A track that an effect names: its slot, by index and by name, and its bounds."""

    slot: int
    name: str
    low: int
    high: int


def parse_call(text: str) -> tuple[str, tuple[str, ...]]:
    """`launch(short)` as its name and arguments. Raises ExpressionFault."""
    match = CALL.match(" ".join(text.split())) if len(text) <= MOST_CHARACTERS else None
    if not match:
        cut = (
            "; if a comma stands between its brackets, put it in quotes"
            if text.count("(") > text.count(")")
            else ""
        )
        raise ExpressionFault(f"cannot read '{clip(text)}'; write a name, or name(argument){cut}")
    name, inside = match.groups()
    return name, tuple(part.strip() for part in inside.split(",")) if inside else ()


class References:
    """Finds what effects name in one exercise. What it does not find raises ExpressionFault."""

    def __init__(self, vocabulary: Vocabulary, emitter: Emitter) -> None:
        self.vocabulary, self.emitter = vocabulary, emitter

    def thing(self, text: str, group: str, scope: Scope, verbs: tuple[str, ...] = ()) -> str:
        """The slot name of `tension` or `credibility(ally)`; a fault proposes `verbs`, too."""
        name, arguments = parse_call(text)
        known: Mapping[str, Any] = getattr(self.vocabulary.file, group)
        if name not in known:
            kind = {"tracks": "track", "flags": "flag", "tokens": "token"}[group]
            raise ExpressionFault(
                f"unknown {kind} '{clip(name)}'.{among(name, (*known, *verbs))}", code="unknown-name"
            )
        words = [scope.arguments.get(part, part) for part in arguments]
        slot = f"{name}({', '.join(words)})" if words else name
        if slot not in self.vocabulary.members(name):
            single = words and self.vocabulary.family(name) is None
            family = f"; or give '{name}' its members: each: [{clip(words[0])}, …]" if single else ""
            raise ExpressionFault(
                f"'{slot}' does not exist; there is: {listed(self.vocabulary.members(name))}{family}",
                code="unknown-name",
            )
        return slot

    def scale(self, name: str) -> Scale:
        """A track by its slot name."""
        index = self.vocabulary.slots[name]
        return Scale(index, name, *self.vocabulary.bounds[index])

    def delta(self, value: Any, scope: Scope) -> int | Formula:
        """What is added to a track."""
        if not isinstance(value, int | str):
            raise ExpressionFault(CHANGES, code="effect")
        try:
            return self.settle(amount(value, self.vocabulary, scope))
        except ExpressionFault as fault:
            if fault.code != "expression":
                raise
            raise ExpressionFault(f"'{clip(value)}' is no change; {CHANGES}", code="effect") from None

    def constant(self, text: str, scope: Scope) -> int:
        node = amount(text, self.vocabulary, scope)
        if not node.fixed:
            raise ExpressionFault(f"'{text}' must be a plain number before 'up to'", code="effect")
        return node.value

    def word(self, text: str, domain: tuple[str, ...], scope: Scope) -> int | Formula:
        """The code of a word that a flag may hold."""
        return self.settle(word(text, self.vocabulary, domain, scope))

    def settle(self, node: Node) -> int | Formula:
        if node.fixed:
            return node.value
        formula = Formula(node)
        self.emitter.value(formula, "value", node)
        return formula

    def argument(self, text: str, given: str, domain: list[str], scope: Scope) -> str | int:
        """An argument of a table: a word, or the slot of the term that holds one."""
        if text in scope.terms:
            slot = scope.terms[text]
            words = self.vocabulary.domains.get(slot, ("a number",))
            strange = [word for word in words if word not in domain]
            if strange:
                message = f"the term '{text}' can be {strange[0]}, which is not one of: {listed(domain)}"
                raise ExpressionFault(message, code="unknown-value")
            return self.vocabulary.slots[slot]
        value = scope.arguments.get(text, text)
        if value not in domain:
            chosen = f" If a move is to choose it, write there choose: {{{given}: [{listed(domain)}]}}"
            right = suggest(value, domain) or chosen * (value == text and value == given)
            raise ExpressionFault(f"'{value}' is not one of: {listed(domain)}.{right}", code="unknown-value")
        return value

    def moves(self, name: str, role: str) -> list[str]:
        """The moves of a role by name, or by a tag such as `tag.signal`."""
        moves = self.vocabulary.file.moves
        if name.startswith("tag."):
            if name[4:] not in self.vocabulary.tags:
                raise ExpressionFault(
                    f"unknown tag '{name[4:]}'.{suggest(name[4:], self.vocabulary.tags)}", code="unknown-name"
                )
            return [move for move, entry in moves.items() if entry.by == role and name[4:] in entry.tags]
        if name not in moves or moves[name].by != role:
            own = [move for move, entry in moves.items() if entry.by == role]
            message = f"'{clip(name)}' is no move of {role}.{among(name, own)}"
            raise ExpressionFault(message, code="unknown-name")
        return [name]

    def roles(self, name: str, scope: Scope) -> tuple[str, ...]:
        if name == "all":
            return self.vocabulary.roles
        role = scope.arguments.get(name, name)
        if role not in self.vocabulary.roles:
            raise ExpressionFault(
                f"unknown role '{role}'.{among(role, self.vocabulary.roles)}", code="unknown-name"
            )
        return (role,)


def struct(item: Any, kind: type[Kind]) -> Kind:
    """The fields of a `tell` or an `offer`. Raises ExpressionFault."""
    try:
        return msgspec.convert(item, kind)
    except msgspec.ValidationError as fault:
        raise ExpressionFault(_misfit(kind, item, str(fault)), code="effect") from None


def _misfit(kind: type[Any], item: Any, said: str) -> str:
    """What is wrong with the fields of a `tell` or an `offer`."""
    from engine.rules.meanings import in_short  # read where something is wrong

    verb, fields = kind.__name__.lower(), kind.__struct_encode_fields__
    if not isinstance(item, dict):
        return f"'{verb}' takes {{{', '.join(f'{field}: …' for field in fields)}}}, not '{clip(item)}'"
    unknown = [key for key in item if key not in fields]
    if unknown:
        return f"unknown key '{clip(unknown[0])}' in '{verb}'.{among(unknown[0], fields)}"
    missing = next((field for field in fields if f"required field `{field}`" in said), None)
    if missing:
        return f"'{verb}' lacks '{missing}': {in_short(kind, missing)}"
    wrong = next((field for field in fields if f"$.{field}`" in said or f"$.{field}[" in said), fields[0])
    return f"'{wrong}' in '{verb}' cannot be '{clip(item.get(wrong))}': {in_short(kind, wrong)}"
