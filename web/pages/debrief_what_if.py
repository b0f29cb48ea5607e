"""Change one thing and see: what another order, answer or row, or no inject, does to the odds of a run."""

from typing import TYPE_CHECKING, NamedTuple, TypedDict

from flask import abort, request

from engine.play.refusal import Refusal
from engine.review.what_if import Change
from engine.words.refusals import refusal_in_words
from web.pages.debrief_decided import Going
from web.pages.debrief_visit import Visit, show, visit
from web.visitor import runs
from web.what_ifs import can_change, with_change

if TYPE_CHECKING:
    from engine.rehearsal.forecast import Forecast
    from engine.review.changeable import Changeable
    from engine.review.foreseen import ForeseenEnding

KINDS = ("order", "answer", "row", "without")


class Seen(NamedTuple):
    """What became of the question: how far it is, what was found, or why not."""

    going: Going | None = None
    found: "Forecast | None" = None
    why: str = ""


class Found(TypedDict):
    """The odds with a change and without it, in words; nothing where they are not known."""

    rows: "list[ForeseenEnding]"
    effect: str
    number: int


def what_if(run: str, seat: str) -> str:
    """A turn, what of it is to be otherwise, what comes instead; then the odds with it and without it."""
    found = visit(run, seat, needs_control=True)
    last = found.view["turn"]
    turn = request.args.get("turn", last, type=int)
    if not 1 <= turn <= max(last, 1):
        abort(404)
    things = can_change(found.open_debrief, turn, found.language)
    thing = next((entry for entry in things if name_of(entry) == request.args.get("what")), None)
    news = [option.new for option in thing.options] if thing else []
    asked = request.args.get("new")
    new = asked if asked in news else news[0] if len(news) == 1 else None
    seen = Seen()
    if thing and new is not None:
        seen = looked(found, turn, Change(thing.kind, thing.what, new))
    return show(
        found,
        "debrief/what_if.html",
        "what_if",
        turn=turn,
        things=[(kind, [entry for entry in things if entry.kind == kind]) for kind in KINDS],
        name_of=name_of,
        thing=thing,
        new=new,
        going=seen.going,
        why=seen.why,
        **told(found, seen.found),
    )


def name_of(thing: "Changeable") -> str:
    """As what a form names something that can be otherwise."""
    return f"{thing.kind} {thing.what}"


def change_asked() -> Change | None:
    """The one thing otherwise that a form names; None for none."""
    kind, _, what = request.form.get("what", "").partition(" ")
    return Change(kind, what, request.form.get("new", "")) if kind in KINDS else None


def looked(found: Visit, turn: int, change: Change) -> Seen:
    """The odds with a change and without it, which are found beside the room."""
    beside = runs().beside
    try:
        computation = with_change(found.open_debrief, beside, turn, change)
    except Refusal as refusal:
        return Seen(why=refusal_in_words(refusal, found.language))
    if computation.going:
        progress = beside.progress(computation)
        return Seen(Going(beside.before(computation), progress.done, progress.of))
    if computation.made is None:
        return Seen(why=found.language.say("The computation broke off."))
    return Seen(found=computation.made)


def told(found: Visit, forecast: "Forecast | None") -> Found:
    """What was found, in words."""
    from engine.review.foreseen import effect, endings

    if forecast is None:
        return {"rows": [], "effect": "", "number": 0}
    exercise = found.open_run.exercise
    return {
        "rows": endings(forecast, exercise, found.language),
        "effect": effect(forecast, exercise, found.language),
        "number": forecast.figures.runs,
    }
