"""How the effects of one step combine into one change of the state.

All effects of a step were decided on the same snapshot; here they are put together so that their
order cannot matter. Per track: plain deltas are summed; raises with a ceiling, lowest ceiling
first, each never above its ceiling and never lowering; the highest `at least`; the lowest
`at most`; freezes and floors; then the scale. Flags: sets, then clears. Tokens: closes, then opens.
"""

from collections.abc import Iterable
from itertools import compress
from operator import ne

from msgspec.structs import replace

from engine.rules.effects import Effects, Formula
from engine.rules.exercise import Exercise, History
from engine.rules.vocabulary import TURN

State = list[int]


def value(amount: int | Formula, state: State) -> int:
    """An amount as it stands on a state."""
    return amount if type(amount) is int else amount.value(state)  # type: ignore[union-attr]


def combine(exercise: Exercise, before: State, after: State, sources: Iterable[Effects]) -> None:
    """Apply the effects of a step, decided on `before`, to `after`.

    `after` is `before` with the step's own facts already in it (agreements entered or ended), because
    an agreement that ends takes its freezes and floors with it.
    """
    tracks: dict[int, int] = {}
    raises: list[tuple[int, int, int]] = []
    leasts: list[tuple[int, int]] = []
    mosts: list[tuple[int, int]] = []
    sets: list[tuple[int, int, int]] = []
    clears: list[tuple[int, int]] = []
    opens: list[tuple[int, int]] = []
    closes: list[int] = []
    for effects in sources:
        for slot, amount in effects.adds:
            tracks[slot] = tracks.get(slot, 0) + (amount if type(amount) is int else amount.value(after))  # type: ignore[union-attr]
        for slot, amount in effects.capital:
            tracks[slot] = tracks.get(slot, 0) + amount
        raises += effects.raises
        leasts += effects.leasts
        mosts += effects.mosts
        sets += [(slot, value(word, after), stamp) for slot, word, stamp in effects.sets]
        clears += effects.clears
        opens += effects.opens
        closes += effects.closes
    bound_tracks(exercise, before, after, tracks, raises, leasts, mosts)
    turn = before[TURN]
    for slot, word, stamp in sorted(sets):
        after[slot] = word
        if stamp >= 0:
            after[stamp] = turn
    for slot, rest in clears:
        after[slot] = rest
    for slot in closes:
        after[slot] = 0
    for slot, due in opens:
        if not after[slot]:
            after[slot] = turn + due if due < 1000 else due


def bound_tracks(
    exercise: Exercise,
    before: State,
    after: State,
    tracks: dict[int, int],
    raises: list[tuple[int, int, int]],
    leasts: list[tuple[int, int]],
    mosts: list[tuple[int, int]],
) -> None:
    """Move the tracks of a step, in the order the law asks for."""
    moved = {slot: after[slot] + amount for slot, amount in tracks.items()}
    for slot, amount, ceiling in sorted(raises, key=_ceiling) if len(raises) > 1 else raises:
        now = moved.get(slot, after[slot])
        moved[slot] = max(now, min(now + amount, ceiling))
    for slot, limit in leasts:
        moved[slot] = max(moved.get(slot, after[slot]), limit)
    for slot, limit in mosts:
        moved[slot] = min(moved.get(slot, after[slot]), limit)
    if not moved:
        return
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


def _ceiling(entry: tuple[int, int, int]) -> tuple[int, int]:
    return entry[2], entry[1]


def settled(exercise: Exercise, effects: Effects, state: State) -> Effects:
    """Effects with their formulas worked out on a state, for an agreement whose terms end with it."""
    return replace(
        effects,
        adds=tuple((slot, value(amount, state)) for slot, amount in effects.adds),
        sets=tuple((slot, value(word, state), stamp) for slot, word, stamp in effects.sets),
        runs=tuple(
            replace(
                run,
                arguments=tuple(
                    part if isinstance(part, str) else exercise.words[state[part]] for part in run.arguments
                ),
            )
            for run in effects.runs
        ),
    )


def remember(state: State, histories: Iterable[History]) -> None:
    """Count everything that has happened in this turn."""
    turn = state[TURN]
    for history in histories:
        for times, last in history:
            state[times] += 1
            state[last] = turn


def difference(exercise: Exercise, before: State, after: State) -> dict[str, int]:
    """What changed, by slot name with the new value."""
    names = exercise.names
    return {names[slot]: after[slot] for slot in compress(range(len(after)), map(ne, before, after))}
