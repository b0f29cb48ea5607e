"""Views: the only way from state and log to anything a person sees, on page, console, export or stream.

`view` is the whole picture of one seat as plain data. It is built from what `audience.Viewer` lets this
seat read and from nothing else; what is not released here does not leave the process.
"""

from typing import Any

import msgspec

from engine.language import Language
from engine.play import injects, phases
from engine.play.adjudicate import Adjudication
from engine.play.agreements import open_proposal
from engine.play.audience import CONTROL, PUBLIC, Viewer
from engine.play.draft import Draft
from engine.play.events import Event, Ruled, Told
from engine.play.legality import Budget
from engine.play.messages import carriers, invited
from engine.play.permissions import is_control, may, releasable
from engine.play.scores import scores
from engine.play.state import Proposal, State
from engine.play.story import Story
from engine.play.trace import Tracer
from engine.play.wording import Wording
from engine.rules.exercise import Goal, Order
from engine.rules.vocabulary import BRINK, FOREVER

__all__ = ["CONTROL", "PUBLIC", "effective", "inject_preview", "view"]


def effective(state: State, seat: str) -> str:
    """The point of view of a seat: a role that the preset makes control sees as control."""
    return CONTROL if seat != PUBLIC and (is_control(state, seat) or may(state, seat, "see_all")) else seat


def view(state: State, seat: str, language: str = "en") -> dict[str, Any]:
    """Everything a seat (a role, `control` or `public`) knows now, as plain data in one language."""
    return View(state, seat, language).build()


def inject_preview(
    state: State, inject: str, choices: dict[str, str], language: str = "en"
) -> list[dict[str, Any]]:
    """What releasing an inject would do now, as control would read it. Changes nothing."""
    picture = View(state, CONTROL, language)
    return picture.preview(injects.effects_of(Draft(state), state.exercise.injects[inject], choices).events)


class View:
    """Builds one view."""

    def __init__(self, state: State, seat: str, language: str) -> None:
        self.state, self.seat, self.game = state, seat, state.game
        self.exercise, self.file = state.exercise, state.exercise.file
        self.viewer = Viewer(state.exercise, effective(state, seat))
        self.language = Language(language)
        self.wording = Wording(state.exercise, self.language)

    def build(self) -> dict[str, Any]:
        """The view as plain data, its keys in a fixed order."""
        picture = self.frame()
        picture["tracks"] = self.tracks()
        picture["tokens"] = self.tokens()
        picture["flags"] = self.flags()
        picture["agreements"] = self.agreements()
        picture["story"] = [
            msgspec.to_builtins(fact) for fact in Story(self.state, self.viewer, self.language).tell()
        ]
        picture["outcome"] = self.outcome()
        if self.seat in self.exercise.roles:
            picture |= self.own(self.seat)
        if self.viewer.control:
            picture |= self.control()
        return picture

    def frame(self) -> dict[str, Any]:
        """Where the run stands: facts for everybody."""
        game, entry = self.game, self.file.formats[self.game.format]
        month = entry.calendar[game.turn - 1] if 0 < game.turn <= len(entry.calendar) else ""
        return {
            "exercise": self.exercise.id,
            "title": self.language.text(self.file.title),
            "seat": self.seat,
            "seat_title": self.wording.role(self.seat),
            "language": self.language.code,
            "turn": game.turn,
            "turns": entry.turns,
            "month": self.language.text(month),
            "phase": game.phase,
            "phase_title": self.language.say(game.phase),
            "locked": game.locked,
            "paused": self.state.room.paused,
            "finished": game.finished is not None,
            "brink": bool(game.vector[BRINK]),
            "format": game.format,
            "preset": game.preset,
            "minutes": entry.minutes.get(game.phase, 0),  # type: ignore[call-overload]
            "seats": {name: self.state.seat(name) for name in (*self.exercise.roles, "control")},
            "roles": [
                {"id": role, "title": self.wording.role(role), "code": self.wording.code(role)}
                for role in self.exercise.roles
            ],
        }

    # The situation

    def tracks(self) -> list[dict[str, Any]]:
        found = []
        told = self.last_told()
        earlier = (
            self.game.chronicle[min(len(self.game.chronicle), max(self.game.turn, 1)) - 1][1]
            if self.game.chronicle
            else self.game.vector
        )
        for head, track in self.file.tracks.items():
            for name in self.exercise.vocabulary.members(head):
                slot = self.exercise.slots[name]
                value, before = (
                    self.viewer.value(name, self.game.vector[slot]),
                    self.viewer.value(name, earlier[slot]),
                )
                series = [self.viewer.value(name, vector[slot]) for _, vector in self.game.chronicle]
                if value is None and name not in told:
                    continue
                entry: dict[str, Any] = {
                    "id": name,
                    "title": self.wording.slot(name),
                    "value": value,
                    "min": track.min,
                    "max": track.max,
                    "known": "exact" if isinstance(value, int) else "band" if value else "told",
                    "before": before,
                    "series": series,
                    "low": self.language.text(track.low),
                    "high": self.language.text(track.high),
                    "short": track.short,
                    "estimate": track.estimate,
                }
                if isinstance(value, int):
                    entry["change"] = value - before if isinstance(before, int) else 0
                    entry["step"] = self.wording.ladder(name, value)
                elif value:
                    entry["band"] = self.language.text((track.say or {}).get(value, value))
                    entry["range"] = (track.others_see or {})[value]
                if name in told:
                    entry["told"] = told[name]
                found.append(entry)
        return found

    def last_told(self) -> dict[str, dict[str, Any]]:
        """The latest value told of each track that is not read exactly, with its turn."""
        found: dict[str, dict[str, Any]] = {}
        for moment in self.game.history:
            event = moment.event
            if not isinstance(event, Told) or not self.viewer.among(event.to):
                continue
            name, value = event.what, event.value
            if name in self.exercise.slots and not self.viewer.reads(name):
                track = self.file.tracks[name.partition("(")[0]]
                text = str(value)
                if event.form == "band":
                    text = self.language.text((track.say or {}).get(text, text))
                found[name] = {"value": value, "text": text, "turn": moment.turn}
        return found

    def tokens(self) -> list[dict[str, Any]]:
        """Open tokens this seat may see."""
        found = []
        for name, slot, _ in self.exercise.tokens:
            due = self.game.vector[slot]
            if due and self.viewer.reads(name):
                found.append(
                    {"id": name, "title": self.wording.slot(name), "due": None if due >= FOREVER else due}
                )
        return found

    def flags(self) -> list[dict[str, Any]]:
        """Flags that are set and that this seat may see."""
        found = []
        for head in self.file.flags:
            for name in self.exercise.vocabulary.members(head):
                slot = self.exercise.slots[name]
                value = self.game.vector[slot]
                if value != self.exercise.vocabulary.start[slot] and self.viewer.reads(name):
                    entry = {"id": name, "title": self.wording.slot(name)}
                    if name in self.exercise.vocabulary.domains:
                        entry["value"] = self.wording.value(name, value)
                    found.append(entry)
        return found

    def agreements(self) -> list[dict[str, Any]]:
        """Agreements in force: public."""
        found = []
        for name, rule in self.exercise.agreements.items():
            if self.game.vector[rule.in_force]:
                terms = {term: self.game.vector[slot] for term, slot in rule.terms.items()}
                found.append(
                    {
                        "id": name,
                        "title": self.language.text(rule.agreement.title),
                        "terms": self.wording.terms(name, terms),
                        "since": self.game.vector[rule.entered],
                        "text": self.language.text(rule.agreement.text),
                        "needs": rule.agreement.needs,
                    }
                )
        return found

    def outcome(self) -> dict[str, Any] | None:
        """How the run ended: the ending for everybody, scores for those they belong to."""
        end = self.game.finished
        if end is None:
            return None
        ending = next(rule.ending for rule in self.exercise.endings if rule.ending.id == end.ending)
        free = self.viewer.control or self.game.disclosed == "all"
        result: dict[str, Any] = {
            "ending": end.ending,
            "title": self.language.text(ending.title),
            "text": self.language.text(ending.text),
            "disclosed": self.game.disclosed,
            "scores": [
                {"role": role, "title": self.wording.role(role), "score": score}
                for role, score in end.scores.items()
                if free or role == self.seat
            ],
        }
        if self.file.common_score:
            result["common"] = {"title": self.derived_title(self.file.common_score), "score": end.common}
        return result

    def derived_title(self, name: str) -> str:
        title = self.file.derived[name].title
        return self.language.text(title) if title else name

    # What belongs to one role

    def own(self, role: str) -> dict[str, Any]:
        """The card, capital, orders, questions and goals of a role."""
        entry = self.file.roles[role]
        return {
            "card": self.language.text(entry.card.text),
            "interests": self.language.text(entry.interests),
            "seat_note": self.language.text(entry.seat_note),
            "capital": self.game.capital(role),
            "bank": self.file.capital.bank,
            "limits": {"paid": self.file.capital.paid, "free": self.file.capital.free},
            "orders": self.orders(role),
            "sealed": role in self.game.sealed,
            "moves": self.moves(role),
            "questions": self.questions(role),
            "proposals": self.proposals(role),
            "can_propose": self.can_propose(role),
            "objectives": self.goals(role),
            "red_lines": [self.red_line(line) for line in self.exercise.red_lines if line.role == role],
            "may": {"chair": may(self.state, role, "chair"), "release": self.may_release(role)},
            "carriers": [carrier for carrier in carriers(self.state) if carrier != role],
            "can_answer_through": self.reply_to(role),
            "letters": self.letters(role),
        }

    def reply_to(self, role: str) -> list[dict[str, str]]:
        return [
            {"sender": sender, "through": carriers(self.state)[0]} for sender in invited(self.state, role)
        ]

    def letters(self, role: str) -> list[dict[str, Any]]:
        """Messages handed to a carrier, for its orders."""
        return [
            {"id": name, "sender": message.sender, "sealed": message.sealed}
            for name, message in self.state.room.messages.items()
            if message.carry and message.through == role
        ]

    def orders(self, role: str) -> list[dict[str, Any]]:
        """What this role has ordered so far this turn."""
        return [
            {
                "order": entry["order"],
                "title": self.wording.order(entry["order"]),
                "secret": bool(entry.get("secret")),
                "cost": entry.get("cost", self.exercise.orders[entry["order"]].move.cost),
            }
            for entry in self.game.orders.get(role, [])
        ]

    def moves(self, role: str) -> list[dict[str, Any]]:
        """Every order of a role with its cost now, and the reason where it is not allowed."""
        able = Budget(
            self.exercise,
            role,
            self.game.vector,
            self.game.offers,
            self.game.used,
            phases.withdrawn(self.exercise, self.game.preset, role),
        )
        return [
            self.move(order, able)
            for order in self.exercise.orders_of[role]
            if order.move_id not in able.withdrawn
        ]

    def move(self, order: Order, able: Budget) -> dict[str, Any]:
        reason, move = able.refusal(order), order.move
        return {
            "order": order.key,
            "move": order.move_id,
            "title": self.wording.order(order.key),
            "name": self.language.text(move.title),
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

    def promises(self, order: Order) -> list[str]:
        """The effects a move always has, as its card says them."""
        return [
            self.wording.effect(line)
            for line in Tracer(self.exercise).lines(order.then, self.exercise.vocabulary.start)
        ]

    def tables(self, order: Order) -> list[str]:
        return [self.wording.call(call) for call in order.calls["none"]]

    def questions(self, seat: str) -> list[dict[str, Any]]:
        """Questions put to a seat this turn."""
        story = Story(self.state, self.viewer, self.language)
        found = []
        for question in self.game.questions.values():
            if question.to == seat:
                found.append(
                    {
                        "id": question.id,
                        "text": story.question(question.source, question.by),
                        "by": question.by,
                        "options": [
                            {"word": word, "title": self.option(question.source, word)}
                            for word in question.options
                        ],
                        "answer": question.answer,
                        "carries": self.carries(question.source),
                    }
                )
        return found

    def option(self, source: str, word: str) -> str:
        inject = self.exercise.injects.get(source)
        if inject and inject.inject.asks:
            return self.language.text(inject.inject.asks.answers[word].title)
        return self.wording.word(word)

    def carries(self, source: str) -> bool:
        return source in self.exercise.orders and bool(self.exercise.orders[source].move.carries)

    def proposals(self, role: str) -> list[dict[str, Any]]:
        """Proposals on the table that this role is party to or invited to."""
        found = []
        for proposal in self.game.proposals.values():
            if proposal.status in ("open", "announced") and role in (
                proposal.by,
                *proposal.parties,
                *proposal.invites,
            ):
                found.append(self.proposal(proposal, role))
        return found

    def proposal(self, proposal: Proposal, role: str = "") -> dict[str, Any]:
        agreement = self.exercise.agreements[proposal.agreement].agreement if proposal.agreement else None
        return {
            "id": proposal.id,
            "agreement": proposal.agreement,
            "title": self.language.text(agreement.title) if agreement else proposal.text,
            "text": self.language.text(agreement.text) if agreement else proposal.text,
            "terms": self.wording.terms(proposal.agreement, proposal.terms) if proposal.agreement else "",
            "by": proposal.by,
            "needs": proposal.parties,
            "invites": proposal.invites,
            "signed": list(proposal.signed),
            "status": proposal.status,
            "can_sign": role not in proposal.signed and role in (*proposal.parties, *proposal.invites),
        }

    def can_propose(self, role: str) -> list[dict[str, Any]]:
        """Agreements that are neither in force nor on the table, with their terms."""
        found = []
        for name, rule in self.exercise.agreements.items():
            if self.game.vector[rule.in_force]:
                continue
            entry = rule.agreement
            mine = self.seen_proposal(name, role)
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
                        {"id": term, "title": self.wording.term(name, term), "values": self.values(domain)}
                        for term, domain in entry.terms.items()
                    ],
                    "condition": self.wording.condition(rule.allowed.node) if not rule.allowed.always else "",
                }
            )
        return found

    def seen_proposal(self, name: str, role: str) -> bool:
        """Whether a proposal of this kind lies on the table that the role knows of."""
        found = open_proposal(self.game, name)
        return bool(found and role in (found.by, *found.parties, *found.invites))

    def values(self, domain: Any) -> list[dict[str, Any]]:
        if isinstance(domain, list):
            return [{"word": word, "title": self.wording.word(word)} for word in domain]
        low, _, high = str(domain).partition("..")
        return [{"word": number, "title": str(number)} for number in range(int(low), int(high) + 1)]

    def goals(self, role: str) -> list[dict[str, Any]]:
        return [self.goal(goal) for goal in self.exercise.objectives if goal.role == role]

    def goal(self, goal: Goal) -> dict[str, Any]:
        return {
            "id": goal.id,
            "title": self.language.text(goal.title),
            "points": goal.points,
            "met": bool(goal.test.holds(self.game.vector)),
            "bonus": goal.bonus,
            "condition": self.wording.condition(goal.test.node),
        }

    def red_line(self, line: Goal) -> dict[str, Any]:
        return {
            "id": line.id,
            "title": self.language.text(line.title),
            "points": line.points,
            "crossed": bool(self.game.vector[line.slot]),
            "condition": self.wording.condition(line.test.node),
        }

    def may_release(self, role: str) -> list[dict[str, str]]:
        """The injects a chairing seat may release: always the same list, whatever their conditions."""
        found = []
        for name in releasable(self.state, role):
            inject = self.exercise.injects[name].inject
            found.append(
                {
                    "inject": name,
                    "title": self.language.text(inject.title),
                    "text": self.language.text(inject.text),
                }
            )
        return found

    # What belongs to control

    def control(self) -> dict[str, Any]:
        """The tray, everybody's orders, the rulings before they are published, goals and questions of all."""
        everybody = self.exercise.roles
        return {
            "tray": [self.due(due) for due in injects.tray(self.state)],
            "msel": self.msel(),
            "all_orders": {role: self.orders(role) for role in everybody},
            "all_sealed": sorted(self.game.sealed),
            "all_capital": {role: self.game.capital(role) for role in everybody},
            "all_questions": [question for seat in (*everybody, CONTROL) for question in self.asked(seat)],
            "all_proposals": [
                self.proposal(proposal)
                for proposal in self.game.proposals.values()
                if proposal.status in ("open", "announced")
            ],
            "all_objectives": {role: self.goals(role) for role in everybody},
            "all_red_lines": {
                role: [self.red_line(line) for line in self.exercise.red_lines if line.role == role]
                for role in everybody
            },
            "rulings": self.rulings(),
            "also_changed": self.also_changed(),
            "standing": self.standing(),
            "marks": self.marks(),
            "endings": self.endings(),
        }

    def asked(self, seat: str) -> list[dict[str, Any]]:
        return [{**question, "to": seat} for question in self.questions(seat)]

    def due(self, due: injects.Due) -> dict[str, Any]:
        return {**self.inject(due.inject), "why": due.why, "blocked": due.blocked}

    def inject(self, name: str) -> dict[str, Any]:
        inject = self.exercise.injects[name].inject
        return {
            "inject": name,
            "title": self.language.text(inject.title),
            "text": self.language.text(inject.text),
            "from": self.language.text(inject.from_),
            "to": injects.addressed(self.state, self.exercise.injects[name]),
            "type": inject.type,
            "mode": inject.mode,
            "expect": self.language.text(inject.expect),
            "choose": inject.choose,
            "choices": {word: self.language.text(text) for word, text in inject.choices.items()},
        }

    def msel(self) -> list[dict[str, Any]]:
        """The whole MSEL with its status."""
        found = []
        turns = {
            name: int(turn)
            for turn, names in self.file.formats[self.game.format].msel.items()
            for name in names
        }
        for name in self.exercise.injects:
            status, until = self.game.shelf.get(name, ("", 0))
            found.append(
                {**self.inject(name), "planned": turns.get(name), "status": status, "turn": until or None}
            )
        return found

    def rulings(self) -> list[dict[str, Any]]:
        """The rulings as they would be published now; computed, never stored."""
        if self.game.phase != "rulings":
            return []
        return self.preview(phases.rule(Draft(self.state)).events)

    def preview(self, events: list[Event]) -> list[dict[str, Any]]:
        """Facts that have not happened yet."""
        found = []
        story = Story(self.state, self.viewer, self.language)
        story.values = dict(zip(self.exercise.names, self.game.vector, strict=True))
        for event in events:
            teller = getattr(story, type(event).__name__.lower(), None)
            for kind, text, details in teller(event) if teller else ():
                found.append({"kind": kind, "text": text, **details, **self.rungs(event)})
            story.values.update(getattr(event, "changes", None) or {})
        return found

    def also_changed(self) -> dict[str, list[str]]:
        """By overridden ruling, what else it changes this turn: rulings, and tracks at its end."""
        game, found = self.game, {}
        if game.phase != "rulings" or not game.overrides:
            return {}
        now = phases.rule(Draft(self.state))
        for path in game.overrides:
            without = phases.rule(Draft(self.state), without=path)
            found[path] = self.differences(path, without, now)
        return found

    def differences(self, path: str, without: Adjudication, now: Adjudication) -> list[str]:
        before = {event.path: event for event in without.events if isinstance(event, Ruled)}
        after = {event.path: event for event in now.events if isinstance(event, Ruled)}
        lines = []
        for name in {**before, **after}:
            rows = [event.row if event else "–" for event in (before.get(name), after.get(name))]
            if name != path and rows[0] != rows[1]:
                lines.append(f"{name}: {rows[0]} → {rows[1]}")
        for name in self.file.tracks:
            for member in self.exercise.vocabulary.members(name):
                slot = self.exercise.slots[member]
                if without.state[slot] != now.state[slot]:
                    lines.append(f"{self.wording.slot(member)} {without.state[slot]} → {now.state[slot]}")
        return lines

    def rungs(self, event: Any) -> dict[str, Any]:
        """The ladder of a ruling, lowest row first."""
        if type(event).__name__ != "Ruled" or not event.dice:
            return {}
        table = self.file.tables[event.table]
        titles = {row.id: self.language.text(row.say) for row in table.rows}
        return {
            "ladder": [
                {"row": row, "title": titles[row], "chance": chance}
                for row, chance in event.odds.items()
                if chance > 0
            ]
        }

    def standing(self) -> dict[str, Any]:
        """Scores as they stand."""
        _, points, common = scores(self.exercise, self.game)
        return {"scores": points, "common": common}

    def marks(self) -> list[dict[str, Any]]:
        return [
            {"id": name, "title": self.language.text(mark.title) or name, "of": bool(mark.of)}
            for name, mark in self.file.marks.items()
        ]

    def endings(self) -> list[dict[str, Any]]:
        """Final endings as they stand: the first that holds is what the last turn would give."""
        found = [
            rule.ending
            for rule in self.exercise.endings
            if rule.ending.kind == "final" and rule.test.holds(self.game.vector)
        ]
        return [{"id": ending.id, "title": self.language.text(ending.title)} for ending in found[:1]]
