"""What can come of one decision: a card of its own, which the page of a seat shows beside the decision."""

from typing import TypedDict

from flask import Blueprint, abort, request

from engine.play.commands import Refusal
from engine.views import decision
from engine.views.pacts import terms_of
from engine.views.seen import Decision, Move, RoleView
from web.access import enter
from web.open_run import OpenRun
from web.pages.seat import at, slug
from web.rendering import Builder, Page, Query, page

blueprint = Blueprint("why", __name__)
MOST_ABOUT = 200
FEW_HOLDERS = 3
"""More roles than these are not named beside a modifier: nearly everybody could bring it about."""


class WhyPage(TypedDict):
    """What the card shows beyond the view."""

    card: Decision
    variants: list[Move]
    """The other orders of the same move, and this one; empty where it is the only one."""
    at: str
    few: int


def builder(open_run: OpenRun, seat: str, about: str, terms: dict[str, str]) -> Builder[RoleView]:
    """What the template needs beyond the view. 404 where the seat has nothing of this name to decide."""

    def build(view: RoleView, query: Query) -> WhyPage:
        try:
            card = open_run.ahead(lambda state: decision(state, seat, about, view["language"], terms))
        except Refusal:
            abort(404)
        return {
            "card": card,
            "variants": variants(view, about),
            "at": at(view),
            "few": FEW_HOLDERS,
        }

    return build


def variants(view: RoleView, about: str) -> list[Move]:
    """The orders of the move that an order belongs to, where there are several."""
    move = next((entry["move"] for entry in view["moves"] if entry["order"] == about), "")
    found = [entry for entry in view["moves"] if entry["move"] == move]
    return found if len(found) > 1 else []


@blueprint.get("/run/<run>/<seat>/why")
def card(run: str, seat: str) -> Page:
    """The card of an order, a question, a proposal or an agreement that this seat can decide."""
    open_run = enter(run, seat)
    about = request.args.get("about", "")[:MOST_ABOUT]
    if seat not in open_run.roles:
        abort(404)
    terms = terms_of(request.args.get("terms", ""))
    return page(open_run, seat, "why.html", builder(open_run, seat, about, terms))


@blueprint.get("/run/<run>/<seat>/scales")
def scales(run: str, seat: str) -> Page:
    """What the ends, the rungs and the limits of the scales mean that this seat knows."""
    open_run = enter(run, seat)
    if seat not in open_run.roles:
        abort(404)
    return page(open_run, seat, "scales.html", lambda view, query: {"slug": slug})
