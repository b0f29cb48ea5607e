"""The room: the page of each seat. Control, a role, and the projector, each by its own template."""

from flask import Blueprint

from engine.play.permissions import OBSERVER
from web.access import enter
from web.open_run import OpenRun
from web.pages import control, observer, screen
from web.pages import seat as role
from web.rendering import Page, Refused
from web.rendering import page as render_page
from web.visitor import SCREEN, runs, visitor

blueprint = Blueprint("room", __name__)


@blueprint.get("/run/<run>/<seat>")
def page(run: str, seat: str) -> Page:
    """The page of a seat this browser holds."""
    open_run = enter(run, seat)
    # Who opens a page is here from now on, so that the page says so itself and is not asked for once more.
    open_run.here(seat, visitor().browser)
    return show(open_run, seat)


def show(open_run: OpenRun, seat: str, refused: Refused | None = None) -> Page:
    """A seat's page as it stands, or with a form that was refused."""
    if seat == OBSERVER:
        mine = runs().seats(open_run.name).number(OBSERVER, visitor().browser)
        return render_page(
            open_run, seat, "observer.html", observer.builder(open_run, mine, refused), refused, mine
        )
    if seat == SCREEN and open_run.ready:
        return render_page(open_run, seat, "screen_ready.html", screen.ready_builder(open_run))
    if seat == SCREEN:
        return render_page(open_run, seat, "screen.html", screen.build)
    if open_run.holds_control(seat):
        return render_page(open_run, seat, "control.html", control.builder(open_run, seat, refused), refused)
    return render_page(open_run, seat, "seat.html", role.builder(open_run, seat), refused)
