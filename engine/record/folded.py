"""What a log folds to: its events by line, the lines that stand, and the state they make."""

from engine.play.commands import Command, admit_again, carry_out, let_in
from engine.play.commands.declared import Fields
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

    def take(self, line: Line[list[Event]], events: list[Event]) -> bool:
        """Fold one line. True where it only tells something: the game and its clock stand as before."""
        number, state = line.seq, self.state
        told = self.past.keep(events)
        for index, event in enumerate(events):
            fold(state, event, number, index)
            if type(event) is Undone:
                again(state, self.past.game_after())
        return told

    def decide(self, command: Command, number: int) -> Draft:
        """What a command causes, for `adopt` to take over. The state stays as it is. Raises Refusal."""
        fields = let_in(self.state, command, self.past)
        later = fields.only_told
        draft = Draft(self.state if later else self.state.copy(), number, later=later)
        carry_out(draft, command.actor, fields, self.past)
        return draft

    def adopt(self, draft: Draft) -> None:
        """Take over what was decided, once its line stands."""
        if draft.later:
            for index, event in enumerate(draft.events):
                fold(self.state, event, draft.line, index)
        else:
            self.state.become(draft.state)
        self.past.keep(draft.events)

    def go_on(self, fields: Fields, actor: str, number: int) -> list[Event]:
        """What a command causes, with the state moved on at once. Raises Refusal, and is of no use then."""
        admit_again(self.state, actor, fields)
        draft = Draft(self.state, number)
        carry_out(draft, actor, fields, self.past)
        self.past.keep(draft.events)
        return draft.events

    def standing(self, last: int | None = None) -> list[int]:
        """The lines that make up the game as it stands after `last`: those that no undo took back."""
        return self.past.standing(last)
