"""The API: everything the pages do, as JSON and with a token instead of a cookie.

`document.py` describes it as OpenAPI; what is sent is held to that description before anybody acts on it.
"""

from flask import Blueprint, Response, request

from web.api import answers, control, doing, hosting, looking
from web.api.answers import Fault
from web.api.asking import plain_query
from web.api.document import document

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/openapi.json", endpoint="openapi")
def described() -> Response:
    """The description of the API itself; it holds nothing of any run."""
    found = answers.answer({**document(), "servers": [{"url": request.script_root or "/"}]})
    found.headers["Cache-Control"] = "no-cache"
    found.add_etag()
    found.make_conditional(request)
    return found


blueprint.register_error_handler(Fault, answers.of_fault)
blueprint.before_request(plain_query)
for part in (looking, doing, control, hosting):
    part.add_to(blueprint)
