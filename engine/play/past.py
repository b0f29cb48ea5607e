"""What has been, line by line, and what of it stands: what an undo needs to know beside the state.

Whoever keeps the lines hands it in with a command; without lines there is nothing to undo.
"""

from collections.abc import Iterable

from engine.play.events import Event, PhaseBegan, Published, TurnBegan, Undone
from engine.play.fold import MOVES_GAME


class Past:
    """The events of all lines so far, and which lines took others back."""

    def __init__(self) -> None:
        self.events: list[list[Event]] = []
        """By line; that of line 1 comes first."""
        self.undone: dict[int, int] = {}
        """By number of an undo line, the line after which the game stood again."""

    def keep(self, events: list[Event]) -> None:
        """Remember the events of the next line."""
        self.events.append(events)
        for event in events:
            if type(event) is Undone:
                self.undone[len(self.events)] = event.line

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

    def game_after(self, last: int | None = None) -> list[tuple[int, list[Event]]]:
        """The same lines with their events."""
        return [(line, self.events[line - 1]) for line in self.standing(last)]

    @property
    def version(self) -> str:
        """What an undo would take back, as a version: the last line that moved the game, or took it back."""
        numbers = range(len(self.events), 0, -1)
        return next((f"{number}" for number in numbers if self.moved(number) or number in self.undone), "")

    @property
    def steps(self) -> list[int]:
        """The lines that moved the game and stand."""
        return [line for line in self.standing() if self.moved(line)]

    def moved(self, line: int) -> bool:
        """Whether a line moved the game."""
        return any(type(event).__name__ in MOVES_GAME for event in self.events[line - 1])

    def published(self, lines: Iterable[int]) -> set[int]:
        """The turns that these lines published."""
        told = (event for line in lines for event in self.events[line - 1])
        return {event.turn for event in told if isinstance(event, Published)}

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


NO_PAST = Past()
"""Of whoever keeps no lines; nobody writes into it."""
