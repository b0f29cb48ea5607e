"""The signal that something has changed: server-sent events, or a question asked now and then.

An event says for each page a browser has open a word that changes when what that page may show has changed,
and nothing else. A stream holds a thread, so there are only so many; who comes later asks every other second.
"""

import json
from collections.abc import Iterator
from threading import BoundedSemaphore
from time import monotonic
from typing import Any

from flask import Blueprint, Response, current_app, request

from web.hall import Hall
from web.visitor import hall, visitor

blueprint = Blueprint("live", __name__)
HEARTBEAT = 10.0
LOOK = 1.0
"""Seconds between two looks whether the browser is still there."""
MOST_CHANNELS = 12
Channel = tuple[str, str]


class Streams:
    """How many streams may be held at once."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._free = BoundedSemaphore(most)

    def take(self) -> bool:
        return self._free.acquire(blocking=False)

    def give_back(self) -> None:
        self._free.release()


def channels() -> list[Channel]:
    """The pages this browser has open and may see: `?c=run/seat`, several times."""
    found = []
    for channel in request.args.getlist("c")[:MOST_CHANNELS]:
        run, _, seat = channel.partition("/")
        try:
            held = visitor().holds(run, seat)
        except KeyError:
            continue
        if held:
            found.append((run, seat))
    return found


def tokens(place: Hall, watched: list[Channel], browser: str) -> dict[str, str]:
    """The words of these pages as they stand; asking is a sign of life."""
    found = {}
    for run, seat in watched:
        served = place.run(run)
        served.presence.here(seat, browser)
        found[f"{run}/{seat}"] = served.token(seat)
    return found


@blueprint.get("/live/now")
def now() -> Response:
    """The words as they stand, for a browser without a stream."""
    found = tokens(hall(), channels(), visitor().browser)
    return Response(json.dumps(found), mimetype="application/json")


@blueprint.get("/live")
def stream() -> Response:
    """The words whenever one of them changes. 503 when all streams are taken: ask instead."""
    streams: Streams = current_app.extensions["streams"]
    watched = channels()
    if not watched or not streams.take():
        return Response(status=204 if not watched else 503, headers={"Retry-After": "30"})
    gone = request.environ.get("waitress.client_disconnected", lambda: False)
    held = Held(signals(hall(), watched, visitor().browser, gone), streams)
    headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    return Response(held, mimetype="text/event-stream", headers=headers)


class Held:
    """A stream that gives its place back however it ends, also when it never began."""

    def __init__(self, events: Iterator[bytes], streams: Streams) -> None:
        self.events, self.streams, self.open = events, streams, True

    def __iter__(self) -> Iterator[bytes]:
        return self.events

    def close(self) -> None:
        if self.open:
            self.open = False
            self.streams.give_back()


def signals(place: Hall, watched: list[Channel], browser: str, gone: Any) -> Iterator[bytes]:
    """Events until the browser goes."""
    told: dict[str, str] = {}
    spoke = monotonic()
    yield b"retry: 1500\n\n"
    while not (gone() or place.closed):
        tick = place.tick
        found = tokens(place, watched, browser)
        if found != told:
            told, spoke = found, monotonic()
            yield f"event: change\ndata: {json.dumps(found)}\n\n".encode()
        elif monotonic() - spoke > HEARTBEAT:
            spoke = monotonic()
            yield b": still here\n\n"
        place.wait(tick, LOOK)
