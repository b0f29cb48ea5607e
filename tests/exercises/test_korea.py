"""Korea 2025 holds what its design asks for, and plays the way the brief would lead one to expect."""

from collections import Counter
from typing import NamedTuple

import pytest

from engine.play.automatic import play_out
from engine.play.doctrine import Chance, Policy
from engine.rules.counts import counts
from engine.rules.exercise import Exercise
from engine.rules.load import examine, load

DEALS = {"durable_step", "narrow_outcome", "fragile_deal"}
AT_LEAST = {
    "roles": 7, "tracks": 25, "moves": 65, "tables": 22, "rows": 110, "modifiers": 112, "agreements": 8,
    "injects": 30, "endings": 10, "claims": 80, "objectives": 29, "red_lines": 22, "questions": 16,
}  # fmt: skip


@pytest.fixture(scope="module")
def korea() -> Exercise:
    return load("korea-2025")


def test_everything_of_the_design_is_there() -> None:
    """Nothing of the scenario was left out, and the check finds nothing, not even a warning."""
    exercise, findings = examine("korea-2025")
    assert findings.problems == []
    found = counts(exercise)
    assert {name: found[name] for name in AT_LEAST if found[name] < AT_LEAST[name]} == {}


class Shares(NamedTuple):
    """How many of a hundred runs end in a kind of ending, and meet each objective."""

    impasse: float
    deal: float
    crisis: float
    met: dict[str, float]


def play(exercise: Exercise, format_id: str, number: int, careless: str) -> Shares:
    """Bot-played runs; `careless` seats (none, mixed, all) play by chance instead of doctrine."""
    kinds: Counter[str] = Counter()
    met: Counter[str] = Counter()
    crises = {ending.id for ending in exercise.file.endings if ending.crisis}
    for seed in range(number):
        chance = Chance(exercise, seed * 7919 + 1)
        policies: dict[str, Policy] = {
            role: chance
            for role in exercise.roles
            if careless == "all" or (careless == "mixed" and chance.pick(0, f"seat.{role}", 2))
        }
        end = play_out(exercise, seed + 1000, format_id, policies).finished
        assert end is not None
        kinds["crisis" if end.ending in crises else "deal" if end.ending in DEALS else "impasse"] += 1
        met.update(name for name, holds in end.objectives.items() if holds)
    share = 100 / number
    return Shares(
        kinds["impasse"] * share, kinds["deal"] * share, kinds["crisis"] * share,
        {goal.id: met[goal.id] * share for goal in exercise.objectives if goal.counts_in(format_id)},
    )  # fmt: skip


@pytest.mark.parametrize(("number", "slack"), [(120, 8.0), pytest.param(1000, 1.5, marks=pytest.mark.long)])
def test_half_day_keeps_the_expected_inertia(korea: Exercise, number: int, slack: float) -> None:
    """B01, B60: impasse is what happens; a deal is rare; carelessness is punished; goals are in reach."""
    doctrine = play(korea, "half_day", number, "none")
    assert 65 - slack <= doctrine.impasse <= 85 + slack
    assert 5 - slack <= doctrine.deal <= 15 + slack
    assert 5 - slack <= doctrine.crisis <= 20 + slack
    assert play(korea, "half_day", number // 2, "all").crisis >= 3 * doctrine.crisis
    mixed = play(korea, "half_day", number, "mixed")
    assert {name: share for name, share in mixed.met.items() if not 10 - slack <= share <= 90 + slack} == {}


@pytest.mark.parametrize(("number", "slack"), [(100, 3.0), pytest.param(1000, 1.0, marks=pytest.mark.long)])
def test_short_format_is_calmer(korea: Exercise, number: int, slack: float) -> None:
    """Four turns leave little time for a deal or for a second end check."""
    doctrine = play(korea, "short", number, "none")
    assert 80 - slack <= doctrine.impasse <= 98 + slack
    assert play(korea, "short", number // 2, "all").crisis >= 3 * doctrine.crisis
