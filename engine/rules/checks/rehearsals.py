"""Paired rehearsals: whether each side can be played, and what is to be looked at exists."""

import re

from engine.rules.checks.checker import Checker
from engine.rules.findings import Path
from engine.rules.model import NUMBERS_OF_CAPITAL, Side


def check_rehearsals(on: Checker) -> None:
    """Report sides that name what is not there, and figures that nothing could show."""
    for name, entry in on.file.rehearsals.items():
        path: Path = ("rehearsals", name)
        if entry.format:
            on.known((*path, "format"), "format", entry.format, on.file.formats)
        format_id = entry.format or (on.exercise.default_format if on.file.formats else "")
        for side in ("first", "other"):
            _side(on, (*path, side), getattr(entry, side))
        first, other = entry.first, entry.other
        if all(getattr(first, part) == getattr(other, part) for part in ("play", "set", "without", "never")):
            message = (
                "both sides are played alike; change something on one of them: play, set, without or never"
            )
            on.error((*path, "other"), "alike", message)
        for index, figure in enumerate(entry.figures):
            _figure(on, (*path, "figures", index), figure, format_id)
        on.once((*path, "figures"), entry.figures)


def _side(on: Checker, path: Path, side: Side) -> None:
    file = on.file
    for role, way in side.play.items():
        if not on.known((*path, "play", role), "role", role, (*file.roles, "all"), key=True):
            continue
        if isinstance(way, list):
            own = [order.key for order in on.exercise.orders.values() if role in ("all", order.role)]
            for index, order in enumerate(way):
                on.known((*path, "play", role, index), "order", _spaced(order), own)
    for name, value in side.set.items():
        _number(on, (*path, "set", name), name, value)
    for index, name in enumerate(side.without):
        on.known((*path, "without", index), "inject", name, file.injects)
    for index, name in enumerate(side.never):
        on.known((*path, "never", index), "move or agreement", name, (*file.moves, *file.agreements))
    for part in ("without", "never"):
        on.once((*path, part), getattr(side, part))


def _spaced(order: str) -> str:
    """An order as the engine writes it, however its commas stand."""
    return re.sub(r"\s*,\s*", ", ", order.strip())


def _number(on: Checker, path: Path, name: str, value: int) -> None:
    file = on.file
    if name in file.tracks:
        track = file.tracks[name]
        if not track.min <= value <= track.max:
            message = f"'{name}' goes from {track.min} to {track.max}; {value} lies outside the scale"
            on.error(path, "bounds", message)
        return
    names = [*file.tracks, *NUMBERS_OF_CAPITAL]
    names += [*(f"cost.{move}" for move in file.moves), *(f"income.{role}" for role in file.roles)]
    if on.known(path, "number", name, names, key=True) and value < 0:
        on.error(path, "bounds", f"{value} is less than nothing")


def _figure(on: Checker, path: Path, figure: str, format_id: str) -> None:
    file = on.file
    kind, dot, name = figure.partition(".")
    lists = {
        "ending": [ending.id for ending in file.endings],
        "group": list(dict.fromkeys(ending.group for ending in file.endings if ending.group)),
        "score": list(file.roles),
        "objective": [goal.id for goal in on.exercise.objectives_in(format_id)],
        "red_line": [line.id for line in on.exercise.red_lines],
    }
    if dot and kind in lists:
        on.known(path, kind.replace("_", " "), name, lists[kind])
        return
    shown = [*on.members, *([file.common_score] if file.common_score else [])]
    shown += [f"{kind}.{name}" for kind, names in lists.items() for name in names]
    on.known(path, "figure", figure, shown)
