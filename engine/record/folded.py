"""What a log folds to: its events by line, the lines that stand, and the state they make."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import cast

from msgspec import UNSET

from engine.play.commands import Command, Refusal, admit, admit_again, carry_out, let_in
from engine.play.commands.ask import spoken
from engine.play.commands.declared import Fields, Undo
from engine.play.draft import Draft
from engine.play.events import Event, PhaseBegan, Published, TurnBegan, Undone
from engine.play.fold import MOVES_GAME, ONLY_TOLD, again, fold
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
        self.acts: list[int] = []
        """The lines that move the game or its clock, or take it back: few among all that is said."""

    def take(self, line: Line[list[Event]], events: list[Event]) -> bool:
        """Fold one line. True where it only tells something: the game and its clock stand as before."""
        number, state = line.seq, self.state
        told = self.keep(number, events)
        for index, event in enumerate(events):
            fold(state, event, number, index)
            if type(event) is Undone:
                again(state, self.game())
        return told

    def decide(self, command: Command, number: int) -> Draft:
        """What a command causes, for `adopt` to take over. The state stays as it is. Raises Refusal."""
        if command.name == "undo":
            return self.undo(command, number)
        fields = let_in(self.state, command)
        later = fields.only_told
        draft = Draft(self.state if later else self.state.copy(), number, later=later)
        carry_out(draft, command.actor, fields)
        return draft

    def adopt(self, number: int, draft: Draft) -> None:
        """Take over what was decided, once its line stands."""
        if draft.later:
            for index, event in enumerate(draft.events):
                fold(self.state, event, number, index)
        else:
            self.state.become(draft.state)
        self.keep(number, draft.events)

    def go_on(self, fields: Fields, actor: str, number: int) -> list[Event]:
        """What a command causes, with the state moved on at once. Raises Refusal, and is of no use then."""
        if isinstance(fields, Undo):
            draft = self.undo(Command.of(fields, actor), number)
            self.state.become(draft.state)
        else:
            admit_again(self.state, actor, fields)
            draft = Draft(self.state, number)
            carry_out(draft, actor, fields)
        self.keep(number, draft.events)
        return draft.events

    def keep(self, number: int, events: list[Event]) -> bool:
        """Remember the events of a line whose effect is in the state already (or is about to be).

        True where they only tell something.
        """
        self.events.append(events)
        if ONLY_TOLD.issuperset(map(type, events)):
            return True
        self.acts.append(number)
        for event in events:
            if type(event) is Undone:
                self.undone[number] = event.line
        return False

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
        taken = self.taken(target)
        published = {
            event.turn for line in taken for event in self.events[line - 1] if isinstance(event, Published)
        }
        takes = {str(turn): self.state.room.take(turn) + 1 for turn in sorted(published)}
        turn, phase = self.place_after(target)
        draft = Draft(self.state.copy(), number)
        draft.emit(
            Undone(
                line=target,
                reason=given.reason,
                takes=takes,
                told=spoken(given.told, self.state.exercise.file.languages),
                lines=taken,
                turn=turn,
                phase=phase,
            )
        )
        again(draft.state, self.game(target))
        for event in settled_anew(draft.state):
            draft.emit(event)
        return draft

    def standing_acts(self, last: int | None = None) -> Iterator[int]:
        """The lines of the game as it stands after `last`, the newest first, without those that only tell."""
        acts = self.acts
        place = len(acts) if last is None else bisect_right(acts, last)
        while place:
            number = acts[place - 1]
            if number in self.undone:
                place = bisect_right(acts, self.undone[number])
                continue
            yield number
            place -= 1

    def game(self, last: int | None = None) -> list[tuple[int, list[Event]]]:
        """The lines that the game is made of as it stands after `last`, with their events."""
        return [(line, self.events[line - 1]) for line in self.standing_acts(last)][::-1]

    def taken(self, target: int) -> list[int]:
        """The lines that stand, and would not if the game went back to after `target`."""
        now, then, found = len(self.events), target, []
        while now != then:
            if now > then:
                if now not in self.undone:
                    found.append(now)
                now = self.undone.get(now, now - 1)
            else:
                then = self.undone.get(then, then - 1)
        return found[::-1]

    def place_after(self, target: int) -> tuple[int, str]:
        """The turn and the phase where the game stands after a line."""
        turn, phase = None, None
        for line in self.standing_acts(target):
            for event in reversed(self.events[line - 1]):
                if turn is None and isinstance(event, TurnBegan):
                    turn = event.turn
                elif phase is None and isinstance(event, PhaseBegan):
                    phase = event.phase
            if turn is not None and phase is not None:
                break
        return turn or 0, phase or ""

    @property
    def undo_version(self) -> str:
        """What `undo` would take back, as a version: the last line that moved the game, or took it back."""
        moved = (line for line in reversed(self.acts) if line in self.undone or self.moves_game(line))
        return str(next(moved))

    def before_last(self) -> int:
        """The line before the last one that moved the game."""
        moved = (line for line in self.standing_acts() if self.moves_game(line))
        last = next(moved, None)
        if last is None or next(moved, None) is None:
            raise Refusal("There is nothing to undo.")
        return last - 1

    def moves_game(self, line: int) -> bool:
        return any(type(event).__name__ in MOVES_GAME for event in self.events[line - 1])
