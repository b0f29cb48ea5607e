"""Thousands of runs at once: against a loop that only throws their dice, and against the ordinary engine."""

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.measure import Figure, in_turn, least, milliseconds, most, rate
from engine.play.automatic import act, everywhere_bots, next_act, play_out
from engine.play.draft import Draft
from engine.play.phases import begin
from engine.play.state import State
from engine.record.run import Run
from engine.rehearsal.dice import throws, turn_keys
from engine.rehearsal.ensemble import Ensemble
from engine.rehearsal.forecast import forecast
from engine.rehearsal.policies import Play
from engine.review.turning_points import RUNS as RUNS_OF_COURSE
from engine.review.turning_points import course
from engine.rules.exercise import Exercise
from engine.rules.load import load

DICE = least(
    "rehearsed runs, beside their dice alone",
    0.05,
    why="Every condition, effect and limit is an operation on a column, where one throw is fourteen.",
)
ORDINARY = least(
    "rehearsed runs, beside the ordinary engine",
    250,
    why="An operation on a column costs a microsecond whatever it holds; a run has thousands of them.",
)
MIXED = least(
    "rehearsed runs, half at random, beside their dice alone",
    0.025,
    why="Chance asks of every order of a seat whether it is allowed, again after each that it takes.",
)
MIDDLE = most("2,000 runs on from the middle, in ordinary runs", 25)
TURNING = most("60 states by 1,000 runs, in ordinary runs", 400)
FORECAST = most("a forecast of 2,000 runs from the middle, as the page asks for it, in ordinary runs", 30)
POINTS = most("turning points of a whole run, in ordinary runs", 500)
MADE = most("an exercise made ready for columns, in loads of it", 0.1)
"""Nothing of it is kept between commands, so it is held to what is wanted of something kept."""
MEMORY = most(
    "memory of a rehearsed run",
    1.5,
    " kB",
    why="A final state holds each slot in two bytes, and a fan each track of each turn.",
)
ASKED = most(
    "a rehearsal of 10,000 runs as a command, in checks",
    3,
    why="It reads and compiles as a check does, and loads NumPy; most of the rest are the runs.",
)
RUNS, THROWS, TURNS = 10_000, 5, 8
"""Of the dice alone: two dice five times a turn, which is what a run throws."""


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure]:
    """Whole runs, runs on from where some stand, and the command as it is typed."""
    runs, few, rounds = (500, 5, 2) if quick else (RUNS, 60, 5)
    doctrine = Ensemble(exercise)
    mixed = Ensemble(exercise, plays=dict.fromkeys((*exercise.roles, "control"), Play("mixed", share=50)))
    ours, random, dice, ordinary = in_turn(
        partial(doctrine.start, range(runs)),
        partial(mixed.start, range(runs)),
        partial(thrown, runs),
        partial(played, exercise, few),
        rounds=rounds,
    )
    each, speed = ordinary / few, runs / ours
    alone = rate(runs / dice) + " dice alone"
    yield DICE.figure(rate(speed), alone, dice / ours, size=f"{runs} runs")
    yield ORDINARY.figure(rate(speed), rate(1 / each) + " ordinary", speed * each)
    yield MIXED.figure(rate(runs / random), alone, dice / random)
    state = middle(exercise)
    many, states = (100, 3) if quick else (2000, 60)
    on, turning = in_turn(
        partial(doctrine.go_on, [state], range(many)),
        partial(each_on, doctrine, state, states, many // 2),
        rounds=rounds,
    )
    yield MIDDLE.figure(milliseconds(on), milliseconds(each) + " an ordinary run", on / each)
    yield TURNING.figure(milliseconds(turning), milliseconds(each) + " an ordinary run", turning / each)
    ahead, whole = in_turn(
        partial(forecast, state, runs=many),
        partial(course, lived_through(exercise), runs=100 if quick else RUNS_OF_COURSE),
        rounds=2,
    )
    yield FORECAST.figure(milliseconds(ahead), milliseconds(each) + " an ordinary run", ahead / each)
    yield POINTS.figure(milliseconds(whole), milliseconds(each) + " an ordinary run", whole / each)
    made, kept, loaded = in_turn(
        lambda: Ensemble(exercise).start([0]),
        lambda: doctrine.start([0]),
        lambda: load(exercise.id),
        rounds=rounds,
    )
    ready = max(made - kept, 0.0)
    yield MADE.figure(milliseconds(ready), milliseconds(loaded) + " a load", ready / loaded)
    each_run = room(exercise, runs)
    yield MEMORY.figure(f"{each_run:.1f} kB", f"{runs} runs in one pass", each_run / 1.5, measured=each_run)
    asked, checked = in_turn(
        partial(typed, "rehearse", exercise.id, "--runs", str(runs)),
        partial(typed, "check", exercise.id),
        rounds=1 if quick else 3,
    )
    yield ASKED.figure(milliseconds(asked), milliseconds(checked) + " check", asked / checked)


def thrown(runs: int) -> None:
    """The dice of so many runs, and nothing else."""
    seeds = np.arange(runs, dtype=np.uint64)
    for turn in range(1, TURNS + 1):
        keys = turn_keys(seeds, turn, 0)
        for number in range(THROWS):
            throws(keys, f"dice {number}", (6, 6))


def played(exercise: Exercise, runs: int) -> None:
    for seed in range(runs):
        play_out(exercise, seed)


def middle(exercise: Exercise) -> State:
    """A run of bots as its middle turn begins."""
    state = State(exercise, 1)
    draft = Draft(state)
    begin(draft, exercise.default_format, exercise.default_preset, everywhere_bots(exercise))
    while state.game.turn < state.game.turns // 2:
        act(draft, next_act(state))
    return state


def lived_through(exercise: Exercise) -> Run:
    """A whole run of bots with its log."""
    with TemporaryDirectory() as folder:
        run = Run.start(exercise, Path(folder) / "run", seed=1)
        while not run.state.game.finished:
            run.press_on()
        return run


def each_on(ensemble: Ensemble, state: State, states: int, runs: int) -> None:
    """Runs on from several states, one after the other."""
    for _ in range(TURNS):
        each = max(1, states // TURNS)
        ensemble.go_on([state] * each, range(each * runs))


def room(exercise: Exercise, runs: int) -> float:
    """Kilobytes that one run takes at the most, in a process of its own."""
    program = (
        "import resource, sys\n"
        "from engine.rehearsal.ensemble import Ensemble\n"
        "from engine.rules.load import load\n"
        "def most(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "ensemble = Ensemble(load(sys.argv[1]))\n"
        "ensemble.start(range(10))\n"
        "before = most()\n"
        "ensemble.start(range(int(sys.argv[2])))\n"
        "print(most() - before)\n"
    )
    runs *= 10  # what else a process takes and gives back would hide less
    command = [sys.executable, "-c", program, exercise.id, str(runs)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(said) / runs


def typed(*words: str) -> None:
    """A command as a process."""
    subprocess.run(
        [str(Path(sys.executable).with_name("whitecell")), *words], check=True, capture_output=True
    )
