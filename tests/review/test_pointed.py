"""Single events as control points at them: found by words, read as what they are, in every report."""

from pathlib import Path

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.review.replay import Replay
from engine.review.report import report
from engine.review.report.to_markdown import markdown
from engine.review.search import MOST_FOUND, Pointed
from engine.rules.exercise import Exercise


@pytest.fixture
def run(exercise: Exercise, path: Path) -> Run:
    found = Run.start(exercise, path, seed=5)
    while not found.state.game.finished:
        found.press_on()
    return found


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_search_finds_what_holds_every_word(run: Run, language: str) -> None:
    """By its words, its kind and its turn, in any order; the same event that the slider stops at."""
    pointed, stops = Pointed(Replay(run), language), Replay(run).stops("control", language)
    ruling = next(stop for stop in stops if stop["kind"] == "ruling")
    turn = {"en": "turn", "pl": "tura"}[language]
    found = pointed.search(f"{turn} {ruling['turn']} {ruling['text'][:30].upper()}")
    assert f"{ruling['line']}.{ruling['event']}" in [link["reference"] for link in found]
    assert pointed.search("") == [] == pointed.search("zzzz")
    assert len(pointed.search("e")) <= MOST_FOUND
    assert pointed.reference(ruling["stop"]) == f"{ruling['line']}.{ruling['event']}"
    assert pointed.links(["1.1", "9999.1", "1.999", "nonsense"])[0]["reference"] == "1.1"
    assert len(pointed.links(["1.1", "9999.1", "1.999", "nonsense"])) == 1


def test_a_report_names_what_a_finding_rests_on(run: Run) -> None:
    """Not that the rulings of the turn were published, but the ruling, and what called it."""
    stop = next(
        stop for stop in Replay(run).stops("control") if stop["kind"] == "ruling" and stop["turn"] > 1
    )
    at = f"{stop['line']}.{stop['event']}"
    run.do(Command("finding", data={"kind": "strength", "title": "Calm", "events": [at]}))
    (link,) = Pointed(Replay(run), "en").links([at])
    words = f"ruling: {link['cause']}: {link['text']}"
    plain = "".join(letter for letter in markdown(report(run, "control", "en")) if letter not in "\\")
    assert words in plain
