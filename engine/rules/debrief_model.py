"""The part of the exercise format about the debrief: its questions, the exercise's objectives, evidence."""

from msgspec import Struct

from engine.rules.basics import Because, Text


class Evidence(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What of the log opens with a question; one key each, combined by listing several."""

    tracks: list[str] = []
    derived: list[str] = []
    rulings: list[str] = []
    rows: list[str] = []
    modifiers: list[str] = []
    """Tables whose modifiers are shown with how often each held."""
    orders: list[str] = []
    """Moves, or roles for all their orders."""
    without: list[str] = []
    """Turns that lack these moves."""
    together: list[str] = []
    """Turns that have all these moves."""
    between: list[str] = []
    """[from, to]: turns between the two."""
    causes: list[str] = []
    """Tracks with the cause of every step."""
    proposals: list[str] = []
    tokens: list[str] = []
    injects: list[str] = []
    marks: list[str] = []
    overrides: bool = False
    ending: bool = False


class Question(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question of the debrief, with its evidence."""

    ask: Text
    because: Because
    evidence: list[Evidence]


class Aim(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An objective of the exercise, rated by its evaluators: what is to be trained or found out."""

    objective: Text
    capability: Text
    """The core capability it belongs to."""
    because: Because
    tasks: list[Text] = []
    """Critical tasks: what one would see people do who can do it."""
    evidence: list[Evidence] = []
