"""The list of injects as planned: the rows of an exercise for one of its lengths of play."""

import re
from typing import Any

from engine.exchange.msel.columns import PLANNED, TEXTS, WORDED, SheetColumn, spoken
from engine.play.refusal import Refusal
from engine.rules.exercise import Exercise, InjectRule
from engine.rules.model import Planned, Text
from engine.words.language import Language
from engine.words.wording import wording

Row = dict[str, str]
"""The cells of one row by the names of their columns; what is not there is empty."""
MOST_CHOICES = 8
"""As many combinations of choices as are written out."""


class Plan:
    """What a sheet says of each inject of an exercise, in one language."""

    def __init__(self, exercise: Exercise, language: Language, format_id: str = "") -> None:
        """Raises Refusal for a length of play that the exercise does not have."""
        self.exercise, self.file, self.language = exercise, exercise.file, language
        self.format_id = format_id or exercise.default_format
        if self.format_id not in self.file.formats:
            raise Refusal(
                "There is no {what} '{value}'. Possible: {known}.",
                what="format",
                value=format_id,
                known=", ".join(self.file.formats),
            )
        self.format = self.file.formats[self.format_id]
        self.wording = wording(exercise, language)
        languages = self.file.languages
        self.main = language.code if language.code in languages else languages[0]
        """The language of the columns that name none."""
        self.others = [code for code in languages if code != self.main]
        self.turns: dict[str, list[int]] = {}
        """By inject of the timetable, the turns it stands in."""
        for turn, names in sorted(self.format.msel.items(), key=lambda entry: int(entry[0])):
            for name in names:
                self.turns.setdefault(name, []).append(int(turn))

    # The list

    @property
    def title(self) -> str:
        """What stands over the list."""
        return f"MSEL: {self.words(self.file.title, self.main)}"

    def rows(self) -> list[Row]:
        """STARTEX, the timetable by turn, ENDEX; below it what is triggered and what can be offered."""
        timetable = [self.cells(name) for name in self.timetable()]
        return [self.startex(), *timetable, self.endex(), *(self.cells(name) for name in self.waiting())]

    def columns(self, rows: list[Row]) -> list[SheetColumn]:
        """The columns of some rows: those of another language only where it says something else."""
        others = [
            (key, code)
            for code in self.others
            for key in WORDED
            if any(row.get(f"{key}.{code}", "") != row.get(key, "") for row in rows)
        ]
        return spoken(self.language, others)

    def timetable(self) -> list[str]:
        """The injects that have a turn, by it."""
        return sorted(self.turns, key=lambda name: self.turns[name][0])

    def waiting(self) -> list[str]:
        """The injects without a turn: first those that a condition calls."""
        modes = ("triggered", "offered", "timetable")
        left = {name: inject for name, inject in self.file.injects.items() if name not in self.turns}
        return [name for mode in modes for name, inject in left.items() if inject.mode == mode]

    # One row

    def cells(self, name: str) -> Row:
        """The row of an inject."""
        inject, rule = self.file.injects[name], self.exercise.injects[name]
        turns = self.turns.get(name, [])
        row = {
            "inject": name,
            "turn": ", ".join(map(str, turns)),
            "exercise_time": self.begins(turns[0]) if turns else "",
            "type": self.language.say(inject.type),
            "trigger": self.trigger(name),
            "to": self.language.say("everybody") if inject.to == "all" else self.wording.roles(inject.to),
            "notice": self.wording.roles(inject.notice) if inject.notice else "",
            "status": self.language.say("planned"),
            "effects": "\n".join(self.effects(rule)),
        }
        for code in (self.main, *self.others):
            for key in WORDED:
                row[key if code == self.main else f"{key}.{code}"] = self.said(name, key, code)
        return row

    def said(self, name: str, key: str, code: str) -> str:
        """What an inject says under a key in one language."""
        inject = self.file.injects[name]
        value: Any = inject.from_ if key == "from" else getattr(inject, key)
        if key == "scenario_time" and not value:
            turns = self.turns.get(name, [])
            return self.calendar(turns[0], self.main) if turns else ""
        return self.aimed(value, code) if key == "objective" else self.words(value, code)

    def words(self, text: Text | Planned, code: str) -> str:
        """A text in one language, as it was written; by value of an argument where it depends on one."""
        if isinstance(text, str):
            return text
        if any(key in self.file.languages for key in text):
            return str(text.get(code, ""))
        parts = (f"[{self.wording.word(value)}] {self.words(part, code)}" for value, part in text.items())
        return "\n".join(parts)

    def aimed(self, value: Planned, code: str) -> str:
        """An objective; ids of the exercise's own are written out."""
        said = self.words(value, code)
        aims, known = re.findall(r"[^\s,;]+", said), self.file.evaluation
        if not aims or not all(aim in known for aim in aims):
            return said
        return "\n".join(f"{aim}: {self.words(known[aim].objective, code)}" for aim in aims)

    def calendar(self, turn: int, code: str) -> str:
        known = self.format.calendar
        return self.words(known[turn - 1], code) if turn <= len(known) else ""

    def begins(self, turn: int) -> str:
        """When a turn begins, as hours and minutes since STARTEX; nothing where phases have no minutes."""
        minutes = sum(self.format.minutes.values())
        return clock((turn - 1) * minutes) if minutes else ""

    def trigger(self, name: str) -> str:
        """How an inject comes: its mode, its condition in words, and as the exercise file has it."""
        rule, inject = self.exercise.injects[name], self.file.injects[name]
        lines, written = [self.language.say(inject.mode)], []
        for word, test, source in (
            ("if", rule.offers_when, inject.if_),
            ("unless", rule.unless, inject.unless),
        ):
            if test is None or source is None:
                continue
            written.append(f"{word}: {str(source).lower() if isinstance(source, bool) else source}")
            if not test.always:
                said = self.wording.condition(test.node)
                lines.append(said if word == "if" else self.language.say("unless: {what}", what=said))
        return "\n".join([*lines, *([f"[{'; '.join(written)}]"] if written else [])])

    def effects(self, rule: InjectRule) -> list[str]:
        """What it does and asks, in words."""
        inject, say = rule.inject, self.language.say
        lines = []
        for role, own in inject.also.items():
            told = self.words(own, self.main)
            lines.append(say("{role} reads besides: {text}", role=self.wording.code(role), text=told))
        if not inject.choose:
            lines += self.wording.effects(rule.effects[()])
        for words, effects in list(rule.effects.items())[:MOST_CHOICES] if inject.choose else ():
            chosen = ", ".join(self.choice(inject.choices, word) for word in words)
            done = "; ".join(self.wording.effects(effects))
            lines.append(say("if control chooses {choice}: {effects}", choice=chosen, effects=done or "–"))
        if inject.asks:
            asked = self.wording.roles(inject.asks.of)
            lines.append(f"{asked}: {self.words(inject.asks.question, self.main)}")
            for answer, entry in inject.asks.answers.items():
                done = "; ".join(self.wording.effects(rule.answers[answer])) or "–"
                title = self.words(entry.title, self.main)
                stands = f" ({say('if nobody answers')})" if answer == inject.asks.default else ""
                lines.append(f"– {title}{stands}: {done}")
        return lines

    def choice(self, titles: dict[str, Text], word: str) -> str:
        return self.words(titles[word], self.main) if word in titles else self.wording.word(word)

    # What is no inject

    def administrative(self, name: str, text: str, **cells: str) -> Row:
        """A row of the exercise's own course: STARTEX, PAUSEX, ENDEX. Its words are in one language."""
        say = self.language.say
        row = {
            "inject": name,
            "type": say("administrative"),
            "from": say("Control"),
            "to": say("everybody"),
            "title": name,
            "text": text,
            "status": say("planned"),
            **cells,
        }
        return row | {f"{key}.{code}": row.get(key, "") for code in self.others for key in (*TEXTS, *PLANNED)}

    def startex(self) -> Row:
        return self.administrative("STARTEX", self.language.say("The exercise begins."), **self.time(1))

    def endex(self) -> Row:
        text = self.language.say("The exercise ends, and the debrief begins.")
        last = self.format.turns
        ends = {"exercise_time": self.begins(last + 1), "turn": str(last)}
        return self.administrative("ENDEX", text, **{**self.time(last), **ends})

    def time(self, turn: int) -> dict[str, str]:
        """The cells that say when a turn is."""
        begins = self.begins(turn)
        return {"turn": str(turn), "scenario_time": self.calendar(turn, self.main), "exercise_time": begins}

    def about(self) -> list[tuple[str, str]]:
        """What the sheet is, by label."""
        say, file = self.language.say, self.file
        named = self.words(self.format.title, self.main)
        languages = ", ".join((self.main, *self.others))
        return [
            (say("Exercise"), f"{self.words(file.title, self.main)} ({file.id})"),
            (say("Version"), file.version),
            (say("Format"), f"{named} ({self.format_id})"),
            (say("Language"), languages),
        ]


def clock(minutes: int) -> str:
    """Minutes as hours and minutes: `1:05`."""
    return f"{minutes // 60}:{minutes % 60:02}"
