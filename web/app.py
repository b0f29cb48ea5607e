"""The application: runs in a folder, pages, API, and the guards around them."""

from hashlib import sha256
from pathlib import Path

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

from engine import __version__
from web import api, form_posts, live, rendering
from web.access import let_go_at_the_end
from web.addresses import Addresses
from web.compression import shrink_answers
from web.faults import catch_all
from web.guard import guard
from web.limits import BODY, COMMANDS, FIELDS, MISTAKES, RUNS, TRIES, WORK
from web.live import Streams
from web.pages import control_forecast, debrief, join, links, lobby, prints, rehearsal, room, why
from web.proxies import stand_before
from web.runs import Bucket, Runs
from web.turns import Turns

MONTH = 30 * 24 * 3600


class Cookies(SecureCookieSessionInterface):
    """The session cookie: over TLS alone where its page came over TLS, and below the path of this site."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure

    def get_cookie_path(self, app: Flask) -> str:
        return request.script_root or "/"


def create_app(runs: Runs, addresses: Addresses | None = None, streams: int = 8) -> Flask:
    """The application over the runs of a hall. Without addresses it answers to any name."""
    reached = addresses or Addresses(None, runs.folder)
    app = Flask("web", root_path=str(Path(__file__).parent))
    app.config.update(
        SECRET_KEY=runs.key,
        VERSION=__version__,
        SESSION_COOKIE_NAME=f"whitecell-{sha256(runs.key).hexdigest()[:6]}",  # all ports share one's cookies
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        PERMANENT_SESSION_LIFETIME=MONTH,
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=BODY,
        MAX_FORM_MEMORY_SIZE=BODY,
        MAX_FORM_PARTS=FIELDS,
    )
    app.session_interface = Cookies()
    app.extensions |= {"runs": runs, "addresses": reached, "streams": Streams(streams), **buckets()}
    rendering.dress(app)
    shrink_answers(app)
    guard(app)
    let_go_at_the_end(app)
    for part in (
        lobby,
        join,
        room,
        why,
        prints,
        debrief,
        rehearsal,
        control_forecast,
        form_posts,
        live,
        links,
        api,
    ):
        app.register_blueprint(part.blueprint)
    catch_all(app)
    place = reached.place
    app.wsgi_app = Turns(app.wsgi_app)  # type: ignore[method-assign]
    stand_before(app, place.public, place.proxies, place.port, reached.answers)
    return app


def buckets() -> dict[str, Bucket]:
    """What is held to a pace: codes of one browser and wrong ones of one address, each code of an address
    counted once; commands and work of one seat; and new runs.
    """
    return {
        "mistakes": Bucket(*MISTAKES),
        "tries": Bucket(*TRIES),
        "same": Bucket(1, 1),
        "pace": Bucket(*COMMANDS),
        "work": Bucket(*WORK),
        "making": Bucket(*RUNS),
    }
