"""Lines of the log and their events as evaluators point at them, for control alone: when each was, and in
words what.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from copy import copy

from engine.play import events as happened
from engine.play.fold import GAME
from engine.play.references import Reference, reference
from engine.play.state import Moment, State
from engine.play.viewer import CONTROL, Viewer
from engine.views.kinds import kind_words
from engine.views.seen import Link
from engine.views.story import Fact, Story, merged, place_of
from engine.words.language import Language


class Lines:
    """The lines of one run."""

    def __init__(self, state: State, language: Language) -> None:
        self.state, self.language = state, language
        self.story = Story(with_gone(state), Viewer(state.exercise, CONTROL), language)

    def links(self, lines: Iterable[int], events: Iterable[str]) -> list[Link]:
        """What something rests on, whole lines and single events, in the order it happened."""
        named = [found for text in events if (found := reference(text))]
        return [self.link(*found) for found in sorted([*map(Reference, lines), *named])]

    def link(self, line: int, event: int = 0) -> Link:
        """A line or one of its events with its turn, its phase and its words, as it was."""
        turn, phase = self.place(line)
        kind, text, cause = self.of_event(line, event) if event else ("", self.words(line), "")
        moments = self.moments(line)
        return {
            "line": line,
            "event": event,
            "reference": str(Reference(line, event)),
            "turn": turn,
            "phase": phase,
            "kind": kind,
            "kind_words": kind_words(self.language, kind) if kind else "",
            "text": text,
            "cause": cause,
            "standing": bool(moments) or line not in self.state.room.gone,
        }

    def place(self, line: int) -> tuple[int, str]:
        """The turn and the phase after a line, as the journal has them."""
        moments = self.moments(line) or self.state.room.gone.get(line, [])
        if not moments:
            history = self.state.game.history
            last = bisect_right(history, line, key=line_of)
            moments = history[max(last - 1, 0) : last]
        return (moments[-1].turn, moments[-1].phase) if moments else (0, "")

    def of_event(self, line: int, event: int) -> tuple[str, str, str]:
        """A single event, also one that was taken back: its kind, its words, and what called it."""
        moments = [*self.moments(line), *self.state.room.gone.get(line, [])]
        moment = next((found for found in moments if found.index == event - 1), None)
        facts = self.facts(moment) if moment else []
        if not facts:
            return "event", self.plain(moment) if moment else "", ""
        cause = str(facts[0].details.get("cause", "")) if facts[0].kind == "ruling" else ""
        return facts[0].kind, "; ".join(fact.text for fact in facts), cause

    def facts(self, moment: Moment) -> list[Fact]:
        """What an event told. How a track stood before it is known from all that came before."""
        if not isinstance(moment.event, happened.Stepped):
            return self.story.go_on([moment], 0)
        story = Story(self.story.state, self.story.viewer, self.language)
        for earlier in merged(self.state.game.history, self.state.room.history):
            if place_of(earlier) >= place_of(moment):
                break
            story.remember(earlier.event)
            story.values.update(getattr(earlier.event, "changes", None) or {})
        return story.go_on([moment], 0)

    def words(self, line: int) -> str:
        """What control did with the course of play, or else the first fact of a line."""
        moments = self.moments(line) or self.state.room.gone.get(line, [])
        kinds = {type(moment.event): moment for moment in moments}
        for kind in COURSE:
            if kind in kinds:
                return self.plain(kinds[kind])
        for moment in moments:
            for fact in self.story.go_on([moment], 0):
                return fact.text
        return ""

    def plain(self, moment: Moment) -> str:
        """The course of play, which tells no fact of its own."""
        say, event = self.language.say, moment.event
        match event:
            case happened.Published():
                return say("The rulings of turn {turn} are published", turn=event.turn)
            case happened.TurnBegan():
                return say("Turn {turn} begins", turn=event.turn)
            case happened.Locked():
                return say("Orders are locked")
            case happened.PhaseBegan():
                return say("On to: {phase}", phase=say(event.phase))
        return say("nothing changed")

    def moments(self, line: int) -> list[Moment]:
        """What happened in a line and still stands."""
        found = []
        for history in (self.state.game.history, self.state.room.history):
            first = bisect_left(history, line, key=line_of)
            found += history[first : bisect_right(history, line, lo=first, key=line_of)]
        return sorted(found, key=lambda moment: moment.index)


def with_gone(state: State) -> State:
    """The same state with the proposals that undos took: what is said of a signature names its agreement."""
    gone = [moment.event for moments in state.room.gone.values() for moment in moments]
    proposed = [event for event in gone if isinstance(event, happened.Proposed)]
    if not proposed:
        return state
    found = copy(state)
    found.game = state.game.copy(state.game.history)
    for event in proposed:
        if event.proposal not in found.game.proposals:
            GAME["Proposed"](found.game, event)
    return found


COURSE = (happened.Published, happened.TurnBegan, happened.Locked, happened.PhaseBegan)
"""Events by which a whole line is called, the first of them that it holds."""


def line_of(moment: Moment) -> int:
    return moment.line
