"""Two runs of the same exercise side by side: a fork and where it came from, or any other two."""

from typing import TypedDict

from flask import request

from engine.play.commands import Refusal
from engine.record.log import LogError
from engine.review.compare import compare as compare_runs
from engine.review.learned import CommonBeginning
from engine.rules.problems import ExerciseError
from engine.views import CONTROL
from engine.views.seen import View
from engine.words.refusals import refusal_in_words
from web.access import let_go
from web.pages.debrief_visit import Visit, show, visit
from web.visitor import SCREEN, runs, visitor

MOST_RUNS = 40
"""Runs that are looked through for others of the same exercise, the newest first."""


class Candidate(TypedDict):
    """Another run to compare with: its name, its view, and up to where it has the same lines."""

    name: str
    view: View
    shared: CommonBeginning | None


def compare(run: str, seat: str) -> str:
    """The runs there are to choose from, and the comparison with the one that was chosen."""
    found = visit(run, seat, needs_control=True)
    view = found.open_debrief.view(CONTROL, found.language.code)
    others = list(candidates(found))
    asked = request.args.get("with", "")
    chosen = next((entry for entry in others if entry["name"] == asked), None)
    compared, why, mine = None, "", found.open_debrief.apart()
    let_go()  # of two debriefs nobody holds both: another may hold them the other way round
    if chosen:
        theirs = runs().run(chosen["name"]).open_debrief().apart()
        try:
            compared = compare_runs(mine, theirs, found.language.code)
        except Refusal as refusal:
            why = refusal_in_words(refusal, found.language)
    return show(
        found,
        "debrief/compare.html",
        "compare",
        view=view,
        others=others,
        chosen=chosen,
        compared=compared,
        why=why,
        every=request.args.get("tracks") == "all",
    )


def candidates(found: Visit) -> list[Candidate]:
    """Other runs of this exercise whose control this browser holds: forks first, then the newest."""
    entries = list[Candidate]()
    mine = found.open_run.picture(SCREEN, found.language.code)["exercise"]
    for name in runs().names()[:MOST_RUNS]:
        if name == found.open_run.name:
            continue
        try:
            if not visitor().holds(name, "control"):
                continue
            open_run = runs().run(name)
            view = open_run.picture(SCREEN, found.language.code)
            if view["exercise"] != mine:
                continue
            shared = found.open_debrief.shares(open_run.open_debrief())
        except (KeyError, LogError, ExerciseError, OSError):  # moved away, or not to be read
            continue
        entries.append({"name": name, "view": view, "shared": shared})
    return sorted(entries, key=lambda entry: entry["shared"] is None)
