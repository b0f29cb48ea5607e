"""What decided this run: its odds, its turning points, how it ended, and the evaluator's paragraphs."""

from typing import TYPE_CHECKING, NamedTuple, NotRequired, TypedDict

from engine.play.commands.versions import fingerprint
from engine.review.deciding import Decided, TurningPoint
from engine.review.report.deciding import ONLY_RELEASED
from engine.views import CONTROL
from engine.views.seen import Conclusion
from engine.words.refusals import refusal_in_words
from web.pages.debrief_visit import Visit, show, visit
from web.rendering import Refused
from web.visitor import runs

if TYPE_CHECKING:
    from engine.review.turning_points import Point

UNWRITTEN = fingerprint(None)
"""The version of a paragraph that nobody has written."""


class Going(NamedTuple):
    """How far the odds have been found."""

    before: int
    done: int
    of: int


class ShownPoint(TurningPoint):
    """A turning point, where it is in the replay, and how long its bars can be."""

    stop: int
    most: float
    what: str
    """As what the page that changes one thing names it; empty where it cannot be otherwise."""


class Shown(TypedDict):
    """What the page shows beside its frame."""

    told: Decided | None
    going: NotRequired[Going]
    why: NotRequired[str]
    again: NotRequired[bool]
    names: NotRequired[list[str]]


def decided(run: str, seat: str, refused: Refused | None = None) -> str:
    """All of it, or how far it is. Only for eyes that see all, and after ENDEX."""
    found = visit(run, seat)
    if found.sees_all:  # it is the same whoever's eyes were asked for
        found = found._replace(eyes=CONTROL, view=found.open_debrief.of_control(found.language.code))
    shown = told_of(found)
    told = shown["told"]
    standing: dict[str, Conclusion] = {}
    summary = ""
    if found.open_debrief.sees_all(found.eyes):
        view = found.open_debrief.of_control(found.language.code)
        summary = view["evaluation"]["cover"]["summary"]
        standing = {entry["about"]: entry for entry in view["evaluation"]["conclusions"]}
    stop_of = found.open_debrief.stop_of(found.eyes)
    names = shown.get("names", [])
    points = (
        [placed(point, stop_of(point["number"]), names[at]) for at, point in enumerate(told["points"])]
        if told
        else []
    )
    return show(
        found,
        "debrief/decided.html",
        "decided",
        refused,
        **{**shown, "told": told and {**told, "points": points}},
        calendar=found.view["calendar"],
        paragraphs=standing,
        unwritten=UNWRITTEN,
        written=sum(about in standing for about in (*(point["id"] for point in points), "ending")),
        summary=summary,
        stop_of=stop_of,
    )


def told_of(found: Visit) -> Shown:
    """What can be told of the run, and why not."""
    say = found.language.say
    if not found.view["finished"]:
        return {"told": None, "why": say("What decided this run can be told after ENDEX.")}
    if not found.open_debrief.sees_all(found.eyes):
        return {
            "told": None,
            "why": say(ONLY_RELEASED),
        }
    beside = runs().beside
    computation = found.open_debrief.odds(beside)
    if computation.going:
        progress = beside.progress(computation)
        return {"told": None, "going": Going(beside.before(computation), progress.done, progress.of)}
    if computation.made is None:
        refused = computation.refused
        why = refusal_in_words(refused, found.language) if refused else say("It was stopped.")
        return {"told": None, "why": why, "again": True}
    course, _ = computation.made
    told = found.open_debrief.decided(computation.made, found.language.code)
    return {"told": told, "names": [name_of(point) for point in course.turning()]}


def name_of(point: "Point") -> str:
    """As what the page that changes one thing names a turning point."""
    match point.kind:
        case "orders":
            return f"order {point.role}:{point.subject.partition(', ')[0]}"
        case "ruling" | "override":
            return f"row {point.subject}"
        case "answer":
            return f"answer {point.subject}"
        case "inject":
            return f"without {point.subject}"
    return ""


def placed(point: TurningPoint, stop: int, what: str = "") -> ShownPoint:
    """A turning point with its place in the replay, and what can be changed of it."""
    most = max(abs(point["luck"]), abs(point["choice"]), abs(point["moved"]))
    return {**point, "stop": stop, "most": most, "what": what}
