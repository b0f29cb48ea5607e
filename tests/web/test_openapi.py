"""The OpenAPI document: it is sound and whole, and random requests made from it find no surprise."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from docs.reference import write_api
from engine.play.commands import COMMANDS as KNOWN
from engine.review.verify import verify
from engine.views.seen import VIEWS
from tests.web.company import Company
from web.api.bodies import bodies
from web.api.commands import COMMANDS
from web.api.declared import schemas
from web.api.document import document
from web.forms import DRAFT, READERS

WHO = ("control", "usa", "public", "host", "nobody")
LEFT_OUT = ("ignored_auth",)
"""It takes the tokens that the tests put in for wrong ones; who may what is tested in test_guard."""
BODILESS = ("stream",)


def test_the_document_is_sound() -> None:
    """By the schema of OpenAPI 3.1, and every reference in it leads somewhere."""
    found = document()
    OPENAPI_31_VALIDATOR.validate(json.loads(json.dumps(found)))
    text = json.dumps(found)
    for name in {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}:
        assert name in found["components"]["schemas"]
    for schema in found["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": found["jsonSchemaDialect"], **schema})
    ids = [entry["operationId"] for path in found["paths"].values() for entry in path.values()]
    assert len(ids) == len(set(ids))


def test_the_document_has_every_route_and_every_command(tmp_path: Path) -> None:
    assert set(COMMANDS) == set(KNOWN) == set(READERS) - {DRAFT}
    app = Company(tmp_path).app
    routes = {
        (method.lower(), rule.rule.replace("<int:", "<").replace("<", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.endpoint.startswith("api.") and method in ("GET", "POST") and rule.endpoint != "api.command"
    }
    routes |= {("post", f"/api/v1/commands/{name}") for name in COMMANDS}
    assert routes == {(method, path) for path, entry in document()["paths"].items() for method in entry}


def test_the_document_is_served_to_everybody(tmp_path: Path) -> None:
    company = Company(tmp_path)
    answer = company.ask("GET", "/openapi.json")
    assert answer.json == json.loads(json.dumps(document()))
    known = {"If-None-Match": answer.headers["ETag"]}
    assert company.ask("GET", "/openapi.json", headers=known).status_code == 304


def test_the_page_about_it_is_current() -> None:
    """Otherwise: make reference."""
    assert write_api.PAGE.read_text(encoding="utf-8") == write_api.page()


def test_every_form_can_be_sent_as_a_command() -> None:
    """What a form reads is what the document knows: the pages can do nothing that the API cannot."""
    from werkzeug.datastructures import MultiDict

    fields = {
        "to": "usa",
        "text": "x",
        "title": "x",
        "from": "x",
        "expect": "x",
        "because": "judgement",
        "seat": "usa",
    }
    fields |= {
        "by": "bot",
        "what": "all",
        "kind": "note",
        "about": "x",
        "act": "agenda",
        "role": "usa",
        "reason": "x",
    }
    fields |= {
        "request": "1",
        "inject": "M01",
        "choice.a": "b",
        "when": "now",
        "type": "political",
        "template": "x",
    }
    fields |= {
        "effects_given": "1",
        "order": "a",
        "secret:a": "1",
        "message:a": "m",
        "seal": "yes",
        "question": "q",
    }
    fields |= {
        "answer": "yes",
        "ruling": "r",
        "row": "x",
        "dice": "6",
        "through": "usa",
        "carry": "1",
        "sealed": "1",
    }
    fields |= {
        "statement": "s",
        "mark": "echo",
        "agreement": "a",
        "term.x": "1",
        "invites": "usa",
        "proposal": "p",
    }
    fields |= {"base": "a b", "drafts": "yes", "how": "aside", "told": "x"}
    fields |= {"item.1": "x", "minutes": "5", "line": "3"}
    fields |= {"objective": "E1", "rating": "S", "links": "1, 2", "analysis": "x", "recommendation": "x"}
    fields |= {
        "element": "training",
        "owner": "x",
        "start": "2025-06-30",
        "status": "open",
        "withdrawn": "yes",
    }
    for name, read in READERS.items():
        own = {"finding": {"kind": "strength"}, "promise": {"turn": "3"}, "guess": {"value.x": "y"}}.get(
            name, {}
        )
        sent = {"data": read(MultiDict(fields | own)), "seen": {"version": "v"}, "id": "x"}
        schema = bodies()[f"command.{'orders' if name == DRAFT else name}"]
        assert jsonschema_rs.is_valid(schema, sent), f"{name}: {sent}"


def operations(company: Company) -> Iterator[Any]:
    """Every operation of the document that can be asked at random."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", company.app)
    schema.config.generation.update(with_security_parameters=False)
    for found in schema.get_all_operations():
        yield found.ok()


def ask_at_random(company: Company, operation: Any, token: str, most: int, faults: list[str]) -> None:
    """Ask one operation with what the document describes, and with what it forbids."""
    checks = [check for check in CHECKS.get_all() if check.__name__ not in LEFT_OUT]
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    for mode in GenerationMode:
        strategy = operation.as_strategy(generation_mode=mode)

        @settings(
            max_examples=most,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def ask(case: Any) -> None:
            case.validate_response(case.call(headers=headers), checks=checks, headers=headers)

        try:
            ask()
        except BaseException as fault:
            faults.append(f"{operation.label} {mode.value}: {type(fault).__name__} {fault}"[:1500])


def company_of(folder: Path, turns: int) -> tuple[Company, str]:
    """A run some turns on, with what people may have left on the table."""
    company = Company(folder)
    open_run = company.start(people=("usa", "dprk"))
    control = company.token(open_run.name, "control")
    for _ in range(60):
        if open_run.picture("public", "en")["turn"] >= turns:
            break
        company.ask("POST", "/commands/advance", control, json={})
    return company, open_run.name


def everybody(company: Company, run: str) -> dict[str, str]:
    tokens = {who: company.token(run, who) for who in ("control", "usa", "public")}
    return {**tokens, "host": company.host_token, "nobody": ""}


def fuzz(company: Company, run: str, who: tuple[str, ...], most: int) -> list[str]:
    """Every operation with every kind of token. Those that change whose token holds come last."""
    faults: list[str] = []
    found = sorted(operations(company), key=lambda operation: "revoke" in operation.path)
    for operation in found:
        if operation.path.endswith(BODILESS):
            continue
        for name in who:
            ask_at_random(company, operation, everybody(company, run)[name], most, faults)
    return faults


def test_random_requests_find_no_surprise(tmp_path: Path) -> None:
    company, run = company_of(tmp_path, 2)
    faults = fuzz(company, run, ("control",), 1)
    assert not faults, "\n\n".join(faults)
    assert verify(company.runs.path(run))[0] is None


@pytest.mark.long
def test_many_random_requests_find_no_surprise(tmp_path: Path) -> None:
    company, run = company_of(tmp_path, 3)
    faults = fuzz(company, run, WHO, 6)
    assert not faults, "\n\n".join(faults)
    assert verify(company.runs.path(run))[0] is None


def test_an_answer_has_no_key_that_is_not_declared() -> None:
    """Law: every type of a view is closed: what it does not name, no answer may hold."""
    found = schemas(*VIEWS.values())
    assert len(found) > len(VIEWS)
    assert all(schema["additionalProperties"] is False for schema in found.values())
