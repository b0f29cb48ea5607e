"""Verification: the chain of a log, the fold of its events, and its commands adjudicated afresh.

A chain bears witness to itself alone: whoever can write the file can write it anew from the first line.
What finds that, and a tail that was cut, is a hash of the log that is kept elsewhere.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from engine.play.commands import Refusal
from engine.play.commands.reading import read_again
from engine.play.events import Event
from engine.play.state import State
from engine.record import log as records
from engine.record.folded import Record
from engine.record.log import Fault, Line, Log, LogError, uncollected
from engine.record.migration import Reader, decided_from
from engine.record.run import Run, opening

encoded = msgspec.json.Encoder().encode


class Finding(Struct, frozen=True):
    """The first thing that is wrong with a log."""

    line: int
    what: str
    """chain, torn, fold or rules."""
    reason: str


def begun_with(lines: Sequence[Line[list[Event]]], say: Callable[..., str]) -> str:
    """The Whitecell that began a run, and its rules, as line 1 names them. `say` speaks a sentence."""
    first = lines[0].data
    return say("Whitecell {version}, rules {rules}", version=first["engine"], rules=first["rules"])


def place_of(lines: Sequence[Line[list[Event]]], hash: str) -> int | None:
    """The number of the line that bears a hash which was written down; None where no line does."""
    wanted = "".join(hash.split()).lower()
    return next((line.seq for line in reversed(lines) if line.hash == wanted), None)


class Verified(NamedTuple):
    """What was found of a log that was read once."""

    finding: Finding | None
    """The first thing that is wrong with its whole lines."""
    since: int
    """The line from which on its commands were adjudicated afresh: 1 when the log was written under the same
    `rules`, a later one in a fork of an older run, and 0 where none could be."""
    torn: Finding | None = None
    """A last line without its end, which was never acknowledged."""
    lines: Sequence[Line[list[Event]]] = ()


def verify(path: str | Path) -> tuple[Finding | None, int]:
    """The first finding of a run log, a torn tail among them, and the line from which on its commands were
    adjudicated afresh. Changes nothing. Raises LogError when there is no log at all.
    """
    found = examine(path)
    return (found.torn, 0) if found.torn else (found.finding, found.since)


def examine(path: str | Path) -> Verified:
    """Chain, fold and re-adjudication of a run log, read once and compiled once. Raises LogError."""
    reader, torn = Reader(), None
    try:
        log = Log.open(path, reader)
        if log.torn:  # or still being written: that takes another look
            fault = records.verify(path)
            torn = broken(fault) if fault else None
            log.refresh()
        run = Run.of(log, reader)
    except LogError as error:
        fault = records.verify(path)  # says whether the chain is broken, or whole and not to be understood
        return Verified(broken(fault) if fault else Finding(error.line or 1, "fold", error.reason), 0)
    since = decided_from(log.lines)
    return Verified(readjudicate(run, since) if since else None, since, torn, log.lines)


def broken(fault: Fault) -> Finding:
    return Finding(fault.line, "torn" if fault.torn else "chain", fault.reason)


def readjudicate(folded: Run, since: int = 1) -> Finding | None:
    """The first line from `since` on whose command causes other events now than the log holds."""
    lines = folded.log.lines
    record = Record(folded.exercise, int(lines[0].data["seed"]))
    with uncollected(lines):
        for line in lines[: since - 1]:
            record.take(line, line.events)
        for line in lines[since - 1 :]:
            try:
                events = again(record, line)
            except (Refusal, KeyError, ValueError, TypeError) as fault:
                return Finding(line.seq, "rules", f"the command would be refused: {fault}")
            if encoded(events) != encoded(line.events):
                return Finding(line.seq, "rules", "the command would cause other events than the log holds")
    if record.state.game.vector != folded.state.game.vector:
        return Finding(lines[-1].seq, "fold", "the folded state differs from the adjudicated one")
    return None


def again(record: Record, line: Line[list[Event]]) -> list[Event]:
    """What a line's command causes when it is decided afresh; the record moves on with it."""
    if line.command == "start":
        events = opening(State(record.state.exercise, record.state.seed), line.data).events
        record.take(line, events)
        return events
    return record.go_on(read_again(line.command, line.data), line.actor or "control", line.seq)
