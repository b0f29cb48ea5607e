"""What is said of a run when it has ended: the text of its ending, and the sentences that are true of it."""

from engine.play.events import Finished
from engine.play.viewer import Viewer
from engine.rules.exercise import EndingRule, Exercise
from engine.words.language import Language


def ending_of(exercise: Exercise, finished: Finished) -> EndingRule:
    """The ending that a run came to."""
    return next(rule for rule in exercise.endings if rule.ending.id == finished.ending)


def said_at_the_end(finished: Finished, viewer: Viewer, language: Language, *, free: bool = False) -> str:
    """The text, and after it each true sentence, in order.

    A sentence tells that its condition holds: so those who can read all of that are told; and everybody
    where it is `free`, once control has released everything.
    """
    rule = ending_of(viewer.exercise, finished)
    true = (rule.sentences[place] for place in finished.said)
    told = [entry.sentence.text for entry in true if free or viewer.among(entry.readers)]
    return " ".join(filter(None, (language.text(text) for text in (rule.ending.text, *told))))
