"""Views: the only way from state and log to anything a person sees, on page, console, export or stream.

`view` is the whole picture of one seat as plain data. It is built from what `audience.Viewer` lets this
seat read and from nothing else; what is not released here does not leave the process.
"""

from typing import Any, Literal, overload

from msgspec import UNSET

from engine.play import injects
from engine.play.commands.ask import Ask
from engine.play.commands.declared import Improvise, Weigh
from engine.play.commands.reading import read as read_fields
from engine.play.commands.writing import read
from engine.play.draft import Draft
from engine.play.events import Weighed
from engine.play.permissions import OBSERVER, is_control, may
from engine.play.state import State
from engine.play.viewer import CONTROL, PUBLIC
from engine.views.arguing import plea
from engine.views.control import ControlPicture
from engine.views.decision import DecisionPicture
from engine.views.levers import LeverPicture
from engine.views.picture import Picture
from engine.views.seat import SeatPicture
from engine.views.seen import ControlRoleView, ControlView, Decision, Levers, Plea, Preview, SeatView, View
from engine.views.stories import Stories

__all__ = [
    "CONTROL",
    "PUBLIC",
    "Stories",
    "debrief_eyes",
    "decision",
    "draft_preview",
    "effective",
    "inject_preview",
    "levers",
    "view",
    "weighed_so",
]


def effective(state: State, seat: str) -> str:
    """The point of view of a seat: an observer and a role that the preset makes control see as control."""
    sees_all = seat == OBSERVER or (
        seat != PUBLIC and (is_control(state, seat) or may(state, seat, "see_all"))
    )
    return CONTROL if sees_all else seat


def debrief_eyes(state: State, seat: str) -> list[str]:
    """Whose knowledge a seat may look at in the debrief, first the one it begins with.

    Control sees with any eyes; so does every role once the run has ended and control has released all.
    """
    everybody = [CONTROL, *state.exercise.roles, PUBLIC]
    if effective(state, seat) == CONTROL:
        return everybody
    if seat in state.exercise.roles and state.game.finished and state.game.disclosed == "all":
        return [seat, *(eyes for eyes in everybody if eyes != seat)]
    return [seat]


@overload
def view(
    state: State, seat: Literal["control"], language: str = "en", stories: Stories | None = None
) -> ControlView: ...
@overload
def view(state: State, seat: str, language: str = "en", stories: Stories | None = None) -> View: ...
def view(state: State, seat: str, language: str = "en", stories: Stories | None = None) -> View:
    """Everything a seat (a role, `control` or `public`) knows now, as plain data in one language: see `seen`.

    `stories` keeps what was told for the next view of the same state: give the same one again and again.
    """
    eyes = effective(state, seat)
    stories = stories or Stories(state)
    role = seat in state.exercise.roles
    if eyes == CONTROL:
        picture = ControlPicture(state, seat, eyes, language, stories)
        control = picture.control(picture.view("control_role" if role else "control"))
        return picture_of_role(state, seat, language, stories, control) if role else control
    if not role:
        return Picture(state, seat, eyes, language, stories).view("public")
    own = SeatPicture(state, seat, eyes, language, stories)
    found: SeatView = {**own.own(seat, own.view("role")), "versions": own.versions(seat)}
    return found


def picture_of_role(
    state: State, seat: str, language: str, stories: Stories, control: ControlView
) -> ControlRoleView:
    """What control sees with a role's own matters: of a role whose seat is control, or that sees all."""
    own = SeatPicture(state, seat, CONTROL, language, stories).own(seat, control)
    return {**own, **control}


def decision(
    state: State, role: str, about: str, language: str = "en", terms: dict[str, str] | None = None
) -> Decision:
    """What can come of something a role can decide, as far as it may know: an order by its key, a question,
    a proposal, or an agreement with such terms. Raises Refusal where it has nothing of this name to decide.
    """
    return DecisionPicture(state, role, effective(state, role), language).decision(about, terms)


def inject_preview(state: State, inject: str, choices: dict[str, str], language: str = "en") -> Preview:
    """What releasing an inject would do now: `facts`, `tracks` and what it `wakes`. Changes nothing."""
    picture, draft = ControlPicture(state, CONTROL, CONTROL, language), Draft(state)
    if inject in state.game.written:
        written = state.game.written[inject]
        return picture.foreseen(*injects.written_effects(draft, written, written.to))
    return picture.foreseen(injects.effects_of(draft, state.exercise.injects[inject], choices))


def draft_preview(state: State, data: dict[str, Any], language: str = "en") -> Preview:
    """The same for an inject still being written: the data of a command `improvise`. Raises Refusal."""
    picture, draft = ControlPicture(state, CONTROL, CONTROL, language), Draft(state)
    written = read(Ask(draft, CONTROL), read_fields(Improvise, data), unfinished=True)
    return picture.foreseen(*injects.written_effects(draft, written, written.to))


def weighed_so(state: State, path: str, data: dict[str, Any], language: str = "en") -> Plea:
    """An argued order as it would stand weighed so: the data of a command `weigh`. Nothing is rolled or kept.
    Raises Refusal.
    """
    given = read_fields(Weigh, {**data, "order": path})
    trial = Weighed(
        order=path,
        counts=given.counts,
        difficulty=given.difficulty,
        amount=None if given.amount is UNSET else given.amount,
    )
    return plea(ControlPicture(state, CONTROL, CONTROL, language), path, trial)


def levers(state: State, language: str = "en") -> Levers:
    """What an inject written during play can name, by title, for control."""
    return LeverPicture(state, CONTROL, CONTROL, language).levers()
