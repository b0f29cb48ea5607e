"""Says where runs in columns and runs of the ordinary engine part."""

from collections.abc import Iterable, Mapping, Sequence

from engine.play.automatic import play_on, play_out
from engine.play.doctrine import Policy
from engine.play.state import Game, State
from engine.rehearsal.ensemble import Ensemble, Outcome
from engine.rehearsal.policies import DOCTRINE, Play
from engine.rehearsal.start import Place, place
from engine.rules.exercise import Exercise

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
        found += [f"seed {seed}: {what}" for what in differences(outcome, index, game)]
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
