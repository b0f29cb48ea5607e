"""The figures of paired rehearsals that ship beside an exercise."""

from pathlib import Path

from engine.rehearsal.recorded import Recorded, from_json
from engine.rules.exercise import Exercise
from engine.rules.load import names, shipped

FILE = "rehearsed.json"
"""Beside the files of an exercise; no part of it, for it is written from it."""


def path_of(exercise: str) -> Path:
    """Where the record of a shipped exercise lies."""
    return shipped() / exercise / FILE


def recorded(exercise: Exercise) -> Recorded | None:
    """The record of an exercise that ships; None where there is none, or one of another edition."""
    path = path_of(exercise.id) if exercise.id in names() else None
    if path is None or not path.is_file():
        return None
    found = from_json(path.read_bytes())
    return found if found.holds_for(exercise) else None
