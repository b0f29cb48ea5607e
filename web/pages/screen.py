"""The screen: what everybody may see, to be read from ten metres. Built from the public view alone."""

from typing import Any

from engine.play.state import PHASES
from web.served import Picture

MOST_TRACKS, NARROW = 8, 6
"""Tracks in the strip; fewer where their titles are long, so that no word is cut."""
LONG_TITLE = 30
MOST_EARLIER, MOST_SAID = 3, 3
SIZES = ((170, "large"), (330, "middle"), (620, "small"))
"""Up to how many characters a text is drawn at which size; a longer one takes the whole width."""
SAID = ("statement", "announced", "leaving", "chair")
"""Kinds of public facts that belong to the consultation."""


def build(view: Picture, query: Any) -> dict[str, Any]:
    """What the template needs beyond the public view."""
    now = [fact for fact in view["story"] if fact["turn"] == view["turn"]]
    injects = [fact for fact in now if fact["kind"] == "inject"]
    said = [fact for fact in now if fact["kind"] in SAID][-MOST_SAID:]
    read_out = injects[-1] if injects else None
    return {
        "theme": "dark",
        "work": work(view, read_out),
        "read_out": read_out,
        "size": size_of(read_out["details"].get("text") or read_out["text"], bool(said)) if read_out else "",
        "earlier": list(reversed(injects[:-1]))[: 1 if said else MOST_EARLIER],
        "said": list(reversed(said)),
        "brink_words": next((fact["text"] for fact in reversed(view["story"]) if fact["kind"] == "brink"), ""),
        "next_phase": next_phase(view["phase"]),
        "strip": strip(view["tracks"]),
    }


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


def size_of(text: str, shared: bool) -> str:
    """How large a text can be drawn, the more of the room it has to share the smaller."""
    sizes = SIZES[1:] if shared and len(text) <= SIZES[1][0] else SIZES
    return next((size for most, size in sizes if len(text) <= most), "whole")


def strip(tracks: list[Picture]) -> list[Picture]:
    """The tracks that moved, then those with an ending, then those the exercise shows first."""

    def place(track: Picture) -> tuple[bool, bool, bool]:
        return not moved(track), not track.get("edges"), not track.get("short")

    found = sorted(tracks, key=place)
    short = all(len(track["title"]) <= LONG_TITLE for track in found[:MOST_TRACKS])
    shown = found[: MOST_TRACKS if short else NARROW]
    return [track for track in tracks if track in shown]


def moved(track: Picture) -> bool:
    """Whether a track stands elsewhere than where the turn began."""
    return bool(track.get("change")) or track["value"] != track["before"]
