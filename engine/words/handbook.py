"""An exercise before it is played, in words: what the lobby offers, and what each role's pack says.

Nothing here reads a run: an exercise, a format and a preset are enough, so nothing of play can be given away.
A pack holds what its role may read of the exercise and no more.
"""

import re
from typing import Any

from engine.play.phases import withdrawn
from engine.play.viewer import Viewer
from engine.rules.argued import argue, wanted
from engine.rules.exercise import AgreementRule, Exercise, Goal, Order
from engine.rules.expressions import amount
from engine.rules.model import Format, PresetSeat
from engine.rules.nodes import Node
from engine.words.language import Language
from engine.words.limits import limits_said
from engine.words.printed import (
    Choices,
    Frame,
    Pack,
    PrintedAgreement,
    PrintedArgued,
    PrintedGoal,
    PrintedIncome,
    PrintedMove,
    PrintedTrack,
    RoleSign,
)
from engine.words.wording import Wording

PLAIN = "income"
"""The formula of a format that leaves incomes as they are."""
ACTOR = "actor"
"""What a table calls the role whose order it rules on."""
FEW = 4
"""So many values of an argument are read out; of more, only what they are."""


def choices(exercise: Exercise, language: str) -> Choices:
    """What there is to choose when a run is started: formats, presets and seats."""
    file, say = exercise.file, Language(language)
    return {
        "id": exercise.id,
        "title": say.text(file.title),
        "subtitle": say.text(file.subtitle),
        "summary": say.text(file.summary),
        "languages": list(file.languages),
        "formats": [
            {"id": name, "title": say.text(entry.title), "turns": entry.turns, "minutes": turn_minutes(entry)}
            for name, entry in file.formats.items()
        ],
        "format": exercise.default_format,
        "presets": [
            {
                "id": name,
                "title": say.text(entry.title),
                "text": say.text(entry.text),
                "control": [role for role, seat in entry.seats.items() if seat.is_ == "control"],
            }
            for name, entry in file.presets.items()
        ],
        "preset": exercise.default_preset,
        "roles": roles(exercise, Wording(exercise, say)),
    }


def turn_minutes(entry: Format) -> int:
    """How long a turn takes on the clock."""
    return sum(entry.minutes.values())


def roles(exercise: Exercise, wording: Wording) -> list[RoleSign]:
    """Every role by its name, code and mark."""
    return [
        {
            "id": role,
            "title": wording.role(role),
            "code": wording.code(role),
            "mark": getattr(exercise.file.roles[role], "mark", None),
        }
        for role in exercise.roles
    ]


class Handbook:
    """What stands in an exercise, for one format and preset, in one language."""

    def __init__(self, exercise: Exercise, format_id: str, preset: str, language: str) -> None:
        self.exercise, self.file = exercise, exercise.file
        self.format_id, self.preset = format_id, preset
        self.language = Language(language)
        self.wording = Wording(exercise, self.language)
        self.start = exercise.vocabulary.start

    # What all may know

    def frame(self) -> Frame:
        """The title page: names, length, phases and the rules of capital."""
        text, entry = self.language.text, self.file.formats[self.format_id]
        preset = self.file.presets.get(self.preset)
        ends = (rule for rule in self.exercise.endings if rule.comes_in(self.format_id))
        stops = [rule for rule in ends if rule.ending.kind == "stop"]
        return {
            "exercise": self.exercise.id,
            "title": text(self.file.title),
            "subtitle": text(self.file.subtitle),
            "summary": text(self.file.summary),
            "level": text(self.file.level),
            "source_note": text(self.file.source_note),
            "version": self.file.version,
            "digest": self.exercise.digest[:12],
            "language": self.language.code,
            "format": text(entry.title),
            "turns": entry.turns,
            "calendar": [text(month) for month in entry.calendar],
            "minutes": dict(entry.minutes.items()),
            "preset": text(preset.title) if preset else "",
            "preset_text": text(preset.text) if preset else "",
            "bank": self.file.capital.bank,
            "limits": limits_said(self.file.capital, self.language),
            "argued": self.argued(),
            "warned": any(not rule.early.never for rule in stops) or not stops,
            "roles": roles(self.exercise, self.wording),
        }

    def argued(self) -> PrintedArgued | None:
        """Who may order in words of its own, at what cost, and what such an order may want."""
        rules = self.file.argued
        if rules is None:
            return None
        return {
            "roles": [self.wording.code(role) for role in argue(self.exercise)],
            "cost": rules.cost,
            "limit": rules.limit,
            "secret": rules.secret != "no",
            "effects": [
                f"{self.wording.slot(effect.id)} ±{effect.most}"
                if effect.most
                else self.wording.slot(effect.id)
                for effect in wanted(self.exercise).values()
            ],
        }

    # What a role may know

    def pack(self, role: str) -> Pack:
        """Everything a role is given before the first turn."""
        entry, taken, seat = (
            self.file.roles[role],
            withdrawn(self.exercise, self.preset, role),
            self.seat(role),
        )
        objectives = self.exercise.objectives_in(self.format_id)
        goals = (objectives, self.exercise.red_lines) if seat.scored else ([], [])
        wanted, red_lines = ([self.goal(goal) for goal in some if goal.role == role] for some in goals)
        plays = seat.is_ != "control"  # what control knows and wants is no role's
        orders = [order for order in self.exercise.orders_of[role] if order.move_id not in taken]
        return {
            "role": role,
            "title": self.wording.role(role),
            "code": self.wording.code(role),
            "control": not plays,
            "scored": seat.scored,
            "card": self.language.text(entry.card.text) if plays else "",
            "interests": self.language.text(entry.interests) if plays else "",
            "seat_note": self.language.text(seat.note or entry.seat_note),
            "income": self.income(role),
            "objectives": wanted,
            "red_lines": red_lines,
            "moves": self.moves(orders),
            "on_request": self.on_request(role),
            "tracks": self.tracks(role) if plays else [],
            "agreements": [
                self.agreement(rule, role)
                for rule in self.exercise.agreements.values()
                if role in rule.agreement.needs or role in rule.agreement.may
            ],
        }

    def seat(self, role: str) -> PresetSeat:
        """How the preset seats a role."""
        preset = self.file.presets.get(self.preset)
        return (preset.seats.get(role) if preset else None) or PresetSeat()

    def on_request(self, role: str) -> dict[str, list[str]]:
        """By role that control plays, the moves that it plays when this role asks for them."""
        preset = self.file.presets.get(self.preset)
        return {
            played: [self.language.text(self.file.moves[move].title) for move in seat.on_request]
            for played, seat in (preset.seats if preset else {}).items()
            if seat.is_ == "control" and seat.on_request and played != role
        }

    def goal(self, goal: Goal) -> PrintedGoal:
        return {
            "id": goal.id,
            "title": self.language.text(goal.title),
            "points": goal.points,
            "bonus": goal.bonus,
            "condition": self.wording.condition(goal.test.node),
        }

    def income(self, role: str) -> PrintedIncome:
        """Capital a turn: what it comes to at the start, and its formula where it has one."""
        rule = self.exercise.formats[self.format_id]
        slot = self.exercise.slots[f"capital({role})"]
        _, own, final = next(entry for entry in rule.incomes if entry[0] == slot)
        state = list(self.start)
        state[self.exercise.slots["income"]] = own.holds(state)
        written = self.file.roles[role].income
        simple = isinstance(written, int) or self.file.formats[self.format_id].income != PLAIN
        return {
            "start": final.holds(state),
            "formula": "" if simple else self.formula(amount(written, self.exercise.vocabulary)),
        }

    def formula(self, node: Node) -> str:
        return self.wording.condition(node).replace(" // ", " ÷ ")

    def moves(self, orders: list[Order]) -> list[PrintedMove]:
        """The moves of a role, those that differ only in what is chosen told once."""
        groups: dict[str, list[Order]] = {}
        for order in orders:
            groups.setdefault(order.move_id, []).append(order)
        found: list[PrintedMove] = []
        for group in groups.values():
            told = [self.move(order) for order in group]
            one = self.merged(group, told)
            found += [one] if one else told
        return found

    def merged(self, orders: list[Order], told: list[PrintedMove]) -> PrintedMove | None:
        """Several orders of one move as one, where they say the same but for their arguments."""
        forms: list[PrintedMove] = [
            {
                **card,
                "order": order.move_id,
                "to": [],
                "title": self.language.text(order.move.title, next(iter(order.arguments.values()), "")),
                "effects": [self.general(line, order.arguments) for line in card["effects"]],
                "tables": [self.general(line, order.arguments) for line in card["tables"]],
                "asks": [self.general(asked, order.arguments) for asked in card["asks"]],
                "condition": self.general(card["condition"], order.arguments),
            }
            for order, card in zip(orders, told, strict=True)
        ]
        if len(orders) < 2 or any(form != forms[0] for form in forms):
            return None
        names, chosen = list(orders[0].arguments), [order.arguments for order in orders]
        one = forms[0]
        return {
            **one,
            "effects": [self.in_words(line, chosen) for line in one["effects"]],
            "tables": [self.in_words(line, chosen) for line in one["tables"]],
            "asks": [self.in_words(asked, chosen) for asked in one["asks"]],
            "condition": self.in_words(one["condition"], chosen),
            "to": list(dict.fromkeys(role for order in orders for role in order.targets)),
            "choices": [
                {
                    "name": self.wording.word(name),
                    "values": list(
                        dict.fromkeys(self.wording.word(order.arguments[name]) for order in orders)
                    ),
                }
                for name in names
            ],
        }

    def general(self, line: str, arguments: dict[str, str]) -> str:
        """A line with the names of its arguments in place of their values: `Subject: ‹agenda›`."""
        for name, value in arguments.items():
            word = re.escape(self.wording.word(value))
            line = re.sub(rf"(?<!\w){word}(?!\w)", f"‹{name}›", line)
        return line

    def in_words(self, line: str, forms: list[dict[str, str]]) -> str:
        """Such a line as it is read: the values of the arguments where they are few, else what is chosen."""
        for name in dict.fromkeys(name for form in forms for name in form):
            values = list(dict.fromkeys(form[name] for form in forms if name in form))
            if len(values) <= FEW:
                line = line.replace(f"‹{name}›", " / ".join(map(self.wording.word, values)))
            title = self.language.say("whoever acts") if name == ACTOR else self.wording.word(name)
            line = re.sub(rf"^‹{name}›$|(?<=\()‹{name}›(?=\))", title, line).replace(
                f"‹{name}›", f"({title})"
            )
        return line

    def move(self, order: Order) -> PrintedMove:
        """A move as its card says it, with one of its targets."""
        move = order.move
        return {
            "order": order.key,
            "title": self.wording.order(order.key),
            "text": self.language.text(move.text),
            "kind": self.language.say(move.kind),
            "to": list(order.targets),
            "choices": [],
            "cost": order.costs(self.start),
            "price": "" if order.price.node.fixed else self.wording.condition(order.price.said),
            "secret": move.secret,
            "condition": "" if order.allowed.always else self.wording.condition(order.allowed.node),
            "every": move.limit.every if move.limit else None,
            "run": move.limit.run if move.limit else None,
            "asks": [self.wording.code(asked) for asked, _ in order.asked],
            "consent": order.consent,
            "carries": bool(move.carries),
            "effects": self.promises(order),
            "tables": [self.wording.call(call) for call in order.calls["none"]],
        }

    def promises(self, order: Order) -> list[str]:
        return list(self.wording.promised(order.then))

    def tracks(self, role: str) -> list[PrintedTrack]:
        """The tracks a role sees, with where they stand at the start as it is known here."""
        viewer, found = Viewer(self.exercise, role), list[PrintedTrack]()
        for head, track in self.file.tracks.items():
            for name in self.exercise.vocabulary.members(head):
                value = viewer.value(name, self.start[self.exercise.slots[name]])
                if value is None:
                    continue
                exact = isinstance(value, int)
                found.append(
                    {
                        "id": name,
                        "title": self.wording.slot(name),
                        "min": track.min,
                        "max": track.max,
                        "low": self.language.text(track.low),
                        "high": self.language.text(track.high),
                        "known": "exact" if exact else "band",
                        "value": value,
                        "band": "" if exact else self.language.text((track.say or {}).get(str(value), "")),
                        "range": "" if exact else (track.others_see or {})[str(value)],
                        "steps": [self.language.text(step) for step in track.steps or []] if exact else [],
                        "estimate": track.estimate,
                    }
                )
        return found

    def agreement(self, rule: AgreementRule, role: str = "") -> PrintedAgreement:
        """An agreement as those read it who can sign it."""
        entry = rule.agreement
        return {
            "id": rule.id,
            "title": self.language.text(entry.title),
            "text": self.language.text(entry.text),
            "needs": list(entry.needs),
            "may": {guest: self.language.text(may.as_) for guest, may in entry.may.items()},
            "signs": "needs" if role in entry.needs else "may" if role in entry.may else "",
            "condition": "" if rule.allowed.always else self.wording.condition(rule.allowed.node),
            "terms": [
                {"title": self.wording.term(rule.id, term), "values": self.values(domain)}
                for term, domain in entry.terms.items()
            ],
            "effects": [] if role else [self.by_terms(line) for line in self.wording.effects(rule.then)],
            "because": [] if role else list(entry.because),
        }

    def by_terms(self, line: str) -> str:
        """An effect whose amount the terms give: they are nothing yet."""
        what = line.removesuffix(" +0")
        return line if what == line else self.language.say("{what}: as the terms say", what=what)

    def values(self, domain: Any) -> list[str]:
        """What a term can be."""
        if isinstance(domain, list):
            return [self.wording.word(word) for word in domain]
        return [str(domain).replace("..", "–")]
