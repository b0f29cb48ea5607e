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
from web.runs import Runs


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[tuple[Runs, str]]:
    """A server with one stream, which somebody holds."""
    runs = Runs(tmp_path / "runs")
    runs.start("korea-2025", None, None, ["control"]).do(Command("startex"))
    app = create_app(runs, None, streams=1)
    assert app.extensions["streams"].take()
    stopped = Event()
    watching = Thread(target=runs.watch, args=(stopped,), daemon=True)
    watching.start()
    with serving(app, 1, 8) as address:
        yield runs, address
        stopped.set()
        runs.close()
        watching.join(60)


def test_without_a_stream_pages_ask(chromium: Any, crowded: tuple[Runs, str]) -> None:
    runs, address = crowded
    (name,) = runs.names()
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}/open/{runs.host.link()}?run={name}")
    runs.run(name).do(Command("advance"))
    runs.changed()
    step = page.locator(".phases [aria-current=step]").first
    expect(step).to_contain_text("Consultation")
    context.close()
