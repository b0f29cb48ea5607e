"""Each address has its turn: so many of its requests are worked on at once, so many wait, and no more.

So whoever sends a thousand at once waits for themselves. A stream has had its turn before its first word.
"""

from collections.abc import Iterable
from threading import Lock, Semaphore
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Request

from engine.words.language import Language
from web.limits import AT_WORK, WAITING
from web.runs import neighbourhood
from web.visitor import preferred


class Queue:
    """The requests of one address."""

    def __init__(self) -> None:
        self.free, self.here = Semaphore(AT_WORK), 0


class Turns:
    """Stands before the application, behind the proxies that are believed."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self._queues: dict[str, Queue] = {}
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        caller = neighbourhood(environ.get("REMOTE_ADDR", ""))
        queue = self.enter(caller)
        if queue is None:
            return refused(environ, start_response)
        try:
            with queue.free:
                return self.application(environ, start_response)
        finally:
            self.leave(caller, queue)

    def enter(self, caller: str) -> Queue | None:
        """The queue of a caller with one more in it; None where it is full."""
        with self._lock:
            queue = self._queues.setdefault(caller, Queue())
            if queue.here >= AT_WORK + WAITING:
                return None
            queue.here += 1
            return queue

    def leave(self, caller: str, queue: Queue) -> None:
        with self._lock:
            queue.here -= 1
            if not queue.here:
                del self._queues[caller]


def refused(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """What somebody hears of whose address too many wait already."""
    say = Language(preferred(Request(environ))).say
    text = f"{say('Too much is asked from one address at once. Try again in a moment.')}\n".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(text))),
        ("Cache-Control", "no-store"),
        ("Retry-After", "2"),
    ]
    start_response("503 Service Unavailable", headers)
    return [text]
