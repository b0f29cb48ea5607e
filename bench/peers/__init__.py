"""Whitecell beside its peers: other engines of games and exercises, and other stores of events.

None of them does what Whitecell does, so each row says what is counted: an order, move or action that a rules
engine decides in whole random games; an event that is kept or read again. Where a peer is not here, its rows
are left out.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Figure, LeftOut, least
from bench.peers import games, ours, stores
from bench.peers.boardgame import Boardgame
from bench.peers.sides import Peer, beside
from bench.runs import MEMORY
from engine.rules.exercise import Exercise

EVEN = 1.0
"""At least as fast as the peer."""
SMALL = (
    "A move there fills a field or names a card. An order here has its cost and its limits, its modifiers, "
    "dice and row, effects that meet those of others, and whoever may know of it. Only orders are counted."
)
WHOLE = (
    "Ours is read from its file with the exercise in it, its chain is checked, and injects, questions and "
    "agreements are decided again, though only orders are counted; the peer replays what it has in memory."
)
PARSED = (
    "There lines are parsed and nothing is done with them; here their chain is checked and they are folded."
)
DECIDED = "There ready bytes are kept; here a command is decided, and its line chained and written, first."
TIC_TAC_TOE = least("orders decided beside OpenSpiel's tic-tac-toe", EVEN, why=SMALL)
DILEMMA = least("orders decided beside OpenSpiel's dilemma", EVEN, why=SMALL)
POKER = least("orders decided beside OpenSpiel's poker", EVEN, why=SMALL)
DIPLOMACY = least("orders decided beside diplomacy", EVEN)
BOARDGAME = least("orders decided beside boardgame.io", EVEN)
DIPLOMACY_AGAIN = least("orders replayed beside diplomacy", EVEN, why=WHOLE)
BOARDGAME_AGAIN = least("orders replayed beside boardgame.io", EVEN, why=WHOLE)
SOURCED_AGAIN = least("events read again beside eventsourcing", EVEN)
SQLITE_AGAIN = least("events read again beside SQLite", EVEN, why=PARSED)
SOURCED = least("a durable message beside eventsourcing", EVEN, wall=True)
SQLITE = least("a durable message beside SQLite", EVEN, wall=True, why=DECIDED)


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure | LeftOut]:
    """Deciding, replaying, keeping, reading again."""
    rounds = 2 if quick else 9
    with ExitStack() as held:
        memory = Path(held.enter_context(TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)))
        disk = Path(held.enter_context(TemporaryDirectory()))
        node = Boardgame(held)
        yield from beside(
            ours.deciding(exercise, 10 if quick else 100),
            [
                Peer(TIC_TAC_TOE, "moves", partial(games.openspiel, "python_tic_tac_toe")),
                Peer(DILEMMA, "moves", partial(games.openspiel, "python_iterated_prisoners_dilemma")),
                Peer(POKER, "moves", partial(games.openspiel, "python_kuhn_poker")),
                Peer(DIPLOMACY, "orders", games.diplomacy),
                Peer(BOARDGAME, "moves", node.deciding),
            ],
            rounds,
        )
        yield from beside(
            ours.replaying(exercise, memory / "orders.jsonl"),
            [
                Peer(DIPLOMACY_AGAIN, "orders", games.diplomacy_again),
                Peer(BOARDGAME_AGAIN, "moves", node.replaying),
            ],
            rounds,
        )
        events = ours.written(exercise, memory / "talk.jsonl", 500 if quick else 5000)
        yield from beside(
            ours.reading(exercise, memory / "talk.jsonl", events),
            [
                Peer(SOURCED_AGAIN, "events", partial(stores.sourced_again, held, memory, events)),
                Peer(SQLITE_AGAIN, "parsed only", partial(stores.sqlite_again, held, memory)),
            ],
            rounds,
        )
        yield from beside(
            ours.keeping(held, exercise, disk),
            [
                Peer(SOURCED, "events", partial(stores.sourced, held, disk)),
                Peer(SQLITE, "rows", partial(stores.sqlite, held, disk)),
            ],
            2 * rounds,
        )
