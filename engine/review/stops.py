"""What a slider steps over: every event of a log for control, for others the moments they were told of."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from engine.play.events import Overridden, Published, Ruled, Stepped, TurnBegan
from engine.play.state import PHASES
from engine.record.chain import Line
from engine.review.accounts import Account, Chapter
from engine.review.checkpoints import Checkpoints
from engine.review.learned import StopEntry, StopWords
from engine.views.story import Fact

MOST_TEXT = 200
SIGNS = {"inject": "inject", "override": "override", "endex": "ending", "brink": "ending", "undo": "undo"}
"""By kind of fact, what a slider is marked with."""


class Stop(Struct, frozen=True, gc=False):
    """A stop with what it rests on: the event it comes after, and what was told there."""

    entry: StopEntry
    number: int
    chapter: Chapter
    first: int
    last: int
    """Its facts in the chapter: from the first to before the last."""

    @property
    def facts(self) -> list[Fact]:
        return self.chapter.facts[self.first : self.last]


class Stops:
    """Makes the stops of one point of view."""

    def __init__(self, checkpoints: Checkpoints, account: Account, lines: Sequence[Line[Any]]) -> None:
        self.checkpoints, self.account, self.lines = checkpoints, account, lines
        self.language = account.language

    def all(self) -> list[Stop]:
        """Control's: every event as it happened."""
        found, chapters = [], self.account.chapters
        moved = set[tuple[int, str]]()  # by turn, rulings: publishing one is no second override
        at, first = 0, 0
        for number, moment in enumerate(self.checkpoints.moments, 1):
            place = moment.line, moment.index
            while at + 1 < len(chapters) and chapters[at + 1].begins <= place:
                at += 1
                first = chapters[at].told
            chapter = chapters[at]
            last = first
            while last < len(chapter.places) and chapter.places[last] == place:
                last += 1
            facts = chapter.facts[first:last]
            told = words(facts) if facts else self.silent(number)
            if isinstance(moment.event, Overridden):
                moved.add((moment.turn, moment.event.ruling))
            elif isinstance(moment.event, Ruled) and (moment.turn, moment.event.path) in moved:
                told["sign"] = ""
            entry: StopEntry = {
                "stop": number,
                "turn": moment.turn,
                "phase": moment.phase,
                **told,
                "standing": self.checkpoints.stands(number),
                "line": moment.line,
                "event": moment.index + 1,
                "at": self.lines[moment.line - 1].at,
            }
            found.append(Stop(entry, number, chapter, first, last))
            first = last
        return opened(found)

    def silent(self, number: int) -> StopWords:
        """An event that tells no fact."""
        event, say = self.checkpoints.moments[number - 1].event, self.language.say
        if isinstance(event, TurnBegan):
            text = say("Turn {turn} begins", turn=event.turn)
        elif isinstance(event, Published):
            text = say("The rulings of turn {turn} are published", turn=event.turn)
        elif isinstance(event, Stepped):
            text = say("No track moves")
        else:
            text = say("nothing changed")
        return {"kind": type(event).__name__.lower(), "text": text, "sign": ""}

    def own(self) -> list[Stop]:
        """A role's or the public's: what they were told."""
        found: list[Stop] = []
        for chapter in self.account.chapters:
            for first, last in groups(chapter):
                fact, line = chapter.facts[first], chapter.places[first][0]
                number = self.checkpoints.number_at(chapter.places[first])
                told = words(chapter.facts[first:last])
                entry: StopEntry = {
                    "stop": len(found) + 1,
                    "turn": fact.turn,
                    "phase": fact.phase,
                    "kind": told["kind"],
                    "text": told["text"],
                    "sign": told["sign"],
                    "standing": self.checkpoints.stands(number),
                }
                found.append(Stop(entry, self.checkpoints.number_of(line), chapter, first, last))
        return opened(found)


def opened(stops: list[Stop]) -> list[Stop]:
    """What opens a turn belongs to its first phase, though the last report was still on."""
    turn, opening = 0, False
    for stop in stops:
        entry = stop.entry
        report = entry["phase"] == PHASES[-1] and entry["kind"] not in ("phase", "undo")
        opening = report and (opening or entry["turn"] > turn)
        turn = entry["turn"]
        if opening:
            entry["phase"] = PHASES[0]
    return stops


def groups(chapter: Chapter) -> Iterator[tuple[int, int]]:
    """The facts of a chapter that were new in it; tracks that moved one after the other go together."""
    first, most = chapter.told, len(chapter.facts)
    while first < most:
        last = first + 1
        while (
            chapter.facts[first].kind == "track"
            and last < most
            and chapter.facts[last].kind == "track"
            and chapter.places[last][0] == chapter.places[first][0]
        ):
            last += 1
        yield first, last
        first = last


def words(facts: list[Fact]) -> StopWords:
    """Kind, text and sign of what was told at one stop."""
    kind, text = facts[0].kind, facts[0].text
    if len(facts) > 1:
        text = "; ".join(fact.text for fact in facts)
    text = " ".join(text.split())
    moved = kind == "ruling" and facts[0].details.get("replaced")
    return {
        "kind": kind,
        "text": text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 1]}…",
        "sign": "override" if moved else SIGNS.get(kind, ""),
    }
