"""The lobby: for the host alone; every run that there is, how to begin another, fork and download."""

import os
from pathlib import Path

import pytest

from engine.rules.load import names
from tests.web.company import Company
from tests.web.reading import Page
from web.exercises import Unsound
from web.open_run import OpenRun
from web.runs import Runs


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def opened_with(shown: str) -> str:
    """The exercise that a new run would be of."""
    form = next(form for form in Page(shown).forms if "exercise" in {*form.choices, *dict(form.fixed)})
    return dict(form.sent(""))["exercise"]


def play(open_run: OpenRun, most: int) -> None:
    for _ in range(most):
        if open_run.run.state.game.finished:
            return
        open_run.run.press_on()


def test_only_the_host_is_let_in(company: Company) -> None:
    open_run = company.start("grey-strait")
    stranger, seated = company.browser(), company.seated(open_run.name, "halmar")
    for browser in (stranger, seated):
        answer = browser.get("/")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/join")
        assert browser.get(f"/run/{open_run.name}/download").status_code == 404
        assert browser.post("/start", {"exercise": "grey-strait"}).status_code == 404
        assert browser.get("/start").status_code == 404
        assert browser.post(f"/run/{open_run.name}/fork", {"turn": "1"}).status_code == 404
    assert len(company.runs.names()) == 1


def test_every_run_says_where_it_stands(company: Company) -> None:
    new, running, ended = (company.start("grey-strait") for _ in range(3))
    play(running, 6)
    play(ended, 400)
    (company.runs.folder / "broken.jsonl").write_text('{"not": "a log"}\n')
    shown = company.host().get("/").get_data(as_text=True)
    cards = {name: shown.split(f'id="run-{name}"')[1].split("</article>")[0] for name in company.runs.names()}
    assert "not begun" in cards[new.name]
    assert "running" in cards[running.name]
    assert ended.picture("public", "en")["outcome"]["title"] in cards[ended.name]
    assert "cannot be read" in cards["broken"]
    assert "line 1" in cards["broken"], "why"


def test_who_is_in_is_said(company: Company) -> None:
    open_run = company.start("grey-strait", ("halmar",))
    company.seated(open_run.name).claim(company.runs.seats(open_run.name).link("halmar"), "Ada")
    open_run.presence.here("halmar", "a browser")
    card = company.host().get("/").get_data(as_text=True)
    assert "Ada" in card
    assert card.count('<span class="hidden-words">here</span>') == 1


def test_a_run_is_started_as_it_was_asked_for(company: Company) -> None:
    host = company.host()
    fields = {"exercise": "korea-2025", "format": "short", "preset": "mediator", "people": ["control", "usa"]}
    answer = host.post("/start", {**fields, "name": "Room <2>", "language": "pl"})
    (name,) = company.runs.names()
    assert name.startswith("room-2")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/run/{name}/control")
    view = company.runs.run(name).picture("control", "en")
    assert (view["format"], view["preset"], view["turns"]) == ("short", "mediator", 4)
    assert [seat for seat, by in view["seats"].items() if by == "person"] == ["usa", "control"]
    assert '<html lang="pl"' in host.get(f"/run/{name}/public").get_data(as_text=True)


def test_the_form_opens_with_the_exercise_that_was_played_last(company: Company) -> None:
    """Law: with the one of the newest run that can be read; before there is one, with the first there is."""
    shown = company.host().get("/").get_data(as_text=True)
    assert opened_with(shown) == names()[0]
    for number, exercise in enumerate((*reversed(names()), *names())):
        newest = company.start(exercise)
        os.utime(company.runs.folder / f"{newest.name}.jsonl", (2e9 + number, 2e9 + number))
        assert opened_with(company.host().get("/").get_data(as_text=True)) == exercise
    shown = company.host().get(f"/?exercise={names()[0]}").get_data(as_text=True)
    assert opened_with(shown) == names()[0], "whoever asks for another gets it"


def test_what_is_refused_says_why_and_keeps_what_was_typed(company: Company) -> None:
    host = company.host()
    answer = host.post(
        "/start",
        {"exercise": "korea-2025", "format": "no-such", "people": ["dprk"], "name": 'The "third" try'},
    )
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "no-such" in shown
    assert "The &#34;third&#34; try" in shown
    assert 'name="people" value="dprk" checked' in shown
    assert 'name="people" value="usa">' in shown
    assert host.post("/start", {"exercise": "../etc"}).status_code == 422
    assert host.post("/start", {}).status_code == 422
    assert company.runs.names() == []
    assert "data-renew" not in shown, "it would be taken away"
    assert "data-renew" in host.get("/").get_data(as_text=True)
    assert host.get("/start").headers["Location"] == "/"


def test_a_fork_begins_at_the_situation_of_its_turn(company: Company) -> None:
    open_run, host = company.start("grey-strait"), company.host()
    play(open_run, 14)
    assert open_run.run.state.game.turn > 1
    answer = host.post(f"/run/{open_run.name}/fork", {"turn": "2"})
    new = answer.headers["Location"].split("/")[2]
    view = company.runs.run(new).picture("control", "en")
    assert (view["turn"], view["phase"], view["ready"]) == (2, "situation", False)
    answer = host.post(f"/run/{open_run.name}/fork", {"turn": "1"})
    view = company.runs.run(answer.headers["Location"].split("/")[2]).picture("control", "en")
    assert (view["turn"], view["phase"], view["ready"]) == (1, "situation", True)
    for turn in ("99", "", "x", "-1"):
        refused = host.post(f"/run/{open_run.name}/fork", {"turn": turn})
        assert refused.status_code == 422
        assert "That turn was not played." in refused.get_data(as_text=True)


def test_a_download_is_the_log_in_whole_lines(company: Company) -> None:
    company.runs.start("grey-strait", None, None, ["control"])
    (name,) = company.runs.names()
    path, host = company.runs.path(name), company.host()
    whole = path.read_bytes()
    answer = host.get(f"/run/{name}/download")
    assert answer.data == whole
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.jsonl"'
    assert answer.headers["Cache-Control"] == "no-store"
    path.write_bytes(whole + b'{"half a li')
    assert host.get(f"/run/{name}/download").data == whole
    assert host.get("/run/no-such/download").status_code == 404


def test_an_exercise_with_problems_says_so(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.rules.problems import Problem

    unsound = Unsound((Problem("exercise.yaml", 7, 3, "error", "unknown", "there is no track 'tensoin'"),))
    monkeypatch.setattr(company.runs.exercises, "look", lambda name: unsound)
    shown = company.host().get("/").get_data(as_text=True)
    assert "cannot be played" in shown
    assert "tensoin" in shown
    assert "/start" not in shown


def test_an_empty_lobby_says_what_will_be_there(company: Company) -> None:
    assert "No runs yet." in company.host().get("/").get_data(as_text=True)


def test_nothing_is_for_search_engines(company: Company) -> None:
    answer = company.browser().get("/robots.txt")
    assert (answer.mimetype, answer.data) == ("text/plain", b"User-agent: *\nDisallow: /\n")


def test_a_crowded_lobby_opens_the_newest_runs_first(tmp_path: Path) -> None:
    company = Company(tmp_path / "runs")
    runs: Runs = company.runs
    source = runs.path(runs.start("grey-strait", None, None, []).name).read_bytes()
    for number in range(30):
        (runs.folder / f"copy-{number:02}.jsonl").write_bytes(source)
    host = company.host()
    assert host.get("/").get_data(as_text=True).count("<article") == 24
    assert host.get("/?all=yes").get_data(as_text=True).count("<article") == 31


def test_the_address_that_is_opened_speaks_the_language_that_was_asked_for(company: Company) -> None:
    """`make run LANGUAGE=pl` and `serve --lang pl`: also where this browser spoke another one before."""
    open_run = company.start()
    host = company.browser()
    for code, word in (("pl", 'lang="pl"'), ("en", 'lang="en"'), ("xx", 'lang="en"'), ("", 'lang="en"')):
        link = f"/open/{company.runs.host.link()}?run={open_run.name}&lang={code}"
        page = host.get(link, follow_redirects=True, headers={"Accept-Language": "de"})
        assert word in page.get_data(as_text=True)[:200], code
        assert word in host.get("/").get_data(as_text=True)[:200], code
