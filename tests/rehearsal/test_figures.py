"""What an ensemble says: counts against the ordinary engine, intervals against the literature, searches."""

from collections import Counter
from math import ceil

import pytest

from engine.play import phases
from engine.play.automatic import act, everywhere_bots, next_act, play_out
from engine.play.draft import Draft
from engine.play.events import Entered, Locked, Released, Ruled
from engine.play.state import State
from engine.rehearsal.comparison import compare
from engine.rehearsal.figures import share
from engine.rehearsal.leverage import forced, limits
from engine.rehearsal.policies import Play
from engine.rehearsal.question import AT_ONCE, Question, answer, changed, play
from engine.rules.exercise import Exercise
from engine.rules.load import load

RUNS = 40


def told(exercise: Exercise, seed: int) -> State:
    """A run of the ordinary engine with everything told."""
    state = State(exercise, seed)
    draft = Draft(state)
    phases.begin(draft, exercise.default_format, exercise.default_preset, everywhere_bots(exercise))
    while not state.game.finished:
        act(draft, next_act(state))
    return state


def counted(exercise: Exercise, runs: int) -> Counter[tuple[str, str]]:
    """How often rows, orders, injects and agreements came in runs of the ordinary engine."""
    counts = Counter[tuple[str, str]]()
    for seed in range(runs):
        for moment in told(exercise, seed).game.history:
            match moment.event:
                case Ruled(table=table, row=row):
                    counts["row", f"{table}.{row}"] += 1
                case Locked(orders=orders):
                    counts.update(("order", entry["order"]) for listed in orders.values() for entry in listed)
                case Released(inject=name):
                    counts["inject", name] += 1
                case Entered(agreement=name):
                    counts["agreement", name] += 1
    return counts


def test_what_came_is_counted_as_the_ordinary_engine_tells_it(exercise: Exercise) -> None:
    """Law: rows, orders, injects and agreements, also those that never came."""
    counts = counted(exercise, RUNS)
    found = answer(Question(exercise, RUNS))
    came = {(entry.kind, entry.id): round(entry.number * RUNS) for entry in found.came}
    assert +Counter(came) == counts
    assert set(came) >= set(counts)
    assert any(not number for number in came.values())


def test_tracks_are_told_as_they_stood_at_the_end_of_each_turn(exercise: Exercise) -> None:
    """Law: the percentiles are those of the runs that got so far."""
    found = answer(Question(exercise, RUNS))
    games = [told(exercise, seed).game for seed in range(RUNS)]
    for course in found.courses:
        slot = exercise.slots[course.track]
        for turn, (low, _, high) in enumerate(course.turns, 1):
            values = [game.chronicle[turn][1][slot] for game in games if game.turn >= turn]
            assert min(values) <= low <= high <= max(values)
            assert sum(value < low for value in values) <= ceil(len(values) / 10)
            assert sum(value > high for value in values) <= ceil(len(values) / 10)


def test_a_difference_names_the_endings_of_this_length_of_play(exercise: Exercise) -> None:
    """Law: what no run of this length can come to is no line of a comparison."""
    for format_id in exercise.file.formats:
        asked = Question(exercise, 5, format=format_id)
        named = [entry.id for entry in compare(asked, asked).endings]
        assert named == [rule.ending.id for rule in exercise.endings if rule.comes_in(format_id)]


@pytest.mark.parametrize(
    ("number", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)],
)
def test_intervals_are_those_of_the_literature(number: int, of: int, low: float, high: float) -> None:
    """Law: Wilson's interval as tabled by Newcombe (1998), method 3, and Agresti and Coull (1998)."""
    found = share(number, of)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))


def test_parts_are_the_whole(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: in how many parts runs are played makes no difference."""
    whole = answer(Question(exercise, RUNS))
    monkeypatch.setattr("engine.rehearsal.question.AT_ONCE", 7)
    assert AT_ONCE > RUNS
    assert answer(Question(exercise, RUNS)) == whole


def test_an_inject_that_is_left_out_never_comes(exercise: Exercise) -> None:
    question = Question(exercise, RUNS)
    came = {entry.id for entry in answer(question).came if entry.kind == "inject" and entry.number}
    for name in sorted(came)[:3]:
        found = answer(question._replace(without=(name,)))
        assert not next(entry.number for entry in found.came if (entry.kind, entry.id) == ("inject", name))


def test_the_same_question_twice_is_no_difference(exercise: Exercise) -> None:
    """Law: paired questions are asked on the same dice."""
    question = Question(exercise, RUNS)
    found = compare(
        question, question._replace(exercise=changed(exercise, {"bank": exercise.file.capital.bank}))
    )
    assert found.alike == 1.0
    assert not any(entry.mean or entry.sure for entry in (*found.endings, *found.scores))


def test_ways_to_play_are_read(exercise: Exercise) -> None:
    """Law: commas inside brackets belong to the order."""
    keys = [order.key for order in exercise.orders.values()][:3]
    assert play(f"orders:{', '.join(keys)}", exercise) == Play("first", orders=tuple(keys))
    assert play("mixed:30", exercise) == Play("mixed", share=30)
    assert play("pass", exercise) == Play("passing")


def ends(exercise: Exercise, seeds: range) -> list[tuple[object, ...]]:
    """Ending, scores and turns of runs of the ordinary engine."""
    found = []
    for seed in seeds:
        game = play_out(exercise, seed)
        assert game.finished
        found.append((game.finished.ending, game.finished.scores, game.turn))
    return found


def test_a_limit_binds_where_the_ordinary_engine_plays_otherwise(exercise: Exercise) -> None:
    """Law: the share of changed runs is that of the ordinary engine with the other number."""
    found = {(limit.name, limit.other): limit for limit in limits(Question(exercise, RUNS), print)}
    paid = exercise.file.capital.paid
    for name, other in (("paid", paid - 1), ("bank", exercise.file.capital.bank - 1)):
        changed_runs = zip(
            ends(exercise, range(RUNS)), ends(changed(exercise, {name: other}), range(RUNS)), strict=True
        )
        differing = sum(one != two for one, two in changed_runs)
        assert found[name, other].changed == pytest.approx(differing / RUNS)
        assert found[name, other].binds == bool(differing)


def test_a_move_that_is_forbidden_is_never_made(exercise: Exercise) -> None:
    """Law: and one that is tried first is made at least as often as by doctrine."""
    question = Question(exercise, RUNS)
    came = {entry.id: entry.number for entry in answer(question).came if entry.kind == "order"}
    move = exercise.orders[max(came, key=lambda key: came[key])].move_id
    orders = [order.key for order in exercise.orders.values() if order.move_id == move]
    never = answer(question._replace(forbidden=(move,)))
    assert not any(entry.number for entry in never.came if entry.kind == "order" and entry.id in orders)
    role = exercise.file.moves[move].by
    always = answer(question._replace(plays={role: Play("first", orders=tuple(orders))}))
    made = sum(entry.number for entry in always.came if entry.kind == "order" and entry.id in orders)
    assert made >= sum(came[key] for key in orders) > 0


def test_every_move_is_judged_always_and_never() -> None:
    """Law: a difference for each move of a scored seat, on the same dice."""
    exercise = load("grey-strait")
    found = list(forced(Question(exercise, RUNS), print))
    assert {entry.move for entry in found} == set(exercise.file.moves)
    assert any(entry.always.sure for entry in found)
    assert any(entry.never.sure for entry in found)
