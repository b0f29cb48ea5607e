"""`python -m docs.pictures.draw`: photograph the pages for the README, from a fixed seed. Needs Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from playwright.sync_api import Browser, sync_playwright
from waitress import create_server

from engine.play.commands import Command
from engine.play.views import view
from engine.record.run import Run
from engine.review.replay import Replay
from engine.rules.load import load
from web.app import create_app
from web.hall import Hall
from web.serve import server_settings

HERE = Path(__file__).parent
SEED, TURN = 2025, 3
PEOPLE = ["control", "usa", "dprk", "poland"]
ORDERS = {"usa": ["reassure(rok)", "offer_talks(arms_control)"], "dprk": ["short_test"], "poland": []}
SHOTS = (  # in the order of the phases
    ("seat", "dprk", "orders", (390, 844), "light"),
    ("facilitator", "control", "rulings", (1366, 768), "light"),
    ("screen", "public", "report", (1920, 1080), "dark"),
)


def press_on(run: Run, turn: int, phase: str) -> None:
    """Control presses on; people seal the same orders each turn."""
    while (run.state.game.turn, run.state.game.phase) != (turn, phase):
        if run.state.game.phase == "orders" and not run.state.game.locked:
            for role in PEOPLE[1:]:
                seal(run, role)
        run.press_on()


def seal(run: Run, role: str) -> None:
    allowed = {move["order"] for move in view(run.state, role)["moves"] if move["allowed"]}
    chosen = [{"order": order} for order in ORDERS[role] if order in allowed]
    run.do(Command("orders", role, {"orders": chosen, "seal": True}))


@contextmanager
def serving(folder: str) -> Iterator[tuple[Hall, str]]:
    """A server on one run, and its address."""
    run = Run.start(load("korea-2025"), Path(folder) / "korea-2025.jsonl", seed=SEED, people=PEOPLE)
    run.log.close()
    hall = Hall(Path(folder))
    server = create_server(create_app(hall, None, 20), host="127.0.0.1", port=0, **server_settings(20, 8))
    Thread(target=server.run, daemon=True).start()
    yield hall, f"http://127.0.0.1:{server.effective_port}"
    hall.close()


def draw() -> None:
    """Photograph each page at its moment."""
    with TemporaryDirectory() as folder, serving(folder) as (hall, address), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        served = hall.run("korea-2025")
        for name, seat, phase, (width, height), scheme in SHOTS:
            press_on(served.run, TURN, phase)
            if seat in ORDERS:
                seal(served.run, seat)
            context = browser.new_context(
                viewport={"width": width, "height": height},
                locale="en",
                color_scheme=scheme,  # type: ignore[arg-type]
                device_scale_factor=1 if width > 400 else 2,
            )
            page = context.new_page()
            if seat in ("control", "public"):
                page.goto(f"{address}/open/{hall.host.link()}?run=korea-2025")
            else:
                page.goto(f"{address}/join/{hall.seats('korea-2025').link(seat)}")
                page.locator("main form button.act").click()
                page.wait_for_url("**/run/**")
            page.goto(f"{address}/run/korea-2025/{seat}")
            page.wait_for_timeout(700)
            page.screenshot(path=HERE / f"{name}.png")
        look_back(browser, hall, address)
        browser.close()


def look_back(browser: Browser, hall: Hall, address: str) -> None:
    """The debrief of the same run, played to its end: the truth beside what one role knew."""
    served = hall.run("korea-2025")
    while not served.run.state.game.finished:
        if served.run.state.game.phase == "orders" and not served.run.state.game.locked:
            for role in PEOPLE[1:]:
                seal(served.run, role)
        served.run.press_on()
    stop = Replay(served.run).first_of("control", TURN, "rulings")
    page = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en").new_page()
    page.goto(f"{address}/open/{hall.host.link()}?run=korea-2025")
    page.goto(f"{address}/run/korea-2025/control/debrief?stop={stop}&as=dprk&beside=1")
    page.wait_for_timeout(700)
    page.screenshot(path=HERE / "debrief.png")


if __name__ == "__main__":
    draw()
