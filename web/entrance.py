"""Who gets in where. A run is not even opened for somebody who has no seat in it: neither the answer nor the
time it takes tells whether there is such a run."""

from flask import abort, current_app

from web.hall import Bucket
from web.served import Served
from web.visitor import hall, visitor


def enter(run: str, seat: str) -> Served:
    """The run, for a browser that holds this seat of it. 404 for any other."""
    try:
        if visitor().holds(run, seat):
            return hall().run(run)
    except KeyError:
        pass
    abort(404)


def enter_with_any_seat(run: str) -> tuple[Served, list[str]]:
    """The run and the seats this browser holds there, control first for the host. 404 without any."""
    mine = visitor().seats().get(run, [])
    try:
        if visitor().holds(run, "control"):
            return hall().run(run), ["control", *(seat for seat in mine if seat != "control")]
        if mine:
            return hall().run(run), mine
    except KeyError:
        pass
    abort(404)


def enter_as_control(run: str) -> Served:
    """The run, for a browser that holds its control, or a seat that the preset makes control."""
    served, mine = enter_with_any_seat(run)
    if not any(served.holds_control(seat) for seat in mine):
        abort(404)
    return served


def within_pace(served: Served, seat: str) -> bool:
    """Whether a seat may act now: each has a pace that leaves the others their turn. Control has its own."""
    pace: Bucket = current_app.extensions["pace"]
    return served.holds_control(seat) or pace.take(f"{served.name}/{seat}")
