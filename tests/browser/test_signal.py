"""The signal alone: after the last of many lines every open page shows it, though the machine is busy."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from time import monotonic

import pytest

from tests.browser.conftest import PHONE, PROJECTOR, Person, Server

Sit = Callable[..., Person]
TIMES, LINES = 25, 4
WRITER = """
import sys
from engine.play.commands import Command
from engine.record.run import Run

run, lines = Run.open(sys.argv[1]), int(sys.argv[2])
for turn in map(int, sys.stdin):
    for number in range(turn * lines + 1, (turn + 1) * lines + 1):
        run.do(Command("statement", "russia", {"text": f"Statement number {number}."}))
    print(turn, flush=True)
"""
"""Another process, started once: at each word it writes so many lines at once, and says that it has."""
LOADED = "document.documentElement.dataset.marked = 'yes'"


@pytest.fixture
def busy() -> Iterator[None]:
    """Two loops that do nothing, as fast as they can."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    yield
    for loop in loops:
        loop.kill()
        loop.wait()


@pytest.mark.first
@pytest.mark.long
def test_a_hundred_pages_of_a_hundred(
    sit_down: Sit, server: Server, busy: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another process writes four lines at once, twenty-five times; four browsers show the last of them."""
    usa, dprk = sit_down("usa"), sit_down("dprk", size=PHONE, has_touch=True, is_mobile=True)
    control, screen = sit_down("control"), sit_down("control", size=PROJECTOR)
    screen.page.goto(f"{server.address}/run/{server.run}/public")
    for person in (usa, dprk):
        person.look("?tab=messages&with=statements")
    control.next_step()
    people, times = (control, usa, dprk, screen), []
    for person in people:
        person.page.evaluate(LOADED)
    log = str(server.folder / f"{server.run}.jsonl")
    asked = [sys.executable, "-c", WRITER, log, str(LINES)]
    with subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdin
        assert writer.stdout
        for turn in range(TIMES):
            print(turn, file=writer.stdin, flush=True)
            assert writer.stdout.readline() == f"{turn}\n"
            written = monotonic()
            for person in people:
                said = person.page.get_by_text(f"Statement number {(turn + 1) * LINES}.").first
                said.wait_for(state="attached")
                times.append(monotonic() - written)
        writer.stdin.close()
        assert writer.wait() == 0
    for person in people:
        assert person.page.evaluate("document.documentElement.dataset.marked") == "yes", (
            "nothing was loaded anew"
        )
    times.sort()
    with capsys.disabled():
        print(
            f"\n{len(times)} of {TIMES * len(people)} pages: half within {times[len(times) // 2]:.2f} s, "
            f"95 of 100 within {times[len(times) * 95 // 100]:.2f} s, the last within {times[-1]:.2f} s"
        )
    assert len(times) == TIMES * len(people)
