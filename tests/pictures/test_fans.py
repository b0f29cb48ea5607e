"""Pictures of many runs: what is drawn lies where it should, and is said in words."""

import re
from typing import Any

import pytest

from engine.pictures.fans import fan, score_bar, share_bar
from engine.words.language import Language

COURSE: dict[str, Any] = {
    "title": "Tension <1>",
    "min": 0,
    "max": 10,
    "start": 3,
    "first": 4,
    "turns": [[2.0, 4.0, 6.0], [1.0, 5.0, 9.0], [-4.0, 0.0, 12.0]],
    "peak": 5,
    "edges": ["high"],
}


@pytest.mark.parametrize("code", ["en", "pl"])
def test_a_fan_says_what_it_shows(code: str) -> None:
    """Start, every middle, where most runs end, and the turn of the peak; nothing of it as markup."""
    drawn = fan(COURSE, Language(code))
    label = re.search(r'aria-label="([^"]*)"', drawn)
    assert label
    for said in ("Tension &lt;1&gt;", "3", "4, 5, 0", "−4", "12", "5"):
        assert said in label[1]
    assert "<1>" not in drawn
    assert re.findall(r">(\d)</text>", drawn)[-3:] == ["4", "5", "6"], "the turns stand below"


def test_a_fan_stays_within_its_picture() -> None:
    """Law: also where values lie beyond the scale, turns are many, or there are none."""
    for turns in ([], COURSE["turns"], [[-99.0, 5.0, 99.0]] * 40):
        drawn = fan({**COURSE, "turns": turns, "peak": 43}, Language("en"), width=300, height=120)
        xs = [float(x) for pair in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawn) for x in pair[:1]]
        ys = [float(y) for _, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawn)]
        assert all(0 <= x <= 300 for x in xs)
        assert all(0 <= y <= 120 for y in ys)


def test_the_peak_is_named_only_where_there_is_one() -> None:
    assert "fill-mark" in fan(COURSE, Language("en"))
    for peak in (0, 3, 7):
        assert "fill-mark" not in fan({**COURSE, "peak": peak}, Language("en")), peak


def test_a_share_is_drawn_with_its_interval() -> None:
    found = {"part": 0.25, "low": 0.2, "high": 0.31}
    drawn = share_bar(found, "Deal", Language("en"), width=102)
    assert 'width="25"' in drawn
    assert "M21.0" in drawn
    assert "H32.0" in drawn
    assert "Deal: 25% of the runs; the interval is 20% to 31%." in drawn


def test_scores_are_drawn_on_one_scale() -> None:
    """A zero within the scale is marked; one scale of a single point draws nothing odd."""
    found = {"mean": 2.0, "low": 1.5, "high": 2.5, "tenth": -3.0, "ninetieth": 8.0}
    drawn = score_bar(found, (-3.0, 8.0), "Halmar", Language("en"))
    assert "Halmar: 2.0 points on average, the interval is 1.5 to 2.5" in drawn
    assert "between −3 and 8" in drawn
    same = dict.fromkeys(found, 4.0)
    assert "nan" not in score_bar(same, (4.0, 4.0), "Halmar", Language("en"))
