"""Cards guessed in the terminal: by a seat, by control for a team on paper, and who saw through whom."""

from pathlib import Path

import pytest

from console.guesses import table
from console.screen import make_console
from engine.play.commands import Command
from engine.play.guessing import truth
from engine.record.run import Run
from engine.rules.load import load
from engine.views import view
from engine.words.language import Language
from tests.console.conftest import Whitecell, sit


@pytest.fixture
def run(path: Path) -> Run:
    """Korea 2025 after ENDEX, with nothing released."""
    found = Run.start(load("korea-2025"), path, seed=3, people=["control", "usa"])
    found.do(Command("finish"))
    return found


def test_a_seat_guesses_card_by_card(whitecell: Whitecell, run: Run) -> None:
    """Law: each card with its answers; what is passed over stays as it is."""
    said = sit(whitecell, run, "usa", "guess", "1", "2", "3", "3")
    assert "What did Pyongyang intend?" in said
    assert "leave it: nothing yet" in said
    assert "You can change it until control opens the cards." in said
    assert run.state.room.guesses == {("usa", "pyongyang"): "wait", ("usa", "moscow"): "delay"}
    said = sit(whitecell, run, "usa", "guess", "4", "1", "3", "3")
    assert "leave it: wait" in said
    assert run.state.room.guesses == {("usa", "pyongyang"): "wait", ("usa", "moscow"): "bargain"}


@pytest.mark.parametrize(("language", "command"), [("en", "guess"), ("pl", "przypuszczenie")])
def test_a_seat_is_offered_it_while_it_can_be_done(
    whitecell: Whitecell, run: Run, language: str, command: str
) -> None:
    """Law: after ENDEX and until the cards are open; of an exercise without cards never."""
    help_word = {"en": "help", "pl": "pomoc"}[language]
    sentence = {"en": "Guess what the others kept to themselves.", "pl": "Odgadnij, co ukrywali pozostali."}
    assert f"{command} {sentence[language]}" in sit(whitecell, run, "usa", help_word, language=language)
    told = {
        "en": "'guess' asks what you take the others",
        "pl": "„przypuszczenie” pyta, co ukrywali pozostali.",
    }
    assert told[language] in sit(whitecell, run, "usa", language=language)
    run.do(Command("disclose", data={"what": "all"}))
    said = sit(whitecell, run, "usa", help_word, language=language)
    assert sentence[language] not in said
    assert told[language] not in said


def test_control_reads_the_cards_and_enters_what_is_on_paper(whitecell: Whitecell, run: Run) -> None:
    said = sit(whitecell, run, "control", "guess rok", "4", "2", "2", "2", "cards")
    assert run.state.room.guesses == {
        ("rok", "moscow"): "delay",
        ("rok", "beijing"): "card",
        ("rok", "tokyo"): "hedge",
    }
    assert "ROK: 3 of 4 guessed" in said
    assert "For your eyes: the seats read this once you release everything." in said
    assert "Who saw through whom" in said
    run.do(Command("disclose", data={"what": "all"}))
    said = sit(whitecell, run, "control", "help", "cards")
    assert "Enter the guesses of a team" not in said
    assert "For your eyes" not in said


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_seat_reads_the_table_with_its_result(whitecell: Whitecell, run: Run, language: str) -> None:
    """Law: who saw through whom, with a sign and in words; before the cards are open nothing of it."""
    right = truth(run.state, "moscow")
    other = next(value for value in ("trust", "hedge") if value != truth(run.state, "tokyo"))
    run.do(Command("guess", data={"role": "rok", "values": {"moscow": right, "tokyo": other}}))
    title, hits = {
        "en": ("Who saw through whom", "ROK: 1 of 4 right"),
        "pl": ("Kto kogo przejrzał", "KOR: trafnie 1 z 4"),
    }[language]
    result = {"en": "result", "pl": "wynik"}[language]
    assert title not in sit(whitecell, run, "usa", result, language=language)
    run.do(Command("disclose", data={"what": "all"}))
    said = sit(whitecell, run, "usa", result, language=language)
    assert title in said
    assert hits in said
    assert "✓ ● {}".format({"en": "ROK", "pl": "KOR"}[language]) in said
    words = {"hedge": {"en": "prepare to stand alone"}, "trust": {"en": "trust the ally"}}
    if language == "en":
        assert f"✗ ● ROK ({words[other]['en']})" in said


def test_a_table_nobody_guessed_for_says_so(run: Run) -> None:
    found = view(run.state, "control")
    console = make_console()
    with console.capture() as drawn:
        console.print(table(found, found["guesses"], Language("en")))
    assert drawn.get().count("nobody guessed") == 4
    assert drawn.get().count("no guess") == 7
