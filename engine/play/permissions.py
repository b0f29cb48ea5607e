"""What the preset allows a seat: to hold control, to chair, to release injects of a tag."""

from engine.play.events import Released
from engine.play.injects import blocked, timetable
from engine.play.state import State
from engine.rules.model import MayRelease, PresetSeat

OBSERVER = "observer"
"""Somebody of control's staff who sees all, writes down what happens and does nothing else."""


def seat_under(state: State, role: str) -> PresetSeat:
    """How the preset seats a role."""
    preset = state.exercise.file.presets.get(state.game.preset)
    return (preset.seats.get(role) if preset else None) or PresetSeat()


def is_control(state: State, actor: str) -> bool:
    """Whether this seat holds control: the control seat, or a role that the preset makes control."""
    return actor == "control" or (actor in state.exercise.roles and seat_under(state, actor).is_ == "control")


def may(state: State, actor: str, permission: str) -> bool:
    """Whether a seat holds a permission: see_all, advance, override, chair."""
    return is_control(state, actor) or (
        actor in state.exercise.roles and permission in seat_under(state, actor).may
    )


def releases(state: State, role: str) -> dict[str, bool]:
    """By tag, the injects a role may release, and whether control has to approve."""
    rights = [entry for entry in seat_under(state, role).may if isinstance(entry, MayRelease)]
    return {right.release: right.approve for right in rights}


def needs_approval(state: State, role: str, inject: str) -> bool:
    """Whether a role only asks, and control then releases. Automatic control approves at once."""
    tags, found = state.exercise.injects[inject].inject.tags, releases(state, role)
    return state.played("control") and all(found[tag] for tag in tags if tag in found)


def releasable(state: State, role: str) -> list[str]:
    """The injects a role may release now: their turn or their condition has come, as far as the role knows.

    What control has held, skipped or told others alone makes no difference: the list tells nothing that the
    role was not told. That it reads what their conditions read is checked when the exercise is loaded.
    """
    tags = releases(state, role)
    due = timetable(state)
    seen = [
        (moment.event.inject, moment.turn)
        for moment in state.game.history
        if isinstance(moment.event, Released) and role in moment.event.knows
    ]
    return [
        name
        for name, rule in state.exercise.injects.items()
        if not tags.keys().isdisjoint(rule.inject.tags)
        and (rule.inject.mode != "timetable" or name in due)
        and not blocked(state, rule)
        and (name, state.game.turn) not in seen
        and sum(name == other for other, _ in seen) < rule.inject.times
    ]
