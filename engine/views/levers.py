"""What an inject written during play can name, for control: tracks, flags, tokens, tables, claims."""

from collections.abc import Iterator
from typing import get_args

from engine.rules.model import InjectKind
from engine.rules.verbs import NAMING
from engine.views.picture import Picture
from engine.views.seen import Lever, Levers

JUDGEMENT = "judgement"

LEVERS = {
    "set": "set: {what}",
    "clear": "clear: {what}",
    "open": "open: {what}",
    "close": "close: {what}",
    "run": "{what}",
}
"""What a verb that takes a name would do with it, for whoever chooses one."""


class LeverPicture(Picture):
    """The exercise's own vocabulary, by title. None of it changes during a run."""

    def levers(self) -> Levers:
        return {
            "languages": self.file.languages,
            "types": list(get_args(InjectKind)),
            "verbs": list(NAMING),
            "groups": [{"title": title, "levers": found} for title, found in self.groups()],
            "claims": [
                {"id": name, "claim": self.language.text(source.claim)}
                for name, source in self.file.sources.items()
            ],
        }

    def groups(self) -> Iterator[tuple[str, list[Lever]]]:
        """Everything an effect can begin with: a track, or a verb with a name."""
        say = self.language.say
        yield say("Tracks"), [self.lever(name, self.wording.slot(name)) for name in self.names("tracks")]
        tables = {call.key: self.wording.call(call) for call in self.exercise.calls.values()}
        yield say("Run a table"), [*self.verbs("tables", tables)]
        yield say("Open or close"), [*self.verbs("tokens", self.titles("tokens"))]
        yield say("Flags"), [*self.verbs("flags", self.titles("flags"))]

    def verbs(self, group: str, titles: dict[str, str]) -> Iterator[Lever]:
        """What each verb can do to the things of a group; a flag that holds a word is set to one of them."""
        for name, title in titles.items():
            words = self.exercise.vocabulary.domains.get(name, ())
            for word in words:
                yield self.lever(f"set {name}: {word}", f"{title}: {self.wording.word(word)}")
            for verb, kind in NAMING.items() if not words else ():
                if kind.group == group:
                    yield self.lever(f"{verb} {name}", self.language.say(LEVERS[verb], what=title))

    def titles(self, group: str) -> dict[str, str]:
        return {name: self.wording.slot(name) for name in self.names(group)}

    def names(self, group: str) -> list[str]:
        known = self.exercise.vocabulary
        return [name for head in getattr(self.file, group) for name in known.members(head)]

    def lever(self, what: str, title: str) -> Lever:
        return {"what": what, "title": title}
