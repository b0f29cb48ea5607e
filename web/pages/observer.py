"""The page of an observer: it sees what control sees, and writes down what it saw. It decides nothing."""

from itertools import groupby
from operator import itemgetter
from typing import TypedDict

from engine.play.permissions import OBSERVER
from engine.play.state import PHASES
from engine.views.seen import Aim, ControlView, Fact, Observation, UndoFact
from engine.words.language import Language
from web.open_run import OpenRun
from web.pages.seat_story import taken_back
from web.rendering import Builder, Query, Refused
from web.visitor import runs

UNLISTED = ("track", "phase", "clock", "pause", "note")
"""Kinds of facts that do not stand in the course of the turn; what was observed has its own list."""


class ObserverPage(TypedDict):
    """What the page of an observer shows beyond the view."""

    turns: list[int]
    shown_turn: int
    course: list[tuple[str, list[Fact]]]
    """By phase, what happened in that turn."""
    objectives: list[Aim]
    observed: list[Observation]
    of_control: list[Observation]
    mine: int
    edited: int
    """The line of the note that is open to be corrected; 0 for none."""
    taken_back: UndoFact | None


def builder(open_run: OpenRun, mine: int, refused: Refused | None) -> Builder[ControlView]:
    """What the template needs beyond the view. `mine` is the number that this browser's notes bear."""

    def build(view: ControlView, query: Query) -> ObserverPage:
        evaluation = view["evaluation"]
        notes = [entry for entry in evaluation["observations"] if entry["kind"] != "discussion"]
        names = runs().seats(open_run.name).named_numbers(OBSERVER)
        for_all = signed(notes[::-1], names, Language(view["language"]))
        turns = sorted({fact["turn"] for fact in view["story"]} | {view["turn"]})
        turn = next((turn for turn in turns if str(turn) == query.get("turn")), view["turn"])
        return {
            "turns": turns,
            "shown_turn": turn,
            "course": by_phase(view["story"], turn),
            "objectives": evaluation["objectives"],
            "observed": [note for note in for_all if note["by"] == OBSERVER],
            "of_control": [note for note in for_all if note["by"] != OBSERVER],
            "mine": mine,
            "edited": edited(notes, mine, query, refused),
            "taken_back": taken_back(view),
        }

    return build


def signed(notes: list[Observation], names: dict[int, str], language: Language) -> list[Observation]:
    """Notes with their authors; an observer's name stands beside the run, never in it."""
    found = list[Observation]()
    for note in notes:
        name = names.get(note["observer"], "") if note["by"] == OBSERVER else ""
        author = (
            language.say("{author}, {name}", author=note["author"], name=name) if name else note["author"]
        )
        found.append({**note, "author": author})
    return found


def edited(notes: list[Observation], mine: int, query: Query, refused: Refused | None) -> int:
    """The line of the note that is open to be corrected: one that stands, of whoever looks."""
    asked = [query.get("edit", "")]
    if refused is not None:
        asked += refused.typed.get("note", [])
    return next((note["line"] for note in notes if str(note["line"]) in asked and owns(note, mine)), 0)


def owns(note: Observation, mine: int) -> bool:
    return bool(mine and note["by"] == OBSERVER and note["observer"] == mine)


def by_phase(story: list[Fact], turn: int) -> list[tuple[str, list[Fact]]]:
    """What happened in a turn, the newest first. What opens it still bears the last report's phase."""
    facts, opening = list[Fact](), turn > 0
    for fact in story:
        if fact["turn"] == turn:
            opening = opening and fact["kind"] != "phase"
            shown = fact.copy()
            shown["phase"] = PHASES[0] if opening else fact["phase"]
            facts.append(shown)
    told = [fact for fact in facts if fact["kind"] not in UNLISTED]
    return [(phase, list(found)) for phase, found in groupby(told[::-1], itemgetter("phase"))]
