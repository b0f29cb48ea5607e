"""The whole frame in two languages: ready room, STARTEX, an undo that is seen, a late draft, lock, an end."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engine.play.commands import Command
from engine.record.run import Run
from engine.views import view
from engine.views.locking import AT_LOCK
from engine.words.language import Language
from tests.browser.conftest import PHONE, PROJECTOR, Person, Server

Sit = Callable[..., Person]
LANGUAGES = ("en", "pl")
TALKS = "#pick-offer_talks"


@pytest.mark.ready_room
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_frame(sit_down: Sit, server: Server, language: str) -> None:
    """What people see from the door to the early end is what the run says; nothing is loaded anew."""
    say = Language(language).say
    server.log.do(Command("seat", data={"seat": "japan", "by": "person"}))
    screen = sit_down("control", size=PROJECTOR, language=language)
    screen.page.goto(f"{server.address}/run/{server.run}/public")
    control = sit_down("control", language=language)

    # The ready room: everybody sees who is in, the clock stands, and the seats read.
    expect(screen.page.locator("#in-japan")).to_contain_text(say("still empty"))
    expect(control.page.locator("#nobody-yet")).to_contain_text("Jap")
    usa = sit_down("usa", language=language)
    japan = sit_down("japan", size=PHONE, language=language, has_touch=True, is_mobile=True)
    for seat in ("usa", "japan"):
        expect(screen.page.locator(f"#in-{seat} .place.in")).to_be_visible()
    expect(control.page.locator("#nobody-yet")).to_have_count(0)
    usa.sees(say("The exercise has not begun."))
    assert usa.page.locator("#brief").is_visible()
    assert japan.page.locator("#brief").is_visible()

    # STARTEX: every page leaves the ready room by itself.
    control.next_step()
    for person in (control, usa, japan):
        person.phase(say("situation"))
    expect(screen.page.locator(".screen-phase")).to_contain_text(say("situation"), ignore_case=True)
    expect(usa.page.locator("#ready-room")).to_have_count(0)

    an_undo_is_seen(control, usa, screen, server, say)
    a_late_draft(control, usa, japan, server, say)
    an_early_end(control, usa, screen, server, say)


def an_undo_is_seen(
    control: Person, usa: Person, screen: Person, server: Server, say: Callable[..., str]
) -> None:
    """What was read out is taken back before everybody's eyes, with the words for the room and no reason."""
    control.press(control.page.locator("#tray .inject.line button", has_text=say("Release")).first)
    language = "pl" if say("report") != "report" else "en"
    (told,) = [fact for fact in view(server.log.state, "usa", language)["story"] if fact["kind"] == "inject"]
    title = told["details"]["title"]
    screen.sees(title)
    usa.look("?tab=situation")
    usa.sees(title)
    control.page.locator("#dock-undo").click()
    control.page.locator("#undo-reason").fill("The wrong month.")
    control.page.locator("#undo-told").fill("An hour later.")
    control.press(control.form("undo").get_by_role("button", name=say("Take the game back")))
    for person in (usa, screen):
        word = person.page.locator("[id^=taken-back-]").first
        expect(word).to_contain_text(say("Taken back."))
        expect(word).to_contain_text(title)
        expect(word).to_contain_text("An hour later.")
        assert person.page.get_by_text("The wrong month.").count() == 0
    expect(screen.page.locator(".screen-headline", has_text=title)).to_have_count(0)
    line = control.page.locator(f"#line-{first_inject(server.log)}")
    expect(line).to_contain_text(say("due"))
    control.page.keyboard.press("Escape")


def first_inject(run: Run) -> str:
    return str(view(run.state, "control")["tray"][0]["inject"])


def a_late_draft(
    control: Person, usa: Person, japan: Person, server: Server, say: Callable[..., str]
) -> None:
    """A team has ticked and not sealed: both sides read the same words, and so it is done and recorded."""
    control.next_step()
    control.next_step()
    usa.phase(say("orders"))
    usa.look("?tab=orders")
    usa.page.locator(TALKS).check(force=True)
    expect(usa.page.locator("#seal-words")).to_contain_text(say(AT_LOCK["draft"]))
    expect(control.page.locator("#orders-usa")).to_contain_text(say(AT_LOCK["draft"]))
    usa.page.reload()
    expect(usa.page.locator(TALKS)).to_be_checked()
    control.page.locator("#form-advance button").click()
    asked = control.page.locator("dialog.confirm")
    expect(asked).to_contain_text(say(AT_LOCK["draft"]))
    expect(asked).to_contain_text(say(AT_LOCK["nothing"]))
    with control.page.expect_response(lambda answer: answer.request.method == "POST"):
        asked.locator(".strong").click()
    expect(usa.page.locator("#locked")).to_be_visible()
    expect(usa.page.locator("#locked .order")).to_have_count(1)
    run = server.log
    assert [entry["order"].partition("(")[0] for entry in run.state.game.orders["usa"]] == ["offer_talks"]
    assert run.log.lines[-1].data["drafts"].keys() == {"usa"}
    expect(control.page.locator(".wait.late")).to_contain_text(say("Not sealed at the lock"))


def an_early_end(
    control: Person, usa: Person, screen: Person, server: Server, say: Callable[..., str]
) -> None:
    """Before the button and after it, it is said that the exercise was cut short."""
    control.page.locator("#form-finish button").click()
    asked = control.page.locator("dialog.confirm")
    expect(asked).to_contain_text(say("Every page will say that control ended it before its last rulings."))
    with control.page.expect_response(lambda answer: answer.request.method == "POST"):
        asked.locator(".strong").click()
    said = say("Control ended the exercise in turn {turn}, before its last rulings.", turn=1)
    for person in (control, screen):
        person.sees(said)
    usa.look()
    usa.sees(said)
    assert server.log.state.game.finished


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_turn(sit_down: Sit, server: Server, language: str) -> None:
    """The last rulings are published, all read the last report, and only then the ending is announced."""
    say, run = Language(language).say, server.log
    run.do(Command("seat", data={"seat": "poland", "by": "person"}))
    while run.state.game.phase != "rulings" or not view(run.state, "control")["ending_reached"]:
        run.press_on()
    ending = view(run.state, "control", language)["ending_reached"]["title"]
    control, poland = sit_down("control", language=language), sit_down("poland", language=language)
    screen = sit_down("control", size=PROJECTOR, language=language)
    screen.page.goto(f"{server.address}/run/{server.run}/public")

    control.page.locator("#form-advance button").click()
    asked = control.page.locator("dialog.confirm")
    expect(asked).to_contain_text(ending)
    with control.page.expect_response(lambda answer: answer.request.method == "POST"):
        asked.locator(".strong").click()

    expect(screen.page.locator(".work-report")).to_be_visible()
    run.refresh()
    bulletin = view(run.state, "public", language)["bulletin"]
    for item in bulletin[:4]:
        screen.sees(item["text"])
    expect(screen.page.locator(".screen-time")).to_contain_text(say("the last report; ENDEX follows"))
    poland.sees(say("The last report is out."))
    assert not run.state.game.finished

    control.page.locator("#form-advance button").click()
    expect(control.page.locator("dialog.confirm")).to_contain_text(ending)
    with control.page.expect_response(lambda answer: answer.request.method == "POST"):
        control.page.locator("dialog.confirm .strong").click()
    for person in (control, screen):
        person.sees(ending)
    poland.look()
    poland.sees(ending)
    run.refresh()
    assert run.state.game.finished
    assert not run.state.game.finished.cut
