"""What a debrief asks of a run. It reads the log for itself, line by line, with a lock of its own: whoever
plays on never waits for somebody who looks back.

Beside `open_run.py` this is the only module that gives pages what is in a `Run`. What leaves it has come
through `engine.views` and what rests on them in `engine.review`.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypedDict, TypeVar

from engine.exchange.export import tables_zip
from engine.exchange.startex import played_minutes
from engine.pictures.slider import SliderLayout, layout
from engine.record.run import Run
from engine.review.accounts import Chapter
from engine.review.chances import swings
from engine.review.compare import forked
from engine.review.evidence import questions
from engine.review.learned import CommonBeginning, ExplainedRuling, Ledger, StopEntry, Swings
from engine.review.luck import luck
from engine.review.pieces import DebriefQuestion
from engine.review.replay import Replay
from engine.review.report import Report, report
from engine.review.report.to_word import word
from engine.review.search import Pointed
from engine.review.truth_and_belief import Compared, Knew
from engine.views import CONTROL, Stories, debrief_eyes, effective, view
from engine.views.seen import ControlView, View
from web.beside import Beside, Computation
from web.run_odds import RunForecasts, RunOdds, ended
from web.turn_lines import LastLines, TurnLines

if TYPE_CHECKING:
    from engine.rehearsal.figures import Figures
    from engine.review.claims import Ended
    from engine.review.deciding import Decided
    from engine.review.turning_points import Course

Made = TypeVar("Made")
MOST_LINES = 150
"""Lines of a turn that are shown at once: those up to the stop, since whoever steps on reads there."""
MOST_KEPT = 64
"""Answers kept for each run; whichever was asked for longest ago gives way."""


class Lasted(TypedDict):
    """When a run was begun, and how many minutes it lasted."""

    at: str
    minutes: int


class Moment(NamedTuple):
    """How things stood at a stop: the view, the last lines of its turn, and the stop in words."""

    view: View
    last: LastLines
    stop: StopEntry


class KnewAt(Knew):
    """What happened and what a role knew of it; of a ruling also the stop at which it was made."""

    stop: int


class BothSides(NamedTuple):
    """The truth at a stop beside what a role knew then, and the stop in words."""

    truth: View
    belief: View
    tracks: list[Compared]
    rows: list[KnewAt]
    left: int  # rows of the turn that came before them
    stop: StopEntry


class LiveRun(Protocol):
    """The run that goes on while it is looked back on."""

    run: Run

    def moment(self) -> AbstractContextManager[None]:
        """Hold it as it stands."""

    def token(self, seat: str, language: str) -> str:
        """The word of what a seat may see in its language."""


class OpenDebrief:
    """A run to be looked back on. Every method may be called from any thread."""

    def __init__(self, source: LiveRun) -> None:
        self.source = source
        self.run = Run(source.run.log.apart(), source.run.exercise, source.run.clock)
        """The same log, folded again by the first who reads: nobody else changes this one."""
        self.stories = Stories(self.run.state)
        self._kept: dict[Hashable, Any] = {}
        self._lock = RLock()
        self._depth = 0
        """How many readings are open within each other, by the one thread that holds the lock."""
        self._reckoned: dict[Hashable, Any] = {}
        self.run_odds, self.what_ifs = RunOdds(), RunForecasts()
        self._making: dict[Hashable, Lock] = {}
        """By what is being reckoned, so that one makes it and the others wait."""

    @cached_property
    def replay(self) -> Replay:
        """Made when somebody looks for the first time, not while the room waits."""
        return Replay(self.run)

    @contextmanager
    def visited(self, seat: str, language: str) -> Iterator[str]:
        """As `reading`, with the word of what a seat may see at that moment.

        Whoever holds the run still must not begin to read: those who read wait for it as they begin.
        """
        with self._lock:
            if self._depth:
                raise RuntimeError("a visit begins before anything is read")
            with self.source.moment():
                self.run.log.follow(self.source.run.log)
                word = self.source.token(seat, language)
            self._take_in()
            self._depth += 1
            try:
                yield word
            finally:
                self._depth -= 1

    @contextmanager
    def reading(self) -> Iterator[None]:
        """With every line that there is as the outermost reading opens, and nobody else looking."""
        with self._lock:
            if not self._depth:
                with self.source.moment():
                    self.run.log.follow(self.source.run.log)
                self._take_in()
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1

    def _take_in(self) -> None:
        """Fold the lines that came."""
        new = self.run.log.lines[len(self.run.record.events) :]
        if new:
            self.run.catch_up(new)
            self.replay.refresh()
            self.stories = Stories(self.run.state)
            self._kept.clear()

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made before, until there are new lines."""
        with self.reading():
            if key not in self._kept:
                while len(self._kept) >= MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = make()
            found: Made = self._kept[key]
            return found

    # Who may look

    def eyes(self, seat: str) -> list[str]:
        """With whose eyes a seat may look, first those it begins with. None: it may not look back yet."""
        with self.reading():
            state = self.run.state
            if state.game.finished is None and effective(state, seat) != CONTROL:
                return []
            return debrief_eyes(state, seat)

    def sees_all(self, eyes: str) -> bool:
        """Whether these eyes are control's."""
        with self.reading():
            return effective(self.run.state, eyes) == CONTROL

    def view(self, eyes: str, language: str) -> View:
        """The view as the run stands. Not to be changed by the caller."""
        return self.kept(("view", eyes, language), lambda: view(self.run.state, eyes, language, self.stories))

    def of_control(self, language: str) -> ControlView:
        """The view of control as the run stands. Not to be changed by the caller."""
        return self.kept(
            ("view", CONTROL, language), lambda: view(self.run.state, CONTROL, language, self.stories)
        )

    def lasted(self) -> Lasted:
        """The day it was played and for how long, for control."""
        with self.reading():
            lines = self.run.log.lines
            return {"at": lines[0].at, "minutes": played_minutes(self.run.state, lines)}

    # The replay

    def stops(self, eyes: str, language: str) -> list[StopEntry]:
        with self.reading():
            return self.replay.stops(eyes, language)

    def layout(self, eyes: str) -> SliderLayout:
        """Where the stops of these eyes lie on the slider."""

        def make() -> SliderLayout:
            turns = self.run.exercise.file.formats[self.run.state.game.format].turns
            return layout(self.replay.stops(eyes, "en"), turns)

        return self.kept(("layout", eyes), make)

    def picture(self, stop: int, eyes: str, language: str) -> Moment:
        """How things stood at a stop. Raises IndexError."""
        with self.reading():
            found = self._plain(self.replay.picture(stop, eyes, language), stop, eyes)
            here = self.replay.stop(stop, eyes, language)
            lines = self._lines(here.chapter, eyes, language, found["turn"])
            return Moment(found, lines.last(found["story"], MOST_LINES), here.entry)

    def beside(self, stop: int, role: str, language: str) -> BothSides:
        """The truth at one of control's stops beside what a role knew then. Raises IndexError."""
        with self.reading():
            found = self.replay.beside(stop, role, language, MOST_LINES)
            truth = stood(found["truth"])
            here = self.replay.stop(stop, CONTROL, language)
            lines = self._lines(here.chapter, CONTROL, language, truth["turn"])
            ruled = iter(lines.ruled(len(truth["story"])))
            rows: list[KnewAt] = [  # the last first: so are the rulings
                {**row, "stop": next(ruled, 0) if row["kind"] == "ruling" else 0}
                for row in reversed(found["rows"])
            ]
            values = {track["id"]: track for track in truth["tracks"]}
            tracks: list[Compared] = [{**pair, "truth": values[pair["id"]]} for pair in found["tracks"]]
            return BothSides(truth, found["belief"], tracks, rows[::-1], found["left"], here.entry)

    def ruling(self, stop: int, eyes: str, language: str) -> ExplainedRuling | None:
        """The ruling at a stop, as far as these eyes may read it. Raises IndexError."""
        with self.reading():
            return self.replay.explained(eyes, stop, language)

    def moment(self, stop: int, eyes: str) -> int:
        """Control's stop at the moment of a stop of other eyes, for whoever may look with both."""
        with self.reading():
            return self.replay.stop(stop, eyes, "en").number

    def line(self, moment: int) -> int:
        """The line of the log that one of control's stops stands in."""
        with self.reading():
            return self.replay.stop(moment, CONTROL, "en").entry["line"]

    def at_moment(self, moment: int, eyes: str) -> int:
        """The stop of these eyes at one of control's stops: the last they had been told of by then."""
        with self.reading():
            stops = self.replay.listed(eyes, "en")
            return max(1, bisect_right(stops, moment, key=lambda stop: stop.number))

    # Questions, luck

    def questions(self, eyes: str, language: str) -> list[DebriefQuestion]:
        """The questions of the debrief, each with the evidence these eyes have."""
        return self.kept(
            ("questions", eyes, language),
            lambda: questions(self.run.state, eyes, language, self.stories),
        )

    def luck(self, eyes: str, language: str) -> Ledger:
        """The luck ledger of what these eyes were told."""
        return self.reckoned(("luck", eyes, language), lambda run: luck(run.state, eyes, language))

    def swings(self, language: str) -> Swings:
        """What the dice were worth to each role, for control."""
        return self.reckoned(("swings", language), lambda run: swings(run, language))

    def reckoned(self, key: tuple[Hashable, ...], make: Callable[[Run], Made]) -> Made:
        """What takes its time: made once, beside all else, and kept until the game goes another way."""
        with self.reading():
            key = (*key, self.run.undo_version, self.run.state.game.disclosed)
            if key in self._reckoned:
                kept: Made = self._reckoned[key]
                return kept
            # Whoever makes it needs nothing more of what others hold: so nobody waits for each other.
            run, making = self.run.apart(), self._making.setdefault(key, Lock())
        with making:
            if key not in self._reckoned:
                if len(self._reckoned) >= MOST_KEPT:
                    self._reckoned.clear()
                    self._making.clear()
                self._reckoned[key] = make(run)
            found: Made = self._reckoned[key]
            return found

    def odds(self, beside: Beside) -> "Computation[tuple[Course, Figures]]":
        """The odds of the run as it went, which are found beside the room."""
        with self.reading():
            return self.run_odds.asked(self.run.log.path, ended(self.run.state.game), beside)

    def decided(self, odds: "tuple[Course, Figures]", language: str) -> "Decided":
        """What decided the run, in words."""
        from engine.review.decided import decided

        course, usual = odds
        return self.kept(("decided", language), lambda: decided(self.run.state, course, language, usual))

    def ended(self) -> "Ended | None":
        """How the run ended, by the figures of paired rehearsals; None while it goes on."""
        from engine.review.claims import how_ended

        with self.reading():
            return how_ended(self.run.state.game)

    def apart(self) -> Run:
        """The run folded once more, to be read for as long as it takes while others go on."""
        with self.reading():
            return self.run.apart()

    # What can be taken away

    def report(self, eyes: str, language: str, names: dict[str, list[str]], own: bool) -> Report:
        """The after-action report for these eyes; `own` where whoever takes it is control."""
        with self.reading():
            key: tuple[Hashable, ...] = ("report", eyes, language, repr(names), own)
            odds = self.run_odds.made(ended(self.run.state.game)) if self.sees_all(eyes) else None
            told = self.decided(odds, language) if odds else None
            key = (*key, len(self.run.record.events), told is not None)
        return self.reckoned(key, lambda run: report(run, eyes, language, names, own=own, decided=told))

    def word(self, eyes: str, language: str, names: dict[str, list[str]], own: bool) -> bytes:
        """The same as DOCX; its pictures take seconds to draw, so a file that was made is kept."""
        with self.reading():
            found = self.report(eyes, language, names, own)
            key = ("word", eyes, language, repr(names), own, len(found.blocks), len(self.run.record.events))
        return self.reckoned(key, lambda run: word(found))

    def data(self, eyes: str, language: str, anonymous: bool) -> bytes:
        """The tables of what these eyes know, in one archive; anonymous ones without what people wrote."""
        return tables_zip(self.apart(), eyes, language, anonymous)

    # Beside another run

    def shares(self, other: "OpenDebrief") -> CommonBeginning | None:
        """The turn up to which another run has the same lines, and which of the two is the fork."""
        return forked(self.run, other.run)

    def pointed(self, language: str) -> Pointed:
        """Single events, as control points at them. For whoever is reading."""
        return Pointed(self.replay, language)

    # Where things stand in the log

    def stop_of_line(self, line: int, event: int = 0) -> int:
        """Control's stop at an event of a line, or at the end of it."""
        with self.reading():
            checkpoints = self.replay.checkpoints
            return checkpoints.number_at((line, event - 1)) if event else checkpoints.number_of(line)

    def stop_of(self, eyes: str) -> Callable[[int], int]:
        """By the number of a fact in the story as it stands, the stop at which it was told; 0 for none."""
        places = self.kept(("places", eyes), lambda: list(self._places(eyes)))
        return lambda number: places[number - 1] if number and number <= len(places) else 0

    def _places(self, eyes: str) -> Iterator[int]:
        chapter = self.replay.account(effective(self.run.state, eyes), "en").chapters[-1]
        stop_at = self.kept(("told", eyes), lambda: self._stop_at(eyes))
        for place in chapter.places:
            yield stop_at.get(place, 0)

    def _plain(self, picture: View, stop: int, eyes: str) -> View:
        """A view within a line: what publication would bring is asked of whole lines, not of half a line."""
        if not self.sees_all(eyes):
            return picture
        stops = self.replay.listed(eyes, "en")
        if stop < len(stops) and stops[stop].entry["line"] == stops[stop - 1].entry["line"]:
            return stood(picture)
        return picture

    def _lines(self, chapter: Chapter, eyes: str, language: str, turn: int) -> TurnLines:
        """The lines of a turn, as these eyes were told of it."""
        stop_at = self.kept(("told", eyes), lambda: self._stop_at(eyes))
        key = ("lines", eyes, language, chapter.begins, turn)
        return self.kept(key, lambda: TurnLines(chapter, turn, stop_at))

    def _stop_at(self, eyes: str) -> dict[tuple[int, int], int]:
        """By the place of what was told, the stop at which these eyes were told it."""
        return {
            stop.chapter.places[index]: stop.entry["stop"]
            for stop in self.replay.listed(eyes, "en")
            for index in range(stop.first, stop.last)
        }


def stood(picture: View) -> View:
    """A view with its tracks as they stood, without what publication was about to bring."""
    found = picture.copy()
    found["tracks"] = [track.copy() for track in picture["tracks"]]
    for track in found["tracks"]:
        track.pop("after", None)
    return found
