"""Control is one person: what waits for it stands in one short list, and each entry leads to its place."""

from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command
from tests.web.company import Browser, Company
from tests.web.test_control import on_to
from web.open_run import OpenRun


class Waiting(HTMLParser):
    """The links of the list, by the id of their line."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: dict[str, str] = {}
        self._line = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "li":
            self._line = str(found.get("id") or "")
        if tag == "a" and self._line.startswith("wait-"):
            self.links[self._line] = str(found["href"])


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start("korea-2025", ("usa", "dprk"))


def shown(browser: Browser, open_run: OpenRun, query: str = "") -> str:
    answer = browser.get(f"/run/{open_run.name}/control{query}")
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def do(open_run: OpenRun, name: str, actor: str = "control", **data: Any) -> None:
    open_run.do(Command(name, actor, data))


def test_a_question_waits_in_every_phase_and_pushes_nothing_down(company: Company, open_run: OpenRun) -> None:
    host = company.host()
    do(open_run, "request", "usa", text="May we have a recess?")
    for phase in ("situation", "consultation", "orders", "rulings", "report"):
        on_to(open_run, phase)
        html = shown(host, open_run)
        work = html.partition('id="work"')[2]
        assert 'class="card request"' not in work, phase
        link = Waiting(html).links["wait-question-R01"]
        opened = host.get(link).get_data(as_text=True)
        assert 'id="request-R01"' in opened, "a click opens it"
        assert "May we have a recess?" in opened


@pytest.mark.parametrize(
    ("how", "said"), [("aside", "Put aside. It can still be answered."), ("aloud", "Answered aloud.")]
)
def test_a_question_is_put_aside_or_answered_aloud(
    company: Company, open_run: OpenRun, how: str, said: str
) -> None:
    host = company.host()
    do(open_run, "request", "usa", text="May we have a recess?")
    assert host.do(open_run.name, "control", "settle", request="R01", how=how).status_code == 303
    html = shown(host, open_run)
    assert "wait-question-R01" not in Waiting(html).links
    assert said in shown(host, open_run, "?ask=R01"), "and it is not lost"


def test_what_is_due_waits_and_its_link_opens_it(company: Company, open_run: OpenRun) -> None:
    host = company.host()
    links = Waiting(shown(host, open_run)).links
    due = [name for name in links if name.startswith("wait-inject-")]
    assert due == ["wait-inject-M01", "wait-inject-M02"]
    assert 'id="inject-M02"' in host.get(links["wait-inject-M02"]).get_data(as_text=True)
    do(open_run, "release", inject="M01")
    assert "wait-inject-M01" not in Waiting(shown(host, open_run)).links


def test_the_list_is_short_and_says_what_it_leaves_out(company: Company, open_run: OpenRun) -> None:
    host = company.host()
    for number in range(12):
        do(open_run, "request", "usa", text=f"Question {number}?")
    html = shown(host, open_run)
    assert len(Waiting(html).links) == 8
    assert "and 6 more" in html
    assert len(Waiting(shown(host, open_run, "?all=waiting")).links) == 14


def test_a_statement_waits_for_its_mark_and_can_be_withdrawn(company: Company, open_run: OpenRun) -> None:
    host, screen = company.host(), company.seated(open_run.name, "public")
    on_to(open_run, "consultation")
    do(open_run, "statement", "dprk", text="We will not be moved by anybody.")
    on = f"/run/{open_run.name}/public"
    assert "We will not be moved" in screen.get(on).get_data(as_text=True)
    link = next(href for name, href in Waiting(shown(host, open_run)).links.items() if "marks" in name)
    opened = host.get(link).get_data(as_text=True)
    assert "We will not be moved" in opened
    statement = next(iter(open_run.run.state.room.statements))
    host.do(open_run.name, "control", "withdraw", statement=statement)
    for browser, place in ((screen, on), (company.seated(open_run.name, "usa"), f"/run/{open_run.name}/usa")):
        for query in ("", "?tab=messages&with=statements"):
            assert "We will not be moved" not in browser.get(f"{place}{query}").get_data(as_text=True), place
    assert not any("marks" in name for name in Waiting(shown(host, open_run)).links)


def test_what_was_said_has_its_time_and_is_found(company: Company, open_run: OpenRun) -> None:
    host = company.host()
    on_to(open_run, "consultation")
    do(open_run, "message", "usa", to=["rok"], text="Shall we meet in Warsaw?")
    do(open_run, "statement", "dprk", text="We are patient.")
    whole = shown(host, open_run, "?panel=words")
    assert "Shall we meet in Warsaw?" in whole
    panel = whole.partition('id="panel"')[2].partition("</aside>")[0]
    at = open_run.times()[len(open_run.run.log.lines) - 1]
    assert f'data-at="{at}"' in panel
    found = (
        shown(host, open_run, "?panel=words&find=warsaw").partition('id="panel"')[2].partition("</aside>")[0]
    )
    assert "Shall we meet" in found
    assert "We are patient." not in found
    of = (
        shown(host, open_run, "?panel=words&mode=dprk&of=statements")
        .partition('id="panel"')[2]
        .partition("</aside>")[0]
    )
    assert "We are patient." in of
    assert "Shall we meet" not in of


def test_the_log_is_searched_over_all_its_lines(company: Company, open_run: OpenRun) -> None:
    host = company.host()
    do(open_run, "note", text="The very first note.")
    for number in range(70):
        do(open_run, "note", text=f"Note {number}.")
    panel = shown(host, open_run, "?panel=log").partition('id="panel"')[2].partition("</aside>")[0]
    assert "The very first note." not in panel
    assert "All lines" in panel
    panel = (
        shown(host, open_run, "?panel=log&find=very+first")
        .partition('id="panel"')[2]
        .partition("</aside>")[0]
    )
    assert "The very first note." in panel
    assert "Note 5." not in panel
    do(open_run, "request", "usa", text="Is it on?")
    panel = shown(host, open_run, "?panel=log&mode=usa").partition('id="panel"')[2].partition("</aside>")[0]
    assert "Is it on?" in panel
    assert "Note 69." not in panel


def test_a_torn_line_is_told_wherever_it_is_noticed(company: Company, open_run: OpenRun) -> None:
    """On control's page, where it stays, in the lobby, and once in what the server says."""
    host, word = company.host(), open_run.token("control", "en")
    said: list[str] = []
    company.runs.on_torn = lambda name, found: said.append(f"{name} {found.file}")
    with open_run.run.log.path.open("ab") as file:
        file.write(b'{"seq":99,"id":"x')
    do(open_run, "note", text="Written after the power came back.")
    assert open_run.token("control", "en") != word
    html = shown(host, open_run, "?panel=log")
    assert "A line that was never acknowledged was set aside in" in html
    assert ".torn" in html
    assert "A line that was never acknowledged" in host.get("/").get_data(as_text=True)
    for _ in range(3):
        company.runs.look()
    assert said == [f"{open_run.name} {open_run.run.log.path.name}.torn"]
    assert ".torn" not in company.seated(open_run.name, "usa").get(f"/run/{open_run.name}/usa").get_data(
        as_text=True
    )


def test_a_clock_set_back_is_told_to_control_and_to_nobody_else(company: Company, open_run: OpenRun) -> None:
    open_run.run.clock = lambda: datetime(1963, 11, 22, 18, 30, tzinfo=UTC)
    open_run.do(Command("note", data={"text": "x"}))
    run, told = open_run.name, "was set back at line"
    assert told in company.host().get(f"/run/{run}/control?panel=log").get_data(as_text=True)
    assert "1963-11-22 18:30" in company.host().get(f"/run/{run}/control?panel=log").get_data(as_text=True)
    for seat in ("usa", "public"):
        assert told not in company.seated(run, "usa").get(f"/run/{run}/{seat}").get_data(as_text=True)
