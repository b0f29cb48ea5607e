"""Who gets in where. A run is not even opened for somebody who has no seat in it: neither the answer nor the
time it takes tells whether there is such a run.

Whoever enters finds the run standing still until the request is answered, so that an answer is of one moment.
"""

from contextlib import AbstractContextManager, ExitStack
from time import thread_time
from typing import TypeVar

from flask import Flask, abort, current_app, g

from web.open_run import OpenRun
from web.runs import Bucket
from web.visitor import SCREEN, runs, visitor

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
    app.before_request(begin_to_count)
    app.teardown_request(let_go)
    app.teardown_request(settle)


def enter(run: str, seat: str) -> OpenRun:
    """The run, for a browser that holds this seat of it. 404 for any other."""
    open_run = let_in(run, seat)
    hold(open_run.moment())
    return open_run


def let_in(run: str, seat: str) -> OpenRun:
    """The same for whoever takes their time: the run goes on meanwhile."""
    try:
        if visitor().holds(run, seat):
            open_run = runs().run(run)
            pay(open_run, payer(run, seat))
            return open_run
    except KeyError:
        pass
    abort(404)


def payer(run: str, seat: str) -> str:
    """Whose work a look at a seat is: that of the seat one holds, also when one looks at the screen."""
    return next(iter(visitor().seats().get(run, [])), "control") if seat == SCREEN else seat


def pay(open_run: OpenRun, seat: str) -> None:
    """Let a seat that is not control's pay for this request with the time of the processor that it takes.

    429 where it has none left: what others ask comes first then.
    """
    if open_run.holds_control(seat) or seat == "control":
        return
    work: Bucket = current_app.extensions["work"]
    g.pays = f"{open_run.name}/{seat}"
    if work.empty(g.pays):
        abort(429)


def begin_to_count() -> None:
    """From here on a request costs."""
    g.began = thread_time()


def settle(_: object = None) -> None:
    """Charge what a request has cost to the seat that pays for it."""
    who, began = g.pop("pays", None), g.pop("began", None)
    if who is not None and began is not None:
        work: Bucket = current_app.extensions["work"]
        work.spend(who, thread_time() - began)


def enter_with_any_seat(run: str) -> tuple[OpenRun, list[str]]:
    """The run and the seats this browser holds there, control first for the host. 404 without any."""
    mine = visitor().seats().get(run, [])
    try:
        if visitor().holds(run, "control"):
            mine = ["control", *(seat for seat in mine if seat != "control")]
        if mine:
            open_run = runs().run(run)
            pay(open_run, mine[0])
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
