"""What is printed before an exercise: role packs, rules on a page, inject cards, rule tables, a sheet to sign in."""

from flask import Blueprint

from web.pages.replay import for_control

blueprint = Blueprint("prints", __name__)


@blueprint.get("/run/<run>/print/")
def index(run: str) -> str:
    for_control(run)
    return ""
