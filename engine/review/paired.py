"""Paired rehearsals in words: what a figure is called, how it is written, what to make of a difference."""

from collections.abc import Iterator

from engine.rehearsal.comparison import Difference
from engine.rehearsal.paired import Paired, Shown
from engine.rules.exercise import Exercise
from engine.words.language import Language
from engine.words.numbers import minus, percent
from engine.words.wording import wording


def figure_named(figure: str, exercise: Exercise, language: Language) -> str:
    """What a figure is called."""
    file, say = exercise.file, language.say
    kind, dot, of = figure.partition(".")
    if not dot:
        if figure.partition("(")[0] in file.tracks:
            return wording(exercise, language).label(figure)
        return language.text(file.derived[figure].title) or figure
    if kind == "score":
        return say("Score: {role}", role=language.text(file.roles[of].title))
    if kind == "ending":
        title = next(language.text(rule.ending.title) for rule in exercise.endings if rule.ending.id == of)
        return say("Ending: {ending}", ending=title)
    if kind == "group":
        return say("Endings: {group}", group=wording(exercise, language).word(of))
    goal = next(goal for goal in (*exercise.objectives, *exercise.red_lines) if goal.id == of)
    code = language.text(file.roles[goal.role].code)
    said = "{role}: {goal}" if kind == "objective" else "{role}, red line: {goal}"
    return say(said, role=code, goal=language.text(goal.title))


def value_written(shown: Shown, value: float, language: Language) -> str:
    """A figure of one side."""
    return percent(value) if shown.is_share else minus(language.number(f"{value:.1f}"))


def difference_written(shown: Shown, value: float, language: Language) -> str:
    """A difference, or an end of its interval: in points of a hundred for shares."""
    if shown.is_share:
        return language.tenths(100 * value)
    return language.number(minus(f"{value:+.2f}")) if round(value, 2) else "0"


def interval_written(shown: Shown, language: Language) -> str:
    """The interval of a difference."""
    found: Difference = shown.difference
    return " … ".join(difference_written(shown, end, language) for end in (found.low, found.high))


def paired_said(found: Paired, exercise: Exercise, language: Language) -> Iterator[str]:
    """What to make of it: which figures differ for sure, and which do not."""
    say = language.say
    if not found.changed:
        yield say("Both sides come to the same in every run: the exercise does not show this.")
        return
    unsure = [
        figure_named(shown.id, exercise, language) for shown in found.figures if not shown.difference.sure
    ]
    if unsure:
        yield say("No clear difference: {names}.", names="; ".join(unsure))
    yield say("{share} of the runs come out differently.", share=percent(found.changed))
