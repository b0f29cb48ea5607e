"""Codes that are typed in: the right one always opens, and whoever guesses gets nowhere.

One browser may try so many; it alone is held up then. Of one address, each different wrong code counts once,
so that a room with an old sheet costs one; when too many were wrong, the wrong ones are told to wait, and a
right one still opens. What keeps guessers out is how many codes there are: SECURITY.md has the sum.
"""

from collections.abc import Callable
from hashlib import sha256

from flask import current_app, request

from web.runs import Bucket, neighbourhood

Found = tuple[str, str]
"""A run and a seat."""


class TooMany(Exception):
    """Too many wrong codes came from here."""


def opened(find: Callable[[], Found | None], typed: str, browser: str = "") -> Found | None:
    """What a code opens, or a link; None where it is wrong. Raises TooMany."""
    mistakes: Bucket = current_app.extensions["mistakes"]
    if browser and not mistakes.take(browser):
        raise TooMany
    found = find()
    if found is None:
        count_wrong(neighbourhood(request.remote_addr or ""), typed)
    elif browser:
        mistakes.give(browser)
    return found


def count_wrong(address: str, typed: str) -> None:
    """Count a wrong code of an address, each different one once. Raises TooMany."""
    tries: Bucket = current_app.extensions["tries"]
    same: Bucket = current_app.extensions["same"]
    code = sha256(typed.encode(errors="replace")).hexdigest()[:16]
    if same.take(f"{address} {code}") and not tries.take(address):
        raise TooMany
