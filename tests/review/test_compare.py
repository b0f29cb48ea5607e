"""Two runs side by side: what they share, where they part, and everything that differs after that."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from console.main import cli
from engine.play.commands import Command, Refusal
from engine.play.events import Locked, TurnBegan
from engine.record.run import Run
from engine.review.compare import compare
from engine.review.fork import fork
from engine.review.verify import verify
from engine.rules.exercise import Exercise
from engine.rules.load import load
from tests.conftest import Play
from tests.laws.people import People
from tests.play.tiny import exercise as exercise_of
from tests.play.tiny import move, table


def test_a_run_is_like_itself(exercise: Exercise, path: Path, play_on: Play) -> None:
    run = Run.start(exercise, path, seed=1)
    play_on(run, 60)
    found = compare(run, Run.open(path))
    assert (found["same"], found["dice"], found["parts"], found["turns"]) == (True, True, None, [])
    assert not any(track["differs"] for track in found["tracks"])
    assert found["runs"][0] == found["runs"][1]


def test_another_run_of_the_same_bots_with_the_same_dice_is_the_same(
    exercise: Exercise, tmp_path: Path, play_on: Play
) -> None:
    """Ids, times and names made from line numbers differ; what was decided does not."""
    runs = [Run.start(exercise, tmp_path / f"{name}.jsonl", seed=5) for name in "ab"]
    for number, run in enumerate(runs):
        for _ in range(number):
            run.do(
                Command(
                    "message", next(iter(exercise.roles)), {"to": list(exercise.roles[2:]), "text": "hello"}
                )
            )
            run.do(Command("note", data={"text": "x"}))
        play_on(run, 10_000)
    found = compare(*runs)
    assert (found["forked"], found["parts"], found["turns"]) == (None, None, [])


@pytest.mark.parametrize("seed", [1, 2])
def test_a_fork_parts_where_it_was_played_otherwise(
    exercise: Exercise, tmp_path: Path, play_on: Play, seed: int
) -> None:
    """Law: a fork shares its turns with its original; nothing differs before the turn it names."""
    run = Run.start(exercise, tmp_path / "run.jsonl", seed=seed)
    play_on(run, 10_000)
    turn = 2
    other = fork(run, tmp_path / "other.jsonl", turn)
    assert compare(run, other)["parts"]["texts"][1] == "It has come no further."
    for role in exercise.roles:
        other.do(Command("seat", data={"seat": role, "by": "person"}))
    People(other, seed).play()
    for one, two, name in ((run, other, "other"), (other, run, "run")):
        found = compare(one, two)
        assert found["forked"] == {"turn": turn, "fork": name}
        assert found["dice"]
        assert found["parts"]["turn"] >= turn
        assert min(entry["turn"] for entry in found["turns"]) >= turn
        assert all(track["since"] is None or track["since"] >= turn for track in found["tracks"])


def test_series_and_orders_are_those_of_the_logs(exercise: Exercise, tmp_path: Path, play_on: Play) -> None:
    """Law: what stands under A is of the first run, under B of the second, as their logs have it."""
    runs = [Run.start(exercise, tmp_path / f"{seed}.jsonl", seed=seed) for seed in (3, 4)]
    for run in runs:
        play_on(run, 10_000)
    found = compare(*runs)
    for side, run in enumerate(runs):
        game = run.state.game
        assert found["runs"][side]["name"] == run.log.path.stem
        for track in found["tracks"]:
            slot = exercise.slots[track["id"]]
            assert track["series"][side] == [vector[slot] for _, vector in game.chronicle]
            assert track["end"][side] == game.vector[slot]
        assert {
            entry["role"]: entry["score"] for entry in found["runs"][side]["scores"]
        } == game.finished.scores  # type: ignore[union-attr]
    locked: list[dict[tuple[int, str], list[str]]] = []
    for run in runs:
        turn, orders = 0, {}
        for event in (event for line in run.record.events for event in line):
            turn = event.turn if isinstance(event, TurnBegan) else turn
            if isinstance(event, Locked):
                orders |= {
                    (turn, role): sorted(e["order"] for e in entries)
                    for role, entries in event.orders.items()
                }
        locked.append(orders)
    differing = {key for key in {**locked[0], **locked[1]} if locked[0].get(key) != locked[1].get(key)}
    assert {
        (entry["turn"], order["role"]) for entry in found["turns"] for order in entry["orders"]
    } >= differing


def test_an_order_given_otherwise_is_where_they_part(tmp_path: Path) -> None:
    found = load("korea-2025")
    runs = [Run.start(found, tmp_path / f"{name}.jsonl", seed=1, people=["usa"]) for name in "ab"]
    for run, orders in zip(runs, ([], ["reassure(rok)"]), strict=True):
        run.do(Command("orders", "usa", {"orders": [{"order": "reassure(japan)"}]}))
        run.do(Command("orders", "usa", {"orders": [{"order": order} for order in orders]}))
        while run.state.game.phase != "report":
            run.press_on()
    parts = compare(*runs)["parts"]
    assert (parts["turn"], parts["phase"], parts["what"]) == (1, "orders", "Turn 1, orders")
    assert parts["texts"] == ["United States: no orders", "United States: Reassure an ally (ROK)"]
    assert compare(*runs, "pl")["parts"]["what"] == "Tura 1, decyzje"


def test_a_row_that_came_otherwise_is_where_they_part_and_another_throw_for_the_same_row_is_not(
    tmp_path: Path,
) -> None:
    rows = table({"id": "low", "roll": "..3"}, {"id": "high", "roll": "4.."}, dice="1d6", title="Odds")
    steps = ["agreements", "moves", "odds", "breaches", "drift", "endings"]
    found = exercise_of(moves={"push": move(run="odds")}, tables={"odds": rows}, steps=steps)
    runs = []
    for face in (1, 3, 6):
        run = Run.start(found, tmp_path / f"{face}.jsonl", seed=1, people=list(found.roles))
        while run.state.game.phase != "rulings":
            run.do(Command("advance"))
            if run.state.game.phase == "orders":
                run.do(Command("orders", "north", {"orders": [{"order": "push"}]}))
        run.do(Command("dice", data={"ruling": "north.push>odds", "dice": [face]}))
        run.do(Command("advance"))
        runs.append(run)
    assert compare(runs[0], runs[1])["parts"] is None
    parts = compare(runs[0], runs[2])["parts"]
    assert (parts["turn"], parts["phase"]) == (1, "rulings")
    assert parts["texts"] == ["ROL: Move, Odds: low", "ROL: Move, Odds: high"]
    assert compare(runs[0], runs[2])["turns"][0]["rulings"] == [
        {"role": "north", "what": "ROL: Move", "table": "Odds", "a": ["low"], "b": ["high"]}
    ]


@pytest.mark.parametrize("ready", [True, False])
def test_a_fork_at_the_first_turn_waits_in_the_ready_room(
    exercise: Exercise, tmp_path: Path, play_on: Play, ready: bool
) -> None:
    """Law: it is a run that begins, whether or not the other one waited; it is whole, and shares its dice."""
    run = Run.start(exercise, tmp_path / "run.jsonl", seed=3, people=["control"], ready=ready)
    if ready:
        run.do(Command("startex"))
    play_on(run, 10_000)
    other = fork(run, tmp_path / "other.jsonl", 1)
    assert (other.state.room.ready, other.timer.ready, other.timer.since) == (True, True, None)
    assert (other.state.game.turn, other.state.game.phase) == (1, "situation")
    with pytest.raises(Refusal, match="STARTEX"):
        other.do(Command("advance"))
    other.do(Command("startex"))
    play_on(other, 10_000)
    assert verify(other.log.path) == (None, True)
    found = compare(run, other)
    assert (found["forked"]["turn"], found["parts"], found["turns"]) == (1, None, [])
    assert not fork(run, tmp_path / "later.jsonl", 2).state.room.ready


def test_two_forks_of_one_run_know_how_far_they_go_together(tmp_path: Path, play_on: Play) -> None:
    run = Run.start(load("grey-strait"), tmp_path / "run.jsonl", seed=1)
    play_on(run, 10_000)
    one, two = (fork(run, tmp_path / f"{turn}.jsonl", turn) for turn in (2, 3))
    assert compare(one, two)["forked"] == {"turn": 2, "fork": ""}
    again = fork(two, tmp_path / "again.jsonl", 3)
    assert compare(again, two)["forked"] == {"turn": 3, "fork": "run"}
    assert compare(run, again)["forked"] == {"turn": 3, "fork": ""}


def test_runs_of_two_exercises_are_not_compared(tmp_path: Path) -> None:
    runs = [Run.start(load(name), tmp_path / f"{name}.jsonl") for name in ("korea-2025", "grey-strait")]
    with pytest.raises(Refusal, match="two different exercises"):
        compare(*runs)
    names = [str(run.log.path) for run in runs]
    found = CliRunner().invoke(cli, ["compare", *names])
    assert found.exit_code == 1
    assert "compare runs of the same one" in found.output


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_the_console_draws_it(tmp_path: Path, play_on: Play, lang: str) -> None:
    runs = [
        Run.start(load("grey-strait"), tmp_path / f"{name}[x].jsonl", seed=seed)
        for seed, name in enumerate("ab")
    ]
    play_on(runs[0], 10_000)
    play_on(runs[1], 12)
    names = [str(run.log.path) for run in runs]
    drawn = CliRunner().invoke(cli, ["compare", *names, "--lang", lang])
    assert drawn.exit_code == 0, drawn.output
    for text in ("a[x]", "b[x]", {"en": "Where they part", "pl": "Gdzie się rozchodzą"}[lang]):
        assert text in drawn.output
    plain = json.loads(CliRunner().invoke(cli, ["compare", *names, "--json"]).output)
    assert [run["finished"] for run in plain["runs"]] == [True, False]
    assert plain == json.loads(json.dumps(compare(*runs)))
