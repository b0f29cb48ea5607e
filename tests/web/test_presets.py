"""The three seatings on the pages: which rules, who is control, and what whoever joins will be."""

import re
from pathlib import Path

import pytest

from tests.web.company import Browser, Company
from tests.web.reading import text
from web.open_run import OpenRun

PRESETS = {
    "facilitator": {"en": "Poland as facilitator", "pl": "Polska jako gospodarz rozmów"},
    "mediator": {"en": "Poland as mediator", "pl": "Polska jako pośrednik"},
    "host": {"en": "Poland runs the exercise", "pl": "Polska prowadzi ćwiczenie"},
}
PRINTS = (
    "print/roles",
    "print/roles?role=poland",
    "print/rules",
    "print/injects",
    "print/tables",
    "print/seats",
)
KEY = {"en": "This is a key of control.", "pl": "To jest klucz kierownictwa."}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def part(page: str, id: str, until: str = "</li>") -> str:
    return page.partition(f'id="{id}"')[2].partition(until)[0]


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("preset", PRESETS)
def test_every_page_and_sheet_names_the_seating(company: Company, preset: str, language: str) -> None:
    """Law: wherever somebody reads of a run, its seating stands there."""
    open_run = company.start(people=("poland", "usa"), preset=preset)
    run, title = open_run.name, PRESETS[preset][language]
    host, usa, poland = (company.host(), company.seated(run, "usa"), company.seated(run, "poland"))
    for browser, path in [
        (host, "/"),
        (host, f"/run/{run}/control"),
        (host, f"/run/{run}/public"),
        (host, f"/run/{run}/control/debrief"),
        (usa, f"/run/{run}/usa"),
        (usa, f"/run/{run}/usa?tab=brief"),
        (poland, f"/run/{run}/poland"),
        (company.seated(run, "observer"), f"/run/{run}/observer"),
        (company.browser(), f"/join/{company.runs.seats(run).link('poland')}"),
        (usa, f"/run/{run}/print/pack?language={language}"),
        *((host, f"/run/{run}/{sheet}{'&' if '?' in sheet else '?'}language={language}") for sheet in PRINTS),
    ]:
        assert title in text(browser, path, language).replace("<label", "\n").split("Start a new run")[0], (
            path
        )


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("preset", PRESETS)
def test_who_joins_reads_what_it_will_be(company: Company, preset: str, language: str) -> None:
    """Law: the page of the link and the strip of paper say of a seat that is control that it is."""
    open_run = company.start(people=("usa",), preset=preset)
    run, host = open_run.name, company.host()
    offer = text(company.browser(), f"/join/{company.runs.seats(run).link('poland')}", language)
    control = {"en": "whoever takes this seat is control", "pl": "kto zajmie to miejsce, jest kierownictwem"}
    bot = {"en": "A bot plays this seat now.", "pl": "gra tu bot"}
    assert (control[language] in offer) == (preset == "host")
    assert (bot[language] in offer) == (preset != "host")
    sheet = text(host, f"/run/{run}/print/seats?all=yes&language={language}")
    strips = sheet.split('<li class="seat-strip">')[1:]
    said = [strip for strip in strips if KEY[language] in strip]
    assert len(said) == (preset == "host")
    seating = {"en": "Seating: ", "pl": "Obsada: "}[language]
    assert all(seating + PRESETS[preset][language] in strip for strip in strips)
    assert all({"en": "Poland", "pl": "Polska"}[language] in strip for strip in said)


def test_the_lobby_says_whose_seat_control_is(company: Company) -> None:
    """Law: it never calls control a bot's where a role's seat is to hold it."""
    company.start(preset="host")
    open_run = company.runs.start("korea-2025", None, "host", ["usa"], "", True)
    card = part(text(company.host(), "/"), f"run-{open_run.name}", "</article>")
    control, poland = (
        re.search(rf"<b>{name}</b>.*?</li>", card)[0]  # type: ignore[index]
        for name in ("Control", "POL")
    )
    assert "POL: not here yet" in control
    assert "bot" not in control
    assert "is control" in poland
    assert "bot" not in poland
    company.seated(open_run.name, "poland")
    open_run.presence.here("poland", "a-laptop")
    card = part(text(company.host(), "/"), f"run-{open_run.name}", "</article>")
    control = re.search(r"<b>Control</b>.*?</li>", card)[0]  # type: ignore[index]
    assert "POL</span>" in control
    assert "here" in control


def test_the_brief_of_others_says_who_is_control(company: Company) -> None:
    open_run = company.runs.start("korea-2025", None, "host", ["usa", "poland"], "", True)
    page = text(company.seated(open_run.name, "usa"), f"/run/{open_run.name}/usa?tab=brief")
    assert "control" in part(page, "sits-poland")
    seats = page.partition('id="seats-head"')[2].partition("</ul>")[0]
    assert "automatic" not in seats
    assert seats.rstrip().endswith('<span class="quiet">POL</span></li>')


def ask(browser: Browser, open_run: OpenRun, **fields: str) -> None:
    assert browser.do(open_run.name, "usa", "request", form="move", **fields).status_code == 303


@pytest.mark.parametrize("seat", ["poland", "control"])
def test_control_accepts_a_move_with_one_click(company: Company, seat: str) -> None:
    """A seat chooses the move on its page; control finds it listed, orders it, or reads why it cannot."""
    open_run = company.start(people=("poland", "usa"), preset="host")
    run = open_run.name
    usa, control = company.seated(run, "usa"), company.seated(run, seat)
    asking = text(usa, f"/run/{run}/usa?tab=messages&write=move")
    assert 'value="sound_out"' in asking
    assert 'value="carry_message(rok)"' not in asking
    ask(usa, open_run, order="sound_out", text="Our services need to know.")
    ask(usa, open_run, order="chair_round", once="another")
    page = text(control, f"/run/{run}/{seat}")
    assert "Sound out intent (embassy). Our services need to know." in part(page, "wait-question-R01")
    opened = text(control, f"/run/{run}/{seat}?ask=R01")
    assert 'id="form-accept-R01"' in opened
    barred = text(control, f"/run/{run}/{seat}?ask=R02")
    assert 'id="form-accept-R02"' not in barred
    assert "It cannot be ordered now: needs:" in barred
    assert control.do(run, seat, "accept", request="R01").status_code == 303
    assert [entry["order"] for entry in open_run.run.state.game.orders["poland"]] == ["sound_out"]
    assert "ordered for Poland" in text(usa, f"/run/{run}/usa?tab=messages&with=control")
    assert "Ordered." in text(control, f"/run/{run}/{seat}?ask=R01")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_before_startex_no_move_can_be_ordered(company: Company, language: str) -> None:
    """Law: a button that would always be refused is not there; what is there says from when on."""
    open_run = company.runs.start("korea-2025", None, "host", ["usa", "poland"], "", True)
    run, host = open_run.name, company.host()
    ask(company.seated(run, "usa"), open_run, order="sound_out")
    page = text(host, f"/run/{run}/control?ask=R01", language)
    assert 'id="form-accept-R01"' not in page
    assert {"en": "orders are given from STARTEX on", "pl": "dopiero od STARTEX"}[language] in page
    assert 'id="form-reply-R01"' in page
    assert host.do(run, "control", "startex").status_code == 303
    assert 'id="form-accept-R01"' in text(host, f"/run/{run}/control?ask=R01", language)


def test_the_card_of_a_request_shows_the_letter_that_goes(company: Company) -> None:
    """Law: control reads what it would let go, and chooses among several; one that arrived is not offered."""
    open_run = company.start(people=("poland", "usa"), preset="host", seed=1)
    run, host, usa = open_run.name, company.host(), company.seated(open_run.name, "usa")
    ask(usa, open_run, order="carry_message(usa)")
    assert "no letter yet" in part(text(host, f"/run/{run}/control?ask=R01"), "form-accept-R01", "</form>")
    for number, words in enumerate(("The first letter.", "The second letter.")):
        letter = {"carry": "yes", "through": "poland", "text": words, "once": f"letter-{number}"}
        assert usa.do(run, "usa", "message", **letter).status_code == 303
        card = part(text(host, f"/run/{run}/control?ask=R01"), "form-accept-R01", "</form>")
        assert words in card
        assert ("<select" in card) == (number == 1)
    first, second = open_run.run.state.room.letters
    assert card.index(second) < card.index(first)
    assert host.do(run, "control", "accept", request="R01", message=first).status_code == 303
    assert open_run.run.state.game.orders["poland"] == [{"order": "carry_message(usa)", "message": first}]
    while open_run.run.state.game.phase != "report":
        open_run.run.press_on()
    open_run.run.press_on()
    ask(usa, open_run, order="carry_message(usa)", once="again")
    card = part(text(host, f"/run/{run}/control?ask=R02"), "form-accept-R02", "</form>")
    assert "The second letter." in card
    assert "The first letter." not in card


@pytest.mark.parametrize("seat", ["poland", "control"])
def test_the_order_sheet_of_control_has_a_form_for_the_role_it_plays(company: Company, seat: str) -> None:
    """Ticked orders stand when it is sent, unticked ones are taken back; the lock waits for nobody here."""
    open_run = company.start(people=("poland", "usa"), preset="host")
    run, control = open_run.name, company.seated(open_run.name, seat)
    for _ in range(2):
        control.do(run, seat, "advance", once=str(_))
    card = part(text(control, f"/run/{run}/{seat}"), "orders-poland", 'id="map"')
    assert "Control plays this role. Without an order it does nothing." in card
    assert 'value="humanitarian_signal"' in card
    assert "at work" not in card
    fields = {
        "role": "poland",
        "order": ["humanitarian_signal", "sound_out"],
        "secret:humanitarian_signal": "yes",
    }
    assert control.do(run, seat, "orders", **fields).status_code == 303
    stand = open_run.run.state.game.orders["poland"]
    assert stand == [{"order": "humanitarian_signal", "secret": True}, {"order": "sound_out"}]
    assert control.do(run, seat, "orders", role="poland", order="sound_out", once="x").status_code == 303
    assert [entry["order"] for entry in open_run.run.state.game.orders["poland"]] == ["sound_out"]
    page = text(control, f"/run/{run}/{seat}")
    assert "0 of 1 sealed" in page, "Poland is waited for by nobody"
    assert "POL:" not in part(page, "form-advance", "</form>")


@pytest.mark.parametrize("preset", PRESETS)
def test_points_are_shown_only_where_they_are_counted(company: Company, preset: str) -> None:
    """Law: no sheet and no panel lists points of a role that is not scored."""
    open_run = company.start(people=("poland", "usa"), preset=preset)
    host = company.host()
    pack = text(host, f"/run/{open_run.name}/print/roles?role=poland")
    panel = part(text(host, f"/run/{open_run.name}/control?panel=objectives"), "goals-poland", "</section>")
    for shown in (pack, panel):
        assert ("Under this seating the role is not scored." in shown) == (preset == "host")
        assert ("A trusted channel or two messages read" in shown) == (preset != "host")
    while open_run.run.state.game.phase != "report":
        open_run.run.press_on()
    assert host.get(f"/run/{open_run.name}/control").status_code == 200


def test_the_api_says_and_takes_the_same(company: Company) -> None:
    """What can be asked for, who is control, and the two commands."""
    open_run = company.start(people=("poland", "usa"), preset="host")
    usa, poland = (company.token(open_run.name, seat) for seat in ("usa", "poland"))
    seen = company.ask("GET", "/view", usa).json
    assert seen["control_roles"] == ["poland"]
    assert "sound_out" in [entry["order"] for entry in seen["on_request"]]
    asked = company.ask("POST", "/commands/request", usa, json={"data": {"order": "sound_out"}})
    assert asked.status_code == 200
    assert company.ask("POST", "/commands/accept", usa, json={"data": {"request": "R01"}}).status_code == 409
    done = company.ask("POST", "/commands/accept", poland, json={"data": {"request": "R01"}})
    assert done.status_code == 200
    seen = company.ask("GET", "/view", poland).json
    assert [entry["answered"] for entry in seen["requests"]] == ["ordered"]
    assert [entry["role"] for entry in seen["plays"]] == ["poland"]
