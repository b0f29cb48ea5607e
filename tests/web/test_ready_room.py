"""A new run waits: the clock stands, the screen says how to join and who is in, and STARTEX is control's."""

from html import unescape
from pathlib import Path

import pytest

from engine.play.commands import Command
from engine.play.events import Started
from engine.record.run import Run
from tests.web.company import Browser, Company, lines
from web.open_run import OpenRun


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start("korea-2025", ("usa", "japan"), ready=True)


def page(browser: Browser, open_run: OpenRun, seat: str, query: str = "") -> str:
    answer = browser.get(f"/run/{open_run.name}/{seat}{query}")
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def test_a_run_begun_in_the_lobby_waits(company: Company) -> None:
    """However it is begun: by the form, or by the API."""
    host = company.host()
    host.post("/start", {"exercise": "grey-strait", "people": ["control", "halmar"]})
    sent = {"exercise": "grey-strait", "people": ["halmar"], "drafts": False}
    company.ask("POST", "/runs", company.host_token, json=sent)
    for name in company.runs.names():
        view = company.runs.run(name).picture("public", "en")
        assert view["ready"]
        assert (view["turn"], view["phase"]) == (1, "situation"), "no phase of its own"
        assert view["clock"]["ends"] is None, "the clock stands"
    listed = company.ask("GET", "/runs", company.host_token).json["runs"]
    assert [entry["ready"] for entry in listed] == [True, True]
    counts = {company.runs.run(name).picture("public", "en")["drafts_count"] for name in company.runs.names()}
    assert counts == {True, False}


def test_the_lobby_says_how_long_each_format_takes(company: Company) -> None:
    html = unescape(company.host().get("/?exercise=korea-2025").get_data(as_text=True))
    assert "8 turns, about 17 min each, 2 h 16 min in all" in html
    assert "Only sealed orders count" in html


def test_the_screen_says_how_to_join_and_who_is_in(company: Company, open_run: OpenRun) -> None:
    browser = company.seated(open_run.name, "public")
    word = open_run.token("public", "en")
    html = page(browser, open_run, "public")
    assert "Ready room" in html
    assert "still empty" in html.partition('id="in-usa"')[2].partition("</tr>")[0]
    assert "a bot plays" in html.partition('id="in-russia"')[2].partition("</tr>")[0]
    open_run.presence.here("usa", "a-phone")
    assert open_run.token("public", "en") != word, "the open screen hears of it"
    html = page(browser, open_run, "public")
    assert "1 device" in html.partition('id="in-usa"')[2].partition("</tr>")[0]
    seats = company.runs.seats(open_run.name)
    for seat in ("usa", "japan", "control"):
        assert seats.code(seat) not in html.replace(" ", ""), (
            "a code opens a seat, and everybody sees the screen"
        )
    assert 'class="screen-tracks"' not in html


def test_the_seats_read_and_can_only_ask(company: Company, open_run: OpenRun) -> None:
    usa, before = company.seated(open_run.name, "usa"), lines(open_run)
    html = page(usa, open_run, "usa")
    assert "The exercise has not begun." in html
    card = open_run.picture("usa", "en")["card"]
    assert card
    assert card in html, "the brief comes first"
    assert 'id="form-orders"' not in html
    assert 'id="form-message"' not in page(usa, open_run, "usa", "?tab=messages&write=message")
    for command, fields in (
        ("message", {"text": "words", "to": "japan"}),
        ("statement", {"text": "words"}),
        ("orders", {"order": "crisis_line"}),
        ("draft", {"order": "crisis_line"}),
    ):
        answer = usa.do(open_run.name, "usa", command, **fields)
        assert answer.status_code == 409, command
        assert "The exercise has not begun" in unescape(answer.get_data(as_text=True)), command
    assert lines(open_run) == before
    assert usa.do(open_run.name, "usa", "request", text="May we begin?").status_code == 303


def test_control_is_told_who_is_missing_and_is_never_barred(company: Company, open_run: OpenRun) -> None:
    host = company.host()
    html = page(host, open_run, "control")
    assert "Nobody here yet: USA, JPN" in html
    assert "8 × 17 min = 2 h 16 min" in html
    assert 'class="tracks"' not in html
    assert host.do(open_run.name, "control", "startex").status_code == 303
    assert not open_run.picture("control", "en")["ready"]
    assert open_run.picture("control", "en")["clock"]["ends"], "the clock runs"
    again = host.do(open_run.name, "control", "startex", once="another")
    assert again.status_code == 409
    assert "The exercise has begun already." in unescape(again.get_data(as_text=True))


def test_only_control_presses_startex(company: Company, open_run: OpenRun) -> None:
    before = lines(open_run)
    assert company.seated(open_run.name, "usa").do(open_run.name, "usa", "startex").status_code == 409
    token = company.token(open_run.name, "usa")
    assert company.ask("POST", "/commands/startex", token, json={}).status_code == 409
    assert lines(open_run) == before


def test_automatic_control_presses_it_first_and_no_undo_takes_it_back(open_run: OpenRun) -> None:
    line = open_run.run.press_on()
    assert [type(event) for event in line.events] == [Started]
    open_run.do(Command("advance"))
    open_run.do(Command("undo", data={"line": 1, "reason": "from the top"}))
    assert not open_run.picture("control", "en")["ready"]
    assert open_run.picture("control", "en")["phase"] == "situation"
    assert Run.open(open_run.run.log.path).state.room.ready is False


def test_who_opens_the_room_by_a_bot_is_told(company: Company, open_run: OpenRun) -> None:
    """A seat kept for nobody yet can be held by a bot, which gives way at any turn."""
    host = company.host()
    assert "Give JPN to a bot" in page(host, open_run, "control")
    fields = {"command": "seat", "form": "seat", "seat": "japan", "by": "bot"}
    assert host.post(f"/run/{open_run.name}/control/do", fields).status_code == 303
    assert open_run.picture("public", "en")["seats"]["japan"] == "bot"
    company.seated(open_run.name, "japan")
    assert open_run.picture("public", "en")["seats"]["japan"] == "person"
