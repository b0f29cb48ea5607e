"""Why something was not done, in the language of whoever asked for it."""

from engine.play.refusal import Refusal
from engine.words.language import Language


def refusal_in_words(refusal: Refusal, spoken: Language) -> str:
    """A refusal as a sentence; parts of it that are words of the program are said in that language, too."""
    values = {
        name: spoken.say(value) if isinstance(value, str) else value for name, value in refusal.values.items()
    }
    return spoken.say(refusal.message, **values)
