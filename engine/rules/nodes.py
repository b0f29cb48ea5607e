"""Trees of expressions: what a condition or formula is once it has been read."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct


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

TRUE = Node("const", "condition", value=1)
FALSE = Node("const", "condition", value=0)


def read_by(trees: Iterable[Node]) -> tuple[str, ...]:
    """The slots that trees read, in the order of their names."""
    found, stack = set[str](), list(trees)
    while stack:
        node = stack.pop()
        stack.extend(node.parts)
        if node.op == "read":
            found.add(node.key)
        elif node.op in ("times", "since", "played"):
            found.add(f"times({node.key})" if node.op == "times" else f"last({node.key})")
    return tuple(sorted(found))


class Scope(Struct, frozen=True):
    """What the names of one expression stand for beyond the vocabulary.

    `arguments` maps a name to its word; `terms` maps a bare term to its slot; `numbers` maps a name
    to a slot (`income`). `own` names an agreement whose proposal is read by `agreement.term`.
    """

    arguments: Mapping[str, str] = {}
    domains: Mapping[str, tuple[str, ...]] = {}
    terms: Mapping[str, str] = {}
    numbers: Mapping[str, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that means something else here than elsewhere."""
        return (*self.arguments, *self.domains, *self.terms, *self.numbers)


PLAIN = Scope()
"""The vocabulary and nothing more."""


def number(value: int) -> Node:
    return Node("const", "number", value=value, low=value, high=value)


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


def summed(node: Node) -> Iterator[Node]:
    """The parts of a sum."""
    if node.op == "+":
        for part in node.parts:
            yield from summed(part)
    else:
        yield node
