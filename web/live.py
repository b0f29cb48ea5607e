"""The signal that something has changed: server-sent events, or a question asked now and then.

An event says for each page a browser has open a word that changes when what that page may show has changed,
and nothing else. A stream holds a thread, so there are only so many; who comes later asks every other second.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from threading import Lock
from time import monotonic
from typing import NamedTuple
from wsgiref.types import WSGIEnvironment

from flask import Blueprint, Response, current_app, request

from engine.record.log import LogError
from engine.words.locale import languages
from web.access import payer
from web.limits import STREAMS_OF_BROWSER, STREAMS_OF_SEAT
from web.runs import Runs
from web.visitor import nobody, runs, visitor

blueprint = Blueprint("live", __name__)
HEARTBEAT = 10.0
LOOK = 1.0
"""Seconds between two looks whether the browser is still there."""
MOST_CHANNELS = 60
"""Pages that one question or stream can name; a browser that has more of them open asks several times."""
GONE = "gone"
"""The word for a page this browser may not see, or not any more: it loads itself again, and learns why."""


class Channel(NamedTuple):
    """A page that is open: its name, run, seat and language, and whether its browser may still see it."""

    name: str
    run: str
    seat: str
    language: str
    held: Callable[[], bool]


class Streams:
    """How many streams may be held at once: in all, by one browser and by one seat, so that no seat holds
    those of the others. Whoever is named by nothing is counted only in all.
    """

    def __init__(
        self, most: int, of_browser: int = STREAMS_OF_BROWSER, of_seat: int = STREAMS_OF_SEAT
    ) -> None:
        self.most, self.of_browser, self.of_seat = most, of_browser, of_seat
        self._held: Counter[str] = Counter()
        self._lock = Lock()

    def take(self, browser: str = "", seat: str = "") -> bool:
        """Whether this browser may hold one more for this seat now; it holds it then."""
        asked = (("all", self.most), (f"browser {browser}", self.of_browser), (f"seat {seat}", self.of_seat))
        with self._lock:
            counted = [name for name, _ in asked if not name.endswith(" ")]
            if any(name in counted and self._held[name] >= most for name, most in asked):
                return False
            self._held.update(counted)
            return True

    def give_back(self, browser: str = "", seat: str = "") -> None:
        with self._lock:
            self._held.subtract(
                name for name in ("all", f"browser {browser}", f"seat {seat}") if not name.endswith(" ")
            )
            self._held += Counter()  # forgets who holds none


def channels() -> list[Channel]:
    """The pages this browser has open, `?c=run/seat/language` each; whether it may see them comes later."""
    found = {}
    for name in request.args.getlist("c")[:MOST_CHANNELS]:
        run, seat, language = (*name.split("/", 2), "", "")[:3]
        try:
            held = visitor().proof(run, seat)
        except KeyError:
            held = nobody
        if language not in languages():
            language = visitor().language(f"{run}/{seat}")
        found[name] = Channel(name, run, seat, language, held)
    return list(found.values())


def words(place: Runs, watched: list[Channel], browser: str) -> dict[str, str]:
    """The words of these pages as they stand; asking is a sign of life."""
    found = {}
    for channel in watched:
        if not channel.held():
            found[channel.name] = GONE
            continue
        try:
            open_run = place.run(channel.run)
            open_run.presence.here(channel.seat, browser)
            found[channel.name] = open_run.token(channel.seat, channel.language)
        except (KeyError, LogError):
            continue  # the page says what is wrong with the run when it is loaded again
    return found


@blueprint.get("/live/now")
def now() -> Response:
    """The words as they stand, for a browser without a stream."""
    return Response(json.dumps(words(runs(), channels(), visitor().browser)), mimetype="application/json")


@blueprint.get("/live")
def stream() -> Response:
    """The words whenever one of them changes. 503 when all streams are taken: ask instead."""
    watched = channels()
    held = next((channel for channel in watched if channel.held()), None)
    if held is None:
        return Response(status=204)
    seat = f"{held.run}/{payer(held.run, held.seat)}"
    browser = visitor().browser
    return held_stream(signals(runs(), watched, browser, gone_of(request.environ)), browser, seat)


def gone_of(environ: WSGIEnvironment) -> Callable[[], bool]:
    """Whether the browser of this request has gone, where the server can tell."""
    found: Callable[[], bool] = environ.get("waitress.client_disconnected", nobody)
    return found


def held_stream(events: Iterator[bytes], browser: str, seat: str) -> Response:
    """An answer that goes on until the browser goes; 503 where no stream is free for this browser and seat.

    A question for the headers alone holds nothing: there is no body whose end would give a place back.
    """
    streams: Streams = current_app.extensions["streams"]
    headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    if request.method == "HEAD":
        return Response(mimetype="text/event-stream", headers=headers)
    if not streams.take(browser, seat):
        return Response(status=503, headers={"Retry-After": "30"})
    return Response(Held(events, streams, browser, seat), mimetype="text/event-stream", headers=headers)


class Held:
    """A stream that gives its place back however it ends, also when it never began."""

    def __init__(self, events: Iterator[bytes], streams: Streams, browser: str = "", seat: str = "") -> None:
        self.events, self.streams, self.whose, self.open = events, streams, (browser, seat), True

    def __iter__(self) -> Iterator[bytes]:
        return self.events

    def close(self) -> None:
        if self.open:
            self.open = False
            self.streams.give_back(*self.whose)
            getattr(self.events, "close", nobody)()


def signals(place: Runs, watched: list[Channel], browser: str, gone: Callable[[], bool]) -> Iterator[bytes]:
    """Events until the browser goes.

    A stream is woken by whatever anybody does, and says nothing unless a word of its own has changed; the
    sign that it still lives comes at its own time, not when it was woken. It is an event, so that scripts
    hear it: a connection that freezes is not closed, and only its silence tells.
    """
    told: dict[str, str] = {}
    due = monotonic() + HEARTBEAT
    yield b"retry: 1500\n\n"
    while not (gone() or place.closed):
        tick = place.tick
        found = words(place, watched, browser)
        if found != told:
            told, due = found, monotonic() + HEARTBEAT
            yield f"event: change\ndata: {json.dumps(found)}\n\n".encode()
        elif monotonic() >= due:
            due += HEARTBEAT
            yield b"event: beat\ndata: {}\n\n"
        if all(word == GONE for word in told.values()):
            return
        place.wait(tick, max(0.0, min(LOOK, due - monotonic())))
