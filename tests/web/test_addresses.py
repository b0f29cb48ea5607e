"""How others reach a server: what is answered, what stands on links and codes, what control chooses."""

import json
import re
import socket
import stat
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from engine.words.language import Language
from engine.words.locale import languages
from tests.web.codes import codes
from tests.web.company import Browser, Company
from tests.web.made import LINUX, adapter, addresses
from web.addresses import PAUSE, Addresses, Place
from web.interfaces import Address, Kind
from web.open_run import OpenRun
from web.proxies import read_public
from web.serve import announce

WIFI, CABLE, VPN = "192.168.8.14", "10.20.3.7", "10.8.0.6"


class Machine:
    """A made machine whose interfaces come and go, and a clock that a test sets."""

    def __init__(self, *adapters: Any) -> None:
        self.adapters, self.looks, self.now = list(adapters or LINUX), 0, 0.0

    def look(self) -> list[Address]:
        self.looks += 1
        return addresses(self.adapters)

    def clock(self) -> float:
        return self.now

    def reached(self, folder: Path, place: Place) -> Addresses:
        """A server of this machine."""
        return Addresses(place, folder, self.look, self.clock)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def offered(found: Addresses) -> list[str]:
    return [offer.address for offer in found.offers()]


# What is offered


def test_in_a_local_network_every_address_is_offered_the_likeliest_first(
    tmp_path: Path, machine: Machine
) -> None:
    """But for those of IPv6 that need a zone: no browser opens them."""
    found = machine.reached(tmp_path, Place(lan=True))
    assert offered(found) == [WIFI, CABLE, "fd12::5", "2001:db8::5", VPN, "172.17.0.1", "169.254.7.7"]
    assert found.bases()[0] == f"http://{WIFI}:8025"
    assert "http://[fd12::5]:8025" in found.bases()


def test_on_a_usual_port_no_port_is_written(tmp_path: Path, machine: Machine) -> None:
    assert machine.reached(tmp_path, Place(lan=True, port=80)).bases()[0] == f"http://{WIFI}"


def test_an_address_that_was_given_wins(tmp_path: Path, machine: Machine) -> None:
    """With --lan every network is listened in, and this one announced first, whether or not it is known."""
    for host, kind in ((CABLE, Kind.CABLE), ("203.0.113.5", Kind.GIVEN), ("ttx.example", Kind.GIVEN)):
        found = machine.reached(tmp_path, Place(host, lan=True))
        assert (found.offers()[0].address, found.offers()[0].kind) == (host, kind)
        assert found.bases()[0] == f"http://{host}:8025"
        assert WIFI in offered(found)
        assert found.answers(host)


def test_an_address_alone_is_the_only_one(tmp_path: Path, machine: Machine) -> None:
    found = machine.reached(tmp_path, Place(CABLE))
    assert offered(found) == [CABLE]
    assert found.here() == f"http://{CABLE}:8025"
    assert found.answers(CABLE)
    assert not found.answers(WIFI)


@pytest.mark.parametrize("host", ["", "127.0.0.1", "localhost", "::1"])
def test_without_a_network_nobody_else_reaches_it(tmp_path: Path, machine: Machine, host: str) -> None:
    found = machine.reached(tmp_path, Place(host))
    assert found.offers() == []
    assert found.bases() == []
    assert found.alone
    assert not found.answers(WIFI)


def test_a_machine_in_no_network_says_so_until_it_is_in_one(tmp_path: Path) -> None:
    """Machines inside it do not count, unless control says that they do."""
    machine = Machine(adapter("lo", "127.0.0.1"), adapter("docker0", "172.17.0.1"))
    found = machine.reached(tmp_path, Place(lan=True))
    assert found.alone
    assert found.choose("172.17.0.1")
    assert not found.alone
    other = machine.reached(tmp_path / "other", Place(lan=True))
    machine.adapters.append(adapter("wlan0", WIFI))
    machine.now += PAUSE
    assert not other.alone
    assert other.bases()[0] == f"http://{WIFI}:8025"


def test_what_stands_on_codes_stays_until_it_is_gone_or_a_nearer_one_comes(tmp_path: Path) -> None:
    """Nobody's code goes bad because a cable was plugged in; but the room goes before a VPN."""
    machine = Machine(adapter("tun0", VPN))
    found = machine.reached(tmp_path, Place(lan=True))
    seen = [found.bases()[0]]
    for come, gone in ((("eth0", CABLE), ""), (("wlan0", WIFI), ""), (("wlan1", "192.168.9.1"), CABLE)):
        machine.adapters.append(adapter(*come))
        machine.adapters = [entry for entry in machine.adapters if entry.ips[0].ip != gone]
        machine.now += PAUSE
        seen.append(found.bases()[0])
    assert seen == [f"http://{address}:8025" for address in (VPN, CABLE, CABLE, WIFI)]


# What is answered


def test_every_bound_address_is_answered_and_no_other(tmp_path: Path, machine: Machine) -> None:
    found = machine.reached(tmp_path, Place(lan=True))
    named = socket.gethostname()
    for host in (
        WIFI,
        CABLE,
        VPN,
        "172.17.0.1",
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[fd12::5]",
        "[FD12:0::5]",
        named,
    ):
        assert found.answers(f"{host}:8025"), host
        assert found.answers(host.upper()), host
    for host in (
        "",
        "192.168.8.15",
        "evil.example",
        f"{WIFI}.evil.example",
        "[fd12::6]",
        "0.0.0.0",
        "[::]",
        "[",
        "::1",
        "a b",
    ):
        assert not found.answers(f"{host}:8025" if host else host), host


def test_over_one_family_only_its_addresses_are_answered(tmp_path: Path, machine: Machine) -> None:
    found = machine.reached(tmp_path, Place("0.0.0.0"))
    assert found.answers(WIFI)
    assert not found.answers("[fd12::5]")
    assert "fd12::5" not in offered(found)


def test_a_network_that_came_later_is_answered_at_once(tmp_path: Path) -> None:
    """However many ask for names that are unknown, the interfaces are looked at once a second."""
    machine = Machine(adapter("eth0", CABLE))
    found = machine.reached(tmp_path, Place(lan=True))
    assert not found.answers(WIFI)
    machine.adapters.append(adapter("wlan0", WIFI))
    looks = machine.looks
    for _ in range(50):
        found.answers("192.168.77.1")
        found.answers("evil.example")
    assert machine.looks == looks
    machine.now += PAUSE
    assert found.answers(WIFI)
    assert machine.looks == looks + 1


def test_a_machine_that_cannot_be_looked_at_keeps_what_it_had(tmp_path: Path, machine: Machine) -> None:
    found = machine.reached(tmp_path, Place(lan=True))
    before = offered(found)

    def broken() -> list[Address]:
        raise OSError

    found._look = broken
    machine.now += PAUSE
    assert offered(found) == before


# What control chooses


def test_a_choice_outlives_the_server_in_a_file_that_only_its_owner_reads(
    tmp_path: Path, machine: Machine
) -> None:
    found = machine.reached(tmp_path, Place(lan=True))
    assert found.choose(CABLE)
    assert not found.choose("203.0.113.5")
    found.join("A room; with: signs", "pass\\word")
    again = machine.reached(tmp_path, Place(lan=True))
    assert again.bases()[0] == f"http://{CABLE}:8025"
    assert again.network == ("A room; with: signs", "pass\\word")
    assert stat.S_IMODE((tmp_path / ".network").stat().st_mode) == 0o600


def test_two_servers_over_one_folder_keep_what_each_of_them_chose(tmp_path: Path, machine: Machine) -> None:
    """The one that wrote last had put back what the other one had chosen."""
    one, other = (machine.reached(tmp_path, Place(lan=True, port=port)) for port in (8025, 8026))
    one.join("The room", "secret")
    assert other.choose(CABLE)
    again = machine.reached(tmp_path, Place(lan=True))
    assert (again.network, again.bases()[0]) == (("The room", "secret"), f"http://{CABLE}:8025")


def test_a_choice_that_is_gone_gives_way_and_is_named(tmp_path: Path, machine: Machine) -> None:
    """It comes back when its network does."""
    machine.reached(tmp_path, Place(lan=True)).choose(CABLE)
    gone = machine.adapters.pop(3)
    again = machine.reached(tmp_path, Place(lan=True))
    assert (again.bases()[0], again.lost) == (f"http://{WIFI}:8025", CABLE)
    machine.adapters.append(gone)
    machine.now += PAUSE
    assert (again.bases()[0], again.lost) == (f"http://{CABLE}:8025", "")


@pytest.mark.parametrize("broken", ["", "[]", "nonsense", '{"address": 7, "name": null}', "\x00", '"text"'])
def test_a_broken_file_of_choices_is_none(tmp_path: Path, machine: Machine, broken: str) -> None:
    (tmp_path / ".network").write_text(broken)
    found = machine.reached(tmp_path, Place(lan=True))
    assert found.bases()[0] == f"http://{WIFI}:8025"
    assert found.network == ("", "")


def test_whoever_watches_is_told_of_every_change(
    tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.addresses.WATCH", 0.01)
    found, stopped, told = machine.reached(tmp_path, Place(lan=True)), Event(), Event()
    found.offers()
    watching = Thread(target=found.watch, args=(stopped, told.set))
    watching.start()
    machine.adapters.append(adapter("wlan9", "192.168.99.1"))
    machine.now += PAUSE
    assert told.wait(10)
    stopped.set()
    watching.join(60)


# On the pages


@pytest.fixture
def company(tmp_path: Path, machine: Machine) -> Company:
    return Company(tmp_path / "runs", Place(lan=True), look=machine.look, clock=machine.clock)


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start("grey-strait", people=("halmar",))


def panel(browser: Browser, open_run: OpenRun, more: str = "") -> str:
    return browser.get(f"/run/{open_run.name}/control?panel=seats{more}").get_data(as_text=True)


def doors(page: str) -> set[str]:
    """Every address of this server that a page shows to others."""
    return set(re.findall(r"(http://[^/\s\"<]+)/join", page))


def test_links_sheet_and_screen_follow_what_control_chooses(company: Company, open_run: OpenRun) -> None:
    """On every page at once, as a phone reads the codes, and with a new word for the pages that are open."""
    control, run = company.host(), open_run.name
    pages = (f"/run/{run}/control?panel=seats", f"/run/{run}/public", f"/run/{run}/print/seats", "/")
    words = [open_run.token("control", "en"), open_run.token("public", "en")]
    for address in (WIFI, CABLE, WIFI):
        assert control.post(f"/run/{run}/address", {"address": address}).status_code == 303
        door = f"http://{address}:8025/join"
        link = f"{door}/{company.runs.seats(run).link('halmar')}"
        shown = [control.get(path).get_data(as_text=True) for path in pages]
        assert all(doors(page) == {f"http://{address}:8025"} for page in shown)
        panel, screen, sheet, lobby = map(codes, shown)
        assert panel[0] == door
        assert link in panel
        assert link in sheet
        assert all(code.startswith(door) for code in (*panel, *sheet))
        assert screen == lobby == [door]
        now = [open_run.token("control", "en"), open_run.token("public", "en")]
        assert all(one != other for one, other in zip(words, now, strict=True))
        words = now


def test_a_network_that_comes_while_pages_are_open_is_on_the_next_one(
    company: Company, open_run: OpenRun, machine: Machine
) -> None:
    """Pages are kept ready, but not beyond what they were made from."""
    control = company.host()
    for _ in range(2):
        assert "192.168.99.1" not in panel(control, open_run)
    machine.adapters.append(adapter("wlan9", "192.168.99.1"))
    machine.now += PAUSE
    assert "192.168.99.1" in panel(control, open_run)


def test_every_offer_stands_with_its_kind_and_its_name(company: Company, open_run: OpenRun) -> None:
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", panel(company.host(), open_run)))
    for text in ("Wi-Fi wlp2s0 likeliest 192.168.8.14:8025", "Cable enp0s31f6 10.20.3.7:8025"):
        assert text in words
    assert "VPN tun0 10.8.0.6:8025 phones in this room hardly reach it" in words
    assert "This computer only 127.0.0.1:8025 no other device" in words
    assert words.count("likeliest") == 1


def test_devices_are_counted_by_the_address_they_came_in_by(company: Company, open_run: OpenRun) -> None:
    """This machine is no device, and one device is one however often it asks."""
    control = company.host()
    came = (
        (WIFI, "192.168.8.20"),
        (WIFI, "192.168.8.21"),
        (WIFI, "192.168.8.20"),
        (CABLE, CABLE),
        ("127.0.0.1", WIFI),
    )
    for host, caller in came:
        environ = {"HTTP_HOST": f"{host}:8025", "REMOTE_ADDR": caller}
        assert company.browser().get("/join", environ_overrides=environ).status_code == 200
    shown = panel(control, open_run)
    assert "2 devices came in by it" in shown
    assert shown.count("came in by it") == 1
    assert shown.count("nobody yet") == 3


def test_an_address_that_went_meanwhile_is_refused_aloud(company: Company, open_run: OpenRun) -> None:
    control = company.host()
    answer = control.post(f"/run/{open_run.name}/address", {"address": "203.0.113.5"})
    assert "no longer has that address" in control.get(answer.headers["Location"]).get_data(as_text=True)
    assert company.addresses.bases()[0] == f"http://{WIFI}:8025"


def test_a_lost_choice_is_told_to_control(company: Company, open_run: OpenRun, machine: Machine) -> None:
    company.addresses.choose(CABLE)
    machine.adapters.pop(3)
    machine.now += PAUSE
    shown = panel(company.host(), open_run)
    assert f"{CABLE}, chosen before, is no longer an address of this computer." in shown
    assert doors(shown) == {f"http://{WIFI}:8025"}


@pytest.mark.parametrize(
    ("place", "remedy"), [(Place(), "make run LAN=1"), (Place(lan=True), "open a hot spot on it")]
)
def test_where_nobody_gets_in_that_is_said_with_the_remedy(tmp_path: Path, place: Place, remedy: str) -> None:
    company = Company(tmp_path, place, look=lambda: [])
    open_run, control = company.start("grey-strait"), company.host()
    for path in (f"/run/{open_run.name}/control?panel=seats", f"/run/{open_run.name}/print/seats", "/"):
        shown = control.get(path).get_data(as_text=True)
        assert "Only this computer reaches these pages." in shown, path
        assert remedy in shown, path
    assert "/join" not in control.get(f"/run/{open_run.name}/public").get_data(as_text=True)


# The sheet


@pytest.mark.parametrize("language", languages())
def test_the_sheet_names_the_network_and_the_screen_never_does(
    company: Company, open_run: OpenRun, language: str
) -> None:
    """With a code that phones join it by; signs that part its fields are escaped."""
    control, run = company.host(), open_run.name
    control.post(f"/run/{run}/network", {"name": "Sala; 7", "password": 'a"b:c\\d,e'})
    sheet = control.get(f"/run/{run}/print/seats?language={language}").get_data(as_text=True)
    assert "Sala; 7" in sheet
    assert "a&#34;b:c\\d,e" in sheet
    assert codes(sheet)[0] == 'WIFI:T:WPA;S:Sala\\; 7;P:a\\"b\\:c\\\\d,e;;'
    for path in (f"/run/{run}/public", "/join", f"/join/{company.runs.seats(run).link('halmar')}"):
        assert "Sala" not in control.get(path).get_data(as_text=True), path
    halmar = company.seated(run, "halmar").get(f"/run/{run}/halmar").get_data(as_text=True)
    assert "Sala" not in halmar
    kept = json.loads((company.runs.folder / ".network").read_text())
    assert kept["password"] == 'a"b:c\\d,e'
    assert b"Sala" not in open_run.run.log.path.read_bytes()


def test_a_network_without_a_name_has_lines_to_write_on(company: Company, open_run: OpenRun) -> None:
    control, run = company.host(), open_run.name
    control.post(f"/run/{run}/network", {"name": "  \x07 ", "password": "kept nowhere"})
    sheet = control.get(f"/run/{run}/print/seats").get_data(as_text=True)
    assert 'class="to-fill"' in sheet
    assert "kept nowhere" not in sheet
    control.post(f"/run/{run}/network", {"name": "Open", "password": ""})
    sheet = control.get(f"/run/{run}/print/seats").get_data(as_text=True)
    assert "no password" in sheet
    assert codes(sheet)[0] == "WIFI:T:nopass;S:Open;;"


def test_bots_get_no_key_unless_it_is_asked_for(company: Company, open_run: OpenRun) -> None:
    control, seats = company.host(), company.runs.seats(open_run.name)
    keys = {role: f"{seats.code(role)[:4]} {seats.code(role)[4:]}" for role in (*open_run.roles, "public")}
    sheet = control.get(f"/run/{open_run.name}/print/seats").get_data(as_text=True)
    assert {role for role, key in keys.items() if key in sheet} == {"halmar", "public"}
    assert "A bot plays here, so no key is printed." in sheet
    (every,) = re.findall(r'href="([^"]*all=yes[^"]*)"', sheet)
    sheet = control.get(every.replace("&amp;", "&")).get_data(as_text=True)
    assert all(key in sheet for key in keys.values())
    assert "A bot plays here" not in sheet


# In the terminal


def announced(found: Addresses, language: str = "en") -> str:
    lines: list[str] = []
    announce(found, "/open/key", Language(language), lines.append)
    return "\n".join(lines)


def test_the_terminal_lists_every_address_with_the_one_on_the_codes_first(
    tmp_path: Path, machine: Machine
) -> None:
    found = machine.reached(tmp_path, Place(lan=True))
    text = announced(found)
    assert "  http://127.0.0.1:8025/open/key\n  http://192.168.8.14:8025/open/key\n" in text
    assert "  http://192.168.8.14:8025/join  Wi-Fi, wlp2s0\n" in text
    assert "  http://10.8.0.6:8025/join  VPN, tun0 (phones in this room hardly reach it)" in text
    found.choose(CABLE)
    text = announced(found)
    assert text.index(f"{CABLE}:8025/join") < text.index(f"{WIFI}:8025/join")
    machine.adapters.pop(3)
    machine.now += PAUSE
    assert f"{CABLE}, chosen before, is no longer an address of this computer." in announced(found)


@pytest.mark.parametrize("language", languages())
def test_the_terminal_is_loud_where_nobody_gets_in(tmp_path: Path, language: str) -> None:
    machine = Machine(adapter("lo", "127.0.0.1"), adapter("docker0", "172.17.0.1"))
    text = announced(machine.reached(tmp_path, Place(lan=True)), language)
    assert Language(language).say("NOBODY ELSE REACHES THESE PAGES: this computer is in no network.") in text
    assert "/join" not in text
    assert "--lan" in announced(machine.reached(tmp_path, Place()), language)


def test_the_terminal_prints_the_public_address(tmp_path: Path, machine: Machine) -> None:
    public = read_public("https://wargame.example.org/ttx", Language("en"))
    text = announced(machine.reached(tmp_path, Place(public=public)))
    assert "  http://127.0.0.1:8025/ttx/open/key\n  https://wargame.example.org/ttx/open/key\n" in text
    assert "  https://wargame.example.org/ttx/join\n" in text
    assert "plain HTTP" not in text
    assert "--proxies 1" in text
    assert "--proxies" not in announced(machine.reached(tmp_path, Place(public=public, proxies=1)))
