"""Random states of an exercise: every slot drawn by itself, so nothing depends on what play can reach."""

from random import Random
from typing import Any

from engine.rules.exercise import Exercise
from engine.rules.vocabulary import BRINK, MONTH, NEVER, TURN


def random_state(exercise: Exercise, chance: Random) -> list[int]:
    """A state with every slot drawn within its bounds."""
    known = exercise.vocabulary
    state = [0] * len(known.start)
    turn = state[TURN] = chance.randint(1, 9)
    state[MONTH], state[BRINK] = chance.randint(1, 9), chance.randint(0, 1)
    for name, slot in exercise.slots.items():
        head = name.partition("(")[0]
        if slot in (TURN, MONTH, BRINK):
            continue
        if head in ("last", "entered", "set"):
            state[slot] = chance.choice(
                (NEVER, turn, turn, turn - 1, turn - 2, turn - chance.randint(0, turn))
            )
        elif head in ("times", "held"):
            state[slot] = chance.choice((0, 0, 1, 1, 2, 3, chance.randint(0, 9)))
        elif head in exercise.file.tokens:
            state[slot] = chance.choice((0, turn - 1, turn, turn + 1, 9999))
        elif name in known.domains:
            state[slot] = known.words[chance.choice(known.domains[name])]
        else:
            state[slot] = chance.randint(*known.bounds[slot])
    return state


def by_name(exercise: Exercise, state: list[int]) -> dict[str, Any]:
    """The same state as the oracle reads it: words spelled out, flags true or false."""
    found: dict[str, Any] = {}
    for name, slot in exercise.slots.items():
        flag = name.partition("(")[0] in exercise.file.flags
        spelled = exercise.words[state[slot]] if name in exercise.vocabulary.domains else state[slot]
        found[name] = bool(spelled) if flag and name not in exercise.vocabulary.domains else spelled
    return found
