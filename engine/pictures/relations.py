"""The map of relations: a schematic with a line for every relation, and the same facts as rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypedDict

from markupsafe import Markup

from engine.pictures.geometry import Point
from engine.pictures.labels import broken, labels
from engine.pictures.marks import marks_of, placed
from engine.pictures.routes import CANVAS, NARROW, RADIUS, Routes, Size, routes
from engine.pictures.strokes import line_of, sample, tinted
from engine.pictures.svg import disc, element, group, path, picture, points
from engine.pictures.ties import Tie, kind_of, ties_of, word_of
from engine.pictures.tracks import change, shown
from engine.words.language import Language

SIZES = {
    "panel": Size(368, 262, 1.0, 12),
    "phone": NARROW,
    "screen": Size(944, 600, 2.2, 28, named=True),
}
"""The screen's words are larger than its floor of 27: the map shrinks a little under a bar."""


def relations_map(view: Mapping[str, Any], language: Language, size: str = "panel") -> Markup:
    """The map as this view knows it."""
    drawn, page = view.get("map") or {}, SIZES[size]
    if not drawn.get("places"):
        return Markup("")
    roles = {role["id"]: role for role in view["roles"]}
    places = {role: place for role, place in drawn["places"].items() if role in roles}
    shapes, ties = marks_of(dict(view)), [tie for tie in ties_of(view) if set(tie.ends) <= set(places)]
    laid = routes(ties, {**drawn, "places": places}, page)
    at = laid.at
    label = language.say(
        "Map of relations: {roles}, {ties}, of which moved: {moved}; the table says the same.",
        roles=language.count(len(at), "role", "roles"),
        ties=language.count(len(ties), "relation", "relations"),
        moved=sum(bool(tie.moved) for tie in ties),
    )
    return picture(
        page.width,
        page.height,
        label,
        *land(drawn.get("land", ()), page),
        *(triangle(tie, at) for tie in ties if tie.third and tie.third in at),
        *lines(laid, ties),
        *(node(shapes[role], *at[role], page.unit) for role in at),
        *labels(laid, ties, {role: roles[role]["code"] for role in at}, language),
        class_=f"map map-{size} fits",
    )


def land(outlines: Sequence[Sequence[Point]], page: Size) -> list[Markup]:
    """The coasts under the roles: an ornament without borders and names, its corners a little round."""
    wide, high = page.width / CANVAS[0], page.height / CANVAS[1]
    return [
        path(
            points([(x * wide, y * high) for x, y in outline]) + "Z",
            "fill-land stroke-land",
            stroke_width=3 * page.unit,
            stroke_linejoin="round",
        )
        for outline in outlines
    ]


def lines(laid: Routes, ties: Sequence[Tie]) -> Iterator[Markup]:
    """The lines of all relations, those that part two roles over the others."""
    order = sorted(range(len(ties)), key=lambda index: ties[index].drawn == "tension")
    for index in order:
        yield from line_of(ties[index], laid.lines[index], laid.size.unit)
        for role in ties[index].ends:
            if role in laid.far:
                yield broken(laid, index, role)


def triangle(tie: Tie, at: Mapping[str, Point]) -> Markup:
    """The ground of three-way work, the stronger tinted the closer it is."""
    corners = points([at[tie.ends[0]], at[tie.ends[1]], at[tie.third]]) + "Z"
    if tie.level is None or not tie.now:
        return path(corners, "fill-none")
    return path(corners, "fill-act", fill_opacity=tinted(tie.level))


def node(shape: str, x: float, y: float, unit: float) -> Markup:
    """A role: its mark in a disc."""
    ring = disc(x, y, RADIUS * unit, "fill-surface stroke-ink", stroke_width=1.3 * unit)
    return group([ring, placed(shape, x, y, 9.6 * unit)])


class RelationInWords(TypedDict):
    """A relation of the map for readers of text."""

    between: str
    """The two roles by their codes."""
    kind: str
    title: str
    """The track it shows; empty where none is known here."""
    value: str
    change: Markup


def relations_table(view: Mapping[str, Any], language: Language) -> list[RelationInWords]:
    """The facts of the map for readers of text: between whom, what, how much, and what changed."""
    codes = {role["id"]: role["code"] for role in view["roles"]}
    rows = list[RelationInWords]()
    for tie in ties_of(view):
        if not set(tie.ends) <= set(codes):
            continue
        track = dict(tie.track) if tie.track else None
        rows.append(
            {
                "between": "–".join(codes[end] for end in tie.ends),
                "kind": kind_of(tie, language),
                "title": track["title"] if track else "",
                "value": shown(track) if track else language.say("not known here"),
                "change": change(track, language) if track else Markup(""),
            }
        )
    return rows


def legend(view: Mapping[str, Any], language: Language) -> Markup:
    """What each kind of line on this map stands for."""
    ties = ties_of(view)
    if not ties:
        return Markup("")
    kinds = list(dict.fromkeys(tie.drawn for tie in ties if tie.now))
    items = [element("li", sample(kind), word_of(kind, language)) for kind in kinds]
    if any(not tie.now for tie in ties):
        items.append(element("li", sample("unknown"), language.say("not known here")))
    return element("ul", *items, class_="legend")
