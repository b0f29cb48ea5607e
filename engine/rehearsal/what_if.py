"""What would have come of a run that has ended, on its own dice, had it been played otherwise from a turn on.

Only of a run that has ended: of one that goes on, nobody may see what its dice will show.
"""

from msgspec import Struct

from engine.play.refusal import Refusal
from engine.play.state import State
from engine.rehearsal.ensemble import Ensemble, Outcome
from engine.rehearsal.question import Question


class End(Struct, frozen=True):
    """How a run ended."""

    ending: str
    turns: int
    scores: dict[str, int]
    common: int | None
    objectives: list[str]
    """Those that were met."""
    red_lines: list[str]
    """Those that were crossed."""


class WhatIf(Struct, frozen=True):
    """How a run ended, and how it would have."""

    turn: int
    """From where on it is played otherwise."""
    was: End
    would: End


def what_if(question: Question, ended: State) -> WhatIf:
    """Play the run on from where the question starts, once. Raises Refusal for a run that has not ended."""
    if not ended.game.finished:
        raise Refusal("This run goes on: nobody may know what its own dice will show. Leave --own-dice out.")
    assert question.start
    ensemble = Ensemble(
        question.exercise,
        question.format,
        question.preset,
        question.plays,
        question.without,
        question.forbidden,
    )
    outcome = ensemble.go_on([question.start], [ended.seed], takes=ended.room.takes)
    return WhatIf(question.start.game.turn, end_of(ended), end(outcome))


def end_of(state: State) -> End:
    """How a run has ended."""
    game, exercise = state.game, state.exercise
    assert game.finished
    return End(
        game.finished.ending,
        game.turn,
        dict(game.finished.scores),
        game.finished.common,
        [name for name, met in game.finished.objectives.items() if met],
        [line.id for line in exercise.red_lines if game.vector[line.slot]],
    )


def end(outcome: Outcome) -> End:
    """How the one run of an outcome has ended."""
    return End(
        outcome.exercise.endings[outcome.endings[0]].ending.id,
        int(outcome.turns[0]),
        {role: int(score[0]) for role, score in outcome.scores.items()},
        None if outcome.common is None else int(outcome.common[0]),
        [name for name, met in outcome.met.items() if met[0]],
        [name for name, crossed in outcome.crossed.items() if crossed[0]],
    )
