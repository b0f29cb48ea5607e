"""What of a turn can be otherwise, in words: orders, answers, rows, injects, and what could come instead."""

from typing import NamedTuple

from engine.play.viewer import CONTROL, Viewer
from engine.record.run import Run
from engine.review.alternatives import as_locked
from engine.review.otherwise import Turn, allowed, ladder
from engine.review.what_if import script_of
from engine.views.rulings import find_call
from engine.views.teller import Teller
from engine.words.language import Language


class Option(NamedTuple):
    """What can come in place of something."""

    new: str
    """As a change says it; empty for nothing."""
    text: str


class Changeable(NamedTuple):
    """Something that happened in a turn and can be otherwise."""

    kind: str
    what: str
    text: str
    options: list[Option]


class Changing:
    """Says what of a turn can be otherwise, for control."""

    def __init__(self, run: Run, turn: int, language: Language) -> None:
        self.found, self.say = Turn(run, turn), language.say
        self.language, self.exercise = language, run.exercise
        self.teller = Teller(run.state, Viewer(run.exercise, CONTROL), language)
        self.wording = self.teller.wording

    def orders(self) -> list[Changeable]:
        """Each order that was locked, and one more for each seat."""
        if self.found.locked is None:
            return []
        state, listed = as_locked(self.found.locked.before, self.found.locked.after), list[Changeable]()
        for role in state.exercise.roles:
            for old in (*(entry["order"] for entry in state.game.orders[role]), ""):
                options = [Option(key, self.wording.order(key)) for key in allowed(state, role, old)]
                if old:
                    options.insert(0, Option("", self.say("nothing")))
                said = self.wording.order(old) if old else self.say("one order more")
                text = f"{self.wording.role(role)}: {said}"
                listed += [Changeable("order", f"{role}:{old}", text, options)] if options else []
        return listed

    def answers(self) -> list[Changeable]:
        """Each answer that was given."""
        turn, listed = script_of(self.found.run, self.found.turn).turn(self.found.turn), list[Changeable]()
        for name, answer in (turn.answers if turn else {}).items():
            options = [
                Option(word, self.answer(word))
                for word in self.found.questions.get(name, [])
                if word != answer
            ]
            asked, _, role = name.rpartition("?")
            text = f"{self.wording.role(role)} · {self.teller.cause(asked)}: {self.answer(answer)}"
            listed += [Changeable("answer", name, text, options)] if options else []
        return listed

    def answer(self, word: str) -> str:
        return self.say("no answer") if word == "none" else self.wording.word(word)

    def rows(self) -> list[Changeable]:
        """Each ruling with dice that could have been moved a step."""
        listed = list[Changeable]()
        for path, ruling in self.found.rulings.items():
            call = find_call(self.exercise, ruling)
            argument = next(iter(call.arguments.values()), "")
            titles = {rule.row.id: self.language.text(rule.row.say, argument) for rule in call.rows}
            options = [Option(row, titles[row]) for row in ladder(ruling)]
            text = f"{self.teller.cause(ruling.cause)}: {titles[ruling.row]}"
            listed += [Changeable("row", path, text, options)] if options else []
        return listed

    def injects(self) -> list[Changeable]:
        """Each inject that was released."""
        injects, never = self.exercise.file.injects, [Option("", self.say("without it"))]
        return [
            Changeable("without", name, f"{name} · {self.language.text(injects[name].title)}", never)
            for name in self.found.released
        ]


def changeable(run: Run, turn: int, language: Language) -> list[Changeable]:
    """What of a turn can be otherwise, and how."""
    found = Changing(run, turn, language)
    return [*found.orders(), *found.answers(), *found.rows(), *found.injects()]
