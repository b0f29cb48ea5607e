"""What went wrong, said to whoever asked: a page for a browser, JSON for a program, and never a secret."""

import logging
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, SecurityError

from engine.record.log import LogError
from engine.words.language import Language
from web import rendering
from web.api import answers
from web.guard import API, UnknownOrigin
from web.visitor import preferred, visitor

NOT_HERE = (
    "Not here",
    "There is no such page, or this browser has no seat there. Join with your link or your code.",
)
REASONS = {
    400: ("This could not be read", "Open the page again and repeat what you did. Nothing was recorded."),
    404: NOT_HERE,
    405: NOT_HERE,
    413: ("Too long", "The text is longer than can be taken. Shorten it and send it again."),
    429: ("Too many tries", "Wait a minute, then try again."),
}
ELSEWHERE = (
    "This server does not know the address you see",
    "Nothing was recorded. Where a proxy stands in front, start the server with --public-url and the address "
    "that browsers show.",
)
OTHERWISE = ("That did not work", "Open the page again. What was done is kept.")
WAIT = "60"
"""Seconds after which somebody who tried too often may try again."""


def catch_all(app: Flask) -> None:
    """Answer every fault here."""
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(LogError, unreadable)
    app.register_error_handler(Exception, broken)


def answer(status: int, title: str, text: str, **values: Any) -> Response:
    """A page that says what went wrong and what to do; the same for whoever may not know more."""
    g.language = Language(visitor().language())
    page = rendering.plain(
        "failed.html", status=status, title=g.language.say(title), text=g.language.say(text, **values)
    )
    return Response(page, status=status, mimetype="text/html")


def failed(fault: HTTPException) -> Response:
    """What HTTP calls an error, in words."""
    status = fault.code or 500
    if isinstance(fault, SecurityError):  # without a host there are no addresses, and so no page
        text = Language(preferred(request)).say("This server does not answer to that name.")
        return Response(f"{text}\n", status=400, mimetype="text/plain")
    reason = ELSEWHERE if isinstance(fault, UnknownOrigin) else REASONS.get(status, OTHERWISE)
    found = answers.of_http(status) if by_program() else answer(status, *reason)
    if status == 429:
        found.headers["Retry-After"] = WAIT
    if status == 405:
        found.headers["Allow"] = ", ".join(sorted(getattr(fault, "valid_methods", None) or ()))
    return found


def unreadable(fault: LogError) -> Response:
    """A run whose log cannot be read: the host learns why, nobody else."""
    if by_program():
        return answers.of_http(500)
    if visitor().is_host:
        return answer(500, "This run cannot be read", "{why}", why=fault)
    return answer(500, "This run cannot be read", "Tell control. Nothing that was recorded is lost.")


def broken(fault: Exception) -> Response:
    """Anything else: said plainly, written down for whoever runs the server, and never shown.

    What is written down is the rule, not the address: that may hold a key, or lines of somebody's making.
    """
    rule = request.url_rule.rule if request.url_rule else "no page"
    logging.getLogger("whitecell").error("A page failed: %s %s", request.method, rule, exc_info=fault)
    if by_program():
        return answers.of_http(500)
    return answer(500, "Something went wrong that should not", "Open the page again. What was done is kept.")


def by_program() -> bool:
    """Whether a program asked, by the address it asked at."""
    return request.path.startswith(API)
