"""What the people of one seat write to each other and keep in a notebook, and how words are found again."""

import re
from html import unescape
from pathlib import Path

import pytest

from engine.play.commands import Command, Refusal
from engine.views import view
from tests.web.company import Browser, Company, lines
from web.open_run import OpenRun

SECRET = "If Brenia asks, we wait."


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    found = company.start("grey-strait", ("halmar", "brenia"), seed=5)
    found.do(Command("advance"))
    return found


def page(browser: Browser, open_run: OpenRun, seat: str, query: str = "tab=messages") -> str:
    return unescape(browser.get(f"/run/{open_run.name}/{seat}?{query}").get_data(as_text=True))


def send(browser: Browser, open_run: OpenRun, **fields: str) -> int:
    return browser.post(f"/run/{open_run.name}/halmar/do", fields).status_code


def talk(html: str) -> str:
    return html.partition('id="talk"')[2].partition("</section>")[0]


def test_a_team_writes_to_itself(company: Company, open_run: OpenRun) -> None:
    """Law: a message to one's own seat is read by that seat and by control, and by nobody else."""
    halmar = company.seated(open_run.name, "halmar")
    assert send(halmar, open_run, command="message", form="team", to="halmar", text=SECRET) == 303
    mate = page(company.seated(open_run.name, "halmar"), open_run, "halmar", "tab=messages&with=halmar")
    assert SECRET in talk(mate)
    assert 'id="form-team"' in mate, "the answer goes to the same people"
    (newest,) = re.findall(r'data-thread="halmar" data-newest="(\d+)"', mate)
    assert int(newest), "any word among them may be another's, so it is counted as new"
    assert SECRET in page(company.host(), open_run, "control", "")
    assert SECRET not in page(company.seated(open_run.name, "brenia"), open_run, "brenia")
    assert SECRET not in str(view(open_run.run.state, "public"))


def test_a_message_to_others_is_never_one_to_oneself(open_run: OpenRun) -> None:
    line = open_run.do(Command("message", "halmar", {"to": ["halmar", "brenia"], "text": "Hello."}))
    assert line.events[0].to == ["brenia"]
    with pytest.raises(Refusal, match="Name at least one role"):
        open_run.do(Command("message", "halmar", {"text": "Hello."}))


def test_a_topic_makes_a_thread_of_its_own(company: Company, open_run: OpenRun) -> None:
    for topic, text in (("", "Good morning."), ("the nets", "Who cut them?"), ("the nets", "We ask again.")):
        open_run.do(Command("message", "halmar", {"to": ["brenia"], "text": text, "topic": topic}))
    brenia = company.seated(open_run.name, "brenia")
    html = page(brenia, open_run, "brenia")
    assert re.findall(r'data-thread="([^"]*)"', html) == ["halmar~the nets", "halmar"]
    opened = page(brenia, open_run, "brenia", "tab=messages&with=halmar~the+nets")
    assert "Who cut them?" in talk(opened)
    assert "Good morning." not in talk(opened)
    assert re.search(r'name="topic"[^>]*value="the nets"', opened), "an answer stays in the thread"
    assert re.search(r'name="to" value="halmar" checked', opened)


def test_words_are_found_by_text_topic_and_partner(company: Company, open_run: OpenRun) -> None:
    open_run.do(Command("message", "halmar", {"to": ["brenia"], "text": "Who cut them?", "topic": "nets"}))
    open_run.do(Command("statement", "brenia", {"text": "We are calm."}))
    halmar = company.seated(open_run.name, "halmar")
    for asked, found in (("CUT", True), ("nets", True), ("brenia cut", True), ("calm cut", False)):
        html = talk(page(halmar, open_run, "halmar", f"tab=messages&find={asked.replace(' ', '+')}"))
        assert ("Who cut them?" in html) is found, asked
        assert ("Nothing that was said" in html) is not found, asked


def test_one_notebook_for_a_seat(company: Company, open_run: OpenRun) -> None:
    """Law: the notebook of a seat is read by it and by control; nobody writes over what they did not see."""
    run = open_run.name
    one, two = company.seated(run, "halmar"), company.seated(run, "halmar")
    html = page(one, open_run, "halmar", "tab=messages&write=notebook")
    (version,) = re.findall(
        r'name="version" value="([^"]+)"', html.partition('id="form-notebook"')[2][:2000]
    )[:1]
    fields = {
        "command": "notebook",
        "form": "notebook",
        "version": version,
        "back": "tab=messages&write=notebook",
    }
    assert send(one, open_run, text=SECRET, **fields) == 303
    assert SECRET in page(two, open_run, "halmar", "tab=messages&write=notebook")
    before = lines(open_run)
    answer = two.post(f"/run/{run}/halmar/do", {**fields, "text": "Something else."})
    refused = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 409
    assert lines(open_run) == before
    assert "Something else." in refused, "what was typed is kept"
    assert SECRET in refused.partition('id="notebook-now"')[2][:200], "beside what stands there"
    assert SECRET in page(company.host(), open_run, "control", "")
    assert SECRET not in page(company.seated(run, "brenia"), open_run, "brenia")
    assert view(open_run.run.state, "brenia")["notebook"] == ""
