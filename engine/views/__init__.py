"""Views: the only way from state and log to anything a person sees, on page, console, export or stream.

`view` is the whole picture of one seat as plain data. It is built from what `audience.Viewer` lets this
seat read and from nothing else; what is not released here does not leave the process.
"""

from typing import Any

from engine.play import injects
from engine.play.audience import CONTROL, PUBLIC
from engine.play.commands.ask import Ask
from engine.play.commands.declared import Improvise
from engine.play.commands.reading import read as read_fields
from engine.play.commands.writing import read
from engine.play.draft import Draft
from engine.play.permissions import OBSERVER, is_control, may
from engine.play.state import State
from engine.views.bulletin import bulletin
from engine.views.control import ControlPicture
from engine.views.levers import LeverPicture
from engine.views.picture import Picture
from engine.views.seat import SeatPicture
from engine.views.stories import Stories
from engine.views.words import struck

__all__ = [
    "CONTROL",
    "PUBLIC",
    "Stories",
    "debrief_eyes",
    "draft_preview",
    "effective",
    "inject_preview",
    "levers",
    "view",
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


def view(state: State, seat: str, language: str = "en", stories: Stories | None = None) -> dict[str, Any]:
    """Everything a seat (a role, `control` or `public`) knows now, as plain data in one language.

    `stories` keeps what was told for the next view of the same state: give the same one again and again.
    """
    eyes = effective(state, seat)
    stories = stories or Stories(state)
    kind = ControlPicture if eyes == CONTROL else Picture
    picture = kind(state, seat, eyes, language, stories)
    found = picture.frame()
    found["tracks"] = picture.tracks()
    found["tokens"] = picture.tokens()
    found["flags"] = picture.flags()
    found["agreements"] = picture.agreements()
    told = stories.of(state, eyes, picture.language.code).plain
    found["story"] = [struck(fact, state, picture.wording) for fact in told]
    found["bulletin"] = bulletin(state, picture.language, stories)
    found["outcome"] = picture.outcome()
    if seat in state.exercise.roles:
        found |= SeatPicture(state, seat, eyes, language, stories).own(seat)
    if isinstance(picture, ControlPicture):
        found |= picture.control()
    return found


def inject_preview(
    state: State, inject: str, choices: dict[str, str], language: str = "en"
) -> dict[str, Any]:
    """What releasing an inject would do now: `facts`, `tracks` and what it `wakes`. Changes nothing."""
    picture, draft = ControlPicture(state, CONTROL, CONTROL, language), Draft(state)
    if inject in state.game.written:
        written = state.game.written[inject]
        return picture.foreseen(injects.written_effects(draft, written, written.to)[0])
    return picture.foreseen(injects.effects_of(draft, state.exercise.injects[inject], choices))


def draft_preview(state: State, data: dict[str, Any], language: str = "en") -> dict[str, Any]:
    """The same for an inject still being written: the data of a command `improvise`. Raises Refusal."""
    picture, draft = ControlPicture(state, CONTROL, CONTROL, language), Draft(state)
    written = read(Ask(draft, CONTROL), read_fields(Improvise, data), unfinished=True)
    adjudication, lines = injects.written_effects(draft, written, written.to)
    return {**picture.foreseen(adjudication), "effects": picture.set_or_opened(lines)}


def levers(state: State, language: str = "en") -> dict[str, Any]:
    """What an inject written during play can name, by title, for control."""
    return LeverPicture(state, CONTROL, CONTROL, language).levers()
