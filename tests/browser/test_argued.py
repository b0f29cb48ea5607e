"""Argued orders with scripts: a team writes, another answers, control tries weights out and fixes them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engine.play.commands import Command
from engine.record.run import Run
from tests.browser.conftest import LAPTOP, PHONE, Person, Server

Sit = Callable[..., Person]
PATH = "rok.argued(armistice)"


def to(run: Run, phase: str) -> None:
    while run.state.game.phase != phase:
        run.press_on()


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_an_order_is_argued_answered_and_weighed(sit_down: Sit, server: Server, size: dict[str, int]) -> None:
    """What the weights would come to stands there as they are chosen; the dice only once they are fixed."""
    run = server.log
    for role in ("rok", "dprk"):
        run.do(Command("seat", data={"seat": role, "by": "person"}))
    to(run, "orders")
    rok, dprk, control = (
        sit_down("rok", size=size),
        sit_down("dprk", size=size),
        sit_down("control", size=size),
    )
    rok.look("?tab=orders")
    rok.page.locator("#argue > summary").click()
    form = rok.form("argue")
    form.locator("[name=title]").fill("A flood line")
    form.locator("[name=want]").select_option("armistice:2")
    for number, reason in enumerate(("A warning costs nobody anything.", "The telephone is still there.")):
        form.locator("[name=reasons]").nth(number).fill(reason)
    rok.press(form.locator("button.act"))
    expect(rok.page.locator("#argued-armistice")).to_contain_text("A flood line")
    run.refresh()
    for role in ("rok", "dprk"):
        run.do(Command("orders", role, {"orders": []}))
    run.do(Command("advance"))
    dprk.look("?tab=orders")
    dprk.page.locator("#questions textarea").fill("We were sent leaflets.")
    dprk.press(dprk.page.locator("#questions button[value=against]"))
    run.refresh()
    run.do(Command("advance"))
    control.look()
    weighing = control.page.locator("form.weighing")
    expect(weighing.locator(".sum")).to_contain_text("sum 0")
    for name, counts in (("1", "yes"), ("2", "yes"), ("dprk", "no")):
        weighing.locator(f'label:has(input[name="count.{name}"][value={counts}])').click()
        expect(weighing.locator(f'input[name="count.{name}"][value={counts}]')).to_be_checked()
    expect(weighing.locator(".sum")).to_contain_text("sum +2")
    run.refresh()
    assert PATH not in run.state.game.weighings, "what is tried out is nowhere kept"
    control.press(weighing.locator("button.act"))
    expect(control.page.locator("#rulings")).to_contain_text("Argued order (2 for, 0 against, ordinary)")
    run.refresh()
    assert run.state.game.weighings[PATH].counts == ["1", "2"]
    wide = control.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, "nothing stands beyond the edge"
