"""Trees of expressions over columns: the second of their two readers, beside `engine.rules.emit`.

A tree is worked out at most once on a state, and the same part of two trees is one part.
"""

from collections.abc import Callable
from functools import reduce
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import numpy as np

from engine.rehearsal.masks import Column, Mask, both, chosen, either, fitting, inverse
from engine.rules.names import SINCE_NEVER
from engine.rules.nodes import CALCULATE, Node

LONG_AGO = -100
"""What `last(x)` holds in a column before x has happened: it fits a byte, and every `since` is over."""
BYTE = (-128, 127)

Reading = Callable[["Look"], "Column | Mask"]
Compare = Callable[[Any, Any], Any]
COMPARISONS: dict[str, Compare] = {"<": lt, "<=": le, ">": gt, ">=": ge, "==": eq, "!=": ne}


class Trees:
    """All trees of one exercise, by number."""

    def __init__(self, slots: dict[str, int]) -> None:
        self.slots = slots
        self.readings: list[Reading] = []
        self.numbers: dict[tuple[object, ...], int] = {}
        self.seen: dict[int, tuple[Node, int]] = {}
        """By identity, so that no tree is walked twice; the node is kept, and so its identity."""

    def number(self, node: Node) -> int:
        """The number of a tree, by which a `Look` works it out."""
        known = self.seen.get(id(node))
        if known is None:
            parts = tuple(self.number(part) for part in node.parts)
            name = (node.op, node.kind, node.value, node.key, parts)
            found = self.numbers.get(name)
            if found is None:
                found = self.numbers[name] = len(self.readings)
                self.readings.append(self.reading(node, parts))
            known = self.seen[id(node)] = (node, found)
        return known[1]

    def reading(self, node: Node, parts: tuple[int, ...]) -> Reading:
        """How one operation is worked out from its parts."""
        op = node.op
        if op == "const":
            fixed = bool(node.value) if node.kind == "condition" else node.value
            return lambda look: fixed
        if op == "read":
            return read(self.slots[node.key], node.kind)
        if op == "times":
            return read(self.slots[f"times({node.key})"], "number")
        if op in ("played", "since"):
            return since(self.slots[f"last({node.key})"], played=op == "played")
        if op == "held":
            slot, number = self.slots[node.key], node.value
            return lambda look: look.state[slot] >= number
        if op == "not":
            return lambda look: inverse(look.holds(parts[0]))
        if op in ("and", "or"):
            return connected(both if op == "and" else either, parts)
        if op == "if":
            test, then, other = parts
            return lambda look: chosen(look.holds(test), look.value(then), look.value(other))
        if op in COMPARISONS and node.parts[1].fixed:
            left, number, compare = node.parts[0], node.parts[1].value, COMPARISONS[op]
            if left.op == "since":
                return since_compared(self.slots[f"last({left.key})"], op, number)
            if left.op == "read":
                slot = self.slots[left.key]
                return lambda look: compare(look.state[slot], number)
        return calculated(node, parts)


class Look:
    """One state of many runs, as conditions and formulas read it."""

    __slots__ = ("known", "readings", "state", "turn")

    def __init__(self, trees: Trees, state: list[Column], turn: int) -> None:
        self.readings, self.state, self.turn = trees.readings, state, turn
        self.known: dict[int, Column | Mask] = {}

    def holds(self, tree: int) -> Mask:
        """Where a condition holds."""
        found = self.known.get(tree)
        if found is None:
            found = self.known[tree] = self.readings[tree](self)
        return found  # type: ignore[return-value]  # its kind was checked when it was read

    def value(self, tree: int) -> Column:
        """What a formula gives."""
        return self.holds(tree)  # type: ignore[return-value]


def read(slot: int, kind: str) -> Reading:
    if kind == "condition":
        return lambda look: look.state[slot] != 0
    return lambda look: look.state[slot]


def since(last: int, *, played: bool) -> Reading:
    if played:
        return lambda look: look.state[last] == look.turn
    return lambda look: passed(look, last)


def passed(look: "Look", last: int) -> Column:
    """The turns since something happened."""
    column = look.state[last]
    return np.minimum(fitting(look.turn, column) - column, fitting(SINCE_NEVER, column))


def since_compared(last: int, op: str, number: int) -> Reading:
    """`since(x) < 3` without subtracting: most questions of time are of this kind."""
    if number >= SINCE_NEVER or number < 0:
        return lambda look: COMPARISONS[op](passed(look, last), number)
    turned = {"<": gt, "<=": ge, ">": lt, ">=": le, "==": eq, "!=": ne}[op]
    return lambda look: turned(look.state[last], look.turn - number)


def connected(join: Callable[[Mask, Mask], Mask], parts: tuple[int, ...]) -> Reading:
    if len(parts) == 2:
        one, other = parts
        return lambda look: join(look.holds(one), look.holds(other))
    return lambda look: reduce(join, [look.holds(part) for part in parts])


def calculated(node: Node, parts: tuple[int, ...]) -> Reading:
    """Comparisons, sums and products, and the least or greatest of several."""
    op = node.op
    wide = any(part.low < BYTE[0] or part.high > BYTE[1] for part in (node, *node.parts))
    if op == "neg":
        return lambda look: -widened(look.value(parts[0]), wide=wide)
    if op in COMPARISONS:
        compare, fixed_number = COMPARISONS[op], node.parts[1]
        if fixed_number.fixed:
            return lambda look: compare(look.value(parts[0]), fixed_number.value)
        return lambda look: compare(look.value(parts[0]), look.value(parts[1]))
    if op in ("min", "max"):
        pick, fixed = (np.minimum, min) if op == "min" else (np.maximum, max)

        def extreme(look: Look) -> Column:
            values = [widened(look.value(part), wide=wide) for part in parts]
            return fixed(values) if all(isinstance(value, int) for value in values) else reduce(pick, values)

        return extreme
    calculate = CALCULATE[op]
    return lambda look: calculate(
        widened(look.value(parts[0]), wide=wide),  # type: ignore[arg-type]
        widened(look.value(parts[1]), wide=wide),  # type: ignore[arg-type]
    )


def widened(value: Column, *, wide: bool) -> Column:
    """Room for what does not fit a byte."""
    return value if not wide or isinstance(value, int) else value.astype(np.int32)
