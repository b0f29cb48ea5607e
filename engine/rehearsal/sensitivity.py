"""What moves what: start values, modifiers and injects, one at a time, by their effect on each ending.

A sensitivity analysis of the kind whose picture is a tornado: the same question with one thing changed, on
the same dice.
"""

from collections.abc import Iterator
from copy import deepcopy

from msgspec import Struct

from engine.play.refusal import Refusal
from engine.rehearsal.comparison import Difference, apart, whole
from engine.rehearsal.ensemble import Outcome
from engine.rehearsal.leverage import Told
from engine.rehearsal.question import Question, changed
from engine.rules.exercise import Exercise
from engine.rules.load import from_data
from engine.rules.problems import ExerciseError


class Change(Struct, frozen=True):
    """One thing changed, and what it does."""

    kind: str
    """`start` of a track, `modifier` switched off, `inject` left out."""
    id: str
    """The track, the table, the inject."""
    modifier: str
    """Of a table, the modifier as the exercise has it."""
    value: int | None
    """Of a track, where it starts."""
    other: int | None
    """Where it starts instead."""
    endings: list[Difference]
    """Of the share of each ending, 0 to 1."""
    groups: list[Difference]
    """Of the share of each group of endings, 0 to 1."""
    scores: list[Difference]
    changed: float
    """The share of runs that are not the same."""

    @property
    def most(self) -> float:
        """The greatest difference to an ending that is one."""
        return max((abs(entry.mean) for entry in self.endings if entry.sure), default=0.0)


def sensitivity(question: Question, told: Told) -> Iterator[Change]:
    """Every change that makes sense; without those that nothing can come of."""
    asked = whole(question)
    yield from starts(question, asked, told)
    yield from modifiers(question, asked, told)
    yield from injects(question, asked, told)


def changes(question: Question) -> int:
    """How many changes `sensitivity` tries."""
    file = question.exercise.file
    tracks = 0 if question.start else 2 * len(file.tracks)
    return tracks + sum(len(table.modifiers) for table in file.tables.values()) + len(file.injects)


def starts(question: Question, asked: Outcome, told: Told) -> Iterator[Change]:
    """Every track one lower and one higher at the start; not of a run that has left its start."""
    if question.start:
        return
    for name, track in question.exercise.file.tracks.items():
        for other in (track.start - 1, track.start + 1):
            told(name)
            if not track.min <= other <= track.max:
                continue
            try:
                exercise = changed(question.exercise, {name: other})
            except (ExerciseError, Refusal):
                continue
            found = apart(asked, whole(question._replace(exercise=exercise)))
            yield Change(
                "start",
                name,
                "",
                track.start,
                other,
                found.endings,
                found.groups,
                found.scores,
                found.changed,
            )


def modifiers(question: Question, asked: Outcome, told: Told) -> Iterator[Change]:
    """Every modifier of every table, switched off."""
    for name, table in question.exercise.file.tables.items():
        for modifier in table.modifiers:
            told(name)
            try:
                exercise = without_modifier(question.exercise, name, modifier)
            except ExerciseError:
                continue
            found = apart(asked, whole(question._replace(exercise=exercise)))
            yield Change(
                "modifier",
                name,
                modifier,
                None,
                None,
                found.endings,
                found.groups,
                found.scores,
                found.changed,
            )


def injects(question: Question, asked: Outcome, told: Told) -> Iterator[Change]:
    """Every inject that comes, left out."""
    for name in question.exercise.file.injects:
        told(name)
        if asked.counts[f"inject {name}"]:
            found = apart(asked, whole(question._replace(without=(*question.without, name))))
            yield Change(
                "inject", name, "", None, None, found.endings, found.groups, found.scores, found.changed
            )


def without_modifier(exercise: Exercise, table: str, modifier: str) -> Exercise:
    """The exercise with a modifier that counts nothing; what it reads is still kept."""
    data = deepcopy(exercise.data)
    _, sign, condition = modifier.partition(" if ")
    data["tables"][table]["modifiers"] = {
        f"+0{sign}{condition}" if key == modifier else key: text
        for key, text in data["tables"][table]["modifiers"].items()
    }
    return from_data(data)
