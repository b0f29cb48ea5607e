"""Argued orders on the pages: written, answered and weighed without scripts, and never taken for markup."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from engine.play.commands import Command
from engine.review.report import report
from engine.review.report.to_html import html as written_html
from tests.web.company import Browser, Company
from web.open_run import OpenRun

PATH = "halmar.argued(tension)"
NASTY = "<script>alert(1)</script> \" onload=x & {{ 7 * 7 }} {% raw %} '"
FIELDS: dict[str, Any] = {
    "want": "tension:-1",
    "title": "A hot line",
    "text": "Both coast guards share a line.",
    "reasons": ["Fog.", "Both lost boats.", ""],
    "in_secret": "no",
}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def begun(company: Company) -> OpenRun:
    """A run of The Grey Strait in which three teams choose their orders."""
    open_run = company.start("grey-strait", ("halmar", "brenia", "commission"))
    while open_run.run.state.game.phase != "orders":
        open_run.run.do(Command("advance"))
    return open_run


def page(browser: Browser, open_run: OpenRun, seat: str, query: str = "") -> str:
    answer = browser.get(f"/run/{open_run.name}/{seat}{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def locked(open_run: OpenRun) -> None:
    for role in ("halmar", "brenia", "commission"):
        open_run.run.do(Command("orders", role, {"orders": []}))
    open_run.run.do(Command("advance"))


def test_a_team_argues_others_answer_and_control_weighs(company: Company) -> None:
    """All of it by forms, as without scripts: what comes of it stands in every report."""
    open_run = begun(company)
    run = open_run.name
    halmar, brenia = company.seated(run, "halmar"), company.seated(run, "brenia")
    host = company.host()
    shown = page(halmar, open_run, "halmar", "?tab=orders")
    assert "Not for this table:" in shown
    assert 'data-capital="2"' in shown
    assert halmar.do(run, "halmar", "argue", **FIELDS).status_code == 303
    assert 'data-capital="1"' in page(halmar, open_run, "halmar", "?tab=orders"), "the purse has paid for it"
    refused = halmar.do(
        run, "halmar", "argue", **{**FIELDS, "want": "sailings:1", "title": "Another", "once": "again"}
    )
    assert refused.status_code == 409
    assert "Take one back first" in (again := refused.get_data(as_text=True))
    assert 'value="Another"' in again, "what was typed is kept"
    assert "A hot line" not in page(brenia, open_run, "brenia")
    locked(open_run)
    asked = page(brenia, open_run, "brenia", "?tab=orders")
    assert "Both lost boats." in asked
    said = {"question": f"{PATH}?brenia", "answer": "against", "text": "No ship listens."}
    assert brenia.do(run, "brenia", "answer", **said).status_code == 303
    open_run.run.do(Command("advance"))
    card = page(host, open_run, "control")
    assert "No ship listens." in card
    assert "not thrown until the weights are fixed" in card
    assert re.search(r'class="button next"[^>]*>', card), "publishing is not the one thing to do now"
    weights = {"order": PATH, "count.1": "yes", "count.2": "no", "count.brenia": "yes", "difficulty": "hard"}
    tried = host.post(
        f"/run/{run}/control/try", {"command": "weigh", "form": "weigh-halmar-argued-tension", **weights}
    ).get_data(as_text=True)
    assert "sum −1" in tried
    assert PATH not in open_run.run.state.game.weighings, "trying records nothing"
    assert host.do(run, "control", "weigh", **weights).status_code == 303
    assert open_run.run.state.game.weighings[PATH].counts == ["1", "brenia"]
    open_run.run.do(Command("advance"))
    for browser, seat in ((halmar, "halmar"), (brenia, "brenia")):
        told = page(browser, open_run, seat, "?tab=situation")
        assert "No ship listens." in told
        assert "does not count" in told


def test_control_does_not_admit_an_order(company: Company) -> None:
    open_run, host = begun(company), company.host()
    open_run.run.do(Command("argue", "halmar", {**plain(), "secret": True}))
    locked(open_run)
    said = {"order": PATH, "inadmissible": "yes", "reason": "It names a warhead."}
    assert host.do(open_run.name, "control", "weigh", **said).status_code == 303
    assert "It names a warhead." in page(host, open_run, "control", f"?plea={PATH}")


def plain(title: str = "A hot line", text: str = "", reasons: tuple[str, ...] = ("Fog.",)) -> dict[str, Any]:
    return {"effect": "tension", "amount": -1, "title": title, "text": text, "reasons": list(reasons)}


WRITTEN = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(
    lambda text: bool(text.strip())
)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, OpenRun, int]:
    company = Company(tmp_path_factory.mktemp("argued") / "runs")
    open_run = begun(company)
    return company, open_run, len(open_run.run.log.lines)


@given(words=st.one_of(st.just(NASTY[:80]), WRITTEN))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_are_words_everywhere(standing: tuple[Company, OpenRun, int], words: str) -> None:
    """Law: title, action, reasons and counter-argument stand escaped on every page and in the report."""
    company, open_run, line = standing
    run = open_run.run
    if len(run.log.lines) > line:
        run.do(Command("undo", data={"line": line}))
    run.do(Command("argue", "halmar", plain(words, words, (words,))))
    locked(open_run)
    run.do(Command("answer", "brenia", {"question": f"{PATH}?brenia", "answer": "against", "text": words}))
    seats = [(company.seated(open_run.name, seat), seat) for seat in ("halmar", "brenia", "public")]
    seats.append((company.host(), "control"))
    wanted = str(escape(words.strip()))
    for phase in ("orders", "rulings", "report"):
        for browser, seat in seats:
            html = page(browser, open_run, seat, "?tab=orders" if phase == "orders" else "")
            assert "<script>alert" not in html, (phase, seat)
            if seat in ("brenia", "control") and phase != "report":
                assert seat != "control" or wanted in html, (phase, seat)
        if phase != "report":
            run.do(Command("advance"))
    told = written_html(report(run, "control"))
    assert "<script>alert" not in told


def test_control_argues_for_a_role_that_it_plays(company: Company) -> None:
    open_run = company.start("korea-2025", ("usa",), preset="host")
    while open_run.run.state.game.phase != "orders":
        open_run.run.do(Command("advance"))
    host = company.host()
    assert "Argue an order for POL" in page(host, open_run, "control")
    fields = {**FIELDS, "want": "armistice:1", "role": "poland"}
    assert host.do(open_run.name, "control", "argue", **fields).status_code == 303
    assert list(open_run.run.state.game.argued) == ["poland.argued(armistice)"]
    assert 'id="form-unargue-poland-1"' in page(host, open_run, "control")
