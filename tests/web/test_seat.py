"""The page of a role: every order with its reason, letters, questions, words and the story."""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from tests.web.company import Browser, Company
from web.open_run import OpenRun
from web.pages.seat import TABS, slug, tab_of
from web.pages.seat_words import key_of

Play = Callable[[Run, int], None]
QUERIES = ("", *(f"?tab={tab}" for tab in TABS))
WRITTEN = ("message", "statement", "letter", "reply", "proposal", "control")
TALKS = "offer_talks(arms_control)"
LETTER = "Limits can be talked about, if nothing is said in public."


class Page(HTMLParser):
    """The ids of a page, what refers to them, and its fields."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.meant: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.tags: Counter[str] = Counter()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags[tag] += 1
        if found.get("id"):
            self.ids[str(found["id"])] += 1
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.meant |= set(str(found.get(name) or "").split())
        if tag in ("input", "textarea", "select", "button"):
            self.fields.append({"tag": tag, **found})

    def values(self, name: str) -> list[str]:
        """What a field of this name can send."""
        return [str(field.get("value")) for field in self.fields if field.get("name") == name]

    def ticked(self, name: str) -> list[str]:
        """What a field of this name sends as it stands."""
        return [
            str(field["value"]) for field in self.fields if field.get("name") == name and "checked" in field
        ]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start("korea-2025", ("usa", "dprk", "poland"))


def do(open_run: OpenRun, name: str, actor: str = "control", **data: Any) -> None:
    open_run.do(Command(name, actor, data))


def until(open_run: OpenRun, turn: int, phase: str, play: Play) -> None:
    """Press on, as automatic control would, until a phase begins."""
    while (open_run.run.state.game.turn, open_run.run.state.game.phase) != (turn, phase):
        play(open_run.run, 1)


def show(browser: Browser, open_run: OpenRun, seat: str, query: str = "") -> str:
    answer = browser.get(f"/run/{open_run.name}/{seat}{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def send(browser: Browser, open_run: OpenRun, seat: str, command: str, /, **fields: Any) -> Any:
    """A form of the page, sent off."""
    data = {"command": command, "form": command, **fields}
    return browser.post(f"/run/{open_run.name}/{seat}/do", data)


@pytest.mark.parametrize(("exercise", "role"), [("korea-2025", "poland"), ("grey-strait", "halmar")])
def test_every_part_stands_once_in_every_phase(
    company: Company, play_on: Play, exercise: str, role: str
) -> None:
    """No id stands twice, no label leads nowhere, no attribute carries a style or an event."""
    open_run = company.start(exercise, (role,))
    browser = company.seated(open_run.name, role)
    for _ in range(70):
        for query in (*QUERIES, *(f"?tab=messages&write={kind}" for kind in WRITTEN)):
            html = show(browser, open_run, role, query)
            page = Page(html)
            twice = [name for name, number in page.ids.items() if number > 1]
            assert not twice, f"{query}: {twice}"
            assert page.meant <= set(page.ids), page.meant - set(page.ids)
            assert page.tags["main"] == page.tags["h1"] == 1
            assert not re.search(r"<[^>]+\s(style|on\w+)=", html)
        if open_run.run.state.game.finished or open_run.run.state.game.turn > 2:
            break
        play_on(open_run.run, 4)


def test_every_move_can_be_ticked_or_says_why_not(company: Company, open_run: OpenRun, play_on: Play) -> None:
    for role in ("usa", "poland"):
        until(open_run, 1, "orders", play_on)
        html = show(company.seated(open_run.name, role), open_run, role, "?tab=orders")
        page = Page(html)
        offered = {
            *page.values("order"),
            *(value for name in names(page, "target:") for value in page.values(name)),
        }
        for move in open_run.picture(role, "en")["moves"]:
            if move["allowed"]:
                assert move["order"] in offered, move["order"]
            else:
                assert move["order"] not in offered
                assert move["reason"] in html


def names(page: Page, start: str) -> set[str]:
    return {str(field["name"]) for field in page.fields if str(field.get("name")).startswith(start)}


def test_orders_are_sealed_changed_and_refused_one_by_one(
    company: Company, open_run: OpenRun, play_on: Play
) -> None:
    until(open_run, 1, "orders", play_on)
    browser = company.seated(open_run.name, "usa")
    version = open_run.picture("usa", "en")["versions"]["orders"]
    fields = {
        "order": ["offer_talks", "reassure(rok)", "no_such_order"],
        "target:offer_talks": "offer_talks(arms_control)",
        "secret:offer_talks": "yes",
        "version": version,
    }
    assert send(browser, open_run, "usa", "orders", **fields).status_code == 303
    assert open_run.run.state.game.orders["usa"] == [
        {"order": "offer_talks(arms_control)", "secret": True},
        {"order": "reassure(rok)"},
    ]
    html = show(browser, open_run, "usa", "?tab=orders")
    assert set(Page(html).ticked("order")) == {"offer_talks", "reassure(rok)"}
    assert Page(html).ticked("target:offer_talks") == ["offer_talks(arms_control)"]

    stale = send(browser, open_run, "usa", "orders", **{**fields, "order": ["crisis_line"]})
    assert stale.status_code == 409, "what stands has not been seen"
    refused = stale.get_data(as_text=True)
    assert Page(refused).ticked("order") == ["crisis_line"], "what was ticked is kept"
    assert "Offer talks (arms control), Reassure an ally (ROK)" in refused, "and what stands is shown"
    fresh = Page(refused).values("version")[0]
    send(browser, open_run, "usa", "orders", **{**fields, "order": [], "version": fresh})
    assert open_run.run.state.game.orders["usa"] == []
    assert 'id="refused-orders"' not in show(browser, open_run, "usa")


def test_what_was_refused_before_the_orders_were_sealed_anew_is_past(
    company: Company, open_run: OpenRun, play_on: Play
) -> None:
    until(open_run, 1, "orders", play_on)
    browser = company.seated(open_run.name, "usa")
    barred = next(move for move in open_run.picture("usa", "en")["moves"] if not move["allowed"])
    open_run.do(Command("orders", "usa", {"orders": [{"order": barred["order"]}]}))
    assert barred["title"] in show(browser, open_run, "usa").partition('id="refused-orders"')[2]
    open_run.do(Command("orders", "usa", {"orders": [{"order": "reassure(rok)"}]}))
    until(open_run, 1, "report", play_on)
    own = show(browser, open_run, "usa").partition('id="own-report"')[2].partition("</section>")[0]
    assert "Reassure an ally" in own
    assert barred["title"] not in own


def test_more_than_the_limit_is_not_sealed_but_said(
    company: Company, open_run: OpenRun, play_on: Play
) -> None:
    """What of too much is left out is for the seat to say: nothing is dropped in silence."""
    until(open_run, 1, "orders", play_on)
    browser = company.seated(open_run.name, "usa")
    much = ["offer_talks", "reassure(rok)", "enforce_sanctions"]
    answer = send(browser, open_run, "usa", "orders", order=much, **{"target:offer_talks": TALKS})
    assert answer.status_code == 409
    html = answer.get_data(as_text=True)
    assert "Too much to seal. Paid orders: 3 of at most 2." in html
    assert set(Page(html).ticked("order")) == set(much), "what was ticked is kept"
    assert "usa" not in open_run.run.state.game.orders


def test_a_letter_is_read_passed_on_and_answered(company: Company, open_run: OpenRun, play_on: Play) -> None:
    until(open_run, 1, "consultation", play_on)
    usa, poland = company.seated(open_run.name, "usa"), company.seated(open_run.name, "poland")
    assert "?tab=messages&amp;write=letter" in show(usa, open_run, "usa")
    send(usa, open_run, "usa", "message", text="Sealed words.", carry="yes", through="poland", sealed="yes")
    assert "A sealed letter" in show(poland, open_run, "poland")
    assert "Sealed words." not in show(poland, open_run, "poland", "?tab=messages&with=usa")
    send(usa, open_run, "usa", "message", text=LETTER, carry="yes", through="poland")
    html = show(poland, open_run, "poland")
    assert html.count(LETTER) >= 2, "in the letter's card and among the words"
    assert "carry_message(usa)" in Page(html).values("target:carry_message")
    until(open_run, 1, "orders", play_on)
    send(
        poland, open_run, "poland", "orders",
        **{"order": "carry_message", "target:carry_message": "carry_message(usa)", "seal": "yes"},
    )  # fmt: skip
    assert open_run.run.state.game.orders["poland"][0]["order"] == "carry_message(usa)"
    send(poland, open_run, "poland", "orders", **{"order": "carry_message", "target:carry_message": ""})
    assert open_run.run.state.game.orders["poland"] == [], "nothing is carried where nothing was chosen"


def test_a_question_is_put_answered_and_answered_anew(
    company: Company, open_run: OpenRun, play_on: Play
) -> None:
    until(open_run, 1, "orders", play_on)
    dprk = company.seated(open_run.name, "dprk")
    do(open_run, "orders", "usa", orders=[{"order": "offer_talks(arms_control)"}], seal=True)
    do(open_run, "advance")
    html = show(dprk, open_run, "dprk")
    assert "Washington offers talks on arms control" in html
    (question,) = open_run.picture("dprk", "en")["questions"]
    for answer in ("accept", "refuse"):
        version = open_run.picture("dprk", "en")["questions"][0]["version"]
        fields = {"question": question["id"], "answer": answer, "version": version}
        assert send(dprk, open_run, "dprk", "answer", **fields).status_code == 303
        assert Page(show(dprk, open_run, "dprk")).ticked("answer") == [answer]


def test_the_page_turns_with_the_phase_but_not_away_from_words(open_run: OpenRun, play_on: Play) -> None:
    until(open_run, 1, "consultation", play_on)
    picture = open_run.picture("usa", "en")
    assert tab_of(picture, {}) == "messages"
    asked = {"tab": "orders", "at": "1-consultation"}
    assert tab_of(picture, asked) == "orders"
    until(open_run, 1, "report", play_on)
    picture = open_run.picture("usa", "en")
    assert tab_of(picture, asked) == "situation"
    assert tab_of(picture, {**asked, "tab": "messages"}) == "messages"
    assert tab_of(picture, {"tab": "nonsense"}) == "situation"


def test_words_come_as_threads() -> None:
    for kind, sender, to, carrier, key in (
        ("message", "rok", ["usa"], "", "rok"),
        ("message", "usa", ["rok", "japan"], "", "japan+rok"),
        ("message", "usa", [], "poland", "poland"),
        ("statement", "rok", [], "", "statements"),
        ("request", "usa", [], "", "control"),
        ("reply", "control", [], "", "control"),
    ):
        assert key_of(kind, sender, to, carrier, "usa") == key


def test_the_report_tells_what_came_of_orders_and_what_moved(
    company: Company, open_run: OpenRun, play_on: Play
) -> None:
    until(open_run, 1, "orders", play_on)
    do(open_run, "orders", "usa", orders=[{"order": "reassure(rok)"}], seal=True)
    until(open_run, 1, "report", play_on)
    html = show(company.seated(open_run.name, "usa"), open_run, "usa")
    own = html.partition('id="own-report"')[2].partition("</section>")[0]
    assert "Reassure an ally (ROK)" in own
    assert "<svg" in own, "the chances, since all of it is readable"
    moved = html.partition('id="moved"')[2].partition("</section>")[0]
    changed = [track for track in open_run.picture("usa", "en")["tracks"] if track.get("change")]
    assert changed
    for track in changed:
        row = moved.partition(f'id="moved-{slug(track["id"])}"')[2].partition("</tr>")[0]
        assert track["title"] in row
        assert f"{'▲' if track['change'] > 0 else '▼'}{abs(track['change'])}" in row


def test_what_players_write_stays_text(company: Company, open_run: OpenRun, play_on: Play) -> None:
    until(open_run, 1, "consultation", play_on)
    do(open_run, "message", role="china", to=["dprk"], text="<script>alert(1)</script>" + "x" * 400)
    for query in QUERIES:
        html = show(company.seated(open_run.name, "dprk"), open_run, "dprk", query)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_a_person_takes_the_seat_of_a_bot_on_its_page(company: Company, open_run: OpenRun) -> None:
    browser = company.seated(open_run.name, "usa")
    do(open_run, "seat", seat="usa", by="bot")
    html = show(browser, open_run, "usa")
    assert 'id="form-seat-take"' in html
    send(browser, open_run, "usa", "seat", **{"seat": "usa", "by": "person"})
    assert open_run.run.state.seat("usa") == "person"
    assert "form-seat-take" not in show(browser, open_run, "usa")
