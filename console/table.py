"""The table: one seat, one run, and the loop of looking, being told, and doing."""

from typing import Any

from rich.console import Console, RenderableType
from rich.segment import Segment, Segments
from rich.text import Text

from console import actions as verbs
from console import common, control, news, orders, report, seat, situation
from console.actions import Action
from console.prompt import Back, Gone, Prompt, Quit
from console.screen import clean_all
from engine.play.commands import Command, Refusal
from engine.play.questions import open_questions
from engine.record.log import Line
from engine.record.run import Run
from engine.record.torn import torn
from engine.views import view
from engine.views.seen import ControlView, Fact, RoleView, View, is_control, is_role
from engine.words.language import Language

MOST_ACTS = 1000
TOLD_ELSEWHERE = frozenset({"phase", "track", "startex", "locked"})
"""Kinds of facts that the header, the gauges, the sheet and the report show."""


class Table:
    """One seat at the table of a run."""

    def __init__(self, run: Run, seat: str, language: Language, console: Console, prompt: Prompt) -> None:
        self.run, self.seat, self.language = run, seat, language
        self.console, self.prompt = console, prompt
        self.told = 0
        """How many facts this seat has been told."""
        self.undone = 0
        """How many undoings of control it has been told."""
        self._picture: tuple[object, View] | None = None
        self.asked: set[str] = set()
        """Questions that have been put to the person already, so that they are put once."""

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

    def do(self, name: str, **data: Any) -> "Line[Any] | None":
        """A command of this seat. A refusal is shown and nothing is lost."""
        seen = {"turn": self.picture["turn"], "phase": self.picture["phase"]}
        try:
            line = self.run.do(Command(name, self.seat, {**data, "seen": seen}))
            self.tell_torn()
            return line
        except Refusal as refusal:
            self.refused(refusal)
            return None

    def draft(self, orders: list[dict[str, Any]]) -> bool:
        """Keep what is chosen and not sealed. A refusal is shown."""
        data = {"orders": orders, "seen": {"turn": self.picture["turn"]}}
        try:
            self.run.draft(Command("orders", self.seat, data))
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
        spoken = {
            key: self.language.say(value) if isinstance(value, str) else value
            for key, value in refusal.values.items()
        }
        self.show(Text(f"× {self.language.say(refusal.message, **clean_all(spoken))}"))

    # The loop

    def play(self, *, resumed: bool = False) -> None:
        """Sit at the table until somebody gets up, input ends, or the run does.

        Whoever comes back is told in three lines where things stand. Raises SystemExit after Ctrl+C.
        """
        try:
            if resumed:
                self.come_back()
            else:
                self.sit_down()
            while True:
                self.turn()
        except Quit:
            self.leave(self.language.say("The run is kept."))
        except Gone:
            self.leave(self.language.say("Input has ended; the run is kept."))
        except KeyboardInterrupt:
            self.console.print()
            self.leave(self.language.say("Stopped; everything that was done is kept."))
            raise SystemExit(130) from None

    def leave(self, sentence: str) -> None:
        self.run.refresh()
        picture, say = self.picture, self.language.say
        where = say(
            "Turn {turn} of {turns}, {phase}.",
            turn=picture["turn"],
            turns=picture["turns"],
            phase=situation.phase_words(picture, self.language),
        )
        self.show(Text(""), Text(f"{where} {sentence}"))
        if picture["finished"]:
            self.show(
                Text(
                    say(
                        "The run has ended. Look at it again with: {command}",
                        command=f"whitecell replay {self.run.log.path}",
                    )
                )
            )
        else:
            again = f"whitecell play {self.run.log.path} --as {self.seat}"
            self.show(Text(say("Play on with: {command}", command=again)))

    def come_back(self) -> None:
        """Where the run stands, what waits here, and how to see the rest."""
        if self.automatic:
            self.drive(quiet=True)
        picture, say = self.picture, self.language.say
        turn = say("turn {turn} of {turns}", turn=picture["turn"], turns=picture["turns"])
        phase = situation.phase_words(picture, self.language)
        where = " · ".join(filter(None, (picture["seat_title"], turn, picture["month"], phase)))
        self.show(
            Text(""),
            Text(where, style="title"),
            Text(self.waits_here()),
            Text(
                say("'status' shows the situation, 'log' what has happened, 'help' what can be done."),
                "quiet",
            ),
        )
        self.told, self.undone = len(picture["story"]), self.undoings()

    def waits_here(self) -> str:
        """What somebody who comes back to this seat has still to do, in a line."""
        picture, count = self.picture, self.language.count
        if is_control(picture):
            number = len(picture["waiting"])
            things = count(number, "thing waits for you", "things wait for you")
            if number:
                return self.language.say("{things}; 'waiting' lists them.", things=things)
            return self.language.say("Nothing waits for you.")
        if picture["ready"]:
            return self.language.say(situation.READY)
        own = self.as_role
        asked = sum(not question["answer"] for question in own["questions"])
        if asked and picture["phase"] not in ("rulings", "report"):
            return count(asked, "question waits for your answer", "questions wait for your answer") + "."
        if picture["locked"] or picture["phase"] in ("rulings", "report"):
            return self.language.say("Nothing waits for you.")
        chosen = count(len(orders.standing(own)), "order chosen", "orders chosen")
        return f"{chosen}. {own['at_lock']['words']}"

    def sit_down(self) -> None:
        """Show where the run stands, once."""
        picture = self.picture
        if self.automatic:
            self.drive(quiet=True)
            picture = self.picture
        if is_role(picture) and picture["turn"] <= 1 and picture["phase"] in ("situation", "consultation"):
            self.show(Text(""), *report.brief(picture, self.language, conditions=False))
            self.prompt.pause()
        self.situation()
        if picture["phase"] == "report":
            self.show(*report.report(picture, self.language))
        waiting = news.standing_facts(picture, self.language)
        if waiting:
            self.show(Text(""), *waiting)
        self.told, self.undone = len(picture["story"]), self.undoings()
        if self.is_control:
            control.show_phase(self)

    def turn(self) -> None:
        """Once round: what others did, what the program does, what the person is asked, what they want."""
        self.run.refresh()
        if not self.automatic or self.picture["phase"] != "situation":
            self.tell()
        if self.automatic:
            self.drive()
        if self.put_questions():
            return
        here = self.actions()
        waits = not self.is_control and seat.waiting(self)
        typed = self.prompt.line(self.question(here), self.news if waits else None)
        try:
            self.obey(typed, here)
        except Back:
            self.say("Left as it was.")

    def drive(self, *, quiet: bool = False) -> None:
        """Let automatic control act until it is this person's turn."""
        for _ in range(MOST_ACTS):
            if seat.is_due(self):
                return
            try:
                self.run.press_on()
            except Refusal as refusal:
                self.refused(refusal)
                return
            if not quiet and self.picture["phase"] != "situation":
                self.tell()

    def news(self) -> bool:
        """Whether something has happened elsewhere that this seat learns of."""
        if not self.run.refresh():
            return False
        return len(self.picture["story"]) != self.told or self.undoings() != self.undone

    def undoings(self) -> int:
        """How often the game was taken back: its story may then be shorter than what was told."""
        return sum(fact["kind"] == "undo" for fact in self.picture["story"])

    def tell(self) -> None:
        """Read out what this seat has learned since the last time."""
        picture = self.picture
        if self.undoings() > self.undone:
            self.undone, self.told = self.undoings(), len(picture["story"])
            undone = [fact for fact in picture["story"] if fact["kind"] == "undo"]
            self.show(Text(f"↶ {undone[-1]['text']}", style="title"))
            self.situation()
            return
        new = picture["story"][self.told :]
        self.told = len(picture["story"])
        if not new:
            return
        opened = [fact for fact in new if fact["kind"] == "phase"]
        for fact in opened:
            if fact["details"]["phase"] == "report":
                self.read_rulings(
                    [entry for entry in new if entry["turn"] == fact["turn"] and entry["phase"] == "rulings"]
                )
        rest = [fact for fact in new if fact["phase"] != "rulings" or not opened]
        fresh = any(fact["details"]["phase"] == "situation" for fact in opened)
        if fresh:
            self.situation()
            rest = [
                fact
                for fact in rest
                if not (fact["turn"] == picture["turn"] and fact["phase"] == "situation")
            ]
        drawn = [
            news.fact(fact, picture, self.language) for fact in rest if fact["kind"] not in TOLD_ELSEWHERE
        ]
        self.show(*(entry for entry in drawn if entry is not None))
        if not fresh and picture["phase"] in ("consultation", "orders") and opened:
            self.show(Text(""), situation.header(picture, self.language))
            if picture["phase"] == "orders" and is_role(picture) and not picture["locked"]:
                self.show(orders.sheet(picture, self.language))

    def read_rulings(self, entries: list[Fact]) -> None:
        """Published rulings, part by part with time to read, then the report."""
        for title, drawn in news.published(self.picture, entries, self.language):
            self.show(Text(""), news.heading(title), *drawn)
            self.prompt.pause()
        if self.picture["phase"] == "report":
            self.show(*report.report(self.picture, self.language))

    def put_questions(self) -> bool:
        """Put the open questions of a locked phase to the person. True if one was put."""
        put = False
        if not self.picture["locked"] or self.picture["phase"] != "orders" or self.is_control:
            return put
        for question in self.as_role["questions"]:
            if not question["answer"] and question["id"] not in self.asked:
                self.asked.add(question["id"])
                put = True
                try:
                    seat.answer_question(self, question)
                except Back:
                    self.say("The question stays open: 'answer' puts it again.")
        return put

    # Being asked

    def actions(self) -> list[Action]:
        """Everything that can be done now, the next step first."""
        found = control.actions(self.as_control) if self.is_control else seat.actions(self)
        return [*found, *common.actions(self)]

    def question(self, here: list[Action]) -> str:
        """The line before the cursor: seat, phase, the next step."""
        picture, say = self.picture, self.language.say
        step = situation.phase_words(picture, self.language)
        first = say("Enter: {action}", action=say(here[0].about).rstrip("."))
        return f"\n{situation.role_text(picture, self.seat)} · {step} · {first}\n>"

    def obey(self, typed: str, here: list[Action]) -> None:
        """Do what was typed."""
        if not typed:
            here[0].run(self, "")
            return
        word, _, rest = typed.partition(" ")
        action = verbs.exact(word, here, self.language)
        if action is None and self.is_control and control.meant(self, typed):
            return
        if action is None and orders.takes(self.picture) and orders.meant(self, typed):
            return
        action = action or verbs.shortened(word, here, self.language)
        if action is None:
            self.puzzled(word, here)
            return
        action.run(self, rest.strip())
        if self.is_control:
            self.asked.clear()

    def puzzled(self, word: str, here: list[Action]) -> None:
        guess = verbs.guess(word, here, self.language)
        if guess:
            self.say("'{typed}' is not known here. Did you mean '{guess}'?", typed=word, guess=guess)
        else:
            self.say("'{typed}' is not known here. Type 'help' to see what is.", typed=word)

    def automatic_again(self) -> bool:
        """Whether persons elsewhere still owe an answer."""
        return bool(open_questions(self.run.state))
