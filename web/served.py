"""One run as this server holds it: opened once, locked for each use, its views and pages kept ready.

This is the only module of `web` that holds a `Run`. What leaves it has come through `engine.play.views`.
"""

import hmac
from collections.abc import Callable
from hashlib import sha256
from threading import RLock
from typing import Any

import msgspec

from engine.language import LANGUAGES, Language
from engine.play.commands import Command
from engine.play.permissions import OBSERVER
from engine.play.views import CONTROL, PUBLIC, draft_preview, effective, inject_preview, view
from engine.play.views import levers as levers_of
from engine.play.views.journal import Journal
from engine.play.views.rulebook import Rulebook
from engine.play.views.stories import Stories
from engine.record.run import Run, now
from engine.review.replay import at_turn, turns
from web.debriefed import Debriefed
from web.presence import Presence

MOST_PAGES = 96
"""Pages kept ready for each run; whichever was asked for longest ago gives way."""
Picture = dict[str, Any]


class Served:
    """A run being served. Every method may be called from any thread."""

    def __init__(self, name: str, run: Run, key: bytes) -> None:
        self.name, self.run, self.key = name, run, key
        self.presence = Presence()
        self.extra = 0
        """Raised when something changes that only control's page shows, such as a join link."""
        self._lock = RLock()
        self._stories, self._stories_of = Stories(run.state), run.state
        self._pictures: dict[tuple[str, str], Picture] = {}
        self._tokens: dict[str, str] = {}
        self._pages: dict[Any, str] = {}
        self._lines = len(run.log.lines)
        self._told = self._lines
        self._levers: dict[str, Picture] = {}
        self._debriefed: Debriefed | None = None

    # Who is who

    @property
    def roles(self) -> list[str]:
        return list(self.run.exercise.roles)

    def holds_control(self, seat: str) -> bool:
        """Whether this seat sees and does what control does under the run's preset. An observer only sees."""
        return seat not in (PUBLIC, OBSERVER) and effective(self.run.state, seat) == CONTROL

    # Looking

    def refresh(self) -> bool:
        """Take in what other processes have done. True if the run has changed since anybody looked."""
        with self._lock:
            self.run.refresh()
            lines = len(self.run.log.lines)
            changed = lines != self._lines
            if changed:
                self._lines = lines
                self._forget()
            return changed

    def picture(self, seat: str, language: str) -> Picture:
        """The view of a seat as the run stands, with the clock. Not to be changed by the caller."""
        with self._lock:
            self.refresh()
            known = self._pictures.get((seat, language))
            if known is None:
                known = view(self.run.state, seat, language, self._told_before())
                if self.holds_control(seat):
                    known["journal"] = Journal(self.run.state, language).tell(self.run.log.lines, 60)
                self._pictures[seat, language] = known
            return {**known, "clock": self.clock(known["minutes"])}

    def clock(self, minutes: int) -> Picture:
        """The clock of the phase. Nothing of it is finer than a second: fine times could be compared."""
        found = self.run.timer.picture(minutes, now())
        paused_at = found["paused_at"]
        return {**found, "paused_at": paused_at and f"{paused_at[:19]}Z"}

    def look(self, seat: str, language: str) -> tuple[Picture, str, int]:
        """The view of a seat, its word, and the moment in the run's life that both belong to."""
        with self._lock:
            return self.picture(seat, language), self.token(seat), self._lines

    def token(self, seat: str) -> str:
        """A word that changes when what this seat may see has changed, and at no other time."""
        with self._lock:
            self.refresh()
            known = self._tokens.get(seat)
            if known is None:
                known = self._tokens[seat] = self._mix(seat)
            if self.holds_control(seat):
                return f"{known}.{self.presence.version}.{self.extra}"
            return known

    def _mix(self, seat: str) -> str:
        """Of everything the seat may see in any language: a text of two may change in one of them."""
        pictures = [self.picture(seat, language) for language in LANGUAGES]
        clock = pictures[0]["clock"]
        still = [clock[name] for name in ("total", "paused", "paused_at", "added", "ends")]
        still.append(clock["left"] if clock["paused"] else None)
        seen = [seat, still, *({**picture, "clock": None} for picture in pictures)]
        return hmac.new(self.key, msgspec.json.encode(seen), sha256).hexdigest()[:20]

    def _told_before(self) -> Any:
        """What was made of the story so far; begun afresh where the state was folded afresh."""
        if self._stories_of is not self.run.state:
            self._stories, self._stories_of = Stories(self.run.state), self.run.state
        return self._stories

    def news(self) -> bool:
        """Whether there are lines that this was not told of before, from here or from elsewhere."""
        with self._lock:
            self.refresh()
            told, self._told = self._told, self._lines
            return told != self._lines

    def preview(self, inject: str, choices: dict[str, str], language: str) -> Picture:
        """What releasing an inject would do now, for control. Changes nothing."""
        with self._lock:
            self.refresh()
            return inject_preview(self.run.state, inject, choices, language)

    def draft(self, data: dict[str, Any], language: str) -> Picture:
        """What an inject being written would do now, for control. Raises Refusal. Changes nothing."""
        with self._lock:
            self.refresh()
            return draft_preview(self.run.state, data, language)

    def debriefed(self) -> Debriefed:
        """The run to be looked back on, with all that other processes have done."""
        with self._lock:
            self.refresh()
            if self._debriefed is None:
                self._debriefed = Debriefed(self.run)
            return self._debriefed

    def levers(self, language: str) -> Picture:
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
        with self._lock:
            self.refresh()
            return turns(self.run)

    def past(self, turn: int, seat: str, language: str) -> Picture:
        """What a seat knew at the end of a turn. Raises KeyError for a turn that was not played."""
        with self._lock:
            self.refresh()
            return view(at_turn(self.run, turn), seat, language)

    def journal(self, language: str, most: int) -> list[Picture]:
        """The newest lines of the log in words, for control."""
        with self._lock:
            self.refresh()
            return self.run.journal(language, most)

    def whole_log(self) -> bytes:
        """The file of the run, whole lines only: another process may just be writing one. For control."""
        content = self.run.log.path.read_bytes()
        return content[: content.rfind(b"\n") + 1]

    # Doing

    def do(self, command: Command) -> Any:
        """Carry out a command; it is on disk when this returns. Raises Refusal or LogError."""
        with self._lock:
            line = self.run.do(command)
            self.refresh()
            return line

    # Pages kept ready

    def page(self, key: Any, moment: int, render: Callable[[], str]) -> str:
        """A page by everything it was made from; made now if it is not there.

        It is kept only if the run has not moved on since the moment it was begun at: what it asked for while
        it was being made could be newer than the word it is kept by.
        """
        with self._lock:
            found = self._pages.pop(key, None)
            if found is not None:
                self._pages[key] = found
                return found
        made = render()
        with self._lock:
            self.refresh()
            if self._lines == moment:
                while len(self._pages) >= MOST_PAGES:
                    del self._pages[next(iter(self._pages))]
                self._pages[key] = made
        return made

    def _forget(self) -> None:
        self._pictures.clear()
        self._tokens.clear()

    def language(self, code: str) -> Language:
        return Language(code)
