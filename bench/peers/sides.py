"""Whitecell beside several peers in one interleaved run, whichever of them are here."""

from collections.abc import Callable, Iterator
from importlib import import_module
from statistics import median
from typing import Any, NamedTuple

from bench.measure import Figure, LeftOut, Row, Side, passes, rate


class Missing(Exception):
    """A peer is not here; the message says how to get it."""


class Peer(NamedTuple):
    """A row, how its baseline is called in it, and what sets the peer up. That raises Missing."""

    row: Row
    what: str
    set_up: Callable[[], Side]


def imported(module: str) -> Any:
    """A module of a peer. Its types are its own. Raises Missing."""
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise Missing(f"left out, for {package} is not installed: make bench PEERS=1") from None


def beside(ours: Side, peers: list[Peer], rounds: int) -> Iterator[Figure | LeftOut]:
    """How much each side does in a second, and the median and range of the ratios of their passes.

    Both sides of a ratio are of one round, and so met the same machine.
    """
    here: list[tuple[Peer, Side]] = []
    for peer in peers:
        try:
            here.append((peer, peer.set_up()))
        except Missing as reason:
            yield LeftOut(peer.row, str(reason))
    if not here:
        return
    own, *others = passes(ours, *(side for _, side in here), rounds=rounds)
    for (peer, side), times in zip(here, others, strict=True):
        ratios = [(ours.much / mine) / (side.much / time) for mine, time in zip(own, times, strict=True)]
        yield peer.row.figure(
            rate(ours.much / median(own)),
            f"{rate(side.much / median(times))} {peer.what}",
            median(ratios),
            span=(min(ratios), max(ratios)),
        )
