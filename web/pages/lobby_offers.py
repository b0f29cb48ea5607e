"""The exercises that the lobby offers: what there is to choose of each, or what is wrong with it."""

from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple, TypedDict

from engine.rules.problems import ExerciseError, Problem
from engine.words.handbook import choices
from engine.words.language import Language
from engine.words.printed import FormatChoice, PresetChoice, RoleSign
from engine.words.titles import heading
from web.exercises import OWN, Unsound
from web.pages.control_ready import hours
from web.visitor import runs

MOST_PROBLEMS = 40
"""Of an exercise, that are listed."""


class OfferedFormat(FormatChoice):
    """A length of play, with how long it takes in all."""

    total: str


class OfferedRole(RoleSign):
    """A role, with the presets that make it control."""

    controls_under: list[str]


class Offer(TypedDict):
    """An exercise with what there is to choose."""

    id: str
    own: str
    """What it is called in the host's folder; empty for one that ships."""
    title: str
    heading: str
    subtitle: str
    summary: str
    formats: list[OfferedFormat]
    format: str
    presets: list[PresetChoice]
    preset: str
    roles: list[OfferedRole]


class Unplayable(NamedTuple):
    """An exercise with what is wrong with it."""

    id: str
    title: str
    problems: list[Problem]
    own: bool
    """Whether it lies in the host's folder."""


def offers(known: list[str], code: str) -> Iterator[Offer | Unplayable]:
    """Each exercise there is."""
    for name in known:
        with suppress(KeyError):  # it was moved away while we looked
            yield offer(name, code)


def own_folder() -> str:
    """What the host's folder of exercises is called; empty where there is none."""
    folder = runs().exercises.folder
    return folder.resolve().name if folder else ""


def offer(name: str, code: str) -> Offer | Unplayable:
    """An exercise with what there is to choose, or with what is wrong with it. Raises KeyError."""
    exercise = runs().exercises.look(name)
    own = name.startswith(OWN)
    if isinstance(exercise, Unsound):
        return Unplayable(name, name.removeprefix(OWN), list(exercise.problems[:MOST_PROBLEMS]), own)
    spoken, found = Language(code), choices(exercise, code)
    presets = found["presets"]
    return {
        "id": name,
        "own": name.removeprefix(OWN) if own else "",
        "title": found["title"],
        "heading": heading(exercise, spoken),
        "subtitle": found["subtitle"],
        "summary": found["summary"],
        "formats": [
            {**entry, "total": hours(entry["turns"] * entry["minutes"], spoken)} for entry in found["formats"]
        ],
        "format": found["format"],
        "presets": presets,
        "preset": found["preset"],
        "roles": [
            {**role, "controls_under": [one["id"] for one in presets if role["id"] in one["control"]]}
            for role in found["roles"]
        ],
    }


def misplaced(exercise: str, preset: str, people: list[str], spoken: Language) -> str:
    """Why a role that the seating makes control cannot be ticked: without scripts a browser lets it."""
    offered = offer(exercise, spoken.code) if exercise in runs().exercises.names() else None
    if offered is None or isinstance(offered, Unplayable):
        return ""
    seating = next((entry for entry in offered["presets"] if entry["id"] == preset), None)
    titles = {role["id"]: role["title"] for role in offered["roles"]}
    found = [titles[role] for role in seating["control"] if role in people] if seating else []
    said = "Under this seating {role} is control, and no seat to be ticked here; its link opens control."
    return spoken.say(said, role=", ".join(found)) if found else ""


def id_of(name: str) -> str:
    """What an exercise calls itself; nothing where it is not sound."""
    with suppress(KeyError, ExerciseError):
        return runs().exercises.exercise(name).id
    return ""
