"""Verbs: each has all that a verb needs, and the list of them is whole."""

from typing import get_args

import pytest

from engine.rules.changes import CHANGING, Change, Verb
from engine.rules.load import load
from engine.rules.verbs import NAMING, VERBS
from engine.views.levers import LEVERS
from engine.words.language import Language
from engine.words.wording import wording
from tests import naive


def test_every_verb_of_the_log_has_its_class_and_its_place() -> None:
    """Law: a word that the log knows is the verb of one class, in the order of a step."""
    assert tuple(kind.verb for kind in CHANGING) == get_args(Verb)
    assert [kind.rank for kind in CHANGING] == list(range(len(CHANGING)))


def test_every_verb_that_takes_a_name_can_be_chosen() -> None:
    """Law: whatever a form can write in one line has words there, and a group of things to choose from."""
    assert set(LEVERS) == set(NAMING)
    assert {kind.group for kind in NAMING.values()} == {"flags", "tokens", "tables"}


def test_the_naive_reader_knows_every_verb() -> None:
    """Law: the oracle that effects are held to reads all there are."""
    assert set(naive.VERBS) == set(VERBS)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_no_two_verbs_are_said_alike(language: str) -> None:
    """Law: whoever reads a change knows what was done."""
    exercise = load("grey-strait")
    slot = next(iter(exercise.vocabulary.kinds))
    words = wording(exercise, Language(language))
    said = [words.change(Change(verb, slot, 2, bound=3)) for verb in get_args(Verb) if verb != "capital"]
    assert len(set(said)) == len(said)


def test_every_class_that_reads_is_a_verb_of_the_format() -> None:
    """Law: a verb that an exercise could use is listed by its key."""
    known = list(VERBS.values())
    assert [kind.__name__ for kind in CHANGING if hasattr(kind, "read") and kind not in known] == []
