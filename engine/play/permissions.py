"""What the preset allows a seat: to hold control, to chair, to release injects of a tag."""

from engine.play import injects
from engine.play.state import State
from engine.rules.model import PresetSeat


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
    """The injects a role may release, whatever their conditions, so that the list tells nothing."""
    tags = {
        entry["release"]
        for entry in seat_under(state, role).may
        if isinstance(entry, dict) and "release" in entry
    }
    exercise = state.exercise
    return [
        name
        for name, rule in exercise.injects.items()
        if tags & set(rule.inject.tags) and injects.left(state, rule) and name not in state.game.shelf
    ]
