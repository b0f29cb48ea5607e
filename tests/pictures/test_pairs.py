"""A paired rehearsal on a sheet: what is drawn lies where it should, and is said in words."""

import re
from html import unescape
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from engine.exchange.recorded import recorded
from engine.pictures.pairs import GAP, LEFT, LENGTH, WIDE, DrawnFigure, DrawnPair, paired_sheet
from engine.pictures.svg import in_lines, text_width
from engine.review.claims import Ended
from engine.review.claims import drawn as shown_as
from engine.rules.load import load
from engine.words.language import Language
from engine.words.locale import languages

ENGLISH = Language("en")


def figure(name: str, first: float, other: float, **more: object) -> DrawnFigure:
    """A figure on a scale of 0 to 10."""
    made: dict[str, object] = {
        "name": name,
        "scale": (0, 10),
        "ends": ("0", "10"),
        "at": (first, other),
        "values": (f"{first:.1f}", f"{other:.1f}"),
        "difference": f"{other - first:+.2f}",
        "interval": "+0.10 … +0.30",
        "sure": True,
        "run": None,
        "run_value": "",
        **more,
    }
    return made  # type: ignore[return-value]


def sheet(*figures: DrawnFigure, run: str = "") -> DrawnPair:
    return {
        "title": "Is <it> worth it?",
        "sides": ("Nobody asks & nobody tells", "Somebody asks"),
        "run": run,
        "figures": list(figures),
        "note": "Half a day: 10000 runs a side.",
    }


def label(drawn: str) -> str:
    found = re.search(r'aria-label="([^"]*)"', drawn)
    assert found
    return unescape(found[1])


def discs(drawn: str) -> list[tuple[float, str]]:
    """Where the signs of sides lie, and how they are filled: first those of the key."""
    return [
        (float(x), kind) for x, kind in re.findall(r'<circle cx="([-\d.]+)"[^>]*class="(fill-\w+)', drawn)
    ]


@pytest.mark.parametrize("code", sorted(languages()))
def test_a_sheet_says_what_it_shows(code: str) -> None:
    """Law: title, sides, every figure with its difference, and how the run ended; nothing of it as markup."""
    figures = (
        figure("Tension", 2, 6, run=7, run_value="7"),
        figure("Trust & word", 4, 4, sure=False, difference="+0.01"),
    )
    drawn = paired_sheet(sheet(*figures, run="It holds."), Language(code))
    said = label(drawn).replace("\u00a0", " ")
    for text in (
        *("Is <it> worth it?", "Nobody asks & nobody tells", "Somebody asks", "It holds."),
        *("Tension", "2.0", "6.0", "+4.00", "+0.10 … +0.30", "7", "Trust & word", "+0.01"),
    ):
        assert text in said
    assert said.count(Language(code).say("no clear difference").replace("\u00a0", " ")) == 1
    assert "<it>" not in drawn
    assert "& nobody" not in drawn
    assert "It holds.." not in said


def test_both_sides_lie_on_the_scale() -> None:
    """Law: the first side is hollow and the second is filled, each where its value lies, never beyond."""
    drawn = paired_sheet(sheet(figure("a", 0, 10), figure("b", 5, -3), figure("c", 12, 2.5)), ENGLISH)
    signs = discs(drawn)
    assert [kind for _, kind in signs] == ["fill-surface", "fill-ink"] * 4
    at = [(x - LEFT) / LENGTH for x, _ in signs[2:]]
    assert at == pytest.approx([0, 1, 0.5, 0, 1, 0.25], abs=1e-4)


def test_a_scale_of_a_single_value_is_drawn() -> None:
    drawn = paired_sheet(sheet(figure("a", 3, 3, scale=(3, 3))), ENGLISH)
    assert "nan" not in drawn
    assert discs(drawn)[2][0] == LEFT + LENGTH / 2


def test_what_is_not_sure_stands_back() -> None:
    """Law: its difference has a sign of its own and its way is dashed; what is sure has neither."""
    sure = paired_sheet(sheet(figure("a", 2, 6)), ENGLISH)
    unsure = paired_sheet(sheet(figure("a", 2, 6, sure=False)), ENGLISH)
    assert "≈ +4.00" in unsure
    assert "stroke-dasharray" in unsure
    assert "≈" not in sure
    assert "stroke-dasharray" not in sure


def test_a_run_is_marked_where_it_has_the_figure() -> None:
    """Law: amber is for the run alone; a figure that it does not have has no tag."""
    figures = figure("a", 2, 6, run=0, run_value="none at all"), figure("b", 1, 2)
    assert "fill-mark" not in paired_sheet(sheet(*figures[1:]), ENGLISH)
    drawn = paired_sheet(sheet(*figures, run="It holds"), ENGLISH)
    tags = re.findall(r'<rect x="([-\d.]+)"[^>]*class="fill-mark"', drawn)
    assert len(tags) == 2, "the key, and the figure"
    assert all(float(x) >= 0 for x in tags)
    assert "none at all" in drawn


class Box(NamedTuple):
    """Where a text stands, as wide as it is drawn at most."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def boxes(drawn: str) -> list[Box]:
    found = []
    for entry in ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text"):
        x, y, size = (float(entry.attrib[name]) for name in ("x", "y", "font-size"))
        text = entry.text or ""
        wide = text_width(text, size, bold=entry.get("font-weight") == "650")
        left = x - wide * {"end": 1, "middle": 0.5}.get(entry.get("text-anchor", ""), 0)
        found.append(Box(text, left, left + wide, y - 0.72 * size, y + 0.2 * size))
    return found


def faults(drawn: str) -> list[str]:
    """Texts that are cut, and pairs that overlap."""
    root = ElementTree.fromstring(drawn)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    placed = boxes(drawn)
    found = [
        f"cut: {box.text}"
        for box in placed
        if box.left < -0.5 or box.right > width + 0.5 or box.top < 0 or box.bottom > height
    ]
    for one, other in combinations(placed, 2):
        beside = one.right <= other.left or other.right <= one.left
        if not beside and one.top < other.bottom and other.top < one.bottom:
            found.append(f"{one.text} over {other.text}")
    return found


@pytest.mark.parametrize("columns", [1, 2])
def test_nothing_is_cut_and_nothing_overlaps(columns: int) -> None:
    """Law: with names of any length, figures at both ends and any number of them."""
    names = "Short", "A name that is much too long to stand on the line on which its values stand, too"
    figures = [figure(names[place % 2], 9.9, 0.1, run=10, run_value="10") for place in range(9)]
    for some in (figures, figures[:1], figures[:4]):
        for run in ("It holds", ""):
            drawn = paired_sheet(sheet(*some, run=run), ENGLISH, columns)
            assert faults(drawn) == []
            assert f'width="{columns * WIDE + (columns - 1) * GAP}"' in drawn


@pytest.mark.parametrize("code", sorted(languages()))
@pytest.mark.parametrize("name", ["korea-2025", "grey-strait"])
def test_what_ships_is_drawn_without_a_fault(name: str, code: str) -> None:
    """Law: every question of every exercise, on a page and on the wall, with a run beside it and without."""
    exercise, spoken = load(name), Language(code)
    ships = recorded(exercise)
    assert ships
    for found in ships.found:
        values = {shown.id: round(shown.other) for shown in found.figures}
        for ended in (None, Ended(exercise.endings[0].ending.id, found.format, values)):
            for columns in (1, 2):
                drawn = paired_sheet(shown_as(found, exercise, spoken, ended), spoken, columns)
                assert faults(drawn) == [], found.id


def test_a_sheet_below_a_heading_has_none_itself() -> None:
    assert "Is &lt;it&gt; worth it?</text>" in paired_sheet(sheet(figure("a", 1, 2)), ENGLISH)
    drawn = paired_sheet(sheet(figure("a", 1, 2)), ENGLISH, headed=False)
    assert "worth it?</text>" not in drawn
    assert "Is <it> worth it?" in label(drawn)


def test_lines_hold_every_word_and_no_more_than_fits() -> None:
    text = "A word too_long_to_stand_on_any_line and then a few others"
    lines = in_lines(text, 100, 12)
    assert " ".join(lines) == text
    assert [line for line in lines if text_width(line, 12) > 100] == ["too_long_to_stand_on_any_line"]
    assert in_lines("", 10, 12) == [""]
