"""The application: runs in a folder, pages, API, and the guards around them."""

from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface
from werkzeug.exceptions import HTTPException

from engine import __version__
from engine.language import Language
from engine.record.log import LogError
from web import doing, live, rendering
from web.guard import guard
from web.hall import Bucket, Hall
from web.live import Streams
from web.pages import join, links, lobby, prints, replay, room, trying
from web.visitor import visitor

MOST_BODY = 256 * 1024
MONTH = 30 * 24 * 3600


class Cookies(SecureCookieSessionInterface):
    """The session cookie; only over TLS where the page itself came over TLS."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def create_app(hall: Hall, hosts: list[str] | None = None, streams: int = 8) -> Flask:
    """The application over the runs of a hall. `hosts` are the names it answers to; None means any."""
    app = Flask("web", root_path=str(Path(__file__).parent))
    app.config.update(
        SECRET_KEY=hall.key,
        VERSION=__version__,
        TRUSTED_HOSTS=hosts,
        SESSION_COOKIE_NAME="whitecell",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        PERMANENT_SESSION_LIFETIME=MONTH,
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=MOST_BODY,
        MAX_FORM_MEMORY_SIZE=MOST_BODY,
        SEND_FILE_MAX_AGE_DEFAULT=MONTH,
    )
    app.session_interface = Cookies()
    app.extensions |= {"hall": hall, "streams": Streams(streams), "tries": Bucket(10, 20)}
    rendering.dress(app)
    guard(app)
    for part in (lobby, join, room, prints, replay, doing, live, links, trying, api):
        app.register_blueprint(part.blueprint)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(LogError, unreadable)
    app.register_error_handler(Exception, broken)
    return app


def answer(status: int, title: str, text: str, **values: Any) -> Response:
    """A page that says what went wrong and what to do; the same for whoever may not know more."""
    g.language = Language(visitor().language())
    page = rendering.plain(
        "failed.html", status=status, title=g.language.say(title), text=g.language.say(text, **values)
    )
    return Response(page, status=status, mimetype="text/html")


REASONS = {
    400: ("This could not be read", "Open the page again and repeat what you did. Nothing was recorded."),
    404: (
        "Not here",
        "There is no such page, or this browser has no seat there. Join with your link or your code.",
    ),
    405: (
        "Not here",
        "There is no such page, or this browser has no seat there. Join with your link or your code.",
    ),
    413: ("Too long", "The text is longer than can be taken. Shorten it and send it again."),
    429: ("Too many tries", "Wait a minute, then try again."),
}


def failed(fault: HTTPException) -> Response:
    """What HTTP calls an error, in words."""
    status = fault.code or 500
    return answer(
        status, *REASONS.get(status, ("That did not work", "Open the page again. What was done is kept."))
    )


def unreadable(fault: LogError) -> Response:
    """A run whose log cannot be read: the host learns why, nobody else."""
    if visitor().is_host:
        return answer(500, "This run cannot be read", "{why}", why=fault)
    return answer(500, "This run cannot be read", "Tell control. Nothing that was recorded is lost.")


def broken(fault: Exception) -> Response:
    """Anything else: said plainly, written down for whoever runs the server, and never shown."""
    import logging

    logging.getLogger("whitecell").exception("A page failed: %s", request.path, exc_info=fault)
    return answer(500, "Something went wrong that should not", "Open the page again. What was done is kept.")
