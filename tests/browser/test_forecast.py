"""What may come, in a browser: asked beside an answer, dice and in the debrief, and nothing of it done."""

from collections.abc import Callable

from playwright.sync_api import expect

from engine.play.commands import Command
from engine.record.run import Run
from tests.browser.conftest import Person, Server

Sit = Callable[..., Person]


def lines(run: Run) -> int:
    run.refresh()
    return len(run.log.lines)


def test_the_odds_of_an_answer_stand_beside_it_and_nothing_is_answered(sit_down: Sit, server: Server) -> None:
    """The first press opens the forecast, the answer stays open; the next one asks for another answer."""
    run = server.log
    run.do(Command("seat", data={"seat": "dprk", "by": "person"}))
    while run.state.game.phase != "orders":
        run.press_on()
    run.do(Command("seat", data={"seat": "usa", "by": "person"}))
    run.do(Command("orders", "usa", {"orders": [{"order": "offer_talks(open)"}], "seal": True}))
    run.press_on()
    assert run.state.game.locked
    before = lines(run)
    control = sit_down("control")
    buttons = control.page.locator("#questions button[data-look]")
    expect(buttons).to_have_count(2 * len(run.state.game.questions))
    for number in range(2):
        buttons.nth(number).click()
        slot = control.page.locator("#forecast-here:not([aria-busy])")
        expect(slot).to_contain_text("with it")
    assert lines(run) == before
    assert control.page.url.partition("?")[0].endswith("/control")


def test_dice_are_looked_at_as_they_are_typed(sit_down: Sit, server: Server) -> None:
    run = server.log
    while run.state.game.phase != "rulings":
        run.press_on()
    before = lines(run)
    control = sit_down("control")
    control.look("?side=forecast")
    control.page.locator('details[id^="dice-"] summary').first.click()
    fields = control.page.locator('details[id^="dice-"][open] input[name=dice]')
    asked = []
    control.page.on("request", lambda request: asked.append(request.post_data or ""))
    for number in range(fields.count()):
        fields.nth(number).fill("6")
    slot = control.page.locator("#forecast-here:not([aria-busy])")
    expect(slot).to_contain_text("with it")
    control.page.wait_for_function("() => document.querySelector('#forecast-here').ariaBusy !== 'true'")
    assert any("command=dice" in data for data in asked)
    assert lines(run) == before


def test_one_thing_is_changed_in_the_debrief(sit_down: Sit, server: Server) -> None:
    """From a choice to the odds without a press; once, it makes a run that is laid beside this one."""
    run = server.log
    while not run.state.game.finished:
        run.press_on()
    control = sit_down("control")
    control.page.goto(f"{server.address}/run/{server.run}/control/debrief/what-if?turn=2")
    page = control.page
    first = page.locator("#what option[value^='order']").first.get_attribute("value")
    page.locator("#what").select_option(first)
    page.locator("#new").select_option(index=1)
    expect(page.locator(".forecast-table")).to_be_visible()
    page.locator("#form-fork button").click()
    page.wait_for_url("**/debrief/compare?with=*")
    expect(page.locator("#part-head")).to_be_visible()
