"""The pages of the debrief and their addresses, and how a form finds the one it came from."""

import re
from collections.abc import Callable

from flask import Blueprint, Response, abort, url_for

from web.pages import (
    debrief_claims,
    debrief_compare,
    debrief_decided,
    debrief_evaluation,
    debrief_fork,
    debrief_hot_wash,
    debrief_luck,
    debrief_questions,
    debrief_replay,
    debrief_report,
    debrief_what_if,
)
from web.rendering import Refused

blueprint = Blueprint("debrief", __name__, url_prefix="/run/<run>/<seat>/debrief")
PAGES: dict[str, tuple[str, Callable[..., str | Response]]] = {
    "replay": ("", debrief_replay.replay),
    "decided": ("/decided", debrief_decided.decided),
    "claims": ("/claims", debrief_claims.claims),
    "hot_wash": ("/hot-wash", debrief_hot_wash.hot_wash),
    "luck": ("/luck", debrief_luck.luck),
    "questions": ("/questions", debrief_questions.questions),
    "question": ("/questions/<question>", debrief_questions.question),
    "evaluation": ("/evaluation", debrief_evaluation.evaluation),
    "compare": ("/compare", debrief_compare.compare),
    "what_if": ("/what-if", debrief_what_if.what_if),
    "report": ("/report", debrief_report.report),
    "take": ("/report/<document>", debrief_report.take),
}
"""By name, where a page stands and what shows it."""
OF = re.compile(r"[A-Za-z0-9_-]{0,80}")
WITH_FORMS = ("replay", "decided", "questions", "question", "evaluation", "report")
"""Pages that have forms of commands; they can be shown again with one that was refused."""

for name, (rule, page) in PAGES.items():
    blueprint.add_url_rule(rule, name, page)
blueprint.add_url_rule("/claims", "ask_claims", debrief_claims.ask, methods=["POST"])
blueprint.add_url_rule("/fork", "play_on", debrief_fork.play_on, methods=["POST"])


def place_of(run: str, seat: str, page: str) -> str:
    """The address of a page of the debrief by the name its forms give it: `evaluation`, `question/Q01`."""
    name, of = named(page)
    return url_for(f"debrief.{name}", run=run, seat=seat, question=of or None)


def shown_again(run: str, seat: str, page: str, refused: Refused) -> str:
    """The page a form came from, with the form as it was typed."""
    name, of = named(page)
    more = {"question": of} if of else {}
    shown = PAGES[name][1](run, seat, refused=refused, **more)
    assert isinstance(shown, str), "a page with forms is a page"
    return shown


def named(page: str) -> tuple[str, str]:
    """A page that has forms, and which question is open on it, if any. 400 for any other page."""
    name, _, of = page.partition("/")
    if name not in WITH_FORMS or bool(of) != (name == "question") or not OF.fullmatch(of):
        abort(400)
    return name, of
