"""Inquiries that are worked on beside the room: a queue, one process, what came of each.

The process is begun with the first inquiry and ends with the server. Nothing is written to a disk.
"""

import logging
import secrets
from collections import OrderedDict
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import RLock
from typing import TYPE_CHECKING, Literal, NamedTuple

from werkzeug.datastructures import MultiDict

from engine.play.refusal import Refusal
from web import apart
from web.apart import DONE, OF, PART, SPAWN, STOP

if TYPE_CHECKING:
    from engine.rehearsal.inquiry import Findings, Inquiry, Work

MOST_KEPT = 24
"""Inquiries that are remembered with what came of them; whichever was asked first is forgotten first."""
MOST_WAITING = 12
"""Inquiries of all browsers that wait at once."""
BROKEN = Refusal("The computation broke off. Nothing else is affected: ask again.")
Stage = Literal["waiting", "working", "done", "refused", "stopped"]


class Busy(Exception):
    """A browser asks while its last inquiry is not answered; or too many wait. `job` is what it waits for."""

    def __init__(self, job: "Job | None") -> None:
        super().__init__()
        self.job = job


class Progress(NamedTuple):
    """How far an inquiry is."""

    part: int
    """Which of its parts is at work."""
    done: int
    of: int
    """0 where that is not known yet."""

    @property
    def share(self) -> float:
        return self.done / self.of if self.of else 0.0


class Job:
    """One inquiry, for those who may see it, and what became of it."""

    def __init__(
        self, inquiry: "Inquiry", content: bytes, whose: str, run: str, form: MultiDict[str, str]
    ) -> None:
        self.id = secrets.token_urlsafe(12)
        self.whose, self.run, self.form = whose, run, form
        """The browser that asked, the run that it is asked of (none: an exercise), and how it was asked."""
        question = inquiry.question
        self.exercise, self.format, self.plays = question.exercise, question.format, question.plays
        self.first_turn, self.ahead = inquiry.first_turn, question.start is not None
        self.parts: list[Work] = inquiry.parts
        self.content = content
        """The inquiry as it is sent; empty once it is answered."""
        self.stage: Stage = "waiting"
        self.findings: Findings | None = None
        self.refused: Refusal | None = None

    @property
    def going(self) -> bool:
        return self.stage in ("waiting", "working")


class Rehearsals:
    """The inquiries of one server. For any thread."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: list[Job] = []
        self._now: Job | None = None
        self._gauge = apart.gauge()
        self._worker: ProcessPoolExecutor | None = None
        self._closed = False

    # Asking

    def ask(
        self,
        inquiry: "Inquiry",
        whose: str,
        run: str = "",
        form: MultiDict[str, str] | None = None,
        *,
        first: bool = False,
    ) -> Job:
        """Take an inquiry in, behind the others or before them. Raises Busy."""
        from engine.rehearsal.inquiry import sent

        self._refuse(whose)  # before the work of sending it
        job = Job(inquiry, sent(inquiry), whose, run, form or MultiDict())
        with self._lock:
            self._refuse(whose)
            self._jobs[job.id] = job
            self._queue.insert(0 if first else len(self._queue), job)
            self._forget()
            self._next()
        return job

    def _refuse(self, whose: str) -> None:
        with self._lock:
            mine = next((job for job in self._jobs.values() if job.whose == whose and job.going), None)
            if mine or len(self._queue) >= MOST_WAITING:
                raise Busy(mine)

    def _forget(self) -> None:
        for old in [job for job in self._jobs.values() if not job.going][
            : max(len(self._jobs) - MOST_KEPT, 0)
        ]:
            del self._jobs[old.id]

    def job(self, name: str, run: str = "") -> Job:
        """An inquiry of a run, or of exercises. Raises KeyError."""
        with self._lock:
            job = self._jobs[name]
        if job.run != run:
            raise KeyError(name)
        return job

    def progress(self, job: Job) -> Progress:
        """How far it is."""
        with self._lock:
            if self._now is not job:
                return Progress(0, 0, 0)
            return Progress(self._gauge[PART], self._gauge[DONE], self._gauge[OF])

    def before(self, job: Job) -> int:
        """How many inquiries come before this one."""
        with self._lock:
            return 1 + self._queue.index(job) if job in self._queue else 0

    def stop(self, job: Job) -> None:
        """Nobody waits for it any more."""
        with self._lock:
            if job in self._queue:
                self._queue.remove(job)
                self._end(job, None)
            elif (
                job is self._now
            ):  # the process learns of it a moment later; its browser may ask again at once
                self._gauge[STOP] = 1
                self._end(job, None)

    def close(self) -> None:
        """Let the process end, whatever it does."""
        with self._lock:
            self._closed, worker, self._worker = True, self._worker, None
            self._queue.clear()
            self._gauge[STOP] = 1
        if worker:
            worker.shutdown(wait=True, cancel_futures=True)

    # Working

    def _next(self) -> None:
        """Begin the next inquiry, if the process is free."""
        if self._now or self._closed or not self._queue:
            return
        self._now = job = self._queue.pop(0)
        job.stage, self._gauge[:] = "working", [0, 0, 0, 0]
        try:
            self._submit(job)
        except BrokenProcessPool:  # it ended while it had nothing to do: another one takes its place
            self._worker = None
            self._submit(job)

    def _submit(self, job: Job) -> None:
        if self._worker is None:
            self._worker = ProcessPoolExecutor(1, SPAWN, apart.begin, (self._gauge,))
        self._worker.submit(apart.work, job.content).add_done_callback(lambda future: self._came(job, future))

    def _came(self, job: Job, future: "Future[Findings | Refusal | None]") -> None:
        """The process is done with an inquiry, or ended over it."""
        fault = None if future.cancelled() else future.exception()
        if fault:
            logging.getLogger("whitecell").error("An inquiry failed", exc_info=fault)
        found = None if future.cancelled() else BROKEN if fault else future.result()
        with self._lock:
            if isinstance(fault, BrokenProcessPool):
                self._worker = None
            self._now = None
            self._end(job, found)
            self._next()

    def _end(self, job: Job, found: "Findings | Refusal | None") -> None:
        job.content = b""
        if found is None or job.stage == "stopped":
            job.stage = "stopped"
        elif isinstance(found, Refusal):
            job.stage, job.refused = "refused", found
        else:
            job.stage, job.findings = "done", found
