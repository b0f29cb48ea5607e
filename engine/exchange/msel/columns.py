"""The columns of the list of injects: what professionals expect, and what else an inject of ours holds."""

from collections.abc import Iterable
from typing import NamedTuple

from engine.words.language import Language


class SheetColumn(NamedTuple):
    """One column: its name in files and code, its heading, and its language where that is another one."""

    key: str
    heading: str
    width: int
    language: str = ""

    @property
    def cell(self) -> str:
        """Under which name its cells stand in a row: `text`, or `text.pl`."""
        return f"{self.key}.{self.language}" if self.language else self.key


TEXTS = ("title", "text", "from", "expect")
"""What an inject says in each language of the exercise."""
PLANNED = ("method", "scenario_time", "objective", "controller", "evaluator", "notes")
"""What planners note about it, in whatever languages they do."""
WORDED = (*TEXTS, *PLANNED)
ORDER = (
    *("mode", "title", "text", "from", "to", "notice", "type", "method", "scenario_time", "objective"),
    *("controller", "if", "unless", "times", "then", "expect", "evaluator", "notes", "because"),
)
"""The keys of an inject in the order in which an exercise file has them."""
DERIVED = ("exercise_time", "trigger", "effects")
"""What follows from other parts of the exercise, and is never taken from a sheet."""
ACTUAL = ("status", "actual_turn", "actual_time", "actual_to", "actual")
"""What became of it: facts of a run, never of an exercise."""


def columns(language: Language) -> list[SheetColumn]:
    """The columns in their order."""
    say = language.say
    return [
        SheetColumn("inject", say("Event #"), 10),
        SheetColumn("turn", say("Move/Turn"), 7),
        SheetColumn("scenario_time", say("Scenario time"), 13),
        SheetColumn("exercise_time", say("Exercise time"), 9),
        SheetColumn("type", say("Type"), 14),
        SheetColumn("trigger", say("Trigger"), 28),
        SheetColumn("from", say("From"), 14),
        SheetColumn("to", say("To"), 12),
        SheetColumn("notice", say("For information"), 13),
        SheetColumn("method", say("Method"), 14),
        SheetColumn("title", say("Subject"), 18),
        SheetColumn("text", say("Inject text"), 46),
        SheetColumn("expect", say("Expected action"), 30),
        SheetColumn("objective", say("Objective"), 16),
        SheetColumn("controller", say("Controller"), 14),
        SheetColumn("evaluator", say("Evaluator note"), 22),
        SheetColumn("status", say("Status"), 14),
        SheetColumn("actual_turn", say("Actual turn"), 8),
        SheetColumn("actual_time", say("Actual time"), 13),
        SheetColumn("actual_to", say("Went to"), 13),
        SheetColumn("actual", say("Actual action/Comments"), 60),
        SheetColumn("effects", say("Effects and questions"), 110),
        SheetColumn("notes", say("Notes"), 24),
    ]


def spoken(language: Language, others: Iterable[tuple[str, str]]) -> list[SheetColumn]:
    """The columns, and after them those that say something in another language: (key, language)."""
    own = columns(language)
    known = {column.key: column for column in own}
    return [*own, *(foreign(known[key], other) for key, other in others)]


def foreign(column: SheetColumn, language: str) -> SheetColumn:
    """A column in another language of the exercise."""
    return SheetColumn(column.key, f"{column.heading} ({language})", column.width, language)
