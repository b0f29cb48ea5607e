"""The replay in the terminal: keys lead where they say, and every stop can be drawn for every seat."""

from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.theme import Theme

from console import stepping
from console.replay import KEYS, Player
from console.screen import STYLES
from engine.review.replay import Replay
from engine.rules.exercise import Exercise
from engine.words.language import Language
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
        who.play_on(lambda: next(pressed), lambda seconds: waited.append(seconds) or len(waited) % 9 == 0)
    assert waited
    assert next(pressed, None) is None


def test_it_plays_until_a_key_is_pressed(
    exercise: Exercise, replays: dict[str, Replay], tmp_path: Path
) -> None:
    """A stop after each pause, and to the end where nobody presses anything."""
    who = player(exercise, replays, tmp_path, "public")
    waits = iter([False, False, True])
    with who.console.capture():
        who.run_on(lambda seconds: next(waits))
        assert who.stop == 4
        who.stop = len(who.stops) - 5
        who.run_on(lambda seconds: False)
    assert who.stop == len(who.stops)


def test_every_turn_stands_over_its_own_cells() -> None:
    """Law: a turn's number begins where its cells begin, however many signs stand beside it."""
    for wide in (3, 5):
        cells = [(turn, 0) for turn in (1, 2, 3)]
        laid = stepping.ReplayLayout(wide, cells, Counter(cells), {1: "", 2: "!" * 9, 3: "!"})
        for at in (1, 2, 3):
            heads, bars, rails = stepping.slider(laid, at).plain.split("\n")
            assert [len(line) for line in (heads, bars, rails)] == [3 * (wide + 1)] * 3
            assert [heads[turn * (wide + 1)] for turn in range(3)] == ["1", "2", "3"]
            assert [bars[turn * (wide + 1)] for turn in range(3)].count(" ") == 0
            assert rails.index("●") == (at - 1) * (wide + 1)


@pytest.mark.parametrize("width", [40, 80, 100, 132])
def test_the_slider_keeps_its_width_and_its_order(
    exercise: Exercise, replays: dict[str, Replay], tmp_path: Path, width: int
) -> None:
    """Law: it fits its window, one place is marked, and the mark goes back only where the game does."""
    who = player(exercise, replays, tmp_path, "control", width=width)
    marks = []
    for stop in range(1, len(who.stops) + 1):
        lines = stepping.slider(who.layout, stop).plain.split("\n")
        assert all(len(line) <= width for line in lines)
        assert lines[-1].count("●") == 1
        marks.append(lines[-1].index("●"))
    for earlier, later, stop in zip(marks, marks[1:], who.stops[1:], strict=False):
        assert later >= earlier or stop["sign"] == "undo" or not (stop["standing"] and later < earlier - 1)


def test_what_does_not_fit_is_moved_through(
    exercise: Exercise, replays: dict[str, Replay], tmp_path: Path
) -> None:
    """Law: nothing is drawn beyond the screen, and moving down comes to the last line."""
    second = exercise.roles[1]
    who = player(exercise, replays, tmp_path, "control", second)
    who.console.height = 24
    for stop in range(1, len(who.stops) + 1, 41):
        who.stop, who.skip = stop, 0
        assert len(drawn(who).splitlines()) <= 24
    who.stop = who.replay.first_of("control", 2, "report")
    first = drawn(who)
    assert "↓" in first
    for _ in range(40):
        who.obey("down")
    assert "↓" not in drawn(who)
    who.obey("next")
    assert who.skip == 0


def test_another_role_stands_beside_the_truth(
    exercise: Exercise, replays: dict[str, Replay], tmp_path: Path
) -> None:
    """Every role in turn, and the first again."""
    first, second, *others = exercise.roles
    who = player(exercise, replays, tmp_path, "control", first)
    seen = []
    for _ in (second, *others, first):
        who.obey("another role")
        seen.append(who.role)
    assert seen == [second, *others, first]


def test_a_ruling_is_explained_with_what_else_it_could_have_done(
    exercise: Exercise, replays: dict[str, Replay], tmp_path: Path
) -> None:
    """For control every row and what was read; for a role what it may know; elsewhere that there is none."""
    who = player(exercise, replays, tmp_path, "control")
    rulings = [stop["stop"] for stop in who.stops if stop["kind"] == "ruling"]
    who.console.height = 400
    for stop in rulings[::9]:
        who.stop, who.explained = stop, True
        card, text = who.replay.card(stop), " ".join(drawn(who).split())
        assert card is not None
        assert "▶" in text
        for name, _ in card["read"][:1]:
            assert name.split()[0] in text
    who.stop = next(stop["stop"] for stop in who.stops if stop["kind"] == "phase")
    assert "There is no ruling" in drawn(who)


def test_a_role_has_no_truth_beside_it(
    exercise: Exercise, replays: dict[str, Replay], tmp_path: Path
) -> None:
    """`d` shows the truth to control alone."""
    role = next(iter(exercise.roles))
    who: Any = player(exercise, replays, tmp_path, role)
    who.obey("beside")
    assert not who.beside
