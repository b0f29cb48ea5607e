"""Pictures as dots: what a document shows is what a page shows."""

import re
import struct

import pytest

from engine.pictures import courses, odds, tracks
from engine.pictures.dots import FONTS, ZOOM, paper, png
from engine.pictures.svg import picture, words
from engine.words.language import Language
from engine.words.locale import languages

TRACK = {
    "title": "Tension",
    "min": 0,
    "max": 10,
    "value": 7,
    "before": 5,
    "series": [5, 6, 7],
    "edges": ["high"],
}
ROWS = (("No", "..6", 15 / 36, False), ("Yes", "7..", 21 / 36, True))
RULING = {
    "odds": [dict(zip(("row", "roll", "chance", "hit"), row, strict=True)) for row in ROWS],
    "dice": [3, 5],
    "sum": 0,
    "total": 8,
}


def drawn(language: Language) -> list[str]:
    return [
        str(courses.course(TRACK, language)),
        str(tracks.gauge(TRACK, language)),
        str(odds.odds_list(RULING, language)),
    ]


def size(image: bytes) -> tuple[int, int]:
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", image[16:24])


@pytest.mark.parametrize("code", languages())
def test_a_picture_is_as_large_as_drawn(code: str) -> None:
    for svg in drawn(Language(code)):
        found = re.search(r' width="([\d.]+)" height="([\d.]+)"', svg)
        assert found
        assert size(png(svg)) == tuple(round(float(length) * ZOOM) for length in found.groups())


def test_every_class_of_a_picture_has_its_colour_on_paper() -> None:
    """What has no rule is drawn black."""
    used = {
        name
        for svg in drawn(Language("en"))
        for each in re.findall(r'class="([^"]+)"', svg)
        for name in each.split()
    }
    wanted = {name for name in used if name.startswith(("fill-", "stroke-"))}
    assert wanted
    assert not [name for name in wanted if f".picture .{name} " not in paper()]
    assert "var(" not in paper()


@pytest.mark.parametrize("weight", [400, 650])
def test_words_are_drawn_with_the_fonts_that_come_with_it(weight: int) -> None:
    """Polish letters and our signs too; a sign without a shape would be drawn as nothing."""
    assert len(FONTS) == 2
    blank = png(str(picture(40, 20, "x", words(4, 15, " ", 14))))
    for sign in "aZ0ąęłńóśźżĄĘŁŃÓŚŹŻ−–→▲▼·":
        assert png(str(picture(40, 20, "x", words(4, 15, sign, 14, weight=weight)))) != blank, sign
