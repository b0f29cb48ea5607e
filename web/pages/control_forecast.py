"""The forecast on control's page: what may come from here, and with what is about to be done beside it.

A piece of the page that a script asks for, and a page by itself without one. Nobody but control ever learns
of it, and nothing is recorded.
"""

from time import monotonic, sleep
from typing import TYPE_CHECKING, cast

from flask import Blueprint, abort, g, render_template, request

from engine.play.commands import Command
from engine.play.refusal import Refusal
from engine.views.seen import ControlView
from engine.words.language import Language
from engine.words.refusals import refusal_in_words
from web import rendering
from web.access import let_in
from web.forms import READERS
from web.open_run import OpenRun
from web.pages.rehearsal import fans_of
from web.visitor import runs, visitor

if TYPE_CHECKING:
    from engine.rehearsal.forecast import Forecast
    from engine.rehearsal.policies import Play

blueprint = Blueprint("forecast", __name__)
ASSUMED = {"": 0, "mixed": 30}
"""How seats are thought to play on, by the name in the address: the share of turns left to chance."""
AHEAD = ("release", "override", "improvise", "answer", "dice")
"""Commands whose doing is looked at beforehand."""
PATIENCE, AGAIN = 5.0, 0.05
"""Seconds that a page by itself waits for what may come, and between two looks."""
TRACKS = 4
"""Tracks that are drawn: those whose runs lie farthest apart."""


@blueprint.route("/run/<run>/<seat>/forecast", methods=["GET", "POST"])
def forecast(run: str, seat: str) -> tuple[str, int]:
    """What may come, or that it is being found. The form of a command says what is about to be done."""
    open_run = let_in(run, seat)
    if not open_run.holds_control(seat):
        abort(404)
    language = g.language = Language(visitor().language(f"{run}/{seat}"))
    if not view_of(open_run, seat)["forecasts"]:
        return shown(open_run, seat, off=True), 200
    assumed = request.values.get("assume", "")
    if assumed not in ASSUMED:
        abort(400)
    command = about_to(seat)
    why = ""
    try:
        found = open_run.forecast(runs().beside, command, ways(open_run, assumed))
    except Refusal as refusal:
        why = refusal_in_words(refusal, language)
        command, found = None, open_run.forecast(runs().beside, None, ways(open_run, assumed))
    until = monotonic() + PATIENCE
    while found.going and not request.headers.get("X-Part") and monotonic() < until:
        sleep(AGAIN)  # a page by itself cannot ask once more with the same form
    if found.made is None and not found.going:
        return shown(open_run, seat, why=language.say("The computation broke off."), assumed=assumed), 200
    if found.made is None:
        return shown(open_run, seat, going=True, assumed=assumed), 202
    return shown(open_run, seat, found=found.made, why=why, assumed=assumed), 200


def about_to(seat: str) -> Command | None:
    """What the form that is open would do; None where none is."""
    name = request.form.get("command", "")
    if name not in AHEAD:
        return None
    data = READERS[name](request.form)
    if name == "override" and not data.get("reason"):
        data["reason"] = "–"  # it is not given yet, and decides nothing
    return Command(name, seat, data)


def view_of(open_run: OpenRun, seat: str) -> ControlView:
    """What control sees."""
    return cast(ControlView, open_run.picture(seat, g.language.code))


def ways(open_run: OpenRun, assumed: str) -> "dict[str, Play]":
    """How every seat is thought to play on."""
    from engine.rehearsal.policies import Play

    if not ASSUMED[assumed]:
        return {}
    return dict.fromkeys(open_run.exercise.roles, Play("mixed", share=ASSUMED[assumed]))


def shown(
    open_run: OpenRun,
    seat: str,
    found: "Forecast | None" = None,
    *,
    assumed: str = "",
    why: str = "",
    going: bool = False,
    off: bool = False,
) -> str:
    """The piece of the page; a whole page for who asks for one."""
    template = "control/forecast.html" if request.headers.get("X-Part") else "control/forecast_alone.html"
    view = view_of(open_run, seat)
    html = render_template(
        template,
        run=open_run.name,
        seat=seat,
        view=view,
        going=going,
        off=off,
        why=why,
        assumed=assumed,
        ways=list(ASSUMED),
        **(told(open_run, found, view) if found else {"rows": []}),
    )
    return rendering.finish(html)


def told(open_run: OpenRun, found: "Forecast", view: ControlView) -> dict[str, object]:
    """What is shown of a forecast."""
    from engine.review.foreseen import effect, endings, least_settled

    language, exercise = g.language, open_run.exercise
    figures = found.other.other if found.other else found.figures
    titles = {goal.id: language.text(goal.title) for goal in exercise.objectives}
    first_turn = view["turn"] + (view["phase"] == "report")
    return {
        "rows": endings(found, exercise, language),
        "effect": effect(found, exercise, language),
        "runs": figures.runs,
        "objectives": [
            {"role": goal.role, "title": titles[goal.id], "share": goal.share} for goal in figures.objectives
        ],
        "fans": fans_of(least_settled(figures, TRACKS), exercise, language, first_turn, figures.format),
    }
