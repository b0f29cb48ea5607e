"""Who is in the room: which seats have a page open, and since when the others have been away.

Kept in memory only: it belongs to the room, not to the run. A server that starts again asks the open pages.
"""

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import NamedTuple

GRACE = 8.0
"""Seconds without a sign before somebody counts as away: a page that is being loaded again is not."""


class Present(NamedTuple):
    """Who was here at one moment."""

    version: int
    """Raised when who is here changes."""
    pages: dict[str, int]
    """By seat, how many browsers have it open."""
    left: dict[str, int]
    """By seat, whole minutes since the last one left; not where somebody is here or nobody ever was."""

    def count(self, seat: str) -> int:
        """How many browsers have this seat open."""
        return self.pages.get(seat, 0)

    def away(self, seat: str) -> int | None:
        """Whole minutes since the last one left; None where somebody is here or nobody ever was."""
        return self.left.get(seat)


class Presence:
    """The open pages of one run, by seat."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self.version = 0
        """Raised when who is here changes."""
        self._lock = Lock()
        self._pages: dict[str, dict[str, float]] = {}
        self._left: dict[str, float] = {}

    def here(self, seat: str, browser: str) -> None:
        """A sign of life of one browser in a seat."""
        with self._lock:
            pages = self._pages.setdefault(seat, {})
            if browser not in pages:
                self.version += 1
            pages[browser] = self.clock()
            self._left.pop(seat, None)

    def gone(self, seat: str, browser: str) -> None:
        """One browser has given the seat up."""
        with self._lock:
            if self._pages.get(seat, {}).pop(browser, None) is not None:
                self.version += 1
            if not self._pages.get(seat):
                self._left[seat] = self.clock()

    def tidy(self) -> bool:
        """Let go of those who gave no sign lately. True if that changed who is here."""
        now, before = self.clock(), self.version
        with self._lock:
            for seat, pages in self._pages.items():
                for browser in [name for name, at in pages.items() if now - at > GRACE]:
                    self._left[seat] = pages.pop(browser)
                    self.version += 1
                if pages:
                    self._left.pop(seat, None)
        return self.version != before

    def picture(self) -> Present:
        """Who is here now."""
        now = self.clock()
        with self._lock:
            pages = {seat: len(found) for seat, found in self._pages.items() if found}
            left = {seat: int((now - at) // 60) for seat, at in self._left.items()}
            return Present(self.version, pages, left)
