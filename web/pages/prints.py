"""What is printed before an exercise: role packs, rules, the MSEL, inject cards, rule tables, papers for
evaluators, a sheet to sign in.

Everything but a seat's own pack, the rules and what evaluators need is for the host and for control alone.
Whatever is for different eyes stands on leaves of its own, so that it can be printed on both sides.
"""

from collections.abc import Sequence
from typing import Any, TypedDict, TypeVar, cast

from flask import Blueprint, abort, g, request, url_for

from engine.play.injects import compiled
from engine.play.permissions import OBSERVER
from engine.views import CONTROL
from engine.views.evaluation import rating_scale
from engine.views.seen import ControlView
from engine.words.facilitating import Facilitating
from engine.words.language import Language
from engine.words.locale import languages
from engine.words.printed import ControlsNote, InjectCard
from engine.words.rulebook import Rulebook
from web import rendering
from web.access import enter_as_control, enter_with_any_seat, let_go
from web.addresses import Network, address, reach
from web.open_run import OpenRun
from web.pages.control_links import spaced, ways_in
from web.visitor import SCREEN, runs, visitor

blueprint = Blueprint("prints", __name__)
CARDS, STRIPS = 4, 4
"""On a page: as many as surely fit A4 and Letter, strips below the way in with long links."""
MORE, MOST = 480, 900
"""Letters from which a card is set smaller, and has a page to itself."""
Part = TypeVar("Part")


def spoken(place: str) -> str:
    """The language of a print: the one asked for, else that of the page it belongs to."""
    asked = request.args.get("language", "")
    code = asked if asked in languages() else visitor().language(place)
    g.language = Language(code)
    return code


def paper(open_run: OpenRun, template: str, code: str, **context: Any) -> str:
    """Sheets of paper: the frame of the exercise and what is printed on them."""
    book = open_run.handbook(code)
    return rendering.plain(
        f"print/{template}.html",
        run=open_run.name,
        view=book.frame(),
        theme="light",
        code=code,
        **{"back": url_for("prints.index", run=open_run.name), **context},
    )


def pages(parts: Sequence[Part], most: int) -> list[Sequence[Part]]:
    """Parts by page, as evenly as can be."""
    number = -(-len(parts) // most)
    return [parts[len(parts) * n // number : len(parts) * (n + 1) // number] for n in range(number)]


def book_of(run: str) -> tuple[OpenRun, Rulebook, str]:
    """A run with its exercise in words, for its control."""
    open_run, code = enter_as_control(run), spoken(f"{run}/control")
    return open_run, open_run.handbook(code), code


@blueprint.get("/run/<run>/print/")
def index(run: str) -> str:
    """What there is to print."""
    open_run, _, code = book_of(run)
    back = url_for("room.page", run=run, seat="control")
    return paper(open_run, "index", code, back=back)


@blueprint.get("/run/<run>/print/roles")
def roles(run: str) -> str:
    """The packs of all roles, or of one."""
    open_run, book, code = book_of(run)
    asked = request.args.get("role", "")
    if asked and asked not in open_run.roles:
        abort(404)
    return paper(
        open_run, "roles", code, packs=[book.pack(role) for role in ([asked] if asked else open_run.roles)]
    )


@blueprint.get("/run/<run>/print/pack")
def pack(run: str) -> str:
    """The pack of a seat this browser holds, for those who sit there."""
    open_run, seat = own_seat(run)
    code = spoken(f"{run}/{seat}")
    own = open_run.handbook(code).pack(seat)
    back = url_for("room.page", run=run, seat=seat)
    return paper(open_run, "roles", code, packs=[own], back=back)


def own_seat(run: str) -> tuple[OpenRun, str]:
    """The run and the role that this browser sits in; `?as=` says which, where it holds several."""
    open_run, mine = enter_with_any_seat(run)
    held = [seat for seat in mine if seat in open_run.roles]
    asked = request.args.get("as", held[0] if held else "")
    if asked not in held:
        abort(404)
    return open_run, asked


@blueprint.get("/run/<run>/print/rules")
def rules(run: str) -> str:
    """The rules of play on one page, for everybody who sits at the table."""
    open_run, mine = enter_with_any_seat(run)
    place, control = mine[0], mine[0] == "control"
    back = url_for("prints.index", run=run) if control else url_for("room.page", run=run, seat=place)
    return paper(open_run, "rules", spoken(f"{run}/{place}"), back=back)


@blueprint.get("/run/<run>/print/evaluators")
def evaluators(run: str) -> str:
    """What evaluators look at, and a form for what they see: for control and for observers."""
    open_run, mine = enter_with_any_seat(run)
    place = next(
        (seat for seat in mine if open_run.holds_control(seat)), OBSERVER if OBSERVER in mine else ""
    )
    if not place:
        abort(404)
    code = spoken(f"{run}/{place}")
    back = (
        url_for("room.page", run=run, seat=place) if place == OBSERVER else url_for("prints.index", run=run)
    )
    aims = open_run.handbook(code).aims()
    return paper(open_run, "evaluators", code, aims=aims, ratings=rating_scale(Language(code)), back=back)


@blueprint.get("/run/<run>/print/msel")
def msel(run: str) -> str:
    """The whole MSEL, planned and actual, on its side."""
    from engine.exchange.msel import msel_of

    open_run, _, code = book_of(run)
    looked_back = open_run.open_debrief()
    let_go()
    plan = msel_of(looked_back.apart(), code)
    return paper(open_run, "msel", code, rows=plan.rows(), about=plan.about())


@blueprint.get("/run/<run>/print/injects")
def injects(run: str) -> str:
    """A card for each audience of each inject, to be cut; what is for control alone on paper of its own."""
    open_run, book, code = book_of(run)
    cards, behind = kept(cast(ControlView, open_run.picture(CONTROL, code)), book)
    sheets, told = laid(book.cards() + cards), [*book.injects(), *behind]
    return paper(open_run, "injects", code, sheets=sheets, injects=told, more=MORE, most=MOST)


def kept(view: ControlView, book: Rulebook) -> tuple[list[InjectCard], list[ControlsNote]]:
    """The cards of injects that control wrote and keeps, and what they do not say."""
    cards, behind = list[InjectCard](), list[ControlsNote]()
    for entry in view["msel"]:
        if entry["mode"] == "written":
            kind = book.language.say(entry["type"]) if entry["type"] else ""
            for role in entry["to"] if len(entry["to"]) < len(view["roles"]) else [""]:
                cards.append(
                    {
                        "id": entry["inject"],
                        "title": entry["title"],
                        "from": entry["from"],
                        "type": kind,
                        "to": role,
                        "of": "",
                        "texts": [entry["text"]],
                    }
                )
            behind.append(
                {
                    "id": entry["inject"],
                    "title": entry["title"],
                    "mode": book.language.say("when control releases it"),
                    "turn": entry["planned"],
                    "condition": "",
                    "effects": book.consequences(compiled(book.exercise, entry["draft"]["effects"])),
                    "expect": entry["expect"],
                    "because": entry["because"],
                }
            )
    return cards, behind


@blueprint.get("/run/<run>/print/book")
def book(run: str) -> str:
    """The facilitator's book: run sheet, what to say, what injects are for, what to do when."""
    open_run, rulebook, code = book_of(run)
    return paper(open_run, "book", code, book=Facilitating(rulebook).whole())


class Strip(TypedDict):
    """The keys of a seat."""

    seat: str
    link: str
    code: str


class SizedCard(InjectCard):
    """A card with how much stands on it."""

    letters: int


def laid(cards: list[InjectCard]) -> list[list[SizedCard]]:
    """Cards by page, in their order but for those that need a page to themselves."""
    sized: list[SizedCard] = [{**card, "letters": letters(card)} for card in cards]
    small = [card for card in sized if card["letters"] <= MOST]
    sheets = [small[start : start + CARDS] for start in range(0, len(small), CARDS)]
    return sheets + [[card] for card in sized if card["letters"] > MOST]


def letters(card: InjectCard) -> int:
    """How much stands on a card."""
    return len("".join(card["texts"]) + card.get("question", "") + "   ".join(card.get("answers", ())))


@blueprint.get("/run/<run>/print/tables")
def tables(run: str) -> str:
    """The rule tables one after another, or one of them."""
    open_run, book, code = book_of(run)
    found = book.tables()
    asked = request.args.get("table")
    shown = [table for table in found if not asked or table["id"] == asked]
    if not shown:
        abort(404)
    return paper(open_run, "tables", code, tables=shown, number=len(found))


@blueprint.get("/run/<run>/print/seats")
def seats(run: str) -> str:
    """The network and the door, a strip for each seat with its code, link and QR, and a list to sign.

    A seat that a bot plays has a line without a key, unless `?all=yes` asks for all. Strips that open more
    than a team may see are on a sheet of their own.
    """
    open_run, _, code = book_of(run)
    by, every = open_run.picture(SCREEN, code)["seats"], bool(request.args.get("all"))
    staff = [CONTROL, *(role for role in open_run.roles if open_run.holds_control(role)), OBSERVER, SCREEN]
    teams = [role for role in open_run.roles if role not in staff]
    bots = [role for role in teams if by.get(role) == "bot"]
    printed = [role for role in teams if every or role not in bots]
    context = {
        "teams": pages([strip(open_run, seat) for seat in printed], STRIPS) or [[]],
        "staff": pages([strip(open_run, seat) for seat in staff], STRIPS),
        "bots": bots,
        "controls": [role for role in staff if role in open_run.roles],
        "every": every,
        "ways_in": ways_in(),
        "joining": joining(reach().network),
    }
    return paper(open_run, "seats", code, **context)


def strip(open_run: OpenRun, seat: str) -> Strip:
    """The keys of a seat."""
    known = runs().seats(open_run.name)
    link = address(url_for("join.offer", token=known.link(seat)))
    return {"seat": seat, "link": link, "code": spaced(known.code(seat))}


def joining(network: Network) -> str:
    """What a phone reads from a code to join a wireless network; nothing where control typed none."""
    if not network.name:
        return ""
    from segno.helpers import make_wifi_data

    return str(
        make_wifi_data(network.name, network.password or None, "WPA" if network.password else "nopass")
    )
