"""What a team chooses is kept for it, is nobody else's to read, and counts at the lock as the pages say."""

from html import unescape
from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command, Refusal
from engine.play.events import Locked
from engine.record.run import Run
from engine.views.locking import AT_LOCK
from tests.web.company import Browser, Company, lines
from tests.web.test_control import on_to
from tests.web.test_seat import Page
from web.open_run import OpenRun

TALKS, REASSURE, SANCTIONS = "offer_talks(arms_control)", "reassure(rok)", "enforce_sanctions"
TITLE = "Reassure an ally (ROK)"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    found = company.start("korea-2025", ("usa", "dprk"))
    on_to(found, "orders")
    return found


def choose(browser: Browser, open_run: OpenRun, *orders: str, **more: Any) -> int:
    """Tick orders; what the page showed before is `base`."""
    fields = {"command": "draft", "form": "orders", "order": list(orders), "base": "", **more}
    return browser.post(f"/run/{open_run.name}/usa/do", fields).status_code


def ordered(run: Run) -> list[str]:
    """What the USA has ordered in this turn."""
    return [entry["order"] for entry in run.state.game.orders.get("usa", [])]


def page(browser: Browser, open_run: OpenRun, seat: str, query: str = "") -> str:
    answer = browser.get(f"/run/{open_run.name}/{seat}{query}")
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def test_what_is_chosen_is_kept_beside_the_log(company: Company, open_run: OpenRun) -> None:
    usa, before = company.seated(open_run.name, "usa"), lines(open_run)
    assert choose(usa, open_run, REASSURE) == 303
    assert lines(open_run) == before, "a draft is no event"
    assert [entry["order"] for entry in open_run.run.state.drafts["usa"]] == [REASSURE]
    html = page(company.seated(open_run.name, "usa"), open_run, "usa", "?tab=orders")
    assert Page(html).ticked("order") == [REASSURE], "on another device of the team, and after a reload"
    assert AT_LOCK["draft"] in html


def test_control_sees_that_there_is_a_draft_and_never_what(company: Company, open_run: OpenRun) -> None:
    choose(company.seated(open_run.name, "usa"), open_run, REASSURE)
    html = page(company.host(), open_run, "control")
    card = html.partition('id="orders-usa"')[2].partition("</li>")[0]
    assert AT_LOCK["draft"] in card
    assert TITLE not in html
    assert TITLE not in str(open_run.picture("control", "en")["all_orders"]["usa"])


def test_nobody_else_reads_a_draft(company: Company, open_run: OpenRun) -> None:
    words = {seat: open_run.token(seat, "en") for seat in ("usa", "dprk", "public")}
    choose(company.seated(open_run.name, "usa"), open_run, REASSURE)
    assert open_run.token("usa", "en") != words["usa"], "the team's other device hears of it"
    for seat in ("dprk", "public"):
        assert open_run.token(seat, "en") == words[seat], seat


def test_two_of_a_team_choose_at_once_and_neither_is_lost(company: Company, open_run: OpenRun) -> None:
    one, two = company.seated(open_run.name, "usa"), company.seated(open_run.name, "usa")
    choose(one, open_run, TALKS)
    choose(two, open_run, REASSURE)  # its page had not shown the other's tick yet
    assert {entry["order"] for entry in open_run.run.state.drafts["usa"]} == {TALKS, REASSURE}
    choose(one, open_run, REASSURE, base=f"{TALKS} {REASSURE}")
    assert {entry["order"] for entry in open_run.run.state.drafts["usa"]} == {REASSURE}, (
        "unticked is unticked"
    )


def test_a_draft_of_another_process_counts_at_the_lock_and_is_recorded(
    company: Company, open_run: OpenRun
) -> None:
    choose(company.seated(open_run.name, "usa"), open_run, REASSURE)
    elsewhere = Run.open(open_run.run.log.path)
    elsewhere.do(Command("advance"))
    with open_run.moment():
        line = open_run.run.log.lines[-1]
    (locked,) = [event for event in line.events if isinstance(event, Locked)]
    assert locked.drafts == ["usa"]
    assert locked.silent == ["dprk"]
    assert ordered(open_run.run) == [REASSURE]
    html = page(company.host(), open_run, "control")
    assert "Not sealed, the draft counted as far as it was allowed: USA" in html
    again = Run.open(open_run.run.log.path)
    assert ordered(again) == [REASSURE], "as the line says, not the side file"


def test_where_only_sealed_orders_count_every_page_says_so_and_it_is_so(
    company: Company, open_run: OpenRun
) -> None:
    host, usa = company.host(), company.seated(open_run.name, "usa")
    choose(usa, open_run, REASSURE)
    host.do(open_run.name, "control", "counting", drafts="no")
    assert AT_LOCK["left"] in page(usa, open_run, "usa", "?tab=orders")
    control = page(host, open_run, "control")
    assert f"USA: {AT_LOCK['left']}" in control, "in the question that is asked before the lock"
    open_run.do(Command("advance"))
    assert ordered(open_run.run) == []
    assert "Not sealed, the draft did not count: USA" in page(host, open_run, "control")


def test_a_draft_over_the_limit_is_kept_and_counts_as_far_as_it_fits(
    company: Company, open_run: OpenRun
) -> None:
    usa = company.seated(open_run.name, "usa")
    assert choose(usa, open_run, TALKS, REASSURE, SANCTIONS) == 303
    html = page(usa, open_run, "usa", "?tab=orders")
    assert "Too much to seal. Paid orders: 3 of at most 2." in html
    assert Page(html).ticked("order") == [TALKS.partition("(")[0], REASSURE, SANCTIONS]
    open_run.do(Command("advance"))
    assert ordered(open_run.run) == [TALKS, REASSURE]


def test_the_api_keeps_drafts_too(company: Company, open_run: OpenRun) -> None:
    token, before = company.token(open_run.name, "usa"), lines(open_run)
    data = {"orders": [{"order": REASSURE}], "seal": False, "base": []}
    answer = company.ask("POST", "/commands/orders", token, json={"data": data})
    assert answer.status_code == 200
    assert "seq" not in answer.json
    assert lines(open_run) == before
    view = company.ask("GET", "/view", token).json
    assert [entry["order"] for entry in view["draft"]] == [REASSURE]
    assert view["at_lock"] == {"state": "draft", "words": AT_LOCK["draft"]}


def test_after_the_lock_nothing_is_kept_and_it_is_said(company: Company, open_run: OpenRun) -> None:
    open_run.do(Command("advance"))
    usa = company.seated(open_run.name, "usa")
    answer = usa.post(
        f"/run/{open_run.name}/usa/do",
        {"command": "draft", "form": "orders", "order": [REASSURE], "base": ""},
    )
    assert answer.status_code == 409
    assert "Orders are locked." in unescape(answer.get_data(as_text=True))


def test_an_observer_chooses_for_nobody(company: Company, open_run: OpenRun) -> None:
    observer = company.seated(open_run.name, "observer")
    fields = {"command": "draft", "form": "orders", "order": [TALKS], "role": "usa"}
    assert observer.post(f"/run/{open_run.name}/observer/do", fields).status_code == 409
    assert open_run.run.state.drafts == {}


def test_control_does_not_read_a_draft_by_looking_as_the_seat(company: Company, open_run: OpenRun) -> None:
    choose(company.seated(open_run.name, "usa"), open_run, REASSURE, TALKS, SANCTIONS)
    mine = company.ask("GET", "/view", company.token(open_run.name, "usa")).get_json()
    assert len(mine["draft"]) == 3
    seen = company.ask("GET", "/view?as=usa", company.token(open_run.name, "control")).get_json()
    assert seen["at_lock"]["state"] == "draft"
    assert not seen["draft"]
    assert not seen["too_much"]


def test_a_seat_that_nobody_plays_any_more_is_not_told_to_seal(company: Company, open_run: OpenRun) -> None:
    usa = company.seated(open_run.name, "usa")
    choose(usa, open_run, REASSURE)
    open_run.do(Command("seat", data={"seat": "usa", "by": "bot"}))
    html = page(usa, open_run, "usa", "?tab=orders")
    assert AT_LOCK["doctrine"] in html
    assert AT_LOCK["draft"] not in html
    assert 'id="seal"' not in html


def test_a_draft_that_is_not_allowed_is_not_said_to_have_counted(company: Company, open_run: OpenRun) -> None:
    usa = company.seated(open_run.name, "usa")
    barred = next(move["order"] for move in open_run.picture("usa", "en")["moves"] if not move["allowed"])
    choose(usa, open_run, barred)
    assert "as far as it is allowed" in page(usa, open_run, "usa", "?tab=orders")
    open_run.do(Command("advance"))
    assert "Its draft counted as far as it was allowed." in page(usa, open_run, "usa", "?tab=situation")
    assert 'id="refused-orders"' in page(usa, open_run, "usa", "?tab=orders")


def test_a_team_mate_says_something_of_a_draft(company: Company, open_run: OpenRun) -> None:
    """Law: a comment stands beside the draft and changes nothing of it; its seat alone reads it; no line."""
    usa, mate = company.seated(open_run.name, "usa"), company.seated(open_run.name, "usa")
    choose(usa, open_run, REASSURE)
    before = lines(open_run)
    fields = {"command": "draft", "form": "comment", "comment": "Seoul asked for it.", "about": REASSURE}
    assert mate.post(f"/run/{open_run.name}/usa/do", fields).status_code == 303
    assert lines(open_run) == before
    assert [entry["order"] for entry in open_run.run.state.drafts["usa"]] == [REASSURE]
    said = page(usa, open_run, "usa", "?tab=orders").partition('id="comments"')[2].partition("</section>")[0]
    assert "Seoul asked for it." in said
    assert TITLE in said
    again = Run.open(open_run.run.log.path)
    again.refresh()
    assert again.state.comments == open_run.run.state.comments != {}, "another process reads it, too"
    for seat, browser in (("dprk", company.seated(open_run.name, "dprk")), ("control", company.host())):
        assert "Seoul asked for it." not in page(browser, open_run, seat)
    sealed = {"orders": [{"order": REASSURE}], "comment": "x"}
    with pytest.raises(Refusal, match="kept beside the log"):
        open_run.do(Command("orders", "usa", sealed))
    open_run.do(Command("orders", "usa", {"orders": [{"order": REASSURE}]}))
    on_to(open_run, "rulings")
    assert not open_run.run.state.comments, "they end with the lock"


def test_a_comment_is_on_an_order_of_ones_own(open_run: OpenRun) -> None:
    for data in ({"comment": " "}, {"comment": "x", "about": "short_test"}):
        with pytest.raises(Refusal):
            open_run.keep_draft(Command("orders", "usa", {"orders": [], "seal": False, **data}))
