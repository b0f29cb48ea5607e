"""Events kept in SQLite and by eventsourcing, and read again. Each is on disk before the next one begins.

Both have SQLite's write-ahead log and `synchronous=FULL`, which for eventsourcing is what it sets of itself.
"""

import sqlite3
from contextlib import ExitStack, closing
from functools import cache, partial
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from bench.fold import TEXT
from bench.measure import Side
from bench.peers.ours import AT_ONCE
from bench.peers.sides import imported

INSERT = "INSERT INTO log (body) VALUES (?)"


def sqlite(held: ExitStack, folder: Path) -> Side:
    """A row of the bytes of a line, each in a transaction of its own."""
    table = opened(held, folder / "kept.db")
    line = (folder / "kept.jsonl").read_bytes().splitlines()[-1]

    def insert() -> None:
        for _ in range(AT_ONCE):
            table.execute(INSERT, (line,))

    return Side(insert, AT_ONCE, perf_counter)


def sqlite_again(held: ExitStack, folder: Path) -> Side:
    """The lines of a long log out of a table, parsed and nothing done with them. It counts their events."""
    table = opened(held, folder / "talk.db")
    lines = (folder / "talk.jsonl").read_bytes().splitlines()
    table.execute("BEGIN")
    table.executemany(INSERT, ((line,) for line in lines))
    table.execute("COMMIT")
    events = sum(len(msgspec.json.decode(line)["events"]) for line in lines)
    return Side(partial(parsed, table), events)


def parsed(table: sqlite3.Connection) -> None:
    """Every line."""
    for (line,) in table.execute("SELECT body FROM log ORDER BY number"):
        msgspec.json.decode(line)


def opened(held: ExitStack, path: Path) -> sqlite3.Connection:
    """A table that is on disk when a command has returned."""
    found = held.enter_context(closing(sqlite3.connect(path, isolation_level=None)))
    found.execute("PRAGMA journal_mode=WAL")
    found.execute("PRAGMA synchronous=FULL")
    found.execute("CREATE TABLE log (number INTEGER PRIMARY KEY, body BLOB NOT NULL)")
    return found


def sourced(held: ExitStack, folder: Path) -> Side:
    """A message to an aggregate that is in memory, saved."""
    application, talk = conversation(held, folder)

    def say() -> None:
        for _ in range(AT_ONCE):
            talk.say(TEXT)
            application.save(talk)

    return Side(say, AT_ONCE, perf_counter)


def sourced_again(held: ExitStack, folder: Path, events: int) -> Side:
    """An aggregate of as many events out of the database."""
    application, talk = conversation(held, folder)
    for _ in range(events):
        talk.say(TEXT)
    application.save(talk)
    return Side(partial(application.repository.get, talk.id), events)


def conversation(held: ExitStack, folder: Path) -> tuple[Any, Any]:
    """An application of eventsourcing, and one aggregate in it."""
    made = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / "sourced.db")}
    application = imported("eventsourcing.application").Application(env=made)
    held.callback(application.close)

    talk = kind()()
    application.save(talk)
    return application, talk


@cache
def kind() -> Any:
    """The class of such an aggregate, which is known by its name: there may be one only. Raises Missing."""
    module = imported("eventsourcing.domain")

    class Talk(module.Aggregate):  # type: ignore[misc, name-defined]
        """People talk."""

        def __init__(self) -> None:
            self.said: list[str] = []

        @module.event("Said")  # type: ignore[untyped-decorator]
        def say(self, text: str) -> None:
            """Somebody says something."""
            self.said.append(text)

    return Talk
