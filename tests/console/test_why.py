"""`whitecell why`, and the same card at the table: as the API has it, and never wider than 80 columns."""

import json

import pytest

from engine.record.run import Run
from engine.views import decision
from tests.console.conftest import Whitecell

TALKS = "offer_talks(arms_control)"


@pytest.fixture
def begun(whitecell: Whitecell, run: str) -> str:
    opened = Run.open(run)
    while opened.state.game.phase != "orders":
        opened.press_on()
    opened.log.close()
    return run


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_card_fits_eighty_columns(whitecell: Whitecell, begun: str, language: str) -> None:
    """Of every order and agreement, also in a window that is wider."""
    state = Run.open(begun).state
    for about in (*state.exercise.orders, "freeze_for_relief"):
        role = state.exercise.orders[about].role if about in state.exercise.orders else "dprk"
        found = whitecell("why", begun, about, "--as", role, "--lang", language)
        assert found.exit_code == 0, found.stderr
        assert max(map(len, found.stdout.splitlines())) <= 80, about
        card = decision(state, role, about, language)
        assert " ".join(card["title"].split()[:1]) in found.stdout


def test_as_json_it_is_the_card(whitecell: Whitecell, begun: str) -> None:
    """Without a role it is that of the order."""
    found = whitecell("why", begun, TALKS, "--json")
    assert json.loads(found.stdout) == json.loads(json.dumps(decision(Run.open(begun).state, "usa", TALKS)))


def test_what_a_seat_cannot_decide_is_refused(whitecell: Whitecell, begun: str) -> None:
    for arguments in ((TALKS, "--as", "dprk"), ("nothing", "--as", "usa"), ("freeze_for_relief",)):
        found = whitecell("why", begun, *arguments)
        assert (found.exit_code, found.stdout) == (1, ""), arguments
        assert found.stderr


def test_the_table_shows_the_same_card(whitecell: Whitecell) -> None:
    assert whitecell("start", "korea-2025", "own.jsonl", "--seed", "7", "--human", "usa").exit_code == 0
    found = whitecell("play", "own.jsonl", "--as", "usa", lines=("", "done", "why offer_talks", "quit"))
    assert found.exit_code == 0, found.stderr
    assert "The other side answers first. The odds stand for each answer by itself." in found.stdout
    assert "What counts now" in found.stdout or "What it touches" in found.stdout
