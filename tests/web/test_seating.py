"""Where the preset makes a role's seat control, every page says so: letters, counts, ticks and sheets."""

from html import unescape
from pathlib import Path

import pytest

from engine.play.commands import Command
from engine.views import view
from engine.views.next_step import WITHOUT_IT, WITHOUT_THEM
from tests.web.company import Company
from tests.web.reading import text
from web.open_run import OpenRun

LETTER = "Silence first, then talks."
SEAL = "Sealed: the carrier does not read it"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def part(page: str, id: str, until: str = "</tr>") -> str:
    return page.partition(f'id="{id}"')[2].partition(until)[0]


def on_to(open_run: OpenRun, phase: str) -> None:
    while open_run.run.state.game.phase != phase or open_run.run.state.game.locked:
        open_run.do(Command("advance"))


# Letters


@pytest.mark.parametrize("preset", ["facilitator", "host"])
def test_no_seal_is_promised_where_control_carries(company: Company, preset: str) -> None:
    """Law: a seat is promised a seal only where the carrier is not control, which reads everything."""
    open_run = company.start(people=("usa", "poland"), preset=preset)
    on_to(open_run, "consultation")
    page = text(company.seated(open_run.name, "usa"), f"/run/{open_run.name}/usa?tab=messages&write=letter")
    assert (SEAL in page) == (preset == "facilitator")
    assert ("Control plays POL and reads every letter; none can be sealed." in page) == (preset == "host")


def test_no_seal_is_promised_in_the_answer_to_a_carrier_that_is_control(company: Company) -> None:
    """A carrier without a letter asks for one at the lock."""
    open_run = company.start(people=("usa", "poland"), preset="host")
    on_to(open_run, "orders")
    order = {"role": "poland", "orders": [{"order": "carry_message(usa)"}]}
    open_run.do(Command("orders", "control", order))
    open_run.do(Command("advance"))
    page = text(company.seated(open_run.name, "usa"), f"/run/{open_run.name}/usa?tab=orders")
    assert "Text to carry, if you agree" in page
    assert SEAL not in page
    assert "Control plays POL and reads every letter" in page


def test_control_reads_of_a_sealed_letter_that_it_is_sealed(company: Company) -> None:
    """Law: in the consultation, under Messages, in the list of letters and on the observer's page."""
    open_run = company.start(people=("usa", "poland"), preset="host")
    on_to(open_run, "consultation")
    open_, sealed = "For all to read.", "For Pyongyang alone."
    for words, closed in ((open_, False), (sealed, True)):
        data = {"text": words, "carry": True, "through": "poland", "sealed": closed}
        open_run.do(Command("message", "usa", data))
    host, run = company.host(), open_run.name
    observer = company.seated(run, "observer")
    tag = '<span class="tag dashed">sealed</span>'
    for browser, path, until in (
        (host, "control", "</li>"),
        (host, "control?panel=words", "</li>"),
        (observer, "observer", "</li>"),
    ):
        page = text(browser, f"/run/{run}/{path}")
        facts = [found.partition(until)[0] for found in page.split('<li id="fact-')[1:]]
        said = {words: [fact for fact in facts if words in fact] for words in (open_, sealed)}
        assert said[open_], path
        assert said[sealed], path
        assert not any(tag in fact for fact in said[open_]), path
        assert all(tag in fact for fact in said[sealed]), path
    on_to(open_run, "orders")
    choices = text(host, f"/run/{run}/control").partition('name="message:carry_message(usa)"')[2]
    choices = choices.partition("</select>")[0]
    assert f">sealed: {sealed}<" in choices
    assert f">{open_}<" in choices


# Counts


def test_one_count_of_what_is_waited_for(company: Company) -> None:
    """Law: a seat that the preset makes control is in no count, whether somebody sits there or not."""
    open_run = company.start(people=("usa", "poland"), preset="host", ready=True)
    host, run = company.host(), open_run.name

    def counts() -> tuple[bool, ...]:
        page = text(host, f"/run/{run}/control")
        screen = text(host, f"/run/{run}/public")
        step = view(open_run.run.state, "control")["step"]
        assert step["beside"] == "1 seat for people"
        return ("0 devices at 0 of 1 seats" in page, "0 devices at 0 of 1 seats" in screen)

    assert counts() == (True, True)
    open_run.presence.here("poland", "a-laptop")
    assert counts() == (True, True)
    assert "is control" in part(text(host, f"/run/{run}/public"), "in-poland")
    open_run.do(Command("startex"))
    assert "0 of 1 here" in text(host, f"/run/{run}/control")


def test_the_row_of_a_role_that_is_control_says_whether_somebody_is_there(company: Company) -> None:
    open_run = company.start(people=("usa", "poland"), preset="host", ready=True)
    host, path = company.host(), f"/run/{open_run.name}/control"
    assert "not here yet" in part(text(host, path), "chip-poland")
    assert "nobody" not in part(text(host, path), "chip-poland")
    open_run.presence.here("poland", "a-laptop")
    assert "state ready" in part(text(host, path), "chip-poland")


def test_nobody_is_late_before_it_has_begun(company: Company) -> None:
    """Law: before STARTEX nobody bears a mark of being late; the page is named for the room."""
    open_run = company.start(people=("usa",), preset="facilitator", ready=True)
    page = text(company.host(), f"/run/{open_run.name}/control")
    assert "state writing" in part(page, "chip-usa")
    assert "state late" not in page
    assert page.partition("<title>")[2].startswith("Ready room · ")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_what_is_left_behind_is_asked_in_its_number(company: Company, language: str) -> None:
    open_run = company.start(people=("usa",), preset="facilitator")
    question = view(open_run.run.state, "control", language)["step"]["question"]
    assert {"en": "2 injects. Go on without them?", "pl": "2 podgrywki. Iść dalej bez nich?"}[
        language
    ] in question
    (first, *_) = view(open_run.run.state, "control")["tray"]
    open_run.do(Command("release", "control", {"inject": first["inject"]}))
    question = view(open_run.run.state, "control", language)["step"]["question"].replace("\u00a0", " ")
    assert {"en": "1 inject. Go on without it?", "pl": "1 podgrywka. Iść dalej bez niej?"}[
        language
    ] in question
    assert WITHOUT_IT != WITHOUT_THEM


# The lobby and the door


def test_a_tick_that_the_seating_takes_away_is_never_ignored(company: Company) -> None:
    """Law: without scripts the form comes back, says why, and has the seat disabled; the rest is kept."""
    host = company.host()
    asked = {"exercise": "korea-2025", "preset": "host", "people": ["control", "poland", "usa"]}
    answer = host.post("/start", asked)
    page = " ".join(unescape(answer.get_data(as_text=True)).split())
    assert answer.status_code == 422
    assert not company.runs.names()
    assert "Under this seating Poland is control, and no seat to be ticked here" in page
    assert 'name="people" value="poland" disabled' in page
    assert 'name="people" value="usa" checked' in page
    tick = page.partition('data-controls-under="host"')[2].partition("</label>")[0]
    assert '<span class="tag">is control</span>' in tick
    answer = host.post("/start", {**asked, "people": ["control", "usa"]})
    assert answer.status_code == 303
    (name,) = company.runs.names()
    assert company.runs.run(name).picture("public", "en")["control_roles"] == ["poland"]
    page = text(host, "/?exercise=korea-2025")
    assert 'name="people" value="poland"><' in page
    assert '<span class="tag" hidden>is control</span>' in page


@pytest.mark.parametrize(
    ("preset", "words"),
    [
        ("facilitator", {"en": "You also convene and chair rounds", "pl": "Polska zwołuje także rundy"}),
        ("mediator", {"en": "you have your two channels only", "pl": "ma tylko swoje dwa kanały"}),
        ("host", {"en": "You are control. You see everything", "pl": "To miejsce jest kierownictwem"}),
    ],
)
def test_whoever_joins_reads_what_the_seat_may_do(
    company: Company, preset: str, words: dict[str, str]
) -> None:
    """Law: the page of the link says it in the preset's own sentence, and of every other role what it is."""
    open_run = company.start(people=("usa",), preset=preset)
    for language, said in words.items():
        link = company.runs.seats(open_run.name).link("poland")
        assert said in part(text(company.browser(), f"/join/{link}", language), "seat-note", "</p>")
    page = text(company.browser(), f"/join/{company.runs.seats(open_run.name).link('usa')}")
    assert "you play this role: you read its card" in page
    assert 'id="seat-note"' not in page


def test_the_lobby_names_what_it_opens(company: Company) -> None:
    """A run that waits in its ready room is opened there; nothing begins by that."""
    company.start(preset="facilitator", ready=True)
    card = text(company.host(), "/").partition('class="run-acts"')[2].partition("</article>")[0]
    assert "Open the ready room" in card
    assert ">Begin<" not in card


# What can be asked for


def test_a_move_on_request_says_its_price_and_whether_it_is_possible(company: Company) -> None:
    """Law: as far as whoever asks may know: a condition it cannot read stays control's."""
    open_run = company.start(people=("usa", "dprk", "poland"), preset="host")
    offered = {entry["order"]: entry for entry in view(open_run.run.state, "usa")["on_request"]}
    assert offered["host_back_channel"]["cost"] == 2
    assert not offered["host_back_channel"]["known"], "the channel is Poland's to know"
    assert not offered["host_back_channel"]["reason"]
    assert offered["sound_out"]["known"]
    talks = offered["offer_verification"]
    for entry in offered.values():
        assert entry["known"] or not entry["reason"]
    page = text(company.seated(open_run.name, "usa"), f"/run/{open_run.name}/usa?tab=messages&write=move")
    row = part(page, "move-host-back-channel", "</label>") or part(page, "move-host_back_channel", "</label>")
    assert "<b>2 points</b> · only control can tell whether it is possible now" in row
    assert talks["cost"] == 1
    assert "1 point</b> · possible now, if capital and limits allow" in page


def test_the_capital_of_the_role_is_not_given_away(company: Company) -> None:
    """Law: what is told of a move is the same whatever Poland has in hand."""
    open_run = company.start(people=("usa", "poland"), preset="host")
    state = open_run.run.state
    before = view(state, "usa")["on_request"]
    slot = state.exercise.slots["capital(poland)"]
    vector = list(state.game.vector)
    vector[slot] = 0
    state.game.vector = vector
    assert view(state, "usa")["on_request"] == before


# Sheets and observers


@pytest.mark.parametrize("preset", ["facilitator", "host"])
def test_the_list_to_sign_has_a_role_that_is_control_among_control(company: Company, preset: str) -> None:
    open_run = company.start(people=("usa",), preset=preset)
    sheet = text(company.host(), f"/run/{open_run.name}/print/seats").partition('class="attendance"')[2]
    rows = sheet.split('<tbody class="team">')[1:]
    (row,) = [row for row in rows if "Poland" in row]
    assert ("Control" in row) == (preset == "host")
    assert len(rows) == (8 if preset == "host" else 9)


def test_an_observer_reads_whom_control_told_what_it_did(company: Company) -> None:
    open_run = company.start(people=("usa", "poland"), preset="host")
    open_run.do(Command("request", "usa", {"order": "sound_out"}))
    open_run.do(Command("accept", "control", {"request": "R01"}))
    page = text(company.seated(open_run.name, "observer"), f"/run/{open_run.name}/observer")
    facts = [fact.partition("</li>")[0] for fact in page.split('<li id="fact-')[1:]]
    (settled,) = [fact for fact in facts if "What question R01 asks for is ordered" in fact]
    assert '<span class="quiet">to</span>' in settled
    assert "USA" in settled
