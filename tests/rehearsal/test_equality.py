"""Runs in columns are, run for run, those of the ordinary engine: 0 different."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from engine.play import phases
from engine.play.automatic import act, everywhere_bots, next_act, play_on
from engine.play.draft import Draft
from engine.play.events import Locked, Opened, Ruled
from engine.play.injects import offerable
from engine.play.state import Proposal, State
from engine.record.run import Run
from engine.rehearsal.combination import APPLIED
from engine.rehearsal.ensemble import Ensemble
from engine.rehearsal.masks import Mask
from engine.rehearsal.policies import DOCTRINE, Play
from engine.rehearsal.start import place
from engine.rules import changes
from engine.rules.exercise import Exercise, RowRule
from engine.rules.vocabulary import TURN
from tests.laws.people import People
from tests.laws.states import random_state
from tests.rehearsal.equality import differences, everywhere, parting_of_continuations, parting_of_wholes

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
    """The same law, on seeds of every size."""
    chance = Random(7)
    for format_id, preset in seatings(exercise):
        seeds = [chance.randrange(2 ** chance.randint(1, 63)) for _ in range(300)]
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
        if not run.state.game.finished:
            found.append(run.state.copy())
        people.attempt(people.control_moves_on())
    return found


def test_runs_go_on_from_where_people_stand(exercise: Exercise, tmp_path: Path) -> None:
    """Law: from any phase, with orders given and locked, questions, proposals, injects, overrides, dice."""
    phases_met = Counter[str]()
    for seed in range(4):
        states = people_at(exercise, tmp_path, seed)
        phases_met.update(state.game.phase for state in states)
        assert not parting_of_continuations(
            states, seed, everywhere(exercise, DOCTRINE if seed % 2 else HALF)
        )
    assert set(phases_met) == {"situation", "consultation", "orders", "rulings", "report"}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 140))
def test_many_runs_go_on_from_where_people_stand(exercise: Exercise, tmp_path: Path, seed: int) -> None:
    """The same law, on many runs and in every seating."""
    for preset in exercise.file.presets or [""]:
        (tmp_path / preset).mkdir(exist_ok=True)
        states = people_at(exercise, tmp_path / preset, seed, preset)
        assert not parting_of_continuations(states, seed, everywhere(exercise, PLAYS[seed % 2]))


def made_up(exercise: Exercise, number: int) -> State:
    """A state with every slot drawn by itself, half-signed proposals on the table, and moves offered."""
    chance = Random(f"made up {number}")
    state, file = State(exercise, number), exercise.file
    game = state.game
    game.format = chance.choice(list(file.formats))
    state.room.seats = everywhere_bots(exercise)
    turn = chance.randint(1, game.turns)
    game.vector = random_state(exercise, chance)
    shift = game.vector[TURN] - turn
    for name, slot in exercise.slots.items():
        if name.partition("(")[0] in ("last", "entered", "set") and game.vector[slot] >= 0:
            game.vector[slot] = max(0, game.vector[slot] - shift)
    game.vector[TURN], game.phase = turn, "situation"
    game.opening = list(game.vector)
    for name, entry in file.agreements.items():
        for again in range(chance.choice((0, 1, 1, 2))):
            proposed(
                exercise,
                state,
                f"{name}.{again}",
                name,
                chance.sample(entry.needs, chance.randint(0, len(entry.needs) - 1)),
                chance,
            )
    for role in exercise.roles:
        own = [name for name, move in file.moves.items() if move.by == role]
        for cost in chance.sample((0, 1, 2), chance.randint(0, 2)):
            if own:
                moves = chance.sample(own, chance.randint(1, min(2, len(own))))
                when = turn + chance.randint(0, 1)
                game.offers.append(Opened(role=role, moves=moves, cost=cost, turn=when, source="made up"))
    return state


def proposed(
    exercise: Exercise, state: State, name: str, agreement: str, signed: list[str], chance: Random
) -> None:
    """A proposal that lies on the table, signed by some."""
    rule, game = exercise.agreements[agreement], state.game
    known, terms = exercise.vocabulary, dict[str, int]()
    for term, slot in rule.terms.items():
        words = known.domains.get(f"{agreement}.{term}")
        terms[term] = known.words[chance.choice(words)] if words else chance.randint(*known.bounds[slot])
    invites = [role for role in rule.agreement.may if chance.random() < 0.6]
    turn = game.turn - chance.randint(0, 1)
    parties = list(rule.agreement.needs)
    by = signed[0] if signed else parties[0]
    game.proposals[name] = Proposal(name, agreement, by, terms, invites, parties, "", turn, signed)


@pytest.mark.parametrize("play", [DOCTRINE, HALF], ids=lambda play: play.kind)
def test_runs_go_on_from_states_that_nobody_played(exercise: Exercise, play: Play) -> None:
    """Law: from any values of all slots, with open proposals half signed, offers and tokens due."""
    states = [made_up(exercise, number) for number in range(60)]
    assert not parting_of_continuations(states, 3, everywhere(exercise, play))


@pytest.mark.long
@pytest.mark.parametrize("play", [DOCTRINE, HALF], ids=lambda play: play.kind)
def test_runs_go_on_from_many_states_that_nobody_played(exercise: Exercise, play: Play) -> None:
    """The same law, on a hundred states for each turn."""
    states = [made_up(exercise, number) for number in range(1000, 1900)]
    assert not parting_of_continuations(states, 5, everywhere(exercise, play))


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
    states = [state for state in (made_up(exercise, number) for number in range(400)) if not state.game.shelf]
    where = place(states[0])
    alike = [
        state for state in states if (place(state), state.game.format) == (where, states[0].game.format)
    ][:4]
    outcome = Ensemble(exercise, states[0].game.format).go_on(alike, range(3 * len(alike)), whole=True)
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
