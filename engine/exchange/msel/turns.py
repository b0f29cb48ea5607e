"""In which turn a row of a sheet stands: as it says, as a heading above it says, or as its time gives."""

import re

from engine.exchange.msel import times
from engine.exchange.msel.aliases import COURSE, folded, spellings
from engine.exchange.msel.faults import Remarks, SheetPlace
from engine.exchange.msel.plan import Plan
from engine.exchange.msel.sheet import Sheet, SheetRow
from engine.exchange.msel.times import Time

SEVERAL = re.compile(r"\d{1,3}(?:\s*[,;]\s*\d{1,3})+")
FORMULA = ("=", "\uff1d")
"""What a formula begins with; in a workbook it is a fault already, in a CSV file it is text and no turn."""
WHOLE = re.compile(r"(\d{1,3})\.0")
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


class Turns:
    """The turns of the rows of one sheet, in one format of an exercise."""

    def __init__(self, sheet: Sheet, plan: Plan, report: Remarks) -> None:
        self.sheet, self.plan, self.report, self.say = sheet, plan, report, report.say
        self.last = plan.format.turns
        self.length = sum(plan.format.minutes.values())
        """Of a turn, in minutes."""
        self.banner: int | None = None
        """The turn of the last heading between the rows."""
        self.at = ""
        """The sheet it has come to."""
        self.told: set[str] = set()
        self.heads = re.compile(rf"(?:{spellings('turn')})\s+(\d{{1,3}})\b.*", re.IGNORECASE | re.DOTALL)
        self.start = self.startex()
        turns, languages = range(1, self.last + 1), plan.file.languages
        self.calendar = {
            plan.words(plan.format.calendar[turn - 1], code) for turn in turns for code in languages
        }
        self.begins = {plan.begins(turn) for turn in (*turns, self.last + 1)}

    def startex(self) -> Time | None:
        """When the exercise starts: as the mapping or a row STARTEX says; a list of ours counts from it."""
        found = times.read(self.sheet.mapping.startex)
        for row in self.sheet.rows:
            said = folded(f"{row.cells.get('inject', '')} {row.cells.get('title', '')}").split()
            if found is None and COURSE[0] in said:
                found = times.read(row.cells.get("exercise_time", ""))
        if found is None and any(headings.own for headings in self.sheet.headings):
            return Time(0, of_day=True)
        return found

    def is_banner(self, row: SheetRow) -> bool:
        """Whether a row is a heading between others, such as MOVE 2; those below it stand in that turn.

        The name of a sheet of its own counts as one.
        """
        if row.sheet != self.at:
            named = self.heads.fullmatch(row.sheet)
            self.at, self.banner = row.sheet, int(named[1]) if named else None
        said = {text.strip() for text in (*row.cells.values(), *row.others.values()) if text.strip()}
        match = self.heads.fullmatch(next(iter(said))) if len(said) == 1 else None
        if match:
            self.banner = int(match[1])
        return match is not None

    def of(self, row: SheetRow) -> list[int] | None:
        """The turns of a row; none of them for what waits for its time, None where the sheet says nothing."""
        said, clock = row.cells.get("turn", "").strip(), row.cells.get("exercise_time", "").strip()
        if said:
            return self.written(row, said)
        if self.banner is not None:
            return self.inside(row, "turn", [self.banner])
        emptied = "turn" in row.cells and row.headings.own
        known = row.cells.get("inject", "").strip() in self.plan.file.injects
        if clock and not (emptied and known and clock in self.begins):
            return self.by_time(row, clock)
        return [] if emptied else None

    def written(self, row: SheetRow, said: str) -> list[int] | None:
        """Turns as they are written: `3`, `2, 5`, `Move 3`, `Tura II`."""
        numbers = (
            []
            if said[0] in FORMULA
            else [int(word) for word in re.findall(r"\d{1,3}", WHOLE.sub(r"\1", said))]
        )
        if SEVERAL.fullmatch(said):
            return self.inside(row, "turn", numbers)
        numbers += [ROMAN[word] for word in said.upper().split() if word in ROMAN]
        if numbers:
            return self.inside(row, "turn", numbers[:1])
        text = self.say("'{said}' names no turn; the turns are 1 to {last}", said=said, last=self.last)
        self.report.fault(row.place("turn"), text)
        return None

    def inside(self, row: SheetRow, key: str, turns: list[int]) -> list[int] | None:
        """Turns, if the format has them."""
        outside = [turn for turn in turns if not 1 <= turn <= self.last]
        for turn in outside:
            text = self.say("there is no turn {turn}; the turns are 1 to {last}", turn=turn, last=self.last)
            self.report.fault(row.place(key), text)
        return None if outside else sorted(set(turns))

    def by_time(self, row: SheetRow, clock: str) -> list[int] | None:
        """The turn that a time falls into. A day counts as a turn: nobody sits at a table for days."""
        say, place, time = self.say, row.place("exercise_time"), times.read(clock)
        if time is None:
            right = say(
                "'{said}' is no time; write M+80 for minutes since STARTEX, or give a turn", said=clock
            )
            self.report.fault(place, right)
            return None
        if time.days is not None:
            first = self.sheet.mapping.first_day
            self.report.notice(place, say("a day is taken as a turn; D+{day} is turn 1", day=first))
            return self.inside(row, "exercise_time", [max(time.days - first + 1, 1)])
        minutes = times.since(time, self.start)
        if minutes is None:
            right = say(
                "{said} is a time of day; say when STARTEX is, in a row or as startex in a mapping file",
                said=clock,
            )
            self.once(place, right)
            return None
        if not self.length:
            self.once(place, say("a time gives no turn, because this format counts no minutes; add turns"))
            return None
        early = say("it comes before STARTEX, and is put into turn 1")
        self.report.notice(place, early if minutes < 0 else say("the turn is the one this time falls into"))
        return self.inside(row, "exercise_time", [max(minutes // self.length + 1, 1)])

    def once(self, place: SheetPlace, text: str) -> None:
        """A fault that is the same for all rows."""
        if place.column not in self.told:
            self.told.add(place.column)
            self.report.fault(place, text)

    def keep(self, row: SheetRow, main: str, texts: dict[str, dict[str, str]], notes: list[str]) -> None:
        """Leave out times that follow from the turn. One of days is scenario time, others go to the notes."""
        said, clock = texts.get("scenario_time", {}), row.cells.get("exercise_time", "").strip()
        for code, text in said.items():
            if text in self.calendar:
                said[code] = ""
        if not clock or clock in self.begins:
            return
        time = times.read(clock)
        if time and time.days is not None and not said.get(main):
            texts.setdefault("scenario_time", {})[main] = " ".join(clock.split())
        else:
            notes.append(f"{row.headings.written['exercise_time']}: {' '.join(clock.split())}")
