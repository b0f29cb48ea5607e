"""Joining: a link shows who would sit where, a button takes the seat; or a short code is typed in."""

from contextlib import suppress

from flask import Blueprint, Response, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engine.play.commands import Command, Refusal
from engine.play.commands.declared import Seat
from engine.play.permissions import OBSERVER
from engine.play.state import PLAYERS
from engine.record.log import LogError
from engine.words.language import Language
from web import rendering
from web.access import let_in, within_pace
from web.codes import TooMany, opened
from web.open_run import OpenRun
from web.seats import read_join
from web.visitor import SCREEN, runs, visitor

blueprint = Blueprint("join", __name__)


@blueprint.get("/join")
def page() -> str:
    """Where a code can be typed in."""
    return door()


def door(wrong: bool = False, code: str = "") -> str:
    """The door as it stands, with a code that no seat has where one was typed."""
    g.language = Language(visitor().language())
    return rendering.plain(
        "join.html", wrong=wrong, typed_code=code[:24], mine=mine(), host=visitor().is_host
    )


def mine() -> list[dict[str, str]]:
    """The seats this browser holds already, to go back to."""
    found = []
    for name, seats in visitor().seats().items():
        try:
            frame = runs().run(name).picture(SCREEN, visitor().language())
        except (KeyError, LogError):
            continue  # the page of the run says what is wrong with it
        titles = {role["id"]: role["title"] for role in frame["roles"]}
        found += [
            {"run": name, "seat": seat, "title": titles.get(seat, ""), "exercise": frame["title"]}
            for seat in seats
        ]
    return found


@blueprint.post("/join")
def by_code() -> Answer | tuple[str, int]:
    """A code becomes the page of its seat, where a button takes it."""
    code = request.form.get("code", "")
    try:
        seat = opened(lambda: runs().by_code(code), code, visitor().browser)
    except TooMany:
        abort(429)
    if seat:
        return redirect(url_for("join.offer", token=runs().seats(seat[0]).link(seat[1])), 303)
    return door(wrong=True, code=code), 422


def named(token: str) -> tuple[OpenRun, str, str]:
    """The run, seat and secret of a link that still holds. For any other a page says what to do."""
    found = read_join(runs().key, token)
    if found is None:
        abort(worthless())
    name, seat, secret = found
    try:
        if runs().seats(name).holds(seat, secret):
            return runs().run(name), seat, secret
    except KeyError:
        pass
    abort(worthless())


def worthless() -> Response:
    """The answer to a link that was revoked or was never made here: the same for both."""
    g.language = Language(visitor().language())
    say = g.language.say
    text = say("It was replaced, or a part of it is missing. Ask control for the new one, or use your code.")
    page = rendering.plain(
        "failed.html", status=404, title=say("This link no longer opens a seat"), text=text
    )
    return Response(page, status=404, mimetype="text/html")


@blueprint.get("/join/<token>")
def offer(token: str) -> str:
    """Who would sit where. Nothing happens yet: programs that preview links open them, too."""
    open_run, seat, _ = named(token)
    code = visitor().language(f"{open_run.name}/{seat}")
    g.language = Language(code)
    frame = open_run.picture(SCREEN, code)
    role = next((entry for entry in frame["roles"] if entry["id"] == seat), None)
    return rendering.plain(
        "offer.html",
        frame=frame,
        frame_run=open_run.name,
        seat=seat,
        role=role,
        by=frame["seats"].get(seat, ""),
        people=runs().seats(open_run.name).people(seat),
        taken=runs().seats(open_run.name).taken(seat),
        wrote=runs().seats(open_run.name).number(seat, visitor().browser),
        is_control=seat in open_run.roles and open_run.holds_control(seat),
        note=open_run.handbook(code).pack(seat)["seat_note"] if role else "",
        link=token,
    )


@blueprint.post("/join/<token>")
def claim(token: str) -> Answer:
    """Take the seat; a bot that sat there gives way, and the log says so."""
    open_run, seat, secret = named(token)
    if not within_pace(open_run, seat):
        abort(429)
    seats = runs().seats(open_run.name)
    visitor().sit(open_run.name, seat, secret)
    seats.take(seat)
    same = request.form.get("same") == "yes"
    seats.sit(seat, visitor().browser, request.form.get("name", ""), same=same)
    frame = open_run.picture(SCREEN, "en")
    by = frame["seats"].get(seat)
    if seat not in (SCREEN, OBSERVER) and by not in PLAYERS and not frame["finished"]:
        with suppress(Refusal):  # control has just done it, or the run has just ended: the page will say
            open_run.do(Command.of(Seat(seat=seat, by="person"), seat))
    open_run.extra += 1
    runs().changed()
    return redirect(url_for("room.page", run=open_run.name, seat=seat), 303)


@blueprint.post("/run/<run>/<seat>/stand-up")
def stand_up(run: str, seat: str) -> Answer:
    """This browser gives the seat up; who plays it stays as it is, and so do others who sit there."""
    open_run = let_in(run, seat)
    if not within_pace(open_run, seat):
        abort(429)
    visitor().leave(run, seat)
    runs().seats(run).stand_up(seat, visitor().browser)
    open_run.presence.gone(seat, visitor().browser)
    open_run.extra += 1
    runs().changed()
    return redirect(url_for("join.page"), 303)


@blueprint.post("/language")
def speak() -> Answer:
    """The switch between languages, for the page it stands on."""
    place = request.form.get("place", "")[:120]
    visitor().speak(request.form.get("code", ""), place)
    return redirect(within(request.form.get("back", "")), 303)


def within(back: str) -> str:
    """An address of this site, whatever a form says: browsers read tabs and backslashes as they like."""
    plain = back.startswith("/") and not back.startswith("//") and "\\" not in back
    return back if plain and all("!" <= sign <= "~" for sign in back) else url_for("lobby.page")
