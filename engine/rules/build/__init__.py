"""Gives an exercise file its meaning: names resolved, calls and orders enumerated, code compiled."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from engine.rules.build.happenings import HappeningBuilder
from engine.rules.build.moves import MoveBuilder
from engine.rules.build.roles import RoleBuilder
from engine.rules.effects import EffectReader, Effects
from engine.rules.emit import Emitter
from engine.rules.exercise import Exercise
from engine.rules.expressions import amount, condition
from engine.rules.findings import Findings, Path
from engine.rules.nodes import ExpressionFault, Node
from engine.rules.readers import Readers, assign_readers

__all__ = ["Builder"]


class Builder(MoveBuilder, HappeningBuilder, RoleBuilder):
    """Builds one exercise; problems are collected in `findings`."""

    def build(self) -> Exercise:
        """The exercise as far as it makes sense, with everything reported.

        Raises ExerciseError only where it would come to more than can be held.
        """
        self.definitions()
        self.exercise.uses = self.implicit_uses()
        if self.cyclic():
            return self.exercise
        self.steps()
        self.start()
        self.moves()
        self.injects()
        self.templates()
        self.agreements()
        self.triggers()
        self.argued()
        self.marks()
        self.chairs()
        self.contacts()
        self.goals()
        self.endings()
        self.doctrines()
        self.formats()
        self.lifetimes()
        self.finish()
        return self.exercise

    def definitions(self) -> None:
        """Report what is wrong with a definition where it stands, and only there."""
        broken: list[tuple[Path, Callable[[], Node]]] = []
        for path, name, read in self.defined():
            try:
                read()
            except ExpressionFault as fault:
                broken.append((path, read))
                if fault.code == "too-large":
                    self.vocabulary.oversized.add(name)
        for path, read in broken:
            with self.findings.at(path):
                read()

    def defined(self) -> Iterator[tuple[Path, str, Callable[[], Node]]]:
        """Where each definition stands, its name, and how it is read."""
        for name, text in self.file.define.items():
            yield ("define", name), name, partial(condition, text, self.vocabulary)
        for name, derived in self.file.derived.items():
            yield ("derived", name, "value"), name, partial(amount, derived.value, self.vocabulary)

    @classmethod
    def again(cls, exercise: Exercise, findings: Findings) -> "Builder":
        """A builder that adds to an exercise already built: effects written on the spot."""
        builder, vocabulary = cls.__new__(cls), exercise.vocabulary.apart()
        builder.file, builder.findings, builder.vocabulary, builder.exercise = (
            exercise.file,
            findings,
            vocabulary,
            exercise,
        )
        builder.emitter = Emitter(vocabulary.slots)
        builder.effects = EffectReader(vocabulary, builder.emitter, findings)
        builder.marked, builder.rules = [], 0
        builder.made = dict(exercise.written)
        return builder

    def improvise(self, effects: dict[str, Any]) -> Effects:
        """Effects written during play. Raises ExerciseError when they make no sense.

        The state of a run is as long as when the run began: what nobody counts yet cannot be asked for.
        """
        result = self.read(effects, ("effects",))
        uncounted = list(self.vocabulary.slots)[len(self.exercise.slots) :]
        if uncounted:
            message = f"the exercise keeps no {uncounted[0]}, so nothing can be made of it during play"
            self.findings.add(("effects",), "unknown-name", message)
        self.findings.raise_errors()
        for entry in self.marked:
            entry.history = self.history(entry.names)
        self.emitter.compile()
        readers, known = Readers(self.exercise), self.exercise.written
        for key in self.made.keys() - known.keys():
            self.made[key].readers = readers.of_call(self.made[key])
        known.update(self.made)
        return result

    def finish(self) -> None:
        for entry in self.marked:
            entry.history = self.history(entry.names)
        for name in self.file.agreements:
            self.exercise.breaches[name] = self.history((f"breach.{name}",))
        for name in self.file.tokens:
            for member in self.vocabulary.members(name):
                slot = self.vocabulary.slots[member]
                self.exercise.tokens.append(
                    (member, slot, self.history((f"overdue.{member}", f"overdue.{name}")))
                )
        self.held()
        if not self.findings.errors:
            self.emitter.compile()
            assign_readers(self.exercise)

    def held(self) -> None:
        reader = [name for name in self.vocabulary.slots if name.startswith("held(")]
        for name in reader:
            with self.findings.at(("endings",)):
                node = condition(name[5:-1], self.vocabulary)
                self.exercise.held.append((self.vocabulary.slots[name], self.tested(node)))
