"""The last publish, ENDEX and an early end are said in words, before and after, on every page."""

from html import unescape
from pathlib import Path

import pytest

from engine.play.commands import Command, Refusal
from engine.rules.load import names
from tests.web.company import Browser, Company
from tests.web.test_control import on_to
from web.open_run import OpenRun

CUT = "before its last rulings."


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def page(browser: Browser, open_run: OpenRun, seat: str, query: str = "") -> str:
    answer = browser.get(f"/run/{open_run.name}/{seat}{query}")
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def to_the_last(open_run: OpenRun) -> None:
    """To the rulings after which the run has its end, whichever turn that is."""
    for _ in range(900):
        if open_run.run.state.game.phase == "rulings" and open_run.picture("control", "en")["ending_reached"]:
            return
        open_run.run.press_on()
    raise AssertionError("no end in sight")


@pytest.mark.parametrize("exercise", names())
def test_the_last_report_is_read_before_the_ending_is_shown(company: Company, exercise: str) -> None:
    role = "usa" if exercise == "korea-2025" else "halmar"
    open_run = company.start(exercise, (role,))
    host, seat, screen = (
        company.host(),
        company.seated(open_run.name, role),
        company.seated(open_run.name, "public"),
    )
    to_the_last(open_run)
    reached = open_run.picture("control", "en")["ending_reached"]["title"]
    html = page(host, open_run, "control")
    assert "Publish the last" in html
    assert f"With these rulings the run reaches its end: {reached}." in html, "said before it is pressed"

    open_run.do(Command("advance"))
    view = open_run.picture("public", "en")
    assert (view["phase"], view["finished"], view["endex_next"]) == ("report", False, True)
    assert "ENDEX: announce the ending" in page(host, open_run, "control")
    assert f"<b>{reached}</b>" in page(host, open_run, "control"), "control alone knows which"
    for browser, place in ((seat, role), (screen, "public")):
        assert "How it ended" not in page(browser, open_run, place), "the ending is not announced yet"
        assert open_run.picture(place, "en")["outcome"] is None
    assert "The last report is out." in page(seat, open_run, role)
    assert "the last report; ENDEX follows" in page(screen, open_run, "public")
    html = page(screen, open_run, "public")
    for item in open_run.picture("public", "en")["bulletin"][:4]:
        assert item["text"] in html, "the last bulletin reaches the screen"

    open_run.do(Command("advance"))
    for browser, place in ((host, "control"), (seat, role), (screen, "public")):
        html = page(browser, open_run, place)
        assert reached in html, place
        assert CUT not in html, place
        assert "Ending, if the run ended now" not in html, place


def test_an_early_end_is_announced_and_every_page_says_that_it_was_cut(company: Company) -> None:
    open_run = company.start("korea-2025", ("usa",))
    on_to(open_run, "orders")
    host = company.host()
    html = page(host, open_run, "control")
    form = html.partition('id="form-finish"')[2].partition("</form>")[0]
    assert "End the exercise" in form
    assert "Turn 1 is not ruled upon: what it ordered has no effect." in form
    assert "Every page will say that control ended it before its last rulings." in form
    host.do(open_run.name, "control", "finish")
    for browser, place in (
        (host, "control"),
        (company.seated(open_run.name, "observer"), "observer"),
        (company.seated(open_run.name, "usa"), "usa"),
        (company.seated(open_run.name, "public"), "public"),
    ):
        assert f"Control ended the exercise in turn 1, {CUT}" in page(browser, open_run, place), place
    open_run.do(Command("undo", data={"line": len(open_run.run.log.lines) - 1, "reason": "not yet"}))
    assert not open_run.picture("public", "en")["finished"]
    assert CUT not in page(company.seated(open_run.name, "public"), open_run, "public")


def test_what_has_not_begun_cannot_be_ended(company: Company) -> None:
    """STARTEX comes before ENDEX, and not after it."""
    open_run = company.start("korea-2025", ("usa",), ready=True)
    host = company.host()
    assert "form-finish" not in page(host, open_run, "control")
    assert host.do(open_run.name, "control", "finish").status_code == 409
    open_run.do(Command("startex"))
    open_run.do(Command("finish"))
    with pytest.raises(Refusal):
        open_run.do(Command("startex"))


def test_the_lobby_and_the_debrief_say_that_it_was_cut_short(company: Company) -> None:
    open_run = company.start("korea-2025", ("usa",))
    open_run.do(Command("finish"))
    host = company.host()
    for path in ("/", f"/run/{open_run.name}/control/debrief", f"/run/{open_run.name}/control/debrief/luck"):
        assert "ended by control before its last rulings" in host.get(path).get_data(as_text=True), path


def test_what_was_cut_short_is_not_said_to_have_been_ruled(company: Company) -> None:
    """No track is said not to have moved, and no phase to have been gone through."""
    open_run = company.start("korea-2025", ("usa",))
    on_to(open_run, "rulings")
    open_run.do(Command("finish"))
    html = page(company.host(), open_run, "control")
    assert CUT in html
    for untrue in ("No track moved.", 'id="stands"', '<li class="done">', 'aria-current="step"'):
        assert untrue not in html, untrue
