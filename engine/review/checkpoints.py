"""The states of a run after each of its events: kept at intervals, and folded on from the nearest."""

from bisect import bisect_left, bisect_right
from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping
from copy import copy
from itertools import count, islice
from typing import Any, NamedTuple

from msgspec.structs import replace

from engine.play.events import Event
from engine.play.fold import ROOM, again, fold
from engine.play.state import Game, Moment, Room, State
from engine.record.chain import Line
from engine.record.folded import Record
from engine.review.accounts import Segment
from engine.rules.exercise import Exercise
from engine.rules.vocabulary import TURN
from engine.views.seen import TrackDetails
from engine.views.story import Fact, Place, place_of

GROWS = ("history", "messages", "statements", "sent", "letters", "requests")
"""What a room only adds to."""
LEAST_APART, MOST_KEPT = 64, 512
"""Events between two kept states, at least; and about how many states are kept, at most."""


class Checkpoint(NamedTuple):
    """A state that was kept. What only grows is not copied: it is cut to its length when it is needed."""

    game: Game
    history: list[Moment]
    past: int
    """How much of the history had happened."""
    room: Room
    words: dict[str, int]
    """How much there was of each thing that a room only adds to."""


class Beginning(Mapping[str, Any]):
    """The first so many entries of a map that only grows; however long that is by now, it is not copied."""

    def __init__(self, whole: Mapping[str, Any], places: Mapping[str, int], length: int) -> None:
        """`places`: of each entry of the whole, how many came before it."""
        self.whole, self.places, self.length = whole, places, length

    def __getitem__(self, key: str) -> Any:
        if self.places[key] >= self.length:
            raise KeyError(key)
        return self.whole[key]

    def __iter__(self) -> Iterator[str]:
        return islice(self.whole, self.length)

    def __len__(self) -> int:
        return self.length


class Checkpoints:
    """Folds a log event by event and gives back the state after any of them."""

    def __init__(self, exercise: Exercise, seed: int) -> None:
        self.record = Record(exercise, seed)
        self.moments: list[Moment] = []
        """Every event as it happened, with the turn and the phase after it; event n is the n-th, from 1."""
        self.segments = [Segment((1, 0), copy(self.record.state), 0)]
        """What lies between one undo and the next."""
        self.numbers: list[int] = []
        self.kept: list[Checkpoint] = []
        self.places: dict[str, dict[str, int]] = {name: {} for name in GROWS}
        """Of each map that only grows, the place of each of its entries, as far as somebody has asked."""
        self.due = 1
        """The number at which a state is kept again."""
        self.last: tuple[int, State] | None = None
        self.standing: set[int] | None = None
        """The lines that no undo took back, as far as somebody has asked."""

    @property
    def state(self) -> State:
        """The state after all events."""
        return self.record.state

    def take(self, line: Line[list[Event]]) -> None:
        """Fold one line more."""
        state, record = self.state, self.record
        self.standing = None
        record.past.keep(line.events)
        undone = record.undone.get(line.seq)
        told = len(state.room.history)
        for index, event in enumerate(line.events):
            fold(state, event, line.seq, index)
            past = state.room if type(event).__name__ in ROOM else state.game
            self.moments.append(past.history[-1])
            if len(self.moments) >= self.due:
                self.keep()
        if undone is None:
            return
        again(state, record.past.game_after())
        self.segments.append(Segment((line.seq, 0), copy(state), told, undone))
        self.moments[-1] = replace(self.moments[-1], turn=state.game.turn, phase=state.game.phase)
        self.keep()

    def keep(self) -> None:
        """Keep the state as it stands."""
        number, game, room = len(self.moments), self.state.game, self.state.room
        self.due = number + max(LEAST_APART, number // MOST_KEPT)
        if self.numbers and self.numbers[-1] == number:
            self.kept.pop()
            self.numbers.pop()
        words = {name: len(getattr(room, name)) for name in GROWS}
        self.numbers.append(number)
        self.kept.append(Checkpoint(game.copy([]), game.history, len(game.history), room.copy(*GROWS), words))

    def at(self, number: int) -> State:
        """The state after event `number`; to be read only. Raises IndexError."""
        if not 1 <= number <= len(self.moments):
            raise IndexError(number)
        if self.last is None or self.last[0] != number:
            self.last = number, self.restored(number)
        return self.last[1]

    def restored(self, number: int) -> State:
        place = bisect_right(self.numbers, number) - 1
        checkpoint, taken = self.kept[place], self.numbers[place]
        state = State.__new__(State)
        state.drafts, state.comments = {}, {}
        state.exercise, state.seed = self.record.state.exercise, self.record.state.seed
        state.game = checkpoint.game.copy(checkpoint.history[: checkpoint.past])
        state.room = self.room(checkpoint)
        for moment in self.moments[taken:number]:
            fold(state, moment.event, moment.line, moment.index)
        return state

    def room(self, checkpoint: Checkpoint) -> Room:
        """The room as it was: no name of a message or statement is used twice, so these were the first
        ones.
        """
        found = checkpoint.room.copy(*GROWS)
        for name, length in checkpoint.words.items():
            whole = getattr(self.state.room, name)
            setattr(
                found, name, whole[:length] if isinstance(whole, list) else self.first(name, whole, length)
            )
        return found

    def first(self, name: str, whole: Mapping[str, Any], length: int) -> MutableMapping[str, Any]:
        """The first so many entries of a map, to go on from."""
        places = self.places[name]
        if len(places) < len(whole):
            places.update(zip(islice(whole, len(places), None), count(len(places))))
        earlier: Any = Beginning(whole, places, length)  # It is only read: what is added lies in front.
        return ChainMap({}, earlier)

    def number_of(self, line: int) -> int:
        """The number of the last event of a line, or before it where it has none."""
        return bisect_right(self.moments, line, key=lambda moment: moment.line)

    def number_at(self, place: Place) -> int:
        """The number of the event at a place."""
        return bisect_left(self.moments, place, key=place_of) + 1

    def leads_on(self, number: int) -> bool:
        """Whether the game as it stands came by an event: no undo took back its line."""
        if self.standing is None:
            self.standing, line = set(), len(self.record.events)
            while line:
                self.standing.add(line)
                line = self.record.undone.get(line, line - 1)
        return self.moments[number - 1].line in self.standing

    def place(self, number: int) -> Place:
        """The place of an event."""
        return place_of(self.moments[number - 1])

    def stands(self, number: int) -> bool:
        """Whether an event still counts: it led to the game as it stands, or belongs to the room."""
        return type(self.moments[number - 1].event).__name__ in ROOM or self.leads_on(number)


def put_back(state: State, fact: Fact, later: list[Fact]) -> State:
    """The state at the end of a line as it is known while only some of the line's facts have been read.

    Made of facts that were told, and of nothing else: the turn and the phase of the last fact read, and the
    tracks whose change is read later.
    """
    found = copy(state)
    found.game = game = state.game.copy(state.game.history)
    game.phase, game.vector[TURN] = fact.phase, fact.turn
    game.chronicle = [entry for entry in game.chronicle if entry[0] <= game.published]
    for told in reversed(later):
        if told.kind == "endex":
            game.finished = None
        if told.kind == "track":
            moved = told.read(TrackDetails)
            name, before = moved["track"], moved["before"]
            track = state.exercise.file.tracks[name.partition("(")[0]]
            if isinstance(before, str):
                before = int((track.others_see or {})[before].partition("..")[0])
            if before is not None:
                game.vector[state.exercise.slots[name]] = before
    return found
