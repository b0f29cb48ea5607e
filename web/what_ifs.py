"""One thing otherwise, as a debrief asks: what of a turn can be changed, and what that does to the odds."""

from typing import TYPE_CHECKING

from engine.review.what_if import Change
from engine.words.language import Language
from web.beside import Beside, Computation
from web.open_debrief import OpenDebrief

if TYPE_CHECKING:
    from engine.rehearsal.forecast import Forecast
    from engine.review.changeable import Changeable


def can_change(debrief: OpenDebrief, turn: int, language: Language) -> "list[Changeable]":
    """What of a turn can be otherwise, and how."""
    from engine.review.changeable import changeable

    return debrief.kept(("changeable", turn, language.code), lambda: changeable(debrief.run, turn, language))


def with_change(debrief: OpenDebrief, beside: Beside, turn: int, change: Change) -> "Computation[Forecast]":
    """What a change of a turn does to the odds, which is found beside the room. Raises Refusal."""
    from engine.review.otherwise import otherwise

    with debrief.reading():
        key = (debrief.run.undo_version, turn, change)
        return debrief.what_ifs.of(beside, key, lambda: otherwise(debrief.run, turn, [change]))
