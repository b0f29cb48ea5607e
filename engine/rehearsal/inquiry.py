"""All that is asked at once: a question, what is changed in it, and what is looked into beside it."""

import pickle
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from engine.rehearsal.best_reply import TRIED, Reply, best_reply
from engine.rehearsal.comparison import Comparison, compare
from engine.rehearsal.figures import Figures
from engine.rehearsal.leverage import Forced, Limit, forced, limits, numbers
from engine.rehearsal.paired import Paired, paired
from engine.rehearsal.question import Question, answer, changed
from engine.rehearsal.sensitivity import Change, changes, sensitivity
from engine.rehearsal.travel import packed, unpacked
from engine.rehearsal.weights import Weights, ensembles, weights

CHANGED = 1_000
"""Runs by which one change is judged, where there are many of them."""


class Work(NamedTuple):
    """A piece of the work, by which its progress is told."""

    kind: str
    """`runs`, `reply`, `limits`, `moves`, `weights`, `sensitivity` or `paired`."""
    role: str = ""
    """Whose reply."""


class Inquiry(NamedTuple):
    """What is asked."""

    question: Question
    settings: Mapping[str, int] = {}
    """Other numbers, by the names that `changed` takes."""
    without: tuple[str, ...] = ()
    """Injects that are left out."""
    replies: tuple[str, ...] = ()
    """Seats whose best reply is searched."""
    limits: bool = False
    moves: bool = False
    weights: bool = False
    sensitivity: bool = False
    paired: bool = False
    """Whether the rehearsals that the exercise names are played, too, from the start."""

    @property
    def changes(self) -> bool:
        """Whether two versions are compared."""
        return bool(self.settings or self.without)

    @property
    def parts(self) -> list[Work]:
        """What is done, in this order."""
        found = [Work("runs"), *(Work("reply", role) for role in self.replies)]
        for kind in ("limits", "moves", "weights", "sensitivity", "paired"):
            found += [Work(kind)] * getattr(self, kind)
        return found

    @property
    def first_turn(self) -> int:
        """The first turn that the runs play to its end."""
        start = self.question.start
        return start.game.turn + (start.game.phase == "report") if start else 1


class Findings(Struct, frozen=True):
    """What came of it."""

    figures: Figures
    comparison: Comparison | None = None
    replies: list[Reply] = []
    limits: list[Limit] = []
    moves: list[Forced] = []
    weights: Weights | None = None
    sensitivity: list[Change] = []
    paired: list[Paired] = []


Told = Callable[[int, int, int], None]
"""Is told which of the parts is at work, and how much of all the work is done, of how much."""


class Meter:
    """Adds up the work that is done, in runs."""

    def __init__(self, sizes: list[int], told: Told) -> None:
        self.sizes, self.told, self.part, self.within = sizes, told, 0, 0

    def more(self, number: int) -> None:
        """So many more runs of the part that is at work; never more than it was thought to have."""
        self.within = min(self.within + number, self.sizes[self.part])
        self.told(self.part, sum(self.sizes[: self.part]) + self.within, sum(self.sizes))

    def next(self) -> None:
        """The part is done."""
        self.part, self.within = self.part + 1, 0
        if self.part < len(self.sizes):
            self.more(0)


def inquire(inquiry: Inquiry, told: Told = lambda part, done, of: None) -> Findings:
    """Do all of it. Raises Refusal or ExerciseError for a change that makes no sense."""
    question, fewer = inquiry.question, inquiry.question._replace(runs=min(inquiry.question.runs, CHANGED))
    meter = Meter([size(inquiry, part) for part in inquiry.parts], told)
    meter.more(0)
    compared = None
    if inquiry.changes:
        exercise = changed(question.exercise, inquiry.settings, thorough=True)
        other = question._replace(exercise=exercise, without=inquiry.without)
        compared = compare(question, other, meter.more)
    figures = answer(question, meter.more) if compared is None else compared.first
    meter.next()
    replies = list(searched(inquiry, meter))
    found_limits, found_moves = list[Limit](), list[Forced]()
    if inquiry.limits:
        found_limits += limits(fewer, lambda name: meter.more(2 * fewer.runs))
        meter.next()
    if inquiry.moves:
        found_moves += forced(fewer, lambda name: meter.more(4 * fewer.runs))
        meter.next()
    weighed, found_changes = None, list[Change]()
    if inquiry.weights:
        weighed = weights(question, meter.more)
        meter.next()
    if inquiry.sensitivity:
        found_changes += sensitivity(fewer, lambda name: meter.more(fewer.runs))
        meter.next()
    found_paired = list[Paired]()
    if inquiry.paired:
        found_paired += paired(question.exercise, question.runs, question.seed, (), meter.more, question.crew)
        meter.next()
    return Findings(
        figures, compared, replies, found_limits, found_moves, weighed, found_changes, found_paired
    )


def searched(inquiry: Inquiry, meter: Meter) -> Iterator[Reply]:
    """The best reply of each seat that is asked for."""
    for role in inquiry.replies:
        yield best_reply(inquiry.question, role, lambda order: meter.more(TRIED))
        meter.next()


def size(inquiry: Inquiry, part: Work) -> int:
    """How many runs a part has: of a search, about how many, for nobody knows when it will end."""
    question = inquiry.question
    if part.kind == "runs":
        return question.runs * (2 if inquiry.changes else 1)
    if part.kind == "reply":
        return 2 * TRIED * len(question.exercise.orders_of[part.role])
    each = min(question.runs, CHANGED)
    if part.kind == "limits":
        values = numbers(question.exercise.data).values()
        return 2 * each * sum(1 if value == 0 else 2 for value in values)
    if part.kind == "weights":
        return question.runs * ensembles(question)
    if part.kind == "sensitivity":
        return each * changes(question)
    if part.kind == "paired":
        return 2 * question.runs * len(question.exercise.file.rehearsals)
    return 4 * each * len(question.exercise.file.moves)


def sent(inquiry: Inquiry) -> bytes:
    """An inquiry as bytes, for another process of this machine."""
    return pickle.dumps((packed(inquiry.question), tuple(inquiry)[1:]))


def received(content: bytes) -> Inquiry:
    """The inquiry that was sent. Raises Refusal."""
    question, rest = pickle.loads(content)
    return Inquiry(unpacked(question), *rest)
