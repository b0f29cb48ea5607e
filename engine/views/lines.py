"""Lines of the log as evaluators point at them, for control alone: when each was, and in words what."""

from bisect import bisect_left, bisect_right

from engine.play import events as happened
from engine.play.state import Moment, State
from engine.play.viewer import CONTROL, Viewer
from engine.views.seen import Link
from engine.views.story import Story
from engine.words.language import Language


class Lines:
    """The lines of one run."""

    def __init__(self, state: State, language: Language) -> None:
        self.state, self.language = state, language
        self.story = Story(state, Viewer(state.exercise, CONTROL), language)

    def link(self, line: int) -> Link:
        """A line with its turn, its phase and its words; without words where an undo took it back."""
        turn, phase = self.place(line)
        return {"line": line, "turn": turn, "phase": phase, "text": self.words(line)}

    def place(self, line: int) -> tuple[int, str]:
        """The turn and the phase after a line, as the journal has them."""
        moments = self.moments(line)
        if not moments and line in self.state.room.gone:
            moments = self.state.room.gone[line]
        if not moments:
            history = self.state.game.history
            last = bisect_right(history, line, key=line_of)
            moments = history[max(last - 1, 0) : last]
        return (moments[-1].turn, moments[-1].phase) if moments else (0, "")

    def words(self, line: int) -> str:
        """What control did with the course of play, or else the first fact of a line."""
        say, moments = self.language.say, self.moments(line)
        kinds = {type(moment.event): moment for moment in moments}
        if happened.Published in kinds:
            return say("The rulings of turn {turn} are published", turn=kinds[happened.Published].turn)
        if happened.TurnBegan in kinds:
            return say("Turn {turn} begins", turn=kinds[happened.TurnBegan].turn)
        if happened.Locked in kinds:
            return say("Orders are locked")
        if happened.PhaseBegan in kinds:
            return say("On to: {phase}", phase=say(kinds[happened.PhaseBegan].phase))
        for moment in moments:
            for fact in self.story.go_on([moment], 0):
                return fact.text
        return ""

    def moments(self, line: int) -> list[Moment]:
        """What happened in a line and still stands."""
        found = []
        for history in (self.state.game.history, self.state.room.history):
            first = bisect_left(history, line, key=line_of)
            found += history[first : bisect_right(history, line, lo=first, key=line_of)]
        return sorted(found, key=lambda moment: moment.index)


def line_of(moment: Moment) -> int:
    return moment.line
