"""The table: one seat, one run, and the loop of looking, being told, and doing."""

from rich.text import Text

from console import actions as verbs
from console import common, control, news, orders, report, seat, situation
from console.actions import Action
from console.hand import Hand
from console.layout import heading
from console.prompt import Back, Gone, Quit
from engine.play.commands import Refusal
from engine.views.seen import Fact, is_control, is_role

MOST_ACTS = 1000
TOLD_ELSEWHERE = frozenset({"phase", "track", "startex", "locked"})
"""Kinds of facts that the header, the gauges, the sheet and the report show."""


class Table(Hand):
    """One seat at the table of a run: the loop of being told, looking and doing."""

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
            self.show(Text(""), heading(title), *drawn)
            self.prompt.pause()
        if self.picture["phase"] == "report":
            self.show(*report.report(self.picture, self.language))

    def put_questions(self) -> bool:
        """Put the open questions of a locked phase to the person. True if one was put."""
        put = False
        if not self.picture["locked"] or self.picture["phase"] != "orders" or self.is_control:
            return put
        for question in self.as_role["questions"]:
            this = (self.picture["turn"], question["id"])  # the same may be asked in every turn
            if not question["answer"] and this not in self.asked:
                self.asked.add(this)
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

    def help(self) -> None:
        other = next(entry["code"] for entry in self.picture["roles"] if entry["id"] != self.seat)
        self.show(*verbs.help_parts(self.actions(), self.language, other))
