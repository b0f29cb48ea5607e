"""A forecast in words: the odds of each ending, what something changes, which tracks are least settled."""

from typing import Annotated, TypedDict

from engine.rehearsal.comparison import Difference
from engine.rehearsal.figures import Course, Figures, Share
from engine.rehearsal.forecast import Forecast
from engine.rules.exercise import Exercise
from engine.words.language import Language
from engine.words.meaning import says


class ForeseenEnding(TypedDict):
    """An ending with its odds."""

    id: str
    title: Annotated[str, says("What the ending is called.")]
    group: Annotated[str, says("What kind of ending it is; may be empty.")]
    now: Annotated[Share, says("As the run stands.")]
    then: Annotated[Share | None, says("With what is about to be done; none where nothing is.")]
    change: Annotated[Difference | None, says("What that changes, on the same dice.")]


def endings(found: Forecast, exercise: Exercise, language: Language) -> list[ForeseenEnding]:
    """The odds of every ending, in the order of the exercise."""
    then = {entry.id: entry.share for entry in found.other.other.endings} if found.other else {}
    changes = {entry.id: entry for entry in found.other.endings} if found.other else {}
    rules = {rule.ending.id: rule.ending for rule in exercise.endings}
    return [
        {
            "id": entry.id,
            "title": language.text(rules[entry.id].title),
            "group": rules[entry.id].group or "",
            "now": entry.share,
            "then": then.get(entry.id),
            "change": changes.get(entry.id),
        }
        for entry in found.figures.endings
    ]


def effect(found: Forecast, exercise: Exercise, language: Language) -> str:
    """What would change most, in a sentence."""
    say = language.say
    if found.other is None:
        return ""
    sure = [entry for entry in found.other.endings if entry.sure]
    if not sure:
        return say("No clear difference to how this run ends.")
    most = max(sure, key=lambda entry: abs(entry.mean))
    titles = {rule.ending.id: language.text(rule.ending.title) for rule in exercise.endings}
    number = round(100 * abs(most.mean))
    if not number:
        return say("Hardly a difference to how this run ends: less than one run in 100.")
    if most.mean > 0:
        return say("{ending}: likelier by {number} in 100.", ending=titles[most.id], number=number)
    return say("{ending}: less likely by {number} in 100.", ending=titles[most.id], number=number)


def least_settled(found: Figures, number: int) -> list[Course]:
    """The tracks whose runs lie farthest apart in the end."""
    ranked = sorted(found.courses, key=lambda course: -width(course))
    chosen = {course.track for course in ranked[:number]}
    return [course for course in found.courses if course.track in chosen]


def width(course: Course) -> float:
    return course.turns[-1][2] - course.turns[-1][0] if course.turns else 0.0
