"""A page is drawn once for all who ask for it, and compressed once; only the words of each request differ."""

import gzip
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from engine.play.commands import Command
from tests.web.company import Browser, Company
from web import drawn, rendering
from web.open_run import OpenRun

ACCEPTS = {"Accept-Encoding": "gzip"}
SECRET = re.compile(r'name="secret" value="(\w+)"')
OWN = re.compile(r'name="(secret|once)" value="[^"]*"')


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    found = company.start("grey-strait", ("halmar", "brenia"), seed=5)
    found.do(Command("advance"))
    found.do(Command("pause"))  # the clock stands, so that pages of two moments are the same
    return found


class Counted:
    """How often something was done."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, place: Any, name: str) -> None:
        self.times, work = 0, getattr(place, name)

        def counting(*arguments: Any, **more: Any) -> Any:
            self.times += 1
            return work(*arguments, **more)

        monkeypatch.setattr(place, name, counting)


def pages(browsers: list[Browser], open_run: OpenRun, seat: str) -> Iterator[bytes]:
    """The page of a seat as each browser gets it, compressed."""
    for browser in browsers:
        answer = browser.get(f"/run/{open_run.name}/{seat}", headers=ACCEPTS)
        assert answer.headers["Content-Encoding"] == "gzip"
        yield answer.data


@pytest.mark.parametrize("seat", ["control", "brenia", "public"])
def test_twenty_browsers_cost_one_drawing(
    company: Company, open_run: OpenRun, monkeypatch: pytest.MonkeyPatch, seat: str
) -> None:
    browsers = [company.seated(open_run.name, seat) for _ in range(20)]
    list(pages(browsers, open_run, seat))  # now all of them are here
    drawings = Counted(monkeypatch, rendering, "render_template")
    compressings = Counted(monkeypatch, drawn, "deflated")
    open_run.do(Command("message", "halmar", {"to": ["brenia"], "text": "One change."}))
    open_run.do(Command("statement", "halmar", {"text": "And another one."}))
    got = [gzip.decompress(small).decode() for small in pages(browsers, open_run, seat)]
    assert (drawings.times, compressings.times) == (1, 1)
    assert len({OWN.sub("", page) for page in got}) == 1
    assert "And another one." in got[0] or seat == "public"
    secrets = [set(SECRET.findall(page)) for page in got if SECRET.search(page)]
    assert all(len(own) == 1 for own in secrets)
    assert len(set.union(set(), *secrets)) == len(secrets), "each has a secret of its own"


def test_a_secret_is_sent_as_it_is(company: Company, open_run: OpenRun) -> None:
    """So the length of an answer does not depend on it, whatever else stands in the page."""
    browser = company.seated(open_run.name, "brenia")
    small = list(pages([browser] * 5, open_run, "brenia"))
    for page in small:
        secret = SECRET.search(gzip.decompress(page).decode())
        assert secret
        assert secret[1].encode() in page
    assert len({len(page) for page in small}) == 1


def test_what_is_kept_for_one_seat_is_shown_to_no_other(company: Company, open_run: OpenRun) -> None:
    open_run.do(Command("message", "halmar", {"to": ["brenia"], "text": "For Brenia alone."}))
    seats = (*open_run.roles, "control", "public", "observer")
    browsers = {seat: company.seated(open_run.name, seat) for seat in seats}
    for _ in range(2):  # drawn, then kept
        readers = {
            seat
            for seat, browser in browsers.items()
            if "For Brenia alone." in browser.get(f"/run/{open_run.name}/{seat}").get_data(as_text=True)
        }
        assert readers == {"halmar", "brenia", "control", "observer"}


def test_a_drawn_page_is_the_page_for_any_words() -> None:
    html = f"<p>{drawn.SECRET}</p>{'Łódź ' * 900}<p>{drawn.NONCE}{drawn.CLOCK}</p>{drawn.SECRET}"
    page = drawn.Drawn(html)
    for own in (("ab" * 18, "cd" * 8, "2:41"), ("", "", ""), ("x" * 700, "ó", "+0:12")):
        given = dict(zip((drawn.SECRET, drawn.NONCE, drawn.CLOCK), own, strict=True))
        words = {mark.encode(): word.encode() for mark, word in given.items()}
        expected = html
        for mark, word in given.items():
            expected = expected.replace(mark, word)
        assert page.whole(words).decode() == expected
        assert gzip.decompress(page.small(words)).decode() == expected


def test_no_template_is_compiled_twice(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where several ask for it at the same time, as after a start."""
    templates, together = company.app.jinja_env, Barrier(8)
    templates.cache.clear()
    templates.bytecode_cache = None
    compilings = Counted(monkeypatch, templates, "compile")

    def ask(_: int) -> Any:
        together.wait()
        return templates.get_template("failed.html")

    with ThreadPoolExecutor(8) as pool:
        assert len(set(map(id, pool.map(ask, range(8))))) == 1
    assert compilings.times == 1


def test_after_a_start_no_page_waits_for_its_template(
    company: Company, open_run: OpenRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendering.compile_templates(company.app)
    company.app.jinja_env.bytecode_cache = None
    compilings = Counted(monkeypatch, company.app.jinja_env, "compile")
    for seat in (*open_run.roles, "control", "public", "observer"):
        assert company.seated(open_run.name, seat).get(f"/run/{open_run.name}/{seat}").status_code == 200
    assert company.host().get("/").status_code == 200
    assert compilings.times == 0
