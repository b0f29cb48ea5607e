"""A page carries the newest words of a thread, and the rest when it is asked for."""

import re
from pathlib import Path

import pytest

from engine.play.commands import Command
from tests.web.company import Browser, Company
from web.open_run import MOST_KEPT, OpenRun
from web.pages import control_room
from web.pages.seat_words import MOST_SHOWN


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    found = company.start("grey-strait", ("halmar", "brenia"), seed=5)
    found.do(Command("advance"))
    return found


def say(open_run: OpenRun, *texts: str) -> None:
    for text in texts:
        open_run.do(Command("message", "halmar", {"to": ["brenia"], "text": text}))


def page(browser: Browser, open_run: OpenRun, seat: str, query: str = "") -> str:
    return browser.get(f"/run/{open_run.name}/{seat}?{query}").get_data(as_text=True)


def told(html: str) -> list[str]:
    """The words of the thread that is shown, the newest first."""
    talk = html.partition('id="talk"')[2].partition("</section>")[0]
    return re.findall(r"Word (\d+)\.", talk)


def test_a_seat_reads_the_newest_and_asks_for_the_rest(company: Company, open_run: OpenRun) -> None:
    say(open_run, *(f"Word {number}." for number in range(MOST_SHOWN + 5)))
    browser = company.seated(open_run.name, "brenia")
    html = page(browser, open_run, "brenia", "tab=messages&with=halmar")
    every = [str(number) for number in reversed(range(MOST_SHOWN + 5))]
    assert told(html) == every[:MOST_SHOWN]
    assert f"Show all {MOST_SHOWN + 5}" in html
    address = re.search(r'class="earlier"><a class="button" href="\?([^"]*)"', html)
    assert address
    whole = page(browser, open_run, "brenia", address[1].replace("&amp;", "&"))
    assert told(whole) == every
    assert "Show all" not in whole
    assert told(page(browser, open_run, "brenia", "tab=messages")) == every[:MOST_SHOWN], (
        "of all threads, too"
    )


def test_nothing_is_offered_where_all_is_shown(company: Company, open_run: OpenRun) -> None:
    say(open_run, *(f"Word {number}." for number in range(MOST_SHOWN)))
    html = page(company.seated(open_run.name, "brenia"), open_run, "brenia", "tab=messages")
    assert len(told(html)) == MOST_SHOWN
    assert "Show all" not in html


def test_control_reads_the_newest_of_each_kind_and_the_rest_in_the_panel(
    company: Company, open_run: OpenRun
) -> None:
    open_run.do(Command("request", "brenia", {"text": "Word 999."}))
    say(open_run, *(f"Word {number}." for number in range(control_room.MOST_SHOWN)))
    host = company.host()
    html = page(host, open_run, "control")
    assert told(html) == [str(number) for number in reversed(range(control_room.MOST_SHOWN))]
    assert "All that was said" in html
    assert told(page(host, open_run, "control", "only=control")) == ["999"], "a filter looks at all of them"
    assert "Word 999." in page(host, open_run, "control", "panel=words")


def test_a_page_does_not_grow_with_what_was_said(company: Company, open_run: OpenRun) -> None:
    browser, sizes = company.seated(open_run.name, "brenia"), []
    for _ in range(2):
        say(open_run, *("The same few words." for _ in range(120)))
        sizes.append(len(page(browser, open_run, "brenia", "tab=messages")))
    assert sizes[1] < sizes[0] * 1.02


def test_the_pages_that_are_kept_have_a_limit(company: Company, open_run: OpenRun) -> None:
    browser = company.seated(open_run.name, "brenia")
    for number in range(60):
        page(browser, open_run, "brenia", f"x={number}")
        assert open_run._kept <= MOST_KEPT
    assert open_run._kept == sum(len(kept) for _, kept in open_run._pages.values())
    assert open_run._pages, "the newest are kept"


def test_what_is_withdrawn_is_struck_from_words_that_were_read_before(
    company: Company, open_run: OpenRun
) -> None:
    """What a page goes on with is begun anew where it changed."""
    open_run.do(Command("statement", "halmar", {"text": "We never said this."}))
    say(open_run, "Word 1.")
    browser = company.seated(open_run.name, "brenia")
    assert "We never said this." in page(browser, open_run, "brenia", "tab=messages")
    statement = next(iter(open_run.run.state.room.statements))
    open_run.do(Command("withdraw", "control", {"statement": statement}))
    assert "We never said this." not in page(browser, open_run, "brenia", "tab=messages&with=statements")


def test_opening_a_page_is_no_reason_to_load_it_again(company: Company, open_run: OpenRun) -> None:
    """The page knows that its own browser is here: what the line says first is what it shows already."""
    for browser, seat in ((company.host(), "control"), (company.seated(open_run.name, "brenia"), "brenia")):
        html = page(browser, open_run, seat)
        shown = re.search(r'data-channel="([^"]*)" data-token="([^"]*)"', html)
        assert shown
        assert browser.get(f"/live/now?c={shown[1]}").json == {shown[1]: shown[2]}
