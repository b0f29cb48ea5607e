"""Bad lines: slow, frozen and lost ones. A page says when its line is dead, and nothing typed is lost."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from engine.play.commands import Command
from tests.browser.conftest import Person, Server
from tests.browser.line import Line
from tests.browser.test_live import messages

Sit = Callable[..., Person]


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    """A line to the server, which everybody who sits down afterwards uses."""
    found = Line(server.port)
    server.line = found.port
    yield found
    found.close()


def writing(person: Person, text: str, form: str = "statement") -> Any:
    """A form with a text in it that is not sent yet."""
    field = person.form(form).locator("textarea")
    field.fill(text)
    return field


def test_a_frozen_line_is_noticed_and_found_again(sit_down: Sit, server: Server, line: Line) -> None:
    """A connection that is swallowed, not closed: the page says so and since when, then catches up by itself.

    The page allows 25 seconds of silence; how long it took is printed.
    """
    usa = sit_down("usa")
    usa.look("?tab=messages&write=statement")
    usa.page.locator("body[data-token]").wait_for(state="attached")
    server.log.do(Command("clock", data={"minutes": 1}))  # the stream is open once this has arrived
    expect(usa.page.locator(".strip")).to_contain_text(":")
    text = writing(usa, "Typed while the line was dead.")
    line.swallows.set()
    server.log.do(Command("advance"))
    usa.page.evaluate("window.began = Date.now()")
    bar = usa.page.locator("#connection:not([hidden])")
    bar.wait_for()
    seen = usa.page.evaluate("Date.now() - window.began")
    assert "No connection since" in bar.inner_text()
    line.swallows.clear()
    usa.page.evaluate("window.began = Date.now()")
    usa.phase("Consultation")
    usa.page.locator("#connection[hidden]").wait_for(state="attached")
    back = usa.page.evaluate("Date.now() - window.began")
    print(f"\nnoticed after {seen / 1000:.1f} s, right again {back / 1000:.1f} s after the line was back")
    assert text.input_value() == "Typed while the line was dead."


def test_a_page_asks_when_somebody_looks_at_it(sit_down: Sit, server: Server, line: Line) -> None:
    """A laptop that was asleep: its stream is dead and silent, and the page asks as soon as it is seen."""
    usa = sit_down("usa")
    usa.page.locator("body[data-token]").wait_for(state="attached")
    line.swallows.set()
    server.log.do(Command("advance"))
    line.swallows.clear()
    usa.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    usa.phase("Consultation")


@pytest.mark.long
def test_a_page_that_was_swallowed_while_it_renewed_itself_is_asked_for_again(
    sit_down: Sit, server: Server, line: Line
) -> None:
    """The line is whole again and the stream lives; what is still waited for will never come."""
    usa = sit_down("usa")
    usa.page.locator("body[data-token]").wait_for(state="attached")
    server.log.do(Command("clock", data={"minutes": 1}))  # the stream is open once this has arrived
    expect(usa.page.locator(".strip")).to_contain_text(":")
    line.swallows.set()
    with usa.page.expect_request(lambda request: request.resource_type == "fetch"):
        usa.page.evaluate("document.dispatchEvent(new Event('renew'))")
    line.swallows.clear()
    server.log.do(Command("advance"))
    usa.phase("Consultation")


def test_what_is_typed_while_a_message_is_on_its_way_stays(sit_down: Sit, server: Server, line: Line) -> None:
    """On a slow line: press Send, type the next at once. The first is sent, the second is still there."""
    usa = sit_down("usa")
    usa.look("?tab=messages&write=statement")
    line.delay = 0.7
    text = writing(usa, "The first.")
    usa.form("statement").locator("button").first.click()
    text.fill("The second, typed meanwhile.")
    usa.page.get_by_text("The first.").first.wait_for(state="attached")
    usa.page.locator("form[data-busy]").first.wait_for(state="detached")
    assert usa.page.locator("#form-statement textarea").input_value() == "The second, typed meanwhile."
    usa.form("statement").get_by_role("button", name="Make the statement").click()
    usa.page.get_by_text("The second, typed meanwhile.").first.wait_for(state="attached")
    said = [found.text for found in server.log.state.room.statements.values()]
    assert said == ["The first.", "The second, typed meanwhile."]


def test_three_presses_are_three_announcements(sit_down: Sit, server: Server, line: Line) -> None:
    """Neither lost nor doubled, though each is pressed while the one before is on its way."""
    poland = sit_down("poland")
    server.log.do(Command("advance"))
    poland.look("?tab=messages")
    line.delay = 0.5
    form = poland.form("chair")
    for number in range(3):
        form.locator('input[name="text"]').fill(f"Item {number}")
        form.get_by_role("button", name="Announce").click()
        if number == 1:
            form.get_by_role("button", name="Announce").click()
    poland.page.locator("form[data-busy]").first.wait_for(state="detached")
    chaired = [entry.event.text for entry in server.log.state.room.history if hasattr(entry.event, "act")]
    assert chaired == ["Item 0", "Item 1", "Item 2"]


def test_a_reload_keeps_what_was_typed(sit_down: Sit, server: Server) -> None:
    """Text, ticks and a form begun on another version; what was sent is not there again."""
    usa = sit_down("usa")
    usa.look("?tab=messages&write=message")
    usa.form("message").locator('input[name="to"][value="china"]').check(force=True)
    writing(usa, "Half a thought", "message")
    usa.page.reload()
    assert usa.form("message").locator("textarea").input_value() == "Half a thought"
    assert usa.form("message").locator('input[name="to"][value="china"]').is_checked()
    usa.press(usa.form("message").locator("button").first)
    assert messages(server.log) == ["Half a thought"]
    usa.look("?tab=messages&write=message")
    assert usa.form("message").locator("textarea").input_value() == ""


def test_not_sent_is_said_once(sit_down: Sit, server: Server) -> None:
    """However often the button is pressed while there is no connection."""
    usa = sit_down("usa")
    usa.look("?tab=messages&write=statement")
    writing(usa, "Nobody hears this.")
    usa.page.context.set_offline(True)
    for _ in range(3):
        usa.form("statement").locator("button").first.click()
        usa.form("statement").locator(".failed-note").wait_for()
        usa.page.locator("form[data-busy]").first.wait_for(state="detached")
    assert usa.page.locator(".failed-note").count() == 1
    usa.page.context.set_offline(False)


def test_keys_rest_behind_a_question(sit_down: Sit) -> None:
    """Ctrl+Enter twice asks once; a key behind an open question does nothing."""
    control = sit_down("control")
    for _ in range(3):
        control.page.keyboard.press("Control+Enter")
        control.page.locator("dialog.confirm").first.wait_for()
    assert control.page.locator("dialog.confirm").count() == 1
    control.page.keyboard.press("n")
    assert "panel=note" not in control.page.url


MANY = """
async ([worker, channels]) => {
  const { connect } = await import(worker);
  window.heard = {};
  for (const channel of channels) {
    const pair = new MessageChannel();
    connect(pair.port1);
    pair.port2.onmessage = ({ data }) => {
      if (!data.words?.[channel] || window.heard[channel] === data.words[channel]) return;
      const before = window.heard[channel];
      window.heard[channel] = data.words[channel];
      document.documentElement.dataset.heard = Object.keys(window.heard).length;
      if (before) document.documentElement.dataset.changed += ` ${channel}`;
    };
    pair.port2.postMessage({ channel });
  }
}
"""


@pytest.mark.long
def test_any_number_of_pages_in_one_browser_hear(sit_down: Sit, server: Server) -> None:
    """Seventy pages, more than one question can name: all hear, and hear of a change."""
    from web.runs import Runs

    control = sit_down("control")
    runs = Runs(server.folder)
    names = [runs.start("grey-strait", None, None, ["control"]).name for _ in range(35)]
    channels = [f"{name}/{seat}" for name in names for seat in ("control", "public")]
    worker = control.page.evaluate("document.body.dataset.worker")
    control.page.evaluate(MANY, [worker, channels])
    control.page.locator(f'html[data-heard="{len(channels)}"]').wait_for(state="attached")
    for name in (names[0], names[-1]):
        runs.run(name).do(Command("startex"))
        changed = control.page.locator(f'html[data-changed*="{name}/public"]')
        changed.wait_for(state="attached")
