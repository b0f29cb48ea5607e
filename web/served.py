"""One run as this server holds it: opened once, locked for each use, its views and pages kept ready.

This is the only module of `web` that holds a `Run`. What leaves it has come through `engine.play.views`.
"""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from threading import RLock
from typing import Any

import msgspec
from engine.language import Language
from engine.play.commands import Command
from engine.play.views import CONTROL, PUBLIC, effective, inject_preview
from engine.play.views import levers as levers_of
from engine.play.views.journal import Journal
from engine.play.views.rulebook import Rulebook
from engine.play.views import view as _v
try:
    from engine.play.views import draft_preview
    from engine.play.views.stories import Stories
    view = _v
except ImportError:
    Stories = lambda state: None
    draft_preview = None
    def view(state, seat, language, stories=None): return _v(state, seat, language)

from engine.record.run import Run
from engine.review.replay import at_turn, turns
from web.presence import Presence

MOST_PAGES = 64
"""Pages kept ready for each run; a change of the run empties the store."""
Picture = dict[str, Any]


class Served:
    """A run being served. Every method may be called from any thread."""

    def __init__(self, name: str, run: Run, key: bytes) -> None:
        self.name, self.run, self.key = name, run, key
        self.presence = Presence()
        self.extra = 0
        """Raised when something changes that only control's page shows, such as a join link."""
        self._lock = RLock()
        self._stories = Stories(run.state)
        self._pictures: dict[tuple[str, str], Picture] = {}
        self._tokens: dict[str, str] = {}
        self._pages: dict[Any, str] = {}
        self._lines = len(run.log.lines)
        self._levers: dict[str, Picture] = {}

    # Who is who

    @property
    def roles(self) -> list[str]:
        return list(self.run.exercise.roles)

    def holds_control(self, seat: str) -> bool:
        """Whether this seat sees and does what control does under the run's preset."""
        return seat != PUBLIC and effective(self.run.state, seat) == CONTROL

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
                known = view(self.run.state, seat, language, self._stories)
                if self.holds_control(seat):
                    known["journal"] = Journal(self.run.state, language).tell(self.run.log.lines, 60)
                self._pictures[seat, language] = known
            return {**known, "clock": self.clock(known["minutes"])}

    def clock(self, minutes: int) -> Picture:
        """The clock of the phase, in whole seconds."""
        return self.run.timer.picture(minutes, datetime.now(UTC))

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
        picture = self.picture(seat, "en")
        clock = {name: picture["clock"][name] for name in ("ends", "paused_at", "added")}
        seen = {**picture, "clock": clock, "journal": len(picture.get("journal", ()))}
        return hmac.new(self.key, seat.encode() + msgspec.json.encode(seen), sha256).hexdigest()[:20]

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

    # Doing

    def do(self, command: Command) -> Any:
        """Carry out a command; it is on disk when this returns. Raises Refusal or LogError."""
        with self._lock:
            line = self.run.do(command)
            self.refresh()
            return line

    # Pages kept ready

    def page(self, key: Any, render: Callable[[], str]) -> str:
        """A page by everything it was made from; made now if it is not there."""
        with self._lock:
            self.refresh()
            found = self._pages.get(key)
        if found is None:
            found = render()
            with self._lock:
                if len(self._pages) >= MOST_PAGES:
                    self._pages.clear()
                self._pages[key] = found
        return found

    def _forget(self) -> None:
        self._pictures.clear()
        self._tokens.clear()
        self._pages.clear()

    def language(self, code: str) -> Language:
        return Language(code)
