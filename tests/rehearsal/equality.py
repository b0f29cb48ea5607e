"""Says where runs in columns and runs of the ordinary engine part."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any

import numpy as np
import pytest

from engine.play import phases
from engine.play.automatic import act, everywhere_bots, next_act, play_on, play_out
from engine.play.doctrine import Policy
from engine.play.draft import Draft
from engine.play.events import Ruled
from engine.play.legality import standing
from engine.play.state import Game, State
from engine.rehearsal import rulings
from engine.rehearsal.columns import Runs, Site
from engine.rehearsal.ensemble import Ensemble, Outcome
from engine.rehearsal.masks import Array, Column, Mask
from engine.rehearsal.policies import DOCTRINE, Play
from engine.rehearsal.start import Place, place
from engine.rehearsal.trees import LONG_AGO, Look
from engine.rules.exercise import Exercise, RowRule
from engine.rules.vocabulary import NEVER

Plays = Mapping[str, Play]


def policies(exercise: Exercise, plays: Plays, seed: int) -> dict[str, Policy]:
    """The same seats for the ordinary engine."""
    names = (*exercise.roles, "control")
    return {name: plays.get(name, DOCTRINE).one(exercise, seed) for name in names}


def everywhere(exercise: Exercise, play: Play) -> Plays:
    return dict.fromkeys((*exercise.roles, "control"), play)


def differences(outcome: Outcome, index: int, game: Game) -> list[str]:
    """What is not the same in one run: slots, ending, objectives, red lines, scores."""
    exercise, finished = outcome.exercise, game.finished
    assert finished is not None
    found, vector = [], outcome.vector(index)
    for name, slot in exercise.slots.items():
        if vector[slot] != game.vector[slot]:
            found.append(f"{name}: {vector[slot]} in columns, {game.vector[slot]} in the ordinary engine")
    code = outcome.endings[index]
    ending = exercise.endings[code].ending.id if code >= 0 else ""
    if ending != finished.ending:
        found.append(f"ending: {ending} in columns, {finished.ending} in the ordinary engine")
    if outcome.turns[index] != game.turn:
        found.append(f"turns: {outcome.turns[index]} in columns, {game.turn} in the ordinary engine")
    met = {name: bool(column[index]) for name, column in outcome.met.items()}
    found += [f"objective {name}" for name, holds in finished.objectives.items() if met[name] != holds]
    for line in exercise.red_lines:
        if bool(outcome.crossed[line.id][index]) != bool(game.vector[line.slot]):
            found.append(f"red line {line.id}")
    scores = {role: int(column[index]) for role, column in outcome.scores.items()}
    if scores != finished.scores:
        found.append(f"scores: {scores} in columns, {finished.scores} in the ordinary engine")
    common = None if outcome.common is None else int(outcome.common[index])
    if common != finished.common:
        found.append(f"common score: {common} in columns, {finished.common} in the ordinary engine")
    return found


def parting_of_wholes(
    exercise: Exercise, seeds: Sequence[int], format_id: str, preset: str, plays: Plays
) -> list[str]:
    """Where whole runs part, by seed."""
    outcome = Ensemble(exercise, format_id, preset, plays).start(seeds, whole=True)
    found = []
    for index, seed in enumerate(seeds):
        game = play_out(exercise, seed, format_id, policies(exercise, plays, seed), preset)
        parts = differences(outcome, index, game)
        if parts and not found:
            found.append(parting_turn(exercise, seed, format_id, preset, plays))
        found += [f"seed {seed}: {what}" for what in parts]
    return found


def parting_of_continuations(states: Iterable[State], seed: int, plays: Plays) -> list[str]:
    """Where runs that go on from states part. Each state goes on under a seed of its own."""
    groups: dict[tuple[str, str, Place], list[State]] = {}
    for state in states:
        groups.setdefault((state.game.format, state.game.preset, place(state)), []).append(state)
    found = []
    for (format_id, preset, where), group in groups.items():
        exercise, seeds = group[0].exercise, [seed * 1000 + number for number in range(len(group))]
        outcome = Ensemble(exercise, format_id, preset, plays).go_on(group, seeds, whole=True)
        for index, (state, own) in enumerate(zip(group, seeds, strict=True)):
            game = play_on(state, own, policies(exercise, plays, own))
            found += [f"{where}, seed {own}: {what}" for what in differences(outcome, index, game)]
    return found


Ruling = tuple[str, str, int | None]
"""The path of a ruling, its row, and the total of dice and modifiers where dice were thrown."""


class OneTurn(Ensemble):
    """Plays until the turn in hand has been published, or the next one where that has been."""

    runs: Runs

    def publish(self, runs: Runs, outcome: Outcome) -> None:
        super().publish(runs, outcome)
        self.runs, runs.alive = runs, np.zeros(runs.size, bool)


def turn_in_columns(
    states: Sequence[State], seeds: Sequence[int], plays: Plays
) -> tuple[Runs, list[list[Ruling]]]:
    """One turn from states at one place: the runs as it leaves them, and the rulings of each."""
    game = states[0].game
    ensemble = OneTurn(states[0].exercise, game.format, game.preset, plays)
    thrown: dict[str, tuple[Any, Any]] = {}
    told: list[list[Ruling]] = [[] for _ in states]

    def banded(
        runs: Runs, site: Site, where: Mask, modifier: Column, dice: Array
    ) -> Iterator[tuple[int, Mask]]:
        thrown[site.path] = np.broadcast_to(where, runs.size), np.broadcast_to(dice + modifier, runs.size)
        return throwing(runs, site, where, modifier, dice)

    def watch(turn: int, path: str, row: RowRule, where: Mask) -> None:
        for index in np.flatnonzero(np.broadcast_to(where, len(states))).tolist():
            dice, totals = thrown.get(path, ((), ()))
            total = int(totals[index]) if len(dice) and dice[index] else None
            told[index].append((path, row.row.id, total))

    def rule(runs: Runs, site: Site, where: Mask, look: Look) -> Iterator[tuple[int, Mask]]:
        thrown.pop(site.path, None)
        return ruling(runs, site, where, look)

    throwing, ruling = rulings.banded, rulings.rule
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rulings, "rule", rule)
        patch.setattr(rulings, "banded", banded)
        ensemble.go_on(states, seeds, watcher=watch)
    return ensemble.runs, told


def turn_of_one(state: State, seed: int, plays: Plays) -> tuple[Game, list[Ruling]]:
    """The same turn of the ordinary engine."""
    going = state.copy()
    going.seed, going.drafts = seed, {}
    going.room.seats, going.room.ready, going.room.takes = everywhere_bots(state.exercise), False, {}
    draft = Draft(going, policies=policies(state.exercise, plays, seed))
    act(draft, next_act(going))
    while going.game.phase != "report":
        act(draft, next_act(going))
    ruled = [event for event in draft.events if isinstance(event, Ruled)]
    return going.game, [(event.path, event.row, event.total) for event in ruled]


Tabled = tuple[str, str, int, Mapping[str, int], set[str]]
"""A proposal that stands: agreement, status, turn, terms, who has signed."""


def on_the_table(game: Game) -> list[Tabled]:
    """The agreements proposed in one run that stand: announced by name, open in the order they were made."""
    return in_order(
        (found.agreement, found.status, found.turn, found.terms, set(found.signed))
        for found in game.proposals.values()
        if found.agreement and found.status in ("open", "announced")
    )


def in_order(found: Iterable[Tabled]) -> list[Tabled]:
    """What is announced enters in this turn in the order of the exercise; of the rest the order counts."""
    return sorted(found, key=lambda entry: (entry[1] == "open", entry[0] if entry[1] == "announced" else ""))


def tabled(runs: Runs, index: int) -> list[Tabled]:
    """Those of one of many runs."""
    found = []
    for name, places in runs.tabled.items():
        for spot in places:
            held = {
                status: bool(np.broadcast_to(mask, runs.size)[index])
                for status, mask in (("open", spot.open), ("announced", spot.announced))
            }
            for status in (status for status, holds in held.items() if holds):
                signed = {
                    role for role, mask in spot.signed.items() if np.broadcast_to(mask, runs.size)[index]
                }
                terms = {term: int(column[index]) for term, column in spot.terms.items()}
                found.append((int(spot.made[index]), (name, status, int(spot.turn[index]), terms, signed)))
    return in_order(entry for _, entry in sorted(found, key=lambda entry: entry[0]))


def offers_next(game: Game) -> dict[tuple[str, str], int]:
    """Moves offered for the next turn, with their costs."""
    roles = game.exercise.roles
    return {
        (role, move): cost
        for role in roles
        for move, cost in standing(game.offers, game.used, role, game.turn + 1).items()
    }


def differences_of_turn(
    runs: Runs, index: int, told: list[Ruling], game: Game, ruled: list[Ruling]
) -> Iterator[str]:
    """What one turn has left otherwise: slots, ending, rulings, proposals, offers."""
    for name, slot in runs.exercise.slots.items():
        value = int(runs.column(slot)[index])
        timed = name.partition("(")[0] in ("last", "entered", "set")
        value = NEVER if timed and value == LONG_AGO else value
        if value != game.vector[slot]:
            yield f"{name}: {value} in columns, {game.vector[slot]} in the ordinary engine"
    code = int(runs.ended[index])
    ending = runs.exercise.endings[code].ending.id if code >= 0 else ""
    if ending != game.ending:
        yield f"ending: {ending} in columns, {game.ending} in the ordinary engine"
    many, one = Counter(told), Counter(ruled)
    if many != one:
        yield f"rulings: {many - one} in columns alone, {one - many} in the ordinary engine alone"
    for what, here, there in (
        ("proposals", tabled(runs, index), on_the_table(game)),
        (
            "offers",
            {what: int(cost[index]) for what, cost in runs.next_offers.items() if cost[index] >= 0},
            offers_next(game),
        ),
    ):
        if here != there:
            yield f"{what}: {here} in columns, {there} in the ordinary engine"


def parting_of_turns(states: Iterable[State], seed: int, plays: Plays) -> list[str]:
    """Where one turn from states parts; of the first that does, the step and the slot."""
    groups: dict[tuple[str, str, Place], list[State]] = {}
    for state in states:
        groups.setdefault((state.game.format, state.game.preset, place(state)), []).append(state)
    found: list[str] = []
    for group in groups.values():
        seeds = [seed * 1000 + number for number in range(len(group))]
        runs, told = turn_in_columns(group, seeds, plays)
        for index, (state, own) in enumerate(zip(group, seeds, strict=True)):
            parts = list(differences_of_turn(runs, index, told[index], *turn_of_one(state, own, plays)))
            if parts and not found:
                found.append(parting_step(state, own, plays))
            found += [f"state {state.seed}, seed {own}: {what}" for what in parts]
    return found


def parting_step(state: State, seed: int, plays: Plays) -> str:
    """The first step after which one turn from a state is not the same, with the first slot."""
    steps = state.exercise.steps
    for number in range(len(steps) + 1):
        exercise = copy(state.exercise)
        exercise.steps = steps[:number]
        there = state.copy()
        there.exercise = there.game.exercise = exercise
        runs, told = turn_in_columns([there], [seed], plays)
        parts = list(differences_of_turn(runs, 0, told[0], *turn_of_one(there, seed, plays)))
        if parts:
            name = f"step {steps[number - 1].name}" if number else "before the first step"
            turn = int(runs.turn)
            return f"first parting: state {state.seed}, seed {seed}, turn {turn}, {name}: {parts[0]}"
    return f"seed {seed}: no parting when it is played alone"


def parting_turn(exercise: Exercise, seed: int, format_id: str, preset: str, plays: Plays) -> str:
    """The first turn in which a whole run parts, with the step and the slot."""
    state = State(exercise, seed)
    draft = Draft(state, policies=policies(exercise, plays, seed))
    phases.begin(draft, format_id, preset, everywhere_bots(exercise))
    while not state.game.finished:
        if state.game.phase in ("situation", "report") and not state.game.ending:
            runs, told = turn_in_columns([state], [seed], plays)
            if any(differences_of_turn(runs, 0, told[0], *turn_of_one(state, seed, plays))):
                return parting_step(state, seed, plays)
        act(draft, next_act(state))
    return f"seed {seed}: no turn of it parts by itself; look at the start"
