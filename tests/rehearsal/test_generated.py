"""Exercises that an author writes at random: runs in columns are those of the ordinary engine there, too."""

from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.play.automatic import play_on
from engine.rehearsal.ensemble import Ensemble
from engine.rules import model
from engine.rules.exercise import Exercise
from engine.rules.load import from_data
from engine.rules.verbs import VERBS
from tests.rehearsal.author import Author
from tests.rehearsal.drawn import drawn
from tests.rehearsal.equality import (
    differences,
    everywhere,
    parting_of_continuations,
    parting_of_turns,
    parting_of_wholes,
    policies,
)
from tests.rehearsal.test_equality import HALF, seatings

FEW, MANY = 16, 120
TOLD = {
    *("title", "label", "say", "subtitle", "summary", "source_note", "licence", "level", "version", "text"),
    *("says", "stages", "up_to", "cells"),
    *("told", "interests", "seat_note", "note", "minutes", "seen_by", "others_see", "told_as", "low", "high"),
    *(
        "short",
        "estimate",
        "headline",
        "mark",
        "secret",
        "warns",
        "carries",
        "notice",
        "also",
        "choices",
        "expect",
    ),
    *(
        "method",
        "scenario_time",
        "controller",
        "evaluator",
        "notes",
        "texts",
        "term_titles",
        "reads",
        "words",
    ),
    *("questions", "evaluation", "map", "group", "crisis", "bonus", "templates", "marks"),
    *("sentences", "rehearsals", "guide", "no_direct_contact", "guesses"),
    *("Track.steps", "PresetSeat.may", "Inject.to", "Inject.objective", "Row.to", "Row.because"),
    *("Derived.because", "ExerciseFile.chair", "ExerciseFile.argued", "Objective.public"),
}
"""Keys that change what people are told or may do, and nothing of what bots play."""


def exercise_of(number: int) -> Exercise:
    return from_data(Author(Random(number)).write())


def partings(exercise: Exercise, number: int, runs: int, states: int) -> Iterator[str]:
    """Where anything parts: whole runs of every seating, one turn and runs to the end from drawn states."""
    plays = everywhere(exercise, HALF)
    for format_id, preset in seatings(exercise):
        seeds = range(number * 100, number * 100 + runs)
        yield from parting_of_wholes(exercise, seeds, format_id, preset, plays)
    for phase in ("situation", "orders"):
        found = [drawn(exercise, number * 100 + index, "long", 2, phase) for index in range(states)]
        for state in found[2:]:
            state.game.preset = exercise.default_preset  # so that many go on together
        yield from parting_of_turns(found, number, plays)
        yield from parting_of_continuations(found[: states // 3], number, plays)
        one = found[-1]
        outcome = Ensemble(exercise, one.game.format, one.game.preset, plays).go_on(
            [one], range(3), whole=True
        )
        for seed in range(3):
            yield from differences(outcome, seed, play_on(one, seed, policies(exercise, plays, seed)))


@pytest.mark.parametrize("number", range(FEW))
def test_generated_exercises_play_alike(number: int) -> None:
    """Law: whatever the format lets an author write, columns and the ordinary engine play it alike."""
    assert not list(partings(exercise_of(number), number, 4, 6))


@pytest.mark.long
@pytest.mark.parametrize("number", range(FEW, FEW + MANY))
def test_many_generated_exercises_play_alike(number: int) -> None:
    """The same law, on many exercises."""
    assert not list(partings(exercise_of(number), number, 8, 12))


@pytest.mark.long
@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False))
def test_exercises_that_hypothesis_draws_play_alike(chance: Random) -> None:
    """The same law; what parts is made smaller until it is easy to read."""
    assert not list(partings(from_data(Author(chance).write()), 1, 3, 3))


def test_the_author_writes_sound_exercises() -> None:
    """Law: what is generated passes the check that an author's own exercise has to pass."""
    for number in range(3):
        from_data(Author(Random(number)).write(), thorough=True)


def used(value: Any) -> Iterator[tuple[type, str]]:
    """The keys of a file that say something else than what stands where they are left out."""
    if isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(type(value)):
            held = getattr(value, field.name)
            default = field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
            if held != default:
                yield type(value), field.encode_name
                yield from used(held)
    elif isinstance(value, dict):
        for part in value.values():
            yield from used(part)
    elif isinstance(value, list):
        for part in value:
            yield from used(part)


def kinds_of_the_format() -> Iterator[type]:
    """The types of which an exercise file is made, effects apart."""
    for kind in vars(model).values():
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct:
            yield kind


def test_the_author_uses_the_whole_format() -> None:
    """Law: of every key that play rests on, there is an example: a new one has to be generated, too."""
    apart = {model.Tell, model.Offer, model.Verbs, model.Template, model.Mark, model.Question, model.Aim}
    apart |= {model.Evidence, model.Map, model.Line, model.MayRelease, model.Source, model.Card}
    apart |= {model.Expectation, model.Chair, model.Says, model.Sentence, model.Rehearsal, model.Side}
    apart |= {model.Guide, model.InjectAdvice, model.Course}
    files = [exercise_of(number).file for number in range(FEW)]
    seen = {place for file in files for place in used(file)}
    apart |= {model.Argued, model.ArguedEffects}  # bots do not argue
    apart |= {model.NoDirectContact, model.Guess}  # nor do they write, or guess
    wanted = {
        (kind, field.encode_name)
        for kind in kinds_of_the_format()
        if kind not in apart
        for field in msgspec.structs.fields(kind)
    }
    missing = {f"{kind.__name__}.{key}" for kind, key in wanted - seen if key not in TOLD}
    assert missing <= TOLD


def effects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every map of effects in the data of an exercise."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in ("then", "start") and isinstance(part, dict):
                yield part
            yield from effects_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from effects_in(part)


def test_the_author_uses_every_verb_and_change() -> None:
    """Law: of every verb, form of change and operation of an expression an example is played."""
    seen, operations = set[str](), set[str]()
    for number in range(FEW):
        exercise = exercise_of(number)
        for effects in effects_in(exercise.data):
            seen |= set(effects)
            for form in ("up to", "at least", "at most", "price"):
                seen |= {form for change in effects.values() if form in str(change)}
        ensemble = Ensemble(exercise)
        ensemble.start(range(8))
        operations |= {str(name[0]) for name in ensemble.book.trees.numbers}
    assert {*VERBS} - {"deliver"} <= seen
    assert {"up to", "at least", "at most", "price"} <= seen
    arithmetic = {"+", "-", "*", "//", "%", "<", "<=", ">", ">=", "==", "!=", "min", "max", "if"}
    assert operations >= {*arithmetic, "and", "or", "not", "read", "played", "times", "since", "held"}
