"""Cards on the page and through the API; the brief a seat begins with; what the scales and a report say."""

import json
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlencode

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.views import decision
from tests.web.company import Browser, Company
from tests.web.test_seat import Page, show, until
from web.open_run import OpenRun

Play = Callable[[Run, int], None]
TALKS = "offer_talks(arms_control)"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start("korea-2025", ("usa", "dprk", "poland"))


def why(browser: Browser, open_run: OpenRun, seat: str, about: str) -> tuple[int, str]:
    answer = browser.get(f"/run/{open_run.name}/{seat}/why?{urlencode({'about': about})}")
    return answer.status_code, unescape(answer.get_data(as_text=True))


def test_every_move_leads_to_a_card_that_says_what_can_come(
    company: Company, open_run: OpenRun, play_on: Play
) -> None:
    """Every row, modifier and effect that the card knows stands on its page, and no id twice."""
    until(open_run, 2, "orders", play_on)
    usa = company.seated(open_run.name, "usa")
    page = unquote(show(usa, open_run, "usa", "?tab=orders"))
    orders = open_run.run.exercise.orders_of["usa"]
    for move in {order.move_id for order in orders}:
        assert any(f"about={order.key}" in page for order in orders if order.move_id == move)
    for order in orders:
        code, html = why(usa, open_run, "usa", order.key)
        assert code == 200
        assert max(Page(html).ids.values()) == 1
        card = decision(open_run.run.state, "usa", order.key)
        for table in (table for case in card["cases"] for table in case["tables"]):
            for row in table["rows"]:
                assert row["row"] in html
                assert all(effect in html for effect in row["effects"])
            counted = [entry for entry in table["modifiers"] if entry["state"] != "idle"]
            assert all(entry["reason"] in html for entry in counted)
        assert all(goal["title"] in html for goal in card["goals"])


def test_a_card_is_for_its_own_seat_alone(company: Company, open_run: OpenRun, play_on: Play) -> None:
    until(open_run, 2, "orders", play_on)
    dprk = company.seated(open_run.name, "dprk")
    assert why(dprk, open_run, "dprk", TALKS)[0] == 404
    assert why(dprk, open_run, "usa", TALKS)[0] == 404
    token = company.token(open_run.name, "dprk")
    assert company.ask("GET", f"/decision?{urlencode({'about': TALKS})}", token).status_code == 404
    assert company.ask("GET", f"/decision?{urlencode({'about': TALKS})}&as=usa", token).status_code == 403


def test_the_api_gives_the_same_card(company: Company, open_run: OpenRun, play_on: Play) -> None:
    until(open_run, 2, "orders", play_on)
    token = company.token(open_run.name, "usa")
    for language in ("en", "pl"):
        answer = company.ask("GET", f"/decision?{urlencode({'about': TALKS, 'lang': language})}", token)
        known = decision(open_run.run.state, "usa", TALKS, language)
        assert answer.json == json.loads(json.dumps(known))
    terms = urlencode({"about": "freeze_for_relief", "terms": "relief=2,verification=yes"})
    said = company.ask("GET", f"/decision?{terms}", token).json
    assert "Effective sanctions pressure −2" in said["effects"]
    assert company.ask("GET", "/decision?about=freeze_for_relief&terms=relief=9", token).status_code == 404


def test_an_answer_says_what_it_would_do(company: Company, open_run: OpenRun, play_on: Play) -> None:
    until(open_run, 1, "orders", play_on)
    orders = {"orders": [{"order": TALKS}]}
    open_run.do(Command("orders", "usa", orders))
    open_run.do(Command("orders", "dprk", {"orders": []}))
    open_run.do(Command("orders", "poland", {"orders": []}))
    open_run.do(Command("advance"))
    (question,) = [one for one in open_run.run.state.game.questions.values() if one.to == "dprk"]
    dprk = company.seated(open_run.name, "dprk")
    assert f"about={question.id}" in unquote(show(dprk, open_run, "dprk", "?tab=orders"))
    code, html = why(dprk, open_run, "dprk", question.id)
    assert code == 200
    assert "Pyongyang says yes" in html
    assert "Pyongyang declines" in html
    assert "Pyongyang rejects the offer in public" not in html, "silence is no answer one gives"


def test_a_seat_begins_with_its_brief(company: Company, open_run: OpenRun, play_on: Play) -> None:
    """Who it is, what it wants, what it may never let happen, what it can do; pack and rules one tap away."""
    until(open_run, 1, "situation", play_on)
    usa = company.seated(open_run.name, "usa")
    html = unescape(show(usa, open_run, "usa"))
    assert 'id="tab-brief" data-soft data-top aria-current="page"' in html
    heads = ["Who you are", "What you want", "What you may never let happen", "What you can do"]
    places = [html.index(f">{head}<") for head in heads]
    assert places == sorted(places)
    assert "The rules on a page" in html
    assert "Your role pack, to read or print" in html
    until(open_run, 1, "consultation", play_on)
    assert 'id="tab-messages" data-soft data-top aria-current="page"' in show(usa, open_run, "usa")


def test_aims_say_how_far_they_are(company: Company, open_run: OpenRun, play_on: Play) -> None:
    until(open_run, 1, "consultation", play_on)
    html = unescape(show(company.seated(open_run.name, "usa"), open_run, "usa", "?tab=brief"))
    view = open_run.picture("usa", "en")
    assert "US–DPRK dialogue 0 (none), needs 3 (talks announced)" in view["objectives"][0]["missing"][0]
    assert view["red_lines"][0]["missing"][0].endswith(", line at 2 (trust is lost)")
    for goal in (*view["objectives"], *view["red_lines"]):
        assert all(missing in html for missing in goal["missing"])
    assert all(bool(goal["missing"]) != goal["met"] for goal in view["objectives"])


def test_every_scale_has_its_words(company: Company, open_run: OpenRun) -> None:
    usa = company.seated(open_run.name, "usa")
    html = unescape(usa.get(f"/run/{open_run.name}/usa/scales").get_data(as_text=True))
    for track in open_run.picture("usa", "en")["tracks"]:
        assert track["title"] in html
        for words in (track["low"], track["high"], *track["rungs"]):
            assert words in html


def test_the_report_says_what_each_capital_did_and_what_came_back(
    company: Company, open_run: OpenRun, play_on: Play
) -> None:
    """All orders of others that this seat knows of, and every track that moved, also where it came back."""
    usa, again = company.seated(open_run.name, "usa"), 0
    for turn in range(1, 5):
        until(open_run, turn, "report", play_on)
        view = open_run.picture("usa", "en")
        html = unescape(show(usa, open_run, "usa", "?tab=situation"))
        facts = [fact for fact in view["story"] if fact["turn"] == turn]
        for fact in facts:
            if fact["kind"] == "order" and fact["details"]["role"] != "usa":
                assert f'id="did-{fact["details"]["role"]}"' in html
                assert fact["details"]["title"] in html.partition('id="capitals"')[2]
        told = html.partition('id="moved"')[2].partition("</section>")[0]
        for fact in facts:
            if fact["kind"] == "track":
                assert fact["details"]["title"] in told
        again += "Moved, and stands again where it stood" in told
    assert again, "some track comes back within four turns"
