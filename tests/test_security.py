"""The numbers in SECURITY.md are those in the code, all of them."""

import re
from pathlib import Path

import pytest

from engine.play.commands.declared import MOST_ORDERS
from web import limits
from web.live import MOST_CHANNELS
from web.seats import CODE, LETTERS

HOUSE = Path(__file__).resolve().parents[1]
TEXT = (HOUSE / "SECURITY.md").read_text(encoding="utf-8")
SAID = {name: number for number, name in re.findall(r"\| ([\d, ]+) \| `([A-Z_]+)` \|", TEXT)}
HELD = {name: getattr(limits, name) for name in dir(limits) if name.isupper()}


@pytest.mark.parametrize("name", HELD)
def test_a_limit_is_said_as_it_is_held(name: str) -> None:
    held = HELD[name]
    expected = ", ".join(map(str, held)) if isinstance(held, tuple) else str(held)
    assert SAID.get(name) == expected


def test_nothing_is_said_that_is_not_held() -> None:
    assert set(SAID) == set(HELD)


def test_codes_are_as_many_as_is_said() -> None:
    assert f"{CODE} signs out of {len(LETTERS)}" in TEXT
    assert len(LETTERS) ** CODE / 100 / 300 / 86_400 > 365


def test_thirty_people_behind_one_router_have_what_they_need() -> None:
    """The sums of the table: sixty browsers, six connections each, a stream each, ten seats."""
    browsers = 60
    assert browsers * 6 <= limits.CONNECTIONS_OF_ADDRESS < limits.CONNECTIONS
    assert browsers * 2 <= limits.WAITING
    assert browsers <= limits.STREAMS
    assert 10 * limits.STREAMS_OF_SEAT <= limits.STREAMS
    assert limits.AT_WORK + limits.WAITING < limits.RESERVE
    assert 4 * MOST_ORDERS + 4 <= limits.PARTS
    assert MOST_CHANNELS * 120 < limits.HEAD
    assert limits.BODY / limits.REQUEST_SECONDS < 20_000
    assert limits.TRIES[0] >= 2 * 30
