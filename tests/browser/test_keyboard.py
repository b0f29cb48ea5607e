"""A whole turn by keyboard alone: after every press the focus is in sight, and a voice says what happened."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, Person, Server

Sit = Callable[..., Person]
LOW, NARROW = {"width": 683, "height": 384}, {"width": 320, "height": 640}
"""A laptop of 1366 by 768 pixels at 200 %, and the narrowest window that pages are made for."""
MOST_TABS = 150
LISTEN = """addEventListener("DOMContentLoaded", () => {
  window.heard = [];
  const voice = document.getElementById("aloud");
  if (voice) new MutationObserver(() => voice.textContent && heard.push(voice.textContent))
    .observe(voice, { childList: true, characterData: true, subtree: true });
});"""
FRAMES = (
    "() => document.fonts.ready.then(() => new Promise("
    "(done) => requestAnimationFrame(() => requestAnimationFrame(done)))).then("
)
SEEN = """() => {
  const node = document.activeElement, box = node.getBoundingClientRect();
  const name = node.outerHTML.slice(0, 160);
  if (node === document.body) return "nothing has the focus";
  if (box.height > innerHeight / 2) return box.top < innerHeight && box.bottom > 0 ? "" : `beyond: ${name}`;
  const within = box.top > -2 && box.left > -2 && box.right < innerWidth + 2 && box.bottom < innerHeight + 2;
  if (!within) return `beyond the screen, at ${box.top}: ${name}`;
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  if (over && (node.contains(over) || over.closest("label")?.contains(node))) return "";
  return `covered by ${over?.outerHTML.slice(0, 90)}: ${name}`;
})"""
IS = """selector => Boolean(document.activeElement?.closest(selector))"""


MOST_FRAMES = 60


class Hands:
    """Somebody who has no pointer. After each press, what has the focus must be in sight."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page
        self.page.add_init_script(LISTEN)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.page.locator("form[data-busy]").first.wait_for(state="detached")
        self.sees()

    def sees(self) -> None:
        """The page brings it into sight in the frame after it got the focus, whenever that was."""
        for _ in range(MOST_FRAMES):
            if not (hidden := self.page.evaluate(FRAMES + SEEN)):
                return
        pytest.fail(hidden)

    def has(self, selector: str) -> bool:
        return bool(self.page.evaluate(IS, selector))

    def to(self, selector: str, key: str = "Tab") -> None:
        """Tab on until it has the focus."""
        for _ in range(MOST_TABS):
            if self.has(selector):
                return
            self.press(key)
        raise AssertionError(f"{selector} is not reached")

    def does(self, key: str = "Enter") -> None:
        """Press what has the focus, say yes where that is asked, and wait for the answer."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.page.keyboard.press(key)
            if self.page.locator("dialog.confirm").count():
                self.press("Enter")
        self.page.locator("form[data-busy]").first.wait_for(state="detached")
        self.sees()

    def hears(self, words: str) -> None:
        """The voice says it, and says it once."""
        self.page.wait_for_function("words => heard.join(' ').includes(words)", arg=words)
        said = self.page.evaluate("heard.join(' ')")
        assert said.count(words) == 1, said
        self.page.evaluate("heard.length = 0")


def sits(sit_down: Sit, seat: str, size: dict[str, int], **more: Any) -> Hands:
    hands = Hands(sit_down(seat, size=size, **more))
    hands.person.look()
    return hands


SIZES = [
    pytest.param(LAPTOP, {}, id="whole"),
    pytest.param(LOW, {}, id="at-200"),
    pytest.param(NARROW, {}, id="narrow"),
    pytest.param(LAPTOP, {"forced_colors": "active"}, id="forced"),
]


@pytest.mark.parametrize(("size", "more"), SIZES)
def test_a_turn_of_control_by_keyboard(
    sit_down: Sit, server: Server, size: dict[str, int], more: dict[str, str]
) -> None:
    """From one *Release* to the next, to the heading of the empty tray, and through all phases."""
    control = sits(sit_down, "control", size, **more)
    control.to("#form-tray-M01 [data-key=R]")
    control.does()
    control.hears("M01")
    assert control.has("#form-tray-M02 [data-key=R]")  # the next one, and no 43 tabs away
    control.does("r")
    control.hears("M02")
    assert control.has("#tray-title")
    for key, name in (("i", "[data-draft]"), ("n", "#panel"), ("u", "#panel")):
        control.press(key)
        expect(control.page.locator(f"{name}:focus, {name} :focus")).to_be_visible()
        control.sees()
        control.press("Escape")
        expect(control.page.locator(".dock :focus")).to_be_visible()
        control.sees()
    for said in ("consultation", "orders", "Orders are locked"):
        control.does("Control+Enter")
        control.hears(said)
    control.person.phase("Orders" if server.log.state.game.phase == "orders" else "Rulings")
    while server.log.state.game.turn == 1:
        control.does("Control+Enter")
    control.hears("Turn 2 begins")
    control.to("#form-advance button", "Shift+Tab")


@pytest.mark.parametrize(("size", "more"), SIZES)
def test_a_turn_of_a_seat_by_keyboard(
    sit_down: Sit, server: Server, size: dict[str, int], more: dict[str, str]
) -> None:
    """Read, write, choose, seal: in Polish, and every word that comes is said once."""
    run = server.log
    seat = sits(sit_down, "poland", size, language="pl", **more)
    run.press_on()
    seat.hears("Nowe: ")
    while run.state.game.phase == "situation":
        run.press_on()
    seat.hears("Tura 1: konsultacje.")
    seat.to("#tab-messages")
    seat.press("Enter")
    seat.to("#action-bar .act, #write-text")
    if not seat.has("#write-text"):
        seat.press("Enter")
        expect(seat.page.locator("#write-text")).to_be_focused()
    seat.to("#message-to-usa input", "Shift+Tab")
    seat.press("Space")
    seat.to("#write-text")
    seat.page.keyboard.type("Warszawa proponuje rozmowy.")
    seat.to("#form-message button")
    seat.does()
    seat.hears("Wysłano")
    while run.state.game.phase == "consultation":
        run.press_on()
    seat.hears("Tura 1: decyzje.")
    seat.to("#tab-orders", "Shift+Tab")
    seat.press("Enter")
    seat.to(".pick")
    seat.press("Space")
    seat.page.locator("form[data-busy]").first.wait_for(state="detached")
    seat.to("#seal")
    seat.does()
    expect(seat.page.locator("#seal-words[role=status] .tag")).to_be_visible()
    while run.state.game.phase == "orders":
        run.press_on()
    seat.hears("Tura 1: rozstrzygnięcia.")
    seat.press("Tab")


BARS = """() => [...document.querySelectorAll("body *")]
  .filter((node) => ["fixed", "sticky"].includes(getComputedStyle(node).position))
  .map((node) => node.getBoundingClientRect()).filter((box) => box.width > innerWidth / 2)
  .map((box) => Math.max(0, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0)))
  .reduce((sum, height) => sum + height, 0) / innerHeight"""
BEYOND = """selector => [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility())
  .map((node) => [node, node.getBoundingClientRect()])
  .filter(([node, box]) => box.right > innerWidth + 1 || box.left < -1).map(([node]) => node)
  .filter((node) => !node.closest("svg, .kinds")).map((node) => node.outerHTML.slice(0, 90))"""
"""What lies beside the screen, but for the kinds of messages, which scroll."""


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("size", [LOW, NARROW], ids=["at-200", "narrow"])
def test_bars_leave_room_and_hide_no_button(
    sit_down: Sit, server: Server, size: dict[str, int], language: str
) -> None:
    """At 200 % the work is on the screen: no fixed bars over half of it, no news that pushes it off."""
    run = server.log
    while run.state.game.phase != "orders":
        run.press_on()
    for seat in ("control", "usa"):
        page = sit_down(seat, size=size, language=language).page
        assert page.evaluate(BARS) < 0.5
        assert page.evaluate(BEYOND, "body *") == []
    assert page.locator("#orders, #orders-lead").first.bounding_box()["y"] < 0.55 * size["height"]
    page.goto(page.url.partition("?")[0] + "?tab=situation")
    assert page.evaluate(BEYOND, "body *") == []


COLOURS = """selector => {
  const style = getComputedStyle(document.querySelector(selector));
  return [style.color, style.backgroundColor, style.fill];
}"""


def test_colours_of_ones_own_keep_every_mark(sit_down: Sit, server: Server) -> None:
    """Forced colours take backgrounds away: mark, phase and what is chosen are seen all the same."""
    run = server.log
    while run.state.game.phase != "consultation":
        run.press_on()
    usa = sit_down("usa", forced_colors="active")
    usa.look("?tab=messages&write=message")
    page = usa.page
    ground = page.evaluate(COLOURS, "body")[0]
    assert page.evaluate(COLOURS, ".seat-mark svg path")[2] == ground  # as dark as the words
    now, later = (page.evaluate(COLOURS, f".phases li{which} .disc")[1] for which in (".now", ":last-child"))
    assert now != later
    page.locator("#message-to-china input").check(force=True)
    chosen, other = (page.evaluate(COLOURS, f"#message-to-{role} span")[1] for role in ("china", "poland"))
    assert chosen != other
    send = page.evaluate(COLOURS, "#form-message .button.act")
    assert send[0] != send[1]
