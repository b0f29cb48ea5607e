"""What a seat may look at: its view, the word that changes with it, and the stream of those words."""

from flask import Blueprint, Response, request

from engine.play.commands import Refusal
from engine.views import decision as decision_of
from engine.views.locking import without_draft
from engine.views.pacts import terms_of
from web.api import answers
from web.api.answers import Fault
from web.api.asking import Caller, a_seat
from web.live import Channel, gone_of, held_stream, signals
from web.visitor import SCREEN, runs

ME = "api"
"""How a program counts among those who are here: as one, however many of them hold the token."""


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/view", "view", view)
    blueprint.add_url_rule("/version", "version", version)
    blueprint.add_url_rule("/stream", "stream", stream)
    blueprint.add_url_rule("/pack", "pack", pack)
    blueprint.add_url_rule("/decision", "decision", decision)


def view() -> Response:
    """Everything the seat knows now; 304 while it has not changed. Also the screen, for control any seat."""
    caller = a_seat()
    eyes = eyes_of(caller)
    spoken = answers.language().code
    picture, word = caller.open_run.look(eyes, spoken)
    found = answers.answer(picture if eyes == caller.seat else without_draft(picture))
    found.headers["Cache-Control"] = "private, no-cache"
    found.set_etag(word, weak=True)  # weak: the seconds that are left pass without a new word
    found.make_conditional(request)
    return found


def eyes_of(caller: Caller) -> str:
    """Through whose eyes the caller looks. Raises Fault."""
    asked = request.args.get("as", caller.seat)
    if asked not in (caller.seat, SCREEN):
        if not caller.controls:
            raise Fault(403)
        if asked not in (*caller.open_run.roles, "control"):
            raise Fault(404)
    return asked


def pack() -> Response:
    """What a role is given before the first turn."""
    caller = a_seat()
    eyes = eyes_of(caller)
    if eyes not in caller.open_run.roles:
        raise Fault(404)
    return answers.answer(caller.open_run.handbook(answers.language().code).pack(eyes))


def decision() -> Response:
    """What can come of something a role can decide, as far as it may know."""
    caller = a_seat()
    eyes = eyes_of(caller)
    if eyes not in caller.open_run.roles:
        raise Fault(404)
    spoken, about = answers.language().code, request.args.get("about", "")
    terms = terms_of(request.args.get("terms", ""))
    try:
        found = caller.open_run.ahead(lambda state: decision_of(state, eyes, about, spoken, terms))
        return answers.answer(found)
    except Refusal:
        raise Fault(404) from None


def version() -> Response:
    """The word that changes when what the seat may see in this language has changed, and at no other time."""
    caller = a_seat()
    caller.open_run.presence.here(caller.seat, ME)
    return answers.answer({"version": caller.open_run.token(caller.seat, answers.language().code)})


def stream() -> Response:
    """The words whenever they change, as server-sent events; 503 when all streams are taken."""
    caller = a_seat()
    secret = caller.seats.secret(caller.seat)
    channel = Channel(
        "version",
        caller.open_run.name,
        caller.seat,
        answers.language().code,
        lambda: caller.seats.holds(caller.seat, secret),
    )
    seat = f"{caller.open_run.name}/{caller.seat}"
    found = held_stream(signals(runs(), [channel], ME, gone_of(request.environ)), "", seat)
    return answers.of_http(503) if found.status_code == 503 else found
