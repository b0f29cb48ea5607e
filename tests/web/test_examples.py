"""Law: every example of a request in the reference is one that is carried out."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import COMMANDS, Command
from tests.web.company import Company
from web.api.bodies import bodies
from web.open_run import OpenRun

PLAYED = """
control startex, control seat, control note, control clock, control pause, control resume,
control counting, control forecasting, usa request, usa request, control reply, control settle,
rok message, usa notebook, usa statement, control mark, control withdraw, control release, control hold,
control defer, control decline, control skip, control improvise, control advance, poland chair,
usa promise, dprk amend, dprk initial, control advance, usa argue, control advance, control advance,
control weigh, control advance, control advance, control advance, control advance, usa orders,
control advance, dprk answer, control advance, control dice, control override, control advance,
control bulletin, control advance, control advance, usa propose, usa unsign, usa sign, dprk sign,
control advance, control advance, control advance, control advance, control advance, control advance,
usa leave, control undo, control finish, usa guess, control disclose, control rate, control conclude,
control finding, control action, control cover
"""
"""A run of the example's exercise in which each is sent, by whom it is for, when it can be."""
OTHERS = {"accept"}
ROLES = {"north": "usa", "south": "dprk", "east": "rok", "west": "poland", "island": "japan"}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def example(name: str) -> dict[str, Any]:
    """The example of a body, with roles of the exercise for those of nowhere."""
    text = json.dumps(bodies()[name]["examples"][0])
    found: dict[str, Any] = json.loads(
        re.sub(r"\b(north|south|east|west|island)\b", lambda at: ROLES[at[0]], text)
    )
    return found


def send(company: Company, open_run: OpenRun, seat: str, name: str, body: dict[str, Any]) -> None:
    """Send a command; names that each run draws anew are put in, and of cards one that this exercise has."""
    data, state = body.get("data", {}), open_run.run.state
    drawn: dict[str, list[Any]] = {
        "statement": [*state.room.statements],
        "proposal": [*state.game.proposals],
        "values": [{"moscow": "delay"}],
    }
    named = {key: drawn[key][-1] for key in data if key in drawn}
    answer = company.ask(
        "POST",
        f"/commands/{name}",
        company.token(open_run.name, seat),
        json={**body, "data": {**data, **named}},
    )
    assert answer.status_code == 200, f"{name}: {answer.json}"


def test_every_example_of_a_command_is_carried_out(company: Company) -> None:
    roles = ("usa", "dprk", "russia", "china", "rok", "japan", "poland")
    open_run = company.start(people=roles, seed=7, ready=True)
    steps = [step.split() for step in PLAYED.split(",")]
    assert {name for _, name in steps} | OTHERS == set(COMMANDS), "a new command needs its place here"
    for seat, name in steps:
        if name == "decline":  # what a preset with approval would let a seat ask for
            open_run.run.state.game.sought["M16"] = "usa"
        if name == "bulletin":  # the talks come as far as the agreement of the example needs
            opened = {"dialogue": 9, "set": "framework_open"}
            open_run.do(Command("improvise", data={"text": "x", "effects": opened, "when": "tray"}))
        if name == "propose":
            open_run.do(Command("release", data={"inject": next(iter(open_run.run.state.game.written))}))
        if name == "argue":  # it costs more than this team has beside the orders of the example
            paid = {"text": "x", "effects": {"capital": {"usa": 3}}}
            open_run.do(Command("improvise", data=paid))
        if name == "amend":  # the example of the chair is an announcement: a text is one more
            laid = {"act": "text", "text": "One.", "to": ["usa", "dprk"]}
            open_run.do(Command("chair", "poland", laid))
        send(company, open_run, seat, name, example(f"command.{name}"))


def test_the_example_of_an_order_on_request(company: Company) -> None:
    open_run = company.start(people=("usa",), preset="host")
    asked = example("command.request")["data"] | {"order": "humanitarian_signal"}
    send(company, open_run, "usa", "request", {"data": asked})
    send(company, open_run, "control", "accept", example("command.accept"))


def test_the_examples_of_other_bodies(company: Company) -> None:
    open_run = company.start(people=("usa",))
    control, seats = company.token(open_run.name, "control"), company.runs.seats(open_run.name)
    for _ in range(5):
        company.ask("POST", "/commands/advance", control, json={})
    for address, token, name in (
        ("/previews/inject", control, "preview_inject"),
        ("/previews/draft", control, "preview_draft"),
        ("/seats/usa/language", control, "language"),
        ("/fork", control, "fork"),
        ("/runs", company.host_token, "start"),
    ):
        answer = company.ask("POST", address, token, json=example(name))
        assert answer.status_code < 300, f"{name}: {answer.json}"
    code = {"code": seats.code("usa")}
    assert company.ask("POST", "/join", "", json=example("join") | code).status_code == 200


def test_every_field_of_a_body_says_what_it_means() -> None:
    """A meaning everywhere; and for a command an example, that its own type takes."""
    for name, schema in bodies().items():
        within = schema["properties"].get("data", schema)
        for field, part in within["properties"].items():
            assert part.get("description"), f"{name}.{field} has no meaning"
            assert part.get("examples") or not name.startswith("command."), f"{name}.{field} has no example"
