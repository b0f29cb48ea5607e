"""The screen: what everybody may see, to be read from ten metres. Built from the public view alone."""

import re
from typing import Any

from engine.play.state import PHASES
from web.addresses import addresses
from web.served import Picture

MOST_TRACKS, FEWER = 8, 6
"""Tracks in the strip; fewer where their titles are long, so that no word is cut."""
LETTERS, LINES = 13, 3
"""Letters on a line of an eighth of the strip, and the lines a title may take there."""
MOST_EARLIER, MOST_SAID = 3, 3
SIZES = (("large", 170, 38, 57), ("middle", 330, 46, 47), ("small", 620, 56, 40))
"""Sizes of a text read out: up to how many characters, how many of them on a line, how high a line is."""
MOST_WHOLE = 1300
"""A text longer than this takes the smallest size there is."""
ROOM, HEAD, LINE, LINES_OF = 660, 130, 37, 58
"""Height of the words in pixels of 1920×1080, what stands above a text, and the lines of a list below it."""
SAID = ("statement", "announced", "leaving", "chair")
"""Kinds of public facts that belong to the consultation."""


def build(view: Picture, query: Any) -> dict[str, Any]:
    """What the template needs beyond the public view."""
    now = [fact for fact in view["story"] if fact["turn"] == view["turn"]]
    injects = [fact for fact in now if fact["kind"] == "inject"]
    said = [fact for fact in reversed(now) if fact["kind"] in SAID][:MOST_SAID]
    read_out = injects[-1] if injects else None
    size, room = lead(read_out, bool(said))
    said, room = fitting(said, room)
    earlier, _ = fitting(list(reversed(injects[:-1]))[:MOST_EARLIER], room)
    return {
        "theme": "dark",
        "work": work(view, read_out),
        "read_out": read_out,
        "size": size,
        "earlier": earlier,
        "said": said,
        "brink_words": next(
            (fact["text"] for fact in reversed(view["story"]) if fact["kind"] == "brink"), ""
        ),
        "next_phase": next_phase(view["phase"]),
        "strip": strip(view["tracks"]),
        "addresses": addresses(),
    }


def last_words(now: list[Picture], kind: str) -> str:
    """The newest fact of a kind this turn, in its words: they speak of the turn that follows."""
    return next((str(fact["text"]) for fact in reversed(now) if fact["kind"] == kind), "")


def work(view: Picture, read_out: Picture | None) -> str:
    """What the middle of the screen is for now."""
    if view["finished"]:
        return "end"
    if view["phase"] in ("rulings", "report"):
        return str(view["phase"])
    if read_out:
        return "inject"
    return "bulletin" if view["bulletin"] else "opening"


def next_phase(phase: str) -> str:
    """The phase that follows within the turn, or nothing."""
    return PHASES[PHASES.index(phase) + 1] if phase in PHASES[:-1] else ""


def lead(read_out: Picture | None, shared: bool) -> tuple[str, int]:
    """How large what is read out can be drawn, and the room below it, which it may have to share."""
    if read_out is None:
        return "", ROOM // 2
    text = read_out["details"].get("text") or read_out["text"]
    for size, most, letters, line in SIZES[1:] if shared else SIZES:
        if len(text) <= most:
            return size, ROOM - HEAD - line * (len(text) // letters + 1)
    return "whole" if len(text) <= MOST_WHOLE else "longest", 0


def fitting(facts: list[Picture], room: int) -> tuple[list[Picture], int]:
    """As many facts as find room in a list with a heading, and the room that is left."""
    shown: list[Picture] = []
    for fact in facts:
        text = fact["details"].get("text") or fact["text"]
        needs = LINE * min(2, len(text) // LINES_OF + 1) + 60 + (0 if shown else 70)
        if needs > room:
            break
        shown.append(fact)
        room -= needs
    return shown, room


def strip(tracks: list[Picture]) -> list[Picture]:
    """The tracks that moved, then those with an ending, then those the exercise shows first."""

    def place(track: Picture) -> tuple[bool, bool, bool]:
        return not moved(track), not track.get("edges"), not track.get("short")

    found = sorted(tracks, key=place)
    shown = found[: MOST_TRACKS if all(fits(track["title"]) for track in found[:MOST_TRACKS]) else FEWER]
    return [track for track in tracks if track in shown]


def fits(title: str) -> bool:
    """Whether a title has room in an eighth of the strip."""
    lines, left = 1, LETTERS
    for word in re.findall(r"[^\s/–-]+[\s/–-]*", title):
        if len(word.rstrip()) > LETTERS + 1:
            return False
        if len(word.rstrip()) > left:
            lines, left = lines + 1, LETTERS
        left -= len(word)
    return lines <= LINES


def moved(track: Picture) -> bool:
    """Whether a track stands elsewhere than where the turn began."""
    return bool(track.get("change")) or track["value"] != track["before"]
