"""The replay in the terminal: keys lead where they say, and every stop can be drawn for every seat."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.theme import Theme

from console.replay import KEYS, Player
from console.screen import STYLES
from engine.language import Language
from engine.review.replay import Replay
from engine.rules.exercise import Exercise
from tests.laws.test_secrets import played


@pytest.fixture(scope="module")
def replays(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Replay]:
    return {}


def player(
    exercise: Exercise,
    replays: dict[str, Replay],
    tmp_path: Path,
    eyes: str,
    role: str | None = None,
    language: str = "en",
    width: int = 100,
) -> Player:
    if exercise.id not in replays:
        replays[exercise.id] = Replay(played(exercise, tmp_path / "run.jsonl", 17, undo=True))
    console = Console(
        file=StringIO(), width=width, theme=Theme(STYLES), markup=False, highlight=False, force_terminal=True
    )
    return Player(replays[exercise.id], eyes, role, console, Language(language))


def drawn(who: Player) -> str:
    with who.console.capture() as caught:
        who.draw()
    return caught.get()


@pytest.mark.parametrize(("language", "width"), [("en", 100), ("pl", 80)])
def test_every_stop_can_be_drawn(
    exercise: Exercise, replays: dict[str, Replay], tmp_path: Path, language: str, width: int
) -> None:
    first, second, *_ = exercise.roles
    for eyes, role in (("control", None), ("control", second), (first, None), ("public", None)):
        who = player(exercise, replays, tmp_path, eyes, role, language, width)
        for stop in range(1, len(who.stops) + 1, 37):
            who.stop, who.explained = stop, stop % 2 == 0
            text = drawn(who)
            assert "Traceback" not in text
            assert str(stop) in text


def test_keys_lead_where_they_say(exercise: Exercise, replays: dict[str, Replay], tmp_path: Path) -> None:
    """Law: on and back are inverse; a turn on is the first stop of another turn; the ends hold."""
    who = player(exercise, replays, tmp_path, "control")
    most = len(who.stops)
    assert who.moved("back") == 1
    assert who.moved("last") == most
    who.stop = most // 2
    turn = who.stops[who.stop - 1]["turn"]
    later = who.moved("turn")
    assert who.stops[later - 1]["turn"] != turn
    assert who.stops[later - 2]["turn"] == turn
    who.stop = who.moved("next")
    assert who.moved("back") == most // 2
    who.stop = most
    assert who.moved("next") == who.moved("turn") == who.moved("phase") == most


def test_a_whole_sitting(exercise: Exercise, replays: dict[str, Replay], tmp_path: Path) -> None:
    """Every key once, unknown ones too, and q leaves."""
    who = player(exercise, replays, tmp_path, "control")
    pressed = iter(["g", " ", *(key for key, what in KEYS.items() if what != "quit"), "z", "q"])
    waited: list[float] = []
    with who.console.capture():
        who.play_on(lambda: next(pressed), waited.append)
    assert waited
    assert next(pressed, None) is None


def test_a_role_has_no_truth_beside_it(
    exercise: Exercise, replays: dict[str, Replay], tmp_path: Path
) -> None:
    """`d` shows the truth to control alone."""
    role = next(iter(exercise.roles))
    who: Any = player(exercise, replays, tmp_path, role)
    who.obey("beside")
    assert not who.beside
