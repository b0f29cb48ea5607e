"""`python -m docs.pictures.draw`: photograph the pages for the README, from a fixed seed. Needs Chromium.

What each page was made of is written beside the pictures; a test says when a page has moved on without one.
"""

import json
import shutil
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright
from waitress import create_server

from docs.pictures.pages import NAME, Page, made_of, pages, room
from web.runs import Runs
from web.serve import server_settings

FONTS = """
@font-face { font-family: "Inter"; src: url("/static/fonts/inter-variable.woff2"); font-weight: 400 700; }
@font-face { font-family: "Whitecell Text"; src: url("/static/fonts/whitecell-text.woff2"); }
"""
"""A phone loads none and has its own. Those are not here, and these are nearer to them than what is."""
HERE = Path(__file__).parent
MADE_OF = HERE / "made-of.json"


def draw() -> None:
    """Photograph each page at its moment."""
    with room() as (runs, app), sync_playwright() as playwright:
        server = create_server(app, host="127.0.0.1", port=0, **server_settings(20, 8))
        Thread(target=server.run, daemon=True).start()
        address = f"http://127.0.0.1:{server.effective_port}"
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for page in pages(runs.run(NAME).run):
            photograph(browser, runs, address, page)
        browser.close()
    MADE_OF.write_text(json.dumps(made_of(), indent=1) + "\n", encoding="utf-8")


def photograph(browser: Browser, runs: Runs, address: str, page: Page) -> None:
    width, height = page.size
    phone = width < 400
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="en",
        color_scheme=page.scheme,  # type: ignore[arg-type]
        device_scale_factor=2 if phone else 1,
        bypass_csp=phone,
    )
    shown = context.new_page()
    if page.seat in ("control", "public"):
        shown.goto(f"{address}/open/{runs.host.link()}?run={NAME}")
    else:
        shown.goto(f"{address}/join/{runs.seats(NAME).link(page.seat)}")
        shown.locator("main form button.act").click()
        shown.wait_for_url("**/run/**")
    shown.goto(f"{address}{page.address}")
    if page.template:
        shown.wait_for_selector("main:not([data-going])", timeout=180_000)
    if phone:
        shown.add_style_tag(content=FONTS)
    shown.wait_for_function("document.fonts.status === 'loaded'")
    shown.wait_for_timeout(700)  # what has just arrived fades from its mark
    shown.screenshot(path=HERE / f"{page.picture}.png")


if __name__ == "__main__":
    draw()
