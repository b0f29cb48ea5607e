"""The hot wash: what decided the run, led through on the projector one thing after the other."""

from collections.abc import Mapping
from typing import Any, NamedTuple, NotRequired, TypedDict

from flask import abort, request

from engine.review.deciding import Decided, TurningPoint
from engine.review.truth_and_belief import Compared
from engine.views import CONTROL
from engine.views.seen import View
from web.addresses import addresses, door
from web.pages.debrief_decided import ShownPoint, placed, told_of
from web.pages.debrief_visit import Visit, show, visit
from web.visitor import SCREEN

MOST_POINTS, MOST_TRACKS, MOST_INSTEAD = 3, 8, 2
"""Turning points that are led through; tracks beside each other; of a point, what else could have been."""


class Step(NamedTuple):
    """One thing of it: `odds`, `point`, `beside`, `maps`, `guesses`, `questions` or `ending`."""

    kind: str
    point: int = 0
    """Which turning point, from 1."""


class Halves(TypedDict):
    """The truth at the first turning point beside what a role knew then."""

    point: TurningPoint
    role: str
    truth: View
    belief: View
    shown: list[Compared]
    more: int
    """Tracks that differ, too, and find no room."""
    whose: list[dict[str, str]]


class Led(TypedDict):
    """What a step shows."""

    steps: list[Step]
    step: Step
    number: int
    most_instead: int
    point: NotRequired[ShownPoint]
    both: NotRequired[Halves]
    questions: NotRequired[list[str]]
    door: NotRequired[str]


def hot_wash(run: str, seat: str) -> str:
    """One step of it, or how far the odds are. 404 for whoever does not see all, and for a step beyond."""
    asked = visit(run, seat, needs_control=True)
    # Whoever is asked for by `as` is the one whose belief is shown: the rest is told with control's eyes.
    found = asked._replace(eyes=CONTROL, view=asked.open_debrief.of_control(asked.language.code))
    shown = told_of(found)
    told = shown["told"]
    led: Mapping[str, Any] = led_to(found, told, asked.eyes) if told else {}
    return show(found, "debrief/hot_wash.html", "hot_wash", **shown, **led, calendar=found.view["calendar"])


def led_to(found: Visit, told: Decided, eyes: str) -> Led:
    """The step that is asked for."""
    points = shown_points(found, told)
    questions = [asked["ask"] for asked in found.open_debrief.questions(CONTROL, found.language.code)]
    steps = steps_of(found, points, questions)
    number = request.args.get("step", 1, type=int)
    if not 1 <= number <= len(steps):
        abort(404)
    step = steps[number - 1]
    led: Led = {"steps": steps, "step": step, "number": number, "most_instead": MOST_INSTEAD}
    if step.kind == "point":
        led["point"] = points[step.point - 1]
    elif step.kind in ("beside", "maps"):
        led["both"] = halves(found, first_placed(points), eyes, number)
    elif step.kind == "questions":
        led["questions"] = questions
    elif step.kind == "ending":
        led["door"] = door() if addresses() else ""
    return led


def shown_points(found: Visit, told: Decided) -> list[ShownPoint]:
    """The weightiest turning points, with their places in the replay."""
    stop_of = found.open_debrief.stop_of(CONTROL)
    return [placed(point, stop_of(point["number"])) for point in told["points"][:MOST_POINTS]]


def steps_of(found: Visit, points: list[ShownPoint], questions: list[str]) -> list[Step]:
    """All steps. What this run or its exercise does not have is none."""
    maps = [Step("maps")] if found.view["map"]["places"] else []
    known = believers(found) and any(point["stop"] for point in points)
    beside = [Step("beside"), *maps] if known else []
    told = [Step("point", number) for number, _ in enumerate(points, 1)]
    guessed = [Step("guesses")] if found.open_debrief.of_control(found.language.code)["guesses"] else []
    asked = [Step("questions")] if questions else []
    return [Step("odds"), *told, *beside, *guessed, *asked, Step("ending")]


def first_placed(points: list[ShownPoint]) -> ShownPoint:
    """The first that has a place in the replay."""
    return next(point for point in points if point["stop"])


def believers(found: Visit) -> list[str]:
    """Whose belief can stand beside the truth: whoever does not see all, as the run was played."""
    everybody = (*found.open_run.roles, SCREEN)
    return [eyes for eyes in everybody if not found.open_debrief.sees_all(eyes)]


def halves(found: Visit, point: ShownPoint, eyes: str, number: int) -> Halves:
    """The truth at a turning point beside the belief of whom is asked for, else of whose decision it was."""
    roles = believers(found)
    role = next((name for name in (eyes, point["role"]) if name in roles), roles[0])
    both = found.open_debrief.beside(point["stop"], role, found.language.code)
    differing = [track for track in both.tracks if track["differs"]]
    # Those on the exercise's short list say most to a room.
    first = sorted(differing, key=lambda track: not track["truth"]["short"])[:MOST_TRACKS]
    return {
        "point": point,
        "role": role,
        "truth": both.truth,
        "belief": both.belief,
        "shown": [track for track in differing if track in first],
        "more": len(differing) - len(first),
        "whose": [
            {"eyes": name, "href": found.address("hot_wash", step=number, **{"as": name})} for name in roles
        ],
    }
