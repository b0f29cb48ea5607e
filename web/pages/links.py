"""Seats in control's hand: sit in one oneself, make its links worthless, choose its language."""

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.play.permissions import OBSERVER
from engine.words.locale import languages
from web.access import enter_as_control
from web.addresses import reach
from web.open_run import OpenRun
from web.seats import plain_line
from web.visitor import SCREEN, runs, visitor

blueprint = Blueprint("links", __name__)


def of_control(run: str, seat: str) -> OpenRun:
    """The run, for a browser that holds its control and names one of its seats. 404 for any other."""
    open_run = enter_as_control(run)
    if seat not in (*open_run.roles, SCREEN, OBSERVER, "control"):
        abort(404)
    return open_run


def shown(open_run: OpenRun) -> None:
    """Tell control's pages that the seats are not what they were."""
    open_run.extra += 1
    runs().changed()


def back(run: str, **more: Any) -> Response:
    """The page of seats, wherever control sits."""
    place = request.form.get("place", "control")
    return redirect(url_for("room.page", run=run, seat=place, panel="seats", **more), 303)


@blueprint.post("/run/<run>/seats/<seat>/open")
def sit(run: str, seat: str) -> Response:
    """Look at a seat's page from this browser, and act there; who plays it stays as it is."""
    open_run = of_control(run, seat)
    visitor().sit(run, seat, runs().seats(open_run.name).secret(seat))
    return redirect(url_for("room.page", run=run, seat=seat), 303)


@blueprint.post("/run/<run>/seats/<seat>/revoke")
def revoke(run: str, seat: str) -> Response:
    """Make a seat's links, code, sessions and tokens worthless; it gets new ones."""
    open_run = of_control(run, seat)
    runs().seats(open_run.name).revoke(seat)
    shown(open_run)
    return back(run)


@blueprint.post("/run/<run>/names/erase")
def erase(run: str) -> Response:
    """Forget the names of all who sat down in this run. They are in no log."""
    open_run = of_control(run, "control")
    runs().seats(open_run.name).erase_names()
    shown(open_run)
    return back(run)


@blueprint.post("/run/<run>/address")
def choose(run: str) -> Response:
    """The address of this server that stands on links, codes, sheets and screens, of every run."""
    of_control(run, "control")
    if not reach().choose(request.form.get("address", "")):
        return back(run, gone="yes")
    runs().reached_otherwise()
    return back(run)


@blueprint.post("/run/<run>/network")
def network(run: str) -> Response:
    """The wireless network that people are to join, as it is to stand on the sheet."""
    of_control(run, "control")
    name, password = (plain_line(request.form.get(field, "")) for field in ("name", "password"))
    reach().join(name, password)
    runs().reached_otherwise()
    return back(run)


@blueprint.post("/run/<run>/seats/<seat>/language")
def speak(run: str, seat: str) -> Response:
    """The language a seat's pages begin with, until somebody there chooses another."""
    open_run = of_control(run, seat)
    code = request.form.get("code", "")
    if code in languages():
        runs().seats(open_run.name).speak(seat, code)
        shown(open_run)
    return back(run)
