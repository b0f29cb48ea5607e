"""Measuring two things in turn, so that a noisy machine is noisy to both."""

import gc
from collections.abc import Callable
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter
from typing import NamedTuple

Work = Callable[[], object]
Watch = Callable[[], float]
"""Seconds that have gone by, of one kind or another."""


class Row(NamedTuple):
    """A row of the table before anything is measured: what it is called, and what it is to reach."""

    name: str
    target: float | None = None
    unit: str = ""
    """Of the target; none where that is a ratio."""
    ceiling: bool = False
    """The target is the most that it may be, and not the least."""
    wall: bool = False
    """It is timed by the clock on the wall, since it waits for a disk or another process."""
    why: str = ""
    """What stands in the way, for as long as the target is missed."""

    @property
    def aim(self) -> str:
        """The target in words."""
        if self.target is None:
            return "-"
        return f"{'<=' if self.ceiling else '>='} {self.target:g}{self.unit}"

    def figure(
        self,
        ours: str,
        baseline: str,
        ratio: float,
        *,
        measured: float | None = None,
        size: str = "",
        span: tuple[float, float] | None = None,
    ) -> "Figure":
        """What came out; what is measured is the ratio, where it is nothing else."""
        return Figure(self, ours, baseline, ratio, ratio if measured is None else measured, size, span)


class Figure(NamedTuple):
    """A row with what was measured."""

    row: Row
    ours: str
    baseline: str
    ratio: float
    measured: float
    """What the target is about, in its unit."""
    size: str = ""
    """Of how much, where that is not always the same."""
    span: tuple[float, float] | None = None
    """The least and the greatest ratio of a pass, where the ratio is the median of several."""

    @property
    def said_ratio(self) -> str:
        """The ratio, and between what it lay."""
        if self.span is None:
            return f"{self.ratio:.2f}"
        return f"{self.ratio:.2f} ({self.span[0]:.2f}-{self.span[1]:.2f})"

    @property
    def spare(self) -> float:
        """By how much it is better than its target, as a part of it; below 0 where it is missed."""
        if self.row.target is None:
            return 0.0
        part = self.measured / self.row.target
        return 1 - part if self.row.ceiling else part - 1

    @property
    def verdict(self) -> str:
        """Whether it is met, and by how much; nothing where there is nothing to meet."""
        if self.row.target is None:
            return ""
        return f"{'met' if self.spare >= 0 else 'missed'} by {abs(self.spare):.0%}"


class LeftOut(NamedTuple):
    """A row that could not be measured here, and how it can be."""

    row: Row
    reason: str


def least(name: str, target: float, unit: str = "", *, wall: bool = False, why: str = "") -> Row:
    """A row that is to be at least its target."""
    return Row(name, target, unit, False, wall, why)


def most(name: str, target: float, unit: str = "", *, wall: bool = False, why: str = "") -> Row:
    """A row that is to be at most its target."""
    return Row(name, target, unit, True, wall, why)


def processor() -> float:
    """Seconds of processor time, of this process and of those it has waited for."""
    used = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(found.ru_utime + found.ru_stime for found in used)


class Side(NamedTuple):
    """One side of a comparison: what it does in a pass, how much that is, and the watch that times it."""

    work: Work
    much: float = 1.0
    watch: Watch = processor


def seconds(work: Work, clock: Watch = perf_counter) -> float:
    """How long a piece of work takes; throwing its result away is no part of it."""
    begun = clock()
    result = work()
    taken = clock() - begun
    del result
    return taken


def passes(*sides: Side, rounds: int) -> list[list[float]]:
    """The seconds of each pass of each side, A B A B, after one round to warm up."""
    taken: list[list[float]] = [[] for _ in sides]
    for number in range(rounds + 1):
        for times, side in zip(taken, sides, strict=True):
            gc.collect()
            time = seconds(side.work, side.watch)
            if number:
                times.append(time)
    return taken


def in_turn(*works: Work, rounds: int) -> list[float]:
    """The least seconds of processor time of each piece of work.

    What else a machine does only ever adds, and adds more to what takes longer: so the least, and so no time
    in which others had the processor. What waits for a disk or for another process is measured elsewhere.
    """
    return [min(times) for times in passes(*map(Side, works), rounds=rounds)]


def rate(number: float) -> str:
    """So many a second, readable."""
    for unit, name in ((1e6, "M"), (1e3, "k")):
        if number >= 10 * unit or (unit == 1e6 and number >= unit):
            return f"{number / unit:.1f} {name}/s"
    return f"{number:.0f} /s"


def milliseconds(time: float) -> str:
    """A time, readable."""
    return f"{time * 1000:.1f} ms" if time < 1 else f"{time:.2f} s"
