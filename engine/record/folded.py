"""What a log folds to: its events by line, the lines that stand, and the state they make."""

from collections.abc import Iterable
from typing import cast

from msgspec import UNSET

from engine.play.commands import Command, Refusal, admit
from engine.play.commands.ask import spoken
from engine.play.commands.declared import Undo
from engine.play.draft import Draft
from engine.play.events import Event, PhaseBegan, Published, TurnBegan, Undone
from engine.play.fold import MOVES_GAME, again, fold
from engine.play.requests import settled_anew
from engine.play.state import State
from engine.record.log import Line
from engine.rules.exercise import Exercise


class Record:
    """The events of a log by line, and the state they fold to."""

    def __init__(self, exercise: Exercise, seed: int) -> None:
        self.state = State(exercise, seed)
        self.events: list[list[Event]] = []
        self.undone: dict[int, int] = {}
        """By number of an undo line, the line after which the game stood again."""

    def take(self, line: Line[list[Event]], events: list[Event]) -> None:
        """Fold one line."""
        number, state = line.seq, self.state
        self.events.append(events)
        for index, event in enumerate(events):
            fold(state, event, number, index)
            if type(event) is Undone:
                if not 0 < event.line < number:
                    raise ValueError("it takes back what was not before it")
                self.undone[number] = event.line
                again(state, [(standing, self.events[standing - 1]) for standing in self.standing()])

    def adopt(self, number: int, draft: Draft) -> None:
        """Take over what was decided, once its line stands."""
        self.state.become(draft.state)
        self.keep(number, draft.events)

    def keep(self, number: int, events: list[Event]) -> None:
        """Remember the events of a line whose effect is in the state already (or is about to be)."""
        self.events.append(events)
        for event in events:
            if type(event) is Undone:
                self.undone[number] = event.line

    def standing(self, last: int | None = None) -> list[int]:
        """The lines that make up the game as it stands after `last`: those that no undo took back."""
        number = len(self.events) if last is None else last
        found = []
        while number > 0:
            if number in self.undone:
                number = self.undone[number]
                continue
            found.append(number)
            number -= 1
        return found[::-1]

    def undo(self, command: Command, number: int) -> Draft:
        """A draft of the game as it stood after an earlier line. Raises Refusal."""
        given = cast(Undo, admit(self.state, command, self.undo_version))
        if self.state.room.ready:
            raise Refusal("There is nothing to undo.")
        target = self.before_last() if given.line is UNSET else given.line
        if target >= number:
            raise Refusal("Undo goes back to an earlier line, from 1 to {last}.", last=number - 1)
        kept = set(self.standing(target))
        published = {
            event.turn
            for line in self.standing()
            if line not in kept
            for event in self.events[line - 1]
            if isinstance(event, Published)
        }
        takes = {str(turn): self.state.room.take(turn) + 1 for turn in sorted(published)}
        turn, phase = self.place_after(sorted(kept))
        draft = Draft(self.state.copy(), number)
        draft.emit(
            Undone(
                line=target,
                reason=given.reason,
                takes=takes,
                told=spoken(given.told, self.state.exercise.file.languages),
                lines=[line for line in self.standing() if line not in kept],
                turn=turn,
                phase=phase,
            )
        )
        again(draft.state, [(line, self.events[line - 1]) for line in self.standing(target)])
        for event in settled_anew(draft.state):
            draft.emit(event)
        return draft

    def place_after(self, lines: Iterable[int]) -> tuple[int, str]:
        """The turn and the phase where these lines leave the game."""
        turn, phase = 0, ""
        for line in lines:
            for event in self.events[line - 1]:
                if isinstance(event, TurnBegan):
                    turn = event.turn
                elif isinstance(event, PhaseBegan):
                    phase = event.phase
        return turn, phase

    @property
    def undo_version(self) -> str:
        """What `undo` would take back, as a version: the last line that moved the game, or took it back."""
        return str(
            next(
                number
                for number in range(len(self.events), 0, -1)
                if any(type(event).__name__ in MOVES_GAME for event in self.events[number - 1])
                or number in self.undone
            )
        )

    def before_last(self) -> int:
        """The line before the last one that moved the game."""
        standing = [
            line
            for line in self.standing()
            if any(type(event).__name__ in MOVES_GAME for event in self.events[line - 1])
        ]
        if len(standing) < 2:
            raise Refusal("There is nothing to undo.")
        return standing[-1] - 1
