"""Who plays the runs of a rehearsal: this process, more of them, or a cluster."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.rehearsal.question import Crew

MANY = 50_000
"""Runs from which other processes are worth their start."""
SEARCH = 5
"""So many times as many runs, at least, are played where something is searched for."""


@contextmanager
def hired(workers: int | None, address: str, runs: int, *, search: bool) -> Iterator[Crew | None]:
    """Whoever is asked for; where nobody is, a process for each core if there is enough to do."""
    from engine.workers.cluster import cluster
    from engine.workers.processes import cores, processes

    number = workers or (cores() if runs * (SEARCH if search else 1) >= MANY else 1)
    if address:
        with cluster(address) as crew:
            yield crew
    elif number > 1:
        with processes(number) as crew:
            yield crew
    else:
        yield None
