"""The part of control's view about injects: what lies in the tray, the whole MSEL, and templates."""

from engine.play import injects
from engine.play.events import Improvised, Released, Written
from engine.rules.exercise import InjectRule
from engine.rules.model import Template, Text
from engine.views.picture import Picture
from engine.views.seen import Inject, InjectInTray, InjectOfList
from engine.views.seen import Template as Beginning

FIRST = ("timetable", "deferred", "written", "triggered", "held", injects.PASSED, "offered")
"""Why an inject lies in the tray, what is due now first."""


class TrayPicture(Picture):
    """Injects as control sees them."""

    def tray(self) -> list[InjectInTray]:
        """What can be released now, and why it lies there."""
        return [
            {**self.inject(due.inject), "why": due.why, "blocked": due.blocked}
            for due in sorted(injects.tray(self.state), key=lambda due: FIRST.index(due.why))
        ]

    def inject(self, name: str) -> Inject:
        if name in self.game.written:
            return self.written(self.game.written[name])
        inject = self.exercise.injects[name].inject
        return {
            "inject": name,
            "sought": self.game.sought.get(name, ""),
            "version": self.version("release", inject=name),
            "title": self.language.text(inject.title),
            "text": self.language.text(inject.text, next(iter(inject.choose.values()), [""])[0]),
            "from": self.language.text(inject.from_),
            "to": injects.addressed(self.state, self.exercise.injects[name]),
            "notice": self.noticed(name, injects.addressed(self.state, self.exercise.injects[name])),
            "type": inject.type,
            "mode": inject.mode,
            "expect": self.language.text(inject.expect),
            "because": inject.because,
            "condition": self.condition(self.exercise.injects[name]),
            "choose": inject.choose,
            "choices": {word: self.language.text(text) for word, text in inject.choices.items()},
        }

    def noticed(self, name: str, to: list[str]) -> list[str]:
        """Who reads an inject though it is not addressed to them."""
        rule = self.exercise.injects.get(name)
        readers = rule.inject.notice if rule else []
        return [role for role in self.exercise.roles if role in readers and role not in to]

    def condition(self, rule: InjectRule) -> str:
        """When it may come, in words."""
        found = []
        if rule.offers_when is not None and not rule.offers_when.always:
            found.append(self.wording.condition(rule.offers_when.node))
        if rule.unless is not None:
            found.append(self.language.say("unless: {what}", what=self.wording.condition(rule.unless.node)))
        return "; ".join(found)

    def written(self, inject: Written) -> Inject:
        """One that control wrote; `draft` is what it was written as, to be changed."""
        sender = self.language.text(inject.sender)
        return {
            "inject": inject.inject,
            "sought": "",
            "version": self.version("release", inject=inject.inject),
            "title": self.language.text(inject.title) or sender or self.language.say("an inject"),
            "text": self.language.text(inject.text),
            "from": sender,
            "to": inject.to,
            "notice": [],
            "type": inject.kind,
            "mode": "written",
            "expect": self.language.text(inject.expect),
            "because": inject.because,
            "choose": {},
            "choices": {},
            "draft": {
                "text": inject.text,
                "title": inject.title,
                "from": inject.sender,
                "to": inject.to,
                "type": inject.kind,
                "expect": inject.expect,
                "because": inject.because,
                "effects": inject.effects,
                "when": inject.turn or "tray",
            },
        }

    def msel(self) -> list[InjectOfList]:
        """The whole MSEL with its status, and what control wrote."""
        found = list[InjectOfList]()
        turns = {
            name: int(turn)
            for turn, names in self.file.formats[self.game.format].msel.items()
            for name in names
        }
        turns |= {name: inject.turn for name, inject in self.game.written.items()}
        taken_back = self.taken_back()
        for name in (*self.exercise.injects, *self.game.written):
            status, until = self.game.shelf.get(name, ("", 0))
            status = status or ("withdrawn" if name in taken_back else "")
            planned = turns.get(name) or None
            found.append({**self.inject(name), "planned": planned, "status": status, "turn": until or None})
        return found

    def taken_back(self) -> set[str]:
        """Injects that were out, and that an undo took back."""
        return {
            moment.event.inject
            for moments in self.state.room.gone.values()
            for moment in moments
            if isinstance(moment.event, Released | Improvised)
        }

    def templates(self) -> list[Beginning]:
        """What control's own injects can begin with."""
        return [self.template(name, template) for name, template in self.file.templates.items()]

    def template(self, name: str, template: Template) -> Beginning:
        return {
            "template": name,
            "group": self.language.text(template.group),
            "title": self.language.text(template.title),
            "text": self.language.text(template.text),
            "from": self.language.text(template.from_),
            "to": list(self.exercise.roles) if template.to == "all" else template.to,
            "type": template.type,
            "expect": self.language.text(template.expect),
            "because": template.because,
            "titles": self.languages(template.title),
            "texts": self.languages(template.text),
            "senders": self.languages(template.from_),
            "expects": self.languages(template.expect),
            "effects": self.wording.effects(self.exercise.templates[name]),
            "raw": template.then,
        }

    def languages(self, text: Text) -> dict[str, str]:
        """A text in each language of the exercise, as it was written."""
        texts = text if isinstance(text, dict) else {}
        return {code: str(texts.get(code, "")) if texts else str(text) for code in self.file.languages}
