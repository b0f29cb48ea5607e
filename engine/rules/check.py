"""What an exercise means, checked: everything that loads and would still go wrong, or is surely not meant."""

from engine.rules.exercise import Exercise
from engine.rules.findings import Findings


def check(exercise: Exercise, findings: Findings) -> None:
    """Report everything that is wrong with the meaning of an exercise."""
