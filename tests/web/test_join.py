"""The doors: a code or a link leads to a seat, a button takes it, what no longer holds says what to do."""

from pathlib import Path

import pytest

from tests.web.company import Company, lines
from web.open_run import OpenRun
from web.runs import Bucket


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start("grey-strait")


def test_a_code_leads_to_its_seat_however_it_is_typed(company: Company, open_run: OpenRun) -> None:
    code = company.runs.seats(open_run.name).code("brenia")
    browser = company.browser()
    for typed in (code, f" {code[:4].lower()} {code[4:]}", f"{code[:4]}-{code[4:]}"):
        answer = browser.post("/join", {"code": typed})
        assert answer.status_code == 303
        assert "Brenia" in browser.get(answer.headers["Location"]).get_data(as_text=True)


def test_a_wrong_code_is_kept_and_explained(company: Company, open_run: OpenRun) -> None:
    answer = company.browser().post("/join", {"code": '"><b>WRONG'})
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "No seat has this code." in shown
    assert 'value="&#34;&gt;&lt;b&gt;WRONG"' in shown
    assert 'aria-invalid="true"' in shown


def test_looking_at_a_link_takes_nothing(company: Company, open_run: OpenRun) -> None:
    link, browser, before = (
        company.runs.seats(open_run.name).link("halmar"),
        company.browser(),
        lines(open_run),
    )
    for method in ("GET", "HEAD", "OPTIONS"):
        assert browser.client.open(f"/join/{link}", method=method).status_code == 200
    assert lines(open_run) == before
    assert browser.get(f"/run/{open_run.name}/halmar").status_code == 404


def test_the_offer_of_a_seat_listens_to_no_run(company: Company, open_run: OpenRun) -> None:
    """A page that renewed itself would take away the name that somebody is typing into it."""
    offer = f"/join/{company.runs.seats(open_run.name).link('halmar')}"
    assert "data-channel" not in company.browser().get(offer).get_data(as_text=True)


def test_the_page_says_who_holds_the_seat(company: Company, open_run: OpenRun) -> None:
    seats, browser = company.runs.seats(open_run.name), company.browser()
    offer = f"/join/{seats.link('halmar')}"
    assert "A bot plays this seat now." in browser.get(offer).get_data(as_text=True)
    company.seated(open_run.name).claim(seats.link("halmar"), "Ada <i>")
    assert "Here sits: Ada &lt;i&gt;." in browser.get(offer).get_data(as_text=True)
    seats.erase_names()
    shown = browser.get(offer).get_data(as_text=True)
    assert "Somebody sits here already." in shown
    assert "Ada" not in shown


def test_a_bot_gives_way_and_the_log_says_so(company: Company, open_run: OpenRun) -> None:
    before = lines(open_run)
    browser = company.seated(open_run.name, "halmar")
    assert open_run.picture("public", "en")["seats"]["halmar"] == "person"
    assert lines(open_run) == before + 1
    assert browser.get(f"/run/{open_run.name}/halmar").status_code == 200
    company.seated(open_run.name, "halmar")
    assert lines(open_run) == before + 1, "a second person only sits down beside the first"


def test_names_never_reach_the_log(company: Company, open_run: OpenRun) -> None:
    company.browser().claim(company.runs.seats(open_run.name).link("halmar"), "Zenobia")
    assert b"Zenobia" not in open_run.run.log.path.read_bytes()
    assert company.runs.seats(open_run.name).people("halmar") == ["Zenobia"]


def test_every_link_that_opens_nothing_gets_one_answer(company: Company, open_run: OpenRun) -> None:
    seats = company.runs.seats(open_run.name)
    revoked = seats.link("halmar")
    seats.revoke("halmar")
    browser = company.browser()
    browser.get("/join")
    answers = [browser.get(f"/join/{token}") for token in (revoked, "none.such", revoked + "x", "a" * 3000)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert "Ask control for the new one" in answers[0].get_data(as_text=True)
    assert browser.claim(revoked).status_code == 404


def test_too_many_codes_have_to_wait(company: Company, open_run: OpenRun) -> None:
    company.app.extensions["mistakes"] = Bucket(3, 0.001)
    browser = company.browser()
    answers = [browser.post("/join", {"code": "AAAABBBB"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 429, 429]
    assert "Wait a minute" in answers[-1].get_data(as_text=True)


def test_the_screen_has_a_link_of_its_own(company: Company, open_run: OpenRun) -> None:
    browser = company.browser()
    link = company.runs.seats(open_run.name).link("public")
    assert "Show the screen" in browser.get(f"/join/{link}").get_data(as_text=True)
    assert browser.claim(link).headers["Location"] == f"/run/{open_run.name}/public"
    assert browser.get(f"/run/{open_run.name}/public").status_code == 200
    assert browser.get(f"/run/{open_run.name}/halmar").status_code == 404


def test_seats_that_are_held_are_a_click_away(company: Company, open_run: OpenRun) -> None:
    shown = company.seated(open_run.name, "halmar", "public").get("/join").get_data(as_text=True)
    assert f'href="/run/{open_run.name}/halmar"' in shown
    assert f'href="/run/{open_run.name}/public"' in shown
    assert "/run/" not in company.browser().get("/join").get_data(as_text=True)
