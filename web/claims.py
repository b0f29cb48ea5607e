"""What came of the paired rehearsals of exercises: as they ship, or as somebody had them played here."""

from collections.abc import Mapping
from threading import RLock
from typing import TYPE_CHECKING

from engine.rules.exercise import Exercise
from web.apart import inquired
from web.beside import Beside, Computation

if TYPE_CHECKING:
    from engine.rehearsal.inquiry import Findings
    from engine.rehearsal.paired import Paired

MOST_KEPT = 8
"""Exercises whose answers are remembered; whichever was asked of first is forgotten first."""


class Claims:
    """The answers of one server, by the exercise: all of its runs share them. For any thread."""

    def __init__(self, beside: Beside) -> None:
        self.beside = beside
        self._lock = RLock()
        self._asked: dict[str, Computation[Findings]] = {}

    def known(self, exercise: Exercise) -> "Mapping[str, Paired]":
        """By rehearsal, what came of it; nothing where nobody has asked yet."""
        from engine.exchange.recorded import recorded

        if ships := recorded(exercise):
            return {entry.id: entry for entry in ships.found}
        asked = self.asked(exercise)
        return {entry.id: entry for entry in asked.made.paired} if asked and asked.made else {}

    def asked(self, exercise: Exercise) -> "Computation[Findings] | None":
        """What somebody asked here of an exercise; None where nobody did."""
        with self._lock:
            return self._asked.get(exercise.digest)

    def ask(self, exercise: Exercise) -> None:
        """Have them played beside the room, unless that is known or under way."""
        from engine.rehearsal.inquiry import Inquiry, sent
        from engine.rehearsal.question import Question
        from engine.rehearsal.recorded import RUNS, SEED

        with self._lock:
            asked = self._asked.get(exercise.digest)
            if self.known(exercise) or (asked and asked.going):
                return
            inquiry = Inquiry(Question(exercise, RUNS, SEED, exercise.default_format), paired=True)
            self._asked.pop(exercise.digest, None)
            while len(self._asked) >= MOST_KEPT:
                self._forget(next(iter(self._asked)))
            self._asked[exercise.digest] = Computation(inquired, sent(inquiry))
            self.beside.take(self._asked[exercise.digest])

    def _forget(self, digest: str) -> None:
        """Let go of an answer, or stop looking for it."""
        old = self._asked.pop(digest)
        if old.going:
            self.beside.stop(old)
