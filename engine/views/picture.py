"""The part of a view that every seat has: where the run stands and the situation as it is known here."""

from functools import cached_property
from typing import Any, Literal

from engine.play.arguing import of_source
from engine.play.commands.versions import version
from engine.play.events import Told
from engine.play.questions import silence
from engine.play.scores import capped, earned, scored
from engine.play.state import Orders, Question, State
from engine.play.viewer import Viewer
from engine.rules.exercise import Goal
from engine.rules.model import Map
from engine.rules.shown import edges, marks
from engine.rules.vocabulary import BRINK, FOREVER
from engine.views.argued import of_question
from engine.views.belief import Belief, belief
from engine.views.bulletin import bulletin
from engine.views.ended import ending_of, said_at_the_end
from engine.views.goals import distances, gaps
from engine.views.seen import (
    Agreement,
    Flag,
    GivenOrder,
    MapView,
    Objective,
    Outcome,
    RedLine,
    Score,
    Token,
    ToldValue,
    Track,
    View,
)
from engine.views.seen import Question as AskedOf
from engine.views.stories import Stories
from engine.views.teller import Teller
from engine.views.words import struck
from engine.words.language import Language
from engine.words.titles import heading, short_name
from engine.words.wording import wording


class Picture:
    """One seat's view being built, from what its `Viewer` lets it read."""

    def __init__(
        self, state: State, seat: str, eyes: str, language: str, stories: Stories | None = None
    ) -> None:
        self.state, self.seat, self.game = state, seat, state.game
        self.exercise, self.file = state.exercise, state.exercise.file
        self.viewer = Viewer(state.exercise, eyes)
        self.language = Language(language)
        self.wording = wording(state.exercise, self.language)
        self.stories = stories or Stories(state)

    def view(self, kind: Literal["public", "role", "control", "control_role"]) -> View:
        """What every seat has; `kind` says what is added to it."""
        game, entry = self.game, self.file.formats[self.game.format]
        month = entry.calendar[game.turn - 1] if 0 < game.turn <= len(entry.calendar) else ""
        preset = self.file.presets.get(game.preset)
        told = self.stories.of(self.state, self.viewer.seat, self.language.code).plain
        return {
            "kind": kind,
            "exercise": self.exercise.id,
            "title": self.language.text(self.file.title),
            "seat": self.seat,
            "seat_title": self.wording.role(self.seat),
            "language": self.language.code,
            "turn": game.turn,
            "turns": entry.turns,
            "month": self.language.text(month),
            "calendar": [self.language.text(label) for label in entry.calendar],
            "subtitle": short_name(self.exercise),
            "heading": heading(self.exercise, self.language),
            "about": self.language.text(self.file.subtitle),
            "summary": self.language.text(self.file.summary),
            "format_title": self.language.text(entry.title),
            "map": self.map(),
            "phase": game.phase,
            "phase_title": self.language.say(game.phase),
            "locked": game.locked,
            "ready": self.state.room.ready,
            "paused": self.state.room.paused,
            "last_turn": game.turn >= entry.turns,
            "endex_next": bool(game.ending) and game.finished is None,
            "finished": game.finished is not None,
            "bulletin_turn": game.published,
            "brink": bool(game.vector[BRINK]),
            "format": game.format,
            "preset": game.preset,
            "preset_title": self.language.text(preset.title) if preset else "",
            "preset_text": self.language.text(preset.text) if preset else "",
            "control_roles": list(self.state.control_roles),
            "drafts_count": self.state.room.drafts_count,
            "minutes": entry.minutes.get(game.phase, 0),  # type: ignore[call-overload]
            "turn_minutes": sum(entry.minutes.values()),
            "seats": {name: self.taken(name) for name in (*self.exercise.roles, "control")},
            "roles": [
                {
                    "id": role,
                    "title": self.wording.role(role),
                    "code": self.wording.code(role),
                    "mark": shape,
                }
                for role, shape in marks(self.exercise).items()
            ],
            "tracks": self.tracks(),
            "tokens": self.tokens(),
            "flags": self.flags(),
            "agreements": self.agreements(),
            "story": struck(told, self.state, self.wording),
            "bulletin": bulletin(self.state, self.language, self.stories),
            "outcome": self.outcome(),
        }

    def taken(self, seat: str) -> str:
        """Who plays a seat. No bot plays one that the preset makes control, nor control beside it."""
        by, control = self.state.seat(seat), self.state.control_roles
        return "empty" if by == "bot" and (seat in control or (control and seat == "control")) else by

    def map(self) -> MapView:
        """The map of relations, its lines named in the language of the view."""
        drawn = self.file.map or Map(places={}, lines=[])
        return {
            "places": drawn.places,
            "lines": [
                {
                    "between": line.between,
                    "track": line.track,
                    "drawn": line.drawn,
                    "name": self.language.text(line.name),
                }
                for line in drawn.lines
            ],
            "land": drawn.land,
        }

    def tracks(self) -> list[Track]:
        found = list[Track]()
        told = self.last_told()
        earlier = (
            self.game.chronicle[min(len(self.game.chronicle), max(self.game.turn, 1)) - 1][1]
            if self.game.chronicle
            else self.game.vector
        )
        for head, track in self.file.tracks.items():
            for name in self.exercise.vocabulary.members(head):
                slot = self.exercise.slots[name]
                value, before = (
                    self.viewer.value(name, self.game.vector[slot]),
                    self.viewer.value(name, earlier[slot]),
                )
                series = [self.viewer.value(name, vector[slot]) for _, vector in self.game.chronicle]
                if value is None and name not in told:
                    continue
                entry: Track = {
                    "id": name,
                    "title": self.wording.slot(name),
                    "label": self.wording.label(name),
                    "value": value,
                    "min": track.min,
                    "max": track.max,
                    "known": "exact" if isinstance(value, int) else "band" if value else "told",
                    "before": before,
                    "series": series,
                    "low": self.language.text(track.low),
                    "high": self.language.text(track.high),
                    "rungs": [self.language.text(step) for step in track.steps or ()],
                    "stages": [
                        {"first": low, "last": high, "words": self.language.text(text)}
                        for low, high, text in track.stretches()
                    ],
                    "stands": self.meant(name, value),
                    "short": track.short,
                    "estimate": track.estimate,
                    "edges": edges(self.exercise, self.game.format).get(name, []),
                }
                if isinstance(value, int):
                    entry["change"] = value - before if isinstance(before, int) else 0
                    entry["step"] = self.wording.ladder(name, value)
                elif value:
                    entry["band"] = self.language.text((track.say or {}).get(value, value))
                    entry["range"] = (track.others_see or {})[value]
                if name in told:
                    entry["told"] = told[name]
                found.append(entry)
        return found

    def meant(self, name: str, value: int | str | None) -> str:
        """Where a track stands in words; of one that is known by its band, the band with its values."""
        if isinstance(value, int):
            return self.wording.stands(name, value)
        track = self.file.tracks[name.partition("(")[0]]
        if value is None:
            return ""
        band = self.language.text((track.say or {}).get(value, value))
        first, _, last = (track.others_see or {})[value].partition("..")
        return self.language.say("between {first} and {last}: {words}", first=first, last=last, words=band)

    def last_told(self) -> dict[str, ToldValue]:
        """The latest value told of each track that is not read exactly, with its turn."""
        found: dict[str, ToldValue] = {}
        for moment in self.game.history:
            event = moment.event
            if not isinstance(event, Told) or not self.viewer.among(event.to):
                continue
            name, value = event.what, event.value
            if name in self.exercise.slots and not self.viewer.reads(name):
                track = self.file.tracks[name.partition("(")[0]]
                text = str(value)
                if event.form == "band":
                    text = self.language.text((track.say or {}).get(text, text))
                found[name] = {"value": value, "text": text, "turn": moment.turn}
        return found

    def tokens(self) -> list[Token]:
        """Open tokens this seat may see."""
        found: list[Token] = []
        for name, slot, _ in self.exercise.tokens:
            due = self.game.vector[slot]
            if due and self.viewer.reads(name):
                never = due >= FOREVER or due > self.game.turns
                found.append({"id": name, "title": self.wording.slot(name), "due": None if never else due})
        return found

    def flags(self) -> list[Flag]:
        """Flags that are set and that this seat may see."""
        found = list[Flag]()
        for head in self.file.flags:
            for name in self.exercise.vocabulary.members(head):
                slot = self.exercise.slots[name]
                value = self.game.vector[slot]
                if value != self.exercise.vocabulary.start[slot] and self.viewer.reads(name):
                    entry: Flag = {"id": name, "title": self.wording.slot(name)}
                    if name in self.exercise.vocabulary.domains:
                        entry["value"] = self.wording.value(name, value)
                    found.append(entry)
        return found

    def agreements(self) -> list[Agreement]:
        """Agreements in force: public."""
        found = list[Agreement]()
        for name, rule in self.exercise.agreements.items():
            if self.game.vector[rule.in_force]:
                terms = {term: self.game.vector[slot] for term, slot in rule.terms.items()}
                found.append(
                    {
                        "id": name,
                        "title": self.language.text(rule.agreement.title),
                        "terms": self.wording.terms(name, terms),
                        "since": self.game.vector[rule.entered],
                        "text": self.language.text(rule.agreement.text),
                        "needs": rule.agreement.needs,
                    }
                )
        return found

    def outcome(self) -> Outcome | None:
        """How the run ended: the ending for everybody, scores for those they belong to."""
        end = self.game.finished
        if end is None:
            return None
        ending = ending_of(self.exercise, end).ending
        free = self.viewer.control or self.game.disclosed == "all"
        result: Outcome = {
            "ending": end.ending,
            "title": self.language.text(ending.title),
            "text": said_at_the_end(end, self.viewer, self.language, free=free),
            "disclosed": self.game.disclosed,
            "cut": end.cut,
            "scores": [
                self.score(role, score, end.ending)
                for role, score in end.scores.items()
                if free or role == self.seat
            ],
        }
        if self.file.common_score:
            result["common"] = {"title": self.derived_title(self.file.common_score), "score": end.common or 0}
        return result

    def score(self, role: str, score: int, ending: str) -> Score:
        """The score of a role, with what the ending's cap took from it."""
        taken = capped(self.exercise, earned(self.exercise, self.game), ending)
        return {"role": role, "title": self.wording.role(role), "score": score, "cap": taken.get(role, 0)}

    def derived_title(self, name: str) -> str:
        title = self.file.derived[name].title
        return self.language.text(title) if title else name

    def orders(self, role: str) -> list[GivenOrder]:
        """What this role has sealed this turn, or what was locked of it."""
        return self.listed(self.game.orders.get(role, []))

    def listed(self, orders: Orders) -> list[GivenOrder]:
        return [
            {
                "order": entry["order"],
                "title": self.wording.order(entry["order"]),
                "secret": bool(entry.get("secret")),
                "message": entry.get("message", ""),
                "cost": entry.get("cost", self.exercise.orders[entry["order"]].costs(self.game.vector)),
            }
            for entry in orders
        ]

    def questions(self, seat: str) -> list[AskedOf]:
        """Questions put to a seat this turn."""
        found = list[AskedOf]()
        for question in self.game.questions.values():
            if question.to == seat:
                teller = Teller(self.state, self.viewer, self.language)
                found.append(
                    {
                        "id": question.id,
                        "text": teller.question(question.source, question.by),
                        "by": question.by,
                        "options": [
                            {"word": word, "title": self.option(question.source, word)}
                            for word in question.options
                        ],
                        "answer": question.answer,
                        "silent": question.answered_by == "silence",
                        "silence": self.silence(question),
                        "carries": self.carries(question.source),
                        "version": self.version("answer", question=question.id),
                        "argued": of_question(self.game, self.wording, of_source(question)),
                        "said": question.text,
                    }
                )
        return found

    def silence(self, question: Question) -> str:
        """What happens where a seat that is waited for does not answer."""
        if question.free:
            return self.language.say("Without an answer nothing is said against it.")
        word = silence(self.state, question)
        if word == "none":
            return self.language.say("Without an answer the table decides by itself.")
        answer = self.option(question.source, word)
        return self.language.say("Without an answer it counts as: {answer}.", answer=answer)

    def version(self, command: str, **data: Any) -> str:
        """The version that a command of this seat carries for what it edits."""
        return version(self.state, command, self.seat, data)

    def option(self, source: str, word: str) -> str:
        inject = self.exercise.injects.get(source)
        if inject and inject.inject.asks:
            return self.language.text(inject.inject.asks.answers[word].title)
        return self.wording.word(word)

    def carries(self, source: str) -> bool:
        return source in self.exercise.orders and bool(self.exercise.orders[source].move.carries)

    def goals(self, role: str) -> list[Objective]:
        """The objectives of a role; none where its seat is not scored."""
        counted = role in scored(self.exercise, self.game)
        own = self.exercise.objectives_in(self.game.format)
        return [self.goal(goal) for goal in own if goal.role == role and counted]

    def red_lines(self, role: str) -> list[RedLine]:
        """Its red lines in the same way."""
        counted = role in scored(self.exercise, self.game)
        return [self.red_line(line) for line in self.exercise.red_lines if line.role == role and counted]

    def goal(self, goal: Goal) -> Objective:
        return {
            "id": goal.id,
            "title": self.language.text(goal.title),
            "points": goal.points,
            "met": bool(goal.test.holds(self.game.vector)),
            "bonus": goal.bonus,
            "condition": self.wording.condition(goal.test.node),
            "missing": gaps(goal.test.node, self.stands, self.viewer, self.wording),
        }

    def red_line(self, line: Goal) -> RedLine:
        return {
            "id": line.id,
            "title": self.language.text(line.title),
            "points": line.points,
            "crossed": bool(self.game.vector[line.slot]),
            "condition": self.wording.condition(line.test.node),
            "missing": []
            if self.game.vector[line.slot]
            else distances(line.test.node, self.stands, self.wording),
        }

    @cached_property
    def stands(self) -> Belief:
        """The state as this seat may hold it: a goal can hang on what its role is not shown to the number."""
        return belief(self.state, self.viewer)
