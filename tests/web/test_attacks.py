"""Attacks: what somebody may try who means no good, each with the law that it would break.

Each is a function with a sentence: the law. Whoever finds another adds it here.
"""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from itsdangerous import URLSafeSerializer
from werkzeug.test import TestResponse

from tests.web.company import Browser, Company, lines
from tests.web.test_odd_files import begun, changed, sealed
from web import limits
from web.api import asking
from web.live import Streams
from web.runs import Bucket, Runs
from web.turns import Turns

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
SPENT = 0.0001
"""A minute's worth of a bucket that is not filled again while a test runs."""


class World:
    """A run with two teams and a host; the attacker sits in Halmar's seat, or nowhere."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.company = Company(folder / "runs")
        self.open_run = self.company.start("grey-strait", ("halmar", "brenia"), ready=False)
        self.run = self.open_run.name
        self.seats = self.company.runs.seats(self.run)
        self.halmar = self.company.seated(self.run, "halmar")
        self.brenia = self.company.seated(self.run, "brenia")
        self.host = self.company.host()
        self.stranger = self.company.browser()
        self.token = self.company.token(self.run, "halmar")

    def page(self, seat: str) -> str:
        return f"/run/{self.run}/{seat}"

    def send(self, command: str, body: Any, token: str = "") -> TestResponse:
        """A command of the attacker, as a program sends it."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        path = f"/commands/{command}"
        return self.company.ask("POST", path, token or self.token, data=sent, content_type=JSON)

    def limit(self, name: str, most: int) -> None:
        """Let a bucket hold so little that a test can empty it."""
        self.company.app.extensions[name] = Bucket(most, SPENT)

    def others_see_their_pages(self) -> None:
        assert self.brenia.get(self.page("brenia")).status_code == 200
        assert self.host.get(self.page("control")).status_code == 200


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(lasting: World) -> Iterator[World]:
    """The world, with its limits as they were and whole afterwards."""
    kept = dict(lasting.company.app.extensions)
    yield lasting
    lasting.company.app.extensions.update(kept)
    lasting.others_see_their_pages()


Attack = Callable[[World, pytest.MonkeyPatch], None]
ATTACKS: dict[str, Attack] = {}


def attack(law: str) -> Callable[[Attack], Attack]:
    """Enter an attack under the law that it would break."""

    def enter(function: Attack) -> Attack:
        assert law not in ATTACKS
        ATTACKS[law] = function
        return function

    return enter


# Getting in


@attack("a cookie that was signed elsewhere opens nothing")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    elsewhere = Company(world.folder / "elsewhere")
    host = elsewhere.host().client.get_cookie(elsewhere.app.config["SESSION_COOKIE_NAME"])
    assert host
    browser = world.company.browser()
    browser.client.set_cookie(world.company.app.config["SESSION_COOKIE_NAME"], host.value)
    assert browser.get(world.page("control")).status_code == 404


@attack("a link that was signed with another key opens no seat")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    for key in (b"", b"0" * 32, "secret"):
        forged = URLSafeSerializer(key, salt="join").dumps([world.run, "control", "x"])
        assert world.stranger.get(f"/join/{forged}").status_code == 404


@attack("a link names the secret of its own seat: one with another's opens none")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    stolen = URLSafeSerializer(world.company.runs.key, salt="join")
    forged = stolen.dumps([world.run, "brenia", world.seats.secret("halmar")])
    assert world.stranger.get(f"/join/{forged}").status_code == 404


@attack("a link is no token, a token no link, and the host's neither's")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    host = world.company.runs.host
    for token in (world.seats.link("halmar"), host.link()):
        assert world.company.ask("GET", "/view", token).status_code == 401
    for link in (world.token, host.token(), host.link()):
        assert world.stranger.get(f"/join/{link}").status_code == 404
    for link in (world.token, host.token(), world.seats.link("halmar")):
        assert world.stranger.get(f"/open/{link}").status_code == 404


@attack("a seat opens its own page and the screen, and no other")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    for seat in ("control", "brenia", "observer", "HALMAR", "halmar ", "halmar%00"):
        assert world.halmar.get(world.page(seat)).status_code == 404, seat


@attack("no name of a run leads out of its folder")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    for name in ("..", "%2e%2e%2f.key", "..%2F..%2Fetc%2Fpasswd", ".key", "%00", "a" * 5000, "ą", "C:", "~"):
        for path in (f"/run/{name}/control", f"/run/{name}/download", f"/live/now?c={name}/control"):
            answer = world.host.get(path)
            assert answer.status_code in (200, 308, 404), path
            assert answer.status_code != 200 or set(answer.json.values()) == {"gone"}, path


@attack("a stranger's question does not even look whether there is such a run")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    def look(*_: object) -> None:
        raise AssertionError("the time of this would tell")

    for name in ("path", "seats", "run", "names"):
        patch.setattr(Runs, name, look)
    answers = [
        [world.stranger.client.get(path.format(run)) for run in (world.run, "no-such-run-2025")]
        for path in ("/run/{}/halmar", "/run/{}/control", "/run/{}/debrief", "/live/now?c={}/halmar")
    ]
    for one, other in answers:
        assert one.status_code == other.status_code
        assert one.data.replace(world.run.encode(), b"no-such-run-2025") == other.data
    patch.undo()


@attack("a name of another's server is not answered to")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    from web.addresses import Place

    company = Company(world.folder / "placed", Place())
    answer = company.browser().client.get("/join", environ_overrides={"HTTP_HOST": "evil.example"})
    assert answer.status_code == 400
    assert b"<" not in answer.data


@attack("a right code opens however often somebody at the same address has guessed")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    world.limit("tries", 3)
    found = [
        world.company.ask("POST", "/join", json={"code": f"GUESS{number:03}"}).status_code
        for number in range(6)
    ]
    assert found == [404, 404, 404, 429, 429, 429]
    code = world.seats.code("brenia")
    assert world.company.browser().post("/join", {"code": code}).status_code == 303
    assert world.company.ask("POST", "/join", json={"code": code}).status_code == 200


@attack("guessing is hopeless: a hundred codes among all there are, at the pace of a busy server, for years")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    from web.seats import CODE, LETTERS

    checked_in_a_second, seats_in_use = 300, 100
    days = len(LETTERS) ** CODE / seats_in_use / checked_in_a_second / 86_400
    assert days > 365


@attack("a header that anybody can write names no caller")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    world.limit("tries", 1)
    found = [
        world.company.ask(
            "POST", "/join", json={"code": f"HEAD{number}"}, headers={"X-Forwarded-For": f"192.0.2.{number}"}
        ).status_code
        for number in range(3)
    ]
    assert found == [404, 429, 429]


@attack("a code of any signs is only a wrong one")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    for code in (
        "\x00",
        "ą" * 24,
        "' OR 1=1 --",
        "%s%s%n",
        "../../.key",
        "A" * 5000,
        "\U0001f600",
        "-" * 40,
        " ",
    ):
        assert world.company.browser().post("/join", {"code": code}).status_code == 422, code


@attack("who was the host is so no more once the key is drawn anew, and every seat stays")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    thief, token = world.company.host(), world.company.host_token
    assert world.host.post("/host/renew").status_code == 303
    assert thief.get("/").headers["Location"] == "/join"
    assert thief.post("/host/renew").status_code == 404
    assert world.company.ask("GET", "/runs", token).status_code == 401
    assert world.halmar.get(world.page("halmar")).status_code == 200


@attack("what only the host does nobody else does")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    control = world.company.seated(world.run, "control")
    for browser in (world.stranger, world.halmar, control):
        assert browser.get(f"/run/{world.run}/download").status_code == 404
        assert browser.post("/start", {"exercise": "grey-strait"}).status_code == 404
        assert browser.post(f"/run/{world.run}/fork", {"turn": "1"}).status_code == 404
    for token in (world.token, world.company.token(world.run, "control")):
        assert world.company.ask("GET", "/runs", token).status_code == 403


# Acting


@attack("a form without its own secret does nothing")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    before = lines(world.open_run)
    for secret in ("", "0" * 24, world.brenia.secret):
        fields = {"command": "statement", "text": "x", "once": "1", "secret": secret}
        assert world.halmar.post(f"{world.page('halmar')}/do", fields).status_code == 400
    assert lines(world.open_run) == before


@attack("nobody acts for another seat")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    before = lines(world.open_run)
    assert world.halmar.do(world.run, "brenia", "statement", text="x").status_code == 404
    assert world.send("seat", {"data": {"seat": "brenia", "by": "bot"}}).status_code == 409
    assert lines(world.open_run) == before
    world.send("orders", {"data": {"role": "brenia", "orders": [], "seal": True}})
    written = world.open_run.run.log.lines[before:]
    assert {getattr(event, "role", "halmar") for line in written for event in line.events} <= {"halmar"}


@attack("what control does no seat does")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    before = lines(world.open_run)
    for name, data in (
        ("advance", {}),
        ("pause", {}),
        ("improvise", {"to": ["brenia"], "text": "x"}),
        ("note", {"text": "x"}),
        ("undo", {"line": 1, "reason": "x"}),
    ):
        assert world.send(name, {"data": data}).status_code in (409, 422), name
    assert world.halmar.post(f"{world.page('halmar')}/try", {"command": "improvise"}).status_code == 404
    assert lines(world.open_run) == before


@attack("the fields that the house fills in cannot be sent")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    control = world.company.token(world.run, "control")
    for name, data in (
        ("advance", {"drafts": {"brenia": []}}),
        ("advance", {"left": ["brenia"]}),
        ("note", {"text": "x", "observer": 7}),
    ):
        assert world.send(name, {"data": data}, control).status_code == 422, name


@attack("the screen only looks")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    screen = world.company.seated(world.run, "public")
    assert screen.do(world.run, "public", "statement", text="x").status_code == 404
    assert (
        world.send("statement", {"data": {"text": "x"}}, world.company.token(world.run, "public")).status_code
        == 403
    )


@attack("nobody carries out a command under the name of another's")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    before, sent = lines(world.open_run), {"data": {"text": "Ours"}, "id": "the-same"}
    assert world.send("statement", sent).status_code == 200
    assert world.send("statement", sent, world.company.token(world.run, "brenia")).status_code == 200
    assert world.send("statement", {**sent, "data": {"text": "Other"}}).status_code == 409
    assert lines(world.open_run) == before + 2


@attack("eight clicks at once are one command")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    before = lines(world.open_run)
    fields = {"command": "statement", "text": "Once", "once": "eight", "secret": world.halmar.secret}
    name = world.company.app.config["SESSION_COOKIE_NAME"]
    cookie = world.halmar.client.get_cookie(name)
    assert cookie
    headers = {"Cookie": f"{name}={cookie.value}"}

    def click(_: int) -> int:
        client = world.company.app.test_client(use_cookies=False)
        return client.post(f"{world.page('halmar')}/do", data=fields, headers=headers).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(click, range(8))) == {303}
    assert lines(world.open_run) == before + 1


@attack("a method that a page does not take does nothing")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    before = lines(world.open_run)
    for method in ("PUT", "DELETE", "PATCH", "PROPFIND", "CONNECT"):
        for path in (world.page("halmar"), f"{world.page('halmar')}/do", "/join", "/api/v1/view"):
            fields = {"secret": world.halmar.secret, "_method": "POST"}
            headers = {"X-HTTP-Method-Override": "POST"}
            answer = world.halmar.client.open(path, method=method, data=fields, headers=headers)
            assert answer.status_code in (400, 404, 405), (method, path)
    assert lines(world.open_run) == before


@attack("a form leads back to this site and to no other")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    for back in ("//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x=y"):
        answer = world.halmar.post("/language", {"code": "en", "back": back})
        assert answer.headers["Location"].startswith("/")
        assert "evil" not in answer.headers["Location"]


@attack("a name is a text, and steers neither pages nor headers nor screens")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    name = '<script>alert(1)</script>\r\nX: y\x1b[2J\u202e"'
    world.company.browser().claim(world.seats.link("brenia"), name)
    assert not any(sign in world.seats.people("brenia")[-1] for sign in "\r\n\x1b\u202e")
    shown = world.host.get(world.page("control") + "?panel=seats").get_data(as_text=True)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


@attack("a message is a text, and steers no page")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    text = "</textarea><img src=x onerror=alert(1)>{{ 7*7 }}${7*7}\ue000secret\ue000"
    assert world.send("message", {"data": {"to": ["brenia"], "text": text}}).status_code == 200
    for browser, seat in ((world.brenia, "brenia"), (world.host, "control")):
        for query in ("", "?tab=messages", "?panel=words"):
            shown = browser.get(f"{world.page(seat)}{query}").get_data(as_text=True)
            assert "<img src=x" not in shown
            assert browser.secret not in shown.partition("onerror")[2][:60]


# Too much


def fields(number: int) -> bytes:
    return b"&".join(b"f%d=x" % place for place in range(number))


@attack("a form of sixty thousand fields is refused before it is read")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    from werkzeug import formparser

    def read(*_: object, **__: object) -> None:
        raise AssertionError("it was read")

    patch.setattr(formparser.FormDataParser, "_parse_urlencoded", read)
    for number in (limits.FIELDS + 1, 30_000):
        answer = world.halmar.client.post(
            f"{world.page('halmar')}/do", data=fields(number), content_type=FORM
        )
        assert answer.status_code == 413
    assert world.stranger.client.post("/join", data=b"&" * 60_000, content_type=FORM).status_code == 413


@attack("a form of as many fields as any page has is read")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    sent = fields(limits.FIELDS // 2) + f"&secret={world.halmar.secret}&command=statement&text=x".encode()
    answer = world.halmar.client.post(f"{world.page('halmar')}/do", data=sent, content_type=FORM)
    assert answer.status_code == 303


@attack("a form of many parts is refused as one of many fields is")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n'
    sent = part * (limits.FIELDS + 1) + b"--x--\r\n"
    answer = world.halmar.client.post("/join", data=sent, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413


@attack("a body that is too long is refused, whatever it says of itself")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    long = b"x" * (limits.BODY + 1)
    for kind in (FORM, JSON, "text/plain", "multipart/form-data; boundary=x"):
        assert world.halmar.client.post("/join", data=long, content_type=kind).status_code == 413, kind
    assert world.send("statement", long).status_code == 413


def never_checked(patch: pytest.MonkeyPatch) -> None:
    """What costs is to hold each value to its schema."""

    def check(*_: object) -> None:
        raise AssertionError("it was held to its schema")

    patch.setattr(asking, "fitting", check)


@attack("eighty thousand orders are refused before anybody looks at one")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    never_checked(patch)
    many = b'{"data":{"orders":[' + b",".join([b"{}"] * 80_000) + b"]}}"
    answer = world.send("orders", many)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert str(limits.PARTS) in answer.json["why"]


@attack("a map of many keys is refused as a list is")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    never_checked(patch)
    assert world.send("statement", {"data": {f"k{number}": 0 for number in range(9000)}}).status_code == 422
    assert world.send("statement", {"data": [[0] * 40] * 40}).status_code == 422


@attack("what is nested for ever is refused")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    for sent in (b"[" * 100_000, b'{"a":' * 40_000, b'{"data":' * 30 + b"1" + b"}" * 30):
        assert world.send("statement", sent).status_code == 400


@attack("a number of any size is a number, and refused")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    for number in (b"9" * 200_000, b"1e999", b"-1e400", b"NaN", b"1E-9999"):
        body = b'{"data": {"text": "x"}, "seen": {"turn": ' + number + b"}}"
        assert world.send("statement", body).status_code in (400, 409, 422), number[:20]


@attack("a page that one asks for with ever another query costs the one who asks, and nobody else")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    world.company.app.extensions["work"] = Bucket(1, SPENT)  # a second of the processor
    found = 0
    for number in range(400):
        status = world.halmar.get(f"{world.page('halmar')}?x={number}").status_code
        found += status == 200
        if status == 429:
            break
    assert status == 429
    assert found >= 3
    world.others_see_their_pages()
    assert world.company.ask("GET", "/view", world.token).status_code == 429
    assert world.halmar.get(world.page("public")).status_code == 429, "the screen is paid for by who looks"
    assert world.company.seated(world.run, "public").get(world.page("public")).status_code == 200


@attack("control is never held up")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    world.limit("work", 0)
    world.limit("pace", 0)
    assert world.host.get(world.page("control")).status_code == 200
    assert world.host.do(world.run, "control", "note", text="x", once="held").status_code == 303


@attack("taking a seat again and again has a pace, so that pages of others are not drawn for it")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    world.limit("pace", 3)
    link = world.seats.link("halmar")
    found = [world.halmar.claim(link, f"Name {number}").status_code for number in range(5)]
    assert found == [303, 303, 303, 429, 429]
    assert world.company.ask("POST", "/join", json={"link": link}).status_code == 429
    assert world.company.browser().claim(world.seats.link("brenia")).status_code == 303


@attack("one browser holds a few streams, and others have theirs")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    world.company.app.extensions["streams"] = Streams(limits.STREAMS)
    held = [
        world.halmar.get(f"/live?c={world.run}/{seat}", buffered=False)
        for seat in ("halmar", "public") * limits.STREAMS_OF_BROWSER
    ]
    mine = world.brenia.get(f"/live?c={world.run}/brenia", buffered=False)
    try:
        assert [answer.status_code for answer in held].count(200) == limits.STREAMS_OF_BROWSER
        assert mine.status_code == 200
    finally:
        for answer in (*held, mine):
            answer.close()
    assert not world.company.app.extensions["streams"]._held


@attack("one seat holds a few streams, in however many browsers and programs, and others have theirs")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    streams = world.company.app.extensions["streams"] = Streams(limits.STREAMS)
    browsers: list[Browser] = [world.company.seated(world.run, "halmar") for _ in range(3)]
    for number in range(limits.STREAMS_OF_SEAT - len(browsers)):
        assert streams.take(f"browser {number}", f"{world.run}/halmar")
    held = [browser.get(f"/live?c={world.run}/public", buffered=False) for browser in browsers]
    try:
        assert [answer.status_code for answer in held] == [200] * 3
        assert world.halmar.get(f"/live?c={world.run}/halmar", buffered=False).status_code == 503
        assert world.company.ask("GET", "/stream", world.token).status_code == 503
        with world.brenia.get(f"/live?c={world.run}/brenia", buffered=False) as answer:
            assert answer.status_code == 200
    finally:
        for one in held:
            one.close()


@attack("every seat of a full run finds a stream, whatever the greediest of them hold")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    streams = Streams(limits.STREAMS)
    for seat in range(9):
        while streams.take(f"b{seat}-{len(streams._held)}", f"run/{seat}"):
            pass
    assert streams.take("somebody", "run/the-last")


@attack("who names a thousand pages is told of sixty")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    query = "&".join(f"c={world.run}/{number}" for number in range(1000))
    assert len(world.halmar.get(f"/live/now?{query}").json) == 60


@attack("runs are made at a pace: each is a file on the host's disk")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    world.limit("making", 0)
    before = world.company.runs.names()
    body = {"exercise": "grey-strait"}
    assert world.company.ask("POST", "/runs", world.company.host_token, json=body).status_code == 429
    assert world.company.runs.names() == before


@attack("a seat that sends and sends is held up alone")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    world.limit("pace", 2)
    sent = {"data": {"text": "x"}}
    assert [world.send("statement", sent).status_code for _ in range(3)] == [200, 200, 429]
    assert world.halmar.do(world.run, "halmar", "statement", text="x").status_code == 429
    brenia = world.company.token(world.run, "brenia")
    assert world.send("statement", sent, brenia).status_code == 200


@attack("an address whose requests pile up is told to come again, and others notice nothing")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    gate = world.company.app.wsgi_app
    assert isinstance(gate, Turns)
    crowd = [gate.enter("192.0.2.66") for _ in range(limits.AT_WORK + limits.WAITING)]
    away = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.66"}}
    try:
        refused = world.stranger.client.get("/join", **away)
        assert refused.status_code == 503
        assert refused.headers["Retry-After"]
        world.others_see_their_pages()
    finally:
        for queue in crowd:
            assert queue
            gate.leave("192.0.2.66", queue)
    assert world.stranger.client.get("/join", **away).status_code == 200


# Files and secrets


@attack("a file that is no run takes nothing from those that are")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    path = world.company.runs.folder / "odd.jsonl"
    path.write_bytes(sealed(changed(begun(world.folder), ("data", "seed"), "seven")))
    try:
        shown = world.host.get("/?all=yes")
        listed: Any = world.company.ask("GET", "/runs", world.company.host_token).json
    finally:
        path.unlink()
    assert shown.status_code == 200
    readable = {entry["run"]: entry["readable"] for entry in listed["runs"]}
    assert readable["odd"] is False
    assert readable[world.run] is True


@attack("nothing but what is meant for browsers is given out as a file")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    for path in (
        "../app.py",
        "%2e%2e/app.py",
        "..%2f..%2fruns%2f.key",
        "/etc/passwd",
        ".key",
        "%00",
        "\\..\\app.py",
    ):
        assert world.stranger.get(f"/static/{path}").status_code in (308, 404), path


@attack("no page of a seat holds the seed, a key, or another seat's secret")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    hidden = [
        str(world.open_run.run.state.seed),
        world.company.runs.key.hex(),
        world.company.runs.host.secret,
        *(world.seats.secret(seat) for seat in ("brenia", "control")),
        *(world.seats.code(seat) for seat in ("brenia", "control")),
    ]
    asked = [world.halmar.get(world.page(seat)).get_data(as_text=True) for seat in ("halmar", "public")]
    asked += [
        world.company.ask("GET", path, world.token).get_data(as_text=True) for path in ("/view", "/pack")
    ]
    for shown in asked:
        assert not any(word in shown for word in hidden)


@attack("a page that fails tells nothing of why")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the secret is 4711")

    patch.setattr("web.pages.room.show", fail)
    world.company.app.testing = False
    try:
        shown = world.halmar.get(world.page("halmar"))
    finally:
        world.company.app.testing = True
    patch.undo()
    assert shown.status_code == 500
    assert b"4711" not in shown.data
    assert b"Traceback" not in shown.data


@attack("no site frames a page, and none reads the API from a browser")
def _(world: World, patch: pytest.MonkeyPatch) -> None:
    elsewhere = {"Origin": "https://evil.example"}
    for answer in (
        world.halmar.get(world.page("halmar"), headers=elsewhere),
        world.company.ask("GET", "/view", world.token, headers=elsewhere),
        world.company.ask("OPTIONS", "/view", headers=elsewhere),
    ):
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("law", ATTACKS)
def test_law(world: World, law: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ATTACKS[law](world, monkeypatch)


def test_there_are_forty_of_them() -> None:
    assert len(ATTACKS) >= 40
