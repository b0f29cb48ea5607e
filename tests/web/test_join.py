"""The doors: a code or a link leads to a seat, a button takes it, what no longer holds says what to do."""

from pathlib import Path

import pytest

from tests.web.company import Company, lines
from web.hall import Bucket
from web.served import Served


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def served(company: Company) -> Served:
    return company.start("grey-strait")


def test_a_code_leads_to_its_seat_however_it_is_typed(company: Company, served: Served) -> None:
    code = company.hall.seats(served.name).code("brenia")
    browser = company.browser()
    for typed in (code, f" {code[:4].lower()} {code[4:]}", f"{code[:4]}-{code[4:]}"):
        answer = browser.post("/join", {"code": typed})
        assert answer.status_code == 303
        assert "Brenia" in browser.get(answer.headers["Location"]).get_data(as_text=True)


def test_a_wrong_code_is_kept_and_explained(company: Company, served: Served) -> None:
    answer = company.browser().post("/join", {"code": '"><b>WRONG'})
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "No seat has this code." in shown
    assert 'value="&#34;&gt;&lt;b&gt;WRONG"' in shown
    assert 'aria-invalid="true"' in shown


def test_looking_at_a_link_takes_nothing(company: Company, served: Served) -> None:
    link, browser, before = company.hall.seats(served.name).link("halmar"), company.browser(), lines(served)
    for method in ("GET", "HEAD", "OPTIONS"):
        assert browser.client.open(f"/join/{link}", method=method).status_code == 200
    assert lines(served) == before
    assert browser.get(f"/run/{served.name}/halmar").status_code == 404


def test_the_offer_of_a_seat_listens_to_no_run(company: Company, served: Served) -> None:
    """A page that renewed itself would take away the name that somebody is typing into it."""
    offer = f"/join/{company.hall.seats(served.name).link('halmar')}"
    assert "data-channel" not in company.browser().get(offer).get_data(as_text=True)


def test_the_page_says_who_holds_the_seat(company: Company, served: Served) -> None:
    seats, browser = company.hall.seats(served.name), company.browser()
    offer = f"/join/{seats.link('halmar')}"
    assert "A bot plays this seat now." in browser.get(offer).get_data(as_text=True)
    company.seated(served.name).claim(seats.link("halmar"), "Ada <i>")
    assert "Here sits: Ada &lt;i&gt;." in browser.get(offer).get_data(as_text=True)
    seats.erase_names()
    shown = browser.get(offer).get_data(as_text=True)
    assert "Somebody sits here already." in shown
    assert "Ada" not in shown


def test_a_bot_gives_way_and_the_log_says_so(company: Company, served: Served) -> None:
    before = lines(served)
    browser = company.seated(served.name, "halmar")
    assert served.picture("public", "en")["seats"]["halmar"] == "person"
    assert lines(served) == before + 1
    assert browser.get(f"/run/{served.name}/halmar").status_code == 200
    company.seated(served.name, "halmar")
    assert lines(served) == before + 1, "a second person only sits down beside the first"


def test_names_never_reach_the_log(company: Company, served: Served) -> None:
    company.browser().claim(company.hall.seats(served.name).link("halmar"), "Zenobia")
    assert b"Zenobia" not in served.run.log.path.read_bytes()
    assert company.hall.seats(served.name).people("halmar") == ["Zenobia"]


def test_every_link_that_opens_nothing_gets_one_answer(company: Company, served: Served) -> None:
    seats = company.hall.seats(served.name)
    revoked = seats.link("halmar")
    seats.revoke("halmar")
    browser = company.browser()
    browser.get("/join")
    answers = [browser.get(f"/join/{token}") for token in (revoked, "none.such", revoked + "x", "a" * 3000)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert "Ask control for the new one" in answers[0].get_data(as_text=True)
    assert browser.claim(revoked).status_code == 404


def test_too_many_codes_have_to_wait(company: Company, served: Served) -> None:
    company.app.extensions["tries"] = Bucket(3, 0.001)
    browser = company.browser()
    answers = [browser.post("/join", {"code": "AAAABBBB"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 429, 429]
    assert "Wait a minute" in answers[-1].get_data(as_text=True)


def test_the_screen_has_a_link_of_its_own(company: Company, served: Served) -> None:
    browser = company.browser()
    link = company.hall.seats(served.name).link("public")
    assert "Show the screen" in browser.get(f"/join/{link}").get_data(as_text=True)
    assert browser.claim(link).headers["Location"] == f"/run/{served.name}/public"
    assert browser.get(f"/run/{served.name}/public").status_code == 200
    assert browser.get(f"/run/{served.name}/halmar").status_code == 404


def test_seats_that_are_held_are_a_click_away(company: Company, served: Served) -> None:
    shown = company.seated(served.name, "halmar", "public").get("/join").get_data(as_text=True)
    assert f'href="/run/{served.name}/halmar"' in shown
    assert f'href="/run/{served.name}/public"' in shown
    assert "/run/" not in company.browser().get("/join").get_data(as_text=True)
