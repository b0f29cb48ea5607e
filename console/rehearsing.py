"""`whitecell rehearse`: thousands of runs played by bots, and what came of them."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from console.layout import part
from console.rehearsed import always_and_never, binding, differences, expected, report
from console.screen import make_console
from console.speech import speech
from engine.exchange.figures import write_figures
from engine.play.events import Locked
from engine.play.refusal import Refusal
from engine.play.state import State
from engine.rehearsal.best_reply import Reply, best_reply
from engine.rehearsal.columns import Rulebook
from engine.rehearsal.comparison import Comparison, compare
from engine.rehearsal.ensemble import roles
from engine.rehearsal.expectations import held
from engine.rehearsal.figures import Figures
from engine.rehearsal.leverage import Forced, Limit, forced, limits
from engine.rehearsal.policies import Play
from engine.rehearsal.question import Question, answer, changed, play
from engine.review.rehearsed import reply_said
from engine.rules.exercise import Exercise
from engine.rules.load import load
from engine.rules.problems import suggest
from engine.words.language import Language

CHANGED = 1_000
"""Runs by which one change is judged, where there are many of them."""
Found = TypeVar("Found")


class Asked(NamedTuple):
    """What was typed."""

    source: str
    runs: int
    seed: int
    format_id: str
    preset: str | None
    everybody: str
    seats: tuple[str, ...]
    settings: tuple[str, ...]
    against: str
    without: tuple[str, ...]
    replies: tuple[str, ...]
    limits: bool
    moves: bool


def rehearse(asked: Asked, as_json: bool, folder: str, lang: str | None) -> int:
    """Ask, print, and write what was asked for; 0. Raises Refusal for what makes no sense."""
    language, console = speech(lang), make_console()
    question = understood(asked)
    other = other_question(asked, question)
    scored = roles(Rulebook(question.exercise, question.format, question.preset))
    seats = scored if "all" in asked.replies else list(asked.replies)
    for role in seats:
        known(role, scored, "There is no seat '{name}' with a score.{help}")
    with played(language, asked.runs * (1 if other is None else 2)) as told:
        compared = None if other is None else compare(question, other, told)
        found = answer(question, told) if compared is None else compared.first
    replies = list(replies_of(question, seats, language))
    found_limits = list(tried(limits, question, language)) if asked.limits else []
    found_moves = list(tried(forced, question, language)) if asked.moves else []
    if folder:
        write_figures(Path(folder), found)
    if as_json:
        print(
            json.dumps(
                plain(found, compared, replies, found_limits, found_moves), ensure_ascii=False, indent=1
            )
        )
        return 0
    for drawn in report(found, question, typed(asked), language):
        console.print(drawn)
    if compared:
        console.print(differences(compared, question.exercise, language))
    if replies:
        lines = [Text(reply_said(reply, question.exercise, language)) for reply in replies]
        console.print(part(language.say("Best replies"), *lines))
    if found_limits:
        console.print(binding(found_limits, question.exercise, language))
    if found_moves:
        console.print(always_and_never(found_moves, question.exercise, language))
    return 0


def typed(asked: Asked) -> str:
    """What was asked beyond the exercise itself, as it was typed."""
    parts = [] if asked.everybody == "doctrine" else [asked.everybody]
    parts += [*asked.seats, *asked.settings, *(f"without {name}" for name in asked.without)]
    return " · ".join([*parts, *([f"against {asked.against}"] if asked.against else [])])


def understood(asked: Asked) -> Question:
    """The question as it was typed, without its changes. Raises Refusal."""
    exercise, start = source(asked.source)
    file, preset = exercise.file, asked.preset
    if start:
        if start.game.finished:
            message = "This run has ended. Rehearse a fork of it, or its exercise."
            raise Refusal(message)
        if asked.format_id or asked.preset:
            raise Refusal("A run has its format and preset; leave --format and --preset out.")
        format_id, preset = start.game.format, start.game.preset
    else:
        format_id = asked.format_id or exercise.default_format
        known(format_id, file.formats, "There is no format '{name}'.{help}")
        if preset:
            known(preset, file.presets, "There is no preset '{name}'.{help}")
    plays = dict.fromkeys((*exercise.roles, "control"), way_of(asked.everybody, exercise))
    for text in asked.seats:
        role, sign, way = text.partition("=")
        if not sign:
            raise Refusal("'{value}' is not of the form ROLE=POLICY.", value=text)
        known(role, exercise.roles, "There is no role '{name}'.{help}")
        plays[role] = way_of(way, exercise)
        for key in plays[role].orders:
            if exercise.orders[key].role != role:
                raise Refusal("'{order}' is no order of {role}.", order=key, role=role)
    return Question(exercise, asked.runs, asked.seed, format_id, preset, plays, start=start)


def way_of(text: str, exercise: Exercise) -> Play:
    """How a seat is played: as `engine.rehearsal.question.play` reads it, or by the orders of a run."""
    kind, _, path = text.partition(":")
    if kind != "run":
        return play(text, exercise)
    from engine.record.run import Run  # the fewest ask for a run, and it brings half of the engine

    run, script = Run.open(path), dict[int, tuple[str, ...]]()
    if run.exercise.id != exercise.id:
        raise Refusal("This is a run of '{one}', not of '{other}'.", one=run.exercise.id, other=exercise.id)
    for moment in run.state.game.history:
        if isinstance(moment.event, Locked):
            given = [entry["order"] for entries in moment.event.orders.values() for entry in entries]
            script[moment.turn] = tuple(key for key in given if key in exercise.orders)
    return Play("run", script=tuple(script.items()))


def source(name: str) -> tuple[Exercise, State | None]:
    """An exercise, or a run with where it stands."""
    path = Path(name)
    if path.is_file() and path.suffix not in (".yaml", ".yml"):
        from engine.record.run import Run

        run = Run.open(name)
        return run.exercise, run.state
    return load(name), None


def known(name: str, names: Iterable[str], message: str) -> None:
    """Raise Refusal where a name is none of these."""
    names = list(names)
    if name not in names:
        raise Refusal(message, name=name, help=suggest(name, names) or f" ({', '.join(names)})")


def other_question(asked: Asked, question: Question) -> Question | None:
    """The question with what was to be changed; None where nothing was."""
    if not (asked.settings or asked.against or asked.without):
        return None
    exercise = load(asked.against) if asked.against else question.exercise
    if asked.against:
        comparable(exercise, question)
    if question.start and any(text.partition("=")[0] in exercise.file.tracks for text in asked.settings):
        raise Refusal("This run has left its start, so the start of a track cannot be changed.")
    for name in asked.without:
        known(name, exercise.file.injects, "There is no inject '{name}'.{help}")
    return question._replace(
        exercise=changed(exercise, settings(asked.settings), thorough=True), without=asked.without
    )


def comparable(other: Exercise, question: Question) -> None:
    """Raise Refusal where another exercise is no version of this one that can be asked the same."""
    one = question.exercise
    if question.start:
        raise Refusal("A run goes on under its own exercise; leave --against out.")
    alike = other.id == one.id and other.roles == one.roles and question.format in other.file.formats
    if not alike or (question.preset and question.preset not in other.file.presets):
        raise Refusal(
            "'{other}' is no version of '{one}': it needs the same id, roles, format and preset.",
            other=other.id,
            one=one.id,
        )


def settings(texts: Iterable[str]) -> dict[str, int]:
    """`bank=3` by name. Raises Refusal."""
    found = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not value.lstrip("+-").isdigit():
            raise Refusal("'{value}' is not of the form name=value with a whole number.", value=text)
        found[name] = int(value)
    return found


def bars() -> Progress:
    """Bars beside what is printed; none where nobody looks at a terminal."""
    console = make_console(errors=True)
    columns = TextColumn("{task.description}"), BarColumn()
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def played(language: Language, runs: int) -> Iterator[Callable[[int], None]]:
    """A bar that fills as runs are played."""
    with bars() as progress:
        task = progress.add_task(language.say("Runs"), total=runs)
        yield lambda number: progress.advance(task, number)


def replies_of(question: Question, seats: Iterable[str], language: Language) -> Iterator[Reply]:
    """The best replies of seats, with a bar."""
    with bars() as progress:
        for role in seats:
            name = language.text(question.exercise.file.roles[role].title)
            task = progress.add_task(language.say("Best reply of {role}", role=name), total=None)
            yield best_reply(question, role, lambda order, task=task: progress.advance(task))  # type: ignore[misc]
            progress.remove_task(task)


def tried(
    what: Callable[[Question, Callable[[str], None]], Iterator[Found]], question: Question, language: Language
) -> Iterator[Found]:
    """What each change does, with a bar."""
    fewer = question._replace(runs=min(question.runs, CHANGED))
    with bars() as progress:
        task = progress.add_task(language.say("Runs"), total=None)
        yield from what(fewer, lambda name: progress.advance(task))


def plain(
    found: Figures,
    compared: Comparison | None,
    replies: list[Reply],
    found_limits: list[Limit],
    found_moves: list[Forced],
) -> dict[str, object]:
    """Everything as plain data."""
    result: dict[str, object] = {"figures": msgspec.to_builtins(found)}
    if compared:
        result["other"] = msgspec.to_builtins(compared.other)
        result["differences"] = {
            "endings": msgspec.to_builtins(compared.endings),
            "scores": msgspec.to_builtins(compared.scores),
            "alike": compared.alike,
        }
    if replies:
        result["best_replies"] = msgspec.to_builtins(replies)
    if found_limits:
        result["limits"] = msgspec.to_builtins(found_limits)
    if found_moves:
        result["moves"] = msgspec.to_builtins(found_moves)
    return result


def check(source_name: str, runs: int, seed: int, as_json: bool, lang: str | None) -> int:
    """Hold an exercise to what it expects of itself: 0, or 1 with what failed and by how much."""
    language, console = speech(lang), make_console()
    exercise, start = source(source_name)
    if start:
        raise Refusal("What is expected is expected of an exercise, not of a run.")
    if not exercise.file.expect:
        raise Refusal("This exercise expects nothing of itself. Write under 'expect' what should come of it.")
    with bars() as progress:
        task = progress.add_task(language.say("Runs"), total=None)
        found = list(held(exercise, runs, seed, lambda number: progress.advance(task, number)))
    if as_json:
        listed = [{**msgspec.to_builtins(entry), "holds": entry.holds, "off": entry.off} for entry in found]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        console.print(expected(found, language))
        failed = sum(not entry.holds for entry in found)
        said = (
            language.say("{number} of {all} expectations fail.", number=failed, all=len(found))
            if failed
            else language.say("All {all} expectations hold.", all=len(found))
        )
        console.print(Text(said, "title"))
    return int(any(not entry.holds for entry in found))
