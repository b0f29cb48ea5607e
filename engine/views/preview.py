"""What has not happened yet, as control would read it if it did. Nothing here changes anything."""

from collections.abc import Iterable
from typing import Any, cast

from engine.play import injects
from engine.play.adjudicate import Adjudication
from engine.play.combine import State as Vector
from engine.play.events import Event, Ruled
from engine.rules.changes import Change
from engine.views.picture import Picture
from engine.views.seen import Foreseen, Movement, Preview
from engine.views.story import Story


class PreviewPicture(Picture):
    """Facts, tracks and conditions as they would be."""

    def preview(self, adjudication: Adjudication) -> list[Foreseen]:
        """Facts that have not happened yet."""
        found = list[Foreseen]()
        story = Story(self.state, self.viewer, self.language)
        story.values = dict(zip(self.exercise.names, self.game.vector, strict=True))
        for event in adjudication.events:
            for kind, text, details in story.told_of(event):
                foretold = {"kind": kind, "text": text, **details, **self.beside(event, adjudication)}
                found.append(cast(Foreseen, foretold))
            story.values.update(getattr(event, "changes", None) or {})
        return found

    def beside(self, event: Event, adjudication: Adjudication) -> dict[str, Any]:
        """What else is shown beside a fact that has not happened yet."""
        return {}

    def foreseen(self, adjudication: Adjudication, own: Iterable[Change] = ()) -> Preview:
        """What an adjudication would bring: its facts, tracks, what it switches, the injects it wakes."""
        after, ruled = (
            adjudication.state,
            (event for event in adjudication.events if isinstance(event, Ruled)),
        )
        return {
            "facts": self.preview(adjudication),
            "tracks": self.moved(after),
            "effects": self.switched([*own, *(change for event in ruled for change in event.effects)]),
            "wakes": {
                "starts": self.turned(self.game.vector, after),
                "stops": self.turned(after, self.game.vector),
            },
        }

    def switched(self, changes: list[Change]) -> list[str]:
        """What changes do to flags and tokens, in words."""
        kinds = self.exercise.vocabulary.kinds
        return [self.wording.change(change) for change in changes if kinds[change.slot] in ("flag", "token")]

    def moved(self, after: Vector) -> list[Movement]:
        """The tracks that would stand elsewhere."""
        found = list[Movement]()
        for head in self.file.tracks:
            for name in self.exercise.vocabulary.members(head):
                slot = self.exercise.slots[name]
                before, now = self.game.vector[slot], after[slot]
                if before != now:
                    title = self.wording.slot(name)
                    found.append({"id": name, "title": title, "before": before, "after": now})
        return found

    def turned(self, before: Vector, after: Vector) -> list[str]:
        """Titles of triggered and offered injects that nothing speaks against on the second state alone."""
        return [
            self.language.text(rule.inject.title)
            for rule in self.exercise.injects.values()
            if rule.inject.mode != "timetable"
            and injects.left(self.state, rule)
            and injects.blocked(self.state, rule, before)
            and not injects.blocked(self.state, rule, after)
        ]
