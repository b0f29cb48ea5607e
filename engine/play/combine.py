"""How the effects of one step combine into one change of the state.

All effects of a step were decided on the same snapshot; here they are put together so that their
order cannot matter. Per track: plain deltas are summed; raises with a ceiling, lowest ceiling
first, each never above its ceiling and never lowering; the highest `at least`; the lowest
`at most`; freezes and floors; then the scale. Flags: sets, then clears. Tokens: closes, then opens.
That order is the one in which `engine.rules.verbs` lists the verbs.
"""

from collections.abc import Iterable
from itertools import compress
from operator import methodcaller, ne

from engine.rules.effects import Effects
from engine.rules.exercise import Exercise, History
from engine.rules.vocabulary import TURN

State = list[int]


def combine(exercise: Exercise, before: State, after: State, sources: Iterable[Effects]) -> None:
    """Apply the effects of a step, decided on `before`, to `after`.

    `after` is `before` with the step's own facts already in it (agreements entered or ended), because
    an agreement that ends takes its freezes and floors with it.
    """
    found = [effect.settled(after) for effects in sources for effect in effects.changes]
    if len(found) > 1:
        found.sort(key=methodcaller("order"))
    turn, moved = before[TURN], dict[int, int]()
    for effect in found:
        slot = effect.slot
        moved[slot] = effect.apply(moved[slot] if slot in moved else after[slot], turn)
    if moved:
        bound(exercise, before, after, moved)


def bound(exercise: Exercise, before: State, after: State, moved: dict[int, int]) -> None:
    """Let slots come to hold what the effects of a step make of them: freezes, floors, then the scale."""
    for rule in exercise.agreements.values():
        if after[rule.in_force]:
            for slot, test in rule.freezes:
                if slot in moved and test.holds(after):
                    moved[slot] = min(moved[slot], before[slot])
            for slot, floor in rule.floors:
                if slot in moved:
                    moved[slot] = max(moved[slot], min(before[slot], floor))
    bounds = exercise.vocabulary.bounds
    for slot, now in moved.items():
        low, high = bounds[slot]
        after[slot] = low if now < low else high if now > high else now


def remember(state: State, histories: Iterable[History]) -> None:
    """Count everything that has happened in this turn."""
    turn = state[TURN]
    for history in histories:
        for times, last in history:
            state[times] += 1
            state[last] = turn


def difference(
    exercise: Exercise, before: State, after: State, touched: Iterable[int] | None = None
) -> dict[str, int]:
    """What changed, by slot name with the new value; `touched` are the slots that can have, where known."""
    slots = compress(range(len(after)), map(ne, before, after)) if touched is None else sorted(touched)
    names = exercise.names
    return {names[slot]: after[slot] for slot in slots if before[slot] != after[slot]}
