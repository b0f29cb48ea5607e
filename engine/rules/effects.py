"""Effects: what a move, row, agreement, inject or mark does, specialised for its caller.

An `Effects` value says what is to be done; how the effects of a step combine is the business of
`engine.play.combine`.
"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from engine.rules.emit import Emitter, Function
from engine.rules.expressions import amount, word
from engine.rules.findings import Findings, Path, listed
from engine.rules.model import Offer, Tell
from engine.rules.names import MOST_CHARACTERS
from engine.rules.nodes import PLAIN, ExpressionFault, Node, Scope
from engine.rules.problems import among, clip, suggest
from engine.rules.vocabulary import FOREVER, Vocabulary

VERBS = ("set", "clear", "open", "close", "run", "tell", "offer", "capital", "deliver")


class Formula:
    """An amount that is worked out from the state when it is applied."""

    __slots__ = ("value",)
    value: Function


class Run(Struct, frozen=True):
    """A call of a table. An argument is a word, or the slot of the term that holds one."""

    table: str
    arguments: tuple[str | int, ...] = ()


class Told(Struct, frozen=True):
    """A `tell` with its readers resolved."""

    to: tuple[str, ...]
    what: str
    form: str
    of: str | None
    once: bool


class Offered(Struct, frozen=True):
    """An `offer` with its moves resolved."""

    to: str
    moves: tuple[str, ...]
    cost: int
    next: bool


class Effects(Struct, frozen=True):
    """What is to be done. Slots are indexes; amounts are integers or formulas."""

    adds: tuple[tuple[int, int | Formula], ...] = ()
    raises: tuple[tuple[int, int, int], ...] = ()
    leasts: tuple[tuple[int, int], ...] = ()
    mosts: tuple[tuple[int, int], ...] = ()
    sets: tuple[tuple[int, int | Formula, int], ...] = ()
    """Slot, value, and the slot that remembers the turn (-1 for none)."""
    clears: tuple[tuple[int, int], ...] = ()
    """Slot and its value at rest."""
    opens: tuple[tuple[int, int], ...] = ()
    closes: tuple[int, ...] = ()
    capital: tuple[tuple[int, int], ...] = ()
    runs: tuple[Run, ...] = ()
    tells: tuple[Told, ...] = ()
    offers: tuple[Offered, ...] = ()
    deliver: bool = False


NOTHING = Effects()
RAISE = re.compile(r"^(.+) up to (-?[0-9]{1,9})$")
BOUND = re.compile(r"^at (least|most) (-?[0-9]{1,9})$")
CALL = re.compile(r"^([A-Za-z_][A-Za-z0-9_]*) ?(?:\((.*)\))?$")
CHANGES = "a track takes a change: +1, -relief, '+1 up to 8', 'at least 2' or 'at most 3'"


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


class EffectReader:
    """Reads effect maps of one exercise."""

    def __init__(self, vocabulary: Vocabulary, emitter: Emitter, findings: Findings) -> None:
        self.vocabulary, self.emitter, self.findings = vocabulary, emitter, findings

    def read(self, effects: Mapping[str, Any], path: Path, scope: Scope = PLAIN) -> Effects:
        """The effects of a map, its names resolved in `scope`; problems are reported, not raised."""
        if not effects:
            return NOTHING
        parts: dict[str, list[Any]] = {name: [] for name in Effects.__struct_fields__ if name != "deliver"}
        deliver = False
        for key, value in effects.items():
            at = (*path, key)
            with self.findings.at(at):
                if key == "deliver":
                    deliver = self.delivers(value)
                elif key in VERBS:
                    for item in value if isinstance(value, list) else [value]:
                        getattr(self, f"verb_{key}")(item, scope, parts)
                else:
                    self.change(key, value, at, scope, parts)
        return Effects(**{name: tuple(items) for name, items in parts.items()}, deliver=deliver)

    def delivers(self, value: Any) -> bool:
        if value != "message":
            raise ExpressionFault("'deliver' takes the word message", code="effect")
        return True

    def change(self, key: str, value: Any, at: Path, scope: Scope, parts: dict[str, list[Any]]) -> None:
        try:
            slot = self.thing(key, "tracks", scope)
        except ExpressionFault as fault:
            self.findings.add(at, fault.code, fault.message, key=True)
            return
        index = self.vocabulary.slots[slot]
        low, high = self.vocabulary.bounds[index]
        plain = " ".join(value.split()) if isinstance(value, str) and len(value) <= MOST_CHARACTERS else ""
        if match := RAISE.match(plain):
            step, ceiling = self.constant(match[1], scope), int(match[2])
            if step < 0:
                raise ExpressionFault("'up to' limits a rise; a fall takes no ceiling", code="effect")
            if not low <= ceiling <= high:
                raise ExpressionFault(
                    f"the ceiling {ceiling} is outside the scale {low}..{high} of '{slot}'", code="bounds"
                )
            parts["raises"].append((index, step, ceiling))
        elif match := BOUND.match(plain):
            limit = int(match[2])
            if not low <= limit <= high:
                raise ExpressionFault(
                    f"{limit} is outside the scale {low}..{high} of '{slot}'", code="bounds"
                )
            parts["leasts" if match[1] == "least" else "mosts"].append((index, limit))
        elif isinstance(value, int | str):
            parts["adds"].append((index, self.settle(self.delta(value, scope))))
        else:
            raise ExpressionFault(CHANGES, code="effect")

    def delta(self, value: int | str, scope: Scope) -> Node:
        """What is added to a track. Raises ExpressionFault."""
        try:
            return amount(value, self.vocabulary, scope)
        except ExpressionFault as fault:
            if fault.code != "expression":
                raise
            raise ExpressionFault(f"'{clip(value)}' is no change; {CHANGES}", code="effect") from None

    def constant(self, text: str, scope: Scope) -> int:
        node = amount(text, self.vocabulary, scope)
        if not node.fixed:
            raise ExpressionFault(f"'{text}' must be a plain number before 'up to'", code="effect")
        return node.value

    def settle(self, node: Node) -> int | Formula:
        if node.fixed:
            return node.value
        formula = Formula()
        self.emitter.value(formula, "value", node)
        return formula

    def thing(self, text: str, group: str, scope: Scope) -> str:
        """The slot name of `tension` or `credibility(ally)`."""
        name, arguments = parse_call(text)
        known: Mapping[str, Any] = getattr(self.vocabulary.file, group)
        if name not in known:
            kind = {"tracks": "track", "flags": "flag", "tokens": "token"}[group]
            names = (*known, *VERBS) if group == "tracks" else tuple(known)
            raise ExpressionFault(f"unknown {kind} '{clip(name)}'.{among(name, names)}", code="unknown-name")
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

    def verb_set(self, item: Any, scope: Scope, parts: dict[str, list[Any]]) -> None:
        if isinstance(item, dict):
            for name, value in item.items():
                slot = self.thing(name, "flags", scope)
                domain = self.vocabulary.domains.get(slot)
                if domain is None:
                    other = f"give '{name}' its values: one_of: [none, {clip(value)}]"
                    raise ExpressionFault(
                        f"'{slot}' has no values; write set: {slot}, or {other}", code="effect"
                    )
                node = word(str(value), self.vocabulary, domain, scope)
                parts["sets"].append((self.vocabulary.slots[slot], self.settle(node), self.stamp(slot)))
            return
        slot = self.thing(str(item), "flags", scope)
        if slot in self.vocabulary.domains:
            domain = self.vocabulary.domains[slot]
            raise ExpressionFault(
                f"'{slot}' needs one of its values: set: {{{slot}: {domain[-1]}}}", code="effect"
            )
        parts["sets"].append((self.vocabulary.slots[slot], 1, self.stamp(slot)))

    def stamp(self, slot: str) -> int:
        return self.vocabulary.slots.get(f"set({slot})", -1)

    def verb_clear(self, item: Any, scope: Scope, parts: dict[str, list[Any]]) -> None:
        slot = self.thing(str(item), "flags", scope)
        index = self.vocabulary.slots[slot]
        parts["clears"].append((index, self.vocabulary.start[index]))

    def verb_open(self, item: Any, scope: Scope, parts: dict[str, list[Any]]) -> None:
        slot = self.thing(str(item), "tokens", scope)
        due = self.vocabulary.file.tokens[slot.partition("(")[0]].due
        parts["opens"].append((self.vocabulary.slots[slot], FOREVER if due == "never" else int(due)))

    def verb_close(self, item: Any, scope: Scope, parts: dict[str, list[Any]]) -> None:
        parts["closes"].append(self.vocabulary.slots[self.thing(str(item), "tokens", scope)])

    def verb_run(self, item: Any, scope: Scope, parts: dict[str, list[Any]]) -> None:
        parts["runs"].append(self.run(str(item), scope))

    def run(self, text: str, scope: Scope) -> Run:
        """A call of a table with its arguments checked. Raises ExpressionFault."""
        name, arguments = parse_call(text)
        table = self.vocabulary.file.tables.get(name)
        if table is None:
            raise ExpressionFault(
                f"unknown table '{clip(name)}'.{among(name, self.vocabulary.file.tables)}",
                code="unknown-name",
            )
        if len(arguments) != len(table.given):
            right = f"{name}({listed(table.given)})" if table.given else f"{name} without brackets"
            if arguments and not table.given:
                right += f", or say what the table takes: given: {{{clip(arguments[0])}: […]}}"
            raise ExpressionFault(f"'{clip(text)}' does not fit its table; write {right}", code="arguments")
        return Run(
            name,
            tuple(
                self.argument(part, given, domain, scope)
                for part, (given, domain) in zip(arguments, table.given.items(), strict=True)
            ),
        )

    def argument(self, text: str, given: str, domain: list[str], scope: Scope) -> str | int:
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

    def verb_tell(self, item: Any, scope: Scope, parts: dict[str, list[Any]]) -> None:
        tell = self.struct(item, Tell)
        named = [tell.to] if isinstance(tell.to, str) else tell.to
        roles = tuple(role for name in named for role in self.roles(name, scope))
        tracks = [member for name in self.vocabulary.file.tracks for member in self.vocabulary.members(name)]
        if tell.what not in (*tracks, "message", "objective"):
            raise ExpressionFault(
                f"'tell' knows tracks, message and objective, not '{tell.what}'.{suggest(tell.what, tracks)}",
                code="unknown-name",
            )
        if tell.what == "objective" and tell.of not in self.vocabulary.roles:
            raise ExpressionFault("'tell' an objective says whose: of: a role", code="effect")
        parts["tells"].append(Told(roles, tell.what, tell.as_, tell.of, tell.once == "run"))

    def verb_offer(self, item: Any, scope: Scope, parts: dict[str, list[Any]]) -> None:
        offer = self.struct(item, Offer)
        named = [offer.moves] if isinstance(offer.moves, str) else offer.moves
        for role in self.roles(offer.to, scope):
            moves = tuple(move for name in named for move in self.moves(name, role))
            parts["offers"].append(Offered(role, moves, offer.cost, offer.in_ == "next"))

    def struct(self, item: Any, kind: type[Any]) -> Any:
        try:
            return msgspec.convert(item, kind)
        except msgspec.ValidationError as fault:
            raise ExpressionFault(_misfit(kind, item, str(fault)), code="effect") from None

    def moves(self, name: str, role: str) -> list[str]:
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

    def verb_capital(self, item: Any, scope: Scope, parts: dict[str, list[Any]]) -> None:
        if not isinstance(item, dict):
            raise ExpressionFault("'capital' takes a role and an amount: capital: {actor: +1}", code="effect")
        for name, value in item.items():
            for role in self.roles(name, scope):
                if not isinstance(value, int):
                    raise ExpressionFault("'capital' takes a plain number", code="effect")
                parts["capital"].append((self.vocabulary.slots[f"capital({role})"], value))


FIELDS = {
    "to": "a role or a list of roles",
    "what": "a track, message or objective",
    "as": "exact, band or 'false' (in quotes)",
    "of": "a role",
    "once": "the word run",
    "moves": "a move, a tag such as tag.signal, or a list of them",
    "cost": "a whole number from 0 to 99",
    "in": "this or next",
}


def _misfit(kind: type[Any], item: Any, said: str) -> str:
    """What is wrong with the fields of a `tell` or an `offer`."""
    verb, fields = kind.__name__.lower(), kind.__struct_encode_fields__
    if not isinstance(item, dict):
        return f"'{verb}' takes {{{', '.join(f'{field}: …' for field in fields)}}}, not '{clip(item)}'"
    unknown = [key for key in item if key not in fields]
    if unknown:
        return f"unknown key '{clip(unknown[0])}' in '{verb}'.{among(unknown[0], fields)}"
    missing = next((field for field in fields if f"required field `{field}`" in said), None)
    if missing:
        return f"'{verb}' lacks '{missing}': {FIELDS[missing]}"
    wrong = next((field for field in fields if f"$.{field}`" in said or f"$.{field}[" in said), fields[0])
    return f"'{wrong}' in '{verb}' takes {FIELDS[wrong]}, not '{clip(item.get(wrong))}'"
