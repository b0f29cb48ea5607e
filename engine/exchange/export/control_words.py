"""What control's tables hold of words: messages, statements, injects, agreements and notes."""

from typing import Any

import msgspec

from engine.exchange.export.anonymity import length
from engine.exchange.export.common import Row, spaced, spelled
from engine.exchange.export.source import ExportSource, LoggedEvent
from engine.play import events as happened
from engine.rules.exercise import Exercise
from engine.views.seen import InjectDetails, MessageDetails
from engine.words.language import Language
from engine.words.wording import Wording


class ControlWords:
    """Takes in the events that are words, and those of agreements."""

    source: ExportSource
    language: Language
    exercise: Exercise
    wording: Wording
    messages: dict[str, Row]
    statements: dict[str, Row]
    proposals: dict[str, happened.Proposed]

    def add(self, table: str, moment: LoggedEvent, /, **values: Any) -> Row:
        """A row with the place of a moment."""
        raise NotImplementedError

    # Messages and statements

    def of_messaged(self, moment: LoggedEvent, event: happened.Messaged) -> None:
        text = moment.facts[0].read(MessageDetails)["text"]
        self.messages[event.message] = self.add(
            "messages",
            moment,
            message=event.message,
            sender=event.sender,
            to=spaced(event.to),
            through=event.through,
            carried=event.carry,
            sealed=event.sealed,
            delivered=False,
            exposed=False,
            readers=spaced(event.read_by),
            length=length(text),
            text=text,
        )

    def of_delivered(self, moment: LoggedEvent, event: happened.Delivered) -> None:
        row = self.messages.get(event.message)
        if row is not None and moment.standing:
            row |= {"delivered": True, "to": row["to"] or spaced(event.to)}

    def of_exposed(self, moment: LoggedEvent, event: happened.Exposed) -> None:
        row = self.messages.get(event.message)
        if row is not None and moment.standing:
            readers = dict.fromkeys((*row["readers"].split(), *event.to))
            row |= {"exposed": True, "readers": spaced(readers)}

    def of_said(self, moment: LoggedEvent, event: happened.Said) -> None:
        self.statements[event.statement] = self.add(
            "statements",
            moment,
            statement=event.statement,
            role=event.role,
            role_title=self.wording.role(event.role),
            length=length(event.text),
            text=event.text,
        )

    def of_stamped(self, moment: LoggedEvent, event: happened.Stamped) -> None:
        row = self.statements.get(event.statement)
        if row is not None and moment.standing:
            row |= {"mark": event.mark, "marked_role": event.role or ""}

    # Injects

    def of_released(self, moment: LoggedEvent, event: happened.Released) -> None:
        rule, fact = self.exercise.injects[event.inject].inject, moment.facts[0]
        details = fact.read(InjectDetails)
        self.inject(
            moment,
            event.inject,
            "released",
            title=details["title"],
            type=rule.type,
            **{"from": details["from"]},
            to=spaced(event.to),
            readers=spaced(event.knows),
            choices=spelled(event.choices),
            expect=self.language.text(rule.expect),
            text=fact.text,
        )

    def of_improvised(
        self,
        moment: LoggedEvent,
        event: happened.Improvised | happened.Written,
        kind: str = "improvised",
        until: int | str = "",
    ) -> None:
        text = self.language.text
        self.inject(
            moment,
            event.inject,
            kind,
            title=text(event.title),
            type=event.kind,
            **{"from": text(event.sender)},
            to=spaced(event.to),
            readers=spaced(event.to) if kind == "improvised" else "",
            expect=text(event.expect),
            until=until,
            text=text(event.text),
        )

    def of_written(self, moment: LoggedEvent, event: happened.Written) -> None:
        self.of_improvised(moment, event, "written", until=event.turn or "")

    def of_shelved(self, moment: LoggedEvent, event: happened.Shelved) -> None:
        rule = self.exercise.injects.get(event.inject)
        title = self.language.text(rule.inject.title) if rule else ""
        until = event.until or ""
        self.inject(moment, event.inject, event.status, title=title, until=until, reason=event.reason)

    def inject(self, moment: LoggedEvent, inject: str, kind: str, **values: Any) -> None:
        size = length(values["text"]) if "text" in values else ""
        self.add("injects", moment, inject=inject, kind=kind, length=size, **values)

    # Agreements

    def of_proposed(self, moment: LoggedEvent, event: happened.Proposed) -> None:
        self.proposals[event.proposal] = event
        self.signature(moment, event, role=event.by, roles=spaced(event.parties), terms=event.terms)

    def of_signed(self, moment: LoggedEvent, event: Any) -> None:
        self.signature(moment, event, role=event.role)

    of_unsigned = of_signed

    def of_announced(self, moment: LoggedEvent, event: Any) -> None:
        self.signature(moment, event)

    of_lapsed = of_announced

    def signature(self, moment: LoggedEvent, event: Any, **values: Any) -> None:
        agreement = self.proposals[event.proposal].agreement or ""
        self.step(moment, agreement, proposal=event.proposal, **values)

    def of_entered(self, moment: LoggedEvent, event: happened.Entered) -> None:
        self.step(moment, event.agreement, roles=spaced(event.signed), terms=event.terms)

    def of_ended(self, moment: LoggedEvent, event: happened.Ended) -> None:
        self.step(moment, event.agreement, role=event.by, why=event.why)

    def of_leaving(self, moment: LoggedEvent, event: happened.Leaving) -> None:
        self.step(moment, event.agreement, role=event.role)

    def step(self, moment: LoggedEvent, agreement: str, **values: Any) -> None:
        """A step in the life of an agreement; values of terms that are words are said as words."""
        rule, words = self.exercise.file.agreements.get(agreement), self.exercise.words
        terms = values.pop("terms", None)
        if terms and rule:
            values["terms"] = spelled(
                {
                    term: words[value] if isinstance(rule.terms.get(term), list) else value
                    for term, value in terms.items()
                }
            )
        self.add(
            "agreements",
            moment,
            kind=type(moment.event).__name__.lower(),
            agreement=agreement,
            title=self.language.text(rule.title) if rule else "",
            text="; ".join(fact.text for fact in moment.facts),
            **values,
        )

    # Notes

    def of_noted(self, moment: LoggedEvent, event: happened.Noted) -> None:
        line = event.line or ""
        self.note(moment, event.text, kind=event.kind or "note", by=event.by, about=event.about, at_line=line)

    def of_rated(self, moment: LoggedEvent, event: happened.Rated) -> None:
        self.note(moment, event.text, by=moment.line.actor, about=event.objective)

    def of_concluded(self, moment: LoggedEvent, event: happened.Concluded) -> None:
        self.note(moment, event.text, kind="conclusion", by=moment.line.actor, about=event.about)

    def of_found(self, moment: LoggedEvent, event: happened.Found) -> None:
        self.note(moment, event.title, by=moment.line.actor, about=event.objective)

    def of_planned(self, moment: LoggedEvent, event: happened.Planned) -> None:
        self.note(moment, event.text, by=moment.line.actor, about=event.finding)

    def of_covered(self, moment: LoggedEvent, event: happened.Covered) -> None:
        self.note(moment, event.summary, by=moment.line.actor)

    def of_requested(self, moment: LoggedEvent, event: happened.Requested) -> None:
        self.note(moment, event.text, kind="request", by=event.role)

    def of_replied(self, moment: LoggedEvent, event: happened.Replied) -> None:
        self.note(moment, event.text, kind="reply", by=moment.line.actor, to=spaced(event.to))

    def of_promised(self, moment: LoggedEvent, event: happened.Promised) -> None:
        self.note(moment, event.text, kind="promise", by=event.role, to=spaced(event.to))

    def of_jotted(self, moment: LoggedEvent, event: happened.Jotted) -> None:
        self.note(moment, event.text, kind="notebook", by=event.role)

    def of_chaired(self, moment: LoggedEvent, event: happened.Chaired) -> None:
        self.note(moment, event.text, kind="chair", by=event.role)

    def of_worded(self, moment: LoggedEvent, event: happened.Worded) -> None:
        self.note(moment, event.text, kind="text", by=event.role, to=spaced(event.parties))

    def of_initialled(self, moment: LoggedEvent, event: happened.Initialled) -> None:
        self.note(moment, "", kind="initials", by=event.role, to=spaced(event.parties))

    def note(self, moment: LoggedEvent, text: str, **values: Any) -> None:
        data = msgspec.to_builtins(moment.event)
        values = {"kind": data.pop("type"), **values}
        self.add("notes", moment, length=length(text), text=text, data=spelled(data), **values)
