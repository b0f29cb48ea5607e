"""The hand of whoever sits at a table: one seat of one run, to look, to show and to act with."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from rich.console import Console, RenderableType
from rich.segment import Segment, Segments
from rich.text import Text

from console import situation
from console.prompt import Prompt
from console.screen import clean, clean_all
from engine.play.commands import Command, Refusal
from engine.play.commands.declared import Entry, Fields, Orders, Seen
from engine.play.commands.reading import read
from engine.play.questions import open_questions
from engine.record.log import Line
from engine.record.run import Run
from engine.record.torn import torn
from engine.views import view
from engine.views.seen import ControlView, RoleView, View, is_control, is_role
from engine.words.language import Language
from engine.words.refusals import refusal_in_words


class Hand(ABC):
    """What whoever sits here can do: look at the view of the seat, say and show things, give commands."""

    def __init__(self, run: Run, seat: str, language: Language, console: Console, prompt: Prompt) -> None:
        self.run, self.seat, self.language = run, seat, language
        self.console, self.prompt = console, prompt
        self.told = 0
        """How many facts this seat has been told."""
        self.undone = 0
        """How many undoings of control it has been told."""
        self._picture: tuple[object, View] | None = None
        self.asked: set[tuple[int, str]] = set()
        """Questions that have been put to the person already, so that they are put once."""
        self.ahead: Callable[[Fields], None] | None = None
        """Takes a command instead of the run, while it is only looked at what it would do."""

    @abstractmethod
    def tell(self) -> None:
        """Read out what this seat has learned since the last time."""

    @abstractmethod
    def help(self) -> None:
        """Show everything that can be done here."""

    # Looking

    @property
    def picture(self) -> View:
        """The view of this seat as the run stands, with every text made harmless."""
        stands = len(self.run.log.lines), self.run.drafts.version
        if self._picture is None or self._picture[0] != stands:
            self._picture = (stands, clean_all(view(self.run.state, self.seat, self.language.code)))
        return self._picture[1]

    @property
    def is_control(self) -> bool:
        return is_control(self.picture)

    @property
    def as_control(self) -> ControlView:
        """The view, where this seat is control. Raises TypeError where it is not."""
        found = self.picture
        if not is_control(found):
            raise TypeError(self.seat)
        return found

    @property
    def as_role(self) -> RoleView:
        """The view, where this seat is a role's. Raises TypeError where it is not."""
        found = self.picture
        if not is_role(found):
            raise TypeError(self.seat)
        return found

    @property
    def automatic(self) -> bool:
        """Whether nobody holds control, so that the program moves the game on by itself."""
        return not self.run.state.controlled and not self.is_control

    @property
    def answers_due(self) -> bool:
        """Whether persons elsewhere still owe an answer."""
        return bool(open_questions(self.run.state))

    def show(self, *drawn: RenderableType) -> None:
        """Print parts one after another; at a terminal with time to read before one is pushed off."""
        for entry in drawn:
            if self.prompt.terminal:
                self.show_in_window(entry)
            else:
                self.console.print(entry)

    def show_in_window(self, entry: RenderableType) -> None:
        """Print a part where there is room; one that is taller than the window goes on after a pause."""
        room = max(self.console.height - 2, 1)
        lines = self.console.render_lines(entry, pad=False)
        whole = len(lines) <= room
        while lines:
            if self.prompt.printed and self.prompt.printed + (len(lines) if whole else 1) > room:
                self.prompt.pause()
            free = max(room - self.prompt.printed, 1)
            now, lines = lines[:free], lines[free:]
            self.console.print(Segments([part for line in now for part in (*line, Segment.line())]), end="")
            self.prompt.printed += len(now)

    def say(self, sentence: str, **values: Any) -> None:
        """A sentence to the person."""
        self.console.print(Text(self.language.say(sentence, **values)))

    def situation(self, *, every: bool = False) -> None:
        parts = situation.parts(self.picture, self.language, width=self.console.width, every=every)
        self.show(Text(""), *parts)

    # Doing

    @property
    def seen(self) -> Seen:
        """The turn and the phase that whoever sits here has before them."""
        return read(Seen, {"turn": self.picture["turn"], "phase": self.picture["phase"]})

    def do(self, fields: Fields, version: str = "") -> "Line[Any] | None":
        """A command of this seat, with the version of what it edits. A refusal is shown; nothing is lost."""
        if self.ahead:
            self.ahead(fields)
            return None
        before = self.run.timer.set_back
        try:
            seen = replace(self.seen, version=version)
            line = self.run.do(Command.of(fields, self.seat, seen=seen))
            self.tell_torn()
            if (found := self.run.timer.set_back) and found != before:
                self.show(Text(found.words(self.language.say)))
            return line
        except Refusal as refusal:
            self.refused(refusal)
            return None

    def draft(self, orders: list[Entry], comment: str = "") -> bool:
        """Keep what is chosen and not sealed, or a comment on it. A refusal is shown."""
        seen = Seen(turn=self.picture["turn"])
        try:
            self.run.draft(Command.of(Orders(orders=orders, comment=comment), self.seat, seen=seen))
        except Refusal as refusal:
            self.refused(refusal)
            return False
        return True

    def tell_torn(self) -> None:
        """Say it once where this command found a line that had been cut short."""
        found = torn(self.run.log.path) if self.run.log.notices else None
        self.run.log.notices.clear()
        if found:
            self.show(Text(found.words(self.language.say)))

    def refused(self, refusal: Refusal) -> None:
        self.show(Text(f"× {clean(refusal_in_words(refusal, self.language))}"))
