"""What the lock of the orders makes of a seat: one wording for seat, control, console and log."""

from engine.play.events import Locked
from engine.play.state import State
from engine.views.seen import AtLock, View, is_role
from engine.words.language import Language

SEALED, CHANGED, DRAFT, LEFT, NOTHING, DOCTRINE = "sealed", "changed", "draft", "left", "nothing", "doctrine"
AT_LOCK = {
    SEALED: "Sealed: these orders count.",
    CHANGED: "What is sealed counts. What was changed since is not sealed and does not count.",
    DRAFT: "Not sealed: the draft counts, as far as it is allowed and fits the limits.",
    LEFT: "Not sealed: only sealed orders count, the draft does not.",
    NOTHING: "Nothing chosen: the seat orders nothing.",
    DOCTRINE: "Nobody plays this seat in person: its doctrine orders.",
}
"""By how a seat stands, what happens to it when control locks the orders."""
TAKEN = {
    "drafts": "Not sealed, the draft counted as far as it was allowed: {seats}",
    "left": "Not sealed, the draft did not count: {seats}",
    "silent": "Nothing chosen: {seats}",
}
"""By field of the lock, what happened to the seats that it names."""
OWN_TAKEN = {
    "drafts": "Orders were locked before this seat had sealed. Its draft counted as far as it was allowed.",
    "left": "Orders were locked before this seat had sealed. Its draft did not count.",
    "silent": "Orders were locked. This seat had chosen nothing and orders nothing.",
}
"""The same, as the seat itself reads it."""


def standing(state: State, role: str) -> str:
    """How a seat stands before the lock: that there is a draft, and never what is in it."""
    drafted = role in state.drafts
    if role in state.game.orders:
        return CHANGED if drafted else SEALED
    if drafted:
        return DRAFT if state.room.drafts_count else LEFT
    return NOTHING if state.played(role) else DOCTRINE


def at_lock(state: State, role: str, language: Language) -> AtLock:
    """How a seat stands, and what the lock would make of it."""
    found = standing(state, role)
    return {"state": found, "words": language.say(AT_LOCK[found])}


def without_draft(view: View) -> View:
    """A seat's view as somebody else may look at it: a draft is for its seat alone to read."""
    if not is_role(view):
        return view
    hidden = view.copy()
    hidden["draft"], hidden["comments"], hidden["too_much"] = None, [], ""
    return hidden


def told_after(event: Locked, role: str, language: Language) -> str:
    """What the lock did with a seat that had not sealed, as that seat reads it; empty for any other."""
    field = next((name for name in OWN_TAKEN if role in getattr(event, name)), "")
    return language.say(OWN_TAKEN[field]) if field else ""


def taken(event: Locked, seats: dict[str, str], language: Language) -> list[str]:
    """What the lock did with the seats that had not sealed, a sentence for each kind."""
    found = []
    for field, sentence in TAKEN.items():
        roles = getattr(event, field)
        if roles:
            found.append(language.say(sentence, seats=", ".join(seats[role] for role in roles)))
    return found
