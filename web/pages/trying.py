"""What a form of control would do, shown while it is written. Nothing is done and nothing is recorded."""

from urllib.parse import parse_qsl

from flask import Blueprint, abort, request, url_for
from werkzeug.datastructures import ImmutableMultiDict

from web.addresses import bare
from web.entrance import enter
from web.pages import room
from web.rendering import Refused

blueprint = Blueprint("trying", __name__)
MOST_BACK = 2000


@blueprint.post("/run/<run>/<seat>/try")
def preview(run: str, seat: str) -> str:
    """Control's page with the form as it was typed, and what sending it would bring."""
    served = enter(run, seat)
    if not served.holds_control(seat):
        abort(404)
    typed = {name: request.form.getlist(name) for name in request.form}
    pairs = parse_qsl(request.form.get("back", "")[:MOST_BACK].removeprefix("?"))
    request.path, request.args = bare(url_for("room.page", run=run, seat=seat)), ImmutableMultiDict(pairs)
    request.query_string = request.form.get("back", "")[:MOST_BACK].encode()
    return room.show(served, seat, Refused(request.form.get("form", ""), "", typed))
