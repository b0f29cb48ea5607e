"""The part of a view that belongs to control: tray, orders of all, rulings before they are published."""

from functools import cached_property

from engine.play import phases
from engine.play.adjudicate import Adjudication
from engine.play.commands.versions import version
from engine.play.draft import Draft
from engine.play.events import LapsedOverride, Ruled
from engine.play.messages import delivered, sender_of
from engine.play.permissions import seat_under
from engine.play.requests import requests
from engine.play.scores import capped, earned, scores
from engine.play.viewer import CONTROL
from engine.rules.exercise import Order
from engine.views.arguing import arguing_of, pleas
from engine.views.bulletin import bulletin_texts
from engine.views.cards import CardPicture
from engine.views.evaluation import EvaluationPicture
from engine.views.guesses import guesses, guessing_of
from engine.views.locking import at_lock
from engine.views.next_step import early_end, next_step
from engine.views.promises import promises
from engine.views.proposals import WAITING, proposal
from engine.views.seat import SeatPicture
from engine.views.seen import (
    AskedFor,
    AskedQuestion,
    ControlVersions,
    ControlView,
    Foreseen,
    GivenLetter,
    Guessing,
    Lapsed,
    Mark,
    Named,
    PlayedRole,
    Request,
    Standing,
    Track,
    View,
)
from engine.views.story import Story
from engine.views.tray import TrayPicture
from engine.views.waiting import BEFORE_LOCK, waiting


class ControlPicture(TrayPicture, CardPicture):
    """What only control sees."""

    def control(self, shared: View) -> ControlView:
        """The tray, everybody's orders, the rulings before they are published, goals and questions of all."""
        everybody, code = self.exercise.roles, self.language.code
        lapses = self.lapsed()
        return {
            **shared,
            "tray": self.tray(),
            "msel": self.msel(),
            "templates": self.templates(),
            "all_orders": {role: self.orders(role) for role in everybody},
            "all_sealed": sorted(self.game.sealed),
            "all_at_lock": {
                role: at_lock(self.state, role, self.language) for role in phases.awaited(self.state)
            },
            "all_capital": {role: self.game.capital(role) for role in everybody},
            "all_questions": [question for seat in (*everybody, CONTROL) for question in self.asked(seat)],
            "all_proposals": [
                proposal(self, found) for found in self.game.proposals.values() if found.status in WAITING
            ],
            "promises": promises(self),
            "all_guessing": self.guessing(),
            "guesses": guesses(self),
            "all_objectives": {role: self.goals(role) for role in everybody},
            "all_red_lines": {role: self.red_lines(role) for role in everybody},
            "forecasts": self.state.room.forecasts,
            "rulings": self.rulings(),
            "also_changed": self.also_changed(),
            "standing": self.standing(),
            "marks": self.marks(),
            "endings": (stands := self.endings()),
            "versions": self.versions(),
            "requests": self.requests(),
            "plays": [self.played(role) for role in self.state.control_roles],
            "waiting": waiting(self, lapses),
            "ending_reached": (reached := self.ending_reached()),
            "step": next_step(self.state, self.wording, self.ruled(), reached["title"] if reached else ""),
            "early_end": early_end(self.state, self.wording, stands[0]["title"] if stands else ""),
            "pleas": pleas(self),
            "lapsed": lapses,
            "evaluation": EvaluationPicture(self.state, CONTROL, CONTROL, code, self.stories).evaluation(),
            "bulletin_texts": bulletin_texts(self.state, self.stories),
            "languages": self.file.languages,
        }

    def guessing(self) -> dict[str, Guessing]:
        """What each role guesses; control enters it for a team that writes on paper."""
        found = {role: guessing_of(self, role) for role in self.exercise.roles}
        return {role: entry for role, entry in found.items() if entry}

    def requests(self) -> list[Request]:
        """What roles asked control for, in order, and how control has done with it."""
        return [
            {
                "id": name,
                "role": found.event.role,
                "text": found.event.text,
                "turn": found.turn,
                "phase": found.phase,
                "answered": found.done,
                **self.asked_for(found.event.order),
            }
            for name, found in requests(self.state).items()
        ]

    def asked_for(self, key: str) -> AskedFor:
        """The order that a request names, whose it is, and why it cannot be given now."""
        if not key:
            return {"order": "", "title": "", "played": "", "reason": "", "carries": False, "letters": []}
        order = self.exercise.orders[key]
        able = phases.budget(Draft(self.state), order.role)
        for entry in self.game.orders.get(order.role, []):
            able.take(self.exercise.orders[entry["order"]])
        refused = able.refusal(order)
        reason = self.wording.refusal(refused, order) if refused else ""
        if self.state.room.ready:
            reason = self.language.say("orders are given from STARTEX on")
        elif self.game.locked or self.game.phase not in BEFORE_LOCK:
            reason = self.language.say("orders are locked")
        return {
            "order": key,
            "title": self.wording.order(key),
            "played": order.role,
            "reason": reason,
            "carries": bool(order.move.carries),
            "letters": self.to_carry(order),
        }

    def to_carry(self, order: Order) -> list[GivenLetter]:
        """The letters that an order could carry and that have not arrived, the newest first: that one goes
        where nobody chooses.
        """
        given = self.given(order.role)[::-1] if order.move.carries else []
        return [entry for entry in given if entry["sender"] == sender_of(order) and not entry["delivered"]]

    def given(self, carrier: str) -> list[GivenLetter]:
        """The letters that a carrier was handed, as control reads them."""
        there = delivered(self.state)
        return [
            {
                "id": name,
                "sender": message.sender,
                "sealed": message.sealed,
                "text": message.text,
                "delivered": name in there,
            }
            for name, message in self.state.room.letters.items()
            if message.through == carrier
        ]

    def played(self, role: str) -> PlayedRole:
        """A role that control plays: what it can order for it, and the letters it was given to carry."""
        seat = SeatPicture(self.state, role, CONTROL, self.language.code, self.stories)
        return {
            "role": role,
            "bank": self.file.capital.bank,
            "limits": seat.limits(),
            "moves": seat.moves(role),
            "letters": self.given(role),
            "refused": seat.refused_orders(role),
            "on_request": seat_under(self.state, role).on_request,
            "arguing": arguing_of(seat, role),
        }

    def tracks(self) -> list[Track]:
        """In the rulings, each with the value it would have if they were published now."""
        found = super().tracks()
        if self.game.phase == "rulings":
            for entry in found:
                entry["after"] = self.pending.state[self.exercise.slots[entry["id"]]]
        return found

    @cached_property
    def pending(self) -> Adjudication:
        """The rulings as they would be published now; computed, never stored."""
        return phases.rule(Draft(self.state))

    def versions(self) -> ControlVersions:
        """What control's commands carry; injects, rulings and questions have theirs beside them."""
        seats = (*self.exercise.roles, CONTROL)
        return {
            "advance": self.version("advance"),
            "startex": self.version("startex"),
            "pause": self.version("pause"),
            "resume": self.version("resume"),
            "bulletin": self.version("bulletin"),
            "seats": {seat: self.version("seat", seat=seat) for seat in seats},
            "orders": {role: self.order_version(role) for role in self.exercise.roles},
        }

    def order_version(self, role: str) -> str:
        return version(self.state, "orders", CONTROL, {"role": role})

    def asked(self, seat: str) -> list[AskedQuestion]:
        return [{**question, "to": seat} for question in self.questions(seat)]

    def rulings(self) -> list[Foreseen]:
        """What publishing now would tell, each ruling with its card."""
        return self.preview(self.pending) if self.game.phase == "rulings" else []

    def also_changed(self) -> dict[str, list[str]]:
        """By overridden ruling, what else it changes this turn: rulings, and tracks at its end."""
        game, found = self.game, {}
        if game.phase != "rulings" or not game.overrides:
            return {}
        now = self.pending
        for path in game.overrides:
            without = phases.rule(Draft(self.state), without=path)
            found[path] = self.differences(path, without, now)
        return found

    def differences(self, path: str, without: Adjudication, now: Adjudication) -> list[str]:
        before = {event.path: event for event in without.events if isinstance(event, Ruled)}
        after = {event.path: event for event in now.events if isinstance(event, Ruled)}
        lines, story = [], Story(self.state, self.viewer, self.language)
        for name in {**before, **after}:
            rows = [event.row if event else "–" for event in (before.get(name), after.get(name))]
            if name != path and rows[0] != rows[1]:
                call = (after.get(name) or before[name]).call
                words = [story.row_words(name, row, call) for row in rows]
                lines.append(f"{story.ruling_words(name)}: {words[0]} → {words[1]}")
        for name in self.file.tracks:
            for member in self.exercise.vocabulary.members(name):
                slot = self.exercise.slots[member]
                if without.state[slot] != now.state[slot]:
                    lines.append(f"{self.wording.slot(member)} {without.state[slot]} → {now.state[slot]}")
        return lines

    def ruled(self) -> int:
        """How many rulings publishing now would publish."""
        events = self.pending.events if self.game.phase == "rulings" else []
        return sum(isinstance(event, Ruled) for event in events)

    def ending_reached(self) -> Named | None:
        """The ending that publishing now would reach, or that was reached and waits for ENDEX."""
        name = self.game.ending or (self.pending.ending if self.game.phase == "rulings" else "")
        found = next((rule.ending for rule in self.exercise.endings if rule.ending.id == name), None)
        return {"id": name, "title": self.language.text(found.title)} if found else None

    def lapsed(self) -> list[Lapsed]:
        """Overrides that lapsed in these rulings because their row changed, and that nobody has made anew."""
        if self.game.phase != "rulings":
            return []
        story = Story(self.state, self.viewer, self.language)
        told = [
            moment.event.ruling
            for moment in self.game.history
            if moment.turn == self.game.turn
            and isinstance(moment.event, LapsedOverride)
            and not moment.event.withdrawn
            and moment.event.ruling not in self.game.overrides
        ]
        # After an undo the dice may have fallen otherwise: no line says so before the rulings are published.
        lapsed = dict.fromkeys((*told, *self.pending.lapsed))
        return [{"ruling": ruling, "title": story.ruling_words(ruling)} for ruling in lapsed]

    def standing(self) -> Standing:
        """Scores as they stand."""
        ending = self.game.finished.ending if self.game.finished else self.game.ending
        _, points, common = scores(self.exercise, self.game, ending)
        caps = capped(self.exercise, earned(self.exercise, self.game), ending)
        return {"scores": points, "caps": caps, "common": common}

    def marks(self) -> list[Mark]:
        return [
            {"id": name, "title": self.language.text(mark.title) or name, "of": bool(mark.of)}
            for name, mark in self.file.marks.items()
        ]

    def endings(self) -> list[Named]:
        """Final endings as they stand: the first that holds is what the last turn would give."""
        found = [rule.ending for rule in phases.standing(self.exercise, self.game)]
        return [{"id": ending.id, "title": self.language.text(ending.title)} for ending in found[:1]]
