"""Seats and their links as control's page shows them."""

from typing import TypedDict

import segno
from flask import url_for
from markupsafe import Markup

from engine.play.permissions import OBSERVER
from engine.views.seen import ControlView
from web.addresses import Network, address, door, reach
from web.addresses import Place as Serving
from web.open_run import OpenRun
from web.visitor import SCREEN, runs, visitor


class Place(TypedDict):
    """A seat with its keys and those who sit there."""

    seat: str
    by: str
    """Who is to play it; empty for a seat that is no role's."""
    version: str
    """What changing it carries; empty where it cannot be changed."""
    link: str
    code: str
    qr: Markup
    people: list[str]
    language: str
    here: int


class OfferedAddress(TypedDict):
    """An address to choose from."""

    address: str
    shown: str
    kind: str
    interface: str
    why: str
    """Why it is hardly reached; empty where it is."""
    likeliest: bool
    chosen: bool
    devices: int


class WaysIn(TypedDict):
    """How others reach this server."""

    offers: list[OfferedAddress]
    door: str
    alone: bool
    open: bool
    """Whether it is still to be chosen."""
    lost: str
    place: Serving
    here: str
    network: Network


class Links(TypedDict, total=False):
    """Seats and links; nothing while they are not shown."""

    places: list[Place]
    ways_in: WaysIn


class Elsewhere(TypedDict):
    """Addresses of other pages of this run; empty where this browser may not go there."""

    print_link: str
    download_link: str


def shown(open_run: OpenRun, view: ControlView, panel: str) -> Links:
    """Seats and links, where the page shows them."""
    if panel != "seats" and not view["ready"]:
        return {}
    return {"places": places(open_run, view), "ways_in": ways_in()}


def places(open_run: OpenRun, view: ControlView) -> list[Place]:
    """Every seat with its link, code, QR and the names of those who sit there."""
    seats = runs().seats(open_run.name)
    found = list[Place]()
    for seat in (*(role["id"] for role in view["roles"]), SCREEN, OBSERVER, "control"):
        link = address(url_for("join.offer", token=seats.link(seat)))
        found.append(
            {
                "seat": seat,
                "by": view["seats"].get(seat, ""),
                "version": view["versions"]["seats"].get(seat, ""),
                "link": link,
                "code": spaced(seats.code(seat)),
                "qr": qr(link),
                "people": seats.people(seat),
                "language": seats.language(seat),
                "here": open_run.present.count(seat),
            }
        )
    return found


def ways_in() -> WaysIn:
    """How others reach this server: every address there is to choose from, and the door as it stands."""
    found = reach()
    chosen, likeliest = found.chosen(), found.likeliest()
    offers: list[OfferedAddress] = [
        {
            "address": offer.address,
            "shown": found.url(offer.address).removeprefix("http://"),
            "kind": offer.kind,
            "interface": offer.interface,
            "why": offer.why_hardly,
            "likeliest": offer == likeliest,
            "chosen": offer == chosen,
            "devices": found.devices(offer.address),
        }
        for offer in found.offers()
    ]
    return {
        "offers": offers,
        "door": door(),
        "alone": found.alone,
        "open": not found.settled or bool(found.lost),
        "lost": found.lost,
        "place": found.place,
        "here": found.here().removeprefix("http://"),
        "network": found.network,
    }


def spaced(code: str) -> str:
    """A code in two halves, to be read out."""
    return f"{code[:4]} {code[4:]}"


def qr(text: str) -> Markup:
    """A QR code as a drawing that takes its colours from the page."""
    code = segno.make(text, error="m")
    size = code.symbol_size(border=0)[0]
    d = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, line in enumerate(code.matrix)
        for column, dark in enumerate(line)
        if dark
    )
    drawing = (
        f'<svg class="qr" viewBox="-3 -3 {size + 6} {size + 6}" role="img" aria-hidden="true" '
        f'shape-rendering="crispEdges"><path d="{d}"/></svg>'
    )
    return Markup(drawing)


def ways(open_run: OpenRun) -> Elsewhere:
    """Addresses of other pages of this run; the log itself is the host's to take away."""
    return {
        "print_link": url_for("prints.index", run=open_run.name),
        "download_link": url_for("lobby.download", run=open_run.name) if visitor().is_host else "",
    }
