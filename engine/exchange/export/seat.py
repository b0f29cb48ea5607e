"""The tables of a role or the public: only what its view released to it, from its facts."""

from typing import Any

from engine.exchange.export.anonymity import length
from engine.exchange.export.arguments import arguments
from engine.exchange.export.common import Goals, Row, Rows, ruling, scores, seats, spaced, tracks
from engine.exchange.export.guesses import guesses
from engine.exchange.export.source import ExportSource
from engine.play.events import TurnBegan
from engine.play.fold import fold
from engine.play.state import State
from engine.views import PUBLIC, view
from engine.views.seat import SeatPicture
from engine.views.seen import (
    AgreementFact,
    AnnouncedFact,
    Fact,
    InjectFact,
    JudgedFact,
    MessageFact,
    PlainFact,
    ProposalFact,
    RulingFact,
    StatementFact,
    is_role,
)
from engine.words.language import Language
from engine.words.wording import wording

Agreed = AgreementFact | AnnouncedFact | ProposalFact | PlainFact


class SeatTables:
    """Builds the tables of one seat."""

    def __init__(self, source: ExportSource, eyes: str, language: str) -> None:
        self.source, self.eyes, self.language = source, eyes, Language(language)
        self.exercise = source.state.exercise
        self.wording = wording(self.exercise, self.language)
        self.view = view(source.state, eyes, language)
        self.rows: Rows = {}
        self.messages: dict[str, Row] = {}

    def tables(self) -> Rows:
        """By table, its rows; a column that a row does not have is empty."""
        self.rows = {
            "tracks": tracks(self.view, self.band),
            "orders": self.orders(),
            "scores": scores(self.view, self.own_goals()),
            "guesses": guesses(self.view, self.wording),
            "seats": seats(self.view, self.wording),
        }
        for fact in self.view["story"]:
            place = {"turn": fact["turn"], "phase": fact["phase"], "number": fact["number"]}
            self.add("events", place, kind=fact["kind"], text=fact["text"])
            teller = getattr(self, f"of_{fact['kind']}", None)
            if teller:
                teller(place, fact)
        return self.rows

    def add(self, table: str, place: Row, /, **values: Any) -> Row:
        row = {**place, **values}
        self.rows.setdefault(table, []).append(row)
        return row

    def band(self, track: str, band: str) -> str:
        """A band of a track in words."""
        say = self.exercise.file.tracks[track.partition("(")[0]].say or {}
        return self.language.text(say.get(band, band))

    # Orders

    def orders(self) -> list[Row]:
        """Its own orders turn by turn, then those of others as it learned of them."""
        carried = [fact for fact in self.view["story"] if fact["kind"] == "order"]
        done = {(fact["turn"], fact["details"]["role"], fact["details"]["order"]) for fact in carried}
        found = self.own_orders(done) if self.eyes != PUBLIC else []
        for fact in carried:
            role, order = fact["details"]["role"], fact["details"]["order"]
            if role != self.eyes:
                place = {"turn": fact["turn"], "phase": fact["phase"], "number": fact["number"]}
                secret = fact["details"]["secret"]
                found.append({**place, **self.order(role, order), "secret": secret, "result": "carried"})
        return sorted(found, key=lambda row: row["turn"])

    def own_orders(self, done: set[tuple[int, str, str]]) -> list[Row]:
        """What it ordered in each turn, as its own page had it at the end of it."""
        state, found = State(self.exercise, self.source.state.seed), list[Row]()
        for number in self.source.record.standing():
            events = self.source.record.events[number - 1]
            if any(isinstance(event, TurnBegan) for event in events):
                found += self.ordered(state, done)
            for index, event in enumerate(events):
                fold(state, event, number, index)
        return found + self.ordered(state, done)

    def ordered(self, state: State, done: set[tuple[int, str, str]]) -> list[Row]:
        """Its orders of the turn that is open, with what became of them."""
        game = state.game
        picture = SeatPicture(state, self.eyes, self.eyes, self.language.code)
        ruled = bool(game.chronicle) and game.chronicle[-1][0] == game.turn
        found = []
        for entry in picture.orders(self.eyes) if game.locked else ():
            result = "carried" if (game.turn, self.eyes, entry["order"]) in done else "returned"
            found.append(
                {
                    "turn": game.turn,
                    "phase": "orders",
                    **self.order(self.eyes, entry["order"]),
                    "cost": entry["cost"],
                    "secret": entry["secret"],
                    "result": result if ruled else "",
                }
            )
        for refused in picture.refused_orders(self.eyes):
            found.append(
                {
                    "turn": game.turn,
                    "phase": "orders",
                    **self.order(self.eyes, refused["order"]),
                    "result": "refused",
                    "why_text": refused["reason"],
                }
            )
        return found

    def order(self, role: str, key: str) -> Row:
        """What everybody knows of an order that they know of."""
        order = self.exercise.orders.get(key)
        return {
            "role": role,
            "role_title": self.wording.role(role),
            "order": key,
            "title": self.wording.order(key),
            "move": order.move_id if order else "",
            "targets": spaced(order.targets) if order else "",
        }

    # The other tables, fact by fact

    def of_ruling(self, place: Row, fact: RulingFact) -> None:
        self.add("rulings", place, **ruling(fact["text"], fact["details"]))

    def of_judged(self, place: Row, fact: JudgedFact) -> None:
        for row in arguments(fact["details"]):
            self.add("arguments", place, **row)

    def of_message(self, place: Row, fact: MessageFact) -> None:
        """One row for each message, at the time it was first known here."""
        details = fact["details"]
        text = details.get("text", "")
        row = self.messages.get(details["id"]) or self.add(
            "messages",
            place,
            message=details["id"],
            sender=details["sender"],
            to=spaced(details.get("to", [])),
            through=details.get("through", ""),
            carried=bool(details.get("carry")),
            sealed=bool(details.get("sealed")),
            delivered=False,
            exposed=False,
        )
        self.messages[details["id"]] = row
        if text:
            row |= {"text": text, "length": length(text)}
        if "to" not in details and "through" in details:
            row |= {"delivered": True, "to": row["to"] or self.eyes}
        elif "to" not in details:
            row["exposed"] = True

    def of_statement(self, place: Row, fact: StatementFact) -> None:
        details = fact["details"]
        self.add(
            "statements",
            place,
            statement=details["statement"],
            role=details["role"],
            role_title=self.wording.role(details["role"]),
            length=length(details["text"]),
            text=details["text"],
        )

    def of_inject(self, place: Row, fact: InjectFact) -> None:
        details = fact["details"]
        words = {name: details[name] for name in ("title", "from", "text")}
        self.add("injects", place, length=length(details["text"]), type=details.get("type", ""), **words)

    def of_proposal(self, place: Row, fact: Agreed) -> None:
        details = fact["details"]
        self.add(
            "agreements",
            place,
            kind=fact["kind"],
            text=fact["text"],
            proposal=details.get("proposal", ""),
            agreement=details.get("agreement") or "",
        )

    of_signature = of_announced = of_agreement = of_leaving = of_proposal

    def of_request(self, place: Row, fact: Fact) -> None:
        self.add("notes", place, kind=fact["kind"], text=fact["text"])

    of_reply = of_chair = of_request

    def own_goals(self) -> Goals:
        """Its own objectives and red lines as its page has them; the public has none."""
        return {self.eyes: (self.view["objectives"], self.view["red_lines"])} if is_role(self.view) else {}
