"""Messages, statements, notes and marks, as one viewer may know them."""

from engine.play import events as happened
from engine.play.state import State
from engine.play.viewer import PUBLIC
from engine.views.seen import (
    Fact,
    GuessDetails,
    MessageDetails,
    NoteDetails,
    PromiseDetails,
    ReplyDetails,
    SettledDetails,
    StatementDetails,
)
from engine.views.teller import Teller, Told
from engine.words.wording import Wording

WITHDRAWN = "a statement that control has withdrawn"
PRESIDING = {
    "agenda": "{role} (chair) sets the agenda",
    "speakers": "{role} (chair) sets the order of speaking",
    "floor": "{role} (chair) gives the floor",
    "recess": "{role} (chair) calls a recess",
    "resume": "{role} (chair) ends the recess",
    "adjourn": "{role} (chair) adjourns the meeting",
}
"""What the chair is said to do, by its act; its words follow."""


class WordTeller(Teller):
    """Tells of what people said and wrote."""

    def message_text(self, message: happened.Messaged) -> str:
        """The text of a message; a bot's stock text in this language."""
        if message.stock and message.sender in self.exercise.roles:
            return self.language.text(
                self.exercise.file.roles[message.sender].doctrine.texts.get(message.stock, "")
            )
        if message.says > 0:
            return self.language.text(
                self.exercise.file.roles[message.sender].doctrine.says[message.says - 1].text
            )
        if message.says:
            return self.language.say("We do not negotiate about this now.")
        return message.text

    def messaged(self, event: happened.Messaged) -> Told:
        received = self.receives(event)
        if not received:
            return ()
        details: MessageDetails = {
            "sender": event.sender,
            "to": event.to,
            "through": event.through,
            "carry": event.carry,
            "id": event.message,
        }
        if event.topic:
            details["topic"] = event.topic
        if event.cell:
            details["cell"] = event.cell
        if event.says:
            details["by_doctrine"] = True
        if event.through and not event.to and self.viewer.control:
            details["meant"] = self.carried_to(event.through)
        if event.sealed and self.viewer.control:  # it reads what the carrier does not
            details["sealed"] = True
        if received == "read":
            header = self.header(event)
            details["text"] = text = self.message_text(event)
            return (("message", f"{header}: {text}", details),)
        details["sealed"] = True
        said = self.language.say("{sender} hands over a sealed letter", sender=self.role(event.sender))
        return (("message", said, details),)

    def header(self, event: happened.Messaged) -> str:
        """Who writes to whom, and what about."""
        if event.to == [event.sender]:
            header = self.language.say("{role}, among themselves", role=self.role(event.sender))
            if event.cell:
                title = self.language.text(self.exercise.file.roles[event.sender].cells.get(event.cell))
                header = self.language.say("{role}: {cell}", role=self.role(event.sender), cell=title)
        else:
            header = self.wording.letter(event.sender, event.through, *event.to)
        return f"{header} ({event.topic})" if event.topic else header

    def jotted(self, event: happened.Jotted) -> Told:
        """Its readers have the notebook itself; control reads what stood in it when."""
        said = self.language.say("Notebook of {role}", role=self.role(event.role))
        if self.viewer.control:
            said = f"{said}: {event.text or '–'}"
        yield "notebook", said, {"role": event.role}

    def promised(self, event: happened.Promised) -> Told:
        said = self.language.say(
            "{role} promises {to}: {what}, by turn {turn}",
            role=self.role(event.role),
            to=self.wording.roles(event.to),
            what=self.wording.promised_thing(event),
            turn=event.turn,
        )
        details: PromiseDetails = {"sender": event.role, "to": event.to, "promise": event.promise}
        yield "promise", f"{said}. {event.text}".rstrip(), details

    def guessed(self, event: happened.Guessed) -> Told:
        """As it was said: never whether it is right, which is another's to know."""
        cards = self.exercise.file.guesses
        listed = "; ".join(
            f"{self.wording.slot(cards[card].slot)}: {self.wording.word(value) if value else '–'}"
            for card, value in event.guesses.items()
        )
        text = self.language.say("{role} guesses: {guesses}", role=self.role(event.role), guesses=listed)
        details: GuessDetails = {"role": event.role, "guesses": event.guesses}
        yield "guess", text, details

    def receives(self, event: happened.Messaged) -> str:
        """Whether a message is `read` here or only `sealed`; empty: it is neither.

        A private text stays private, even where every role has it: the public reads none.
        """
        if self.viewer.control:
            return "read"
        if self.viewer.seat == PUBLIC:
            return ""
        readers = [event.sender, *event.to, *event.read_by]
        if event.through and not event.sealed:
            readers.append(event.through)
        if self.viewer.among(readers):
            return "read"
        return "sealed" if event.through and self.viewer.among([event.through]) else ""

    def delivered(self, event: happened.Delivered) -> Told:
        message = self.state.room.messages.get(event.message)
        if message:
            text = self.message_text(message)
            header = self.language.say("Carried message from {sender}", sender=self.role(message.sender))
            details: MessageDetails = {
                "sender": message.sender,
                "through": message.through,
                "text": text,
                "id": event.message,
            }
            if self.viewer.control:
                details |= {"to": event.to, "delivered": True}
            yield "message", f"{header}: {text}", details

    def carried_to(self, carrier: str) -> list[str]:
        """Whom the letters of a carrier are for, where the exercise leaves no choice."""
        moves = self.exercise.orders.values()
        found = {order.targets for order in moves if order.role == carrier and order.move.carries}
        return list(found.pop()) if len(found) == 1 else []

    def exposed(self, event: happened.Exposed) -> Told:
        message = self.state.room.messages.get(event.message)
        if message:
            text = self.message_text(message)
            header = self.language.say(
                "A message of {sender} has come to hand", sender=self.role(message.sender)
            )
            details: MessageDetails = {"sender": message.sender, "text": text, "id": event.message}
            if self.viewer.control:
                details["to"] = event.to
            yield "message", f"{header}: {text}", details

    def said(self, event: happened.Said) -> Told:
        """Whoever is told of a statement only once control has withdrawn it is told that there was one."""
        struck = not self.viewer.control and event.statement in self.state.room.withdrawn
        text = self.language.say(WITHDRAWN) if struck else event.text
        details: StatementDetails = {"role": event.role, "text": text, "statement": event.statement}
        if struck:
            details["withdrawn"] = True
        yield "statement", f"{self.role(event.role)}: {text}", details

    def noted(self, event: happened.Noted) -> Told:
        details: NoteDetails = {"note": event.kind or "note", "about": event.about}
        if event.line:
            details["line"] = event.line
        yield "note", event.text or self.language.say("withdrawn"), details

    def rated(self, event: happened.Rated) -> Told:
        rating = event.rating or "–"
        details: NoteDetails = {"note": "rating", "about": event.objective}
        yield "note", f"{event.objective}: {rating}. {event.text}".rstrip(), details

    def concluded(self, event: happened.Concluded) -> Told:
        text = event.text or self.language.say("withdrawn")
        yield "note", text, {"note": "conclusion", "about": event.about}

    def found(self, event: happened.Found) -> Told:
        text = self.struck(f"{event.finding}: {event.title}", event.withdrawn)
        yield "note", text, {"note": "finding", "about": event.finding}

    def planned(self, event: happened.Planned) -> Told:
        text = self.struck(f"{event.action}: {event.text}", event.withdrawn)
        yield "note", text, {"note": "action", "about": event.action}

    def covered(self, event: happened.Covered) -> Told:
        said = (event.marking, event.handling, event.sponsor, event.contact)
        text = self.language.say("Cover of the report: {text}", text="; ".join(filter(None, said)) or "–")
        yield "note", text, {"note": "cover", "about": ""}

    def struck(self, text: str, withdrawn: bool) -> str:
        return f"{text} ({self.language.say('withdrawn')})" if withdrawn else text

    def withdrawn(self, event: happened.Withdrawn) -> Told:
        said = self.language.say("Control has withdrawn a statement of {role}.", role=self.role(event.role))
        yield "withdrawn", said, {"role": event.role, "statement": event.statement}

    def settled(self, event: happened.Settled) -> Told:
        if self.viewer.control:
            said = {
                "aside": "Question {request} is put aside",
                "aloud": "Question {request} was answered aloud",
                "ordered": "What question {request} asks for is ordered",
                "withdrawn": "What question {request} asks for is no longer ordered: it waits again",
            }
            text = self.language.say(said[event.how], request=event.request)
            details: SettledDetails = {"request": event.request}
            if event.how != "aside":
                details["to"] = [event.role]
            yield "settled", text, details
        else:
            text = self.language.say("answered aloud")
            if event.order:
                played = self.exercise.orders[event.order].role
                order = self.wording.order(event.order)
                sentence = "ordered for {role}: {order}"
                if event.how == "withdrawn":
                    sentence = "no longer ordered for {role}: {order}. Your request waits again."
                text = self.language.say(sentence, role=self.role(played), order=order)
            yield "reply", self.language.say("Control: {text}", text=text), {}

    def chaired(self, event: happened.Chaired) -> Told:
        said = self.language.say(PRESIDING[event.act], role=self.role(event.role))
        yield "chair", f"{said}: {event.text}" if event.text else f"{said}.", {}

    def worded(self, event: happened.Worded) -> Told:
        say = self.language.say
        first = event.role == event.chair
        sentence = "{role} lays a text on the table" if first else "{role} amends the text on the table"
        said = say(sentence, role=self.role(event.role))
        yield "text", f"{said}: {event.text}", {"role": event.role}

    def initialled(self, event: happened.Initialled) -> Told:
        said = self.language.say("{role} initials the text on the table", role=self.role(event.role))
        yield "text", f"{said}.", {"role": event.role}

    def presided(self, event: happened.Presided) -> Told:
        path = f"chair.{event.act}"
        self.paths[path] = frozenset(self.exercise.roles)
        yield from self.moved(event.changes, {name: [path] for name in event.changes})

    def requested(self, event: happened.Requested) -> Told:
        asked = self.wording.request(event)
        yield (
            "request",
            self.language.say("{role} asks control: {text}", role=self.role(event.role), text=asked),
            {"order": event.order} if event.order else {},
        )

    def replied(self, event: happened.Replied) -> Told:
        details: ReplyDetails = {"to": event.to, "text": event.text} if self.viewer.control else {}
        yield "reply", self.language.say("Control: {text}", text=event.text), details

    def stamped(self, event: happened.Stamped) -> Told:
        if self.viewer.control:
            title = self.language.text(self.exercise.file.marks[event.mark].title) or event.mark
            yield "mark", f"{title}: {event.statement}", {"statement": event.statement, "title": title}
        path = f"mark.{event.mark}"  # control's own cause, so that nobody else is told it
        yield from self.moved(event.changes, {name: [path] for name in event.changes})


def struck(facts: list[Fact], state: State, wording: Wording) -> list[Fact]:
    """The facts as a view holds them: of a statement that control has withdrawn, only that there was one."""
    if not state.room.withdrawn:
        return facts.copy()
    return [struck_one(fact, state, wording) for fact in facts]


def struck_one(fact: Fact, state: State, wording: Wording) -> Fact:
    """The same of one fact."""
    if fact["kind"] != "statement" or fact["details"]["statement"] not in state.room.withdrawn:
        return fact
    details = fact["details"]
    said = wording.language.say(WITHDRAWN)
    text = f"{wording.role(details['role'])}: {said}"
    return {**fact, "text": text, "details": {**details, "text": said, "withdrawn": True}}
