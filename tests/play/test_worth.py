"""What a letter through the embassy is worth and to whom; and scales that say where they stand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.load import load, names
from engine.rules.nodes import Node
from engine.views import decision, view
from engine.views.goals import Limit, limit_of
from engine.words.language import Language
from engine.words.wording import Wording, wording


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run of Korea 2025 at its beginning."""
    return Run.start(load("korea-2025"), tmp_path / "run.jsonl", seed=5, people=["control", "poland", "usa"])


def test_a_letter_says_what_it_is_worth_and_to_whom(run: Run) -> None:
    """Law: a card names what an order's flags count for later, and whose tables those are."""
    card = decision(run.state, "poland", "carry_message(usa)", "en")
    (read,) = [entry for entry in card["worth"] if entry["what"] == "A carried message was read"]
    assert "+1 in “Reply to a talks offer” (USA)" in read["counts"]


def test_whoever_writes_a_letter_reads_what_can_come_of_it(run: Run) -> None:
    """Law: a sender is told the rows that it would be told of, and nothing that only others read."""
    (route,) = view(run.state, "usa")["routes"]
    answered = next(text for text in route["outlook"] if text.startswith("The message was answered"))
    assert "you are told an objective of DPRK" in answered
    assert "US–DPRK dialogue rung at least 1" in answered
    assert not any("channel" in text for text in route["outlook"]), "Washington does not read it"


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_value_of_every_scale_has_its_words(name: str, language: str) -> None:
    """Law: no track of an exercise that ships has a value without words in either language."""
    exercise = load(name)
    words = wording(exercise, Language(language))
    for head, track in exercise.file.tracks.items():
        for value in range(track.min, track.max + 1):
            slot = exercise.vocabulary.members(head)[0]
            assert words.ladder(slot, value), f"{slot} {value}"
            assert words.stands(slot, value).startswith(f"{value}: ")


@pytest.mark.parametrize("name", names())
def test_where_a_goal_turns_the_words_change(name: str) -> None:
    """Law: the words of a scale tell the value at which a goal or a red line turns from the one beside it."""
    exercise = load(name)
    words = wording(exercise, Language("en"))
    for goal in (*exercise.objectives, *exercise.red_lines):
        for limit in limits(goal.test.node, words):
            beside = limit.value + (1 if limit.sign == "<=" else -1)
            assert words.ladder(limit.slot, limit.value) != words.ladder(limit.slot, beside), goal.id


def limits(node: Node, words: Wording) -> Iterator[Limit]:
    """The tracks that a condition compares with a number, each with that number."""
    found = limit_of(node, words, True)
    if found is not None:
        yield found
    for part in node.parts:
        yield from limits(part, words)


def test_a_scale_says_what_comes_above_and_below(run: Run) -> None:
    """Law: a track says where it stands in words, and which words come next on either side."""
    (tension,) = [track for track in view(run.state, "usa")["tracks"] if track["id"] == "tension"]
    assert tension["stands"] == "6: strained; from 7 up: heated; 5 and less: tense"
    (income,) = [track for track in view(run.state, "usa")["tracks"] if track["id"] == "dprk_benefit"]
    assert income["stands"] == "between 7 and 10: high", "of a band nothing more is told"


def test_a_card_names_an_inject_to_whoever_has_read_it_alone(run: Run) -> None:
    """Law: a question can reach a seat whose inject went to others; its title is theirs."""
    run.do(Command("advance"))
    run.do(Command("release", data={"inject": "M05", "to": ["usa"]}))
    titles = {role: decision(run.state, role, f"inject.M05?{role}", "en")["title"] for role in ("usa", "rok")}
    assert titles == {"usa": "Summer exercise due", "rok": "Question"}
