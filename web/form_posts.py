"""The door for forms: a form becomes a command, or a look at what it would do, and its answer is its page."""

from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Response, abort, g, redirect, request, url_for
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.wrappers import Response as Answer

from engine.play.commands import Command, Refusal
from engine.play.permissions import OBSERVER
from engine.record.log import LogError
from engine.views.seen import is_role
from engine.words.language import Language
from engine.words.refusals import refusal_in_words
from web.access import enter, hold, let_in, within_pace
from web.addresses import bare
from web.forms import DRAFT, READERS
from web.open_run import OpenRun
from web.pages import debrief, room
from web.pages.seat_words import SENT, newest_own
from web.rendering import Refused
from web.visitor import SCREEN, runs, visitor

blueprint = Blueprint("form_posts", __name__)
MOST_BACK = 2000


def page_of(run: str, place: str) -> str:
    """The address of the page a form came from: the room, or the page of the debrief that it names."""
    page = request.form.get("page")
    return debrief.place_of(run, place, page) if page else url_for("room.page", run=run, seat=place)


def back_to(run: str, place: str, query: str) -> str:
    """The page a form came from: always one of this run and seat, whatever the form says."""
    pairs = parse_qsl(query[:MOST_BACK].removeprefix("?"))
    page = page_of(run, place)
    return f"{page}?{urlencode(pairs)}" if pairs else page


def command_of(open_run: OpenRun, place: str) -> Command:
    """The command a form asks for. Its id makes a double click harmless, and is this browser's alone."""
    name = (request.form.getlist("command") or [""])[-1]  # a button of the form may name another one
    if name not in READERS:
        abort(400)
    data = READERS[name](request.form)
    if request.form.get("version"):
        data["seen"] = {"version": request.form["version"]}
    if place == OBSERVER and name == "note":  # several share the seat; the log knows each by a number
        data["observer"] = open_run.number_observer(visitor().browser)
    once = request.form.get("once", "")
    sender = open_run.sender(visitor().browser)
    return Command(name, place, data, f"{sender}.{place}.{once[:160]}" if once else "")


def carry_out(open_run: OpenRun, command: Command) -> None:
    """A draft is kept beside the log; everything else becomes a line. Raises Refusal or LogError."""
    if command.name == DRAFT:
        open_run.keep_draft(command)
    else:
        open_run.do(command)


def as_typed(reason: str) -> Refused:
    """The form of this request as it was typed, and why it was refused."""
    typed = {name: request.form.getlist(name) for name in request.form}
    return Refused(request.form.get("form", ""), reason, typed)


def stand_at(page: str) -> None:
    """The page that is drawn stands where the form came from, so its own links and forms lead back there."""
    pairs = parse_qsl(request.form.get("back", "")[:MOST_BACK].removeprefix("?"))
    request.path = bare(page)
    request.query_string, request.args = urlencode(pairs).encode(), ImmutableMultiDict(pairs)


def show_again(open_run: OpenRun, place: str, reason: str) -> Response:
    """The page with the form as it was typed, and why it was refused."""
    refused = as_typed(reason)
    stand_at(page_of(open_run.name, place))
    page = request.form.get("page")
    if page:
        shown = Response(debrief.shown_again(open_run.name, place, page, refused), mimetype="text/html")
    else:
        hold(open_run.moment())
        shown = room.show(open_run, place, refused)
    shown.status_code = 409
    return shown


@blueprint.post("/run/<run>/<seat>/try")
def preview(run: str, seat: str) -> Response:
    """Control's page with the form as it was typed, and what sending it would bring. Nothing is recorded."""
    open_run = enter(run, seat)
    if not open_run.holds_control(seat):
        abort(404)
    stand_at(url_for("room.page", run=run, seat=seat))
    return room.show(open_run, seat, as_typed(""))


@blueprint.post("/run/<run>/<seat>/do")
def do(run: str, seat: str) -> Answer:
    """Carry out the command of a form, then show its page again."""
    open_run = let_in(run, seat)
    if seat == SCREEN:
        abort(404)
    if not within_pace(open_run, seat):
        abort(429)
    page_of(run, seat)  # 400 before anything is done
    spoken = g.language = Language(visitor().language(f"{run}/{seat}"))
    query = request.form.get("then", request.form.get("back", ""))
    try:
        with open_run.moment():
            carry_out(open_run, command_of(open_run, seat))
            if query.endswith(SENT):  # the page shows what was just written, in its thread
                written = open_run.picture(seat, spoken.code)
                query += str(newest_own(written) if is_role(written) else 0)
    except Refusal as refusal:
        return show_again(open_run, seat, refusal_in_words(refusal, spoken))
    except LogError as fault:
        unsaid = spoken.say("This could not be recorded. Try again, and tell control.")
        return show_again(open_run, seat, str(fault) if visitor().is_host else unsaid)
    runs().changed()
    return redirect(back_to(run, seat, query), 303)
