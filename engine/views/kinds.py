"""What kind of thing a fact tells of, in a word."""

from engine.words.language import Language

KINDS = {
    "inject": "inject",
    "message": "message",
    "statement": "statement",
    "order": "order",
    "ruling": "ruling",
    "told": "told",
    "agreement": "agreement",
    "announced": "agreement",
    "leaving": "agreement",
    "proposal": "proposal",
    "signature": "signature",
    "note": "note",
    "guess": "guess",
    "override": "override by control",
    "dice": "dice typed in",
    "locked": "orders",
    "question": "question",
    "answer": "answer",
    "request": "question to control",
    "reply": "reply",
    "red_line": "red line",
    "brink": "brink",
    "overdue": "overdue",
    "mark": "mark",
    "offer": "open move",
    "track": "track",
    "undo": "taken back",
}
AS_THEY_ARE = ("startex", "endex")
"""Kinds that are called so in every language."""


def kind_words(language: Language, kind: str) -> str:
    """The word for a kind of fact."""
    return kind.upper() if kind in AS_THEY_ARE else language.say(KINDS.get(kind, "event"))
