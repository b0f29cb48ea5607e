"""What the first line of a run must say before anything is made of it: a log may come from anybody."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from engine.play.events import Began, Event
from engine.play.script import Script
from engine.record.chain import Line, LogError
from engine.record.log import Log
from engine.record.shared import Mismatch, shared
from engine.rules.exercise import Exercise
from engine.rules.problems import ExerciseError

Seed = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]


class Forked(Struct):
    """Where a run was taken from."""

    at: datetime = datetime.min
    turn: int = 0
    line: int = 0
    rules: int = 0


class Beginning(Struct):
    """The data of line 1, as far as anything is made of it."""

    exercise: dict[str, Any]
    digest: str
    seed: Seed
    format: str
    preset: str
    seats: dict[str, str]
    rules: int
    engine: str
    log: int
    forked: Forked | None = None
    ready: bool = False
    drafts: bool = True
    script: Script | None = None


def exercise_of(log: Log) -> Exercise:
    """The exercise a log carries. Raises LogError where line 1 is not the start of a run."""
    first: Line[list[Event]] = log.lines[0]
    try:
        begun = msgspec.convert(first.data, Beginning)
        datetime.fromisoformat(first.at)
    except ValueError as fault:  # a ValidationError among them
        raise LogError(log.path, f"this is not the log of a run: {fault}", 1) from None
    began = next((event for event in first.events if isinstance(event, Began)), None)
    if began is None:
        raise LogError(log.path, "it does not say how a run began", 1)
    try:
        exercise = shared(begun.exercise, begun.digest)
    except Mismatch:
        raise LogError(log.path, "the exercise in it does not match its digest", 1) from None
    except ExerciseError as fault:
        raise LogError(log.path, f"the exercise in it cannot be played: {fault}", 1) from None
    if not seats_in(exercise, began):
        raise LogError(
            log.path, "it begins with a format, preset or seats that its exercise does not have", 1
        )
    first.data["exercise"] = exercise.data  # the same text, and no second copy of it
    return exercise


def seats_in(exercise: Exercise, began: Began) -> bool:
    """Whether a run began as its exercise lets one begin."""
    return (
        began.format in exercise.file.formats
        and began.preset in (exercise.file.presets or [""])
        and set(began.seats) == {*exercise.roles, "control"}
    )
