"""The application: runs in a folder, pages, API, and the guards around them."""

from hashlib import sha256
from pathlib import Path

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

from engine import __version__
from web import api, doing, live, rendering
from web.entrance import let_go_at_the_end
from web.faults import catch_all
from web.guard import guard
from web.hall import Bucket, Hall
from web.live import Streams
from web.pages import debrief, join, links, lobby, prints, room, trying

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
        HOSTS=hosts,
        SESSION_COOKIE_NAME=f"whitecell-{sha256(hall.key).hexdigest()[:6]}",  # all ports share one's cookies
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        PERMANENT_SESSION_LIFETIME=MONTH,
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=MOST_BODY,
        MAX_FORM_MEMORY_SIZE=MOST_BODY,
    )
    app.session_interface = Cookies()
    app.extensions |= {"hall": hall, "streams": Streams(streams), **buckets()}
    rendering.dress(app)
    guard(app)
    let_go_at_the_end(app)
    for part in (lobby, join, room, prints, debrief, doing, live, links, trying, api):
        app.register_blueprint(part.blueprint)
    catch_all(app)
    return app


def buckets() -> dict[str, Bucket]:
    """What is held to a pace: wrong codes of one caller, commands of one seat, and new runs."""
    return {"tries": Bucket(10, 20), "pace": Bucket(120, 240), "making": Bucket(30, 12)}
