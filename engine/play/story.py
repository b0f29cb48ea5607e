"""The facts of a run as one viewer may know them, in order and numbered for that viewer alone."""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from engine.language import Language
from engine.play import events as happened
from engine.play.audience import PUBLIC, Viewer
from engine.play.state import Moment, State
from engine.play.wording import Wording
from engine.rules.exercise import Call, Exercise


class Fact(Struct):
    """One released fact: its number for this seat, when, what kind, and the words."""

    number: int
    turn: int
    phase: str
    kind: str
    text: str
    details: dict[str, Any] = {}


class Story:
    """Tells one viewer's facts from the moments of a run."""

    def __init__(self, state: State, viewer: Viewer, language: Language) -> None:
        self.state, self.viewer, self.language = state, viewer, language
        self.exercise = state.exercise
        self.wording = Wording(state.exercise, language)
        self.paths: dict[str, Iterable[str]] = {}
        """Who knows each cause."""
        self.values = dict(zip(self.exercise.names, self.exercise.vocabulary.start, strict=True))
        self.traces = state.game.disclosed in ("traces", "all")

    def tell(self) -> list[Fact]:
        """The facts released to this viewer, numbered from 1."""
        found: list[Fact] = []
        for moment in self.moments():
            teller = getattr(self, type(moment.event).__name__.lower(), None)
            for kind, text, details in teller(moment.event) if teller else ():
                found.append(Fact(len(found) + 1, moment.turn, moment.phase, kind, text, details))
            changes = getattr(moment.event, "changes", None)
            if changes:
                self.values.update(changes)
        return found

    def moments(self) -> list[Moment]:
        game, room = self.state.game.history, self.state.room.history
        return sorted((*game, *room), key=lambda moment: (moment.line, moment.index))

    Told = Iterator[tuple[str, str, dict[str, Any]]]

    def role(self, role: str) -> str:
        return self.wording.role(role)

    def began(self, event: happened.Began) -> Told:
        yield "startex", "STARTEX", {}

    def phasebegan(self, event: happened.PhaseBegan) -> Told:
        yield "phase", self.language.say(event.phase), {"phase": event.phase}

    def ruled(self, event: happened.Ruled) -> Told:
        """A ruling: its row's text and effects on what is seen; its trace only where all is readable."""
        audience = event.knows if event.to is None else event.to
        self.paths[event.path] = audience
        if not self.viewer.among(audience):
            return
        call = find_call(self.exercise, event)
        table = call.table
        row = next(row for row in table.rows if row.id == event.row)
        hidden = event.told and not self.viewer.control
        told = self.told_text(event) if hidden else ""
        details: dict[str, Any] = {
            "table": self.wording.call(call),
            "effects": [
                self.wording.effect(line)
                for line in event.effects
                if self.sees_effect(line)
                and not (hidden and line.startswith(("set", "clear", "open", "close")))
            ],
            "cause": self.cause(event.cause),
        }
        if (self.viewer.explains(call, True) or self.traces) and event.dice and not hidden:
            details |= self.trace(event, call)
        if self.viewer.control:
            details |= {
                "path": event.path,
                "row": event.row,
                "inputs": event.inputs,
                "knows": event.knows,
                "to": event.to,
            }
        if event.replaced and (self.viewer.control or self.traces):
            details |= {"replaced": event.replaced, "reason": event.reason}
        yield "ruling", told or self.language.text(row.say, next(iter(call.arguments.values()), "")), details

    def told_text(self, event: happened.Ruled) -> str:
        order = next((order for order in self.exercise.orders.values() if event.cause == order.path), None)
        return self.language.text(order.move.told) if order else ""

    def trace(self, event: happened.Ruled, call: Call) -> dict[str, Any]:
        """Odds by row, dice, and the modifiers that held with their reasons."""
        rows = {row.row.id: row for row in call.rows}
        reasons = list(call.table.modifiers.values())
        amounts = {modifier.index: modifier.amount for modifier in call.modifiers}
        return {
            "odds": [
                {
                    "row": self.language.text(rows[row].row.say),
                    "roll": rows[row].row.roll,
                    "chance": chance,
                    "hit": row == event.row,
                }
                for row, chance in event.odds.items()
            ],
            "dice": event.dice,
            "sum": event.sum,
            "total": event.total,
            "typed": event.typed,
            "modifiers": [
                {"amount": amounts[index], "reason": self.language.text(reasons[index])}
                for index in event.modifiers
            ],
        }

    def sees_effect(self, line: str) -> bool:
        head, _, rest = line.partition(" ")
        name = rest.partition(" ")[0] if head in ("set", "clear", "open", "close") else head
        if name.startswith("capital("):
            return self.viewer.among([name[8:-1]])
        return self.viewer.reads(name)

    def cause(self, path: str) -> str:
        """What called something, in words."""
        head = path.partition(">")[0]
        kind, _, name = head.partition(".")
        if kind in self.exercise.roles:
            return f"{self.wording.code(kind)}: {self.wording.order(name)}"
        if kind == "inject":
            inject = self.exercise.injects.get(name.partition(":")[0])
            return self.language.text(inject.inject.title) if inject else self.language.say("an inject")
        if kind == "agreement":
            return self.language.text(self.exercise.file.agreements[name].title)
        if kind == "turn":
            return self.language.say("several orders")
        return self.language.say(
            {"drift": "end of the turn", "trigger": "course of events", "start": "start"}.get(kind, kind)
        )

    def carried(self, event: happened.Carried) -> Told:
        self.paths[f"{event.role}.{event.order}"] = event.knows
        if self.viewer.among(event.knows):
            effects = [self.wording.effect(line) for line in event.effects if self.sees_effect(line)]
            details = {"role": event.role, "order": event.order, "effects": effects, "secret": event.secret}
            yield "order", f"{self.role(event.role)}: {self.wording.order(event.order)}", details

    def returned(self, event: happened.Returned) -> Told:
        if self.viewer.among(event.knows):
            say = self.language.say(
                "{role}: {order} is not carried out; refused by {by}",
                role=self.role(event.role),
                order=self.wording.order(event.order),
                by=self.wording.roles(event.refused_by),
            )
            yield "refused", say, {}

    def stepped(self, event: happened.Stepped) -> Told:
        for name, after in event.changes.items():
            if name.partition("(")[0] not in self.exercise.file.tracks:
                continue
            before, now = self.viewer.value(name, self.values[name]), self.viewer.value(name, after)
            if before == now:
                continue
            causes = [self.cause(path) for path in event.causes.get(name, []) if self.knows(path)]
            causes = list(dict.fromkeys(causes)) or [self.language.say("cause not public")]
            shown = [self.shown(name, part) for part in (before, now)]
            yield (
                "track",
                f"{self.wording.slot(name)} {shown[0]} → {shown[1]}",
                {"track": name, "before": before, "after": now, "causes": causes},
            )

    def shown(self, name: str, value: int | str | None) -> str:
        """A value of a track as it is read aloud."""
        if isinstance(value, str):
            track = self.exercise.file.tracks[name.partition("(")[0]]
            return self.language.text((track.say or {}).get(value, value))
        return "–" if value is None else str(value)

    def knows(self, path: str) -> bool:
        known = self.paths.get(path)
        if known is None and path.startswith("inject."):
            known = self.paths.get(path.partition(":")[0])
        if known is None:
            known = (
                self.exercise.roles
                if path.startswith(("agreement.", "trigger.", "drift", "start", "turn>"))
                else ()
            )
        return self.viewer.among(known)

    def told(self, event: happened.Told) -> Told:
        if not self.viewer.among(event.to):
            return
        if event.what == "objective":
            goal = next((goal for goal in self.exercise.objectives if goal.id == event.value), None)
            if goal:
                yield (
                    "told",
                    self.language.say(
                        "{role} still wants: {objective}",
                        role=self.role(goal.role),
                        objective=self.language.text(goal.title),
                    ),
                    {},
                )
            return
        track = self.exercise.file.tracks[event.what.partition("(")[0]]
        value = (
            self.language.text((track.say or {}).get(str(event.value), str(event.value)))
            if event.form == "band"
            else str(event.value)
        )
        details: dict[str, Any] = {"track": event.what, "value": event.value, "form": event.form}
        if self.viewer.control:
            details["false"] = event.false
        yield "told", f"{self.wording.slot(event.what)}: {value}", details

    def message_text(self, message: happened.Messaged) -> str:
        """The text of a message; a bot's stock text in this language."""
        if message.stock and message.sender in self.exercise.roles:
            return self.language.text(
                self.exercise.file.roles[message.sender].doctrine.texts.get(message.stock, "")
            )
        return message.text

    def messaged(self, event: happened.Messaged) -> Told:
        readers = {event.sender, *event.to, *event.read_by}
        if event.through and not event.sealed:
            readers.add(event.through)
        details = {"sender": event.sender, "to": event.to, "through": event.through, "carry": event.carry}
        header = self.language.say(
            "{sender} to {to}",
            sender=self.role(event.sender),
            to=self.wording.roles(event.to) if event.to else self.role(event.through),
        )
        if self.viewer.among(readers):
            yield (
                "message",
                f"{header}: {self.message_text(event)}",
                {**details, "text": self.message_text(event), "id": event.message},
            )
        elif event.through and self.viewer.among([event.through]):
            yield (
                "message",
                self.language.say("{sender} hands over a sealed letter", sender=self.role(event.sender)),
                {**details, "sealed": True, "id": event.message},
            )

    def delivered(self, event: happened.Delivered) -> Told:
        message = self.state.room.messages.get(event.message)
        if message and self.viewer.among(event.to):
            text = self.message_text(message)
            header = self.language.say("Carried message from {sender}", sender=self.role(message.sender))
            yield (
                "message",
                f"{header}: {text}",
                {"sender": message.sender, "through": message.through, "text": text, "id": event.message},
            )

    def exposed(self, event: happened.Exposed) -> Told:
        message = self.state.room.messages.get(event.message)
        if message and self.viewer.among(event.to):
            text = self.message_text(message)
            header = self.language.say(
                "A message of {sender} has come to hand", sender=self.role(message.sender)
            )
            yield (
                "message",
                f"{header}: {text}",
                {"sender": message.sender, "text": text, "id": event.message},
            )

    def opened(self, event: happened.Opened) -> Told:
        if self.viewer.among([event.role]) and self.viewer.seat != PUBLIC:
            moves = ", ".join(
                self.language.text(self.exercise.file.moves[move].title) for move in event.moves
            )
            yield (
                "offer",
                self.language.say(
                    "Open to {role} in turn {turn} at cost {cost}: {moves}",
                    role=self.wording.code(event.role),
                    turn=event.turn,
                    cost=event.cost,
                    moves=moves,
                ),
                {},
            )

    def agreement(self, name: str) -> str:
        return self.language.text(self.exercise.file.agreements[name].title)

    def entered(self, event: happened.Entered) -> Told:
        terms = self.wording.terms(event.agreement, event.terms)
        say = self.language.say("In force: {agreement}", agreement=self.agreement(event.agreement))
        yield (
            "agreement",
            f"{say} ({terms})" if terms else say,
            {"agreement": event.agreement, "signed": event.signed},
        )

    def ended(self, event: happened.Ended) -> Told:
        title, say = self.agreement(event.agreement), self.language.say
        breach = self.exercise.file.agreements[event.agreement].breach
        if event.why == "left":
            yield (
                "agreement",
                say("{role} leaves: {agreement}", role=self.role(event.by), agreement=title),
                {"agreement": event.agreement},
            )
        elif event.why == "breach":
            text = self.language.text(breach.say) if breach else ""
            yield (
                "agreement",
                text or say("Breached: {agreement}", agreement=title),
                {"agreement": event.agreement},
            )
        else:
            yield "agreement", say("Run out: {agreement}", agreement=title), {"agreement": event.agreement}

    def overdue(self, event: happened.Overdue) -> Told:
        if self.viewer.reads(event.token):
            yield "overdue", self.language.say("Unanswered: {what}", what=self.wording.slot(event.token)), {}

    def brink(self, event: happened.Brink) -> Told:
        titles = [
            self.language.text(rule.ending.title)
            for rule in self.exercise.endings
            if rule.ending.id in event.endings
        ]
        yield (
            "brink",
            self.language.say(
                "Brink turn: {endings}. If it still stands at the end of the next turn, the run ends there.",
                endings=", ".join(titles),
            ),
            {},
        )

    def crossed(self, event: happened.Crossed) -> Told:
        line = next(line for line in self.exercise.red_lines if line.id == event.line)
        yield (
            "red_line",
            self.language.say(
                "{role} protests: {line}", role=self.role(event.role), line=self.language.text(line.title)
            ),
            {"role": event.role},
        )

    def finished(self, event: happened.Finished) -> Told:
        ending = next(rule.ending for rule in self.exercise.endings if rule.ending.id == event.ending)
        title, text = self.language.text(ending.title), self.language.text(ending.text)
        yield "endex", f"ENDEX: {title}. {text}".strip(), {"ending": event.ending}

    def released(self, event: happened.Released) -> Told:
        self.paths[f"inject.{event.inject}"] = event.knows
        if not self.viewer.among(event.knows):
            return
        inject = self.exercise.injects[event.inject].inject
        text = self.language.text(inject.text)
        details: dict[str, Any] = {
            "title": self.language.text(inject.title),
            "from": self.language.text(inject.from_),
            "text": text,
            "type": inject.type,
        }
        if self.viewer.control:
            details |= {
                "inject": event.inject,
                "to": event.to,
                "choices": event.choices,
                "expect": self.language.text(inject.expect),
            }
        yield "inject", text, details
        for role, own in inject.also.items():
            if self.viewer.among([role]) and self.viewer.seat != PUBLIC:
                yield (
                    "inject",
                    self.language.text(own),
                    {
                        "title": self.language.text(inject.title),
                        "from": self.language.text(inject.from_),
                        "text": self.language.text(own),
                        "private": True,
                        "role": role,
                    },
                )

    def improvised(self, event: happened.Improvised) -> Told:
        self.paths[f"inject.{event.inject}"] = event.to
        if self.viewer.among(event.to):
            details = {
                "from": event.sender,
                "text": event.text,
                "title": event.sender or self.language.say("an inject"),
            }
            yield "inject", event.text, details

    def shelved(self, event: happened.Shelved) -> Told:
        if self.viewer.control:
            yield (
                "shelved",
                f"{event.inject}: {self.language.say(event.status)}",
                {"inject": event.inject, "reason": event.reason},
            )

    def ordered(self, event: happened.Ordered) -> Told:
        if self.viewer.control:
            orders = ", ".join(
                self.wording.order(entry["order"]) for entry in event.orders
            ) or self.language.say("no orders")
            yield "orders", f"{self.role(event.role)}: {orders}", {"sealed": event.sealed}

    def rejected(self, event: happened.Rejected) -> Told:
        if self.viewer.among([event.role]) and self.viewer.seat != PUBLIC:
            order = self.exercise.orders.get(event.order)
            why = (
                self.wording.refusal(event.reason, order)
                if order
                else self.language.say("there is no such order")
            )
            yield "rejected", f"{self.wording.order(event.order)}: {why}", {}

    def locked(self, event: happened.Locked) -> Told:
        for role, orders in event.orders.items():
            if self.viewer.among([role]) and self.viewer.seat != PUBLIC:
                listed = ", ".join(self.wording.order(entry["order"]) for entry in orders)
                yield (
                    "locked",
                    self.language.say("{role} ordered: {orders}", role=self.role(role), orders=listed),
                    {"role": role},
                )

    def asked(self, event: happened.Asked) -> Told:
        if self.viewer.among([event.to]) and self.viewer.seat != PUBLIC:
            yield (
                "question",
                self.question(event.source, event.by),
                {"question": event.question if self.viewer.control else ""},
            )

    def question(self, source: str, by: str) -> str:
        """A question as it is put."""
        if source in self.exercise.injects:
            asks = self.exercise.injects[source].inject.asks
            return self.language.text(asks.question) if asks else ""
        order = self.exercise.orders[source]
        return self.language.text(order.move.question) or f"{self.role(by)}: {self.wording.order(source)}?"

    def answered(self, event: happened.Answered) -> Told:
        question = self.state.game.questions.get(event.question)
        to = question.to if question else event.question.rpartition("?")[2]
        if (
            self.viewer.among([to]) and self.viewer.seat != PUBLIC and event.answer != "none"
        ) or self.viewer.control:
            yield (
                "answer",
                self.language.say(
                    "{role} answers: {answer}", role=self.role(to), answer=self.wording.word(event.answer)
                ),
                {},
            )

    def proposal_title(self, event: Any) -> str:
        if event.agreement is None:
            return str(event.text)
        terms = self.wording.terms(event.agreement, event.terms)
        return f"{self.agreement(event.agreement)} ({terms})" if terms else self.agreement(event.agreement)

    def proposed(self, event: happened.Proposed) -> Told:
        if self.viewer.among({event.by, *event.parties, *event.invites}):
            yield (
                "proposal",
                self.language.say(
                    "{role} proposes: {agreement}",
                    role=self.role(event.by),
                    agreement=self.proposal_title(event),
                ),
                {"proposal": event.proposal},
            )

    def signatures(self, proposal: str, role: str, sentence: str) -> Told:
        found = self.state.game.proposals[proposal]
        if self.viewer.among({found.by, *found.parties, *found.invites}):
            yield (
                "signature",
                self.language.say(sentence, role=self.role(role), agreement=self.proposal_title(found)),
                {"proposal": proposal},
            )

    def signed(self, event: happened.Signed) -> Told:
        yield from self.signatures(event.proposal, event.role, "{role} signs: {agreement}")

    def unsigned(self, event: happened.Unsigned) -> Told:
        yield from self.signatures(event.proposal, event.role, "{role} takes its signature back: {agreement}")

    def announced(self, event: happened.Announced) -> Told:
        found = self.state.game.proposals[event.proposal]
        if found.agreement is not None or self.viewer.among(found.parties):
            yield (
                "announced",
                self.language.say("Signed and announced: {agreement}", agreement=self.proposal_title(found)),
                {"agreement": found.agreement},
            )

    def lapsed(self, event: happened.Lapsed) -> Told:
        yield from self.signatures(event.proposal, "", "The proposal lapses: {agreement}")

    def leaving(self, event: happened.Leaving) -> Told:
        needs = self.exercise.file.agreements[event.agreement].needs
        if self.viewer.among(needs):
            yield (
                "leaving",
                self.language.say(
                    "{role} declares that it leaves: {agreement}",
                    role=self.role(event.role),
                    agreement=self.agreement(event.agreement),
                ),
                {},
            )

    def stamped(self, event: happened.Stamped) -> Told:
        if self.viewer.control:
            title = self.language.text(self.exercise.file.marks[event.mark].title) or event.mark
            yield "mark", f"{title}: {event.statement}", {}

    def overridden(self, event: happened.Overridden) -> Told:
        if self.viewer.control:
            yield "override", f"{event.ruling}: {event.replaces} → {event.row}. {event.reason}", {}

    def lapsedoverride(self, event: happened.LapsedOverride) -> Told:
        if self.viewer.control:
            yield (
                "override",
                self.language.say(
                    "The override of {ruling} is taken away: its row has changed.", ruling=event.ruling
                ),
                {},
            )

    def typed(self, event: happened.Typed) -> Told:
        if self.viewer.control:
            yield "dice", f"{event.ruling}: {event.dice or '–'}", {}

    def disclosed(self, event: happened.Disclosed) -> Told:
        sentence = {
            "nothing": "Control releases nothing.",
            "traces": "Control releases the traces of the rulings.",
            "all": "Control releases everything.",
        }[event.what]
        yield "disclosed", self.language.say(sentence), {}

    def said(self, event: happened.Said) -> Told:
        yield (
            "statement",
            f"{self.role(event.role)}: {event.text}",
            {"role": event.role, "text": event.text, "statement": event.statement},
        )

    def noted(self, event: happened.Noted) -> Told:
        if self.viewer.control:
            yield "note", event.text, {}

    def chaired(self, event: happened.Chaired) -> Told:
        act = f"{self.language.say(event.act)} {event.text}".rstrip()
        yield "chair", f"{self.role(event.role)} ({self.language.say('chair')}): {act}", {}

    def requested(self, event: happened.Requested) -> Told:
        if self.viewer.among([event.role]) and self.viewer.seat != PUBLIC:
            yield (
                "request",
                self.language.say("{role} asks control: {text}", role=self.role(event.role), text=event.text),
                {},
            )

    def replied(self, event: happened.Replied) -> Told:
        if self.viewer.among(event.to):
            yield "reply", self.language.say("Control: {text}", text=event.text), {}

    def paused(self, event: happened.Paused) -> Told:
        yield "pause", self.language.say("PAUSEX" if event.paused else "Play goes on."), {}

    def seated(self, event: happened.Seated) -> Told:
        by = self.language.say({"person": "a person", "bot": "a bot", "empty": "nobody"}[event.by])
        yield "seat", self.language.say("Seat of {role}: {by}", role=self.role(event.seat), by=by), {}

    def undone(self, event: happened.Undone) -> Told:
        yield (
            "undo",
            self.language.say("Control has taken the game back."),
            {"reason": event.reason} if self.viewer.control else {},
        )


def find_call(exercise: Exercise, event: happened.Ruled) -> Call:
    """The call a ruling came from; any of its actor and answer, where those make several."""
    head = event.path.partition(">")[0].partition(".")
    actor = head[0] if head[0] in exercise.roles else None
    found = [call for call in exercise.calls.values() if call.key == event.call]
    return next((call for call in found if call.actor in (actor, None)), found[0])
