"""Runs in columns are, run for run, those of the ordinary engine: 0 different."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from engine.play import phases
from engine.play.automatic import act, everywhere_bots, next_act, play_on
from engine.play.commands import Command
from engine.play.draft import Draft
from engine.play.events import Locked, Ruled
from engine.play.injects import offerable
from engine.play.state import State
from engine.record.run import Run
from engine.rehearsal import steps
from engine.rehearsal.columns import Runs
from engine.rehearsal.combination import APPLIED
from engine.rehearsal.ensemble import Ensemble
from engine.rehearsal.masks import Mask
from engine.rehearsal.policies import DOCTRINE, Play
from engine.rehearsal.start import place
from engine.rules import changes
from engine.rules.exercise import Exercise, RowRule
from engine.rules.vocabulary import TURN
from tests.laws.people import People
from tests.rehearsal.drawn import drawn
from tests.rehearsal.equality import (
    differences,
    everywhere,
    parting_of_continuations,
    parting_of_turns,
    parting_of_wholes,
)

PLAYS = (DOCTRINE, Play("mixed", 50), Play("chance"), Play("passing"))
HALF = Play("mixed", 55)


def seatings(exercise: Exercise) -> list[tuple[str, str]]:
    presets = list(exercise.file.presets) or [""]
    return [(format_id, preset) for format_id in exercise.file.formats for preset in presets]


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.kind)
def test_whole_runs(exercise: Exercise, play: Play) -> None:
    """Law: slots, ending, objectives, red lines and scores, in every format and preset."""
    for number, (format_id, preset) in enumerate(seatings(exercise)):
        seeds = range(number * 100, number * 100 + 12)
        assert not parting_of_wholes(exercise, seeds, format_id, preset, everywhere(exercise, play))


@pytest.mark.long
@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.kind)
def test_many_whole_runs(exercise: Exercise, play: Play) -> None:
    """The same law, on ten thousand seeds of every size."""
    chance = Random(7)
    for format_id, preset in seatings(exercise):
        seeds = [chance.randrange(2 ** chance.randint(1, 63)) for _ in range(420)]
        assert not parting_of_wholes(exercise, seeds, format_id, preset, everywhere(exercise, play))


def test_every_seat_can_be_played_in_its_own_way(exercise: Exercise) -> None:
    """Law: policies go by seat; orders tried first are those of their role alone."""
    first = {role: tuple(order.key for order in exercise.orders_of[role][:3]) for role in exercise.roles}
    ways = [Play("first", orders=first[role]) for role in exercise.roles]
    plays = {
        role: way if number % 2 else HALF
        for number, (role, way) in enumerate(zip(exercise.roles, ways, strict=True))
    }
    assert not parting_of_wholes(exercise, range(30), exercise.default_format, exercise.default_preset, plays)


OFFERED = {"control": Play("offered")}


def test_control_can_release_what_is_offered(exercise: Exercise) -> None:
    """Law: one offered inject a turn, in the exercise's order, run for run the same in both engines."""
    for number, (format_id, preset) in enumerate(seatings(exercise)):
        for way in (DOCTRINE, HALF):
            plays = {**everywhere(exercise, way), **OFFERED}
            seeds = range(number * 100, number * 100 + 12)
            assert not parting_of_wholes(exercise, seeds, format_id, preset, plays)
    came = [
        Ensemble(exercise, plays=plays).start(range(12)).counts
        for plays in (everywhere(exercise, DOCTRINE), {**everywhere(exercise, DOCTRINE), **OFFERED})
    ]
    offered = [f"inject {name}" for name in offerable(exercise)]
    assert offered
    assert [any(counts[name] for name in offered) for counts in came] == [False, True]


def test_what_is_offered_is_released_from_where_people_stand(exercise: Exercise, tmp_path: Path) -> None:
    """Law: the same from any phase of a run of people, with injects held, deferred and skipped."""
    for seed in range(20, 23):
        states = people_at(exercise, tmp_path, seed)
        assert not parting_of_continuations(states, seed, {**everywhere(exercise, DOCTRINE), **OFFERED})


def people_at(exercise: Exercise, folder: Path, seed: int, preset: str = "") -> list[State]:
    """The states of a run that people play, in each phase, after each of some things that they do."""
    run = Run.start(exercise, folder / f"{seed}.jsonl", seed=seed, preset=preset or exercise.default_preset)
    people, found = People(run, seed), list[State]()
    for _ in range(60):
        if run.state.game.finished:
            break
        for _ in range(people.chance.randint(0, 4)):
            people.attempt(people.anything())
        if run.state.game.phase == "consultation" and people.chance.random() < 0.5:
            people.attempt(unseen(people))
        if not run.state.game.finished:
            found.append(run.state.copy())
        people.attempt(people.control_moves_on())
    return found


def unseen(people: People) -> Command:
    """A proposal of which only those who must sign it know: somebody else may make another of its kind."""
    name = people.chance.choice(list(people.run.exercise.agreements))
    return Command("propose", people.role(), {"agreement": name, "terms": {}, "invites": []})


def met(state: State) -> Iterator[str]:
    """What stands in a state that bots alone never bring about."""
    game = state.game
    yield game.phase
    kinds = Counter(
        found.agreement for found in game.proposals.values() if found.status in ("open", "announced")
    )
    for what, holds in {
        "an inject written": game.written,
        "an inject deferred": any(status == "deferred" for status, _ in game.shelf.values()),
        "an inject held": any(status == "held" for status, _ in game.shelf.values()),
        "a ruling overridden": game.overrides,
        "dice typed": game.dice,
        "two proposals of a kind": any(number > 1 for kind, number in kinds.items() if kind),
        "a question open": any(not question.answer for question in game.questions.values()),
        "orders locked": game.locked,
        "orders given": game.orders and not game.locked,
        "somebody leaves": game.leaving,
    }.items():
        if holds:
            yield what


ALL_MET = {
    *("situation", "consultation", "orders", "rulings", "report", "orders locked", "orders given"),
    *("an inject written", "an inject deferred", "an inject held", "a question open", "somebody leaves"),
    *("a ruling overridden", "dice typed", "two proposals of a kind"),
}


def test_runs_go_on_from_where_people_stand(exercise: Exercise, tmp_path: Path) -> None:
    """Law: from any phase, with orders given and locked, questions, proposals, injects, overrides, dice."""
    seen, wanted = Counter[str](), ALL_MET
    if len(exercise.roles) <= 3:
        wanted = ALL_MET - {"somebody leaves"}  # its one agreement is hardly ever in force
    for seed in range(60):
        states = list[State]()
        for state in people_at(exercise, tmp_path, seed):
            if any(seen[what] < 3 for what in met(state)):
                seen.update(met(state))
                states.append(state)
        play = DOCTRINE if seed % 2 else HALF
        assert not parting_of_continuations(states, seed, everywhere(exercise, play))
        if set(seen) >= wanted:
            break
    assert set(seen) >= wanted


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 140))
def test_many_runs_go_on_from_where_people_stand(exercise: Exercise, tmp_path: Path, seed: int) -> None:
    """The same law, on many runs and in every seating."""
    for preset in exercise.file.presets or [""]:
        (tmp_path / preset).mkdir(exist_ok=True)
        states = people_at(exercise, tmp_path / preset, seed, preset)
        assert not parting_of_continuations(states, seed, everywhere(exercise, PLAYS[seed % 2]))


def by_turn(exercise: Exercise, number: int) -> Iterator[list[State]]:
    """So many drawn states for each turn of each format."""
    for format_id, entry in exercise.file.formats.items():
        for turn in range(1, entry.turns + 1):
            yield [drawn(exercise, turn * 1000 + index, format_id, turn) for index in range(number)]


@pytest.mark.parametrize("play", [DOCTRINE, HALF], ids=lambda play: play.kind)
def test_one_turn_from_states_that_nobody_played(exercise: Exercise, play: Play) -> None:
    """Law: from any values of all slots, one turn leaves the same slots, proposals, offers and rulings.

    Histories stand on both sides of every limit, proposals are half signed, tokens fall due now or later.
    """
    for states in by_turn(exercise, 5):
        assert not parting_of_turns(states, 3, everywhere(exercise, play))


@pytest.mark.long
@pytest.mark.parametrize("play", [DOCTRINE, HALF], ids=lambda play: play.kind)
def test_one_turn_from_many_states_that_nobody_played(exercise: Exercise, play: Play) -> None:
    """The same law, on a hundred states for each turn, half of them for each way to play."""
    for states in by_turn(exercise, 100):
        assert not parting_of_turns(states[play is HALF :: 2], 5, everywhere(exercise, play))


@pytest.mark.parametrize("play", [DOCTRINE, HALF], ids=lambda play: play.kind)
def test_runs_go_on_from_states_that_nobody_played(exercise: Exercise, play: Play) -> None:
    """Law: the same, to the end."""
    states = [drawn(exercise, number) for number in range(40)]
    assert not parting_of_continuations(states, 3, everywhere(exercise, play))


@pytest.mark.long
@pytest.mark.parametrize("play", [DOCTRINE, HALF], ids=lambda play: play.kind)
def test_runs_go_on_from_many_states_that_nobody_played(exercise: Exercise, play: Play) -> None:
    """The same law, on many states."""
    states = [drawn(exercise, number) for number in range(1000, 1300)]
    assert not parting_of_continuations(states, 5, everywhere(exercise, play))


def test_a_parting_is_named_by_its_seed_turn_step_and_slot(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: who reads that two engines differ reads where they first do."""
    drifting = steps.drift

    def drift(runs: Runs) -> None:
        drifting(runs)
        state = list(runs.state)
        state[TURN + 1] = runs.state[TURN + 1] + 1  # type: ignore[assignment]
        runs.state = state

    monkeypatch.setattr(steps, "drift", drift)
    states = [drawn(exercise, number, exercise.default_format, 2) for number in range(3)]
    found = parting_of_turns(states, 3, everywhere(exercise, DOCTRINE))
    assert re.match(r"first parting: state \d+, seed 300\d, turn 2, step drift: month: ", found[0])
    whole = parting_of_wholes(exercise, [5], exercise.default_format, exercise.default_preset, {})
    assert whole[0].startswith("first parting: state 5, seed 5, turn 1, step drift: month: ")


def rulings_told(exercise: Exercise, seed: int, play: Play) -> list[tuple[int, str, str]]:
    """Every row that applied in a run of the ordinary engine: turn, path, row."""
    state = State(exercise, seed)
    seats = everywhere(exercise, play)
    draft = Draft(state, policies={name: way.one(exercise, seed) for name, way in seats.items()})
    phases.begin(draft, exercise.default_format, exercise.default_preset, everywhere_bots(exercise))
    while not state.game.finished:
        act(draft, next_act(state))
    return sorted(
        (moment.turn, moment.event.path, moment.event.row)
        for moment in state.game.history
        if isinstance(moment.event, Ruled)
    )


@pytest.mark.parametrize("play", [DOCTRINE, HALF], ids=lambda play: play.kind)
def test_rulings(exercise: Exercise, play: Play) -> None:
    """Law: every ruling, by turn, path and row, and nothing ruled on in a run that has ended."""
    ensemble, size = Ensemble(exercise, plays=everywhere(exercise, play)), 25
    seen: list[list[tuple[int, str, str]]] = [[] for _ in range(size)]

    def watch(turn: int, path: str, row: RowRule, where: Mask) -> None:
        for index in range(size):
            if where is True or (where is not False and where[index]):
                seen[index].append((turn, path, row.row.id))

    outcome = ensemble.start(range(size), watcher=watch)
    for seed in range(size):
        assert sorted(seen[seed]) == rulings_told(exercise, seed, play), f"seed {seed}"
    ruled = Counter(f"row {path.rpartition('>')[2]}" for found in seen for _, path, _ in found)
    assert sum(ruled.values()) == sum(
        number for what, number in outcome.counts.items() if what.startswith("row ")
    )


def test_every_verb_has_its_columns() -> None:
    """Law: a verb that changes the state does so in columns, too; one that is forgotten is named."""
    summed = {changes.Add, changes.AddCapital, changes.Raise, changes.Set}
    assert summed | set(APPLIED) == {*changes.CHANGING, changes.Stamp}


def test_many_runs_go_on_from_one_state(exercise: Exercise, tmp_path: Path) -> None:
    """Law: many seeds from one state are each what the ordinary engine makes of it, in every phase."""
    for state in people_at(exercise, tmp_path, 9)[::5]:
        ensemble = Ensemble(exercise, state.game.format, state.game.preset)
        outcome = ensemble.go_on([state], range(500, 506), whole=True)
        for index in range(6):
            assert not differences(outcome, index, play_on(state, 500 + index))


def test_many_runs_go_on_from_many_states(exercise: Exercise) -> None:
    """Law: of several states at one place, each goes on under its own seeds."""
    format_id, preset = exercise.default_format, exercise.default_preset
    states = [drawn(exercise, number, format_id, 2) for number in range(40)]
    for state in states:
        state.game.preset = preset
    alike = [state for state in states if place(state) == place(states[0])][:4]
    outcome = Ensemble(exercise, format_id, preset).go_on(alike, range(3 * len(alike)), whole=True)
    for index in range(3 * len(alike)):
        assert not differences(outcome, index, play_on(alike[index // 3], index))


def test_the_orders_of_a_run_are_given_again(exercise: Exercise) -> None:
    """Law: turn by turn, under its own seed they make the same run; under others both engines agree."""
    state = State(exercise, 11)
    draft = Draft(state)
    phases.begin(draft, exercise.default_format, exercise.default_preset, everywhere_bots(exercise))
    while not state.game.finished:
        act(draft, next_act(state))
    script = tuple(
        (moment.turn, tuple(entry["order"] for entries in moment.event.orders.values() for entry in entries))
        for moment in state.game.history
        if isinstance(moment.event, Locked)
    )
    plays = everywhere(exercise, Play("run", script=script))
    outcome = Ensemble(exercise, plays=plays).start([11], whole=True)
    assert outcome.vector(0) == state.game.vector
    short = everywhere(exercise, Play("run", script=script[:2]))
    assert not parting_of_wholes(exercise, range(12), exercise.default_format, exercise.default_preset, short)
