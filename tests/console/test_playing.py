"""Where the seating makes a role's seat control: a seat asks for its moves, control plays them."""

from pathlib import Path

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.load import load
from tests.console.conftest import Whitecell, sit


@pytest.fixture
def run(path: Path) -> Run:
    return Run.start(load("korea-2025"), path, seed=7, people=["poland", "usa"], preset="host")


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
    sit(whitecell, run, seat, "order humanitarian_signal", "n")
    assert ordered(run) == ["sound_out", "humanitarian_signal"]
    sit(whitecell, run, seat, "remove sound_out")
    assert ordered(run) == ["humanitarian_signal"]
    run.do(Command("advance"))
    run.do(Command("propose", "rok", {"to": ["poland"], "text": "Watch the line with us."}))
    assert "Signed." in sit(whitecell, run, seat, "sign 1")
    (proposal,) = run.state.game.proposals.values()
    assert "poland" in proposal.signed


@pytest.mark.parametrize("language", ["en", "pl"])
def test_requests_are_listed_by_their_names_and_words(whitecell: Whitecell, run: Run, language: str) -> None:
    """Law: what help says to type stands in the list, beside what the seat asks for in its words."""
    for order, words in (("sound_out", "Quietly, please."), ("host_back_channel", "Before the summit.")):
        run.do(Command("request", "usa", {"order": order, "text": words}))
    waiting, accept = {"en": ("waiting", "accept"), "pl": ("oczekujące", "przyjmij")}[language]
    for typed in ((waiting,), (accept, "back")):
        said = sit(whitecell, run, "poland", *typed, language=language)
        for name, words in (("R01", "Quietly, please."), ("R02", "Before the summit.")):
            assert words in said.partition(f"{name} ")[2], (typed, name)


def test_control_chooses_the_letter_that_goes(whitecell: Whitecell, run: Run) -> None:
    """Law: the one letter is shown; of several control chooses; where there is none, that is said."""
    run.do(Command("request", "usa", {"order": "carry_message(usa)"}))
    letter = {"carry": True, "through": "poland"}
    said = sit(whitecell, run, "control", "order carry_message(usa)", "remove 1")
    assert "No letter has been handed over yet" in said
    run.do(Command("message", "usa", {**letter, "text": "The first letter."}))
    said = sit(whitecell, run, "control", "order carry_message(usa)", "remove 1")
    assert "Letter that goes with it: The first letter." in said
    run.do(Command("message", "usa", {**letter, "text": "The second letter."}))
    said = sit(whitecell, run, "control", "accept R01", "2")
    assert said.index("The second letter.") < said.index("The first letter.")
    (entry,) = run.state.game.orders["poland"]
    assert run.state.room.letters[entry["message"]].text == "The first letter."


def test_control_argues_for_the_role_it_plays(whitecell: Whitecell, run: Run) -> None:
    """Law: it writes and takes back as the page lets it; at another time it reads that it cannot."""
    words = ("argue A hotline", "The embassy offers a line.", "1", "1", "Both asked for one.", "", "no")
    assert "Sealed." in sit(whitecell, run, "control", *words)
    (sealed,) = run.state.game.argued.values()
    assert (sealed.role, sealed.title, sealed.reasons) == ("poland", "A hotline", ["Both asked for one."])
    assert "Taken back." in sit(whitecell, run, "control", "argue", "yes", "1")
    assert not run.state.game.argued
    for role in run.state.exercise.roles:
        if run.state.played(role):
            run.do(Command("orders", role, {"orders": []}))
    while run.state.game.phase != "report":
        run.do(Command("advance"))
    assert "An order cannot be argued now." in sit(whitecell, run, "control", "argue")


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
