"""Behind Debian's nginx and Caddy, over TLS, at the root and below a path: a room joins and plays."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import PHONE, Person, Server
from tests.browser.proxied import Front, program
from tests.web.codes import codes

Sit = Callable[..., Person]
PASSED_ON = "proxy_set_header Host $http_host;"
SETUPS: dict[str, tuple[str, str, dict[str, str]]] = {
    "nginx": ("nginx", "nginx.conf", {}),
    "nginx below a path": ("nginx", "nginx-path.conf", {}),
    "nginx that takes the path off": (
        "nginx",
        "nginx-path.conf",
        {"proxy_pass http://127.0.0.1:8025;": "proxy_pass http://127.0.0.1:8025/;"},
    ),
    "nginx with $host": ("nginx", "nginx-path.conf", {PASSED_ON: "proxy_set_header Host $host;"}),
    "nginx with its own Host": ("nginx", "nginx.conf", {PASSED_ON: ""}),
    "nginx with nothing but proxy_pass": (
        "nginx",
        "nginx-path.conf",
        {
            PASSED_ON: "",
            "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;": "",
            "proxy_set_header X-Forwarded-Proto $scheme;": "",
            "proxy_http_version 1.1;": "",
            "proxy_pass http://127.0.0.1:8025;": "proxy_pass http://127.0.0.1:8025/;",
        },
    ),
    "Caddy": ("caddy", "Caddyfile", {}),
    "Caddy below a path": ("caddy", "Caddyfile-path", {}),
}
"""What is documented, and what people write instead."""


@pytest.fixture(params=SETUPS)
def front(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Front]:
    """A proxy, and the server behind it with what the head of its file says."""
    kind, file, changes = SETUPS[request.param]
    program(kind)
    folder = tmp_path / "front"
    folder.mkdir()
    found = Front(kind, file, folder, 0)
    for line, by in changes.items():
        found.change(line, by)
    server = Server(tmp_path / "runs", "--public-url", found.address, "--proxies", "1", public=found.address)
    server.folder.mkdir()
    server.start()
    found.upstream, found.server = server.port, server
    with found.running():
        yield found
    server.kill()


@pytest.fixture
def server(front: Any) -> Server:
    return front.server


def joined(person: Person, address: str, code: str = "") -> None:
    """From an address that somebody was given to the page of the seat."""
    person.page.goto(address)
    if code:
        person.page.locator("input.code").fill(code)
        person.page.locator("main form button.act").click()
        person.page.wait_for_url("**/join/*")
    person.page.locator("main form button.act").click()
    person.page.wait_for_url("**/run/**")


@pytest.mark.long
def test_a_room_joins_plays_and_is_told(chromium: Any, front: Any, server: Server, sit_down: Sit) -> None:
    """By code, by link and by what a phone's camera reads; forms are done, and the others see it at once."""
    run, public = server.run, urlsplit(server.address)
    control = sit_down("control", ignore_https_errors=True)
    control.page.goto(f"{server.address}/run/{run}/print/seats?all=yes")
    read = codes(control.page.content())
    assert all(code.startswith(f"{server.address}/join/") for code in read)
    strips = control.page.locator(".seat-strip")
    door = control.page.locator(".way-in b.wraps").first.inner_text()
    assert door == f"{server.address}/join"
    short, link = strips.nth(0).locator(".strip-code"), strips.nth(1).locator(".strip-link")
    ways = {"usa": (door, short.inner_text()), "dprk": (link.inner_text(), ""), "russia": (read[2], "")}
    people = {}
    for seat, (address, code) in ways.items():
        context = chromium.new_context(viewport=PHONE, locale="en", ignore_https_errors=True)
        people[seat] = Person(context.new_page(), server, seat)
        joined(people[seat], address, code)
        assert people[seat].page.url.startswith(f"{server.address}/run/{run}/{seat}")
    control.look()
    control.next_step()  # STARTEX
    control.next_step()
    for person in people.values():
        person.phase("consultation")
    usa, dprk = people["usa"], people["dprk"]
    usa.look("?tab=messages&write=statement")
    dprk.look("?tab=messages&with=statements")
    usa.send("statement", text="Said behind a proxy")
    dprk.sees("Said behind a proxy")
    (cookie,) = usa.page.context.cookies()
    assert (cookie["secure"], cookie["path"]) == (True, public.path or "/")
    for person in people.values():
        assert not person.complaints, person.complaints
        person.page.context.close()
    told_by_streams(front)


def told_by_streams(front: Front) -> None:
    """Every page held a stream until it was closed, and none had to ask now and then instead."""
    for _ in range(200):
        asked = front.asked_in.read_text(encoding="utf-8")
        if asked.count("/live?c=") >= 3:
            break
        time.sleep(0.05)  # a proxy writes a request down as it ends
    assert asked.count("/live?c=") >= 3
    assert "/live/now" not in asked
