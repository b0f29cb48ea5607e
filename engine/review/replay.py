"""Replay: the state of a run as it stood after any line, or at the end of any turn."""

from engine.play.events import PhaseBegan, TurnBegan
from engine.play.state import State
from engine.record.run import Record, Run


def at_line(run: Run, line: int) -> State:
    """The state as it stood after a line, as people then knew it: later undoing is not looked ahead to."""
    record = Record(run.exercise, run.state.seed)
    for entry, events in zip(run.log.lines[:line], run.record.events, strict=False):
        record.take(entry, events)
    return record.state


def turns(run: Run) -> list[int]:
    """The turns of the game as it stands."""
    return sorted(
        {
            event.turn
            for line in run.record.standing()
            for event in run.record.events[line - 1]
            if isinstance(event, TurnBegan)
        }
    )


def last_line(run: Run, turn: int) -> int:
    """The last line of a turn in the game as it stands. Raises KeyError for a turn that was not played."""
    last, current = 0, 0
    for line in run.record.standing():
        for event in run.record.events[line - 1]:
            if isinstance(event, TurnBegan):
                current = event.turn
        if current == turn:
            last = line
    if not last:
        raise KeyError(turn)
    return last


def situation_line(run: Run, turn: int) -> int:
    """The line with which a turn's situation opened, in the game as it stands. Raises KeyError."""
    for line in run.record.standing():
        events = run.record.events[line - 1]
        if any(isinstance(event, TurnBegan) and event.turn == turn for event in events) and any(
            isinstance(event, PhaseBegan) for event in events
        ):
            return line
    raise KeyError(turn)


def at_turn(run: Run, turn: int) -> State:
    """The state at the end of a turn (or as it stands, in the turn being played). Raises KeyError."""
    return at_line(run, last_line(run, turn))
