"""No page is wider than a phone, and on a laptop the header says whole by which seating is played."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine.play.commands import Command
from tests.browser.conftest import Person, Server

Sit = Callable[..., Person]
NARROW = ((390, 844), (320, 640))
TABS = ("situation", "orders", "messages", "brief")
WRITING = ("message", "statement", "letter", "proposal", "move", "control")
PANELS = ("msel", "write", "ready", "note", "words", "log", "tracks", "objectives", "map", "seats")
WIDER = """() => {
  const room = document.documentElement;
  if (room.scrollWidth <= innerWidth) return "";
  const beyond = (part) => part.getBoundingClientRect().right > innerWidth + 1;
  const out = [...document.querySelectorAll("body *")].filter(beyond);
  return `${room.scrollWidth}: ${out.slice(0, 3).map((part) => part.outerHTML.slice(0, 90)).join(" | ")}`;
}"""
"""What makes a page wider than its window; empty where nothing does."""
CUT = """() => {
  const named = document.querySelector(".seating");
  const [box, bar] = [named.getBoundingClientRect(), named.closest(".strip").getBoundingClientRect()];
  const whole = named.scrollWidth <= named.clientWidth + 1 || getComputedStyle(named).display === "inline";
  const rows = [...document.querySelectorAll(".strip .joined")];
  const cut = rows.some((row) => row.scrollWidth > row.clientWidth + 1);
  return whole && !cut && box.width > 40 && box.top >= bar.top && box.bottom <= bar.bottom && bar.height < 56;
}"""
"""Whether the seating is in sight, whole, in a header of one row, and no row of links there is cut."""


def wider(person: Person, addresses: list[str]) -> Iterator[str]:
    """The pages that can be scrolled sideways on a phone."""
    for address in addresses:
        person.page.goto(f"{person.server.address}{address}")
        for width, height in NARROW:
            person.page.set_viewport_size({"width": width, "height": height})
            if found := person.page.evaluate(WIDER):
                yield f"{address} at {width}: {found}"


def pages(server: Server) -> dict[str, list[str]]:
    """By who looks, addresses of the pages there are."""
    here = f"/run/{server.run}"
    return {
        "control": [f"{here}/control", *(f"{here}/control?panel={name}" for name in PANELS)],
        "usa": [f"{here}/usa?tab={tab}" for tab in TABS]
        + [f"{here}/usa?tab=messages&write={kind}" for kind in WRITING],
        "observer": [f"{here}/observer"],
    }


@pytest.mark.seating("host")
@pytest.mark.ready_room
@pytest.mark.parametrize("language", ["en", "pl"])
def test_no_page_scrolls_sideways(sit_down: Sit, server: Server, language: str) -> None:
    """Law: at 390 and 320 px, before STARTEX, in play and in the debrief; for everybody who has a page."""
    people = {seat: sit_down(seat, language=language) for seat in ("control", "usa", "observer")}
    here = f"/run/{server.run}"
    papers = [f"{here}/print/", f"{here}/print/book"]
    found = list(wider(people["control"], [f"{here}/control", f"{here}/public", "/", *papers]))
    found += wider(people["usa"], [f"{here}/usa", "/join"])
    found += wider(people["observer"], [f"{here}/observer"])
    run = server.log
    run.do(Command("startex"))
    run.do(Command("request", "usa", {"order": "sound_out", "text": "Before the round."}))
    for seat, addresses in pages(server).items():
        found += wider(people[seat], addresses)
    found += wider(people["control"], [f"{here}/control?ask=R01", f"{here}/public"])
    for phase in ("consultation", "orders", "rulings", "report"):
        while run.state.game.phase != phase:
            run.press_on()
        found += wider(people["control"], [f"{here}/control", f"{here}/control?tab=room"])
        found += wider(people["usa"], [f"{here}/usa"])
    debrief = [f"{here}/control/debrief{part}" for part in ("", "/claims", "/luck", "/questions")]
    found += wider(people["control"], debrief)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("preset", [
    pytest.param(name, marks=pytest.mark.seating(name)) for name in ("facilitator", "mediator", "host")
])  # fmt: skip
def test_the_header_says_whole_which_seating(
    sit_down: Sit, server: Server, preset: str, language: str
) -> None:
    """Law: at 1366 px nothing of it is cut, for control, a seat and an observer, and in the debrief."""
    control, usa = sit_down("control", language=language), sit_down("usa", language=language)
    observer: Any = sit_down("observer", language=language)
    for person, path in (
        (control, "control"),
        (usa, "usa"),
        (observer, "observer"),
        (control, "control/debrief"),
    ):
        person.page.goto(f"{server.address}/run/{server.run}/{path}")
        assert person.page.evaluate(CUT), path
    usa.page.set_viewport_size({"width": 390, "height": 844})
    usa.look("?tab=orders")
    assert usa.page.locator(".seating").is_visible()


@pytest.mark.seating("host")
def test_on_a_phone_the_kind_that_is_open_is_in_sight(sit_down: Sit, server: Server) -> None:
    """Law: the strip of what can be written is scrolled to what is being written."""
    usa = sit_down("usa", size={"width": 390, "height": 844}, language="pl")
    for kind in ("control", "move", "message"):
        usa.look(f"?tab=messages&write={kind}")
        box = usa.page.locator(".kinds [aria-current]").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


def test_a_phone_loads_no_font(sit_down: Sit, server: Server) -> None:
    """It has its own, and the network of a room is slow; a laptop loads both."""
    for size, fonts in (({"width": 390, "height": 844}, 0), ({"width": 1366, "height": 768}, 2)):
        usa = sit_down("usa", size=size)
        usa.look("?tab=brief")
        assert usa.page.evaluate("document.fonts.ready.then(fonts => fonts.size)") == fonts
        loaded = "performance.getEntriesByType('resource').filter(one => one.name.includes('/fonts/')).length"
        assert usa.page.evaluate(loaded) <= fonts


def test_a_seating_takes_a_tick_away(sit_down: Sit, server: Server) -> None:
    """With scripts at once: disabled, and it says why; another seating gives it back."""
    control = sit_down("control")
    control.page.goto(f"{server.address}/?exercise=korea-2025")
    tick = control.page.locator('[name="people"][value="poland"]')
    said = control.page.locator("[data-controls-under] .tag")
    assert tick.is_enabled()
    assert not said.is_visible()
    control.page.locator('[name="preset"][value="host"]').check()
    assert tick.is_disabled()
    assert said.inner_text() == "is control"
    control.page.locator('[name="preset"][value="mediator"]').check()
    assert tick.is_enabled()
