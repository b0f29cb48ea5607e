"""Measuring two things in turn, so that a noisy machine is noisy to both."""

import gc
from collections.abc import Callable
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter
from typing import NamedTuple


class Figure(NamedTuple):
    """One line of the table."""

    name: str
    ours: str
    baseline: str
    ratio: float
    target: str
    met: bool | None
    """None where there is nothing to meet."""
    spare: float = 0.0
    """By how much it is better than its target, as a part of it; below 0 where it is missed."""

    @property
    def verdict(self) -> str:
        """Whether it is met, and by how much."""
        if self.met is None:
            return ""
        return f"{'met' if self.met else 'missed'} by {abs(self.spare):.0%}"


def least(
    name: str,
    ours: str,
    baseline: str,
    ratio: float,
    target: float,
    *,
    unit: str = "",
    measured: float | None = None,
) -> Figure:
    """A figure that is to be at least its target; what is measured is the ratio, where it is nothing else."""
    value = ratio if measured is None else measured
    spare = value / target - 1
    return Figure(name, ours, baseline, ratio, f">= {target:g}{unit}", value >= target, spare)


def most(
    name: str,
    ours: str,
    baseline: str,
    ratio: float,
    target: float,
    *,
    unit: str = "",
    measured: float | None = None,
) -> Figure:
    """A figure that is to be at most its target."""
    value = ratio if measured is None else measured
    spare = 1 - value / target
    return Figure(name, ours, baseline, ratio, f"<= {target:g}{unit}", value <= target, spare)


def processor() -> float:
    """Seconds of processor time, of this process and of those it has waited for."""
    used = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(found.ru_utime + found.ru_stime for found in used)


def seconds(work: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    """How long a piece of work takes; throwing its result away is no part of it."""
    begun = clock()
    result = work()
    taken = clock() - begun
    del result
    return taken


def in_turn(*works: Callable[[], object], rounds: int) -> list[float]:
    """The least seconds of processor time of each piece of work, A B A B, after one round to warm up.

    What else a machine does only ever adds, and adds more to what takes longer: so the least, and so no time
    in which others had the processor. What waits for a disk or for another process is measured elsewhere.
    """
    taken: list[list[float]] = [[] for _ in works]
    for number in range(rounds + 1):
        for times, work in zip(taken, works, strict=True):
            gc.collect()
            time = seconds(work, processor)
            if number:
                times.append(time)
    return [min(times) for times in taken]


def rate(number: float) -> str:
    """So many a second, readable."""
    for unit, name in ((1e6, "M"), (1e3, "k")):
        if number >= 10 * unit or (unit == 1e6 and number >= unit):
            return f"{number / unit:.1f} {name}/s"
    return f"{number:.0f} /s"


def milliseconds(time: float) -> str:
    """A time, readable."""
    return f"{time * 1000:.1f} ms" if time < 1 else f"{time:.2f} s"
