"""What was, beside what could have been: orders beside those that a seat might have given, rulings beside all
their rows.

All of it is compared by a few runs; what then seems to have moved most is compared once more, by more runs,
each time all together and on the same dice.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from engine.play.events import Locked
from engine.play.state import State
from engine.record.run import Run
from engine.rehearsal.crowd import Progress
from engine.rehearsal.odds import Odds, Worth, mean, odds_of, work
from engine.review.alternatives import alternatives, as_locked, doctrine, instead, keys
from engine.review.chances import Thrown, decided, thrown, throws
from engine.review.lived import Lived

SIFTED = 30
"""Runs by which the best alternatives of a seat are picked among all."""
SKETCHED = 100
"""Runs by which what was is first compared with what could have been."""
COMPARED = 300
"""Runs by which it is compared once more where that moved most: what is told comes of these."""
CLOSELY = 12
"""How many orders and rulings are compared once more: those told, and some that might have been."""
BEST = 3
"""Alternatives of a seat among which those runs pick the best."""
Told = Callable[[int, int], None]
"""Is told how much is done, and of how much."""


class Weighing:
    """States whose odds are wanted, asked all together."""

    def __init__(self, runs: int) -> None:
        self.runs = runs
        self.states: list[State] = []
        self.places: dict[int, int] = {}
        self.known: list[Odds] = []

    def want(self, *states: State) -> None:
        """Their odds will be asked for."""
        for state in states:
            if self.places.setdefault(id(state), len(self.states)) == len(self.states):
                self.states.append(state)

    def __getitem__(self, state: State) -> Odds:
        return self.known[self.places[id(state)]]


def weigh(told: Progress, *asked: Weighing) -> None:
    """Find the odds of all, in as few passes as may be."""
    states = [state for weighing in asked for state in weighing.states]
    numbers = [weighing.runs for weighing in asked for _ in weighing.states]
    found = iter(odds_of(states, numbers, told=told))
    for weighing in asked:
        weighing.known = [next(found) for _ in weighing.states]


class Counted:
    """Tells how much of all is done, and never more than there is."""

    def __init__(self, told: Told) -> None:
        self.told, self.of, self.done = told, 0, 0

    def __call__(self, number: int) -> None:
        self.done = min(self.done + number, self.of)
        self.told(self.done, self.of)

    def finish(self) -> None:
        """All is done."""
        self(self.of)

    def expect(self, *asked: Weighing) -> None:
        """So much more is to be done."""
        self.of += sum(work(weighing.states) for weighing in asked)


class Seat(NamedTuple):
    """A seat's orders of a turn, and what they are compared with."""

    step: Lived
    role: str
    given: State
    expected: State
    """With the orders of its doctrine."""
    tried: list[State]
    """With each of its alternatives."""


class Roll(NamedTuple):
    """A ruling with dice: by row, the state that it would have led to."""

    step: Lived
    found: Thrown
    rows: dict[str, State]
    natural: str
    """The row of the dice."""


class Choice(NamedTuple):
    """What a seat's orders led to, and what others would have."""

    role: str
    given: Odds
    expected: Odds
    best: Odds
    orders: list[str]
    """Its best alternative."""


class Throw(NamedTuple):
    """What each row of a ruling with dice led to, or would have."""

    found: Thrown
    rows: dict[str, Odds]
    natural: str

    @property
    def luck(self) -> Worth:
        """The row that came beside the mean over all."""
        odds = self.found.event.odds
        return self.rows[self.natural].less(mean((odds[row], found) for row, found in self.rows.items()))

    @property
    def moved(self) -> Worth | None:
        """What an override made of it."""
        event = self.found.event
        if event.row == self.natural or event.row not in self.rows:
            return None
        return self.rows[event.row].less(self.rows[self.natural])


class Counterfactuals(NamedTuple):
    """By line, what its seats and its dice were worth."""

    choices: dict[int, list[Choice]]
    throws: dict[int, list[Throw]]


def compared(
    run: Run, steps: Sequence[Lived], passed: Weighing, dice: bool, progress: Counted
) -> Counterfactuals:
    """Compare all that a run's lines decided; beside it the odds of the states that it passed are found."""
    seats, rolls = list(seats_of(steps)), list(rolls_of(run, steps)) if dice else []
    sketched, tried = Weighing(min(SKETCHED, passed.runs)), Weighing(min(SIFTED, passed.runs))
    for seat in seats:
        sketched.want(seat.given, seat.expected)
        tried.want(*seat.tried)
    for roll in rolls:
        sketched.want(*roll.rows.values())
    progress.expect(passed, sketched, tried)
    weigh(progress, passed, sketched, tried)
    close = weightiest(seats, rolls, sketched) if passed.runs > sketched.runs else frozenset()
    finer, rough = Weighing(min(COMPARED, passed.runs)), Weighing(sketched.runs)
    best = {at: ranked(seat, tried)[: BEST if at in close else 1] for at, seat in enumerate(seats)}
    for at, seat in enumerate(seats):
        (finer if at in close else rough).want(*best[at])
        finer.want(*((seat.given, seat.expected) if at in close else ()))
    for at, roll in enumerate(rolls, len(seats)):
        finer.want(*(roll.rows.values() if at in close else ()))
    progress.expect(finer, rough)
    weigh(progress, finer, rough)
    found = Counterfactuals({}, {})
    for at, seat in enumerate(seats):
        known, others = (finer, finer) if at in close else (sketched, rough)
        chosen = max(best[at], key=lambda state: others[state].points.get(seat.role, 0.0))
        orders = [entry["order"] for entry in chosen.game.orders[seat.role]]
        choice = Choice(seat.role, known[seat.given], known[seat.expected], others[chosen], orders)
        found.choices.setdefault(seat.step.line.seq, []).append(choice)
    for at, roll in enumerate(rolls, len(seats)):
        throw = thrown_as(roll, finer if at in close else sketched)
        found.throws.setdefault(roll.step.line.seq, []).append(throw)
    return found


def weightiest(seats: Sequence[Seat], rolls: Sequence[Roll], known: Weighing) -> frozenset[int]:
    """Which of the seats' orders and then of the rulings moved most, as far as is known."""
    sizes = [known[seat.given].less(known[seat.expected]).size for seat in seats]
    for roll in rolls:
        throw = thrown_as(roll, known)
        sizes.append(max(throw.luck.size, throw.moved.size if throw.moved else 0.0))
    return frozenset(sorted(range(len(sizes)), key=lambda at: -sizes[at])[:CLOSELY])


def thrown_as(roll: Roll, known: Weighing) -> Throw:
    """A roll with the odds of its rows."""
    return Throw(roll.found, {row: known[state] for row, state in roll.rows.items()}, roll.natural)


def ranked(seat: Seat, tried: Weighing) -> list[State]:
    """The alternatives of a seat, the best for it first."""
    return sorted(seat.tried, key=lambda state: -tried[state].points.get(seat.role, 0.0))


def seats_of(steps: Sequence[Lived]) -> Iterable[Seat]:
    """At each lock, the seats that had a choice."""
    for step in steps:
        if step.first(Locked):
            given = as_locked(step.before, step.after)
            for role in step.before.exercise.roles:
                states = [instead(given, role, orders) for orders in alternatives(given, role)]
                wanted = doctrine(given, role)
                same = keys(wanted) == keys(given.game.orders[role])
                if states:
                    yield Seat(step, role, given, given if same else instead(given, role, wanted), states)


def rolls_of(run: Run, steps: Sequence[Lived]) -> Iterable[Roll]:
    """The rulings with dice, and what each row would have led to."""
    lines = {step.line.seq: step for step in steps}
    for entry in thrown(run):
        step = lines.get(entry.line.seq)
        if step and len(entry.event.odds) > 1:
            rows = {
                row: decided(entry, step.before, faces)
                for row, faces in throws(entry.call, entry.event.sum).items()
            }
            yield Roll(step, entry, rows, entry.call.rows[entry.call.band(entry.event.total or 0)].row.id)
