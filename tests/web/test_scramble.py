"""The scramble law over the web: what a seat has not been told changes no byte of any answer it can get."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from itsdangerous import base64_decode
from werkzeug.test import TestResponse

from engine.record.run import Run
from engine.rules.exercise import Exercise
from tests.laws.scramble import PUBLIC
from tests.laws.test_secrets import played, seats_of, undisclosed
from tests.web.company import Browser, Company
from tests.web.standing import RUN, Pair
from tests.web.walk import BODIES, Attempt, Walker

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
PARTS = 4
"""Among which the seats of a run are dealt out, so that no core waits for another."""
PIECES = 3
"""How much of a stream is read: the pause before it is asked again, and the first words."""


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time stands still, and what a request draws for itself is the same for every request."""
    monkeypatch.setattr("web.open_run.now", lambda: NOON)
    monkeypatch.setattr("web.live.monotonic", lambda: 0.0)
    monkeypatch.setattr("secrets.token_hex", lambda length=8: "0" * 2 * length)
    monkeypatch.setattr("secrets.token_urlsafe", lambda length=8: "s" * length)


def test_every_route_is_walked(tmp_path: Path) -> None:
    """A new route has to be put into the walk, with what is to be sent to it."""
    known = {rule.endpoint for rule in Company(tmp_path).app.url_map.iter_rules()}
    assert known == set(BODIES)


def said(answer: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """An answer but for its date; of a cookie what stands in it, without the time and the signature."""
    body = b"".join(piece for _, piece in zip(range(PIECES - 1), answer.response, strict=False))
    body = body if answer.is_streamed else answer.get_data()
    answer.close()
    headers = []
    for name, value in answer.headers:
        if name == "Set-Cookie":
            payload = value.partition("=")[2].partition(";")[0].rpartition(".")[0].rpartition(".")[0]
            value = repr(base64_decode(payload.lstrip("."))) if not payload.startswith(".") else payload
        if name != "Date":
            headers.append((name, value))
    return answer.status_code, sorted(headers), body


def tried(company: Company, browser: Browser, token: str, attempt: Attempt) -> TestResponse:
    """What one of the two servers answers."""
    more: dict[str, Any] = dict(attempt.more)
    if attempt.by == "program":
        path = attempt.path.removeprefix("/api/v1")
        return company.ask(attempt.method, path, token, **more)
    if attempt.method not in ("GET", "HEAD", "OPTIONS"):
        more["data"] = {"secret": "0" * 24, **more.get("data", {})}
    return browser.client.open(attempt.path, method=attempt.method, **more)


def compare(pair: Pair, number: int, seats: list[str], pages: int, every: int = 1, first: int = 0) -> int:
    """Walk the routes of both servers, with each of these seats. How much was asked."""
    pair.go_to(number)
    asked = 0
    for seat in seats:
        walker = Walker(pair.true, RUN, seat, pair.twin.true.state, every, first)
        scout, true, other = (
            company.seated(RUN, *([seat] if seat else [])) for company in (pair.true, pair.true, pair.other)
        )
        for attempt in walker.everything(scout, pages):
            asked += 1
            one = said(tried(pair.true, true, walker.keys["token"], attempt))
            two = said(tried(pair.other, other, walker.keys["token"], attempt))
            assert one[0] < 500, f"{attempt} by {seat}: {one[0]}"
            if one != two:
                told = difference(one, two)
                what = f"{attempt.method} {attempt.path} {attempt.more}"
                pytest.fail(f"line {number}, {seat or 'nobody'}: {what}\n{told}")
    return asked


def difference(one: Any, two: Any) -> str:
    """Where two answers part."""
    if one[:2] != two[:2]:
        return f"{one[:2]}\n{two[:2]}"
    place = next((at for at, (a, b) in enumerate(zip(one[2], two[2], strict=False)) if a != b), 0)
    return "\n".join(
        str(body[max(place - 200, 0) : place + 200].decode(errors="replace")) for body in (one[2], two[2])
    )


def phases_of(run: Run, every: int) -> list[int]:
    """Lines all through a run, and the last."""
    total = len(undisclosed(run))
    return [*range(every, total, every), total]


@pytest.mark.parametrize("seat_number", [0, 4])
def test_no_answer_tells_a_secret(exercise: Exercise, tmp_path: Path, seat_number: int) -> None:
    """Law: for some seats, with the pages they find first and a part of all other tries."""
    run = played(exercise, tmp_path / "run.jsonl", 31 + seat_number)
    seat = seats_of(run)[seat_number % len(seats_of(run))]
    lines = undisclosed(run)
    pair = Pair(tmp_path / "runs", run, seat, lines)
    number = len(lines) // 2 if seat_number else len(lines)
    assert compare(pair, number, [seat], 5, every=11) > 100


def test_no_answer_tells_the_public_a_secret(exercise: Exercise, tmp_path: Path) -> None:
    """Law: for the screen, and for whoever has no seat."""
    run = played(exercise, tmp_path / "run.jsonl", 30)
    pair = Pair(tmp_path / "runs", run, PUBLIC, undisclosed(run))
    assert compare(pair, len(undisclosed(run)) // 2, [PUBLIC, ""], 3, every=11) > 100


def test_the_walk_would_find_a_secret(exercise: Exercise, tmp_path: Path) -> None:
    """Control, who may know all, is told the one from the other at its first page."""
    run = played(exercise, tmp_path / "run.jsonl", 30)
    pair = Pair(tmp_path / "runs", run, PUBLIC, undisclosed(run))
    with pytest.raises(pytest.fail.Exception, match="GET /run/the-run/control"):
        compare(pair, len(undisclosed(run)), ["control"], 1, every=100)


@pytest.mark.first
@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_no_answer_ever_tells_a_secret(exercise: Exercise, tmp_path: Path, part: int) -> None:
    """The same law for every seat, with all pages that its pages lead to, all through a run.

    Of all other tries a fifth at each line, and others at the next: of six methods none falls out.
    """
    run = played(exercise, tmp_path / "run.jsonl", 41)
    for place, seat in list(enumerate(seats_of(run)))[part::PARTS]:
        pair = Pair(tmp_path / f"runs-{seat}", run, seat, undisclosed(run))
        moments = phases_of(run, 41)
        for moment, number in enumerate(moments[place % 3 :: 3] or moments[-1:], place):
            seats = [seat, ""] if seat == PUBLIC else [seat]
            assert compare(pair, number, seats, 40, every=5, first=moment) > 100
