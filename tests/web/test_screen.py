"""The screen: each phase's own work, from the public view alone, as large as it has room for."""

import re
from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command
from tests.web.company import Company
from web.pages import screen
from web.pages.screen import MOST_TRACKS, ROOM, fits, fitting, lead, strip
from web.served import Served


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def on_to(served: Served, phase: str, turn: int = 1) -> None:
    """Let automatic control press on until a phase begins, or to the end."""
    for _ in range(400):
        game = served.run.state.game
        if game.finished or (game.turn, game.phase) == (turn, phase):
            return
        served.run.press_on()


def page(company: Company, served: Served) -> str:
    return company.host().get(f"/run/{served.name}/public").get_data(as_text=True)


def fact(text: str) -> dict[str, Any]:
    return {"details": {"text": text}, "text": text}


def test_every_phase_shows_its_own_work(company: Company) -> None:
    served = company.start("grey-strait")
    assert "STARTEX" in page(company, served)
    on_to(served, "consultation")
    served.do(Command("statement", "halmar", {"text": "We <b>protest</b>."}))
    shown = page(company, served)
    inject = next(entry for entry in served.picture("public", "en")["story"] if entry["kind"] == "inject")
    assert inject["text"] in shown
    assert "We &lt;b&gt;protest&lt;/b&gt;." in shown
    on_to(served, "rulings")
    assert "Control looks at the rulings." in page(company, served)
    on_to(served, "report")
    assert all(
        item["text"] in page(company, served) for item in served.picture("public", "en")["bulletin"][:4]
    )
    on_to(served, "report", turn=99)
    outcome = served.picture("public", "en")["outcome"]
    shown = page(company, served)
    assert "ENDEX" in shown
    assert outcome["title"] in shown


def test_the_screen_is_dark_has_no_forms_and_renews_itself_without_scripts(company: Company) -> None:
    shown = page(company, company.start("grey-strait"))
    assert '<html lang="en" data-theme="dark"' in shown
    assert "<form" not in shown
    assert '<noscript><meta http-equiv="refresh"' in shown
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", shown)


def test_a_longer_text_is_drawn_smaller_and_leaves_less_room() -> None:
    found = [lead(fact("x" * length), False) for length in (10, 170, 171, 330, 331, 620, 621, 5000)]
    sizes = ["large", "middle", "small", "whole", "longest"]
    places = [sizes.index(size) for size, _ in found]
    assert places == sorted(places)
    assert {size for size, _ in found} == set(sizes)
    assert all(room < ROOM for _, room in found)
    assert lead(fact("short"), True)[0] != "large"


def test_no_list_is_longer_than_its_room() -> None:
    facts = [fact("word " * 40) for _ in range(5)]
    for room in range(-100, 900, 50):
        shown, left = fitting(facts, room)
        assert left == room if not shown else 0 <= left < room
        assert shown == facts[: len(shown)]


def test_what_moved_comes_before_what_stands(company: Company) -> None:
    served = company.start()
    on_to(served, "report", turn=2)
    tracks = served.picture("public", "en")["tracks"]
    shown = strip(tracks)
    still = [track for track in tracks if track not in shown]
    assert 1 <= len(shown) <= MOST_TRACKS
    assert shown == [track for track in tracks if track in shown], "the order of the exercise"
    if any(screen.moved(track) for track in still):
        assert all(screen.moved(track) for track in shown)


def test_titles_that_would_be_cut_leave_room_for_fewer_tracks() -> None:
    assert fits("US credibility in Seoul")
    assert not fits("a title of very many words that goes on and on and on")
    assert not fits("Unwordlikelongword")
    known = {"value": 1, "before": 1}
    assert len(strip([{**known, "title": "Tension"}] * 9 + [])) <= 9
    many = [{**known, "id": str(place), "title": "Unwordlikelongword"} for place in range(9)]
    assert len(strip(many)) == screen.FEWER


def test_the_door_stands_on_the_screen_until_the_game_begins(company: Company) -> None:
    company.app.config["ADDRESSES"] = ["http://192.0.2.7:8025"]
    served = company.start("grey-strait")
    assert "http://192.0.2.7:8025/join" in page(company, served)
    on_to(served, "rulings")
    assert "/join" not in page(company, served)
