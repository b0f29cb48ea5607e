"""Lines of the log as evaluators point at them, for control alone: when each was, and in words what."""

from bisect import bisect_left, bisect_right
from typing import Any

from engine.language import Language
from engine.play import events as happened
from engine.play.state import Moment, State
from engine.play.views.audience import CONTROL, Viewer
from engine.play.views.story import Story


class Lines:
    """The lines of one run."""

    def __init__(self, state: State, language: Language) -> None:
        self.state, self.language = state, language
        self.story = Story(state, Viewer(state.exercise, CONTROL), language)

    def link(self, line: int) -> dict[str, Any]:
        """A line with its turn, its phase and its words; without words where an undo took it back."""
        turn, phase, text = self.told(line)
        return {"line": line, "turn": turn, "phase": phase, "text": text}

    def place(self, line: int) -> tuple[int, str]:
        """The turn and the phase of a line."""
        return self.told(line)[:2]

    def told(self, line: int) -> tuple[int, str, str]:
        """Turn, phase and words of a line: of what control did with the course of play, or its first fact."""
        say, moments = self.language.say, self.moments(line)
        kinds = {type(moment.event): moment for moment in moments}
        if published := kinds.get(happened.Published):
            text = say("The rulings of turn {turn} are published", turn=published.turn)
            return published.turn, published.phase, text
        if happened.TurnBegan in kinds:
            last = moments[-1]
            return last.turn, last.phase, say("Turn {turn} begins", turn=last.turn)
        if locked := kinds.get(happened.Locked):
            return locked.turn, locked.phase, say("Orders are locked")
        if phase := kinds.get(happened.PhaseBegan):
            return phase.turn, phase.phase, say("On to: {phase}", phase=say(phase.phase))
        for moment in moments:
            for fact in self.story.go_on([moment], 0):
                return fact.turn, fact.phase, fact.text
        return *self.before(line, moments), ""

    def moments(self, line: int) -> list[Moment]:
        """What happened in a line and still stands."""
        found = []
        for history in (self.state.game.history, self.state.room.history):
            first = bisect_left(history, line, key=line_of)
            found += history[first : bisect_right(history, line, lo=first, key=line_of)]
        return found

    def before(self, line: int, moments: list[Moment]) -> tuple[int, str]:
        """The turn and phase of a line that tells nothing."""
        if not moments and line in self.state.room.gone:
            return self.state.room.gone[line]
        history = self.state.game.history
        last = bisect_right(history, line, key=line_of)
        return (history[last - 1].turn, history[last - 1].phase) if last else (0, "")


def line_of(moment: Moment) -> int:
    return moment.line
