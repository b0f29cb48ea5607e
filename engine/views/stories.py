"""Running stories: each told once, and then only what is new, instead of all of it for every view."""

from bisect import bisect_left

from msgspec import Struct

from engine.play.state import Moment, Room, State
from engine.play.viewer import PUBLIC, Viewer
from engine.views.seen import Fact as ToldFact
from engine.views.story import Fact, Story, merged
from engine.words.language import Language


class Excerpt(Struct):
    """A part of a story that has been told."""

    facts: list[Fact]
    plain: list[ToldFact]
    """The same facts as a view holds them."""


class Telling:
    """One story as far as it has been told, for one point of view in one language."""

    def __init__(self, state: State, eyes: str, language: str) -> None:
        self.disclosed = state.game.disclosed
        self.story = Story(state, Viewer(state.exercise, eyes), Language(language))
        self.facts: list[Fact] = []
        self.plain: list[ToldFact] = []
        """The same facts as a view holds them."""
        self.taken = (0, 0)
        """How many moments of the game and of the room have been told."""
        self.last: tuple[Moment | None, Moment | None] = (None, None)
        """The last of each."""

    def stands(self, state: State) -> bool:
        """Whether it can go on: nothing it told was taken back, and nothing more has been disclosed."""
        told = at(state.game.history, self.taken[0]), at(state.room.history, self.taken[1])
        same = all(one is other for one, other in zip(told, self.last, strict=True))
        return same and self.disclosed == state.game.disclosed

    def go_on(self, state: State) -> None:
        """Tell what has happened since."""
        game, room = state.game.history, state.room.history
        if self.taken == (len(game), len(room)):
            return
        new = merged(game[self.taken[0] :], room[self.taken[1] :])
        facts = self.story.go_on(new, len(self.facts))
        self.facts += facts
        self.plain += [fact.plain() for fact in facts]
        self.taken = (len(game), len(room))
        self.last = (at(game, len(game)), at(room, len(room)))


def at(history: list[Moment], number: int) -> Moment | None:
    """The last of so many moments; none of no moments, and where there are fewer by now."""
    return history[number - 1] if 0 < number <= len(history) else None


class Stories:
    """The running stories of one state, whoever reads them. What they give is read and never written."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.tellings: dict[tuple[str, str], Telling] = {}

    def of(self, state: State, eyes: str, language: str) -> Telling | Excerpt:
        """The story up to now for a point of view."""
        if state is not self.state:
            self.state, self.tellings = state, {}
        telling = self.tellings.get((eyes, language))
        if telling is None or not telling.stands(state):
            telling = self.tellings[eyes, language] = Telling(state, eyes, language)
        telling.go_on(state)
        return telling


class Recent(Stories):
    """The story of the turn that stands, for whoever looks once: what came before is not told or counted."""

    def __init__(self) -> None:
        """Of any state, and nothing is kept."""

    def of(self, state: State, eyes: str, language: str) -> Excerpt:
        """The facts of this turn, numbered from 1, and of the one whose news are out."""
        story = Story(state, Viewer(state.exercise, eyes), Language(language))
        first = min(state.game.turn, state.game.published) if eyes == PUBLIC else state.game.turn
        before = [moment for moment in state.game.history if moment.turn < first]
        story.go_on(before, 0)  # only what happened in the game bears on how the rest is told
        game, room = state.game.history[len(before) :], since(state.room, first)
        facts = story.go_on(merged(game, room), 0)
        return Excerpt(facts, [fact.plain() for fact in facts if fact.turn == state.game.turn])


def since(room: Room, turn: int) -> list[Moment]:
    """What was said in a turn and later ones; also in those that were taken back."""
    if room.gone:
        return [moment for moment in room.history if moment.turn >= turn]
    return room.history[bisect_left(room.history, turn, key=lambda moment: moment.turn) :]
