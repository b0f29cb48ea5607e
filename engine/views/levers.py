"""What an inject written during play can name, for control: tracks, flags, tokens, tables, claims."""

from typing import Any, get_args

from engine.rules.model import InjectKind
from engine.views.picture import Picture

JUDGEMENT = "judgement"


class LeverPicture(Picture):
    """The exercise's own vocabulary, by title. None of it changes during a run."""

    def levers(self) -> dict[str, Any]:
        return {
            "languages": self.file.languages,
            "types": list(get_args(InjectKind)),
            "tracks": [self.lever(name) for head in self.file.tracks for name in self.members(head)],
            "flags": [self.flag(name) for head in self.file.flags for name in self.members(head)],
            "tokens": [self.lever(name) for head in self.file.tokens for name in self.members(head)],
            "tables": self.tables(),
            "claims": [
                {"id": name, "claim": self.language.text(source.claim)}
                for name, source in self.file.sources.items()
            ],
        }

    def members(self, head: str) -> list[str]:
        return list(self.exercise.vocabulary.members(head))

    def lever(self, name: str) -> dict[str, Any]:
        return {"id": name, "title": self.wording.slot(name)}

    def flag(self, name: str) -> dict[str, Any]:
        """A flag; one that holds a word comes with the words it may hold."""
        words = self.exercise.vocabulary.domains.get(name, ())
        return {
            **self.lever(name),
            "values": [{"word": word, "title": self.wording.word(word)} for word in words],
        }

    def tables(self) -> list[dict[str, Any]]:
        """Every table with its arguments, as the exercise calls it somewhere."""
        calls = {call.key: call for call in self.exercise.calls.values()}
        return [{"id": key, "title": self.wording.call(call)} for key, call in calls.items()]
