"""A run without what people wrote: each text is replaced by its length, before anything is made of it.

So whatever is exported afterwards, in whatever words, holds nothing that a person wrote. Texts of the
exercise stay, those of bots among them.
"""

import re
from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace

from engine.exchange.export.source import ExportSource
from engine.play.events import Event
from engine.record.folded import Record
from engine.rules.argued import key_of, wanted

WRITTEN: dict[str, tuple[str, ...]] = {
    "Ruled": ("reason",),
    "Overridden": ("reason",),
    "Argued": ("title", "text", "reasons"),
    "Laid": ("title", "text", "reasons"),
    "Weighed": ("title", "reason"),
    "Judged": ("title", "reasons", "counters", "reason"),
    "Answered": ("text",),
    "Undone": ("reason", "told"),
    "Shelved": ("reason",),
    "Declined": ("reason",),
    "Released": ("reason",),
    "Improvised": ("text", "sender", "title", "expect", "reason"),
    "Written": ("text", "sender", "title", "expect"),
    "Edited": ("items",),
    "Proposed": ("text",),
    "Said": ("text",),
    "Messaged": ("text", "topic"),
    "Jotted": ("text",),
    "Promised": ("text",),
    "Noted": ("text",),
    "Chaired": ("text",),
    "Worded": ("text",),
    "Requested": ("text",),
    "Replied": ("text",),
    "Rated": ("text",),
    "Concluded": ("text",),
    "Found": ("title", "analysis", "recommendation"),
    "Planned": ("text", "owner", "contact", "start", "due"),
    "Covered": ("sponsor", "contact", "organisations", "participants", "handling", "summary"),
}
"""The fields of events that people write as they like. A protective marking stays whatever is left out."""
NAMED = {"Noted": "about", "Rejected": "order"}
"""Fields that name something, and that people can fill with anything else."""
GIVEN = ("path", "inject", "finding", "action", "statement", "message", "proposal", "promise")
"""Fields that hold names which the engine gave."""
LENGTH = re.compile(r"\[(\d+)\]")


def anonymous(source: ExportSource) -> ExportSource:
    """The same run without the texts of people. Nothing of a line but its events is used after this."""
    masked, record = Mask(source), Record(source.state.exercise, source.state.seed)
    for number, events in enumerate(source.record.events, 1):
        line: Any = SimpleNamespace(seq=number)
        record.take(line, [masked.event(event) for event in events])
    return ExportSource(source.lines, record, anonymous=True)


def length(text: str) -> int:
    """How long a text was, also where only that is left of it."""
    masked = LENGTH.fullmatch(text)
    return int(masked[1]) if masked else len(text)


class Mask:
    """Takes the texts out of the events of one run."""

    def __init__(self, source: ExportSource) -> None:
        exercise = source.state.exercise
        goals = (*exercise.objectives, *exercise.red_lines)
        self.names = {
            *exercise.injects,
            *exercise.orders,
            *exercise.file.questions,
            *exercise.file.evaluation,
        }
        self.names |= {goal.id for goal in goals} | {key_of(effect) for effect in wanted(exercise)}
        for event in (event for events in source.record.events for event in events):
            self.names |= {getattr(event, field, "") for field in GIVEN}

    def event(self, event: Event) -> Event:
        """An event with lengths for texts."""
        kind = type(event).__name__
        changes = {field: masked(getattr(event, field)) for field in WRITTEN.get(kind, ())}
        name = NAMED.get(kind)
        if name and getattr(event, name) not in self.names:
            changes[name] = masked(getattr(event, name))
        return replace(event, **changes) if changes else event


def masked(text: Any) -> Any:
    """What is left of a text, in whatever form events hold it."""
    if isinstance(text, dict):
        return {language: masked(words) for language, words in text.items()}
    if isinstance(text, list):
        return [masked(words) for words in text]
    return f"[{len(text)}]" if text else text
