"""Whole runs: replays agree, a seed is a run, nothing leaves its bounds, order decides nothing."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from engine.play.adjudicate import Adjudication
from engine.play.automatic import act, next_act, play_out
from engine.play.combine import combine
from engine.play.dice import FIRST, GOLDEN, SECOND, die, mix, slot_key, throw, turn_key
from engine.play.doctrine import Chance, Policy
from engine.play.draft import Draft
from engine.play.events import Ruled, Stepped
from engine.play.phases import begin, work
from engine.play.phases import rule as adjudicate
from engine.play.state import State
from engine.play.steps import take_turn
from engine.play.work import Asking, Carry, Deed, Entry, Turn
from engine.record.run import Run
from engine.review.verify import verify
from engine.rules.effects import NOTHING
from engine.rules.exercise import Exercise
from engine.rules.load import names
from engine.rules.nodes import Node
from engine.rules.vocabulary import TURN
from tests.conftest import Play
from tests.laws.states import random_state


def chances(exercise: Exercise, seed: int) -> dict[str, Policy]:
    return dict.fromkeys((*exercise.roles, "control"), Chance(exercise, seed))


def bounded(exercise: Exercise, vector: list[int], where: str) -> None:
    """Every slot that has bounds is within them."""
    for name, slot in exercise.slots.items():
        low, high = exercise.vocabulary.bounds[slot]
        assert low <= vector[slot] <= high, f"{where}: {name} is {vector[slot]}, outside {low}..{high}"


@pytest.mark.parametrize("seed", [5, 77, 2**62 + 1])
def test_two_replays_agree(exercise: Exercise, path: Path, play_on: Play, seed: int) -> None:
    """Law: the fold of the events and the commands decided afresh are the same run."""
    run = Run.start(exercise, path, seed=seed)
    play_on(run, 10_000)
    assert verify(path) == (None, True)
    assert Run.open(path).state.game.vector == run.state.game.vector


def test_two_replays_agree_in_every_format_and_preset(exercise: Exercise, path: Path, play_on: Play) -> None:
    """The same law in each seating and length of play; the run without a log is the same run."""
    for number, (format_id, preset) in enumerate(
        (format_id, preset) for format_id in exercise.file.formats for preset in exercise.file.presets or [""]
    ):
        place = path.with_suffix(f".{number}")
        run = Run.start(exercise, place, seed=number, format_id=format_id, preset=preset)
        play_on(run, 10_000)
        assert verify(place) == (None, True)
        if preset == exercise.default_preset:
            assert play_out(exercise, number, format_id).vector == run.state.game.vector


def traced(exercise: Exercise, seed: int, policies: dict[str, Policy] | None = None) -> State:
    """A run played with everything told and folded, without a file, its bounds watched after every event."""
    state = State(exercise, seed)
    draft = Draft(state, policies=policies)
    emit = draft.emit

    def watched(event: Any) -> None:
        emit(event)
        bounded(exercise, state.game.vector, f"seed {seed}, turn {state.game.turn}, {event}")

    draft.emit = watched  # type: ignore[method-assign]
    seats = {**dict.fromkeys(exercise.roles, "bot"), "control": "bot"}
    begin(draft, exercise.default_format, exercise.default_preset, seats)
    while not state.game.finished:
        act(draft, next_act(state))
    return state


def test_told_or_not_the_game_is_the_same(exercise: Exercise) -> None:
    """Law: a run of which nothing is told ends in the same state as one folded event by event."""
    for seed in range(15):
        policies = chances(exercise, seed) if seed % 3 == 2 else None
        told = traced(exercise, seed, policies).game
        silent = play_out(exercise, seed, None, policies)
        assert told.vector == silent.vector, f"seed {seed}"
        assert told.finished == silent.finished
        assert told.chronicle == silent.chronicle


def play_many(exercise: Exercise, seeds: range) -> None:
    for seed in seeds:
        for policies in (None, chances(exercise, seed)):
            game = play_out(exercise, seed, None, policies)
            assert game.finished
            bounded(exercise, game.vector, f"seed {seed}")


def test_bots_play_to_the_end(exercise: Exercise) -> None:
    """Law: fifty runs by doctrine, and fifty by chance, end without an error and within bounds."""
    play_many(exercise, range(50))


@pytest.mark.long
def test_bots_play_a_thousand_runs_to_the_end(exercise: Exercise) -> None:
    """The same law, a thousand times."""
    play_many(exercise, range(1000))


@pytest.mark.long
def test_many_runs_told_or_not(exercise: Exercise) -> None:
    """The game is the same told or untold, and in bounds after every event, a hundred times."""
    for seed in range(1000, 1100):
        policies = chances(exercise, seed) if seed % 2 else None
        assert traced(exercise, seed, policies).game.vector == play_out(exercise, seed, None, policies).vector


def told(path: Path) -> list[dict[str, Any]]:
    """A log without what may differ between two runs of the same seed."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [{key: line[key] for key in line if key not in ("id", "at", "prev", "hash")} for line in lines]


def test_the_same_seed_is_the_same_run(exercise: Exercise, tmp_path: Path, play_on: Play) -> None:
    """Law: seed and commands decide everything; another seed gives another run."""
    paths = [tmp_path / name for name in ("one", "two", "other")]
    for path, seed in zip(paths, (11, 11, 12), strict=True):
        play_on(Run.start(exercise, path, seed=seed), 10_000)
    assert told(paths[0]) == told(paths[1])
    assert told(paths[0])[1:] != told(paths[2])[1:]


PLAYER = """
import sys
from engine.play.automatic import next_act
from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.load import load, names
for name in names():
    run = Run.start(load(name), f"{sys.argv[1]}.{name}", seed=3, people=[])
    while not run.state.game.finished:
        run.press_on()
"""


def test_the_order_of_sets_is_not_in_the_log(tmp_path: Path) -> None:
    """Law: processes that hash strings differently write the same log, but for times and ids."""
    root = Path(__file__).resolve().parents[2]
    running = []
    for salt in ("1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": salt, "PYTHONPATH": str(root)}
        running.append(
            subprocess.Popen([sys.executable, "-c", PLAYER, str(tmp_path / salt)], env=environment)
        )
    assert [process.wait(60) for process in running] == [0, 0]
    for name in names():
        assert told(tmp_path / f"1.{name}") == told(tmp_path / f"4711.{name}")


# A row for any values


def test_every_table_has_a_row(exercise: Exercise) -> None:
    """Law: whatever the state and the dice, a table that takes the first row has one."""
    for seed in range(400):
        state = random_state(exercise, Random(seed))
        for key, call in exercise.calls.items():
            if call.collects:
                continue
            if call.fixed(state) < 0:
                assert call.banded, f"{key} has no row on state {seed}"
                for thrown in call.ways():
                    assert call.row(state, thrown) in call.banded


# What order must not decide


def random_turn(exercise: Exercise, chance: Random) -> Turn:
    """Orders of all roles, agreements entering and left, answers to injects: legal or not, all at once."""
    orders = list(exercise.orders.values())
    carried, taken = [], set()
    for order in chance.sample(orders, min(len(orders), chance.randint(2, 14))):
        if order.slot not in taken:
            taken.add(order.slot)
            answer = chance.choice(list(order.calls))
            carried.append(
                Carry(order, chance.random() < 0.3, answer, "message-1" if order.move.carries else "")
            )
    rules = list(exercise.agreements.values())
    entering = []
    for rule in chance.sample(rules, chance.randint(0, min(3, len(rules)))):
        terms = {}
        for term, slot in rule.terms.items():
            domain = exercise.vocabulary.domains.get(f"{rule.id}.{term}")
            terms[term] = (
                exercise.vocabulary.words[chance.choice(domain)]
                if domain
                else chance.randint(*exercise.vocabulary.bounds[slot])
            )
        entering.append(Entry(rule, terms, tuple(role for role in rule.may if chance.random() < 0.5)))
    own = {entry.rule.id for entry in entering}
    leaving = [
        (rule, chance.choice(rule.agreement.needs))
        for rule in rules
        if rule.id not in own and chance.random() < 0.2
    ]
    answers = [
        Deed(effects, (), f"inject.{name}:{answer}", exercise.roles)
        for name, rule in exercise.injects.items()
        for answer, effects in rule.answers.items()
        if chance.random() < 0.3
    ]
    return Turn(tuple(carried), tuple(entering), tuple(leaving), tuple(answers), chance.random() < 0.2)


def outcome(exercise: Exercise, state: list[int], turn: Turn, seed: int) -> tuple[list[int], Any, str]:
    passing = Adjudication(exercise, list(state), seed)
    take_turn(passing, turn)
    ruled = Counter(
        (
            event.step,
            event.path,
            event.call,
            event.row,
            event.sum,
            event.total,
            tuple(event.dice),
            tuple(event.modifiers),
        )
        for event in passing.events
        if isinstance(event, Ruled)
    )
    moved = Counter(
        (name, value)
        for event in passing.events
        if isinstance(event, Stepped)
        for name, value in event.changes.items()
    )
    return passing.state, (ruled, moved), passing.ending


def shuffled(turn: Turn, chance: Random) -> Turn:
    def mixed(things: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(things, len(things)))

    return turn._replace(
        carried=mixed(turn.carried),
        entering=turn.entering if depend(turn.entering) else mixed(turn.entering),
        leaving=mixed(turn.leaving),
        answers=mixed(turn.answers),
    )


def depend(entering: tuple[Entry, ...]) -> bool:
    """Whether the condition of one asks what another's entering writes: the order of signing decides then."""
    return any(
        written(other) & set(reads(entry.rule.allowed.node)) for entry, other in permutations(entering, 2)
    )


def written(entry: Entry) -> set[str]:
    name = entry.rule.id
    return {f"in_force({name})", f"entered({name})", *(f"{name}.{term}" for term in entry.terms)}


def reads(node: Node) -> Iterator[str]:
    if node.op == "read":
        yield node.key
    for part in node.parts:
        yield from reads(part)


def check_shuffling(exercise: Exercise, seeds: range) -> None:
    for seed in seeds:
        chance = Random(f"shuffle.{seed}")
        state = random_state(exercise, chance)
        turn = random_turn(exercise, chance)
        first = outcome(exercise, state, turn, seed)
        for _ in range(2):
            other = outcome(exercise, state, shuffled(turn, chance), seed)
            differing = [
                name for name, a, b in zip(exercise.names, first[0], other[0], strict=True) if a != b
            ]
            assert first[0] == other[0], f"seed {seed}: {differing}"
            assert first[1] == other[1], f"seed {seed}: other rulings or changes"
            assert first[2] == other[2], f"seed {seed}: another ending"


def test_order_decides_nothing(exercise: Exercise) -> None:
    """Law: the orders, deeds and answers of a turn, in any order, give the same state and rulings."""
    check_shuffling(exercise, range(150))


@pytest.mark.long
def test_order_decides_nothing_in_many_turns(exercise: Exercise) -> None:
    """The same law, on fifteen hundred turns."""
    check_shuffling(exercise, range(150, 1650))


def test_the_order_of_a_step_decides_nothing(exercise: Exercise) -> None:
    """Law: the deeds and askings of one step may come in any order."""
    calls = list(exercise.calls.values())
    orders = list(exercise.orders.values())
    for seed in range(150):
        chance = Random(f"step.{seed}")
        state = random_state(exercise, chance)
        asked = [
            Asking(call, f"path.{index}", exercise.roles, "cause")
            for index, call in enumerate(chance.sample(calls, min(len(calls), 6)))
            if not call.table.shared
        ]
        deeds = [
            Deed(order.then, order.history, order.path, exercise.roles)
            for order in chance.sample(orders, min(len(orders), 6))
        ]
        found = []
        for _ in range(3):
            passing = Adjudication(exercise, list(state), seed)
            passing.step("moves", chance.sample(deeds, len(deeds)), chance.sample(asked, len(asked)))
            found.append(passing.state)
        assert found[0] == found[1] == found[2], f"seed {seed}"


def test_the_order_of_effects_decides_nothing(exercise: Exercise) -> None:
    """Law: the effects of a step combine to the same in any order, every permutation of four of them."""
    everything = [order.then for order in exercise.orders.values()]
    everything += [row.effects for call in exercise.calls.values() for row in call.rows]
    everything = [effects for effects in everything if effects != NOTHING]
    for seed in range(60):
        chance = Random(f"effects.{seed}")
        state, chosen = random_state(exercise, chance), chance.choices(everything, k=4)
        found = set()
        for order in permutations(chosen):
            after = list(state)
            combine(exercise, state, after, order)
            found.add(tuple(after))
        assert len(found) == 1, f"seed {seed}"


def test_nobody_changes_anybodys_dice(exercise: Exercise) -> None:
    """Law: one order more changes no other order's dice."""
    for seed in range(60):
        chance = Random(f"dice.{seed}")
        state, turn = random_state(exercise, chance), random_turn(exercise, chance)
        dice = []
        for carried in (turn.carried, turn.carried[:-1]):
            passing = Adjudication(exercise, list(state), seed)
            take_turn(passing, turn._replace(carried=carried))
            dice.append(
                {
                    event.path: event.dice
                    for event in passing.events
                    if isinstance(event, Ruled) and event.dice
                }
            )
        both = dice[0].keys() & dice[1].keys()
        assert {path: dice[0][path] for path in both} == {path: dice[1][path] for path in both}, (
            f"seed {seed}"
        )


def test_no_two_rulings_share_a_path(exercise: Exercise) -> None:
    """Law: a path in words names one ruling of a turn, and so do its dice and its override."""
    for seed in range(300):
        chance = Random(f"path.{seed}")
        passing = Adjudication(exercise, random_state(exercise, chance), seed)
        take_turn(passing, random_turn(exercise, chance))
        counted = Counter(event.path for event in passing.events if isinstance(event, Ruled))
        assert not [path for path, count in counted.items() if count > 1], f"seed {seed}"


def test_preview_changes_nothing(exercise: Exercise) -> None:
    """Law: computing the rulings leaves the game as it was, and gives the same again."""
    state = State(exercise, 9)
    draft = Draft(state)
    seats = {**dict.fromkeys(exercise.roles, "bot"), "control": "bot"}
    begin(draft, exercise.default_format, exercise.default_preset, seats)
    while not state.game.finished:
        if state.game.phase == "rulings":
            before = list(state.game.vector)
            once, twice = adjudicate(draft), adjudicate(draft)
            assert state.game.vector == before
            assert once.events == twice.events
            assert once.state == twice.state
            assert work(draft) == work(draft)
        act(draft, next_act(state))


# Dice


def column_mix(x: "np.ndarray[Any, np.dtype[np.uint64]]") -> "np.ndarray[Any, np.dtype[np.uint64]]":
    x = (x ^ (x >> np.uint64(30))) * np.uint64(FIRST)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(SECOND)
    return x ^ (x >> np.uint64(31))


def column_dice(seeds: Any, turn: int, take: int, slot: str, number: int, faces: int) -> Any:
    """The same dice for many seeds at once, in 64-bit columns that wrap around."""
    keys = column_mix(seeds + np.uint64(GOLDEN))
    shift = (turn * FIRST + take * SECOND) % 2**64
    keys = column_mix(keys + np.uint64(shift))
    base = column_mix(keys ^ np.uint64(slot_key(slot)))
    return 1 + column_mix(base + np.uint64(number * GOLDEN % 2**64)) % np.uint64(faces)


def test_columns_throw_the_same_dice() -> None:
    """Law: NumPy's 64-bit columns and plain Python give the same dice, for any seed, turn, take and slot."""
    chance = Random(1)
    seeds = [0, 1, 2**63, 2**64 - 1, *(chance.getrandbits(63) for _ in range(300))]
    column = np.array(seeds, dtype=np.uint64)
    for slot in ("turn", "north.move(south)>table", "inject.N1>storm", ""):
        for turn, take, number, faces in ((1, 0, 1, 6), (8, 3, 2, 6), (40, 12, 1, 6), (1, 0, 7, 20)):
            expected = [die(seed, turn, take, slot, number, faces) for seed in seeds]
            assert column_dice(column, turn, take, slot, number, faces).tolist() == expected


def test_dice_are_dice() -> None:
    """Every face as often as chance would have it; neighbouring keys tell nothing of each other."""
    column = np.arange(120_000, dtype=np.uint64)
    one, two = (column_dice(column, 3, 0, "turn", number, 6).astype(int) for number in (1, 2))
    for pairs in (
        one * 6 + two,
        one * 6 + np.roll(one, 1),
        one * 6 + column_dice(column, 4, 0, "turn", 1, 6).astype(int),
    ):
        counts = np.bincount(pairs, minlength=43)[7:43]
        chi = float(((counts - len(column) / 36) ** 2 / (len(column) / 36)).sum())
        assert chi < 80, "thirty-five degrees of freedom: one in fifty thousand is above"
    assert throw(turn_key(7, 2, 0), "turn", (6, 6)) == [die(7, 2, 0, "turn", 1), die(7, 2, 0, "turn", 2)]
    assert len({mix(number) for number in range(10_000)}) == 10_000


def test_another_take_has_other_dice() -> None:
    """Law: what was published and undone says nothing about the dice of the next take."""
    pairs = [(die(seed, 3, 0, "turn", 1), die(seed, 3, 1, "turn", 1)) for seed in range(3000)]
    assert 400 < sum(first == second for first, second in pairs) < 600


def test_the_turn_of_a_random_state_counts(exercise: Exercise) -> None:
    """The states above are drawn over turns, else histories would not be asked about."""
    turns = {random_state(exercise, Random(seed))[TURN] for seed in range(50)}
    assert len(turns) > 5
