"""Where the words of a map stand: codes, pills and names, so that none hides another, a role or a line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.pictures.geometry import Area, Point, along, length_of, meets
from engine.pictures.routes import RADIUS, Routes, Size, break_of

SHARES = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8)
"""Of a line's length, where words may stand, the liked places first."""
THIRDS = ((1, 1, 1), (2, 2, 1), (3, 3, 1), (3, 2, 1), (2, 3, 1), (1, 2, 1), (2, 1, 1))
"""Where a pill may stand in a triangle, by the weights of its corners."""
PILLS, NAMES, PAIRS = 22, 8, 60
"""Places of pills, of names beside each, and of both that are weighed against all other words: the best."""
ROUNDS, STARTS = 5, 5
"""How often everything may look for a better place, and with whom the first round begins in turn."""
HIDES, CROSSED, PARTED, OUTSIDE = 400.0, 140.0, 70.0, 200.0
"""What it costs to stand on other words or a role, to be crossed by a line, to be parted from one's pill by
one, and to leave the page by a pixel."""


@dataclass(frozen=True)
class Wanted:
    """The words of one relation: how wide and high its pill is at most, and its name; zero for none."""

    pill: tuple[float, float]
    name: tuple[float, float]


@dataclass(frozen=True)
class MapLayout:
    """Where all words of a map stand: codes by role, pills and names by the place of their relation."""

    codes: Mapping[str, Area]
    pills: Mapping[int, Area]
    names: Mapping[int, Area]


@dataclass(frozen=True)
class Choice:
    """Where one thing's words may stand together, and how bad that is by itself."""

    areas: tuple[Area, ...]
    cost: float


@dataclass(frozen=True)
class Ground:
    """What is drawn already and moves for no word: roles, breaks and lines with their thickness."""

    size: Size
    taken: tuple[Area, ...]
    lines: tuple[tuple[Sequence[Point], float, Area], ...]

    def cost(self, area: Area, over: int = -1) -> float:
        """How bad a place is; `over` is the one line that may run under it."""
        page = self.size
        out = max(-area.left, 0) + max(-area.top, 0)
        out += max(area.right - page.width, 0) + max(area.bottom - page.height, 0)
        total = OUTSIDE * out
        for other in self.taken:
            if shared := area.overlap(other, page.unit):
                total += HIDES + shared
        for index, (points, half, around) in enumerate(self.lines):
            if index != over and area.overlap(around, 2 * half):
                total += CROSSED * area.crossed(points, half)
        return total

    def between(self, one: Area, two: Area, own: int) -> int:
        """How many lines other than their own part two places."""
        way = (one.middle, two.middle)
        across = Area.about(way)
        return sum(
            bool(across.overlap(around, 1) and across.crossed(points) and meets(way, points))
            for index, (points, _, around) in enumerate(self.lines)
            if index != own
        )


@lru_cache(maxsize=256)
def layout(
    routes: Routes, codes: tuple[tuple[str, tuple[float, float]], ...], wanted: tuple[Wanted, ...]
) -> MapLayout:
    """The places of all words; they depend on how wide words can become and on no value."""
    ground = ground_of(routes)
    things = [list(beside_role(routes.at[role], wide, high, ground)) for role, (wide, high) in codes]
    order = sorted(
        range(len(wanted)), key=lambda index: (routes.ties[index].drawn != "tension", -wanted[index].pill[0])
    )
    labels = {index: words_of(routes, index, wanted[index], ground) for index in order}
    order = [index for index in order if labels[index]]
    chosen = settled([*things, *(labels[index] for index in order)], ground.size.unit)
    stand = dict(zip(order, chosen[len(codes) :], strict=True))
    return MapLayout(
        {role: choice.areas[0] for (role, _), choice in zip(codes, chosen, strict=False)},
        {index: choice.areas[0] for index, choice in stand.items() if wanted[index].pill[0]},
        {index: choice.areas[-1] for index, choice in stand.items() if wanted[index].name[0]},
    )


@lru_cache(maxsize=64)
def ground_of(routes: Routes) -> Ground:
    """What words must leave free."""
    size, side = routes.size, RADIUS * 2 * routes.size.unit
    taken = [Area.around(x, y, side, side) for x, y in routes.at.values()]
    for index, tie in enumerate(routes.ties):
        for role in tie.ends:
            if role in routes.far:
                x, y = break_of(routes.lines[index], tie.ends[0] == role, size)[0]
                taken.append(Area.around(x, y, 15 * size.unit, 10 * size.unit))
    lines = []
    for tie, points in zip(routes.ties, routes.lines, strict=True):
        coarse = [*points[::2], points[-1]]
        lines.append((coarse, thickness(tie.drawn) / 2 * size.unit, Area.about(coarse)))
    return Ground(size, tuple(taken), tuple(lines))


def thickness(drawn: str) -> float:
    """How thick a line of a kind is at its strongest, in units."""
    return {"closeness": 6.8, "trust": 7.6, "rivalry": 10.4, "tension": 13.0, "dialogue": 9.2}.get(drawn, 2)


def settled(things: Sequence[Sequence[Choice]], unit: float) -> list[Choice]:
    """A choice for each that makes the whole least bad, of what some orders of choosing lead to."""
    found: tuple[float, list[Choice]] | None = None
    count = len(things)
    for start in range(STARTS):
        first = start * count // STARTS
        chosen = chosen_from(things, [*range(first, count), *range(first)], unit)
        total = sum(
            choice.cost + hiding(choice, areas_of(chosen[:place]), unit)
            for place, choice in enumerate(chosen)
        )
        if found is None or total < found[0]:
            found = total, chosen
    assert found is not None
    return found[1]


def chosen_from(things: Sequence[Sequence[Choice]], order: Sequence[int], unit: float) -> list[Choice]:
    """One after the other in an order, then anew as long as somebody finds a better place."""
    chosen: dict[int, Choice] = {}
    for _ in range(ROUNDS):
        before = dict(chosen)
        for index in order:
            others = areas_of(other for place, other in chosen.items() if place != index)
            chosen[index] = min(things[index], key=lambda choice: choice.cost + hiding(choice, others, unit))
        if chosen == before:
            break
    return [chosen[index] for index in range(len(things))]


def areas_of(choices: Iterable[Choice]) -> list[Area]:
    return [area for choice in choices for area in choice.areas]


def hiding(choice: Choice, others: Iterable[Area], unit: float) -> float:
    """How bad it is beside the words of all others."""
    total = 0.0
    for other in others:
        for area in choice.areas:
            if shared := area.overlap(other, 1.5 * unit):
                total += HIDES + shared
    return total


def beside_role(at: Point, wide: float, high: float, ground: Ground) -> Iterator[Choice]:
    """A code right, left, above or below its disc, or at a corner of it."""
    (x, y), unit = at, ground.size.unit
    off = (RADIUS + 3) * unit
    across, down = off + wide / 2, off + high / 2
    slant = (RADIUS * 0.72 + 2) * unit
    sides = [(x + across, y), (x - across, y), (x, y - down), (x, y + down)]
    sides += [(x + dx * (slant + wide / 2), y + dy * (slant + high / 2)) for dy in (-1, 1) for dx in (1, -1)]
    for rank, (cx, cy) in enumerate(sides):
        area = Area.around(cx, cy, wide, high)
        yield Choice((area,), ground.cost(area) + rank * 3)


def words_of(routes: Routes, index: int, wanted: Wanted, ground: Ground) -> list[Choice]:
    """Where the pill of a relation and its name may stand, the best of all pairs; nowhere if it has none."""
    beside = best(names_on(routes.lines[index], wanted.name, ground), PILLS) if wanted.name[0] else []
    if not wanted.pill[0]:
        return beside
    pills = best(pills_on(routes, index, wanted.pill, ground), PILLS)
    if not wanted.name[0]:
        return pills
    found: list[Choice] = []
    for choice in pills:
        for own in best(names_by(choice.areas[0], beside, index, wanted.name, ground), NAMES):
            found.append(Choice((choice.areas[0], *own.areas), choice.cost + own.cost))
    return best(found, PAIRS)


def best(choices: Iterable[Choice], most: int) -> list[Choice]:
    return sorted(choices, key=lambda choice: choice.cost)[:most]


def pills_on(routes: Routes, index: int, wanted: tuple[float, float], ground: Ground) -> Iterator[Choice]:
    """A pill on its line or close beside it, inside its triangle, or at an end of a line across."""
    (wide, high), tie, points = wanted, routes.ties[index], routes.lines[index]
    unit = ground.size.unit
    if tie.drawn == "tension":
        yield from pills_at_ends(points, wide, high, ground)
        return
    if tie.third:
        corners = [routes.at[role] for role in (*tie.ends, tie.third)]
        for rank, parts in enumerate(THIRDS):
            x = sum(part * corner[0] for part, corner in zip(parts, corners, strict=True)) / sum(parts)
            y = sum(part * corner[1] for part, corner in zip(parts, corners, strict=True)) / sum(parts)
            area = Area.around(x, y, wide, high)
            yield Choice((area,), ground.cost(area, index) + rank * 4)
    for share in SHARES:
        (x, y), (dx, dy) = along(points, share)
        worth = abs(share - 0.5) * 60 + (60 if tie.third else 0)
        area = Area.around(x, y, wide, high)
        yield Choice((area,), ground.cost(area, index) + worth)
        reach = abs(dy) * wide / 2 + abs(dx) * high / 2 + unit
        for side in (1, -1):
            area = Area.around(x - dy * side * reach, y + dx * side * reach, wide, high)
            yield Choice((area,), ground.cost(area, index) + worth + 45)


def pills_at_ends(points: Sequence[Point], wide: float, high: float, ground: Ground) -> Iterator[Choice]:
    """Beside the end of a line across, so that nothing hides its teeth."""
    unit = ground.size.unit
    for rank, (end, inner) in enumerate(((points[-1], points[-4]), (points[0], points[3]))):
        size = max(abs(end[0] - inner[0]), abs(end[1] - inner[1]), 0.01)
        dx, dy = (end[0] - inner[0]) / size, (end[1] - inner[1]) / size
        for turn in (0.0, 0.4, -0.4, 0.8, -0.8):
            x = end[0] + (dx - dy * turn) * (wide / 2 + 2 * unit)
            y = end[1] + (dy + dx * turn) * (high / 2 + 2 * unit)
            area = Area.around(x, y, wide, high)
            yield Choice((area,), ground.cost(area) + rank * 2 + abs(turn) * 5)


def names_by(
    pill: Area, beside: Iterable[Choice], index: int, wanted: tuple[float, float], ground: Ground
) -> Iterator[Choice]:
    """Around a pill, or beside its line where there is no room there; no other line should part the two."""
    unit = ground.size.unit
    for area, worth in around(pill, *wanted, 3.5 * unit):
        parted = PARTED * ground.between(pill, area, index)
        yield Choice((area,), ground.cost(area) + worth + parted)
    for choice in beside:
        area = choice.areas[0]
        if not area.overlap(pill, unit):
            parted = PARTED * ground.between(pill, area, index)
            yield Choice((area,), choice.cost + 15 + area.gap(pill) / unit * 1.5 + parted)


def around(pill: Area, wide: float, high: float, air: float) -> Iterator[tuple[Area, float]]:
    """Places right, left, below and above a pill, each with how little it is liked."""
    x, y = pill.middle
    tall = (pill.bottom - pill.top + high) / 2 + air * 0.3
    for shift in (0, 0.45, -0.45):
        worth = abs(shift) * 6
        yield Area.around(pill.right + air + wide / 2, y + shift * high, wide, high), worth
        yield Area.around(pill.left - air - wide / 2, y + shift * high, wide, high), worth
        yield Area.around(x + shift * wide, y + tall, wide, high), worth + 3
        yield Area.around(x + shift * wide, y - tall, wide, high), worth + 3


def names_on(points: Sequence[Point], wanted: tuple[float, float], ground: Ground) -> Iterator[Choice]:
    """Close beside a line, on either side of it: square to it, or level with a steep one."""
    wide, high = wanted
    air = 3.5 * ground.size.unit
    if length_of(points) < wide * 0.3:
        return
    for share in SHARES:
        (x, y), (dx, dy) = along(points, share)
        reach = abs(dy) * wide / 2 + abs(dx) * high / 2 + air
        ways = [(-dy * reach, dx * reach, 0), (-dy * (reach + air), dx * (reach + air), 4)]
        if abs(dy) > abs(dx):
            ways.append((wide / 2 + high / 2 * abs(dx / dy) + air, 0, 2))
        for across, down, worth in ways:
            for side in (1, -1):
                area = Area.around(x + across * side, y + down * side, wide, high)
                yield Choice((area,), ground.cost(area) + abs(share - 0.5) * 20 + worth)


def within(kept: Area, line: Sequence[Point], wide: float, high: float) -> Area:
    """A pill in the room that is kept for it: close to the end of a line across, in the middle of others."""
    x, y = kept.middle
    if line:
        spare = (kept.right - kept.left - wide) / 2
        x += spare if x < (line[0][0] + line[-1][0]) / 2 else -spare
    return Area.around(x, y, wide, high)


def nearer(name: Area, kept: Area, pill: Area, ground: Ground) -> Area:
    """A name beside a pill that is drawn narrower than it can become, moved up to it as far as it may."""
    way = 0.0
    if name.left >= kept.right:
        way = pill.right - kept.right
    elif name.right <= kept.left:
        way = pill.left - kept.left
    least = ground.cost(name)
    steps = (name.moved(way * share) for share in (1, 0.75, 0.5, 0.25))
    return next((moved for moved in steps if ground.cost(moved) <= least), name)
