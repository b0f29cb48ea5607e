"""A run line by line as it was lived through: what moved the game and stands, and every undo."""

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from engine.play.events import Event, Lapsed, Ordered, PhaseBegan, TurnBegan, Undone
from engine.play.fold import MOVES_GAME
from engine.play.state import State
from engine.record.chain import Line
from engine.record.folded import Record
from engine.record.run import Run

EXPECTED = frozenset({TurnBegan, PhaseBegan, Lapsed, Ordered})
"""Events of lines that change no odds: what comes next in any case, and orders until they are locked."""
Kind = TypeVar("Kind", bound=Event)


class Lived(NamedTuple):
    """A line that stands, or an undo, with the run before and after it."""

    line: Line[list[Event]]
    before: State
    after: State

    def first(self, *kinds: type[Kind]) -> Kind | None:
        """Its first event of one of these kinds."""
        return next((event for event in self.line.events if isinstance(event, kinds)), None)

    @property
    def place(self) -> tuple[int, str]:
        """The turn and the phase it belongs to: an opening to what it opens."""
        opens = any(isinstance(event, PhaseBegan) and event.phase in OPENED for event in self.line.events)
        game = (self.after if opens else self.before).game
        return game.turn, game.phase


OPENED = ("situation", "consultation")


def lived(run: Run) -> Iterator[Lived]:
    """Everything that moved the game as it stands, and every undo, in the order of the log.

    What automatic control would do next as well changes no odds and is left out.
    """
    standing = set(run.record.standing())
    record = Record(run.exercise, run.state.seed)
    last: State | None = None
    for line in run.log.lines:
        moves = any(type(event).__name__ in MOVES_GAME for event in line.events)
        undoes = any(isinstance(event, Undone) for event in line.events)
        wanted = undoes or (moves and line.seq in standing and not expected(line))
        before = (last or record.state.copy()) if wanted else None
        record.take(line, line.events)
        if before is not None:
            last = record.state.copy()
            yield Lived(line, before, last)
        elif moves:
            last = None


def expected(line: Line[list[Event]]) -> bool:
    """Whether a line changes no odds. A consultation that opens does: teams have proposed nothing yet."""
    opens = any(isinstance(event, PhaseBegan) and event.phase == "consultation" for event in line.events)
    return not opens and EXPECTED.issuperset(map(type, line.events))
