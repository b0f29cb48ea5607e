"""The signal: what one does, the others see, and nothing is taken from whoever is typing."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from engine.play.commands import Command
from engine.record.run import Run
from tests.browser.conftest import LAPTOP, Person, Server

Sit = Callable[..., Person]


def messages(run: Run) -> list[str]:
    """What people wrote: a bot answers with a line of its doctrine."""
    return [message.text for message in run.state.room.messages.values() if message.text]


def test_the_console_moves_the_page(sit_down: Sit, server: Server) -> None:
    """Console and page are at one run at the same time, and each sees what the other does."""
    control = sit_down("control")
    run = server.log
    run.do(Command("advance"))
    control.phase("Consultation")
    control.next_step()
    run.refresh()
    assert run.state.game.phase == "orders"


def test_typed_text_focus_and_place_stay(sit_down: Sit, server: Server) -> None:
    """While others act, a half-written text, the cursor in it and what was folded open stay as they are."""
    control, usa = sit_down("control"), sit_down("usa")
    usa.look("?tab=messages&write=proposal")
    control.next_step()
    usa.phase("Consultation")
    offer = usa.page.locator("#offer-free")
    offer.locator("summary").click()
    text = offer.locator("textarea")
    text.fill("We three agree")
    text.evaluate("field => field.setSelectionRange(3, 3)")
    server.log.do(Command("statement", "russia", {"text": "Moscow is watching."}))
    usa.page.get_by_text("Moscow is watching.").first.wait_for(state="attached")
    assert text.input_value() == "We three agree"
    assert text.evaluate("field => field === document.activeElement && field.selectionStart") == 3
    assert offer.evaluate("details => details.open")


def test_a_form_that_closes_keeps_what_was_typed(sit_down: Sit, server: Server) -> None:
    """Control moves on while somebody writes a proposal: the text is still there, with a word about it."""
    control, usa = sit_down("control"), sit_down("usa")
    control.next_step()
    usa.look("?tab=messages&write=proposal")
    usa.page.locator("#offer-free summary").click()
    usa.page.locator("#offer-free textarea").fill("A text that took ten minutes.")
    control.next_step()
    usa.phase("Orders")
    usa.page.locator(".kept-note").first.wait_for()
    assert usa.page.locator("#offer-free textarea").input_value() == "A text that took ten minutes."


def test_two_people_of_one_seat(sit_down: Sit, server: Server) -> None:
    """What one of a team chooses the other sees, and neither loses a choice of theirs; then one seals."""
    one, two = sit_down("usa"), sit_down("usa")
    for person in (one, two):
        person.look("?tab=orders")
    talks, ally = "#pick-offer_talks", '#order-reassure input[name="order"]'
    two.page.locator(ally).first.check(force=True)
    one.page.locator(talks).check(force=True)
    for person in (one, two):
        expect(person.page.locator(talks)).to_be_checked()
        expect(person.page.locator(ally).first).to_be_checked()
    server.log.do(Command("advance"))
    server.log.do(Command("advance"))
    one.phase("Orders")
    expect(one.page.locator("#seal")).to_have_text("Seal 2 orders")
    one.press(one.page.locator("#seal"))
    expect(two.page.locator("#seal")).to_have_text("Sealed: 2 orders")
    orders = server.log.state.game.orders["usa"]
    assert sorted(entry["order"].partition("(")[0] for entry in orders) == ["offer_talks", "reassure"]


def test_more_than_the_limit_cannot_be_sealed(sit_down: Sit, server: Server) -> None:
    """The button rests and it says what is too much; one tick less, and it can be sealed."""
    server.log.do(Command("advance"))
    server.log.do(Command("advance"))
    usa = sit_down("usa")
    usa.look("?tab=orders")
    boxes = ("#pick-offer_talks", '#order-reassure input[name="order"]', "#pick-enforce_sanctions")
    for box in boxes:
        usa.page.locator(box).first.check(force=True)
    expect(usa.page.locator("#purse-over")).to_contain_text("3 paid orders; 2 at most.")
    expect(usa.page.locator("#seal")).to_be_disabled()
    usa.page.locator(boxes[2]).uncheck(force=True)
    expect(usa.page.locator("#seal")).to_be_enabled()
    usa.press(usa.page.locator("#seal"))
    assert len(server.log.state.game.orders["usa"]) == 2


def test_a_double_click_sends_once(sit_down: Sit, server: Server) -> None:
    server.in_contact()
    server.log.do(Command("advance"))
    usa = sit_down("usa")
    usa.look("?tab=messages&write=message")
    usa.form("message").locator('input[name="to"][value="dprk"]').check(force=True)
    usa.form("message").locator("textarea").fill("Once.")
    usa.form("message").locator("button").first.dblclick()
    usa.page.get_by_text("Once.").first.wait_for(state="attached")
    usa.page.locator("form[data-busy]").first.wait_for(state="detached")
    assert messages(server.log) == ["Once."]


def test_the_server_is_killed_in_mid_turn(sit_down: Sit, server: Server) -> None:
    """A pulled plug while teams write: nobody loses a seat, a sealed order or a word, and all catches up."""
    control, usa, dprk = sit_down("control"), sit_down("usa"), sit_down("dprk")
    control.next_step()
    control.next_step()
    usa.look("?tab=orders")
    usa.page.locator('#order-offer_talks input[name="order"]').check(force=True)
    usa.press(usa.page.locator("#seal"))
    dprk.look("?tab=messages&write=statement")
    dprk.form("statement").locator("textarea").fill("Written while the server is down.")
    server.kill()
    dprk.page.locator("#connection:not([hidden])").wait_for(timeout=8000)
    server.log.do(Command("statement", "russia", {"text": "Said on the console meanwhile."}))
    server.start()
    usa.page.get_by_text("Said on the console meanwhile.").first.wait_for(state="attached")
    dprk.page.locator("#connection[hidden]").wait_for(state="attached")
    dprk.press(dprk.form("statement").locator("button").first)
    assert server.log.state.game.orders["usa"][0]["order"].startswith("offer_talks")
    control.page.get_by_text("Written while the server is down.").first.wait_for(state="attached")
    control.next_step()
    assert server.log.state.game.locked


def test_the_network_drops(sit_down: Sit, server: Server) -> None:
    """A laptop that loses the network says so, and catches up by itself when it is back."""
    usa = sit_down("usa")
    usa.page.context.set_offline(True)
    with usa.page.expect_event("requestfailed"):  # it was told, and cannot look
        server.log.do(Command("advance"))
    usa.page.context.set_offline(False)
    usa.phase("Consultation")


def test_one_browser_holds_one_stream(sit_down: Sit, server: Server) -> None:
    """Ten pages in one browser all load and all hear: a stream for each would stop at the sixth."""
    control = sit_down("control")
    pages = [control.page.context.new_page() for _ in range(9)]
    for page in pages:
        page.goto(control.page.url)
    server.log.do(Command("advance"))
    for page in pages:
        expect(page.locator(".phases [aria-current=step]").first).to_contain_text("Consultation")


def test_play_without_scripts(chromium: Any, sit_down: Sit, server: Server) -> None:
    """A whole turn for a facilitator and a team whose browsers run no scripts."""
    control = sit_down("control", java_script_enabled=False)
    usa = sit_down("usa", java_script_enabled=False)
    control.page.locator("#form-advance button").click()
    usa.look("?tab=messages&write=message")
    usa.form("message").locator('input[name="to"][value="china"]').check(force=True)
    usa.form("message").locator("textarea").fill("Without scripts.")
    usa.form("message").locator("button").first.click()
    usa.page.wait_for_load_state()
    assert messages(server.log) == ["Without scripts."]
    control.page.reload()
    assert control.page.get_by_text("Without scripts.").count()
    control.page.locator("#form-advance button").click()
    usa.look("?tab=orders")
    usa.page.locator('#order-offer_talks input[name="order"]').check(force=True)
    usa.page.locator("#seal").click()
    for _ in range(3):
        control.page.locator("#form-advance button").click()
        control.page.wait_for_load_state()
    assert server.log.state.game.phase in ("rulings", "report")


def test_keys_of_control(sit_down: Sit, server: Server) -> None:
    """Every tool is one key away; keys rest while somebody types; Escape closes; Ctrl+Enter goes on."""
    control = sit_down("control", size=LAPTOP)
    for key, panel in (("n", "panel=note"), ("m", "panel=ready"), ("u", "panel=log"), ("i", "panel=write")):
        control.page.keyboard.press(key)
        control.page.wait_for_url(f"**{panel}*")
        control.page.keyboard.press("Escape")
        control.page.wait_for_url(lambda address, panel=panel: panel not in address)
    control.page.keyboard.press("n")
    control.page.wait_for_url("**panel=note*")
    control.form("note").locator("textarea, input[type=text]").first.press_sequentially("minutes")
    assert "panel=note" in control.page.url
    control.page.keyboard.press("Escape")
    control.page.locator("body").click(position={"x": 700, "y": 600})
    control.page.keyboard.press("Control+Enter")
    control.page.locator("dialog.confirm").wait_for()  # injects are due: it asks once
    control.page.keyboard.press("Enter")
    control.phase("Consultation")
