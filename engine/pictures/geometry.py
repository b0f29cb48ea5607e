"""Points, curves and boxes of the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

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

    @staticmethod
    def about(points: Sequence[Point]) -> "Area":
        """The smallest box that holds some points."""
        across, down = [x for x, _ in points], [y for _, y in points]
        return Area(min(across), min(down), max(across), max(down))

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def moved(self, across: float) -> "Area":
        return Area(self.left + across, self.top, self.right + across, self.bottom)

    def overlap(self, other: "Area", rim: float = 0) -> float:
        """How much two boxes share, with a rim of air."""
        if (
            self.left >= other.right + rim
            or other.left >= self.right + rim
            or self.top >= other.bottom + rim
            or other.top >= self.bottom + rim
        ):
            return 0.0
        wide = min(self.right, other.right) - max(self.left, other.left) + rim
        high = min(self.bottom, other.bottom) - max(self.top, other.top) + rim
        return wide * high

    def gap(self, other: "Area") -> float:
        """How far two boxes stand apart."""
        across = max(self.left - other.right, other.left - self.right, 0)
        return hypot(across, max(self.top - other.bottom, other.top - self.bottom, 0))

    def holds(self, point: Point, rim: float = 0) -> bool:
        x, y = point
        return self.left - rim < x < self.right + rim and self.top - rim < y < self.bottom + rim

    def crossed(self, points: Sequence[Point], rim: float = 0) -> int:
        """How many pieces of a line, with half its thickness as a rim, run through the box."""
        left, right, top, bottom = self.left - rim, self.right + rim, self.top - rim, self.bottom + rim
        return sum(
            met(one, two, left, top, right, bottom)
            for one, two in pairwise(points)
            if not (
                (one[0] <= left and two[0] <= left)
                or (one[0] >= right and two[0] >= right)
                or (one[1] <= top and two[1] <= top)
                or (one[1] >= bottom and two[1] >= bottom)
            )
        )


def met(one: Point, two: Point, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether a piece of a line meets a box: it is cut at each side, and something must be left."""
    first, last = 0.0, 1.0
    for start, step, low, high in (
        (one[0], two[0] - one[0], left, right),
        (one[1], two[1] - one[1], top, bottom),
    ):
        if step == 0:
            if not low < start < high:
                return False
            continue
        near, far = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, near), min(last, far)
    return first < last


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


def along(
    points: Sequence[Point], share: float, measured: Sequence[float] | None = None
) -> tuple[Point, Point]:
    """The point at a share of a curve's length, and its direction there.

    Whoever asks for many points of a curve has `measured` the lengths of its pieces once.
    """
    lengths = pieces(points) if measured is None else measured
    left = sum(lengths) * min(max(share, 0.0), 1.0)
    for index, length in enumerate(lengths):
        if left <= length or index == len(lengths) - 1:
            (x1, y1), (x2, y2) = points[index], points[index + 1]
            part = min(left / length, 1.0) if length else 0.0
            size = length or 1.0
            return (x1 + (x2 - x1) * part, y1 + (y2 - y1) * part), ((x2 - x1) / size, (y2 - y1) / size)
        left -= length
    return points[0], (1.0, 0.0)


def pieces(points: Sequence[Point]) -> list[float]:
    """How long each piece of a curve is."""
    return [distance(one, two) for one, two in pairwise(points)]


def length_of(points: Sequence[Point]) -> float:
    return sum(pieces(points))


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
    lengths = pieces(points)
    count = max(round(sum(lengths) / stride), 3) * 2
    found = [points[0]]
    for step in range(1, count):
        (x, y), (dx, dy) = along(points, step / count, lengths)
        side = depth if step % 2 else -depth
        found.append((x - dy * side, y + dx * side))
    return [*found, points[-1]]


def crossings(one: Sequence[Point], two: Sequence[Point]) -> int:
    """How often two curves cross, seen from every fourth of their points."""
    first, second = [*one[::4], one[-1]], [*two[::4], two[-1]]
    return sum(cross(a, b, c, d) for a, b in pairwise(first) for c, d in pairwise(second))


def meets(way: tuple[Point, Point], line: Sequence[Point]) -> bool:
    """Whether the straight way from one point to another crosses a line."""
    return any(cross(*way, c, d) for c, d in pairwise(line))


def cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def inside(point: Point, corners: Sequence[Point]) -> bool:
    """Whether a point lies in a triangle."""
    a, b, c = corners
    sides = [turn(a, b, point), turn(b, c, point), turn(c, a, point)]
    return all(side > 0 for side in sides) or all(side < 0 for side in sides)


def turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
