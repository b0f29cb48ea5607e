"""Whether an exercise is as it says of itself: what it expects against what many runs come to."""

from collections.abc import Iterator

from msgspec import Struct

from engine.rehearsal.best_reply import best_reply
from engine.rehearsal.columns import Rulebook
from engine.rehearsal.comparison import apart, whole
from engine.rehearsal.ensemble import roles
from engine.rehearsal.figures import Figures, share
from engine.rehearsal.leverage import numbers
from engine.rehearsal.policies import Play
from engine.rehearsal.question import Crew, Progress, Question, answer, changed
from engine.rehearsal.weights import DICE, Weights, weights
from engine.rules.exercise import Exercise
from engine.rules.model import Expectation

MIXED = 50
"""The share of turns that `mixed` leaves to chance."""


class Held(Struct, frozen=True):
    """One expectation with what was found."""

    format: str
    kind: str
    """`doctrine`, `mixed`, `objectives`, `best_reply`, `own_score`, `alone` or `binds`."""
    id: str
    """The group of endings, the objective, the role or the limit."""
    low: float
    """In percent, like what was found."""
    high: float
    found: float

    @property
    def holds(self) -> bool:
        return self.low <= self.found <= self.high

    @property
    def off(self) -> float:
        """By how much it is missed, in points of a hundred; 0 where it holds."""
        return max(self.low - self.found, self.found - self.high, 0.0)


def held(
    exercise: Exercise,
    runs: int,
    seed: int,
    told: Progress = lambda number: None,
    crew: Crew | None = None,
) -> Iterator[Held]:
    """Every expectation of an exercise with what was found."""
    for name, expected in exercise.file.expect.items():
        question = Question(exercise, runs, seed, name, crew=crew)
        if expected.doctrine or expected.objectives:
            found = answer(question, told)
            yield from by_group(exercise, name, "doctrine", expected.doctrine, found)
            if expected.objectives:
                low, high = ends(expected.objectives)
                for goal in found.objectives:
                    yield Held(name, "objectives", goal.id, low, high, 100 * goal.share.part)
        if expected.mixed:
            everybody = dict.fromkeys((*exercise.roles, "control"), Play("mixed", share=MIXED))
            found = answer(question._replace(plays=everybody), told)
            yield from by_group(exercise, name, "mixed", expected.mixed, found)
        if expected.best_reply is not None:
            for role in roles(Rulebook(exercise, name)):
                reply = best_reply(question, role, lambda order: told(0))
                gain = max(0.0, 100 * reply.gain.mean / abs(reply.doctrine)) if reply.doctrine else 0.0
                yield Held(name, "best_reply", role, 0, expected.best_reply, gain)
        if expected.own_score or expected.alone:
            scored = roles(Rulebook(exercise, name))
            yield from by_seat(name, expected, scored, weights(question, told))
        for number, least in expected.binds.items():
            yield Held(name, "binds", number, least, 100, 100 * tightened(question, number, told))


def by_group(
    exercise: Exercise, name: str, kind: str, expected: dict[str, str], found: Figures
) -> Iterator[Held]:
    """The shares of groups of endings."""
    groups = {rule.ending.id: rule.ending.group for rule in exercise.endings}
    for group, text in expected.items():
        number = sum(entry.share.number for entry in found.endings if groups[entry.id] == group)
        low, high = ends(text)
        yield Held(name, kind, group, low, high, 100 * share(number, found.runs).part)


def by_seat(name: str, expected: Expectation, scored: list[str], found: Weights) -> Iterator[Held]:
    """How much hangs on each seat: of its own score at least so much, of a group of endings not too much.

    What is the same in all runs hangs on nobody.
    """
    told = {(outcome.kind, outcome.id): outcome.portions for outcome in found.outcomes}
    if expected.own_score:
        low, high = ends(expected.own_score)
        for role in scored:
            own = (portion.total.share for portion in told.get(("score", role), []) if portion.source == role)
            yield Held(name, "own_score", role, low, high, 100 * next(own, 0.0))
    for group, most in expected.alone.items():
        seats = [portion for portion in told.get(("group", group), []) if portion.source != DICE]
        share, role = max(((seat.alone.share, seat.source) for seat in seats), default=(0.0, ""))
        yield Held(name, "alone", f"{group}: {role}" if role else group, 0, most, 100 * share)


def tightened(question: Question, number: str, told: Progress) -> float:
    """The share of runs that differ once a limit is tighter by one: a cost is raised, all else is lowered."""
    value = numbers(question.exercise.data)[number] + (1 if number.startswith("cost.") else -1)
    other = question._replace(exercise=changed(question.exercise, {number: value}))
    return apart(whole(question, told), whole(other, told)).changed


def ends(text: str) -> tuple[float, float]:
    """`8..20` as its ends."""
    low, _, high = text.partition("..")
    return float(low), float(high)
