"""The questions of the debrief, each with the evidence for it that this log holds, as one seat may know it.

Every piece is made from facts that were told to the seat and from what its view shows; control's is the
whole of it. Before ENDEX only control reads the questions.
"""

from functools import cached_property
from typing import Any

from engine.play.events import Noted
from engine.play.state import State
from engine.review.evidence_turns import TurnEvidence
from engine.review.pieces import (
    DebriefQuestion,
    DerivedPiece,
    DiscussionNote,
    Piece,
    QuotedClaim,
    SeriesPiece,
)
from engine.rules.exercise import Exercise
from engine.rules.expressions import amount
from engine.rules.kept import kept
from engine.rules.model import Evidence
from engine.rules.nodes import Node
from engine.rules.readers import Readers
from engine.views import Stories, effective
from engine.views.lines import Lines
from engine.views.seen import Course, Link, Track


class EvidencePicture(TurnEvidence):
    """Gathers evidence for one seat."""

    def debrief(self) -> list[DebriefQuestion]:
        """Every question of the exercise with its evidence; for control, with what was said about it."""
        if self.game.finished is None and not self.viewer.control:
            return []
        return [
            {
                "id": name,
                "ask": self.language.text(question.ask),
                "because": [self.claim(claim) for claim in question.because],
                "evidence": self.pieces(question.evidence),
                "notes": self.notes(name),
            }
            for name, question in self.file.questions.items()
        ]

    def pieces(self, wanted: list[Evidence]) -> list[Piece]:
        """Every piece that is asked for, in its order."""
        return [
            self.piece(kind, names)
            for evidence in wanted
            for kind in Evidence.__struct_fields__
            if (names := getattr(evidence, kind))
        ]

    def piece(self, kind: str, names: Any) -> Piece:
        """One piece. Where there is nothing to see it says so."""
        find = getattr(self, f"of_{kind}")
        found: Piece = find() if names is True else find(names)
        if not any(found.get(part) for part in ("series", "rows", "turns")):
            found["empty"] = found["empty"] or self.nothing()
        return found

    def nothing(self) -> str:
        """What a piece says where there is nothing to see; to a role the same whatever it was not told."""
        say = self.language.say
        return (
            say("Nothing of this in the log.")
            if self.viewer.control
            else say("Nothing of this is known here.")
        )

    def claim(self, name: str) -> QuotedClaim:
        """A claim that a question rests on; without words where it is a judgement."""
        source = self.file.sources.get(name)
        if source is None:
            return {"id": name, "at": "", "claim": self.language.say("judgement")}
        return {"id": name, "at": source.at, "claim": self.language.text(source.claim)}

    def notes(self, question: str) -> list[DiscussionNote]:
        """What was said about a question in the discussion, as control noted it."""
        if not self.viewer.control:
            return []
        return [
            {
                "text": moment.event.text,
                "turn": moment.turn,
                "phase": moment.phase,
                "rests_on": self.pinned_to(moment.event),
            }
            for moment in self.state.room.notes
            if isinstance(moment.event, Noted)
            and (moment.event.kind, moment.event.about) == ("discussion", question)
        ]

    def pinned_to(self, note: Noted) -> Link | None:
        """The event that a note is pinned to."""
        return Lines(self.state, self.language).link(note.line, note.event) if note.line else None

    # Series of values, turn by turn

    def of_tracks(self, names: list[str]) -> SeriesPiece:
        known = self.track_entries
        members = [member for name in names for member in self.members(name)]
        series = [known[member] for member in members if member in known]
        title = self.language.say("How it went, turn by turn")
        return {"kind": "series", "title": title, "empty": "", "series": series}

    @cached_property
    def track_entries(self) -> dict[str, Track]:
        """The tracks as the view has them."""
        return {entry["id"]: entry for entry in self.tracks()}

    def of_derived(self, names: list[str]) -> DerivedPiece:
        """Values worked out from others, for those who can read all that goes into them."""
        found = list[Course]()
        for name in names:
            node = formula(self.exercise, name)
            if not self.viewer.among(readers(self.exercise).of_node(node)):
                continue
            value = self.exercise.derived[name].holds
            series = [int(value(vector)) for _, vector in self.game.chronicle]
            title = self.derived_title(name)
            low, high = min([node.low, *series]), max([node.high, *series])
            found.append(
                {
                    "id": name,
                    "title": title,
                    "label": title,
                    "min": low,
                    "max": high,
                    "known": "exact",
                    "value": int(value(self.game.vector)),
                    "series": [*series],
                }
            )
        title = self.language.say("Worked out, turn by turn")
        return {"kind": "derived", "title": title, "empty": "", "series": found}


@kept
def readers(exercise: Exercise) -> Readers:
    return Readers(exercise)


def formula(exercise: Exercise, name: str) -> Node:
    """The formula of a derived value."""
    return amount(exercise.file.derived[name].value, exercise.vocabulary)


def questions(
    state: State, seat: str, language: str = "en", stories: Stories | None = None
) -> list[DebriefQuestion]:
    """The questions of the debrief with the evidence that a seat may know; a role's from ENDEX on."""
    return EvidencePicture(state, seat, effective(state, seat), language, stories).debrief()
