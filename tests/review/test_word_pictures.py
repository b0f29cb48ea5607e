"""Pictures in the report for word processors."""

from pathlib import Path

import pytest

from engine.record.run import Run
from engine.review.report import report, to_word
from engine.rules.load import load
from tests.conftest import Play


def test_a_picture_that_comes_twice_is_drawn_once(
    path: Path, play_on: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: drawing is what takes the time; reports of several seats hold many of the same pictures."""
    run = Run.start(load("grey-strait"), path, seed=3)
    play_on(run, 10_000)
    drawn: list[str] = []

    def counted(svg: str) -> bytes:
        drawn.append(svg)
        return original(svg)

    original = to_word.png
    monkeypatch.setattr(to_word, "png", counted)
    to_word.dots.cache_clear()
    made = report(run)
    assert to_word.word(made) == to_word.word(made)
    assert len(drawn) == len(set(drawn)) > 10
