"""What runs in a process of its own, so that the room is not slowed."""

import os
import signal
from collections.abc import Callable
from ctypes import c_longlong
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from engine.play.refusal import Refusal
from engine.rules.problems import ExerciseError

if TYPE_CHECKING:
    from ctypes import Array

    from engine.rehearsal.figures import Figures
    from engine.rehearsal.forecast import Forecast
    from engine.rehearsal.inquiry import Findings
    from engine.review.turning_points import Course

NICE = 10
"""How far it stands back behind the pages, where the system knows of that."""
MOST_FAULTS = 5
"""Of an exercise that makes no sense with a change, that are said."""
SPAWN = get_context("spawn")
PART, DONE, OF, STOP = range(4)
Made = TypeVar("Made")
Told = Callable[[int, int, int], None]
"""Is told which part of a work is going on, how much of all is done, and of how much."""


class Stopped(Exception):
    """Nobody waits for what is being worked on any more."""


def gauge() -> "Array[c_longlong]":
    """Memory of both processes: the part at work, how much is done, of how much, and whether to stop."""
    return SPAWN.RawArray(c_longlong, [0, 0, 0, 0])


_gauge = None


def begin(shared: "Array[c_longlong]") -> None:
    """Make this process ready: it stands back, leaves signals to the server, and ends with it."""
    global _gauge
    _gauge = shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICE)
    Thread(target=end_with_parent, daemon=True, name="parent").start()


def end_with_parent() -> None:
    """However the server ends, nothing of it stays behind."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def work(function: Callable[[bytes, Told], Made], content: bytes) -> "Made | Refusal | None":
    """What comes of a function that was sent here; None where it was stopped."""
    try:
        return function(content, tell)
    except Stopped:
        return None
    except Refusal as refusal:
        return refusal
    except ExerciseError as fault:
        return Refusal("{why}", why="; ".join(problem.message for problem in fault.problems[:MOST_FAULTS]))


def inquired(content: bytes, told: Told) -> "Findings":
    """What comes of an inquiry."""
    from engine.rehearsal.inquiry import inquire, received

    return inquire(received(content), told)


def foreseen(content: bytes, told: Told) -> "Forecast":
    """What may come of where a run stands."""
    from engine.rehearsal.forecast import foresee, received

    asked = received(content)
    of, done = asked.runs * (2 if asked.tried else 1), 0

    def more(number: int) -> None:
        nonlocal done
        done += number
        told(0, done, of)

    return foresee(asked, more)


def looked_back(content: bytes, told: Told) -> "tuple[Course, Figures]":
    """The odds of a run as it went, of whose log this is the path, and what usually comes of its exercise."""
    from engine.review.looking_back import of_file

    return of_file(content.decode(), lambda done, of: told(0, done, of))


def tell(part: int, done: int, of: int) -> None:
    """Say how far it is. Raises Stopped where nobody waits for it any more."""
    assert _gauge is not None
    _gauge[PART], _gauge[DONE], _gauge[OF] = part, done, of
    if _gauge[STOP]:
        raise Stopped
