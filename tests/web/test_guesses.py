"""Cards guessed on the pages: the form of a seat, control's of a team on paper, and who saw through whom."""

import re
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from engine.play.commands import Command
from engine.play.guessing import truth
from engine.record.run import Run
from engine.rehearsal.question import Question, answer
from engine.review.turning_points import course
from engine.views import view
from engine.words.locale import languages
from tests.web.company import Browser, Company, loaded
from tests.web.reading import Form, Page, text
from tests.web.test_hot_wash import Made, known, walked
from web.forms import READERS
from web.open_run import OpenRun

QUESTIONS = "/run/run/{}/debrief/questions"
CARDS = ("pyongyang", "moscow", "beijing", "tokyo")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def begun(company: Company, exercise: str, *people: str) -> OpenRun:
    """A run by the name of run."""
    path = company.runs.folder / "run.jsonl"
    Run.start(loaded(exercise), path, seed=3, people=["control", *people]).log.close()
    return company.runs.run("run")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    """Korea 2025 after ENDEX, with nothing released."""
    found = begun(company, "korea-2025", "usa", "dprk", "rok")
    found.do(Command("finish"))
    return found


def form(html: str, name: str) -> Form | None:
    return next((found for found in Page(html).forms if found.name == name), None)


def page(browser: Browser, seat: str, query: str = "") -> str:
    return browser.get(f"/run/run/{seat}{query}").text


def guess(open_run: OpenRun, role: str, **values: str) -> None:
    open_run.do(Command("guess", data={"role": role, "values": values}))


def disclose(open_run: OpenRun, what: str = "all") -> None:
    open_run.do(Command("disclose", data={"what": what}))


def wrong(open_run: OpenRun, card: str) -> str:
    """An answer that is not what the card was."""
    asked = view(open_run.run.state, "poland")["guessing"]["cards"]
    words = [value["word"] for one in asked if one["id"] == card for value in one["values"]]
    return next(word for word in words if word != truth(open_run.run.state, card))


@pytest.mark.parametrize(
    ("fields", "data"),
    [
        ([("value.moscow", "delay"), ("value.tokyo", "")], {"values": {"moscow": "delay", "tokyo": ""}}),
        ([("value.moscow", "delay"), ("role", "usa")], {"values": {"moscow": "delay"}, "role": "usa"}),
        ([("moscow", "delay")], {"values": {}}),
    ],
    ids=str,
)
def test_fields_become_data(fields: list[tuple[str, str]], data: dict[str, Any]) -> None:
    """A field left empty takes back what was said of its card; one that is not there leaves it."""
    assert READERS["guess"](MultiDict(fields)) == data


# The page of a seat


def test_a_seat_guesses_on_its_page_after_endex(company: Company) -> None:
    """Law: one form with every card but its own, saved by one button, that shows what stands."""
    open_run = begun(company, "korea-2025", "usa", "dprk")
    usa, dprk = company.seated("run", "usa"), company.seated("run", "dprk")
    assert form(page(usa, "usa", "?tab=situation"), "guess") is None
    open_run.do(Command("finish"))
    found = form(page(usa, "usa"), "guess")
    assert found
    assert [name for name, _ in dict(found.boxes).items()] == [f"value.{card}" for card in CARDS]
    assert found.chosen == []
    other = form(page(dprk, "dprk"), "guess")
    assert other
    assert "value.pyongyang" not in dict(other.boxes)
    sent = dict(found.fixed) | {"value.moscow": "delay", "value.tokyo": "hedge"}
    answer = usa.post("/run/run/usa/do", sent)
    assert answer.status_code == 303
    html = usa.get(answer.location).text
    assert 'id="guessed-now"' in html
    again = form(html, "guess")
    assert again
    assert again.chosen == [("value.moscow", "delay"), ("value.tokyo", "hedge")]
    assert "guessed-now" not in page(usa, "usa")


def test_two_of_one_team_are_told_of_each_other(company: Company, open_run: OpenRun) -> None:
    """Law: what the second has chosen stays on its page, and the page says why it was not saved."""
    usa = company.seated("run", "usa")
    found = form(page(usa, "usa"), "guess")
    assert found
    guess(open_run, "usa", moscow="bargain")
    answer = usa.post("/run/run/usa/do", dict(found.fixed) | {"value.moscow": "delay"})
    assert answer.status_code == 409
    assert "The guesses have changed meanwhile." in answer.text
    kept = form(answer.text, "guess")
    assert kept
    assert kept.chosen == [("value.moscow", "delay")]


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_seat_reads_who_saw_through_it_once_everything_is_open(
    company: Company, open_run: OpenRun, language: str
) -> None:
    """Law: of each card what it was and what it said itself, with a sign and in words; until then neither."""
    state = open_run.run.state
    guess(open_run, "usa", pyongyang=truth(state, "pyongyang"), moscow=wrong(open_run, "moscow"))
    usa, dprk = company.seated("run", "usa"), company.seated("run", "dprk")
    for what in ("nothing", "traces"):
        disclose(open_run, what)
        before = text(usa, "/run/run/usa", language)
        assert "✗" not in before
        assert form(page(usa, "usa"), "guess")
    disclose(open_run)
    say = {
        "en": (
            "You guessed it.",
            "You guessed: ",
            "You did not guess.",
            "1 of 4 guessed right",
            "Saw through you: USA",
        ),
        "pl": (
            *("Trafne przypuszczenie.", "Przypuszczenie: ", "Brak przypuszczenia."),
            *("Trafne przypuszczenia: 1 z 4", "Odgadnięte przez: USA"),
        ),
    }[language]
    after = text(usa, "/run/run/usa", language)
    assert all(words in after for words in say[:4]), after
    assert (after.count("✓</b>"), after.count("✗</b>")) == (1, 1)
    assert 'name="value.' not in after
    assert say[4] in text(dprk, "/run/run/dprk", language)


def test_an_exercise_without_cards_shows_nothing_of_it(company: Company) -> None:
    open_run = begun(company, "grey-strait", "halmar")
    open_run.do(Command("finish"))
    for browser, address in (
        (company.seated("run", "halmar"), "/run/run/halmar"),
        (company.seated("run", "halmar"), "/run/run/halmar/debrief/questions"),
        (company.host(), "/run/run/control"),
        (company.host(), "/run/run/control/debrief/questions"),
    ):
        assert 'id="guesses"' not in browser.get(address).text


# Control's pages and the debrief


def test_control_reads_who_has_guessed(company: Company, open_run: OpenRun) -> None:
    guess(open_run, "usa", moscow="delay", tokyo="trust")
    host = company.host()
    for address, words in (
        ("/run/run/control", "2 of 4"),
        (QUESTIONS.format("control"), "2 of 4 guessed"),
    ):
        found = text(host, address)
        assert words in found[found.index('id="guesses"') :]
    assert "Nobody can guess after that." in page(host, "control"), (
        "before control opens the cards it is told so"
    )


def test_control_keeps_the_truth_folded_until_it_is_open(company: Company, open_run: OpenRun) -> None:
    """Law: on a page that may hang on a wall no card lies open before everybody may read it."""
    guess(open_run, "usa", moscow=truth(open_run.run.state, "moscow"), tokyo=wrong(open_run, "tokyo"))
    host = company.host()
    closed = host.get(QUESTIONS.format("control")).text
    assert re.search(
        r'<details id="cards-for-control"><summary>.*?</summary>\s*<div class="scroll"', closed, re.S
    )
    assert closed.count('<table class="guessed">') == 1
    pressed = form(closed, "disclose-all")
    assert pressed
    answer = host.post("/run/run/control/do", dict(pressed.fixed))
    assert answer.location == QUESTIONS.format("control")
    opened = host.get(answer.location).text
    assert "cards-for-control" not in opened
    assert opened.count('<table class="guessed">') == 1
    assert (opened.count("✓</b>"), opened.count("✗</b>")) == (1, 1)
    assert "guess_for" not in opened


def test_control_enters_what_a_team_has_written(company: Company, open_run: OpenRun) -> None:
    """Law: with what stands filled in; an empty field takes it back."""
    host, address = company.host(), f"{QUESTIONS.format('control')}?guess_for=rok"
    guess(open_run, "rok", moscow="bargain")
    found = form(host.get(address).text, "guess-rok")
    assert found
    assert dict(found.chosen) == {f"value.{card}": "bargain" if card == "moscow" else "" for card in CARDS}
    sent = dict(found.fixed) | {"value.moscow": "", "value.beijing": "card"}
    answer = host.post("/run/run/control/do", sent)
    assert answer.location == QUESTIONS.format("control")
    assert open_run.run.state.room.guesses == {("rok", "beijing"): "card"}
    stale = host.post("/run/run/control/do", sent | {"once": "again", "value.tokyo": "trust"})
    assert stale.status_code == 409
    assert "The guesses have changed meanwhile." in stale.text
    for other in ("nobody", "control", ""):
        assert 'id="form-guess-' not in host.get(f"{QUESTIONS.format('control')}?guess_for={other}").text
    observer = company.seated("run", "observer")
    assert 'id="form-guess-' not in observer.get(f"{QUESTIONS.format('observer')}?guess_for=rok").text


def test_a_seat_finds_the_way_from_the_debrief_to_its_page(company: Company, open_run: OpenRun) -> None:
    usa = company.seated("run", "usa")
    html = usa.get(QUESTIONS.format("usa")).text
    assert "/run/run/usa?tab=situation#guesses" in html
    assert '<table class="guessed">' not in html
    disclose(open_run)
    assert '<table class="guessed">' in usa.get(QUESTIONS.format("usa")).text
    disclose(open_run, "nothing")
    html = usa.get(QUESTIONS.format("usa")).text
    assert "The cards have been opened: nothing is left to guess." in html
    assert '<table class="guessed">' not in html


def test_the_hot_wash_shows_no_card_before_all_are_open(company: Company, open_run: OpenRun) -> None:
    """Law: on the projector stands who has guessed; once everything is released, who saw through whom."""
    known(open_run, "done", made_of(open_run))
    guess(open_run, "usa", moscow=truth(open_run.run.state, "moscow"))
    host, address = company.host(), "/run/run/control/debrief/hot-wash"
    steps = [html for html in walked(host, address) if "guess-progress" in html or 'class="guessed"' in html]
    assert len(steps) == 1
    assert "What did Moscow intend?" in steps[0]
    assert '<table class="guessed">' not in steps[0]
    assert "1 of 4 guessed" in steps[0]
    disclose(open_run)
    steps = [html for html in walked(host, address) if 'class="guessed"' in html]
    assert len(steps) == 1
    assert steps[0].count("✓</b>") == 1


def made_of(open_run: OpenRun) -> Made:
    """What decided a run, of few runs: what it is is no matter here."""
    run = open_run.run
    usual = answer(Question(run.exercise, 4, 0, run.state.game.format, run.state.game.preset))
    return course(run, runs=4), usual
