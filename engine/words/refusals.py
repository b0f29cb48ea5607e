"""Why something was not done, in the language of whoever asked for it."""

from typing import Any

from engine.play.refusal import Refusal
from engine.words.language import Language

REFUSALS = {
    "withdrawn": "not available in this seating",
    "ordered": "ordered already this turn",
    "excluded": "not together with another order of this turn",
    "paid": "the limit of paid orders is reached",
    "free": "the limit of free orders is reached",
    "capital": "not enough political capital",
    "unknown": "there is no such order",
    "message": "there is no such message to carry",
}
"""Why an order is not allowed, by the code of the reason."""


def refusal_in_words(refusal: Refusal, spoken: Language) -> str:
    """A refusal as a sentence; parts of it that are words of the program are said in that language, too."""
    values = {name: in_words(value, spoken) for name, value in refusal.values.items()}
    return spoken.say(refusal.message, **values)


def in_words(value: Any, spoken: Language) -> Any:
    """A part of a refusal: a word of the program, another sentence, or what somebody wrote."""
    if isinstance(value, Refusal):
        return refusal_in_words(value, spoken)
    return spoken.say(value) if isinstance(value, str) else value
