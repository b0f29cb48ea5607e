"""Who sits where is said as it is: kept for you, taken, a bot, nobody, a program; and a seat can be left."""

from html import unescape
from pathlib import Path

import pytest

from tests.web.company import Browser, Company
from web.open_run import OpenRun


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start("korea-2025", ("usa", "japan"))


def text(browser: Browser, path: str) -> str:
    return unescape(browser.get(path).get_data(as_text=True))


def test_the_first_guest_is_told_that_the_seat_is_kept(company: Company, open_run: OpenRun) -> None:
    offer = f"/join/{company.runs.seats(open_run.name).link('japan')}"
    assert "This seat is kept for you" in text(company.browser(), offer)
    company.seated(open_run.name, "japan")
    assert "Somebody sits here already." in text(company.browser(), offer)
    company.runs.seats(open_run.name).revoke("japan")
    offer = f"/join/{company.runs.seats(open_run.name).link('japan')}"
    assert "This seat is kept for you" in text(company.browser(), offer), "nobody sits there by the new link"


def test_a_program_says_so_and_everybody_is_told(company: Company, open_run: OpenRun) -> None:
    code = company.runs.seats(open_run.name).code("russia")
    joined = company.ask("POST", "/join", json={"code": code, "by": "program"})
    assert joined.status_code == 200
    assert open_run.picture("public", "en")["seats"]["russia"] == "program"
    line = open_run.run.log.lines[-1]
    assert (line.command, line.data) == ("seat", {"seat": "russia", "by": "program"})
    seats = company.ask("GET", "/seats", company.token(open_run.name, "control")).json["seats"]
    assert next(entry["by"] for entry in seats if entry["seat"] == "russia") == "program"
    usa = text(company.seated(open_run.name, "usa"), f"/run/{open_run.name}/usa?tab=brief")
    assert "a program" in usa.partition('id="sits-russia"')[2].partition("</li>")[0]
    assert "program" in text(company.host(), "/").partition(f'id="run-{open_run.name}"')[2]
    open_run.run.press_on()
    assert "russia" not in open_run.run.state.bots, "it is waited for as a person is"


def test_a_message_to_a_bot_says_that_nobody_reads_it(company: Company, open_run: OpenRun) -> None:
    page = text(company.seated(open_run.name, "usa"), f"/run/{open_run.name}/usa?tab=messages&write=message")
    assert (
        "No person plays DPRK, RUS, CHN, ROK, POL: a bot reads no message, and answers each with one" in page
    )


def test_a_shared_device_can_leave_a_seat(company: Company, open_run: OpenRun) -> None:
    browser, seats = company.browser(), company.runs.seats(open_run.name)
    browser.claim(seats.link("usa"), "Anna")
    other = company.seated(open_run.name, "usa")
    page = f"/run/{open_run.name}/usa"
    assert "Leave this seat on this device" in text(browser, f"{page}?tab=brief")
    answer = browser.post(f"{page}/stand-up")
    assert answer.headers["Location"] == "/join"
    assert browser.get(page).status_code == 404
    assert other.get(page).status_code == 200, "others of the team stay"
    assert seats.people("usa") == []
    assert open_run.picture("public", "en")["seats"]["usa"] == "person", "who plays it stays as it is"
    assert browser.post(f"{page}/stand-up").status_code == 404


def test_the_hosts_key_is_renewed_and_every_link_stands(company: Company, open_run: OpenRun) -> None:
    thief, host, usa = company.host(), company.host(), company.seated(open_run.name, "usa")
    token, link = company.host_token, company.runs.host.link()
    proof = thief.get(f"/live/now?c={open_run.name}/control").json
    assert proof[f"{open_run.name}/control"] != "gone"
    answer = host.post("/host/renew")
    assert answer.status_code == 303
    assert "The key was drawn anew." in text(host, answer.headers["Location"])
    assert thief.get(f"/run/{open_run.name}/control").status_code == 404
    assert thief.get(f"/live/now?c={open_run.name}/control").json[f"{open_run.name}/control"] == "gone"
    assert company.browser().get(f"/open/{link}").status_code == 404
    assert company.ask("GET", "/runs", token).status_code == 401
    assert company.ask("GET", "/runs", company.host_token).status_code == 200
    assert host.get(f"/run/{open_run.name}/control").status_code == 200
    assert usa.get(f"/run/{open_run.name}/usa").status_code == 200
    assert (company.runs.folder / ".host").stat().st_mode & 0o777 == 0o600


def test_nobody_but_the_host_renews_its_key(company: Company, open_run: OpenRun) -> None:
    before = company.runs.host.link()
    for browser in (
        company.browser(),
        company.seated(open_run.name, "usa"),
        company.seated(open_run.name, "control"),
    ):
        assert browser.post("/host/renew").status_code == 404
    assert company.runs.host.link() == before


def test_a_seat_that_is_control_says_so(company: Company) -> None:
    open_run = company.start("korea-2025", preset="host")
    link = company.runs.seats(open_run.name).link("poland")
    assert "whoever takes this seat is control" in text(company.browser(), f"/join/{link}")
    host, poland = company.host(), company.seated(open_run.name, "poland")
    open_run.presence.here("poland", "a-laptop")
    chip = text(host, f"/run/{open_run.name}/control").partition('id="chip-poland"')[2].partition("</li>")[0]
    assert "is control" in chip
    assert "nobody" not in chip
    assert poland.get(f"/run/{open_run.name}/poland").status_code == 200
