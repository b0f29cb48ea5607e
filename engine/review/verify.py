"""Verification: the chain of a log, the fold of its events, and its commands adjudicated afresh.

A chain bears witness to itself alone: whoever can write the file can write it anew from the first line.
What finds that, and a tail that was cut, is a hash of the log that is kept elsewhere.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from engine.play.adjudicate import RULES
from engine.play.commands import Command, Refusal, decide
from engine.play.commands.reading import read_again
from engine.play.events import Event, write_events
from engine.play.state import State
from engine.record import log as records
from engine.record.folded import Record
from engine.record.log import Line, Log, LogError
from engine.record.migration import Reader, rules_of
from engine.record.run import Run, exercise_of, opening
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


def verify(path: str | Path) -> tuple[Finding | None, bool]:
    """The first finding of a run log, and whether its commands could be adjudicated afresh.

    They can when the log was written under the same `rules`. Changes nothing. Raises LogError when
    there is no log at all.
    """
    fault = records.verify(path)
    if fault is not None:
        return Finding(fault.line, "torn" if fault.torn else "chain", fault.reason), False
    return folded(path)


def folded(path: str | Path) -> tuple[Finding | None, bool]:
    """The same for a log whose chain is whole up to a torn tail: fold, and commands decided afresh."""
    log = Log.open(path, Reader())
    try:
        exercise = exercise_of(log)
        run = Run.open(path)
    except LogError as error:
        return Finding(error.line or 1, "fold", error.reason), False
    if rules_of(log.lines) != RULES:
        return None, False
    return readjudicate(exercise, list(log.lines), run), True


def readjudicate(exercise: Exercise, lines: list[Line[list[Event]]], folded: Run) -> Finding | None:
    """The first line whose command, decided afresh, causes other events than the log holds."""
    record = Record(exercise, int(lines[0].data["seed"]))
    for line in lines:
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
