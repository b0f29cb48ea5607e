"""No finding of axe-core on any page, in either language, light or dark."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.record.run import Run
from tests.browser.conftest import LAPTOP, NEEDED, PHONE, Person, Server

Sit = Callable[..., Person]
ROOT = Path(__file__).parents[2]
AXE = Path(os.environ.get("WHITECELL_AXE", ROOT / ".browser/node_modules/axe-core/axe.min.js"))
PHASES = ("situation", "consultation", "orders", "rulings", "report")
PANELS = ("msel", "write", "ready", "note", "log", "tracks", "objectives", "map", "seats")
TABS = ("situation", "orders", "messages", "brief")
WRITING = ("message", "statement", "letter", "proposal", "control")
PAPERS = ("roles", "rules", "evaluators", "msel", "injects", "tables", "seats")
DEBRIEF = (
    *("?stop=90", "?stop=90&open=note", "?turn=3&phase=rulings&as=dprk&beside=1", "?as=public", "/luck"),
    *("/questions", "/questions/Q01", "/questions/Q09", "/questions/Q08?project=1", "/compare", "/report"),
    *(f"/evaluation?open={what}" for what in ("", "E1", "new-strength", "new-step")),
)

if not AXE.is_file() and not NEEDED:
    pytest.skip("axe-core is not here (npm install --prefix .browser axe-core)", allow_module_level=True)


def findings(page: Any) -> Iterator[str]:
    """What axe-core finds, of whatever weight, in a line each."""
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run({resultTypes: ['violations'], iframes: false})")
    for entry in found["violations"]:
        for node in entry["nodes"][:3]:
            yield f"{page.url}: {entry['id']}: {entry['help']}: {node['html'][:200]}"


def examine(person: Person, addresses: list[str]) -> list[str]:
    found = []
    for address in addresses:
        person.page.goto(f"{person.server.address}{address}")
        found += findings(person.page)
    return found


def press_on(run: Run, turn: int, phase: str) -> None:
    while (run.state.game.turn, run.state.game.phase) != (turn, phase) and not run.state.game.finished:
        run.press_on()


@pytest.mark.long
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("pl", "dark")])
def test_every_page_can_be_used_by_everybody(
    sit_down: Sit, server: Server, language: str, scheme: str
) -> None:
    """The facilitator page in every phase and with every panel, a seat with every tab, and all the rest."""
    look = {"language": language, "color_scheme": scheme, "bypass_csp": True}  # axe is put in by the test
    control = sit_down("control", size=LAPTOP, **look)
    seat = sit_down("poland", size=PHONE, **look)
    observer = sit_down("observer", size=PHONE, **look)
    run, place = server.log, f"/run/{server.run}"
    found = []
    for phase in PHASES:
        press_on(run, 2, phase)
        found += examine(control, [f"{place}/control"])
        found += examine(seat, [f"{place}/poland?tab={tab}" for tab in TABS])
        found += examine(control, [f"{place}/public"])
        found += examine(observer, [f"{place}/observer"])
    found += examine(control, [f"{place}/control?panel={panel}" for panel in PANELS])
    found += examine(seat, [f"{place}/poland?tab=messages&write={kind}" for kind in WRITING])
    observer.page.goto(f"{server.address}{place}/observer")
    observer.page.fill("#observation-text", "Two letters crossed.")
    observer.page.locator("form:has(#observation-text) button").first.click()
    observer.page.get_by_text("Two letters crossed.").first.wait_for(state="attached")
    found += findings(observer.page)
    found += examine(control, ["/", "/join", "/nowhere", f"{place}/control/debrief", f"{place}/print/"])
    found += examine(control, [f"{place}/print/{paper}" for paper in PAPERS])
    press_on(run, 99, "")
    found += examine(control, [f"{place}/control", f"{place}/public", "/"])
    found += examine(seat, [f"{place}/poland"])
    found += examine(control, [f"{place}/control/debrief{page}" for page in DEBRIEF])
    found += examine(seat, [f"{place}/poland/debrief{page}" for page in ("?stop=40", "/luck", "/questions")])
    assert not found, "\n".join(dict.fromkeys(found))
