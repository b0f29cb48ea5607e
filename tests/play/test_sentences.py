"""Sentences of endings: chosen by the state in which a run ended, told to who can see that they hold."""

from random import Random
from typing import Any

import pytest

from engine.play.phases import sentences
from engine.play.state import State
from engine.play.viewer import Viewer
from engine.review.evidence_told import Hearing
from engine.review.how_it_ended import how_it_ended
from engine.rules.exercise import EndingRule, Exercise
from engine.rules.load import load
from engine.views import view
from engine.words.language import Language
from tests.laws.states import by_name, random_state
from tests.naive import Names, value
from tests.play.tiny import OVER, Table, move, role, track
from tests.play.tiny import exercise as tiny

STATES = 6000


def told(condition: str, text: str) -> dict[str, str]:
    return {"if": condition, "text": text}


@pytest.fixture
def room() -> Table:
    """A run of one turn in which north grows hot; its red line and its stock are its own."""
    line = {"id": "burnt", "title": "Burnt", "if": "heat >= 7", "because": ["judgement"]}
    found = tiny(
        turns=1,
        north=role(red_lines=[line]),
        moves={"push": move(then={"heat": 3, "stock": -4})},
        tracks={"stock": track(seen_by=["north"], others_see={"low": "0..2", "high": "3..10"})},
        endings=[
            {
                **OVER,
                "id": "early",
                "if": "heat >= 6",
                "text": "It is over.",
                "sentences": [
                    told("heat == 5", "Nothing came of it."),
                    told("heat >= 8", "It is hot."),
                    told("stock == 1", "One is left."),
                    told("stock <= 2", "Little is left."),
                ],
            }
        ],
        sentences=[
            told("crossed(burnt)", "A line was crossed."),
            told("cold == 5", "The cold is as it was."),
        ],
    )
    table = Table(found)
    table.order("north", "push")
    table.to("report")
    table.endex()
    return table


def text(state: State, seat: str) -> str:
    outcome = view(state, seat)["outcome"]
    assert outcome
    return outcome["text"]


def test_what_is_true_is_said_in_order(room: Table) -> None:
    """Law: after the text come all sentences that hold, those of the ending first, and no other."""
    assert room.told("Finished")[0].said == [1, 2, 3, 4, 5]
    said = "It is over. It is hot. One is left. Little is left. A line was crossed. The cold is as it was."
    assert text(room.state, "control") == said
    assert how_it_ended(Hearing(room.state, "control", Language("en")))["text"] == said


def test_who_can_read_a_sentence_is_told_it(room: Table) -> None:
    """Law: a sentence tells no more than its reader can read, until control releases everything."""
    assert text(room.state, "north") == text(room.state, "control")
    public = "It is over. It is hot. Little is left. The cold is as it was."
    assert {text(room.state, seat) for seat in ("south", "east", "public")} == {public}
    assert public in view(room.state, "south")["story"][-1]["text"]
    room.do("disclose", what="traces")
    assert text(room.state, "south") == public
    room.do("disclose", what="all")
    assert {text(room.state, seat) for seat in ("south", "public")} == {text(room.state, "control")}
    assert Viewer(room.exercise, "south").among(room.exercise.endings[0].sentences[3].readers)


def written(found: Exercise, rule: EndingRule) -> list[dict[str, Any]]:
    """The sentences of an ending as they stand in the file."""
    own = next(entry for entry in found.data["endings"] if entry["id"] == rule.ending.id)
    return [*own.get("sentences", []), *found.data.get("sentences", [])]


def test_every_sentence_comes_up_and_is_true_then(exercise: Exercise) -> None:
    """Law: where an ending has come, a naive reader finds the same true; each comes up in some state."""
    states = [random_state(exercise, Random(f"sentences.{index}")) for index in range(STATES)]
    named = [Names(exercise.data, by_name(exercise, state)) for state in states]
    game, common = State(exercise, 1).game, set[int]()
    for rule in exercise.endings:
        entries, came = written(exercise, rule), set[int]()
        for state, names in zip(states, named, strict=True):
            if not rule.test.holds(state):
                continue
            game.vector = state
            said = sentences(exercise, game, rule.ending.id)
            true = [place for place, entry in enumerate(entries) if value(entry["if"], names)]
            assert said == true, rule.ending.id
            came.update(said)
        own = len(rule.ending.sentences)
        assert came >= set(range(own)), rule.ending.id
        common |= {place - own for place in came if place >= own}
    assert common == set(range(len(exercise.file.sentences)))


def test_no_ending_says_what_the_state_denies() -> None:
    """Law (KOREA-15): a managed impasse says whether it got better or worse than where it began."""
    korea = load("korea-2025")
    game = State(korea, 1).game
    words = {"less stable", "as stable as it was", "more stable"}
    for tension, right in ((10, "less stable"), (5, "as stable as it was"), (0, "more stable")):
        game.vector = list(korea.vocabulary.start)
        game.vector[korea.slots["tension"]] = tension
        rule = next(rule for rule in korea.endings if rule.ending.id == "managed_impasse")
        said = sentences(korea, game, rule.ending.id)
        texts = " ".join(Language("en").text(rule.sentences[place].sentence.text) for place in said)
        assert [word for word in words if word in texts] == [right]
