"""Evaluation, as HSEEP does it: ratings of the exercise's objectives, findings, and the improvement plan.

All of it is control's, at any time and also after ENDEX. What is edited keeps every field that is not given.
"""

import re
from collections.abc import Iterable
from typing import Any, TypeVar, get_args

import msgspec
from msgspec import UNSET, UnsetType

from engine.play.commands import declared
from engine.play.commands.ask import Ask, decides, past, word
from engine.play.events import Covered, Event, Found, Planned, Rated
from engine.play.refusal import Refusal

RATINGS: tuple[declared.Rating, ...] = get_args(declared.Rating)
FINDINGS = get_args(declared.Worth)
ELEMENTS, STATUSES = get_args(declared.Element), get_args(declared.Status)
Edit = TypeVar("Edit", declared.Finding, declared.Action)
DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


@decides(declared.Rate)
def rate(ask: Ask, given: declared.Rate) -> None:
    """How an objective of the exercise was met; without a rating, what stood is taken back."""
    aims = ask.draft.exercise.file.evaluation
    if not aims:
        raise Refusal("This exercise names no objectives of its own to rate.")
    objective = word(given.objective, aims)
    found = links(ask, given.links)
    ask.draft.emit(Rated(objective=objective, rating=given.rating, text=words(given.text), links=found))


@decides(declared.Finding)
def finding(ask: Ask, given: declared.Finding) -> None:
    """A strength or something to improve: a new one, or one edited or withdrawn by its name."""
    name, given = edited(given.finding, given, ask.state.room.findings, "F")
    ask.draft.emit(
        Found(
            finding=name,
            kind=word(given.kind or "", FINDINGS),
            title=needed("title", given.title),
            objective=choice(given.objective, ask.draft.exercise.file.evaluation),
            analysis=words(given.analysis),
            recommendation=words(given.recommendation),
            links=links(ask, given.links),
            withdrawn=given.withdrawn or False,
        )
    )


@decides(declared.Action)
def action(ask: Ask, given: declared.Action) -> None:
    """A step of the improvement plan: a new one, or one edited or withdrawn by its name."""
    name, given = edited(given.action, given, ask.state.room.actions, "A")
    start, due = date(given.start), date(given.due)
    if start and due and due < start:
        raise Refusal("It is due on {due}, before it starts on {start}.", due=due, start=start)
    ask.draft.emit(
        Planned(
            action=name,
            text=needed("text", given.text),
            finding=choice(given.finding, ask.state.room.findings),
            element=given.element or "",
            owner=words(given.owner),
            contact=words(given.contact),
            start=start,
            due=due,
            status=given.status or STATUSES[0],
            withdrawn=given.withdrawn or False,
        )
    )


@decides(declared.Cover)
def cover(ask: Ask, given: declared.Cover) -> None:
    """What stands on the cover of the report; what is not given stays."""
    standing = ask.state.room.cover
    fields = {
        name: getattr(standing, name) if getattr(given, name) is UNSET else words(getattr(given, name))
        for name in Covered.__struct_fields__
    }
    ask.draft.emit(Covered(**fields))


def edited(name: str, given: Edit, standing: dict[str, Any], letter: str) -> tuple[str, Edit]:
    """The name of what is edited, and the fields with what stands filled in; a new name for a new one."""
    if not name:
        return f"{letter}{len(standing) + 1:02d}", given
    event: Event = standing[word(name, standing)]
    filled = {
        field: getattr(event, field) for field in given.__struct_fields__ if getattr(given, field) is UNSET
    }
    return name, msgspec.structs.replace(given, **filled)


def choice(given: Any, known: Iterable[str]) -> str:
    """One of these words, or none."""
    return word(given, known) if given else ""


def words(given: str | UnsetType) -> str:
    """A text that may be empty."""
    return given.strip() if given else ""


def needed(field: str, given: str | UnsetType) -> str:
    if not words(given):
        raise Refusal("'{field}' is empty; write a text.", field=field)
    return words(given)


def links(ask: Ask, given: list[int] | UnsetType) -> list[int]:
    """Past lines of the log, each once and in order."""
    return sorted({past(ask, line) for line in given or []})


def date(given: str | UnsetType) -> str:
    """A date as ISO 8601 has it, or none."""
    text = words(given)
    if text and not is_date(text):
        raise Refusal(
            "'{value}' is no date; write year, month and day like this: {example}.",
            value=text,
            example="2025-06-30",
        )
    return text


def is_date(text: str) -> bool:
    """Whether there is such a day. (The core has no calendar of its own: it knows no clock.)"""
    found = DATE.fullmatch(text)
    if not found:
        return False
    year, month, day = (int(part) for part in found.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return year > 0 and 1 <= month <= 12 and 1 <= day <= days[month - 1]
