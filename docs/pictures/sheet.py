"""Every picture in its states on one page, to look at: `python -m docs.pictures.sheet OUT.html [dark]`."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from markupsafe import Markup

from engine.pictures import bars, dice, marks, odds, relations, strokes, tracks
from engine.pictures.svg import element
from engine.play.state import State
from engine.record.run import Run
from engine.rules.load import load
from engine.views import view
from engine.words.language import Language

STATIC = Path(__file__).parents[2] / "web" / "static"
STYLE = """
body { margin: 0; padding: 22px 28px; background: var(--ground); color: var(--ink);
  font: 13px/1.4 var(--sans); display: grid; grid-template-columns: repeat(3, 416px); gap: 22px 30px; }
section { border-top: 1px solid var(--ink); padding-top: 8px; }
section.wide { grid-column: 1 / -1; }
h2 { font-size: 13px; margin: 0 0 8px; }
p { margin: 0 0 6px; min-height: 18px; display: flex; gap: 10px; align-items: center; }
p span { min-width: 0; }
.strip { background: var(--strip); color: var(--on-strip); padding: 12px; }
"""


def played(exercise: str, turn: int) -> State:
    """A game played by bots up to the report of a turn."""
    with TemporaryDirectory() as folder:
        run = Run.start(load(exercise), Path(folder) / "run.jsonl", seed=2025, people=[])
        while not run.state.game.finished and (run.state.game.turn, run.state.game.phase) != (turn, "report"):
            run.press_on()
        return run.state


def seen(state: State, seat: str, language: str) -> dict[str, Any]:
    """A view, with its map where views do not give it."""
    found = view(state, seat, language)
    drawn = state.exercise.file.map
    if "map" not in found and drawn:
        lines = [{"between": line.between, "track": line.track, "drawn": line.drawn} for line in drawn.lines]
        found["map"] = {"places": drawn.places, "lines": lines}
    return found


def section(title: str, *parts: Any, wide: bool = False) -> Markup:
    return element("section", element("h2", title), *parts, class_="wide" if wide else None)


def row(*parts: Any) -> Markup:
    return element("p", *(part if isinstance(part, Markup) else element("span", part) for part in parts))


def rows(make: Callable[[Any], tuple[Any, ...]], items: Any) -> list[Markup]:
    return [row(*make(item)) for item in items]


def sample_tracks() -> list[dict[str, Any]]:
    """A track in each of its states."""
    scale: dict[str, Any] = {"id": "t", "title": "Track", "min": 0, "max": 10}
    return [
        scale | {"value": 6, "before": 6, "series": [5, 6, 6], "title": "no change"},
        scale | {"value": 7, "before": 4, "series": [4, 4, 7], "title": "rose 3 this turn"},
        scale | {"value": 8, "before": 9, "series": [8, 9, 8], "edges": ["high"], "title": "an ending at 10"},
        scale | {"value": 1, "before": 1, "edges": ["low"], "title": "an ending at 0"},
        scale | {"value": 4, "before": 4, "after": 5, "title": "now and if published"},
        scale | {"value": "mid", "band": "mid", "range": "4..6", "title": "known as a band"},
        scale | {"value": "high", "band": "high", "range": "7..", "before": "mid", "title": "another band"},
        scale | {"value": None, "told": {"value": 6, "text": "6", "turn": 2}, "title": "told in turn 2"},
        scale | {"value": None, "title": "not known to this seat"},
        scale | {"value": 40, "before": 55, "max": 100, "title": "a long scale"},
    ]


def parts(state: State, code: str) -> Iterator[Markup]:
    """The sections of one language."""
    language = Language(code)
    control = seen(state, "control", code)
    seat = seen(state, next(iter(state.exercise.roles)), code)
    rulings = [entry for entry in control["story"] if entry["kind"] == "ruling"]
    rolled = [entry for entry in rulings if entry["details"].get("odds")]

    def gauge(track: dict[str, Any]) -> tuple[Any, ...]:
        return (
            tracks.gauge(track, language),
            tracks.line_so_far(track, language),
            tracks.shown(track),
            tracks.change(track, language),
            track["title"],
        )

    def bar(entry: dict[str, Any]) -> tuple[Any, ...]:
        return odds.odds_bar(entry, language), *bar_words(entry)

    def bar_words(entry: dict[str, Any]) -> tuple[Any, ...]:
        return (
            dice.dice(entry["details"]["dice"], language),
            odds.odds_list(entry, language),
            odds.roll_words(entry, language),
        )

    yield section("Tracks of control", *rows(gauge, control["tracks"]))
    yield section("Tracks of a seat", *rows(gauge, seat["tracks"]))
    yield section(
        "Maps: panel, seat, phone",
        *(
            Markup("").join([relations.relations_map(each, language, size), relations.legend(each, language)])
            for each, size in ((control, "panel"), (seat, "panel"), (seat, "phone"))
        ),
    )
    yield section("Odds", *rows(bar, rolled[-8:]), row(odds.odds_bar({"details": {}}, language)), wide=True)
    yield section(
        "Screen",
        relations.relations_map(control, language, "screen"),
        *rows(lambda track: (tracks.gauge(track, language, 190, 26),), sample_tracks()[:4]),
        wide=True,
    )


def fixed(language: Language) -> Iterator[Markup]:
    """The sections that no game fills."""
    yield marks.defs()
    yield section(
        "Marks",
        *rows(
            lambda shape: (
                marks.mark(shape),
                marks.mark(shape, 24),
                marks.mark(shape, hollow=True),
                marks.swatch(shape),
                shape,
            ),
            marks.SHAPES,
        ),
    )
    yield section(
        "Track",
        *rows(
            lambda track: (
                tracks.gauge(track, language),
                tracks.line_so_far(track, language),
                tracks.shown(track),
                tracks.change(track, language),
                track["title"],
            ),
            sample_tracks(),
        ),
        row(bars.capital(1, 2, 4, language), "1 spent, 2 left, 1 below the cap"),
        row(bars.capital(3, 15, 30, language), "many"),
        row(
            bars.shares([{"title": kind, "share": 0.15, "kind": kind} for kind in bars.SHARES], language, 380)
        ),
    )
    kinds = [
        ("closeness", 3),
        ("closeness", 9),
        ("trust", 6),
        ("rivalry", 7),
        ("tension", 7),
        ("channel", 5),
        ("dialogue", 2),
        ("unknown", 0),
        ("shared", 8),
    ]
    yield section(
        "Lines",
        *rows(lambda kind: (strokes.sample(kind[0], 70, 16, kind[1], (2, 6)), f"{kind[0]} {kind[1]}"), kinds),
        Markup('<div class="strip">{}{}{}</div>').format(
            marks.logo(22), marks.logo(54), bars.month_ticks(3, 8, language)
        ),
    )


def page(dark: bool = False) -> str:
    """The whole sheet."""
    state = played("korea-2025", 3)
    strait = seen(played("grey-strait", 2), "control", "pl")
    body = [
        *fixed(Language("en")),
        *parts(state, "en"),
        *parts(state, "pl"),
        section(
            "Another exercise",
            relations.relations_map(strait, Language("pl")),
            relations.relations_map(strait, Language("pl"), "screen"),
            wide=True,
        ),
    ]
    links = "".join(
        f'<link rel="stylesheet" href="{(STATIC / name).as_uri()}">'
        for name in ("tokens.css", "pictures.css")
    )
    return (
        f'<!doctype html><html lang="en" data-theme="{"dark" if dark else "light"}"><meta charset="utf-8">'
        f"<title>Pictures</title>{links}<style>{STYLE}</style><body>{Markup('').join(body)}</body></html>"
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(dark="dark" in sys.argv[2:]), encoding="utf-8")
