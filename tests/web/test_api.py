"""The API: tokens, views with their words, commands, control and host, and no input that breaks it."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docs.reference import write_api
from engine.play.commands import Command
from engine.record.run import Run
from engine.review.verify import verify
from tests.laws.people import People
from tests.web.company import Company, lines, loaded
from web.api.answers import plainly
from web.api.asking import MOST_DEPTH
from web.api.bodies import bodies
from web.api.commands import COMMANDS
from web.limits import BODY as MOST_BODY
from web.open_run import OpenRun
from web.runs import Bucket
from web.seats import read_token


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start(people=("usa", "dprk"))


@pytest.fixture
def usa(company: Company, open_run: OpenRun) -> str:
    return company.token(open_run.name, "usa")


@pytest.fixture
def control(company: Company, open_run: OpenRun) -> str:
    return company.token(open_run.name, "control")


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, OpenRun, str]:
    """A company, a run and the token of usa, for tests that leave no trace."""
    company = Company(tmp_path_factory.mktemp("runs"))
    open_run = company.start(people=("usa", "dprk"))
    return company, open_run, company.token(open_run.name, "usa")


# Looking


def test_the_view_is_what_the_page_is_made_of(company: Company, open_run: OpenRun, usa: str) -> None:
    for language in ("en", "pl"):
        answer = company.ask("GET", f"/view?lang={language}", usa)
        known = open_run.picture("usa", language)
        assert {**answer.json, "clock": None} == json.loads(json.dumps({**known, "clock": None}))
        assert answer.json["language"] == language
        polish = company.ask("GET", "/view", usa, headers={"Accept-Language": f"{language}, en;q=0.1"})
        assert polish.json["language"] == language


def test_a_view_that_is_known_is_not_sent_again(company: Company, open_run: OpenRun, usa: str) -> None:
    """Its ETag follows the seat's word, and the language."""
    first = company.ask("GET", "/view", usa)
    known = {"If-None-Match": first.headers["ETag"]}
    again = company.ask("GET", "/view", usa, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert company.ask("GET", "/view?lang=pl", usa, headers=known).status_code == 200
    open_run.do(Command("note", data={"text": "not for usa"}))
    assert company.ask("GET", "/view", usa, headers=known).status_code == 304
    open_run.do(Command("statement", "dprk", {"text": "for all"}))
    assert company.ask("GET", "/view", usa, headers=known).status_code == 200
    now, word = company.ask("GET", "/view", usa).headers["ETag"], company.ask("GET", "/version", usa).json
    assert now == f'W/"{word["version"]}"'


def test_the_stream_is_the_word_of_the_seat(company: Company, open_run: OpenRun, usa: str) -> None:
    with company.ask("GET", "/stream", usa, buffered=False) as answer:
        assert answer.mimetype == "text/event-stream"
        pieces = answer.iter_encoded()
        assert next(pieces).startswith(b"retry:")
        word = company.ask("GET", "/version", usa).json
        assert next(pieces) == f"event: change\ndata: {json.dumps(word)}\n\n".encode()


def test_the_screen_has_a_token_of_its_own(company: Company, open_run: OpenRun, usa: str) -> None:
    screen = company.token(open_run.name, "public")
    seen = company.ask("GET", "/view", screen).json
    assert seen["seat"] == "public"
    assert company.ask("GET", "/view?as=public", usa).json == seen
    assert company.ask("POST", "/commands/statement", screen, json={"data": {"text": "x"}}).status_code == 403


# Doing


def test_a_command_tells_a_seat_its_word_and_control_the_line(
    company: Company, open_run: OpenRun, usa: str, control: str
) -> None:
    answer = company.ask("POST", "/commands/statement", usa, json={"data": {"text": "We talk."}})
    assert answer.json == {"version": open_run.token("usa", "en")}
    answer = company.ask("POST", "/commands/advance", control, json={})
    assert answer.json == {"version": open_run.token("control", "en"), "seq": lines(open_run)}
    assert open_run.run.log.lines[-2].actor == "usa"


def test_a_command_is_sent_as_the_reference_says(company: Company, open_run: OpenRun, usa: str) -> None:
    shown = write_api.page().partition("```json\n")[2].partition("```")[0]
    answer = company.ask("POST", "/commands/statement", usa, json=json.loads(shown))
    assert (answer.status_code, answer.json) == (200, {"version": open_run.token("usa", "en")})


def test_a_command_sent_twice_is_done_once(company: Company, open_run: OpenRun, usa: str) -> None:
    sent = {"data": {"text": "Once."}, "id": "a-name"}
    before = lines(open_run)
    answers = [company.ask("POST", "/commands/statement", usa, json=sent) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert lines(open_run) == before + 1
    dprk = company.token(open_run.name, "dprk")
    assert company.ask("POST", "/commands/statement", dprk, json=sent).status_code == 200
    assert lines(open_run) == before + 2, "another seat's names are its own"
    assert company.ask("POST", "/commands/request", usa, json=sent).status_code == 409
    assert lines(open_run) == before + 2


def test_a_refusal_says_why_in_two_languages(company: Company, open_run: OpenRun, usa: str) -> None:
    sent = {"data": {"seat": "dprk", "by": "bot"}}
    answer = company.ask("POST", "/commands/seat?lang=pl", usa, json=sent)
    assert answer.status_code == 409
    assert answer.json == {
        "code": "refused",
        "message": "Może to zrobić tylko kierownictwo.",
        "english": "Only control can do that.",
        "values": {},
    }


@pytest.mark.parametrize(
    ("value", "plain"), [(None, None), ("usa", "usa"), (3, 3), (True, True), (["a", "b"], "['a', 'b']")]
)
def test_the_values_of_a_refusal_are_plain(value: object, plain: object) -> None:
    """Law: a program reads words, numbers, yes and no, or nothing; never a list or a map."""
    assert plainly(value) == plain


def test_what_has_changed_since_it_was_seen_is_refused_as_stale(
    company: Company, open_run: OpenRun, usa: str, control: str
) -> None:
    view = company.ask("GET", "/view", control).json
    seen = {"turn": view["turn"], "phase": view["phase"], "version": view["versions"]["advance"]}
    assert company.ask("POST", "/commands/advance", control, json={"seen": seen}).status_code == 200
    before = lines(open_run)
    for part in seen:
        answer = company.ask("POST", "/commands/advance", control, json={"seen": {part: seen[part]}})
        if part != "turn":
            assert (answer.status_code, answer.json["code"]) == (409, "stale"), part
            assert lines(open_run) == before
        else:
            assert answer.status_code == 200
            before += 1
    orders = company.ask("GET", "/view", usa).json["versions"]["orders"]
    sent = {"data": {"orders": [], "seal": True}, "seen": {"version": orders}}
    assert company.ask("POST", "/commands/orders", usa, json=sent).status_code == 200
    assert company.ask("POST", "/commands/orders", usa, json=sent).json["code"] == "stale"


def test_a_seat_that_floods_is_held_up_and_nobody_else(
    company: Company, open_run: OpenRun, usa: str, control: str
) -> None:
    company.app.extensions["pace"] = Bucket(3, 0.001)
    sent = {"data": {"text": "x"}}
    assert [company.ask("POST", "/commands/statement", usa, json=sent).status_code for _ in range(4)][
        -2:
    ] == [200, 429]
    assert (
        company.ask(
            "POST", "/commands/statement", company.token(open_run.name, "dprk"), json=sent
        ).status_code
        == 200
    )
    for _ in range(8):
        assert company.ask("POST", "/commands/note", control, json=sent).status_code == 200
    assert company.ask("GET", "/view", usa).status_code == 200


# Control and host


def test_control_looks_ahead_and_back(company: Company, open_run: OpenRun, control: str) -> None:
    before = lines(open_run)
    inject = company.ask("GET", "/view", control).json["tray"][0]["inject"]
    assert set(company.ask("POST", "/previews/inject", control, json={"inject": inject}).json) >= {
        "facts",
        "tracks",
    }
    assert company.ask("POST", "/previews/inject", control, json={"inject": "none"}).status_code == 404
    draft = {"data": {"text": "", "effects": {"tension": "+2"}}}
    moved = company.ask("POST", "/previews/draft", control, json=draft).json["tracks"]
    assert [track["id"] for track in moved] == ["tension"]
    refused = company.ask("POST", "/previews/draft", control, json={"data": {"effects": {"nonsense": 1}}})
    assert (refused.status_code, refused.json["code"]) == (409, "refused")
    assert lines(open_run) == before
    assert [line["seq"] for line in company.ask("GET", "/journal?most=1", control).json["lines"]] == [before]
    for most in ("0", "-1", "x", "1001", "9" * 50, "", "١"):
        assert company.ask("GET", f"/journal?most={most}", control).status_code == 422
    assert company.ask("GET", "/replay/1?as=dprk", control).json["seat"] == "dprk"
    assert company.ask("GET", "/replay/7", control).status_code == 404
    assert company.ask("GET", "/replay/1?as=nobody", control).status_code == 404


def test_control_hands_out_seats(company: Company, open_run: OpenRun, control: str) -> None:
    seats = {entry["seat"]: entry for entry in company.ask("GET", "/seats", control).json["seats"]}
    assert set(seats) == {*open_run.roles, "public", "observer", "control"}
    japan = seats["japan"]
    assert company.ask("GET", "/view", japan["token"]).json["seat"] == "japan"
    assert company.browser().get(japan["link"]).status_code == 200
    joined = company.ask("POST", "/join", json={"link": f"http://anywhere{japan['link']}", "name": "Keiko"})
    assert joined.json == {"run": open_run.name, "seat": "japan", "token": japan["token"]}
    assert open_run.picture("public", "en")["seats"]["japan"] == "person"
    assert company.ask("POST", "/join", json={"code": japan["code"].lower()}).json["seat"] == "japan"
    spoken = company.ask("POST", "/seats/japan/language", control, json={"code": "pl"})
    assert (spoken.json["language"], spoken.json["people"]) == ("pl", ["Keiko"])
    new = company.ask("POST", "/seats/japan/revoke", control).json
    assert new["token"] != japan["token"]
    assert company.ask("GET", "/view", japan["token"]).status_code == 401
    assert company.ask("GET", "/view", new["token"]).status_code == 200
    for seat in ("nobody", "..", "%2e%2e", "JAPAN"):
        assert company.ask("POST", f"/seats/{seat}/revoke", control).status_code in (404, 405)


def test_the_host_begins_runs_and_finds_their_control(company: Company, open_run: OpenRun) -> None:
    made = company.ask(
        "POST", "/runs", company.host_token, json={"exercise": "grey-strait", "people": ["halmar"]}
    )
    assert made.status_code == 201
    assert company.ask("GET", "/view", made.json["token"]).json["exercise"] == "grey-strait"
    listed = {entry["run"]: entry for entry in company.ask("GET", "/runs", company.host_token).json["runs"]}
    assert {made.json["run"], open_run.name} == set(listed)
    assert company.ask("GET", "/view", listed[open_run.name]["token"]).json["seat"] == "control"
    refused = company.ask(
        "POST", "/runs", company.host_token, json={"exercise": "korea-2025", "preset": "none"}
    )
    assert (refused.status_code, refused.json["code"]) == (409, "refused")
    wrong = company.ask("POST", "/runs", company.host_token, json={"exercise": "../../etc"})
    assert (wrong.status_code, wrong.json["message"]) == (409, "There is no such exercise here.")
    offered = company.ask("GET", "/exercises", company.host_token).json["exercises"]
    assert {entry["id"] for entry in offered} == {"grey-strait", "korea-2025"}
    assert read_token(company.runs.key, company.host_token) is None


def test_a_run_that_cannot_be_read_is_said_to_be_so(company: Company, open_run: OpenRun) -> None:
    broken = company.start("grey-strait").name
    token = company.token(broken, "control")
    company.runs._runs.pop(broken)
    company.runs.path(broken).write_bytes(b"nonsense\n")
    listed = {entry["run"]: entry for entry in company.ask("GET", "/runs", company.host_token).json["runs"]}
    assert not listed[broken]["readable"]
    assert "not a run log" in listed[broken]["why"]
    assert listed[open_run.name]["readable"]
    answer = company.ask("GET", "/view", token)
    assert (answer.status_code, answer.json["code"]) == (500, "broken")
    assert b"nonsense" not in answer.data
    assert str(company.runs.folder).encode() not in answer.data
    company.runs.path(broken).unlink()
    company.runs._seats.pop(broken)
    assert company.ask("GET", "/view", token).status_code == 401


def test_control_takes_the_run_home_and_forks_it(
    company: Company, open_run: OpenRun, control: str, tmp_path: Path
) -> None:
    answer = company.ask("GET", "/log", control)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{open_run.name}.jsonl"'
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(answer.data)
    assert Run.open(copy).state.seed == open_run.run.state.seed
    forked = company.ask("POST", "/fork", control, json={"turn": 1})
    assert forked.status_code == 201
    assert verify(company.runs.path(forked.json["run"]))[0] is None
    view = company.ask("GET", "/view", forked.json["token"]).json
    assert (view["turn"], view["ready"]) == (1, True)
    assert company.ask("POST", "/fork", control, json={"turn": 6}).status_code == 404
    company.app.extensions["making"] = Bucket(1, 0.001)
    assert company.ask("POST", "/fork", control, json={"turn": 1}).status_code == 201
    assert company.ask("POST", "/fork", control, json={"turn": 1}).status_code == 429


# Nothing that is sent breaks it


BODIES: dict[bytes, int] = {
    b"": 400,
    b"{": 400,
    b"null": 400,
    b"[]": 400,
    b'"text"': 400,
    b"5": 400,
    b"NaN": 400,
    b'{"data": {"text": NaN}}': 400,
    b'{"data": {"text": Infinity}}': 400,
    b'{"data": {"text": 1e999}}': 400,
    b'{"data": {"text": "\\ud800"}}': 400,
    b'{"data": {"text": "\xff"}}': 400,
    b"\xff\xfe{\x00}\x00": 400,
    b"[" * 100_000: 400,
    b'{"a":' * 50_000: 400,
    b'{"data": {"text": ' + b"[" * (MOST_DEPTH + 1) + b"]" * (MOST_DEPTH + 1) + b"}}": 400,
    b"{}": 422,
    b'{"data": null}': 422,
    b'{"data": []}': 422,
    b'{"data": {"text": null}}': 422,
    b'{"data": {"text": 5}}': 422,
    b'{"data": {"text": ["x"]}}': 422,
    b'{"data": {"text": "x", "more": 1}}': 422,
    b'{"data": {"text": "x"}, "more": 1}': 422,
    b'{"data": {"text": "x"}, "id": ""}': 422,
    b'{"data": {"text": "x"}, "id": "a\\nb"}': 422,
    b'{"data": {"text": "x"}, "id": "' + b"i" * 65 + b'"}': 422,
    b'{"data": {"text": "x"}, "seen": {"turn": "1"}}': 422,
    b'{"data": {"text": "x"}, "seen": {"turn": 1.5}}': 422,
    b'{"data": {"text": "' + b"x" * 5001 + b'"}}': 422,
    b'{"data": {"text": "x"}, "seen": {"turn": ' + b"9" * 5000 + b"}}": 400,
    b'{"data": {"text": "' + b"x" * MOST_BODY + b'"}}': 413,
    b'{"data": {"text": "\\u0000"}}': 200,
    b'{"data": {"text": " "}}': 409,
    b' {"data":{"text":"x"},"data":{"text":"y"}} ': 200,
    b'{"data": {"text": "x"}, "seen": {"turn": 1.0}}': 200,
    b'{"data": {"text": "\\ud83d\\ude00 \\u0105"}}': 200,
}


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:40].decode(errors="replace"))
def test_no_body_breaks_it(lasting: tuple[Company, OpenRun, str], body: bytes) -> None:
    company, open_run, usa = lasting
    answer = company.ask("POST", "/commands/statement", usa, data=body, content_type="application/json")
    assert answer.status_code == BODIES[body], answer.data
    if answer.status_code != 200:
        assert {"code", "message"} <= set(answer.json)
    assert verify(company.runs.path(open_run.name))[0] is None


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"]
)
def test_only_json_is_taken(lasting: tuple[Company, OpenRun, str], kind: str) -> None:
    """A page elsewhere could send these without asking first."""
    company, _, usa = lasting
    sent = {"data": b'{"data": {"text": "x"}}', "content_type": kind}
    assert company.ask("POST", "/commands/statement", usa, **sent).status_code == 415


HEADERS = (
    *("", "Bearer", "Bearer ", "Basic dXNhOg==", "Bearer \x80\xff", "bearer x.y"),
    "Bearer " + "a" * 60_000,
)


@pytest.mark.parametrize("header", HEADERS, ids=range(len(HEADERS)))
def test_no_token_breaks_it(lasting: tuple[Company, OpenRun, str], header: str) -> None:
    company, _, usa = lasting
    for token in (header, f"{header} {usa}x"):
        answer = company.ask("GET", "/view", headers={"Authorization": token})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert company.ask("GET", "/view", headers={"Authorization": f"bEARER   {usa} "}).status_code == 200


def test_every_fault_is_json(company: Company, open_run: OpenRun, usa: str) -> None:
    for method, path, status in (
        ("GET", "/nothing", 404),
        ("GET", "/commands/advance", 405),
        ("DELETE", "/view", 405),
        ("POST", "/commands/nothing", 404),
        ("GET", "/view?lang=de", 422),
        ("GET", "/view?lang=en&lang=pl", 422),
        ("GET", "/view?token=x", 422),
        ("GET", "/replay/1.5", 404),
        ("GET", "/view/", 404),
    ):
        answer = company.ask(method, path, usa)
        assert answer.status_code == status, path
        assert set(answer.json) >= {"code", "message"}
        assert answer.mimetype == "application/json"
        assert "Set-Cookie" not in answer.headers
        assert answer.headers.get("Allow") or status != 405
    polish = company.ask("GET", "/nothing?lang=pl", usa)
    assert polish.json["message"] == "Pod tym adresem niczego nie ma."


def test_what_breaks_is_not_shown(
    company: Company, open_run: OpenRun, usa: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr(open_run, "token", broken)
    answer = company.ask("GET", "/version", usa)
    assert (answer.status_code, answer.json["code"]) == (500, "broken")
    assert b"secret" not in answer.data
    page = company.seated(open_run.name, "usa").get(f"/run/{open_run.name}/usa")
    assert page.status_code == 500
    assert b"a secret" not in page.data


# Everybody at once, at random


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def mangled(data: dict[str, Any], chance: Random, junk: Any) -> dict[str, Any]:
    """A command's data with one part of it replaced, dropped or added."""
    found = dict(data)
    if chance.random() < 0.4:
        name = chance.choice([*found, "more"])
        found[name] = junk
    if found and chance.random() < 0.1:
        found.pop(chance.choice(list(found)))
    return found


def crowd(company: Company, seed: int, acts: int, junk: list[Any], exercise: str) -> None:
    """People who do what people do, and things that make no sense, through all phases, over the API."""
    open_run = company.start(exercise, tuple(loaded(exercise).roles))
    people, chance = People(open_run.run, seed), Random(seed)
    tokens = {seat: company.token(open_run.name, seat) for seat in (*open_run.roles, "control", "public")}
    schemas = bodies()
    for number in range(acts):
        act = people.control_moves_on() if number % 5 == 4 else people.anything()
        data = mangled(dict(act.data), chance, chance.choice(junk))
        seat = act.actor if chance.random() < 0.8 else chance.choice(list(tokens))
        name = act.name if chance.random() < 0.95 else chance.choice(list(COMMANDS))
        answer = company.ask("POST", f"/commands/{name}", tokens[seat], json={"data": data})
        assert answer.status_code in (200, 403, 409, 422, 400), f"{seat}: {name} {data}: {answer.data!r}"
        assert set(answer.json) >= ({"version"} if answer.status_code == 200 else {"code", "message"})
        assert f"command.{name}" in schemas
        if number % 10 == 0:
            seen = chance.choice(list(tokens))
            assert company.ask("GET", "/view", tokens[seen]).status_code == 200
    finding, again = verify(company.runs.path(open_run.name))
    assert finding is None, finding
    assert again
    assert Run.open(company.runs.path(open_run.name)).log.lines[-1].hash == open_run.run.log.lines[-1].hash


@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(junk=st.lists(JUNK, min_size=5, max_size=20), seed=st.integers(0, 1000))
def test_a_crowd_breaks_nothing(tmp_path_factory: pytest.TempPathFactory, junk: list[Any], seed: int) -> None:
    company = Company(tmp_path_factory.mktemp("runs"))
    crowd(company, seed, 120, junk, "korea-2025" if seed % 2 else "grey-strait")


@pytest.mark.long
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(junk=st.lists(JUNK, min_size=5, max_size=20), seed=st.integers(0, 10**6))
def test_many_crowds_break_nothing(
    tmp_path_factory: pytest.TempPathFactory, junk: list[Any], seed: int
) -> None:
    company = Company(tmp_path_factory.mktemp("runs"))
    crowd(company, seed, 400, junk, "korea-2025" if seed % 2 else "grey-strait")
