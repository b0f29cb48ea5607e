"""Seats: keys that can be revoked, a cookie that fits, streams that give their places back, double clicks."""

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest
from flask import session

from engine.play.commands import Command
from tests.web.company import Company, lines
from tests.web.serving import serving
from web import live
from web.live import GONE, Held, Streams
from web.presence import GRACE, Presence
from web.runs import Bucket, Runs, neighbourhood
from web.seats import (
    CODE,
    LETTERS,
    MOST_PEOPLE,
    NAME,
    Seats,
    read_join,
    read_token,
)
from web.serve import RESERVE, STREAMS, server_settings

KEY = b"k" * 32
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def seats(tmp_path: Path) -> Seats:
    return Seats(tmp_path / "run.jsonl.seats", "run", KEY)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


# Keys


def test_keys_open_what_they_are_for(seats: Seats) -> None:
    """A link, a token and the host's token are signed each for its own use, and by this server."""
    secret = seats.secret("usa")
    assert read_join(KEY, seats.link("usa")) == ("run", "usa", secret)
    assert read_token(KEY, seats.token("usa")) == ("run", "usa", secret)
    for read in (read_join, read_token):
        for wrong in (seats.link("usa") + "x", "", "a.b", "\x00", "ą", "." * 9000):
            assert read(KEY, wrong) is None
    assert read_join(KEY, seats.token("usa")) is None
    assert read_token(KEY, seats.link("usa")) is None
    assert read_token(b"x" * 32, seats.token("usa")) is None


def test_a_revoked_seat_opens_to_nothing(seats: Seats) -> None:
    secret, code, link = seats.secret("usa"), seats.code("usa"), seats.link("usa")
    seats.sit("usa", "browser", "Anna")
    seats.revoke("usa")
    assert not seats.holds("usa", secret)
    assert seats.by_code(code) is None
    assert seats.link("usa") != link
    assert seats.people("usa") == []
    assert seats.holds("usa", seats.secret("usa"))
    assert not seats.holds("dprk", secret)
    assert not seats.holds("usa", "")


def test_codes_can_be_read_out_and_typed_as_people_type(seats: Seats) -> None:
    code = seats.code("japan")
    assert len(code) == CODE
    assert set(code) <= set(LETTERS)
    for typed in (code, code.lower(), f" {code[:4]} {code[4:]} ", f"{code[:4]}-{code[4:]}"):
        assert seats.by_code(typed) == "japan"
    for wrong in ("", "ĄĘŚĆŻŹÓŁ", code[:-1], code + "A", "\ud800", "A" * 100_000):
        assert seats.by_code(wrong) is None


def test_seats_are_kept_for_the_owner_of_the_folder_alone(seats: Seats) -> None:
    seats.sit("usa", "browser", "Anna")
    assert stat.S_IMODE(seats.path.stat().st_mode) == 0o600
    again = Seats(seats.path, "run", KEY)
    assert (again.secret("usa"), again.people("usa")) == (seats.secret("usa"), ["Anna"])


def test_names_are_plain_few_and_can_be_erased(seats: Seats) -> None:
    for number in range(MOST_PEOPLE + 5):
        seats.sit("usa", f"browser-{number}", f"Person {number}")
    assert len(seats.people("usa")) == MOST_PEOPLE
    assert "Person 0" not in seats.people("usa")
    seats.sit("dprk", "browser", "  An\u202ena\x00\n <b>  " + "x" * 100)
    (name,) = seats.people("dprk")
    assert name.startswith("Anna <b> x")
    assert len(name) == NAME
    seats.sit("rok", "browser", "\u200b \x07 ")
    assert seats.people("rok") == []
    seats.erase_names()
    assert seats.people("usa") == seats.people("dprk") == []
    assert "Person" not in seats.path.read_text()


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "[]",
        "nonsense",
        '{"usa": {}}',
        '{"usa": {"secret": 1, "code": "A"}}',
        '{"usa": {"secret": "", "code": ""}}',
        '{"usa": {"secret": "s", "code": "c", "people": []}}',
        '{"usa": {"secret": "s", "code": "\\ud800"}}',
        "[" * 200_000,
        '{"usa": ' + "[" * 200_000,
    ],
)
def test_a_broken_file_of_seats_opens_nothing(tmp_path: Path, broken: str) -> None:
    """Whoever had a key needs a new one; nobody gets in without."""
    path = tmp_path / "run.jsonl.seats"
    path.write_text(broken)
    seats = Seats(path, "run", KEY)
    assert not seats.holds("usa", "")
    assert not seats.holds("usa", "s")
    assert seats.by_code("") is None
    assert seats.holds("usa", seats.secret("usa"))
    if broken:
        assert path.with_name("run.jsonl.seats.broken").read_text() == broken, "it is kept aside"


def test_one_broken_seat_takes_no_other_with_it(tmp_path: Path) -> None:
    """Law: a link that holds goes on holding, whatever somebody has done to another entry of the file."""
    path = tmp_path / "run.jsonl.seats"
    good = Seats(path, "run", KEY)
    secret = good.secret("usa")
    entries = json.loads(path.read_text())
    for name, entry in (("a", {"secret": "", "code": "x"}), ("observer", {**entries["usa"], "last": "x"})):
        path.write_text(json.dumps({**entries, name: entry}))
        found = Seats(path, "run", KEY)
        assert found.holds("usa", secret)
        assert found.draw_number("observer", "b", 0) == 1
        assert found.holds("usa", secret)


def test_what_another_server_revokes_is_revoked_here(tmp_path: Path) -> None:
    here, there = (Seats(tmp_path / "run.jsonl.seats", "run", KEY) for _ in range(2))
    secret = here.secret("usa")
    assert there.holds("usa", secret)
    there.revoke("usa")
    assert not here.holds("usa", secret)


# The hall


CHANGER = """
import sys
from pathlib import Path
from web.seats import Seats
seats, name = Seats(Path(sys.argv[1]), "run", b"k" * 32), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for number in range(60):
    seats.sit("usa", f"{name}-{number % 5}", "n")
    print(seats.draw_number("observer", f"{name}-{number}", 0), flush=True)
"""


def test_what_two_servers_do_at_once_is_all_done(tmp_path: Path) -> None:
    """Law: no server undoes what another of the folder has just done: a revoked key stays revoked, no
    number of an observer is drawn twice, and none is forgotten.
    """
    path = tmp_path / "run.jsonl.seats"
    here = Seats(path, "run", KEY)
    others = [
        subprocess.Popen(
            [sys.executable, "-c", CHANGER, str(path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for name in ("one", "two")
    ]
    for other in others:
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline() == "ready\n"
    for other in others:
        other.stdin.write("\n")  # type: ignore[union-attr]
        other.stdin.flush()  # type: ignore[union-attr]
    revoked = list[str]()
    while len(revoked) < 4 or any(other.poll() is None for other in others):
        revoked.append(here.secret("dprk"))
        here.revoke("dprk")
        sleep(0.002)
    drawn = [[int(number) for number in other.communicate()[0].split()] for other in others]
    assert [len(numbers) for numbers in drawn] == [60, 60]
    assert len({*drawn[0], *drawn[1]}) == 120
    last = Seats(path, "run", KEY)
    assert [last.number("observer", f"one-{number}") for number in range(60)] == drawn[0]
    assert not any(last.holds("dprk", secret) for secret in revoked)


def test_two_servers_that_begin_at_once_have_one_key(tmp_path: Path) -> None:
    """Law: links that one makes open at the other."""
    with ThreadPoolExecutor(8) as many:
        keys = set(many.map(lambda _: Runs(tmp_path).key, range(16)))
    assert len(keys) == 1


def test_names_of_runs_lead_to_no_other_file(tmp_path: Path) -> None:
    folder = tmp_path / "runs"
    runs = Runs(folder)
    open_run = runs.start("grey-strait", None, None, [])
    (tmp_path / "outside.jsonl").write_bytes(runs.path(open_run.name).read_bytes())
    (folder / "with space.jsonl").write_bytes(b"")
    for name in (
        "../outside",
        "..",
        ".",
        "",
        ".key",
        "/etc/passwd",
        "with space",
        "outside",
        "a\n",
        "\x00",
        "K" * 81,
    ):
        with pytest.raises(KeyError):
            runs.path(name)
    for spelt in (open_run.name.upper(), f"{open_run.name} ", f"{open_run.name}\n"):
        with pytest.raises(KeyError):
            runs.run(spelt)
    assert [name for name in runs.names() if not name.startswith("with-space")] == [open_run.name]


def test_the_key_is_drawn_once_and_kept(tmp_path: Path) -> None:
    one, other = Runs(tmp_path), Runs(tmp_path)
    assert one.key == other.key
    assert len(one.key) == 32
    assert stat.S_IMODE((tmp_path / ".key").stat().st_mode) == 0o600


def test_a_bucket_holds_each_caller_to_its_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("web.runs.monotonic", lambda: now[0])
    bucket = Bucket(3, 60)
    assert [bucket.take("one") for _ in range(4)] == [True, True, True, False]
    assert bucket.take("other")
    now[0] = 1.0
    assert [bucket.take("one") for _ in range(2)] == [True, False]
    bucket.give("one")
    assert bucket.take("one")
    monkeypatch.setattr("web.runs.MOST_CALLERS", 5)
    for number in range(20):
        bucket.take(f"caller-{number}")
    assert not bucket.take("one"), "many callers do not make one forgotten"


def test_callers_are_told_apart_by_what_one_household_has() -> None:
    assert neighbourhood("192.0.2.7") != neighbourhood("192.0.2.8")
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:1%eth0")
    assert neighbourhood("2001:db8::1") != neighbourhood("2001:db8:0:1::1")
    assert neighbourhood("::ffff:192.0.2.7") == "192.0.2.7"
    assert neighbourhood("") == ""


# Who is here


def test_presence_lasts_as_long_as_there_are_signs() -> None:
    now = [0.0]
    presence = Presence(lambda: now[0])
    presence.here("usa", "one")
    presence.here("usa", "other")
    before = presence.version
    presence.here("usa", "one")
    found = presence.picture()
    assert (found.count("usa"), found.away("usa"), found.version) == (2, None, before)
    now[0] = GRACE - 1
    presence.here("usa", "one")
    now[0] = GRACE + 1
    assert presence.tidy()
    assert presence.picture().count("usa") == 1
    now[0] = 3 * GRACE
    assert presence.tidy()
    assert not presence.tidy()
    assert presence.picture().count("usa") == 0
    now[0] += 121
    assert presence.picture().away("usa") == 2
    assert presence.picture().away("dprk") is None
    presence.here("usa", "one")
    assert presence.picture().away("usa") is None


# Streams


def test_a_place_is_given_back_however_a_stream_ends() -> None:
    streams, closed = Streams(1), []

    def events() -> object:
        try:
            yield b"one"
            yield b"two"
        finally:
            closed.append(True)

    assert streams.take()
    held = Held(events(), streams)  # type: ignore[arg-type]
    assert next(iter(held)) == b"one"
    held.close()
    held.close()
    assert closed == [True]
    assert streams.take()
    Held(events(), streams).close()  # type: ignore[arg-type]
    assert streams.take()
    assert not streams.take()


def test_a_full_house_of_streams_blocks_no_page(tmp_path: Path) -> None:
    """Who comes later is told so, asks now and then instead, and gets a stream when one is free."""
    company = Company(tmp_path, streams=2)
    run = company.start().name
    host = company.host()
    streams = [host.get(f"/live?c={run}/control", buffered=False) for _ in range(3)]
    assert [answer.status_code for answer in streams] == [200, 200, 503]
    assert streams[2].headers["Retry-After"]
    full = company.ask("GET", "/stream", company.token(run, "usa"))
    assert (full.status_code, full.json["code"]) == (503, "no_stream")
    assert host.get(f"/run/{run}/public").status_code == 200
    assert list(host.get(f"/live/now?c={run}/control").json) == [f"{run}/control"]
    streams[0].close()
    again = host.get(f"/live?c={run}/control", buffered=False)
    assert again.status_code == 200
    for answer in (*streams, again):
        answer.close()


@pytest.mark.parametrize("proxies", [0, 1])
def test_whoever_holds_a_stream_can_open_a_page_beside_it(proxies: int) -> None:
    """Law: a full house of streams leaves threads, and a second connection for each of its browsers."""
    settings = server_settings(STREAMS, RESERVE, proxies)
    assert settings["threads"] > STREAMS
    assert settings["connection_limit"] >= 2 * STREAMS


def test_a_browser_that_goes_leaves_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a real connection: who hangs up is noticed, and pages are answered all the while."""
    monkeypatch.setattr(live, "LOOK", 0.05)
    company = Company(tmp_path, streams=2)
    run = company.start("grey-strait").name
    token = {"Authorization": f"Bearer {company.token(run, 'halmar')}"}
    with serving(company.app, 2, 2) as address:

        def ask(path: str) -> tuple[HTTPConnection, HTTPResponse]:
            connection = HTTPConnection(address.removeprefix("http://"), timeout=60)
            connection.request("GET", f"/api/v1/{path}", headers=token)
            return connection, connection.getresponse()

        held = [ask("stream") for _ in range(2)]
        assert [answer.status for _, answer in held] == [200, 200]
        assert held[0][1].readline() == b"retry: 1500\n"
        for path, status in (("stream", 503), ("version", 200)):
            connection, answer = ask(path)
            assert answer.status == status
            connection.close()
        for connection, answer in held:
            answer.close()
            connection.close()
        streams: Streams = company.app.extensions["streams"]
        until = monotonic() + 60
        for _ in held:  # each place that is found free is taken, for they come free one by one
            while not streams.take():
                assert monotonic() < until
                sleep(0.02)
        company.runs.close()


def test_a_question_for_the_headers_holds_no_stream(tmp_path: Path) -> None:
    company = Company(tmp_path, streams=1)
    run = company.start().name
    host = company.host()
    for _ in range(3):
        assert host.client.head(f"/live?c={run}/control").status_code == 200
        assert company.ask("HEAD", "/stream", company.token(run, "usa")).status_code == 200
    with host.get(f"/live?c={run}/control", buffered=False) as answer:
        assert answer.status_code == 200


def test_pages_that_are_not_ones_own_are_gone(company: Company) -> None:
    """The word for a page that this browser may not see is one word, whether there is such a run or not."""
    run = company.start(people=("usa",)).name
    usa = company.seated(run, "usa")
    asked = [f"{run}/control", f"{run}/dprk", "no-such-run/usa", "..%2Fx/usa", "", "ą/ę"]
    found = usa.get("/live/now?" + "&".join(f"c={name}" for name in asked)).json
    assert set(found.values()) == {GONE}
    assert usa.get(f"/live?c={run}/control").status_code == 204
    assert usa.get("/live").status_code == 204
    assert company.host().get("/live/now?c=no-such-run/control").json == {"no-such-run/control": GONE}
    mine = usa.get(f"/live/now?c={run}/usa&c={run}/public").json
    assert GONE not in mine.values()
    many = usa.get("/live/now?" + "&".join(f"c={run}/{number}" for number in range(70))).json
    assert len(many) == live.MOST_CHANNELS


def next_event(stream: object, most: float = 5.0) -> dict[str, str]:
    """The next words of a stream."""
    until = monotonic() + most
    for piece in stream:  # type: ignore[attr-defined]
        if b"data: " in piece:
            return dict(json.loads(piece.split(b"data: ")[1]))
        assert monotonic() < until
    return {}


def test_a_stream_ends_when_its_seat_is_revoked(company: Company) -> None:
    run = company.start(people=("usa",)).name
    with company.seated(run, "usa").get(f"/live?c={run}/usa", buffered=False) as answer:
        stream = answer.iter_encoded()
        assert next_event(stream)[f"{run}/usa"] != GONE
        company.runs.seats(run).revoke("usa")
        company.runs.changed()
        assert next_event(stream) == {f"{run}/usa": GONE}
        assert list(stream) == []


def test_a_stream_says_nothing_of_what_its_seat_may_not_know(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others' messages wake it and leave it silent; what its seat may know makes an event."""
    monkeypatch.setattr(live, "LOOK", 0.05)
    open_run = company.start(people=("usa", "dprk", "china"))
    run = open_run.name
    with company.seated(run, "usa").get(f"/live?c={run}/usa", buffered=False) as answer:
        stream = answer.iter_encoded()
        word = next_event(stream)
        told: list[dict[str, str]] = []
        listening = Thread(target=lambda: told.append(next_event(stream)))
        listening.start()
        for number in range(5):
            open_run.do(Command("message", "dprk", {"to": ["china"], "text": f"secret {number}"}))
            open_run.do(Command("note", data={"text": f"note {number}"}))
            company.runs.changed()
            listening.join(0.05)
        assert told == []
        open_run.do(Command("message", "china", {"to": ["usa"], "text": "for you"}))
        company.runs.changed()
        listening.join(60)
        assert told[0].keys() == word.keys()
        assert told != [word]


def test_the_sign_of_life_keeps_its_own_time(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Being woken by what others do does not bring it forward."""
    clock = [100.0]
    monkeypatch.setattr(live, "monotonic", lambda: clock[0])
    run = company.start().name
    waits: list[float] = []

    def wait(tick: int, timeout: float) -> int:
        waits.append(timeout)
        clock[0] += min(timeout, 0.3)  # somebody does something every third of a second
        return tick

    monkeypatch.setattr(company.runs, "wait", wait)
    with company.seated(run, "usa").get(f"/live?c={run}/usa", buffered=False) as answer:
        stream = answer.iter_encoded()
        assert next_event(stream)
        assert next(stream) == b"event: beat\ndata: {}\n\n"
        assert clock[0] == pytest.approx(100 + live.HEARTBEAT)
        assert next(stream) == b"event: beat\ndata: {}\n\n"
        assert clock[0] == pytest.approx(100 + 2 * live.HEARTBEAT)


def test_control_sees_who_is_here(company: Company) -> None:
    open_run = company.start(people=("usa",))
    before = open_run.token("control", "en")
    usa = company.seated(open_run.name, "usa")
    usa.get(f"/live/now?c={open_run.name}/usa")
    assert open_run.present.count("usa") == 1
    assert open_run.token("control", "en") != before
    assert company.ask("GET", "/seats", company.token(open_run.name, "control")).json["seats"][0]["here"] == 1


# The cookie


def test_a_cookie_fits_however_many_seats_it_holds(company: Company) -> None:
    """What was taken longest ago gives way, so that the browser does not let go of everything."""
    with company.app.test_request_context():
        from web.visitor import visitor

        for number in range(40):
            for seat in ("usa", "dprk", "rok", "china", "japan", "russia", "poland", "control"):
                visitor().sit(f"a-long-name-of-a-run-{number}", seat, f"{number}-{seat}-secret")
            visitor().speak("pl", f"a-long-name-of-a-run-{number}/usa")
        visitor().speak("pl", "x" * 5000)
        visitor().speak("en", "")
        visitor().become_host()
        cookie = company.app.session_interface.get_signing_serializer(company.app).dumps(dict(session))  # type: ignore[attr-defined]
        assert len(cookie) < 3900
        assert "a-long-name-of-a-run-39" in session["s"]
        assert session["l"][""] == "en"


def test_whoever_gave_a_browser_its_cookie_does_not_know_it_later(company: Company) -> None:
    """The secret of its forms is drawn anew with the first seat: a planted cookie is worth nothing then."""
    run = company.start(people=("usa", "dprk")).name
    browser = company.browser()
    planted = browser.secret
    browser.claim(company.runs.seats(run).link("usa"))
    kept = browser.secret
    assert not browser.takes(planted)
    browser.claim(company.runs.seats(run).link("dprk"))
    assert browser.takes(kept), "the forms of pages that are open go on"
    assert not company.browser().takes(kept)


def test_a_form_sent_twice_is_done_once(company: Company) -> None:
    open_run = company.start(people=("usa", "dprk"))
    run = open_run.name
    usa, dprk = company.seated(run, "usa"), company.seated(run, "dprk")
    before = lines(open_run)
    for _ in range(3):
        assert usa.do(run, "usa", "statement", text="Once", once="x-1").status_code == 303
    assert lines(open_run) == before + 1
    dprk.do(run, "dprk", "statement", text="Another's", once="x-1")
    company.seated(run, "usa").do(run, "usa", "statement", text="Another browser's", once="x-1")
    usa.do(run, "usa", "statement", text="Twice", once="x-2")
    assert lines(open_run) == before + 4


def test_an_old_form_is_refused_and_what_was_typed_is_kept(company: Company) -> None:
    open_run = company.start(people=("usa",))
    run = open_run.name
    control = company.host()
    old = open_run.picture("control", "en")["versions"]["advance"]
    open_run.do(Command("advance"))
    before = lines(open_run)
    answer = control.do(run, "control", "advance", version=old, back="panel=note")
    assert answer.status_code == 409
    assert lines(open_run) == before


def test_no_log_holds_what_a_browser_is_known_by(tmp_path: Path) -> None:
    """After names are erased, the lines of one person in several runs cannot be joined; a double click in
    any of them is still one command."""
    company = Company(tmp_path)
    runs = [company.start("grey-strait", ("halmar",)) for _ in range(2)]
    browser = company.seated(runs[0].name, "halmar")
    browser.claim(company.runs.seats(runs[1].name).link("halmar"), "Ada")
    with browser.client.session_transaction() as session:
        number = str(session["b"])
    senders = []
    for open_run in runs:
        before = lines(open_run)
        for _ in range(2):
            browser.do(open_run.name, "halmar", "statement", text="Once", once="a1")
        assert lines(open_run) == before + 1
        content = open_run.run.log.path.read_text(encoding="utf-8")
        assert number not in content
        senders.append(open_run.run.log.lines[-1].id.partition(".")[0])
        browser.do(open_run.name, "halmar", "statement", text="Again", once="a2")
        assert open_run.run.log.lines[-1].id.partition(".")[0] == senders[-1]
    assert senders[0] != senders[1]
