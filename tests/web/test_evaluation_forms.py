"""Forms of the evaluation: what their fields mean, and that only control's page may send them."""

from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from engine.views import view
from tests.web.company import Company, lines
from web.forms import READERS
from web.open_run import OpenRun


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company) -> OpenRun:
    return company.start("grey-strait", ("halmar",))


def seen(open_run: OpenRun) -> dict[str, Any]:
    found: dict[str, Any] = view(open_run.run.state, "control")["evaluation"]
    return found


READ: list[tuple[str, list[tuple[str, str]], dict[str, Any]]] = [
    ("rate", [("objective", "E1"), ("rating", "S")], {"objective": "E1", "rating": "S"}),
    ("rate", [("objective", "E1"), ("links", "3, 1;2\n 7")], {"objective": "E1", "links": [3, 1, 2, 7]}),
    ("rate", [("objective", "E1"), ("links", "3"), ("links", "4")], {"objective": "E1", "links": [3, 4]}),
    ("rate", [("links", "")], {"objective": "", "links": []}),
    ("rate", [("objective", "E1"), ("links", "turn 2")], {"objective": "E1", "links": ["turn", 2]}),
    ("finding", [("finding", ""), ("title", "x"), ("analysis", "")], {"title": "x", "analysis": ""}),
    ("finding", [("finding", "F01"), ("withdrawn", "yes")], {"finding": "F01", "withdrawn": True}),
    ("finding", [("finding", "F01"), ("withdrawn", "no")], {"finding": "F01", "withdrawn": False}),
    ("action", [("action", ""), ("text", "x"), ("finding", "")], {"text": "x", "finding": ""}),
    ("action", [("action", "A01"), ("due", "")], {"action": "A01", "due": ""}),
    ("action", [("text", "x"), ("links", "3"), ("actor", "control")], {"text": "x"}),
    ("cover", [("sponsor", "x"), ("marking", "")], {"sponsor": "x", "marking": ""}),
    (
        "note",
        [("text", "x"), ("line", "12"), ("kind", "observation")],
        {"text": "x", "line": 12, "kind": "observation"},
    ),
    ("note", [("text", "x"), ("line", "")], {"text": "x"}),
    ("note", [("text", "x"), ("line", "last")], {"text": "x", "line": "last"}),
]


@pytest.mark.parametrize(("name", "fields", "data"), READ, ids=str)
def test_fields_become_data(name: str, fields: list[tuple[str, str]], data: dict[str, Any]) -> None:
    """A field left empty clears what stood; a number that is none reaches the engine, which says so."""
    found = READERS[name](MultiDict(fields))
    assert found == data


def test_an_evaluation_is_filled_in_by_forms(company: Company, open_run: OpenRun) -> None:
    """From the first rating to a finding that is cleared, edited and withdrawn."""
    host, run = company.host(), open_run.name
    steps: list[tuple[str, dict[str, str]]] = [
        ("rate", {"objective": "E1", "rating": "M", "text": "Late.", "links": "1"}),
        (
            "finding",
            {"kind": "improvement", "title": "Too late", "objective": "E1", "analysis": "Nobody asked."},
        ),
        (
            "action",
            {"text": "Rehearse", "finding": "F01", "element": "training", "due": "2025-06-30", "status": ""},
        ),
        ("note", {"text": "They waited.", "kind": "observation", "line": "1", "about": "E1"}),
        ("finding", {"finding": "F01", "title": "Too late", "analysis": ""}),
        ("action", {"action": "A01", "status": "done"}),
    ]
    for number, (name, fields) in enumerate(steps):
        assert host.do(run, "control", name, once=str(number), **fields).status_code == 303, name
    found = seen(open_run)
    assert (found["objectives"][0]["rating"], found["objectives"][0]["links"][0]["line"]) == ("M", 1)
    assert (found["findings"][0]["kind"], found["findings"][0]["analysis"]) == ("improvement", "")
    assert (found["plan"][0]["finding"], found["plan"][0]["status"]) == ("F01", "done")
    assert (found["observations"][0]["at_line"], found["observations"][0]["about"]) == (1, "E1")
    assert host.do(run, "control", "finding", once="w", finding="F01", withdrawn="yes").status_code == 303
    assert seen(open_run)["findings"] == []


def test_the_cover_of_the_report_is_filled_in_by_a_form(company: Company, open_run: OpenRun) -> None:
    """It opens with what stands, keeps what a form does not show, and marks every copy that is taken away."""
    host, run = company.host(), open_run.name
    fields = {"sponsor": "The ministry", "marking": "For official use", "summary": "They waited."}
    assert (
        host.do(run, "control", "cover", page="evaluation", form="cover", once="a", **fields).status_code
        == 303
    )
    assert host.do(run, "control", "cover", once="b", sponsor="").status_code == 303
    cover = seen(open_run)["cover"]
    assert (cover["sponsor"], cover["marking"], cover["summary"]) == ("", "For official use", "They waited.")
    page = host.client.get(f"/run/{run}/control/debrief/evaluation?open=cover").text
    assert 'value="For official use"' in page
    for eyes in ("control", "halmar", "public"):
        copy = host.client.get(f"/run/{run}/control/debrief/report/report.md?as={eyes}").text
        assert "For official use" in copy
        assert ("They waited." in copy) == (eyes == "control")


def test_what_is_refused_comes_back_as_a_sentence(company: Company, open_run: OpenRun) -> None:
    host, run, before = company.host(), open_run.name, lines(open_run)
    wrong = {
        "rate": {"objective": "E1", "links": "999"},
        "finding": {"kind": "strength", "title": ""},
        "action": {"text": "x", "start": "2025-07-01", "due": "2025-06-30"},
    }
    said = {"rate": "999", "finding": "title", "action": "2025-06-30"}
    for name, fields in wrong.items():
        answer = host.do(run, "control", name, **fields)
        assert answer.status_code == 409, name
        assert said[name] in answer.text
    assert lines(open_run) == before


def test_two_evaluators_are_told(company: Company, open_run: OpenRun) -> None:
    """The second of two forms that show the same rating is stale, and nothing is overwritten."""
    host, run = company.host(), open_run.name
    version = seen(open_run)["objectives"][0]["version"]
    first = host.do(run, "control", "rate", once="1", objective="E1", rating="P", version=version)
    second = host.do(run, "control", "rate", once="2", objective="E1", rating="U", version=version)
    assert (first.status_code, second.status_code) == (303, 409)
    assert "The rating has changed meanwhile." in second.text
    assert seen(open_run)["objectives"][0]["rating"] == "P"


def test_a_seat_rates_nothing(company: Company, open_run: OpenRun) -> None:
    run, halmar, before = open_run.name, company.seated(open_run.name, "halmar"), lines(open_run)
    for name in ("rate", "finding", "action"):
        fields = {"objective": "E1", "kind": "strength", "title": "x", "text": "x"}
        assert halmar.do(run, "halmar", name, **fields).status_code == 409
        assert halmar.do(run, "control", name, **fields).status_code in (401, 403, 404)
    assert lines(open_run) == before
    assert not any("evaluation" in open_run.picture(seat, "en") for seat in ("halmar", "public"))
