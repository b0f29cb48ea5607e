"""Korea 2025 in its first edition, kept as it was: what was found wrong with it by hand, a rehearsal finds.

The figures by hand are of runs that somebody watched; beside them stand those of the ordinary engine today.
"""

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


@pytest.mark.long
@pytest.mark.parametrize("role", ["usa", "dprk", "russia", "china", "rok", "japan", "poland"])
def test_a_reply_that_beats_doctrine_is_found_for_every_seat(edition: Exercise, role: str) -> None:
    """Law: its gain is sure on seeds that the search did not see, and the ordinary engine plays it alike."""
    found = best_reply(Question(edition, 400), role)
    assert found.gain.low > 0.5
    way, seeds = Play("first", orders=tuple(found.orders)), range(400, 400 + RUNS)
    plays: Plays = {role: way}
    assert not parting_of_wholes(edition, seeds, edition.default_format, edition.default_preset, plays)
    by_doctrine, by_reply = scored(edition, role, DOCTRINE, seeds), scored(edition, role, way, seeds)
    assert by_reply > by_doctrine
    by_hand = {"usa": 5.6, "russia": 7.7}
    if role in by_hand:
        assert found.score >= by_hand[role]


@pytest.mark.long
@pytest.mark.parametrize(
    ("role", "orders"), [("usa", ("reassure(rok)", "consult_allies")), ("russia", ("link_ukraine",))]
)
def test_it_gains_at_least_what_was_found_by_hand(
    edition: Exercise, role: str, orders: tuple[str, ...]
) -> None:
    """Law: no list that people thought of scores more than the one that the search finds."""
    turns = edition.file.formats[edition.default_format].turns
    alone = Play("run", script=tuple((turn, orders) for turn in range(1, turns + 1)))
    found, seeds = best_reply(Question(edition, 400), role), range(400, 400 + RUNS)
    way = Play("first", orders=tuple(found.orders))
    for by_hand in (alone, Play("first", orders=orders)):
        assert scored(edition, role, way, seeds) >= scored(edition, role, by_hand, seeds)


def test_its_bank_does_not_bind(edition: Exercise) -> None:
    """Law: what was measured by hand is found: banks of 6, 4 and 3 play alike in 150 of 150 runs."""
    question = Question(edition, 150)
    for bank in (4, 3):
        assert compare(question, question._replace(exercise=changed(edition, {"bank": bank}))).alike == 1.0
    dearer = compare(question, question._replace(exercise=changed(edition, {"cost.reassure": 2})))
    assert 0 < round(150 * (1 - dearer.alike)) <= 8


@pytest.mark.long
def test_what_binds_says_so_of_its_bank(edition: Exercise) -> None:
    """Law: the bank is among the limits that change nothing when they are tightened or relaxed."""
    found = [limit for limit in limits(Question(edition, 150), lambda name: None) if limit.name == "bank"]
    assert {(limit.value, limit.other, limit.binds) for limit in found} == {(6, 5, False), (6, 7, False)}


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
