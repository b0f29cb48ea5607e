"""The part of an exercise that only control reads: rule tables with their odds, injects and claims, in words.

A table is compiled once for each value of its arguments and each answer. Here it is told as one table
again: what all its forms share is said once, what differs is said for each.
"""

from collections.abc import Iterable
from itertools import product
from typing import Any

from engine.rules.effects import Effects
from engine.rules.exercise import Call, InjectRule, Modifier, RowRule
from engine.rules.model import Row, Text
from engine.rules.verbs import TellRoles
from engine.words.forms import band, first, forms, grouped, rule_of, runs, spoken
from engine.words.handbook import Handbook
from engine.words.printed import (
    FormLine,
    InjectCard,
    PrintedAim,
    PrintedClaim,
    PrintedInject,
    PrintedModifier,
    PrintedOdds,
    PrintedRow,
    PrintedTable,
)

WIDEST = 6
"""The odds of a table without a cap are shown for sums of the modifiers up to this, either way."""


SCALING = {
    "whole": "the whole effect",
    "half": "half the effect, at least 1; a flag not at all",
    "none": "nothing of the effect",
    "backlash": "the opposite of the effect; of a flag nothing",
}
"""By outcome of the table of argued orders, how that is said."""


class Rulebook(Handbook):
    """What control reads."""

    # Tables

    def tables(self) -> list[PrintedTable]:
        """Every rule table, in the order of the file."""
        return [self.table(name, place) for place, name in enumerate(self.file.tables, 1)]

    def table(self, name: str, place: int) -> PrintedTable:
        entry = self.file.tables[name]
        calls = [call for call in self.exercise.calls.values() if call.table_id == name]
        step = self.exercise.step_of.get(name)
        return {
            "id": name,
            "place": place,
            "title": self.language.text(entry.title),
            "dice": entry.dice,
            "hit": entry.hit,
            "cap": entry.cap,
            "shared": entry.shared,
            "given": [
                {"name": self.wording.word(given), "values": [self.wording.word(word) for word in words]}
                for given, words in entry.domains.items()
            ],
            "called_by": self.called_by(name),
            "step": None if step is None else step + 1,
            "steps": len(self.exercise.steps),
            "rows": [self.row(calls, index) for index in range(len(entry.rows))],
            "modifiers": self.modifiers(calls),
            "odds": self.odds(calls),
            "answers": sorted({call.answer for call in calls if call.answer not in (None, "none")}),
            "because": list(entry.because),
        }

    def called_by(self, table: str) -> list[str]:
        """The moves, injects, agreements, rows and triggers that run a table, in words."""
        found: dict[str, None] = {}
        for order in self.exercise.orders.values():
            if any(call.table_id == table for calls in order.calls.values() for call in calls):
                code = self.wording.code(order.role)
                found[f"{code}: {self.language.text(order.move.title, first(order.arguments))}"] = None
        for name, rule in self.exercise.injects.items():
            if any(runs(effects, table) for effects in (*rule.effects.values(), *rule.answers.values())):
                found[f"{name} {self.language.text(rule.inject.title)}"] = None
        for agreement in self.exercise.agreements.values():
            if any(runs(effects, table) for effects in (agreement.then, agreement.after, agreement.breach)):
                found[self.language.text(agreement.agreement.title)] = None
        for call in self.exercise.calls.values():
            if any(runs(row.effects, table) for row in call.rows):
                found[self.language.text(call.table.title)] = None
        if any(trigger.call.table_id == table for step in self.exercise.steps for trigger in step.triggers):
            found[self.language.say("course of events")] = None
        if self.file.argued and self.file.argued.table == table:
            found[self.language.say("Argued orders")] = None
        if runs(self.exercise.start, table):
            found[self.language.say("start")] = None
        return list(found)

    def row(self, calls: list[Call], index: int) -> PrintedRow:
        """A row: its band, what it says, when it holds and what it does, by form where that differs."""
        row = calls[0].table.rows[index]
        rules = {id(call): rule_of(call, row.id) for call in calls}
        told = {
            id(call): None
            if rules[id(call)].test.never
            else (self.language.text(row.say, first(call.arguments)), self.only_if(rules[id(call)]))
            for call in calls
        }
        return {
            "id": row.id,
            "number": index + 1,
            "roll": band(row.roll),
            "variants": [
                {
                    "of": self.label(calls, members),
                    "text": self.said(text, members),
                    "condition": self.said(condition, members),
                    "effects": [
                        *self.shared({id(call): rules[id(call)].effects for call in members}, members),
                        *self.scaling(calls[0], row),
                    ],
                }
                for (text, condition), members in self.alike(calls, told)
            ],
            "to": [self.wording.code(role) for role in row.to or []],
            "because": list(row.because or []),
        }

    def scaling(self, call: Call, row: Row) -> list[FormLine]:
        """What a row makes of the effect that an argued order wants."""
        rules = self.file.argued
        if rules is None or call.table_id != rules.table or row.outcome not in SCALING:
            return []
        return [{"of": "", "text": self.language.say(SCALING[row.outcome])}]

    def shared(self, effects: dict[int, Effects], calls: list[Call]) -> list[FormLine]:
        """Effects of some forms: each line once, with the forms it is of where not all have it."""
        told = {id(call): list(dict.fromkeys(self.consequences(effects[id(call)]))) for call in calls}
        general = {
            id(call): {line: self.general(line, spoken(call)) for line in told[id(call)]} for call in calls
        }
        everywhere = set.intersection(*(set(lines.values()) for lines in general.values()))
        lines: dict[str, list[Call]] = {}
        for call in calls:
            for line in told[id(call)]:
                wide = general[id(call)][line]
                said = wide if len(calls) > 1 and wide in everywhere else line
                if call not in lines.setdefault(said, []):
                    lines[said].append(call)
        return [
            {"of": self.label(calls, members), "text": self.said(line, members)}
            for line, members in lines.items()
        ]

    def only_if(self, rule: RowRule) -> str:
        return "" if rule.row.if_ is None or rule.test.always else self.wording.condition(rule.test.node)

    def modifiers(self, calls: list[Call]) -> list[PrintedModifier]:
        """The modifiers, those that lower first."""
        found = list[PrintedModifier]()
        for index, reason in enumerate(calls[0].table.modifiers.values()):
            told = {id(call): self.modifier(call, index, reason) for call in calls}
            for (amount, text, condition), members in self.alike(calls, told):
                reason_said, when = self.said(text, members), self.said(condition, members)
                label = self.label(calls, members)
                found.append({"of": label, "amount": amount, "reason": reason_said, "condition": when})
        return sorted(found, key=lambda modifier: modifier["amount"] > 0)

    def modifier(self, call: Call, index: int, reason: Text) -> tuple[int, str, str] | None:
        """One modifier of a form, or nothing where it can never hold."""
        held = next((one for one in call.modifiers if one.index == index), None)
        if held is None or held.test.never:
            return None
        return held.amount, self.language.text(reason, first(call.arguments)), self.holds(held)

    def alike(self, calls: list[Call], told: dict[int, Any]) -> list[tuple[Any, list[Call]]]:
        """What is told of each form, once for all that say the same but for the names of their arguments."""
        general = {
            key: tuple(
                self.general(part, spoken(call)) if isinstance(part, str) else part for part in told[key]
            )
            for call in calls
            if told[key := id(call)] is not None
        }
        same = len(set(general.values())) == 1
        return grouped(calls, lambda call: general.get(id(call)) if same else told[id(call)])

    def said(self, line: str, members: list[Call]) -> str:
        """What several forms share, with the values of these forms where they part."""
        return self.in_words(line, [spoken(call) for call in members])

    def holds(self, modifier: Modifier) -> str:
        return "" if modifier.test.always else self.wording.condition(modifier.test.node)

    def odds(self, calls: list[Call]) -> PrintedOdds | None:
        """The chance of each banded row for every sum of the modifiers, in the form with the most rows."""
        call = max(calls, key=lambda call: len(call.banded))
        if not call.faces or len(call.banded) < 2:
            return None
        amounts = [modifier.amount for modifier in call.modifiers if not modifier.test.never]
        low = sum(amount for amount in amounts if amount < 0)
        high = sum(amount for amount in amounts if amount > 0)
        cap = call.table.cap if call.table.cap is not None else WIDEST
        argued = self.file.argued is not None and self.file.argued.table == call.table_id
        low, high = (-cap, cap) if argued else (max(low, -cap), min(high, cap))
        rows = {call.rows[index].row.id: call.rows[index].row for index in call.banded}
        numbers = {row.id: place for place, row in enumerate(call.table.rows, 1)}
        return {
            "of": self.label(calls, [call]) if len(calls) > 1 and not argued else "",
            "throws": sum(call.ways().values()),
            "start": 0 if argued else call.total(self.start),
            "rows": [
                {
                    "id": name,
                    "number": numbers[name],
                    "title": self.language.text(row.say, first(call.arguments)),
                }
                for name, row in rows.items()
            ],
            "sums": [
                {"sum": total, "chances": list(call.odds(total).values())} for total in range(low, high + 1)
            ],
        }

    # Forms of a table

    def label(self, calls: list[Call], members: list[Call]) -> str:
        """The name of some forms among all: the values that set them apart."""
        if len(members) == len(calls):
            return ""
        parts = [forms(call) for call in members]
        names = list(parts[0])
        values = {name: list(dict.fromkeys(part[name] for part in parts)) for name in names}
        everything = {name: {forms(call)[name] for call in calls} for name in names}
        telling = [name for name in names if set(values[name]) != everything[name]]
        whole = len(set(product(*(values[name] for name in telling))))
        if whole == len({tuple(part[name] for name in telling) for part in parts}):
            return "; ".join(self.valued(name, values[name]) for name in telling)
        return " / ".join("; ".join(self.valued(name, [part[name]]) for name in names) for part in parts)

    def valued(self, name: str, values: Iterable[str]) -> str:
        none = self.language.say("none given")
        words = ", ".join(
            none if name == "answer" and value == "none" else self.wording.word(value) for value in values
        )
        if name == "answer":
            return self.language.say("answer: {words}", words=words)
        if words.replace(", ", "").isdigit():  # a number alone says nothing of what it counts
            return f"{self.wording.word(name)}: {words}"
        return words

    # Effects

    def consequences(self, effects: Effects) -> list[str]:
        """Effects in words, with what is told, offered and delivered."""
        say = self.language.say
        lines = self.wording.effects(effects)
        lines += [self.telling(told) for told in effects.tells]
        for offer in effects.offers:
            moves = ", ".join(self.language.text(self.file.moves[move].title) for move in offer.moves)
            lines.append(say("offered to {role}: {moves}", role=self.wording.code(offer.to), moves=moves))
        return [*lines, say("the message is delivered")] if effects.deliver else lines

    def telling(self, told: TellRoles) -> str:
        to = self.wording.roles(told.to)
        if told.what == "message":
            return self.language.say("told to {roles}: the message", roles=to)
        if told.what == "objective":
            return self.language.say(
                "told to {roles}: an objective of {role}", roles=to, role=self.wording.code(told.of or "")
            )
        what = self.wording.slot(told.what)
        if told.form == "false":
            return self.language.say("told to {roles}, but false: {what}", roles=to, what=what)
        return self.language.say("told to {roles}: {what}", roles=to, what=what)

    # Injects

    def injects(self) -> list[PrintedInject]:
        """Every inject as its card says it."""
        turns = {
            name: int(turn)
            for turn, names in self.file.formats[self.format_id].msel.items()
            for name in names
        }
        return [self.inject(name, rule, turns.get(name)) for name, rule in self.exercise.injects.items()]

    def inject(self, name: str, rule: InjectRule, turn: int | None) -> PrintedInject:
        entry, text = rule.inject, self.language.text
        return {
            "id": name,
            "title": text(entry.title),
            "texts": self.texts(rule),
            "from": text(entry.from_),
            "to": [] if entry.to == "all" else [self.wording.code(role) for role in entry.to],
            "notice": [self.wording.code(role) for role in entry.notice],
            "also": [
                {"to": self.wording.code(role), "text": text(words)} for role, words in entry.also.items()
            ],
            "type": self.language.say(entry.type),
            "mode": self.language.say(entry.mode),
            "turn": turn,
            "condition": self.wording.condition(rule.offers_when.node) if rule.offers_when else "",
            "question": text(entry.asks.question) if entry.asks else "",
            "answers": [text(answer.title) for answer in entry.asks.answers.values()] if entry.asks else [],
            "asked": [self.wording.code(role) for role in entry.asks.of] if entry.asks else [],
            "effects": self.consequences(next(iter(rule.effects.values()))) if rule.effects else [],
            "expect": text(entry.expect),
            "because": list(entry.because),
        }

    def texts(self, rule: InjectRule) -> list[FormLine]:
        """What an inject says: one text, or one for each value that control can choose."""
        values = next(iter(rule.inject.choose.values()), [""])
        told = {value: self.language.text(rule.inject.text, value) for value in values}
        if len(set(told.values())) == 1:
            return [{"of": "", "text": told[values[0]]}]
        names = {word: self.language.text(title) for word, title in rule.inject.choices.items()}
        return [
            {"of": names.get(value, self.wording.word(value)), "text": text} for value, text in told.items()
        ]

    def cards(self) -> list[InjectCard]:
        """What is handed out of every inject: a card for each audience, which holds nothing of another's."""
        return [card for name, rule in self.exercise.injects.items() for card in self.cards_of(name, rule)]

    def cards_of(self, name: str, rule: InjectRule) -> list[InjectCard]:
        entry, text = rule.inject, self.language.text
        own = {role: text(words) for role, words in entry.also.items()}
        asks = dict.fromkeys(entry.asks.of, entry.asks) if entry.asks else {}
        roles = self.exercise.roles
        readers = rule.knowers(roles)
        title, sender, kind = text(entry.title), text(entry.from_), self.language.say(entry.type)

        def card(to: str, of: str, texts: list[str]) -> InjectCard:
            return {
                "id": name,
                "title": title,
                "from": sender,
                "type": kind,
                "to": to,
                "of": of,
                "texts": texts,
            }

        found: list[InjectCard] = []
        for told in self.texts(rule):
            for role in readers if len(readers) < len(roles) else [""]:
                found.append(card(role, told["of"], [told["text"]]))
        for role in roles:
            question = text(asks[role].question) if role in asks else ""
            mine = [one for one in found if one["to"] == role]
            if (role in own or question) and not mine:
                mine = [card(role, "", [])]
                found += mine
            for one in mine:
                one["texts"] += [own[role]] if role in own else []
                if question:
                    answers = [text(answer.title) for answer in asks[role].answers.values()]
                    one["question"], one["answers"] = question, answers
        return found

    # What evaluators look at

    def aims(self) -> list[PrintedAim]:
        """The objectives of the exercise itself, which roles never read."""
        text = self.language.text
        return [
            {
                "id": name,
                "objective": text(aim.objective),
                "capability": text(aim.capability),
                "tasks": [text(task) for task in aim.tasks],
            }
            for name, aim in self.file.evaluation.items()
        ]

    # Claims

    def sources(self) -> list[PrintedClaim]:
        """The claims everything rests on."""
        return [
            {"id": name, "at": source.at, "claim": self.language.text(source.claim)}
            for name, source in self.file.sources.items()
        ]
