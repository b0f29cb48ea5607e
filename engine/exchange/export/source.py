"""What is exported: a run, or the same run without what people wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from engine.exchange.startex import startex
from engine.play.events import Event
from engine.play.fold import ROOM, again, fold
from engine.play.state import Moment, State
from engine.play.viewer import CONTROL, Viewer
from engine.record.folded import Record
from engine.record.run import Run
from engine.record.timer import moment
from engine.views.story import Fact, Story
from engine.words.language import Language


@dataclass(frozen=True)
class ExportSource:
    """The lines of a run as they were when the export began, and what they fold to."""

    lines: list[Any]
    """Lines of the log: when each was written, by whom, and with which command."""
    record: Record
    """The events by line."""
    anonymous: bool = False

    @classmethod
    def of(cls, run: Run) -> "ExportSource":
        """A run as it stands."""
        return cls(list(run.log.lines[: len(run.record.events)]), run.record)

    @property
    def state(self) -> State:
        """The run as it stands."""
        return self.record.state

    def minutes(self, at: str) -> float:
        """Minutes since STARTEX, none before it; whole ones where nobody is to learn the time of day."""
        begun = startex(self.state) or len(self.lines)
        passed = max(0.0, (moment(at) - moment(self.lines[begun - 1].at)).total_seconds() / 60)
        return int(passed) if self.anonymous else round(passed, 2)


class LoggedEvent(NamedTuple):
    """One event with its place, and what control was told of it then."""

    line: Any
    at: int
    """Its place in the line."""
    event: Event
    turn: int
    phase: str
    standing: bool
    facts: list[Fact]
    state: State


def walk(source: ExportSource, language: str) -> Iterator[LoggedEvent]:
    """Every event of the log in order, those that were taken back too, each in control's words of then."""
    record = Record(source.state.exercise, source.state.seed)
    state, standing = record.state, set(source.record.standing())
    story = Story(state, Viewer(state.exercise, CONTROL), Language(language))
    told = 0
    for line, events in zip(source.lines, source.record.events, strict=True):
        record.past.keep(events)
        for index, event in enumerate(events):
            fold(state, event, line.seq, index)
            turn, phase = state.game.turn, state.game.phase
            facts = story.go_on([Moment(line.seq, index, turn, phase, event)], told)
            told += len(facts)
            stands = line.seq in standing or type(event).__name__ in ROOM
            yield LoggedEvent(line, index, event, turn, phase, stands, facts, state)
        if line.seq in record.undone:
            again(state, record.past.game_after())
            story.values = dict(zip(state.exercise.names, state.game.vector, strict=True))
