"""Replay: a run turn by turn, as control or as any role knew it. Only for the host and for control."""

from itertools import groupby
from typing import Any

from flask import Blueprint, abort, g, request

from engine.language import Language
from engine.play.state import PHASES
from web import rendering
from web.entrance import enter_as_control
from web.served import Picture
from web.visitor import SCREEN, visitor

blueprint = Blueprint("replay", __name__)
UNLISTED = ("track", "phase", "clock", "pause")
"""Kinds of facts that do not stand in the list: tracks have their own table, and the clock has gone by."""


@blueprint.get("/run/<run>/replay")
def page(run: str) -> str:
    """One turn with the eyes of one seat."""
    served = enter_as_control(run)
    code = visitor().language(f"{run}/control")
    g.language = Language(code)
    played = served.turns()
    if not played:
        return rendering.plain(
            "replay.html", run=run, view=served.picture(SCREEN, code), played=[], host=visitor().is_host
        )
    eyes = request.args.get("as", "control")
    eyes = eyes if eyes in (*served.roles, "control", SCREEN) else "control"
    turn = request.args.get("turn", type=int) or played[-1]
    try:
        view = served.past(turn, eyes, code)
    except KeyError:
        abort(404)
    return rendering.plain(
        "replay.html",
        run=run,
        view=view,
        played=played,
        eyes=eyes,
        turn=turn,
        phases=by_phase(view, turn),
        host=visitor().is_host,
    )


def by_phase(view: Picture, turn: int) -> list[tuple[str, list[dict[str, Any]]]]:
    """What happened in a turn, phase by phase."""
    facts = [fact for fact in view["story"] if fact["turn"] == turn and fact["kind"] not in UNLISTED]
    order = {phase: place for place, phase in enumerate(PHASES)}
    facts.sort(key=lambda fact: (order.get(fact["phase"], 0), fact["number"]))
    return [(phase, list(found)) for phase, found in groupby(facts, key=lambda fact: str(fact["phase"]))]
