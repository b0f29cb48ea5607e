"""The part of a view that belongs to control: tray, orders of all, rulings before they are published."""

from functools import cached_property
from typing import Any

from engine.play import phases
from engine.play.adjudicate import Adjudication
from engine.play.draft import Draft
from engine.play.events import Ruled
from engine.play.requests import requests
from engine.play.scores import scores
from engine.play.versions import version
from engine.play.views.audience import CONTROL
from engine.play.views.bulletin import bulletin_texts
from engine.play.views.cards import CardPicture
from engine.play.views.evaluation import EvaluationPicture
from engine.play.views.proposals import WAITING, proposal
from engine.play.views.story import Story
from engine.play.views.tray import TrayPicture


class ControlPicture(TrayPicture, CardPicture):
    """What only control sees."""

    def control(self) -> dict[str, Any]:
        """The tray, everybody's orders, the rulings before they are published, goals and questions of all."""
        everybody, code = self.exercise.roles, self.language.code
        return {
            "tray": self.tray(),
            "msel": self.msel(),
            "templates": self.templates(),
            "all_orders": {role: self.orders(role) for role in everybody},
            "all_sealed": sorted(self.game.sealed),
            "all_capital": {role: self.game.capital(role) for role in everybody},
            "all_questions": [question for seat in (*everybody, CONTROL) for question in self.asked(seat)],
            "all_proposals": [
                proposal(self, found) for found in self.game.proposals.values() if found.status in WAITING
            ],
            "all_objectives": {role: self.goals(role) for role in everybody},
            "all_red_lines": {
                role: [self.red_line(line) for line in self.exercise.red_lines if line.role == role]
                for role in everybody
            },
            "rulings": self.rulings(),
            "also_changed": self.also_changed(),
            "standing": self.standing(),
            "marks": self.marks(),
            "endings": self.endings(),
            "versions": self.versions(),
            "requests": self.requests(),
            "evaluation": EvaluationPicture(self.state, CONTROL, CONTROL, code, self.stories).evaluation(),
            "bulletin_texts": bulletin_texts(self.state, self.stories),
        }

    def requests(self) -> list[dict[str, Any]]:
        """What roles asked control for, in order, and whether it was answered."""
        answered = self.state.room.answered
        return [
            {
                "id": name,
                "role": moment.event.role,
                "text": moment.event.text,
                "turn": moment.turn,
                "phase": moment.phase,
                "answered": name in answered,
            }
            for name, moment in requests(self.state).items()
        ]

    def tracks(self) -> list[dict[str, Any]]:
        """In the rulings, each with the value it would have if they were published now."""
        found = super().tracks()
        if self.game.phase == "rulings":
            for entry in found:
                entry["after"] = self.pending.state[self.exercise.slots[entry["id"]]]
        return found

    @cached_property
    def pending(self) -> Adjudication:
        """The rulings as they would be published now; computed, never stored."""
        return phases.rule(Draft(self.state))

    def versions(self) -> dict[str, Any]:
        """What control's commands carry; injects, rulings and questions have theirs beside them."""
        seats = (*self.exercise.roles, CONTROL)
        return {
            **{name: self.version(name) for name in ("advance", "pause", "resume", "bulletin")},
            "seats": {seat: self.version("seat", seat=seat) for seat in seats},
            "orders": {role: self.order_version(role) for role in self.exercise.roles},
        }

    def order_version(self, role: str) -> str:
        return version(self.state, "orders", CONTROL, {"role": role})

    def asked(self, seat: str) -> list[dict[str, Any]]:
        return [{**question, "to": seat} for question in self.questions(seat)]

    def rulings(self) -> list[dict[str, Any]]:
        """What publishing now would tell, each ruling with its card."""
        return self.preview(self.pending) if self.game.phase == "rulings" else []

    def also_changed(self) -> dict[str, list[str]]:
        """By overridden ruling, what else it changes this turn: rulings, and tracks at its end."""
        game, found = self.game, {}
        if game.phase != "rulings" or not game.overrides:
            return {}
        now = self.pending
        for path in game.overrides:
            without = phases.rule(Draft(self.state), without=path)
            found[path] = self.differences(path, without, now)
        return found

    def differences(self, path: str, without: Adjudication, now: Adjudication) -> list[str]:
        before = {event.path: event for event in without.events if isinstance(event, Ruled)}
        after = {event.path: event for event in now.events if isinstance(event, Ruled)}
        lines, story = [], Story(self.state, self.viewer, self.language)
        for name in {**before, **after}:
            rows = [event.row if event else "–" for event in (before.get(name), after.get(name))]
            if name != path and rows[0] != rows[1]:
                words = [story.row_words(name, row) for row in rows]
                lines.append(f"{story.ruling_words(name)}: {words[0]} → {words[1]}")
        for name in self.file.tracks:
            for member in self.exercise.vocabulary.members(name):
                slot = self.exercise.slots[member]
                if without.state[slot] != now.state[slot]:
                    lines.append(f"{self.wording.slot(member)} {without.state[slot]} → {now.state[slot]}")
        return lines

    def standing(self) -> dict[str, Any]:
        """Scores as they stand."""
        _, points, common = scores(self.exercise, self.game)
        return {"scores": points, "common": common}

    def marks(self) -> list[dict[str, Any]]:
        return [
            {"id": name, "title": self.language.text(mark.title) or name, "of": bool(mark.of)}
            for name, mark in self.file.marks.items()
        ]

    def endings(self) -> list[dict[str, Any]]:
        """Final endings as they stand: the first that holds is what the last turn would give."""
        found = [
            rule.ending
            for rule in self.exercise.endings
            if rule.ending.kind == "final" and rule.test.holds(self.game.vector)
        ]
        return [{"id": ending.id, "title": self.language.text(ending.title)} for ending in found[:1]]
