"""The Grey Strait teaches that acting matters: whoever only waits wins nothing, and letters are read."""

import pytest

from engine.play.automatic import play_out
from engine.play.doctrine import Passing
from engine.rehearsal.policies import Play
from engine.rehearsal.question import Question, answer
from engine.rules.exercise import Exercise
from engine.rules.load import load

RUNS = 1_000
PHASES = {"situation", "consultation", "orders", "rulings", "report"}


@pytest.fixture(scope="module")
def strait() -> Exercise:
    return load("grey-strait")


def test_passing_does_not_win(strait: Exercise) -> None:
    """Law (GREY-1): where all wait, the Isles go dark and nobody scores; by doctrine each seat has more, and
    all together keep more. Whoever waits alone has at most half of its points.
    """
    passing = dict.fromkeys(strait.roles, Play("passing"))
    waiting, acting = answer(Question(strait, RUNS, plays=passing)), answer(Question(strait, RUNS))
    assert {entry.id: entry.share.part for entry in waiting.endings if entry.share.number} == {
        "dark_isles": 1
    }
    assert waiting.common
    assert acting.common
    assert waiting.common.mean + 2 < acting.common.mean
    for waits, acts in zip(waiting.seats, acting.seats, strict=True):
        assert waits.score
        assert acts.score
        assert waits.score.mean <= 0
        assert acts.score.mean > 1.5
    for role in strait.roles:
        alone = answer(Question(strait, RUNS, plays={role: Play("passing")}))
        score = next(seat.score for seat in alone.seats if seat.role == role)
        assert score
        most = sum(goal.points for goal in strait.objectives if goal.role == role)
        assert score.mean <= most / 2


def test_the_ordinary_engine_says_the_same(strait: Exercise) -> None:
    """Law: no objective is met by waiting."""
    end = play_out(strait, 1, policies=dict.fromkeys(strait.roles, Passing())).finished
    assert end
    assert not any(end.objectives.values())


def test_a_letter_is_worth_carrying(strait: Exercise) -> None:
    """Law (GREY-2): ordered every turn, it changes something, and not for the worse of who carries it."""
    carries = {"commission": Play("first", orders=("carry_letter",))}
    first, other = (
        next(seat.score for seat in found.seats if seat.role == "commission")
        for found in (answer(Question(strait, RUNS)), answer(Question(strait, RUNS, plays=carries)))
    )
    assert first
    assert other
    assert other.low > first.high


def test_the_time_is_honest(strait: Exercise) -> None:
    """Law (GREY-3): every phase has its minutes, and of 25 enough are left for briefing and hot wash."""
    entry = strait.file.formats[strait.default_format]
    assert set(entry.minutes) == PHASES
    assert 15 <= entry.turns * sum(entry.minutes.values()) <= 18
