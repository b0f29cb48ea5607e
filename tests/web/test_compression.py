"""Pages are smaller on their way, and say no more by their length than by their words."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Response

from tests.web.company import Company
from web import compression
from web.open_run import OpenRun
from web.rendering import fingerprint

STATIC = Path(__file__).parents[2] / "web" / "static"
ACCEPTS = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start("grey-strait", ("halmar",), seed=5)


def words(html: str) -> str:
    """A page without what is another in every answer."""
    return re.sub(r'name="(secret|once)" value="[^"]*"|(?<=>)\+?\d+:\d\d(?=<)', "", html)


def test_a_browser_that_can_read_it_gets_less(company: Company, open_run: OpenRun) -> None:
    browser, place = company.seated(open_run.name, "halmar"), f"/run/{open_run.name}/halmar"
    plain, small = browser.get(place), browser.get(place, headers=ACCEPTS)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert len(small.data) * 3 < len(plain.data)
    assert words(gzip.decompress(small.data).decode()) == words(plain.data.decode())
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (plain, small))
    assert int(small.headers["Content-Length"]) == len(small.data)


def test_who_refuses_it_gets_the_page_as_it_is(company: Company, open_run: OpenRun) -> None:
    browser = company.seated(open_run.name, "halmar")
    for refused in ("gzip;q=0", "identity", ""):
        answer = browser.get(f"/run/{open_run.name}/halmar", headers={"Accept-Encoding": refused})
        assert "Content-Encoding" not in answer.headers
        assert b"</html>" in answer.data


def test_a_file_is_sent_small_and_is_the_file(company: Company) -> None:
    for path in sorted(STATIC.glob("*.css")) + sorted(STATIC.glob("*.js")):
        answer = company.browser().get(f"/static/{path.name}", headers=ACCEPTS)
        content = gzip.decompress(answer.data) if "Content-Encoding" in answer.headers else answer.data
        assert content == path.read_bytes()
        assert answer.headers.get("Content-Encoding") == ("gzip" if path.stat().st_size >= 1000 else None)
    answer = company.browser().get("/static/tokens.css", headers={**ACCEPTS, "Range": "bytes=0-9"})
    assert answer.status_code in (200, 206)
    assert answer.status_code == 200 or "Content-Encoding" not in answer.headers


def test_a_file_that_a_browser_has_is_not_sent_again(company: Company) -> None:
    first = company.browser().get("/static/live.js", headers=ACCEPTS)
    again = company.browser().get(
        "/static/live.js", headers={**ACCEPTS, "If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_no_answer_with_a_key_in_it_is_made_small(company: Company, open_run: OpenRun) -> None:
    """Whoever has words of their own in a page and sees its length could guess the key letter by letter."""
    host = company.host()
    for place in ("/", f"/run/{open_run.name}/control?panel=seats", f"/run/{open_run.name}/print/seats"):
        answer = host.get(place, headers=ACCEPTS)
        assert answer.status_code == 200
        assert b"/join/" in answer.data or b"/open/" in answer.data
        assert "Content-Encoding" not in answer.headers


def test_the_secret_of_the_forms_is_another_one_in_every_answer(company: Company, open_run: OpenRun) -> None:
    browser, place = company.seated(open_run.name, "halmar"), f"/run/{open_run.name}/halmar"
    pages = [browser.get(place).get_data(as_text=True) for _ in range(3)]
    secrets = [set(re.findall(r'name="secret" value="(\w+)"', page)) for page in pages]
    assert [len(found) for found in secrets] == [1, 1, 1]
    assert len(set.union(*secrets)) == 3
    for found in secrets:  # and every one of them is good
        sent = {"secret": found.pop(), "command": "request", "form": "request", "text": "May we?", "once": ""}
        assert browser.client.post(f"{place}/do", data=sent).status_code == 303
    stranger = company.seated(open_run.name, "halmar")
    secret = re.search(r'name="secret" value="(\w+)"', pages[0])
    assert secret
    sent = {"secret": secret[1], "command": "request", "form": "request", "text": "x"}
    assert stranger.client.post(f"{place}/do", data=sent).status_code == 400


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_a_font_is_named_with_its_fingerprint(path: Path) -> None:
    """So that it is asked for once and then kept for good."""
    for name, version in re.findall(
        r'url\("(fonts/[^"?]+)(?:\?v=(\w+))?"\)', path.read_text(encoding="utf-8")
    ):
        assert version == fingerprint(str(STATIC), name), f"{path.name}: {name}"


def test_a_file_is_made_small_from_the_size_on_that_is_worth_it(company: Company, tmp_path: Path) -> None:
    """Law: of that size it is made small, and of one byte less it is left alone."""
    with company.app.test_request_context():
        for size, small in ((compression.WORTH, True), (compression.WORTH - 1, False)):
            path = tmp_path / f"{size}.css"
            path.write_bytes(b"x" * size)
            answer = compression.shrunk_file(Response(path.read_bytes()), path)
            assert ("Content-Encoding" in answer.headers) == small
