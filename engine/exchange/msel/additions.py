"""Rows that the exercise does not have, as the injects they become."""

from engine.exchange.msel.aliases import folded
from engine.exchange.msel.columns import ORDER, PLANNED
from engine.exchange.msel.entries import Entries, SheetEntry, tidy
from engine.exchange.msel.faults import Remarks
from engine.exchange.msel.plan import Plan
from engine.exchange.msel.rendering import Value
from engine.words.language import Language

Words = str | dict[str, str]
"""A text: one for all languages, or by language."""
WrittenInject = dict[str, Value]
"""An inject as an exercise file has it, or what becomes of its keys; None for one that goes."""
LONGEST_TITLE = 60


class Additions:
    """Makes injects of rows."""

    def __init__(self, entries: Entries, report: Remarks) -> None:
        self.entries, self.report, self.say = entries, report, report.say

    def make(self, entry: SheetEntry) -> WrittenInject:
        """An inject: of the timetable where it has a turn, else offered. Nothing where something is wrong."""
        say, row, main = self.say, entry.row, self.entries.main(entry.row)
        if not self.whole(entry.texts.get("text", {})):
            self.report.fault(row.place("text"), say("here is no text; write what the players are told"))
            return {}
        if not entry.to:
            if not row.cells.get("to", "").strip():
                right = say(
                    "nobody gets it; name roles, or everybody; a mapping file can say it for all rows"
                )
                self.report.fault(row.place("to"), right)
            return {}
        kind = entry.kind or self.inferred(entry)
        data: WrittenInject = {
            "mode": "timetable" if entry.turns else "offered",
            "title": self.whole(entry.texts.get("title", {})) or self.titled(entry, main),
            "text": self.whole(entry.texts["text"]),
            "from": self.whole(entry.texts.get("from", {})) or self.sender(entry),
            "to": entry.to,
            "notice": list(self.entries.exercise.roles) if entry.notice == "all" else entry.notice,
            "type": kind,
            "expect": self.whole(entry.texts.get("expect", {})),
        }
        for key in PLANNED:
            texts = {code: text for code, text in entry.texts.get(key, {}).items() if text}
            if key == "notes":
                texts[main] = with_lines(texts.get(main, ""), [*entry.notes, *self.unused(entry)])
            if key == "objective":
                texts = {code: aims(self.entries.plan, text) for code, text in texts.items()}
            data[key] = self.plain({code: text for code, text in texts.items() if text})
        data["because"] = ["judgement"]
        if data["to"] == "all" or (
            isinstance(data["to"], list) and set(data["to"]) == set(self.entries.exercise.roles)
        ):
            data.pop("to")
        return {key: data[key] for key in ORDER if data.get(key)}

    def whole(self, texts: dict[str, str]) -> Words:
        """A text in every language, one for all where the sheet has no other; nothing where there is none."""
        said = {code: text for code, text in texts.items() if text}
        if len(said) > 1 and len(said) < len(self.entries.languages):
            said = {code: said.get(code) or next(iter(said.values())) for code in self.entries.languages}
        return self.plain(said)

    def plain(self, said: dict[str, str]) -> Words:
        """A map by language, or a single text that stands for all."""
        return said if len(set(said.values())) > 1 else next(iter(said.values()), "")

    def titled(self, entry: SheetEntry, main: str) -> str:
        """A title from the first words of the text."""
        text = next(filter(None, (entry.texts["text"].get(main), *entry.texts["text"].values())))
        first = " ".join(text.split())
        if len(first) > LONGEST_TITLE:
            first = first[:LONGEST_TITLE].rpartition(" ")[0].rstrip(",;:–-") + "…"
        notice = self.say("it has no subject; its first words are taken")
        self.report.notice(entry.row.place("title"), notice)
        return first

    def sender(self, entry: SheetEntry) -> Words:
        self.report.notice(entry.row.place("from"), self.say("nobody sends it; it comes from control"))
        return self.plain({code: Language(code).say("Control") for code in self.entries.languages})

    def inferred(self, entry: SheetEntry) -> str:
        """The kind of an inject whose type says none: by how it is delivered, or who sends it."""
        cells = entry.row.cells
        said = [cells.get(key, "") for key in ("method", "from", "title")]
        kind = next(filter(None, map(self.entries.names.kind, said)), "information")
        text = self.say("no type that is known; taken as {kind}", kind=self.say(kind))
        self.report.notice(entry.row.place("type"), text)
        return kind

    def unused(self, entry: SheetEntry) -> list[str]:
        """Conditions and effects of a new inject cannot be rules; they are kept as words."""
        found = []
        own = {
            folded(plan.language.say(mode))
            for plan in self.entries.plans.values()
            for mode in ("timetable", "triggered", "offered")
        }
        for key in ("trigger", "effects"):
            said = entry.row.cells.get(key, "").strip()
            if said and folded(said) not in own:
                place = entry.row.place(key)
                self.report.notice(
                    place, self.say("this cannot become a rule by itself; it is kept in the notes")
                )
                found.append(f"{place.column}: {' '.join(said.split())}")
        return found


def aims(plan: Plan, text: str) -> str:
    """An objective; the exercise's own, written out by an export, are ids again."""
    found = []
    for line in text.split("\n"):
        aim, _, rest = line.partition(":")
        known = plan.file.evaluation.get(aim.strip())
        if known is None:
            return text
        said = [plan.words(known.objective, code) for code in plan.file.languages]
        if rest and not any(same(rest, words) for words in said):
            return text
        found.append(aim.strip())
    return ", ".join(found)


def same(text: str, other: str) -> bool:
    """Whether two texts differ at most by how their lines end and by space around them."""
    return tidy(text) == tidy(other)


def with_lines(notes: str, lines: list[str]) -> str:
    """Notes with lines `Heading: value`, each in the place of one with its heading."""
    found = notes.split("\n") if notes else []
    for line in lines:
        head = line.partition(": ")[0]
        at = next((number for number, old in enumerate(found) if old.startswith(f"{head}: ")), None)
        if at is None:
            found.append(line)
        else:
            found[at] = line
    return "\n".join(found)
