"""Verification: the chain of a log, the fold of its events, and its commands adjudicated afresh.

A chain bears witness to itself alone: whoever can write the file can write it anew from the first line.
What finds that, and a tail that was cut, is a hash of the log that is kept elsewhere.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from engine.play.commands import Command, Refusal, decide
from engine.play.commands.reading import read_again
from engine.play.events import Event, write_events
from engine.play.state import State
from engine.record import log as records
from engine.record.beginning import exercise_of
from engine.record.folded import Record
from engine.record.log import Line, Log, LogError
from engine.record.migration import Reader, decided_from
from engine.record.run import Run, opening
from engine.rules.exercise import Exercise


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


def verify(path: str | Path) -> tuple[Finding | None, int]:
    """The first finding of a run log, and the line from which on its commands were adjudicated afresh.

    That is line 1 when the log was written under the same `rules`, a later one in a fork of an older run, and
    0 where none could be. Changes nothing. Raises LogError when there is no log at all.
    """
    fault = records.verify(path)
    if fault is not None:
        return Finding(fault.line, "torn" if fault.torn else "chain", fault.reason), 0
    return folded(path)


def folded(path: str | Path) -> tuple[Finding | None, int]:
    """The same for a log whose chain is whole up to a torn tail: fold, and commands decided afresh."""
    log = Log.open(path, Reader())
    try:
        exercise = exercise_of(log)
        run = Run.open(path)
    except LogError as error:
        return Finding(error.line or 1, "fold", error.reason), 0
    since = decided_from(log.lines)
    return (readjudicate(exercise, list(log.lines), run, since) if since else None), since


def readjudicate(
    exercise: Exercise, lines: list[Line[list[Event]]], folded: Run, since: int = 1
) -> Finding | None:
    """The first line from `since` on whose command causes other events now than the log holds."""
    record = Record(exercise, int(lines[0].data["seed"]))
    for line in lines[: since - 1]:
        record.take(line, line.events)
    for line in lines[since - 1 :]:
        try:
            events = again(record, line)
        except (Refusal, KeyError, ValueError, TypeError) as fault:
            return Finding(line.seq, "rules", f"the command would be refused: {fault}")
        if msgspec.json.encode(events) != msgspec.json.encode(line.events):
            return Finding(line.seq, "rules", "the command would cause other events than the log holds")
    if record.state.game.vector != folded.state.game.vector:
        return Finding(lines[-1].seq, "fold", "the folded state differs from the adjudicated one")
    return None


def again(record: Record, line: Line[list[Event]]) -> list[dict[str, object]]:
    """What a line's command causes when it is decided afresh; the record moves on with it."""
    if line.command == "start":
        state = State(record.state.exercise, record.state.seed)
        draft = opening(state, line.data)
    else:
        command = Command.of(read_again(line.command, line.data), line.actor or "control", line.id)
        draft = (
            record.undo(command, line.seq)
            if line.command == "undo"
            else decide(record.state, command, line.seq)
        )
        record.adopt(line.seq, draft)
        return write_events(draft.events)
    record.take(line, draft.events)
    return write_events(draft.events)
