"""A cluster that plays the parts of a question: Dask (`distributed`), on as many machines as it has."""

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pydoc import locate
from typing import TYPE_CHECKING

from engine.play.refusal import Refusal
from engine.rehearsal import travel
from engine.rehearsal.ensemble import Outcome
from engine.rehearsal.question import Crew, Part, Question
from engine.rehearsal.travel import packed, played, returned

if TYPE_CHECKING:
    from distributed import Client, Future

PATIENCE = 5
"""Seconds in which a cluster has to answer, and to have a worker."""


@contextmanager
def cluster(address: str) -> Iterator[Crew]:
    """The workers of a cluster. Raises Refusal where there is none, or it is gone in the middle."""
    try:
        from distributed import Client
    except ImportError:
        message = "A cluster needs Dask, which is not installed: pip install 'whitecell[cluster]'"
        raise Refusal(message) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError):
        raise Refusal(
            "No cluster answers at {address}. To start one: 'dask scheduler' on one machine and, on each "
            "that works, 'dask worker' with the address that the scheduler tells.",
            address=address,
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise Refusal(
                "The cluster at {address} has no worker. To start one, on any machine: dask worker {address}",
                address=address,
            ) from None
        there = client.run(locate, "engine.rehearsal.travel.EDITION")
        others = [name for name, edition in there.items() if edition != travel.EDITION]
        if others:
            raise Refusal(
                "These workers have no Whitecell, or another than {here}: {workers}. Install the same there.",
                here=travel.EDITION,
                workers=", ".join(others),
            )
        yield partial(play, client)


def play(client: "Client", parts: Iterable[Part]) -> Iterator[Outcome]:
    """Play parts. The scheduler gives those of a worker that died to others."""
    last: tuple[Question, bytes] | None = None
    going: deque[tuple[Part, Future[bytes]]] = deque()
    for part in parts:
        if last is None or last[0] is not part.question:
            last = part.question, packed(part.question)
        seeds = part.seeds
        going.append((part, client.submit(played, last[1], seeds.start, len(seeds), pure=False)))
    while going:
        part, future = going.popleft()
        yield returned(result(future), part.question.exercise)


def result(future: "Future[bytes]") -> bytes:
    """What a worker sent back. Raises Refusal where none could."""
    from distributed import CancelledError, KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        return future.result()
    except KilledWorker:
        message = "Worker after worker of the cluster died over the same runs."
        raise Refusal(message) from None
    except (CancelledError, CommClosedError, OSError):
        message = "The cluster is gone in the middle of the runs."
        raise Refusal(message) from None
