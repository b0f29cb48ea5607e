"""Four thousand looks beside a process that writes as fast as it can: each word is that of its picture."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import monotonic

import pytest

from engine.rules.load import names
from tests.web.company import Company, loaded
from tests.web.test_moments import looks, shown, started
from tests.web.test_moments import pages as pages_of
from web.open_run import OpenRun

LOOKS = 4_000
MOST_LINES = 140
"""Lines of one run: a page bears every statement, so that a long run would measure the size of its pages."""
WRITER = """
import sys
from engine.play.commands import Command
from engine.record.run import Run

run, speaker = Run.open(sys.argv[1]), sys.argv[2]
for number in range(1, int(sys.argv[3]) + 1):
    run.do(Command("statement", speaker, {"text": f"Statement number {number}."}))
"""


class Words:
    """By word of the server, how many statements the state had that it was made of."""

    def __init__(self, open_run: OpenRun, monkeypatch: pytest.MonkeyPatch) -> None:
        self.known: dict[str, int] = {}
        mix = open_run._mix

        def noted(seat: str, language: str) -> str:
            word = mix(seat, language)
            self.known[word] = len(open_run.run.state.room.statements)
            return word

        monkeypatch.setattr(open_run, "_mix", noted)


@pytest.mark.first
@pytest.mark.long
def test_four_thousand_looks_beside_a_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Over every exercise, seat, page and API answer: none pairs an old picture with a new word."""
    company, looked, wrong, began = Company(tmp_path), Counter[str](), [], monotonic()
    while sum(looked.values()) < LOOKS:
        exercise = loaded(names()[len(company.runs.names()) % len(names())])
        open_run = started(company, exercise)
        seats = {seat: company.seated(open_run.name, seat) for seat in (*open_run.roles, "public", "control")}
        words, answers, pages = (
            Words(open_run, monkeypatch),
            looks(company, open_run, seats),
            every(open_run, seats),
        )
        arguments = [str(open_run.run.log.path), open_run.roles[0], str(MOST_LINES)]
        with subprocess.Popen([sys.executable, "-c", WRITER, *arguments]) as writer:
            while writer.poll() is None:
                seat, answer = next(answers)
                other, path = next(pages)
                for who, got in ((seat, answer), (other, seats[other].get(path))):
                    word, newest = shown(got)
                    stood = words.known[word.partition(".")[0]]
                    looked[who] += 1
                    if newest != stood:
                        wrong.append((who, got.request.path, newest, stood))
        assert writer.returncode == 0
        assert shown(seats["public"].get(f"/run/{open_run.name}/public"))[1] == MOST_LINES
    with capsys.disabled():
        print(f"\n{looked.total()} looks in {monotonic() - began:.0f} s, {len(wrong)} wrong: {dict(looked)}")
    assert not wrong


def every(open_run: OpenRun, seats: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every page of every seat, with what can be open on it, for ever."""
    while True:
        for seat in seats:
            for attempt in pages_of(open_run, seat):
                yield seat, attempt.path
