"""The replay: a slider over all that happened, and how things stood at each of its stops, for one or two."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any, NotRequired, TypedDict

import msgspec
from flask import abort, request
from markupsafe import Markup

from engine.pictures.relations import legend, relations_map
from engine.pictures.slider import SliderLayout
from engine.play.references import reference
from engine.play.state import PHASES
from engine.review.learned import ExplainedRuling, StopEntry
from engine.review.truth_and_belief import Compared
from engine.views import CONTROL
from engine.views.seen import CardModifier, Details, Evaluation, Observation, Track, View
from engine.words.language import Language
from web.open_debrief import BothSides, KnewAt, Moment
from web.pages.debrief_visit import Visit, show, visit
from web.rendering import Refused
from web.visitor import SCREEN

MOST_TRACKS = 10
"""Tracks beside the maps; the others are a link away."""
STAGE = "stage"
"""The part of the page that changes from stop to stop; a script asks for it alone."""


class ShownFact(TypedDict):
    """A line of what happened in the turn."""

    number: int
    kind: str
    phase: str
    text: str
    details: Details
    stop: int
    """Where it was told; 0 for nowhere."""


class Earlier(TypedDict):
    """What of a turn stands before the lines that are shown: how many, and the stop where they end."""

    lines: int
    stop: int


class Halves(TypedDict):
    """The truth beside what a role knew."""

    both: BothSides
    pairs: list[KnewAt]
    earlier: Earlier
    shown: list[Compared]


class Alone(TypedDict):
    """What one pair of eyes saw: what happened, phase by phase."""

    phases: list[tuple[str, list[ShownFact]]]
    earlier: Earlier


class Steps(TypedDict):
    """Where one step leads: to the stop before and after, to the turn before and after, to both ends."""

    first: int
    before: int
    after: int
    turn_before: int
    turn_after: int
    last: int


class Around(TypedDict):
    """What stands on the stage whatever is shown there."""

    stop: int
    stops: int
    place: float
    map_of: Callable[[View], Markup]
    signs: list[str]
    at: "Way"
    steps: Steps
    eyes_at: list[dict[str, str]]
    entry: Mapping[str, Any]
    """The stop in words."""
    view: View
    card: NotRequired[Mapping[str, Any] | None]
    """The ruling that is open."""
    writing: bool
    turn_now: int
    phase_now: str
    ruled: bool
    line: int
    reference: str
    """The event itself, as a note or a finding points at it; empty for whoever has no log."""
    pinned: list[Observation]
    evaluated: Evaluation | None
    """What can be said to rest on this event, for control."""
    forks: bool


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
        return show(found, "debrief/stage.html", "replay", None, **context)
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
    return next((entry["stop"] for entry in reversed(stops) if entry["kind"] == "endex"), len(stops))


def at_stop(found: Visit, stop: int, whose: str, laid: SliderLayout, beside: bool) -> Mapping[str, object]:
    """What the stage shows."""
    code = found.language.code
    if beside:
        both = found.open_debrief.beside(stop, found.eyes, code)
        earlier: Earlier = {"lines": both.left, "stop": 0}
        halves: Halves = {
            "both": both,
            "pairs": named_once(both, both.rows),
            "earlier": earlier,
            "shown": tracks(both),
        }
        return {**around(found, stop, whose, laid, both.truth, both.stop), **halves}
    moment = found.open_debrief.picture(stop, found.eyes, code)
    phases, before = by_phase(moment)
    alone: Alone = {"phases": phases, "earlier": before}
    return {**around(found, stop, whose, laid, moment.view, moment.stop), **alone}


def around(found: Visit, stop: int, whose: str, laid: SliderLayout, view: View, entry: StopEntry) -> Around:
    """What stands there whatever is shown."""
    turn, phase = laid.within[stop - 1]
    line, opened = line_of(found, stop, whose), request.args.get("open")
    at = reference_of(found, stop, whose)
    context: Around = {
        "stop": stop,
        "stops": len(laid.at),
        "place": laid.place(stop),
        "map_of": map_of,
        "signs": laid.kinds,
        "at": Way(found, stop, whose != found.eyes),
        "steps": steps(laid, stop),
        "eyes_at": eyes_at(found, stop, whose),
        "entry": entry,
        "view": view,
        "writing": found.notes and opened == "note",
        "turn_now": turn,
        "phase_now": PHASES[phase],
        "ruled": entry["kind"] == "ruling",
        "line": line,
        "reference": at,
        "pinned": pinned(found, at),
        "evaluated": evaluated(found),
        "forks": found.is_control and view["turn"] > 0,
    }
    if opened == "ruling":
        context["card"] = card(found.open_debrief.ruling(stop, whose, found.language.code))
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


def steps(laid: SliderLayout, stop: int) -> Steps:
    """Where one step leads."""
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
        query: dict[str, int | str] = {"moment": moment}
        if found.sees_all and not found.open_debrief.sees_all(eyes):
            query = {"beside": "1", "stop": moment}
        shown.append({"eyes": eyes, "href": found.address("replay", **query, **{"as": eyes})})
    return shown


def map_of(view: View) -> Markup:
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


def by_phase(moment: Moment) -> tuple[list[tuple[str, list[ShownFact]]], Earlier]:
    """What happened in the turn, phase by phase, as far as it is shown.

    Tracks that moved together are one line. What opens a turn comes before its first phase, and still bears
    the one of the last report.
    """
    opens, last = moment.view["turn"] > 1, moment.last
    lines: list[ShownFact] = [
        {
            "number": line.facts[0]["number"],
            "kind": line.facts[0]["kind"],
            "phase": PHASES[0] if opens and line.opening else line.facts[0]["phase"],
            "text": " · ".join(fact["text"] for fact in line.facts),
            "details": line.facts[0]["details"],
            "stop": line.stop,
        }
        for line in last.lines
    ]
    phases = [(phase, list(found)) for phase, found in groupby(lines, key=lambda line: line["phase"])]
    return phases, {"lines": last.left, "stop": last.stop}


def tracks(both: BothSides) -> list[Compared]:
    """The tracks of both halves, in their order: all, or those that differ, that moved, that are short."""
    if request.args.get("tracks") == "all":
        return both.tracks
    weights = {
        entry["id"]: 4 * entry["differs"] + 2 * moved(entry["truth"]) + entry["truth"]["short"]
        for entry in both.tracks
    }
    first = sorted(weights, key=lambda name: -weights[name])[:MOST_TRACKS]
    return [entry for entry in both.tracks if entry["id"] in first]


def moved(track: Track) -> bool:
    """Whether a track has moved in its turn, or would by what is about to be published."""
    return bool(track.get("change")) or track.get("after", track["value"]) != track["value"]


def named_once(both: BothSides, rows: list[KnewAt]) -> list[KnewAt]:
    """Rows of both halves, each without the name of a role that its mark says already."""
    titles = {role["id"]: role["title"] for role in both.truth["roles"]}
    found = list[KnewAt]()
    for row in rows:
        name, belief = f"{titles.get(row['role'], '')}: ", row["belief"]
        known = belief and belief.removeprefix(name)
        found.append({**row, "text": row["text"].removeprefix(name), "belief": known})
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


def reference_of(found: Visit, stop: int, whose: str) -> str:
    """As what a stop is pointed at, for whoever may look with control's eyes."""
    if not found.sees_all:
        return ""
    return found.open_debrief.pointed("en").reference(found.open_debrief.moment(stop, whose))


def evaluated(found: Visit) -> Evaluation | None:
    """What can be said to rest on an event, for control."""
    return found.open_debrief.of_control(found.language.code)["evaluation"] if found.is_control else None


def pinned(found: Visit, at: str) -> list[Observation]:
    """The notes pinned to an event or to its whole line, or written there."""
    here = reference(at)
    if here is None:
        return []
    notes = found.open_debrief.of_control(found.language.code)["evaluation"]["observations"]
    return [note for note in notes if note["at_line"] == here.line and note["at_event"] in (0, here.event)]
