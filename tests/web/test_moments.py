"""One moment per look: whatever leaves the server in one answer comes from one refresh of its run.

Another process may write between any two lines of code. Here it writes whenever this one is about to look.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.exercise import Exercise
from tests.web.company import Browser, Company
from tests.web.walk import STREAMS, Walker
from web.open_run import OpenRun

SAID = re.compile(r"Statement number (\d+)\.")
WORD = re.compile(r'data-token="([^"]+)"')
DEBRIEF = "/debrief"


class Writer:
    """Another process on the same run: it makes a statement whenever the server is about to refresh."""

    def __init__(self, open_run: OpenRun, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open_run, self.other = open_run, Run.open(open_run.run.log.path)
        self.speaker = open_run.roles[0]
        self.said = self.refreshed = 0
        self.words: dict[str, int] = {}
        """By word, how many statements the state had that it was made of."""
        refresh, mix = open_run.run.refresh, open_run._mix

        def write_first() -> bool:
            if not open_run.run.log._held:  # inside a command nobody else can write
                self.refreshed += 1
                self.speak()
            return refresh()

        def noted(seat: str, language: str) -> str:
            word = mix(seat, language)
            self.words[word] = len(open_run.run.state.room.statements)
            return word

        monkeypatch.setattr(open_run.run, "refresh", write_first)
        monkeypatch.setattr(open_run, "_mix", noted)

    def speak(self) -> None:
        self.said += 1
        self.other.do(Command("statement", self.speaker, {"text": f"Statement number {self.said}."}))


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def started(company: Company, exercise: Exercise) -> OpenRun:
    """A run in its consultation, with somebody in its first seat."""
    open_run = company.start(exercise.id, (next(iter(exercise.roles)),))
    open_run.do(Command("advance"))
    return open_run


def test_no_answer_looks_twice(company: Company, exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law, for every route and kind of seat: an answer refreshes its run once, whoever writes to it."""
    open_run = started(company, exercise)
    role, writer, looked = open_run.roles[0], Writer(open_run, monkeypatch), 0
    for seat in (role, "public", "control", "observer"):
        browser = company.seated(open_run.name, seat)
        walker = Walker(company, open_run.name, seat, open_run.run.state, every=3)
        token = company.token(open_run.name, seat)
        for attempt in (*pages(open_run, seat), *walker.routes()):
            if attempt.method != "GET" or any(name in attempt.path for name in ("/live", "/stream")):
                continue
            before = writer.refreshed
            if attempt.by == "program":
                company.ask("GET", attempt.path.removeprefix("/api/v1"), token)
            else:
                browser.get(attempt.path)
            found = writer.refreshed - before
            # A debrief is opened on the run as it stands, and then read as of one moment of its own.
            assert found <= 1 + (DEBRIEF in attempt.path), f"{seat}: {attempt.path} refreshed {found} times"
            looked += found
    assert looked > 60
    assert set(STREAMS) == {"live.stream", "api.stream"}, "streams look again and again, on purpose"


def pages(open_run: OpenRun, seat: str) -> Iterator[Any]:
    """The pages of a seat with what can be open on them."""
    from tests.web.walk import Attempt

    for query in ("", "?tab=messages", "?panel=msel&inject=M01", "?panel=seats", "?panel=log", "?tab=orders"):
        yield Attempt("browser", "GET", f"/run/{open_run.name}/{seat}{query}")


def shown(answer: TestResponse) -> tuple[str, int]:
    """The word of an answer, and the newest statement it shows."""
    text = answer.get_data(as_text=True)
    if answer.mimetype == "application/json":
        word = answer.headers["ETag"].removeprefix("W/").strip('"')
        story = json.loads(text)["story"]
        said = [SAID.search(fact["text"]) for fact in story if fact["kind"] == "statement"]
        return word, max((int(found[1]) for found in said if found), default=0)
    found = WORD.search(text)
    assert found, text[:200]
    return found[1], max(map(int, SAID.findall(text)), default=0)


def looks(
    company: Company, open_run: OpenRun, seats: dict[str, Browser]
) -> Iterator[tuple[str, TestResponse]]:
    """Every seat's page and its view, in turn, for ever."""
    tokens = {seat: company.token(open_run.name, seat) for seat in seats}
    while True:
        for seat, browser in seats.items():
            query = "?tab=messages" if seat in open_run.roles else ""
            yield seat, browser.get(f"/run/{open_run.name}/{seat}{query}")
            yield seat, company.ask("GET", "/view", tokens[seat])


def test_a_page_and_its_word_are_of_one_moment(
    company: Company, exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: the word in a page or an answer is that of the very state that is shown."""
    open_run = started(company, exercise)
    seats = {seat: company.seated(open_run.name, seat) for seat in (*open_run.roles[:2], "public", "control")}
    writer, wrong = Writer(open_run, monkeypatch), []
    for (seat, answer), _ in zip(looks(company, open_run, seats), range(48), strict=False):
        word, newest = shown(answer)
        stood = writer.words[word.partition(".")[0]]
        if newest != stood:
            wrong.append((seat, answer.mimetype, newest, stood))
    assert not wrong
    assert writer.said > 40


def test_what_was_sent_is_shown_though_somebody_else_writes(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page after a message shows that message, not the one of a team-mate that came a moment later."""
    open_run = company.start("korea-2025", ("usa", "japan"))
    open_run.do(Command("advance"))
    browser, writer = company.seated(open_run.name, "usa"), Writer(open_run, monkeypatch)
    answer = browser.do(
        open_run.name, "usa", "message", to="japan", text="Ours.", then="tab=messages&with=japan&sent="
    )
    number = answer.headers["Location"].rpartition("=")[2]
    assert writer.said
    story = open_run.picture("usa", "en")["story"]
    assert next(fact for fact in story if str(fact["number"]) == number)["details"]["text"] == "Ours."
