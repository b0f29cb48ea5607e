"""Paper as it comes out of the printer: pages of an application printed by Chromium, and read again."""

import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.web.company import Browser

READER = shutil.which("pdftotext")
FORMATS = ("A4", "Letter")
HERE = "http://localhost"


def opened(chromium: Any, browser: Browser) -> Any:
    """A page of Chromium that is answered by an application, without a network between."""
    page = chromium.new_page()

    def answer(route: Any) -> None:
        asked = urlsplit(route.request.url)
        found = browser.get(f"{asked.path}?{asked.query}")
        route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)

    page.route(f"{HERE}/**", answer)
    return page


def printed(page: Any, path: str, paper: str, folder: Path) -> list[str]:
    """The words of each page of paper, in their order; blank pages have none."""
    page.goto(f"{HERE}{path}")
    page.evaluate("document.fonts.ready")
    file = folder / "printed.pdf"
    page.pdf(path=str(file), format=paper)
    return read(file)


def read(file: Path) -> list[str]:
    asked = [str(READER), "-layout", str(file), "-"]
    text = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return [" ".join(words.split()) for words in text.split("\f")[:-1]]
