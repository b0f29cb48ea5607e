"""The replay: a slider over all that happened, and how things stood at each of its stops, for one or two."""

from functools import lru_cache
from itertools import groupby
from typing import Any

import msgspec
from flask import abort, current_app, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from engine.pictures.relations import legend, relations_map
from engine.pictures.slider import SliderLayout
from engine.play.state import PHASES
from engine.review.learned import ExplainedRuling
from engine.views import CONTROL
from engine.views.seen import CardModifier, Observation
from engine.words.language import Language
from web.open_debrief import Picture
from web.pages.debrief_visit import Visit, show, visit
from web.rendering import Refused
from web.runs import Bucket
from web.visitor import SCREEN, runs, visitor

UNLISTED = ("phase", "clock", "pause", "orders", "edited")
"""Kinds of facts that do not stand in the list: phases head it, the clock has gone by, drafts come again."""
MOST_TRACKS = 10
"""Tracks beside the maps; the others are a link away."""
STAGE = "stage"
"""The part of the page that changes from stop to stop; a script asks for it alone."""


def replay(run: str, seat: str, refused: Refused | None = None) -> str:
    """One stop of the replay, with the slider."""
    found = visit(run, seat)
    beside = wants_beside(found)
    whose = CONTROL if beside else found.eyes
    laid = found.open_debrief.layout(whose)
    if not laid.at:
        return show(found, "debrief/empty.html", "replay")
    stop = stop_of(found, whose, laid)
    context = at_stop(found, stop, whose, laid, beside)
    if request.args.get("part") == STAGE and refused is None:
        return show(found, "debrief/stage.html", "replay", **context)
    return show(found, "debrief/replay.html", "replay", refused, laid=laid, **context)


def wants_beside(found: Visit) -> bool:
    """Whether the truth is asked for beside what a role knew, by somebody who may see both."""
    asked = request.args.get("beside") == "1"
    return asked and found.sees_all and not found.open_debrief.sees_all(found.eyes)


def stop_of(found: Visit, whose: str, laid: SliderLayout) -> int:
    """The stop asked for: by its number, by its place on the slider, by turn and phase. 404 for none."""
    asked = request.args
    if "at" in asked:
        place = asked.get("at", type=float)
        return laid.nearest(place if place is not None and 0 <= place <= 100 else 0)
    if "turn" in asked:
        phase = asked.get("phase", PHASES[0])
        place_in = asked.get("turn", 0, type=int), PHASES.index(phase) if phase in PHASES else 0
        return laid.first.get(place_in) or laid.begins(place_in[0]) or abort(404)
    if "moment" in asked and found.sees_all:
        return found.open_debrief.at_moment(asked.get("moment", 1, type=int), whose)
    if "stop" in asked:
        stop = asked.get("stop", 0, type=int)
        return stop if 1 <= stop <= len(laid.at) else abort(404)
    if not found.open_debrief.view(found.eyes, found.language.code)["finished"]:
        return len(laid.at)
    stops = found.open_debrief.stops(whose, found.language.code)
    return next((entry["stop"] for entry in stops if entry["turn"]), 1)


def at_stop(found: Visit, stop: int, whose: str, laid: SliderLayout, beside: bool) -> dict[str, Any]:
    """What the stage shows."""
    open_debrief, code = found.open_debrief, found.language.code
    context: dict[str, Any] = {"stop": stop, "stops": len(laid.at), "place": laid.place(stop)}
    context |= {"map_of": map_of, "signs": laid.kinds}
    context["at"] = Way(found, stop, beside)
    context["steps"] = steps(laid, stop)
    context["eyes_at"] = eyes_at(found, stop, whose)
    if beside:
        both = open_debrief.beside(stop, found.eyes, code)
        context |= {"both": both, "entry": both["stop"], "view": both["truth"]}
        context |= {"pairs": rows(both), "shown": tracks(both)}
    else:
        picture = open_debrief.picture(stop, found.eyes, code)
        context |= {"entry": picture["stop"], "view": picture, "phases": by_phase(picture)}
    if request.args.get("open") == "ruling":
        context["card"] = card(open_debrief.ruling(stop, whose, code))
    context["writing"] = found.notes and request.args.get("open") == "note"
    turn, phase = laid.within[stop - 1]
    context |= {"turn_now": turn, "phase_now": PHASES[phase]}
    context["ruled"] = context["entry"]["kind"] == "ruling"
    context["line"] = line_of(found, stop, whose)
    context["pinned"] = pinned(found, context["line"])
    context["forks"] = found.is_control and context["view"]["turn"] > 0
    return context


class Way:
    """Addresses of stops with the same eyes, or others."""

    def __init__(self, found: Visit, stop: int, beside: bool) -> None:
        self.found, self.stop, self.beside = found, stop, beside

    def __call__(self, stop: int | None = None, **query: Any) -> str:
        query = {"stop": stop or self.stop, "beside": "1" if self.beside else "", **query}
        return self.found.address("replay", **query)

    def query(self) -> str:
        """What stands behind the question mark, for a form to come back to."""
        return self().partition("?")[2]


def steps(laid: SliderLayout, stop: int) -> dict[str, int]:
    """Where one step leads: to the stop before and after, to the turn before and after, to both ends."""
    turn, last = laid.within[stop - 1][0], len(laid.at)
    begins = laid.begins(turn)
    return {
        "first": 1,
        "before": max(stop - 1, 1),
        "after": min(stop + 1, last),
        "turn_before": begins if begins < stop else laid.begins(turn - 1) or 1,
        "turn_after": laid.begins(turn + 1) or last,
        "last": last,
    }


def eyes_at(found: Visit, stop: int, whose: str) -> list[dict[str, str]]:
    """With whose eyes this moment can be looked at; a role's stand beside the truth for whoever sees that."""
    if len(found.choice) < 2:
        return []
    moment = found.open_debrief.moment(stop, whose)
    shown = []
    for eyes in (CONTROL, *found.open_run.roles, SCREEN):
        query: dict[str, Any] = {"moment": moment}
        if found.sees_all and not found.open_debrief.sees_all(eyes):
            query = {"beside": "1", "stop": moment}
        shown.append({"eyes": eyes, "href": found.address("replay", **query, **{"as": eyes})})
    return shown


def map_of(view: Picture) -> Markup:
    """The map of a view. It moves seldom from stop to stop, and takes the longest of all to draw."""
    lines = {line["track"] for line in view["map"]["lines"]}
    tracks = [{**track, "series": None} for track in view["tracks"] if track["id"] in lines]
    known = {"map": view["map"], "roles": view["roles"], "tracks": tracks}
    return drawn_map(msgspec.json.encode(known), view["language"])


@lru_cache(maxsize=512)
def drawn_map(known: bytes, language: str) -> Markup:
    """The map and its legend, by all that goes into them."""
    view, spoken = msgspec.json.decode(known), Language(language)
    if not view["map"]["places"]:
        return Markup("")
    parts = relations_map(view, spoken), legend(view, spoken)
    return Markup('<figure class="relations">{}<figcaption>{}</figcaption></figure>').format(*parts)


def by_phase(view: Picture) -> list[tuple[str, list[dict[str, Any]]]]:
    """What happened in the turn, phase by phase; tracks that moved together are one line.

    What opens a turn comes before its first phase, and still bears the one of the last report.
    """
    lines: list[dict[str, Any]] = []
    opening = view["turn"] > 1
    for fact in view["story"]:
        last = lines[-1] if lines else {"kind": ""}
        opening = opening and fact["kind"] != "phase"
        if fact["kind"] == last["kind"] == "track" and fact["stop"] == last["stop"]:
            lines[-1] = {**last, "text": f"{last['text']} · {fact['text']}"}
        elif fact["kind"] not in UNLISTED:
            lines.append({**fact, "phase": PHASES[0]} if opening else fact)
    return [(phase, list(found)) for phase, found in groupby(lines, key=lambda fact: str(fact["phase"]))]


def tracks(both: Picture) -> list[dict[str, Any]]:
    """The tracks of both halves, in their order: all, or those that differ, that moved, that are short."""
    if request.args.get("tracks") == "all":
        return list(both["tracks"])
    weights = {
        entry["id"]: 4 * entry["differs"] + 2 * moved(entry["truth"]) + entry["truth"]["short"]
        for entry in both["tracks"]
    }
    first = sorted(weights, key=lambda name: -weights[name])[:MOST_TRACKS]
    return [entry for entry in both["tracks"] if entry["id"] in first]


def moved(track: dict[str, Any]) -> bool:
    """Whether a track has moved in its turn, or would by what is about to be published."""
    return bool(track.get("change")) or track.get("after", track["value"]) != track["value"]


def rows(both: Picture) -> list[dict[str, Any]]:
    """The rows of both halves, each without the name of a role that its mark says already."""
    titles = {role["id"]: role["title"] for role in both["truth"]["roles"]}
    found = []
    for row in both["rows"]:
        name = f"{titles.get(row['role'], '')}: "
        cut = {key: row[key] and row[key].removeprefix(name) for key in ("text", "belief")}
        found.append({**row, **cut})
    return found


class ShownCard(ExplainedRuling):
    """A ruling with the dice of its table, and its modifiers parted into those that held and the rest."""

    dice_spec: str
    holding: list[CardModifier]
    resting: list[CardModifier]
    moved_from: int


def card(ruling: ExplainedRuling | None) -> ExplainedRuling | ShownCard | None:
    """A ruling with its modifiers parted into those that held and the rest."""
    if ruling is None or "card" not in ruling:
        return ruling
    known = ruling["card"]["modifiers"]
    numbers = {row["id"]: row["number"] for row in ruling["card"]["rows"]}
    replaced = ruling["card"]["replaced"]
    return {
        **ruling,
        "dice_spec": ruling["card"]["dice"],
        "holding": [modifier for modifier in known if modifier["holds"]],
        "resting": [modifier for modifier in known if not modifier["holds"]],
        "moved_from": numbers.get(replaced["row"], 0) if replaced else 0,
    }


def line_of(found: Visit, stop: int, whose: str) -> int:
    """The line of the log that a stop stands in, for whoever may look with control's eyes; else 0."""
    if not found.sees_all:
        return 0
    return found.open_debrief.line(found.open_debrief.moment(stop, whose))


def pinned(found: Visit, line: int) -> list[Observation]:
    """The notes pinned to a line, or written there."""
    if not line:
        return []
    notes = found.open_debrief.of_control(found.language.code)["evaluation"]["observations"]
    return [note for note in notes if note["at_line"] == line]


def play_on(run: str, seat: str) -> Answer:
    """A new run that begins at the situation of a turn; whoever was control here is control there. 404."""
    found = visit(run, seat)
    if not found.is_control:
        abort(404)
    making: Bucket = current_app.extensions["making"]
    if not making.take(f"{run}/{seat}"):
        abort(429)
    try:
        made = runs().fork(run, request.form.get("turn", 0, type=int))
    except KeyError:
        abort(404)
    visitor().sit(made.name, "control", runs().seats(made.name).secret("control"))
    runs().changed()
    return redirect(url_for("room.page", run=made.name, seat="control"), 303)
