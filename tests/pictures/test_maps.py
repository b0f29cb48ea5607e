"""The map of relations: every exercise, language, seat and size, from one end of every track to the other.

What is looked at is the picture itself, read back as boxes and lines; a browser measures the words in
`tests/browser/test_screen.py`.
"""

import re
from dataclasses import dataclass, field
from itertools import product
from xml.etree import ElementTree

import pytest

from engine.pictures import relations
from engine.pictures.geometry import Area, Point
from engine.pictures.svg import text_width
from engine.play.state import State
from engine.record.run import Run
from engine.rules.load import load, names
from engine.views import view
from engine.words.language import Language
from engine.words.locale import languages

COURSES = ((0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0), (0.5, 0.5), (0.4, 0.6), (0.75, 0.25))
"""Where every track began the turn and where it stands, in shares of its scale: ends, and some between."""


Begun = dict[str, list[State]]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """Every shipped exercise in its first turn, once for each format."""
    folder = tmp_path_factory.mktemp("runs")
    return {
        name: [
            Run.start(load(name), folder / f"{name}-{form}.jsonl", seed=1, format_id=form).state
            for form in load(name).file.formats
        ]
        for name in names()
    }


def stand(state: State, course: tuple[float, float]) -> None:
    """Move every track along a course, whatever the rules say of it."""
    earlier = state.game.chronicle[0][1]
    for name, slot in state.exercise.slots.items():
        track = state.exercise.file.tracks.get(name.partition("(")[0])
        if track:
            earlier[slot], state.game.vector[slot] = (
                track.min + round(share * (track.max - track.min)) for share in course
            )


@dataclass
class Chart:
    """A map read back from its picture."""

    width: float
    height: float
    words: list[tuple[str, Area]] = field(default_factory=list)
    pills: list[Area] = field(default_factory=list)
    pill_words: list[Area] = field(default_factory=list)
    roles: list[Area] = field(default_factory=list)
    lines: list[list[Point]] = field(default_factory=list)
    fronts: list[list[Point]] = field(default_factory=list)
    breaks: list[list[Point]] = field(default_factory=list)
    coasts: list[list[Point]] = field(default_factory=list)


def read(drawn: str) -> Chart:
    """The boxes of words, pills and roles and the lines of a picture."""
    root = ElementTree.fromstring(drawn)
    found = Chart(float(root.attrib["width"]), float(root.attrib["height"]))
    inside = {part for group in root.iter() if group.tag.endswith("}g") for part in group}
    for part in root.iter():
        kind, name = part.attrib.get("class", ""), part.tag.rpartition("}")[2]
        if name == "text":
            area = ink(part)
            if part in inside:
                found.pill_words.append(area)
            else:
                found.words.append((part.text or "", area))
        elif name == "rect":
            x, y, wide, high = (float(part.attrib[key]) for key in ("x", "y", "width", "height"))
            found.pills.append(Area(x, y, x + wide, y + high))
        elif name == "circle":
            x, y, radius = (float(part.attrib[key]) for key in ("cx", "cy", "r"))
            found.roles.append(Area.around(x, y, 2 * radius, 2 * radius))
        elif name == "path" and "transform" not in part.attrib:
            pieces = [points(piece) for piece in part.attrib["d"].split("M")[1:]]
            if "fill-land" in kind:
                found.coasts += pieces
            elif "stroke-edge" in kind:
                found.fronts += pieces
            elif "stroke-ground" not in kind and "fill-none" in kind:
                found.lines += pieces
    return found


def points(d: str) -> list[Point]:
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", d)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def ink(part: ElementTree.Element) -> Area:
    """About where the letters of a word stand."""
    size, x, y = (float(part.attrib[key]) for key in ("font-size", "x", "y"))
    wide = text_width(part.text or "", size, bold="font-weight" in part.attrib)
    return Area(x - wide / 2, y - 0.73 * size, x + wide / 2, y + 0.2 * size)


def charts(states: list[State], size: str) -> list[tuple[str, Chart]]:
    """The maps of every seat in every language along every course, each with what tells it apart."""
    found = []
    for state, course in product(states, COURSES):
        stand(state, course)
        for seat, language in product((*state.exercise.roles, "control", "public"), languages()):
            drawn = relations.relations_map(view(state, seat, language), Language(language), size)
            found.append((f"{state.game.format}, {seat}, {language}, {course}", read(str(drawn))))
    return found


@pytest.mark.parametrize("size", list(relations.SIZES))
@pytest.mark.parametrize("exercise", names())
def test_no_words_hide_each_other_a_role_or_a_line(begun: Begun, exercise: str, size: str) -> None:
    for which, chart in charts(begun[exercise], size):
        assert chart.words
        assert chart.pills
        boxes = [*chart.words, *(("a pill", area) for area in chart.pills)]
        for index, (text, area) in enumerate(boxes):
            assert min(area.left, area.top) >= 0, (which, text)
            assert area.right <= chart.width, (which, text)
            assert area.bottom <= chart.height, (which, text)
            for other, its in boxes[index + 1 :]:
                assert not area.overlap(its), (which, text, other)
            assert not any(area.overlap(role) for role in chart.roles), (which, text)
            assert not any(area.crossed(front) for front in chart.fronts), (which, text)
        for text, area in chart.words:
            assert not any(area.crossed(line) for line in chart.lines), (which, text)


@pytest.mark.parametrize("exercise", names())
def test_a_line_that_parts_two_roles_is_the_heaviest_and_over_all_others(begun: Begun, exercise: str) -> None:
    drawn = relations.relations_map(view(begun[exercise][0], "control", "en"), Language("en"), "screen")
    lines = [
        (kind, float(width))
        for kind, width in re.findall(r'class="fill-none (stroke-[a-z0-9-]+)" stroke-width="([\d.]+)"', drawn)
    ]
    kinds = [kind for kind, _ in lines]
    assert kinds[-2:] == ["stroke-ground", "stroke-edge"], (
        "cut out of whatever it crosses, then the line itself"
    )
    assert kinds.count("stroke-edge") == 1
    saws = [width for kind, width in lines if kind == "stroke-ink-2" and width < 3]
    assert lines[-1][1] > max(saws, default=0)
    (front,) = read(str(drawn)).fronts
    whole = Area.about(front)
    assert max(whole.right - whole.left, whole.bottom - whole.top) > 0.1 * relations.SIZES["screen"].width


@pytest.mark.parametrize("size", list(relations.SIZES))
@pytest.mark.parametrize("exercise", names())
def test_nothing_moves_about_when_a_value_does(begun: Begun, exercise: str, size: str) -> None:
    state, places = begun[exercise][0], []
    for course in ((0.5, 0.5), (0.4, 0.6), (0.6, 0.5)):
        stand(state, course)
        chart = read(str(relations.relations_map(view(state, "control", "en"), Language("en"), size)))
        codes = {entry["code"] for entry in view(state, "control", "en")["roles"]}
        places.append(
            {text: area for text, area in chart.words if text in codes} | {"lines": len(chart.lines)}
        )
        assert set(places[-1]) >= codes
    assert places[0] == places[1] == places[2]


@pytest.mark.parametrize("exercise", names())
def test_the_coast_is_the_exercises_own(begun: Begun, exercise: str) -> None:
    shown = view(begun[exercise][0], "public", "en")
    outlines = shown["map"]["land"]
    for size, page in relations.SIZES.items():
        chart = read(str(relations.relations_map(shown, Language("en"), size)))
        assert len(chart.coasts) == len(outlines) > 0
        for corners in chart.coasts:
            area = Area.about(corners)
            assert min(area.left, area.top) >= 0
            assert area.right <= page.width
            assert area.bottom <= page.height
    bare = shown | {"map": shown["map"] | {"land": []}}
    assert "fill-land" not in relations.relations_map(bare, Language("en"))


def test_a_line_bears_the_name_that_the_exercise_gives_it(begun: Begun) -> None:
    named = {"en": ("embassy", "cooperation"), "pl": ("ambasada", "współpraca")}
    for code in languages():
        drawn = relations.relations_map(
            view(begun["korea-2025"][0], "public", code), Language(code), "screen"
        )
        assert all(f">{word}</text>" in drawn for word in named[code])


@pytest.mark.parametrize("size", list(relations.SIZES))
def test_roles_that_stand_in_one_place_are_drawn_all_the_same(begun: Begun, size: str) -> None:
    """No words may find room there, and a map is drawn nevertheless."""
    shown = view(begun["grey-strait"][0], "public", "en")
    lines = shown["map"]["lines"]
    for place in ([500, 300], [0, 0], [1000, 700]):
        places = dict.fromkeys(shown["map"]["places"], place)
        for tracks in (shown["tracks"], []):
            crowded = shown | {"map": {"places": places, "lines": lines, "land": []}, "tracks": tracks}
            assert relations.relations_map(crowded, Language("en"), size).count("</text>") >= len(places)
