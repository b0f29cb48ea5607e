"""The slider and single events in a real browser: the newest press wins, and findings rest on a click."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from engine.play.commands import Command, Refusal
from engine.record.run import Run
from engine.review.replay import Replay
from engine.views import view
from tests.browser.conftest import LAPTOP, Person, Server

Sit = Callable[..., Person]


def played(server: Server) -> Run:
    """The run once bots have taken it to its end, with a ruling that control moved."""
    run = server.log
    while not run.state.game.finished:
        if run.state.game.phase == "rulings" and run.state.game.turn == 2:
            move(run)
        run.press_on()
    return run


def move(run: Run) -> None:
    """Move the first ruling that can be moved, to the row beside its own."""
    for ruling in view(run.state, "control")["rulings"]:
        for rung in ruling.get("ladder", []):
            data = {"ruling": ruling["path"], "row": rung["row"], "reason": "The letter came first."}
            with suppress(Refusal):
                run.do(Command("override", data=data))
                return
    raise AssertionError("no ruling of this turn can be moved")


def opened(sit_down: Sit, server: Server, query: str = "", language: str = "en") -> Person:
    control = sit_down("control", size=LAPTOP, language=language)
    control.page.goto(f"{server.address}/run/{server.run}/control/debrief{query}")
    control.page.locator("#play").wait_for()
    return control


def stands(person: Person, stop: int) -> None:
    expect(person.page.locator("#stage")).to_have_attribute("data-stop", str(stop))


def test_the_newest_press_wins(sit_down: Sit, server: Server) -> None:
    """A step that is never answered holds nobody up: what is pressed after it is shown, and adds up."""
    replay = Replay(played(server))
    stops = len(replay.stops("control"))
    control = opened(sit_down, server, "?stop=10")
    page, asked = control.page, list[str]()

    def hold(route: Route) -> None:
        """Only the first step is held; it hangs for good."""
        asked.append(route.request.url)
        if len(asked) > 1:
            route.continue_()

    page.route("**/debrief?*part=stage*", hold)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => true")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    stands(control, 14)
    assert len(asked) < 5, "what was overtaken is not asked for"
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("End")
    stands(control, stops)
    expect(page.locator("#handle")).to_have_attribute("aria-valuenow", str(stops))


def comes_to(page: Any, what: str, least: int, most: int) -> None:
    """It plays as far as a stop or a turn, or farther: nobody knows when a busy machine looks."""
    place = f"Number(document.getElementById('stage').dataset.{what})"
    page.wait_for_function(f"() => {place} >= {least} && {place} <= {most}")


def test_it_opens_on_the_end_and_plays_at_several_speeds(sit_down: Sit, server: Server) -> None:
    """The page opens where all is known; play begins anew from there, from turn to turn as well."""
    stops = Replay(played(server)).stops("control")
    control = opened(sit_down, server)
    page = control.page
    expect(page.locator(".told-of .ended")).to_be_visible()
    expect(page.locator(".told-of .facts li").first).to_be_visible()
    page.locator("#pace").select_option("4")
    page.keyboard.press("Escape")
    page.locator("#play").click()
    comes_to(page, "stop", 4, len(stops) - 1)
    page.locator("#pace").select_option("turn")
    comes_to(page, "turn", 3, 8)
    expect(page.locator("#pace")).to_have_value("turn")
    page.locator("#play").click()
    expect(page.locator("#play")).to_have_attribute("aria-pressed", "false")
    assert len([stop for stop in stops if stop["sign"] == "override"]) == 1, "made, and then published"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_click_in_the_replay_is_what_a_finding_rests_on(
    sit_down: Sit, server: Server, language: str
) -> None:
    """From a ruling to a finding, on with an event that a search finds; each link leads to its very event."""
    run = played(server)
    stops = Replay(run).stops("control", language)
    ruling = next(stop for stop in stops if stop["kind"] == "ruling" and stop["turn"] == 3)
    control = opened(sit_down, server, f"?stop={ruling['stop']}", language)
    page = control.page
    page.locator("#rest summary").click()
    page.locator("#rest-new-improvement").click()
    form = control.form("finding-new-improvement")
    reference = f"{ruling['line']}.{ruling['event']}"
    expect(form.locator(f'input[name="links"][value="{reference}"]')).to_be_checked()
    form.locator('[name="title"]').fill("Too late.")
    inject = next(stop for stop in stops if stop["kind"] == "inject" and stop["turn"] == 2)
    word = {"en": "inject turn 2", "pl": "inject tura 2"}[language]
    search = form.locator('input[type="search"]')
    search.fill(word if language == "en" else kind(language, "inject") + " 2")
    box = form.locator(f'input[name="links"][value="{inject["line"]}.{inject["event"]}"]')
    box.check()
    search.fill("zzzz")
    expect(
        form.locator(".picks .quiet", has_text={"en": "Nothing more", "pl": "Nic więcej"}[language])
    ).to_be_visible()
    expect(box).to_be_checked()
    expect(form.locator('[name="title"]')).to_have_value("Too late.")
    control.press(form.locator("button.strong"))
    run.refresh()
    (finding,) = view(run.state, "control", language)["evaluation"]["findings"]
    assert [link["reference"] for link in finding["links"]] == [
        f"{inject['line']}.{inject['event']}",
        reference,
    ]
    link = page.locator(".findings .links a").last
    expect(link).to_contain_text(kind(language, "ruling"))
    link.click()
    stands(control, ruling["stop"])


def kind(language: str, name: str) -> str:
    from engine.views.kinds import kind_words
    from engine.words.language import Language

    return kind_words(Language(language), name)


def boxes(page: Any) -> list[dict[str, float]]:
    """Where the signs of the slider lie."""
    return [sign.bounding_box() for sign in page.locator(".slider-drawing .sign").all()]


def test_no_sign_hides_another(sit_down: Sit, server: Server) -> None:
    """Signs of a turn in which much was done lie side by side or in lanes, on a laptop and on a telephone."""
    run = server.log
    for number in range(3):
        run.do(Command("improvise", data={"text": f"News {number}", "to": ["usa"]}))
    while run.state.game.turn < 2:
        run.press_on()
    run.do(Command("undo", data={"reason": "again"}))
    run.press_on()
    run.do(Command("undo", data={"reason": "and again"}))
    while not run.state.game.finished:
        run.press_on()
    control = opened(sit_down, server)
    for width in (1366, 390):
        control.page.set_viewport_size({"width": width, "height": 800})
        found = boxes(control.page)
        assert len(found) > 6
        for number, one in enumerate(found):
            for other in found[number + 1 :]:
                wide = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
                high = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
                smaller = min(one["width"] * one["height"], other["width"] * other["height"])
                assert max(wide, 0) * max(high, 0) < smaller / 2, (width, one, other)


def test_words_typed_before_the_scripts_are_looked_for(sit_down: Sit, server: Server) -> None:
    """What somebody quick looks for is found once the page's scripts have come."""
    run = played(server)
    (stop, *_) = (stop for stop in Replay(run).stops("control", "en") if stop["kind"] == "ruling")
    control = opened(sit_down, server, f"?stop={stop['stop']}", "en")
    page = control.page
    page.locator("#rest summary").click()
    page.locator("#rest-new-improvement").click()
    expect(control.form("finding-new-improvement")).to_be_visible()
    held = list[Route]()
    page.route("**/live.js*", lambda route: held.append(route))
    with page.expect_request("**/live.js*"):
        page.reload(wait_until="commit")
    form = control.form("finding-new-improvement")
    form.locator('input[type="search"]').fill("zzzz")
    expect(form.locator(".picks .quiet", has_text="Nothing more")).to_have_count(0)
    for route in held:
        route.continue_()
    expect(form.locator(".picks .quiet", has_text="Nothing more")).to_be_visible()
