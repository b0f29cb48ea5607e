"""Drafts: what seats have chosen and not sealed, in a file beside the log that only its owner reads.

A draft is no event. It is written under the lock of the run, so that a lock of the orders counts it whoever
presses it, and the line of the lock records what it took. What is lost of it is a choice of the last second.
"""

from contextlib import suppress
from pathlib import Path
from typing import NotRequired, TypedDict, cast

import msgspec
from msgspec import Struct

from engine.play.state import Orders
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


class Kept(Struct, forbid_unknown_fields=True):
    """What the file holds."""

    run: str
    """The id of line 1: another run may come to lie at the same path."""
    chosen: list[Chosen]


MOST_TURNS = 12
"""Of a seat, whose drafts are kept: as far back as anybody takes a game."""


class Drafts:
    """The drafts of one run, as their file holds them now: any process may have written it."""

    def __init__(self, log: Path, run: str) -> None:
        self.path, self.run = log.with_name(f"{log.name}.drafts"), run
        self._name = str(self.path)  # asked about at every command, and quicker than the path
        self._read_at, self._kept = "", list[Chosen]()

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
        return bool(self._kept)

    def of_turn(self, since: int) -> dict[str, Orders]:
        """By role the drafts of the turn that began in a line."""
        return {found.role: cast(Orders, found.orders) for found in self._kept if found.since == since}

    def keep(self, role: str, since: int, orders: Orders) -> None:
        """Keep what a seat has chosen. Only while the run is locked. Raises LogError."""
        self.look()
        others = [found for found in self._kept if (found.role, found.since) != (role, since)]
        mine = [found for found in others if found.role == role][1 - MOST_TURNS :]
        chosen = Chosen(role, since, cast(list[ChosenOrder], orders))
        self._write([*(found for found in others if found.role != role or found in mine), chosen])

    def _read(self) -> list[Chosen]:
        """What stands there; nothing where it cannot be read: drafts are not worth a run."""
        with suppress(OSError, msgspec.MsgspecError):
            found = msgspec.json.decode(self.path.read_bytes(), type=Kept)
            return found.chosen if found.run == self.run else []
        return []

    def _write(self, chosen: list[Chosen]) -> None:
        with plainly(self.path):
            write_private(self.path, msgspec.json.encode(Kept(self.run, chosen)))
        self._read_at, self._kept = self.version, chosen
