"""The lobby: runs that exist, how they are reached, and how to begin another. Only the host sees it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, Response, abort, g, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from engine.play.commands import Refusal
from engine.record.log import LogError
from engine.rules.problems import ExerciseError
from engine.views.seen import RoleName, View
from engine.words.language import Language
from engine.words.refusals import refusal_in_words
from web import rendering
from web.addresses import address
from web.forms import seating
from web.pages.control_links import ways_in
from web.pages.control_seats import Sitting
from web.pages.lobby_offers import id_of, misplaced, offers, own_folder
from web.visitor import SCREEN, runs, visitor

blueprint = Blueprint("lobby", __name__)
MOST_RUNS = 24
"""Runs that are opened for the list at once; older ones are a link away."""
QUIET = ("startex", "phase")
"""Kinds of facts that a run has before anything happened in it."""


def only_host() -> None:
    """404 for everybody but the host."""
    if not visitor().is_host:
        abort(404)


@blueprint.get("/open/<token>")
def enter(token: str) -> Answer:
    """The host's own address: from the terminal that serves straight to a page."""
    if not runs().host.is_link(token):
        abort(404)
    visitor().become_host()
    run = request.args.get("run", "")
    for place in ("", f"{run}/control"):
        visitor().speak(request.args.get("lang", ""), place)
    return redirect(url_for("room.page", run=run, seat="control") if run else url_for("lobby.page"), 303)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Nothing here is for a search engine."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


# The list


@blueprint.get("/")
def page() -> str | Answer:
    """The runs, for the host; for everybody else the door."""
    if not visitor().is_host:
        return redirect(url_for("join.page"))
    return show()


@dataclass
class Wish:
    """A new run as it was asked for, with why it was refused."""

    exercise: str = ""
    form: MultiDict[str, str] = field(default_factory=MultiDict)
    refused: str = ""

    def value(self, name: str, otherwise: str = "") -> str:
        """What a field holds."""
        return self.form.get(name, otherwise) if self.form else otherwise

    def has(self, name: str, value: str, otherwise: bool = False) -> bool:
        """Whether a box is ticked."""
        return value in self.form.getlist(name) if self.form else otherwise


class NotForked(NamedTuple):
    """A run that was not forked, and why."""

    run: str
    why: str


class SeatOfRun(RoleName, Sitting):
    """A seat of a run, and who sits there."""

    names: list[str]
    control: bool
    """Whether it is control under this seating."""


class Summary(NamedTuple):
    """A run on its card."""

    name: str
    file: str
    """What its file is called, where that says something else than its name."""
    state: str
    view: View
    seats: list[SeatOfRun]
    control: Sitting
    holders: list[SeatOfRun]
    """The seats that hold control, where nobody else is to."""
    turns: list[int]
    torn: str
    at: datetime


class Unreadable(NamedTuple):
    """A run that cannot be read, and why."""

    name: str
    why: str
    state: str = "unreadable"


def show(wish: Wish | None = None, fork: NotForked | None = None) -> str:
    """The lobby as it stands."""
    code = visitor().language()
    g.language = Language(code)
    known = runs().exercises.names()
    wish = wish or Wish()
    chosen = wish.exercise or request.args.get("exercise", "")
    chosen = chosen if chosen in known else newest_exercise(known)
    every = runs().names()
    shown = every if request.args.get("all") else every[:MOST_RUNS]
    return rendering.plain(
        "lobby.html",
        runs=list(summaries(shown, code)),
        older=len(every) - len(shown),
        exercises=list(offers(known, code)),
        folder=own_folder(),
        chosen=chosen,
        wish=wish,
        fork=fork or {},
        ways_in=ways_in(),
        host_token=runs().host.token(),
        host_link=address(url_for("lobby.enter", token=runs().host.link())),
    )


def newest_exercise(known: list[str]) -> str:
    """The exercise that the form for a new run opens with: the one played last."""
    for name in runs().names()[:1]:
        try:
            played = str(runs().run(name).picture(SCREEN, "en")["exercise"])
        except Exception:  # what is no run is listed as such
            continue
        for own in (played, *known):
            if own in known and played in (own, id_of(own)):
                return own
    return known[0] if known else ""


def summaries(shown: list[str], code: str) -> Iterator[Summary | Unreadable]:
    """Each run on one card."""
    for name in shown:
        try:
            yield summary(name, code)
        except LogError as fault:
            yield Unreadable(name, str(fault))
        except KeyError:  # it was moved away while we looked
            continue
        except Exception as fault:  # whatever somebody has put into the folder: the others are listed
            yield Unreadable(name, f"{type(fault).__name__}: {fault}")


def summary(name: str, code: str) -> Summary:
    """Where a run stands and who is in, from what everybody may see."""
    open_run, seats = runs().run(name), runs().seats(name)
    with open_run.moment():
        view, present, turns = open_run.picture(SCREEN, code), open_run.present, open_run.turns()
        torn = open_run.torn
    people: list[SeatOfRun] = [
        {
            **role,
            "by": view["seats"][role["id"]],
            "here": present.count(role["id"]),
            "names": seats.people(role["id"]),
            "control": role["id"] in view["control_roles"],
        }
        for role in view["roles"]
    ]
    control: Sitting = {"by": view["seats"]["control"], "here": present.count("control")}
    holders = [seat for seat in people if seat["control"]] if control["by"] == "empty" else []
    if holders:  # nobody but a role's seat is to hold control: it stands as that seat does
        control = {
            "by": max(seat["by"] for seat in holders),
            "here": max(seat["here"] for seat in holders),
        }
    return Summary(
        name=name,
        file=file if (file := runs().path(name).name) != f"{name}.jsonl" else "",
        state=state_of(view),
        view=view,
        seats=people,
        control=control,
        holders=holders,
        turns=turns,
        torn=torn.words(Language(code).say) if torn else "",
        at=datetime.fromtimestamp(runs().path(name).stat().st_mtime),
    )


def state_of(view: View) -> str:
    """Whether a run is new, goes on or has ended."""
    if view["finished"]:
        return "ended"
    if view["ready"]:
        return "new"
    return "running" if any(fact["kind"] not in QUIET for fact in view["story"]) else "new"


@blueprint.post("/host/renew")
def renew() -> Answer:
    """Draw the host's key anew: every other browser and program that was the host is so no more."""
    only_host()
    runs().host.renew()
    visitor().become_host()
    runs().changed()
    return redirect(url_for("lobby.page", renewed="yes"), 303)


# A new run


@blueprint.route("/start", methods=["GET", "POST"])
def start() -> Answer | tuple[str, int]:
    """Begin a run; what was typed is kept where it is refused. Its page, loaded again, is the lobby's."""
    only_host()
    if request.method == "GET":
        return redirect(url_for("lobby.page"), 303)
    form = request.form
    exercise, people = form.get("exercise", ""), form.getlist("people")
    spoken = g.language = Language(visitor().language())
    if why := misplaced(exercise, form.get("preset", ""), people, spoken):
        return show(Wish(exercise, form, why)), 422
    try:
        open_run = runs().start(
            exercise,
            form.get("format") or None,
            form.get("preset") or None,
            people,
            form.get("name", "")[:60],
            form.get("drafts", "yes") == "yes",
        )
    except KeyError:
        why = spoken.say("There is no such exercise here.")
    except Refusal as refusal:
        why = refusal_in_words(refusal, spoken)
    except (ExerciseError, LogError, OSError) as fault:
        why = str(fault)
    else:
        for place in ("control", SCREEN):
            visitor().speak(form.get("language", ""), f"{open_run.name}/{place}")
        runs().changed()
        mine = "control" in people
        return redirect(url_for("room.page", run=open_run.name, seat="control" if mine else SCREEN), 303)
    return show(Wish(exercise, form, why)), 422


# What can be done with a run


@blueprint.route("/run/<run>/fork", methods=["GET", "POST"])
def fork(run: str) -> Answer | tuple[str, int]:
    """A new run that begins where this one stood."""
    only_host()
    if request.method == "GET":
        return redirect(url_for("lobby.page"), 303)
    spoken = g.language = Language(visitor().language())
    try:
        open_run = runs().fork(run, int(request.form.get("turn", "")), *seating(request.form))
    except (KeyError, ValueError):
        why = spoken.say("That turn was not played. Choose one of those that were.")
    except (LogError, ExerciseError, OSError) as fault:
        why = str(fault)
    else:
        return redirect(url_for("room.page", run=open_run.name, seat="control"), 303)
    return show(fork=NotForked(run, why)), 422


@blueprint.get("/run/<run>/download")
def download(run: str) -> Response:
    """The log of a run, whole lines only: another process may just be writing one."""
    only_host()
    try:
        content = runs().path(run).read_bytes()
    except (KeyError, OSError):
        abort(404)
    whole = content[: content.rfind(b"\n") + 1]
    headers = {"Content-Disposition": f'attachment; filename="{run}.jsonl"'}
    return Response(whole, mimetype="application/x-ndjson", headers=headers)
