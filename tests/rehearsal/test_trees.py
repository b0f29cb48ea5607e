"""Every operation of an expression means in columns what it means in one run, also at its limits."""

from random import Random

import numpy as np
import pytest

from engine.rehearsal.columns import Rulebook
from engine.rehearsal.masks import Column
from engine.rehearsal.trees import LONG_AGO, Look
from engine.rules.emit import Emitter
from engine.rules.exercise import Exercise, Value
from engine.rules.load import from_data
from engine.rules.nodes import CALCULATE, Node, number
from engine.rules.vocabulary import NEVER, TURN
from tests.rehearsal.author import Author
from tests.rehearsal.drawn import vector

SIZE = 200
READ = ("heat", "talks", "stock", "trust(south)", "truce.price")
LIMITS = (-129, -128, -127, -2, -1, 0, 1, 2, 98, 99, 100, 126, 127, 128, 255, 256, 900)


@pytest.fixture(scope="module", params=(1, 2, 3, 4))
def made(request: pytest.FixtureRequest) -> Exercise:
    """An exercise with scales in a byte or beyond it, and histories."""
    return from_data(Author(Random(request.param)).write())


class Trees:
    """Draws trees over the slots of an exercise."""

    def __init__(self, exercise: Exercise, chance: Random) -> None:
        self.exercise, self.chance = exercise, chance
        names = [name for name in exercise.slots if name.startswith("last(")]
        self.happenings = [name[5:-1] for name in names if f"times({name[5:-1]})" in exercise.slots]
        self.held = [name for name in exercise.slots if name.startswith("held(")]

    def bounded(self, op: str, parts: tuple[Node, ...]) -> Node:
        """An operation with the bounds that its parts give it."""
        if op in ("min", "max"):
            pick = min if op == "min" else max
            low, high = pick(part.low for part in parts), pick(part.high for part in parts)
        elif op == "%":
            low, high = 0, parts[1].value - 1
        else:
            one, two = parts
            corners = [CALCULATE[op](a, b) for a in (one.low, one.high) for b in (two.low, two.high)]
            low, high = min(corners), max(corners)
        return Node(op, "number", parts, low=low, high=high)

    def leaf(self) -> Node:
        what = self.chance.choice(("read", "read", "const", "times", "since"))
        if what == "const":
            return number(self.chance.choice(LIMITS))
        if what == "read":
            name = self.chance.choice([name for name in READ if name in self.exercise.slots])
            low, high = self.exercise.vocabulary.bounds[self.exercise.slots[name]]
            return Node("read", "number", key=name, low=low, high=high)
        return Node(
            what, "number", key=self.chance.choice(self.happenings), high=99 if what == "since" else 999
        )

    def amount(self, op: str, depth: int) -> Node:
        parts = tuple(self.any_amount(depth) for _ in range(3 if op in ("min", "max") else 2))
        if op in ("//", "%"):
            parts = parts[0], number(self.chance.choice((1, 2, 3, 7, 127, 128)))
        if op == "if":
            test = self.condition(self.chance.choice(("<", "==", ">=")), depth)
            low, high = min(part.low for part in parts), max(part.high for part in parts)
            return Node("if", "number", (test, *parts), low=low, high=high)
        return self.bounded(op, parts)

    def any_amount(self, depth: int) -> Node:
        if not depth:
            return self.leaf()
        return self.amount(self.chance.choice(("+", "-", "*", "//", "%", "min", "max", "if")), depth - 1)

    def condition(self, op: str, depth: int) -> Node:
        if op == "played":
            return Node("played", "condition", key=self.chance.choice(self.happenings))
        if op == "held":
            return Node(
                "held", "condition", value=self.chance.choice((0, 1, 2, 3)), key=self.chance.choice(self.held)
            )
        if op in ("not", "and", "or"):
            parts = tuple(
                self.condition(self.chance.choice(("<", "<=", "==", "played")), depth)
                for _ in range(1 if op == "not" else 3)
            )
            return Node(op, "condition", parts)
        one = self.any_amount(depth)
        limits = (*LIMITS, one.low, one.high, one.low - 1, one.high + 1)
        two = number(self.chance.choice(limits)) if self.chance.random() < 0.6 else self.any_amount(depth)
        return Node(op, "condition", (one, two))


AMOUNTS = ("+", "-", "*", "//", "%", "min", "max", "if")
CONDITIONS = ("<", "<=", ">", ">=", "==", "!=", "not", "and", "or", "played", "held")


@pytest.mark.parametrize("op", [*AMOUNTS, *CONDITIONS])
def test_an_operation_means_the_same_in_columns(made: Exercise, op: str) -> None:
    """Law: on random vectors at its limits, each operation is that of the ordinary engine."""
    chance, book, turn = Random(f"{op} {made.file.tracks['stock'].max}"), Rulebook(made), 3
    states = [vector(made, chance, turn) for _ in range(SIZE)]
    for state in states:
        for name in READ:
            low, high = made.vocabulary.bounds[made.slots[name]]
            state[made.slots[name]] = chance.choice((low, high, chance.randint(low, high)))
    whole = np.array(states)
    whole[whole == NEVER] = LONG_AGO
    columns: list[Column] = [column.astype(kind) for column, kind in zip(whole.T, book.kinds, strict=True)]
    columns[TURN] = turn
    drawing = Trees(made, chance)
    for attempt in range(30):
        node = drawing.amount(op, attempt % 3) if op in AMOUNTS else drawing.condition(op, attempt % 3)
        emitter, one = Emitter(made.slots), Value(node)
        emitter.value(one, "holds", node)
        emitter.compile()
        expected = [one.holds(state) for state in states]
        found = np.broadcast_to(Look(book.trees, columns, turn).value(book.tree(node)), SIZE).tolist()
        assert found == expected, node
