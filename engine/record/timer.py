"""The clock of a phase: when it opened, what pauses took, what control added. It moves nothing.

Folded from the lines of a log as a run takes them, because only lines know the time of day. Lines keep the
time that the computer showed, also where its clock was set back in between; that is told, and no phase loses
by it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from engine.play.events import Began, Event, Paused, Started, Timed

MOVES_CLOCK = frozenset((Timed, Paused, Started))
"""Besides a new phase: a line without any of them leaves the clock as it is."""
NOTICED = timedelta(seconds=5)
"""How far a clock goes back before anybody is told: computers put theirs right by less all the time."""


class SetBack(NamedTuple):
    """A line whose time is earlier than that of the line before it."""

    line: int
    before: str
    at: str

    def words(self, say: Callable[..., str]) -> str:
        """What control should know of it. `say` speaks a sentence in a language."""
        return say(
            "The clock of this computer was set back at line {line}, from {before} to {at} UTC. Lines keep "
            "their order and nothing is missing; times before and after it cannot be compared.",
            line=self.line,
            before=self.before[:16].replace("T", " "),
            at=self.at[:16].replace("T", " "),
        )


def clock_set_back(times: Iterable[tuple[int, str]]) -> SetBack | None:
    """Where the clock was last set back, by the numbers and times of lines in their order."""
    timer = Timer()
    for line, at in times:
        timer.see(line, at)
    return timer.set_back


class Timer:
    """How long the present phase has run. An undo that does not change the phase leaves it running."""

    def __init__(self, begins: str = "") -> None:
        self.begins = begins
        """Nothing counts from before this time: a fork's lines are older than its clock."""
        self.place: tuple[int, str] = (0, "")
        """The turn and the phase the clock is for."""
        self.ran = timedelta()
        """How long it had run when it last began to run."""
        self.since: datetime | None = None
        """Since when it has been running; None while paused."""
        self.paused_at: str | None = None
        self.added = 0
        self.ready = False
        """Whether it stands because everybody waits for STARTEX."""
        self.last = ""
        """The time of the line before."""
        self.set_back: SetBack | None = None
        """Where the computer's clock was last set back."""

    def see(self, line: int, at: str) -> None:
        """Look at the time of a line before it is taken in. Where it is earlier than that of the one before,
        the phase goes on from there with what it had.
        """
        if at < self.last:
            before, now = moment(self.last), moment(at)
            if before - now >= NOTICED:
                self.set_back = SetBack(line, self.last, at)
            if self.since is not None:
                self.ran += max(before - self.since, timedelta())
                self.since = now
        self.last = at

    def take(self, at: str, place: tuple[int, str], events: Iterable[Event]) -> None:
        """Take in a line: its time, the turn and phase after it, and its events."""
        at = max(at, self.begins)
        if place != self.place:
            self.place, self.ran, self.added = place, timedelta(), 0
            self.ready = self.ready or any(isinstance(event, Began) and event.ready for event in events)
            self.since = None if self.paused_at or self.ready else moment(at)
        for event in events:
            if type(event) not in MOVES_CLOCK:
                continue
            if isinstance(event, Started):
                self.ready, self.since = False, None if self.paused_at else moment(at)
            elif isinstance(event, Timed):
                self.added += event.minutes
            elif isinstance(event, Paused) and event.paused:
                self.pause(at)
            elif isinstance(event, Paused):
                self.since, self.paused_at = moment(at), None

    def pause(self, at: str) -> None:
        if self.since is not None:
            self.ran += moment(at) - self.since
        self.since, self.paused_at = None, at

    def picture(self, minutes: int, now: datetime) -> dict[str, Any]:
        """The clock as it stands, in whole seconds; `total` counts what control added, `left` may be below 0.

        `minutes` is what the format gives the phase, `ends` the time it runs out, in seconds since 1970.
        """
        total = 60 * (minutes + self.added)
        running = max(now - self.since, timedelta()) if self.since is not None else timedelta()
        left = total - int((self.ran + running).total_seconds())
        return {
            "total": total,
            "left": left,
            "paused": self.paused_at is not None,
            "paused_at": self.paused_at,
            "added": self.added,
            "ends": None if self.since is None else int((self.since - self.ran).timestamp()) + total,
        }


def moment(at: str) -> datetime:
    """The time of a line."""
    return datetime.fromisoformat(at)
