"""Who may sit where: join links, short codes and API tokens, kept beside the run and revocable one by one.

A seat has a secret of its own. Links, codes, sessions and API tokens are good for as long as that secret
stands; to revoke them all, it is drawn anew. Names of people stand here, never in the log, so that they
can be erased.
"""

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Required, TypedDict
from unicodedata import category

import msgspec
from itsdangerous import BadData, URLSafeSerializer

from engine.record.lock import Lock
from engine.record.private import version_of, write_private

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without 0, O, 1 and I, which people mistake for each other."""
CODE = 8
NAME = 40
"""Most characters of a person's name."""
MOST_PEOPLE = 40
"""Names kept for one seat beside those of its authors; whoever came first is forgotten first."""


class Entry(TypedDict, total=False):
    """What is kept of a seat."""

    secret: Required[str]
    code: Required[str]
    people: dict[str, str]
    """By browser, the names of those who sit here."""
    numbers: dict[str, int]
    """By browser, the numbers by which the log knows those who share the seat."""
    last: int
    """The highest number that anybody had."""
    taken: bool
    """Whether anybody has sat down here."""
    language: str
    """The language that control gave it."""


Entries = dict[str, Entry]
"""By seat, what is kept of it."""


class Seats:
    """The seats of one run: their secrets, codes, languages, and who sits there.

    Any process may change them: each reads, changes and writes them under one lock, so that nothing that
    one has done is undone by another. Raises LogError where the lock cannot be had.
    """

    def __init__(self, path: Path, run: str, key: bytes) -> None:
        self.path, self.run = path, run
        self._join = URLSafeSerializer(key, salt="join")
        self._token = URLSafeSerializer(key, salt="api")
        self._mutex, self._lock = threading.RLock(), Lock(path)
        self._read_at = ""
        self._kept: Entries = {}
        self._broken = b""
        """The file as it stands, where not all of it can be read."""

    @property
    def version(self) -> str:
        """A word that is another one whenever what is kept here has changed."""
        return version_of(self.path)

    def secret(self, seat: str) -> str:
        """The seat's secret as it stands; drawn now if there was none."""
        return self._drawn(seat)["secret"]

    def code(self, seat: str) -> str:
        """The short code of a seat, to be typed in."""
        return self._drawn(seat)["code"]

    def link(self, seat: str) -> str:
        """What stands behind `/join/` in a seat's link."""
        return str(self._join.dumps([self.run, seat, self.secret(seat)]))

    def token(self, seat: str) -> str:
        """The seat's token for the API."""
        return str(self._token.dumps([self.run, seat, self.secret(seat)]))

    def holds(self, seat: str, secret: str) -> bool:
        """Whether somebody with this secret still sits in this seat."""
        entry = self._entries.get(seat)
        return entry is not None and secrets.compare_digest(entry["secret"].encode(), secret.encode())

    def by_code(self, code: str) -> str | None:
        """The seat a short code opens."""
        typed = "".join(code[:40].upper().split()).replace("-", "").encode(errors="replace")
        found = [
            seat
            for seat, entry in self._entries.items()
            if secrets.compare_digest(entry["code"].encode(), typed)
        ]
        return found[0] if found else None

    def revoke(self, seat: str) -> None:
        """Make every link, code, session and token of a seat worthless, and forget who sat there."""
        with self._changing() as entries:
            before = entries.pop(seat, None)
            entry = entry_of(entries, seat)
            if before and before.get("last"):
                entry["last"] = before["last"]

    def people(self, seat: str) -> list[str]:
        """The names given by those who sit here."""
        entry = self._entries.get(seat)
        return list(entry["people"].values()) if entry else []

    def sit(self, seat: str, browser: str, name: str, *, same: bool = False) -> None:
        """Write down who sits here; without a name, nobody is written down. With another name it is somebody
        else, unless whoever sits here says to be the `same`.
        """
        name = plain_name(name)
        if not name:
            return
        with self._changing() as entries:
            entry = entry_of(entries, seat)
            people = entry["people"]
            numbers = entry.setdefault("numbers", {})
            if people.pop(browser, name) != name and not same:
                numbers.pop(browser, None)
            people[browser] = name
            for first in [who for who in people if who not in numbers][:-MOST_PEOPLE]:
                del people[first]

    def stand_up(self, seat: str, browser: str) -> None:
        """Forget the name and the number of somebody who gives the seat up."""
        with self._changing() as entries:
            entry = entries.get(seat)
            if entry:
                entry["people"].pop(browser, None)
                entry.get("numbers", {}).pop(browser, None)

    def number(self, seat: str, browser: str) -> int:
        """By which number the log knows one of those who share a seat; 0 for who wrote nothing yet."""
        entry = self._entries.get(seat)
        return entry.get("numbers", {}).get(browser, 0) if entry else 0

    def draw_number(self, seat: str, browser: str, highest: int) -> int:
        """The same, and for whoever has none the next one that nobody ever had.

        `highest` is the highest in the log: a log that was moved or forked comes without this file.
        """
        with self._changing() as entries:
            entry = entry_of(entries, seat)
            numbers = entry.setdefault("numbers", {})
            if browser not in numbers:
                numbers[browser] = entry["last"] = max(entry.get("last", 0), highest) + 1
            return numbers[browser]

    def named_numbers(self, seat: str) -> dict[int, str]:
        """By number, the names of those who gave one."""
        entry = self._entries.get(seat)
        if entry is None:
            return {}
        people = entry["people"]
        return {number: people[who] for who, number in entry.get("numbers", {}).items() if who in people}

    def take(self, seat: str) -> None:
        """Somebody has sat down here, with a name or without."""
        with self._changing() as entries:
            entry_of(entries, seat)["taken"] = True

    def taken(self, seat: str) -> bool:
        """Whether anybody has ever sat down here by a link or a code that still holds."""
        entry = self._entries.get(seat)
        return entry is not None and entry.get("taken", False)

    def speak(self, seat: str, language: str) -> None:
        """The language that a seat's pages begin with."""
        with self._changing() as entries:
            entry_of(entries, seat)["language"] = language

    def language(self, seat: str) -> str:
        """The language control gave a seat; empty where it gave none."""
        entry = self._entries.get(seat)
        return entry.get("language", "") if entry else ""

    def erase_names(self) -> None:
        """Forget everybody's name."""
        with self._changing() as entries:
            for entry in entries.values():
                entry["people"] = {}

    def _drawn(self, seat: str) -> Entry:
        """A seat's entry; its keys are drawn now if there were none."""
        found = self._entries.get(seat)
        if found is None:
            with self._changing() as entries:
                found = entry_of(entries, seat)
        return found

    @contextmanager
    def _changing(self) -> Iterator[Entries]:
        """The seats as their file holds them, to be changed. While one changes them, all others wait; what
        was changed is on disk at the end.
        """
        with self._mutex, self._lock:
            entries = self._read()
            before = written(entries)
            yield entries
            after = written(entries)
            if after != before:
                if self._broken:
                    write_private(self.path.with_name(f"{self.path.name}.broken"), self._broken)
                write_private(self.path, after)
            self._kept, self._read_at = entries, self.version

    @property
    def _entries(self) -> Entries:
        """The seats as their file holds them now, to be read: another server may have written it."""
        with self._mutex:
            version = self.version
            if version != self._read_at:
                self._read_at, self._kept = version, self._read()
            return self._kept

    def _read(self) -> Entries:
        """The seats of the file, but for those that somebody has made unreadable: they get new keys, and the
        file is kept aside before it is written over.
        """
        self._broken = b""
        try:
            raw = self.path.read_bytes()
        except OSError:
            return {}
        found, broken = readable(raw)
        if broken:
            self._broken = raw
        return found


def entry_of(entries: Entries, seat: str) -> Entry:
    """The entry of a seat, to be changed; one with new keys where there was none."""
    if seat not in entries:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE))
        entries[seat] = {"secret": secrets.token_urlsafe(9), "code": code, "people": {}}
    return entries[seat]


def written(entries: Entries) -> bytes:
    """The seats as they stand in their file."""
    return json.dumps(entries, ensure_ascii=False, indent=1).encode()


def readable(raw: bytes) -> tuple[Entries, bool]:
    """The seats of a file that can be read, and whether there is anything in it that cannot."""
    found, broken = Entries(), False
    try:
        parts = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return found, True
    for seat, part in parts.items():
        try:
            entry = msgspec.json.decode(part, type=Entry)
        except (msgspec.DecodeError, RecursionError):
            broken = True
            continue
        if entry["secret"] and entry["code"].isascii() and entry["code"]:
            found[seat] = entry
            entry.setdefault("people", {})
        else:
            broken = True
    return found, broken


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
