"""What a seat may hold true: for every slot of the state, the lowest and the highest value it could have.

What the seat reads has one value. A track it sees as bands lies in its band, and what it does not read lies
anywhere it can. So whatever is reckoned from here is reckoned from what the seat knows and from nothing else.
"""

from collections.abc import Iterable
from typing import NamedTuple

from engine.play.combine import State as Vector
from engine.play.combine import combine, remember
from engine.play.state import State
from engine.play.viewer import Viewer
from engine.rules.effects import Effects
from engine.rules.exercise import Exercise, History, Order
from engine.rules.kept import kept
from engine.rules.names import SINCE_NEVER
from engine.rules.nodes import CALCULATE, Node
from engine.rules.readers import Readers, bands
from engine.rules.vocabulary import NEVER, TURN

MOST_TIMES = 999


class Span(NamedTuple):
    """The lowest and the highest value something could have; of a condition, 0 and 1 for no and yes."""

    low: int
    high: int

    @property
    def sure(self) -> bool:
        """Whether a condition holds however the rest may stand."""
        return self.low > 0

    @property
    def possible(self) -> bool:
        return self.high > 0


@kept
def readers(exercise: Exercise) -> Readers:
    return Readers(exercise)


@kept
def ordered(exercise: Exercise) -> frozenset[str]:
    """What only an order can make happen: moves, and orders by their keys."""
    return frozenset((*exercise.orders, *exercise.file.moves))


class Belief:
    """Two states: in the one every slot is as low as it could be, in the other as high."""

    def __init__(self, exercise: Exercise, low: Vector, high: Vector) -> None:
        self.exercise, self.low, self.high = exercise, low, high

    def after(self, effects: Iterable[Effects], histories: Iterable[History] = ()) -> "Belief":
        """What it would be after a step with these effects."""
        effects, histories = list(effects), list(histories)
        ends = []
        for vector in (self.low, self.high):
            found = list(vector)
            combine(self.exercise, vector, found, effects)
            remember(found, histories)
            ends.append(found)
        pairs = list(zip(*ends, strict=True))
        return Belief(self.exercise, [min(pair) for pair in pairs], [max(pair) for pair in pairs])

    def carrying(self, orders: Iterable[Order]) -> "Belief":
        """What it would be once these orders had been carried out, before any table is asked."""
        orders = list(orders)
        return self.after([order.then for order in orders], [order.history for order in orders])

    def either(self, other: "Belief") -> "Belief":
        """What it would be where one of the two holds, and nobody knows which."""
        return Belief(
            self.exercise,
            [min(pair) for pair in zip(self.low, other.low, strict=True)],
            [max(pair) for pair in zip(self.high, other.high, strict=True)],
        )

    def standing(self, slots: dict[int, int]) -> "Belief":
        """The same where these slots hold these values."""
        low, high = list(self.low), list(self.high)
        for slot, value in slots.items():
            low[slot] = high[slot] = value
        return Belief(self.exercise, low, high)

    def widened(self, slots: Iterable[str]) -> "Belief":
        """The same where these things could come to stand, or to have happened, in this turn."""
        low, high = list(self.low), list(self.high)
        for name in slots:
            slot = self.exercise.slots[name]
            _, high[slot] = ends(self.exercise, name, self.low[TURN])
        return Belief(self.exercise, low, high)

    # What an expression comes to

    def slot(self, name: str) -> Span:
        index = self.exercise.slots[name]
        return Span(self.low[index], self.high[index])

    def holds(self, node: Node) -> Span:
        """What a condition or amount could come to."""
        op, parts = node.op, node.parts
        if op == "const":
            return Span(node.value, node.value)
        if op in ("read", "times"):
            return self.slot(f"times({node.key})" if op == "times" else node.key)
        if op in ("played", "since"):
            return self.ago(node)
        if op == "held":
            held = self.slot(node.key)
            return Span(held.low >= node.value, held.high >= node.value)
        if op == "if":
            return self.chosen(node)
        spans = [self.holds(part) for part in parts]
        if op == "not":
            return Span(not spans[0].high, not spans[0].low)
        if op in ("and", "min"):
            return Span(min(part.low for part in spans), min(part.high for part in spans))
        if op in ("or", "max"):
            return Span(max(part.low for part in spans), max(part.high for part in spans))
        return reckoned(op, *spans)

    def ago(self, node: Node) -> Span:
        """How long ago something happened, or whether it was in this turn."""
        last, turn = self.slot(f"last({node.key})"), self.low[TURN]
        if node.op == "played":
            return Span(last.low == last.high == turn, last.low <= turn <= last.high)
        return Span(min(SINCE_NEVER, turn - last.high), min(SINCE_NEVER, turn - last.low))

    def chosen(self, node: Node) -> Span:
        test, then, other = (self.holds(part) for part in node.parts)
        if test.sure:
            return then
        return Span(min(then.low, other.low), max(then.high, other.high)) if test.possible else other


def reckoned(op: str, left: Span, right: Span) -> Span:
    """What an operation on two values could come to."""
    if op == "%" and left.low != left.high:
        return Span(0, right.high - 1)
    if op == "==":
        return Span(left.low == left.high == right.low == right.high, overlap(left, right))
    if op == "!=":
        same = reckoned("==", left, right)
        return Span(not same.high, not same.low)
    corners = [int(CALCULATE[op](one, other)) for one in left for other in right]
    return Span(min(corners), max(corners))


def overlap(left: Span, right: Span) -> bool:
    return left.low <= right.high and right.low <= left.high


def belief(state: State, viewer: Viewer) -> Belief:
    """What a seat may hold true of the state as it stands, by what it reads and by nothing else."""
    exercise, game, vector = state.exercise, state.game, state.game.vector
    low, high = list(vector), list(vector)
    for name, slot in exercise.slots.items():
        if not viewer.control and viewer.seat not in readers(exercise).of_slot(name):
            low[slot], high[slot] = unread(exercise, name, vector)
            if game.phase != "report" and name.removeprefix("last(").removesuffix(")") in ordered(exercise):
                high[slot] = min(high[slot], vector[TURN] - 1)  # no order of this turn has been carried out
    for slot, value in pending(state, viewer):
        low[slot], high[slot] = min(low[slot], value), max(high[slot], value)
    return Belief(exercise, low, high)


def anything(exercise: Exercise, turn: int) -> Belief:
    """What could be true in a turn for whoever knows nothing: every slot lies anywhere on its scale."""
    spans = [ends(exercise, name, turn) for name in exercise.slots]
    return Belief(exercise, [low for low, _ in spans], [high for _, high in spans])


def unread(exercise: Exercise, name: str, vector: Vector) -> tuple[int, int]:
    """Where a slot can stand that is not read: in the band it is seen in, else anywhere."""
    track = exercise.file.tracks.get(name.partition("(")[0])
    now = vector[exercise.slots[name]]
    for low, high in bands(track) if track else ():
        if low <= now <= high:
            return low, high
    return ends(exercise, name, vector[TURN])


def ends(exercise: Exercise, name: str, turn: int) -> tuple[int, int]:
    """The lowest and the highest value that a slot can hold in a turn."""
    head = name.partition("(")[0]
    if head in ("last", "set", "entered") and name.endswith(")"):
        return NEVER, turn
    if head in ("times", "held") and name.endswith(")"):
        return 0, MOST_TIMES
    return exercise.vocabulary.bounds[exercise.slots[name]]


def pending(state: State, viewer: Viewer) -> Iterable[tuple[int, int]]:
    """What agreements that are announced, or being left, would change before any table is asked: whether
    they are in force, and their terms. Whether they enter hangs on their condition then.
    """
    game, exercise = state.game, state.exercise
    for proposal in game.proposals.values():
        if proposal.agreement and proposal.status == "announced":
            rule = exercise.agreements[proposal.agreement]
            yield rule.in_force, 1
            yield rule.entered, game.turn
            for term, value in proposal.terms.items():
                yield rule.terms[term], value
    for name, _ in game.leaving:
        rule = exercise.agreements[name]
        if viewer.among(rule.agreement.needs):
            yield rule.in_force, 0
