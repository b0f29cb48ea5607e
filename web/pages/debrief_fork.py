"""A fork made in the debrief: a new run from a turn of this one, as it was or with one thing otherwise."""

from flask import abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engine.play.refusal import Refusal
from web.access import let_go
from web.forms import seating
from web.pages.debrief_visit import visit
from web.pages.debrief_what_if import change_asked
from web.runs import Bucket
from web.visitor import runs, visitor


def play_on(run: str, seat: str) -> Answer:
    """A new run that begins at the situation of a turn; whoever was control here is control there. 404.

    With one thing otherwise it is played as far as this one, and shown beside it.
    """
    found = visit(run, seat)
    if not found.is_control:
        abort(404)
    making: Bucket = current_app.extensions["making"]
    if not making.take(f"{run}/{seat}"):
        abort(429)
    change = change_asked()
    let_go()  # a fork is made beside who reads here
    try:
        made = runs().fork(
            run, request.form.get("turn", 0, type=int), *seating(request.form), [change] if change else []
        )
    except (KeyError, Refusal):  # what a page offers is always known
        abort(404)
    visitor().sit(made.name, "control", runs().seats(made.name).secret("control"))
    runs().changed()
    if change:
        return redirect(found.address("compare", **{"with": made.name}), 303)
    return redirect(url_for("room.page", run=made.name, seat="control"), 303)
