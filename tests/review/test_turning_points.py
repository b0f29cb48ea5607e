"""What decided a run: odds add up, agree with the ordinary engine, and name what was planted first."""

from collections import defaultdict
from pathlib import Path

import pytest

from engine.play.automatic import play_on as played_on
from engine.play.commands import Command
from engine.play.state import State
from engine.record.run import Run
from engine.rehearsal.odds import Odds, Worth, mean, odds_of
from engine.rehearsal.question import LOOK_AHEAD
from engine.review.alternatives import alternatives, as_locked, instead
from engine.review.chances import decided as decided_otherwise
from engine.review.chances import thrown, throws
from engine.review.decided import decided
from engine.review.lived import lived
from engine.review.turning_points import Course, Point, course
from engine.rules.exercise import Exercise
from tests.conftest import Play
from tests.laws.people import People
from tests.play.tiny import WHY, exercise, move, table, track

FEW = 40


def peopled(found: Exercise, path: Path, seed: int) -> Run:
    """A run of people who do everything, some of it taken back."""
    run = Run.start(found, path, seed=seed, people=[*found.roles, "control"])
    people = People(run, seed)
    for _ in range(2):
        people.play(most=14)
        people.attempt(people.undo())
    people.play()
    return run


def adds_up(found: Course) -> None:
    """What each phase did is what its events are worth, with what is together."""
    undos = {point.line for point in found.points if point.kind == "undo"}
    sums: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for point in found.points:
        for name, part in (*point.worth.endings.items(), *point.worth.points.items()):
            sums[point.line][name] += part
    before = None
    for moment in found.moments:
        if (
            before is not None
            and moment.line not in undos
            and not undos & set(range(before.line, moment.line))
        ):
            change = moment.odds.less(before.odds)
            for name, part in (*change.endings.items(), *change.points.items()):
                assert sums[moment.line][name] == pytest.approx(part, abs=1e-9)
        before = moment


@pytest.mark.parametrize(("seed", "runs"), [(3, FEW), (4, 120)])
def test_the_worths_of_a_phase_add_up_to_what_it_did(
    exercise: Exercise, path: Path, play_on: Play, seed: int, runs: int
) -> None:
    """Law: sums hold, for every ending and every role's points, whoever played; also where what moved most
    was compared once more by more runs.
    """
    run = Run.start(exercise, path, seed=seed)
    play_on(run, 10_000)
    found = course(run, runs=runs)
    assert found == course(run, runs=runs), "the same run is told the same every time"
    adds_up(found)
    for moment in found.moments:
        assert sum(moment.odds.endings.values()) == pytest.approx(1)
    for point in found.points:
        assert sum(point.worth.endings.values()) == pytest.approx(0, abs=1e-9)
    finished = run.state.game.finished
    assert finished is not None
    assert found.moments[-1].odds.endings[finished.ending] == 1.0
    assert found.moments[-1].odds.points == finished.scores


def test_people_and_undos_add_up_and_what_was_taken_back_is_no_turning_point(
    exercise: Exercise, path: Path
) -> None:
    """Undone events do not count; the undo does, beside the state that it left."""
    run = peopled(exercise, path, 5)
    told: list[tuple[int, int]] = []
    found = course(run, lambda done, of: told.append((done, of)), runs=FEW)
    adds_up(found)
    standing = {*run.record.standing(), *run.record.undone}
    assert {point.line for point in found.points} <= standing
    assert run.record.undone
    assert all(done <= of for done, of in told)
    assert told[-1][0] == told[-1][1]
    text = decided(run.state, found, "pl")
    assert len(text["points"]) <= 7


@pytest.mark.parametrize("which", range(3))
def test_odds_are_those_of_the_ordinary_engine(
    exercise: Exercise, path: Path, play_on: Play, which: int
) -> None:
    """Law: orders that a seat could have given are worth what the ordinary engine says, run by run."""
    run = Run.start(exercise, path, seed=60 + which)
    play_on(run, 10_000)
    asked = 0
    for step in lived(run):
        if step.line.command != "advance" or not step.after.game.locked or step.before.game.locked:
            continue
        given = as_locked(step.before, step.after)
        role = exercise.roles[which % len(exercise.roles)]
        states = [given, *(instead(given, role, orders) for orders in alternatives(given, role)[:3])]
        for state, odds in zip(states, odds_of(states, 5), strict=True):
            games = [played_on(state, LOOK_AHEAD + number) for number in range(5)]
            for name, share in odds.endings.items():
                assert share == pytest.approx(
                    sum(game.finished.ending == name for game in games if game.finished) / 5
                )
            for who, points in odds.points.items():
                scores = [game.finished.scores[who] for game in games if game.finished]
                assert points == pytest.approx(sum(scores) / 5)
            asked += 1
    assert asked >= 4


DECISIVE = exercise(
    turns=4,
    tracks={"heat": track(max=20), "fate": track(start=0)},
    moves={
        "wait": move(),
        "strike": move(then={"fate": "+1"}, run="aftermath", cost=1),
        "talk": move("south", then={"heat": "-1"}),
        "shout": move("south", then={"heat": "+1"}),
    },
    tables={
        "aftermath": table(
            {"id": "fails", "roll": "..3", "then": {"fate": "-1"}},
            {"id": "works", "roll": "4.."},
            dice="2d6",
        ),
        "drift": table(
            {"id": "warm", "roll": "..5", "then": {"heat": "+1"}}, {"id": "cool", "roll": "6.."}, dice="2d6"
        ),
    },
    steps=["agreements", "moves", "aftermath", "breaches", "drift", "endings"],
    endings=[
        {"id": "struck", "title": "Struck", "kind": "final", "if": "fate >= 1", "because": WHY},
        {"id": "hot", "title": "Hot", "kind": "final", "if": "heat >= 7", "because": WHY},
    ],
    north={"objectives": [{"id": "won", "points": 5, "title": "Won", "if": "fate >= 1", "because": WHY}]},
)


@pytest.mark.parametrize(
    ("number", "least"), [(8, 7), pytest.param(100, 95, marks=(pytest.mark.long, pytest.mark.first))]
)
def test_a_planted_decision_is_named_first(tmp_path: Path, number: int, least: int) -> None:
    """Law: an order that turns the ending in 33 of 36 continuations, given by a team, is named first in at
    least 95 of 100 runs that ended as it was planted.
    """
    first, seed = list[Point](), 0
    while len(first) < number:
        run = planted(tmp_path / f"{seed}.jsonl", seed)
        finished, seed = run.state.game.finished, seed + 1
        if finished and finished.ending == "struck":
            first.append(course(run, runs=200).turning()[0])
    named = [
        point
        for point in first
        if (point.kind, point.role, point.subject, point.by) == ("orders", "north", "strike", "team")
    ]
    assert len(named) >= least
    assert all(point.worth.endings["struck"] > 0.8 for point in named)


def planted(path: Path, seed: int) -> Run:
    """A run in which a team strikes in the second turn, and does nothing else."""
    run = Run.start(DECISIVE, path, seed=seed, people=["north"])
    while not run.state.game.finished:
        game = run.state.game
        if game.phase == "orders" and not game.locked and "north" not in game.sealed:
            keys = ["strike"] if game.turn == 2 else []
            run.do(Command("orders", "north", {"orders": [{"order": key} for key in keys], "seal": True}))
        run.press_on()
    return run


def test_silence_is_called_silence(path: Path) -> None:
    """A team that seals nothing where its doctrine would have acted has decided by silence."""
    quiet = exercise(
        moves={"wait": move(), "calm": move(then={"heat": "-3"})},
        tables={"drift": table({"id": "warm", "if": "heat >= 0", "then": {"heat": "+1"}})},
        endings=[{"id": "hot", "title": "Hot", "kind": "final", "if": "heat >= 9", "because": WHY}],
        north={"doctrine": {"orders": [{"order": "calm"}]}},
    )
    run = Run.start(quiet, path, seed=1, people=["north"])
    while not run.state.game.finished:
        run.press_on()
    points = course(run, runs=FEW).turning()
    assert {(point.kind, point.by, point.role) for point in points} == {("orders", "silence", "north")}
    told = decided(run.state, course(run, runs=FEW))
    assert "sealed nothing" in told["points"][0]["text"]
    assert told["ended"]["title"] == "Hot"
    assert [part["text"] for part in told["ended"]["parts"]]
    assert told["ended"]["parts"][0]["changes"]


SAME = 6
"""Runs by which a swing is found again with the ordinary engine."""


@pytest.mark.long
def test_fifty_swings_are_those_of_the_ordinary_engine(exercise: Exercise, tmp_path: Path) -> None:
    """Law: what orders and dice were worth is what the ordinary engine finds on the same dice, run by run."""
    again = 0
    for seed in range(20):
        run = Run.start(exercise, tmp_path / f"{seed}.jsonl", seed=200 + seed)
        while not run.state.game.finished:
            run.press_on()
        steps = {step.line.seq: step for step in lived(run)}
        rulings = {(entry.line.seq, entry.at): entry for entry in thrown(run)}
        for point in course(run, runs=SAME).points:
            step = steps[point.line]
            if point.kind == "orders":
                given = as_locked(step.before, step.after)
                orders = [{"order": key} for key in point.instead[0].orders]
                best = instead(given, point.role, orders)
                same_worth(point.worth, played_out(given).less(played_out(best)))
            elif point.kind == "ruling":
                found = rulings[point.line, point.index]
                rows = {
                    row: played_out(decided_otherwise(found, step.before, faces))
                    for row, faces in throws(found.call, found.event.sum).items()
                }
                expected = mean((found.event.odds[row], odds) for row, odds in rows.items())
                same_worth(point.worth, rows[found.event.row].less(expected))
            else:
                continue
            again += 1
            if again == 50:
                return
    raise AssertionError(f"only {again} swings")


def played_out(state: State) -> Odds:
    """The odds of a state by the ordinary engine, one run after the other."""
    games = [played_on(state, LOOK_AHEAD + number) for number in range(SAME)]
    ends = [game.finished for game in games if game.finished]
    assert len(ends) == SAME
    return Odds(
        {
            rule.ending.id: sum(end.ending == rule.ending.id for end in ends) / SAME
            for rule in state.exercise.endings
        },
        {role: sum(end.scores[role] for end in ends) / SAME for role in ends[0].scores},
    )


def same_worth(one: Worth, two: Worth) -> None:
    assert one.endings == pytest.approx(two.endings, abs=1e-9)
    assert one.points == pytest.approx(two.points, abs=1e-9)
