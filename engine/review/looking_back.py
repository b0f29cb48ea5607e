"""A run looked back on in a process of its own: its odds, and what usually comes of its exercise."""

from engine.record.run import Run
from engine.rehearsal.figures import Figures
from engine.rehearsal.question import Question, answer
from engine.review.turning_points import Course, course
from engine.review.weighed import Told

USUAL = 1_000
"""Runs by which it is known what usually comes of an exercise."""


def looked_back(run: Run, told: Told = lambda done, of: None) -> tuple[Course, Figures]:
    """The odds of a run as it went, and what usually comes of its exercise."""
    found, game = course(run, told), run.state.game
    return found, answer(Question(run.exercise, USUAL, 0, game.format, game.preset))


def of_file(path: str, told: Told) -> tuple[Course, Figures]:
    """The same of the run in a file."""
    return looked_back(Run.open(path), told)
