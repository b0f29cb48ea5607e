"""Signals: a seat's word changes when what it may see changes, and at no other time."""

from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from engine.play.commands import Command
from engine.record.folded import Record
from engine.record.run import Run
from engine.record.timer import Timer
from engine.rules.exercise import Exercise
from engine.words.locale import languages
from tests.laws.test_secrets import played, seats_of
from tests.web.company import Company
from tests.web.standing import Standing
from web.drawn import Drawn
from web.open_run import OpenRun

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
STANDING = ("total", "paused", "paused_at", "added", "ends")
"""What of the clock makes a word: what is left passes by itself."""


def seen(open_run: OpenRun, seat: str, language: str) -> bytes:
    """Everything a seat may see."""
    picture = open_run.picture(seat, language)
    clock = {name: picture["clock"][name] for name in STANDING}
    left = {"left": picture["clock"]["left"]} if clock["paused"] else {}
    return msgspec.json.encode({**picture, "clock": clock | left})


def words_follow_views(run: Run, path: Path, seats: list[str], first: int, last: int) -> int:
    """Law over the lines of a run: a seat's view is another one just where its word is. How often it was."""
    record, timer, changes = Record(run.exercise, run.state.seed), Timer(), 0
    open_run, before = None, {}
    for number, (line, events) in enumerate(zip(run.log.lines, run.record.events, strict=True), 1):
        record.take(SimpleNamespace(seq=number), events)  # type: ignore[arg-type]
        timer.take(line.at, (record.state.game.turn, record.state.game.phase), events)
        if not first <= number <= last:
            continue
        standing = Standing(record, timer, list(run.log.lines[:number]), path)
        open_run = open_run or OpenRun("run", standing, b"k" * 32)  # type: ignore[arg-type]
        open_run.run = standing  # type: ignore[assignment]
        for whose in product(seats, languages()):
            now = open_run.token(*whose), seen(open_run, *whose)
            if whose in before:
                same_word, same_view = (one == other for one, other in zip(now, before[whose], strict=True))
                assert same_word == same_view, f"line {number} ({line.command} by {line.actor}), {whose}"
                changes += not same_word
            before[whose] = now
    return changes


def test_a_word_changes_with_the_view_alone(
    exercise: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.open_run.now", lambda: NOON)
    run = played(exercise, tmp_path / "run.jsonl", 51)
    seats = [*seats_of(run)[:2], "public"]
    changes = words_follow_views(run, tmp_path / "run.jsonl", seats, 10, 50)
    assert 20 < changes < 40 * len(seats) * len(languages()), "some lines are seen by some, and some are not"


@pytest.mark.long
@pytest.mark.parametrize("seed", [52])
def test_a_word_changes_with_the_view_alone_all_through(
    exercise: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("web.open_run.now", lambda: NOON)
    run = played(exercise, tmp_path / "run.jsonl", seed, undo=seed % 2 == 0)
    assert words_follow_views(run, tmp_path / "run.jsonl", [*seats_of(run), "control"], 1, 10_000)


@pytest.fixture
def open_run(tmp_path: Path) -> OpenRun:
    return Company(tmp_path).start(people=("usa", "dprk", "china"))


def test_what_others_do_in_private_moves_no_word(open_run: OpenRun) -> None:
    """Messages, orders, notes, requests and the tray of others: nothing for usa and the screen."""
    for _ in range(2):
        open_run.do(Command("advance"))
    before = [open_run.token(seat, "en") for seat in ("usa", "public")]
    for command in (
        Command("message", "dprk", {"to": ["china"], "text": "private"}),
        Command("request", "dprk", {"text": "private"}),
        Command("reply", data={"to": ["dprk"], "text": "private"}),
        Command("note", data={"text": "private"}),
        Command("orders", "dprk", {"orders": [], "seal": True}),
        Command("improvise", data={"text": "later", "to": ["dprk"], "when": 5}),
        Command("improvise", data={"text": "now", "to": ["dprk"]}),
    ):
        control = open_run.token("control", "en")
        open_run.do(command)
        assert [open_run.token(seat, "en") for seat in ("usa", "public")] == before, command
        assert open_run.token("control", "en") != control, command


def test_the_clock_makes_a_word_when_it_is_moved_and_not_when_it_passes(
    open_run: OpenRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [datetime.now(UTC)]
    monkeypatch.setattr("web.open_run.now", lambda: moment[0])
    word = open_run.token("usa", "en")
    moment[0] += timedelta(minutes=20)
    open_run._tokens.clear()
    assert open_run.token("usa", "en") == word
    for command in (Command("clock", data={"minutes": 5}), Command("pause"), Command("resume")):
        open_run.do(command)
        assert open_run.token("usa", "en") != word
        word = open_run.token("usa", "en")


def test_a_text_that_changes_in_one_language_makes_a_word_for_those_who_read_it(open_run: OpenRun) -> None:
    """And for nobody else: a page in the other language is not drawn again, nor is its view made."""
    while not open_run.picture("public", "en")["bulletin"]:
        open_run.do(Command("advance"))
    open_run.do(Command("bulletin", data={"items": [{"en": "News", "pl": "Wieści"}]}))
    words = [open_run.token("public", language) for language in ("en", "pl")]
    open_run.do(Command("bulletin", data={"items": [{"en": "News", "pl": "Nowiny"}]}))
    assert open_run.token("public", "en") == words[0]
    assert open_run.token("public", "pl") != words[1]


def test_no_time_that_a_seat_is_told_is_finer_than_a_second(open_run: OpenRun) -> None:
    open_run.do(Command("pause"))
    for seat in ("usa", "public"):
        text = msgspec.json.encode(open_run.picture(seat, "en")).decode()
        for line in open_run.run.log.lines:
            assert line.at not in text
            assert line.id not in text
            assert line.hash not in text


def test_a_page_and_its_word_are_of_one_moment(open_run: OpenRun) -> None:
    """While others act, nobody is left with a page that is older than the word in it."""
    stop, faults = [False], []

    def act() -> None:
        for number in range(40):
            open_run.do(Command("statement", "usa", {"text": f"Statement {number}"}))
        stop[0] = True

    def look() -> None:
        while not stop[0]:
            with open_run.moment():
                picture, word = open_run.look("public", "en")
                said = sum(fact["kind"] == "statement" for fact in picture["story"])
                made = open_run.page("page", word, lambda said=said: Drawn(str(said)))  # type: ignore[misc]
            if made.whole({}).decode() != str(said):
                faults.append((made, said))

    threads = [Thread(target=look) for _ in range(3)]
    acting = Thread(target=act)
    for thread in (*threads, acting):
        thread.start()
    for thread in (*threads, acting):
        thread.join()
    assert not faults


def test_of_each_place_the_newest_page_is_kept(open_run: OpenRun) -> None:
    """Pages of moments that have passed are asked for by nobody, and take no room."""
    for number in range(5):
        open_run.do(Command("statement", "usa", {"text": f"Statement {number}"}))
        word = open_run.token("public", "en")
        for place in ("page", "other page"):
            made = open_run.page(place, word, lambda: Drawn("a page"))
            assert open_run.page(place, word, lambda: Drawn("another one")) is made
    assert len(open_run._pages) == 2
    assert open_run._kept == 2 * len(Drawn("a page"))


def test_lines_of_another_process_wake_everybody_once(tmp_path: Path) -> None:
    """Also where somebody's page has taken them in before the watch looked."""
    company = Company(tmp_path)
    open_run = company.start()
    other = Run.open(company.runs.path(open_run.name))
    other.do(Command("note", data={"text": "from the console"}))
    open_run.picture("control", "en")
    tick = company.runs.tick
    company.runs.look()
    assert company.runs.tick == tick + 1
    company.runs.look()
    assert company.runs.tick == tick + 1


def test_one_unreadable_run_stops_no_signal_of_the_others(tmp_path: Path) -> None:
    company = Company(tmp_path)
    broken, whole = company.start("grey-strait"), company.start("grey-strait")
    company.runs.path(broken.name).write_bytes(b"nonsense\n" * 1000)
    Run.open(company.runs.path(whole.name)).do(Command("note", data={"text": "x"}))
    tick = company.runs.tick
    company.runs.look()
    assert company.runs.tick == tick + 1
    host = company.host()
    found: dict[str, Any] = host.get(f"/live/now?c={broken.name}/control&c={whole.name}/control").json
    assert list(found) == [f"{whole.name}/control"]
    assert host.get(f"/run/{whole.name}/control").status_code == 200
    answer = host.get(f"/run/{broken.name}/control")
    assert answer.status_code == 500
    assert company.seated(whole.name, "halmar").get(f"/run/{whole.name}/halmar").status_code == 200
