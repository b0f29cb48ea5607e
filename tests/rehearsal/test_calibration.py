"""What a forecast says comes true as often as it says, on runs that go on under dice it does not know."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pytest

from engine.play.automatic import act, everywhere_bots, next_act, play_on
from engine.play.draft import Draft
from engine.play.phases import begin
from engine.play.state import PHASES, State
from engine.rehearsal.forecast import RUNS, forecast
from engine.rules.exercise import Exercise

TAIL = 0.0005
"""Chance that an honest tenth of the scale falls out on one side: one of a hundred honest tests would fail
for some seeds, and these seeds are chosen once."""


class Foretold(NamedTuple):
    """An ending of a run, how likely it was said to be, and whether it came."""

    share: float
    came: bool


def middle(exercise: Exercise, seed: int) -> State | None:
    """A run of bots in its middle turn, in a phase that changes with the seed; None where it ended before."""
    state = State(exercise, seed)
    draft = Draft(state, traced=False)
    begin(draft, exercise.default_format, exercise.default_preset, everywhere_bots(exercise))
    turn, phase = (state.game.turns + 1) // 2, PHASES[seed % len(PHASES)]
    while (state.game.turn, state.game.phase) != (turn, phase):
        if state.game.finished:
            return None
        act(draft, next_act(state))
    return state


def foretold(exercise: Exercise, number: int, runs: int) -> Iterator[list[Foretold]]:
    """Forecasts of so many runs from the middle, beside how each ended under its own dice."""
    for seed in range(3 * number):
        state = middle(exercise, seed)
        if state is None:
            continue
        finished = play_on(state, seed).finished
        assert finished
        shares = {entry.id: entry.share.part for entry in forecast(state, runs=runs).figures.endings}
        yield [Foretold(share, name == finished.ending) for name, share in shares.items()]
        number -= 1
        if not number:
            return
    raise AssertionError("too many runs ended before their middle")


def tails(shares: Sequence[float], came: int) -> tuple[float, float]:
    """The chances that of such forecasts so many or fewer come true, and so many or more."""
    chances = np.ones(1)
    for share in shares:
        chances = np.convolve(chances, [1 - share, share])
    return float(chances[: came + 1].sum()), float(chances[came:].sum())


def missed(forecasts: Sequence[Foretold]) -> list[str]:
    """The tenths of the scale whose forecasts came true more or less often than chance allows."""
    found = []
    for tenth in range(10):
        mine = [entry for entry in forecasts if min(int(10 * entry.share), 9) == tenth]
        came = sum(entry.came for entry in mine)
        if mine and min(tails([entry.share for entry in mine], came)) < TAIL:
            found.append(f"{10 * tenth} %: {came} of {len(mine)}")
    return found


@pytest.mark.parametrize(
    ("number", "runs"), [(40, 300), pytest.param(200, RUNS, marks=(pytest.mark.long, pytest.mark.first))]
)
def test_what_is_foretold_comes_as_often_as_it_says(exercise: Exercise, number: int, runs: int) -> None:
    """Law: of endings foretold in mid-run with p to p + 10 %, as many come as their odds allow; and runs
    that are told the forecast of another run are found out.
    """
    each = list(foretold(exercise, number, runs))
    assert len(each) == number
    assert missed([entry for told in each for entry in told]) == []
    came = [[entry.came for entry in told] for told in each]
    others = [
        Foretold(entry.share, truth)
        for told, truths in zip(each, [*came[1:], came[0]], strict=True)
        for entry, truth in zip(told, truths, strict=True)
    ]
    assert number < 200 or missed(others)
