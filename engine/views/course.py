"""The course of the exercise: phases, injects, orders and questions, seats, the end."""

from collections.abc import Iterator

from engine.play import events as happened
from engine.play.viewer import CONTROL, PUBLIC
from engine.rules.argued import effect_of
from engine.views.ended import ending_of, said_at_the_end
from engine.views.locking import taken, told_after
from engine.views.seen import InjectDetails, NoteDetails, UndoDetails, WrittenDetails
from engine.views.teller import Teller, Told
from engine.words.numbers import signed

TAKEN_BY = {"person": "a person", "program": "a program", "bot": "a bot", "empty": "nobody"}
"""By who has a seat, how that is said."""


class CourseTeller(Teller):
    """Tells of what control and the clock do, and of what seats order and answer."""

    def began(self, event: happened.Began) -> Told:
        if event.ready:
            yield "ready", self.language.say("The ready room is open."), {}
        else:
            yield "startex", "STARTEX", {}

    def started(self, event: happened.Started) -> Told:
        yield "startex", "STARTEX", {}

    def counting(self, event: happened.Counting) -> Told:
        said = "Drafts count when orders are locked." if event.drafts else "Only sealed orders count."
        yield "counting", self.language.say(said), {"drafts": event.drafts}

    def forecasting(self, event: happened.Forecasting) -> Told:
        said = "Control sees forecasts of this run." if event.on else "Control sees no forecasts of this run."
        details: NoteDetails = {"note": "forecasting", "about": ""}
        yield "note", self.language.say(said), details

    def published(self, event: happened.Published) -> Told:
        if event.ending:
            said = "These were the last rulings. ENDEX follows their report."
            yield "last", self.language.say(said), {"ending": event.ending} if self.viewer.control else {}

    def phasebegan(self, event: happened.PhaseBegan) -> Told:
        yield "phase", self.language.say(event.phase), {"phase": event.phase}

    def finished(self, event: happened.Finished) -> Told:
        title = self.language.text(ending_of(self.exercise, event).ending.title)
        text = said_at_the_end(event, self.viewer, self.language)
        cut = self.language.say("Control ended the exercise before its last rulings.") if event.cut else ""
        said = " ".join(filter(None, (f"ENDEX: {title}.", text, cut)))
        yield "endex", said, {"ending": event.ending, "cut": event.cut}

    def disclosed(self, event: happened.Disclosed) -> Told:
        sentence = {
            "nothing": "Control releases nothing.",
            "traces": "Control releases the traces of the rulings.",
            "all": "Control releases everything.",
        }[event.what]
        yield "disclosed", self.language.say(sentence), {}

    def paused(self, event: happened.Paused) -> Told:
        yield "pause", self.language.say("PAUSEX" if event.paused else "Play goes on."), {}

    def edited(self, event: happened.Edited) -> Told:
        said = "The bulletin is edited" if event.items else "The bulletin is automatic again"
        yield "edited", self.language.say(said), {"turn": event.turn}

    def timed(self, event: happened.Timed) -> Told:
        change = signed(event.minutes)
        yield "clock", self.language.say("Clock: {change} min", change=change), {"minutes": event.minutes}

    def seated(self, event: happened.Seated) -> Told:
        by = self.language.say(TAKEN_BY[event.by])
        yield "seat", self.language.say("Seat of {role}: {by}", role=self.role(event.seat), by=by), {}

    def undone(self, event: happened.Undone) -> Told:
        say = self.language.say
        back, told = list(dict.fromkeys(self.taken_back(event))), self.language.text(event.told)
        where = (
            say(
                "Control has taken the game back to turn {turn}, {phase}.",
                turn=event.turn,
                phase=say(event.phase),
            )
            if event.turn
            else say("Control has taken the game back.")
        )
        what = say("No longer so: {things}.", things=", ".join(back)) if back else ""
        details: UndoDetails = {"turn": event.turn, "phase": event.phase, "back": back, "told": told}
        text = " ".join(filter(None, (where, what, told)))
        if self.viewer.control:
            details["reason"] = event.reason
        yield "undo", text, details

    def taken_back(self, event: happened.Undone) -> Iterator[str]:
        """What an undo took back, of all that was known here: what people would miss."""
        say = self.language.say
        for moment in (found for line in event.lines for found in self.state.room.gone.get(line, ())):
            past = moment.event
            if isinstance(past, happened.Released) and self.viewer.among(past.knows):
                title = self.language.text(self.exercise.injects[past.inject].inject.title)
                yield say("“{title}”", title=title)
            elif isinstance(past, happened.Improvised) and self.viewer.among(past.to):
                yield say("“{title}”", title=self.language.text(past.title) or say("an inject"))
            elif isinstance(past, happened.Published):
                yield say("the rulings of turn {turn}", turn=past.turn)
            elif isinstance(past, happened.Finished):
                yield "ENDEX"
            elif isinstance(past, happened.Entered):
                title = self.language.text(self.exercise.file.agreements[past.agreement].title)
                yield say("the entry into force of “{agreement}”", agreement=title)
            elif isinstance(past, happened.Ordered) and self.viewer.seat in (past.role, CONTROL):
                yield say("the orders of {role}", role=self.role(past.role))
            elif isinstance(past, happened.Argued | happened.Laid) and self.knew_of(past):
                yield say("the argued order “{title}”", title=past.title)
            elif isinstance(past, happened.Answered) and self.answered_by_hand(past):
                yield say("the answer of {role}", role=self.role(past.question.rpartition("?")[2]))
            elif isinstance(past, happened.Weighed) and self.viewer.control:
                yield say("the weights of “{title}”", title=past.title)
            elif isinstance(past, happened.Proposed) and self.was_offered(past):
                yield say("the proposal of {role}", role=self.role(past.by))

    def knew_of(self, past: happened.Argued | happened.Laid) -> bool:
        """Whether this seat knew of an argued order: its own from the moment it was sealed."""
        laid = isinstance(past, happened.Laid) and self.viewer.among(past.knows)
        return bool(past.title) and (laid or self.viewer.seat in (past.role, CONTROL))

    def answered_by_hand(self, past: happened.Answered) -> bool:
        """Whether somebody gave this answer here; silence and doctrine answer by themselves."""
        return past.by == "person" and self.viewer.seat in (past.question.rpartition("?")[2], CONTROL)

    def was_offered(self, past: happened.Proposed) -> bool:
        return self.viewer.control or self.viewer.seat in (past.by, *past.parties, *past.invites)

    def released(self, event: happened.Released) -> Told:
        inject = self.exercise.injects[event.inject].inject
        text = self.language.text(inject.text, next(iter(event.choices.values()), ""))
        details: InjectDetails = {
            "title": self.language.text(inject.title),
            "from": self.language.text(inject.from_),
            "text": text,
            "type": inject.type,
        }
        if self.viewer.control:
            details |= {
                "inject": event.inject,
                "to": event.to,
                "notice": self.noticed(event),
                "choices": event.choices,
                "expect": self.language.text(inject.expect),
                "reason": event.reason,
            }
        yield "inject", text, details
        for role, own in inject.also.items():
            if self.viewer.among([role]) and self.viewer.seat != PUBLIC:
                paper: InjectDetails = {
                    "title": self.language.text(inject.title),
                    "from": self.language.text(inject.from_),
                    "text": self.language.text(own),
                    "private": True,
                    "code": self.wording.code(role),
                    "role": role,
                }
                if self.viewer.control:
                    paper["paper_of"] = event.inject
                yield "inject", paper["text"], paper

    def noticed(self, event: happened.Released) -> list[str]:
        """Who reads it though it is not addressed to them, and has no words of its own."""
        own = self.exercise.injects[event.inject].inject.also
        return [role for role in event.knows if role not in event.to and role not in own]

    def improvised(self, event: happened.Improvised) -> Told:
        text, sender = self.language.text(event.text), self.language.text(event.sender)
        title = self.language.text(event.title)
        details: InjectDetails = {
            "from": sender,
            "text": text,
            "title": title or sender or self.language.say("an inject"),
        }
        if title:
            self.titles[event.inject] = title
        if event.kind:
            details["type"] = event.kind
        if self.viewer.control:
            details |= {
                "inject": event.inject,
                "to": event.to,
                "expect": self.language.text(event.expect),
                "because": event.because,
                "reason": event.reason,
            }
        yield "inject", text, details

    def sought(self, event: happened.Sought) -> Told:
        title = self.language.text(self.exercise.injects[event.inject].inject.title)
        said = self.language.say(
            "{role} asks control to release: {inject}", role=self.role(event.role), inject=title
        )
        yield "sought", said, {"inject": event.inject if self.viewer.control else ""}

    def declined(self, event: happened.Declined) -> Told:
        title = self.language.text(self.exercise.injects[event.inject].inject.title)
        said = self.language.say("Control does not release: {inject}", inject=title)
        yield "sought", f"{said}. {event.reason}" if event.reason else said, {}

    def written(self, event: happened.Written) -> Told:
        title = self.language.text(event.title) or self.language.text(event.text)
        details: WrittenDetails = {
            "turn": event.turn,
            "inject": event.inject,
            "to": event.to,
            "expect": self.language.text(event.expect),
            "because": event.because,
        }
        yield "written", self.language.say("Into the tray: {inject}", inject=title), details

    def shelved(self, event: happened.Shelved) -> Told:
        yield (
            "shelved",
            f"{event.inject}: {self.language.say(event.status)}",
            {"inject": event.inject, "reason": event.reason},
        )

    def ordered(self, event: happened.Ordered) -> Told:
        orders = ", ".join(self.wording.order(entry["order"]) for entry in event.orders) or self.language.say(
            "no orders"
        )
        yield "orders", f"{self.role(event.role)}: {orders}", {"sealed": event.sealed}

    def rejected(self, event: happened.Rejected) -> Told:
        said = self.refused(event)
        yield "rejected", f"{self.role(event.role)}: {said}" if self.viewer.control else said, {}

    def refused(self, event: happened.Rejected) -> str:
        """An order that is not allowed, with the reason."""
        why = self.wording.refused(event.reason, event.order) or self.language.say("there is no such order")
        return f"{self.wording.order(event.order)}: {why}"

    def locked(self, event: happened.Locked) -> Told:
        for role, orders in event.orders.items():
            if self.viewer.among([role]) and self.viewer.seat != PUBLIC:
                listed = ", ".join(self.wording.order(entry["order"]) for entry in orders)
                yield (
                    "locked",
                    self.language.say("{role} ordered: {orders}", role=self.role(role), orders=listed),
                    {"role": role},
                )
        if self.viewer.control:
            seats = {role: self.wording.code(role) for role in self.exercise.roles}
            for sentence in taken(event, seats, self.language):
                yield "late", sentence, {}
        own = told_after(event, self.viewer.seat, self.language)
        if own:
            yield "late", own, {}

    def asked(self, event: happened.Asked) -> Told:
        yield (
            "question",
            self.question(event.source, event.by),
            {"question": event.question if self.viewer.control else ""},
        )

    def answered(self, event: happened.Answered) -> Told:
        to, word = event.question.rpartition("?")[2], self.answer_word(event.question, event.answer)
        if event.text:
            said = self.language.say("{role} argues against it: {text}", role=self.role(to), text=event.text)
            yield "answer", said, {}
            return
        if effect_of(event.question.partition("?")[0].partition(".")[2]):
            if event.by == "person":
                yield "answer", self.language.say("{role} says nothing against it", role=self.role(to)), {}
            return
        if event.by == "silence":
            said = "{role} did not answer; that counts as: {answer}"
            yield "answer", self.language.say(said, role=self.role(to), answer=word), {}
            return
        if self.viewer.control or event.answer != "none":
            yield (
                "answer",
                self.language.say("{role} answers: {answer}", role=self.role(to), answer=word),
                {},
            )
