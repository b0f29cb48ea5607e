"""A real Chromium, a real server in a process of its own, and people who sit in front of it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.load import load
from web.runs import Runs

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NEEDED = os.environ.get("WHITECELL_BROWSER") == "required"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LAPTOP, PHONE, PROJECTOR = (
    {"width": 1366, "height": 768},
    {"width": 390, "height": 844},
    {"width": 1920, "height": 1080},
)

PATIENCE = 60_000
"""Milliseconds after which a test gives up on a state. None is expected to take them: how fast it is stands
in the bench, as a ratio, since machines are busy."""
SEED = 2025
"""Of every run that is played here: what is thrown is no matter of luck."""

sync_api = (
    pytest.importorskip("playwright.sync_api") if not NEEDED else __import__("playwright.sync_api").sync_api
)
sync_api.expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are skipped, with the reason; where one is required they fail instead."""
    if CHROMIUM or NEEDED:
        return
    reason = pytest.mark.skip(reason="no Chromium on this machine (Debian: apt-get install chromium)")
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(reason)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, started once."""
    assert CHROMIUM, "WHITECELL_BROWSER=required, and there is no Chromium"
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`whitecell serve` on a folder of runs; it can be killed at any moment and started again."""

    def __init__(self, folder: Path, *options: str, public: str = "") -> None:
        self.folder, self.port, self.options = folder, free_port(), options
        self.public = public
        """The address that browsers show, where a proxy stands in front."""
        self.line = 0
        """The port of a line that browsers use instead of the server's own."""
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return self.public or f"http://127.0.0.1:{self.line or self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "console.main", "serve", "--no-browser"]
        command += ["--port", str(self.port), "--runs", str(self.folder), *self.options]
        with (self.folder.parent / "server.log").open("a") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, text=True)
        while not self.answers():
            assert self.process.poll() is None, (self.folder.parent / "server.log").read_text()
            time.sleep(0.1)

    def answers(self) -> bool:
        """Whether the server is up; on a busy machine that takes as long as it takes."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/join", timeout=60):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        """Like a pulled plug."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    @property
    def run(self) -> str:
        """The one run that it serves."""
        (path,) = self.folder.glob("*.jsonl")
        return path.stem

    def in_contact(self) -> None:
        """From the next phase on Washington and Pyongyang have working contacts, and write to each other."""
        told = {"text": "Envoys have met.", "to": ["usa", "dprk"], "effects": {"dialogue": 2}}
        self.log.do(Command("improvise", data=told))

    @property
    def log(self) -> Run:
        """The run as another process sees it."""
        return Run.open(self.folder / f"{self.run}.jsonl")


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server with one new run of Korea 2025, begun, or in its ready room for a test marked `ready_room`;
    in the seating that the mark `seating` names.
    """
    found = Server(tmp_path / "runs")
    waits = request.node.get_closest_marker("ready_room") is not None
    path = found.folder / "korea-2025.jsonl"
    found.folder.mkdir()
    seating = request.node.get_closest_marker("seating")
    preset = seating.args[0] if seating else None
    Run.start(load("korea-2025"), path, seed=SEED, people=["control"], ready=waits, preset=preset).log.close()
    found.start()
    yield found
    found.kill()


PRESSED = "button => { const asks = Boolean(button.form?.dataset.confirm); button.click(); return asks; }"


class Person:
    """Somebody in front of a page of their own browser."""

    def __init__(self, page: Any, server: Server, seat: str) -> None:
        self.page, self.server, self.seat = page, server, seat
        self.complaints: list[str] = []
        page.on("console", self.complain)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def complain(self, said: Any) -> None:
        """What the browser itself objects to: broken scripts, and whatever the content policy refused."""
        if said.type == "error" and not re.search("Failed to load resource|ERR_", said.text):
            self.complaints.append(said.text)

    def look(self, query: str = "") -> None:
        """Open the seat's page, with something on it opened."""
        self.page.goto(f"{self.server.address}/run/{self.server.run}/{self.seat}{query}")

    def sees(self, text: str) -> None:
        """It comes without loading anything anew."""
        self.page.get_by_text(text).locator("visible=true").first.wait_for()

    def phase(self, name: str) -> None:
        """The phase that the page shows becomes this one."""
        step = self.page.locator(".phases [aria-current=step]").first
        sync_api.expect(step).to_contain_text(name, ignore_case=True)

    def form(self, name: str) -> Any:
        return self.page.locator(f"#form-{name}")

    def send(self, form: str, button: str = "", **fields: str) -> None:
        """Fill in a form and press its button (by its words where it has several)."""
        found = self.form(form)
        for field, value in fields.items():
            found.locator(f'[name="{field}"]').first.fill(value)
        self.press(
            found.get_by_role("button", name=button, exact=True) if button else found.locator("button").first
        )

    def press(self, button: Any) -> None:
        """Press a button that can be pressed, say yes where it asks, and wait for the answer.

        Whether it asks is read in the moment of the press: a page that is renewed may ask no more.
        """
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            button.click(trial=True)
            if button.evaluate(PRESSED):
                self.page.locator("dialog.confirm .strong").click()
        self.page.locator("form[data-busy]").first.wait_for(state="detached")

    def next_step(self) -> None:
        """The one button of the phase row."""
        self.press(self.page.locator("#form-advance button"))


@pytest.fixture
def sit_down(chromium: Any, server: Server) -> Iterator[Callable[..., Person]]:
    """Seats somebody: control by the host's address, everybody else by the link of their seat."""
    contexts, people = [], []

    def sit(seat: str, *, size: dict[str, int] = LAPTOP, language: str = "en", **more: object) -> Person:
        context = chromium.new_context(viewport=size, locale=language, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        person = Person(page, server, seat)
        people.append(person)
        runs = Runs(server.folder)
        if seat == "control":
            page.goto(f"{server.address}/open/{runs.host.link()}?run={server.run}")
        else:
            page.goto(f"{server.address}/join/{runs.seats(server.run).link(seat)}")
            page.locator("main form button.act").click()
            page.wait_for_url(f"**/run/{server.run}/{seat}*")
        return person

    yield sit
    for person in people:
        assert not person.complaints, f"{person.seat}: {person.complaints}"
    for context in contexts:
        context.close()
