"""Drafts: what seats have chosen and not sealed, and what they say of it, in a file beside the log that only
its owner reads.

A draft is no event. It is written under the lock of the run, so that a lock of the orders counts it whoever
presses it, and the line of the lock records what it took. What is lost of it is a choice of the last second.
"""

from contextlib import suppress
from pathlib import Path
from typing import NotRequired, TypedDict, cast

import msgspec
from msgspec import Struct

from engine.play.state import Comment, Orders
from engine.record.chain import plainly
from engine.record.private import version_of, write_private


class ChosenOrder(TypedDict):
    """An order by its key. What else somebody has written into the file makes it unreadable."""

    order: str
    secret: NotRequired[bool]
    message: NotRequired[str]


class Chosen(Struct, forbid_unknown_fields=True):
    """What one seat has chosen in one turn."""

    role: str
    since: int
    """The line in which that turn began: a turn that is played again after an undo is another one."""
    orders: list[ChosenOrder]


class Said(Struct, forbid_unknown_fields=True):
    """What one seat says of its draft of one turn."""

    role: str
    since: int
    comments: list[Comment]


class Kept(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What the file holds."""

    run: str
    """The id of line 1: another run may come to lie at the same path."""
    chosen: list[Chosen]
    said: list[Said] = []


MOST_TURNS = 12
"""Of a seat, whose drafts are kept: as far back as anybody takes a game."""
MOST_COMMENTS = 40
"""Of a seat in one turn; the oldest go."""


class Drafts:
    """The drafts of one run, as their file holds them now: any process may have written it."""

    def __init__(self, log: Path, run: str) -> None:
        self.path, self.run = log.with_name(f"{log.name}.drafts"), run
        self._name = str(self.path)  # asked about at every command, and quicker than the path
        self._read_at, self._kept = "", Kept(run, [])

    @property
    def version(self) -> str:
        """A word that is another one whenever a draft has changed."""
        return version_of(self._name)

    def look(self) -> None:
        """Read what others have chosen since. While the run is locked, nobody can."""
        version = self.version
        if version != self._read_at:
            self._read_at, self._kept = version, self._read()

    def __bool__(self) -> bool:
        return bool(self._kept.chosen or self._kept.said)

    def of_turn(self, since: int) -> dict[str, Orders]:
        """By role the drafts of the turn that began in a line."""
        return {found.role: cast(Orders, found.orders) for found in self._kept.chosen if found.since == since}

    def comments(self, since: int) -> dict[str, list[Comment]]:
        """By role what is said of the drafts of that turn."""
        return {found.role: found.comments for found in self._kept.said if found.since == since}

    def keep(self, role: str, since: int, orders: Orders) -> None:
        """Keep what a seat has chosen. Only while the run is locked. Raises LogError."""
        self.look()
        others = [found for found in self._kept.chosen if (found.role, found.since) != (role, since)]
        mine = [found for found in others if found.role == role][1 - MOST_TURNS :]
        chosen = Chosen(role, since, cast(list[ChosenOrder], orders))
        kept = [*(found for found in others if found.role != role or found in mine), chosen]
        self._write(Kept(self.run, kept, self._kept.said))

    def comment(self, role: str, since: int, comment: Comment) -> None:
        """Keep what somebody says of a draft; of earlier turns nothing is kept. Only while the run is locked.
        Raises LogError.
        """
        self.look()
        said = [*self.comments(since).get(role, []), comment][-MOST_COMMENTS:]
        others = [found for found in self._kept.said if found.role != role]
        self._write(Kept(self.run, self._kept.chosen, [*others, Said(role, since, said)]))

    def _read(self) -> Kept:
        """What stands there; nothing where it cannot be read: drafts are not worth a run."""
        with suppress(OSError, msgspec.MsgspecError):
            found = msgspec.json.decode(self.path.read_bytes(), type=Kept)
            if found.run == self.run:
                return found
        return Kept(self.run, [])

    def _write(self, kept: Kept) -> None:
        with plainly(self.path):
            write_private(self.path, msgspec.json.encode(kept))
        self._read_at, self._kept = self.version, kept
