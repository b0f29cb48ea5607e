"""The tables of control, from the log itself: every event, also of turns that were taken back."""

from collections.abc import Callable
from typing import Any

from engine.exchange.export.arguments import arguments
from engine.exchange.export.common import Row, Rows, plain, ruling, scores, seats, spaced, spelled, tracks
from engine.exchange.export.control_words import ControlWords
from engine.exchange.export.guesses import guesses
from engine.exchange.export.source import ExportSource, LoggedEvent, walk
from engine.play import events as happened
from engine.views import CONTROL, view
from engine.views.rulings import orders_by_path
from engine.views.seen import JudgedDetails, RulingDetails
from engine.words.language import Language
from engine.words.wording import wording

Progress = Callable[[int, int], None]


class ControlTables(ControlWords):
    """Builds the tables of control."""

    def __init__(self, source: ExportSource, language: str) -> None:
        self.source, self.language = source, Language(language)
        self.exercise = source.state.exercise
        self.wording = wording(self.exercise, self.language)
        self.rows: Rows = {}
        self.ordered: dict[tuple[int, str, str], Row] = {}
        """By turn, role and order, the row of the order that was locked last."""
        self.messages: dict[str, Row] = {}
        self.statements: dict[str, Row] = {}
        self.proposals: dict[str, happened.Proposed] = {}

    def tables(self, progress: Progress | None = None) -> Rows:
        """By table, its rows; a column that a row does not have is empty."""
        seen = view(self.source.state, CONTROL, self.language.code)
        goals = {
            role: (seen["all_objectives"][role], seen["all_red_lines"][role]) for role in self.exercise.roles
        }
        self.rows = {
            "tracks": tracks(seen, lambda track, band: band),
            "scores": scores(seen, goals),
            "guesses": guesses(seen, self.wording),
            "seats": seats(seen, self.wording),
        }
        for moment in walk(self.source, self.language.code):
            self.take(moment)
            if progress and not moment.at:
                progress(moment.line.seq, len(self.source.lines))
        if progress:
            progress(len(self.source.lines), len(self.source.lines))
        return self.rows

    def take(self, moment: LoggedEvent) -> None:
        """The rows that an event gives: one among the events, and what it is besides."""
        line, kind = moment.line, type(moment.event).__name__.lower()
        data = plain(moment.event)
        self.add(
            "events",
            moment,
            actor=line.actor,
            capacity=line.capacity,
            command=line.command,
            type=data.pop("type"),
            text="; ".join(fact.text for fact in moment.facts),
            data=spelled(data),
        )
        teller = getattr(self, f"of_{kind}", None)
        if teller:
            teller(moment, moment.event)

    def add(self, table: str, moment: LoggedEvent, /, **values: Any) -> Row:
        line = moment.line
        row: Row = {
            "turn": moment.turn,
            "phase": moment.phase,
            "line": line.seq,
            "event": moment.at,
            "time": line.at,
            "minutes": self.source.minutes(line.at),
            "standing": moment.standing,
            **values,
        }
        self.rows.setdefault(table, []).append(row)
        return row

    # Orders

    def of_locked(self, moment: LoggedEvent, event: happened.Locked) -> None:
        for role, entries in event.orders.items():
            for entry in entries:
                order = self.order(role, entry["order"])
                row = self.add("orders", moment, **order, cost=entry["cost"], secret="secret" in entry)
                self.ordered[moment.turn, role, entry["order"]] = row

    def of_rejected(self, moment: LoggedEvent, event: happened.Rejected) -> None:
        known = self.exercise.orders.get(event.order)
        why = moment.facts[0].text.rpartition(": ")[2] if moment.facts else ""
        if known:
            why = self.wording.refusal(event.reason, known)
        order = self.order(event.role, event.order)
        self.add("orders", moment, **order, result="refused", why=event.reason, why_text=why)

    def of_carried(self, moment: LoggedEvent, event: happened.Carried) -> None:
        self.settle(moment, event.role, event.order, result="carried")

    def of_returned(self, moment: LoggedEvent, event: happened.Returned) -> None:
        why = moment.facts[0].text if moment.facts else ""
        by = spaced(event.refused_by)
        self.settle(moment, event.role, event.order, result="returned", why=by, why_text=why)

    def settle(self, moment: LoggedEvent, role: str, order: str, **values: Any) -> None:
        """What became of an order; what was taken back became of no order that stands."""
        row = self.ordered.get((moment.turn, role, order))
        if row is not None and moment.standing >= row["standing"]:
            row |= values

    def order(self, role: str, key: str) -> Row:
        order = self.exercise.orders.get(key)
        return {
            "role": role,
            "role_title": self.wording.role(role),
            "order": key,
            "title": self.wording.order(key),
            "move": order.move_id if order else "",
            "targets": spaced(order.targets) if order else "",
        }

    # Rulings

    def of_judged(self, moment: LoggedEvent, event: happened.Judged) -> None:
        for row in arguments(moment.facts[0].read(JudgedDetails)):
            self.add("arguments", moment, **row)

    def of_ruled(self, moment: LoggedEvent, event: happened.Ruled) -> None:
        fact = moment.facts[0]
        details = fact.read(RulingDetails)
        row = ruling(fact.text, details)
        if event.dice:
            odds = zip(event.odds, details["odds"], strict=True)
            row["odds"] = spelled([{"id": name, **entry} for name, entry in odds])
        caller = orders_by_path(self.exercise).get(event.cause.partition(">")[0])
        row |= {"replaced": event.replaced or "", "reason": event.reason}
        self.add(
            "rulings",
            moment,
            step=event.step,
            table=event.table,
            call=event.call,
            path=event.path,
            caller=event.cause,
            actor=caller.role if caller else "",
            row=event.row,
            inputs=spelled(event.inputs),
            **row,
        )
