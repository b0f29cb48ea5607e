"""Fork: a new run that begins where another one stood."""

from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args
from uuid import uuid4

from msgspec import to_builtins
from msgspec.structs import replace

from engine import __version__
from engine.play.adjudicate import RULES
from engine.play.commands import Command, Refusal
from engine.play.commands.declared import Seat, Taker, Withdraw
from engine.play.events import Began, Event
from engine.play.script import Script
from engine.play.state import State
from engine.record.log import Log
from engine.record.migration import LOG, decided_from
from engine.record.run import Clock, Run, now, stamp
from engine.review.replay import situation_line

Others = Literal["same", "bot", "empty"]
"""Who takes the seats that people held: the same people, bots, or nobody."""
OTHERS: tuple[Others, ...] = get_args(Others)


class Seating(NamedTuple):
    """Who sits in a fork: people in the seats that are named, and in the others those who held them, or
    bots, or nobody.
    """

    others: Others = "same"
    people: tuple[str, ...] = ()

    def of(self, state: State, seat: str) -> str:
        """Who takes a seat."""
        if seat in self.people:
            return "person"
        return state.seat(seat) if self.others == "same" or not state.played(seat) else self.others


AS_BEFORE = Seating()


def fork(
    run: Run,
    path: str | Path,
    turn: int,
    clock: Clock = now,
    *,
    seating: Seating = AS_BEFORE,
    script: Script | None = None,
) -> Run:
    """A new run at `path` that begins at the situation of a turn of `run`.

    The lines up to there are taken over as they are, so the new log is whole and can be verified by
    itself. Its first line says from which line on today's rules decided. Only one that begins at the
    first turn waits in the ready room, whatever the other did. A statement that control withdrew later
    is withdrawn here, too: it is to stand on no live page. By a script, seats that nobody plays decide
    again as they did, and people find it chosen for them in the first turn.
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
                **({"script": to_builtins(script)} if script else {}),
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
            "events": [begun(event, ready, script) for event in first.events],
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
    take_seats(found, seating, found.state)
    if script:
        lay_out(found, script)
    return found


def take_seats(run: Run, seating: Seating, before: State) -> None:
    """Have the roles played as a seating says; `before` says who held the seats of the same people."""
    wanted = {role: seating.of(before, role) for role in run.exercise.roles}
    if "control" in seating.people:
        wanted["control"] = "person"
    for role, by in wanted.items():
        if role not in run.state.control_roles and by != run.state.seat(role):
            run.do(Command.of(Seat(seat=role, by=cast(Taker, by))))


def begun(event: Event, ready: bool, script: Script | None) -> Event:
    """The beginning of a run as the fork has it; one that waits for STARTEX says so."""
    if not isinstance(event, Began):
        return event
    return replace(event, ready=ready or event.ready, script=script)


def lay_out(run: Run, script: Script) -> None:
    """Choose for people what was ordered in this turn: it counts until they change it."""
    for role in run.exercise.roles:
        orders = script.orders(run.state.game.turn, role)
        if orders and run.state.played(role):
            with suppress(Refusal):  # what is not allowed any more is theirs to see
                run.draft(Command("orders", role, {"orders": orders, "seal": False}))


def held(run: Run) -> list[str]:
    """The roles whose seats people hold: whoever takes them plays them, and until then they order nothing."""
    state = run.state
    return [role for role in run.exercise.roles if state.played(role) and role not in state.control_roles]
