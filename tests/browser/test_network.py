"""A laptop in a room, each in a network namespace of its own: the code on the sheet leads a phone in.

The laptop is in the room's Wi-Fi and in a VPN that holds its default route, or in a hot spot that leads
nowhere; the phone is in the room's Wi-Fi alone.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import ARGUMENTS, CHROMIUM, NEEDED, PHONE, free_port
from tests.browser.conftest import LAPTOP as LAPTOP_SIZE
from tests.web.codes import codes
from web.runs import Runs

IP = shutil.which("ip") or shutil.which("ip", path="/usr/sbin:/sbin")
LAPTOP, CALLER, VPN = "192.168.50.1", "192.168.50.20", "10.8.0.2"
FETCH = """
import sys
from urllib.request import HTTPCookieProcessor, build_opener
browser = build_opener(HTTPCookieProcessor())
for address in sys.argv[1:]:
    shown = browser.open(address).read().decode()
print(shown)
"""


def ip(*words: str) -> None:
    """A command of iproute2. Raises CalledProcessError where it may not be given."""
    assert IP
    subprocess.run([IP, *words], check=True, capture_output=True)


class Room:
    """Two namespaces and what lies between them."""

    def __init__(self) -> None:
        mark = os.getpid()
        self.laptop, self.phone = f"laptop-{mark}", f"phone-{mark}"

    def build(self) -> None:
        """A laptop and a phone with nothing between them yet; whoever may not do this may not do the rest."""
        for name in (self.laptop, self.phone):
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        ip(
            "-n",
            self.laptop,
            "link",
            "add",
            "wlp2s0",
            "type",
            "veth",
            "peer",
            "name",
            "wlan0",
            "netns",
            self.phone,
        )
        ip("-n", self.laptop, "tuntap", "add", "tun0", "mode", "tun")

    def join_wifi(self) -> None:
        """Both come into the room's network."""
        for name, link, address in ((self.laptop, "wlp2s0", LAPTOP), (self.phone, "wlan0", CALLER)):
            ip("-n", name, "addr", "add", f"{address}/24", "dev", link)
            ip("-n", name, "link", "set", link, "up")

    def join_vpn(self) -> None:
        """The laptop's default route goes into a tunnel that no phone has."""
        ip("-n", self.laptop, "addr", "add", f"{VPN}/24", "dev", "tun0")
        ip("-n", self.laptop, "link", "set", "tun0", "up")
        ip("-n", self.laptop, "route", "add", "default", "dev", "tun0")

    def clear(self) -> None:
        for name in (self.laptop, self.phone):
            subprocess.run([str(IP), "netns", "delete", name], check=False, capture_output=True)

    def on_laptop(self, *words: str) -> list[str]:
        return [str(IP), "netns", "exec", self.laptop, *words]


@pytest.fixture
def room() -> Iterator[Room]:
    """A room, where this machine may build one."""
    if not IP and not NEEDED:
        pytest.skip("no iproute2 on this machine (Debian: apt-get install iproute2)")
    assert IP, "WHITECELL_BROWSER=required, and there is no iproute2"
    found = Room()
    try:
        try:
            found.build()
        except subprocess.CalledProcessError as fault:
            why = fault.stderr.decode(errors="replace").strip()
            pytest.skip(
                f"network namespaces are not allowed here ({why}); test_addresses.py tries made lists"
            )
        yield found
    finally:
        found.clear()


class Laptop:
    """`whitecell serve --lan` on the laptop, and what control sees there; stopped when its test is over."""

    def __init__(self, room: Room, folder: Path) -> None:
        self.room, self.folder, self.port = room, folder / "runs", free_port()
        self.folder.mkdir()
        self.said = folder / "said"
        serve = [sys.executable, "-m", "console.main", "serve", "--lan", "--no-browser", "--lang", "en"]
        serve += ["--port", str(self.port), "--runs", str(self.folder)]
        with self.said.open("w") as log:
            self.process = subprocess.Popen(room.on_laptop(*serve), stdout=log, stderr=log)
        while "Ctrl+C" not in self.said.read_text():
            assert self.process.poll() is None, self.said.read_text()
            time.sleep(0.05)

    def __enter__(self) -> "Laptop":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()

    @property
    def run(self) -> str:
        (path,) = self.folder.glob("*.jsonl")
        return path.stem

    @property
    def key(self) -> str:
        """The path that makes a browser the host's."""
        return f"/open/{Runs(self.folder).host.link()}"

    def page(self, path: str, host: str = "127.0.0.1") -> str:
        """A page as control sees it."""
        base = f"http://{host}:{self.port}"
        addresses = [f"{base}{self.key}", f"{base}{path}"]
        asked = self.room.on_laptop(sys.executable, "-c", FETCH, *addresses)
        return subprocess.run(asked, check=True, capture_output=True, text=True).stdout

    def sheet(self) -> str:
        return self.page(f"/run/{self.run}/print/seats?all=yes")

    def shows(self, text: str) -> str:
        """The sheet, as soon as it holds this."""
        for _ in range(100):
            sheet = self.sheet()
            if text in sheet:
                return sheet
        raise AssertionError(text)


@pytest.fixture
def browser_of(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a browser on one of the two machines."""
    opened = []

    def start(machine: str, **more: object) -> Any:
        program = tmp_path / machine
        program.write_text(f'#!/bin/sh\nexec {IP} netns exec {machine} {CHROMIUM} "$@"\n')
        program.chmod(0o755)
        browser = chromium.browser_type.launch(executable_path=str(program), args=ARGUMENTS)
        opened.append(browser)
        return browser.new_context(locale="en", **more)

    yield start
    for browser in opened:
        browser.close()


@pytest.fixture
def phone(room: Room, browser_of: Callable[..., Any]) -> Any:
    """A page on a phone that is in the room's network alone."""
    return browser_of(room.phone, viewport=PHONE).new_page()


def sits_down(phone: Any, address: str) -> None:
    """From an address that a camera read to the page of a seat."""
    phone.goto(address)
    phone.locator("main form button.act").click()
    phone.wait_for_url("**/run/**")
    phone.locator("#work").wait_for()


@pytest.mark.long
@pytest.mark.parametrize("vpn", [True, False], ids=["with a VPN as default route", "without any route"])
def test_the_code_on_the_sheet_leads_in(room: Room, phone: Any, tmp_path: Path, vpn: bool) -> None:
    room.join_wifi()
    if vpn:
        room.join_vpn()
    with Laptop(room, tmp_path) as laptop:
        sheet = laptop.sheet()
        base = f"http://{LAPTOP}:{laptop.port}"
        read = codes(sheet)
        assert read
        assert all(code.startswith(f"{base}/join/") for code in read)
        sits_down(phone, read[0])
        phone.goto(f"{base}/join")
        phone.locator("input.code").fill(sheet.partition('class="strip-code">')[2].partition("<")[0])
        phone.locator("main form button.act").click()
        phone.wait_for_url("**/join/*")
        assert f"  {base}/join  Wi-Fi, wlp2s0" in laptop.said.read_text()
        if vpn:
            assert f"  http://{VPN}:{laptop.port}/join  VPN, tun0 (phones" in laptop.said.read_text()
            assert laptop.page("/", host=VPN), "every bound address is answered"


@pytest.mark.long
def test_a_network_that_is_joined_after_the_start_is_on_the_sheet(
    room: Room, phone: Any, tmp_path: Path
) -> None:
    """At first nobody reaches the laptop, and that is said loudly; then the room does."""
    with Laptop(room, tmp_path) as laptop:
        assert "NOBODY ELSE REACHES THESE PAGES" in laptop.said.read_text()
        assert "Only this computer reaches these pages." in laptop.sheet()
        room.join_wifi()
        read = codes(laptop.shows(f"http://{LAPTOP}:{laptop.port}/join"))
        sits_down(phone, read[0])


@pytest.mark.long
def test_the_screen_follows_what_control_chooses(
    room: Room, browser_of: Callable[..., Any], tmp_path: Path
) -> None:
    """Without loading anything anew; and what is being typed beside it stays."""
    room.join_wifi()
    room.join_vpn()
    with Laptop(room, tmp_path) as laptop:
        here, place = f"http://127.0.0.1:{laptop.port}", f"/run/{laptop.run}"
        browser = browser_of(room.laptop, viewport=LAPTOP_SIZE)
        control, screen = browser.new_page(), browser.new_page()
        control.goto(f"{here}{laptop.key}?run={laptop.run}")
        screen.goto(f"{here}{place}/public")
        control.goto(f"{here}{place}/control?panel=seats")
        control.locator("#form-network [name=name]").fill("typed, not sent")
        for address in (VPN, LAPTOP):
            door = f"http://{address}:{laptop.port}/join"
            control.locator(f'#form-address input[value="{address}"]').check()
            control.locator("#form-address button").click()
            control.locator(".shown-door").get_by_text(door, exact=True).wait_for()
            shown = f"{address}:{laptop.port}"  # as people type it
            screen.locator(".screen-join").get_by_text(shown, exact=True).wait_for()
            assert codes(screen.content()) == [door]
            assert codes(control.content())[0] == door
            assert control.locator("#form-network [name=name]").input_value() == "typed, not sent"
