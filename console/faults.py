"""Failures in words: what went wrong, and what to do about it."""

from console.screen import clean
from console.speech import speech


def explain(fault: Exception) -> str:
    """One failure as a person should read it."""
    from engine.play.commands import Refusal
    from engine.record.log import LogError
    from engine.rules.problems import ExerciseError
    from engine.words.refusals import refusal_in_words

    say = speech().say
    if isinstance(fault, ExerciseError):
        return clean("\n".join(str(problem) for problem in fault.problems))
    if isinstance(fault, Refusal):
        return clean(refusal_in_words(fault, speech()))
    if isinstance(fault, LogError):
        return clean(str(fault))
    if isinstance(fault, OSError):
        return clean(say("{path}: {reason}", path=fault.filename or "", reason=fault.strerror or str(fault)))
    return clean(
        say(
            "Something went wrong that should not ({kind}: {message}). What was done is kept. "
            "Set WHITECELL_DEBUG=1 to see the details.",
            kind=type(fault).__name__,
            message=fault,
        )
    )
