"""The three seatings of Poland in real browsers: two turns each, its channels used, in both languages."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.review.verify import verify
from tests.browser.conftest import PHONE, Person, Server, sync_api

Sit = Callable[..., Person]
LETTER = "We can talk about a halt, without conditions."


def to(control: Person, phase: str) -> None:
    """Control goes on until a phase, the answers to what the orders ask included."""
    for _ in range(8):
        if control.server.log.state.game.phase == phase:
            return
        control.next_step()


def letter(usa: Person) -> None:
    """Washington hands a letter to the embassy."""
    usa.look("?tab=messages&write=letter")
    usa.send("letter-poland", text=LETTER)


def ordered(server: Server) -> list[str]:
    return [entry["order"] for entry in server.log.state.game.orders.get("poland", [])]


def carried(server: Server) -> set[str]:
    """What Poland has carried out so far."""
    moments = server.log.state.game.history
    return {
        moment.event.order.partition("(")[0]
        for moment in moments
        if type(moment.event).__name__ == "Carried" and moment.event.role == "poland"
    }


def choose(poland: Person, *moves: str) -> None:
    """Poland ticks moves and seals them; the embassy carries the letter that came."""
    poland.look("?tab=orders")
    for move in moves:
        box = poland.page.locator(f'input[value="{move}"]').first
        box.check(force=True)
    poland.press(poland.page.locator("#seal"))


def answers_all(control: Person) -> None:
    """Control locks, and gives every answer that is open with its first option."""
    control.next_step()
    while control.page.locator("#questions form.press button").count():
        control.press(control.page.locator("#questions form.press button").first)


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("preset", [
    pytest.param(name, marks=pytest.mark.seating(name)) for name in ("facilitator", "mediator")
])  # fmt: skip
def test_poland_plays_its_two_channels(sit_down: Sit, server: Server, preset: str, language: str) -> None:
    """In play: the embassy carries a letter, the commission reports; only the facilitator has a chair."""
    control, usa = sit_down("control", language=language), sit_down("usa", language=language)
    poland = sit_down("poland", language=language, size=PHONE, has_touch=True, is_mobile=True)
    chairs = preset == "facilitator"
    poland.look("?tab=messages")
    assert (poland.page.locator("#form-chair").count() > 0) == chairs
    poland.look("?tab=orders")
    assert (poland.page.locator("#order-chair-round, #order-chair_round").count() > 0) == chairs
    usa.look("?tab=messages&write=message")
    assert not usa.page.locator('a[href*="write=move"]').count()
    to(control, "consultation")
    letter(usa)
    to(control, "orders")
    choose(poland, "carry_message(usa)")
    assert ordered(server) == ["carry_message(usa)"]
    answers_all(control)
    to(control, "report")
    control.next_step()
    to(control, "orders")
    choose(poland, "report_on_armistice")
    answers_all(control)
    to(control, "report")
    assert server.log.state.game.turn == 2
    assert carried(server) >= {"carry_message", "report_on_armistice"}
    assert verify(server.folder / f"{server.run}.jsonl") == (None, True)


def asks(role: Person, move: str, words: str = "") -> None:
    """A role asks control for a move of Poland."""
    role.look("?tab=messages&write=move")
    role.page.locator(f'#form-move input[value="{move}"]').check(force=True)
    role.send("move", text=words)


def accepts(control: Person, request: str) -> None:
    """Control opens the request from its list, and orders the move with one click."""
    control.page.locator(f"#wait-question-{request} a").click()
    control.press(control.page.locator(f"#form-accept-{request} button"))
    control.page.locator(f"#wait-question-{request}").wait_for(state="detached")


@pytest.mark.seating("host")
@pytest.mark.parametrize("language", ["en", "pl"])
def test_control_plays_poland_when_a_role_asks(sit_down: Sit, server: Server, language: str) -> None:
    """Out of play: whoever takes Poland's seat leads; the moves come by request, from list or order sheet."""
    link: Any = sit_down("poland", language=language)
    control, usa = link, sit_down("usa", language=language)
    rok = sit_down("rok", language=language, size=PHONE, has_touch=True, is_mobile=True)
    assert control.page.locator("#form-advance").count(), "Poland's page is control's"
    to(control, "consultation")
    letter(usa)
    asks(usa, "carry_message(usa)", "Before the summit.")
    asks(rok, "report_on_armistice")
    accepts(control, "R01")
    assert ordered(server) == ["carry_message(usa)"]
    usa.look("?tab=messages&with=control")
    usa.sees({"en": "ordered for Poland", "pl": "zlecono (Polska)"}[language])
    to(control, "orders")
    sync_api.expect(control.page.locator("#plays-poland")).to_have_attribute("open", "")
    assert control.page.locator('#plays-poland input[value="carry_message(usa)"]').is_checked()
    control.page.locator('#plays-poland input[name="order"][value="humanitarian_signal"]').check()
    control.press(control.page.locator("#form-plays-poland button.act"))
    assert ordered(server) == ["carry_message(usa)", "humanitarian_signal"]
    control.page.locator('#plays-poland input[name="order"][value="humanitarian_signal"]').uncheck()
    control.press(control.page.locator("#form-plays-poland button.act"))
    accepts(control, "R02")
    assert ordered(server) == ["carry_message(usa)", "report_on_armistice"]
    answers_all(control)
    to(control, "report")
    assert carried(server) >= {"carry_message", "report_on_armistice"}
    control.next_step()
    asks(usa, "sound_out")
    accepts(control, "R03")
    control.page.locator("#dock-undo").click()
    control.page.locator("#undo-reason").fill("Not yet.")
    control.press(control.form("undo").locator("button").last)
    control.page.locator("#wait-question-R03").wait_for()
    control.page.keyboard.press("Escape")
    accepts(control, "R03")
    to(control, "orders")
    answers_all(control)
    to(control, "report")
    assert server.log.state.game.turn == 2
    assert "sound_out" in carried(server)
    assert verify(server.folder / f"{server.run}.jsonl") == (None, True)
