"""Inquiries that browsers have made, and what came of each, kept for a while; never on a disk."""

import secrets
from collections import OrderedDict
from threading import RLock
from typing import TYPE_CHECKING

from werkzeug.datastructures import MultiDict

from web.apart import inquired
from web.beside import Beside, Computation

if TYPE_CHECKING:
    from engine.rehearsal.inquiry import Findings, Inquiry, Work

MOST_KEPT = 24
"""Inquiries that are remembered with what came of them; whichever was asked first is forgotten first."""
MOST_WAITING = 12
"""Inquiries of all browsers that wait at once."""


class Busy(Exception):
    """A browser asks while its last inquiry is not answered; or too many wait. `job` is what it waits for."""

    def __init__(self, job: "Job | None") -> None:
        super().__init__()
        self.job = job


class Job(Computation["Findings"]):
    """One inquiry, for those who may see it, and what became of it."""

    def __init__(
        self, inquiry: "Inquiry", content: bytes, whose: str, run: str, form: MultiDict[str, str]
    ) -> None:
        super().__init__(inquired, content)
        self.id = secrets.token_urlsafe(12)
        self.whose, self.run, self.form = whose, run, form
        """The browser that asked, the run that it is asked of (none: an exercise), and how it was asked."""
        question = inquiry.question
        self.exercise, self.format, self.plays = question.exercise, question.format, question.plays
        self.first_turn, self.ahead = inquiry.first_turn, question.start is not None
        self.parts: list[Work] = inquiry.parts

    @property
    def findings(self) -> "Findings | None":
        return self.made


class Rehearsals:
    """The inquiries of one server. For any thread."""

    def __init__(self, beside: Beside) -> None:
        self.beside = beside
        self._lock = RLock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def ask(
        self,
        inquiry: "Inquiry",
        whose: str,
        run: str = "",
        form: MultiDict[str, str] | None = None,
    ) -> Job:
        """Take an inquiry in, behind the others. Raises Busy."""
        from engine.rehearsal.inquiry import sent

        self._refuse(whose)  # before the work of sending it
        job = Job(inquiry, sent(inquiry), whose, run, form or MultiDict())
        with self._lock:
            self._refuse(whose)
            self._jobs[job.id] = job
            self._forget()
            self.beside.take(job)
        return job

    def _refuse(self, whose: str) -> None:
        with self._lock:
            mine = next((job for job in self._jobs.values() if job.whose == whose and job.going), None)
            if mine or self.beside.waiting >= MOST_WAITING:
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
