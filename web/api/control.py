"""What only control asks of its run: previews, the journal, replay, seats and their links, fork and log."""

from typing import TypedDict

from flask import Blueprint, Response, request, url_for

from engine.play.commands import Refusal
from engine.play.permissions import OBSERVER
from engine.record.log import LogError
from web.api import answers
from web.api.answers import Fault
from web.api.asking import Caller, a_control, body, sparingly
from web.visitor import SCREEN, runs

MOST_LINES = 1000


def add_to(blueprint: Blueprint) -> None:
    for path, name, view, method in (
        ("/previews/inject", "preview_inject", preview_inject, "POST"),
        ("/previews/draft", "preview_draft", preview_draft, "POST"),
        ("/journal", "journal", journal, "GET"),
        ("/replay/<int:turn>", "replay", replay, "GET"),
        ("/handbook", "handbook", handbook, "GET"),
        ("/seats", "seats", seats, "GET"),
        ("/names/erase", "erase", erase, "POST"),
        ("/seats/<seat>/revoke", "revoke", revoke, "POST"),
        ("/seats/<seat>/language", "speak", speak, "POST"),
        ("/fork", "fork", fork, "POST"),
        ("/log", "log", log, "GET"),
    ):
        blueprint.add_url_rule(path, name, view, methods=[method])


def preview_inject() -> Response:
    """What releasing an inject would do now. Changes nothing."""
    caller, sent = a_control(), body("preview_inject")
    try:
        found = caller.open_run.preview(sent["inject"], sent.get("choices", {}), answers.language().code)
    except KeyError:
        raise Fault(404) from None
    return answers.answer(found)


def preview_draft() -> Response:
    """What an inject being written would do now. Changes nothing."""
    caller, sent = a_control(), body("preview_draft")
    try:
        return answers.answer(caller.open_run.draft(sent["data"], answers.language().code))
    except Refusal as refusal:
        return answers.of_refusal(refusal)


def journal() -> Response:
    """The newest lines of the log in words."""
    caller = a_control()
    most = whole(request.args.get("most", "60"), MOST_LINES)
    return answers.answer({"lines": caller.open_run.journal(answers.language().code, most)})


def whole(text: str, most: int) -> int:
    """A number from 1 to `most`. Raises Fault."""
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= most):
        raise Fault(422)
    return int(text)


def replay(turn: int) -> Response:
    """What a seat knew at the end of a turn."""
    caller = a_control()
    eyes = request.args.get("as", "control")
    if eyes not in (*caller.open_run.roles, "control", SCREEN):
        raise Fault(404)
    try:
        return answers.answer(caller.open_run.past(turn, eyes, answers.language().code))
    except KeyError:
        raise Fault(404) from None


def handbook() -> Response:
    """The exercise in words: rule tables with their odds, injects, and the claims all rests on."""
    book = a_control().open_run.handbook(answers.language().code)
    return answers.answer(
        {
            "frame": book.frame(),
            "tables": book.tables(),
            "injects": book.injects(),
            "sources": book.sources(),
        }
    )


def erase() -> Response:
    """Forget the names of all who sat down in this run."""
    caller = a_control()
    caller.seats.erase_names()
    caller.open_run.extra += 1
    runs().changed()
    return seats()


def seats() -> Response:
    """Every seat: who has it, who is here, and how to get in."""
    caller = a_control()
    by = caller.open_run.picture(SCREEN, "en")["seats"]
    every = (*caller.open_run.roles, SCREEN, OBSERVER, "control")
    return answers.answer({"seats": [seat_of(caller, seat, by.get(seat)) for seat in every]})


class SeatKeys(TypedDict):
    """A seat as control is told of it."""

    seat: str
    by: str | None
    here: int
    away: int | None
    people: list[str]
    language: str | None
    link: str
    code: str
    token: str


def seat_of(caller: Caller, seat: str, by: str | None) -> SeatKeys:
    """One seat with its keys."""
    present, kept = caller.open_run.present, caller.seats
    return {
        "seat": seat,
        "by": by,
        "here": present.count(seat),
        "away": present.away(seat),
        "people": kept.people(seat),
        "language": kept.language(seat) or None,
        "link": url_for("join.offer", token=kept.link(seat)),
        "code": kept.code(seat),
        "token": kept.token(seat),
    }


def revoke(seat: str) -> Response:
    """Make every link, code, session and token of a seat worthless; it gets new ones."""
    caller = named(seat)
    caller.seats.revoke(seat)
    return changed(caller, seat)


def speak(seat: str) -> Response:
    """The language a seat's pages begin with."""
    caller, sent = named(seat), body("language")
    caller.seats.speak(seat, sent["code"])
    return changed(caller, seat)


def named(seat: str) -> Caller:
    """Control, where this is a seat of its run. Raises Fault."""
    caller = a_control()
    if seat not in (*caller.open_run.roles, SCREEN, OBSERVER, "control"):
        raise Fault(404)
    return caller


def changed(caller: Caller, seat: str) -> Response:
    """A seat as it is now; control's pages learn of it."""
    caller.open_run.extra += 1
    runs().changed()
    by = caller.open_run.picture(SCREEN, "en")["seats"]
    return answers.answer(seat_of(caller, seat, by.get(seat)))


def fork() -> Response:
    """A new run that begins at the situation of a turn of this one."""
    caller, sent = a_control(), body("fork")
    sparingly()
    try:
        made = runs().fork(
            caller.open_run.name, sent["turn"], sent.get("seats", "same"), sent.get("keep", False)
        )
    except KeyError:
        raise Fault(404) from None
    except LogError:
        raise Fault(500) from None
    return answers.answer({"run": made.name, "token": runs().seats(made.name).token("control")}, 201)


def log() -> Response:
    """The run as a file."""
    caller = a_control()
    found = Response(caller.open_run.whole_log(), content_type="application/x-ndjson")
    found.headers["Content-Disposition"] = f'attachment; filename="{caller.open_run.name}.jsonl"'
    found.headers["Vary"] = answers.VARIES
    return found
