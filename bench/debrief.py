"""The debrief of a very long log: opening it, and stepping through it."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.fold import parse, write
from bench.measure import Figure, in_turn, milliseconds, rate, seconds
from bench.runs import MEMORY
from engine.play.views import CONTROL, view
from engine.play.views.stories import Recent
from engine.record.log import Log
from engine.record.migration import Reader
from engine.record.run import Run, now
from engine.review.replay import Replay
from engine.rules.exercise import Exercise

OPENING, STEP = 0.25, 0.1
LONG, SHORT = 215_000, 3_200
"""Asked of `write`, they give logs of some 107,000 and some 2,000 events."""
PLACES = 33


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure]:
    """Opened, verified and its last turn shown, against parsing its lines; the slowest step of the slider."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        long, short = Path(folder) / "long.jsonl", Path(folder) / "short.jsonl"
        write(exercise, long, 4000 if quick else LONG)
        write(exercise, short, 500 if quick else SHORT)
        yield opening(exercise, long, rounds=1 if quick else 5)
        yield stepping(long, short)


def opening(exercise: Exercise, path: Path, rounds: int) -> Figure:
    """Lines a second from the file to the view of the last turn."""
    lines = len(path.read_bytes().splitlines())
    ours, theirs = in_turn(partial(opened, exercise, path), partial(parse, path), rounds=rounds)
    return Figure(
        f"open, verify, show, {lines} lines",
        rate(lines / ours),
        rate(lines / theirs) + " parsed only",
        theirs / ours,
        f">= {OPENING}",
        theirs / ours >= OPENING,
    )


def opened(exercise: Exercise, path: Path) -> None:
    """From the file to control's view of the last turn; the exercise is loaded already, as in `fold`."""
    log = Log.open(path, Reader())
    run = Run(log, exercise, now)
    run.catch_up(log.lines)
    view(run.state, CONTROL, "en", Recent())


def stepping(long: Path, short: Path) -> Figure:
    """The slowest step of a very long log, against the usual step of one as long as an afternoon's."""
    worst, usual = max(steps(long)), median(steps(short))
    return Figure(
        "slowest step of its slider",
        milliseconds(worst),
        f"{milliseconds(usual)} in a short log",
        worst / usual,
        f"< {STEP * 1000:.0f} ms",
        worst < STEP,
    )


def steps(path: Path) -> list[float]:
    """How long steps take all through a log, as control, as a role and as both side by side."""
    run = Run.open(path)
    replay, role = Replay(run), next(iter(run.exercise.roles))
    for eyes in (CONTROL, role):
        replay.picture(1, eyes, "en")
    pictures: tuple[Callable[[float], object], ...] = (
        lambda share: replay.picture(at(replay, CONTROL, share), CONTROL, "en"),
        lambda share: replay.picture(at(replay, role, share), role, "en"),
        lambda share: replay.beside(at(replay, CONTROL, share), role, "en"),
    )
    shares = [place / (PLACES - 1) for place in range(PLACES)]
    replay.beside(at(replay, CONTROL, 1.0), role, "en")
    return [seconds(partial(picture, share)) for picture, share in product(pictures, shares)]


def at(replay: Replay, eyes: str, share: float) -> int:
    """The stop at a share of the way."""
    return 1 + round(share * (len(replay.stops(eyes, "en")) - 1))
