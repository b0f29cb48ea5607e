"""What a log folds to: its events by line, the lines that stand, and the state they make."""

from engine.play.draft import Draft
from engine.play.events import Event, Undone
from engine.play.fold import again, fold
from engine.play.past import Past
from engine.play.state import State
from engine.record.log import Line
from engine.rules.exercise import Exercise


class Record:
    """The events of a log by line, and the state they fold to."""

    def __init__(self, exercise: Exercise, seed: int) -> None:
        self.state, self.past = State(exercise, seed), Past()

    @property
    def events(self) -> list[list[Event]]:
        """The events of each line."""
        return self.past.events

    @property
    def undone(self) -> dict[int, int]:
        """By number of an undo line, the line after which the game stood again."""
        return self.past.undone

    def take(self, line: Line[list[Event]], events: list[Event]) -> None:
        """Fold one line."""
        self.past.keep(events)
        for index, event in enumerate(events):
            fold(self.state, event, line.seq, index)
            if type(event) is Undone:
                again(self.state, self.past.game_after())

    def adopt(self, draft: Draft) -> None:
        """Take over what was decided, once its line stands."""
        self.state.become(draft.state)
        self.past.keep(draft.events)

    def standing(self, last: int | None = None) -> list[int]:
        """The lines that make up the game as it stands after `last`: those that no undo took back."""
        return self.past.standing(last)
