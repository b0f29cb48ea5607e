"""The wrong seat: who may open which page, send which form and make which call."""

from pathlib import Path
from typing import Any

import pytest

from tests.web.company import Browser, Company, lines
from web.api.commands import COMMANDS
from web.forms import DRAFT, READERS
from web.open_run import OpenRun
from web.runs import Bucket


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start(people=("usa", "dprk"))


def somebody(company: Company, open_run: OpenRun, who: str) -> tuple[Browser, str]:
    """A browser and a token of somebody."""
    run, seats = open_run.name, company.runs.seats(open_run.name)
    if who == "nobody":
        return company.browser(), ""
    if who == "host":
        return company.host(), company.host_token
    if who == "revoked":
        browser, token = company.seated(run, "usa", "control"), seats.token("usa")
        seats.revoke("usa")
        seats.revoke("control")
        return browser, token
    if who == "of another run":
        other = company.start(people=("usa",)).name
        return company.seated(other, "usa", "control", "public"), company.token(other, "nobody-here")
    return company.seated(run, who), seats.token(who)


PAGES: dict[str, tuple[str, dict[str, int]]] = {
    "own page": ("/run/{run}/usa", {"usa": 200}),
    "another's page": ("/run/{run}/dprk", {"dprk": 200}),
    "control's page": ("/run/{run}/control", {"control": 200, "host": 200}),
    "the screen": ("/run/{run}/public", dict.fromkeys(("usa", "dprk", "public", "control", "host"), 200)),
    "the lobby": (
        "/",
        {
            "host": 200,
            **dict.fromkeys(("nobody", "usa", "dprk", "public", "control", "revoked", "of another run"), 302),
        },
    ),
    "a download": ("/run/{run}/download", {"host": 200}),
    "the debrief": ("/run/{run}/control/debrief", {"host": 200, "control": 200}),
    "another's debrief": ("/run/{run}/dprk/debrief", {}),
    "the evaluation": ("/run/{run}/control/debrief/evaluation", {"host": 200, "control": 200}),
    "the print": ("/run/{run}/print/", {"host": 200, "control": 200}),
    "inject cards": ("/run/{run}/print/injects", {"host": 200, "control": 200}),
    "the MSEL": ("/run/{run}/print/msel", {"host": 200, "control": 200}),
    "for evaluators": ("/run/{run}/print/evaluators", {"host": 200, "control": 200}),
    "the facilitator's book": ("/run/{run}/print/book", {"host": 200, "control": 200}),
    "rule tables": ("/run/{run}/print/tables", {"host": 200, "control": 200}),
    "all packs": ("/run/{run}/print/roles", {"host": 200, "control": 200}),
    "the sign-in sheet": ("/run/{run}/print/seats", {"host": 200, "control": 200}),
    "a pack": ("/run/{run}/print/pack?as=usa", {"usa": 200}),
    "the rules": (
        "/run/{run}/print/rules",
        dict.fromkeys(("usa", "dprk", "public", "control", "host"), 200),
    ),
    "a run that is none": ("/run/none/usa", {}),
    "a seat that is none": ("/run/{run}/nobody", {}),
}
PEOPLE = ("nobody", "usa", "dprk", "public", "control", "host", "revoked", "of another run")


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_open_to_those_they_are_for(company: Company, open_run: OpenRun, who: str) -> None:
    """All others get the same page that a run gets which does not exist."""
    browser, _ = somebody(company, open_run, who)
    nowhere = browser.get("/run/none/nobody").data
    for name, (path, allowed) in PAGES.items():
        answer = browser.get(path.format(run=open_run.name))
        assert answer.status_code == allowed.get(who, 404), name
        if answer.status_code == 404:
            assert answer.data == nowhere, name


def test_a_run_is_not_opened_for_strangers(company: Company, open_run: OpenRun) -> None:
    """Neither the answer nor the time it takes tells that there is one, even one that cannot be read."""
    run = open_run.name
    stranger, usa = company.browser(), company.seated(run, "usa")
    company.runs._runs.clear()
    company.runs.path(run).write_bytes(b"nonsense\n")
    nowhere = stranger.get("/run/none/usa").data
    rules = [rule for rule in company.app.url_map.iter_rules() if rule.rule.startswith("/run/<run>/")]
    for rule in rules:
        path = rule.rule.replace("<run>", run).replace("<seat>", "usa")
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        answer = stranger.get(path) if method == "GET" else stranger.post(path)
        assert (answer.status_code, answer.data) == (404, nowhere), path
    assert company.runs._runs == {}
    found = usa.get(f"/run/{run}/usa")
    assert found.status_code == 500
    assert b"cannot be read" in found.data
    assert str(company.runs.folder).encode() not in found.data
    assert usa.get("/join").status_code == 200
    assert company.host().get("/").status_code == 200


def test_a_seat_that_floods_is_held_up(company: Company, open_run: OpenRun) -> None:
    usa = company.seated(open_run.name, "usa")
    company.app.extensions["pace"] = Bucket(2, 0.001)
    found = [usa.do(open_run.name, "usa", "statement", text="x", once=str(number)) for number in range(3)]
    assert [answer.status_code for answer in found] == [303, 303, 429]
    assert usa.get(f"/run/{open_run.name}/usa").status_code == 200
    for number in range(4):
        answer = company.host().do(open_run.name, "control", "note", text="x", once=str(number))
        assert answer.status_code == 303


FORMS: dict[str, tuple[str, dict[str, str], dict[str, int]]] = {
    "act as usa": ("/run/{run}/usa/do", {"command": "statement", "text": "x"}, {"usa": 303}),
    "act as dprk": ("/run/{run}/dprk/do", {"command": "statement", "text": "x"}, {"dprk": 303}),
    "act as the screen": ("/run/{run}/public/do", {"command": "statement", "text": "x"}, {}),
    "act as control": (
        "/run/{run}/control/do",
        {"command": "note", "text": "x"},
        {"control": 303, "host": 303},
    ),
    "try as control": ("/run/{run}/control/try", {"form": "note"}, {"control": 200, "host": 200}),
    "try as usa": ("/run/{run}/usa/try", {"form": "note"}, {}),
    "sit in dprk": ("/run/{run}/seats/dprk/open", {}, {"control": 303, "host": 303}),
    "speak for dprk": ("/run/{run}/seats/dprk/language", {"code": "pl"}, {"control": 303, "host": 303}),
    "revoke dprk": ("/run/{run}/seats/dprk/revoke", {}, {"control": 303, "host": 303}),
    "revoke nobody": ("/run/{run}/seats/nobody/revoke", {}, {}),
    "erase names": ("/run/{run}/names/erase", {}, {"control": 303, "host": 303}),
    "choose an address": ("/run/{run}/address", {"address": "192.0.2.7"}, {"control": 303, "host": 303}),
    "name a network": ("/run/{run}/network", {"name": "room"}, {"control": 303, "host": 303}),
    "fork": ("/run/{run}/fork", {"turn": "1"}, {"host": 303}),
    "start": ("/start", {"exercise": "grey-strait"}, {"host": 303}),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_forms_are_done_for_those_who_may(company: Company, open_run: OpenRun, who: str) -> None:
    browser, _ = somebody(company, open_run, who)
    for name, (path, fields, allowed) in FORMS.items():
        before, names, network = lines(open_run), company.runs.names(), company.addresses.network
        answer = browser.post(path.format(run=open_run.name), {"once": name, **fields})
        assert answer.status_code == allowed.get(who, 404), name
        if answer.status_code == 404:
            assert lines(open_run) == before, name
            assert company.runs.names() == names, name
            assert company.addresses.network == network, name


CALLS: dict[str, tuple[str, str, Any, dict[str, int]]] = {
    "view": ("GET", "/view", None, dict.fromkeys(("usa", "dprk", "public", "control"), 200)),
    "view of usa": ("GET", "/view?as=usa", None, {"usa": 200, "control": 200}),
    "view of the screen": (
        "GET",
        "/view?as=public",
        None,
        dict.fromkeys(("usa", "dprk", "public", "control"), 200),
    ),
    "version": ("GET", "/version", None, dict.fromkeys(("usa", "dprk", "public", "control"), 200)),
    "journal": ("GET", "/journal", None, {"control": 200}),
    "replay": ("GET", "/replay/1?as=dprk", None, {"control": 200}),
    "seats": ("GET", "/seats", None, {"control": 200}),
    "handbook": ("GET", "/handbook", None, {"control": 200}),
    "pack of usa": ("GET", "/pack?as=usa", None, {"usa": 200, "control": 200}),
    "erase names": ("POST", "/names/erase", None, {"control": 200}),
    "log": ("GET", "/log", None, {"control": 200}),
    "preview": ("POST", "/previews/inject", {"inject": "M01"}, {"control": 200}),
    "draft": ("POST", "/previews/draft", {"data": {"text": "x"}}, {"control": 200}),
    "speak": ("POST", "/seats/dprk/language", {"code": "en"}, {"control": 200}),
    "fork": ("POST", "/fork", {"turn": 1}, {"control": 201}),
    "runs": ("GET", "/runs", None, {"host": 200}),
    "exercises": ("GET", "/exercises", None, {"host": 200}),
    "start": ("POST", "/runs", {"exercise": "grey-strait"}, {"host": 201}),
    "revoke": ("POST", "/seats/rok/revoke", None, {"control": 200}),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_calls_are_answered_for_those_who_may(company: Company, open_run: OpenRun, who: str) -> None:
    """Who has no token that holds is told only that; who has one, only that it does not open this."""
    browser, token = somebody(company, open_run, who)
    keyless = who in ("nobody", "revoked", "of another run")
    for name, (method, path, body, allowed) in CALLS.items():
        more = {"json": body} if body is not None else {}
        answer = company.ask(method, path, token, **more)
        assert answer.status_code == allowed.get(who, 401 if keyless else 403), name
        with_cookie = browser.client.open(f"/api/v1{path}", method=method, **more)
        assert with_cookie.status_code == 401, f"{name}: a cookie opens nothing here"
        assert "Set-Cookie" not in with_cookie.headers


OF_CONTROL = (
    *("advance", "pause", "resume", "clock", "finish", "disclose", "note", "bulletin", "reply"),
    *("hold", "defer", "skip", "improvise", "override", "dice", "mark", "undo"),
    *("rate", "conclude", "finding", "action", "cover"),
)
SAMPLES: dict[str, dict[str, Any]] = {
    "clock": {"minutes": 5},
    "disclose": {"what": "all"},
    "note": {"text": "x"},
    "rate": {"objective": "E1", "rating": "P"},
    "conclude": {"about": "ending", "text": "x"},
    "finding": {"kind": "strength", "title": "x"},
    "action": {"text": "x"},
    "cover": {"sponsor": "x"},
    "bulletin": {"items": ["x"]},
    "reply": {"text": "x", "to": ["dprk"]},
    "hold": {"inject": "M01"},
    "defer": {"inject": "M01"},
    "skip": {"inject": "M01"},
    "improvise": {"text": "x", "to": ["dprk"]},
    "override": {"ruling": "turn", "row": "x", "reason": "x"},
    "dice": {"ruling": "turn", "dice": [6, 6]},
    "mark": {"statement": "x", "mark": "echo"},
    "undo": {"line": 1, "reason": "x"},
    "release": {"inject": "M01"},
    "seat": {"seat": "dprk", "by": "person"},
    "chair": {"act": "recess"},
}


def test_commands_of_control_are_refused_to_roles(company: Company, open_run: OpenRun) -> None:
    """By page and by API, whatever the form says of who sends it."""
    run, before = open_run.name, lines(open_run)
    usa, token = company.seated(run, "usa"), company.token(run, "usa")
    for command in (*OF_CONTROL, "release", "seat", "chair"):
        answer = company.ask("POST", f"/commands/{command}", token, json={"data": SAMPLES.get(command, {})})
        assert answer.status_code == 409, command
        assert "seq" not in answer.json
        fields = {"role": "dprk", "actor": "control", "capacity": "control", "seat": "dprk", "by": "person"}
        fields |= {"text": "x", "inject": "M01", "line": "1", "minutes": "5", "command": command}
        found = usa.post(f"/run/{run}/usa/do", fields)
        assert found.status_code == 409, command
    assert lines(open_run) == before
    assert set(READERS) - {DRAFT} == set(COMMANDS)


def test_a_seat_acts_as_itself_alone(company: Company, open_run: OpenRun) -> None:
    """To name another role in a command makes it nobody else's."""
    run, usa = open_run.name, company.seated(open_run.name, "usa")
    usa.do(run, "usa", "statement", text="Whose?", role="dprk", once="a")
    company.ask(
        "POST",
        "/commands/statement",
        company.token(run, "usa"),
        json={"data": {"text": "Whose again?", "role": "dprk"}},
    )
    for line in open_run.run.log.lines[-2:]:
        assert (line.actor, line.events[0].role) == ("usa", "usa")
