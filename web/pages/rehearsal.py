"""The page of a rehearsal: asked of an exercise from the lobby, or of a run by its control.

What an exercise comes to is the host's to ask; what a run may come to is its control's, and nobody else
learns that it was asked. Both have the same pages below their own addresses.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from flask import Blueprint, Response, abort, g, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from engine.play.refusal import Refusal
from engine.play.state import State
from engine.rules.exercise import Exercise
from engine.rules.problems import ExerciseError
from engine.rules.shown import edges
from engine.words.language import Language
from engine.words.refusals import refusal_in_words
from engine.words.titles import heading
from engine.words.wording import Wording
from web import rendering
from web.access import let_in
from web.exercises import OWN
from web.pages.rehearsal_form import Form, asking, read, rows
from web.pages.rehearsal_pairs import of_pair
from web.pages.rehearsal_tables import Table, Tables
from web.rehearsals import Busy, Job, Rehearsals
from web.visitor import language, runs, visitor

if TYPE_CHECKING:
    from engine.rehearsal.figures import Course
    from engine.rehearsal.inquiry import Work

blueprint = Blueprint("rehearsal", __name__)
MOST_FANS = 60
"""Tracks that are drawn; the table of all is a sheet."""
NO_CACHE = {"Cache-Control": "no-store"}


class Place:
    """Where it is asked: in the lobby, or as a seat of a run that holds control."""

    def __init__(self, run: str = "", seat: str = "") -> None:
        """404 for everybody who may not."""
        self.run, self.seat, self.open_run = run, seat, None
        if run:
            self.open_run = let_in(run, seat)
            if not self.open_run.holds_control(seat):
                abort(404)
        elif not visitor().is_host:
            abort(404)
        g.language = Language(visitor().language(self.tongue))

    @property
    def tongue(self) -> str:
        """Whose language is spoken."""
        return f"{self.run}/{self.seat}" if self.run else ""

    def exercise(self, name: str) -> Exercise:
        """What is rehearsed: the exercise of the run, or one of the lobby by its name. Raises KeyError,
        ExerciseError.
        """
        return self.open_run.exercise if self.open_run else runs().exercises.exercise(name)

    def to(self, what: str, **more: Any) -> str:
        """The address of a page of this place."""
        if self.run:
            return url_for(f"rehearsal.{what}", run=self.run, seat=self.seat, **more)
        return url_for(f"rehearsal.{what}", **more)

    def job(self, name: str) -> Job:
        """An inquiry that was made here; 404 where there is none any more."""
        try:
            return rehearsals().job(name, self.run)
        except KeyError:
            abort(404)


def rehearsals() -> Rehearsals:
    return runs().rehearsals


def on_both(path: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A page of the lobby and of a run."""

    def declared(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def placed(run: str = "", seat: str = "", **more: str) -> Any:
            return view(Place(run, seat), **more)

        blueprint.add_url_rule(f"/rehearsal{path}", view_func=placed, **options)
        blueprint.add_url_rule(f"/run/<run>/<seat>/rehearsal{path}", view_func=placed, **options)
        return placed

    return declared


# Asking


@on_both("")
def page(place: Place) -> str | Answer:
    """The form; filled in as an earlier inquiry was, where `again` names one."""
    form: Form = MultiDict(request.args)
    if again := request.args.get("again"):
        form = MultiDict(place.job(again).form)
        form.update({name: text for name, text in request.args.items() if name.startswith("seat.")})
    gone = language().say("That answer is no longer kept. Ask again.") if "gone" in request.args else ""
    return shown(place, form, gone)


def shown(place: Place, form: Form, refused: str = "", busy: Job | None = None) -> str | Answer:
    """The form as it was filled in."""
    name = form.get("exercise", "")
    try:
        exercise = place.exercise(name)
    except (KeyError, ExerciseError):  # the lobby says what there is, and what is wrong with it
        return redirect(url_for("lobby.page", exercise=name or None))
    return rendering.plain(
        "rehearsal/asking.html",
        place=place,
        form=form,
        asking=asking(exercise, form, language(), from_start=not place.run),
        rows=rows(form),
        refused=refused,
        busy=busy,
        **frame(place, exercise, name),
    )


class Where(NamedTuple):
    """Where a run stands."""

    turn: int
    turns: int
    month: str
    phase: str
    finished: bool


def frame(place: Place, exercise: Exercise, name: str) -> dict[str, object]:
    """What every page says of what is rehearsed."""
    where = None
    if place.open_run:
        view = place.open_run.picture(place.seat, language().code)
        where = Where(view["turn"], view["turns"], view["month"], view["phase_title"], view["finished"])
    return {
        "title": heading(exercise, language()),
        "name": name,
        "file": name.removeprefix(OWN) if name.startswith(OWN) else "",
        "where": where,
    }


@on_both("", methods=["POST"], endpoint="ask")
def ask(place: Place) -> Answer | tuple[str | Answer, int]:
    """Take an inquiry in, or say why it makes no sense."""
    form: Form = MultiDict(request.form)
    form.poplist("secret")
    try:
        exercise = place.exercise(form.get("exercise", ""))
    except (KeyError, ExerciseError):
        return redirect(url_for("lobby.page"), 303)

    def asked(start: State | None) -> Job:
        return rehearsals().ask(read(exercise, form, start), visitor().browser, place.run, form)

    try:
        job = place.open_run.ahead(asked) if place.open_run else asked(None)
    except Refusal as refusal:
        return shown(place, form, refusal_in_words(refusal, language())), 422
    except Busy as busy:
        mine = busy.job if busy.job and busy.job.run == place.run else None
        return shown(place, form, why_busy(busy), mine), 409
    return redirect(place.to("answered", job=job.id), 303)


def why_busy(busy: Busy) -> str:
    say = language().say
    if busy.job:
        return say("Your last question is still being answered: one at a time. Wait for it, or stop it.")
    return say("Too many questions wait. Ask again when some of them are answered.")


# The answer


@on_both("/<job>", endpoint="answered")
def answered(place: Place, job: str) -> str | Answer | tuple[str | Answer, int]:
    """What came of an inquiry, or how far it is."""
    try:
        found = rehearsals().job(job, place.run)
    except KeyError:  # answers are kept for a while, and by this server alone
        return redirect(place.to("page", gone="yes"), 303)
    if found.going:
        return rendering.plain(
            "rehearsal/waiting.html",
            place=place,
            job=found,
            progress=runs().beside.progress(found),
            before=runs().beside.before(found),
            works=[part_words(part, found.exercise) for part in found.parts],
            **frame(place, found.exercise, found.form.get("exercise", "")),
        )
    if found.stage == "stopped":
        return redirect(place.to("page", again=found.id), 303)
    if found.refused:
        return shown(place, found.form, refusal_in_words(found.refused, language())), 422
    return rendering.plain("rehearsal/found.html", place=place, job=found, **told(place, found))


def part_words(part: "Work", exercise: Exercise) -> str:
    """A piece of the work in words."""
    say = language().say
    if part.kind == "reply":
        return say("Best reply of {role}", role=Wording(exercise, language()).role(part.role))
    return {
        "runs": say("Runs"),
        "limits": say("Limits, one by one"),
        "moves": say("Moves, always and never"),
        "weights": say("Weight of seats"),
        "sensitivity": say("What moves what"),
        "paired": say("Paired questions"),
    }[part.kind]


def told(place: Place, job: Job) -> dict[str, object]:
    """Everything that the page of an answer shows."""
    from engine.rehearsal.policies import DOCTRINE
    from engine.review.leverage import beside_said
    from engine.review.rehearsed import remarks, reply_said

    assert job.findings
    spoken, found = language(), job.findings
    figures, tables = found.figures, Tables(job.exercise, spoken)
    doctrine = [role for role in job.exercise.roles if job.plays.get(role, DOCTRINE) == DOCTRINE]
    said = [
        *remarks(figures, job.exercise, spoken, from_start=not job.ahead, doctrine=doctrine),
        *beside_said(found, job.exercise, spoken),
    ]
    beside: list[Table] = [*(tables.of_differences(found.comparison) if found.comparison else ())]
    beside += [tables.of_replies(found.replies)] if found.replies else []
    beside += [tables.of_limits(found.limits)] if found.limits else []
    beside += [tables.of_moves(found.moves)] if found.moves else []
    beside += [tables.of_weights(found.weights)] if found.weights else []
    beside += [tables.of_sensitivity(found.sensitivity)] if found.sensitivity else []
    beside += [of_pair(tables, entry) for entry in found.paired]
    return {
        "figures": figures,
        "format": spoken.text(job.exercise.file.formats[figures.format].title),
        "asked": list(changes(job, spoken)),
        "remarks": said,
        "compared": found.comparison,
        "replies": [(reply, reply_said(reply, job.exercise, spoken)) for reply in found.replies],
        "tables": tables,
        "beside": beside,
        "fans": fans(job, spoken),
        "sheets": sheets_of(job),
        **frame(place, job.exercise, job.form.get("exercise", "")),
    }


def changes(job: Job, spoken: Language) -> list[str]:
    """What was asked beyond the exercise itself."""
    offered = asking(job.exercise, job.form, spoken, from_start=not job.ahead)
    ways = {choice.value: choice.title for choice in offered.ways}
    everybody = job.form.get("play", "") or "doctrine"
    found = [spoken.say("everybody {way}", way=ways.get(everybody, everybody))]
    for seat in offered.seats:
        titles = {choice.value: choice.title for choice in seat.ways}
        if own := job.form.get(f"seat.{seat.role}", ""):
            found.append(f"{seat.title}: {titles.get(own, own)}")
    named = {choice.value: choice.title for choice in offered.numbers}
    found += [f"{named.get(name, name)} → {value}" for name, value in rows(job.form) if name]
    return found + [spoken.say("without {inject}", inject=name) for name in job.form.getlist("without")]


def fans(job: Job, spoken: Language) -> list[dict[str, object]]:
    """Each track as a fan is drawn from it."""
    assert job.findings
    figures = job.findings.figures
    return fans_of(figures.courses[:MOST_FANS], job.exercise, spoken, job.first_turn, figures.format)


def fans_of(
    courses: "Sequence[Course]", exercise: Exercise, spoken: Language, first_turn: int, format_id: str
) -> list[dict[str, object]]:
    """Tracks over the turns, as fans are drawn from them."""
    wording, file, lie = Wording(exercise, spoken), exercise.file, edges(exercise, format_id)
    return [
        {
            "id": course.track,
            "title": wording.slot(course.track),
            "min": file.tracks[course.track.partition("(")[0]].min,
            "max": file.tracks[course.track.partition("(")[0]].max,
            "start": course.start,
            "first": first_turn,
            "turns": [list(values) for values in course.turns],
            "peak": course.peak,
            "edges": lie.get(course.track, []),
        }
        for course in courses
    ]


# Taking it along


def sheets_of(job: Job) -> list[str]:
    """The names of its sheets."""
    from engine.exchange.figures import more_sheets

    assert job.findings
    return [sheet.name for sheet in more_sheets(job.findings, job.first_turn)]


@on_both("/<job>/figures.json", endpoint="figures")
def figures(place: Place, job: str) -> Response:
    """Everything as JSON, as `whitecell rehearse --json` writes it."""
    from engine.exchange.figures import plain

    found = done(place, job)
    assert found.findings
    content = msgspec.json.format(msgspec.json.encode(plain(found.findings)), indent=1)
    return taken(content + b"\n", "application/json", f"{found.exercise.id}-rehearsal.json")


@on_both("/<job>/<sheet>", endpoint="sheet")
def sheet(place: Place, job: str, sheet: str) -> Response:
    """One table as tidy CSV, by its name with that ending."""
    from engine.exchange.figures import more_sheets

    found = done(place, job)
    assert found.findings
    for each in more_sheets(found.findings, found.first_turn):
        if f"{each.name}.csv" == sheet:
            return taken(each.csv().encode(), "text/csv", f"{found.exercise.id}-{sheet}")
    abort(404)


def done(place: Place, job: str) -> Job:
    """An inquiry that is answered; 404 for any other."""
    found = place.job(job)
    if not found.findings:
        abort(404)
    return found


def taken(content: bytes, kind: str, name: str) -> Response:
    """A file to be kept."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **NO_CACHE}
    return Response(content, mimetype=kind, headers=headers)


@on_both("/<job>/stop", methods=["POST"], endpoint="stop")
def stop(place: Place, job: str) -> Answer:
    """Nobody waits for it any more; the form comes back as it was."""
    found = place.job(job)
    runs().beside.stop(found)
    return redirect(place.to("page", again=found.id), 303)
