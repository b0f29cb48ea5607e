"""The guards: foreign forms, unknown hosts, links and codes, and where an answer may lead to."""

from pathlib import Path
from typing import Any

import pytest

from tests.web.company import Company, lines
from tests.web.reading import Page
from web.addresses import Place
from web.guard import HEADERS
from web.interfaces import Address, Kind
from web.open_run import OpenRun
from web.runs import Bucket


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start(people=("usa", "dprk"))


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, OpenRun]:
    """A company and a run, for tests that leave it as it is but for some words."""
    company = Company(tmp_path_factory.mktemp("runs"))
    return company, company.start(people=("usa", "dprk"))


# Foreign forms


FOREIGN: dict[str, dict[str, Any]] = {
    "no secret": {"fields": {"secret": ""}},
    "another secret": {"fields": {"secret": "0" * 24}},
    "a secret that is no text": {"fields": {"secret": "ą\ud7ff"}},
    "from another site": {"headers": {"Sec-Fetch-Site": "cross-site"}},
    "from a sibling": {"headers": {"Sec-Fetch-Site": "same-site"}},
    "of another origin": {"headers": {"Origin": "http://elsewhere.example"}},
    "of another port": {"headers": {"Origin": "http://localhost:81"}},
    "of another scheme": {"headers": {"Origin": "https://localhost"}},
    "of no origin": {"headers": {"Origin": "null"}},
    "of a broken origin": {"headers": {"Origin": "http://["}},
    "of an origin that only begins alike": {"headers": {"Origin": "http://localhost.example"}},
    "of a longer origin": {"headers": {"Origin": "http://localhost/"}},
}


@pytest.mark.parametrize("how", FOREIGN)
def test_a_foreign_form_does_nothing(lasting: tuple[Company, OpenRun], how: str) -> None:
    """Each sign alone is enough, also where browsers send no Sec-Fetch-Site: on plain HTTP in a room."""
    company, open_run = lasting
    usa, case = company.seated(open_run.name, "usa"), FOREIGN[how]
    before = lines(open_run)
    fields = {"command": "statement", "text": "Not mine", "once": "1", **case.get("fields", {})}
    answer = usa.post(f"/run/{open_run.name}/usa/do", fields, headers=case.get("headers", {}))
    assert answer.status_code == 400
    assert lines(open_run) == before
    assert (
        usa.post(
            "/language", {"code": "pl", **case.get("fields", {})}, headers=case.get("headers", {})
        ).status_code
        == 400
    )
    link = company.runs.seats(open_run.name).link("dprk")
    usa.post(f"/join/{link}", case.get("fields", {}), headers=case.get("headers", {}))
    assert usa.get(f"/run/{open_run.name}/dprk").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Host": "192.168.1.20:8025", "Origin": "http://192.168.1.20:8025"},
        {"Host": "[::1]:8025", "Origin": "http://[::1]:8025"},
        {"Host": "room.example:80", "Origin": "http://room.example"},
    ],
)
def test_a_form_of_ones_own_is_done(lasting: tuple[Company, OpenRun], headers: dict[str, str]) -> None:
    company, open_run = lasting
    usa = company.seated(open_run.name, "usa")
    fields = {"command": "statement", "text": "Mine", "once": "1", "secret": usa.secret}
    before = lines(open_run)
    environ = {"HTTP_HOST": headers["Host"]} if "Host" in headers else {}
    with company.app.test_client(use_cookies=False) as plain:
        cookie = usa.client.get_cookie(company.app.config["SESSION_COOKIE_NAME"])
        assert cookie
        sent = {**headers, "Cookie": f"{cookie.key}={cookie.value}"}
        sent.pop("Host", None)
        answer = plain.post(
            f"/run/{open_run.name}/usa/do", data=fields, headers=sent, environ_overrides=environ
        )
    assert answer.status_code == 303
    assert lines(open_run) == before + 1


# Hosts, cookies, headers


@pytest.mark.parametrize(
    "path", ["/", "/join", "/nothing", "/static/live.js", "/api/v1/view", "/live", "/run/a/b"]
)
def test_an_unknown_host_gets_nothing(tmp_path: Path, path: str) -> None:
    """Otherwise a name that somebody else owns could be made to point here, and read what is here."""
    wifi = Address("192.168.1.20", "wlp2s0", Kind.WIFI)
    company = Company(tmp_path, Place(lan=True), look=lambda: [wifi])
    for host in (
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "",
        "a b",
        "[",
        "192.168.1.21",
    ):
        for method in ("GET", "POST", "HEAD", "OPTIONS"):
            answer = company.browser().client.open(path, method=method, environ_overrides={"HTTP_HOST": host})
            assert answer.status_code == 400, (host, method)
            assert "Set-Cookie" not in answer.headers
            assert answer.headers["Content-Security-Policy"]
            assert b"<" not in answer.data
    for host in ("127.0.0.1:8025", "localhost", "[::1]:8025", "192.168.1.20:8025"):
        answer = company.browser().client.get("/join", environ_overrides={"HTTP_HOST": host})
        assert answer.status_code == 200


def test_the_cookie_is_for_this_site_alone(company: Company) -> None:
    plain = company.browser().get("/join").headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Path=/" in plain
    assert "Domain" not in plain
    assert "Secure" not in plain
    assert "Secure" in company.browser().get("/join", base_url="https://localhost").headers["Set-Cookie"]
    assert "Set-Cookie" not in company.browser().get("/static/live.js").headers


def test_a_cookie_of_another_server_is_none(tmp_path: Path) -> None:
    """Two servers on one machine share a browser's cookies, and leave each other's alone."""
    one, other = Company(tmp_path / "one"), Company(tmp_path / "other")
    assert one.app.config["SESSION_COOKIE_NAME"] != other.app.config["SESSION_COOKIE_NAME"]
    run = one.start(people=("usa",)).name
    cookie = one.seated(run, "usa").client.get_cookie(one.app.config["SESSION_COOKIE_NAME"])
    assert cookie
    for value in (cookie.value, cookie.value[:-1], cookie.value + "x", "", "a.b.c", "." * 3000):
        browser = other.browser()
        browser.client.set_cookie(other.app.config["SESSION_COOKIE_NAME"], value)
        assert browser.get(f"/run/{run}/usa").status_code == 404


def test_headers_stand_on_every_answer(company: Company, open_run: OpenRun) -> None:
    usa = company.seated(open_run.name, "usa")
    found = [
        usa.get(f"/run/{open_run.name}/usa"),
        usa.get(f"/run/{open_run.name}/dprk"),
        usa.get("/static/live.js"),
        usa.get("/static/nothing.js"),
        usa.get("/live/now"),
        usa.client.open("/join", method="OPTIONS"),
        usa.client.put("/join"),
        usa.client.post("/join"),
        usa.client.post("/join", data={"secret": usa.secret, "code": "x" * 300_000}),
        company.browser().get("/"),
        company.ask("GET", "/view"),
        company.ask("GET", "/view", company.token(open_run.name, "usa")),
        company.ask("GET", "/openapi.json"),
        company.ask("GET", "/nothing"),
    ]
    for answer in found:
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, answer.request.path
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Server" not in answer.headers or "Werkzeug" not in answer.headers["Server"]
        if not answer.request.path.startswith(("/static/live", "/api/v1/view", "/api/v1/openapi")):
            assert answer.headers["Cache-Control"] == "no-store", answer.request.path


def test_files_are_kept_for_as_long_as_they_are_the_same(company: Company) -> None:
    page = Page(company.browser().get("/join").get_data(as_text=True))
    for source in page.sources:
        assert "immutable" in company.browser().get(source).headers["Cache-Control"], source
        bare = source.partition("?")[0]
        for other in (bare, f"{bare}?v=0000000000"):
            answer = company.browser().get(other)
            assert answer.headers["Cache-Control"] == "no-cache"
            again = company.browser().get(other, headers={"If-None-Match": answer.headers["ETag"]})
            assert again.status_code == 304
    for path in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/static/.key",
        "/static/",
    ):
        assert company.browser().get(path).status_code in (404, 308)


# Where an answer may lead to


ELSEWHERE = (
    *("//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https:evil.example"),
    *("javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", "/a\r\nSet-Cookie: x=y"),
    *(" //evil.example", "/ąę", "", "evil.example", "/%5cevil", "\x00/evil.example", "/\x0b/evil.example"),
    *("//", "///evil.example"),
)


@pytest.mark.parametrize("back", ELSEWHERE)
def test_no_form_leads_elsewhere(lasting: tuple[Company, OpenRun], back: str) -> None:
    company, open_run = lasting
    usa = company.seated(open_run.name, "usa")
    answers = [usa.post("/language", {"code": "pl", "back": back})]
    for field in ("back", "then", "next"):
        fields = {"command": "statement", "text": "Words", "once": f"{field}-{back}"[:50], field: back}
        answers.append(usa.post(f"/run/{open_run.name}/usa/do", fields))
    answers.append(company.host().get("/open/x", query_string={"run": back}))
    host = company.host()

    answers.append(host.get(f"/open/{company.runs.host.link()}", query_string={"run": back}))
    for answer in answers:
        place = answer.headers.get("Location", "/")
        assert place.startswith("/"), place
        assert not place.startswith(("//", "/\\")), place
        assert all("!" <= sign <= "~" for sign in place), place
        assert "Set-Cookie: x" not in str(answer.headers)


# Links and codes


def test_a_link_is_taken_by_a_button_alone(company: Company, open_run: OpenRun) -> None:
    """Programs that preview links open them: that takes no seat, changes no run and writes no name."""
    run, link = open_run.name, company.runs.seats(open_run.name).link("japan")
    before, browser = lines(open_run), company.browser()
    for method in ("GET", "HEAD", "OPTIONS"):
        assert browser.client.open(f"/join/{link}", method=method).status_code == 200
    assert browser.get(f"/run/{run}/japan").status_code == 404
    assert lines(open_run) == before
    assert browser.claim(link, "Anna").headers["Location"] == f"/run/{run}/japan"
    assert browser.get(f"/run/{run}/japan").status_code == 200
    assert company.runs.seats(run).people("japan") == ["Anna"]
    assert open_run.picture("public", "en")["seats"]["japan"] == "person"


def test_what_is_revoked_is_worthless_at_once(company: Company, open_run: OpenRun) -> None:
    """The link, the code, the session and the token; those of other seats go on."""
    run, seats = open_run.name, company.runs.seats(open_run.name)
    usa, dprk = company.seated(run, "usa"), company.seated(run, "dprk")
    link, code, token = seats.link("usa"), seats.code("usa"), seats.token("usa")
    control = company.host()
    assert control.post(f"/run/{run}/seats/usa/revoke").status_code == 303
    assert usa.get(f"/run/{run}/usa").status_code == 404
    assert usa.get(f"/run/{run}/public").status_code == 404
    assert usa.do(run, "usa", "statement", text="Still here?").status_code == 404
    assert usa.get(f"/live/now?c={run}/usa").json == {f"{run}/usa": "gone"}
    for method in ("get", "post"):
        assert getattr(company.browser(), method)(f"/join/{link}").status_code == 404
    assert company.browser().post("/join", {"code": code}).status_code == 422
    assert company.ask("GET", "/view", token).status_code == 401
    assert company.ask("POST", "/commands/statement", token, json={"data": {"text": "x"}}).status_code == 401
    assert company.ask("POST", "/join", json={"link": link}).status_code == 404
    assert company.ask("POST", "/join", json={"code": code}).status_code == 404
    assert dprk.get(f"/run/{run}/dprk").status_code == 200
    assert company.browser().get(f"/join/{seats.link('usa')}").status_code == 200


def test_wrong_codes_are_counted_whatever_they_are_tried_on(company: Company, open_run: OpenRun) -> None:
    """Pages and API count as one, and all runs as one; who types the right one is never held up, also where
    somebody at the same address has guessed too often.
    """
    company.app.extensions |= {"tries": Bucket(5, 0.001), "same": Bucket(1, 0.001)}
    code = company.runs.seats(open_run.name).code("japan")
    for _ in range(20):
        assert company.browser().post("/join", {"code": code}).status_code == 303
    browser = company.browser()
    for number in range(3):
        assert browser.post("/join", {"code": f"AAAA{number}"}).status_code == 422
    for number in range(2):
        assert company.ask("POST", "/join", json={"code": f"BBBB{number}"}).status_code == 404
    refused = company.browser().post("/join", {"code": "CCCC"})
    assert refused.status_code == 429
    assert refused.headers["Retry-After"]
    assert company.ask("POST", "/join", json={"code": "DDDD"}).json["code"] == "too_often"
    for taken in (company.browser(), browser):
        assert taken.post("/join", {"code": code}).status_code == 303
    assert company.ask("POST", "/join", json={"code": code}).status_code == 200
    away = {"REMOTE_ADDR": "192.0.2.9"}
    assert browser.post("/join", {"code": "EEEE"}, environ_overrides=away).status_code == 422


def test_a_browser_that_guesses_is_held_up_alone(company: Company, open_run: OpenRun) -> None:
    company.app.extensions["mistakes"] = Bucket(3, 0.001)
    code = company.runs.seats(open_run.name).code("japan")
    guesser = company.browser()
    found = [guesser.post("/join", {"code": f"AAAA{number}"}).status_code for number in range(4)]
    assert found == [422, 422, 422, 429]
    assert guesser.post("/join", {"code": code}).status_code == 429
    assert company.browser().post("/join", {"code": code}).status_code == 303


def test_a_room_with_an_old_sheet_is_no_guesser(company: Company, open_run: OpenRun) -> None:
    """Thirty people behind one router type the code that was revoked: that counts as one wrong code."""
    company.app.extensions |= {"tries": Bucket(2, 0.001), "same": Bucket(1, 0.001)}
    for _ in range(30):
        assert company.browser().post("/join", {"code": "OLDCODE2"}).status_code == 422
    assert company.browser().post("/join", {"code": "TYPO2345"}).status_code == 422
