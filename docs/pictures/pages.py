"""The pages that the README shows, each at its moment of one run, and what they are made of."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient

from engine.play.commands import Command
from engine.record.run import Run
from engine.review.replay import Replay
from engine.rules.load import load
from engine.views import view
from web.app import create_app
from web.runs import Runs

NAME, SEED, TURN = "korea-2025", 2025, 3
PEOPLE = ["control", "usa", "dprk", "poland"]
ORDERS = {"usa": ["reassure(rok)", "offer_talks(arms_control)"], "dprk": ["short_test"], "poland": []}
STATIC = Path(__file__).parents[2] / "web" / "static"
TEMPLATES = STATIC.parent / "templates"
SHEET = re.compile(r'<link rel="stylesheet" href="/static/([\w.-]+\.css)')
OTHERWISE = (
    *(r'(?<=name="secret" value=")\w+', r'(?<=name="once" value=")\w+', r'(?<=data-token=")[^"]*'),
    *(r"(?<=\?v=)\w+", r"\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?", r"(?<=>)\d\d:\d\d(?=</time>)"),
    *(r'data-(?:ends|left|total|at)="[^"]*"', r'(?<=class="figures")[^<]*'),
    *(r"http://[\w.:]+", r"(?<=/join/)[\w.-]+", r"\b[A-Z2-9]{4} [A-Z2-9]{4}\b", r"(?<=message-)[0-9a-f]{8}"),
)
"""What is another one whenever a page is asked for: secrets, times, addresses, codes."""


class Page(NamedTuple):
    """A page to be photographed: for whom, at which address, how large."""

    picture: str
    seat: str
    address: str
    size: tuple[int, int]
    scheme: str = "light"
    template: str = ""
    """What it is made of, where what it shows takes its time; its style sheet has the same name."""


@contextmanager
def room() -> Iterator[tuple[Runs, Flask]]:
    """A server of one run, with people in some of its seats."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{NAME}.jsonl"
        Run.start(load("korea-2025"), path, seed=SEED, people=PEOPLE).log.close()
        runs = Runs(Path(folder))
        yield runs, create_app(runs, None, 20)
        runs.close()


def pages(run: Run) -> Iterator[Page]:
    """The run is played on to the moment of each page, in the order of the phases."""
    press_on(run, TURN, "orders")
    seal(run, "dprk")
    yield Page("seat", "dprk", f"/run/{NAME}/dprk", (390, 844))
    press_on(run, TURN, "rulings")
    yield Page("facilitator", "control", f"/run/{NAME}/control", (1366, 768))
    press_on(run, TURN, "report")
    yield Page("screen", "public", f"/run/{NAME}/public", (1920, 1080), "dark")
    press_on(run, 0, "")
    stop = Replay(run).first_of("control", TURN, "rulings")
    back = f"/run/{NAME}/control/debrief?stop={stop}&as=dprk&beside=1"
    yield Page("debrief", "control", back, (1366, 768))
    decided = f"/run/{NAME}/control/debrief/decided"
    yield Page("decided", "control", decided, (1366, 1000), template="debrief/decided.html")


def press_on(run: Run, turn: int, phase: str) -> None:
    """Control presses on, to a phase or to the end; people seal the same orders each turn."""
    while not run.state.game.finished and (run.state.game.turn, run.state.game.phase) != (turn, phase):
        if run.state.game.phase == "orders" and not run.state.game.locked:
            for role in PEOPLE[1:]:
                seal(run, role)
        run.press_on()


def seal(run: Run, role: str) -> None:
    allowed = {move["order"] for move in view(run.state, role)["moves"] if move["allowed"]}
    chosen = [{"order": order} for order in ORDERS[role] if order in allowed]
    run.do(Command("orders", role, {"orders": chosen, "seal": True}))


def made_of() -> dict[str, str]:
    """By picture, a word for the page it shows: its text, its marks and its styles. Needs no browser."""
    found = {}
    with room() as (runs, app):
        for page in pages(runs.run(NAME).run):
            if page.template:
                found[page.picture] = fingerprint_of_template(page.template)
                continue
            html = seated(app.test_client(), runs, page.seat).get(page.address).get_data(as_text=True)
            found[page.picture] = fingerprint(html)
    return found


def seated(client: FlaskClient, runs: Runs, seat: str) -> FlaskClient:
    """A browser that may open the page of a seat."""
    if seat in ("control", "public"):
        client.get(f"/open/{runs.host.link()}")
        return client
    link = f"/join/{runs.seats(NAME).link(seat)}"
    secret = re.search(r'name="secret" value="(\w+)"', client.get(link).get_data(as_text=True))
    assert secret
    client.post(link, data={"secret": secret[1]})
    return client


def fingerprint(html: str) -> str:
    """Of a page with its style sheets, without what is another one each time."""
    sheets = [(STATIC / name).read_text(encoding="utf-8") for name in SHEET.findall(html)]
    styles = " ".join(re.sub(r"/\*.*?\*/", "", " ".join(sheets), flags=re.DOTALL).split())
    return sha256(f"{steady(html)}\n{styles}".encode()).hexdigest()[:16]


def fingerprint_of_template(template: str) -> str:
    """Of a page that is not computed for it: its template and its own style sheet."""
    sheet = STATIC / f"{Path(template).stem}.css"
    texts = [(TEMPLATES / template).read_text(encoding="utf-8"), sheet.read_text(encoding="utf-8")]
    return sha256("\n".join(texts).encode()).hexdigest()[:16]


def steady(html: str) -> str:
    """A page as it is each time it is asked for."""
    for pattern in OTHERWISE:
        html = re.sub(pattern, "-", html)
    return "\n".join(filter(None, (line.strip() for line in html.splitlines())))
