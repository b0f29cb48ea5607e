"""Paired rehearsals as they were once played, for whoever cannot wait for thousands of runs."""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from engine.play.adjudicate import RULES
from engine.rehearsal.comparison import Difference
from engine.rehearsal.paired import Paired, Shown, paired
from engine.rehearsal.question import Crew, Progress
from engine.rules.exercise import Exercise

RUNS, SEED = 10_000, 0
"""How they are recorded."""
PLACES = 6
"""Decimals that are kept: what comes after them may differ from machine to machine."""


class Recorded(Struct, frozen=True, forbid_unknown_fields=True):
    """What came of all paired rehearsals of an exercise; of which exercise, by which rules and dice."""

    exercise: str
    """Its digest: of another edition of the exercise they say nothing."""
    rules: int
    runs: int
    """On each side of each question."""
    seed: int
    found: list[Paired]

    def holds_for(self, exercise: Exercise) -> bool:
        """Whether an exercise, as it is played today, comes to these figures."""
        return (self.exercise, self.rules) == (exercise.digest, RULES)


def record(
    exercise: Exercise,
    runs: int = RUNS,
    seed: int = SEED,
    told: Progress = lambda number: None,
    crew: Crew | None = None,
) -> Recorded:
    """Play all paired rehearsals of an exercise, and keep what comes of them."""
    found = [steady(entry) for entry in paired(exercise, runs, seed, told=told, crew=crew)]
    return Recorded(exercise.digest, RULES, runs, seed, found)


def steady(found: Paired) -> Paired:
    """The same with as many decimals as every machine agrees on."""
    return replace(
        found, changed=round(found.changed, PLACES), figures=[rounded(shown) for shown in found.figures]
    )


def rounded(shown: Shown) -> Shown:
    change = shown.difference
    ends = (round(value, PLACES) for value in (change.mean, change.low, change.high))
    first, other = round(shown.first, PLACES), round(shown.other, PLACES)
    return Shown(shown.id, first, other, Difference(change.id, *ends))


def to_json(recorded: Recorded) -> bytes:
    """A record as it is kept."""
    return msgspec.json.format(msgspec.json.encode(recorded), indent=1) + b"\n"


def from_json(content: bytes) -> Recorded:
    """The record that was kept. Raises msgspec.DecodeError for anything else."""
    return msgspec.json.decode(content, type=Recorded)
