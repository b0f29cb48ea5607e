"""Why something was not done, in the language of whoever asked for it."""

from typing import Any

from engine.play.refusal import Refusal
from engine.words.language import Language


def refusal_in_words(refusal: Refusal, spoken: Language) -> str:
    """A refusal as a sentence; parts of it that are words of the program are said in that language, too."""
    values = {name: in_words(value, spoken) for name, value in refusal.values.items()}
    return spoken.say(refusal.message, **values)


def in_words(value: Any, spoken: Language) -> Any:
    """A part of a refusal: a word of the program, another sentence, or what somebody wrote."""
    if isinstance(value, Refusal):
        return refusal_in_words(value, spoken)
    return spoken.say(value) if isinstance(value, str) else value
