"""What evaluators have recorded, for control alone: objectives with their ratings, findings, plan, notes."""

from functools import cached_property
from typing import cast

from engine.play.commands.evaluation import ELEMENTS, FINDINGS, RATINGS, STATUSES
from engine.play.events import Noted, Rated
from engine.play.permissions import OBSERVER
from engine.play.state import Moment
from engine.views.lines import Lines
from engine.views.picture import Picture
from engine.views.seen import Aim, Code, Conclusion, Cover, Evaluation, Finding, Observation, PlanStep
from engine.words.language import Language

WORDS = {
    "P": "Performed without challenges",
    "S": "Performed with some challenges",
    "M": "Performed with major challenges",
    "U": "Unable to be performed",
    "strength": "Strength",
    "improvement": "Area for improvement",
    "planning": "Planning",
    "organisation": "Organisation and leadership",
    "equipment": "Equipment",
    "training": "Training",
    "exercises": "Exercises",
    "open": "to be done",
    "under way": "under way",
    "done": "completed",
}
"""What HSEEP's ratings, findings, capability elements and the states of a plan are called."""


def named(language: Language, codes: tuple[str, ...]) -> list[Code]:
    """Codes with what they are called."""
    return [{"code": code, "title": language.say(WORDS[code])} for code in codes]


def rating_scale(language: Language) -> list[Code]:
    """HSEEP's ratings, the best first."""
    return named(language, RATINGS)


class EvaluationPicture(Picture):
    """The evaluation as control sees it."""

    def evaluation(self) -> Evaluation:
        """All of it, each thing with the version its command carries."""
        room = self.state.room
        return {
            "cover": self.cover(),
            "objectives": [self.aim(name) for name in self.file.evaluation],
            "findings": [self.finding(name) for name, found in room.findings.items() if not found.withdrawn],
            "plan": [self.step(name) for name, found in room.actions.items() if not found.withdrawn],
            "conclusions": [self.conclusion(name) for name, text in room.paragraphs.items() if text],
            "observations": [self.observation(moment) for moment in room.notes],
            "ratings": named(self.language, RATINGS),
            "kinds": named(self.language, FINDINGS),
            "elements": named(self.language, ELEMENTS),
            "statuses": named(self.language, STATUSES),
        }

    def cover(self) -> Cover:
        """What stands on the cover of the report."""
        cover = self.state.room.cover
        return {
            "sponsor": cover.sponsor,
            "contact": cover.contact,
            "organisations": cover.organisations,
            "participants": cover.participants,
            "marking": cover.marking,
            "handling": cover.handling,
            "summary": cover.summary,
            "version": self.version("cover"),
        }

    @cached_property
    def log(self) -> Lines:
        return Lines(self.state, self.language)

    def word(self, code: str) -> str:
        return self.language.say(WORDS[code]) if code in WORDS else code

    def aim(self, name: str) -> Aim:
        """An objective of the exercise with the rating that stands."""
        aim, rated = self.file.evaluation[name], self.state.room.ratings.get(name) or Rated(objective=name)
        return {
            "id": name,
            "objective": self.language.text(aim.objective),
            "capability": self.language.text(aim.capability),
            "tasks": [self.language.text(task) for task in aim.tasks],
            "because": aim.because,
            "rating": rated.rating,
            "rating_words": self.word(rated.rating),
            "text": rated.text,
            "links": self.log.links(rated.links, rated.events),
            "version": self.version("rate", objective=name),
        }

    def finding(self, name: str) -> Finding:
        found = self.state.room.findings[name]
        return {
            "id": name,
            "kind": found.kind,
            "kind_words": self.word(found.kind),
            "objective": found.objective,
            "title": found.title,
            "analysis": found.analysis,
            "recommendation": found.recommendation,
            "links": self.log.links(found.links, found.events),
            "version": self.version("finding", finding=name),
        }

    def step(self, name: str) -> PlanStep:
        """A step of the improvement plan; without its finding where that was withdrawn."""
        planned = self.state.room.actions[name]
        answered = self.state.room.findings.get(planned.finding)
        return {
            "id": name,
            "finding": planned.finding if answered and not answered.withdrawn else "",
            "action": planned.text,
            "element": planned.element,
            "element_words": self.word(planned.element),
            "owner": planned.owner,
            "contact": planned.contact,
            "start": planned.start,
            "due": planned.due,
            "status": planned.status,
            "status_words": self.word(planned.status),
            "version": self.version("action", action=name),
        }

    def conclusion(self, name: str) -> Conclusion:
        """A paragraph of the executive summary."""
        text = self.state.room.paragraphs[name]
        return {"about": name, "text": text, "version": self.version("conclude", about=name)}

    def observation(self, moment: Moment) -> Observation:
        """A note with the moment it is pinned to, which may be long before it was written."""
        note: Noted = moment.event  # type: ignore[assignment]
        turn, phase = self.log.place(note.line) if note.line else (moment.turn, moment.phase)
        return {
            "line": moment.line,
            "at_line": note.line or moment.line,
            "at_event": note.event,
            "rests_on": self.log.link(note.line, note.event) if note.event else None,
            "turn": turn,
            "phase": phase,
            "text": note.text,
            "kind": note.kind or "note",
            "by": note.by,
            "author": self.authors[note.by, note.observer],
            "observer": note.observer,
            "corrected": note.note > 0,
            "about": note.about,
            "about_words": self.about(note.about),
        }

    @cached_property
    def authors(self) -> dict[tuple[str, int], str]:
        """What those who wrote notes are called: control, or an observer by number. Names are in no log.

        Found once: a long run has thousands of notes and few authors.
        """
        notes = [cast(Noted, moment.event) for moment in self.state.room.notes]
        return {author: self.called(*author) for author in {(note.by, note.observer) for note in notes}}

    def called(self, by: str, observer: int) -> str:
        if by == OBSERVER and observer:
            return self.language.say("Observer {number}", number=observer)
        return self.wording.role(by)

    def about(self, name: str) -> str:
        """What a note is about, by its title."""
        file, text = self.file, self.language.text
        if not name:
            return ""
        if name in file.injects:
            return f"{name} {text(file.injects[name].title)}"
        if name in self.game.written:
            return f"{name} {text(self.game.written[name].title)}".rstrip()
        if name in file.roles:
            return self.wording.role(name)
        if name in file.evaluation:
            return text(file.evaluation[name].objective)
        if name in file.questions:
            return text(file.questions[name].ask)
        if name in self.state.room.findings:
            return self.state.room.findings[name].title
        goal = next((goal for goal in self.exercise.objectives if goal.id == name), None)
        return text(goal.title) if goal else self.log.story.ruling_words(name)
