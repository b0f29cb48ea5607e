"""The relations of a map: between whom, of what kind, and as much of their strength as a view knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.pictures.tracks import bounds, shown, span_of, told, whole
from engine.words.language import Language


@dataclass(frozen=True)
class Tie:
    """One relation; `track` is None where this seat only knows that it exists."""

    ends: tuple[str, str]
    drawn: str
    track: Mapping[str, Any] | None
    third: str = ""
    """Whom both ends trust, for three-way work."""
    name: str = ""

    @property
    def level(self) -> float | None:
        """The strength on a scale of ten, whatever the track's own scale."""
        if self.track is None:
            return None
        low, high = self.track["min"], self.track["max"]
        _, value = span_of(dict(self.track))
        where: float | None = value
        if value is None and self.track.get("value") is not None:
            where = sum(bounds(dict(self.track))) / 2
        elif value is None and whole(told(dict(self.track))):
            where = told(dict(self.track))
        return None if where is None else (where - low) / max(high - low, 1) * 10

    @property
    def now(self) -> bool:
        """Whether it is known as it stands, not only from what was once told."""
        return self.track is not None and self.track.get("value") is not None

    @property
    def moved(self) -> int:
        before, value = span_of(dict(self.track)) if self.track else (None, None)
        return value - before if value is not None and before is not None else 0

    @property
    def rungs(self) -> tuple[int, int]:
        """Steps reached, and how many there are."""
        if self.track is None:
            return 0, 6
        _, value = span_of(dict(self.track))
        steps = self.track["max"] - self.track["min"]
        return (value - self.track["min"] if value is not None else 0), max(steps, 1)

    @property
    def text(self) -> str:
        """What its pill says; nothing where nothing is known."""
        if self.track is None:
            return ""
        value = shown(dict(self.track))
        if self.drawn == "dialogue" and span_of(dict(self.track))[1] is not None:
            value = f"{value}/{self.track['max']}"
        if self.moved:
            value += f" {'▲' if self.moved > 0 else '▼'}{abs(self.moved)}"
        return value

    @property
    def widest(self) -> str:
        """The longest that its pill is likely to say, so that nothing moves about when a value does."""
        if self.track is None or span_of(dict(self.track))[1] is None:
            return self.text
        most = max(str(self.track["min"]), str(self.track["max"]), key=len)
        value = f"{most}/{most}" if self.drawn == "dialogue" else most
        return max(f"{value} ▲2", self.text, key=len)


def ties_of(view: Mapping[str, Any]) -> list[Tie]:
    """The relations of a view's map, in its order."""
    drawn = view.get("map") or {}
    tracks = {track["id"]: track for track in view["tracks"]}
    places, lines = drawn.get("places", {}), drawn.get("lines", [])
    trusts = [frozenset(line["between"]) for line in lines if line["drawn"] == "trust"]
    found = []
    for line in lines:
        one, two = line["between"]
        if one not in places or two not in places or one == two:
            continue
        third = ""
        if line["drawn"] == "shared":
            both = [role for role in places if {one, role} in trusts and {two, role} in trusts]
            third = both[0] if both else ""
        name = str(line.get("name") or line.get("title") or "")
        found.append(Tie((one, two), line["drawn"], tracks.get(line["track"]), third, name))
    return found


def kind_of(tie: Tie, language: Language) -> str:
    """The kind of a relation in a word."""
    return word_of(tie.drawn, language)


def word_of(drawn: str, language: Language) -> str:
    return language.say(
        {
            "closeness": "closeness",
            "trust": "trust",
            "rivalry": "rivalry",
            "tension": "tension",
            "channel": "channel",
            "dialogue": "dialogue",
            "shared": "three-way work",
        }[drawn]
    )


def name_of(tie: Tie, language: Language) -> str:
    """What stands beside its line on the screen."""
    return tie.name or kind_of(tie, language)
