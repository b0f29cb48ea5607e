"""The lines that a turn makes on the page of a stop, found once for all stops of the turn."""

from bisect import bisect_left
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from engine.review.accounts import Chapter, TurnTold
from engine.views.seen import Fact
from engine.views.story import Place

UNLISTED = ("phase", "clock", "pause", "orders", "edited")
"""Kinds of facts that do not stand in the list: phases head it, the clock has gone by, drafts come again."""


class TurnLine(NamedTuple):
    """A line: the facts that stand in it, and the stop at which they were told; 0 for none."""

    facts: list[Fact]
    stop: int
    opening: bool
    """Whether it comes before the turn's first phase."""


class LastLines(NamedTuple):
    """The last lines of a turn so far, and what stands before them."""

    lines: list[TurnLine]
    left: int
    """How many lines stand before them."""
    stop: int
    """The stop of the last of those; 0 for none."""


class TurnLines:
    """Of the facts of a turn: at which stop each was told, and which begin a line. Tracks that moved together
    are one.
    """

    def __init__(self, chapter: Chapter, turn: int, stop_at: Mapping[Place, int]) -> None:
        self.told = chapter.by_turn.get(turn, TurnTold())
        self.stops = [stop_at.get(chapter.places[index], 0) for index in self.told.indices]
        self.begins: list[int] = []
        self.rulings: list[int] = []
        self.phase = len(self.stops)
        """The fact with which the first phase begins."""
        last: tuple[str, int] | None = None
        for number, (fact, stop) in enumerate(zip(self.told.facts, self.stops, strict=True)):
            if fact.kind == "phase":
                self.phase = min(self.phase, number)
            if fact.kind == "ruling":
                self.rulings.append(number)
            if fact.kind not in UNLISTED and not (fact.kind == "track" and last == ("track", stop)):
                self.begins.append(number)
                last = fact.kind, stop

    def last(self, story: list[Fact], most: int) -> LastLines:
        """The last so many lines of a story of the turn, as far as it goes."""
        count = bisect_left(self.begins, len(story))
        left = max(0, count - most)
        begins = self.begins[left:count]
        lines = [
            TurnLine(
                [fact for fact in story[begin:end] if fact["kind"] not in UNLISTED],
                self.stops[begin],
                begin < self.phase,
            )
            for begin, end in pairwise([*begins, len(story)])
        ]
        return LastLines(lines, left, self.stops[self.begins[left - 1]] if left else 0)

    def ruled(self, until: int) -> list[int]:
        """The stops of the rulings among the first so many facts, the last first."""
        return [self.stops[number] for number in reversed(self.rulings[: bisect_left(self.rulings, until)])]
