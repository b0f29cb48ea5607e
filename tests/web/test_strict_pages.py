"""Strict pages: nothing the policy forbids, no query that breaks one, and whatever was typed is kept."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from engine.play.commands import Command
from engine.rules.load import names
from tests.web.company import Browser, Company, everybody, loaded
from tests.web.reading import Form, Page, crawl
from web.open_run import OpenRun

Gap = tuple[Browser, str, dict[str, str], str]
MARK = "typed-ąę-<b>-&amp;"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start(people=("usa", "dprk"))


def played_on(company: Company, open_run: OpenRun, turns: int = 1) -> None:
    """Let control move on until so many turns are over."""
    while open_run.picture("public", "en")["turn"] <= turns:
        open_run.do(Command("advance"))
    company.runs.changed()


@pytest.fixture(scope="module", params=names())
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, OpenRun]:
    """A run in its second turn, to look at."""
    company = Company(tmp_path_factory.mktemp("room"))
    open_run = company.start(request.param, tuple(loaded(request.param).roles))
    roles = open_run.roles
    open_run.do(Command("message", roles[0], {"to": roles[2:4], "text": "<b>words</b> & more"}))
    open_run.do(Command("request", roles[0], {"text": "May we?"}))
    open_run.do(Command("statement", roles[1], {"text": "'\"><script>alert(1)</script>"}))
    played_on(company, open_run)
    return company, open_run


def check_pages(company: Company, open_run: OpenRun, most: int) -> None:
    """No script or style within a page, nothing from elsewhere, no id twice, each form with its secret."""
    for browser, start in everybody(company, open_run):
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
            secrets = {form.value("secret") for form in page.forms if form.method == "post"}
            assert len(secrets) <= 1, f"{address}: {secrets}"
            assert all(browser.takes(str(secret)) for secret in secrets), address


def doubled(ids: list[str]) -> list[str]:
    return sorted({name for name in ids if ids.count(name) > 1})


def test_no_page_needs_what_the_policy_forbids(room: tuple[Company, OpenRun]) -> None:
    check_pages(*room, most=5)


@pytest.mark.long
@pytest.mark.parametrize("exercise", names())
def test_no_page_in_any_phase_needs_what_the_policy_forbids(company: Company, exercise: str) -> None:
    """A whole turn, and the next until people talk, when there is a past to be told."""
    open_run = company.start(exercise, tuple(loaded(exercise).roles))
    for _ in range(7):
        check_pages(company, open_run, most=25)
        open_run.do(Command("advance"))
        company.runs.changed()


def test_errors_are_strict_pages_too(room: tuple[Company, OpenRun]) -> None:
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
def test_no_query_breaks_a_page(room: tuple[Company, OpenRun], value: str) -> None:
    """Whatever stands in the address of a page, the page comes, and what stands there is only text."""
    for browser, start in everybody(*room):
        try_query(browser, start, dict.fromkeys(FIELDS, value))


def try_query(browser: Browser, start: str, query: dict[str, str]) -> None:
    answer = browser.get(start, query_string=query)
    assert answer.status_code in (200, 302, 404), f"{start} {query}"
    if answer.mimetype == "text/html":
        assert Page(answer.get_data(as_text=True)).faults == [], f"{start} {query}"


@pytest.fixture(scope="module")
def gaps(room: tuple[Company, OpenRun]) -> list[Gap]:
    """Each part of each address that the pages themselves lead to, with what stands beside it; each once,
    though many addresses differ in that part alone.
    """
    found: dict[tuple[Any, ...], Gap] = {}
    for place, (browser, start) in enumerate(everybody(*room)):
        for address in crawl(browser.get, start, 30):
            if address.startswith("/api/"):
                continue  # refuses what it does not know
            path, _, query = address.partition("?")
            pairs = dict(parse_qsl(query))
            for name in {*pairs, "panel", "tab"}:
                rest = {key: value for key, value in pairs.items() if key != name}
                found[place, path, name, *sorted(rest.items())] = (browser, path, rest, name)
    assert len(found) > 100
    return list(found.values())


@pytest.mark.long
@pytest.mark.parametrize("value", VALUES)
def test_no_query_of_any_page_breaks_it(gaps: list[Gap], value: str) -> None:
    """The same for each part of each address that the pages themselves lead to."""
    for browser, path, rest, name in gaps:
        try_query(browser, path, {**rest, name: value})


def keep_what_is_typed(company: Company, open_run: OpenRun, seats: list[str], most: int) -> set[str]:
    """Send every form of these seats' pages with a text that is too long. Which came back with it."""
    run, tried = open_run.name, set()
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


def test_what_was_typed_is_kept(company: Company, open_run: OpenRun) -> None:
    """A form that is refused comes back with what was typed into it, on the page it came from."""
    assert keep_what_is_typed(company, open_run, ["control", "usa"], 3)
    open_run.do(Command("advance"))
    assert len(keep_what_is_typed(company, open_run, ["usa"], 4)) > 1


@pytest.mark.long
def test_what_was_typed_is_kept_in_every_form(company: Company, open_run: OpenRun) -> None:
    tried: set[str] = set()
    played_on(company, open_run)
    for _ in range(5):
        tried |= keep_what_is_typed(company, open_run, ["control", "usa", "poland"], 30)
        open_run.do(Command("advance"))
    assert len(tried) > 6, tried


def many(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Fields as a form has them, some of them several times."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
