"""Fork: a new run that begins where another one stood."""

from pathlib import Path
from uuid import uuid4

from msgspec.structs import replace

from engine import __version__
from engine.play.adjudicate import RULES
from engine.play.commands import Command
from engine.play.commands.declared import Withdraw
from engine.play.events import Began, Event
from engine.record.log import Log
from engine.record.migration import LOG, decided_from
from engine.record.run import Clock, Run, now, stamp
from engine.review.replay import situation_line


def fork(run: Run, path: str | Path, turn: int, clock: Clock = now) -> Run:
    """A new run at `path` that begins at the situation of a turn of `run`.

    The lines up to there are taken over as they are, so the new log is whole and can be verified by
    itself. Its first line says from which line on today's rules decided. Only one that begins at the
    first turn waits in the ready room, whatever the other did. A statement that control withdrew later
    is withdrawn here, too: it is to stand on no live page.
    Raises KeyError for a turn that was not played, LogError when the path is not free.
    """
    lines = run.log.lines[: situation_line(run, turn)]
    first, ready = lines[0], len(lines) == 1
    since = decided_from(run.log.lines)
    log = Log.create(
        path,
        {
            "id": first.id,
            "at": first.at,
            "actor": first.actor,
            "capacity": first.capacity,
            "command": first.command,
            "data": {
                **first.data,
                **({"ready": True} if ready else {}),
                "log": LOG,
                "engine": __version__,
                "forked": {
                    "from": run.log.lines[-1].hash,
                    "turn": turn,
                    "at": stamp(clock()),
                    "line": since if 0 < since <= len(lines) else len(lines) + 1,
                    "rules": RULES,
                },
            },
            "events": [in_the_ready_room(event) if ready else event for event in first.events],
        },
    )
    with log.locked():
        log.refresh()
        for line in lines[1:]:
            log.append(
                id=line.id or uuid4().hex,
                at=line.at,
                actor=line.actor,
                capacity=line.capacity,
                command=line.command,
                data=line.data,
                events=line.events,
            )
    log.close()
    found = Run.open(path, clock)
    for statement in sorted(run.state.room.withdrawn & found.state.room.statements.keys()):
        if statement not in found.state.room.withdrawn:
            found.do(Command.of(Withdraw(statement=statement)))
    return found


def in_the_ready_room(event: Event) -> Event:
    """The beginning of a run as one that waits for STARTEX has it."""
    return replace(event, ready=True) if isinstance(event, Began) else event
