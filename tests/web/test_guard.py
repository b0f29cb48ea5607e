"""The guards: foreign forms, unknown hosts, wrong seats, strict pages, and where an answer may lead to."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from engine.play.commands import Command
from engine.rules.load import names
from tests.web.company import Browser, Company, lines, loaded
from tests.web.reading import Form, Page, crawl
from web.api.commands import COMMANDS
from web.forms import READERS
from web.guard import HEADERS
from web.hall import Bucket
from web.served import Served

MARK = "typed-ąę-<b>-&amp;"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def served(company: Company) -> Served:
    return company.start(people=("usa", "dprk"))


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, Served]:
    """A company and a run, for tests that leave it as it is but for some words."""
    company = Company(tmp_path_factory.mktemp("runs"))
    return company, company.start(people=("usa", "dprk"))


def played_on(company: Company, served: Served, turns: int = 1) -> None:
    """Let control move on until so many turns are over."""
    while served.picture("public", "en")["turn"] <= turns:
        served.do(Command("advance"))
    company.hall.changed()


# Foreign forms


FOREIGN: dict[str, dict[str, Any]] = {
    "no secret": {"fields": {"secret": ""}},
    "another secret": {"fields": {"secret": "0" * 24}},
    "a secret that is no text": {"fields": {"secret": "ą\ud7ff"}},
    "from another site": {"headers": {"Sec-Fetch-Site": "cross-site"}},
    "from a sibling": {"headers": {"Sec-Fetch-Site": "same-site"}},
    "of another origin": {"headers": {"Origin": "http://elsewhere.example"}},
    "of another port": {"headers": {"Origin": "http://localhost:81"}},
    "of no origin": {"headers": {"Origin": "null"}},
    "of a broken origin": {"headers": {"Origin": "http://["}},
    "of an origin that only begins alike": {"headers": {"Origin": "http://localhost.example"}},
    "of a longer origin": {"headers": {"Origin": "http://localhost/"}},
}


@pytest.mark.parametrize("how", FOREIGN)
def test_a_foreign_form_does_nothing(lasting: tuple[Company, Served], how: str) -> None:
    """Each sign alone is enough, also where browsers send no Sec-Fetch-Site: on plain HTTP in a room."""
    company, served = lasting
    usa, case = company.seated(served.name, "usa"), FOREIGN[how]
    before = lines(served)
    fields = {"command": "statement", "text": "Not mine", "once": "1", **case.get("fields", {})}
    answer = usa.post(f"/run/{served.name}/usa/do", fields, headers=case.get("headers", {}))
    assert answer.status_code == 400
    assert lines(served) == before
    assert (
        usa.post(
            "/language", {"code": "pl", **case.get("fields", {})}, headers=case.get("headers", {})
        ).status_code
        == 400
    )
    link = company.hall.seats(served.name).link("dprk")
    usa.post(f"/join/{link}", case.get("fields", {}), headers=case.get("headers", {}))
    assert usa.get(f"/run/{served.name}/dprk").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Host": "192.168.1.20:8025", "Origin": "http://192.168.1.20:8025"},
        {"Host": "[::1]:8025", "Origin": "http://[::1]:8025"},
        {"Host": "room.example", "Origin": "https://room.example"},
    ],
)
def test_a_form_of_ones_own_is_done(lasting: tuple[Company, Served], headers: dict[str, str]) -> None:
    company, served = lasting
    usa = company.seated(served.name, "usa")
    fields = {"command": "statement", "text": "Mine", "once": "1", "secret": usa.secret}
    before = lines(served)
    environ = {"HTTP_HOST": headers["Host"]} if "Host" in headers else {}
    with company.app.test_client(use_cookies=False) as plain:
        cookie = usa.client.get_cookie(company.app.config["SESSION_COOKIE_NAME"])
        assert cookie
        sent = {**headers, "Cookie": f"{cookie.key}={cookie.value}"}
        sent.pop("Host", None)
        answer = plain.post(
            f"/run/{served.name}/usa/do", data=fields, headers=sent, environ_overrides=environ
        )
    assert answer.status_code == 303
    assert lines(served) == before + 1


def everybody(company: Company, served: Served) -> list[tuple[Browser, str]]:
    """A browser of each kind, with the page it begins at."""
    run = served.name
    return [
        (company.host(), "/"),
        (company.host(), f"/run/{run}/control"),
        (company.seated(run, served.roles[0]), f"/run/{run}/{served.roles[0]}"),
        (company.seated(run, served.roles[-1]), f"/run/{run}/{served.roles[-1]}"),
        (company.seated(run, "public"), f"/run/{run}/public"),
        (company.browser(), "/join"),
        (company.browser(), f"/join/{company.hall.seats(run).link(served.roles[1])}"),
    ]


# Hosts, cookies, headers


@pytest.mark.parametrize(
    "path", ["/", "/join", "/nothing", "/static/live.js", "/api/v1/view", "/live", "/run/a/b"]
)
def test_an_unknown_host_gets_nothing(tmp_path: Path, path: str) -> None:
    """Otherwise a name that somebody else owns could be made to point here, and read what is here."""
    company = Company(tmp_path, hosts=["127.0.0.1", "localhost", "[::1]", "192.168.1.20"])
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


def test_headers_stand_on_every_answer(company: Company, served: Served) -> None:
    usa = company.seated(served.name, "usa")
    found = [
        usa.get(f"/run/{served.name}/usa"),
        usa.get(f"/run/{served.name}/dprk"),
        usa.get("/static/live.js"),
        usa.get("/static/nothing.js"),
        usa.get("/live/now"),
        usa.client.open("/join", method="OPTIONS"),
        usa.client.put("/join"),
        usa.client.post("/join"),
        usa.client.post("/join", data={"secret": usa.secret, "code": "x" * 300_000}),
        company.browser().get("/"),
        company.ask("GET", "/view"),
        company.ask("GET", "/view", company.token(served.name, "usa")),
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


# Strict pages


@pytest.fixture(scope="module", params=names())
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, Served]:
    """A run in its second turn, to look at."""
    company = Company(tmp_path_factory.mktemp("room"))
    served = company.start(request.param, tuple(loaded(request.param).roles))
    roles = served.roles
    served.do(Command("message", roles[0], {"to": roles[1:3], "text": "<b>words</b> & more"}))
    served.do(Command("request", roles[0], {"text": "May we?"}))
    served.do(Command("statement", roles[1], {"text": "'\"><script>alert(1)</script>"}))
    played_on(company, served)
    return company, served


def check_pages(company: Company, served: Served, most: int) -> None:
    """No script or style within a page, nothing from elsewhere, no id twice, each form with its secret."""
    for browser, start in everybody(company, served):
        for address, answer in crawl(browser.get, start, most).items():
            assert answer.status_code in (200, 302), address
            if answer.mimetype != "text/html" or answer.status_code != 200:
                continue
            html = answer.get_data(as_text=True)
            page = Page(html)
            assert page.faults == [], f"{address}: {page.faults}"
            assert sorted(set(page.ids)) == sorted(page.ids), f"{address}: {doubled(page.ids)}"
            assert page.language in ("en", "pl")
            assert "<b>words" not in html
            for form in page.forms:
                if form.method == "post":
                    assert form.value("secret") == browser.secret, f"{form.attributes} on {address}"


def doubled(ids: list[str]) -> list[str]:
    return sorted({name for name in ids if ids.count(name) > 1})


def test_no_page_needs_what_the_policy_forbids(room: tuple[Company, Served]) -> None:
    check_pages(*room, most=5)


@pytest.mark.long
def test_no_page_in_any_phase_needs_what_the_policy_forbids(company: Company) -> None:
    for exercise in names():
        served = company.start(exercise, tuple(loaded(exercise).roles))
        for _ in range(9):
            check_pages(company, served, most=25)
            served.do(Command("advance"))
            company.hall.changed()


def test_errors_are_strict_pages_too(room: tuple[Company, Served]) -> None:
    browser = room[0].browser()
    for answer in (browser.get("/nothing"), browser.client.post("/join"), browser.client.put("/join")):
        page = Page(answer.get_data(as_text=True))
        assert page.faults == []
        assert page.language == "en"
    polish = browser.get("/nothing", headers={"Accept-Language": "pl"})
    assert Page(polish.get_data(as_text=True)).language == "pl"


FIELDS = (
    *("panel", "tab", "ruling", "open", "inject", "line", "turn", "find", "as", "to", "thread", "all"),
    *(
        "exercise",
        "choice",
        "template",
        "status",
        "mode",
        "only",
        "order",
        "question",
        "proposal",
        "agreement",
    ),
    *("reply", "write"),
)
VALUES = ("<script>", "' onload='x", "-1", "9" * 30, "\x00", "ą" * 300, "../..", "0", "%", "")


@pytest.mark.parametrize("value", VALUES[::3])
def test_no_query_breaks_a_page(room: tuple[Company, Served], value: str) -> None:
    """Whatever stands in the address of a page, the page comes, and what stands there is only text."""
    for browser, start in everybody(*room):
        try_query(browser, start, dict.fromkeys(FIELDS, value))


def try_query(browser: Browser, start: str, query: dict[str, str]) -> None:
    answer = browser.get(start, query_string=query)
    assert answer.status_code in (200, 302, 404), f"{start} {query}"
    if answer.mimetype == "text/html":
        assert Page(answer.get_data(as_text=True)).faults == [], f"{start} {query}"


@pytest.mark.long
@pytest.mark.parametrize("value", VALUES)
def test_no_query_of_any_page_breaks_it(room: tuple[Company, Served], value: str) -> None:
    """The same for each part of each address that the pages themselves lead to."""
    for browser, start in everybody(*room):
        for address in crawl(browser.get, start, 30):
            if address.startswith("/api/"):
                continue  # refuses what it does not know
            path, _, query = address.partition("?")
            pairs = dict(parse_qsl(query))
            for name in {*pairs, "panel", "tab"}:
                try_query(browser, path, {**pairs, name: value})


def keep_what_is_typed(company: Company, served: Served, seats: list[str], most: int) -> set[str]:
    """Send every form of these seats' pages with a text that is too long. Which came back with it."""
    run, tried = served.name, set()
    for seat in seats:
        browser = company.host() if seat == "control" else company.seated(run, seat)
        for address, answer in crawl(browser.get, f"/run/{run}/{seat}", most).items():
            for form in Page(answer.get_data(as_text=True)).forms:
                mine = form.name and form.typed and form.attributes["action"] == f"/run/{run}/{seat}/do"
                if mine and keeps(browser, form, f"{form.name} on {address}"):
                    tried.add(form.name.partition("-")[0])
    return tried


def keeps(browser: Browser, form: Form, where: str) -> bool:
    """Whether a form was refused; it must have been done, or come back with what was typed into it."""
    answer = browser.client.post(form.attributes["action"], data=many(form.sent(MARK + "x" * 6000)))
    if answer.status_code == 303:
        return False  # the engine takes a text of that length here, or cuts it
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409, f"{where}: {answer.status_code}"
    assert "typed-ąę-&lt;b&gt;-&amp;amp;" in html, where
    assert Page(html).faults == [], where
    return True


def test_what_was_typed_is_kept(company: Company, served: Served) -> None:
    """A form that is refused comes back with what was typed into it, on the page it came from."""
    assert keep_what_is_typed(company, served, ["control", "usa"], 3)
    served.do(Command("advance"))
    assert len(keep_what_is_typed(company, served, ["usa"], 4)) > 1


@pytest.mark.long
def test_what_was_typed_is_kept_in_every_form(company: Company, served: Served) -> None:
    tried: set[str] = set()
    played_on(company, served)
    for _ in range(5):
        tried |= keep_what_is_typed(company, served, ["control", "usa", "poland"], 30)
        served.do(Command("advance"))
    assert len(tried) > 6, tried


def many(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Fields as a form has them, some of them several times."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


# Where an answer may lead to


ELSEWHERE = (
    *("//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https:evil.example"),
    *("javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", "/a\r\nSet-Cookie: x=y"),
    *(" //evil.example", "/ąę", "", "evil.example", "/%5cevil", "\x00/evil.example", "/\x0b/evil.example"),
    *("//", "///evil.example"),
)


@pytest.mark.parametrize("back", ELSEWHERE)
def test_no_form_leads_elsewhere(lasting: tuple[Company, Served], back: str) -> None:
    company, served = lasting
    usa = company.seated(served.name, "usa")
    answers = [usa.post("/language", {"code": "pl", "back": back})]
    for field in ("back", "then", "next"):
        fields = {"command": "statement", "text": "Words", "once": f"{field}-{back}"[:50], field: back}
        answers.append(usa.post(f"/run/{served.name}/usa/do", fields))
    answers.append(company.host().get("/open/x", query_string={"run": back}))
    host = company.host()
    from web.pages.lobby import host_link

    answers.append(host.get(f"/open/{host_link(company.hall.key)}", query_string={"run": back}))
    for answer in answers:
        place = answer.headers.get("Location", "/")
        assert place.startswith("/"), place
        assert not place.startswith(("//", "/\\")), place
        assert all("!" <= sign <= "~" for sign in place), place
        assert "Set-Cookie: x" not in str(answer.headers)


# Links and codes


def test_a_link_is_taken_by_a_button_alone(company: Company, served: Served) -> None:
    """Programs that preview links open them: that takes no seat, changes no run and writes no name."""
    run, link = served.name, company.hall.seats(served.name).link("japan")
    before, browser = lines(served), company.browser()
    for method in ("GET", "HEAD", "OPTIONS"):
        assert browser.client.open(f"/join/{link}", method=method).status_code == 200
    assert browser.get(f"/run/{run}/japan").status_code == 404
    assert lines(served) == before
    assert browser.claim(link, "Anna").headers["Location"] == f"/run/{run}/japan"
    assert browser.get(f"/run/{run}/japan").status_code == 200
    assert company.hall.seats(run).people("japan") == ["Anna"]
    assert served.picture("public", "en")["seats"]["japan"] == "person"


def test_what_is_revoked_is_worthless_at_once(company: Company, served: Served) -> None:
    """The link, the code, the session and the token; those of other seats go on."""
    run, seats = served.name, company.hall.seats(served.name)
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


def test_wrong_codes_are_counted_whatever_they_are_tried_on(company: Company, served: Served) -> None:
    """Pages and API count as one, and all runs as one; who types the right one is not held up."""
    company.app.extensions["tries"] = Bucket(5, 0.001)
    code = company.hall.seats(served.name).code("japan")
    for _ in range(20):
        assert company.browser().post("/join", {"code": code}).status_code == 303
    browser = company.browser()
    for number in range(3):
        assert browser.post("/join", {"code": f"AAAA{number}"}).status_code == 422
    for number in range(2):
        assert company.ask("POST", "/join", json={"code": f"BBBB{number}"}).status_code == 404
    refused = browser.post("/join", {"code": code})
    assert refused.status_code == 429
    assert refused.headers["Retry-After"]
    assert company.ask("POST", "/join", json={"code": code}).json["code"] == "too_often"
    elsewhere = browser.post("/join", {"code": code}, environ_overrides={"REMOTE_ADDR": "192.0.2.9"})
    assert elsewhere.status_code == 303


# The wrong seat


def somebody(company: Company, served: Served, who: str) -> tuple[Browser, str]:
    """A browser and a token of somebody."""
    run, seats = served.name, company.hall.seats(served.name)
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
def test_pages_open_to_those_they_are_for(company: Company, served: Served, who: str) -> None:
    """All others get the same page that a run gets which does not exist."""
    browser, _ = somebody(company, served, who)
    nowhere = browser.get("/run/none/nobody").data
    for name, (path, allowed) in PAGES.items():
        answer = browser.get(path.format(run=served.name))
        assert answer.status_code == allowed.get(who, 404), name
        if answer.status_code == 404:
            assert answer.data == nowhere, name


def test_a_run_is_not_opened_for_strangers(company: Company, served: Served) -> None:
    """Neither the answer nor the time it takes tells that there is one, even one that cannot be read."""
    run = served.name
    stranger, usa = company.browser(), company.seated(run, "usa")
    company.hall._runs.clear()
    company.hall.path(run).write_bytes(b"nonsense\n")
    nowhere = stranger.get("/run/none/usa").data
    rules = [rule for rule in company.app.url_map.iter_rules() if rule.rule.startswith("/run/<run>/")]
    for rule in rules:
        path = rule.rule.replace("<run>", run).replace("<seat>", "usa")
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        answer = stranger.get(path) if method == "GET" else stranger.post(path)
        assert (answer.status_code, answer.data) == (404, nowhere), path
    assert company.hall._runs == {}
    found = usa.get(f"/run/{run}/usa")
    assert found.status_code == 500
    assert b"cannot be read" in found.data
    assert str(company.hall.folder).encode() not in found.data
    assert usa.get("/join").status_code == 200
    assert company.host().get("/").status_code == 200


def test_a_seat_that_floods_is_held_up(company: Company, served: Served) -> None:
    company.app.extensions["pace"] = Bucket(2, 0.001)
    usa = company.seated(served.name, "usa")
    found = [usa.do(served.name, "usa", "statement", text="x", once=str(number)) for number in range(3)]
    assert [answer.status_code for answer in found] == [303, 303, 429]
    assert usa.get(f"/run/{served.name}/usa").status_code == 200
    for number in range(4):
        answer = company.host().do(served.name, "control", "note", text="x", once=str(number))
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
    "fork": ("/run/{run}/fork", {"turn": "1"}, {"host": 303}),
    "start": ("/start", {"exercise": "grey-strait"}, {"host": 303}),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_forms_are_done_for_those_who_may(company: Company, served: Served, who: str) -> None:
    browser, _ = somebody(company, served, who)
    for name, (path, fields, allowed) in FORMS.items():
        before, runs = lines(served), company.hall.names()
        answer = browser.post(path.format(run=served.name), {"once": name, **fields})
        assert answer.status_code == allowed.get(who, 404), name
        if answer.status_code == 404:
            assert lines(served) == before, name
            assert company.hall.names() == runs, name


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
def test_calls_are_answered_for_those_who_may(company: Company, served: Served, who: str) -> None:
    """Who has no token that holds is told only that; who has one, only that it does not open this."""
    browser, token = somebody(company, served, who)
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
    *("rate", "finding", "action"),
)
SAMPLES: dict[str, dict[str, Any]] = {
    "clock": {"minutes": 5},
    "disclose": {"what": "all"},
    "note": {"text": "x"},
    "rate": {"objective": "E1", "rating": "P"},
    "finding": {"kind": "strength", "title": "x"},
    "action": {"text": "x"},
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


def test_commands_of_control_are_refused_to_roles(company: Company, served: Served) -> None:
    """By page and by API, whatever the form says of who sends it."""
    run, before = served.name, lines(served)
    usa, token = company.seated(run, "usa"), company.token(run, "usa")
    for command in (*OF_CONTROL, "release", "seat", "chair"):
        answer = company.ask("POST", f"/commands/{command}", token, json={"data": SAMPLES.get(command, {})})
        assert answer.status_code == 409, command
        assert "seq" not in answer.json
        fields = {"role": "dprk", "actor": "control", "capacity": "control", "seat": "dprk", "by": "person"}
        fields |= {"text": "x", "inject": "M01", "line": "1", "minutes": "5", "command": command}
        found = usa.post(f"/run/{run}/usa/do", fields)
        assert found.status_code == 409, command
    assert lines(served) == before
    assert set(READERS) == set(COMMANDS)


def test_a_seat_acts_as_itself_alone(company: Company, served: Served) -> None:
    """To name another role in a command makes it nobody else's."""
    run, usa = served.name, company.seated(served.name, "usa")
    usa.do(run, "usa", "statement", text="Whose?", role="dprk", once="a")
    company.ask(
        "POST",
        "/commands/statement",
        company.token(run, "usa"),
        json={"data": {"text": "Whose again?", "role": "dprk"}},
    )
    for line in served.run.log.lines[-2:]:
        assert (line.actor, line.events[0].role) == ("usa", "usa")
