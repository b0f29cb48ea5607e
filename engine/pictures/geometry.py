"""Points, curves and boxes of the map, and where words find room between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, hypot, pi, sin

Point = tuple[float, float]
SAMPLES = 40


@dataclass(frozen=True)
class Area:
    """A box that something already fills."""

    left: float
    top: float
    right: float
    bottom: float

    @staticmethod
    def around(x: float, y: float, width: float, height: float) -> "Area":
        return Area(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def overlap(self, other: "Area", rim: float = 0) -> float:
        """How much two boxes share, with a rim of air."""
        wide = min(self.right, other.right) - max(self.left, other.left) + rim
        high = min(self.bottom, other.bottom) - max(self.top, other.top) + rim
        return wide * high if wide > 0 and high > 0 else 0.0

    def holds(self, point: Point, rim: float = 0) -> bool:
        x, y = point
        return self.left - rim < x < self.right + rim and self.top - rim < y < self.bottom + rim


@dataclass
class Sheet:
    """The page being filled: boxes that are taken and curves that words should not hide."""

    width: float
    height: float
    areas: list[Area] = field(default_factory=list)
    curves: list[Sequence[Point]] = field(default_factory=list)

    def cost(self, area: Area, own: Sequence[Point] = ()) -> float:
        """How bad a place is: boxes it would cover weigh most, then curves other than its own."""
        total = sum(area.overlap(other, 2) for other in self.areas) * 6
        for curve in self.curves:
            if curve is not own:
                total += 14 * sum(area.holds(point, 1) for point in curve)
        out = max(-area.left, 0) + max(-area.top, 0) + max(area.right - self.width, 0)
        return total + 200 * (out + max(area.bottom - self.height, 0))

    def best(self, choices: Iterable[tuple[Area, float]], own: Sequence[Point] = ()) -> Area:
        """The cheapest of some places, each with what it costs by itself; it is then taken."""
        chosen = min(choices, key=lambda choice: self.cost(choice[0], own) + choice[1])[0]
        self.areas.append(chosen)
        return chosen


def distance(one: Point, two: Point) -> float:
    return hypot(one[0] - two[0], one[1] - two[1])


def curve(start: Point, end: Point, bend: float) -> list[Point]:
    """A line between two points, bent to one side by a share of its length."""
    (x1, y1), (x2, y2) = start, end
    turnx, turny = (x1 + x2) / 2 - (y2 - y1) * bend * 2, (y1 + y2) / 2 + (x2 - x1) * bend * 2
    found = []
    for step in range(SAMPLES + 1):
        t = step / SAMPLES
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        found.append((a * x1 + b * turnx + c * x2, a * y1 + b * turny + c * y2))
    return found


def trimmed_ends(points: Sequence[Point], off: float) -> list[Point]:
    """A curve cut where it leaves the discs at its ends."""
    first, last = points[0], points[-1]
    kept = [point for point in points if distance(point, first) > off and distance(point, last) > off]
    if len(kept) < 2:
        return list(points)
    return [rim(kept[0], first, off), *kept, rim(kept[-1], last, off)]


def rim(point: Point, middle: Point, off: float) -> Point:
    """Where the way from a point to the middle of a disc meets its rim."""
    share = off / distance(point, middle)
    return middle[0] + (point[0] - middle[0]) * share, middle[1] + (point[1] - middle[1]) * share


def along(points: Sequence[Point], share: float) -> tuple[Point, Point]:
    """The point at a share of a curve's length, and its direction there."""
    lengths = [distance(one, two) for one, two in pairwise(points)]
    left = sum(lengths) * min(max(share, 0.0), 1.0)
    for index, length in enumerate(lengths):
        if left <= length or index == len(lengths) - 1:
            (x1, y1), (x2, y2) = points[index], points[index + 1]
            part = min(left / length, 1.0) if length else 0.0
            size = length or 1.0
            return (x1 + (x2 - x1) * part, y1 + (y2 - y1) * part), ((x2 - x1) / size, (y2 - y1) / size)
        left -= length
    return points[0], (1.0, 0.0)


def length_of(points: Sequence[Point]) -> float:
    return sum(distance(one, two) for one, two in pairwise(points))


def beside(points: Sequence[Point], off: float) -> list[Point]:
    """A curve's neighbour at a distance, for rails."""
    found = []
    for index, (x, y) in enumerate(points):
        (x1, y1), (x2, y2) = points[max(index - 1, 0)], points[min(index + 1, len(points) - 1)]
        size = distance((x1, y1), (x2, y2)) or 1.0
        found.append((x - (y2 - y1) / size * off, y + (x2 - x1) / size * off))
    return found


def saw(points: Sequence[Point], depth: float, stride: float) -> list[Point]:
    """A saw line over a curve."""
    count = max(round(length_of(points) / stride), 3) * 2
    found = [points[0]]
    for step in range(1, count):
        (x, y), (dx, dy) = along(points, step / count)
        side = depth if step % 2 else -depth
        found.append((x - dy * side, y + dx * side))
    return [*found, points[-1]]


def crossings(one: Sequence[Point], two: Sequence[Point]) -> int:
    """How often two curves cross, seen from every fourth of their points."""
    first, second = [*one[::4], one[-1]], [*two[::4], two[-1]]
    return sum(cross(a, b, c, d) for a, b in pairwise(first) for c, d in pairwise(second))


def cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def inside(point: Point, corners: Sequence[Point]) -> bool:
    """Whether a point lies in a triangle."""
    a, b, c = corners
    sides = [turn(a, b, point), turn(b, c, point), turn(c, a, point)]
    return all(side > 0 for side in sides) or all(side < 0 for side in sides)


def hull(points: Sequence[Point], reach: float) -> list[Point]:
    """The outline of some points with air around them, its corners cut at eighths of a circle."""
    cloud = [
        (x + reach * cos(step * pi / 4), y + reach * sin(step * pi / 4))
        for x, y in points
        for step in range(8)
    ]
    found: list[Point] = []
    for ordered in (sorted(cloud), sorted(cloud, reverse=True)):
        half: list[Point] = []
        for point in ordered:
            while len(half) > 1 and turn(half[-2], half[-1], point) <= 0:
                half.pop()
            half.append(point)
        found += half[:-1]
    return found


def turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
