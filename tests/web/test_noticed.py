"""What a team must not miss on its page: a new inject, what it sent, why nobody can sign, what is sealed."""

from html import unescape
from pathlib import Path

import pytest

from engine.play.commands import Command
from engine.words.language import Language
from engine.words.titles import heading
from tests.web.company import Browser, Company, loaded
from tests.web.test_seat import Page, Play, send, show, until
from web.open_run import OpenRun


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start("korea-2025", ("usa", "dprk", "poland"))


def test_an_inject_is_announced_on_every_other_tab(
    company: Company, open_run: OpenRun, play_on: Play
) -> None:
    until(open_run, 1, "consultation", play_on)
    browser = company.seated(open_run.name, "usa")
    entry = next(entry for entry in open_run.picture("control", "en")["tray"])
    open_run.do(Command("release", "control", {"inject": entry["inject"]}))
    fact = next(fact for fact in reversed(open_run.picture("usa", "en")["story"]) if fact["kind"] == "inject")
    for tab in ("orders", "messages", "brief"):
        html = show(browser, open_run, "usa", f"?tab={tab}")
        line = html.partition(f'id="news-{fact["number"]}"')[2].partition("</p>")[0]
        assert fact["details"]["title"] in unescape(line)
        assert "?tab=situation" in line
        assert "hidden" not in line.partition(">")[0], "without scripts it stands while its phase lasts"
    assert "data-news=" not in show(browser, open_run, "usa", "?tab=situation")


def test_what_was_sent_is_said_with_its_thread(company: Company, open_run: OpenRun, play_on: Play) -> None:
    until(open_run, 1, "consultation", play_on)
    browser = company.seated(open_run.name, "usa")
    then = {"then": "tab=messages&sent="}
    answer = send(browser, open_run, "usa", "message", to="rok", text="What would you need?", **then)
    html = browser.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Sent to ROK." in html
    assert "What would you need?" in html.partition('id="talk"')[2].partition("</section>")[0]
    answer = send(browser, open_run, "usa", "request", text="May we?", **then)
    assert "Sent to control." in browser.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Sent to" not in show(
        company.seated(open_run.name, "dprk"), open_run, "dprk", "?tab=messages&sent=1"
    )


def test_a_proposal_says_what_its_last_signature_waits_for(
    company: Company, open_run: OpenRun, play_on: Play
) -> None:
    until(open_run, 1, "consultation", play_on)
    open_run.do(Command("propose", "usa", {"agreement": "freeze_for_relief", "terms": {}, "invites": []}))
    (entry,) = open_run.picture("dprk", "en")["proposals"]
    assert entry["holds"] is False
    html = unescape(show(company.seated(open_run.name, "dprk"), open_run, "dprk", "?tab=messages"))
    card = html.partition(f'id="proposal-{entry["id"]}"')[2].partition("</article>")[0]
    assert card.index(entry["condition"]) < card.index(">Sign<")
    assert "That does not hold now." in card


def test_what_is_sealed_is_said_quietly(company: Company, open_run: OpenRun, play_on: Play) -> None:
    until(open_run, 1, "orders", play_on)
    browser: Browser = company.seated(open_run.name, "usa")
    assert "settled" not in show(browser, open_run, "usa", "?tab=orders")
    send(browser, open_run, "usa", "orders", order=["reassure(rok)"], seal="yes")
    html = show(browser, open_run, "usa", "?tab=orders")
    (button,) = [field for field in Page(html).fields if field.get("id") == "seal"]
    assert "settled" in str(button["class"])
    assert "Sealed: 1 order" in html


@pytest.mark.parametrize(
    ("exercise", "named"),
    [("korea-2025", "Korea 2025 · It will not get better"), ("grey-strait", "The Grey Strait")],
)
def test_an_exercise_is_called_by_both_its_names(exercise: str, named: str) -> None:
    assert heading(loaded(exercise), Language("en")) == named
