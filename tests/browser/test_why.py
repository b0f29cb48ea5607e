"""The card beside an order: opened in its place, renewed with what is chosen, and no wider than its page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engine.record.run import Run
from tests.browser.conftest import LAPTOP, PHONE, Person, Server
from tests.browser.test_accessible import findings

Sit = Callable[..., Person]
NARROW = {"width": 320, "height": 700}


def to(run: Run, phase: str) -> None:
    while run.state.game.phase != phase:
        run.press_on()


@pytest.mark.parametrize(("size", "language"), [(LAPTOP, "en"), (PHONE, "pl"), (NARROW, "pl")])
def test_a_card_opens_in_its_place(
    sit_down: Sit, server: Server, size: dict[str, int], language: str
) -> None:
    """It is fetched when it is opened, stands alone, and nothing moves sideways; axe finds nothing."""
    to(server.log, "orders")
    usa = sit_down("usa", size=size, language=language, bypass_csp=True)
    usa.look("?tab=orders")
    expect(usa.page.locator("#decision")).to_have_count(0)
    usa.page.locator("#order-offer_talks details.why > summary").click()
    expect(usa.page.locator("#order-offer_talks #decision")).to_be_visible()
    usa.page.locator('#decision a[data-card="offer_talks(open)"]').click()
    expect(usa.page.locator('#decision a[data-card="offer_talks(open)"]')).to_have_attribute(
        "aria-current", "true"
    )
    assert usa.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not list(findings(usa.page))
    usa.page.locator("#order-enforce_sanctions details.why > summary").click()
    expect(usa.page.locator("#order-enforce_sanctions #decision")).to_be_visible()
    expect(usa.page.locator("#decision")).to_have_count(1)


def test_a_card_follows_what_is_chosen(sit_down: Sit, server: Server) -> None:
    """The variant that is pressed is the one that is shown, and what stays counts the whole draft."""
    to(server.log, "orders")
    usa = sit_down("usa")
    usa.look("?tab=orders")
    usa.page.locator("#order-offer_talks details.why > summary").click()
    card = usa.page.locator("#decision")
    expect(card).to_contain_text("leaves 2")
    usa.page.locator("#pick-enforce_sanctions").check()
    expect(card).to_contain_text("leaves 1")
    expect(card).to_contain_text("Counted with it: Enforce sanctions.")
    usa.page.locator('label:has(input[value="offer_talks(arms_control)"])').click()
    expect(card.locator("#decision-title")).to_contain_text("arms control")


def test_without_scripts_a_card_is_a_page(sit_down: Sit, server: Server) -> None:
    to(server.log, "orders")
    usa = sit_down("usa", java_script_enabled=False)
    usa.look("?tab=orders")
    usa.page.locator("#order-offer_talks details.why > summary").click()
    usa.page.locator("#order-offer_talks details.why a").click()
    expect(usa.page.locator("#decision")).to_be_visible()
    usa.page.get_by_role("link", name="Back to the page of this seat").click()
    expect(usa.page.locator("#orders")).to_be_visible()
