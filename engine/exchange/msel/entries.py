"""The rows of a sheet as injects of an exercise: numbers, turns, roles and texts understood."""

from itertools import count
from typing import NamedTuple

from engine.exchange.msel.aliases import COURSE, folded
from engine.exchange.msel.columns import ACTUAL, WORDED
from engine.exchange.msel.faults import Remarks, SheetPlace
from engine.exchange.msel.names import Names, Roles, identified
from engine.exchange.msel.plan import Plan
from engine.exchange.msel.sheet import Sheet, SheetRow
from engine.exchange.msel.turns import Turns
from engine.rules.composer import FORBIDDEN
from engine.rules.exercise import Exercise
from engine.words.language import Language
from engine.words.locale import SOURCE, languages

STATES = (
    "planned",
    "released",
    "held",
    "deferred",
    "skipped",
    "written on the spot",
    "not used",
    "took place",
)


class SheetEntry(NamedTuple):
    """One row as an inject. What the sheet does not say is None, or not there."""

    row: SheetRow
    inject: str
    turns: list[int] | None
    to: Roles | None
    notice: Roles | None
    kind: str
    texts: dict[str, dict[str, str]]
    """By key and language."""
    notes: list[str]
    """What has no column of ours, a line each."""


class Entries:
    """Reads the rows of a sheet for one format of an exercise."""

    def __init__(self, sheet: Sheet, exercise: Exercise, format_id: str, report: Remarks) -> None:
        self.sheet, self.exercise, self.report, self.say = sheet, exercise, report, report.say
        self.names = Names(exercise, sheet.mapping)
        self.plans = {code: Plan(exercise, Language(code), format_id) for code in languages()}
        self.plan = self.plans[SOURCE]
        self.administrative = {
            folded(word) for about in languages().values() for word in about.sheets.administrative
        }
        self.languages = exercise.file.languages
        self.taken = {*exercise.injects, *(identified(row.cells.get("inject", "")) for row in sheet.rows)}
        self.told: set[SheetPlace] = set()
        self.turns = Turns(sheet, self.plan, report)

    def all(self) -> list[SheetEntry]:
        """Every inject of the sheet."""
        found: dict[str, SheetEntry] = {}
        for row in self.sheet.rows:
            if self.course(row) or self.turns.is_banner(row):
                continue
            name = self.number(row)
            if name in found:
                first = found[name].row
                text = self.say(
                    "'{name}' stands in row {row} already; give each inject a number of its own",
                    name=name,
                    row=first.number,
                )
                self.report.fault(row.place("inject"), text)
                continue
            found[name] = self.entry(row, name)
        return list(found.values())

    def main(self, row: SheetRow) -> str:
        """The language of the columns that name none."""
        wanted = (self.sheet.mapping.language, self.sheet.about.get("language", ""), row.headings.language)
        return next((code for code in wanted if code in self.languages), self.languages[0])

    # What is no inject

    def course(self, row: SheetRow) -> bool:
        """Whether a row belongs to the course of the exercise: STARTEX, PAUSEX, ENDEX and the like."""
        words = [
            *folded(row.cells.get("inject", "")).split(),
            *folded(row.cells.get("title", "")).split()[:2],
        ]
        kind = folded(row.cells.get("type", "")) in self.administrative
        if not kind and not any(word in COURSE for word in words):
            return False
        if not row.headings.own:
            said = row.cells.get("title", "").strip() or row.cells.get("inject", "").strip()
            self.report.notice(row.place(), self.say("'{name}' is no inject, and is left out", name=said))
        return True

    # One row

    def entry(self, row: SheetRow, name: str) -> SheetEntry:
        """A row as an inject."""
        notes = [f"{head}: {' '.join(text.split())}" for head, text in row.others.items()]
        for head in row.others:
            kept = self.say("this column is none of ours; what it says is kept in the notes")
            self.once(SheetPlace(row.sheet, column=head), kept)
        texts = self.texts(row)
        turns = self.turns.of(row)
        self.turns.keep(row, self.main(row), texts, notes)
        self.state(row, notes)
        return SheetEntry(
            row,
            name,
            turns,
            self.roles(row, "to", notes),
            self.roles(row, "notice", notes),
            self.kind(row, notes),
            texts,
            notes,
        )

    def number(self, row: SheetRow) -> str:
        """The id of an inject: the exercise's own, else one made of the number, else one by its subject."""
        said, title = row.cells.get("inject", "").strip(), folded(row.cells.get("title", ""))
        if said:
            return self.names.known(said) or self.made(row, said)
        known = self.names.titles.get(title, "") if title else ""
        if known:
            return known
        name = next(name for number in count(1) if (name := f"E{number:02}") not in self.taken)
        self.taken.add(name)
        self.once(
            SheetPlace(row.sheet, column="inject"),
            self.say("what has no number is called {name} and so on", name=name),
        )
        return name

    def made(self, row: SheetRow, said: str) -> str:
        name = identified(said)
        if not name:
            text = self.say("'{name}' has no letter or digit to know it by", name=said)
            self.report.fault(row.place("inject"), text)
        elif name != said:
            text = self.say("a number becomes an id: {name} is called {made}", name=said, made=name)
            self.once(row.place("inject")._replace(row=0), text)
        return self.names.known(name) or name

    def texts(self, row: SheetRow) -> dict[str, dict[str, str]]:
        """What a row says, by key and language. A foreign sheet that says nothing has nothing to say."""
        found: dict[str, dict[str, str]] = {}
        main = self.main(row)
        for name, cell in row.cells.items():
            key, _, code = name.partition(".")
            if key not in WORDED:
                continue
            code = code or main
            text = tidy(cell)
            if code not in self.languages:
                if text:
                    known = ", ".join(self.languages)
                    wrong = self.say(
                        "'{language}' is no language of this exercise; it has: {known}",
                        language=code,
                        known=known,
                    )
                    self.report.fault(row.place(name), wrong)
                continue
            forbidden = FORBIDDEN.search(text)
            if forbidden:
                self.report.fault(
                    row.place(name),
                    self.say(
                        "this character does not belong in a text: {code}", code=f"U+{ord(forbidden[0]):04X}"
                    ),
                )
            if text or row.headings.own:
                found.setdefault(key, {})[code] = text
        return found

    def roles(self, row: SheetRow, key: str, notes: list[str]) -> Roles | None:
        """Whom a cell names; for `to`, the team where the person is not known."""
        said = row.cells.get(key, "").strip()
        team = row.cells.get("team", "").strip() if key == "to" else ""
        named = self.names.read(said)
        if team and (not said or named.unknown):
            if said:
                notes.append(f"{row.headings.written.get(key, key)}: {' '.join(said.split())}")
            said, named, key = team, self.names.read(team), "team"
        elif team and not self.names.read(team).unknown and folded(team) != folded(said):
            notes.append(f"{row.headings.written.get('team', 'Team')}: {' '.join(team.split())}")
        for name in named.unknown:
            guess = self.names.guess(name)
            known = ", ".join(self.exercise.roles)
            right = (
                self.say("is it {guess}?", guess=guess)
                if guess
                else self.say("there are: {known}.", known=known)
            )
            text = self.say("there is no role '{name}'; {right}", name=name, right=right)
            self.report.fault(row.place(key), f"{text} {self.say('A mapping file can say whom it means.')}")
        return named.roles if said else ([] if key in row.cells and row.headings.own else None)

    def kind(self, row: SheetRow, notes: list[str]) -> str:
        """The kind of inject; nothing where the sheet names none that is known."""
        said = row.cells.get("type", "").strip()
        kind = self.names.kind(said)
        if said and not kind:
            notes.append(
                f"{row.headings.written['type']}: {' '.join(said.split())}"
                if "type" in row.headings.written
                else said
            )
        return kind

    def state(self, row: SheetRow, notes: list[str]) -> None:
        """What became of an inject is a fact of a run: told, and left where it is."""
        own = {folded(Language(code).say(state)) for code in languages() for state in STATES}
        status = row.cells.get("status", "").strip()
        if status and folded(status) not in own:
            notes.append(f"{row.headings.written.get('status', 'Status')}: {' '.join(status.split())}")
        for key in ACTUAL[1:]:
            if row.cells.get(key, "").strip():
                text = self.say("what became of an inject belongs to a run, and is not taken over")
                self.once(row.place(key)._replace(row=0), text)

    def once(self, place: SheetPlace, text: str) -> None:
        """A notice about a column, for all its rows."""
        if place not in self.told:
            self.told.add(place)
            self.report.notice(place, text)


def tidy(cell: str) -> str:
    """A cell as a text of an exercise: line ends of one kind, no space around it."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()
