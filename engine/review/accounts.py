"""What one point of view was told through a whole log: also what was taken back, and told anew later.

A running story (`stories.py`) knows only the game as it stands. An account keeps a chapter for every game
there was: a new one begins where control took the game back, or released the traces of rulings.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Any, NamedTuple, Self

from engine.play.events import Disclosed, TurnBegan
from engine.play.state import Moment, State
from engine.play.viewer import CONTROL, Viewer
from engine.views import seen
from engine.views.seen import AnnouncedDetails, MessageDetails, OrderDetails
from engine.views.stories import Excerpt
from engine.views.story import Fact, Place, Story, merged, place_of
from engine.words.language import Language

Subject = tuple[Any, ...]
"""What a fact is about, for those that are told of more than once: a message, an agreement, an order."""


SIGNATURES = ("proposal", "signature", "announced", "leaving", "agreement")
ROWS = ("message", "statement", "inject", "ruling", *SIGNATURES)
"""Kinds of facts that are laid beside each other; orders are read from the state."""


class Segment(NamedTuple):
    """The log between one undo and the next: where it begins, and the state at its end."""

    begins: Place
    state: State
    told: int
    """How many moments of the room came before it."""
    back_to: int = 0
    """The line after which the game stood again."""


class Remembered(NamedTuple):
    """What a story remembers of what it told, to name it as a cause later."""

    paths: dict[str, Iterable[str]]
    called: dict[str, str]
    titles: dict[str, str]
    values: dict[str, int]

    @classmethod
    def of(cls, story: Story) -> Self:
        """As a story remembers it now."""
        return cls(dict(story.paths), dict(story.called), dict(story.titles), dict(story.values))

    def give(self, story: Story) -> None:
        """Have another story remember the same."""
        story.paths, story.called = dict(self.paths), dict(self.called)
        story.titles, story.values = dict(self.titles), dict(self.values)


class TurnMark(NamedTuple):
    """How far a chapter had come as a turn began, for others to go on from."""

    place: Place
    facts: int
    teller: Remembered


class TurnTold:
    """What a chapter tells of one turn, in its order."""

    def __init__(self) -> None:
        self.indices: list[int] = []
        """Which of the facts of the chapter these are."""
        self.facts: list[Fact] = []
        self.plain: list[seen.Fact] = []
        """As far as a view has shown them, as it holds them."""
        self.rows: list[int] = []
        """Which facts of the chapter are rows of their own, as far as somebody has asked."""
        self.letters: set[str] = set()
        """Messages among them; a letter that arrives later is no second row."""
        self.looked = 0
        """How many of the facts have been looked through for rows."""

    def take(self, first: int, facts: list[Fact]) -> None:
        """Facts that come next, of which the first has this number."""
        self.indices += range(first, first + len(facts))
        self.facts += facts

    def until(self, most: int) -> int:
        """How many of them are among the first so many of the chapter."""
        return bisect_left(self.indices, most)

    def cut(self, most: int) -> "TurnTold":
        """Those among the first so many of the chapter, to go on from."""
        found, until = TurnTold(), self.until(most)
        found.indices, found.facts = self.indices[:until], self.facts[:until]
        found.plain = self.plain[:until]
        return found

    def happened(self, most: int) -> list[int]:
        """Which of the first so many facts of the chapter lie beside what somebody else knew of them."""
        for index, fact in zip(self.indices[self.looked :], self.facts[self.looked :], strict=True):
            letter = fact.read(MessageDetails)["id"] if fact.kind == "message" else ""
            if fact.kind in ROWS and letter not in self.letters:
                self.rows.append(index)
                self.letters |= {letter} - {""}
        self.looked = len(self.facts)
        return self.rows[: bisect_left(self.rows, most)]

    def shown(self, until: int) -> list[seen.Fact]:
        """The first of them as a view holds them."""
        self.plain += [fact.plain() for fact in self.facts[len(self.plain) : until]]
        return self.plain[:until]


class Chapter:
    """What is told of one game. Its first facts may be those of the chapter before."""

    def __init__(self, begins: Place, story: Story) -> None:
        self.begins, self.story = begins, story
        self.facts: list[Fact] = []
        self.places: list[Place] = []
        """The place of what each fact tells."""
        self.by_turn: dict[int, TurnTold] = {}
        self.subjects: dict[Subject, list[int]] = {}
        self.sorted = 0
        """How many facts have been looked through for what they are about."""
        self.told = 0
        """How many of its facts had been told before it began."""
        self.marks = [self.mark((0, 0))]

    def mark(self, place: Place) -> TurnMark:
        return TurnMark(place, len(self.facts), Remembered.of(self.story))

    def take(self, moments: list[Moment]) -> None:
        """Tell what comes next."""
        for moment in moments:
            if type(moment.event) is TurnBegan:
                self.marks.append(self.mark(place_of(moment)))
            facts = self.story.go_on([moment], len(self.facts))
            if facts:
                self.by_turn.setdefault(moment.turn, TurnTold()).take(len(self.facts), facts)
                self.facts += facts
                self.places += [place_of(moment)] * len(facts)

    def go_on_from(self, other: "Chapter", line: int) -> Place:
        """Begin as another chapter did up to the turn of a line. From where the rest is to be told."""
        marks = [mark for mark in other.marks if mark.place[0] <= line]
        last = marks[-1]
        self.facts, self.places = other.facts[: last.facts], other.places[: last.facts]
        self.by_turn = {turn: found.cut(last.facts) for turn, found in other.by_turn.items()}
        last.teller.give(self.story)
        self.marks = marks[:-1] if last.place[0] else marks
        return last.place

    def until(self, place: Place) -> int:
        """How many of its facts had been told there."""
        return bisect_right(self.places, place)

    def about(self, subject: Subject) -> list[int]:
        """The facts about something."""
        for index in range(self.sorted, len(self.facts)):
            found = subject_of(self.facts[index])
            if found:
                self.subjects.setdefault(found, []).append(index)
        self.sorted = len(self.facts)
        return self.subjects.get(subject, [])

    def excerpt(self, most: int, turn: int) -> Excerpt:
        """Of its first facts, those of a turn and of the one before; plain only those of the turn."""
        last, now = (self.by_turn.get(turn - 1, TurnTold()), self.by_turn.get(turn, TurnTold()))
        before, until = last.until(most), now.until(most)
        return Excerpt([*last.facts[:before], *now.facts[:until]], now.shown(until))


class Account:
    """All chapters of one point of view in one language."""

    def __init__(self, segments: list[Segment], eyes: str, language: str) -> None:
        self.segments, self.language = segments, Language(language)
        self.viewer = Viewer(segments[0].state.exercise, eyes)
        self.at = 0
        """The segment it has come to."""
        self.taken = (0, 0)
        """How many moments of the game of that segment and of the room have been told."""
        self.chapters = [self.chapter((0, 0), False)]

    def chapter(self, begins: Place, traces: bool) -> Chapter:
        story = Story(self.segments[self.at].state, self.viewer, self.language)
        story.traces = traces
        return Chapter(begins, story)

    def go_on(self) -> None:
        """Tell what has happened since."""
        while True:
            segment, last = self.segments[self.at], self.at == len(self.segments) - 1
            game, room = segment.state.game.history, segment.state.room.history
            most = len(room) if last else self.segments[self.at + 1].told
            self.tell(merged(game[self.taken[0] :], room[self.taken[1] : most]))
            self.taken = len(game), most
            if last:
                return
            self.at += 1
            self.take_back()

    def tell(self, moments: list[Moment]) -> None:
        """Moments that come next; where traces are released, a new chapter tells all of it again."""
        begun = 0
        for number, moment in enumerate(moments):
            event = moment.event
            if isinstance(event, Disclosed) and self.viewer.seat != CONTROL:
                traces = event.what != "nothing"
                if traces != self.chapters[-1].story.traces:
                    self.chapters[-1].take(moments[begun:number])
                    self.tell_again((moment.line, moment.index), traces)
                    begun = number
        self.chapters[-1].take(moments[begun:])

    def tell_again(self, begins: Place, traces: bool) -> None:
        found, state = self.chapter(begins, traces), self.segments[self.at].state
        found.take(before(state.game.history, state.room.history, begins))
        found.told = len(found.facts)
        self.chapters.append(found)

    def take_back(self) -> None:
        """The chapter after an undo: what stands of the one it goes back to, and the words since."""
        segment = self.segments[self.at]
        old = next(found for found in reversed(self.chapters) if found.begins[0] <= segment.back_to)
        found = self.chapter(segment.begins, old.story.traces)
        begun = found.go_on_from(old, segment.back_to)
        game, room = segment.state.game.history, segment.state.room.history
        # The game may have gone on already; what it came back to ends before the undo.
        whole = before(game, room, segment.begins)
        found.take([moment for moment in whole if (moment.line, moment.index) >= begun])
        found.told = len(found.facts)
        self.chapters.append(found)
        self.taken = bisect_left(game, segment.begins, key=place_of), segment.told

    def at_place(self, place: Place) -> Chapter:
        """The chapter that stood at a place of the log."""
        return next(found for found in reversed(self.chapters) if found.begins <= place)


def subject_of(fact: Fact) -> Subject:
    """What a fact is about; empty for what is told of once."""
    if fact.kind == "message":
        return "message", fact.read(MessageDetails)["id"]
    if fact.kind in ("announced", "agreement") and (signed := fact.read(AnnouncedDetails)["agreement"]):
        return "agreement", signed
    if fact.kind == "order":
        details = fact.read(OrderDetails)
        return "order", details["role"], details["order"], fact.turn
    return ()


def before(game: list[Moment], room: list[Moment], place: Place) -> list[Moment]:
    """The moments of a game and of the room that came before a place."""
    cut = [found[: bisect_left(found, place, key=place_of)] for found in (game, room)]
    return merged(*cut)
