"""Where the seating makes a role's seat control: a seat asks for its moves, control plays them."""

from pathlib import Path

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.load import load
from tests.console.conftest import Whitecell


@pytest.fixture
def run(path: Path) -> Run:
    return Run.start(load("korea-2025"), path, seed=7, people=["poland", "usa"], preset="host")


def sit(whitecell: Whitecell, run: Run, seat: str, *lines: str, language: str = "en") -> str:
    found = whitecell("play", str(run.log.path), "--as", seat, "--lang", language, lines=(*lines, "quit"))
    assert found.exit_code == 0, found.stderr
    run.refresh()
    return " ".join(found.stdout.replace("\u00a0", " ").split())


def ordered(run: Run) -> list[str]:
    return [entry["order"] for entry in run.state.game.orders.get("poland", [])]


@pytest.mark.parametrize("seat", ["poland", "control"])
def test_a_seat_asks_and_control_orders(whitecell: Whitecell, run: Run, seat: str) -> None:
    """Law: what can be done on the pages can be typed: ask for a move, accept it, order, take back, sign."""
    said = sit(whitecell, run, "usa", "request sound_out", "Quietly, please.", "request chair_round", "")
    assert "Control has it." in said
    assert "Seating: Poland runs the exercise" in said
    assert "POL" in said.partition("control: ")[2][:12]
    said = sit(whitecell, run, seat, "accept R02", "accept R01", "accept", "back")
    assert "Chair a negotiation round is not possible now: needs:" in said
    assert "Ordered for POL: Sound out intent (embassy)" in said
    assert ordered(run) == ["sound_out"]
    sit(whitecell, run, seat, "order concert_embassies", "n")
    assert ordered(run) == ["sound_out", "concert_embassies"]
    sit(whitecell, run, seat, "remove sound_out")
    assert ordered(run) == ["concert_embassies"]
    run.do(Command("advance"))
    run.do(Command("propose", "rok", {"to": ["poland"], "text": "Watch the line with us."}))
    assert "Signed." in sit(whitecell, run, seat, "sign 1")
    (proposal,) = run.state.game.proposals.values()
    assert "poland" in proposal.signed


def test_no_program_leads_where_a_role_is_control(whitecell: Whitecell, run: Run) -> None:
    """Law: the terminal of a seat moves nothing on while somebody holds control in Poland's seat."""
    sit(whitecell, run, "usa", "status")
    assert run.place == (1, "situation")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_whoever_sits_down_there_reads_that_it_is_control(
    whitecell: Whitecell, path: Path, language: str
) -> None:
    """And `start` and `status` name the seating."""
    started = whitecell("start", "korea-2025", str(path), "--preset", "host", "--lang", language)
    title = {"en": "Poland runs the exercise", "pl": "Polska prowadzi ćwiczenie"}[language]
    assert title in " ".join(started.stdout.split())
    said = sit(whitecell, Run.open(path), "poland", language=language)
    leads = {"en": "This seat is control:", "pl": "To miejsce jest kierownictwem:"}
    bot = {"en": "bot's", "pl": "bota"}
    assert leads[language] in said
    assert bot[language] not in said
    assert title in " ".join(whitecell("show", str(path), "--lang", language).stdout.split())
