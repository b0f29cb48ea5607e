"""The hot wash: led through step by step by whoever sees all, and by nobody else."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.rehearsal.question import Question, answer
from engine.review.turning_points import course
from engine.words.locale import languages
from tests.web.company import Browser, Company, loaded
from tests.web.reading import Page
from web.apart import looked_back
from web.beside import Computation, Stage
from web.open_run import OpenRun
from web.run_odds import ended

FEW = 20
"""Runs by which the odds are found here: what they are is no matter of these tests."""
WASH = "/run/run/{}/debrief/hot-wash"
Made = tuple[Any, Any]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    """The log of a run that bots have played to its end, and what was found of it."""
    run = Run.start(
        loaded("grey-strait"), tmp_path_factory.mktemp("played") / "run.jsonl", seed=7, people=["control"]
    )
    while not run.state.game.finished:
        run.press_on()
    game = run.state.game
    usual = answer(Question(run.exercise, FEW, 0, game.format, game.preset))
    return run.log.path, (course(run, runs=FEW), usual)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company, played: tuple[Path, Made]) -> OpenRun:
    """The run, ended, with nothing released; its odds are known."""
    (company.runs.folder / "run.jsonl").write_bytes(played[0].read_bytes())
    found = company.runs.run("run")
    known(found, "done", played[1])
    return found


def known(open_run: OpenRun, stage: Stage, made: Made | None = None) -> None:
    """Let the odds of a run stand there, as if they had been found beside the room."""
    computation: Computation[Any] = Computation(looked_back, b"")
    computation.stage, computation.made = stage, made
    debrief = open_run.open_debrief()
    with debrief.reading():
        debrief.run_odds.known = ended(debrief.run.state.game), computation


def walked(browser: Browser, start: str, language: str = "en") -> list[str]:
    """Every step, from link to link as the arrow keys go."""
    found, address = list[str](), start
    while address:
        reply = browser.get(address, headers={"Accept-Language": language})
        assert reply.status_code == 200
        found.append(reply.get_data(as_text=True))
        onward = re.search(r'<a rel="next" href="([^"]+)"', found[-1])
        address = unescape(onward[1]) if onward else ""
    return found


def heading(html: str) -> str:
    head = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    assert head
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", head[1])).split())


@pytest.mark.parametrize("language", sorted(languages()))
def test_it_leads_from_the_odds_to_the_ending(company: Company, open_run: OpenRun, language: str) -> None:
    """Law: each step is a link from the one before and one thing."""
    debrief, odds = open_run.open_debrief(), open_run.open_debrief().odds(company.runs.beside).made
    assert odds
    told = debrief.decided(odds, language)
    steps = walked(company.host(), WASH.format("control"), language)
    heads = [heading(html) for html in steps]
    points = told["points"][:3]
    assert points, "nothing would be led through"
    assert heads[0] == told["headline"].replace("\u00a0", " ")
    assert "odds-course" in steps[0]
    for place, point in enumerate(points, 1):
        assert heads[place] == f"{point['rank']} {point['title']}".replace("\u00a0", " ")
        assert point["text"] in unescape(steps[place])
    asked = debrief.questions("control", language)
    assert asked
    assert all(f"<li>{entry['ask']}</li>" in unescape(steps[-2]) for entry in asked)
    assert heads[-1] == told["ended"]["title"].replace("\u00a0", " ")
    beside = steps[1 + len(points) : -2]
    assert len(beside) == 2
    assert len(set(heads[1 + len(points) : -2])) == 1
    assert 'class="tracks"' in beside[0]
    assert beside[1].count('class="relations"') == 2
    for number, html in enumerate(steps, 1):
        page = Page(html)
        assert page.faults == []
        assert page.language == language
        assert len(page.ids) == len(set(page.ids))
        assert html.count('aria-current="step"') == 1
        assert all(f"step={place}" in html for place in range(1, len(steps) + 1))
        assert ('rel="prev"' in html) == (number > 1)


def test_the_belief_is_of_whom_it_is_asked_for(company: Company, open_run: OpenRun) -> None:
    """By default of whose decision it was, else of the first; the truth beside it stays control's."""
    browser, start = company.host(), WASH.format("control")
    beside = next(place for place, html in enumerate(walked(browser, start), 1) if 'class="tracks"' in html)
    address = f"{start}?step={beside}"
    for role in (*open_run.roles, "public"):
        html = browser.get(f"{address}&as={role}").text
        assert re.search(rf'id="eyes-{role}" aria-current="true"', html)
        assert html.count('aria-current="true"') == 1
    assert browser.get(f"{address}&as=nobody").status_code == 404
    assert browser.get(f"{address}&as=control").text.count('aria-current="true"') == 1


def test_a_step_that_there_is_not_is_not_found(company: Company, open_run: OpenRun) -> None:
    browser = company.host()
    beyond = len(walked(browser, WASH.format("control"))) + 1
    for step in ("0", "-1", f"{beyond}"):
        assert browser.get(f"{WASH.format('control')}?step={step}").status_code == 404


def test_only_who_sees_all_leads_through_it(company: Company, open_run: OpenRun) -> None:
    """A role has it when control has released all; the screen and whoever has another seat never."""
    for seat in (*open_run.roles, "public"):
        browser = company.seated("run", seat)
        for asked in (seat, "control"):
            for query in ("", "?step=2", "?as=control", f"?step=2&as={seat}"):
                assert browser.get(WASH.format(asked) + query).status_code == 404, (seat, asked, query)
    role = open_run.roles[0]
    open_run.do(Command("disclose", data={"what": "traces"}))
    assert company.seated("run", role).get(WASH.format(role)).status_code == 404
    open_run.do(Command("disclose", data={"what": "all"}))
    steps = walked(company.seated("run", role), WASH.format(role))
    assert len(steps) == len(walked(company.host(), WASH.format("control")))
    assert company.seated("run", "public").get(WASH.format("public")).status_code == 404


def test_it_waits_for_the_odds(company: Company, open_run: OpenRun) -> None:
    """As *What decided it* does: the page asks anew by itself, without scripts too."""
    known(open_run, "working")
    html = company.host().get(WASH.format("control")).text
    assert "data-going" in html
    assert 'http-equiv="refresh"' in html
    assert "<progress" in html
    assert "step=" not in html
    assert Page(html).faults == []


def test_before_endex_it_says_that_it_comes_later(company: Company) -> None:
    run = company.start().name
    html = company.host().get(f"/run/{run}/control/debrief/hot-wash").text
    assert "What decided this run can be told after ENDEX." in html
    assert "data-going" not in html


def test_what_decided_it_leads_there(company: Company, open_run: OpenRun) -> None:
    html = company.host().get("/run/run/control/debrief/decided").text
    assert WASH.format("control") in Page(html).links
