"""A visit of the debrief: who may open it, with whose eyes, and what all of its pages share."""

from typing import Any, NamedTuple

from flask import abort, g, render_template, request, url_for
from markupsafe import escape

from engine.play.permissions import OBSERVER
from engine.views import CONTROL
from engine.views.seen import View
from engine.words.language import Language
from web import rendering
from web.access import hold, let_in
from web.open_debrief import Lasted, OpenDebrief
from web.open_run import OpenRun
from web.rendering import Refused, Typed
from web.visitor import SCREEN, visitor

TABS = ("decided", "claims", "replay", "luck", "questions", "evaluation", "compare", "report")
OF_CONTROL = ("claims", "evaluation", "compare")
"""Tabs for whoever may look with control's eyes."""


class Visit(NamedTuple):
    """Somebody who has opened the debrief from a seat."""

    open_run: OpenRun
    seat: str
    open_debrief: OpenDebrief
    choice: list[str]
    """With whose eyes this seat may look."""
    eyes: str
    """With whose it looks."""
    language: Language
    view: View
    """What these eyes see as the run stands."""
    token: str
    """The word of what the seat may see at the same moment."""
    lasted: Lasted | None
    """When and how long it was played, for control."""

    @property
    def sees_all(self) -> bool:
        """Whether this seat may look with control's eyes."""
        return CONTROL in self.choice

    @property
    def is_control(self) -> bool:
        """Whether this seat does what control does."""
        return self.open_run.holds_control(self.seat)

    @property
    def asks_claims(self) -> bool:
        """Whether the exercise names paired rehearsals."""
        return bool(self.open_run.exercise.file.rehearsals)

    @property
    def tabs(self) -> list[str]:
        """The parts of the debrief that this seat has, as links stand in its header."""
        found = [name for name in TABS if self.sees_all or name not in OF_CONTROL]
        return [name for name in found if name != "claims" or self.asks_claims]

    @property
    def notes(self) -> bool:
        """Whether this seat may pin notes to moments."""
        return self.is_control or self.seat == OBSERVER

    def address(self, page: str, **query: Any) -> str:
        """A page of this debrief, seen with the same eyes unless others are named."""
        query.setdefault("as", self.eyes if self.eyes != self.choice[0] else "")
        return url_for(
            f"debrief.{page}",
            run=self.open_run.name,
            seat=self.seat,
            **{name: value for name, value in query.items() if value not in ("", None)},
        )

    def eyes_links(self, page: str, **query: Any) -> list[dict[str, str]]:
        """The same page seen by each whose eyes this seat may look with; none where there is no choice."""
        if len(self.choice) < 2:
            return []
        order = [CONTROL, *self.open_run.roles, SCREEN]
        return [
            {
                "eyes": eyes,
                "href": self.address(page, **query, **{"as": "" if eyes == self.choice[0] else eyes}),
            }
            for eyes in order
        ]


def visit(run: str, seat: str, needs_control: bool = False) -> Visit:
    """A visit of the debrief. 404 for whoever may not look back (yet), or not with the eyes asked for.

    Until the request is answered the debrief stands still; the room does not wait for it.
    """
    open_run = let_in(run, seat)
    open_debrief = open_run.open_debrief()
    g.language = Language(visitor().language(f"{run}/{seat}"))
    token = hold(open_debrief.visited(seat, g.language.code))
    choice = open_debrief.eyes(seat) if seat != SCREEN else []
    eyes = request.args.get("as") or (choice[0] if choice else "")
    if eyes not in choice or (needs_control and CONTROL not in choice):
        abort(404)
    view = open_debrief.view(eyes, g.language.code)
    lasted = open_debrief.lasted() if CONTROL in choice else None
    return Visit(open_run, seat, open_debrief, choice, eyes, g.language, view, token, lasted)


def show(found: Visit, template: str, tab: str, refused: Refused | None = None, **context: Any) -> str:
    """A page of the debrief; a form that was refused is shown as it was typed."""
    view = context.pop("view", None) or found.view

    def render(**more: Any) -> str:
        return render_template(
            template,
            view=view,
            run=found.open_run.name,
            seat=found.seat,
            visit=found,
            tab=tab,
            tabs=found.tabs,
            played=found.lasted,
            token=found.token,
            refused=refused,
            typed=lambda form: Typed(form, refused),
            **context,
            **more,
        )

    html = render()
    if refused is not None and refused.reason and f'id="form-{escape(refused.form)}"' not in html:
        html = render(stray=refused)
    return rendering.finish(html)
