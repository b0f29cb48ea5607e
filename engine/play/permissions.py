"""What the preset allows a seat: to hold control, to chair, to release injects of a tag."""

from engine.play.events import Released
from engine.play.state import State
from engine.rules.model import PresetSeat

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


def releasable(state: State, role: str) -> list[str]:
    """The injects a role may release, less those it knows to be used up.

    Conditions, and what control has held, skipped or told others alone, make no difference: the list
    tells nothing that the role was not told.
    """
    tags = {
        entry["release"]
        for entry in seat_under(state, role).may
        if isinstance(entry, dict) and "release" in entry
    }
    seen = [
        (moment.event.inject, moment.turn)
        for moment in state.game.history
        if isinstance(moment.event, Released) and role in moment.event.knows
    ]
    return [
        name
        for name, rule in state.exercise.injects.items()
        if tags & set(rule.inject.tags)
        and (name, state.game.turn) not in seen
        and sum(name == other for other, _ in seen) < rule.inject.times
    ]
