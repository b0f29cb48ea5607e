"""Korea 2025 in its first edition, kept as it was: what was found wrong with it by hand, a rehearsal finds.

The figures by hand are of runs that somebody watched; beside them stand those of the ordinary engine today.
"""

from itertools import islice
from pathlib import Path

import pytest

from engine.play.automatic import play_out
from engine.rehearsal.best_reply import best_reply
from engine.rehearsal.comparison import compare
from engine.rehearsal.leverage import limits
from engine.rehearsal.policies import DOCTRINE, Play
from engine.rehearsal.question import Question, answer, changed
from engine.rules.exercise import Exercise
from engine.rules.load import load
from tests.rehearsal.equality import Plays, parting_of_wholes, policies
from tests.rehearsal.test_figures import counted

EDITIONS = Path(__file__).parent.parent / "editions"
RUNS = 100


@pytest.fixture(scope="module")
def edition() -> Exercise:
    return load(EDITIONS / "korea-2025")


def scored(exercise: Exercise, role: str, play: Play, seeds: range) -> float:
    """The mean score of a seat in runs of the ordinary engine."""
    points = []
    for seed in seeds:
        game = play_out(exercise, seed, policies=policies(exercise, {role: play}, seed))
        assert game.finished
        points.append(game.finished.scores[role])
    return sum(points) / len(points)


BY_HAND = {"usa": (("reassure(rok)", "consult_allies"), 5.6), "russia": (("link_ukraine",), 7.7)}
"""Orders that people found, given every turn, and the most that people came to with any."""


@pytest.mark.long
@pytest.mark.parametrize("role", ["usa", "dprk", "russia", "china", "rok", "japan", "poland"])
def test_a_reply_that_beats_doctrine_is_found_for_every_seat(edition: Exercise, role: str) -> None:
    """Law: its gain is sure on seeds that the search did not see, and the ordinary engine plays it alike.

    No list that people thought of scores more, given alone or before doctrine.
    """
    found = best_reply(Question(edition, 400), role)
    assert found.gain.low > 0.5
    way, seeds = Play("first", orders=tuple(found.orders)), range(400, 400 + RUNS)
    plays: Plays = {role: way}
    assert not parting_of_wholes(edition, seeds, edition.default_format, edition.default_preset, plays)
    reply = scored(edition, role, way, seeds)
    assert reply > scored(edition, role, DOCTRINE, seeds)
    if role in BY_HAND:
        orders, most = BY_HAND[role]
        turns = range(1, edition.file.formats[edition.default_format].turns + 1)
        alone = Play("run", script=tuple((turn, orders) for turn in turns))
        for by_hand in (alone, Play("first", orders=orders)):
            assert reply >= scored(edition, role, by_hand, seeds)
        assert found.score >= most


def test_its_bank_does_not_bind(edition: Exercise) -> None:
    """Law: what was measured by hand is found: banks of 6, 4 and 3 play alike in 150 of 150 runs."""
    question = Question(edition, 150)
    for bank in (4, 3):
        assert compare(question, question._replace(exercise=changed(edition, {"bank": bank}))).alike == 1.0
    dearer = compare(question, question._replace(exercise=changed(edition, {"cost.reassure": 2})))
    assert 0 < round(150 * (1 - dearer.alike)) <= 8


def test_what_binds_says_so_of_its_bank(edition: Exercise) -> None:
    """Law: the bank, which is asked of first, changes nothing when it is tightened or relaxed."""
    found = islice(limits(Question(edition, 150), lambda name: None), 2)
    said = [(limit.name, limit.value, limit.other, limit.binds) for limit in found]
    assert said == [("bank", 6, 5, False), ("bank", 6, 7, False)]


def test_what_never_comes_is_named(edition: Exercise) -> None:
    """Law: every row, inject and order that the ordinary engine never comes to, and no other."""
    came = answer(Question(edition, RUNS)).came
    never = {(entry.kind, entry.id) for entry in came if not entry.number}
    counts = counted(edition, RUNS)
    assert never == {(entry.kind, entry.id) for entry in came} - set(counts)
    dead = {("inject", name) for name in ("M03", "M08")}
    dead |= {
        ("row", f"narrow_deal_fallout.{row}") for row in ("seoul_late", "tokyo_unheard", "threat_left_out")
    }
    dead |= {
        ("order", key)
        for key in ("demand_burden(rok)", "consult_allies", "prepare_nuclear_test", "nuclear_test")
    }
    assert dead <= never
