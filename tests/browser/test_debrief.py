"""The debrief in real browsers: a run is played to its end, looked back on, evaluated and forked."""

import csv
import json
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from playwright.sync_api import expect

from engine.record.run import Run
from engine.review.replay import Replay
from engine.views import view
from tests.browser.conftest import LAPTOP, PHONE, Person, Server

Sit = Callable[..., Person]
"""Milliseconds for what need not be there within a second: this is no test of speed."""
ZIPS = ("data.zip", "data-without-texts.zip")
SMALLEST = """Math.min(...[...document.querySelectorAll("main *")].filter((node) => node.checkVisibility()
  && !node.closest(".hidden-words, svg") && [...node.childNodes].some((part) => part.nodeType === 3
  && part.textContent.trim())).map((node) => parseFloat(getComputedStyle(node).fontSize)))"""
"""The size of the smallest words on a page."""
NOTE = "They come alone. Seoul will object."


def test_a_debrief(sit_down: Sit, server: Server) -> None:
    """From the last turn to the documents, as control and as two roles, one of them a person at the table."""
    control = sit_down("control", size=LAPTOP)
    poland = sit_down("poland", size=PHONE, language="pl", has_touch=True, is_mobile=True)
    name, run = server.run, server.log
    one_turn(control, poland)
    play_on(run)
    control.page.get_by_role("link", name="Open the debrief").click()
    control.page.locator("#decided-head").wait_for()
    control.page.get_by_role("link", name="Replay", exact=True).click()
    step_through(control, Replay(run))
    truth_and_belief(control, run)
    poland.look()
    poland.page.get_by_role("link", name="Otwórz omówienie").click()
    as_a_role(poland, run)
    questions(control, run)
    evaluation(control, run)
    release(control, run)
    as_another_role(sit_down("dprk"), run)
    documents(control, poland, name)
    fork(control, server, name)


def play_on(run: Run) -> None:
    """Bots play to the end."""
    run.refresh()
    while not run.state.game.finished:
        run.press_on()


def one_turn(control: Person, poland: Person) -> None:
    """By hand: Poland says something in public, and control goes through the phases."""
    poland.look("?tab=messages&write=statement")
    poland.send("statement", text="Warszawa przekazuje, nie podpowiada.")
    control.press(control.page.locator("#tray .inject.line button", has_text="Release").first)
    for phase in ("Consultation", "Orders", "Rulings", "Report"):
        control.next_step()
        control.phase(phase)


# Stepping


def stands(person: Person, stop: int) -> None:
    """The page stands at a stop: the stage, the handle and the address say so."""
    expect(person.page.locator("#stage")).to_have_attribute("data-stop", str(stop))
    expect(person.page.locator("#handle")).to_have_attribute("aria-valuenow", str(stop))
    assert f"stop={stop}" in person.page.url


def ready(person: Person) -> None:
    """The script is there: it shows the button that plays."""
    person.page.locator("#play").wait_for()


def step_through(control: Person, replay: Replay) -> None:
    """Every way to step: keys, links, the slider, and playing; what is shown is the moment's own."""
    keys, stops = control.page.keyboard, replay.stops("control")
    ready(control)
    expect(control.page.locator("#stage .ended")).to_be_visible()
    keys.press("Home")
    stands(control, 1)
    for number in range(2, 8):
        keys.press("ArrowRight")
        stands(control, number)
    keys.press("ArrowLeft")
    stands(control, 6)
    keys.press("End")
    stands(control, len(stops))
    keys.press("Shift+ArrowLeft")
    expect(control.page.locator("#stage")).to_have_attribute("data-turn", str(stops[-1]["turn"]))
    keys.press("Home")
    for turn in ("2", "3"):
        keys.press("Shift+ArrowRight")
        expect(control.page.locator("#stage")).to_have_attribute("data-turn", turn)

    box = control.page.locator("#slider").bounding_box()
    control.page.mouse.click(box["x"] + box["width"] * 0.55, box["y"] + 60)
    expect(control.page.locator("#stage")).to_have_attribute("data-turn", "5")
    control.page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + 60)
    control.page.mouse.down()
    for share in (0.5, 0.4, 0.31):
        control.page.mouse.move(box["x"] + box["width"] * share, box["y"] + 60)
    control.page.mouse.up()
    expect(control.page.locator("#stage")).to_have_attribute("data-turn", "3")

    stop = int(control.page.locator("#stage").get_attribute("data-stop"))
    keys.press("Space")
    stands(control, stop + 1)
    stands(control, stop + 2)
    keys.press("Space")
    expect(control.page.locator("#play")).to_have_attribute("aria-pressed", "false")

    ruled = next(entry for entry in stops if entry["kind"] == "ruling" and entry["turn"] > 1)
    control.page.goto(f"{control.page.url.partition('?')[0]}?stop={ruled['stop']}")
    ready(control)
    keys.press("o")
    card = replay.card(ruled["stop"])
    assert card
    for row in card["card"]["rows"]:
        control.sees(row["title"])
    keys.press("Escape")
    expect(control.page.locator("#panel")).to_have_count(0)
    control.page.reload()
    stands(control, ruled["stop"])

    keys.press("n")
    expect(control.page.locator("#pin-text")).to_be_focused()
    keys.type(NOTE)
    control.press(control.form("pin").locator("button"))
    control.sees(NOTE)
    pinned = view(replay_run(control).state, "control")["evaluation"]["observations"][-1]
    assert (pinned["text"], pinned["at_line"]) == (NOTE, ruled["line"])


def replay_run(control: Person) -> Run:
    return control.server.log


def truth_and_belief(control: Person, run: Run) -> None:
    """The truth beside what Pyongyang knew then; then as Pyongyang alone, at the same moment."""
    replay, page = Replay(run), control.page
    stop = next(e["stop"] for e in replay.stops("control") if (e["turn"], e["kind"]) == (3, "locked"))
    page.goto(f"{page.url.partition('?')[0]}?stop={stop}")
    ready(control)
    page.locator("#eyes-dprk").click()
    expect(page.locator("#belief-head")).to_contain_text("DPRK")
    stands(control, stop)
    rows = replay.beside(stop, "dprk")["rows"]
    hidden = [row for row in rows if row["belief"] is None]
    expect(page.locator(".both-rows .half .words .unknown")).to_have_count(len(hidden))
    page.keyboard.press("ArrowRight")
    stands(control, stop + 1)
    assert "beside=1" in page.url
    page.get_by_role("link", name="alone").click()
    expect(page.locator("#stage")).to_have_attribute("data-turn", "3")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#eyes-dprk")).to_have_attribute("aria-current", "true")


def as_a_role(poland: Person, run: Run) -> None:
    """A role's copy on a phone, in Polish: its own moments, and no way to another's eyes."""
    page, stops = poland.page, Replay(run).stops("poland", "pl")
    page.wait_for_url("**/poland/debrief*")
    ready(poland)
    page.locator("#step-after").tap()
    page.keyboard.press("Home")
    stands(poland, 1)
    page.keyboard.press("ArrowRight")
    stands(poland, 2)
    page.locator("#step-turn-after").tap()
    page.keyboard.press("End")
    stands(poland, len(stops))
    assert page.locator(".whose").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for tab in ("Szczęście", "Pytania", "Sprawozdanie"):
        page.get_by_role("link", name=tab, exact=True).click()
        page.locator("#work").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), tab
    assert page.get_by_role("link", name="Porównanie").count() == 0


def as_another_role(dprk: Person, run: Run) -> None:
    """Once control has released all, a role looks with other eyes, and at the truth beside its own."""
    page, replay = dprk.page, Replay(run)
    page.goto(f"{dprk.server.address}/run/{dprk.server.run}/dprk/debrief?stop=40")
    ready(dprk)
    stands(dprk, 40)
    page.keyboard.press("ArrowRight")
    stands(dprk, 41)
    expect(page.locator("#stage .which")).to_contain_text(f"41 of {len(replay.stops('dprk'))}")
    page.locator("#eyes-usa").click()
    expect(page.locator("#belief-head")).to_contain_text("United States")
    assert page.locator("#to-note").count() == 0


# Questions and evaluation


def questions(control: Person, run: Run) -> None:
    """Every question in turn, by key; one on the wall; what is said about one is logged."""
    page = control.page
    page.get_by_role("link", name="Questions", exact=True).click()
    page.locator(".questions a").first.click()
    page.wait_for_url("**/questions/*")
    page.wait_for_load_state("load")  # keys are heard once the scripts of the page have run
    asked = [found["ask"] for found in asked_of(run)]
    for number, ask in enumerate(asked):
        expect(page.locator("#ask")).to_have_text(ask)
        assert page.locator(".piece").count() >= 1
        if number + 1 < len(asked):
            page.keyboard.press("ArrowRight")
    control.send("discussion", text="Everybody waited for Seoul.")
    control.sees("Everybody waited for Seoul.")
    run.refresh()
    assert asked_of(run)[-1]["notes"][0]["text"] == "Everybody waited for Seoul."
    page.locator("h2.ask").click()
    page.keyboard.press("p")
    page.locator("body.projected").wait_for()
    page.wait_for_load_state("load")
    assert page.evaluate(SMALLEST) >= 27
    page.keyboard.press("ArrowLeft")
    expect(page.locator("h1")).to_have_text(asked[-2])


def asked_of(run: Run) -> list[dict[str, Any]]:
    from engine.review.evidence import questions as ask

    return ask(run.state, "control", "en")


def evaluation(control: Person, run: Run) -> None:
    """A rating that rests on the pinned note, a finding, a step of the plan."""
    page, place = control.page, f"{control.server.address}/run/{control.server.run}/control/debrief"
    page.goto(f"{place}/evaluation")
    page.locator("#open-E1").click()
    rate = control.form("rate-E1")
    rate.locator('input[name="rating"][value="S"]').check(force=True)
    rate.locator("details summary").click()
    rate.locator('input[type="checkbox"][name="links"]').first.check()
    control.send("rate-E1", "Save the rating", text="They asked once, late.")
    control.sees("They asked once, late.")
    page.locator("#open-new-improvement").click()
    control.send("finding-new-improvement", "Save", title="Allies learn of offers from the news.")
    page.locator("#open-new-step").click()
    control.form("step-new").locator('select[name="finding"]').select_option(index=1)
    control.send("step-new", "Save", text="Call Seoul first.", owner="Asia desk", due="2025-09-30")
    control.sees("Call Seoul first.")
    run.refresh()
    found = view(run.state, "control")["evaluation"]
    assert found["objectives"][0]["rating"] == "S"
    assert [link["turn"] for link in found["objectives"][0]["links"]]
    assert (found["plan"][0]["finding"], found["plan"][0]["due"]) == (
        found["findings"][0]["id"],
        "2025-09-30",
    )


def release(control: Person, run: Run) -> None:
    """Control releases everything, and the seats may look with any eyes."""
    control.page.get_by_role("link", name="Report", exact=True).click()
    control.press(control.form("disclose-all").locator("button"))
    control.page.locator("#form-disclose-traces").wait_for()
    run.refresh()
    assert run.state.game.disclosed == "all"


# Documents


def documents(control: Person, poland: Person, name: str) -> None:
    """Everything that can be taken away, opened with the libraries of its kind."""
    from docx import Document
    from openpyxl import load_workbook

    control.page.goto(f"{control.server.address}/run/{name}/control/debrief/report")
    taken = {path.name: path.read_bytes() for path in taken_by(control)}
    assert set(taken) == {
        *(f"{name}-control-{kind}" for kind in ("report.docx", "report.html", "report.md", *ZIPS)),
        *(f"{name}-{kind}" for kind in ("msel.xlsx", "msel.csv", "log.jsonl")),
    }
    document = Document(BytesIO(taken[f"{name}-control-report.docx"]))
    words = " ".join(paragraph.text for paragraph in document.paragraphs)
    cells = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "Allies learn of offers from the news." in words + cells
    assert "Call Seoul first." in words + cells
    book = load_workbook(BytesIO(taken[f"{name}-msel.xlsx"]))
    assert any("M01" in str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)
    assert any(
        "M01" in cell
        for row in csv.reader(StringIO(taken[f"{name}-msel.csv"].decode("utf-8-sig")))
        for cell in row
    )
    written = [json.loads(line)["seq"] for line in taken[f"{name}-log.jsonl"].splitlines()]
    assert written == [line.seq for line in control.server.log.lines], (
        "the whole log, as long as it happens to be"
    )
    assert ZipFile(BytesIO(taken[f"{name}-control-data.zip"])).testzip() is None

    with control.page.context.expect_page() as opened:
        control.page.get_by_role("link", name="Read and print").click()
    opened.value.wait_for_load_state()
    assert opened.value.locator("h1").count() == 1
    assert opened.value.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") != ""
    opened.value.close()

    poland.page.goto(f"{poland.server.address}/run/{name}/poland/debrief/report")
    own = {path.name: path.read_bytes() for path in taken_by(poland)}
    assert set(own) == {
        f"{name}-poland-{kind}" for kind in ("report.docx", "report.html", "report.md", *ZIPS)
    }
    assert Document(BytesIO(own[f"{name}-poland-report.docx"])).paragraphs
    assert "Allies learn" not in own[f"{name}-poland-report.md"].decode()


def taken_by(person: Person) -> list[Path]:
    """Every document of the page, downloaded."""
    found = []
    for link in person.page.locator(".document a[download]").all():
        with person.page.expect_download() as download:
            link.click()
        path = Path(download.value.path())
        found.append(path.rename(path.with_name(download.value.suggested_filename)))
    return found


# What if


def fork(control: Person, server: Server, name: str) -> None:
    """Play on from turn 4 with a bot where the person sat, then lay the two runs side by side."""
    page = control.page
    page.goto(f"{server.address}/run/{name}/control/debrief?turn=4")
    page.locator("#fork summary").click()
    page.locator('#form-fork input[value="bot"]').check(force=True)
    page.locator("#form-fork button").click()
    page.wait_for_url("**/control")
    (path,) = [path for path in server.folder.glob("*.jsonl") if path.stem != name]
    other = Run.open(path)
    assert other.state.game.turn == 4
    assert other.state.seat("poland") == "bot"
    play_on(other)
    page.goto(f"{server.address}/run/{name}/control/debrief/compare")
    page.locator("#with").select_option(path.stem)
    page.locator("#part-head").wait_for()
    control.sees("the same lines up to turn 4")
    expect(page.locator(".two-runs article")).to_have_count(2)
