"""The lobby: runs that exist, and how to begin another."""

from flask import Blueprint, abort, redirect, request, url_for
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from web import rendering
from web.visitor import hall, host_secret, visitor

blueprint = Blueprint("lobby", __name__)


def host_link(key: bytes) -> str:
    """What stands behind `/open/` in the address that the server prints for its host."""
    return str(URLSafeSerializer(key, salt="host").dumps(host_secret(key)))


@blueprint.get("/open/<token>")
def enter(token: str) -> Response:
    """The host's own address: from the terminal that serves straight to a page."""
    try:
        found = URLSafeSerializer(hall().key, salt="host").loads(token)
    except BadData:
        abort(404)
    if found != host_secret(hall().key):
        abort(404)
    visitor().become_host()
    run = request.args.get("run", "")
    return redirect(url_for("room.page", run=run, seat="control") if run else url_for("lobby.page"), 303)


@blueprint.get("/")
def page() -> str | Response:
    """The runs, for the host; for everybody else the door."""
    if not visitor().is_host:
        return redirect(url_for("join.page"))
    return rendering.plain("lobby.html", names=hall().names())
