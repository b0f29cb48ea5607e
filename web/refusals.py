"""Why something was not done, in the language of the page."""

from engine.play.commands import Refusal
from engine.words.language import Language


def refusal_in_words(refusal: Refusal, spoken: Language) -> str:
    """Why a command was refused, in the language of the page."""
    values = {
        name: spoken.say(value) if isinstance(value, str) else value for name, value in refusal.values.items()
    }
    return spoken.say(refusal.message, **values)
