"""The browser that asks: its seats, its language and the secret of its forms, all in a signed cookie."""

import hmac
import secrets
from hashlib import sha256
from typing import Any

from flask import Request, current_app, g, request, session

from engine.language import LANGUAGES, Language
from engine.play.views import PUBLIC
from web.hall import Hall

MOST_RUNS = 12
"""Runs whose seats one browser remembers: a cookie has 4 kB."""
SCREEN = PUBLIC
"""The seat of the projector: whoever holds it sees what everybody may see."""


def hall() -> Hall:
    """The runs of this server."""
    found: Hall = current_app.extensions["hall"]
    return found


def host_secret(key: bytes) -> str:
    """What a browser holds that was opened from the machine that serves: the host, who may be control."""
    return hmac.new(key, b"host", sha256).hexdigest()[:32]


class Visitor:
    """This browser, for the length of one request."""

    def __init__(self) -> None:
        if "b" not in session:
            session.permanent = True
            session["b"], session["f"] = secrets.token_hex(8), secrets.token_hex(12)
        self.browser: str = session["b"]
        self.form_secret: str = session["f"]

    @property
    def is_host(self) -> bool:
        return secrets.compare_digest(str(session.get("h", "")), host_secret(hall().key))

    def become_host(self) -> None:
        session["h"] = host_secret(hall().key)

    def holds(self, run: str, seat: str) -> bool:
        """Whether this browser may see and act as this seat."""
        if seat in ("control", SCREEN) and self.is_host:
            return True
        mine = session.get("s", {}).get(run, {})
        seats = hall().seats(run)
        if seat == SCREEN and any(seats.holds(held, secret) for held, secret in mine.items()):
            return True
        return seat in mine and seats.holds(seat, mine[seat])

    def seats(self) -> dict[str, list[str]]:
        """The seats this browser holds, by run."""
        found = {}
        for run, mine in session.get("s", {}).items():
            try:
                held = [seat for seat, secret in mine.items() if hall().seats(run).holds(seat, secret)]
            except KeyError:
                continue
            if held:
                found[run] = held
        return found

    def sit(self, run: str, seat: str, secret: str) -> None:
        """Take a seat."""
        mine = dict(session.get("s", {}))
        mine[run] = {**mine.pop(run, {}), seat: secret}
        session["s"] = dict(list(mine.items())[-MOST_RUNS:])

    def leave(self, run: str, seat: str) -> None:
        """Give a seat up."""
        mine = {name: dict(seats) for name, seats in session.get("s", {}).items()}
        mine.get(run, {}).pop(seat, None)
        session["s"] = mine

    def speak(self, code: str, place: str = "") -> None:
        """Choose a language, for one seat's pages or for all others."""
        if code in LANGUAGES:
            session["l"] = {**session.get("l", {}), place: code}

    def language(self, place: str = "") -> str:
        """The language chosen for a seat's pages, else for all, else what the browser asks for."""
        chosen: dict[str, str] = session.get("l", {})
        for found in (chosen.get(place), chosen.get("")):
            if found in LANGUAGES:
                return str(found)
        return preferred(request)


def preferred(asked: Request) -> str:
    """The first language a browser asks for that is spoken here."""
    return asked.accept_languages.best_match(list(LANGUAGES), default="en") or "en"


def visitor() -> Visitor:
    """The browser of this request."""
    if "visitor" not in g:
        g.visitor = Visitor()
    found: Visitor = g.visitor
    return found


def language() -> Language:
    """The language of this request, as the page that answers it chose it."""
    found: Any = g.get("language")
    return found or Language(visitor().language())
