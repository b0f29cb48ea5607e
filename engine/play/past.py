"""What has been, line by line, and what of it stands: what an undo needs to know beside the state.

Whoever keeps the lines hands it in with a command; without lines there is nothing to undo.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from engine.play.events import Event, PhaseBegan, Published, TurnBegan, Undone
from engine.play.fold import MOVES_GAME, ONLY_TOLD


class Past:
    """The events of all lines so far, and which lines took others back."""

    def __init__(self) -> None:
        self.events: list[list[Event]] = []
        """By line; that of line 1 comes first."""
        self.undone: dict[int, int] = {}
        """By number of an undo line, the line after which the game stood again."""

        self.acts: list[int] = []
        """The lines that move the game or its clock, or take it back: few among all that is said."""

    def keep(self, events: list[Event]) -> bool:
        """Remember the events of the next line. True where they only tell something.

        Raises ValueError for an undo that goes nowhere: nobody could ever stand there.
        """
        self.events.append(events)
        if ONLY_TOLD.issuperset(map(type, events)):
            return True
        number = len(self.events)
        self.acts.append(number)
        for event in events:
            if type(event) is Undone:
                if not 0 < event.line < number:
                    raise ValueError("it takes back what was not before it")
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

    def standing_acts(self, last: int | None = None) -> Iterator[int]:
        """The lines of the game as it stands after `last`, the newest first, without those that only tell."""
        place = len(self.acts) if last is None else bisect_right(self.acts, last)
        while place:
            number = self.acts[place - 1]
            if number in self.undone:
                place = bisect_right(self.acts, self.undone[number])
                continue
            yield number
            place -= 1

    def game_after(self, last: int | None = None) -> list[tuple[int, list[Event]]]:
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

    @property
    def version(self) -> str:
        """What an undo would take back, as a version: the last line that moved the game, or took it back."""
        acts = reversed(self.acts)
        return next((f"{line}" for line in acts if line in self.undone or self.moved(line)), "")

    def steps(self) -> Iterator[int]:
        """The lines that moved the game and stand, the newest first."""
        return filter(self.moved, self.standing_acts())

    def moved(self, line: int) -> bool:
        """Whether a line moved the game."""
        return any(type(event).__name__ in MOVES_GAME for event in self.events[line - 1])

    def published(self, lines: Iterable[int]) -> set[int]:
        """The turns that these lines published."""
        told = (event for line in lines for event in self.events[line - 1])
        return {event.turn for event in told if isinstance(event, Published)}

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


NO_PAST = Past()
"""Of whoever keeps no lines; nobody writes into it."""
