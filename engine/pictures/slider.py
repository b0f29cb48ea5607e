"""The slider of a replay: equal turns of five phases, how much happened in each, and what stands out.

Everything lies at a share of the width, in percent, so that one drawing fits every page: a stop at the middle
of its part of its phase. A page moves the handle by the same shares.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any, NamedTuple

from markupsafe import Markup

from engine.pictures.marks import hatch
from engine.pictures.svg import box, disc, element, group, line, number, path, picture, words

PHASES = ("situation", "consultation", "orders", "rulings", "report")
BINS = 4
"""Strokes in a phase; each tells how many of its stops lie there."""
HEIGHT, SIGNS, FLOOR, RAIL = 54, 12, 39, 42
"""How high it is with one lane of signs; their middle line; where the strokes stand; the top of the bars."""
TALLEST = 17
LANE, MOST_LANES = 15, 4
"""Between two lanes of signs, in pixels; and how many there are at most."""
APART = 1.7
"""Between two signs of a lane, in percent of the width: on a narrow page they are drawn smaller."""
DIAMOND, BACK = "M0-5.2L5.2 0L0 5.2L-5.2 0Z", "M3.6-4.4L-4 0L3.6 4.4Z"


class Mark(NamedTuple):
    """A sign on the slider: of one kind all that lie in a phase are one, with their number."""

    sign: str
    place: float
    times: int
    lane: int


class SliderLayout(NamedTuple):
    """Where the stops of one point of view lie."""

    turns: int
    at: list[float]
    """The place of each stop, in percent of the width; stop n stands at n - 1."""
    within: list[tuple[int, int]]
    """The turn and the phase, by number, that each stop is drawn in."""
    signs: list[str]
    first: dict[tuple[int, int], int]
    """By turn and phase, the first stop there."""
    marks: list["Mark"]
    """What stands out, as it is drawn."""
    by_place: list[tuple[float, int]]
    """The stops from left to right; where several lie at one place, in their order."""

    def place(self, stop: int) -> float:
        """Where a stop lies. Raises IndexError."""
        return self.at[stop - 1]

    def nearest(self, place: float) -> int:
        """The stop that lies nearest to a place; there is at least one."""
        after = bisect_left(self.by_place, (place, 0))
        before = bisect_left(self.by_place, (self.by_place[after - 1][0], 0)) if after else 0
        beside = self.by_place[before : before + 1] + self.by_place[after : after + 1]
        return min((abs(at - place), stop) for at, stop in beside)[1]

    @property
    def lanes(self) -> int:
        """How many lanes its signs need."""
        return 1 + max((mark.lane for mark in self.marks), default=0)

    @property
    def kinds(self) -> list[str]:
        """The kinds of signs there are, for a legend."""
        found = {mark.sign for mark in self.marks}
        return [name for name in SIGNS_DRAWN if name in found]

    def begins(self, turn: int) -> int:
        """The first stop of a turn, 0 where it has none."""
        return min((stop for (number_, _), stop in self.first.items() if number_ == turn), default=0)


def layout(stops: Sequence[Mapping[str, Any]], turns: int) -> SliderLayout:
    """Lay stops out: entries with turn, phase, kind and sign, in the order they are stepped over."""
    within = list(drawn_in(stops))
    members: dict[tuple[int, int], list[int]] = {}
    for index, place in enumerate(within):
        members.setdefault(place, []).append(index)
    turns = max([turns, *(turn for turn, _ in within)])
    at = [0.0] * len(within)
    wide = 100 / turns / len(PHASES)
    for (turn, phase), indexes in members.items():
        begins = 100 / turns * (turn - 1) + wide * phase
        for order, index in enumerate(indexes):
            at[index] = begins + wide * (0.06 + 0.88 * (order + 0.5) / len(indexes))
    first = {place: indexes[0] + 1 for place, indexes in members.items()}
    signs = [stop["sign"] for stop in stops]
    by_place = sorted(zip(at, range(1, len(at) + 1), strict=True))
    return SliderLayout(turns, at, within, signs, first, marks(at, within, signs), by_place)


def marks(at: list[float], within: list[tuple[int, int]], signs: list[str]) -> list[Mark]:
    """The signs from left to right, each in the lowest lane where it lies over no other."""
    together: dict[tuple[int, int, str], list[float]] = {}
    for place, (turn, phase), sign in zip(at, within, signs, strict=True):
        if sign in SIGNS_DRAWN:
            together.setdefault((turn, phase, sign), []).append(place)
    found, ends = list[Mark](), [-APART] * MOST_LANES
    for (_, _, sign), places in sorted(together.items(), key=lambda entry: entry[1][0]):
        free = [lane for lane, end in enumerate(ends) if places[0] - end >= APART]
        lane = free[0] if free else ends.index(min(ends))
        ends[lane] = places[0]
        found.append(Mark(sign, places[0], len(places), lane))
    return found


def drawn_in(stops: Sequence[Mapping[str, Any]]) -> Any:
    """The turn and the phase of each stop. What opens a turn still bears the phase of the last report."""
    turn, opening = 0, False
    for stop in stops:
        now = max(int(stop["turn"]), 1)
        if now > turn and stop["phase"] == PHASES[-1] and stop["kind"] != "undo":
            opening = True
        turn = now
        opening = opening and stop["phase"] == PHASES[-1] and stop["kind"] != "phase"
        known = stop["phase"] in PHASES and not opening
        yield now, PHASES.index(stop["phase"]) if known else 0


def slider(laid: SliderLayout, stop: int) -> Markup:
    """The drawing, with the handle at a stop. Whoever reads text has the stop in words beside it."""
    more = LANE * (laid.lanes - 1)
    below = [
        *rails(laid, laid.place(stop), more),
        *strokes(laid),
        *signs(laid),
        *handle(laid.place(stop), more),
    ]
    drawn = group(below, transform=f"translate(0 {more})")
    return picture(1, HEIGHT + more, "", drawn, class_="slider-drawing", box=None)


def percent(place: float) -> str:
    return f"{number(float(place))}%"


def rails(laid: SliderLayout, place: float, more: int) -> list[Markup]:
    """The bars of the phases, dark as far as the handle has come, and a rule where a turn begins."""
    wide = 100 / laid.turns
    found = [
        element("rect", x=0, y=RAIL, width="100%", height=4, class_="fill-line"),
        element("rect", x=0, y=RAIL, width=percent(place), height=4, class_="fill-ink-2 past"),
    ]
    for turn in range(laid.turns):
        for phase in range(1, len(PHASES)):
            x = percent(wide * (turn + phase / len(PHASES)))
            found.append(element("rect", x=x, y=RAIL, width=2, height=4, class_="fill-ground"))
        x = percent(wide * turn)
        found.append(element("rect", x=x, y=RAIL, width=5, height=4, class_="fill-ground"))
        found.append(element("line", x1=x, y1=-more, x2=x, y2=HEIGHT - 4, class_="stroke-outline rule"))
    return found


def strokes(laid: SliderLayout) -> list[Markup]:
    """How much happened: a stroke for each part of a phase, taller the more stops lie in it."""
    counted: dict[tuple[int, int, int], int] = {}
    wide = 100 / laid.turns / len(PHASES)
    for place, (turn, phase) in zip(laid.at, laid.within, strict=True):
        begins = 100 / laid.turns * (turn - 1) + wide * phase
        part = min(int((place - begins) / wide * BINS), BINS - 1)
        counted[turn, phase, part] = counted.get((turn, phase, part), 0) + 1
    most = max(counted.values(), default=1)
    found = []
    for (turn, phase, part), times in counted.items():
        begins = 100 / laid.turns * (turn - 1) + wide * phase
        x, tall = percent(begins + wide * (part + 0.5) / BINS), 3 + (TALLEST - 3) * sqrt(times / most)
        found.append(
            element("line", x1=x, y1=FLOOR, x2=x, y2=float(FLOOR - tall), class_="stroke-outline stroke")
        )
    return found


def signs(laid: SliderLayout) -> list[Markup]:
    """Injects, overrides, endings, and where the game was taken back. Several of a kind bear their number."""
    found = []
    for mark in laid.marks:
        drawn = [SIGNS_DRAWN[mark.sign]]
        if mark.times > 1:
            drawn = [
                group(drawn, transform="scale(1.5)"),
                words(0, 3.5, mark.times, 10, ON.get(mark.sign, "fill-ink"), anchor="middle"),
            ]
        small = group(drawn, class_="sign")
        placed = group([small], transform=f"translate(0 {SIGNS - LANE * mark.lane})")
        found.append(element("svg", placed, x=percent(mark.place), overflow="visible"))
    return found


SIGNS_DRAWN = {
    "inject": path(DIAMOND, "fill-ground stroke-ink", stroke_width=1.3),
    "override": box(-4.5, -4.5, 9, 9, "fill-mark stroke-on-mark", stroke_width=1),
    "ending": group(
        [
            box(-3.5, -6, 7, 12, "fill-edge-soft"),
            box(-3.5, -6, 7, 12, "stroke-edge", fill=hatch("edge"), stroke_width=1),
        ]
    ),
    "undo": path(BACK, "fill-ground stroke-ink", stroke_width=1.2, stroke_linejoin="round"),
}
"""By sign, what stands on the slider."""
ON = {"override": "fill-on-mark"}
"""Where a number on a sign is not in ink."""


def sign(name: str) -> Markup:
    """A sign by itself, for the legend."""
    return picture(14, 14, "", SIGNS_DRAWN[name], class_="slider-sign", box="-7 -7 14 14")


def handle(place: float, more: int) -> list[Markup]:
    """A petrol disc on the bars, and a line up to the signs."""
    drawn = [
        line(0, -more, 0, RAIL - 4, "stroke-ink", 2),
        disc(0, RAIL + 2, 8, "fill-act stroke-ground", stroke_width=2),
    ]
    return [element("svg", *drawn, x=percent(place), overflow="visible", class_="handle")]
