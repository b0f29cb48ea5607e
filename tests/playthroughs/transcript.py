"""Transcripts of whole runs, to be read by people and compared by a test.

    python -m tests.playthroughs.transcript [name...]
    python -m tests.playthroughs.transcript --seeds 40 name

The first writes `<name>.txt` beside this file, for all of `scripts.py` if none is named. Each plays a real
run in a temporary folder, through the one door for commands, with a fixed seed and clock. What bots and
automatic control do not do by themselves stands in `scripts.py`. The second says how the script goes with
each of the first seeds, to choose one worth reading.
"""

import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import wrap
from typing import Any

from msgspec.structs import replace

from engine.play import events as happened
from engine.play.automatic import next_act
from engine.play.commands import Command, Refusal
from engine.play.events import Event
from engine.play.questions import open_questions
from engine.record.run import Run
from engine.rules.load import load
from engine.views import view
from engine.views.locking import taken
from engine.words.language import Language
from engine.words.wording import Wording
from tests.playthroughs.scripts import SCRIPTS, Play, Script

HERE = Path(__file__).parent
WIDTH = 110
BEGIN = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
DIFFERS = ("order", "ruling", "told", "message", "refused", "inject", "agreement", "track", "overdue")
"""Kinds of facts compared between control's story and a seat's own."""


def path_of(name: str) -> Path:
    """Where a transcript stands."""
    return HERE / f"{name}.txt"


def transcript(name: str) -> str:
    """The transcript of a script as it would be written now."""
    with tempfile.TemporaryDirectory() as folder:
        return Transcript(SCRIPTS[name], Path(folder)).write()


class Transcript:
    """Plays one run by its script and writes down what happens."""

    def __init__(self, script: Script, folder: Path) -> None:
        self.exercise, self.script = load(script.exercise), script
        self.file, self.moment = self.exercise.file, BEGIN
        self.language = Language("en")
        self.wording = Wording(self.exercise, self.language)
        self.lines: list[str] = []
        self.run = Run.start(
            self.exercise,
            folder / "run.jsonl",
            seed=script.seed,
            format_id=script.format,
            people=script.people,
            ready=True,
            clock=self.clock,
        )
        self.values = dict(zip(self.exercise.names, self.exercise.vocabulary.start, strict=True))
        """By slot, what it held before the event that is told."""
        self.ruled: dict[str, str] = {}
        """The tables that have ruled since the state last changed, with their step."""

    def clock(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment

    # Playing

    def write(self) -> str:
        self.header()
        self.told(self.run.lines[0].events)
        play = Play(self.run, self.do)
        done: set[tuple[int, str]] = set()
        while not self.run.state.game.finished:
            game = self.run.state.game
            stage = "answers" if game.locked and game.phase == "orders" else game.phase
            if (game.turn, stage) not in done:
                done.add((game.turn, stage))
                act = self.script.acts.get((game.turn, stage))
                if act:
                    act(play)
                    continue
            if game.locked and game.phase == "orders" and open_questions(self.run.state):
                self.put("(Those asked stay silent.)", 2)
            due = Command.of(next_act(self.run.state))
            if due.name == "skip":
                due.data["reason"] = "its conditions are against it"
            self.do(due.name, due.actor, **due.data)
        self.ending()
        return "\n".join(line.rstrip() for line in self.lines) + "\n"

    def do(self, command: str, actor: str, **data: Any) -> None:
        """One command, with what it caused, or why it was refused. A draft is none, and causes nothing."""
        try:
            if command == "draft":
                self.run.draft(Command("orders", actor, data))
                self.chosen(actor, data["orders"])
                return
            line = self.run.do(Command(command, actor, data))
        except Refusal as refusal:
            self.put(f"! {self.wording.role(actor)}: {command} refused. {refusal}", 2)
            return
        self.told(line.events)
        if command == "undo":
            self.values = dict(zip(self.exercise.names, self.run.state.game.vector, strict=True))

    def told(self, events: list[Event]) -> None:
        for event in events:
            teller = getattr(self, f"on_{type(event).__name__.lower()}", None)
            if teller is None:
                raise NotImplementedError(f"a transcript has no words for {type(event).__name__}")
            teller(event)
            self.values.update(getattr(event, "changes", None) or {})

    # Lines

    def put(self, text: str = "", indent: int = 0, hang: int = 4) -> None:
        """A line, wrapped."""
        first, later = " " * indent, " " * (indent + hang)
        for paragraph in text.splitlines() or [""]:
            self.lines += wrap(
                paragraph,
                WIDTH,
                initial_indent=first,
                subsequent_indent=later,
                break_long_words=False,
                break_on_hyphens=False,
            ) or [""]

    def rule(self, mark: str) -> None:
        self.lines.append(mark * WIDTH)

    def text(self, text: Any, argument: str = "") -> str:
        return self.language.text(text, argument)

    def codes(self, roles: list[str]) -> str:
        return self.wording.roles(roles) if roles else "nobody"

    def cause(self, path: str) -> str:
        """What called something, short enough for brackets."""
        head = path.partition(">")[0]
        kind, _, name = head.partition(".")
        if kind in self.exercise.roles:
            return f"{self.wording.code(kind)}: {self.wording.order(name)}"
        if kind == "agreement":
            return self.text(self.file.agreements[name].title)
        if kind in ("trigger", "drift"):
            return name or kind
        if kind == "turn":
            return "several orders"
        return head.removeprefix("inject.")

    # The run

    def header(self) -> None:
        game, script = self.run.state.game, self.script
        entry = self.file.formats[game.format]
        self.rule("=")
        self.put(f"{self.text(self.file.title)}: {self.text(self.file.subtitle)}")
        self.rule("=")
        self.put(
            f"Exercise {self.exercise.id}, format {game.format} ({entry.turns} turns), preset {game.preset},"
            f" seed {script.seed}."
        )
        seats = [self.wording.role(seat) for seat in script.people]
        self.put(f"Seats taken by people at the start: {', '.join(seats) or 'none'}. All others are bots.")
        if script.about:
            self.put(script.about)
        self.put(f"Written by python -m tests.playthroughs.transcript {self.exercise.id}")

    def on_began(self, event: happened.Began) -> None:
        self.put()
        self.put("The ready room is open." if event.ready else "STARTEX")

    def on_started(self, event: happened.Started) -> None:
        self.put("STARTEX", 2)

    def on_turnbegan(self, event: happened.TurnBegan) -> None:
        calendar = self.file.formats[self.run.state.game.format].calendar
        self.put()
        self.rule("=")
        self.put(f"TURN {event.turn} · {self.text(calendar[event.turn - 1])}")
        self.rule("=")
        capital = {
            role: event.changes.get(f"capital({role})", self.values[f"capital({role})"])
            for role in self.exercise.roles
        }
        self.put(
            "Capital: " + ", ".join(f"{self.wording.code(role)} {held}" for role, held in capital.items())
        )
        gone = self.flags(event.changes)
        if gone:
            self.put(f"Over: {'; '.join(gone)}")

    def on_phasebegan(self, event: happened.PhaseBegan) -> None:
        if event.phase == "report":
            self.report()
        else:
            self.put()
            self.put(f"-- {event.phase.capitalize()} --")

    def on_paused(self, event: happened.Paused) -> None:
        self.put("* PAUSEX" if event.paused else "* Play goes on", 2)

    def on_seated(self, event: happened.Seated) -> None:
        self.put(f"* The seat of {self.wording.role(event.seat)} is now: {event.by}", 2)

    def on_undone(self, event: happened.Undone) -> None:
        self.put(f"* Control takes the game back: {event.reason}", 2)
        if event.takes:
            self.put(f"New dice for turn {', '.join(event.takes)}.", 4)

    # Injects

    def on_released(self, event: happened.Released) -> None:
        inject = self.exercise.injects[event.inject].inject
        by = "" if event.capacity == "control" else f", released by the {event.capacity}"
        self.put(f"INJECT {event.inject}: {self.text(inject.title)} ({inject.mode}{by})", 2)
        self.put(f"from {self.text(inject.from_)} to {self.codes(event.to)}", 6)
        others = [role for role in event.knows if role not in event.to]
        if others:
            self.put(f"also known to {self.codes(others)}", 6)
        self.put(f"“{self.text(inject.text)}”", 6, 0)
        for role, text in inject.also.items():
            self.put(f"For {self.wording.code(role)} alone: “{self.text(text)}”", 6, 0)
        for name, word in event.choices.items():
            self.put(f"{name}: {self.text(inject.choices.get(word)) or self.wording.word(word)}", 6)
        if inject.expect:
            self.put(f"Expected: {self.text(inject.expect)}", 6, 0)

    def on_improvised(self, event: happened.Improvised) -> None:
        self.put(
            f"INJECT {event.inject}, written on the spot, from {event.sender or 'control'}"
            f" to {self.codes(event.to)}",
            2,
        )
        self.put(f"“{event.text}”", 6, 0)

    def on_shelved(self, event: happened.Shelved) -> None:
        until = f" until turn {event.until}" if event.until else ""
        title = self.text(self.exercise.injects[event.inject].inject.title)
        self.put(
            f"Inject {event.inject} ({title}) {event.status}{until}: {event.reason or 'no reason given'}", 2
        )

    # Words

    def on_messaged(self, event: happened.Messaged) -> None:
        text = event.text
        if event.stock:
            text = self.text(self.file.roles[event.sender].doctrine.texts.get(event.stock, ""))
        if event.says:
            lines = self.file.roles[event.sender].doctrine.says
            text = self.text(lines[event.says - 1].text) if event.says > 0 else "(does not negotiate)"
        way = f" to {self.codes(event.to)}" if event.to else ""
        if event.through:
            way += f" through {self.wording.code(event.through)}{', sealed' if event.sealed else ''}"
        read = f" (read by {self.codes(event.read_by)})" if event.read_by else ""
        topic = f" about {event.topic}" if event.topic else ""
        self.put(f"MESSAGE {self.wording.code(event.sender)}{way}{topic}{read}: “{text}”", 2)

    def on_said(self, event: happened.Said) -> None:
        self.put(f"STATEMENT {self.wording.role(event.role)}: “{event.text}”", 2)

    def on_stamped(self, event: happened.Stamped) -> None:
        title = self.text(self.file.marks[event.mark].title) or event.mark
        of = f" ({self.wording.code(event.role)})" if event.role else ""
        self.put(f"Control marks it: {title}{of}. {'; '.join(self.flags(event.changes))}".rstrip(), 4)

    def on_noted(self, event: happened.Noted) -> None:
        self.put(f"Note of control: {event.text}", 2)

    def on_promised(self, event: happened.Promised) -> None:
        what = event.order or event.agreement
        self.put(
            f"{self.wording.code(event.role)} promises {self.codes(event.to)} by turn {event.turn}: {what}", 2
        )

    def on_worded(self, event: happened.Worded) -> None:
        self.put(f"{self.wording.code(event.role)} words the text on the table: “{event.text}”", 2)

    def on_initialled(self, event: happened.Initialled) -> None:
        self.put(f"{self.wording.code(event.role)} initials it", 4)

    def on_presided(self, event: happened.Presided) -> None:
        self.put(f"It counts. {'; '.join(self.flags(event.changes))}".rstrip(), 4)

    def on_jotted(self, event: happened.Jotted) -> None:
        self.put(f"{self.wording.code(event.role)} writes in its notebook: {event.text}", 2)

    def on_chaired(self, event: happened.Chaired) -> None:
        self.put(f"The chair ({self.wording.code(event.role)}), {event.act}: {event.text}", 2)

    def on_requested(self, event: happened.Requested) -> None:
        self.put(f"{self.wording.code(event.role)} asks control: “{event.text}”", 2)

    def on_settled(self, event: happened.Settled) -> None:
        how = {"aside": "puts aside", "aloud": "has answered aloud"}[event.how]
        self.put(f"Control {how} what {self.wording.code(event.role)} asked ({event.request})", 2)

    def on_withdrawn(self, event: happened.Withdrawn) -> None:
        self.put(f"Control withdraws a statement of {self.wording.role(event.role)}", 4)

    def on_replied(self, event: happened.Replied) -> None:
        self.put(f"Control to {self.codes(event.to)}: “{event.text}”", 2)

    def on_delivered(self, event: happened.Delivered) -> None:
        self.put(f"The message is delivered to {self.codes(event.to)}; it may be answered", 4)

    def on_exposed(self, event: happened.Exposed) -> None:
        self.put(f"The message falls into the hands of {self.codes(event.to)}", 4)

    def on_told(self, event: happened.Told) -> None:
        what = event.what if event.what == "objective" else self.wording.slot(event.what)
        false = " (FALSE)" if event.false else ""
        self.put(f"Told to {self.codes(event.to)} ({event.form}): {what}: {event.value}{false}", 4)

    def on_opened(self, event: happened.Opened) -> None:
        moves = ", ".join(self.text(self.file.moves[move].title) for move in event.moves)
        self.put(
            f"Open to {self.wording.code(event.role)} in turn {event.turn} at cost {event.cost}: {moves}", 4
        )

    # Agreements

    def title(self, proposal: str) -> str:
        found = self.run.state.game.proposals[proposal]
        if found.agreement is None:
            return f"“{found.text}”"
        terms = self.wording.terms(found.agreement, found.terms)
        return self.text(self.file.agreements[found.agreement].title) + (f" ({terms})" if terms else "")

    def on_proposed(self, event: happened.Proposed) -> None:
        parties = f"; asked to sign: {self.codes([role for role in event.parties if role != event.by])}"
        invited = f"; invited: {self.codes(event.invites)}" if event.invites else ""
        self.put(
            f"PROPOSAL by {self.wording.code(event.by)}: {self.title(event.proposal)}{parties}{invited}", 2
        )

    def on_signed(self, event: happened.Signed) -> None:
        self.put(f"{self.wording.code(event.role)} signs: {self.title(event.proposal)}", 4)

    def on_unsigned(self, event: happened.Unsigned) -> None:
        self.put(f"{self.wording.code(event.role)} takes its signature back: {self.title(event.proposal)}", 4)

    def on_announced(self, event: happened.Announced) -> None:
        self.put(f"SIGNED and announced: {self.title(event.proposal)}", 4)

    def on_lapsed(self, event: happened.Lapsed) -> None:
        self.put(f"A proposal lapses: {self.title(event.proposal)}", 2)

    def on_leaving(self, event: happened.Leaving) -> None:
        title = self.text(self.file.agreements[event.agreement].title)
        self.put(f"{self.wording.code(event.role)} declares that it leaves: {title}", 2)

    def on_entered(self, event: happened.Entered) -> None:
        title, terms = (
            self.file.agreements[event.agreement].title,
            self.wording.terms(event.agreement, event.terms),
        )
        self.put(
            f"IN FORCE: {self.text(title)} ({terms or 'no terms'}); signed by {self.codes(event.signed)}", 2
        )

    def on_ended(self, event: happened.Ended) -> None:
        by = f" by {self.wording.code(event.by)}" if event.by else ""
        stays = ", and stays in force" if event.stays else ""
        self.put(f"OVER: {self.text(self.file.agreements[event.agreement].title)}: {event.why}{by}{stays}", 2)

    # Orders, questions

    def on_ordered(self, event: happened.Ordered) -> None:
        given = [self.order(entry) for entry in event.orders]
        by = ", by the hand of control" if event.capacity == "control" else ""
        self.put(f"{self.wording.code(event.role)} seals{by}: {'; '.join(given) or 'no orders'}", 2)

    def chosen(self, role: str, orders: list[dict[str, Any]]) -> None:
        given = [self.order(entry) for entry in orders]
        self.put(f"{self.wording.code(role)} has a draft: {'; '.join(given)}", 2)

    def order(self, entry: dict[str, Any]) -> str:
        marks = [f"cost {entry['cost']}"] if "cost" in entry else []
        marks += ["SECRET"] if entry.get("secret") else []
        marks += ["offered"] if entry.get("offered") else []
        marks += ["with a message"] if entry.get("message") else []
        return self.wording.order(entry["order"]) + (f" [{', '.join(marks)}]" if marks else "")

    def on_rejected(self, event: happened.Rejected) -> None:
        order = self.exercise.orders.get(event.order)
        reason = self.wording.refusal(event.reason, order) if order else "there is no such order"
        self.put(
            f"! {self.wording.code(event.role)}: {self.wording.order(event.order)} is not allowed: {reason}",
            2,
        )

    def on_locked(self, event: happened.Locked) -> None:
        codes = {role: self.wording.code(role) for role in self.exercise.roles}
        self.put(". ".join(("Orders are locked", *taken(event, codes, self.language))) + ".", 2)
        for role in self.exercise.roles:
            given = [self.order(entry) for entry in event.orders.get(role, [])]
            self.put(f"{self.wording.code(role):5}{'; '.join(given) or 'no orders'}", 4, 5)

    def on_asked(self, event: happened.Asked) -> None:
        inject = self.exercise.injects.get(event.source)
        if inject and inject.inject.asks:
            text = self.text(inject.inject.asks.question)
        else:
            order = self.exercise.orders[event.source]
            text = self.text(order.move.question, next(iter(order.arguments.values()), ""))
        self.put(f"ASKED {self.wording.role(event.to)}: {text} [{' / '.join(event.options)}]", 2)

    def on_answered(self, event: happened.Answered) -> None:
        to = event.question.rpartition("?")[2]
        what = event.question.partition("?")[0]
        if event.by == "silence":
            said = f"{self.wording.role(to)} does not answer {self.cause(what)}"
            self.put(f"{said}; that counts as: {event.answer}", 4)
            return
        self.put(f"{self.wording.role(to)} answers {self.cause(what)}: {event.answer} (by {event.by})", 4)

    # Rulings

    def on_carried(self, event: happened.Carried) -> None:
        secret = " [SECRET]" if event.secret else ""
        effects = "; ".join(self.wording.change(change) for change in event.effects)
        self.put(
            f"{self.wording.code(event.role)}: {self.wording.order(event.order)}{secret}"
            + (f" => {effects}" if effects else ""),
            2,
            6,
        )

    def on_returned(self, event: happened.Returned) -> None:
        self.put(
            f"Not carried out: {self.wording.code(event.role)}: {self.wording.order(event.order)};"
            f" refused by {self.codes(event.refused_by)}, cost {event.cost} returned",
            2,
        )

    def on_ruled(self, event: happened.Ruled) -> None:
        table = self.file.tables[event.table]
        words = event.call.partition("(")[2].rstrip(")").split(", ") if "(" in event.call else []
        row = next(row for row in table.rows if row.id == event.row)
        spoken = [self.wording.word(word) for word in words]
        title = self.text(table.title) + (f" ({', '.join(spoken)})" if words else "")
        argument = words[0] if words else ""
        effects = "; ".join(self.wording.change(change) for change in event.effects)
        said, arrow = self.text(row.say, argument), f" => {effects}" if effects else ""
        readers = event.knows if event.to is None else event.to
        known = "" if len(readers) == len(self.exercise.roles) else f" [known to {self.codes(readers)}]"
        self.ruled[event.table] = event.step
        if table.hit == "collect":
            self.put(f"{title}: {said} ({event.row}){arrow}{known}", 2, 6)
            return
        self.put(f"RULING {title} <- {self.cause(event.cause)}{known}", 2)
        if event.dice:
            self.dice(event)
        if event.replaced:
            self.put(f"overridden by control, {event.replaced} → {event.row}: {event.reason}", 6)
        self.put(f"{event.row}: {said}{arrow}", 6)

    def dice(self, event: happened.Ruled) -> None:
        table = self.file.tables[event.table]
        modifiers = list(table.modifiers.items())
        held = [modifiers[index] for index in event.modifiers]
        if held:
            reasons = [f"{key.partition(' if ')[0]} {self.text(reason)}" for key, reason in held]
            self.put(f"modifiers: {', '.join(reasons)}; together {event.sum:+d}", 6)
        thrown = "+".join(map(str, event.dice)) + (" (thrown on the table)" if event.typed else "")
        odds = [f"{'> ' if row == event.row else ''}{row} {chance:.0%}" for row, chance in event.odds.items()]
        self.put(f"dice {thrown}, total {event.total}; odds: {' | '.join(odds)}", 6)

    def on_stepped(self, event: happened.Stepped) -> None:
        moved = []
        for name, now in event.changes.items():
            head = name.partition("(")[0]
            if head in self.file.tracks:
                causes = list(dict.fromkeys(self.cause(path) for path in event.causes.get(name, [])))
                why = f" ({', '.join(causes)})" if causes else ""
                moved.append(f"{self.wording.slot(name)} {self.values[name]}→{now}{why}")
            elif head == "capital":
                moved.append(f"{self.wording.slot(name)} {self.values[name]}→{now}")
        moved += self.flags(event.changes)
        step = ", ".join(table for table, at in self.ruled.items() if at == event.step) or event.step
        self.ruled = {}
        if moved:
            self.put(f"= after {step}: {'; '.join(moved)}", 2)

    def flags(self, changes: dict[str, int]) -> list[str]:
        """Flags and tokens that changed, in words."""
        found = []
        for name, now in changes.items():
            head = name.partition("(")[0]
            if head in self.file.flags:
                if name in self.exercise.vocabulary.domains:
                    found.append(f"{self.wording.slot(name)}: {self.wording.value(name, now)}")
                else:
                    found.append(f"{self.wording.slot(name)}: {'yes' if now else 'no'}")
            elif head in self.file.tokens:
                due = f"open, due in turn {now}" if 0 < now < 1000 else "open" if now else "closed"
                found.append(f"{self.wording.slot(name)}: {due}")
        return found

    def on_overdue(self, event: happened.Overdue) -> None:
        self.put(f"OVERDUE, unanswered: {self.wording.slot(event.token)}", 2)

    def on_overridden(self, event: happened.Overridden) -> None:
        self.put(f"* Control overrides {event.ruling}: {event.replaces} → {event.row}. “{event.reason}”", 2)

    def on_typed(self, event: happened.Typed) -> None:
        self.put(f"* Dice thrown on the table for {event.ruling}: {event.dice or 'taken back'}", 2)

    def on_lapsedoverride(self, event: happened.LapsedOverride) -> None:
        self.put(f"* The override of {event.ruling} lapses: its row is no longer {event.replaces}", 2)

    def on_published(self, event: happened.Published) -> None:
        if event.ending:
            self.put("These were the last rulings. ENDEX follows their report.", 2)

    def on_brink(self, event: happened.Brink) -> None:
        titles = [self.text(entry.title) for entry in self.file.endings if entry.id in event.endings]
        self.put(f"BRINK: {', '.join(titles)}", 2)

    def on_crossed(self, event: happened.Crossed) -> None:
        lines = self.file.roles[event.role].red_lines
        title = next(self.text(line.title) for line in lines if line.id == event.line)
        self.put(f"RED LINE of {self.wording.role(event.role)}: {title}", 2)

    def on_finished(self, event: happened.Finished) -> None:
        pass

    def on_disclosed(self, event: happened.Disclosed) -> None:
        self.put(f"Control releases: {event.what}", 2)

    # The end of a turn, and of the run

    def report(self) -> None:
        """All tracks in a block, and what the watched roles were told of the turn."""
        game = self.run.state.game
        before = game.chronicle[-2][1] if len(game.chronicle) > 1 else self.exercise.vocabulary.start
        self.put()
        self.put("-- Report --")
        entries = []
        for head in self.file.tracks:
            for name in self.exercise.vocabulary.members(head):
                slot = self.exercise.slots[name]
                change = game.vector[slot] - before[slot]
                entries.append(
                    f"{self.wording.slot(name):45} {game.vector[slot]:2} {f'({change:+d})' if change else ''}"
                )
        half = (len(entries) + 1) // 2
        for left, right in zip(entries[:half], [*entries[half:], ""], strict=False):
            self.lines.append(f"  {left:54}{right}")
        standing = view(self.run.state, "control")
        for label, found in (
            (
                "Flags",
                [
                    f"{flag['title']}" + (f" ({flag['value']})" if "value" in flag else "")
                    for flag in standing["flags"]
                ],
            ),
            (
                "Open",
                [
                    f"{token['title']}" + (f" (due {token['due']})" if token["due"] else "")
                    for token in standing["tokens"]
                ],
            ),
            (
                "In force",
                [
                    f"{entry['title']}" + (f" ({entry['terms']})" if entry["terms"] else "")
                    for entry in standing["agreements"]
                ],
            ),
            (
                "As it stands",
                [
                    f"{self.wording.code(role)} {score}"
                    for role, score in standing["standing"]["scores"].items()
                ],
            ),
        ):
            if found:
                self.put(f"{label}: {'; '.join(found)}", 2)
        if standing["bulletin"]:
            self.put(f"Bulletin: {self.news(standing['bulletin'])}", 2)
        for role in self.script.watch:
            self.compare(role, game.turn)

    def news(self, bulletin: list[Any]) -> str:
        return " / ".join(entry["text"] if isinstance(entry, dict) else str(entry) for entry in bulletin)

    def compare(self, role: str, turn: int) -> None:
        """A role's own story of a turn where it differs from control's."""
        truth, own = self.facts("control", turn), self.facts(role, turn)
        self.put(f"As {self.wording.role(role)} knew it:", 2)
        seen = {text.partition(" (")[0] for text in own}
        missed = [text for text in truth if text not in own and text.partition(" (")[0] not in seen]
        differs = [text for text in own if text not in truth]
        for text in differs:
            self.put(f"read: {text}", 4)
        if missed:
            self.put(f"not told: {' / '.join(missed)}", 4)
        if not differs and not missed:
            self.put("everything, as it was", 4)

    def facts(self, seat: str, turn: int) -> dict[str, None]:
        """What a seat's story says of a turn, short, once each, in order."""
        found: dict[str, None] = {}
        for fact in view(self.run.state, seat)["story"]:
            if fact["turn"] == turn and fact["kind"] in DIFFERS:
                found.update(dict.fromkeys(self.short(fact)))
        return found

    def short(self, fact: dict[str, Any]) -> Iterator[str]:
        kind, details = fact["kind"], fact["details"]
        if kind == "track":
            yield f"{fact['text']} ({', '.join(details['causes'])})"
        elif kind == "inject":
            yield f"inject “{details.get('title', '')}”" + (" (own text)" if details.get("private") else "")
        else:
            yield f"{kind}: {fact['text']}"

    def ending(self) -> None:
        game = self.run.state.game
        end = game.finished
        assert end is not None
        entry = next(ending for ending in self.file.endings if ending.id == end.ending)
        self.put()
        self.rule("=")
        self.put(
            f"ENDEX after turn {game.turn}: {self.text(entry.title)}{' (a crisis)' if entry.crisis else ''}"
        )
        self.rule("=")
        outcome = view(self.run.state, "control")["outcome"]
        assert outcome is not None
        self.put(outcome["text"], 0, 0)
        for role, rules in self.file.roles.items():
            self.put()
            self.put(f"{self.wording.role(role)}: {end.scores.get(role, 'not scored')}")
            for goal in (goal for goal in rules.objectives if goal.id in end.objectives):
                met = "met    " if end.objectives[goal.id] else "missed "
                self.put(f"{met} {goal.points:+d}  {self.text(goal.title)}", 2)
            for line in rules.red_lines:
                if game.track(f"crossed({line.id})"):
                    self.put(f"crossed {line.points:+d}  {self.text(line.title)}", 2)
        if end.common is not None and self.file.common_score:
            self.put()
            self.put(f"{self.text(self.file.derived[self.file.common_score].title)}: {end.common}")
        done = Play(self.run, self.do)
        if self.script.after:
            self.put()
            self.script.after(done)


def seeds(name: str, many: int) -> Iterator[str]:
    """How a script goes with each of the first seeds: a line each."""
    for seed in range(1, many + 1):
        with tempfile.TemporaryDirectory() as folder:
            played = Transcript(replace(SCRIPTS[name], seed=seed), Path(folder))
            text, game = played.write(), played.run.state.game
        rows = [moment.event for moment in game.history]
        entered = [event.agreement for event in rows if isinstance(event, happened.Entered)]
        over = [f"-{event.agreement}" for event in rows if isinstance(event, happened.Ended)]
        brinks = [moment.turn for moment in game.history if isinstance(moment.event, happened.Brink)]
        ending = game.finished.ending if game.finished else ""
        signed = " ".join([*entered, *over])
        lines = len(text.splitlines())
        yield f"seed {seed:3}: {ending} in turn {game.turn}; brink {brinks}; {lines} lines; {signed}"


def main(words: list[str]) -> None:
    """Write these transcripts, or all; or try seeds."""
    if words[:1] == ["--seeds"]:
        for line in seeds(words[2], int(words[1])):
            print(line)
        return
    for name in words or SCRIPTS:
        path_of(name).write_text(transcript(name), encoding="utf-8")
        print(f"{path_of(name).name}: {len(path_of(name).read_text(encoding='utf-8').splitlines())} lines")


if __name__ == "__main__":
    main(sys.argv[1:])
