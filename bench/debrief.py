"""The debrief of a very long log: opened and shown at its last turn; stepped through with the slider.

Opening is measured against parsing the same lines and doing nothing with them; a step in milliseconds, beside
what it takes on a log of an evening, and as the page asks for it, from the press to the last byte.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.fold import parse
from bench.measure import Figure, Row, in_turn, least, milliseconds, most, rate, seconds
from bench.room import Browser, serving
from bench.runs import MEMORY
from engine.play.commands import Command
from engine.record.log import Log, uncollected
from engine.record.migration import Reader
from engine.record.run import Run, now
from engine.review.replay import Replay
from engine.rules.exercise import Exercise
from engine.views import CONTROL, view
from engine.views.stories import Recent
from web.open_debrief import MOST_LINES

OPEN = least("a very long log, to its last turn", 0.25)
STEP = most("a step of a very long log, control", 100, " ms", wall=True)
STEP_OF_ROLE = most("a step of a very long log, a role", 100, " ms", wall=True)
STEP_OF_BOTH = most("a step of a very long log, side by side", 100, " ms", wall=True)
SLIDE = most("the slider on the page, a very long log", 3, wall=True)
SLIDE_BESIDE = most("the slider on the page, a very long log, side by side", 3, wall=True)
LONG, EVENING = 100_000, 2_000
POSITIONS, PLACES, TIMES = 100, 25, 5
"""Stops on the engine's side and on the page's; and how often each of these is asked for."""
SENTENCES = (
    "We could live with a pause in exercises if inspectors come first; say so to nobody else yet.",
    "Your people asked what we would sign: a freeze for relief, with a date for inspections in the text, and "
    "no word about the rest before the next round. If that is too little for your capital, tell us by noon.",
    "No.",
    "We have read your draft twice. The second paragraph is a promise that we cannot keep, the third one is "
    "a promise that you cannot keep, and both of us know it. Cut them, keep the list of sites and the "
    "telephone, and we shall find the words that make it look like more than it is. Nobody else has seen "
    "this letter, and it would be best for both of us if that stayed so until the ministers have met.",
    "Agreed, with one condition: the statement comes after the letter and not before it. We are asked every "
    "day whether there is a channel, and so far we have been able to say that we do not comment.",
)
"""What people write: from a word to a page on the telephone."""


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure]:
    """Opening, then stepping as control, as a role, and side by side."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        long, evening = Path(folder) / "long.jsonl", Path(folder) / "evening.jsonl"
        events = write(exercise, long, LONG // 20 if quick else LONG)
        write(exercise, evening, EVENING)
        yield opening(exercise, long, events, 3 if quick else 9)
        yield from stepping(long, evening, events)
        with serving(folder) as (port, key):
            browser = Browser(port, key)
            yield sliding(SLIDE, browser, "", events)
            yield sliding(SLIDE_BESIDE, browser, f"&beside=1&as={exercise.roles[0]}", events)


def sliding(row: Row, browser: Browser, eyes: str, events: int) -> Figure:
    """The slowest place of the slider of each log, at the quickest that it answers; asked for in turn."""
    logs = [f"/run/{name}/control/debrief?part=stage{eyes}&at=" for name in ("long", "evening")]
    for log in logs:
        browser.get(f"{log}100")
    slowest = [0.0, 0.0]
    for number in range(PLACES):
        place = 100 * number / (PLACES - 1)
        taken = [[seconds(partial(browser.get, f"{log}{place}")) for log in logs] for _ in range(TIMES)]
        slowest = [max(pair) for pair in zip(slowest, map(min, zip(*taken, strict=True)), strict=True)]
    long, usual = slowest
    return row.figure(
        milliseconds(long), milliseconds(usual) + " an evening's log", long / usual, size=f"{events} events"
    )


def opening(exercise: Exercise, path: Path, events: int, rounds: int) -> Figure:
    """Events a second, from the file to the last turn as control sees it."""
    ours, theirs = in_turn(partial(last_turn, exercise, path), partial(parse, path), rounds=rounds)
    ratio = theirs / ours
    parsed = rate(events / theirs) + " parsed only"
    return OPEN.figure(rate(events / ours), parsed, ratio, size=f"{events} events")


def last_turn(exercise: Exercise, path: Path) -> object:
    """Read, verify, fold and show; the exercise is loaded already, for that is another figure.

    The run goes on: closing it is no part of opening it.
    """
    log = Log.open(path, Reader())
    run = Run(log, exercise, now)
    with uncollected(log.lines):
        run.catch_up(log.lines)
    return run, view(run.state, CONTROL, "en", Recent())


def stepping(long: Path, evening: Path, events: int) -> Iterator[Figure]:
    """The slowest of many steps all over a long log that has been opened, and the usual one of an evening."""
    replays = [Replay(Run.open(path)) for path in (long, evening)]
    long_steps, usual_steps = (list(steps(replay)) for replay in replays)
    for row, slow, short in zip((STEP, STEP_OF_ROLE, STEP_OF_BOTH), long_steps, usual_steps, strict=True):
        worst, usual = max(slow), median(short)
        yield row.figure(
            milliseconds(worst),
            milliseconds(usual) + " an evening's log",
            worst / usual,
            measured=worst * 1000,
            size=f"{events} events",
        )


def steps(replay: Replay) -> Iterator[list[float]]:
    """How long each of the steps takes: as control, as a role, side by side."""
    role = replay.run.exercise.roles[0]
    yield spread(len(replay.stops(CONTROL)), lambda stop: replay.picture(stop, CONTROL))
    yield spread(len(replay.stops(role)), lambda stop: replay.picture(stop, role))
    yield spread(len(replay.stops(CONTROL)), lambda stop: replay.beside(stop, role, most=MOST_LINES))


def spread(stops: int, step: Callable[[int], object]) -> list[float]:
    """Steps to positions far apart, back and forth, after the first one has opened what it needs."""
    positions = [
        1 + (number * 37 % POSITIONS) * (stops - 1) // (POSITIONS - 1) for number in range(POSITIONS)
    ]
    step(stops)
    return [seconds(partial(step, position)) for position in positions]


def write(exercise: Exercise, path: Path, events: int) -> int:
    """A run that is played to its end while people talk. How many events it has."""
    run = Run.start(exercise, path, seed=2025, people=exercise.roles[:2])
    acts = sum(len(inject) for inject in exercise.file.formats[exercise.default_format].msel.values())
    talk, said = max(1, events // (acts + 47)), words(exercise)
    while not run.state.game.finished:
        for _ in range(talk):
            run.do(next(said))
        run.press_on()
    run.log.close()
    return sum(len(line.events) for line in run.log.lines)


def words(exercise: Exercise) -> Iterator[Command]:
    """Messages among roles, and now and then a statement, a note, or a request that control answers aloud."""
    roles, asked = exercise.roles, 0
    for number, text in enumerate(cycle(SENTENCES)):
        role, other = roles[number % len(roles)], roles[number * 3 % (len(roles) - 1) - 1]
        if number % 100 == 50:
            yield Command("note", data={"text": text, "kind": "observation"})
        elif number % 50 == 10:
            yield Command("statement", role, {"text": text})
        elif number % 200 == 125:
            asked += 1
            yield Command("request", role, {"text": text})
        elif number % 200 == 126:
            yield Command("settle", data={"request": f"R{asked:02d}", "how": "aloud"})
        else:
            if other == role or {role, other} == {*roles[:2]}:  # the first two may have no direct contact
                other = roles[-1] if role != roles[-1] else roles[2]
            to = other
            yield Command("message", role, {"to": [to], "text": text})
