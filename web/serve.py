"""The server: waitress over the application, what it says at its start, and the browser that opens on it."""

import logging
import signal
import socket
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import TypedDict

import segno

from engine.record.run import Run
from engine.words.language import Language
from web.addresses import Addresses, Place
from web.app import create_app
from web.connections import AT_A_TIME, create_server
from web.limits import BODY, CONNECTIONS, HEAD, IDLE_SECONDS, RESERVE, STREAMS
from web.proxies import PublicError, is_own_path
from web.rendering import compile_templates
from web.runs import Runs

EXERCISE = "korea-2025"
Say = Callable[[str], None]


def ready_run(runs: Runs) -> str:
    """The run to open on without being told: the newest that goes on, or a new one of Korea 2025."""
    for name in runs.names():
        try:
            if not runs.run(name).run.state.game.finished:
                return name
        except Exception:  # a file that is no run: the lobby shows it as what it is
            continue
    return runs.start(EXERCISE, None, None, ["control"]).name


class Settings(TypedDict):
    """What waitress is told of how to run."""

    threads: int
    connection_limit: int
    channel_request_lookahead: int
    channel_timeout: int
    cleanup_interval: int
    max_request_header_size: int
    max_request_body_size: int
    ident: str
    clear_untrusted_proxy_headers: bool


def server_settings(streams: int, reserve: int, proxies: int = 0) -> Settings:
    """How waitress runs: a thread for each stream that may be held, and some that no stream can take."""
    return {
        "threads": streams + reserve,
        "connection_limit": CONNECTIONS + 4 * AT_A_TIME,  # the sockets it listens at, and those that go
        "channel_request_lookahead": 1,  # so that a stream learns within a second that its browser went
        "channel_timeout": IDLE_SECONDS,
        "cleanup_interval": 1,
        "max_request_header_size": HEAD,
        "max_request_body_size": 4 * BODY,  # what is longer is not even kept aside
        "ident": "Whitecell",
        "clear_untrusted_proxy_headers": not proxies,  # the application reads as many as are to be believed
    }


def listening(place: Place) -> str:
    """Where waitress listens: in a local network over both families, where this machine speaks both."""
    if place.lan:
        everywhere = ["0.0.0.0", "[::]"] if speaks_ipv6() else ["0.0.0.0"]
        return " ".join(f"{host}:{place.port}" for host in everywhere)
    host = place.host or "127.0.0.1"
    socket.getaddrinfo(host, place.port)  # waitress would say less of a name that stands for nothing
    return f"[{host}]:{place.port}" if ":" in host else f"{host}:{place.port}"


def speaks_ipv6() -> bool:
    """Whether this machine can listen over IPv6 at all."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::", 0))
    except OSError:
        return False
    return True


def serve(
    named: list[str],
    folder: str,
    place: Place,
    language: Language,
    say: Say,
    *,
    browser: bool = True,
    asked: str = "",
    exercises: str = "",
) -> None:
    """Serve until interrupted. The host's pages speak the language that was `asked` for, else the browser's.

    `exercises` is a folder with exercises of the host's own, which are offered beside those that ship.
    Raises LogError for a run that cannot be read, OSError for a port or an address that cannot be had, and
    PublicError for a public address that cannot be told from a page of its own.
    """
    paths = [Path(run) for run in named]
    for path in paths:
        Run.open(path)
    runs = Runs(Path(folder), paths, Path(exercises) if exercises else None)
    addresses = Addresses(place, runs.folder)
    app = create_app(runs, addresses, STREAMS)
    if place.public and is_own_path(app, place.public):
        raise PublicError(
            language.say(
                "{path} is a page of the server itself: choose another path.", path=place.public.path
            )
        )
    name = runs.name_of(paths[0]) if paths else ready_run(runs)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of every page that waits a moment
    settings = server_settings(STREAMS, RESERVE, place.proxies)
    server = create_server(app, place.proxies, listen=listening(place), **settings)
    stopped = Event()
    runs.on_torn = lambda name, found: say(f"{name}: {found.words(language.say)}")
    Thread(target=runs.watch, args=(stopped,), daemon=True, name="watch").start()
    Thread(target=compile_templates, args=(app,), daemon=True, name="templates").start()
    looking = (stopped, runs.reached_otherwise)
    Thread(target=addresses.watch, args=looking, daemon=True, name="addresses").start()
    page = f"/open/{runs.host.link()}?run={name}" + (f"&lang={asked}" if asked else "")
    announce(addresses, page, language, say)
    if browser:
        open_browser(f"{addresses.here()}{page}", language, say)
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, lambda *_: leave(runs))
    server.run()
    stopped.set()
    runs.beside.close()
    server.close()
    say(language.say("Stopped; everything that was done is kept."))


def leave(runs: Runs) -> None:
    """End the streams, so that waitress need not wait for their threads, then stop."""
    runs.close()
    raise KeyboardInterrupt


def announce(addresses: Addresses, page: str, language: Language, say: Say) -> None:
    """Where the pages are, and how others reach them: loudly, where nobody does."""
    place, bases = addresses.place, addresses.bases()
    say(language.say("The facilitator page (this address is the host's key; keep it to yourself):"))
    for base in dict.fromkeys([addresses.here(), *bases[:1]]):
        say(f"  {base}{page}")
    if bases:
        door = f"{bases[0]}/join"
        say(language.say("Teams join here, with the code or the link of their seat:"))
        say(f"  {door}  {described(addresses, bases[0], language)}".rstrip())
        if sys.stdout.isatty():
            segno.make(door, error="m").terminal(compact=True, border=2)
        others(addresses, bases[1:], language, say)
    elif place.lan:
        say(language.say("NOBODY ELSE REACHES THESE PAGES: this computer is in no network."))
        say(
            language.say(
                "Connect it to the network of the room, or open a hot spot; the codes follow by themselves."
            )
        )
    else:
        say(
            language.say(
                "Only this computer reaches these pages. For a room: make run LAN=1 or whitecell serve --lan"
            )
        )
    if place.public and not place.proxies:
        say(
            language.say(
                "With --proxies 1 callers are told apart by what the proxy says of them; without it "
                "everybody behind it shares one limit for wrong codes."
            )
        )
    elif bases and not place.public:
        say(
            language.say(
                "This is plain HTTP: whoever listens in the same network can read what is sent. "
                "Use a network of your own, or a proxy with TLS and --public-url; docs/network.md says how."
            )
        )
    say(language.say("Ctrl+C stops the server; the runs are kept."))


def others(addresses: Addresses, bases: list[str], language: Language, say: Say) -> None:
    """The other addresses it is reached at, and what has become of the one that was chosen before."""
    if addresses.lost:
        lost = addresses.lost
        say(language.say("{address}, chosen before, is no longer an address of this computer.", address=lost))
    if bases:
        say(language.say("Also reached at these; control chooses under Seats and links:"))
    for base in bases:
        say(f"  {base}/join  {described(addresses, base, language)}")


def described(addresses: Addresses, base: str, language: Language) -> str:
    """What an address is: its kind, its interface, and why it is hardly reached."""
    found = next((offer for offer in addresses.offers() if addresses.url(offer.address) == base), None)
    if found is None or addresses.place.public:
        return ""
    why = f" ({language.say(found.why_hardly)})" if found.why_hardly else ""
    return f"{language.say(found.kind)}, {found.interface}{why}"


def open_browser(address: str, language: Language, say: Say) -> None:
    """Open the page where there is a screen to open it on."""
    try:
        controller = webbrowser.get()
    except webbrowser.Error:
        return
    if getattr(controller, "name", "") in ("www-browser", "lynx", "links", "w3m", "elinks"):
        return  # a browser in this very terminal would hide the server
    Thread(target=controller.open, args=(address,), daemon=True).start()
