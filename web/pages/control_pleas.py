"""Argued orders before control: the arguments that it weighs, with what the weights on trial come to."""

import re
from typing import TypedDict

from engine.play.commands import Refusal
from engine.views import weighed_so
from engine.views.seen import ControlView, Plea
from web.forms import READERS, Form
from web.open_run import OpenRun
from web.rendering import Query, Refused


class WeighedPlea(Plea):
    """An argued order as its card shows it."""

    form: str
    """The name of its form on the page."""
    shown: bool
    """Whether its card is open."""


class Pleas(TypedDict):
    """What the page shows of argued orders."""

    pleas: list[WeighedPlea]
    unweighed: int


def work(open_run: OpenRun, view: ControlView, query: Query, refused: Refused | None) -> Pleas:
    """Each with the weights as they are fixed, or as they stand in the form."""
    asked = query.get("plea", "")
    waiting = [plea["path"] for plea in view["pleas"] if not plea["weighed"]]
    opened = asked if any(plea["path"] == asked for plea in view["pleas"]) else (waiting or [""])[0]
    return {
        "pleas": [
            {
                **on_trial(open_run, view, plea, refused),
                "form": form_of(plea),
                "shown": plea["path"] == opened and view["phase"] == "rulings",
            }
            for plea in view["pleas"]
        ],
        "unweighed": len(waiting),
    }


def form_of(plea: Plea) -> str:
    """The name of the form that weighs it."""
    return "weigh-" + re.sub(r"[^a-z0-9]+", "-", plea["path"].lower()).strip("-")


def on_trial(open_run: OpenRun, view: ControlView, plea: Plea, refused: Refused | None) -> Plea:
    """An argued order as it is weighed, or with the weights that its form holds."""
    if refused is None or refused.form != form_of(plea) or view["phase"] != "rulings":
        return plea
    data = READERS["weigh"](
        Form([(name, value) for name, values in refused.typed.items() for value in values])
    )
    try:
        tried = open_run.ahead(lambda state: weighed_so(state, plea["path"], data, view["language"]))
    except Refusal:
        return plea
    return {**tried, "weighed": plea["weighed"], "version": plea["version"]}
