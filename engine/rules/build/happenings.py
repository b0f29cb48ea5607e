"""Injects, agreements, triggers and marks."""

from engine.rules.build.tables import TableBuilder
from engine.rules.effects import asked_beside, asked_twice
from engine.rules.exercise import (
    AgreementRule,
    InjectRule,
    TriggerRule,
)
from engine.rules.expressions import condition
from engine.rules.findings import Path
from engine.rules.nodes import PLAIN, Scope
from engine.rules.problems import among


class HappeningBuilder(TableBuilder):
    """Builds what happens besides orders."""

    def injects(self) -> None:
        for name, inject in self.file.injects.items():
            path, rule = ("injects", name), InjectRule(name, inject)
            rule.offers_when = self.test(inject.if_, (*path, "if")) if inject.if_ is not None else None
            rule.unless = self.test(inject.unless, (*path, "unless")) if inject.unless is not None else None
            for words in self.combinations(inject.choose.values(), path):
                scope = Scope(
                    dict(zip(inject.choose, words, strict=True)),
                    {key: tuple(found) for key, found in inject.choose.items()},
                )
                rule.effects[words] = self.read(inject.then, (*path, "then"), scope)
            if inject.asks:
                rule.answers = {
                    answer: self.read(entry.then, (*path, "asks", "answers", answer, "then"))
                    for answer, entry in inject.asks.answers.items()
                }
            rule.names = (name, *(f"tag.{tag}" for tag in inject.tags))
            self.vocabulary.slot(f"times({name})", 0, (0, 999))
            self.vocabulary.slot(f"last({name})", -1000)
            self.marked.append(rule)
            self.exercise.injects[name] = rule

    def templates(self) -> None:
        """What control's own injects begin with: their effects make sense, whether they are used or not."""
        for name, template in self.file.templates.items():
            self.exercise.templates[name] = self.read(template.then, ("templates", name, "then"))

    def agreements(self) -> None:
        for name, agreement in self.file.agreements.items():
            path, rule = ("agreements", name), AgreementRule(name, agreement, self.vocabulary)
            scope = Scope(terms={term: f"{name}.{term}" for term in agreement.terms})
            rule.allowed = self.test(agreement.if_, (*path, "if"))
            rule.then = self.read(agreement.then, (*path, "then"), scope)
            rule.may = {
                role: self.read(may.then, (*path, "may", role, "then"), scope)
                for role, may in agreement.may.items()
            }
            rule.leave = {
                role: self.read(effects, (*path, "leave", role), scope)
                for role, effects in agreement.leave.items()
            }
            if agreement.while_:
                self.holding(rule, (*path, "while"))
            if agreement.after:
                rule.after = self.read(agreement.after.then, (*path, "after", "then"), scope)
                rule.unless = self.test(
                    agreement.after.unless if agreement.after.unless is not None else False,
                    (*path, "after", "unless"),
                )
            if agreement.breach:
                rule.breach = self.read(agreement.breach.then, (*path, "breach", "then"), scope)
                rule.breach_test = self.test(agreement.breach.if_, (*path, "breach", "if"))
            self.tell_apart(rule)
            rule.names = (name, *(f"tag.{tag}" for tag in agreement.tags))
            self.marked.append(rule)
            self.exercise.agreements[name] = rule

    def tell_apart(self, rule: AgreementRule) -> None:
        """What an agreement does in one step has one path: of a table asked twice, with its arguments."""
        twice = asked_twice(rule.then, *rule.may.values(), *rule.leave.values())
        rule.then = asked_beside(rule.then, twice)
        rule.may = {role: asked_beside(effects, twice) for role, effects in rule.may.items()}
        rule.leave = {role: asked_beside(effects, twice) for role, effects in rule.leave.items()}
        over = asked_twice(rule.breach, rule.after)
        rule.breach, rule.after = asked_beside(rule.breach, over), asked_beside(rule.after, over)

    def holding(self, rule: AgreementRule, path: Path) -> None:
        entry = rule.agreement.while_
        assert entry is not None
        freezes = []
        for index, text in enumerate([entry.freeze] if isinstance(entry.freeze, str) else entry.freeze):
            slots: list[int] = []
            track, _, test = text.partition(" if ")
            at = (*path, "freeze") if isinstance(entry.freeze, str) else (*path, "freeze", index)
            with self.findings.at(at):
                slots = self.held_tracks(track.strip())
            with self.findings.at(at, shift=len(text) - len(test)):
                holds = self.tested(condition(test if test.strip() else True, self.vocabulary))
                freezes += [(slot, holds) for slot in slots]
        floors = []
        for track, value in entry.floor.items():
            with self.findings.at((*path, "floor", track), key=True):
                floors += [(slot, value) for slot in self.held_tracks(track)]
        rule.freezes, rule.floors = tuple(freezes), tuple(floors)

    def held_tracks(self, name: str) -> list[int]:
        return [self.vocabulary.slots[self.effects.names.thing(name, "tracks", PLAIN)]]

    def triggers(self) -> None:
        for index, trigger in enumerate(self.file.triggers):
            path = ("triggers", index)
            step = self.exercise.step_of.get(trigger.step)
            if step is None:
                self.findings.add(
                    (*path, "step"),
                    "unknown-name",
                    f"unknown step '{trigger.step}'.{among(trigger.step, self.exercise.step_of)}",
                )
                continue
            call = self.run(trigger.run, (*path, "run"), PLAIN)
            times = (
                self.vocabulary.slot(f"times(trigger.{trigger.id})", 0, (0, 999)),
                self.vocabulary.slot(f"last(trigger.{trigger.id})", -1000),
            )
            if call:
                rule = TriggerRule(trigger, call, self.test(trigger.if_, (*path, "if")), step, times)
                self.exercise.steps[step].triggers.append(rule)

    def chairs(self) -> None:
        for act, effects in self.file.chair.counts.items():
            self.exercise.chair[act] = self.read(effects, ("chair", "counts", act), Scope({}))

    def contacts(self) -> None:
        self.exercise.no_direct_contact = [
            self.test(entry.if_, ("no_direct_contact", index, "if"))
            for index, entry in enumerate(self.file.no_direct_contact)
        ]

    def marks(self) -> None:
        roles = self.vocabulary.roles
        for name, mark in self.file.marks.items():
            self.count(len(roles) * (len(roles) if mark.of else 1), ("marks", name))
            for author in roles:
                for other in roles if mark.of else (None,):
                    scope = Scope({"author": author, **({"role": other} if other else {})})
                    self.exercise.marks[name, author, other] = self.read(
                        mark.then, ("marks", name, "then"), scope
                    )
