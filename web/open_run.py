"""One run as this server holds it: opened once, locked for each use, its views and pages kept ready.

Whatever is asked for within one `moment` belongs to one state of the run, though other processes write to it
between any two lines. Beside `open_debrief.py` this is the only module that gives pages what is in a `Run`;
what leaves it has come through `engine.views`.
"""

import hmac
from collections.abc import Callable, Hashable, Mapping
from hashlib import sha256
from operator import is_not
from threading import RLock
from typing import TYPE_CHECKING, TypeVar, cast

import msgspec

from engine.play.commands import Command
from engine.play.events import Event, Noted
from engine.play.permissions import OBSERVER
from engine.play.state import State
from engine.record.chain import Line
from engine.record.run import Run, now
from engine.record.timer import SetBack
from engine.record.torn import Torn, torn
from engine.review.replay import at_turn, turns
from engine.rules.exercise import Exercise
from engine.views import CONTROL, PUBLIC, draft_preview, effective, inject_preview, view
from engine.views import levers as levers_of
from engine.views.journal import Journal
from engine.views.seen import Clock, Fact, JournalLine, Levers, Preview, View
from engine.views.stories import Stories
from engine.words.language import Language
from engine.words.rulebook import Rulebook
from web.beside import Beside, Computation
from web.drawn import Drawn
from web.open_debrief import OpenDebrief
from web.presence import Presence, Present
from web.run_odds import RunForecasts
from web.seats import Seats

if TYPE_CHECKING:
    from engine.rehearsal.forecast import Forecast
    from engine.rehearsal.policies import Play

MOST_KEPT = 2_500_000
"""Bytes of pages kept ready for each run, less than a quarter more for the same compressed; the oldest go."""
Made = TypeVar("Made")


class RunningWord:
    """What a seat was told, mixed into one word: read on from where it was read to."""

    def __init__(self, key: bytes) -> None:
        self.key = key
        self.story: list[Fact] = []
        self.mixed = hmac.new(key, digestmod=sha256)

    def word(self, seen: object, story: list[Fact]) -> str:
        """Of what is seen beside the story, and of the story, whose facts stay the same objects."""
        if len(story) < len(self.story) or any(map(is_not, self.story, story)):
            self.story, self.mixed = [], hmac.new(self.key, digestmod=sha256)
        for fact in story[len(self.story) :]:
            self.mixed.update(msgspec.json.encode(fact))
        self.story = story
        whole = self.mixed.copy()
        whole.update(msgspec.json.encode(seen))
        return whole.hexdigest()[:20]


class Held:
    """A run that is held for a moment. No generator: a page takes a dozen of them, and this is quicker."""

    __slots__ = ("open_run",)

    def __init__(self, open_run: "OpenRun") -> None:
        self.open_run = open_run

    def __enter__(self) -> None:
        self.open_run.hold()

    def __exit__(self, *_: object) -> None:
        self.open_run.let_go()


class OpenRun:
    """A run being served. Every method may be called from any thread."""

    def __init__(self, name: str, run: Run, key: bytes, seats: Seats | None = None) -> None:
        self.name, self.run, self.key, self.seats = name, run, key, seats
        self.presence = Presence()
        self.extra = 0
        """Raised when something changes that only control's page shows, such as a join link."""
        self.door = 0
        """Raised when others reach this server otherwise than before: the screen shows how."""
        self._lock = RLock()
        self._depth = 0
        """How many moments are open within each other, by the one thread that holds the lock."""
        self._present = self.presence.picture()
        self._seats = ""
        """The version of what is kept beside the run, as of this moment."""
        self._stories, self._stories_of = Stories(run.state), run.state
        self._pictures: dict[tuple[str, str], View] = {}
        self._tokens: dict[tuple[str, str], str] = {}
        self._running: dict[tuple[str, str], RunningWord] = {}
        self._pages: dict[Hashable, tuple[Hashable, Drawn]] = {}
        """By place, what the page there was made of, and the page; the one asked for last stands last."""
        self._kept = 0
        """How many bytes of pages are kept."""
        self._going_on: dict[tuple[str, str], object] = {}
        self._stands = self._standing()
        self._told = self._stands
        self._levers: dict[str, Levers] = {}
        self._open_debrief: OpenDebrief | None = None
        self._forecasts = RunForecasts()

    # Who is who

    @property
    def roles(self) -> list[str]:
        return list(self.run.exercise.roles)

    @property
    def exercise(self) -> Exercise:
        """What is played, as this run has it."""
        return self.run.exercise

    def holds_control(self, seat: str) -> bool:
        """Whether this seat sees and does what control does under the run's preset. An observer only sees."""
        return seat not in (PUBLIC, OBSERVER) and effective(self.run.state, seat) == CONTROL

    # Looking

    def moment(self) -> "Held":
        """Hold the run as it stands now. It is refreshed once, as the outermost moment opens; then everything
        asked for within belongs together, and commands of others wait.
        """
        return Held(self)

    def hold(self) -> None:
        """Begin a moment; `moment` is the way to."""
        self._lock.acquire()
        try:
            if not self._depth:
                self._take_in()
            self._depth += 1
        except BaseException:
            self._lock.release()
            raise

    def let_go(self) -> None:
        """End it."""
        self._depth -= 1
        self._lock.release()

    def _take_in(self) -> None:
        """Take in what other processes have done, and who is here."""
        self.run.refresh()
        self._present = self.presence.picture()
        self._seats = self.seats.version if self.seats else ""
        self._moved_on()

    def _moved_on(self) -> None:
        """Forget what was made of an earlier state."""
        standing = self._standing()
        if self._stands != standing:
            self._stands = standing
            self._pictures.clear()
            self._tokens.clear()

    def _standing(self) -> tuple[int, str, Torn | None]:
        """What all pages are made of: the lines, what seats have chosen, and what was set aside."""
        return len(self.run.log.lines), self.run.drafts.version, torn(self.run.log.path)

    @property
    def torn(self) -> Torn | None:
        """The lines that were never acknowledged and lie beside the run."""
        return self._stands[2]

    @property
    def set_back(self) -> SetBack | None:
        """Where the computer's clock was set back in the middle of the run."""
        return self.run.timer.set_back

    @property
    def ready(self) -> bool:
        """Whether the ready room waits for STARTEX."""
        with self.moment():
            return self.run.state.room.ready

    @property
    def length(self) -> int:
        """How many lines the run has."""
        return self._stands[0]

    def times(self) -> list[str]:
        """When each line was written: UTC, in the order of their numbers from 1."""
        with self.moment():
            return [line.at for line in self.run.log.lines]

    @property
    def present(self) -> Present:
        """Who is here, as of this moment."""
        with self.moment():
            return self._present

    def here(self, seat: str, browser: str) -> None:
        """A browser has a page of this seat open. The moment that is held knows of it."""
        self.presence.here(seat, browser)
        with self.moment():
            self._present = self.presence.picture()

    def picture(self, seat: str, language: str) -> View:
        """The view of a seat as the run stands, with the clock. Not to be changed by the caller."""
        with self.moment():
            known = self._pictures.get((seat, language))
            if known is None:
                known = view(self.run.state, seat, language, self._told_before())
                if self.holds_control(seat):
                    known["journal"] = Journal(self.run.state, language).tell(self.run.log.lines, 60)
                self._pictures[seat, language] = known
            found = known.copy()
            found["clock"] = self.clock(known["minutes"])
            return found

    def clock(self, minutes: int) -> Clock:
        """The clock of the phase. Nothing of it is finer than a second: fine times could be compared."""
        found = self.run.timer.picture(minutes, now())
        paused_at = found["paused_at"]
        return {
            "total": found["total"],
            "left": found["left"],
            "paused": found["paused"],
            "paused_at": paused_at and f"{paused_at[:19]}Z",
            "added": found["added"],
            "ends": found["ends"],
        }

    def look(self, seat: str, language: str) -> tuple[View, str]:
        """The view of a seat, and the word that belongs to it."""
        with self.moment():
            return self.picture(seat, language), self.token(seat, language)

    def token(self, seat: str, language: str) -> str:
        """A word that changes when what this seat may see in a language has changed, and at no other time."""
        with self.moment():
            known = self._tokens.get((seat, language))
            if known is None:
                known = self._tokens[seat, language] = self._mix(seat, language)
            if self.holds_control(seat):
                beside = self.torn.size if self.torn else 0
                return f"{known}.{self._present.version}.{self.extra}.{self._seats}.{beside}"
            if seat == OBSERVER:  # observers read each other's names, which stand beside the run
                return f"{known}.{self._seats}"
            if seat == PUBLIC:  # the screen says how to join, and who is in before STARTEX
                return f"{known}.{self.door}.{self._present.version if self.run.state.room.ready else 0}"
            return known

    def _mix(self, seat: str, language: str) -> str:
        """Of everything the seat may see. Views in other languages are not made for it."""
        picture = self.picture(seat, language)
        clock = picture["clock"]
        still: list[object] = [clock[name] for name in ("total", "paused", "paused_at", "added", "ends")]
        still.append(clock["left"] if clock["paused"] else None)
        seen = [seat, still, {**picture, "clock": None, "story": None}]
        told = self._running.setdefault((seat, language), RunningWord(self.key))
        return told.word(seen, picture["story"])

    def _told_before(self) -> Stories:
        """What was made of the story so far; begun afresh where the state was folded afresh."""
        if self._stories_of is not self.run.state:
            self._stories, self._stories_of = Stories(self.run.state), self.run.state
        return self._stories

    def news(self) -> bool:
        """Whether there are lines or drafts that this was not told of before, from here or from elsewhere."""
        with self.moment():
            told, self._told = self._told, self._stands
            return told != self._stands

    def preview(self, inject: str, choices: dict[str, str], language: str) -> Preview:
        """What releasing an inject would do now, for control. Changes nothing."""
        with self.moment():
            return inject_preview(self.run.state, inject, choices, language)

    def draft(self, data: dict[str, object], language: str) -> Preview:
        """What an inject being written would do now, for control. Raises Refusal. Changes nothing."""
        with self.moment():
            return draft_preview(self.run.state, data, language)

    def ahead(self, ask: Callable[[State], Made]) -> Made:
        """What is asked of the run while it stands as it does: a rehearsal for control, a seat's own card."""
        with self.moment():
            return ask(self.run.state)

    def forecast(
        self, beside: Beside, command: Command | None, ways: "Mapping[str, Play]"
    ) -> "Computation[Forecast]":
        """What may come from where the run stands, also with a command done. Raises Refusal for that."""
        with self.moment():
            state, past = self.run.state.copy(), self.run.record.past
            return self._forecasts.asked(beside, state, past, self.run.undo_version, command, ways)

    def number_observer(self, browser: str) -> int:
        """By which number the log knows this one of the observers; drawn now for who wrote nothing yet."""
        with self.moment():
            assert self.seats is not None
            events = (moment.event for moment in self.run.state.room.history)
            highest = max((event.observer for event in events if isinstance(event, Noted)), default=0)
            return self.seats.draw_number(OBSERVER, browser, highest)

    def sender(self, browser: str) -> str:
        """What this run calls a browser in the ids of lines: another word than any other run has for it, so
        that nobody who reads several logs can tell that one person wrote in them.
        """
        of_run = hmac.new(self.key, f"sender {self.run.log.lines[0].hash}".encode(), sha256).digest()
        return hmac.new(of_run, browser.encode(), sha256).hexdigest()[:16]

    def open_debrief(self) -> OpenDebrief:
        """The run to be looked back on, with all that other processes have done."""
        with self.moment():
            if self._open_debrief is None:
                self._open_debrief = OpenDebrief(self)
            return self._open_debrief

    def levers(self, language: str) -> Levers:
        """What an inject written during play can name; the same through the whole run."""
        with self._lock:
            if language not in self._levers:
                self._levers[language] = levers_of(self.run.state, language)
            return self._levers[language]

    def handbook(self, language: str) -> Rulebook:
        """The exercise of this run in words, as it was before the first turn. What is in it is control's."""
        game = self.run.state.game
        return Rulebook(self.run.exercise, game.format, game.preset, language)

    def turns(self) -> list[int]:
        """The turns that were played, in the game as it stands."""
        with self.moment():
            return turns(self.run)

    def past(self, turn: int, seat: str, language: str) -> View:
        """What a seat knew at the end of a turn. Raises KeyError for a turn that was not played."""
        with self.moment():
            return view(at_turn(self.run, turn), seat, language)

    def journal(self, language: str, most: int) -> list[JournalLine]:
        """The newest lines of the log in words, for control."""
        with self.moment():
            return Journal(self.run.state, language).tell(self.run.log.lines, most)

    def whole_log(self) -> bytes:
        """The file of the run, whole lines only: another process may just be writing one. For control."""
        content = self.run.log.path.read_bytes()
        return content[: content.rfind(b"\n") + 1]

    # Doing

    def do(self, command: Command) -> Line[list[Event]]:
        """Carry out a command; it is on disk when this returns. Raises Refusal or LogError."""
        with self.moment():
            try:
                return self.run.do(command)
            finally:
                self._moved_on()

    def keep_draft(self, command: Command) -> None:
        """Keep what a seat has chosen and not sealed; on disk when this returns. Raises as `do` does."""
        with self.moment():
            try:
                self.run.draft(command)
            finally:
                self._moved_on()

    # Pages kept ready

    def page(self, place: Hashable, made_of: Hashable, draw: Callable[[], Drawn]) -> Drawn:
        """The page of a place (whose, which, in which language), by everything else it was made from.

        Drawn now if it is not there, while others wait for it. Of each place the newest is kept: nobody asks
        for what a moment has shown that has passed.
        """
        with self.moment():
            known = self._pages.pop(place, None)
            if known is None or known[0] != made_of:
                self._kept -= len(known[1]) if known else 0
                known = made_of, draw()
                self._kept += len(known[1])
            self._pages[place] = known
            while self._kept > MOST_KEPT:
                _, oldest = self._pages.pop(next(iter(self._pages)))
                self._kept -= len(oldest)
            return known[1]

    def going_on(self, whose: tuple[str, str], begin: Callable[[], Made]) -> Made:
        """What the pages of a seat in a language have made of its story and go on with."""
        return cast(Made, self._going_on.setdefault(whose, begin()))

    def language(self, code: str) -> Language:
        return Language(code)
