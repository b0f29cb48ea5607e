"""What both faces decide is decided once: console and page say the same of the same run."""

import json
import re
from collections.abc import Iterator
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins
from rich.console import Console, RenderableType

from console import orders, report
from console.control import advance
from console.prompt import Prompt
from console.table import Table
from engine.play.commands import Command
from engine.play.commands.declared import (
    Answer,
    Chair,
    Dice,
    Fields,
    Mark,
    Message,
    Override,
    Release,
    Reply,
    Seat,
    Sign,
    Statement,
    Undo,
)
from engine.rules.exercise import Exercise
from engine.views import view
from engine.views.carried import carried_orders, other_rulings, own_orders
from engine.views.seen import Fact, RoleView, is_control, is_role
from engine.words.language import Language
from tests.play import tiny
from tests.play.tiny import move
from tests.web.company import Browser, Company
from web.open_run import OpenRun
from web.pages.seat_orders import groups

WIDE = 10_000
"""Columns, so that nothing is broken into lines."""


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def plain(text: str) -> str:
    return " ".join(unescape(text).replace("\u00a0", " ").split())


def lines(drawn: RenderableType) -> list[str]:
    """What the console shows, line by line."""
    console = Console(width=WIDE, file=StringIO())
    with console.capture() as captured:
        console.print(drawn)
    return [plain(line) for line in captured.get().splitlines()]


def words(html: str) -> str:
    """What a part of a page says."""
    return plain(re.sub(r"<[^>]*>", " ", html))


def page(browser: Browser, open_run: OpenRun, seat: str, language: str) -> str:
    answer = browser.get(f"/run/{open_run.name}/{seat}", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def part(html: str, name: str) -> str:
    """The section with this id."""
    return html.partition(f'<section class="pane in-situation wide-situation" id="{name}"')[2].partition(
        "</section>"
    )[0]


def reports(open_run: OpenRun) -> Iterator[None]:
    """A run that bots play, at each of its reports."""
    for role in open_run.roles:
        open_run.do(Command.of(Seat(seat=role, by="bot")))
    for _ in range(400):
        open_run.run.press_on()
        if open_run.run.state.game.phase == "report":
            yield
        if open_run.run.state.game.finished:
            return


def ruling(number: int, order: str, role: str = "north") -> Fact:
    details: Any = {"table": "Talks", "effects": [], "cause": "N: Talks", "role": role, "order": order}
    return {
        "number": number,
        "turn": 1,
        "phase": "rulings",
        "text": f"ruling {number}",
        "kind": "ruling",
        "details": {**details, "drift": False},
    }


def carried(number: int, order: str, title: str) -> Fact:
    return {
        "number": number,
        "turn": 1,
        "phase": "rulings",
        "text": f"North: {title}",
        "kind": "order",
        "details": {"role": "north", "order": order, "title": title, "effects": [], "secret": False},
    }


def returned(number: int, order: str, role: str = "north") -> Fact:
    return {
        "number": number,
        "turn": 1,
        "phase": "rulings",
        "text": f"{order} is not carried out",
        "kind": "refused",
        "details": {"role": role, "order": order},
    }


def test_rulings_follow_the_key_of_their_order_and_not_its_title() -> None:
    """With *Talks* and *Offer: Talks* the page laid one ruling under the first, the console two."""
    facts = [carried(1, "talks", "Talks"), carried(2, "offer", "Offer: Talks"), ruling(3, "talks")]
    facts += [ruling(4, "offer"), ruling(5, "", ""), ruling(6, "talks", "south")]
    found = {entry["details"]["order"]: entry["rulings"] for entry in carried_orders(facts, "north")}
    assert {order: [fact["number"] for fact in told] for order, told in found.items()} == {
        "talks": [3],
        "offer": [4],
    }
    assert [fact["number"] for fact in other_rulings(facts, "north")] == [5, 6]


def test_an_order_that_came_to_nothing_says_why() -> None:
    """The console said *not carried out*, where the page told who had refused."""
    given = [{"order": key, "title": key, "secret": False} for key in ("talks", "visit", "wait")]
    refused = [{"order": "march", "title": "march", "reason": "not now"}]
    seen: Any = {"seat": "north", "turn": 1, "orders": given, "refused_orders": refused}
    seen["story"] = [carried(1, "talks", "talks"), returned(2, "visit"), returned(3, "wait", "south")]
    assert [(entry.order, bool(entry.carried), entry.why) for entry in own_orders(seen)] == [
        ("talks", True, ""),
        ("visit", False, "visit is not carried out"),
        ("wait", False, ""),
        ("march", False, "not now"),
    ]
    shown = lines(report.own_orders(seen, Language("en")))
    assert "visit: visit is not carried out" in shown
    assert "march: not now" in shown


@pytest.mark.parametrize("language", ["en", "pl"])
def test_both_faces_tell_the_same_of_a_turn(exercise: Exercise, company: Company, language: str) -> None:
    """At every report, to every role: what moved and why, its own orders and what they led to."""
    told, ordered, moved = Language(language), 0, 0
    roles = list(exercise.roles)[: None if language == "en" else 2]
    open_run = company.start(exercise.id, seed=5)
    browser = company.seated(open_run.name, *exercise.roles)
    for _ in reports(open_run):
        for role in roles:
            found = view(open_run.run.state, role, language)
            assert is_role(found)
            html = page(browser, open_run, role, language)
            moved += same_movements(part(html, "moved"), report.movements(found, told), told)
            ordered += same_orders(part(html, "own-report"), found, told)
    assert moved > 10
    assert ordered > 5


def same_movements(html: str, drawn: RenderableType, language: Language) -> int:
    """How many tracks have moved; they and their reasons are those of the page, row by row."""
    table = html.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("</tr>")[:-1]]
    expected = []
    for title, course, change, causes in (map(words, row) for row in rows):
        amount = change.split()[0] if "→" in course else ""
        course = course if "→" in course else f"→ {course}"
        expected.append(plain(f"{title} {course} {amount} {report.shortened(causes.split('; '), language)}"))
    shown = lines(drawn)
    assert expected == (shown if rows else [])
    return len(rows)


def same_orders(html: str, found: RoleView, language: Language) -> int:
    """How many orders of its own a seat reads of; each with the same rulings on the page."""
    shown = lines(report.own_orders(found, language))
    articles = html.split("<article")[1:]
    assert len(articles) == len(shown) - 1 or (not articles and shown[1:] == [language.say("none")])
    for article, line in zip(articles, shown[1:], strict=False):
        title = words(article.partition("<h3>")[2].partition("</h3>")[0])
        rulings = [words(said) for said in re.findall(r'<p class="world">(.*?)</p>', article, re.DOTALL)]
        assert line.startswith(f"{title}: ")
        if rulings:
            assert line == f"{title}: {'; '.join(rulings)}"
    return len(articles)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_control_reads_the_same_of_a_turn(exercise: Exercise, company: Company, language: str) -> None:
    """At every report: the tracks that moved, in the same order, and the first reasons of each."""
    open_run = company.start(exercise.id, seed=5)
    browser, told, moved = company.seated(open_run.name, "control"), Language(language), 0
    for _ in reports(open_run):
        found = view(open_run.run.state, "control", language)
        html = page(browser, open_run, "control", language).partition('<section id="moved"')[2]
        entries = html.partition("</section>")[0].split("<li>")[1:]
        shown = lines(report.movements(found, told))
        assert len(entries) == len(shown)
        for entry, line in zip(entries, shown, strict=True):
            title, course, causes = re.match(
                r"<span>(.*?) <b[^>]*>(.*?)</b></span><span[^>]*>(.*?)</span>", entry, re.DOTALL
            ).groups()  # type: ignore[union-attr]
            first, last = words(course).split(" → ")[0], words(course).split(" → ")[-1]
            assert line.startswith(f"{words(title)} {first} → {last} ")
            reasons = line.partition("▲")[2] or line.partition("▼")[2]
            assert words(causes).split(", ")[0] in reasons
        moved += len(entries)
    assert moved > 10


def hand(open_run: OpenRun, seat: str, language: str, *typed: str) -> tuple[Table, StringIO]:
    """Somebody at a console who types these lines, and what they see."""
    seen, told = StringIO(), Language(language)
    console = Console(width=WIDE, file=seen)
    return Table(open_run.run, seat, told, console, Prompt(console, told, StringIO("\n".join(typed)))), seen


@pytest.mark.parametrize("language", ["en", "pl"])
def test_both_faces_have_the_same_next_step(exercise: Exercise, company: Company, language: str) -> None:
    """Its words with their count, what is told before it, and the question; asked and answered with no,
    nothing is done.
    """
    open_run = company.start(exercise.id, seed=5, people=("control", next(iter(exercise.roles))), ready=True)
    browser, asked = company.seated(open_run.name, "control"), 0
    for _ in range(80):
        html = page(browser, open_run, "control", language)
        form = html.partition('id="form-advance"')[2].partition("</form>")[0]
        if not form:
            break
        table, seen = hand(open_run, "control", language, "n")
        found = table.as_control["step"]
        assert found
        label = words(form.partition("</button>")[0].rpartition("<button")[2].partition(">")[2])
        assert label.removesuffix(" Ctrl ↵") == plain(found["label"])
        question = re.search('data-confirm="(.*?)"', form)
        assert plain(question[1] if question else "") == plain(found["question"])
        notes = re.search("data-notes='(.*?)'", form)
        assert [plain(note) for note in json.loads(unescape(notes[1]) if notes else "[]")] == [
            plain(note) for note in found["notes"] if found["question"]
        ]
        if found["question"]:
            stood, asked = len(open_run.run.log.lines), asked + 1
            advance(table, "")
            assert len(open_run.run.log.lines) == stood
            shown = plain(seen.getvalue())
            assert all(plain(said) in shown for said in (*found["notes"], found["question"]))
        open_run.run.press_on()
    assert asked > 3


def test_nothing_is_asked_before_a_step_that_a_pause_bars(exercise: Exercise, company: Company) -> None:
    """The page asked, and then refused; the console did not ask."""
    open_run = company.start(exercise.id, seed=5, people=("control", next(iter(exercise.roles))))
    while open_run.run.state.game.phase != "orders":
        open_run.run.press_on()
    found = view(open_run.run.state, "control")
    assert is_control(found)
    assert found["step"]
    assert found["step"]["question"]
    open_run.do(Command("pause"))
    form = page(company.seated(open_run.name, "control"), open_run, "control", "en")
    form = form.partition('id="form-advance"')[2].partition("</form>")[0]
    assert "data-confirm" not in form
    assert "data-notes" not in form


WRONG: list[tuple[bool, Fields]] = [
    (False, Statement(text="")),
    (False, Message(text="x", to=["nobody"])),
    (False, Sign(proposal="nothing")),
    (False, Answer(question="none", answer="yes")),
    (False, Chair(act="floor")),
    (True, Release(inject="nothing")),
    (True, Undo(line=9_999)),
    (True, Override(ruling="none", row="none")),
    (True, Dice(ruling="none", dice=[7])),
    (True, Mark(statement="none", mark="none")),
    (True, Reply(text="x", to=["nobody"])),
    (True, Seat(seat="nobody", by="bot")),
]
"""Commands that are refused, of control or of a role."""


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_face_refuses_in_the_same_words(exercise: Exercise, company: Company, language: str) -> None:
    role = next(iter(exercise.roles))  # not the one that chairs
    open_run = company.start(exercise.id, (role,), seed=5)
    while open_run.run.state.game.phase != "orders":
        open_run.run.press_on()
    browser = company.seated(open_run.name, "control", role)
    for control, given in WRONG:
        seat, name = "control" if control else role, type(given).__name__.lower()
        table, seen = hand(open_run, seat, language)
        assert table.do(given) is None
        said = plain(seen.getvalue()).removeprefix("× ")
        assert said, name
        data = to_builtins(given)
        asked = {"data": data}, {"Accept-Language": language}
        sent = company.ask(
            "POST", f"/commands/{name}", company.token(open_run.name, seat), json=asked[0], headers=asked[1]
        )
        if sent.status_code == 409:  # what the document of the API forbids does not come so far
            assert plain(sent.json["message"]) == said
        fields = {"command": name, "form": name, "secret": browser.secret, **data}
        refused = browser.client.post(
            f"/run/{open_run.name}/{seat}/do", data=fields, headers={"Accept-Language": language}
        )
        assert refused.status_code == 409, name
        assert said in words(refused.get_data(as_text=True)), name


def test_both_faces_call_a_variant_by_its_own_title() -> None:
    """The view says it: whoever cuts it out of the order's whole title loses brackets of its own."""
    cut = move(title="Cut (trade)", choose={"part": ["third", "half"]})
    words_of = {"third": "a third (of all)", "half": "half"}
    table = tiny.Table(tiny.exercise(moves={"cut": cut}, words=words_of))
    found = view(table.state, "north", "en")
    assert is_role(found)
    variants = [entry for entry in found["moves"] if entry["move"] == "cut"]
    assert [entry["variant"] for entry in variants] == list(words_of.values())
    assert "Cut (trade): a third (of all) / half" in orders.about(found, variants, Language("en")).plain
    group = next(entry for entry in groups(found) if entry["move"] == "cut")
    assert [entry["variant"] for entry in group["variants"]] == list(words_of.values())
    alone = next(entry for entry in found["moves"] if entry["move"] == "wait")
    assert alone["variant"] == alone["title"], "a move without arguments has one variant: itself"
