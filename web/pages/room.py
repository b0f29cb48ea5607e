"""The room: the page of each seat. Control, a role, and the projector, each by its own template."""

from flask import Blueprint

from engine.play.permissions import OBSERVER
from web.entrance import enter
from web.pages import control, observer, screen
from web.pages import seat as role
from web.rendering import Refused
from web.rendering import page as render_page
from web.served import Served
from web.visitor import SCREEN, hall, visitor

blueprint = Blueprint("room", __name__)


@blueprint.get("/run/<run>/<seat>")
def page(run: str, seat: str) -> str:
    """The page of a seat this browser holds."""
    return show(enter(run, seat), seat)


def show(served: Served, seat: str, refused: Refused | None = None) -> str:
    """A seat's page as it stands, or with a form that was refused."""
    if seat == OBSERVER:
        mine = hall().seats(served.name).number(OBSERVER, visitor().browser)
        return render_page(
            served, seat, "observer.html", observer.builder(served, mine, refused), refused, mine
        )
    if seat == SCREEN and served.ready:
        return render_page(served, seat, "screen_ready.html", screen.ready_builder(served))
    if seat == SCREEN:
        return render_page(served, seat, "screen.html", screen.build)
    if served.holds_control(seat):
        return render_page(served, seat, "control.html", control.builder(served, seat, refused), refused)
    return render_page(served, seat, "seat.html", role.builder(served, seat), refused)
