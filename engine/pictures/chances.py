"""The equal chances of a roll: its sums, the ways that lead to each, and the row each falls on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

DICE = re.compile(r"(\d+)d(\d+)")
MOST_WAYS = 1296


@dataclass(frozen=True)
class Cell:
    """One adjusted sum: its number, and how many of the equal chances lead to it."""

    total: int
    ways: int


@dataclass(frozen=True)
class Part:
    """Neighbouring sums that fall on one row."""

    row: int
    cells: tuple[Cell, ...]
    chance: float

    @property
    def ways(self) -> int:
        return sum(cell.ways for cell in self.cells)


def details_of(ruling: Mapping[str, Any]) -> Mapping[str, Any]:
    """The details of a ruling, whether it comes as an entry of the story or as the details alone."""
    inner = ruling.get("details")
    return inner if isinstance(inner, Mapping) else ruling


def spec(ruling: Mapping[str, Any]) -> tuple[int, int]:
    """How many dice of how many sides."""
    found = DICE.fullmatch(str(details_of(ruling).get("dice_spec") or ""))
    if found:
        return int(found[1]), int(found[2])
    return len(details_of(ruling).get("dice") or ()) or 2, 6


def ways(count: int, sides: int) -> dict[int, int]:
    """How many of the equal chances give each sum of the dice."""
    sums = {0: 1}
    for _ in range(count):
        after: dict[int, int] = {}
        for total, number in sums.items():
            for face in range(1, sides + 1):
                after[total + face] = after.get(total + face, 0) + number
        sums = after
    return sums


def within(roll: str | None, total: int) -> bool:
    """Whether a sum lies in a row's range: `..6`, `7..9`, `10..`, `7`; no range takes all."""
    if not roll:
        return True
    first, dots, last = roll.partition("..")
    if not dots:
        return total == int(first)
    return (not first or int(first) <= total) and (not last or total <= int(last))


def parts(ruling: Mapping[str, Any]) -> list[Part]:
    """The bar from left to right. Where ranges do not explain the chances the sums are left out."""
    known = details_of(ruling)
    rows = known.get("odds") or []
    count, sides = spec(ruling)
    if sides**count > MOST_WAYS:
        return plain(rows)
    shift = int(known.get("sum") or 0)
    found: list[tuple[int, list[Cell]]] = []
    for raw, number in sorted(ways(count, sides).items()):
        total = raw + shift
        row = next((index for index, entry in enumerate(rows) if within(entry.get("roll"), total)), None)
        if row is None:
            return plain(rows)
        if not found or found[-1][0] != row:
            found.append((row, []))
        found[-1][1].append(Cell(total, number))
    whole = sides**count
    drawn = [Part(row, tuple(cells), sum(cell.ways for cell in cells) / whole) for row, cells in found]
    for index, entry in enumerate(rows):
        if abs(sum(part.chance for part in drawn if part.row == index) - entry["chance"]) > 0.001:
            return plain(rows)
    return drawn


def plain(rows: Iterable[Mapping[str, Any]]) -> list[Part]:
    """Rows by their chances alone."""
    return [Part(index, (), float(entry["chance"])) for index, entry in enumerate(rows) if entry["chance"]]


def rolled(ruling: Mapping[str, Any]) -> int | None:
    """The result with its modifiers, once the dice have fallen."""
    total = details_of(ruling).get("total")
    return total if isinstance(total, int) and not isinstance(total, bool) else None


def hit(ruling: Mapping[str, Any]) -> int | None:
    """The row the dice fell on."""
    rows = details_of(ruling).get("odds") or []
    return next((index for index, entry in enumerate(rows) if entry.get("hit")), None)
