"""The part of a view that belongs to a role: card, capital, orders, questions, proposals, goals."""

from engine.play import phases
from engine.play.agreements import open_proposal
from engine.play.draft import Draft
from engine.play.events import Locked, Ordered, Rejected
from engine.play.injects import addressed
from engine.play.legality import TOO_MUCH, Budget, excess
from engine.play.messages import carriers, invited, no_direct_contact, sender_of
from engine.play.permissions import is_control, may, needs_approval, releasable, seat_under
from engine.play.requests import on_request
from engine.rules.argued import effect_of
from engine.rules.exercise import InjectRule, Order
from engine.views.arguing import arguing_of
from engine.views.belief import belief
from engine.views.chances import chances
from engine.views.guesses import guesses, guessing_of
from engine.views.locking import at_lock
from engine.views.picture import Picture
from engine.views.promises import promises
from engine.views.proposals import possible, proposals
from engine.views.seen import (
    DraftComment,
    JointText,
    Letter,
    Limits,
    Move,
    OnRequest,
    Proposable,
    RefusedOrder,
    Releasable,
    ReplyRoute,
    RoleView,
    Route,
    SeatVersions,
    View,
)
from engine.views.weighing import Weighing
from engine.views.worth import outlook, worth
from engine.words.limits import limits_said
from engine.words.wording import promised

OPEN_REASONS = ("every", "run", "condition")
"""Why an order is not possible, where whoever can read its condition and its past can tell."""


class SeatPicture(Picture):
    """A role's own matters."""

    def limits(self) -> Limits:
        """How many orders a role may give."""
        capital = self.file.capital
        return {"paid": capital.paid, "free": capital.free, "said": limits_said(capital, self.language)}

    def own(self, role: str, shared: View) -> RoleView:
        """The card, capital, orders, questions and goals of a role."""
        entry, plays = self.file.roles[role], not is_control(self.state, role)
        return {
            **shared,
            "card": self.language.text(entry.card.text) if plays else "",
            "interests": self.language.text(entry.interests) if plays else "",
            "seat_note": self.language.text(seat_under(self.state, role).note or entry.seat_note),
            "capital": self.game.capital(role),
            "bank": self.file.capital.bank,
            "limits": self.limits(),
            "orders": self.orders(role),
            "draft": self.listed(self.state.drafts[role]) if role in self.state.drafts else None,
            "comments": self.comments(role),
            "too_much": self.too_much(role),
            "at_lock": at_lock(self.state, role, self.language),
            "refused_orders": self.refused_orders(role),
            "sealed": role in self.game.sealed,
            "sought": [inject for inject, asked in self.game.sought.items() if asked == role],
            "moves": self.moves(role),
            "questions": self.questions(role),
            "proposals": proposals(self, role),
            "can_propose": self.can_propose(role),
            "objectives": self.goals(role),
            "red_lines": self.red_lines(role),
            "may": {"chair": may(self.state, role, "chair"), "release": self.may_release(role)},
            "cells": [
                {"id": name, "title": self.language.text(title)}
                for name, title in self.file.roles[role].cells.items()
            ],
            "carriers": [carrier for carrier in carriers(self.state) if carrier != role],
            "no_direct_contact": [
                {"role": other, "text": self.language.text(text)}
                for other, text in no_direct_contact(self.exercise, self.game.opening, role).items()
            ],
            "routes": self.routes(role),
            "can_answer_through": self.reply_to(role),
            "letters": self.letters(role),
            "on_request": self.on_request(role),
            "joint": self.joint(role),
            "speaks": [bot for bot in self.state.bots if self.exercise.doctrines[bot].says and bot != role],
            "promises": promises(self),
            "guessing": guessing_of(self, role),
            "guesses": guesses(self),
            "notebook": self.state.room.notebooks.get(role, ""),
            "arguing": arguing_of(self, role),
        }

    def versions(self, role: str) -> SeatVersions:
        """What the commands of a role carry."""
        return {
            "orders": self.version("orders"),
            "seat": self.version("seat", seat=role),
            "advance": self.version("advance"),
            "notebook": self.version("notebook"),
        }

    def on_request(self, role: str) -> list[OnRequest]:
        """What this role can ask control to order for a role that control plays, with its price as printed.

        `known` is whether this role can tell if it is possible now, and `reason` why it is not, as far as
        that is its to know: never the capital of the role that plays it.
        """
        found: list[OnRequest] = []
        for order in on_request(self.state, role):
            known = role in order.readers
            refused = self.budget(order.role).refusal(order) if known else ""
            entry: OnRequest = {
                "order": order.key,
                "role": order.role,
                "title": self.wording.order(order.key),
                "text": self.language.text(order.move.text),
                "cost": order.costs(self.game.vector if known else self.exercise.vocabulary.start),
                "known": known,
                "reason": self.wording.refusal(refused, order) if refused in OPEN_REASONS else "",
            }
            found.append(entry)
        return found

    def comments(self, role: str) -> list[DraftComment]:
        """What the people of this seat say of its draft."""
        return [
            {
                "order": said["order"],
                "title": self.wording.order(said["order"]) if said["order"] else "",
                "text": said["text"],
            }
            for said in self.state.comments.get(role, [])
        ]

    def joint(self, role: str) -> JointText | None:
        """The text on the table of talks, where this role chairs them or is party to it."""
        found = self.state.room.joint
        if found is None or role not in (found.chair, *found.parties):
            return None
        return {
            "text": found.text,
            "chair": found.chair,
            "by": found.by,
            "parties": found.parties,
            "initials": list(found.initials),
            "version": self.version("amend"),
        }

    def too_much(self, role: str) -> str:
        """What of the draft is more than this seat can seal; empty where it fits."""
        known = [self.exercise.orders[entry["order"]] for entry in self.state.drafts.get(role, [])]
        found = excess(self.budget(role), known)
        return self.language.say(TOO_MUCH, **found._asdict()) if found else ""

    def budget(self, role: str) -> Budget:
        """What this role can order now."""
        return phases.budget(Draft(self.state), role)

    def reply_to(self, role: str) -> list[ReplyRoute]:
        return [
            {"sender": sender, "through": carrier, "worth": self.worth_of_letter(sender, carrier)}
            for sender in invited(self.state, role)
            for carrier in carriers(self.state)[:1]
        ]

    def worth_of_letter(self, sender: str, carrier: str) -> list[str]:
        """What the letter of a role counts for later, as far as whoever received it knows."""
        orders = [order for order in self.exercise.orders.values() if order.role == carrier]
        carrying = next((order for order in orders if sender_of(order) == sender), None)
        if carrying is None:
            return []
        weighing = Weighing(self.viewer, self.wording, str(self.viewer.seat), belief(self.state, self.viewer))
        return [f"{entry['what']}: {'; '.join(entry['counts'])}" for entry in worth(carrying, weighing)]

    def refused_orders(self, role: str) -> list[RefusedOrder]:
        """Which of this role's orders were refused when they were last given and at the lock, and why: what
        was refused before it sealed anew is past.
        """
        now = [moment for moment in self.game.history if moment.turn == self.game.turn]
        given = [found.line for found in now if isinstance(found.event, Ordered) and found.event.role == role]
        locked = [found.line for found in now if isinstance(found.event, Locked)]
        lines = {*given[-1:], *locked[-1:]}
        events = [moment.event for moment in now if moment.line in lines]
        return [
            {
                "order": event.order,
                "title": self.wording.order(event.order),
                "reason": self.wording.refused(event.reason, event.order),
            }
            for event in events
            if isinstance(event, Rejected)
            and event.role == role
            and (event.order in self.exercise.orders or effect_of(event.order))
        ]

    def routes(self, role: str) -> list[Route]:
        """Who can carry a letter of this role, and to whom."""
        found: dict[tuple[str, tuple[str, ...]], Order] = {}
        for order in self.exercise.orders.values():
            if sender_of(order) == role:
                found.setdefault((order.role, tuple(order.targets)), order)
        return [
            {"through": carrier, "to": list(to), "outlook": outlook(order, self.viewer, self.wording)}
            for (carrier, to), order in found.items()
        ]

    def letters(self, role: str) -> list[Letter]:
        """Messages handed to a carrier, for its orders."""
        return [
            {"id": name, "sender": message.sender, "sealed": message.sealed}
            for name, message in self.state.room.letters.items()
            if message.through == role
        ]

    def moves(self, role: str) -> list[Move]:
        """Every order of a role with its cost now, and the reason where it is not allowed."""
        able = self.budget(role)
        return [
            self.move(order, able)
            for order in self.exercise.orders_of[role]
            if order.move_id not in able.withdrawn
        ]

    def move(self, order: Order, able: Budget) -> Move:
        reason, move, title = able.refusal(order), order.move, self.wording.order(order.key)
        found: Move = {
            "order": order.key,
            "move": order.move_id,
            "title": title,
            "name": self.language.text(move.title),
            "variant": self.wording.arguments(order) or title,
            "text": self.language.text(move.text),
            "kind": self.language.say(move.kind),
            "to": list(order.targets),
            "arguments": order.arguments,
            "cost": able.cost(order),
            "allowed": not reason,
            "reason": self.wording.refusal(reason, order) if reason else "",
            "secret": move.secret,
            "offered": order.move_id in able.offers,
            "asks": [asked for asked, _ in order.asked],
            "consent": order.consent,
            "carries": bool(move.carries),
            "warns": [
                self.wording.condition(test.node) for test in order.warns if test.holds(self.game.vector)
            ],
            "effects": self.promises(order),
            "table": self.tables(order),
        }
        reckoned = chances(order, self.viewer, self.wording, self.game.vector)
        if reckoned is not None:
            found["chances"] = reckoned
        return found

    def promises(self, order: Order) -> list[str]:
        """The effects a move always has, as its card says them."""
        return list(self.wording.promised(order.then))

    def tables(self, order: Order) -> list[str]:
        return [self.wording.call(call) for call in order.calls["none"]]

    def can_propose(self, role: str) -> list[Proposable]:
        """Agreements that are neither in force nor on the table, with their terms."""
        found = list[Proposable]()
        for name, rule in self.exercise.agreements.items():
            if self.game.vector[rule.in_force]:
                continue
            entry = rule.agreement
            mine = open_proposal(self.game, name, role)
            if mine:
                continue
            found.append(
                {
                    "id": name,
                    "title": self.language.text(entry.title),
                    "text": self.language.text(entry.text),
                    "needs": entry.needs,
                    "may": {guest: self.language.text(may_.as_) for guest, may_ in entry.may.items()},
                    "terms": [
                        {
                            "id": term,
                            "title": self.wording.term(name, term),
                            "values": possible(self.wording, domain),
                        }
                        for term, domain in entry.terms.items()
                    ],
                    "condition": self.wording.condition(rule.allowed.node) if not rule.allowed.always else "",
                }
            )
        return found

    def may_release(self, role: str) -> list[Releasable]:
        """The injects this seat may release now, with what they do as far as it can read it."""
        return [
            {
                "inject": name,
                "title": self.language.text(self.exercise.injects[name].inject.title),
                "text": self.language.text(self.exercise.injects[name].inject.text),
                "to": addressed(self.state, self.exercise.injects[name]),
                "effects": self.foreseeable(self.exercise.injects[name], role),
                "asks_control": needs_approval(self.state, role, name),
                "sought": name in self.game.sought,
            }
            for name in releasable(self.state, role)
        ]

    def foreseeable(self, rule: InjectRule, role: str) -> list[str]:
        """What an inject does of itself, and the tables it runs, as far as a seat reads that."""
        say, found = self.language.say, list[str]()
        for effects in rule.effects.values():
            changes = promised(self.exercise, effects)
            found += [self.wording.change(change) for change in changes if self.viewer.touched(change.slot)]
            for run in effects.runs:
                title = self.language.text(self.file.tables[run.table].title)
                found.append(say("decided by the table: {table}", table=title))
            for offer in effects.offers:
                if offer.to == role:
                    moves = ", ".join(self.language.text(self.file.moves[move].title) for move in offer.moves)
                    found.append(self.wording.opened(offer.cost, moves))
        return list(dict.fromkeys(found))
