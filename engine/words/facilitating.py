"""The facilitator's book: the run sheet by the minute, what to say, what injects are for, what to do when."""

from engine.play.state import PHASES
from engine.rules.model import InjectAdvice
from engine.words.facilitators_book import (
    FacilitatorsBook,
    InjectNote,
    PrintedCourse,
    PrintedQuestion,
    RunSheet,
    RunSheetTurn,
)
from engine.words.rulebook import Rulebook


def clock(minutes: int) -> str:
    """Minutes as hours and minutes."""
    return f"{minutes // 60}:{minutes % 60:02}"


class Facilitating:
    """An exercise for whoever runs it, in one language."""

    def __init__(self, book: Rulebook) -> None:
        self.book, self.file, self.language = book, book.file, book.language
        self.guide = book.file.guide

    def whole(self) -> FacilitatorsBook:
        """All of the book."""
        text = self.language.text
        formats = sorted(self.file.formats, key=lambda name: name != self.book.format_id)
        courses: list[PrintedCourse] = [
            {"seen": text(course.seen), "act": text(course.act)} for course in self.guide.courses
        ]
        return {
            "sheets": [self.sheet(name) for name in formats],
            "startex": [text(paragraph) for paragraph in self.guide.startex],
            "injects": self.injects(),
            "courses": courses,
            "questions": self.questions(),
        }

    def sheet(self, name: str) -> RunSheet:
        """The run sheet of a length of play. Its clock is that of the phases, which is advice."""
        entry = self.file.formats[name]
        now = briefing = self.guide.briefing.get(name, 0)
        turns = list[RunSheetTurn]()
        for number, month in enumerate(entry.calendar, 1):
            begins = list[str]()
            for phase in PHASES:
                begins.append(clock(now))
                now += entry.minutes.get(phase, 0)  # type: ignore[call-overload]
            planned = [
                f"{inject} {self.language.text(self.file.injects[inject].title)}"
                for inject in entry.msel.get(str(number), [])
            ]
            turns.append(
                {"turn": number, "title": self.language.text(month), "clock": begins, "injects": planned}
            )
        after = self.guide.hot_wash.get(name, 0)
        return {
            "id": name,
            "title": self.language.text(entry.title),
            "phases": [self.language.say(phase) for phase in PHASES],
            "briefing": briefing,
            "startex": clock(briefing),
            "turns": turns,
            "endex": clock(now),
            "hot_wash": after,
            "over": clock(now + after),
        }

    def injects(self) -> list[InjectNote]:
        """Every inject with what it is for: those of the timetable by their turn, then the others."""
        text, found = self.language.text, list[InjectNote]()
        for entry in self.book.injects():
            advice = self.guide.injects.get(entry["id"], InjectAdvice(""))
            found.append(
                {
                    "id": entry["id"],
                    "title": entry["title"],
                    "mode": entry["mode"],
                    "turn": entry["turn"],
                    "condition": entry["condition"],
                    "effects": entry["effects"],
                    "expect": entry["expect"],
                    "because": entry["because"],
                    "purpose": text(advice.purpose),
                    "hold": text(advice.hold),
                }
            )
        return sorted(found, key=lambda note: (note["turn"] is None, note["turn"] or 0))

    def questions(self) -> list[PrintedQuestion]:
        """The questions of the debrief, with what to listen for."""
        text = self.language.text
        return [
            {
                "id": name,
                "ask": text(question.ask),
                "listen": text(self.guide.questions.get(name, "")),
                "because": list(question.because),
            }
            for name, question in self.file.questions.items()
        ]
