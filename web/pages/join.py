"""Joining: a link shows who would sit where, a button takes the seat; or a short code is typed in."""

from contextlib import suppress

from flask import Blueprint, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.language import Language
from engine.play.commands import Command, Refusal
from web import rendering
from web.hall import Bucket, neighbourhood
from web.seats import read_join
from web.served import Served
from web.visitor import SCREEN, hall, visitor

blueprint = Blueprint("join", __name__)


@blueprint.get("/join")
def page() -> str:
    """Where a code can be typed in."""
    return rendering.plain("join.html", wrong=False, mine=mine())


def mine() -> list[dict[str, str]]:
    """The seats this browser holds already, to go back to."""
    found = []
    for name, seats in visitor().seats().items():
        served = hall().run(name)
        frame = served.picture(SCREEN, visitor().language())
        titles = {role["id"]: role["title"] for role in frame["roles"]}
        found += [
            {"run": name, "seat": seat, "title": titles.get(seat, ""), "exercise": frame["title"]}
            for seat in seats
        ]
    return found


@blueprint.post("/join")
def by_code() -> Response | tuple[str, int]:
    """A code becomes the page of its seat, where a button takes it."""
    tries: Bucket = current_app.extensions["tries"]
    caller = neighbourhood(request.remote_addr or "")
    if not tries.take(caller):
        abort(429)
    code = request.form.get("code", "")
    for name in hall().names() if code.strip() else []:
        seat = hall().seats(name).by_code(code)
        if seat:
            tries.give(caller)
            return redirect(url_for("join.offer", token=hall().seats(name).link(seat)), 303)
    return rendering.plain("join.html", wrong=True, mine=mine()), 422


def named(token: str) -> tuple[Served, str, str]:
    """The run, seat and secret of a link that still holds. 404 for any other."""
    found = read_join(hall().key, token)
    if found is None:
        abort(404)
    name, seat, secret = found
    try:
        served = hall().run(name)
        holds = hall().seats(name).holds(seat, secret)
    except KeyError:
        abort(404)
    if not holds:
        abort(404)
    return served, seat, secret


@blueprint.get("/join/<token>")
def offer(token: str) -> str:
    """Who would sit where. Nothing happens yet: programs that preview links open them, too."""
    served, seat, _ = named(token)
    code = visitor().language(f"{served.name}/{seat}")
    g.language = Language(code)
    frame = served.picture(SCREEN, code)
    role = next((entry for entry in frame["roles"] if entry["id"] == seat), None)
    return rendering.plain("offer.html", frame=frame, seat=seat, role=role, token=token)


@blueprint.post("/join/<token>")
def claim(token: str) -> Response:
    """Take the seat; a bot that sat there gives way, and the log says so."""
    served, seat, secret = named(token)
    visitor().sit(served.name, seat, secret)
    hall().seats(served.name).sit(seat, visitor().browser, request.form.get("name", ""))
    frame = served.picture(SCREEN, "en")
    if seat != SCREEN and frame["seats"].get(seat) != "person" and not frame["finished"]:
        with suppress(Refusal):  # control has just done it, or the run has just ended: the page will say
            served.do(Command("seat", seat, {"seat": seat, "by": "person"}))
    served.extra += 1
    hall().changed()
    return redirect(url_for("room.page", run=served.name, seat=seat), 303)


@blueprint.post("/language")
def speak() -> Response:
    """The switch between languages, for the page it stands on."""
    place = request.form.get("place", "")[:120]
    visitor().speak(request.form.get("code", ""), place)
    return redirect(within(request.form.get("back", "")), 303)


def within(back: str) -> str:
    """An address of this site, whatever a form says: browsers read tabs and backslashes as they like."""
    plain = back.startswith("/") and not back.startswith("//") and "\\" not in back
    return back if plain and all("!" <= sign <= "~" for sign in back) else "/"
