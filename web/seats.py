"""Who may sit where: join links, short codes and API tokens, kept beside the run and revocable one by one.

A seat has a secret of its own. Links, codes, sessions and API tokens are good for as long as that secret
stands; to revoke them all, it is drawn anew. Names of people stand here, never in the log, so that they
can be erased.
"""

import json
import secrets
from pathlib import Path
from threading import Lock
from typing import Any
from unicodedata import category

from itsdangerous import BadData, URLSafeSerializer

from engine.record.private import version_of, write_private

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without 0, O, 1 and I, which people mistake for each other."""
CODE = 8
NAME = 40
"""Most characters of a person's name."""
MOST_PEOPLE = 40
"""Names kept for one seat; whoever came first is forgotten first."""


class Seats:
    """The seats of one run: their secrets, codes, languages, and who sits there."""

    def __init__(self, path: Path, run: str, key: bytes) -> None:
        self.path, self.run = path, run
        self._join = URLSafeSerializer(key, salt="join")
        self._token = URLSafeSerializer(key, salt="api")
        self._lock = Lock()
        self._read_at = ""
        self._kept: dict[str, dict[str, Any]] = {}

    @property
    def version(self) -> str:
        """A word that is another one whenever what is kept here has changed."""
        return version_of(self.path)

    def secret(self, seat: str) -> str:
        """The seat's secret as it stands; drawn now if there was none."""
        with self._lock:
            return str(self._entry(seat)["secret"])

    def code(self, seat: str) -> str:
        """The short code of a seat, to be typed in."""
        with self._lock:
            return str(self._entry(seat)["code"])

    def link(self, seat: str) -> str:
        """What stands behind `/join/` in a seat's link."""
        return str(self._join.dumps([self.run, seat, self.secret(seat)]))

    def token(self, seat: str) -> str:
        """The seat's token for the API."""
        return str(self._token.dumps([self.run, seat, self.secret(seat)]))

    def holds(self, seat: str, secret: str) -> bool:
        """Whether somebody with this secret still sits in this seat."""
        with self._lock:
            entry = self._entries.get(seat)
        return entry is not None and secrets.compare_digest(entry["secret"].encode(), secret.encode())

    def by_code(self, code: str) -> str | None:
        """The seat a short code opens."""
        typed = "".join(code[:40].upper().split()).replace("-", "").encode(errors="replace")
        with self._lock:
            entries = dict(self._entries)
        found = [
            seat for seat, entry in entries.items() if secrets.compare_digest(entry["code"].encode(), typed)
        ]
        return found[0] if found else None

    def revoke(self, seat: str) -> None:
        """Make every link, code, session and token of a seat worthless, and forget who sat there."""
        with self._lock:
            last = self._entries.pop(seat, {}).get("last", 0)
            self._entry(seat)
            if last:
                self._kept[seat]["last"] = last
                self._write()

    def people(self, seat: str) -> list[str]:
        """The names given by those who sit here."""
        with self._lock:
            return list(self._entries.get(seat, {}).get("people", {}).values())

    def sit(self, seat: str, browser: str, name: str) -> None:
        """Write down who sits here; without a name, nobody is written down."""
        name = plain_name(name)
        if name:
            with self._lock:
                entry = self._entry(seat)
                people = entry["people"]
                if people.pop(browser, name) != name:  # somebody else uses this device now
                    entry.get("numbers", {}).pop(browser, None)
                people[browser] = name
                for first in list(people)[:-MOST_PEOPLE]:
                    del people[first]
                self._write()

    def stand_up(self, seat: str, browser: str) -> None:
        """Forget the name and the number of somebody who gives the seat up."""
        with self._lock:
            entry = self._entries.get(seat, {})
            known = [entry.get(kept, {}).pop(browser, None) for kept in ("people", "numbers")]
            if any(known):
                self._write()

    def number(self, seat: str, browser: str) -> int:
        """By which number the log knows one of those who share a seat; 0 for who wrote nothing yet."""
        with self._lock:
            return int(self._entries.get(seat, {}).get("numbers", {}).get(browser, 0))

    def draw_number(self, seat: str, browser: str) -> int:
        """The same, and the next one that nobody ever had for whoever has none."""
        with self._lock:
            entry = self._entry(seat)
            numbers = entry.setdefault("numbers", {})
            if browser not in numbers:
                numbers[browser] = entry["last"] = entry.get("last", 0) + 1
                self._write()
            return int(numbers[browser])

    def named_numbers(self, seat: str) -> dict[int, str]:
        """By number, the names of those who gave one."""
        with self._lock:
            entry = self._entries.get(seat, {})
        people = entry.get("people", {})
        return {number: people[who] for who, number in entry.get("numbers", {}).items() if who in people}

    def take(self, seat: str) -> None:
        """Somebody has sat down here, with a name or without."""
        with self._lock:
            entry = self._entry(seat)
            if not entry.get("taken"):
                entry["taken"] = True
                self._write()

    def taken(self, seat: str) -> bool:
        """Whether anybody has ever sat down here by a link or a code that still holds."""
        with self._lock:
            return bool(self._entries.get(seat, {}).get("taken"))

    def speak(self, seat: str, language: str) -> None:
        """The language that a seat's pages begin with."""
        with self._lock:
            self._entry(seat)["language"] = language
            self._write()

    def language(self, seat: str) -> str:
        """The language control gave a seat; empty where it gave none."""
        with self._lock:
            return str(self._entries.get(seat, {}).get("language", ""))

    def erase_names(self) -> None:
        """Forget everybody's name."""
        with self._lock:
            for entry in self._entries.values():
                entry["people"] = {}
            self._write()

    def _entry(self, seat: str) -> dict[str, Any]:
        entries = self._entries
        if seat not in entries:
            code = "".join(secrets.choice(LETTERS) for _ in range(CODE))
            entries[seat] = {"secret": secrets.token_urlsafe(9), "code": code, "people": {}}
            self._write()
        return entries[seat]

    @property
    def _entries(self) -> dict[str, dict[str, Any]]:
        """The seats as their file holds them now: another server of the same folder may have written it."""
        written = self.version
        if written != self._read_at:
            self._read_at, self._kept = written, self._read()
        return self._kept

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict) or not all(whole(entry) for entry in found.values()):
            return {}
        return {seat: {"people": {}, **entry} for seat, entry in found.items()}

    def _write(self) -> None:
        write_private(self.path, json.dumps(self._kept, ensure_ascii=False, indent=1).encode())
        self._read_at = self.version


def whole(entry: Any) -> bool:
    """Whether an entry of the file is what this module writes."""
    return (
        isinstance(entry, dict)
        and all(isinstance(entry.get(name), str) and entry[name] for name in ("secret", "code"))
        and all(isinstance(entry.get(name, {}), dict) for name in ("people", "numbers"))
    )


def plain_name(name: str) -> str:
    """A name of a person on one line, without signs that steer a screen."""
    return " ".join(plain_line(name).split())[:NAME]


def plain_line(text: str) -> str:
    """A text without signs that steer a screen, and without space around it."""
    return "".join(sign for sign in text if sign == " " or category(sign)[0] != "C").strip()


def read_join(key: bytes, token: str) -> tuple[str, str, str] | None:
    """Run, seat and secret of a join link; None for one that was not made here."""
    return _read(URLSafeSerializer(key, salt="join"), token)


def read_token(key: bytes, token: str) -> tuple[str, str, str] | None:
    """Run, seat and secret of an API token; None for one that was not made here."""
    return _read(URLSafeSerializer(key, salt="api"), token)


def _read(serializer: URLSafeSerializer, token: str) -> tuple[str, str, str] | None:
    try:
        run, seat, secret = serializer.loads(token)
    except (BadData, ValueError, TypeError):
        return None
    return str(run), str(seat), str(secret)
