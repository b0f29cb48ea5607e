"""Real connections from several addresses: what one of them holds, it holds from nobody else.

Linux lets a program come from any address that begins with 127.
"""

import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import pytest

from tests.web.company import Browser, Company
from tests.web.serving import serving
from web import connections, turns
from web.limits import CONNECTIONS_OF_ADDRESS, STREAMS
from web.turns import Turns

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have one such address")
STRANGER, SEAT, OTHER = "127.0.0.2", "127.0.0.1", "127.0.0.3"
WITHIN = 20.0
"""Seconds after which a seat counts as shut out, on a machine however slow. How quick it is, people measure:
with a thousand half requests held, a page took less than a tenth of a second."""


class Place:
    """A server with a run in which somebody sits."""

    def __init__(self, address: str, company: Company) -> None:
        self.port = int(address.rpartition(":")[2])
        self.run = company.start("grey-strait", ("halmar",)).name
        self.browser = company.seated(self.run, "halmar")
        self.cookie = cookie(company, self.browser)
        self.page = f"/run/{self.run}/halmar"

    def call(self, address: str) -> socket.socket:
        """A connection from an address."""
        return socket.create_connection(("127.0.0.1", self.port), 20, (address, 0))

    def get(self, path: str, address: str = SEAT, cookie: str = "") -> tuple[int, float]:
        """The status of a page for this address, and how long it took from the first packet on."""
        begun = monotonic()
        with closing(HTTPConnection("127.0.0.1", self.port, 60, (address, 0))) as connection:
            connection.request("GET", path, headers={"Cookie": cookie or self.cookie})
            answer = connection.getresponse()
            answer.read()
        return answer.status, monotonic() - begun


def cookie(company: Company, browser: Browser) -> str:
    found = browser.client.get_cookie(company.app.config["SESSION_COOKIE_NAME"])
    assert found
    return f"{found.key}={found.value}"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    company = Company(tmp_path, streams=STREAMS)
    with serving(company.app, STREAMS, 160) as address:
        found = Place(address, company)
        assert found.get(found.page)[0] == 200  # made once, as on any evening
        yield found
        company.runs.close()


@contextmanager
def many(place: Place, number: int, sent: bytes, address: str = STRANGER) -> Iterator[list[socket.socket]]:
    """So many connections of one address, each with these first bytes."""
    with ExitStack() as stack:
        held = []
        for _ in range(number):
            connection = stack.enter_context(closing(place.call(address)))
            connection.sendall(sent)
            held.append(connection)
        yield held


def still_open(held: list[socket.socket]) -> int:
    """How many of them the server has not closed."""
    found = 0
    for connection in held:
        connection.setblocking(False)
        try:
            found += bool(connection.recv(1))
        except BlockingIOError:
            found += 1
        except OSError:
            pass
    return found


HALVES = {
    "nothing": b"",
    "half a line": b"GET / HT",
    "half a head": b"GET / HTTP/1.1\r\nHost: localhost\r\n",
    "half a body": b"POST /join HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\ncode=",
}


@pytest.mark.parametrize("half", HALVES)
def test_a_thousand_half_requests_keep_no_seat_waiting(place: Place, half: str) -> None:
    """From one address: it keeps what one address may, and others have their page meanwhile."""
    with many(place, 1000, HALVES[half]) as held:
        assert place.get(place.page)[0] == 200  # after this one the thousand are in
        status, took = place.get(place.page)
        assert (status, took < WITHIN) == (200, True)
        assert still_open(held) <= CONNECTIONS_OF_ADDRESS


def test_a_byte_now_and_then_does_not_keep_a_request_alive(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What counts is when a request began, not when its last byte came."""
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 1)
    with many(place, 20, b"GET / HTTP/1.1\r\nX: ") as held:
        until = monotonic() + 60
        while still_open(held):
            for connection in held:
                try:
                    connection.send(b"x")
                except OSError:
                    continue
            assert monotonic() < until
            sleep(0.1)
    with closing(place.call(SEAT)) as kept:  # who has asked and waits to ask again is not late
        kept.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert kept.recv(100).startswith(b"HTTP/1.1 200")
        sleep(3)
        assert still_open([kept])


def test_many_addresses_do_not_push_out_the_one_with_few(place: Place) -> None:
    """When all connections are taken, the address with the most gives way."""
    with ExitStack() as stack:
        for number in range(3):
            stack.enter_context(many(place, 390, b"GET / HT", f"127.0.1.{number + 1}"))
        for address in (SEAT, OTHER):
            status, took = place.get(place.page, address)
            assert status == 200
            assert took < WITHIN


ASKED = b"GET /join HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_who_asks_for_much_without_waiting_is_hung_up_on(place: Place) -> None:
    with many(place, 3, ASKED * 50) as held:
        until = monotonic() + 60
        while still_open(held):
            assert monotonic() < until
            sleep(0.02)


def test_who_never_reads_holds_nothing_from_others(place: Place) -> None:
    with many(place, 200, ASKED * 4):
        assert place.get(place.page)[0] == 200
        status, took = place.get(place.page)
        assert status == 200
        assert took < WITHIN


def test_a_room_of_thirty_behind_one_router_works(tmp_path: Path) -> None:
    """Sixty browsers of one address, each with a stream and five connections more; then all ask at once."""
    company = Company(tmp_path, streams=STREAMS)
    open_run = company.start("grey-strait", ("halmar", "brenia"))
    run, seats = (
        open_run.name,
        [seat for seat in open_run.roles for _ in range(60 // len(open_run.roles) + 1)],
    )
    cookies = [cookie(company, company.seated(run, seat)) for seat in seats[:60]]
    with serving(company.app, STREAMS, 160) as address, ExitStack() as stack:
        port, found = int(address.rpartition(":")[2]), []
        for seat, mine in zip(seats, cookies, strict=False):
            stream = stack.enter_context(closing(HTTPConnection("127.0.0.1", port, 60, (OTHER, 0))))
            stream.request("GET", f"/live?c={run}/{seat}", headers={"Cookie": mine})
            answer = stream.getresponse()
            assert answer.status == 200
            assert answer.readline() == b"retry: 1500\n"
            found.append(answer)
            for _ in range(5):
                idle = stack.enter_context(closing(HTTPConnection("127.0.0.1", port, 60, (OTHER, 0))))
                idle.request("GET", "/robots.txt")
                assert idle.getresponse().read()
        statuses: list[int] = []

        def look(seat: str, mine: str) -> None:
            with closing(HTTPConnection("127.0.0.1", port, 120, (OTHER, 0))) as connection:
                connection.request("GET", f"/run/{run}/{seat}", headers={"Cookie": mine})
                statuses.append(connection.getresponse().status)

        threads = [Thread(target=look, args=pair) for pair in zip(seats, cookies, strict=False)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert statuses == [200] * 60
        assert sum(answer.fp is not None for answer in found) == 60
        company.runs.close()


def test_requests_of_one_address_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many are worked on, so many wait, the others come again; other addresses notice nothing."""
    monkeypatch.setattr(turns, "AT_WORK", 2)
    monkeypatch.setattr(turns, "WAITING", 3)
    go, working, told = Event(), [], []

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        working.append(environ["REMOTE_ADDR"])
        go.wait(60)
        return [b"done"]

    gate = Turns(application)

    def ask(address: str) -> None:
        told.append(b"".join(gate({"REMOTE_ADDR": address}, lambda status, headers: None)))

    threads = [Thread(target=ask, args=("192.0.2.1",)) for _ in range(10)]
    for thread in threads:
        thread.start()
    until = monotonic() + 60
    while len(told) < 5 or len(working) < 2:
        assert monotonic() < until
        sleep(0.01)
    assert working == ["192.0.2.1"] * 2
    other = Thread(target=ask, args=("192.0.2.2",))
    other.start()
    while "192.0.2.2" not in working:
        assert monotonic() < until
        sleep(0.01)
    go.set()
    for thread in (*threads, other):
        thread.join(60)
    assert sorted(told).count(b"done") == 6
    assert sum(b"Try again" in answer for answer in told) == 5
    assert not gate._queues
