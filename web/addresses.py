"""How others reach this server: every address it has, the one that stands on links and codes, the names it
answers to, and the public address that a proxy shows in its place.

Host check, Origin check, links, QR codes, cookies and the path before every address follow from here.
"""

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from threading import Event, RLock
from time import monotonic
from typing import NamedTuple

from flask import current_app, request, url_for

from engine.record.lock import Lock
from engine.record.private import write_private
from web import interfaces
from web.interfaces import Address, Kind
from web.proxies import Public, bare_name

PORT = 8025
EVERYWHERE = {"0.0.0.0": (4,), "::": (6,)}
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PAUSE = 1.0
"""Seconds between two looks at the interfaces, however often somebody asks."""
WATCH = 2.0
"""Seconds between two looks while nobody asks."""
MOST_DEVICES = 200
"""Devices that are counted for each address."""
NAME, PASSWORD = 32, 63
"""Most characters of a wireless network's name and password."""


@dataclass(frozen=True)
class Place:
    """Where a server listens, and what it was told of how others reach it."""

    host: str = ""
    """Where to listen, this machine alone if it is empty; with `lan`, the address to announce first."""
    port: int = PORT
    lan: bool = False
    """Listen in every network this machine is in."""
    public: Public | None = None
    proxies: int = 0
    """How many proxies stand in front whose word on the caller is believed."""

    @property
    def families(self) -> tuple[int, ...]:
        """The families that it listens to on every interface."""
        return (4, 6) if self.lan else EVERYWHERE.get(self.host, ())

    @property
    def given(self) -> str:
        """The one address it was told, if others can use it at all."""
        return "" if not self.host or self.host in EVERYWHERE or loopback(self.host) else self.host


class Network(NamedTuple):
    """The wireless network that people are to join, as control typed it; empty where it typed nothing."""

    name: str = ""
    password: str = ""


class Addresses:
    """How others reach one server. Every method may be called from any thread.

    What control chose is kept in a private file beside the runs. Without a place it answers to any name, and
    knows no other address than the one a browser uses.
    """

    def __init__(
        self,
        place: Place | None,
        folder: Path,
        look: Callable[[], list[Address]] = interfaces.look,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.any_name, self.place = place is None, place or Place()
        self._version = 0
        self._look, self._clock, self._path = look, clock, folder / ".network"
        self._lock = RLock()
        self._found: list[Address] = []
        self._looked: float | None = None
        self._devices: dict[str, set[str]] = {}
        self._given = self.place.given.lower()
        self._names = {*LOOPBACK, socket.gethostname().lower(), self._given} - {""}
        if self.place.public:
            self._names.add(self.place.public.host.strip("[]"))
        kept = self._read()
        self.network = Network(kept.get("name", ""), kept.get("password", ""))
        self._wanted = self._given or kept.get("address", "")
        self._shown = ""

    # What there is

    def offers(self) -> list[Address]:
        """The addresses that others may try, the likeliest first; none where only this computer can."""
        families, given = self.place.families, self._given
        if not families and not given:
            return []
        self.look_again()
        # No browser opens a link-local address of IPv6: a zone belongs to it.
        found = [entry for entry in self._found if entry.family == 4 or not entry.link_local]
        first = [entry for entry in found if entry.address == given] or [Address(given, "--host", Kind.GIVEN)]
        others = [entry for entry in found if entry.family in families and entry.address != given]
        return [*first, *others] if given else others

    def chosen(self) -> Address | None:
        """The offer that stands on links and codes; None where only this computer reaches the server.

        Control's choice goes before all. What was shown stays until it is gone or a nearer one has come.
        """
        offers = {offer.address: offer for offer in self.offers()}
        likeliest, shown = self.likeliest(), offers.get(self._shown)
        if shown and likeliest and shown.far != likeliest.far:
            shown = None
        found = offers.get(self._wanted) or shown or likeliest
        self._shown = found.address if found else ""
        return found

    def likeliest(self) -> Address | None:
        """The offer that people in the room are likeliest to reach, if they reach any."""
        return next((offer for offer in self.offers() if offer.kind is not Kind.VIRTUAL), None)

    @property
    def lost(self) -> str:
        """The address that control chose, where this machine no longer has it."""
        there = [offer.address for offer in self.offers()]
        lost = there and self._wanted not in there and not self.place.public
        return self._wanted if lost else ""

    @property
    def settled(self) -> bool:
        """Whether somebody said which address others use: control, or whoever started the server."""
        return bool(self._wanted or self.place.public)

    @property
    def alone(self) -> bool:
        """Whether nobody but this computer reaches the server."""
        return not self.place.public and self.chosen() is None

    @property
    def version(self) -> int:
        """A number that is another one whenever anything that this tells has changed."""
        if self.place.families:
            self.look_again()
        return self._version

    def look_again(self) -> bool:
        """Look at the interfaces, unless somebody did within the last second. True if they have changed."""
        with self._lock:
            if self._looked is not None and self._clock() - self._looked < PAUSE:
                return False
            self._looked = self._clock()
            with suppress(OSError):  # they are as they were
                found = self._look()
                if found != self._found:
                    self._found, self._version = found, self._version + 1
                    return True
            return False

    def watch(self, stopped: Event, tell: Callable[[], None]) -> None:
        """Look now and then until an event is set, and tell of every change; for a thread of its own."""
        told = self.version
        while not stopped.wait(WATCH):
            now = self.version
            if now != told:
                told = now
                tell()

    # What stands on links and codes

    def url(self, address: str) -> str:
        """An address of this machine as a browser opens it, without a slash at the end."""
        host = f"[{address}]" if ":" in address else address
        return f"http://{host}" if self.place.port == 80 else f"http://{host}:{self.place.port}"

    def here(self) -> str:
        """The same for a browser on this very machine."""
        place = self.place
        everywhere = "::1" if place.host == "::" and not place.lan else "127.0.0.1"
        host = everywhere if place.families or not place.host else place.host
        return self.url(host) + (place.public.path if place.public else "")

    def bases(self) -> list[str]:
        """What stands before every path of this site for others, the best first."""
        if self.place.public:
            return [self.place.public.whole]
        chosen = self.chosen()
        if chosen is None:
            return []
        others = [offer.address for offer in self.offers() if offer.address != chosen.address]
        return [self.url(address) for address in (chosen.address, *others)]

    # What control chooses

    def choose(self, address: str) -> bool:
        """Let this offer stand on links and codes, and keep it for the next start. False if there is none."""
        if address not in [offer.address for offer in self.offers()]:
            return False
        self._wanted = address
        self._write(address=address)
        return True

    def join(self, name: str, password: str) -> None:
        """Keep the network that people are to join, for the sheet."""
        self.network = Network(name[:NAME], password[:PASSWORD] if name else "")
        self._write(**self.network._asdict())

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        entries = found.items() if isinstance(found, dict) else ()
        return {name: value for name, value in entries if isinstance(value, str)}

    def _write(self, **chosen: str) -> None:
        """Keep what was chosen here, beside what another server over the same folder has kept meanwhile."""
        with self._lock, Lock(self._path):
            kept = {"address": "", "name": "", "password": "", **self._read(), **chosen}
            write_private(self._path, json.dumps(kept, ensure_ascii=False, indent=1).encode())
            self._version += 1

    # Who asks

    def answers(self, host: str) -> bool:
        """Whether this is a name of this server now: its own, or an address it listens on."""
        name = bare_name(host).strip("[]")
        if self.any_name or name in self._names:
            return True
        try:
            asked = ip_address(name)
        except ValueError:
            return False
        if asked.version not in self.place.families:
            return False
        return self._has(str(asked)) or (self.look_again() and self._has(str(asked)))

    def _has(self, address: str) -> bool:
        return any(entry.address == address for entry in self._found)

    def came(self, host: str, caller: str) -> None:
        """Count the devices that came in by an offer; this machine itself does not count."""
        name = bare_name(host).strip("[]")
        if self._has(caller) or not (self._has(name) or name == self._given):
            return
        known = self._devices.setdefault(name, set())
        if caller not in known and len(known) < MOST_DEVICES:
            known.add(caller)
            self._version += 1

    def devices(self, address: str) -> int:
        """How many devices came in by an offer since the server was started."""
        return len(self._devices.get(address, ()))


def loopback(host: str) -> bool:
    """Whether a host is this machine alone, by its address or by what its name stands for."""
    try:
        return all(ip_address(entry[4][0]).is_loopback for entry in socket.getaddrinfo(host, None))
    except (OSError, UnicodeError):
        return False


# For pages


def reach() -> Addresses:
    """How others reach this server."""
    found: Addresses = current_app.extensions["addresses"]
    return found


def addresses() -> list[str]:
    """What stands before every path of this site for others, the best first; none where nobody reaches it."""
    return reach().bases()


def bare(path: str) -> str:
    """A path of this site without what stands before it behind a proxy."""
    return path.removeprefix(request.script_root)


def address(path: str) -> str:
    """A path of this site, as `url_for` gives it, as others can open it."""
    base = (addresses() or [request.url_root.rstrip("/")])[0]
    return f"{base}{bare(path)}"


def door() -> str:
    """Where codes are typed in, as others can open it."""
    return address(url_for("join.page"))
