"""What may come from here: the odds as a run stands, and with something done beside without it.

Dice that have not been thrown are never those of the run: what is done is tried under dice of look-ahead.
In rulings the dice have been thrown and control sees them: the run goes on as it would be published.
"""

import pickle
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from engine.play.commands import Command, decide
from engine.play.draft import Draft
from engine.play.events import Ruled
from engine.play.past import NO_PAST, Past
from engine.play.phases import publish
from engine.play.state import State
from engine.rehearsal.comparison import Comparison, compared
from engine.rehearsal.ensemble import Ensemble, Outcome
from engine.rehearsal.figures import Figures, figures, joined
from engine.rehearsal.policies import Play
from engine.rehearsal.question import AT_ONCE, LOOK_AHEAD, Progress
from engine.rehearsal.start import place
from engine.rehearsal.travel import compiled, text, without_words
from engine.rules.exercise import Exercise

RUNS = 2_000
"""Runs of a forecast: a share lies within two points of the truth (95 %)."""
TRIED = 16
"""How often something that lets dice fall is tried, each time with other dice."""


class Forecast(Struct, frozen=True):
    """What may come."""

    figures: Figures
    """As it stands."""
    other: Comparison | None = None
    """With something done, beside it, on the same dice."""


class Outlook(NamedTuple):
    """What a forecast begins with."""

    exercise: Exercise
    now: State
    """The run with what control knows."""
    tried: list[State] = []  # noqa: RUF012 (read, never written)
    """The run with something done; as often as dice could fall otherwise over it."""
    plays: Mapping[str, Play] = {}
    runs: int = RUNS


def outlook(
    state: State,
    command: Command | None = None,
    plays: Mapping[str, Play] | None = None,
    runs: int = RUNS,
    past: Past = NO_PAST,
) -> Outlook:
    """Where a run stands; with a command, also once that is done. Raises Refusal for that."""
    tried = [] if command is None else after(state, command, past)
    now = known(state)
    if tried and command is not None and command.name == "release":
        now.game.shelf[command.data["inject"]] = ("skipped", 0)  # or automatic control would release it, too
    return Outlook(state.exercise, now, tried, plays or {}, runs)


def foresee(asked: Outlook, told: Progress = lambda number: None) -> Forecast:
    """Play on from there."""
    one = played([asked.now] * max(1, len(asked.tried)), asked.plays, asked.runs, told)
    first = figures(one, 0, asked.now.game)
    if not asked.tried:
        return Forecast(first)
    two = played(asked.tried, asked.plays, asked.runs, told)
    return Forecast(first, compared(one, two, first, figures(two, 0, asked.tried[0].game)))


def forecast(
    state: State,
    command: Command | None = None,
    plays: Mapping[str, Play] | None = None,
    runs: int = RUNS,
    past: Past = NO_PAST,
) -> Forecast:
    """The odds of a run as it stands; with a command, also once that is done. Raises Refusal for that."""
    return foresee(outlook(state, command, plays, runs, past))


def sent(asked: Outlook) -> bytes:
    """What a forecast begins with, as bytes for another process."""
    states = [without_words(state) for state in (asked.now, *asked.tried)]
    return pickle.dumps((text(asked.exercise), states, tuple(asked)[3:]))


def received(content: bytes) -> Outlook:
    """What was sent."""
    written, states, rest = pickle.loads(content)
    exercise = compiled(written)
    for state in states:
        state.exercise = state.game.exercise = exercise
    return Outlook(exercise, states[0], states[1:], *rest)


def known(state: State) -> State:
    """The run with what control knows already: in rulings, as they would be published."""
    found = state.copy()
    found.drafts = {}
    if found.game.phase == "rulings":
        publish(Draft(found, traced=False))
    return found


def after(state: State, command: Command, past: Past = NO_PAST) -> list[State]:
    """The run once a command is done: as often as it takes to know what its dice may show. Raises Refusal."""
    if state.game.phase == "rulings":
        return [known(decide(state, command, len(past.events) + 1, past).state)]
    found = []
    for number in range(TRIED):
        trial = state.copy()
        trial.seed = LOOK_AHEAD + number
        draft = decide(trial, command, len(past.events) + 1, past)
        found.append(known(draft.state))
        if not any(isinstance(event, Ruled) and event.dice for event in draft.events):
            return found
    return alike(found)


def alike(states: Sequence[State]) -> list[State]:
    """Those that stand where the first does: dice can end a turn otherwise, and are then left out."""
    first = place(states[0])
    return [state for state in states if place(state) == first]


def played(
    states: Sequence[State],
    plays: Mapping[str, Play] | None,
    runs: int,
    told: Progress = lambda number: None,
) -> Outcome:
    """So many runs from these states on, as many from each, on dice that others have, too."""
    game, number = states[0].game, len(states)
    ensemble = Ensemble(states[0].exercise, game.format, game.preset, plays)
    each, at_once, found = runs // number, max(1, AT_ONCE // number), []
    for begin in range(0, each, at_once):
        times = range(begin, min(begin + at_once, each))
        seeds = [LOOK_AHEAD + at + number * time for at in range(number) for time in times]
        found.append(ensemble.go_on(states, seeds))
        told(len(seeds))
    return joined(found)
