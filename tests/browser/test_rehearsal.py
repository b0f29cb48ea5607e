"""The page of a rehearsal in a browser: asked by keyboard, seen to fill, sorted, taken along."""

from collections.abc import Callable
from csv import DictReader
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Person, Server
from tests.browser.test_accessible import findings
from tests.browser.test_widths import NARROW, WIDER

Sit = Callable[..., Person]
LOOKS = pytest.mark.parametrize(
    "look",
    [
        {"language": "en", "color_scheme": "light", "bypass_csp": True},
        {"language": "pl", "color_scheme": "dark", "bypass_csp": True},
    ],
    ids=("en-light", "pl-dark"),
)
FILLED = "() => Number(document.querySelector('progress')?.value) > 0"
"""Whether the bar has begun to fill."""


def ask(control: Person, **chosen: str) -> None:
    """Choose, and send the form with the keyboard."""
    page = control.page
    for name, value in chosen.items():
        page.locator(f'[name="{name}"]').first.select_option(value)
    page.locator("#ask button").focus()
    page.keyboard.press("Enter")


def column(page: Any, table: str, place: int) -> list[str]:
    """What a column of a table shows, from above."""
    found: list[str] = page.locator(f"#{table} tbody tr > :nth-child({place})").all_inner_texts()
    return found


def test_control_asks_sees_it_fill_sorts_and_takes_it_along(sit_down: Sit, server: Server) -> None:
    """From control's page and back; nobody's page moves meanwhile, and nothing is written into the run."""
    control = sit_down("control")
    page, lines = control.page, len(server.log.log.lines)
    page.locator("#rehearse").click()
    page.wait_for_url("**/control/rehearsal")
    ask(control, runs="50000")
    page.wait_for_function(FILLED)
    page.locator(".found").wait_for()
    assert page.locator("progress").count() == 0
    heads = page.locator("#scores thead button")
    first = column(page, "scores", 3)
    heads.nth(1).focus()
    page.keyboard.press("Enter")
    points = [float(text.replace("\u2212", "-")) for text in column(page, "scores", 3)]
    assert points == sorted(points, reverse=True)
    assert page.locator("#scores th[aria-sort=descending]").count() == 1
    page.keyboard.press("Enter")
    assert column(page, "scores", 3) == [f"{value:.1f}".replace("-", "\u2212") for value in sorted(points)]
    assert sorted(first) == sorted(column(page, "scores", 3)), "no row is lost"
    with page.expect_download() as taken:
        page.locator('a[href$="/endings.csv"]').click()
    path: Path = taken.value.path()
    rows = list(DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == len(column(page, "endings", 1))
    assert sum(int(row["runs"]) for row in rows) == 50_000
    page.locator(".tools .act").click()
    page.wait_for_url("**/rehearsal?again=*")
    assert page.locator("[name=runs]").input_value() == "50000"
    page.locator("a.home").click()
    page.wait_for_url(f"**/run/{server.run}/control*")
    assert len(server.log.log.lines) == lines


def test_a_question_is_stopped_and_its_form_comes_back(sit_down: Sit, server: Server) -> None:
    control = sit_down("control")
    page = control.page
    page.goto(f"{server.address}/rehearsal?exercise=korea-2025")
    page.locator("[name=limits]").check()
    ask(control, runs="50000")
    page.locator(".progress button").click()
    page.locator("#ask").wait_for()
    assert page.locator("[name=limits]").is_checked()
    assert page.locator("[name=runs]").input_value() == "50000"


@LOOKS
def test_every_state_of_the_page_can_be_used(sit_down: Sit, server: Server, look: dict[str, Any]) -> None:
    """No finding of axe-core, and nothing wider than a phone: the form, refused, waiting, and what came."""
    control = sit_down("control", **look)
    page = control.page

    def examine() -> list[str]:
        found = list(findings(page))
        for width, height in NARROW:
            page.set_viewport_size({"width": width, "height": height})
            if wider := page.evaluate(WIDER):
                found.append(f"{page.url} at {width}: {wider}")
        page.set_viewport_size({"width": 1366, "height": 768})
        return found

    page.goto(f"{server.address}/run/{server.run}/control/rehearsal")
    found = examine()
    page.locator('[name="set"]').first.select_option("bank")
    page.locator('[name="to"]').first.fill("many")
    ask(control)
    page.locator(".refused").wait_for()
    found += examine()
    page.locator('[name="to"]').first.fill("2")
    ask(control, runs="50000", reply="all")
    page.wait_for_function(FILLED)
    found += examine()
    page.locator(".progress button").click()
    ask(control, runs="1000", reply="")
    page.locator(".found").wait_for()
    for details in page.locator(".found details").all():
        details.evaluate("node => { node.open = true; }")
    found += examine()
    assert not found, "\n".join(found)
