"""What the server answers about a run: pages as browsers get them, and the API as programs do."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from engine.record.run import Run
from tests.looks.engine import Looks, unpacked
from tests.web.company import Company
from tests.web.made import LINUX, addresses
from tests.web.reading import Page
from tests.web.standing import Standing
from tests.web.walk import STREAMS, Walker
from web.addresses import Place

OF_A_KIND, PAGES = 2, 32
"""Pages with the same parts of an address that are looked at, and pages from one first page."""
UNSAID = re.compile(r"\?v=\w+|[\w-]{20,}")
"""What does not stand still: the versions of styles and scripts, and keys."""
HEADERS = ("Content-Type", "Cache-Control", "Location", "Content-Security-Policy", "Content-Disposition")
COMPUTED = ("debrief.decided", "debrief.hot_wash", "forecast.forecast")
"""Pages that say how far a computation is."""
PASSED = ("api.openapi", "static", "prints.pack", "api.log", "lobby.download", *COMPUTED)


def of_pages(run: Run, folder: Path) -> Looks:
    """The pages that links lead to from everybody's first page, and what programs are answered."""
    company = Company(folder, Place(lan=True), look=partial(addresses, LINUX))
    name = run.log.path.stem
    open_run = company.serve(name, standing(run))
    role = open_run.roles[0]
    for who, browser, starts in (
        ("host", company.host(), [f"/run/{name}/control", "/"]),
        ("seat", company.seated(name, role), [f"/run/{name}/{role}"]),
        ("screen", company.seated(name, "public"), [f"/run/{name}/public"]),
        ("stranger", company.browser(), ["/join"]),
    ):
        for kind, answer in walked(company, browser, starts):
            yield f"page: {kind} for {who}", said(answer)


def of_answers(run: Run, folder: Path) -> Looks:
    """What programs are answered: everything they can ask for, and some of what they can try."""
    company, name = Company(folder), run.log.path.stem
    open_run = company.serve(name, standing(run))
    for seat in ("control", open_run.roles[0]):
        walker, token = Walker(company, name, seat, run.state), company.token(name, seat)
        for attempt in walker.routes():
            kind = kind_of(company, attempt.path)
            if attempt.by == "program" and attempt.method == "GET" and kind not in (*STREAMS, *PASSED):
                answer = company.ask("GET", attempt.path.removeprefix("/api/v1"), token)
                yield f"answer: {kind}", said(answer)
        for attempt in list(walker.commands())[::3]:
            if attempt.by == "program":
                path = attempt.path.removeprefix("/api/v1")
                answer = company.ask("POST", path, token, **attempt.more)
                yield f"answer: {path.partition('?')[0]}", said(answer)


def standing(run: Run) -> Standing:
    """The run as it is now; what is asked of it is decided, and never kept."""
    os.utime(run.log.path, (0, 0))  # the list of runs says when one was last played
    return Standing(run.record, run.timer, list(run.log.lines), run.log.path)


def walked(company: Company, browser: Any, starts: list[str]) -> Iterator[tuple[str, TestResponse]]:
    """The first pages of every kind that links lead to."""
    waiting, met, times = list(starts), set[str](), Counter[str]()
    while waiting and len(met) < PAGES:
        address = waiting.pop(0)
        kind = kind_of(company, address)
        if address in met or times[kind] == OF_A_KIND or kind.partition("?")[0] in (*STREAMS, *PASSED):
            continue
        met.add(address)
        times[kind] += 1
        answer = browser.get(address)
        yield kind, answer
        if answer.mimetype == "text/html":
            waiting += Page(answer.get_data(as_text=True)).addresses(address)


def kind_of(company: Company, address: str) -> str:
    """The route of an address, with the names of what is asked for."""
    parts = urlsplit(address)
    adapter = company.app.url_map.bind("localhost")
    try:
        endpoint = adapter.match(parts.path)[0]
    except HTTPException:
        endpoint = "nowhere"
    asked = sorted(parse_qs(parts.query).items())
    query = "&".join(f"{name}={values[0]}" if name in ("tab", "panel") else name for name, values in asked)
    return f"{endpoint}?{query}" if query else endpoint


def said(answer: TestResponse) -> Any:
    """An answer without what is drawn for every server anew."""
    headers = [UNSAID.sub("…", answer.headers.get(name, "")) for name in HEADERS]
    raw = answer.get_data()
    body = unpacked(raw) if raw[:2] == b"PK" else UNSAID.sub("…", raw.decode("utf-8", "replace"))
    return [answer.status_code, headers, body]
