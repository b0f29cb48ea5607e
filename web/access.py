"""Who gets in where. A run is not even opened for somebody who has no seat in it: neither the answer nor the
time it takes tells whether there is such a run.

Whoever enters finds the run standing still until the request is answered, so that an answer is of one moment.
"""

from contextlib import AbstractContextManager, ExitStack
from typing import TypeVar

from flask import Flask, abort, current_app, g

from web.open_run import OpenRun
from web.runs import Bucket
from web.visitor import runs, visitor

Held = TypeVar("Held")


def hold(moment: AbstractContextManager[Held]) -> Held:
    """Keep something as it stands until this request is answered, or lets go of it."""
    held: ExitStack = g.setdefault("held", ExitStack())
    return held.enter_context(moment)


def let_go(_: object = None) -> None:
    """Let everything move on that this request has held."""
    held: ExitStack | None = g.pop("held", None)
    if held is not None:
        held.close()


def let_go_at_the_end(app: Flask) -> None:
    """However a request ends, it holds nothing any more. A stream has let go before its first word."""
    app.teardown_request(let_go)


def enter(run: str, seat: str) -> OpenRun:
    """The run, for a browser that holds this seat of it. 404 for any other."""
    open_run = let_in(run, seat)
    hold(open_run.moment())
    return open_run


def let_in(run: str, seat: str) -> OpenRun:
    """The same for whoever takes their time: the run goes on meanwhile."""
    try:
        if visitor().holds(run, seat):
            return runs().run(run)
    except KeyError:
        pass
    abort(404)


def enter_with_any_seat(run: str) -> tuple[OpenRun, list[str]]:
    """The run and the seats this browser holds there, control first for the host. 404 without any."""
    mine = visitor().seats().get(run, [])
    try:
        if visitor().holds(run, "control"):
            mine = ["control", *(seat for seat in mine if seat != "control")]
        if mine:
            open_run = runs().run(run)
            hold(open_run.moment())
            return open_run, mine
    except KeyError:
        pass
    abort(404)


def enter_as_control(run: str) -> OpenRun:
    """The run, for a browser that holds its control, or a seat that the preset makes control."""
    open_run, mine = enter_with_any_seat(run)
    if not any(open_run.holds_control(seat) for seat in mine):
        abort(404)
    return open_run


def within_pace(open_run: OpenRun, seat: str) -> bool:
    """Whether a seat may act now: each has a pace that leaves the others their turn. Control has its own."""
    pace: Bucket = current_app.extensions["pace"]
    return open_run.holds_control(seat) or pace.take(f"{open_run.name}/{seat}")
