"""The verbs by the key that an exercise file gives them, and a class each for those that change no slot."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Protocol, Self

from msgspec import Struct
from msgspec.structs import replace

from engine.rules.changes import AddCapital, Clear, Close, Effect, Open, Set
from engine.rules.model import Offer, Tell
from engine.rules.nodes import ExpressionFault, Scope
from engine.rules.problems import among, clip, suggest
from engine.rules.references import References, parse_call, struct


class RunTable(Struct, frozen=True):
    """A call of a table. An argument is a word, or the slot of the term that holds one."""

    table: str
    arguments: tuple[str | int, ...] = ()
    apart: bool = False
    """Whether its path says with which arguments, because whoever asks asks this table more than once."""
    group: ClassVar[str] = "tables"

    @classmethod
    def read(cls, item: Any, names: References, scope: Scope) -> Iterator[Self]:
        yield cls.of(str(item), names, scope)

    @classmethod
    def of(cls, text: str, names: References, scope: Scope) -> Self:
        """A call of a table with its arguments checked. Raises ExpressionFault."""
        name, arguments = parse_call(text)
        tables = names.vocabulary.file.tables
        table = tables.get(name)
        if table is None:
            raise ExpressionFault(f"unknown table '{clip(name)}'.{among(name, tables)}", code="unknown-name")
        if len(arguments) != len(table.given):
            right = f"{name}({', '.join(table.given)})" if table.given else f"{name} without brackets"
            if arguments and not table.given:
                right += f", or say what the table takes: given: {{{clip(arguments[0])}: […]}}"
            raise ExpressionFault(f"'{clip(text)}' does not fit its table; write {right}", code="arguments")
        pairs = zip(arguments, table.domains.items(), strict=True)
        return cls(name, tuple(names.argument(part, *given, scope) for part, given in pairs))

    def settled(self, state: Sequence[int], words: Sequence[str]) -> Self:
        """The same with the words that its terms hold on a state."""
        parts = (part if isinstance(part, str) else words[state[part]] for part in self.arguments)
        return replace(self, arguments=tuple(parts))


class TellRoles(Struct, frozen=True):
    """A `tell` with its readers resolved."""

    to: tuple[str, ...]
    what: str
    form: str
    of: str | None
    once: bool

    @classmethod
    def read(cls, item: Any, names: References, scope: Scope) -> Iterator[Self]:
        tell, known = struct(item, Tell), names.vocabulary
        named = [tell.to] if isinstance(tell.to, str) else tell.to
        roles = tuple(role for name in named for role in names.roles(name, scope))
        tracks = [member for name in known.file.tracks for member in known.members(name)]
        if tell.what not in (*tracks, "message", "objective"):
            raise ExpressionFault(
                f"'tell' knows tracks, message and objective, not '{tell.what}'.{suggest(tell.what, tracks)}",
                code="unknown-name",
            )
        if tell.what == "objective" and tell.of not in known.roles:
            raise ExpressionFault("'tell' an objective says whose: of: a role", code="effect")
        yield cls(roles, tell.what, tell.as_, tell.of, tell.once == "run")


class OfferMoves(Struct, frozen=True):
    """An `offer` with its moves resolved."""

    to: str
    moves: tuple[str, ...]
    cost: int
    next: bool

    @classmethod
    def read(cls, item: Any, names: References, scope: Scope) -> Iterator[Self]:
        offer = struct(item, Offer)
        named = [offer.moves] if isinstance(offer.moves, str) else offer.moves
        for role in names.roles(offer.to, scope):
            moves = tuple(move for name in named for move in names.moves(name, role))
            yield cls(role, moves, offer.cost, offer.in_ == "next")


class DeliverMessage(Struct, frozen=True):
    """`deliver: message`: the message that an order carries arrives."""

    @classmethod
    def read(cls, item: Any, names: References, scope: Scope) -> Iterator[Self]:
        if item != "message":
            raise ExpressionFault("'deliver' takes the word message", code="effect")
        yield cls()


class Readable(Protocol):
    """A verb that an exercise file can use."""

    def read(self, item: Any, names: References, scope: Scope) -> "Iterator[Done]":
        """What one value of the verb means. Raises ExpressionFault."""


class Naming(Readable, Protocol):
    """A verb that takes one name, and perhaps a word."""

    @property
    def group(self) -> str:
        """Where in an exercise file the names stand that it takes."""


Done = Effect | RunTable | TellRoles | OfferMoves | DeliverMessage
NAMING: dict[str, Naming] = {"set": Set, "clear": Clear, "open": Open, "close": Close, "run": RunTable}
"""Verbs that take a name, alone or with a word: a form can write these in one line."""
VERBS: dict[str, Readable] = {
    **NAMING,
    "tell": TellRoles,
    "offer": OfferMoves,
    "capital": AddCapital,
    "deliver": DeliverMessage,
}
"""Verbs by the key that an exercise file gives them. A key that is none of them is a track."""
