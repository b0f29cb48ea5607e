"""Plenty: what may be known is there. An empty view keeps every secret, and passes every other law."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from engine.record.run import Run
from engine.rules.exercise import Exercise
from engine.rules.load import from_data
from engine.views import view
from tests.laws.people import People

OWN = ("tracks", "flags", "tokens", "agreements", "brink", "bulletin")
"""What a view shows of the state, whoever looks."""
CAPITAL = "Political capital"
"""Each role's own, whatever it may read besides."""


def opened(exercise: Exercise) -> Exercise:
    """The same exercise without a secret: everybody reads everything, and nothing is told falsely."""
    data = deepcopy(exercise.data)
    for group in ("tracks", "flags", "tokens"):
        for thing in data.get(group, {}).values():
            thing["seen_by"] = "all"
            if thing.pop("others_see", None) and "told_as" not in thing:
                thing.pop("say", None)
    for move in data["moves"].values():
        for name in ("secret", "told"):
            move.pop(name, None)
    for table in data["tables"].values():
        for row in table["rows"]:
            row.pop("to", None)
            tells = row.get("then", {}).get("tell", [])
            for tell in tells if isinstance(tells, list) else [tells]:
                tell["as"] = "exact"
    for inject in data.get("injects", {}).values():
        if "to" in inject:
            inject["to"] = "all"
    return from_data(data)


def told(fact: dict[str, Any]) -> tuple[Any, ...]:
    """A fact as everybody who may read it reads it."""
    details = fact["details"]
    effects = [said for said in details.get("effects") or () if not said.startswith(CAPITAL)]
    return fact["turn"], fact["phase"], fact["text"], details.get("table"), details.get("text"), str(effects)


def everybody_heard(facts: list[dict[str, Any]], exercise: Exercise) -> list[dict[str, Any]]:
    """Control's facts that every role was to know: rulings known to all, injects released to all."""
    everybody = set(exercise.roles)
    found = []
    for fact in facts:
        details = fact["details"]
        to = details.get("to") if details.get("to") is not None else details.get("knows")
        if fact["kind"] in ("ruling", "inject") and to is not None and everybody <= set(to):
            found.append(fact)
    return found


@pytest.mark.parametrize("seed", [3, 8])
def test_a_role_that_may_read_everything_is_shown_it(exercise: Exercise, path: Path, seed: int) -> None:
    """Law: the state is the same in control's view and in that of a role that may read all of it."""
    whole = opened(exercise)
    run = Run.start(whole, path, seed=seed, people=[*whole.roles, "control"])
    people, looks = People(run, seed), 0
    while not run.state.game.finished:
        for _ in range(3):
            people.attempt(people.anything())
        people.attempt(people.control_moves_on())
        if run.state.game.phase in ("consultation", "report"):
            hold(run)
            looks += 1
    hold(run)
    assert looks > 3


def hold(run: Run) -> None:
    control = view(run.state, "control")
    for role in run.exercise.roles:
        seen = view(run.state, role)
        for name in OWN:
            assert seen[name] == control[name], f"{role} is not shown {name} as control is"
        assert seen["capital"] == control["all_capital"][role], role
        heard = {told(fact) for fact in seen["story"]}
        for fact in everybody_heard(control["story"], run.exercise):
            assert told(fact) in heard, f"{role} was not told: {fact['text']}"
        traces = [
            sum("dice" in fact["details"] for fact in story if fact["kind"] == "ruling")
            for story in (seen["story"], everybody_heard(control["story"], run.exercise))
        ]
        assert traces[0] >= traces[1] * 0.7, f"{role} reads {traces[0]} of {traces[1]} traces"
