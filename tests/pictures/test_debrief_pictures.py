"""The pictures of the debrief: the slider, the course of a track, and what its lists are drawn with."""

import re
from itertools import pairwise

import pytest

from engine.pictures import courses, ledger, slider
from engine.record.run import Run
from engine.review.replay import Replay
from engine.rules.exercise import Exercise
from engine.views import CONTROL
from engine.words.language import Language
from engine.words.locale import languages
from tests.laws.test_secrets import played
from tests.pictures.test_pictures import HOSTILE, read, told

ENGLISH = Language("en")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    return {}


def run_of(exercise: Exercise, runs: dict[str, Run], tmp_path_factory: pytest.TempPathFactory) -> Run:
    if exercise.id not in runs:
        path = tmp_path_factory.mktemp("played") / f"{exercise.id}.jsonl"
        runs[exercise.id] = played(exercise, path, 5, undo=True)
    return runs[exercise.id]


def test_every_stop_lies_in_its_turn(
    exercise: Exercise, runs: dict[str, Run], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Law: from left to right by turn and phase; the nearest stop to a stop is one at its place."""
    run = run_of(exercise, runs, tmp_path_factory)
    turns = exercise.file.formats[run.state.game.format].turns
    for eyes in (CONTROL, *exercise.roles):
        stops = Replay(run).stops(eyes)
        laid = slider.layout(stops, turns)
        assert len(laid.at) == len(stops)
        for entry, place, (turn, phase) in zip(stops, laid.at, laid.within, strict=True):
            assert turn == max(entry["turn"], 1)
            begins = 100 / laid.turns * (turn - 1 + phase / 5)
            assert begins < place < begins + 100 / laid.turns / 5
            assert laid.at[laid.nearest(place) - 1] == place
        together: dict[tuple[int, int], list[float]] = {}
        for place, within in zip(laid.at, laid.within, strict=True):
            together.setdefault(within, []).append(place)
        for places in together.values():
            assert places == sorted(places)
        for within, stop in laid.first.items():
            assert laid.within[stop - 1] == within
        for place in (number / 7 for number in range(701)):
            distances = [abs(at - place) for at in laid.at]
            assert laid.nearest(place) == 1 + distances.index(min(distances))


def test_the_slider_marks_what_stands_out(
    exercise: Exercise, runs: dict[str, Run], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Injects, overrides, endings and undos are drawn; the handle stands at the stop."""
    run = run_of(exercise, runs, tmp_path_factory)
    stops = Replay(run).stops(CONTROL)
    laid = slider.layout(stops, 8)
    for stop in (1, len(stops) // 2, len(stops)):
        root = read(slider.slider(laid, stop))
        handles = [part for part in root.iter() if "handle" in part.attrib.get("class", "")]
        (past,) = [part for part in root.iter() if "past" in part.attrib.get("class", "")]
        assert [part.attrib["x"] for part in handles] == [past.attrib["width"]]
        assert float(past.attrib["width"].rstrip("%")) == pytest.approx(laid.place(stop), abs=0.01)
    drawn = str(slider.slider(laid, 1))
    by_phase: dict[tuple[int, int, str], int] = {}
    for within, entry in zip(laid.within, stops, strict=True):
        if entry["sign"]:
            by_phase[(*within, entry["sign"])] = by_phase.get((*within, entry["sign"]), 0) + 1
    assert drawn.count("<svg") - 2 == len(by_phase) > 3
    assert {(mark.sign, mark.times) for mark in laid.marks} == {
        (sign, times) for (_, _, sign), times in by_phase.items()
    }
    for name in slider.SIGNS_DRAWN:
        read(slider.sign(name))


def test_no_sign_lies_under_another() -> None:
    """Signs of several kinds at one place, and close by: each has a lane where it is alone."""
    stops = [
        {"turn": turn, "phase": phase, "kind": "ruling", "sign": sign}
        for turn in range(1, 17)
        for phase in slider.PHASES
        for sign in ("inject", "override", "", "undo", "override")
    ]
    for mark in slider.layout(stops, 16).marks:
        assert mark.times == (2 if mark.sign == "override" else 1), "of a kind in a phase there is one"
    laid = slider.layout([stop for stop in stops if stop["phase"] == "rulings"], 16)
    assert laid.lanes > 1
    for lane in range(laid.lanes):
        places = [mark.place for mark in laid.marks if mark.lane == lane]
        assert all(after - before >= slider.APART for before, after in pairwise(places))


def test_what_opens_a_turn_stands_before_its_first_phase() -> None:
    """It bears the phase of the last report, and must not lie at the end of the new turn."""
    stops = [
        {"turn": turn, "phase": phase, "kind": kind, "sign": ""}
        for turn, phase, kind in (
            (1, "report", "phase"),
            (2, "report", "turnbegan"),
            (2, "report", "signature"),
            (2, "situation", "phase"),
            (2, "report", "phase"),
            (2, "report", "note"),
            (1, "report", "undo"),
            (2, "report", "undo"),
        )
    ]
    assert [phase for _, phase in slider.layout(stops, 2).within] == [4, 0, 0, 0, 4, 4, 4, 4]


@pytest.mark.parametrize("code", languages())
def test_a_course_tells_its_values(code: str) -> None:
    """One step a turn, of one run or of two; what is not a number has none; hostile titles stay words."""
    track = {"title": HOSTILE, "min": -3, "max": 10, "edges": ["low", "high"], "series": [0, 10, -3, None, 5]}
    language = Language(code)
    for others in (None, [], [1, 10, None, 4, 4, 9, 9, 9, 9, 9, 9]):
        for turns in (1, 8):
            sentence = told(courses.course(track, language, others, turns))
            assert "0, 10, -3, 5" in sentence
            assert HOSTILE in sentence
    empty = told(courses.course({**track, "series": ["low", "high"]}, language))
    assert "–" in empty
    flat = courses.course({"title": "x", "min": 2, "max": 2, "series": [2]}, language)
    assert "nan" not in flat


def test_lists_are_drawn_with_signs_that_can_be_read() -> None:
    assert "1, 3" in told(ledger.turn_cells([1, 3], [1, 2, 3], ENGLISH))
    assert "none" in told(ledger.turn_cells([], [1, 2, 3], ENGLISH, title="Turns"))
    read(ledger.chosen())
    for dice, own, most in ((0.0, 0.0, 0.0), (-2.4, 3.1, 3.1), (5, -0.04, 5)):
        sentence = told(ledger.swing(dice, own, most, ENGLISH, HOSTILE))
        assert ENGLISH.tenths(dice) in sentence
    assert [ENGLISH.tenths(value) for value in (0.04, -0.04, 1, -2.35)] == [
        "0.0",
        "0.0",
        "+1.0",
        "−2.4",
    ]
    assert Language("pl").tenths(-2.35) == "−2,4"
    assert not re.search(r'width="-', str(ledger.swing(-3, 3, 3, ENGLISH, "x")))
