"""A full house: when every stream is taken, pages still open, and learn what is new by asking."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from playwright.sync_api import expect

from engine.play.commands import Command
from tests.web.serving import serving
from web.app import create_app
from web.hall import Hall


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[tuple[Hall, str]]:
    """A server with one stream, which somebody holds."""
    hall = Hall(tmp_path / "runs")
    hall.start("korea-2025", None, None, ["control"]).do(Command("startex"))
    app = create_app(hall, None, streams=1)
    assert app.extensions["streams"].take()
    stopped = Event()
    watching = Thread(target=hall.watch, args=(stopped,), daemon=True)
    watching.start()
    with serving(app, 1, 8) as address:
        yield hall, address
        stopped.set()
        hall.close()
        watching.join(60)


def test_without_a_stream_pages_ask(chromium: Any, crowded: tuple[Hall, str]) -> None:
    hall, address = crowded
    (name,) = hall.names()
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}/open/{hall.host.link()}?run={name}")
    hall.run(name).do(Command("advance"))
    hall.changed()
    step = page.locator(".phases [aria-current=step]").first
    expect(step).to_contain_text("Consultation")
    context.close()
