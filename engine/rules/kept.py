"""What follows from an exercise alone, worked out once and kept as long as the exercise is."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from engine.rules.exercise import Exercise

Found = TypeVar("Found")


def kept(work: Callable[[Exercise], Found]) -> Callable[[Exercise], Found]:
    """A function of an exercise that is worked out at its first call and kept with the exercise."""
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def find(exercise: Exercise) -> Found:
        if name not in exercise.__dict__:
            exercise.__dict__[name] = work(exercise)
        found: Found = exercise.__dict__[name]
        return found

    return find
