"""What may come from here: the odds as a run stands, and with something done beside without it.

Dice that have not been thrown are never those of the run: what is done is tried under dice of look-ahead, too.
In rulings the dice have been thrown and control sees them: from there on the run goes as it would be published.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from engine.play.commands import Command, decide
from engine.play.draft import Draft
from engine.play.events import Ruled
from engine.play.past import NO_PAST, Past
from engine.play.phases import publish
from engine.play.state import State
from engine.rehearsal.comparison import Comparison, compared
from engine.rehearsal.ensemble import Ensemble, Outcome
from engine.rehearsal.figures import Figures, figures
from engine.rehearsal.policies import Play
from engine.rehearsal.question import LOOK_AHEAD
from engine.rehearsal.start import place

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


def forecast(
    state: State,
    command: Command | None = None,
    plays: Mapping[str, Play] | None = None,
    runs: int = RUNS,
    past: Past = NO_PAST,
) -> Forecast:
    """The odds of a run as it stands; with a command, also once that is done. Raises Refusal for that."""
    tried = [] if command is None else after(state, command, past)
    now = [known(state)] * max(1, len(tried))
    one = played(now, plays, runs)
    game = now[0].game
    if not tried:
        return Forecast(figures(one, 0, game))
    two = played(tried, plays, runs)
    found = compared(one, two, figures(one, 0, game), figures(two, 0, tried[0].game))
    return Forecast(found.first, found)


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


def played(states: Sequence[State], plays: Mapping[str, Play] | None, runs: int) -> Outcome:
    """So many runs from these states on, as many from each, on dice that others have, too."""
    game, number = states[0].game, len(states)
    ensemble = Ensemble(states[0].exercise, game.format, game.preset, plays)
    seeds = [LOOK_AHEAD + at + number * time for at in range(number) for time in range(runs // number)]
    return ensemble.go_on(states, seeds)
