"""Presets and the map: seats, permissions and places of roles that exist."""

from engine.rules.checks.checker import Checker
from engine.rules.findings import Path, listed
from engine.rules.model import PresetSeat

PERMISSIONS = ("chair", "see_all", "advance", "override")
WIDTH, HEIGHT = 1000, 700


def check_seats(on: Checker) -> None:
    """Report presets that seat or allow what there is not."""
    on.default("presets", on.file.presets)
    for index, party in enumerate(on.file.chair.parties):
        on.known(("chair", "parties", index), "role", party, on.file.roles)
    for name, preset in on.file.presets.items():
        for role, seat in preset.seats.items():
            path = ("presets", name, "seats", role)
            if on.known(path, "role", role, on.file.roles, key=True):
                _seat(on, path, role, seat)


def _seat(on: Checker, path: Path, role: str, seat: PresetSeat) -> None:
    for index, entry in enumerate(seat.may):
        at = (*path, "may", index)
        if isinstance(entry, str):
            on.known(at, "permission", entry, PERMISSIONS)
            continue
        tags = tuple({tag for inject in on.file.injects.values() for tag in inject.tags})
        on.known((*at, "release"), "tag of an inject", entry.release, tags)
    moves = tuple(move for move, entry in on.file.moves.items() if entry.by == role)
    for field in ("withdrawn", "on_request"):
        for index, move in enumerate(getattr(seat, field)):
            on.known((*path, field, index), f"move of {role}", move, moves)
        on.once((*path, field), getattr(seat, field))
    for move in sorted({*seat.withdrawn} & {*seat.on_request}):
        on.error((*path, "on_request"), "duplicate", f"'{move}' is withdrawn and cannot be asked for")
    if seat.is_ != "control" and any(move in moves for move in seat.on_request):
        message = f"control does not play '{role}', so nobody can be asked for its moves; write is: control"
        on.warn((*path, "on_request"), "unused", message)
    if seat.is_ == "control" and seat.scored:
        on.warn(
            (*path, "is"),
            "scored",
            f"'{role}' would know every secret and still be scored; write scored: false",
        )


def check_map(on: Checker) -> None:
    """Report places off the map and lines that join or show nothing."""
    chart = on.file.map
    if chart is None:
        return
    on.texts(("map", "places"), chart.places, on.file.roles, "role")
    spots: list[tuple[Path, list[int]]] = [
        (("map", "places", role), place) for role, place in chart.places.items()
    ]
    for index, outline in enumerate(chart.land):
        spots += [(("map", "land", index, corner), spot) for corner, spot in enumerate(outline)]
    for path, (across, down) in spots:
        if not (0 <= across <= WIDTH and 0 <= down <= HEIGHT):
            message = f"[{across}, {down}] is off the map, which is {WIDTH} wide and {HEIGHT} high"
            on.error(path, "bounds", message)
    missing = [role for role in on.file.roles if role not in chart.places]
    if missing:
        on.warn(("map", "places"), "missing", f"the map has no place for: {listed(missing)}", key=True)
    for index, line in enumerate(chart.lines):
        path = ("map", "lines", index)
        on.roles((*path, "between"), line.between)
        known = [role for role in line.between if role in on.file.roles]
        for role in known:
            if role not in chart.places:
                on.error(
                    (*path, "between"), "missing", f"the line ends at '{role}', which has no place on the map"
                )
        on.known((*path, "track"), "track", line.track, on.members)
