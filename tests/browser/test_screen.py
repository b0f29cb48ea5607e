"""The screen as a projector shows it: every word large enough, nothing cut, nothing covered."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.pictures.svg import text_width
from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.load import load, names
from engine.views import view
from engine.words.locale import languages
from tests.browser.conftest import PROJECTOR, Person, Server
from tests.web.serving import serving
from web.app import create_app
from web.pages.screen import ROOM, counted, lead
from web.runs import Runs

FLOOR = 27
"""Pixels of 1920×1080 below which no word can be read from ten metres."""
LONG = "The ministry says that the door which it had left open is closed by what was done in summer. "
WORDS = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const part = node.parentElement;
    const unseen = part.closest(".hidden-words, .only-heard, .skip, noscript, script, [hidden]");
    if (unseen || !node.data.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    if (left === right || top === bottom) continue;
    const scale = part.ownerSVGElement ? part.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(part).fontSize) * scale;
    found.push({ text: node.data.trim(), size, left, top, right, bottom });
  }
  return found;
}"""
CUT = """() => [...document.querySelectorAll(".screen-top, .screen-words, .screen-tracks li, .screen-also")]
  .filter((part) => part.scrollWidth > part.clientWidth + 1
    || (part.matches(".screen-words") && part.scrollHeight > part.clientHeight + 1))
  .map((part) => `${part.className}: ${part.textContent.trim()}`)"""
BROKEN = """() => {
  const found = [], strip = document.querySelector(".screen-tracks");
  const walk = document.createTreeWalker(strip, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const part = node.parentElement;
    if (!part.checkVisibility() || part.closest(".hidden-words, .only-heard")) continue;
    for (const word of node.data.matchAll(/[\\p{L}]+/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (range.getClientRects().length > 1) found.push(word[0]);
    }
  }
  return found;
}"""
"""Words of the strip that stand on two lines."""
ON_THE_MAP = """() => [...document.querySelectorAll(".screen-map text")].map((part) =>
  [part.textContent, parseFloat(part.getAttribute("font-size")), part.hasAttribute("font-weight"),
   part.getComputedTextLength()])"""
BOX = "(part) => { const b = part.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; }"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[tuple[Runs, str]]:
    """A server of many runs, in this process."""
    runs = Runs(tmp_path / "runs")
    with serving(create_app(runs, None, streams=20), 20, 8) as address:
        yield runs, address
        runs.close()


def begun(runs: Runs, exercise: str, seed: int) -> str:
    """The name of a new run, in its ready room."""
    name = f"{exercise}-{seed}"
    path = runs.folder / f"{name}.jsonl"
    path.parent.mkdir(exist_ok=True)
    Run.start(load(exercise), path, seed=seed, people=["control"], ready=True).log.close()
    return name


def longest_endings(exercise: str, runs: Runs) -> dict[tuple[str, str], str]:
    """Of forty runs by bots the one with the longest words at the end, by language and size."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for seed in range(40):
        name = begun(runs, exercise, 100 + seed)
        open_run = runs.run(name)
        while not open_run.run.state.game.finished:
            open_run.run.press_on()
        for language in languages():
            outcome = view(open_run.run.state, "public", language)["outcome"]
            size, _ = lead(outcome["text"], True, ROOM - counted(outcome))
            known = found.get((language, size), (0, ""))
            found[language, size] = max(known, (len(outcome["text"]), name))
    return {key: name for key, (_, name) in found.items()}


def moments(runs: Runs, exercise: str) -> Iterator[tuple[str, str]]:
    """One run of an exercise in every state that looks different, and what it is."""
    name = begun(runs, exercise, 1)
    open_run = runs.run(name)
    open_run.do(Command("startex"))

    def on_to(turn: int, phase: str) -> None:
        while (open_run.run.state.game.turn, open_run.run.state.game.phase) != (turn, phase):
            open_run.run.press_on()

    yield name, "opening"
    on_to(1, "consultation")
    yield name, "inject"
    for role in open_run.run.exercise.roles:
        open_run.do(Command("statement", role, {"text": "Źródło, łódź i gęś: we stand by every word of it."}))
    yield name, "statements"
    open_run.do(Command("improvise", "control", {"text": LONG * 5, "title": "A long text", "when": "now"}))
    yield name, "long inject"
    open_run.do(Command("improvise", "control", {"text": LONG * 12, "title": "A longer text", "when": "now"}))
    yield name, "longest inject"
    on_to(1, "rulings")
    yield name, "rulings"
    on_to(2, "report")
    yield name, "report"
    open_run.do(Command("pause"))
    yield name, "paused"
    open_run.do(Command("resume"))
    while not open_run.run.state.game.finished:
        open_run.run.press_on()
    yield name, "ended"


@pytest.mark.parametrize("exercise", names())
def test_every_word_can_be_read_and_none_is_cut(chromium: Any, room: tuple[Runs, str], exercise: str) -> None:
    runs, address = room
    pages = {
        language: chromium.new_context(viewport=PROJECTOR, locale=language).new_page()
        for language in languages()
    }
    for run, moment in moments(runs, exercise):
        for language, page in pages.items():
            if page.url == "about:blank":
                page.goto(f"{address}/open/{runs.host.link()}?run={run}")
            page.goto(f"{address}/run/{run}/public")
            page.evaluate("Promise.all([...document.fonts].map((font) => font.load()))")
            words = page.evaluate(WORDS)
            assert len(words) > 10
            for word in words:
                which = (moment, language, word["text"])
                assert word["size"] >= FLOOR - 0.01, (*which, word["size"])
                assert min(word["left"], word["top"]) >= 0, which
                assert word["right"] <= PROJECTOR["width"], which
                assert word["bottom"] <= PROJECTOR["height"], which
            assert page.evaluate(CUT) == [], (moment, language)
            assert page.evaluate(BROKEN) == [], (moment, language)
            for text, size, bold, width in page.evaluate(ON_THE_MAP):
                assert width <= text_width(text, size, bold=bold), (text, "wider than the map believes")
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize("exercise", names())
def test_the_longest_ending_is_not_cut(chromium: Any, room: tuple[Runs, str], exercise: str) -> None:
    """Law: whatever is true of a run is read from the projector whole, however much of it there is."""
    runs, address = room
    found = longest_endings(exercise, runs)
    for language in languages():
        page = chromium.new_context(viewport=PROJECTOR, locale=language).new_page()
        for (spoken, size), run in found.items():
            if spoken == language:
                page.goto(f"{address}/open/{runs.host.link()}?run={run}")
                page.goto(f"{address}/run/{run}/public")
                page.evaluate("Promise.all([...document.fonts].map((font) => font.load()))")
                assert page.locator(".screen-text").inner_text(), (run, language)
                assert page.evaluate(CUT) == [], (run, language, size)
        page.context.close()


def test_a_pause_is_unmistakable(chromium: Any, room: tuple[Runs, str]) -> None:
    """The word is as large as the turn's own, on the only coloured ground of the header, beside a sign."""
    runs, address = room
    runs.start("korea-2025", None, None, ["control"]).do(Command("startex"))
    (run,) = runs.names()
    runs.run(run).do(Command("pause"))
    context = chromium.new_context(viewport=PROJECTOR, locale="pl")
    page = context.new_page()
    page.goto(f"{address}/open/{runs.host.link()}?run={run}")
    page.goto(f"{address}/run/{run}/public")
    size = "(part) => parseFloat(getComputedStyle(part).fontSize)"
    paused = page.locator(".screen-paused strong")
    assert paused.inner_text() == "Wstrzymano"
    assert paused.evaluate(size) >= page.locator(".screen-month").evaluate(size)
    ground = "(part) => getComputedStyle(part).backgroundColor"
    assert page.locator(".screen-time").evaluate(ground) == "rgb(242, 190, 69)"
    sign = page.locator(".screen-paused").evaluate(
        "(part) => getComputedStyle(part, '::before').borderLeftWidth"
    )
    assert float(sign.removesuffix("px")) >= 10
    assert page.locator("#clock").evaluate("(part) => getComputedStyle(part.parentElement).opacity") == "1"
    context.close()


def test_a_lost_connection_covers_nothing(server: Server, sit_down: Callable[..., Person]) -> None:
    screen = sit_down("control", size=PROJECTOR)
    screen.page.goto(f"{server.address}/run/{server.run}/public")
    bar = screen.page.locator("#connection")
    server.kill()
    bar.wait_for(state="visible")
    assert "No connection for" in bar.inner_text()
    assert bar.evaluate("(part) => parseFloat(getComputedStyle(part).fontSize)") > FLOOR
    left, top, right, bottom = bar.evaluate(BOX)
    for part in (".screen-top", ".screen-words", ".screen-map", ".screen-tracks"):
        its_left, its_top, its_right, its_bottom = screen.page.locator(part).evaluate(BOX)
        apart = its_bottom <= top + 1 or its_top >= bottom - 1 or its_right <= left or its_left >= right
        assert apart, part
    for word in screen.page.evaluate(WORDS):
        assert word["size"] >= FLOOR - 0.01, word
