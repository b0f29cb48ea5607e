"""The room: the facilitator page against a ready string; streams held while pages answer and steps are taken.

Server and clients are processes of their own; the page and the ready string are asked for in turn, on one
connection each, from the same server.
"""

import re
import selectors
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Lock
from time import perf_counter, sleep
from urllib.parse import urlencode

from bench.measure import Figure, least, milliseconds, most, rate, seconds
from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.exercise import Exercise
from web.limits import WAITING

PAGE = least("facilitator page, turn 8", 0.5, wall=True)
ANSWER = most("a page while streams are held", 250, " ms", wall=True)
SIGNAL = most("a step's signal to all streams, 95 %", 100, " ms", wall=True)
STREAMS, TURN = 200, 8
AT_ONCE = WAITING // 2
"""Streams that are opened together: more than may wait are turned away."""
PATIENCE = 60.0
"""Seconds until a stream that has heard nothing is a fault of the server, and not of a busy machine."""


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure]:
    """The page at turn 8, then the streams."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "room.jsonl"
        run = Run.start(exercise, path, seed=2025, people=["control"])
        press_on(run, TURN)
        for role in exercise.roles:
            run.do(Command("seat", data={"seat": role, "by": "person"}))
        with serving(folder) as (port, key):
            browser = Browser(port, key)
            yield page(browser, 50 if quick else 400)
            yield from streams(browser, run, 20 if quick else STREAMS, 2 if quick else 6)
        run.log.close()


def press_on(run: Run, turn: int, phase: str = "rulings") -> None:
    """Control presses on until a phase of a turn, while bots play."""
    while (run.state.game.turn, run.state.game.phase) != (turn, phase):
        step(run)


def step(run: Run) -> None:
    run.press_on()


@contextmanager
def serving(folder: str) -> Iterator[tuple[int, str]]:
    """A server in a process of its own: its port, and the host's key."""
    command = [sys.executable, "-m", "bench.room_server", folder]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port, key = process.stdout.readline().split()
        try:
            yield int(port), key
        finally:
            process.terminate()


class Browser:
    """A browser of control, on one connection that stays open."""

    def __init__(self, port: int, key: str) -> None:
        self.port, self.key, self.lock, self.secret = port, key, Lock(), ""
        self.connection = HTTPConnection("127.0.0.1", port)
        self.connection.request("GET", f"/open/{key}")
        answer = self.connection.getresponse()
        answer.read()
        self.cookie = answer.getheader("Set-Cookie", "").partition(";")[0]

    def get(self, path: str, **headers: str) -> bytes:
        self.connection.request("GET", path, headers={"Cookie": self.cookie, **headers})
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == 200, f"{path}: {answer.status}"
        return body

    def wire(self, path: str) -> int:
        """How many bytes come where the browser can read what was made smaller."""
        return len(self.get(path, **{"Accept-Encoding": "gzip, deflate, br"}))

    def another(self) -> "Browser":
        """Another browser of the same person."""
        return Browser(self.port, self.key)

    def seated(self, link: str) -> "Browser":
        """Another browser, which has taken a seat by its link."""
        found = Browser.__new__(Browser)
        found.port, found.key, found.lock, found.secret = self.port, self.key, Lock(), ""
        found.connection = HTTPConnection("127.0.0.1", self.port)
        found.claim(link)
        return found

    def claim(self, link: str) -> None:
        """Open a link and take its seat."""
        place = f"/join/{link}"
        self.connection.request("GET", "/join")
        answer = self.connection.getresponse()
        answer.read()
        self.cookie = answer.getheader("Set-Cookie", "").partition(";")[0]
        secret = re.search(r'name="secret" value="(\w+)"', self.get(place).decode())
        assert secret
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", place, urlencode({"secret": secret[1]}), headers)
        answer = self.connection.getresponse()
        answer.read()
        assert answer.status == 303, f"the seat: {answer.status}"
        self.cookie = answer.getheader("Set-Cookie", "").partition(";")[0]

    def ask_ahead(self, place: str) -> int:
        """Ask what may come, as the page does while its forecast is open: 200 once it is known."""
        if not self.secret:
            found = re.search(r'name="secret" value="(\w+)"', self.get(place).decode())
            assert found, "there is no form on the page"
            self.secret = found[1]
        kind = {"Content-Type": "application/x-www-form-urlencoded", "X-Part": "forecast"}
        fields = urlencode({"secret": self.secret, "assume": ""})
        self.connection.request("POST", f"{place}/forecast", fields, {"Cookie": self.cookie, **kind})
        answer = self.connection.getresponse()
        answer.read()
        return answer.status

    def foresee(self, place: str) -> None:
        """Wait for what may come."""
        while (status := self.ask_ahead(place)) != HTTPStatus.OK:
            assert status == HTTPStatus.ACCEPTED, f"the forecast: {status}"
            sleep(0.05)

    def press_on(self) -> None:
        """The next step, as the button on the page does it."""
        page = self.get("/run/room/control").decode()
        form = re.search(r'<form[^>]*data-form="advance".*?</form>', page, re.DOTALL)
        assert form, "there is no next step on the page"
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", "/run/room/control/do", urlencode(fields), headers)
        answer = self.connection.getresponse()
        answer.read()
        assert answer.status == 303, f"the next step: {answer.status}"


def page(browser: Browser, rounds: int) -> Figure:
    """The facilitator page, warm, against a page of the same size that is ready."""
    size = len(browser.get("/run/room/control"))
    ready = f"/ready?size={size}"
    ours, theirs = [], []
    for number in range(rounds + 20):
        times = seconds(lambda: browser.get("/run/room/control")), seconds(lambda: browser.get(ready))
        if number >= 20:
            ours.append(times[0])
            theirs.append(times[1])
    ratio = median(theirs) / median(ours)
    ready_string = rate(1 / median(theirs)) + " ready string"
    return PAGE.figure(rate(1 / median(ours)), ready_string, ratio, size=f"{size // 1000} kB")


def streams(browser: Browser, run: Run, number: int, publishings: int) -> Iterator[Figure]:
    """So many streams held: how long a page takes, and how long a publishing takes to reach them."""
    held: list[socket.socket] = []
    while len(held) < number:
        more = [stream(browser) for _ in range(min(AT_ONCE, number - len(held)))]
        Listener(more).until_all(0, PATIENCE)
        held += more
    listener = Listener(held)
    alone = median(seconds(lambda: browser.get("/ready?size=1000")) for _ in range(20))
    taken = max(seconds(lambda: browser.get("/run/room/control")) for _ in range(20))
    yield ANSWER.figure(
        milliseconds(taken),
        f"{milliseconds(alone)} ready string",
        alone / taken,
        measured=taken * 1000,
        size=f"{number} streams",
    )
    late: list[float] = []
    for _ in range(publishings):
        begun = perf_counter()
        browser.press_on()
        acknowledged = perf_counter()
        late += [at - acknowledged for at in listener.until_all(begun, PATIENCE)]
        sleep(0.3)
        run.refresh()
        if run.state.game.finished:
            break
    worst = quantiles(late, n=20)[18]
    yield SIGNAL.figure(
        milliseconds(max(worst, 0)),
        f"{milliseconds(max(median(late), 0))} median",
        worst / median(late),
        measured=worst * 1000,
        size=f"{number} streams",
    )
    for connection in held:
        connection.close()


def stream(browser: Browser) -> socket.socket:
    """A stream of the control page, as another browser of the host holds it."""
    held = socket.create_connection(("127.0.0.1", browser.port))
    ask = f"GET /live?c=room/control HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {browser.cookie}\r\n\r\n"
    held.sendall(ask.encode())
    held.setblocking(False)
    return held


class Listener:
    """Many streams, and when each last said that something changed."""

    def __init__(self, held: list[socket.socket]) -> None:
        self.selector = selectors.DefaultSelector()
        for connection in held:
            self.selector.register(connection, selectors.EVENT_READ)
        self.heard: dict[socket.socket, float] = {}
        self.held = held

    def until_all(self, since: float, patience: float) -> list[float]:
        """When each stream first heard of a change after `since`; waits until all have."""
        self.heard = {}
        end = perf_counter() + patience
        while len(self.heard) < len(self.held) and perf_counter() < end:
            for key, _ in self.selector.select(0.05):
                connection: socket.socket = key.fileobj  # type: ignore[assignment]
                if b"event: change" in connection.recv(65536):
                    self.heard.setdefault(connection, perf_counter())
        assert len(self.heard) == len(self.held), f"{len(self.held) - len(self.heard)} streams heard nothing"
        return [at for at in self.heard.values() if at >= since]
