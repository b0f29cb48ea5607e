"""The list of injects as played: the rows of a run, each with what became of it. For control alone."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import NamedTuple

from engine.exchange.msel.plan import Plan, Row, clock
from engine.exchange.startex import startex
from engine.play.events import (
    Answered,
    Finished,
    Improvised,
    Noted,
    Paused,
    Released,
    Ruled,
    Shelved,
    Written,
)
from engine.play.injects import compiled
from engine.play.state import Moment
from engine.play.viewer import CONTROL, Viewer
from engine.record.run import Run
from engine.views.journal import NOTED
from engine.views.seen import RulingDetails
from engine.views.story import Story
from engine.words.language import Language

LATER = 10**9
"""Where a row stands that has no place in the log: after all of its turn."""


class Placed(NamedTuple):
    """A row with the turn it belongs to and the line of the log it comes from."""

    turn: int
    line: int
    row: Row


class Played(Plan):
    """What a sheet says of each inject of a run: planned and actual."""

    def __init__(
        self, run: Run, language: Language, zone: tzinfo | None = None, anonymous: bool = False
    ) -> None:
        """Times of day are those of `zone`, or of this machine; there are none where it is anonymous."""
        self.anonymous = anonymous
        super().__init__(run.exercise, language, run.state.game.format)
        self.run, self.state, self.zone = run, run.state, zone
        self.story = Story(run.state, Viewer(run.exercise, CONTROL), language)
        self.begun = startex(run.state)
        self.started = self.moment(self.begun or 1)
        room = [found for found in self.state.room.history if not isinstance(found.event, Noted)]
        self.history = [*self.state.game.history, *room, *self.state.room.notes]
        self.released: dict[str, list[Moment]] = {}
        """By inject, when it reached its readers."""
        for found in self.state.game.history:
            if isinstance(found.event, Released | Improvised):
                self.released.setdefault(found.event.inject, []).append(found)

    def rows(self) -> list[Row]:
        """What was released or planned, turn by turn as it came; ENDEX; below it what was never used."""
        names = [*self.timetable(), *self.waiting(), *self.improvised()]
        placed = [self.placed(name) for name in names]
        course = [*(found for found in placed if found.turn), *self.pauses()]
        course.sort(key=lambda found: (found.turn, found.line))
        unused = [found.row for found in placed if not found.turn]
        return [self.startex(), *(found.row for found in course), self.endex(), *unused]

    def about(self) -> list[tuple[str, str]]:
        say = self.language.say
        zone = self.started.strftime("%z")
        times = say(
            "hours and minutes since STARTEX, and the time of day (UTC{zone})", zone=f"{zone[:3]}:{zone[3:]}"
        )
        return [*super().about(), (say("Actual time"), times)]

    # Rows

    def placed(self, name: str) -> Placed:
        """The row of an inject, where it belongs in the course of play."""
        moments, planned = self.released.get(name, []), self.turns.get(name, [])
        kept = self.state.game.written.get(name)
        row = self.cells(name) if name in self.file.injects else self.own(name)
        row |= self.became(name)
        if moments:
            return Placed(moments[0].turn, moments[0].line, row)
        if planned:
            return Placed(planned[0], LATER, row)
        return Placed(kept.turn if kept else 0, LATER, row)

    def became(self, name: str) -> Row:
        """Status, and when, to whom and with what outcome it came."""
        moments = self.released.get(name, [])
        return {
            "status": self.status(name),
            "actual_turn": ", ".join(str(found.turn) for found in moments),
            "actual_time": "\n".join(self.at(found.line) for found in moments),
            "actual_to": "\n".join(self.went_to(found) for found in moments),
            "actual": "\n".join(self.outcome(name)),
        }

    def status(self, name: str) -> str:
        say = self.language.say
        if name in self.released:
            return say("released") if name in self.file.injects else say("written on the spot")
        status, _ = self.state.game.shelf.get(name, ("", 0))
        if status:
            return say(status)
        return say("not used") if self.state.game.finished else say("planned")

    def went_to(self, found: Moment) -> str:
        event = found.event
        assert isinstance(event, Released | Improvised)
        return self.wording.roles(event.to)

    def outcome(self, name: str) -> Iterator[str]:
        """Choices, answers, rulings, reasons and notes, in the order in which they came."""
        say, path = self.language.say, f"inject.{name}"
        for moment in sorted(self.history, key=lambda found: (found.line, found.index)):
            event = moment.event
            if isinstance(event, Released) and event.inject == name and event.choices:
                titles = self.file.injects[name].choices
                chosen = ", ".join(self.choice(titles, word) for word in event.choices.values())
                yield say("Control chose: {choice}", choice=chosen)
            elif isinstance(event, Answered) and event.question.startswith(f"{path}?"):
                yield self.answer(name, event)
            elif isinstance(event, Ruled) and event.cause.partition(":")[0] == path:
                yield from self.ruling(moment)
            elif isinstance(event, Shelved) and event.inject == name and event.reason:
                yield f"{say(event.status)}: {event.reason}"
            elif isinstance(event, Noted) and event.about == name:
                yield say(NOTED.get(event.kind, "Note: {text}"), text=event.text)

    def answer(self, name: str, event: Answered) -> str:
        asks = self.file.injects[name].asks
        entry = asks.answers.get(event.answer) if asks else None
        said = self.words(entry.title, self.main) if entry else self.wording.word(event.answer)
        role = self.wording.code(event.question.rpartition("?")[2])
        return self.language.say("{role} answers: {answer}", role=role, answer=said)

    def ruling(self, moment: Moment) -> Iterator[str]:
        for fact in self.story.go_on([moment], 0):
            details = fact.read(RulingDetails)
            effects = "; ".join(details["effects"])
            yield f"{details['table']}: {fact.text}{f' ({effects})' if effects else ''}"

    # Injects written during play

    def improvised(self) -> list[str]:
        """Injects that control wrote, kept or released."""
        known = [*self.state.game.written, *self.released]
        return [name for name in dict.fromkeys(known) if name not in self.file.injects]

    def own(self, name: str) -> Row:
        """The row of an inject that control wrote."""
        say, kept = self.language.say, self.state.game.written.get(name)
        event = next((found.event for found in self.released.get(name, [])), kept)
        assert isinstance(event, Improvised | Written)
        turn = kept.turn if kept else 0
        row = {
            "inject": name,
            "turn": str(turn) if turn else "",
            "exercise_time": self.begins(turn) if turn else "",
            "type": say(event.kind) if event.kind else "",
            "trigger": say("ad hoc: written during play"),
            "to": self.wording.roles(event.to),
            "effects": "\n".join(self.did(event)),
        }
        said = {"title": event.title, "text": event.text, "from": event.sender, "expect": event.expect}
        for key, words in said.items():
            for code in (self.main, *self.others):
                cell = key if code == self.main else f"{key}.{code}"
                row[cell] = words if isinstance(words, str) else words.get(code, "")
        return row

    def did(self, event: Improvised | Written) -> list[str]:
        """What a written inject does, in words."""
        if isinstance(event, Improvised):
            return [self.wording.change(change) for change in event.effects]
        return self.wording.effects(compiled(self.exercise, event.effects))

    # The course of the exercise

    def startex(self) -> Row:
        return super().startex() | (self.done(1, self.begun) if self.begun else {})

    def endex(self) -> Row:
        row = super().endex()
        for moment in self.state.game.history:
            if isinstance(moment.event, Finished):
                told = self.story.go_on([moment], 0)[0].text
                row |= {**self.done(moment.turn, moment.line), "actual": told}
        return row

    def pauses(self) -> list[Placed]:
        """A row for each PAUSEX, with when play went on."""
        found: list[Placed] = []
        for moment in self.state.room.history:
            if not isinstance(moment.event, Paused):
                continue
            if moment.event.paused:
                row = self.administrative("PAUSEX", self.language.say("The exercise is paused."))
                found.append(Placed(moment.turn, moment.line, row | self.done(moment.turn, moment.line)))
            elif found:
                went = self.language.say("Play goes on at {time}.", time=self.at(moment.line))
                found[-1].row["actual"] = went
        return found

    def done(self, turn: int, line: int) -> Row:
        """The cells of something of the exercise's own course that has happened."""
        status = self.language.say("took place")
        return {"status": status, "actual_turn": str(turn), "actual_time": self.at(line)}

    # Times

    def moment(self, line: int) -> datetime:
        return datetime.fromisoformat(self.run.log.lines[line - 1].at).astimezone(self.zone)

    def at(self, line: int) -> str:
        """When a line was written: since STARTEX and by the clock, with the day where it is not clear."""
        moment = self.moment(line)
        since = int((moment - self.started).total_seconds()) // 60
        if self.anonymous:
            return clock(max(since, 0))
        same_day = line > self.begun and moment.date() == self.started.date()
        shown = f"{moment:%H:%M}" if same_day else f"{moment:%Y-%m-%d %H:%M}"
        return f"{clock(max(since, 0))} ({shown})"
