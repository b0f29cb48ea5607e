"""Fork: a new run that begins where another one stood."""

from pathlib import Path
from uuid import uuid4

from engine import __version__
from engine.record.log import Log
from engine.record.migration import LOG
from engine.record.run import Clock, Run, now, stamp
from engine.review.replay import situation_line


def fork(run: Run, path: str | Path, turn: int, clock: Clock = now) -> Run:
    """A new run at `path` that begins at the situation of a turn of `run`.

    The lines up to there are taken over as they are, so the new log is whole and can be verified by
    itself. Raises KeyError for a turn that was not played, LogError when the path is not free.
    """
    lines = run.log.lines[: situation_line(run, turn)]
    first = lines[0]
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
                "log": LOG,
                "engine": __version__,
                "forked": {"from": run.log.lines[-1].hash, "turn": turn, "at": stamp(clock())},
            },
            "events": first.events,
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
    return Run.open(path, clock)
