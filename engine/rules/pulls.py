"""Which way things go: where a condition wants each slot to be, and where an effect takes it.

Both follow from the exercise alone. `1` is up, `-1` down, `0` some other value.
"""

from collections.abc import Iterator
from typing import NamedTuple

from engine.rules.changes import Add, AddCapital, Effect, Least, Open, Raise, Set, Stamp
from engine.rules.effects import Effects
from engine.rules.exercise import Call, Exercise, Order
from engine.rules.kept import kept
from engine.rules.nodes import Node

TURNED = {"<": ">", "<=": ">", ">": "<", ">=": "<", "==": "!=", "!=": "=="}
UP, DOWN, ELSEWHERE = 1, -1, 0


class Pull(NamedTuple):
    """A slot and the way it would have to go."""

    slot: str
    way: int


def pulls(node: Node, wanted: bool = True) -> Iterator[Pull]:
    """The ways in which slots would have to go for a condition to hold, or not to."""
    op, parts = node.op, node.parts
    if op == "not":
        yield from pulls(parts[0], not wanted)
    elif op in ("and", "or", "held"):
        for part in parts:
            yield from pulls(part, wanted)
    elif op == "read":
        yield Pull(node.key, UP if wanted else DOWN)
    elif op == "played":
        yield Pull(f"last({node.key})", UP if wanted else DOWN)
    elif op in TURNED:
        sign = op if wanted else TURNED[op]
        way = UP if sign[0] == ">" else DOWN if sign[0] == "<" else ELSEWHERE
        yield from amounts(parts[0], way)
        yield from amounts(parts[1], -way)


def amounts(node: Node, way: int) -> Iterator[Pull]:
    """The ways in which slots would have to go for an amount to rise or fall."""
    op, parts = node.op, node.parts
    if op == "read":
        yield Pull(node.key, way)
    elif op == "times":
        yield Pull(f"times({node.key})", way)
    elif op == "since":
        yield Pull(f"last({node.key})", -way)
    elif op == "-":
        yield from amounts(parts[0], way)
        yield from amounts(parts[1], -way)
    elif op in ("+", "min", "max", "//"):
        for part in parts:
            yield from amounts(part, way)
    else:
        for part in parts:
            yield from amounts(part, ELSEWHERE)


def push(effect: Effect) -> int:
    """Which way an effect takes its slot."""
    if isinstance(effect, Add):
        return ELSEWHERE if not isinstance(effect.amount, int) else UP if effect.amount > 0 else DOWN
    if isinstance(effect, Set):
        return ELSEWHERE if effect.worded else UP
    if isinstance(effect, AddCapital):
        return UP if effect.amount > 0 else DOWN
    return UP if isinstance(effect, Raise | Least | Open | Stamp) else DOWN


def answers(way: int, wanted: int) -> bool:
    """Whether what goes one way can bring what is wanted the other."""
    return ELSEWHERE in (way, wanted) or way == wanted


@kept
def holders(exercise: Exercise) -> dict[str, dict[int, tuple[str, ...]]]:
    """By slot and way: the orders that can take it there, and for an agreement the roles that sign it."""
    found: dict[str, dict[int, dict[str, None]]] = {}

    def note(slot: str, way: int, who: str) -> None:
        found.setdefault(slot, {}).setdefault(way, {})[who] = None

    for order in exercise.orders.values():
        for effects in brought(exercise, order):
            for effect in effects.changes:
                note(exercise.names[effect.slot], push(effect), order.key)
        for slot in happening(exercise, order):
            note(slot, UP, order.key)
    for name, rule in exercise.agreements.items():
        for role in rule.agreement.needs:
            note(f"in_force({name})", UP, role)
    return {slot: {way: tuple(who) for way, who in ways.items()} for slot, ways in found.items()}


def brought(exercise: Exercise, order: Order) -> Iterator[Effects]:
    """Everything an order can bring: its own effects, and those of its tables and of what they run."""
    yield order.then
    yield from order.on.values()
    for call in reached(exercise, order):
        yield from (rule.effects for rule in call.rows if not rule.test.never)


def happening(exercise: Exercise, order: Order) -> Iterator[str]:
    """The slots that remember what can happen through an order."""
    histories = [order.history]
    histories += [rule.history for call in reached(exercise, order) for rule in call.rows]
    for history in histories:
        for times, last in history:
            yield exercise.names[times]
            yield exercise.names[last]


def reached(exercise: Exercise, order: Order) -> list[Call]:
    """The calls an order can come to, with the waves of their rows."""
    found: dict[Call, None] = {}
    waiting = [(call, answer) for answer, calls in order.calls.items() for call in calls]
    while waiting:
        call, answer = waiting.pop(0)
        if call in found:
            continue
        found[call] = None
        for rule in call.rows:
            on = order.on.get(rule.row.outcome or "")
            for run in (*rule.effects.runs, *(on.runs if on else ())):
                words = tuple(part for part in run.arguments if isinstance(part, str))
                if len(words) == len(run.arguments) and not rule.test.never:
                    waiting.append((exercise.call(run.table, words, order.role, answer), answer))
    return list(found)


def levers(exercise: Exercise, node: Node) -> list[str]:
    """The orders, or the roles that sign, which could make a condition hold, by the exercise alone."""
    known, found = holders(exercise), dict[str, None]()
    for pull in pulls(node):
        for way, who in known.get(pull.slot, {}).items():
            if answers(way, pull.way):
                found |= dict.fromkeys(who)
    return list(found)
