"""Argued orders as they are told: locked, answered, judged."""

from collections.abc import Iterable

from engine.play import events as happened
from engine.play.state import Game
from engine.rules.argued import path_of
from engine.views.seen import ArguedDetails, ArguedOrder, JudgedArgument, JudgedDetails
from engine.views.teller import Teller, Told
from engine.words.wording import Wording


class ArguedTeller(Teller):
    """Tells of argued orders: locked, answered, judged."""

    def argued(self, event: happened.Argued) -> Told:
        """For control: sealed or taken back."""
        title = event.title or self.wants(event.effect, event.amount)
        sentence = (
            "{role} takes an argued order back: {title}" if event.withdrawn else "{role} argues: {title}"
        )
        text = self.language.say(sentence, role=self.role(event.role), title=title)
        yield "argued", text, self.details(event)

    def laid(self, event: happened.Laid) -> Told:
        """Locked: whoever may know of it reads it whole."""
        wants = self.wants(event.effect, event.amount)
        text = self.language.say(
            "{role} argues: {title}. It wants: {wants}",
            role=self.role(event.role),
            title=event.title,
            wants=wants,
        )
        yield "argued", text, self.details(event)

    def details(self, event: happened.Argument) -> ArguedDetails:
        return {
            "role": event.role,
            "path": path_of(event.role, event.effect),
            "title": event.title,
            "text": event.text,
            "wants": self.wants(event.effect, event.amount),
            "reasons": event.reasons,
            "secret": event.secret,
        }

    def wants(self, effect: str, amount: int) -> str:
        return self.wording.wanted(effect, amount)

    def weighed(self, event: happened.Weighed) -> Told:
        """For control: the weights as they were fixed."""
        say = self.language.say
        cause = f"{self.wording.code(event.order.partition('.')[0])}: {event.title}"
        if event.inadmissible:
            text = say("{order} is ruled inadmissible: {reason}", order=cause, reason=event.reason)
        else:
            counts = ", ".join(self.argument(name) for name in event.counts) or say("no argument")
            difficulty = self.wording.word(event.difficulty)
            text = say(
                "{order} is weighed: {counts} counts; {difficulty}",
                order=cause,
                counts=counts,
                difficulty=difficulty,
            )
            text = f"{text}. {event.reason}" if event.reason else text
        yield "weighed", text, {"path": event.order}

    def argument(self, name: str) -> str:
        """An argument as a weighing names it."""
        return (
            self.language.say("reason {number}", number=name) if name.isdigit() else self.wording.code(name)
        )

    def judged(self, event: happened.Judged) -> Told:
        """What counted, in whose words, and how hard it was called."""
        own = self.viewer.control or self.viewer.seat == event.role
        details: JudgedDetails = {
            "role": event.role,
            "path": path_of(event.role, event.effect),
            "title": event.title,
            "wants": self.wants(event.effect, event.wanted),
            "cut": self.wants(event.effect, event.amount) if event.amount != event.wanted else "",
            "arguments": judged_arguments(event.role, event.reasons, event.counters, event.counts),
            "difficulty": self.wording.word(event.difficulty),
            "weighed": event.weighed,
            "inadmissible": event.inadmissible,
            "reason": event.reason if own else "",
        }
        yield "judged", self.judgement(details, event), details

    def judgement(self, details: JudgedDetails, event: happened.Judged) -> str:
        """The same in a sentence."""
        say, order = self.language.say, f"{self.wording.code(event.role)}: {details['title']}"
        if event.inadmissible:
            text = say("{order} is inadmissible; {cost} capital comes back", order=order, cost=event.cost)
            return f"{text}. {details['reason']}" if details["reason"] else text
        if not event.weighed:
            return say("{order} was not weighed: no argument counts", order=order)
        counted = [argument for argument in details["arguments"] if argument["counts"]]
        text = say(
            "{order}: {pro} for, {con} against, {difficulty}",
            order=order,
            pro=sum(not argument["against"] for argument in counted),
            con=sum(argument["against"] for argument in counted),
            difficulty=details["difficulty"],
        )
        return f"{text}. {say('Cut to: {effect}', effect=details['cut'])}" if details["cut"] else text


def judged_arguments(
    role: str, reasons: Iterable[str], counters: dict[str, str], counts: Iterable[str]
) -> list[JudgedArgument]:
    """Reasons, then counter-arguments, with which of them count."""
    counting = set(counts)
    pro: list[JudgedArgument] = [
        {"id": str(number), "role": role, "text": text, "against": False, "counts": str(number) in counting}
        for number, text in enumerate(reasons, 1)
    ]
    con: list[JudgedArgument] = [
        {"id": other, "role": other, "text": text, "against": True, "counts": other in counting}
        for other, text in counters.items()
    ]
    return [*pro, *con]


def argued_order(wording: Wording, entry: happened.Argument, *, locked: bool) -> ArguedOrder:
    """An argued order as its team wrote it."""
    return {
        "path": path_of(entry.role, entry.effect),
        "role": entry.role,
        "effect": entry.effect,
        "amount": entry.amount,
        "wants": wording.wanted(entry.effect, entry.amount),
        "title": entry.title,
        "text": entry.text,
        "reasons": list(entry.reasons),
        "secret": entry.secret,
        "locked": locked,
    }


def of_question(game: Game, wording: Wording, path: str) -> ArguedOrder | None:
    """The argued order that a question is about, as whoever is asked reads it."""
    entry = game.laid.get(path)
    return argued_order(wording, entry, locked=True) if entry else None
