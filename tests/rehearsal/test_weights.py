"""How much hangs on each seat and on dice: on made exercises whose answer is known by hand."""

import pytest

from engine.rehearsal.policies import DOCTRINE, Play
from engine.rehearsal.question import Question
from engine.rehearsal.weights import ANEW, BACK, DICE, Weights, apart, ensembles, weights
from engine.rules.exercise import Exercise
from tests.play import tiny
from tests.rehearsal.equality import everywhere, parting_of_wholes

RUNS = 2000
IDLE = tiny.move(by="east")
"""So that chance has one move for each of the others, and always makes it."""
CLOSE = 0.07
"""More than three standard deviations of what is estimated by so many runs."""


def goal(name: str, test: str) -> dict[str, object]:
    return {"id": name, "points": 1, "title": name, "if": test, "because": tiny.WHY}


@pytest.fixture(scope="module")
def found() -> Weights:
    """By doctrine nobody does anything; by chance north warms, south cools. A die decides how it ends."""
    made = tiny.exercise(
        turns=1,
        moves={
            "wait": IDLE,
            "warm": tiny.move(then={"heat": "+2"}, cost=0),
            "cool": tiny.move(by="south", then={"cold": "+2"}, cost=0),
        },
        flags={"luck": {"lasts": "run"}},
        derived={"sum": {"title": "Sum", "value": "heat + cold"}},
        common_score="sum",
        tables={
            "drift": tiny.table(
                {"id": "tails", "roll": "..3"},
                {"id": "heads", "roll": "4..", "then": {"set": "luck"}},
                dice="1d6",
            )
        },
        endings=[{"id": "lucky", "title": "Lucky", "kind": "final", "if": "luck", "because": tiny.WHY}],
        north={"objectives": [goal("always", "heat >= 0")]},
        south={"objectives": [goal("odd", "(heat > 5 and cold == 5) or (heat == 5 and cold > 5)")]},
        east={"objectives": [goal("hot", "heat > 5")]},
    )
    return weights(Question(made, RUNS))


def shares(found: Weights, kind: str, name: str) -> dict[str, tuple[float, float]]:
    (weight,) = [entry for entry in found.outcomes if (entry.kind, entry.id) == (kind, name)]
    for portion in weight.portions:
        for part in (portion.total, portion.alone):
            assert 0 <= part.low <= part.share <= part.high <= 1
    return {portion.source: (portion.alone.share, portion.total.share) for portion in weight.portions}


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("score", "east", {"north": (1, 1)}),
        ("common", "sum", {"north": (0.5, 0.5), "south": (0.5, 0.5)}),
        ("score", "south", {"north": (0, 1), "south": (0, 1)}),
        ("ending", "lucky", {DICE: (1, 1)}),
    ],
    ids=["one decides all", "half each", "only together", "dice alone"],
)
def test_shares_are_those_known_by_hand(
    found: Weights, kind: str, name: str, expected: dict[str, tuple[float, float]]
) -> None:
    """Law: what a seat explains by itself and with others; whoever moves nothing has exactly 0 in total."""
    known = shares(found, kind, name)
    assert set(known) == {"north", "south", "east", DICE}
    for source, (alone, total) in known.items():
        assert (alone, total) == pytest.approx(expected.get(source, (0, 0)), abs=CLOSE)
        assert total or source not in expected
        assert not total or source in expected


def test_what_never_varies_has_no_weight(found: Weights) -> None:
    """Law: nothing is shared out where there is nothing to share; what is met at the start is named."""
    assert ("score", "north") not in {(entry.kind, entry.id) for entry in found.outcomes}
    assert found.at_start == {"north": ["always"], "south": [], "east": []}
    assert found.pairs == []


def test_scores_that_go_together_are_told() -> None:
    """Law: the correlation of scores as the seats are asked to play, with 1 where one is the other."""
    made = tiny.exercise(
        turns=1,
        moves={"wait": IDLE, "warm": tiny.move(then={"heat": "+2"}, cost=0)},
        north={"objectives": [goal("warm", "heat > 5")]},
        south={"objectives": [goal("hot", "heat > 5")]},
        east={"objectives": [goal("cool", "heat == 5")]},
    )
    (one, two, three) = weights(Question(made, 200, plays={"north": Play("drawn")})).pairs
    assert [(pair.one, pair.other, pair.correlation) for pair in (one, two, three)] == [
        ("north", "south", 1),
        ("north", "east", -1),
        ("south", "east", -1),
    ]


def test_intervals_hold_what_many_more_runs_say() -> None:
    """Law: of the intervals of a few hundred runs, most hold the share that is known."""
    made = tiny.exercise(
        turns=1,
        moves={
            "wait": IDLE,
            "warm": tiny.move(then={"heat": "+1"}, cost=0),
            "cool": tiny.move(by="south", then={"heat": "+2"}, cost=0),
        },
        derived={"warmth": {"title": "Warmth", "value": "heat"}},
        common_score="warmth",
    )
    held = 0
    for seed in range(20):
        (weight,) = [
            entry for entry in weights(Question(made, 300, 1000 * seed)).outcomes if entry.kind == "common"
        ]
        for source, share in (("north", 0.2), ("south", 0.8)):
            portion = weight.portion(source)
            held += (portion.alone.low <= share <= portion.alone.high) + (
                portion.total.low <= share <= portion.total.high
            )
    assert held >= 70


def test_the_bar_fills_as_runs_are_played(exercise: Exercise) -> None:
    """Law: as many runs are told as are announced."""
    question, told = Question(exercise, 20), list[int]()
    weights(question, told.append)
    assert sum(told) == 20 * ensembles(question)


@pytest.mark.parametrize("offset", [0, ANEW, BACK])
@pytest.mark.parametrize("way", [DOCTRINE, Play("mixed", share=50)], ids=["doctrine", "mixed"])
def test_drawn_play_is_the_same_in_both_engines(exercise: Exercise, way: Play, offset: int) -> None:
    """Law: whole runs, run for run, whatever is added to the seeds of the luck of a seat."""
    play = apart(Play("drawn", way=way), offset)
    plays = everywhere(exercise, play)
    assert not parting_of_wholes(
        exercise, range(ANEW, ANEW + 12), exercise.default_format, exercise.default_preset, plays
    )
