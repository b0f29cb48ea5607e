"""The screen: each phase's own work, from the public view alone, as large as it has room for."""

import re
from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command
from tests.web.company import Company
from web.addresses import Place
from web.open_run import OpenRun
from web.pages import screen
from web.pages.screen import BRINK, LETTERS, MOST_TRACKS, ROOM, also, barred, fitting, lead, strip
from web.rendering import seconds


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def on_to(open_run: OpenRun, phase: str, turn: int = 1) -> None:
    """Let automatic control press on until a phase begins, or to the end."""
    for _ in range(400):
        game = open_run.run.state.game
        if game.finished or (game.turn, game.phase) == (turn, phase):
            return
        open_run.run.press_on()


def page(company: Company, open_run: OpenRun) -> str:
    return company.host().get(f"/run/{open_run.name}/public").get_data(as_text=True)


def fact(text: str) -> dict[str, Any]:
    return {"kind": "statement", "details": {"text": text}, "text": text}


def test_every_phase_shows_its_own_work(company: Company) -> None:
    open_run = company.start("grey-strait")
    assert "STARTEX" in page(company, open_run)
    on_to(open_run, "consultation")
    open_run.do(Command("statement", "halmar", {"text": "We <b>protest</b>."}))
    shown = page(company, open_run)
    inject = next(entry for entry in open_run.picture("public", "en")["story"] if entry["kind"] == "inject")
    assert inject["text"] in shown
    assert "We &lt;b&gt;protest&lt;/b&gt;." in shown
    on_to(open_run, "rulings")
    assert "Control looks at the rulings." in page(company, open_run)
    on_to(open_run, "report")
    assert all(
        item["text"] in page(company, open_run) for item in open_run.picture("public", "en")["bulletin"][:4]
    )
    on_to(open_run, "report", turn=99)
    outcome = open_run.picture("public", "en")["outcome"]
    shown = page(company, open_run)
    assert "ENDEX" in shown
    assert outcome["title"] in shown


def test_the_screen_is_dark_has_no_forms_and_renews_itself_without_scripts(company: Company) -> None:
    shown = page(company, company.start("grey-strait"))
    assert '<html lang="en" data-theme="dark"' in shown
    assert "<form" not in shown
    assert '<noscript><meta http-equiv="refresh"' in shown
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", shown)


def test_a_longer_text_is_drawn_smaller_and_leaves_less_room() -> None:
    found = [lead("x" * length, False) for length in (10, 170, 171, 330, 331, 620, 621, 5000)]
    sizes = ["large", "middle", "small", "whole", "longest"]
    places = [sizes.index(size) for size, _ in found]
    assert places == sorted(places)
    assert {size for size, _ in found} == set(sizes)
    assert all(room < ROOM for _, room in found)
    assert lead("short", True)[0] != "large"


def test_no_list_is_longer_than_its_room() -> None:
    facts = [fact("word " * 40) for _ in range(5)]
    for room in range(-100, 900, 50):
        shown, left = fitting(facts, room)
        assert left == room if not shown else 0 <= left < room
        assert shown == facts[: len(shown)]


def test_a_bar_takes_its_room_from_the_text() -> None:
    text = "x" * 600
    assert lead(text, False)[1] > 0
    assert lead(text, False, ROOM - BRINK)[0] != lead(text, False)[0]


@pytest.mark.parametrize("exercise", ["korea-2025", "grey-strait"])
def test_every_track_of_the_strip_keeps_its_place_all_through_a_run(company: Company, exercise: str) -> None:
    open_run = company.start(exercise)
    seen: set[tuple[str, ...]] = set()
    while not open_run.run.state.game.finished:
        tracks = open_run.picture("public", "en")["tracks"]
        shown = strip(tracks)
        seen.add(tuple(track["id"] for track in shown))
        assert shown == [track for track in tracks if track in shown], "the order of the exercise"
        assert all(track in shown for track in tracks if track["edges"]), "an ending lies there"
        open_run.run.press_on()
    assert len(seen) == 1
    assert len(seen.pop()) == min(MOST_TRACKS, len(tracks))


def test_what_else_moved_is_named_below_the_strip(company: Company) -> None:
    open_run = company.start()
    on_to(open_run, "report", turn=2)
    tracks = open_run.picture("public", "en")["tracks"]
    others = [track for track in tracks if screen.moved(track) and track not in strip(tracks)]
    found = also(tracks)
    assert found["tracks"] == others[: len(found["tracks"])]
    assert len(found["tracks"]) + found["more"] == len(others) > 0
    shown = page(company, open_run)
    assert all(f'id="also-{track["id"]}"' in shown for track in found["tracks"])
    still = [{**track, "change": 0, "before": track["value"]} for track in tracks]
    assert also(still) == {"tracks": [], "more": 0}
    long = [
        {"id": str(place), "label": "x" * (LETTERS // 2), "value": 2, "before": 1, "change": 1}
        | {"edges": [], "short": False}
        for place in range(MOST_TRACKS + 3)
    ]
    assert (len(also(long)["tracks"]), also(long)["more"]) == (1, 2)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("room", [screen.ROOM, screen.ROOM - BRINK, 200])
def test_a_text_is_as_large_as_it_fits(shared: bool, room: int) -> None:
    """Law: the largest size that takes so many characters and whose lines fit, with what is left below."""
    sizes = screen.SIZES[1:] if shared else screen.SIZES
    for length in range(1, screen.MOST_WHOLE + 2):
        fit = [
            (size, left)
            for size, most, letters, line in sizes
            if length <= most and (left := room - screen.HEAD - -(-length // letters) * line) >= 0
        ]
        small = ("whole" if length <= screen.MOST_WHOLE else "longest", 0)
        assert lead("x" * length, shared, room) == (fit[0] if fit else small)
    assert lead("", shared, room) == ("", room // 2)


def test_a_pause_is_said_with_the_figures_as_they_stand(company: Company) -> None:
    open_run = company.start("grey-strait")
    assert "screen-paused" not in page(company, open_run)
    figures = re.compile(r'id="clock"[^>]*>([^<]+)<')
    open_run.do(Command("pause"))
    shown = page(company, open_run)
    assert re.search(r'class="screen-paused"><strong>Paused</strong>.*<time data-at="20', shown)
    assert figures.findall(shown) == figures.findall(page(company, open_run)) != []
    assert "data-ends" not in shown


def test_a_clock_counts_whole_minutes_and_goes_on_below_nought() -> None:
    shown = [seconds(number) for number in (3600, 161, 60, 59, 0, -1, -72)]
    assert shown == ["60:00", "2:41", "1:00", "0:59", "0:00", "+0:01", "+1:12"]


def test_the_screen_says_of_a_lost_connection_what_a_projector_can_know(company: Company) -> None:
    open_run = company.start("grey-strait")
    lost = re.compile(r'data-lost="([^"]+)"')
    (sentence,) = lost.findall(page(company, open_run))
    assert "#" in sentence
    assert "typed" not in sentence
    (other,) = lost.findall(company.host().get(f"/run/{open_run.name}/control").get_data(as_text=True))
    assert "Nothing you typed is lost" in other


def test_the_brink_turn_is_said_once() -> None:
    words = "Brink turn: a clash."
    view: dict[str, Any] = {"brink": True, "finished": False, "bulletin": [{"text": words}]}
    assert not barred(view, "report", words)
    assert barred(view, "inject", words)
    assert barred({**view, "bulletin": [{"text": "Reworded."}]}, "report", words)
    assert not barred({**view, "finished": True}, "inject", words)
    assert not barred({**view, "brink": False}, "inject", words)


def test_the_door_stands_on_the_screen_until_the_game_begins(tmp_path: Path) -> None:
    company = Company(tmp_path, Place("192.0.2.7"))
    open_run = company.start("grey-strait")
    assert "http://192.0.2.7:8025/join" in page(company, open_run)
    on_to(open_run, "rulings")
    assert "/join" not in page(company, open_run)


def test_a_word_that_does_not_fit_begins_the_next_line() -> None:
    """Law: lines are counted as they are drawn, with their ragged ends and the breaks that the text has."""
    assert screen.lines("aaaa bbbb cccc", 9) == 2
    assert screen.lines("aaaa bbbb cccc", 8) == 3
    assert screen.lines("a\n\nb", 9) == 3
