"""A question to an exercise or a run: what is rehearsed, how seats are played, what is changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from engine.play.refusal import Refusal
from engine.play.state import State
from engine.rehearsal.ensemble import Ensemble, Outcome
from engine.rehearsal.figures import Figures, figures, joined
from engine.rehearsal.policies import Play
from engine.rules.exercise import Exercise
from engine.rules.load import from_data
from engine.rules.model import NUMBERS_OF_CAPITAL
from engine.rules.problems import close

LOOK_AHEAD = 2**63
"""Added to the seeds of runs that go on from another one: no run has a seed from here on, so that nobody sees
what the dice of that run will show.
"""
AT_ONCE = 5_000
"""Runs played in one pass: more are hardly faster each, and take room. How many there are depends on nothing
else, so that the same seeds make the same parts whoever plays them.
"""
Progress = Callable[[int], None]
"""Is told how many more runs have been played."""


class Question(NamedTuple):
    """What is asked."""

    exercise: Exercise
    runs: int = 10_000
    seed: int = 0
    """The first of the seeds; the same ones make the same dice."""
    format: str = ""
    preset: str | None = None
    plays: Mapping[str, Play] = {}
    """By role and for control; doctrine where none is named."""
    without: tuple[str, ...] = ()
    """Injects that are left out."""
    forbidden: tuple[str, ...] = ()
    """Moves that nobody may make, and agreements that nobody may propose."""
    start: State | None = None
    """Where every run begins, if not at the start of the exercise."""
    crew: "Crew | None" = None
    """Who plays the parts; this process where there is none."""


class Part(NamedTuple):
    """As much of a question as is played in one pass."""

    question: Question
    seeds: range


Crew = Callable[[Iterable[Part]], Iterator[Outcome]]
"""Plays parts, in whatever order and wherever, and hands over what came of each in the order of the parts."""


def answer(question: Question, told: Progress = lambda number: None) -> Figures:
    """Play the runs and say what came of them."""
    outcome = joined(list(outcomes(question, told)))
    return figures(outcome, question.seed, question.start.game if question.start else None)


def outcomes(question: Question, told: Progress) -> Iterator[Outcome]:
    """The outcomes of as many runs as are played at once."""
    for outcome in (question.crew or alone)(parts(question)):
        yield outcome
        told(outcome.size)


def each(questions: Iterable[Question]) -> Iterator[Outcome]:
    """The outcome of each of some questions, all of one crew: side by side where it has the hands."""
    cut: list[list[Part]] = [list(parts(question)) for question in questions]
    crew = cut[0][0].question.crew if cut else None
    found = (crew or alone)(part for listed in cut for part in listed)
    for listed in cut:
        yield joined([next(found) for _ in listed])


def parts(question: Question) -> Iterator[Part]:
    """The question in parts."""
    begin = question.seed + (LOOK_AHEAD if question.start else 0)
    for first in range(0, question.runs, AT_ONCE):
        number = min(AT_ONCE, question.runs - first)
        yield Part(question, range(begin + first, begin + first + number))


def alone(parts: Iterable[Part]) -> Iterator[Outcome]:
    """Parts played in this process, one after the other."""
    asked, players = None, None
    for part in parts:
        if part.question is not asked or players is None:
            asked, players = part.question, ensemble(part.question)
        yield ran(players, part)


def ensemble(question: Question) -> Ensemble:
    """Who plays a question."""
    return Ensemble(
        question.exercise,
        question.format,
        question.preset,
        question.plays,
        question.without,
        question.forbidden,
    )


def ran(players: Ensemble, part: Part) -> Outcome:
    """What comes of a part."""
    start = part.question.start
    return players.go_on([start], part.seeds) if start else players.start(part.seeds)


def changed(exercise: Exercise, settings: Mapping[str, int], *, thorough: bool = False) -> Exercise:
    """The exercise with other numbers: starts of tracks, `bank`, `paid`, `free`, `cost.MOVE`, `income.ROLE`.

    Raises Refusal for a name that it does not have, ExerciseError where it makes no sense so; `thorough`
    looks for everything that a check finds.
    """
    data = deepcopy(exercise.data)
    for name, value in settings.items():
        place, key = setting(data, name)
        if key == "start" and not place["min"] <= value <= place["max"]:
            raise Refusal(
                "'{name}' goes from {low} to {high}; {value} lies outside the scale.",
                name=name,
                low=place["min"],
                high=place["max"],
                value=value,
            )
        place[key] = value
    return from_data(data, thorough=thorough) if settings else exercise


def setting(data: dict[str, Any], name: str) -> tuple[dict[str, Any], str]:
    """Where in the data of an exercise a number stands that can be set."""
    kind, _, of = name.partition(".")
    if name in data["tracks"]:
        return data["tracks"][name], "start"
    if name in NUMBERS_OF_CAPITAL:
        return data.setdefault("capital", {}), name
    if kind == "cost" and of in data["moves"]:
        return data["moves"][of], "cost"
    if kind == "income" and of in data["roles"]:
        return data["roles"][of], "income"
    known = [*data["tracks"], *NUMBERS_OF_CAPITAL]
    known += [f"cost.{move}" for move in data["moves"]] + [f"income.{role}" for role in data["roles"]]
    raise Refusal("There is no '{name}' to set.{help}", name=name, help=meant(name, known))


def meant(name: str, known: Iterable[str]) -> Refusal | str:
    """What was probably meant, as the end of a refusal; nothing where nothing is close."""
    found = close(name, known)
    return Refusal(" Did you mean '{name}'?", name=found) if found else ""


def play(text: str, exercise: Exercise) -> Play:
    """`doctrine`, `chance`, `mixed:30`, `pass` or `orders:reassure(rok),hold_summit`. Raises Refusal."""
    kind, _, rest = text.partition(":")
    if text in ("doctrine", "chance"):
        return Play(text)
    if text == "pass":
        return Play("passing")
    if kind == "mixed" and rest.isdigit() and int(rest) <= 100:
        return Play("mixed", share=int(rest))
    if kind == "orders" and rest:
        keys = tuple(" ".join(key.split()) for key in split(rest))
        for key in keys:
            if key not in exercise.orders:
                raise Refusal(
                    "There is no order '{order}'.{help}", order=key, help=meant(key, exercise.orders)
                )
        return Play("first", orders=keys)
    raise Refusal(
        "'{policy}' is no way to play: doctrine, chance, mixed:30, pass, orders:ORDER,ORDER or run:PATH",
        policy=text,
    )


def split(text: str) -> Iterator[str]:
    """The parts between commas that stand outside brackets."""
    depth, part = 0, ""
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            yield part.strip()
            part = ""
        else:
            part += letter
    yield part.strip()
