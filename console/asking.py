"""`whitecell ask`: what a table would say, with the values a person names."""

import json
from typing import Any

from rich.console import Console
from rich.text import Text

from console import rulings
from console.matching import close
from console.screen import clean_all, make_console
from console.speech import speech
from engine.play.commands import Refusal
from engine.rules.exercise import Call, Exercise
from engine.rules.load import load
from engine.views.seen import Modifier, Trace
from engine.words.language import Language
from engine.words.numbers import added

RESERVED = ("roll", "dice", "actor", "answer")


def ask_table(name: str, table: str, values: list[str], as_json: bool, lang: str | None) -> None:
    """Answer the question as JSON or as a card."""
    language = speech(lang)
    exercise = load(name)
    question = Question(exercise, table, pairs(values))
    if as_json:
        print(json.dumps(question.answer(), ensure_ascii=False, indent=1))
        return
    draw(question, language, make_console())


def pairs(values: list[str]) -> dict[str, str]:
    """`name=value` as a map. Raises Refusal for anything else."""
    found = {}
    for value in values:
        name, sign, rest = value.partition("=")
        if not sign or not name or not rest:
            raise Refusal("'{value}' is not of the form name=value.", value=value)
        found[name.strip()] = rest.strip()
    return found


class Question:
    """One call of a table on a state that differs from the start where somebody says so."""

    def __init__(self, exercise: Exercise, table: str, given: dict[str, str]) -> None:
        self.exercise, self.given = exercise, given
        tables = exercise.file.tables
        if table not in tables:
            raise Refusal("There is no table '{table}'.{hint}", table=table, hint=hint(table, tables))
        self.table = tables[table]
        self.state = list(exercise.vocabulary.start)
        self.arguments = {name: self.argument(name, words) for name, words in self.table.domains.items()}
        for name, value in given.items():
            if name not in self.arguments and name not in RESERVED:
                self.set(name, value)
        self.call = self.specialised(table)
        self.sum = int(self.call.total(self.state)) if self.call.faces else 0

    def argument(self, name: str, words: list[str]) -> str:
        value = self.given.get(name)
        if value not in words:
            raise Refusal("The table needs {name}=… with one of: {words}.", name=name, words=", ".join(words))
        return value

    def specialised(self, table: str) -> Call:
        """The call for these arguments, actor and answer."""
        uses = self.exercise.uses[table]
        actor = self.given.get("actor") or (self.exercise.roles[0] if "actor" in uses else None)
        answer = self.given.get("answer") or ("none" if "answer" in uses else None)
        try:
            return self.exercise.call(table, tuple(self.arguments.values()), actor, answer)
        except KeyError:
            known = sorted(
                {f"actor={call.actor or '–'} answer={call.answer or '–'}" for call in self.calls(table)}
            )
            raise Refusal(
                "The table is never called like that. Possible: {known}.", known="; ".join(known)
            ) from None

    def calls(self, table: str) -> list[Call]:
        arguments = tuple(self.arguments.values())
        return [call for key, call in self.exercise.calls.items() if key[0] == table and key[1] == arguments]

    def set(self, name: str, value: str) -> None:
        """A slot of the state, within its bounds."""
        slots, vocabulary = self.exercise.slots, self.exercise.vocabulary
        if name not in slots:
            raise Refusal(
                "There is no '{name}' here.{hint}", name=name, hint=hint(name, [*self.arguments, *slots])
            )
        slot = slots[name]
        low, high = vocabulary.bounds[slot]
        words = vocabulary.domains.get(name, ())
        if value in words:
            self.state[slot] = vocabulary.words[value]
            return
        number = {"yes": 1, "true": 1, "no": 0, "false": 0}.get(value)
        if number is None and value.lstrip("-").isdigit():
            number = int(value)
        if words or number is None or not low <= number <= high:
            known = ", ".join(words) or f"{low}..{high}"
            raise Refusal(
                "'{value}' is not possible for {name}: {known}.", value=value, name=name, known=known
            )
        self.state[slot] = number

    @property
    def thrown(self) -> list[int]:
        """The dice somebody gave. Raises Refusal where they do not fit the table."""
        if "dice" not in self.given:
            return []
        faces = [int(part) for part in self.given["dice"].split(",") if part.strip().isdigit()]
        fits = len(faces) == len(self.call.faces) and all(
            1 <= face <= sides for face, sides in zip(faces, self.call.faces, strict=True)
        )
        if not fits:
            raise Refusal(
                "This table throws {dice}; name as many numbers, such as dice=4,5.", dice=self.table.dice
            )
        return faces

    @property
    def total(self) -> int | None:
        """The modified total: named as `roll`, or from dice and modifiers."""
        roll = self.given.get("roll", "")
        if roll and not roll.lstrip("-").isdigit():
            raise Refusal(
                "'{value}' is not possible for {name}: {known}.", value=roll, name="roll", known="1, 2, 3 …"
            )
        if roll:
            return int(roll)
        return sum(self.thrown) + self.sum if self.thrown else None

    def rows(self) -> list[int]:
        """The rows that apply, or that can."""
        call = self.call
        if call.collects:
            return list(call.all_rows(self.state))
        fixed = call.fixed(self.state)
        if fixed >= 0 or not call.banded:
            return [fixed] if fixed >= 0 else []
        if self.total is not None:
            return [call.band(self.total)]
        possible = call.odds(self.sum)
        return [index for index in call.banded if possible[call.rows[index].row.id] > 0]

    def odds(self) -> dict[str, float]:
        """The chance of each row before the dice are thrown."""
        call = self.call
        if call.collects or call.fixed(self.state) >= 0 or not call.banded:
            return {call.rows[index].row.id: 1.0 for index in self.rows()}
        return call.odds(self.sum)

    def modifiers(self, language: Language) -> list[Modifier]:
        """The modifiers that hold."""
        reasons, argument = list(self.table.modifiers.values()), next(iter(self.arguments.values()), "")
        return [
            {"amount": modifier.amount, "reason": language.text(reasons[modifier.index], argument)}
            for modifier in self.call.modifiers
            if modifier.test.holds(self.state)
        ]

    def answer(self) -> dict[str, Any]:
        """Everything for scripts."""
        rows = [self.call.rows[index].row.id for index in self.rows()]
        return {
            "rows": rows,
            "odds": self.odds(),
            "modifiers": self.modifiers(Language("en")),
            "sum": self.sum,
            "total": self.total,
        }


def hint(name: str, known: Any) -> str:
    guess = close(name, known)
    return f" Did you mean '{guess}'?" if guess else ""


def draw(question: Question, language: Language, console: Console) -> None:
    """The answer as a card, or as lines where the table throws no dice."""
    call, argument = question.call, next(iter(question.arguments.values()), "")
    texts = {rule.row.id: language.text(rule.row.say, argument) for rule in call.rows}
    rows, found = question.rows(), question.odds()
    chosen = {call.rows[index].row.id for index in rows} if len(rows) == 1 else set()
    title = language.text(question.table.title)
    if call.collects or not call.banded or call.fixed(question.state) >= 0:
        console.print(Text(title, style="title"))
        lines = [Text(f"▶ {texts[call.rows[index].row.id]}") for index in rows]
        console.print(*(lines or [Text(language.say("No row holds."))]), sep="\n")
        return
    entry: Trace = {
        "dice": question.thrown or [1] * len(call.faces),
        "odds": [
            {
                "row": texts[rule.row.id],
                "roll": rule.row.roll,
                "chance": found[rule.row.id],
                "hit": rule.row.id in chosen,
            }
            for rule in (call.rows[index] for index in call.banded)
        ],
        "modifiers": question.modifiers(language),
    }
    entry = clean_all(entry)
    console.print(Text(title, style="title"), rulings.odds(entry, language), rulings.modifiers(entry))
    console.print(Text(language.say("Modifiers in all: {sum}", sum=added(question.sum))))
