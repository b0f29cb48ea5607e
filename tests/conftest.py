"""What the laws share: every shipped exercise, runs in temporary files, and bots that play them."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.record.run import Run
from engine.rules import load
from engine.rules.exercise import Exercise

Play = Callable[[Run, int], None]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long by itself begins before everything else, or one core waits for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("first") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector of garbage need not walk it time and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", params=load.names())
def exercise(request: pytest.FixtureRequest) -> Exercise:
    """Every exercise that ships."""
    return load.load(request.param)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a run can be kept."""
    return tmp_path / "run.jsonl"


@pytest.fixture(scope="session")
def play_on() -> Play:
    """Lets automatic control press on, for so many commands or to the end."""

    def play(run: Run, most: int = 10_000) -> None:
        for _ in range(most):
            if run.state.game.finished:
                return
            run.press_on()

    return play
