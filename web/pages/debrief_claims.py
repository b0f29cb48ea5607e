"""What the source claims, asked of many runs: each paired rehearsal, and where this run ended beside it.

What many runs come to tells of what an exercise keeps from its roles, so it is for whoever may look with
control's eyes. Only control has them played.
"""

from typing import TYPE_CHECKING, NamedTuple, TypedDict

from flask import abort, redirect, request
from werkzeug.wrappers import Response as Answer

from engine.words.refusals import refusal_in_words
from web.pages.debrief_decided import Going
from web.pages.debrief_visit import Visit, show, visit
from web.visitor import runs

if TYPE_CHECKING:
    from engine.review.claims import AskedClaim


class State(NamedTuple):
    """How far they have been played, or why that went wrong; nothing of both where nobody plays them."""

    going: Going | None = None
    why: str = ""


class Projected(TypedDict):
    """One question on the wall, and those beside it."""

    claim: "AskedClaim"
    number: int
    all: int
    before: str
    after: str


def claims(run: str, seat: str) -> str:
    """All of them, or one on the wall. 404 where there are none, and for whoever does not see all."""
    found = visit(run, seat, needs_control=True)
    if not found.asks_claims:
        abort(404)
    asked = told_of(found)
    if projected := request.args.get("project"):
        return show(found, "debrief/project_claim.html", "claims", theme="dark", **one(asked, projected))
    return show(
        found,
        "debrief/claims.html",
        "claims",
        claims=asked,
        known=any(entry["picture"] for entry in asked),
        marked=any(entry["picture"] and entry["picture"]["run"] for entry in asked),
        state=state_of(found),
    )


def ask(run: str, seat: str) -> Answer:
    """Have them played, where that is not known. 404 for everybody but control."""
    found = visit(run, seat, needs_control=True)
    if not (found.is_control and found.asks_claims):
        abort(404)
    runs().claims.ask(found.open_run.exercise)
    return redirect(found.address("claims"), 303)


def told_of(found: Visit) -> "list[AskedClaim]":
    """Each question in words, and what came of it beside how this run ended."""
    from engine.review.claims import asked_claims

    exercise = found.open_run.exercise
    played = runs().claims.known(exercise)
    return asked_claims(exercise, played, found.open_debrief.ended(), found.language)


def state_of(found: Visit) -> State:
    """What became of asking for them here."""
    asked, beside = runs().claims.asked(found.open_run.exercise), runs().beside
    if asked is None or asked.made:
        return State()
    if asked.going:
        progress = beside.progress(asked)
        return State(Going(beside.before(asked), progress.done, progress.of))
    return State(why=refusal_in_words(asked.refused, found.language) if asked.refused else "")


def one(asked: "list[AskedClaim]", name: str) -> Projected:
    """A question by its name. 404 where there is none that has been played."""
    at = next((at for at, entry in enumerate(asked) if entry["id"] == name and entry["picture"]), None)
    if at is None:
        abort(404)
    return {
        "claim": asked[at],
        "number": at + 1,
        "all": len(asked),
        "before": asked[at - 1]["id"] if at else "",
        "after": asked[at + 1]["id"] if at + 1 < len(asked) else "",
    }
