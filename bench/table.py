"""One table, row only, against functions that a programmer would write by hand for the same tables."""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from bench.measure import Figure, Row, in_turn, least, rate
from engine.play.combine import State
from engine.rules.exercise import Call, Exercise

Asked = Callable[[State, int], int]
"""A table: the row of a state and a sum of dice."""
TARGET = 0.5
REASSURANCE = least("one table: reassurance", TARGET)
REPLY = least("one table: reply_to_talks", TARGET)


def reassurance(exercise: Exercise) -> Asked:
    """The alliance's answer to a reassurance, by hand."""
    slot = exercise.slots
    turn, attention, consult, trilateral = (
        slot[name] for name in ("turn", "us_attention", "consult", "trilateral")
    )
    posture, taiwan, demand = (slot[name] for name in ("posture", "taiwan", "last(demand_burden)"))
    narrow, protocol = slot["in_force(narrow_deal)"], slot["in_force(allied_protocol)"]
    burden, contradicted = slot["burden"], slot["contradicted(usa)"]

    def row(state: State, dice: int) -> int:
        modifier = 0
        if state[consult] >= 7:
            modifier += 1
        if state[consult] <= 3:
            modifier -= 1
        if state[trilateral] >= 8:
            modifier += 1
        if state[attention] <= 2:
            modifier -= 1
        if state[burden] >= 7:
            modifier += 1
        if state[contradicted]:
            modifier -= 1
        if state[posture] >= 7:
            modifier += 1
        if state[posture] <= 4:
            modifier -= 1
        if state[demand] == state[turn]:
            modifier -= 1
        if state[narrow] and not state[protocol]:
            modifier -= 2
        if state[taiwan] >= 7:
            modifier -= 1
        total = dice + max(-4, min(4, modifier))
        if total <= 5:
            return 0
        if total <= 7:
            return 1
        return 2 if total <= 10 else 3

    return row


def reply_to_talks(exercise: Exercise) -> Asked:
    """Pyongyang's reply to an offer to talk about arms control, while the seat is silent, by hand."""
    slot = exercise.slots
    turn, attention, tension, benefit = (
        slot[name] for name in ("turn", "us_attention", "tension", "dprk_benefit")
    )
    patron, sweetener, ready, read = (
        slot[name] for name in ("ru_dprk", "sweetener", "dprk_open", "message_read")
    )
    urged, waits = slot["last(urge_talks)"], slot["last(advise_waiting)"]
    mediation, contradicted = slot["in_force(russian_mediation)"], slot["contradicted(usa)"]

    def row(state: State, dice: int) -> int:
        modifier = 1
        if state[benefit] >= 7:
            modifier -= 2
        if state[patron] >= 7:
            modifier -= 1
        if state[sweetener]:
            modifier += 1
        if state[ready]:
            modifier += 2
        if state[read]:
            modifier += 1
        if state[urged] == state[turn]:
            modifier += 1
        if state[waits] == state[turn]:
            modifier -= 1
            if state[mediation]:
                modifier -= 1
        if state[tension] >= 8:
            modifier -= 1
        if state[contradicted]:
            modifier -= 1
        if state[attention] >= 6:
            modifier += 1
        if state[attention] <= 2:
            modifier -= 1
        total = dice + max(-4, min(4, modifier))
        if total <= 7:
            return 3
        if total <= 10:
            return 4
        return 5 if total <= 11 else 6

    return row


def both(exercise: Exercise) -> Iterator[tuple[Row, Call, Asked]]:
    """The tables as the exercise has them, each beside the same by hand."""
    yield REASSURANCE, exercise.call("reassurance", ("rok",), "usa", "none"), reassurance(exercise)
    yield (
        REPLY,
        exercise.call("reply_to_talks", ("arms_control",), "usa", "none"),
        reply_to_talks(exercise),
    )


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure]:
    """Rows a second of both tables."""
    states = random_states(exercise, 50 if quick else 500)
    for row, call, by_hand in both(exercise):
        agree(call, by_hand, states)
        repeats = 2 if quick else 20
        ours, theirs = in_turn(
            partial(ask, call.row, states, repeats), partial(ask, by_hand, states, repeats), rounds=9
        )
        asked = len(states) * 11 * repeats
        yield row.figure(rate(asked / ours), rate(asked / theirs) + " by hand", theirs / ours)


def random_states(exercise: Exercise, number: int) -> list[State]:
    """States with any values in bounds; turns and memories lie close together, so that they often meet."""
    random, found = Random(1), []
    for _ in range(number):
        found.append(
            [
                random.randint(low, high) if high - low < 100 else random.randint(1, 3)
                for low, high in exercise.vocabulary.bounds
            ]
        )
        found[-1][0] = random.randint(1, 3)
    return found


def agree(call: Call, by_hand: Asked, states: list[State]) -> None:
    """Make sure that both functions are the same table."""
    for state in states:
        for dice in range(2, 13):
            assert call.row(state, dice) == by_hand(state, dice), (call.key, state, dice)


def ask(row: Asked, states: list[State], repeats: int) -> None:
    """Ask for the row of every state and every sum of two dice."""
    for _ in range(repeats):
        for state in states:
            for dice in range(2, 13):
                row(state, dice)
