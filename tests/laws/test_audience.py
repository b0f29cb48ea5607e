"""Who hears of an event is decided in one table, and every kind of event stands in it."""

from pathlib import Path
from typing import get_args

from engine.play.events import KINDS
from engine.play.viewer import CONTROL, PUBLIC, Viewer
from engine.record.run import Run
from engine.rules.exercise import Exercise
from engine.views.audience import AUDIENCE, audience
from engine.views.story import Story
from engine.words.language import Language
from tests.laws.people import People


def test_every_kind_of_event_has_its_audience() -> None:
    """Law: an event that nobody thought of is heard by nobody, and the tests say so."""
    assert set(AUDIENCE) == set(get_args(KINDS))


def test_nobody_outside_an_audience_is_told(exercise: Exercise, path: Path) -> None:
    """Law: whoever is outside of it hears nothing, control hears of everything that is told at all."""
    run = Run.start(exercise, path, seed=9, people=[*exercise.roles, CONTROL])
    People(run, 9).play()
    state, heard = run.state, 0
    for seat in (*exercise.roles, PUBLIC, CONTROL):
        viewer = Viewer(exercise, seat)
        story = Story(state, viewer, Language("en"))
        for moment in story.moments():
            facts = story.go_on([moment], 0)
            if not audience(state, moment.event).includes(viewer):
                assert not facts, f"{seat} was told of {moment.event}"
            heard += bool(facts)
    assert heard > 100
