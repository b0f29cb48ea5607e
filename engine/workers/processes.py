"""Processes of this machine that play the parts of a question.

Each has a pipe of its own, so that the end of one that is killed in the middle of a word is heard: with one
queue for all, as in `concurrent.futures`, whoever reads would wait for the rest of that word for ever.
"""

import multiprocessing
import os
import signal
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait

from engine.play.refusal import Refusal
from engine.rehearsal.ensemble import Outcome
from engine.rehearsal.question import Crew, Part, Question
from engine.rehearsal.travel import packed, played, returned

MOST_DEATHS = 3
"""So many processes may die over a part before nobody tries it any more."""
SPAWN = multiprocessing.get_context("spawn")
"""A process begins afresh, on every system: it inherits no thread, no lock and no open file."""
Lost = (EOFError, OSError)
"""What the pipe of a process that has died says."""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def processes(number: int) -> Iterator[Crew]:
    """So many processes, begun as there is something to do, and gone when this is left."""
    pool = Pool(number)
    try:
        yield pool.play
    finally:
        pool.end()


class Worker:
    """A process that plays one part after the other."""

    def __init__(self) -> None:
        self.pipe, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=work, args=(theirs,), daemon=True)
        with undisturbed():
            self.process.start()
        theirs.close()

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


class Pool:
    """So many processes. One that dies is replaced, and its part is played again."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.idle: list[Worker] = []
        self.deaths = Counter[int]()
        """By part."""
        self.last: tuple[Question, bytes] | None = None

    def play(self, parts: Iterable[Part]) -> Iterator[Outcome]:
        """Play parts. Raises Refusal when process after process dies."""
        waiting, again = enumerate(parts), deque[tuple[int, Part]]()
        busy: dict[Connection, tuple[Worker, int, Part]] = {}
        found, told = dict[int, Outcome](), 0
        self.deaths.clear()
        try:
            while True:
                while len(busy) < self.number:
                    given = again.popleft() if again else next(waiting, None)
                    if given is None:
                        break
                    worker = self.idle.pop() if self.idle else Worker()
                    busy[worker.pipe] = worker, *given
                    self.begin(worker, given[1])
                if not busy:
                    return
                for pipe in wait(list(busy)):
                    assert isinstance(pipe, Connection)
                    worker, number, part = busy[pipe]
                    try:
                        found[number] = returned(heard(pipe), part.question.exercise)
                        self.idle.append(worker)
                    except Lost:
                        worker.end()
                        self.mourn(number)
                        again.append((number, part))
                    del busy[pipe]
                while told in found:
                    yield found.pop(told)
                    told += 1
        finally:
            for worker, _, _ in busy.values():
                worker.end()

    def begin(self, worker: Worker, part: Part) -> None:
        """Give a part to a process; that it has died shows when it is heard."""
        if self.last is None or self.last[0] is not part.question:
            self.last = part.question, packed(part.question)
        with suppress(*Lost):
            worker.pipe.send((self.last[1], part.seeds.start, len(part.seeds)))

    def mourn(self, number: int) -> None:
        """Give up when process after process dies over a part."""
        self.deaths[number] += 1
        if self.deaths[number] >= MOST_DEATHS:
            message = "Process after process died over the same runs. With --workers 1 none is needed."
            raise Refusal(message)

    def end(self) -> None:
        for worker in self.idle:
            worker.end()


def heard(pipe: Connection) -> bytes:
    """What a process has found. Raises what it raised."""
    found, fault = pipe.recv()
    if fault is not None:
        raise fault
    assert isinstance(found, bytes)
    return found


@contextmanager
def undisturbed() -> Iterator[None]:
    """A process begun here never hears of Ctrl-C: that is for whoever asks, who ends it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # It unblocks the signal when it begins, so it begins first.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def work(pipe: Connection) -> None:
    """What a process does until whoever asks is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(*Lost):
        while True:
            asked = pipe.recv()
            try:
                pipe.send((played(*asked), None))
            except Exception as fault:
                pipe.send((None, fault))
