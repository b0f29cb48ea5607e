"""The server: waitress over the application, its addresses, and the browser that opens on them."""

import logging
import signal
import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

import segno
from waitress import create_server

from engine.language import Language
from engine.record.run import Run
from web.app import MOST_BODY, create_app
from web.hall import Hall
from web.pages.lobby import host_link

EXERCISE = "korea-2025"
PORT = 8025
STREAMS, RESERVE = 256, 24
"""Streams that may be held at once, and threads that are left for pages however many are."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
Say = Callable[[str], None]


@dataclass
class Place:
    """Where a server listens."""

    host: str = "127.0.0.1"
    port: int = PORT
    lan: bool = False

    @property
    def bind(self) -> str:
        return "0.0.0.0" if self.lan else self.host

    def addresses(self) -> list[str]:
        """The addresses a browser can use, the best first."""
        if self.lan:
            return [f"http://{address}:{self.port}" for address in lan_addresses()]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return [f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{self.port}"]

    def hosts(self) -> list[str]:
        """The names the server answers to."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        everywhere = lan_addresses() if self.bind in ("0.0.0.0", "::") else ()
        return [*LOOPBACK, host, *everywhere, socket.gethostname()]


def lan_addresses() -> list[str]:
    """This machine's addresses in the local network. Nothing is sent to find them."""
    found: list[str] = []
    for family, target in ((socket.AF_INET, "192.0.2.1"),):  # an address for documentation, never reached
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))
                found.append(probe.getsockname()[0])
            except OSError:
                continue
    with suppress(OSError):
        found += [
            str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        ]
    return [address for address in dict.fromkeys(found) if not address.startswith("127.")] or ["127.0.0.1"]


def ready_run(hall: Hall) -> str:
    """The run to open on without being told: the newest that goes on, or a new one of Korea 2025."""
    for name in hall.names():
        try:
            if not hall.run(name).run.state.game.finished:
                return name
        except Exception:  # a file that is no run: the lobby shows it as what it is
            continue
    return hall.start(EXERCISE, None, None, ["control"]).name


def server_settings(streams: int, reserve: int) -> dict[str, Any]:
    """How waitress runs: a thread for each stream that may be held, and some that no stream can take."""
    return {
        "threads": streams + reserve,
        "connection_limit": 2 * streams + 200,
        "channel_request_lookahead": 1,  # so that a stream learns within a second that its browser went
        "channel_timeout": 120,
        "max_request_body_size": 4 * MOST_BODY,  # what is longer is not even kept aside
        "ident": "Whitecell",
        "clear_untrusted_proxy_headers": True,
    }


def serve(
    runs: list[str], folder: str, place: Place, language: Language, say: Say, *, browser: bool = True
) -> None:
    """Serve until interrupted. Raises LogError for a run that cannot be read, OSError for a taken port."""
    paths = [Path(run) for run in runs]
    for path in paths:
        Run.open(path)
    hall = Hall(Path(folder), paths)
    name = paths[0].stem if paths else ready_run(hall)
    app = create_app(hall, place.hosts(), STREAMS)
    app.config["ADDRESSES"] = place.addresses() if place.lan else []
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of every page that waits a moment
    server = create_server(app, host=place.bind, port=place.port, **server_settings(STREAMS, RESERVE))
    stopped = Event()
    Thread(target=hall.watch, args=(stopped,), daemon=True, name="watch").start()
    address = f"{place.addresses()[0]}/open/{host_link(hall.key)}?run={name}"
    announce(place, address, language, say)
    if browser:
        open_browser(address, language, say)
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, lambda *_: leave(hall))
    server.run()
    stopped.set()
    server.close()
    say(language.say("Stopped; everything that was done is kept."))


def leave(hall: Hall) -> None:
    """End the streams, so that waitress need not wait for their threads, then stop."""
    hall.close()
    raise KeyboardInterrupt


def announce(place: Place, address: str, language: Language, say: Say) -> None:
    """Where the pages are, and in a local network how to reach them and what plain HTTP means."""
    say(language.say("The facilitator page (this address is control's key; keep it to yourself):"))
    say(f"  {address}")
    if place.lan:
        door = f"{place.addresses()[0]}/join"
        say(language.say("Teams join here, with the code or the link of their seat:"))
        say(f"  {door}")
        if sys.stdout.isatty():
            segno.make(door, error="m").terminal(compact=True, border=2)
        say(
            language.say(
                "This is plain HTTP: whoever listens in the same network can read what is sent. "
                "Use a network of your own, or put a proxy with TLS in front."
            )
        )
    say(language.say("Ctrl+C stops the server; the runs are kept."))


def open_browser(address: str, language: Language, say: Say) -> None:
    """Open the page where there is a screen to open it on."""
    try:
        controller = webbrowser.get()
    except webbrowser.Error:
        return
    if getattr(controller, "name", "") in ("www-browser", "lynx", "links", "w3m", "elinks"):
        return  # a browser in this very terminal would hide the server
    Thread(target=controller.open, args=(address,), daemon=True).start()
