"""What is printed before an exercise: role packs, rules, inject cards, rule tables, a sheet to sign in.

Everything but a seat's own pack and the rules is for the host and for control alone.
"""

from typing import Any

from flask import Blueprint, abort, g, request, url_for

from engine.language import LANGUAGES, Language
from engine.play.views.rulebook import Rulebook
from web import rendering
from web.addresses import Network, address, reach
from web.entrance import enter_as_control, enter_with_any_seat
from web.pages.control_links import spaced, ways_in
from web.served import Served
from web.visitor import SCREEN, hall, visitor

blueprint = Blueprint("prints", __name__)
PAGES = ("roles", "rules", "injects", "tables", "seats")
ON_A_PAGE = 4
"""Inject cards."""
FULL_PAGE = 26.5
"""Lines of a rule table, reckoned roughly, that fill a page."""


def spoken(place: str) -> str:
    """The language of a print: the one asked for, else that of the page it belongs to."""
    asked = request.args.get("language", "")
    code = asked if asked in LANGUAGES else visitor().language(place)
    g.language = Language(code)
    return code


def paper(served: Served, template: str, code: str, **context: Any) -> str:
    """Sheets of paper: the frame of the exercise and what is printed on them."""
    book = served.handbook(code)
    return rendering.plain(
        f"print/{template}.html",
        run=served.name,
        view=book.frame(),
        theme="light",
        languages=LANGUAGES,
        code=code,
        **{"back": url_for("prints.index", run=served.name), **context},
    )


def book_of(run: str) -> tuple[Served, Rulebook, str]:
    """A run with its exercise in words, for its control."""
    served, code = enter_as_control(run), spoken(f"{run}/control")
    return served, served.handbook(code), code


@blueprint.get("/run/<run>/print/")
def index(run: str) -> str:
    """What there is to print."""
    served, _, code = book_of(run)
    back = url_for("room.page", run=run, seat="control")
    return paper(served, "index", code, back=back)


@blueprint.get("/run/<run>/print/roles")
def roles(run: str) -> str:
    """The packs of all roles, or of one."""
    served, book, code = book_of(run)
    asked = request.args.get("role", "")
    if asked and asked not in served.roles:
        abort(404)
    return paper(
        served, "roles", code, packs=[book.pack(role) for role in ([asked] if asked else served.roles)]
    )


@blueprint.get("/run/<run>/print/pack")
def pack(run: str) -> str:
    """The pack of a seat this browser holds, for those who sit there."""
    served, seat = own_seat(run)
    code = spoken(f"{run}/{seat}")
    own = served.handbook(code).pack(seat)
    back = url_for("room.page", run=run, seat=seat)
    return paper(served, "roles", code, packs=[own], back=back)


def own_seat(run: str) -> tuple[Served, str]:
    """The run and the role that this browser sits in; `?as=` says which, where it holds several."""
    served, mine = enter_with_any_seat(run)
    held = [seat for seat in mine if seat in served.roles]
    asked = request.args.get("as", held[0] if held else "")
    if asked not in held:
        abort(404)
    return served, asked


@blueprint.get("/run/<run>/print/rules")
def rules(run: str) -> str:
    """The rules of play on one page, for everybody who sits at the table."""
    served, mine = enter_with_any_seat(run)
    place, control = mine[0], mine[0] == "control"
    back = url_for("prints.index", run=run) if control else url_for("room.page", run=run, seat=place)
    return paper(served, "rules", spoken(f"{run}/{place}"), back=back)


@blueprint.get("/run/<run>/print/injects")
def injects(run: str) -> str:
    """The inject cards, four to a page, to be cut."""
    served, book, code = book_of(run)
    cards = book.injects()
    sheets = [cards[start : start + ON_A_PAGE] for start in range(0, len(cards), ON_A_PAGE)]
    return paper(served, "injects", code, sheets=sheets)


@blueprint.get("/run/<run>/print/tables")
def tables(run: str) -> str:
    """The rule tables, one to a page, or one of them."""
    served, book, code = book_of(run)
    found = book.tables()
    asked = request.args.get("table")
    shown = [table for table in found if not asked or table["id"] == asked]
    if not shown:
        abort(404)
    dense = {table["id"]: fills(table) for table in shown}
    return paper(served, "tables", code, tables=shown, number=len(found), dense=dense)


def fills(table: dict[str, Any]) -> bool:
    """Whether a table needs smaller print to stand on one page."""
    variants = [variant for row in table["rows"] for variant in row["variants"]]
    lower = sum(modifier["amount"] < 0 for modifier in table["modifiers"])
    side = max(lower, len(table["modifiers"]) - lower)
    sums = len(table["odds"]["sums"]) if table["odds"] else 0
    return bool(sum(map(lines, variants)) + 1.6 * side + 1.4 * sums > FULL_PAGE)


def lines(variant: dict[str, Any]) -> float:
    """How many lines a row of a rule table takes, roughly."""
    said = len(variant["text"]) / 38 + len(variant["of"] + variant["condition"]) / 48
    done = sum(len(effect["text"]) + 2 for effect in variant["effects"]) / 52
    return max(said, done) + 0.7


@blueprint.get("/run/<run>/print/seats")
def seats(run: str) -> str:
    """The network and the door, a strip for each seat with its code, link and QR, and a list to sign.

    A seat that a bot plays has a line without a key, unless `?all=yes` asks for all.
    """
    served, _, code = book_of(run)
    known, frame, every = hall().seats(run), served.picture(SCREEN, code), bool(request.args.get("all"))
    by, control = frame["seats"], frame["control_roles"]
    strips = [
        {
            "seat": seat,
            "link": address(url_for("join.offer", token=known.link(seat))),
            "code": spaced(known.code(seat)),
            "control": seat in control,
        }
        for seat in (*served.roles, SCREEN)
        if every or by.get(seat) != "bot"
    ]
    context = {
        "strips": strips,
        "bots": [role for role in served.roles if by.get(role) == "bot"],
        "every": every,
        "ways_in": ways_in(),
        "joining": joining(reach().network),
    }
    return paper(served, "seats", code, **context)


def joining(network: Network) -> str:
    """What a phone reads from a code to join a wireless network; nothing where control typed none."""
    if not network.name:
        return ""
    from segno.helpers import make_wifi_data

    return str(
        make_wifi_data(network.name, network.password or None, "WPA" if network.password else "nopass")
    )
