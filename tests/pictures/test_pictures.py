"""The pictures: well-formed, without styles, scripts and stray ids, for every view of played games."""

import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from docs.pictures.sheet import played, sample_tracks, seen
from engine.pictures import PICTURES, bars, chances, dice, ladders, marks, odds, relations, tracks
from engine.pictures.strokes import stroke
from engine.pictures.svg import text_width
from engine.play.state import State
from engine.words.language import Language
from engine.words.locale import languages

HOUSE = Path(__file__).parents[2]
STATIC = HOUSE / "web" / "static"
GAMES = {"korea-2025": (1, 3, 6), "grey-strait": (1, 3)}
HOSTILE = "<script>alert(1)</script>\" onload='x' & ]]>"
ENGLISH = Language("en")


@lru_cache(maxsize=8)
def game(exercise: str, turn: int) -> State:
    return played(exercise, turn)


MOMENTS = [(exercise, turn) for exercise, turns in GAMES.items() for turn in turns]


def views(exercise: str, turn: int) -> list[dict[str, Any]]:
    state = game(exercise, turn)
    return [
        seen(state, seat, language) for seat in (*state.exercise.roles, "control") for language in languages()
    ]


def read(drawn: Markup) -> ElementTree.Element:
    """A picture as XML, after everything that no picture may have was looked for."""
    assert isinstance(drawn, Markup)
    root = ElementTree.fromstring(f"<page>{drawn}</page>")
    for part in root.iter():
        names = {name.lower() for name in part.attrib}
        assert part.tag.rpartition("}")[2] not in ("script", "style", "foreignObject", "a", "image")
        assert not names & {"style", "id", "href"}
        assert not any(name.startswith("on") for name in names)
        assert "None" not in part.attrib.values()
        numbers = [value for name, value in part.attrib.items() if name not in ("class", "aria-label")]
        assert not re.search(r"nan|inf", " ".join(numbers))
    return root


def told(drawn: Markup) -> str:
    """The sentence of a picture, which must have one."""
    first = read(drawn)[0]
    assert first.attrib["role"] == "img"
    assert first.attrib["aria-label"]
    return first.attrib["aria-label"]


@pytest.mark.parametrize(("exercise", "turn"), MOMENTS)
def test_every_track_of_every_seat_is_drawn(exercise: str, turn: int) -> None:
    for view in views(exercise, turn):
        language = Language(view["language"])
        for track in view["tracks"]:
            sentence = told(tracks.gauge(track, language))
            assert track["title"] in sentence
            told(tracks.gauge(track | {"edges": ["low", "high"]}, language, 190, 26))
            told(tracks.line_so_far(track, language))
            read(tracks.change(track, language))
            assert tracks.shown(track)


@pytest.mark.parametrize(("exercise", "turn"), MOMENTS)
def test_every_ruling_of_every_seat_is_drawn(exercise: str, turn: int) -> None:
    for view in views(exercise, turn):
        language = Language(view["language"])
        for entry in view["story"]:
            if entry["kind"] != "ruling":
                continue
            if not entry["details"].get("odds"):
                assert "no-dice" in odds.odds_bar(entry, language)
                continue
            told(odds.odds_bar(entry, language))
            told(odds.odds_list(entry, language))
            told(dice.dice(entry["details"]["dice"], language))
            assert odds.roll_words(entry, language)
            drawn = chances.parts(entry)
            assert sum(part.chance for part in drawn) == pytest.approx(1)
            count, sides = chances.spec(entry)
            assert sum(part.ways for part in drawn) == sides**count


@pytest.mark.parametrize("size", list(relations.SIZES))
@pytest.mark.parametrize(("exercise", "turn"), MOMENTS)
def test_every_map_of_every_seat_is_drawn(exercise: str, turn: int, size: str) -> None:
    for view in views(exercise, turn):
        language = Language(view["language"])
        drawn = relations.relations_map(view, language, size)
        told(drawn)
        for role in view["roles"]:
            assert f">{role['code']}</text>" in drawn
        rows = relations.relations_table(view, language)
        assert len(rows) == len(view["map"]["lines"])
        read(relations.legend(view, language))


def pill_areas(drawn: Markup) -> list[tuple[float, float, float, float]]:
    """The pills and discs of a map."""
    found = []
    for part in read(drawn).iter():
        numbers = {
            name: float(value) for name, value in part.attrib.items() if re.fullmatch(r"-?[\d.]+", value)
        }
        if part.tag.endswith("}rect"):
            x, y = numbers["x"], numbers["y"]
            found.append((x, y, x + numbers["width"], y + numbers["height"]))
        elif part.tag.endswith("}circle"):
            x, y, r = numbers["cx"], numbers["cy"], numbers["r"] * 0.8
            found.append((x - r, y - r, x + r, y + r))
    return found


def test_a_relation_that_is_not_known_has_no_number() -> None:
    view = seen(game("korea-2025", 3), "control", "en")
    hidden = view | {"tracks": [track for track in view["tracks"] if track["id"] != "channel"]}
    whole, part = (pill_areas(relations.relations_map(each, ENGLISH)) for each in (view, hidden))
    assert len(part) == len(whole) - 1
    row = next(row for row in relations.relations_table(hidden, ENGLISH) if row["between"] == "POL–DPRK")
    assert (row["title"], row["value"]) == ("", "not known here")
    assert "not known here" in relations.legend(hidden, ENGLISH)


def test_lines_between_the_same_two_part_from_each_other() -> None:
    ends = {"places": {"usa": [200, 200], "china": [800, 500]}}
    lines = [
        {"between": between, "track": "x", "drawn": drawn}
        for between, drawn in ((["usa", "china"], "closeness"), (["china", "usa"], "channel"))
    ]
    view = seen(game("korea-2025", 1), "control", "en") | {"map": ends | {"lines": lines}}
    drawn = [
        part.attrib["d"]
        for part in read(relations.relations_map(view, ENGLISH)).iter()
        if part.attrib.get("stroke-dasharray")
    ]
    assert len(set(drawn)) == 2
    middles = [[float(value) for value in re.findall(r"[\d.]+", d)][40:42] for d in drawn]
    assert max(abs(one - two) for one, two in zip(*middles, strict=True)) > 10


@pytest.mark.parametrize("drawn", ["closeness", "trust", "rivalry", "tension"])
def test_the_stronger_a_relation_the_broader_its_line(drawn: str) -> None:
    curve = tuple((float(x), 0.0) for x in range(0, 200, 2))
    breadths = []
    for level in range(11):
        reaches = []
        for part in read(Markup().join(stroke(drawn, level, curve, 1.0))):
            heights = [float(y) for _, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", part.attrib["d"])]
            reaches.append(max(heights) - min(heights) + float(part.attrib["stroke-width"]))
        breadths.append(max(reaches))
    assert all(one < two for one, two in pairwise(breadths)), breadths


def test_a_view_without_a_map_has_no_picture_of_it() -> None:
    view = seen(game("grey-strait", 1), "control", "en") | {"map": None}
    assert relations.relations_map(view, ENGLISH) == ""
    assert relations.relations_table(view, ENGLISH) == []
    assert relations.legend(view, ENGLISH) == ""


@pytest.mark.parametrize("track", sample_tracks(), ids=lambda track: track["title"])
def test_gauges_stay_on_their_scale(track: dict[str, Any]) -> None:
    for value in (-50, 0, 3, 500):
        drawn = track | ({"value": value, "before": -value} if isinstance(track["value"], int) else {})
        for width, height in ((92, 18), (190, 26)):
            for part in read(tracks.gauge(drawn, ENGLISH, width, height)).iter():
                if "cx" in part.attrib:
                    assert 0 <= float(part.attrib["cx"]) <= width
                elif "width" in part.attrib and "x" in part.attrib:
                    assert -4 <= float(part.attrib["x"]) <= width
                    assert float(part.attrib["x"]) + float(part.attrib["width"]) <= width + 4


@pytest.mark.parametrize("value", [0, 3, 8])
def test_a_scale_that_begins_below_nothing_is_drawn_like_any_other(value: int) -> None:
    """Law: where a mark stands follows from its distance to the ends, whatever they are called."""
    plain = {"id": "t", "title": "T", "min": 0, "max": 8, "value": value, "before": 1, "series": []}
    moved = plain | {"min": -4, "max": 4, "value": value - 4, "before": -3}
    places = [
        [part.attrib.get("cx") for part in read(tracks.gauge(track, ENGLISH)).iter()]
        for track in (plain, moved)
    ]
    assert any(places[0])
    assert places[0] == places[1]


def test_a_gauge_says_what_it_shows() -> None:
    rose, edge, band, unknown = (sample_tracks()[index] for index in (1, 2, 5, 8))
    assert tracks.sentence(rose, ENGLISH) == "rose 3 this turn: 7, it was 4, on a scale of 0 to 10."
    assert tracks.sentence(edge, ENGLISH).endswith("; an ending lies at 10.")
    assert tracks.sentence(band, ENGLISH) == "known as a band: mid, between 4 and 6 on a scale of 0 to 10."
    assert tracks.sentence(unknown, ENGLISH) == "not known to this seat: not known here."
    assert "circle" not in tracks.gauge(unknown, ENGLISH)
    assert tracks.shown(unknown) == "?"


def test_what_changed_is_said_in_words_too() -> None:
    assert "up 3" in tracks.change(sample_tracks()[1], ENGLISH)
    assert "down 1" in tracks.change(sample_tracks()[2], ENGLISH)
    assert "no change" in tracks.change(sample_tracks()[0], ENGLISH)
    assert "up 1" in tracks.change(sample_tracks()[4], ENGLISH)
    assert "another band" in tracks.change(sample_tracks()[6], ENGLISH)


RULING: dict[str, Any] = {
    "odds": [
        {"row": "Public rejection", "roll": "..6", "chance": 10 / 36, "hit": False},
        {"row": "Silence", "roll": "7..9", "chance": 16 / 36, "hit": False},
        {"row": "Quiet acceptance", "roll": "10..11", "chance": 7 / 36, "hit": True},
        {"row": "Public acceptance", "roll": "12..", "chance": 3 / 36, "hit": False},
    ],
    "dice": [5, 4],
    "sum": 1,
    "total": 10,
    "typed": False,
}


def test_the_odds_bar_of_the_look() -> None:
    drawn = chances.parts(RULING)
    assert [part.ways for part in drawn] == [10, 16, 7, 3]
    assert [[cell.total for cell in part.cells] for part in drawn] == [
        [3, 4, 5, 6],
        [7, 8, 9],
        [10, 11],
        [12, 13],
    ]
    assert odds.sentence(RULING, ENGLISH) == "19 in 100 for “Quiet acceptance”; rolled 10."
    assert odds.roll_words(RULING, ENGLISH) == "5 + 4 = 9, and +1"
    numbered = RULING | {
        "odds": [entry | {"number": index + 2} for index, entry in enumerate(RULING["odds"])]
    }
    assert odds.sentence(numbered, ENGLISH) == "19 in 100 for row 4; rolled 10."
    bar = odds.odds_bar(RULING, ENGLISH)
    assert bar.count("fill-mark-soft") == 1
    assert len(re.findall(r'class="fill-mark"', bar)) == 1
    assert "19%" in bar
    assert "Quiet acceptance" in bar
    assert "Public acceptance" not in bar, "it does not fit"
    assert "<text" not in odds.odds_list(RULING, ENGLISH)


@pytest.mark.parametrize("total", range(3, 14))
def test_the_filled_cell_stands_at_the_sum_that_was_rolled(total: int) -> None:
    """Law: as far from the left as there are chances of less, and as wide as its own chances."""
    lower = sum(one + two + RULING["sum"] < total for one in range(1, 7) for two in range(1, 7))
    own = sum(one + two + RULING["sum"] == total for one in range(1, 7) for two in range(1, 7))
    struck = sum(total > last for last in (6, 9, 11))
    rows = [entry | {"hit": place == struck} for place, entry in enumerate(RULING["odds"])]
    rolled = RULING | {"odds": rows, "total": total}
    for drawn, width in ((odds.odds_bar(rolled, ENGLISH), 560), (odds.odds_list(rolled, ENGLISH), 168)):
        parts = list(read(drawn).iter())
        (cell,) = [part for part in parts if part.attrib.get("class") == "fill-mark"]
        left, wide = float(cell.attrib["x"]), float(cell.attrib["width"])
        chance = (width - 1.4 - 3 * odds.GAP) / 36
        assert left == pytest.approx(0.7 + lower * chance + struck * odds.GAP, abs=0.1)
        assert wide == pytest.approx(own * chance, abs=0.1)
        said = [part for part in parts if part.attrib.get("class") == "fill-on-mark"]
        assert [part.text for part in said] in ([str(total)], []), "a narrow cell has no room for its number"
        assert all(left < float(part.attrib["x"]) < left + wide for part in said)


@pytest.mark.parametrize("width", [300, 520, 560])
@pytest.mark.parametrize("struck", range(4))
def test_the_row_hit_always_bears_its_name_and_no_label_touches_another(struck: int, width: int) -> None:
    names = [
        "Public rejection",
        "Silence, for now",
        "Accepted, with conditions named in private",
        "Accepted in public",
    ]
    rows = [
        entry | {"row": name, "hit": place == struck}
        for place, (entry, name) in enumerate(zip(RULING["odds"], names, strict=True))
    ]
    drawn = odds.odds_bar(RULING | {"odds": rows}, ENGLISH, width)
    lines: dict[float, list[tuple[float, float]]] = {}
    bold = []
    for part in read(drawn).iter():
        if not part.tag.endswith("}text") or float(part.attrib["font-size"]) != 11:
            continue
        x, y, text = float(part.attrib["x"]), float(part.attrib["y"]), part.text or ""
        half = text_width(text, 11, bold=part.attrib["font-weight"] == "650") / 2
        assert -1 <= x - half <= x + half <= width + 1
        assert all(x + half <= left or right <= x - half for left, right in lines.get(y, [])), text
        lines.setdefault(y, []).append((x - half, x + half))
        if part.attrib["font-weight"] == "650":
            bold.append(text)
    assert bold[0] == f"{round(rows[struck]['chance'] * 100)}%"
    assert " ".join(bold[1:]) == names[struck]


@pytest.mark.parametrize(
    ("start", "end", "row", "free"),
    [
        (20, 30, 0, True),
        (13, 15, 0, False),
        (14, 30, 0, True),
        (0, 6, 0, True),
        (0, 7, 0, False),
        (9, 12, 1, True),
    ],
)
def test_a_label_keeps_its_distance_on_both_sides(start: float, end: float, row: int, free: bool) -> None:
    """Law: beside a label from 10 to 10 nothing stands nearer than 4 in the same row."""
    assert odds.clear([(row, start, end)], [(0, 10.0, 10.0)]) is free


def test_odds_before_a_roll_and_odds_that_ranges_do_not_explain() -> None:
    before = {key: value for key, value in RULING.items() if key not in ("dice", "total")}
    before["odds"] = [entry | {"hit": False} for entry in RULING["odds"]]
    assert odds.sentence(before, ENGLISH).startswith("28 in 100 for “Public rejection”; 44 in 100")
    assert "fill-mark" not in odds.odds_bar(before, ENGLISH)
    strange = RULING | {"odds": [entry | {"roll": "..3"} for entry in RULING["odds"]]}
    assert [part.cells for part in chances.parts(strange)] == [()] * 4
    told(odds.odds_bar(strange, ENGLISH))
    assert odds.sentence({"details": {}}, ENGLISH) == "no dice"


def test_every_part_of_a_printed_bar_is_hatched_all_over() -> None:
    """Law: ground, hatching and outline of a part are the same rectangle, as wide as the part is likely."""
    likely = [1 / 8, 1 / 8, 1 / 4, 1 / 4, 1 / 4]
    drawn = read(ladders.odds_ladder_bar(likely, ["a", "b", "c", "d", "e"], ENGLISH, 401, 18))
    boxes = [part.attrib for part in drawn.iter() if part.tag.endswith("}rect")]
    places = {
        kind: [tuple(float(box[side]) for side in ("x", "y", "width", "height")) for box in found]
        for kind, found in (
            ("outline", [box for box in boxes if "stroke-ink" in box.get("class", "")]),
            ("hatching", [box for box in boxes if "hatch" in box.get("fill", "")]),
        )
    }
    assert [wide for _, _, wide, _ in places["outline"]] == [400 * chance for chance in likely]
    assert places["hatching"]
    assert set(places["hatching"]) <= set(places["outline"])


@pytest.mark.parametrize(("spec", "sums"), [("1d6", 6), ("2d6", 11), ("3d6", 16), ("1d20", 20)])
def test_other_dice(spec: str, sums: int) -> None:
    rows = {"dice_spec": spec, "odds": [{"row": "all", "roll": None, "chance": 1.0, "hit": True}]}
    assert sum(len(part.cells) for part in chances.parts(rows)) == sums
    told(odds.odds_bar(rows, ENGLISH))


def test_hostile_texts_are_texts() -> None:
    view = seen(game("korea-2025", 3), "control", "en")
    view["roles"] = [role | {"code": HOSTILE[:12], "title": HOSTILE} for role in view["roles"]]
    view["map"]["lines"] = [line | {"name": HOSTILE} for line in view["map"]["lines"]]
    track = sample_tracks()[5] | {"title": HOSTILE, "band": HOSTILE}
    ruling = RULING | {"odds": [entry | {"row": HOSTILE} for entry in RULING["odds"]]}
    for drawn in (
        tracks.gauge(track, ENGLISH),
        tracks.change(track, ENGLISH),
        odds.odds_bar(ruling, ENGLISH, 2000),
        odds.odds_list(ruling, ENGLISH),
        marks.mark(HOSTILE, label=HOSTILE),
        bars.shares([{"title": HOSTILE, "share": 1, "kind": HOSTILE}], ENGLISH),
        *(relations.relations_map(view, ENGLISH, size) for size in relations.SIZES),
    ):
        read(drawn)
        assert "<script" not in drawn


def test_marks_are_twelve_and_roles_without_one_take_the_first_free() -> None:
    assert len(marks.MARKS) == len(marks.PATTERNS) == 12
    assert set(marks.PATTERNS) == set(marks.MARKS)
    roles = [{"id": "a"}, {"id": "b", "mark": "square"}, {"id": "c"}]
    found = marks.marks_of({"roles": roles})
    assert found == {"a": "triangle", "b": "square", "c": "hexagon", "control": "control"}
    for shape in marks.SHAPES:
        assert read(marks.mark(shape))[0].attrib["aria-hidden"] == "true"
        assert told(marks.mark(shape, label="USA")) == "USA"


def test_ids_stand_in_the_defs_alone() -> None:
    root = ElementTree.fromstring(str(marks.defs()))
    ids = [part.attrib["id"] for part in root.iter() if "id" in part.attrib]
    assert len(ids) == len(set(ids)) == len(marks.PATTERNS) + len(marks.HATCHES)
    drawn = "".join(marks.swatch(shape) for shape in marks.MARKS)
    drawn += tracks.gauge(sample_tracks()[8], ENGLISH) + tracks.gauge(sample_tracks()[2], ENGLISH)
    drawn += bars.shares([{"title": kind, "share": 1, "kind": kind} for kind in bars.SHARES], ENGLISH)
    assert set(re.findall(r"url\(#([^)]+)\)", drawn)) <= set(ids)


def test_bars_count_what_they_are_given() -> None:
    discs = bars.capital(1, 2, 4, ENGLISH)
    assert [discs.count(kind) for kind in ("fill-mark", "fill-ink", "fill-none")] == [1, 2, 1]
    assert told(bars.capital(3, 40, 60, ENGLISH)) == "capital: 3 spent, 40 left, 60 at most"
    assert bars.month_ticks(3, 8, ENGLISH).count("<rect") == 8
    assert told(bars.shares([{"title": "deal", "share": 1, "kind": "deal"}], ENGLISH)) == "deal: 100 in 100"


def test_classes_of_the_pictures_are_in_the_stylesheet() -> None:
    sheet = (STATIC / "pictures.css").read_text(encoding="utf-8")
    source = "".join(path.read_text(encoding="utf-8") for path in (STATIC.parent / "pictures").glob("*.py"))
    for name in set(
        re.findall(r"\b(?:fill|stroke)-(?!rule|opacity|width|pattern)[a-z]+(?:-[a-z0-9]+)*", source)
    ):
        assert f".{name} " in sheet, name


def test_no_style_sheet_has_a_colour_of_its_own() -> None:
    """Law: a colour is written down once, in tokens.css."""
    for sheet in STATIC.glob("*.css"):
        if sheet.name != "tokens.css":
            rules = re.findall(r"\{([^{}]*)\}", sheet.read_text(encoding="utf-8"))
            own = [rule for rule in rules if re.search(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", rule)]
            assert not own, f"{sheet.name}: {own}"


def test_every_colour_is_a_token_and_old_browsers_get_the_light_half() -> None:
    tokens = (STATIC / "tokens.css").read_text(encoding="utf-8")
    pairs = dict(re.findall(r"(--[a-z0-9-]+): light-dark\((#[0-9a-f]{6}), #[0-9a-f]{6}\)", tokens))
    plain = dict(
        re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]{6});", tokens.split("@supports")[1].split("@media")[0])
    )
    assert pairs == plain
    sheet = (STATIC / "pictures.css").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b", sheet)
    assert set(re.findall(r"var\((--[a-z0-9-]+)\)", sheet)) <= set(re.findall(r"(--[a-z0-9-]+):", tokens))


def test_no_part_of_a_page_has_the_class_of_a_picture() -> None:
    """Law: what lays out a part of a page by its class alone does not lay out a picture, too."""
    pictures = "".join(
        path.read_text(encoding="utf-8") for path in (HOUSE / "engine" / "pictures").glob("*.py")
    )
    drawn = {name for names in re.findall(r'class_="([^"]*)"', pictures) for name in names.split()}
    templates = [path.read_text(encoding="utf-8") for path in (HOUSE / "web" / "templates").rglob("*.html")]
    borne = {
        name
        for text in templates
        for names in re.findall(r'<(?!svg)[a-z0-9]+\b[^>]*?\bclass="([^"]*)"', text)
        for name in re.sub(r"{%.*?%}|{{.*?}}", " ", names).split()
    }
    sheets = "\n".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.css"))
    laid_out = set(re.findall(r"^ *\.([\w-]+) {", sheets, flags=re.MULTILINE))
    assert borne & laid_out
    assert not drawn & borne & laid_out


def test_fonts_have_their_licence_beside_them() -> None:
    for font in (STATIC / "fonts").glob("*.woff2"):
        assert font.read_bytes()[:4] == b"wOF2"
        assert "SIL OPEN FONT LICENSE" in font.with_suffix(".OFL.txt").read_text(encoding="utf-8")
        assert font.name in (STATIC / "fonts" / "README.md").read_text(encoding="utf-8")


def test_templates_get_functions() -> None:
    assert all(callable(function) for function in PICTURES.values())
    widths = [text_width(text, 12) for text in ("1", "12", "123")]
    assert all(one < two for one, two in pairwise(widths))
