"""The screen: what everybody may see, to be read from ten metres. Built from the public view alone."""

from collections.abc import Sequence
from textwrap import wrap
from typing import TypedDict, TypeVar

from engine.play.state import PHASES
from engine.views.seen import Fact, InjectFact, Outcome, RoleName, Track, UndoFact, View
from engine.words.language import Language
from web.addresses import addresses, door, reach
from web.open_run import OpenRun
from web.pages.control_ready import at_table, hours
from web.pages.control_seats import Sitting
from web.pages.seat_story import taken_back
from web.rendering import Builder, Query

MOST_TRACKS = 8
"""Tracks in the strip."""
LETTERS, EXTRA, WORDS, MORE = 112, 10, 20, 14
"""Letters of the line that names what else moved; what a value takes beside a name, words, and the rest."""
MOST_EARLIER, MOST_SAID = 3, 3
SIZES = (("large", 170, 38, 57), ("middle", 330, 46, 47), ("small", 620, 56, 40))
"""Sizes of a text read out: up to how many characters, how many of them on a line, how high a line is."""
MOST_WHOLE = 1300
"""A text longer than this takes the smallest size there is."""
ROOM, HEAD, BRINK, LINE = 622, 148, 130, 37
"""In pixels of 1920×1080: the height of the words, what stands above a text, a brink bar, a list's line."""
SCORE, LINE_OF_SCORE = 130, 42
"""The height of the common score, and of the score of a role."""
LINES_OF = 58
"""Letters on a line of a list."""
SAID = ("statement", "announced", "leaving", "chair")
"""Kinds of public facts that belong to the consultation."""


class Others(TypedDict):
    """Tracks that moved and have no place in the strip, and how many more there are."""

    tracks: list[Track]
    more: int


class Screen(TypedDict):
    """What the screen shows beyond the public view."""

    theme: str
    work: str
    """What its middle is for."""
    read_out: InjectFact | None
    size: str
    earlier: list[InjectFact]
    said: list[Fact]
    brink_bar: bool
    brink_words: str
    taken_back: UndoFact | None
    next_phase: str
    strip: list[Track]
    door: str
    also: Others


class SeatOnScreen(RoleName, Sitting):
    """A seat of the ready room, without a name and without a code."""


class ScreenReady(TypedDict):
    """What the screen shows before STARTEX."""

    theme: str
    seats: list[SeatOnScreen]
    at_table: str
    control_here: bool
    door: str
    network: str
    length: str


def build(view: View, query: Query) -> Screen:
    """What the template needs beyond the public view."""
    now = [fact for fact in view["story"] if fact["turn"] == view["turn"]]
    injects = [fact for fact in now if fact["kind"] == "inject"]
    said = [fact for fact in reversed(now) if fact["kind"] in SAID][:MOST_SAID]
    read_out = injects[-1] if injects else None
    doing, brink, undone = work(view, read_out), last_words(view["story"], "brink"), taken_back(view)
    bar = undone is not None or barred(view, doing, brink)
    size, room = lead(text_of(read_out), bool(said), ROOM - BRINK * bar)
    if outcome := view["outcome"]:
        size, room = lead(outcome["text"], True, ROOM - counted(outcome))
    said, room = fitting(said, room)
    earlier, _ = fitting(list(reversed(injects[:-1]))[:MOST_EARLIER], room)
    return {
        "theme": "dark",
        "work": doing,
        "read_out": read_out,
        "size": size,
        "earlier": earlier,
        "said": said,
        "brink_bar": bar,
        "brink_words": brink,
        "taken_back": undone,
        "next_phase": next_phase(view["phase"]),
        "strip": strip(view["tracks"]),
        "door": door() if addresses() else "",
        "also": also(view["tracks"]),
    }


def ready_builder(open_run: OpenRun) -> Builder[View]:
    """What the ready room shows: how to join, and who is in. No track, no card, no name and no code."""

    def build(view: View, query: Query) -> ScreenReady:
        present, language, control = open_run.present, Language(view["language"]), view["control_roles"]
        seats: list[SeatOnScreen] = [
            {**role, "by": view["seats"][role["id"]], "here": present.count(role["id"])}
            for role in view["roles"]
        ]
        return {
            "theme": "dark",
            "seats": seats,
            "at_table": at_table([seat for seat in seats if seat["id"] not in control], language),
            "control_here": view["seats"]["control"] == "person" or present.count("control") > 0,
            "door": door() if addresses() else "",
            "network": reach().network.name,
            "length": hours(view["turns"] * view["turn_minutes"], language) if view["turn_minutes"] else "",
        }

    return build


def last_words(now: list[Fact], kind: str) -> str:
    """The newest fact of a kind this turn, in its words: they speak of the turn that follows."""
    return next((fact["text"] for fact in reversed(now) if fact["kind"] == kind), "")


def work(view: View, read_out: InjectFact | None) -> str:
    """What the middle of the screen is for now."""
    if view["finished"]:
        return "end"
    if view["phase"] in ("rulings", "report"):
        return view["phase"]
    if read_out:
        return "inject"
    return "bulletin" if view["bulletin"] else "opening"


def barred(view: View, doing: str, words: str) -> bool:
    """Whether a bar says that this is the brink turn: not where the bulletin that is shown begins with it."""
    told = doing in ("report", "bulletin") and words in [item["text"] for item in view["bulletin"][:2]]
    return bool(view["brink"]) and not view["finished"] and not told


def next_phase(phase: str) -> str:
    """The phase that follows within the turn, or nothing."""
    return PHASES[PHASES.index(phase) + 1] if phase in PHASES[:-1] else ""


def text_of(read_out: InjectFact | None) -> str:
    return read_out["details"]["text"] if read_out else ""


def counted(outcome: Outcome) -> int:
    """The height of the scores below how it ended."""
    return SCORE * ("common" in outcome) + LINE_OF_SCORE * len(outcome["scores"])


def lead(text: str, shared: bool, room: int = ROOM) -> tuple[str, int]:
    """How large what is read out can be drawn, and the room below it, which it may have to share."""
    if not text:
        return "", room // 2
    for size, most, letters, line in SIZES[1:] if shared else SIZES:
        left = room - HEAD - line * lines(text, letters)
        if len(text) <= most and left >= 0:
            return size, left
    return "whole" if len(text) <= MOST_WHOLE else "longest", 0


def lines(text: str, letters: int) -> int:
    """How many lines a text takes: a word that does not fit any more begins the next one."""
    return sum(max(1, len(wrap(part, letters))) for part in text.split("\n"))


Shown = TypeVar("Shown", bound=Fact)


def words_of(fact: Fact) -> str:
    """What a fact says, without who says it."""
    if fact["kind"] == "inject" or fact["kind"] == "statement":
        return fact["details"]["text"]
    return fact["text"]


def fitting(facts: Sequence[Shown], room: int) -> tuple[list[Shown], int]:
    """As many facts as find room in a list with a heading, and the room that is left."""
    shown: list[Shown] = []
    for fact in facts:
        text = words_of(fact)
        needs = LINE * min(2, len(text) // LINES_OF + 1) + 60 + (0 if shown else 70)
        if needs > room:
            break
        shown.append(fact)
        room -= needs
    return shown, room


def strip(tracks: list[Track]) -> list[Track]:
    """The same tracks all through a run, each in its place: those with an ending, then the short list."""
    known = [track for track in tracks if track["value"] is not None]
    first = sorted(known, key=lambda track: (not track["edges"], not track["short"]))[:MOST_TRACKS]
    return [track for track in tracks if track in first]


def also(tracks: list[Track]) -> Others:
    """Tracks that moved and have no place in the strip: as many as a line has room for, and how many more."""
    shown = strip(tracks)
    others = [track for track in tracks if moved(track) and track not in shown]
    needs = [
        len(str(track["label"])) + (EXTRA if isinstance(track["value"], int) else WORDS) for track in others
    ]
    place = len(others)
    while sum(needs[:place]) > LETTERS - (MORE if place < len(others) else 0):
        place -= 1
    return {"tracks": others[:place], "more": len(others) - place}


def moved(track: Track) -> bool:
    """Whether a track stands elsewhere than where the turn began."""
    return bool(track.get("change")) or track["value"] != track["before"]
