"""What is worked on beside the room: a queue, and one process that does one thing after the other.

The process is begun with the first computation and ends with the server. Nothing is written to a disk.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import RLock
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from engine.play.refusal import Refusal
from web import apart
from web.apart import DONE, OF, PART, SPAWN, STOP

BROKEN = Refusal("The computation broke off. Nothing else is affected: ask again.")
Stage = Literal["waiting", "working", "done", "refused", "stopped"]
Made = TypeVar("Made")


class Progress(NamedTuple):
    """How far a computation is."""

    part: int
    """Which of its parts is at computation."""
    done: int
    of: int
    """0 where that is not known yet."""

    @property
    def share(self) -> float:
        return self.done / self.of if self.of else 0.0


NOTHING_DONE = Progress(0, 0, 0)


class Computation(Generic[Made]):
    """A function of a module, called elsewhere with bytes and with whom to tell; and what became of it."""

    def __init__(self, function: Callable[[bytes, apart.Told], Made], content: bytes) -> None:
        self.function, self.content = function, content
        """The content is empty once it is done."""
        self.stage: Stage = "waiting"
        self.made: Made | None = None
        self.refused: Refusal | None = None

    @property
    def going(self) -> bool:
        return self.stage in ("waiting", "working")


class Beside:
    """The computations of one server. For any thread."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._queue: list[Computation[Any]] = []
        self._now: Computation[Any] | None = None
        self._gauge = apart.gauge()
        self._worker: ProcessPoolExecutor | None = None
        self._closed = False

    def take(self, computation: Computation[Any], *, first: bool = False) -> None:
        """Take a computation in, behind the others or before them."""
        with self._lock:
            self._queue.insert(0 if first else len(self._queue), computation)
            self._next()

    @property
    def waiting(self) -> int:
        """How many wait."""
        with self._lock:
            return len(self._queue)

    def progress(self, computation: Computation[Any]) -> Progress:
        """How far it is."""
        with self._lock:
            if self._now is not computation:
                return NOTHING_DONE
            return Progress(self._gauge[PART], self._gauge[DONE], self._gauge[OF])

    def before(self, computation: Computation[Any]) -> int:
        """How many come before this one."""
        with self._lock:
            return 1 + self._queue.index(computation) if computation in self._queue else 0

    def stop(self, computation: Computation[Any]) -> None:
        """Nobody waits for it any more."""
        with self._lock:
            if computation in self._queue:
                self._queue.remove(computation)
                self._end(computation, None)
            elif computation is self._now:  # the process learns of it a moment later
                self._gauge[STOP] = 1
                self._end(computation, None)

    def close(self) -> None:
        """Let the process end, whatever it does."""
        with self._lock:
            self._closed, worker, self._worker = True, self._worker, None
            self._queue.clear()
            self._gauge[STOP] = 1
        if worker:
            worker.shutdown(wait=True, cancel_futures=True)

    def _next(self) -> None:
        """Begin with the next, if the process is free."""
        if self._now or self._closed or not self._queue:
            return
        self._now = computation = self._queue.pop(0)
        computation.stage, self._gauge[:] = "working", [0, 0, 0, 0]
        try:
            self._submit(computation)
        except BrokenProcessPool:  # it ended while it had nothing to do: another one takes its place
            self._worker = None
            self._submit(computation)

    def _submit(self, computation: Computation[Any]) -> None:
        if self._worker is None:
            self._worker = ProcessPoolExecutor(1, SPAWN, apart.begin, (self._gauge,))
        future = self._worker.submit(apart.work, computation.function, computation.content)
        future.add_done_callback(lambda found: self._came(computation, found))

    def _came(self, computation: Computation[Any], future: "Future[Any]") -> None:
        """The process is done with a computation, or ended over it."""
        fault = None if future.cancelled() else future.exception()
        if fault:
            logging.getLogger("whitecell").error("A computation failed", exc_info=fault)
        found = None if future.cancelled() else BROKEN if fault else future.result()
        with self._lock:
            if isinstance(fault, BrokenProcessPool):
                self._worker = None
            self._now = None
            self._end(computation, found)
            self._next()

    def _end(self, computation: Computation[Any], found: Any) -> None:
        computation.content = b""
        if found is None or computation.stage == "stopped":
            computation.stage = "stopped"
        elif isinstance(found, Refusal):
            computation.stage, computation.refused = "refused", found
        else:
            computation.stage, computation.made = "done", found
