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
PAPERS = ("roles", "rules", "evaluators", "book", "msel", "injects", "tables", "seats")
DEBRIEF = (
    *("?stop=90", "?stop=90&open=note", "?turn=3&phase=rulings&as=dprk&beside=1", "?as=public", "/luck"),
    *("/questions", "/questions/Q01", "/questions/Q09", "/questions/Q08?project=1", "/compare", "/report"),
    *("/claims", "/claims?project=long_range_only"),
    *(f"/evaluation?open={what}" for what in ("", "E1", "new-strength", "new-step")),
)
LOOKS = pytest.mark.parametrize(
    "look",
    [  # axe is put in by the test
        {"language": "en", "color_scheme": "light", "bypass_csp": True},
        {"language": "pl", "color_scheme": "dark", "bypass_csp": True},
    ],
    ids=("en-light", "pl-dark"),
)
pytestmark = [pytest.mark.first, pytest.mark.long]

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


def nothing(found: list[str]) -> None:
    assert not found, "\n".join(dict.fromkeys(found))


@LOOKS
def test_every_phase_can_be_used_by_control_and_who_watches(
    sit_down: Sit, server: Server, look: dict[str, Any]
) -> None:
    """The facilitator page, the screen and an observer in every phase; and what an observer wrote."""
    control, observer = sit_down("control", size=LAPTOP, **look), sit_down("observer", size=PHONE, **look)
    run, place = server.log, f"/run/{server.run}"
    found = []
    for phase in PHASES:
        press_on(run, 2, phase)
        found += examine(control, [f"{place}/control", f"{place}/public"])
        found += examine(observer, [f"{place}/observer"])
    observer.page.fill("#observation-text", "Two letters crossed.")
    observer.page.locator("form:has(#observation-text) button").first.click()
    observer.page.get_by_text("Two letters crossed.").first.wait_for(state="attached")
    found += findings(observer.page)
    nothing(found)


@LOOKS
def test_every_phase_can_be_used_by_a_seat(sit_down: Sit, server: Server, look: dict[str, Any]) -> None:
    """Every tab in every phase, and everything that can be written."""
    seat = sit_down("poland", size=PHONE, **look)
    run, place = server.log, f"/run/{server.run}/poland"
    found = []
    for phase in PHASES:
        press_on(run, 2, phase)
        found += examine(seat, [f"{place}?tab={tab}" for tab in TABS])
    nothing(found + examine(seat, [f"{place}?tab=messages&write={kind}" for kind in WRITING]))


@LOOKS
def test_every_panel_and_paper_can_be_used(sit_down: Sit, server: Server, look: dict[str, Any]) -> None:
    """In the last phase of a turn; and the pages that lead to a run and out of it."""
    control = sit_down("control", size=LAPTOP, **look)
    place = f"/run/{server.run}"
    press_on(server.log, 2, PHASES[-1])
    found = examine(control, [f"{place}/control?panel={panel}" for panel in PANELS])
    found += examine(control, ["/", "/join", "/nowhere", f"{place}/control/debrief", f"{place}/print/"])
    nothing(found + examine(control, [f"{place}/print/{paper}" for paper in PAPERS]))


@LOOKS
def test_every_page_can_be_used_after_the_end(sit_down: Sit, server: Server, look: dict[str, Any]) -> None:
    """What is left of play, and the debrief of control and of a seat."""
    control, seat = sit_down("control", size=LAPTOP, **look), sit_down("poland", size=PHONE, **look)
    place = f"/run/{server.run}"
    press_on(server.log, 99, "")
    found = examine(control, [f"{place}/control", f"{place}/public", "/"])
    found += examine(seat, [f"{place}/poland"])
    found += examine(control, [f"{place}/control/debrief{page}" for page in DEBRIEF])
    found += examine(seat, [f"{place}/poland/debrief{page}" for page in ("?stop=40", "/luck", "/questions")])
    nothing(found)
