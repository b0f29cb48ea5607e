"""The map of relations: a schematic with a line for every relation, and the same facts as rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from engine.language import Language
from engine.pictures.geometry import Area, Point, Sheet, hull
from engine.pictures.labels import broken, captions, code, pills
from engine.pictures.marks import marks_of, placed
from engine.pictures.routes import RADIUS, Size, far_roles, positions, routes
from engine.pictures.strokes import line_of, sample, tinted
from engine.pictures.svg import disc, element, group, path, picture, points
from engine.pictures.ties import Tie, kind_of, ties_of, word_of
from engine.pictures.tracks import change, shown

SIZES = {
    "panel": Size(368, 262, 1.0, 12),
    "phone": Size(358, 262, 1.0, 12),
    "screen": Size(932, 690, 2.3, 27, named=True),
}


def relations_map(view: Mapping[str, Any], language: Language, size: str = "panel") -> Markup:
    """The map as this view knows it."""
    drawn, page = view.get("map") or {}, SIZES[size]
    if not drawn.get("places"):
        return Markup("")
    roles = {role["id"]: role for role in view["roles"]}
    places = {role: place for role, place in drawn["places"].items() if role in roles}
    shapes, ties = marks_of(dict(view)), [tie for tie in ties_of(view) if set(tie.ends) <= set(places)]
    at, far = positions(places, page), far_roles({**drawn, "places": places})
    laid = routes(ties, at, page)
    sheet = Sheet(page.width, page.height, curves=[route.points for route in laid])
    sheet.areas += [Area.around(x, y, RADIUS * 2 * page.unit, RADIUS * 2 * page.unit) for x, y in at.values()]
    codes = [code(roles[role]["code"], at[role], sheet, page) for role in at]
    breaks = [broken(route, role, sheet, page) for route in laid for role in route.tie.ends if role in far]
    labels = pills(laid, at, sheet, page)
    names = captions(laid, labels, sheet, language, page) if page.named else []
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
        *land([place for role, place in at.items() if role not in far], page),
        *(triangle(tie, at) for tie in ties if tie.third and tie.third in at),
        *(part for route in laid for part in line_of(route.tie, route.points, page.unit)),
        *breaks,
        *(node(shapes[role], *at[role], page.unit) for role in at),
        *codes,
        *(drawn for _, drawn in labels.values()),
        *names,
        class_=f"map map-{size} fits",
    )


def land(near: Sequence[Point], page: Size) -> list[Markup]:
    """A quiet ground under the roles, an ornament: no coast, no border."""
    if len(near) < 4:
        return []
    return [path(points(hull(near, 30 * page.unit)) + "Z", "fill-land", opacity=0.55)]


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


def relations_table(view: Mapping[str, Any], language: Language) -> list[dict[str, Any]]:
    """The facts of the map for readers of text: between whom, what, how much, and what changed."""
    codes = {role["id"]: role["code"] for role in view["roles"]}
    rows: list[dict[str, Any]] = []
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
