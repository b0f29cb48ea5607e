"""What a sheet would change in an exercise: injects added, changed column by column, or missing and kept."""

from typing import Any, NamedTuple

from engine.exchange.msel.additions import Additions, WrittenInject, aims, same, with_lines
from engine.exchange.msel.columns import PLANNED, TEXTS
from engine.exchange.msel.entries import Entries, SheetEntry
from engine.exchange.msel.faults import Remark, Remarks, SheetPlace
from engine.exchange.msel.names import Roles
from engine.exchange.msel.rendering import Value
from engine.exchange.msel.sheet import Sheet
from engine.rules.exercise import Exercise

REQUIRED = ("title", "text", "from")


class CellChange(NamedTuple):
    """One column of one inject, as it was and as the sheet has it."""

    inject: str
    column: str
    before: str
    after: str
    place: SheetPlace


class Changes(NamedTuple):
    """Everything a sheet changes in an exercise."""

    exercise: Exercise
    format_id: str
    added: list[str]
    """Injects that are new, in the order of the sheet."""
    changed: list[CellChange]
    kept: list[str]
    """Injects of the exercise that the sheet does not have."""
    notices: list[Remark]
    new: dict[str, WrittenInject]
    """New injects as an exercise file would have them."""
    edits: dict[str, WrittenInject]
    """By inject and key, what its value becomes; None for what goes."""
    msel: dict[str, list[str]]
    """The timetable of the format."""

    @property
    def nothing(self) -> bool:
        """Whether the exercise stays as it is."""
        return not self.added and not self.changed


def compare(sheet: Sheet, exercise: Exercise, format_id: str, report: Remarks) -> Changes:
    """What a sheet that was read would change. Raises SheetError with everything that is wrong with it."""
    found = SheetComparison(sheet, exercise, format_id, report)
    additions = Additions(found.entries, report)
    for entry in found.entries.all():
        if entry.inject in exercise.injects:
            found.update(entry)
        elif made := additions.make(entry):
            found.new[entry.inject] = made
            found.timetable(entry, [])
    report.raise_faults()
    return found.changes()


class SheetComparison:
    """Compares a sheet with one format of an exercise."""

    def __init__(self, sheet: Sheet, exercise: Exercise, format_id: str, report: Remarks) -> None:
        self.sheet, self.exercise, self.report, self.say = sheet, exercise, report, report.say
        self.file, self.languages = exercise.file, exercise.file.languages
        self.entries = Entries(sheet, exercise, format_id, report)
        self.plan, self.plans = self.entries.plan, self.entries.plans
        self.new: dict[str, WrittenInject] = {}
        self.edits: dict[str, WrittenInject] = {}
        self.changed: list[CellChange] = []
        self.seen: list[str] = []
        self.msel = {turn: list(names) for turn, names in self.plan.format.msel.items()}

    def changes(self) -> Changes:
        kept = [name for name in self.file.injects if name not in self.seen]
        turns = sorted(
            (turn for turn, names in self.msel.items() if names or turn in self.plan.format.msel), key=int
        )
        return Changes(
            self.exercise,
            self.plan.format_id,
            list(self.new),
            self.changed,
            kept,
            self.report.notices,
            self.new,
            self.edits,
            {turn: self.msel[turn] for turn in turns},
        )

    # Injects that the exercise has

    def update(self, entry: SheetEntry) -> None:
        """Compare each column that the sheet has; conditions, effects and questions stay as they are."""
        self.seen.append(entry.inject)
        inject = self.file.injects[entry.inject]
        self.timetable(entry, self.plan.turns.get(entry.inject, []))
        for key in TEXTS:
            self.text(entry, key, inject.from_ if key == "from" else getattr(inject, key))
        for key in PLANNED:
            self.planned(entry, key, getattr(inject, key))
        self.roles(entry, "to", entry.to, inject.to)
        self.roles(entry, "notice", entry.notice, inject.notice)
        if entry.kind and entry.kind != inject.type:
            self.edit(entry, "type", entry.kind, self.say(inject.type), self.say(entry.kind))
        self.derived(entry)

    def edit(
        self, entry: SheetEntry, key: str, value: Value, before: str, after: str, name: str = ""
    ) -> None:
        """Note a change of a column."""
        self.edits.setdefault(entry.inject, {})[key] = value
        place = entry.row.place(name or key)
        self.changed.append(CellChange(entry.inject, place.column, before, after, place))

    def text(self, entry: SheetEntry, key: str, value: Any) -> None:
        """What an inject says, in each language that the sheet has."""
        given = {
            code: text
            for code, text in entry.texts.get(key, {}).items()
            if not same(text, self.plan.words(value, code))
        }
        if not given:
            return
        main = self.entries.main(entry.row)
        if isinstance(value, dict) and value and not set(value) & set(self.languages):
            right = self.say("this text depends on what control chooses; change it in the exercise file")
            self.report.fault(entry.row.place(key), right)
            return
        blank = [code for code, text in given.items() if not text]
        if blank and (key in REQUIRED or len(blank) < len(self.languages)):
            for code in blank:
                name = key if code == main else f"{key}.{code}"
                self.report.fault(
                    entry.row.place(name), self.say("here is no text; write it, or leave the column out")
                )
            return
        self.worded(entry, key, value, given, main)

    def planned(self, entry: SheetEntry, key: str, value: Any) -> None:
        """What planners note. Lines for the notes are added to those that are there, or take their place."""
        main = self.entries.main(entry.row)
        said = dict(entry.texts.get(key, {}))
        if key == "notes":
            said[main] = with_lines(said.get(main, self.plan.words(value, main)), entry.notes)
        if key == "objective":
            said = {code: aims(self.plan, text) for code, text in said.items()}
        given = {code: text for code, text in said.items() if not same(text, self.plan.words(value, code))}
        if given:
            self.worded(entry, key, value, given, main)

    def worded(self, entry: SheetEntry, key: str, value: Any, given: dict[str, str], main: str) -> None:
        before = {code: self.plan.words(value, code) for code in self.languages}
        after = {code: text for code, text in (before | given).items() if text}
        shared = isinstance(value, str) and set(given) == {main}
        one = shared or (len(set(after.values())) == 1 and len(after) == len(self.languages))
        changed: Value = (next(iter(after.values())) if one else after) if after else None
        if shared:
            changed = given[main] or None
        self.edits.setdefault(entry.inject, {})[key] = changed
        for code, text in given.items():
            place = entry.row.place(key if code == main else f"{key}.{code}")
            column = place.column if key in entry.texts else self.say("Notes")
            self.changed.append(CellChange(entry.inject, column, before[code], text, place))

    def roles(self, entry: SheetEntry, key: str, roles: Roles | None, value: Roles) -> None:
        """Whom an inject is for."""
        everybody = list(self.exercise.roles)
        now, then = (
            everybody if found == "all" else found for found in (roles if roles is not None else value, value)
        )
        if roles is None or set(now) == set(then):
            return
        if key == "to" and not roles:
            self.report.fault(entry.row.place(key), self.say("nobody gets it; name roles, or everybody"))
            return
        wording = self.plans[self.report.language.code].wording
        before, after = (wording.roles(list(found)) if found else "–" for found in (then, now))
        whole = roles if key == "to" else list(now)
        self.edit(entry, key, whole or None, before, after)

    def timetable(self, entry: SheetEntry, before: list[int]) -> None:
        """The turns of an inject, and with them whether it belongs to the timetable at all."""
        turns, inject = entry.turns, self.file.injects.get(entry.inject)
        if turns is None or turns == before:
            return
        if inject and inject.mode == "triggered":
            right = self.say(
                "'{name}' comes by its condition and has no turn; leave it empty", name=entry.inject
            )
            self.report.fault(entry.row.place("turn"), right)
            return
        for key, names in self.msel.items():
            if entry.inject in names and int(key) not in turns:
                names.remove(entry.inject)
        for turn in turns:
            names = self.msel.setdefault(str(turn), [])
            if entry.inject not in names:
                names.append(entry.inject)
        if inject:
            was, now = (", ".join(map(str, found)) or "–" for found in (before, turns))
            place = entry.row.place("turn")
            self.changed.append(CellChange(entry.inject, place.column, was, now, place))
            mode = "timetable" if turns or self.elsewhere(entry.inject) else "offered"
            if mode != inject.mode:
                self.edits.setdefault(entry.inject, {})["mode"] = mode

    def elsewhere(self, name: str) -> bool:
        """Whether the timetable of another format has an inject."""
        others = (entry for key, entry in self.file.formats.items() if key != self.plan.format_id)
        return any(name in names for entry in others for names in entry.msel.values())

    def derived(self, entry: SheetEntry) -> None:
        """Conditions and effects are the exercise's own: what a sheet says otherwise is told."""
        for key in ("trigger", "effects"):
            said = entry.row.cells.get(key, "")
            if said.strip() and not any(
                same(said, plan.cells(entry.inject)[key]) for plan in self.plans.values()
            ):
                text = self.say("conditions, questions and effects stay as the exercise file has them")
                self.report.notice(entry.row.place(key), text)
