"""Behind a proxy: every address is the public one, whatever the proxy does to Host and path."""

import json
import re
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine.words.language import Language
from tests.web.company import Browser, Company
from tests.web.reading import Page
from tests.web.serving import serving
from web.addresses import Place
from web.proxies import Public, PublicError, is_own_path, read_public
from web.runs import Bucket

ENGLISH = Language("en")
ROOT, BELOW = (read_public(f"https://wargame.example.org{path}", ENGLISH) for path in ("", "/ttx"))
UPSTREAM = "127.0.0.1:8025"


class Proxy:
    """A browser that comes by a proxy: what the proxy makes of Host and path, and what it adds."""

    def __init__(self, company: Company, public: Public, host: str, strips: bool, **headers: str) -> None:
        self.public, self.strips, self.headers = public, strips, headers
        self.client = company.app.test_client(use_cookies=False)
        self.environ = {"HTTP_HOST": host}
        self.cookie = ""

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        """A request for a path as the browser shows it."""
        assert path.startswith(f"{self.public.path}/"), path
        passed = path.removeprefix(self.public.path) if self.strips else path
        headers = {"Cookie": self.cookie, **self.headers, **more.pop("headers", {})}
        if method == "POST":
            headers.setdefault("Origin", f"{self.public.scheme}://{self.public.place}")
        answer = self.client.open(
            passed, method=method, headers=headers, environ_overrides=self.environ, **more
        )
        if "Set-Cookie" in answer.headers:
            self.set = answer.headers["Set-Cookie"]
            self.cookie = self.set.partition(";")[0]
        return answer

    def get(self, path: str) -> TestResponse:
        return self.ask("GET", path)

    def send(self, page: str, to: str, **fields: str) -> TestResponse:
        """Fill in the form of a page that has this name, or an address that ends so, and send it there."""
        forms = Page(self.get(page).get_data(as_text=True)).forms
        form = next(form for form in forms if form.name == to or form.attributes["action"].endswith(to))
        return self.ask("POST", form.attributes["action"], data={**dict(form.fixed), **fields})


WAYS = [
    (public, host, strips)
    for public in (ROOT, BELOW)
    for host in ("wargame.example.org", "wargame.example.org:443", UPSTREAM, "localhost:8025")
    for strips in ((False, True) if public.path else (False,))
]
"""What proxies do: pass the Host on, with a port or not, or write their own; take the path off, or not."""


@pytest.fixture(params=(0, 1))
def proxies(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def way_id(way: Any) -> str:
    return f"{way[0].path or 'root'}-{way[1]}{'-stripped' if way[2] else ''}"


@pytest.mark.parametrize("way", WAYS, ids=way_id)
def test_a_seat_is_taken_and_acts_by_whatever_proxy(tmp_path: Path, proxies: int, way: Any) -> None:
    """By code and by link; each form and each answer lead on below the public address."""
    public, host, strips = way
    company = Company(tmp_path, Place(public=public, proxies=proxies))
    open_run = company.start("grey-strait", people=("halmar",))
    headers = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"} if proxies else {}
    browser, seats = Proxy(company, public, host, strips, **headers), company.runs.seats(open_run.name)
    door = f"{public.path}/join"
    offer = browser.send(door, "/join", code=seats.code("halmar")).headers["Location"]
    assert offer == f"{door}/{seats.link('halmar')}"
    page = browser.send(offer, offer, name="Ada").headers["Location"]
    assert page == f"{public.path}/run/{open_run.name}/halmar"
    assert "Secure" in browser.set
    assert f"Path={public.path or '/'};" in f"{browser.set};"
    assert browser.get(page).status_code == 200
    done = browser.send(f"{page}?tab=messages&write=statement", "statement", text="From behind a proxy")
    assert done.status_code == 303
    assert done.headers["Location"].startswith(page)
    assert "From behind a proxy" in json.dumps(open_run.picture("public", "en")["story"])
    assert browser.send(page, "/language", code="pl").headers["Location"] == page
    assert '<html lang="pl"' in browser.get(page).get_data(as_text=True)


@pytest.mark.parametrize("way", WAYS, ids=way_id)
def test_no_page_leads_beside_the_public_address(tmp_path: Path, way: Any) -> None:
    """Links, forms, files and what scripts ask for; and what is for others is a whole public address."""
    public, host, strips = way
    company = Company(tmp_path, Place(public=public))
    run = company.start("grey-strait", people=("halmar",)).name
    browser = Proxy(company, public, host, strips)
    browser.get(f"{public.path}{host_path(company)}")
    for path in (
        *("/", "/join", f"/run/{run}/control", f"/run/{run}/control?panel=seats", f"/run/{run}/public"),
        *(f"/run/{run}/print/seats", f"/run/{run}/control/debrief", f"/run/{run}/print/rules?language=pl"),
        f"/join/{company.runs.seats(run).link('halmar')}",
    ):
        shown = browser.get(f"{public.path}{path}")
        assert shown.status_code == 200, path
        html = shown.get_data(as_text=True)
        for found in re.findall(r'(?:href|src|action|formaction|data-[a-z]+)="(/[^"]*)"', html):
            assert found.startswith(f"{public.path}/"), f"{path}: {found}"
        whole = set(re.findall(r'https?://[^/\s"<]+[^\s"<]*', html)) - {"http://www.w3.org/2000/svg"}
        assert all(address.startswith(public.whole) for address in whole), f"{path}: {whole}"


def host_path(company: Company) -> str:
    return f"/open/{company.runs.host.link()}"


def test_a_form_that_was_refused_comes_back_below_the_path(tmp_path: Path) -> None:
    """Its page is drawn for an address that it was not sent to: links on it lead right all the same."""
    company = Company(tmp_path, Place(public=BELOW))
    run = company.start("grey-strait", people=("halmar",)).name
    browser = Proxy(company, BELOW, "wargame.example.org", strips=True)
    offer = f"/ttx/join/{company.runs.seats(run).link('halmar')}"
    browser.send(offer, offer, name="")
    secret = Page(browser.get("/ttx/join").get_data(as_text=True)).forms[0].value("secret")
    fields = {"secret": secret, "command": "statement", "form": "statement", "text": " "}
    answer = browser.ask("POST", f"/ttx/run/{run}/halmar/do", data=fields)
    assert answer.status_code == 409
    html = answer.get_data(as_text=True)
    assert f'name="back" value="/ttx/run/{run}/halmar?' in html
    assert "/ttx/ttx" not in html


SAME_NAME = read_public("https://localhost:8443/ttx", ENGLISH)


@pytest.mark.parametrize("public", [ROOT, BELOW, SAME_NAME], ids=["root", "below", "of the same name"])
def test_whoever_comes_to_the_machine_directly_is_led_right(tmp_path: Path, public: Public) -> None:
    """Over plain HTTP with a cookie that plain HTTP carries, by the path and, at the door, without it."""
    company = Company(tmp_path, Place(public=public))
    run = company.start("grey-strait", people=("halmar",)).name
    here = Public("http", "localhost", 8025, public.path)
    for path in {"", public.path}:
        browser = Proxy(company, here, here.place, strips=False)
        code = company.runs.seats(run).code("halmar")
        form = Page(company.app.test_client().get(f"{path}/join").get_data(as_text=True)).forms[-1]
        assert form.attributes["action"] == f"{public.path}/join"
        offer = browser.send(f"{public.path}/join", "/join", code=code).headers["Location"]
        page = browser.send(offer, offer, name="").headers["Location"]
        assert browser.get(page).status_code == 200
        assert "Secure" not in browser.set
    control = Proxy(company, here, here.place, strips=False)
    control.get(f"{public.path}{host_path(company)}")
    sheet = control.get(f"{public.path}/run/{run}/print/seats").get_data(as_text=True)
    assert f"{public.whole}/join/" in sheet
    assert "http://" not in sheet.replace("http://www.w3.org/", "")


FOREIGN = (
    *("https://evil.example", "http://wargame.example.org", "https://wargame.example.org:8443", "null"),
    *("https://wargame.example.org.evil.example", "https://wargame.example.org/ttx", f"https://{UPSTREAM}"),
)


@pytest.mark.parametrize("host", ["wargame.example.org", UPSTREAM])
@pytest.mark.parametrize("origin", FOREIGN)
def test_a_form_from_any_other_origin_is_refused(tmp_path: Path, host: str, origin: str) -> None:
    """Scheme, host and port must be those that the browser of this site shows."""
    company = Company(tmp_path, Place(public=BELOW))
    browser = Proxy(company, BELOW, host, strips=True)
    secret = Page(browser.get("/ttx/join").get_data(as_text=True)).forms[0].value("secret")
    sent = {"secret": secret, "code": "pl", "back": "/ttx/join"}
    assert browser.ask("POST", "/ttx/language", data=sent, headers={"Origin": origin}).status_code == 400
    assert browser.ask("POST", "/ttx/language", data=sent).status_code == 303


def test_a_proxy_that_the_server_was_not_told_of_is_named_as_the_fault(tmp_path: Path) -> None:
    """The form is this server's own, and only its origin is unknown: that is what the page then speaks of."""
    company = Company(tmp_path, Place())
    browser = company.browser()
    mine = browser.post("/language", {"code": "pl"}, headers={"Origin": "https://wargame.example.org"})
    assert mine.status_code == 400
    assert "--public-url" in mine.get_data(as_text=True)
    fields = {"code": "pl", "secret": "0" * 24}
    foreign = browser.post("/language", fields, headers={"Origin": "https://wargame.example.org"})
    assert foreign.status_code == 400
    assert "--public-url" not in foreign.get_data(as_text=True)


@pytest.mark.parametrize(
    "host", ["evil.example", "example.org", "192.0.2.7", "wargame.example.org.evil.example"]
)
def test_behind_a_proxy_no_other_name_is_answered(tmp_path: Path, host: str) -> None:
    """Neither as a Host nor as one that a proxy speaks of, and an Origin makes no name known."""
    company = Company(tmp_path, Place(public=BELOW, proxies=1))
    origin = {"Origin": "https://wargame.example.org"}
    for environ, headers in (
        ({"HTTP_HOST": host}, {}),
        ({"HTTP_HOST": host}, origin),
        ({"HTTP_HOST": UPSTREAM}, {"X-Forwarded-Host": host}),
    ):
        answer = company.app.test_client().get("/ttx/join", environ_overrides=environ, headers=headers)
        assert answer.status_code == 400


# Who asks


def wrong_codes(browser: Browser, addresses: list[str]) -> list[int]:
    """The answers to a wrong code, always another, from each of these callers, as a proxy names them."""
    return [
        browser.post("/join", {"code": f"AAAA{number}"}, headers={"X-Forwarded-For": address}).status_code
        for number, address in enumerate(addresses)
    ]


def test_callers_are_told_apart_by_the_proxies_that_are_believed(tmp_path: Path) -> None:
    """Without --proxies a header is what anybody can write; with them, all but the last words are."""
    alone = Company(tmp_path / "alone", Place())
    alone.app.extensions["tries"] = Bucket(2, 0.001)
    assert wrong_codes(alone.browser(), ["198.51.100.1", "198.51.100.2", "198.51.100.3"]) == [422, 422, 429]
    one = Company(tmp_path / "one", Place(proxies=1))
    one.app.extensions["tries"] = Bucket(1, 0.001)
    found = wrong_codes(
        one.browser(), ["198.51.100.1", "198.51.100.2", "198.51.100.1", "9.9.9.9, 198.51.100.2"]
    )
    assert found == [422, 422, 429, 429]
    two = Company(tmp_path / "two", Place(proxies=2))
    two.app.extensions["tries"] = Bucket(1, 0.001)
    through = [f"9.9.9.{number}, 198.51.100.{number % 2}, 10.0.0.1" for number in range(4)]
    assert wrong_codes(two.browser(), through) == [422, 422, 429, 429]
    assert wrong_codes(two.browser(), ["198.51.100.8", "198.51.100.9"]) == [422, 429], (
        "too few words name nobody"
    )


@pytest.mark.parametrize("proxies", [0, 1])
def test_over_a_real_connection_only_believed_headers_arrive(tmp_path: Path, proxies: int) -> None:
    """Waitress takes away what nobody is to read, and leaves it where the application does."""
    company = Company(tmp_path, Place(public=BELOW, proxies=proxies))
    company.app.extensions["tries"] = Bucket(1, 0.001)
    found = []
    with serving(company.app, 2, 2, proxies) as address:
        for number, caller in enumerate(("198.51.100.1", "198.51.100.2")):
            connection = HTTPConnection(address.removeprefix("http://"), timeout=60)
            headers = {"X-Forwarded-For": caller, "X-Forwarded-Host": "wargame.example.org"}
            body = {"Content-Type": "application/json", **headers}
            code = json.dumps({"code": f"AAAA{number}"})
            connection.request("POST", "/ttx/api/v1/join", body=code, headers=body)
            found.append(connection.getresponse().status)
            connection.close()
        assert found == ([404, 404] if proxies else [404, 429])
        company.runs.close()


def test_the_api_says_where_it_is(tmp_path: Path) -> None:
    company = Company(tmp_path, Place(public=BELOW))
    client = company.app.test_client()
    assert client.get("/ttx/api/v1/openapi.json").json["servers"] == [{"url": "/ttx"}]
    run = company.start("grey-strait").name
    token = {"Authorization": f"Bearer {company.token(run, 'control')}"}
    assert client.get("/ttx/api/v1/seats", headers=token).json["seats"][0]["link"].startswith("/ttx/join/")
    plain = Company(tmp_path / "plain").app.test_client()
    assert plain.get("/api/v1/openapi.json").json["servers"] == [{"url": "/"}]


# How it is typed


RIGHT = {
    "https://wargame.example.org": ("https", "wargame.example.org", 443, ""),
    "https://wargame.example.org/": ("https", "wargame.example.org", 443, ""),
    "https://Wargame.Example.ORG/ttx/": ("https", "wargame.example.org", 443, "/ttx"),
    "http://10.20.3.7:8080/a/b-c.d": ("http", "10.20.3.7", 8080, "/a/b-c.d"),
    "https://[fd12::5]:8443": ("https", "[fd12::5]", 8443, ""),
    "https://ćwiczenie.example": ("https", "xn--wiczenie-z8a.example", 443, ""),
    "https://localhost:443/x": ("https", "localhost", 443, "/x"),
}


@pytest.mark.parametrize("given", RIGHT)
def test_a_public_address_is_read_as_browsers_write_it(given: str) -> None:
    found = read_public(given, ENGLISH)
    assert found == RIGHT[given]
    assert read_public(found.whole, ENGLISH) == found


MISTAKES = {
    "wargame.example.org": "https://wargame.example.org",
    "wargame.example.org/ttx": "https://wargame.example.org/ttx",
    "ftp://wargame.example.org": "https://wargame.example.org",
    "https:/wargame.example.org": "https://wargame.example.org",
    "https://me:secret@wargame.example.org": "https://wargame.example.org",
    "https://wargame.example.org/ttx?a=b": "https://wargame.example.org/ttx",
    "https://wargame.example.org/#top": "https://wargame.example.org",
    "https://wargame.example.org?": "https://wargame.example.org",
    "https://wargame.example.org:0": "https://wargame.example.org/ttx",
    "https://wargame.example.org:99999": "https://wargame.example.org/ttx",
    "https://wargame.example.org/a b": "https://wargame.example.org/ttx",
    "https://wargame.example.org/../x": "https://wargame.example.org/ttx",
    "https://wargame.example.org//x": "https://wargame.example.org/ttx",
    "https://wargame.example.org/%41": "https://wargame.example.org/ttx",
    "https://": "https://wargame.example.org/ttx",
    "https:///ttx": "https://ttx",
    "https://a b": "https://wargame.example.org/ttx",
    "https://[fd12::5": "https://wargame.example.org/ttx",
    'https://x"><script>': "https://wargame.example.org/ttx",
}


@pytest.mark.parametrize("given", MISTAKES)
def test_a_public_address_that_is_none_says_what_would_be_right(given: str) -> None:
    for language in ("en", "pl"):
        with pytest.raises(PublicError) as fault:
            read_public(given, Language(language))
        assert str(fault.value).endswith(
            f": {MISTAKES[given]}" if language == "pl" else f" {MISTAKES[given]}"
        )


def test_a_path_that_is_a_page_of_its_own_cannot_be_told_from_it(tmp_path: Path) -> None:
    app = Company(tmp_path).app
    for path, taken in (
        ("/run", True),
        ("/join/x", True),
        ("/static", True),
        ("/ttx", False),
        ("", False),
        ("/r", False),
    ):
        assert is_own_path(app, Public("https", "wargame.example.org", 443, path)) is taken
