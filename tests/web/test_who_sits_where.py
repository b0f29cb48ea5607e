"""Who sits where is said as it is: kept for you, taken, a bot, nobody, a program; and a seat can be left."""

from html import unescape
from pathlib import Path

import pytest

from tests.web.company import Browser, Company
from web.served import Served


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def served(company: Company) -> Served:
    return company.start("korea-2025", ("usa", "japan"))


def text(browser: Browser, path: str) -> str:
    return unescape(browser.get(path).get_data(as_text=True))


def test_the_first_guest_is_told_that_the_seat_is_kept(company: Company, served: Served) -> None:
    offer = f"/join/{company.hall.seats(served.name).link('japan')}"
    assert "This seat is kept for you" in text(company.browser(), offer)
    company.seated(served.name, "japan")
    assert "Somebody sits here already." in text(company.browser(), offer)
    company.hall.seats(served.name).revoke("japan")
    offer = f"/join/{company.hall.seats(served.name).link('japan')}"
    assert "This seat is kept for you" in text(company.browser(), offer), "nobody sits there by the new link"


def test_a_program_says_so_and_everybody_is_told(company: Company, served: Served) -> None:
    code = company.hall.seats(served.name).code("russia")
    joined = company.ask("POST", "/join", json={"code": code, "by": "program"})
    assert joined.status_code == 200
    assert served.picture("public", "en")["seats"]["russia"] == "program"
    line = served.run.log.lines[-1]
    assert (line.command, line.data) == ("seat", {"seat": "russia", "by": "program"})
    seats = company.ask("GET", "/seats", company.token(served.name, "control")).json["seats"]
    assert next(entry["by"] for entry in seats if entry["seat"] == "russia") == "program"
    usa = text(company.seated(served.name, "usa"), f"/run/{served.name}/usa?tab=brief")
    assert "a program" in usa.partition('id="sits-russia"')[2].partition("</li>")[0]
    assert "program" in text(company.host(), "/").partition(f'id="run-{served.name}"')[2]
    served.run.press_on()
    assert "russia" not in served.run.state.bots, "it is waited for as a person is"


def test_a_message_to_a_bot_says_that_nobody_reads_it(company: Company, served: Served) -> None:
    page = text(company.seated(served.name, "usa"), f"/run/{served.name}/usa?tab=messages&write=message")
    assert "Nobody reads a message to DPRK, RUS, CHN, ROK, POL: no person plays there." in page


def test_a_shared_device_can_leave_a_seat(company: Company, served: Served) -> None:
    browser, seats = company.browser(), company.hall.seats(served.name)
    browser.claim(seats.link("usa"), "Anna")
    other = company.seated(served.name, "usa")
    page = f"/run/{served.name}/usa"
    assert "Leave this seat on this device" in text(browser, f"{page}?tab=brief")
    answer = browser.post(f"{page}/stand-up")
    assert answer.headers["Location"] == "/join"
    assert browser.get(page).status_code == 404
    assert other.get(page).status_code == 200, "others of the team stay"
    assert seats.people("usa") == []
    assert served.picture("public", "en")["seats"]["usa"] == "person", "who plays it stays as it is"
    assert browser.post(f"{page}/stand-up").status_code == 404


def test_the_hosts_key_is_renewed_and_every_link_stands(company: Company, served: Served) -> None:
    thief, host, usa = company.host(), company.host(), company.seated(served.name, "usa")
    token, link = company.host_token, company.hall.host.link()
    proof = thief.get(f"/live/now?c={served.name}/control").json
    assert proof[f"{served.name}/control"] != "gone"
    answer = host.post("/host/renew")
    assert answer.status_code == 303
    assert "The key was drawn anew." in text(host, answer.headers["Location"])
    assert thief.get(f"/run/{served.name}/control").status_code == 404
    assert thief.get(f"/live/now?c={served.name}/control").json[f"{served.name}/control"] == "gone"
    assert company.browser().get(f"/open/{link}").status_code == 404
    assert company.ask("GET", "/runs", token).status_code == 401
    assert company.ask("GET", "/runs", company.host_token).status_code == 200
    assert host.get(f"/run/{served.name}/control").status_code == 200
    assert usa.get(f"/run/{served.name}/usa").status_code == 200
    assert (company.hall.folder / ".host").stat().st_mode & 0o777 == 0o600


def test_nobody_but_the_host_renews_its_key(company: Company, served: Served) -> None:
    before = company.hall.host.link()
    for browser in (
        company.browser(),
        company.seated(served.name, "usa"),
        company.seated(served.name, "control"),
    ):
        assert browser.post("/host/renew").status_code == 404
    assert company.hall.host.link() == before


def test_a_seat_that_is_control_says_so(company: Company) -> None:
    served = company.start("korea-2025", preset="host")
    link = company.hall.seats(served.name).link("poland")
    assert "whoever takes this seat is control" in text(company.browser(), f"/join/{link}")
    host, poland = company.host(), company.seated(served.name, "poland")
    served.presence.here("poland", "a-laptop")
    chip = text(host, f"/run/{served.name}/control").partition('id="chip-poland"')[2].partition("</li>")[0]
    assert "is control" in chip
    assert "nobody" not in chip
    assert poland.get(f"/run/{served.name}/poland").status_code == 200
