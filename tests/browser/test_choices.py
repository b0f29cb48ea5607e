"""One choice of several: the button that was pressed stays pressed, and is what is kept and done."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engine.record.run import Run
from engine.views.locking import AT_LOCK
from tests.browser.conftest import LAPTOP, PHONE, Person, Server

Sit = Callable[..., Person]
OPEN, ARMS = "offer_talks(open)", "offer_talks(arms_control)"


def to(run: Run, phase: str) -> None:
    while run.state.game.phase != phase:
        run.press_on()


def drafted(run: Run) -> list[str]:
    run.refresh()
    return [entry["order"] for entry in run.state.drafts.get("usa", [])]


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_a_target_that_is_not_the_first_stays_chosen(
    sit_down: Sit, server: Server, size: dict[str, int]
) -> None:
    """Pressed alone, and again on an order that stands: the page shows what the server keeps."""
    run = server.log
    to(run, "orders")
    usa = sit_down("usa", size=size)
    usa.look("?tab=orders")
    for order in (ARMS, OPEN):
        usa.page.locator(f'label:has(input[value="{order}"])').click()
        expect(usa.page.locator("#seal-words")).to_contain_text(AT_LOCK["draft"])
        expect(usa.page.locator("input[name=base]")).to_have_value(order)
        expect(usa.page.locator(f'input[type=radio][value="{order}"]')).to_be_checked()
        expect(usa.page.locator("#pick-offer_talks")).to_be_checked()
        assert drafted(run) == [order]
    usa.page.locator("#pick-enforce_sanctions").press("Space")
    expect(usa.page.locator("input[name=base]")).to_have_value(f"{OPEN} enforce_sanctions")
    usa.page.locator("#seal").click()
    expect(usa.page.locator("#seal.settled")).to_be_visible()
    run.refresh()
    assert {entry["order"] for entry in run.state.game.orders["usa"]} == {OPEN, "enforce_sanctions"}


def test_a_row_that_was_chosen_stays_and_leaves_no_closed_form(sit_down: Sit, server: Server) -> None:
    run = server.log
    to(run, "rulings")
    control = sit_down("control")
    form = control.page.locator('form[data-form^="override"]').first
    other = form.locator('input[type="radio"]:not(:checked)').last
    row = other.get_attribute("value")
    form.locator(f'label:has(input[value="{row}"])').click()
    form.locator('[name="reason"]').fill("As it was told at the table.")
    with control.page.expect_response(lambda answer: answer.request.method == "POST"):
        form.locator("button").last.click()
    expect(form.locator(f'input[value="{row}"]')).to_be_checked()
    expect(form.locator('[name="reason"]')).to_have_value("As it was told at the table.")
    control.next_step()
    control.phase("report")
    expect(control.page.locator(".stale-note")).to_have_count(0)
    expect(control.page.get_by_text("This form is closed now.")).to_have_count(0)
