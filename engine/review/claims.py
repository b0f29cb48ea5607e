"""What the source of an exercise claims, asked of many runs, and where one run ended beside that."""

from collections.abc import Mapping
from typing import NamedTuple, TypedDict

from engine.pictures.pairs import DrawnFigure, DrawnPair
from engine.play.state import Game
from engine.rehearsal.paired import Paired, Shown
from engine.review.paired import (
    difference_written,
    figure_named,
    interval_written,
    paired_said,
    value_written,
)
from engine.rules.exercise import Exercise, Goal
from engine.views.belief import Span, anything
from engine.views.ended import ending_of
from engine.words.language import Language
from engine.words.numbers import minus, percent


class Ended(NamedTuple):
    """How a run ended, by the figures that paired rehearsals look at."""

    ending: str
    """Its id."""
    format: str
    """By which length of play."""
    values: Mapping[str, int]
    """By figure; 1 and 0 for what came and what did not."""


class Claim(TypedDict):
    """A claim of the source."""

    id: str
    claim: str


class AskedClaim(TypedDict):
    """A paired rehearsal in words, and what came of it."""

    id: str
    title: str
    ask: str
    sides: tuple[str, str]
    because: list[Claim]
    picture: DrawnPair | None
    """None where it has not been played."""
    said: list[str]
    """What to make of it."""


# How one run ended


def how_ended(game: Game) -> Ended | None:
    """How a run ended; None while it goes on."""
    exercise, end = game.exercise, game.finished
    if end is None:
        return None
    rule = ending_of(exercise, end)
    values = {name: game.vector[exercise.slots[name]] for name in tracks(exercise)}
    values |= {f"ending.{other.ending.id}": int(other is rule) for other in exercise.endings}
    groups = {other.ending.group for other in exercise.endings if other.ending.group}
    values |= {f"group.{group}": int(group == rule.ending.group) for group in groups}
    values |= {f"score.{role}": score for role, score in end.scores.items()}
    values |= {f"objective.{name}": int(met) for name, met in end.objectives.items()}
    values |= {f"red_line.{goal.id}": int(game.vector[goal.slot] > 0) for goal in exercise.red_lines}
    if exercise.file.common_score and end.common is not None:
        values[exercise.file.common_score] = end.common
    return Ended(end.ending, game.format, values)


def tracks(exercise: Exercise) -> list[str]:
    """The tracks, each member of a family by itself."""
    return [name for name, kind in exercise.vocabulary.kinds.items() if kind == "track"]


# What is told of a question


def asked_claims(
    exercise: Exercise, found: Mapping[str, Paired], ended: Ended | None, language: Language
) -> list[AskedClaim]:
    """Every paired rehearsal of an exercise, with its picture where it has been played."""
    text, told = language.text, list[AskedClaim]()
    for name, entry in exercise.file.rehearsals.items():
        played = found.get(name)
        told.append(
            {
                "id": name,
                "title": text(entry.title),
                "ask": text(entry.ask),
                "sides": (text(entry.first.says), text(entry.other.says)),
                "because": claims(exercise, entry.because, language),
                "picture": drawn(played, exercise, language, ended) if played else None,
                "said": said(played, exercise, language, ended) if played else [],
            }
        )
    return told


def claims(exercise: Exercise, because: list[str], language: Language) -> list[Claim]:
    """The claims of the source among what something rests on."""
    known = exercise.file.sources
    return [{"id": name, "claim": language.text(known[name].claim)} for name in because if name in known]


def said(found: Paired, exercise: Exercise, language: Language, ended: Ended | None) -> list[str]:
    """What to make of it, and why the run is not shown where it cannot be."""
    told = list(paired_said(found, exercise, language))
    if ended and not comparable(found, ended):
        format_ = exercise.file.formats[found.format]
        told.append(
            language.say(
                "This run was of another length, so it is not marked: the figures are of {format}.",
                format=language.text(format_.title),
            )
        )
    return told


def comparable(found: Paired, ended: Ended) -> bool:
    """Whether a run was as long as those that were played."""
    return found.format == ended.format


# Its picture as plain data


def drawn(found: Paired, exercise: Exercise, language: Language, ended: Ended | None = None) -> DrawnPair:
    """A paired rehearsal, and where a run ended, as its picture is drawn from them."""
    entry, text = exercise.file.rehearsals[found.id], language.text
    run = ended if ended and comparable(found, ended) else None
    return {
        "title": text(entry.title),
        "sides": (text(entry.first.says), text(entry.other.says)),
        "run": ending_titled(run.ending, exercise, language) if run else "",
        "figures": [of_figure(shown, found.format, exercise, language, run) for shown in found.figures],
        "note": " ".join(noted(found, exercise, language)),
    }


def ending_titled(name: str, exercise: Exercise, language: Language) -> str:
    return next(language.text(rule.ending.title) for rule in exercise.endings if rule.ending.id == name)


def noted(found: Paired, exercise: Exercise, language: Language) -> list[str]:
    """How it was played, and how to read it."""
    say = language.say
    parts = [
        say(
            "{format}: {runs} a side, on the same dice.",
            runs=language.count(found.runs, "run", "runs"),
            format=language.text(exercise.file.formats[found.format].title),
        ),
        say("On the right the difference with its interval (95%), of shares in percentage points."),
    ]
    if not all(shown.difference.sure for shown in found.figures):
        parts.append(say("≈: no clear difference."))
    return parts


def of_figure(
    shown: Shown, format_id: str, exercise: Exercise, language: Language, run: Ended | None
) -> DrawnFigure:
    """A figure on its scale."""
    low, high = scale_of(shown, format_id, exercise)
    write = percent if shown.is_share else minus
    value = run.values.get(shown.id) if run else None
    return {
        "name": figure_named(shown.id, exercise, language),
        "scale": (low, high),
        "ends": (write(low), write(high)),
        "at": (shown.first, shown.other),
        "values": (
            value_written(shown, shown.first, language),
            value_written(shown, shown.other, language),
        ),
        "difference": difference_written(shown, shown.difference.mean, language),
        "interval": interval_written(shown, language),
        "sure": shown.difference.sure,
        "run": value,
        "run_value": "" if value is None else run_written(shown, value, language),
    }


def run_written(shown: Shown, value: int, language: Language) -> str:
    """Where one run ended: whether something came, or a whole number."""
    if shown.is_share:
        return language.say("yes") if value else language.say("no")
    return minus(value)


def scale_of(shown: Shown, format_id: str, exercise: Exercise) -> Span:
    """The least and the most that a figure can be: of shares, none and all."""
    kind, dot, of = shown.id.partition(".")
    if shown.is_share:
        return Span(0, 1)
    if dot:
        return Span(points_of(exercise.red_lines, of), points_of(exercise.objectives_in(format_id), of))
    track = exercise.file.tracks.get(shown.id.partition("(")[0])
    if track:
        return Span(track.min, track.max)
    turns = exercise.file.formats[format_id].turns
    return anything(exercise, turns).holds(exercise.derived[kind].node)


def points_of(goals: list[Goal], role: str) -> int:
    """What all of a role's goals come to."""
    return sum(goal.points for goal in goals if goal.role == role)
