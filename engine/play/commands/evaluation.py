"""Evaluation, as HSEEP does it: ratings of the exercise's objectives, findings, and the improvement plan.

All of it is control's, at any time and also after ENDEX. What is edited keeps every field that is not given.
"""

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from engine.play.commands.ask import MOST_TEXT, Ask, Refusal, only_control
from engine.play.events import Event, Found, Planned, Rated

RATINGS = ("P", "S", "M", "U")
FINDINGS = ("strength", "improvement")
ELEMENTS = ("planning", "organisation", "equipment", "training", "exercises")
STATUSES = ("open", "under way", "done")
MOST_TITLE, MOST_NAME, MOST_LINKS = 200, 120, 40
"""Characters of a title and of an owner or contact; lines a rating or finding may rest on."""
DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def rate(ask: Ask) -> None:
    """How an objective of the exercise was met; without a rating, what stood is taken back."""
    only_control(ask)
    aims = ask.draft.exercise.file.evaluation
    if not aims:
        raise Refusal("This exercise names no objectives of its own to rate.")
    objective = ask.word("objective", aims)
    rating = choice(ask, "rating", RATINGS)
    ask.draft.emit(Rated(objective=objective, rating=rating, text=words(ask, "text"), links=links(ask)))


def finding(ask: Ask) -> None:
    """A strength or something to improve: a new one, or one edited or withdrawn by its name."""
    only_control(ask)
    standing = ask.state.room.findings
    name, ask = edited(ask, "finding", standing, "F")
    ask.draft.emit(
        Found(
            finding=name,
            kind=ask.word("kind", FINDINGS),
            title=needed(ask, "title", MOST_TITLE),
            objective=choice(ask, "objective", ask.draft.exercise.file.evaluation),
            analysis=words(ask, "analysis"),
            recommendation=words(ask, "recommendation"),
            links=links(ask),
            withdrawn=ask.data.get("withdrawn") is True,
        )
    )


def action(ask: Ask) -> None:
    """A step of the improvement plan: a new one, or one edited or withdrawn by its name."""
    only_control(ask)
    name, ask = edited(ask, "action", ask.state.room.actions, "A")
    start, due = date(ask, "start"), date(ask, "due")
    if start and due and due < start:
        raise Refusal("It is due on {due}, before it starts on {start}.", due=due, start=start)
    ask.draft.emit(
        Planned(
            action=name,
            text=needed(ask, "text"),
            finding=choice(ask, "finding", ask.state.room.findings),
            element=choice(ask, "element", ELEMENTS),
            owner=words(ask, "owner", MOST_NAME),
            contact=words(ask, "contact", MOST_NAME),
            start=start,
            due=due,
            status=choice(ask, "status", STATUSES) or STATUSES[0],
            withdrawn=ask.data.get("withdrawn") is True,
        )
    )


def edited(ask: Ask, what: str, standing: dict[str, Any], letter: str) -> tuple[str, Ask]:
    """The name of what is edited, and the data with what stands filled in; a new name for a new one."""
    given = {field: value for field, value in ask.data.items() if value is not None}
    if not given.get(what):
        return f"{letter}{len(standing) + 1:02d}", ask._replace(data=given)
    name = ask.word(what, standing)
    event: Event = standing[name]
    return name, ask._replace(data={**msgspec.structs.asdict(event), **given})


def choice(ask: Ask, field: str, known: Iterable[str]) -> str:
    """One of these words, or none."""
    return ask.word(field, tuple(known)) if ask.data.get(field) else ""


def words(ask: Ask, field: str, most: int = MOST_TEXT) -> str:
    """A text that may be empty."""
    text = ask.data.get(field) or ""
    if not isinstance(text, str) or len(text) > most:
        raise Refusal("'{field}' takes a text of at most {most} characters.", field=field, most=most)
    return text.strip()


def needed(ask: Ask, field: str, most: int = MOST_TEXT) -> str:
    text = words(ask, field, most)
    if not text:
        raise Refusal("'{field}' is empty; write a text.", field=field)
    return text


def links(ask: Ask) -> list[int]:
    """Past lines of the log, each once and in order."""
    found = ask.data.get("links") or []
    if not isinstance(found, list) or len(found) > MOST_LINKS:
        raise Refusal("Links come as a list of at most {most} lines of the log.", most=MOST_LINKS)
    return sorted({past(ask, line) for line in found})


def past(ask: Ask, line: Any) -> int:
    """A line of the log that was there before this one."""
    last = ask.draft.line - 1
    if type(line) is not int or not 1 <= line <= last:
        raise Refusal(
            "'{line}' is no line of the log so far; they go from 1 to {last}.", line=line, last=last
        )
    return line


def date(ask: Ask, field: str) -> str:
    """A date as ISO 8601 has it, or none."""
    text = words(ask, field, MOST_NAME)
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
