"""The browser that asks: its seats, its language and the secret of its forms, all in a signed cookie."""

import hmac
import json
import secrets
from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from flask import Request, current_app, g, request, session

from engine.views import PUBLIC
from engine.words.language import Language
from engine.words.locale import languages
from web.runs import Runs

Kept = TypeVar("Kept")
MOST_RUNS = 12
"""Runs whose seats one browser remembers."""
MOST_SEATS, MOST_LANGUAGES = 2000, 600
"""Letters for the seats and for the languages of pages: a browser lets go of a cookie of more than 4 kB."""
MOST_TONGUES = 16
"""Pages whose language one browser remembers, beside the one for all others."""
SCREEN = PUBLIC
"""The seat of the projector: whoever holds it sees what everybody may see."""


def runs() -> Runs:
    """The runs of this server."""
    found: Runs = current_app.extensions["runs"]
    return found


SALT = 12
"""Letters of a form secret by which each is another one."""


def nobody() -> bool:
    """Whether somebody without a seat may see it."""
    return False


class Visitor:
    """This browser, for the length of one request."""

    def __init__(self) -> None:
        if "b" not in session:
            self.become_new()

    def become_new(self) -> None:
        """Draw what this browser is known by. Whoever gave it a cookie of their own knows it no longer."""
        session.permanent = True
        session["b"], session["f"] = secrets.token_hex(8), secrets.token_hex(12)

    @property
    def browser(self) -> str:
        return str(session["b"])

    @property
    def form_secret(self) -> str:
        """What shows that a form is a page's of this browser: other letters in every answer."""
        salt = secrets.token_hex(SALT // 2)
        return salt + self._mixed(salt)

    def made(self, given: str) -> bool:
        """Whether a form secret is one of this browser's."""
        return secrets.compare_digest(given[SALT:].encode(), self._mixed(given[:SALT]).encode())

    def _mixed(self, salt: str) -> str:
        return hmac.new(str(session["f"]).encode(), salt.encode(), sha256).hexdigest()[:24]

    @property
    def holds_nothing(self) -> bool:
        return not session.get("h") and not any(session.get("s", {}).values())

    @property
    def is_host(self) -> bool:
        return runs().host.is_secret(str(session.get("h", "")))

    def become_host(self) -> None:
        if self.holds_nothing:
            self.become_new()
        session["h"] = runs().host.secret

    def holds(self, run: str, seat: str) -> bool:
        """Whether this browser may see and act as this seat. Raises KeyError where there is no such run."""
        return self.proof(run, seat)()

    def proof(self, run: str, seat: str) -> Callable[[], bool]:
        """The same, to be asked again later, when the seat may have been revoked. Raises KeyError."""
        host, proof = runs().host, str(session.get("h", ""))
        mine: dict[str, str] = dict(session.get("s", {}).get(run, {}))
        if not mine and not host.is_secret(proof):
            return nobody  # without a look at the folder: its time would tell whether there is such a run
        seats = runs().seats(run)

        def holds() -> bool:
            if seat in ("control", SCREEN) and host.is_secret(proof):
                return True
            if seat == SCREEN and any(seats.holds(held, secret) for held, secret in mine.items()):
                return True
            return seat in mine and seats.holds(seat, mine[seat])

        return holds

    def seats(self) -> dict[str, list[str]]:
        """The seats this browser holds, by run."""
        found = {}
        for run, mine in session.get("s", {}).items():
            try:
                held = [seat for seat, secret in mine.items() if runs().seats(run).holds(seat, secret)]
            except KeyError:
                continue
            if held:
                found[run] = held
        return found

    def sit(self, run: str, seat: str, secret: str) -> None:
        """Take a seat. The seats taken longest ago give way where a cookie could not hold them all."""
        if self.holds_nothing:
            self.become_new()
        mine = dict(session.get("s", {}))
        mine[run] = {**mine.pop(run, {}), seat: secret}
        session["s"] = newest(mine, MOST_RUNS, MOST_SEATS)

    def leave(self, run: str, seat: str) -> None:
        """Give a seat up."""
        mine = {name: dict(seats) for name, seats in session.get("s", {}).items()}
        mine.get(run, {}).pop(seat, None)
        session["s"] = mine

    def speak(self, code: str, place: str = "") -> None:
        """Choose a language, for one seat's pages or for all others."""
        if code in languages():
            others = {name: spoken for name, spoken in session.get("l", {}).items() if name != place}
            session["l"] = newest({**others, place: code}, MOST_LANGUAGES, MOST_LANGUAGES)

    def language(self, place: str = "") -> str:
        """The language chosen for a seat's pages, else for all, else the seat's own, else the browser's."""
        chosen: dict[str, str] = session.get("l", {})
        for found in (chosen.get(place), chosen.get(""), language_of_seat(place)):
            if found in languages():
                return str(found)
        return preferred(request)


def newest(entries: dict[str, Kept], most: int, letters: int) -> dict[str, Kept]:
    """The last entries, `most` of them, less the first until they fit into so many letters."""
    kept = dict(list(entries.items())[-most:])
    while len(kept) > 1 and len(json.dumps(kept)) > letters:
        del kept[next(iter(kept))]
    return kept


def language_of_seat(place: str) -> str:
    """The language that control gave the seat of `run/seat`, if any."""
    run, _, seat = place.partition("/")
    try:
        return runs().seats(run).language(seat) if seat else ""
    except KeyError:
        return ""


def preferred(asked: Request) -> str:
    """The first language a browser asks for that is spoken here."""
    return asked.accept_languages.best_match(list(languages()), default="en") or "en"


def visitor() -> Visitor:
    """The browser of this request."""
    if "visitor" not in g:
        g.visitor = Visitor()
    found: Visitor = g.visitor
    return found


def language() -> Language:
    """The language of this request, as the page that answers it chose it."""
    found: Language | None = g.get("language")
    return found or Language(visitor().language())
